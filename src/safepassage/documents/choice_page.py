"""The page of a choice among plans: one HTML file without script, that prints and makes no request.

Invariant: every picture stands beside a table that says the same.
"""

from collections.abc import Callable, Iterable, Sequence
from html import escape
from operator import attrgetter
from pathlib import Path

from safepassage.corridor import local_text
from safepassage.documents.choice_pictures import people_svg, scatter_svg
from safepassage.documents.choice_words import (
    ASSUMED,
    against_words,
    candidate,
    choice_sentences,
    days_text,
    letters,
    nobody_beats,
    range_text,
    rule_sentences,
)
from safepassage.documents.printed_page import printed_page
from safepassage.documents.summary import CLASS_WORDS
from safepassage.stress.choice_result import CandidateJudged, Choice, Difference, Judged

_STYLE = """
:root{color-scheme:light}
body{font-family:system-ui,'Noto Sans','DejaVu Sans',sans-serif;color:#1a1a1a;background:#fff;max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.4rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
p,li{max-width:78ch}
.banner{border:2px solid #1a1a1a;padding:.3rem .6rem;font-weight:bold;max-width:none}
.answer{border-left:6px solid #2b5c8a;padding:.1rem 0 .1rem .8rem}
svg{width:100%;height:auto}table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}
th,td{border-bottom:1px solid #8c8c8c;padding:.2rem .7rem .2rem 0;text-align:right;vertical-align:top}
th:first-child,td.words,th.words{text-align:left}
td:not(.words),tbody th{white-space:nowrap}th[scope=colgroup]{text-align:center;padding-left:.7rem}
tr.chosen{background:#eef3f7}tr.chosen th{font-weight:bold}tbody th{font-weight:normal}
.wide{overflow-x:auto}
:focus-visible{outline:3px solid #005b8f}
@media screen and (max-width:52rem){svg{min-width:48rem}}
@media print{@page{size:A4 landscape;margin:12mm}.wide{overflow:visible}body{padding:0;max-width:none}
h2{break-after:avoid}svg,tr{break-inside:avoid}}
"""
_FIGURES: tuple[tuple[str, str], ...] = (
    ("sent_home", "called and come, sent home"),
    ("stranded", "stranded on the way"),
    ("outside_silence_person_min", "person-minutes outside silence"),
    ("outside_silence_vehicle_min", "vehicle-minutes outside silence"),
    ("dark_person_min", "person-minutes on the road in the dark"),
    ("danger_person_incidents", "harmful incidents to people to be expected"),
    ("goods_kg", "goods delivered, kg"),
)


def write_choice_page(choice: Choice, path: Path) -> None:
    """Write the page of a choice."""
    star = f"* differs from '{candidate(choice, choice.compared_with).title}', and the days show it."
    figures = [(words, attrgetter(name)) for name, words in _FIGURES]
    ways = [("in vehicles", attrgetter("in_vehicles")), ("by own means", attrgetter("by_own_means"))]
    classes = [(words, _of_class(row)) for row, words in enumerate(CLASS_WORDS.values())]
    left_out = "".join(f"<li>{escape(words)}</li>" for words in choice.left_out)
    inside = f"""<p class="banner">Audience: {escape(choice.audience)}. Keep it in the planning cell.</p>
<main>
<h1>Which plan holds up: {escape(choice.scenario_title)}</h1>
<p>{escape(days_text(choice))}, each the plan's whole horizon, from {escape(local_text(choice.starts_at, choice.zone))}.</p>
<div class="answer">{"".join(f"<p>{escape(words)}</p>" for words in choice_sentences(choice))}</div>
<p><strong>{escape(ASSUMED)}</strong> Leaving is voluntary; those who stay lose no protection by staying.</p>
<h2>The plans</h2>
{_wide("The plans", _plans_table(choice))}
{f"<p>Not judged:</p><ul>{left_out}</ul>" if left_out else ""}
<h2>Expected, and in the worst five per cent of the days</h2>
<p>{escape(nobody_beats(choice))}</p>
{_wide("Picture: points expected and in the worst five per cent", scatter_svg(choice))}
{_wide("Points", _points_table(choice))}
<h2>People out</h2>
{_wide("Picture: people out of each plan", people_svg(choice))}
{_wide("People out", _people_table(choice))}
{_wide("People out by class", _matrix(choice, classes, with_planned=True))}
{_wide("People out in vehicles and by own means", _matrix(choice, ways, with_planned=True))}
<p>{escape(star)}</p>
<h2>Everything else that was counted</h2>
{_wide("Everything else that was counted", _matrix(choice, figures, with_planned=False))}
<p>{escape(star)} The worst five per cent of the days are those with the most of a figure; of people out and goods those with the least.</p>
<h2>How the plan is chosen</h2>
{"".join(f"<p>{escape(words)}</p>" for words in rule_sentences(choice))}
<p>Points are people and goods as the scenario weights them, own cars and people on foot included. Who is stranded on the way:
{escape(against_words(choice))}.</p>
</main>
<footer><p>{escape(choice.planner)} · seed of the days {choice.seed} · scenario {escape(choice.scenario_hash[:12])}</p></footer>"""
    page = printed_page(inside, title=f"Choice of a plan: {choice.scenario_title}", audience=choice.audience, style=_STYLE)
    path.write_text(page, encoding="utf-8", newline="\n")


