"""The page of a stress test: one HTML file without script, that prints and makes no request.

Invariant: every picture stands beside a table that says the same.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from safepassage.corridor import local_text
from safepassage.documents.stress_pictures import days_svg, failures_svg, place_name, stranded_svg
from safepassage.documents.summary import CLASS_WORDS
from safepassage.scenario.scenario import Scenario
from safepassage.stress.assumptions import Cause
from safepassage.stress.result import ClassSpread, Spread, StressResult

MOST_ROWS = 40
_STYLE = """
:root{color-scheme:light}
body{font-family:system-ui,'Noto Sans','DejaVu Sans',sans-serif;color:#1a1a1a;background:#fff;max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.4rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
.banner{border:2px solid #1a1a1a;padding:.3rem .6rem;font-weight:bold}
svg{width:100%;height:auto}table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}
th,td{border-bottom:1px solid #8c8c8c;padding:.2rem .7rem .2rem 0;text-align:right;vertical-align:top}
th:first-child,td:first-child,td.words,th.words{text-align:left}
.wide{overflow-x:auto}
:focus-visible{outline:3px solid #005b8f}
@media screen and (max-width:52rem){svg{min-width:48rem}}
@media print{.wide{overflow:visible}body{padding:0}h2{break-after:avoid}svg,tr{break-inside:avoid}}
"""
_HEAD = ("planned", "mean", "median", "worst 5 % from", "mean of the worst 5 %", "least", "most")
FIGURES = (
    ("turned_back_vehicles", "vehicles turned back (own cars and groups counted each)"),
    ("turned_back_people", "people turned back"),
    ("overdue", "drives overdue"),
    ("waited_vehicle_min", "vehicle-minutes held or queueing"),
    ("broken_down_vehicles", "vehicles broken down"),
    ("lost_vehicles", "of these lost"),
    ("journeys_left_out", "journeys left out because they no longer fitted"),
    ("vehicles_home", "vehicles of the fleet at a base at the end"),
    ("vehicles_away", "vehicles of the fleet elsewhere"),
    ("outside_silence_person_min", "person-minutes on a segment outside its silence"),
    ("outside_silence_vehicle_min", "vehicle-minutes on a segment outside its silence"),
    ("dark_person_min", "person-minutes on the road in the dark"),
    ("danger_person_incidents", "harmful incidents to people to be expected"),
    ("overfull_halt_vehicle_min", "vehicle-minutes at safe halts beyond what they hold"),
    ("overfull_reception_people", "people received beyond the room for them"),
)


def write_stress_page(result: StressResult, scenario: Scenario, path: Path) -> None:
    """Write the page of a stress test."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Stress test: {escape(result.scenario_title)}</title>
<style>{_STYLE}</style>
</head>
<body data-audience="{escape(result.audience)}">
<p class="banner">Audience: {escape(result.audience)}. Keep it in the planning cell.</p>
<main>
<h1>Stress test: {escape(result.scenario_title)}</h1>
<p>{escape(_opening(result))}</p>
<p><strong>How often things go wrong is assumed, not measured</strong> (assumptions.toml beside this page). Compare plans by these figures;
do not promise them to anybody. Leaving is voluntary; those who stay lose no protection by staying.</p>
<h2>People out</h2>
{_wide("Picture: days by people out", days_svg(result))}
{_wide("People out", _spread_table(_people_rows(result)))}
<h2>Who does not get out</h2>
{_wide("Who does not get out", _spread_table(_left_rows(result)))}
<p>At home: called and come, but no vehicle could take them. Stranded: on the way when the time was over, most often at a safe halt.</p>
<h2>Where and when people are stranded</h2>
<p>The darker, the more people, in hours of {escape(result.zone)}.</p>
{_wide("Picture: where and when people are stranded", stranded_svg(result, scenario))}
{_wide("Where people are stranded", _place_table(result, scenario))}
<h2>Which single failure hurts most</h2>
<p>Each alone, on a day on which nothing else goes wrong, at the worst of the moments tried.</p>
{_wide("Picture: single failures", failures_svg(result))}
{_wide("Single failures", _failure_table(result))}
<h2>Plans kept for the worst</h2>
{_contingencies(result)}
<h2>Everything else that was counted</h2>
{_wide("Everything else that was counted", _spread_table(_other_rows(result)))}
<h2>What was assumed</h2>
{_wide("What was assumed", _assumption_table(result))}
</main>
<footer><p>{escape(result.planner)} · seed {result.seed} · scenario {escape(result.scenario_hash[:12])} · worst days by people out: number
{escape(", ".join(str(day) for day in result.worst_days[:5]))}</p></footer>
</body>
</html>
"""
    path.write_text(page, encoding="utf-8", newline="\n")


def _opening(result: StressResult) -> str:
    days = (
        f"{result.days_done:,} days"
        if result.days_done == result.days_asked
        else f"{result.days_done:,} of {result.days_asked:,} days (stopped)"
    )
    spread = result.out_people
    return (
        f"{days} from {local_text(result.starts_at, result.zone)}, each the plan's whole horizon. As planned {spread.planned:,.0f} people "
        f"get out; on average {spread.mean:,.0f}, in the worst five per cent of the days {spread.worst_5_percent_mean:,.0f} on average."
    )


def _people_rows(result: StressResult) -> Iterable[tuple[str, Spread]]:
    yield "everybody", result.out_people
    for each in result.out:
        yield f"in vehicles: {CLASS_WORDS[each.priority]}", each.spread
    for each in result.own_transport_out:
        if each.spread.planned:
            yield f"by own means: {CLASS_WORDS[each.priority]}", each.spread


def _left_rows(result: StressResult) -> Iterable[tuple[str, Spread]]:
    groups: tuple[tuple[str, Sequence[ClassSpread]], ...] = (
        ("at home", result.sent_home),
        ("stranded", result.stranded),
        ("did not come", result.stayed_away),
        ("came unregistered and were taken", result.unregistered_taken),
    )
    for words, spreads in groups:
        for each in spreads:
            if each.spread.most:
                yield f"{words}: {CLASS_WORDS[each.priority]}", each.spread


def _other_rows(result: StressResult) -> Iterable[tuple[str, Spread]]:
    for goods in result.goods:
        if goods.kg.planned:
            yield f"{goods.kind.value} delivered, kg", goods.kg
    for name, words in FIGURES:
        yield words, getattr(result, name)


def _spread_table(rows: Iterable[tuple[str, Spread]]) -> str:
    body = [
        (
            words,
            *(
                _number(value)
                for value in (
                    spread.planned,
                    spread.mean,
                    spread.median,
                    spread.worst_5_percent,
                    spread.worst_5_percent_mean,
                    spread.least,
                    spread.most,
                )
            ),
        )
        for words, spread in rows
    ]
    return _table(("", *_HEAD), body)


def _place_table(result: StressResult, scenario: Scenario) -> str:
    rows = [(place_name(scenario, at), _number(at.total / result.days_done), _peak(result, at.by_hour)) for at in result.stranded_at]
    return _table(("place or segment", "people stranded, mean a day", "most often in the hour from"), rows)


def _peak(result: StressResult, by_hour: tuple[int, ...]) -> str:
    from datetime import timedelta

    return local_text(result.starts_at + timedelta(hours=by_hour.index(max(by_hour))), result.zone)


def _failure_table(result: StressResult) -> str:
    rows = [
        (
            failure.text,
            f"{failure.people_lost:,}",
            f"{failure.out.total_people + failure.own_transport_out.total_people:,}",
            f"{failure.stranded_people:,}",
            f"{failure.goods_lost_kg:,}",
            f"{failure.tried:,}",
        )
        for failure in result.failures[:MOST_ROWS]
    ]
    head = ("failure", "people fewer out", "out all the same", "stranded", "goods lost, kg", "moments tried")
    more = len(result.failures) - len(rows)
    return _table(head, rows) + (f"<p>and {more} more in stress.json</p>" if more > 0 else "")


def _contingencies(result: StressResult) -> str:
    if not result.contingencies:
        return _missing(result) or "<p>None were asked for, or no failure tried costs anybody the way out.</p>"
    return "<ol>" + "".join(f"<li>{escape(each.text)}</li>" for each in result.contingencies) + "</ol>" + _missing(result)


def _missing(result: StressResult) -> str:
    return "".join(f"<p>Stopped before a plan was sought in case {escape(text)}.</p>" for text in result.contingencies_missing)


def _assumption_table(result: StressResult) -> str:
    rows = []
    for cause in Cause:
        told = getattr(result.assumptions, cause.value).model_dump()
        is_on = told.pop("is_on")
        rows.append(
            (cause.value.replace("_", " "), "on" if is_on else "off", ", ".join(f"{name} {value:g}" for name, value in told.items()))
        )
    rules = result.assumptions.rules.model_dump()
    rows.append(("rules of the day", "", ", ".join(f"{name} {value}" for name, value in rules.items())))
    return _table(("cause", "", "as assumed"), rows, is_words=True)


def _wide(label: str, inside: str) -> str:
    """A picture or table that may be wider than a small screen: it scrolls, by keyboard too."""
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(label)}">{inside}</div>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]], *, is_words: bool = False) -> str:
    kind = ' class="words"' if is_words else ""
    heads = "".join(f'<th scope="col"{kind}>{escape(words)}</th>' for words in head)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td{kind}>{escape(cell)}</td>" for cell in row[1:]) + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 100 or value == int(value) else f"{value:,.1f}"
