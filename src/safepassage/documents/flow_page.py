"""The page of a flow: one HTML file without script, that prints and makes no request.

Invariant: every picture stands beside a table that says the same, and what is less than exact is said before any figure.
"""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from safepassage.corridor import OwnTransportMode, local_text
from safepassage.documents.flow_pictures import MOST_WORDS, arrivals_svg, queues_svg
from safepassage.documents.printed_page import printed_page
from safepassage.planning.flow.result import GapCloser, OwnFlow, Queue
from safepassage.scenario.scenario import Scenario

_STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#8c8c8c;--pale:#f4f4f4;--bar:#2b5c8a;--focus:#005b8f}
body{font-family:system-ui,'Noto Sans','DejaVu Sans',sans-serif;color:var(--ink);background:var(--paper);max-width:62rem;margin:0 auto;
padding:1rem;overflow-wrap:break-word}
h1{font-size:1.5rem;margin:.4rem 0}h2{font-size:1.15rem;margin:1.6rem 0 .4rem}
p,li{max-width:48rem}
.banner{border:2px solid var(--ink);padding:.3rem .6rem;font-weight:bold}
svg{width:100%;height:auto}table{border-collapse:collapse;margin:.5rem 0;font-size:.9rem}
th,td{border-bottom:1px solid var(--line);padding:.2rem .7rem .2rem 0;text-align:right;vertical-align:top}
td{font-variant-numeric:tabular-nums}td:not(:first-child){white-space:nowrap}th:first-child,td:first-child{text-align:left}
.wide{overflow-x:auto}
svg text.ink{fill:var(--ink)}
svg [fill="#f4f4f4"]{fill:var(--pale)}svg [stroke="#2b5c8a"]{stroke:var(--bar)}svg [stroke="#8c8c8c"]{stroke:var(--line)}
svg [stroke="#ffffff"]{stroke:var(--paper)}
:focus-visible{outline:3px solid var(--focus)}
@media screen and (prefers-color-scheme:dark){
:root{--ink:#e6e9eb;--paper:#14181b;--line:#7b858d;--pale:#20272c;--bar:#7db4e6;--focus:#8ec9ff}}
@media screen and (max-width:52rem){body{padding:.6rem}svg{min-width:44rem}}
@media print{@page{size:A4;margin:14mm}body{padding:0;max-width:none;font-size:10pt}.wide{overflow:visible}table{font-size:8.5pt}
h2{break-after:avoid}svg{max-height:8cm;break-inside:avoid}tr{break-inside:avoid}p,li{max-width:none;orphans:3;widows:3}
footer{font-size:8pt;break-before:avoid}footer p{margin:.3rem 0}}
"""

_QUEUE_HEAD = ("place", "from", "until", "most waiting at one time")
_LIMIT_HEAD = ("limit", "minutes full", "what one vehicle more brings")
_LEAVING_HEAD = ("from", "to", "within 15 minutes from", "cars and groups")
_CLASS_HEAD = ("who", "cars and groups", "arrive", "people with them", "last arrival")
_KINDS = {"checkpoint": "checkpoint", "segment": "road"}
_MODES = {OwnTransportMode.CAR: "cars", OwnTransportMode.FOOT: "groups on foot"}


def write_flow_page(flow: OwnFlow, scenario: Scenario, path: Path) -> None:
    """Write the page of a flow."""
    title = f"Own cars and people on foot: {flow.scenario_title}"
    said = "".join(f"<li>{escape(statement)}</li>" for statement in flow.statements)
    inside = f"""<p class="banner">Audience: {escape(flow.audience)}. Keep it in the planning cell.</p>
<main>
<h1>{escape(title)}</h1>
<p>{escape(opening(flow))} Leaving is voluntary; those who stay lose no protection by staying.</p>
<h2>What is proven, and what is not</h2>
<ul>{said}</ul>
<h2>Arrivals</h2>
{_wide("Picture: arrivals over time", arrivals_svg(flow))}
{_wide("Arrivals", _table(("by", "arrived", MOST_WORDS[flow.keeps_rules]), _arrival_rows(flow)))}
<h2>Who moves together</h2>
{_wide("Who moves together", _table(_CLASS_HEAD, _class_rows(flow, scenario)))}
<h2>Who waits where, hour by hour</h2>
{_wide("Picture: who waits where", queues_svg(flow, scenario))}
{_wide("Who waits where", _table(_QUEUE_HEAD, _queue_rows(flow, scenario)))}
<h2>What holds them up</h2>
<p>Each limit is full while others wait. One vehicle more in every quarter of an hour, all else as it is, was solved again: what is shown
is what was found, and more may be possible. The figures do not add up.</p>
{_wide("What holds them up", _table(_LIMIT_HEAD, _closer_rows(flow, scenario)))}
<h2>Who leaves when</h2>
{_wide("Who leaves when", _table(_LEAVING_HEAD, _departure_rows(flow, scenario)))}
</main>
<footer><p>{escape(flow.made_by)} · times of {escape(flow.zone)}</p></footer>"""
    page = printed_page(inside, title=title, audience=flow.audience, style=_STYLE)
    path.write_text(page, encoding="utf-8", newline="\n")


def opening(flow: OwnFlow) -> str:
    """The answer in one sentence or two."""
    if not flow.units:
        return "The scenario has no own cars and nobody on foot."
    if flow.clears_at is not None:
        text = f"All {flow.units:,} cars and groups on foot can arrive, the last at {local_text(flow.clears_at, flow.zone)}."
        return f"{text} None of this can be sooner." if flow.keeps_rules and flow.is_earliest else text
    text = f"{flow.arrived_units:,} of {flow.units:,} cars and groups on foot can arrive by {local_text(flow.horizon.ends_at, flow.zone)}"
    if not flow.keeps_rules:
        return f"{text}, if they may queue before checkpoints, in a reckoning that is no plan."
    if flow.bound_units == flow.arrived_units:
        return f"{text}. That is proven to be the most."
    return f"{text}. No plan can bring more than {flow.bound_units:,}."


def closer_name(closer: GapCloser, scenario: Scenario) -> str:
    if closer.what is None:
        return "all of these together"
    kind, name = _KINDS[closer.kind], scenario.name(closer.what, scenario.language)
    return name if name.casefold().startswith(kind) else f"{kind} {name}"


def closer_text(closer: GapCloser) -> str:
    if closer.more_units:
        word = "more" if closer.more_units > 0 else "fewer: places are shared out by a rule of thumb"
        return f"{abs(closer.more_units):,} cars and groups {word}"
    return f"the last arrives {closer.earlier_min} min earlier" if closer.earlier_min else "nothing: another limit holds as well"


def _arrival_rows(flow: OwnFlow) -> Iterable[Sequence[str]]:
    before = (0, 0)
    for moment in flow.arrivals:
        if (moment.arrived_units, moment.bound_units) != before:
            before = (moment.arrived_units, moment.bound_units)
            yield local_text(moment.at, flow.zone), f"{moment.arrived_units:,}", f"{moment.bound_units:,}"


def _class_rows(flow: OwnFlow, scenario: Scenario) -> Iterable[Sequence[str]]:
    for each in flow.classes:
        points = ", ".join(scenario.name(point, scenario.language) for point in each.gathering_points)
        range_ = "" if each.max_km is None else f", range {each.max_km:g} km"
        place = f"each takes {each.passage_share:g} of a vehicle's place" if each.passage_share else "take no vehicle's place"
        words = f"{_MODES[each.mode]} at {each.max_speed_kmh:g} km/h{range_}, {place}, from {points}"
        last = "nobody arrives" if each.last_arrival_at is None else local_text(each.last_arrival_at, flow.zone)
        yield words, f"{each.units:,}", f"{each.arrived_units:,}", f"{each.arrived_people:,}", last


def _queue_rows(flow: OwnFlow, scenario: Scenario) -> Iterable[Sequence[str]]:
    """Hours in a row in which the same number waits at a place are one row."""
    spans: list[list[Queue]] = []
    for queue in flow.queues:
        last = spans[-1][-1] if spans else None
        if last and (last.place, last.units, last.interval.ends_at) == (queue.place, queue.units, queue.interval.starts_at):
            spans[-1].append(queue)
        else:
            spans.append([queue])
    for span in spans:
        times = (local_text(at, flow.zone) for at in (span[0].interval.starts_at, span[-1].interval.ends_at))
        yield scenario.name(span[0].place, scenario.language), *times, f"{span[0].units:,}"


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