def _plans_table(choice: Choice) -> str:
    lettered = letters(choice)
    rows = [(each, (lettered[each.name], each.title, each.name, each.why, f"{each.silence_km_h:,.1f}")) for each in choice.candidates]
    return _table(choice, ("", "plan", "name", "why it may hold up better", "km·h of silence"), rows, words=4)


def _points_table(choice: Choice) -> str:
    head = ("plan", "as planned", "expected", "difference", "worst 5 %", "difference", "score", "difference")
    rows = [
        (
            each,
            (
                _label(choice, each),
                f"{each.points.planned:,.0f}",
                f"{each.points.mean:,.0f}",
                range_text(each.points.mean_difference),
                f"{each.points.worst_5_percent_mean:,.0f}",
                range_text(each.points.worst_difference),
                f"{each.score:,.0f}",
                range_text(each.score_difference),
            ),
        )
        for each in choice.candidates
    ]
    return _table(choice, head, rows)


def _people_table(choice: Choice) -> str:
    head = ("plan", "as planned", "mean", "difference", "worst 5 %", "difference")
    return _table(choice, head, [(each, (_label(choice, each), *_cells(each.people))) for each in choice.candidates])


def _matrix(choice: Choice, figures: Sequence[tuple[str, Callable[[CandidateJudged], Judged]]], *, with_planned: bool) -> str:
    """A row for each plan, some columns for each figure that is anything on any day; a star where a difference is shown."""
    used = [(words, figure) for words, figure in figures if any(_is_any(figure(each)) for each in choice.candidates)]
    if not used:
        return "<p>None on any day.</p>"
    columns = (*(("as planned",) if with_planned else ()), "mean", "worst 5 %")
    groups = "".join(f'<th scope="colgroup" colspan="{len(columns)}">{escape(words)}</th>' for words, _ in used)
    decimals = [min(_decimals(figure(each)) for each in choice.candidates if _is_any(figure(each))) for _, figure in used]
    rows = []
    for each in choice.candidates:
        cells: list[str] = []
        for (_, figure), shown in zip(used, decimals, strict=True):
            judged = figure(each)
            planned, mean, _, worst, _ = _cells(judged, shown)
            cells += [planned] if with_planned else []
            cells += [mean + _star(judged.mean_difference), worst + _star(judged.worst_difference)]
        rows.append((each, (_label(choice, each), *cells)))
    return _table(choice, ("plan", *(columns * len(used))), rows, groups=f"<tr><td></td>{groups}</tr>")


def _star(told: Difference | None) -> str:
    return "*" if told is not None and told.is_shown else ""


def _of_class(row: int) -> Callable[[CandidateJudged], Judged]:
    return lambda each: each.by_class[row].people


def _cells(judged: Judged, decimals: int = 0) -> tuple[str, ...]:
    return (
        f"{judged.planned:,.{decimals}f}",
        f"{judged.mean:,.{decimals}f}",
        range_text(judged.mean_difference, decimals),
        f"{judged.worst_5_percent_mean:,.{decimals}f}",
        range_text(judged.worst_difference, decimals),
    )


def _decimals(judged: Judged) -> int:
    largest = max(abs(judged.planned), abs(judged.mean), abs(judged.worst_5_percent_mean))
    return 0 if largest >= 200 else 1 if largest >= 2 else 3


def _is_any(judged: Judged) -> bool:
    return bool(judged.planned or judged.mean or judged.worst_5_percent_mean)


def _label(choice: Choice, each: CandidateJudged) -> str:
    return f"{letters(choice)[each.name]} {each.name}"


def _wide(label: str, inside: str) -> str:
    """A picture or table that may be wider than a small screen: it scrolls, by keyboard too."""
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(label)}">{inside}</div>'


def _table(
    choice: Choice, head: Sequence[str], rows: Iterable[tuple[CandidateJudged, Sequence[str]]], *, words: int = 1, groups: str = ""
) -> str:
    """`words`: so many columns hold text; `groups` is a row above the head. The row of the plan to be taken is marked."""

    def kind(column: int) -> str:
        return ' class="words"' if column < words else ""

    def mark(each: CandidateJudged) -> str:
        return ' class="chosen"' if each.name == choice.chosen else ""

    heads = "".join(f'<th scope="col"{kind(column)}>{escape(name)}</th>' for column, name in enumerate(head))
    body = "".join(
        f"<tr{mark(each)}>"
        + f'<th scope="row">{escape(cells[0])}</th>'
        + "".join(f"<td{kind(column)}>{escape(cell)}</td>" for column, cell in enumerate(cells[1:], start=1))
        + "</tr>"
        for each, cells in rows
    )
    return f"<table><thead>{groups}<tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
