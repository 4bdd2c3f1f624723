"""The page of a changed plan: what is otherwise, one HTML file without script, that prints and makes no request."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from safepassage.corridor import PriorityClass
from safepassage.documents.printed_page import printed_page
from safepassage.documents.replan_words import DifferenceWords
from safepassage.documents.summary import CLASS_WORDS

_STYLE = """
:root{color-scheme:light}
body{font-family:system-ui,'Noto Sans','DejaVu Sans',sans-serif;color:#1a1a1a;background:#fff;max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.4rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
.banner{border:2px solid #1a1a1a;padding:.3rem .6rem;font-weight:bold}
.alarm{border:3px solid #b00020;padding:.3rem .8rem}
table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}
th,td{border-bottom:1px solid #8c8c8c;padding:.2rem .7rem .2rem 0;text-align:right;vertical-align:top}
th:first-child{text-align:left}
li{margin:.2rem 0}
.wide{overflow-x:auto}
:focus-visible{outline:3px solid #005b8f}
@media print{.wide{overflow:visible}body{padding:0}h2{break-after:avoid}li,tr{break-inside:avoid}}
"""


def write_difference_page(words: DifferenceWords, path: Path) -> None:
    """Write the page."""
    told = words.difference
    alarms = words.alarms()
    alarm = f'<section class="alarm"><h2>Act on this at once</h2>{_list(alarms)}</section>' if alarms else ""
    stopped = "<p><strong>It was stopped before everything was looked at.</strong></p>" if told.is_stopped else ""
    inside = f"""<p class="banner">Audience: {escape(told.audience)}. Keep it in the planning cell.</p>
<main>
<h1>The plan changed: {escape(told.scenario_title)}</h1>
<p>{escape(words.opening())}</p>{stopped}
<p>Times are those of {escape(told.zone)}. Leaving is voluntary; those who stay lose no protection by staying.</p>
{alarm}
<h2>What has changed</h2>
{_list(words.causes())}
<h2>People out</h2>
{_people(words)}
<h2>Convoys that set out from now on</h2>
{_list(words.convoys())}
<h2>Who must be told at the gathering points</h2>
{_list([*words.calls(), *words.own()])}
<h2>Silence to be confirmed anew</h2>
{_list(words.windows())}
<h2>Vehicles whose day is otherwise</h2>
{_list(words.vehicles())}
<h2>Who stays now, and did not before, or the other way round</h2>
{_list(words.left())}
<h2>What more changes would bring</h2>
{_trade(words)}
<p>{escape(words.possible())}</p>
</main>"""
    page = printed_page(inside, title=f"The plan changed: {told.scenario_title}", audience=told.audience, style=_STYLE)
    path.write_text(page, encoding="utf-8", newline="\n")


def _list(lines: Sequence[str]) -> str:
    return "<ul>" + "".join(f"<li>{escape(line)}</li>" for line in lines) + "</ul>" if lines else "<p>Nothing.</p>"


def _people(words: DifferenceWords) -> str:
    told = words.difference
    rows = [(CLASS_WORDS[priority], f"{told.out_before[priority]:,}", f"{told.out_now[priority]:,}") for priority in PriorityClass]
    rows.append(("by own means", f"{told.own_out_before.total_people:,}", f"{told.own_out_now.total_people:,}"))
    rows.append(("goods delivered, kg", f"{told.goods_before_kg:,}", f"{told.goods_now_kg:,}"))
    return _table("People out", ("", "before", "now"), rows)


def _trade(words: DifferenceWords) -> str:
    rows = [
        (allowed, changed, *(f"{out[priority]:,}" for priority in PriorityClass), f"{goods_kg:,}")
        for allowed, changed, out, goods_kg in words.trades()
    ]
    if not rows:
        return "<p>It was not asked for.</p>"
    heads = (
        "further vehicles that may change",
        "vehicles with other times or journeys",
        *(CLASS_WORDS[priority] for priority in PriorityClass),
        "goods, kg",
    )
    searched = words.searched()
    return _table("What more changes would bring", heads, rows) + (f"<p><strong>{escape(searched)}</strong></p>" if searched else "")


def _table(label: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(words)}</th>' for words in heads)
    body = "".join(
        f'<tr><th scope="row">{escape(row[0])}</th>' + "".join(f"<td>{escape(cell)}</td>" for cell in row[1:]) + "</tr>" for row in rows
    )
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(label)}">{table}</div>'
