"""The page of a stress test: one HTML file without script, that prints and makes no request.

Invariant: every picture stands beside a table that says the same.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta
from html import escape
from pathlib import Path

from safepassage.corridor import GoodsKind, local_text
from safepassage.documents.printed_page import printed_page
from safepassage.documents.stress_assumptions import assumption_rows
from safepassage.documents.stress_pictures import days_svg, failures_svg, place_name, stranded_svg
from safepassage.documents.stress_summary import missing_lines
from safepassage.documents.summary import CLASS_WORDS
from safepassage.scenario.scenario import Scenario
from safepassage.stress.result import ClassSpread, Spread, StressResult

MOST_ROWS = 40
_STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#8c8c8c;--pale:#e8e8e8;--bar:#2b5c8a;
--focus:#005b8f}
body{font-family:system-ui,'Noto Sans','DejaVu Sans',sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:0 auto;
padding:1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;margin:.4rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
p,li{max-width:48rem}
.banner{border:2px solid var(--ink);padding:.3rem .6rem;font-weight:bold}
svg{width:100%;height:auto}table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.2rem .7rem .2rem 0;text-align:right;vertical-align:top}
td{font-variant-numeric:tabular-nums;white-space:nowrap}td.words{white-space:normal}
th:first-child,td:first-child,td.words,th.words{text-align:left}
tbody th{font-weight:normal}
.wide{overflow-x:auto}
svg text{fill:var(--ink)}
svg [fill="#2b5c8a"]{fill:var(--bar)}svg [fill="#e8e8e8"]{fill:var(--pale)}
svg [stroke="#1a1a1a"]{stroke:var(--ink)}svg [stroke="#8c8c8c"]{stroke:var(--line)}
:focus-visible{outline:3px solid var(--focus)}
@media screen and (prefers-color-scheme:dark){
:root{--ink:#e6e9eb;--paper:#14181b;--line:#6b747b;--pale:#283036;--bar:#7db4e6;--focus:#8ec9ff}}
@media screen and (max-width:52rem){body{padding:.6rem}svg{min-width:44rem}
tbody th{position:sticky;left:0;background:var(--paper);min-width:8rem;max-width:11rem}}
@media print{@page{size:A4;margin:14mm}body{padding:0;max-width:none;font-size:10pt}.wide{overflow:visible}table{font-size:8.5pt}
h2{break-after:avoid}svg{max-height:9cm;break-inside:avoid}tr{break-inside:avoid}p,li{max-width:none;orphans:3;widows:3}
footer{font-size:8pt;break-before:avoid}footer p{margin:.3rem 0}}
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
    ("overfull_halt_vehicle_min", "vehicle-minutes waiting before a full safe halt"),
    ("overfull_reception_people", "people received beyond the room for them"),
)


def write_stress_page(result: StressResult, scenario: Scenario, path: Path) -> None:
    """Write the page of a stress test."""
    inside = f"""<p class="banner">Audience: {escape(result.audience)}. Keep it in the planning cell.</p>
