"""The page of a flow: one HTML file without script, that prints and makes no request.

Invariant: every picture stands beside a table that says the same, and what is less than exact is said before any figure.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from safepassage.corridor import local_text
from safepassage.documents.flow_pictures import arrivals_svg, queues_svg
from safepassage.planning.flow.result import GapCloser, OwnFlow
from safepassage.scenario.scenario import Scenario

_STYLE = """
:root{color-scheme:light}
body{font-family:system-ui,'Noto Sans','DejaVu Sans',sans-serif;color:#1a1a1a;background:#fff;max-width:62rem;margin:0 auto;padding:1rem}
h1{font-size:1.5rem;margin:.4rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
.banner{border:2px solid #1a1a1a;padding:.3rem .6rem;font-weight:bold}
svg{width:100%;height:auto}table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}
th,td{border-bottom:1px solid #8c8c8c;padding:.2rem .7rem .2rem 0;text-align:right;vertical-align:top}
th:first-child,td:first-child{text-align:left}
.wide{overflow-x:auto}
:focus-visible{outline:3px solid #005b8f}
@media screen and (max-width:52rem){svg{min-width:48rem}}
@media print{.wide{overflow:visible}body{padding:0}h2{break-after:avoid}svg,tr{break-inside:avoid}}
"""

_QUEUE_HEAD = ("place", "from", "most units waiting at one time")
_LIMIT_HEAD = ("limit", "minutes full", "what one vehicle more brings")
_LEAVING_HEAD = ("from", "to", "within 15 minutes from", "units")
_CLASS_HEAD = ("class", "units", "arrived", "people arrived", "last arrival", "earliest, reckoned so")


def write_flow_page(flow: OwnFlow, scenario: Scenario, path: Path) -> None:
    """Write the page of a flow."""
    digest = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode("ascii")
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    title = f"Own cars and people on foot: {flow.scenario_title}"
    said = "".join(f"<li>{escape(statement)}</li>" for statement in flow.statements)
    page = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>{escape(title)}</title>
<style>{_STYLE}</style>
</head>
<body data-audience="{escape(flow.audience)}">
<p class="banner">Audience: {escape(flow.audience)}. Keep it in the planning cell.</p>
<main>
<h1>{escape(title)}</h1>
<p>{escape(opening(flow))} A unit is a car, or a group on foot. Leaving is voluntary; those who stay lose no
protection by staying.</p>
<h2>What was computed</h2>
<ul>{said}</ul>
<h2>Arrivals</h2>
{_wide("Picture: arrivals over time", arrivals_svg(flow))}
{_wide("Arrivals", _table(("by", "arrived", "most in this reckoning"), _arrival_rows(flow)))}
<h2>Who moves together</h2>
{_wide("Who moves together", _table(_CLASS_HEAD, _class_rows(flow)))}
<h2>Who waits where, hour by hour</h2>
{_wide("Picture: who waits where", queues_svg(flow, scenario))}
{_wide("Who waits where", _table(_QUEUE_HEAD, _queue_rows(flow, scenario)))}
<h2>What holds them up</h2>
<p>Each limit is full while others wait. One vehicle more in every quarter of an hour, all else as it is, was solved again. They do not
add up.</p>
{_wide("What holds them up", _table(_LIMIT_HEAD, _closer_rows(flow, scenario)))}
<h2>Who leaves when</h2>
{_wide("Who leaves when", _table(_LEAVING_HEAD, _departure_rows(flow, scenario)))}
</main>
<footer><p>{escape(flow.made_by)} · times of {escape(flow.zone)}</p></footer>
</body>
</html>
"""
    path.write_text(page, encoding="utf-8", newline="\n")


def opening(flow: OwnFlow) -> str:
    """The answer in one sentence or two."""
    if not flow.units:
        return "The scenario has no own cars and nobody on foot."
    if flow.clears_at is not None:
        return f"All {flow.units:,} units arrive, the last at {local_text(flow.clears_at, flow.zone)}."
    text = f"{flow.arrived_units:,} of {flow.units:,} units arrive before {local_text(flow.horizon.ends_at, flow.zone)}"
    more = f"; this reckoning lets {flow.bound_units:,} arrive, and a plan under the rules may bring more"
    return f"{text}{more}. {flow.units - flow.arrived_units:,} do not."


def closer_name(closer: GapCloser, scenario: Scenario) -> str:
    return "all of these together" if closer.what is None else f"{closer.kind} {scenario.name(closer.what, scenario.language)}"


def closer_text(closer: GapCloser) -> str:
    if closer.more_units:
        word = "more" if closer.more_units > 0 else "fewer: places are shared out by a rule of thumb"
        return f"{abs(closer.more_units):,} units {word}"
    return f"the last arrives {closer.earlier_min} min earlier" if closer.earlier_min else "nothing: another limit holds as well"


def _arrival_rows(flow: OwnFlow) -> Iterable[Sequence[str]]:
    before = (0, 0)
    for moment in flow.arrivals:
        if (moment.arrived_units, moment.bound_units) != before:
            before = (moment.arrived_units, moment.bound_units)
            yield local_text(moment.at, flow.zone), f"{moment.arrived_units:,}", f"{moment.bound_units:,}"


def _class_rows(flow: OwnFlow) -> Iterable[Sequence[str]]:
    for each in flow.classes:
        words = f"{each.mode.value} at {each.max_speed_kmh:g} km/h, share {each.passage_share:g}, from {', '.join(each.gathering_points)}"
        last = "" if each.last_arrival_at is None else local_text(each.last_arrival_at, flow.zone)
        yield (
            words,
            f"{each.units:,}",
            f"{each.arrived_units:,}",
            f"{each.arrived_people:,}",
            last,
            "yes" if each.is_earliest else "not proven",
        )


def _queue_rows(flow: OwnFlow, scenario: Scenario) -> Iterable[Sequence[str]]:
    for queue in flow.queues:
        yield scenario.name(queue.place, scenario.language), local_text(queue.interval.starts_at, flow.zone), f"{queue.units:,}"


def _closer_rows(flow: OwnFlow, scenario: Scenario) -> Iterable[Sequence[str]]:
    for closer in flow.gap_closers:
        yield closer_name(closer, scenario), f"{closer.full_min:,}", closer_text(closer)


def _departure_rows(flow: OwnFlow, scenario: Scenario) -> Iterable[Sequence[str]]:
    for each in flow.departures:
        ends = (scenario.name(each.gathering_point, scenario.language), scenario.name(each.reception, scenario.language))
        yield *ends, local_text(each.starts_at, flow.zone), f"{each.units:,}"


def _wide(label: str, inside: str) -> str:
    """A picture or table that may be wider than a small screen: it scrolls, by keyboard too."""
    return f'<div class="wide" tabindex="0" role="region" aria-label="{escape(label)}">{inside}</div>'


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    body = "".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows)
    if not body:
        return "<p>None.</p>"
    heading = "".join(f'<th scope="col">{escape(words)}</th>' for words in head)
    return f"<table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table>"