<main>
<h1>Stress test: {escape(result.scenario_title)}</h1>
<p>{escape(_opening(result))}</p>
<p>{escape(_sureness(result))}</p>
<p><strong>How often things go wrong is assumed, not measured</strong> (assumptions.toml beside this page). Compare plans by these figures;
do not promise them to anybody. Leaving is voluntary; those who stay lose no protection by staying.</p>
<h2>People out</h2>
{_wide("Picture: days by people out", days_svg(result))}
{_wide("People out", _spread_table(_people_rows(result)))}
<h2>Who does not get out</h2>
{_wide("Who does not get out", _spread_table(_left_rows(result)))}
<p>At home: called and come, but no vehicle could take them, or brought back to a gathering point.
Stranded: on the way when the time was over, most often at a safe halt.</p>
<h2>Where and when people are stranded</h2>
<p>The darker, the more people, in hours of {escape(result.zone)}.</p>
{_wide("Picture: where and when people are stranded", stranded_svg(result, scenario))}
{_wide("Where people are stranded", _place_table(result, scenario))}
<h2>Which single failure hurts most</h2>
<p>Each alone, on a day on which nothing else goes wrong, at the worst of the moments tried.</p>
{_wide("Picture: single failures", failures_svg(result))}
{_wide("Single failures", _failure_table(result))}
<h2>Plans kept for the worst that a plan can answer</h2>
{_contingencies(result)}
<h2>Everything else that was counted</h2>
{_wide("Everything else that was counted", _spread_table(_other_rows(result)))}
<h2>What was assumed</h2>
{_wide("What was assumed", _assumption_table(result))}
</main>
<footer><p>{escape(result.planner)} · seed {result.seed} · scenario {escape(result.scenario_hash[:12])} · worst days by people out: number
{escape(", ".join(str(day) for day in result.worst_days[:5]))}</p></footer>"""
    page = printed_page(inside, title=f"Stress test: {result.scenario_title}", audience=result.audience, style=_STYLE)
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


def _sureness(result: StressResult) -> str:
    """How far the figures would move with other random numbers."""
    spread = result.out_people
    if spread.mean_error is None or spread.worst_5_percent_mean_error is None:
        return "One day alone does not say how sure these figures are."
    return (
        f"Behind a mean stands ± its standard error: with other random numbers the mean of everybody out would come within "
        f"{2 * spread.mean_error:,.0f} of this one in 19 of 20 such tests, and that of the worst five per cent within "
        f"{2 * spread.worst_5_percent_mean_error:,.0f}. A smaller difference between two plans says nothing. Whether the assumptions are "
        "right is another matter, and no error counts that."
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
            yield f"{'other goods' if goods.kind is GoodsKind.OTHER else goods.kind.value} delivered, kg", goods.kg
    for name, words in FIGURES:
        yield words, getattr(result, name)


def _spread_table(rows: Iterable[tuple[str, Spread]]) -> str:
    body = [
        (
            words,
            _number(spread.planned),
            _with_error(spread.mean, spread.mean_error),
            _number(spread.median),
            _number(spread.worst_5_percent),
            _with_error(spread.worst_5_percent_mean, spread.worst_5_percent_mean_error),
            _number(spread.least),
            _number(spread.most),
        )
        for words, spread in rows
    ]
    return _table(("", *_HEAD), body)


def _with_error(value: float, error: float | None) -> str:
    return _number(value) if not error else f"{_number(value)} ± {_number(error)}"


def _place_table(result: StressResult, scenario: Scenario) -> str:
    rows = [(place_name(scenario, at), _number(at.total / result.days_done), _peak(result, at.by_hour)) for at in result.stranded_at]
    return _table(("place or segment", "people stranded, mean a day", "most often in the hour from"), rows)


def _peak(result: StressResult, by_hour: tuple[int, ...]) -> str:
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
    told = _list("ol", [each.text for each in result.contingencies])
    if result.unanswered:
        told += "<h3>Where nothing that can be planned helps</h3>" + _list("ul", [each.text for each in result.unanswered])
    if missing := missing_lines(result):
        told += f"<h3>Plans that are missing</h3><p>{escape(missing[0])}:</p>" + _list("ul", missing[1:])
    return told or "<p>None were asked for, or no failure tried costs anybody the way out.</p>"


def _list(name: str, texts: Sequence[str]) -> str:
    return f"<{name}>" + "".join(f"<li>{escape(text)}</li>" for text in texts) + f"</{name}>" if texts else ""


def _assumption_table(result: StressResult) -> str:
    return _table(("cause", "how often", "what then"), assumption_rows(result.assumptions), is_words=True)


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
    """A mean of whole numbers keeps a decimal while it is small; what is nearly nothing is not told as nothing."""
    if abs(value) >= 100 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:,.1f}" if abs(value) >= 1 else f"{value:.2g}"
