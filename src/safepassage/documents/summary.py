"""The summary of a plan, for a terminal or a notebook: the figures of plan.json, in words.

Invariant: nothing is computed here but differences, sums and counts of the plan's own figures.
"""

import math
from collections.abc import Iterator
from functools import partial

from rich.console import Console, RenderableType
from rich.table import Table
from rich.text import Text

from safepassage.corridor import Interval, PriorityClass, WindowStatus, local_text
from safepassage.documents.section import section
from safepassage.planning.result import Certificate, Plan, SilenceWindow
from safepassage.scenario.scenario import Scenario

CLASS_WORDS = {
    PriorityClass.STRETCHER: "stretcher cases",
    PriorityClass.INFANT: "infants, children and carers",
    PriorityClass.FRAIL: "frail, disabled or pregnant",
    PriorityClass.OTHER: "everybody else",
}
MOST_LINES = 12
_listed = partial(section, most_lines=MOST_LINES, file="plan.json")
"""Of any list; what is left out is counted, and stands in plan.json."""


def print_summary(plan: Plan, scenario: Scenario, console: Console) -> None:
    """Print what a plan does, how good it is, what it asks of the parties and what it leaves undone."""
    for part in _summary_parts(plan, scenario):
        console.print(part, highlight=False)


def percent_up(share: float) -> str:
    """A share in per cent with one decimal, rounded up: a gap is never shown smaller than it is."""
    return f"{math.ceil(share * 1000 - 1e-9) / 10:.1f} %"


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def _summary_parts(plan: Plan, scenario: Scenario) -> Iterator[RenderableType]:
    yield Text(f"\n{plan.scenario_title}", style="bold")
    yield Text(f"{_span(plan.horizon, plan.zone)}\n")
    yield _people_table(plan)
    yield from _listed("What moves", _movements(plan))
    yield from _listed("Crowds to prevent", _crowded(plan, scenario))
    yield from _listed("Silence to be agreed", _silence(plan, scenario))
    yield from _listed("How good this plan is", _quality(plan, scenario))
    yield from _listed("What holds it back", [binding.text for binding in plan.bindings])
    yield from _listed("Who and what stays, and why", _undone(plan))


def _people_table(plan: Plan) -> Table:
    figures = plan.figures
    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0))
    table.add_column("People")
    for heading in ("registered", "out", "left"):
        table.add_column(heading, justify="right")

    def add_row(words: str, registered: int, out: int) -> None:
        table.add_row(words, f"{registered:,}", f"{out:,}", f"{registered - out:,}")

    for priority, words in CLASS_WORDS.items():
        add_row(words, figures.registered[priority], figures.out[priority])
    add_row("together, in vehicles", figures.registered.total_people, figures.out.total_people)
    own_registered = figures.own_transport_registered.total_people
    if own_registered:
        add_row("in own cars and on foot", own_registered, figures.own_transport_out.total_people)
    return table


def _movements(plan: Plan) -> list[str]:
    figures = plan.figures
    lines = [
        f"{_counted(len(plan.convoys), 'convoy', 'convoys')}, {_counted(figures.vehicles_used, 'vehicle', 'vehicles')} in all: "
        f"{figures.vehicle_h:,.1f} vehicle-hours and {figures.vehicle_km:,.0f} vehicle-kilometres on the road"
    ]
    if figures.own_transport_units_out:
        units = _counted(figures.own_transport_units_out, "own car or group on foot leaves", "own cars and groups on foot leave")
        lines.append(f"{units} as well")
    if figures.goods_needed_kg:
        lines.append(f"{figures.goods_delivered_kg:,} kg of the {figures.goods_needed_kg:,} kg of goods needed are delivered")
    if figures.mean_arrival_at is not None:
        lines.append(f"people arrive at {local_text(figures.mean_arrival_at, plan.zone)} on average")
    lines.append(f"{figures.danger_person_incidents:,.3f} harmful incidents to people to be expected, at the rates the scenario gives")
    return lines


def _silence(plan: Plan, scenario: Scenario) -> list[str]:
    if not plan.convoys and not plan.own_departures:
        return ["nothing moves, so no silence is asked for"]
    if not plan.windows:
        return ["no window of silence is needed"]
    lines = [f"{_counted(len(plan.windows), 'window', 'windows')}, {plan.figures.silence_km_h:,.1f} kilometre-hours"]
    lines += [_window_line(window, plan, scenario) for window in sorted(plan.windows, key=lambda window: window.interval.starts_at)]
    unconfirmed = sum(window.status is not WindowStatus.CONFIRMED for window in plan.windows)
    most = MOST_LINES - bool(unconfirmed)
    if len(lines) > most:
        lines = [*lines[: most - 1], f"and {_counted(len(lines) - (most - 1), 'more window', 'more windows')} in plan.json"]
    if unconfirmed:
        verb = "is" if unconfirmed == 1 else "are"
        lines.append(f"{unconfirmed:,} of them {verb} not confirmed: nobody may set out on them until every party has confirmed")
    return lines


def _window_line(window: SilenceWindow, plan: Plan, scenario: Scenario) -> str:
    parties = ", ".join(scenario.name(party, scenario.language) for party in window.parties)
    zones = dict.fromkeys([plan.zone, *(scenario.party_zone(party) for party in window.parties)])
    spans = " = ".join(_span(window.interval, zone) for zone in zones)
    return f"{scenario.name(window.segment, scenario.language)}: {spans} ({parties}; {window.status.value})"


def _quality(plan: Plan, scenario: Scenario) -> list[str]:
    certificate = plan.certificate
    weights = scenario.weights
    has_costs = weights.silence_km_h > 0.0 or weights.danger_incident > 0.0 or weights.vehicle_h > 0.0
    worth = f"It is worth {certificate.value_points:,.0f} points; no plan can be worth more than {certificate.bound_points:,.0f}."
    if certificate.bound_points <= 0.0:
        lines = ["Nothing can be done: no plan brings anybody out or delivers anything that counts."]
    elif certificate.gap > 0.0:
        lines = [f"{worth} At most {percent_up(certificate.gap)} of what is possible is missing."]
    elif has_costs:
        lines = [f"{worth} No plan brings out more people or delivers more goods, as they are weighted."]
    else:
        lines = [f"{worth} It is the best possible."]
    if has_costs:
        lines.append(
            f"Less what silence, danger and vehicle hours cost by their weights it is worth {plan.figures.value_points:,.0f} points; "
            f"the bound does not count these costs."
        )
    return [
        *lines,
        f"This bound speaks of {certificate.covers}.",
        *_quality_with_own(certificate),
        f"Made with seed {certificate.seed} and {_counted(certificate.work, 'unit', 'units')} of work; "
        f"--seed {certificate.seed} --work {certificate.work} makes it again to the byte.",
    ]


def _quality_with_own(certificate: Certificate) -> list[str]:
    """The same of everybody together, where there is own transport."""
    value, bound, gap = certificate.with_own_value_points, certificate.with_own_bound_points, certificate.with_own_gap
    if value is None or bound is None or gap is None:
        return []
    missing = f"at most {percent_up(gap)} of that is missing" if gap > 0.0 else "it is the best possible"
    return [
        f"With own cars and people on foot it is worth {value:,.0f} points; no plan can be worth more than {bound:,.0f}: {missing}. "
        f"This bound speaks of {certificate.with_own_covers}."
    ]


def _undone(plan: Plan) -> list[str]:
    return [*plan.reasons, "Those who stay lose no protection by staying."] if plan.reasons else []


def _crowded(plan: Plan, scenario: Scenario) -> list[str]:
    """Where more people wait at one time than a gathering point holds, or where that is not known."""
    lines = []
    for place in dict.fromkeys(crowd.gathering_point for crowd in plan.crowds):
        crowds = [crowd for crowd in plan.crowds if crowd.gathering_point == place]
        fullest = max(crowds, key=lambda crowd: crowd.waiting_people)
        name = scenario.name(place, scenario.language)
        waiting = _counted(fullest.waiting_people, "person waits", "people wait")
        if fullest.holds_people is None:
            lines.append(f"{name}: up to {waiting} at one time; how many it holds is not known")
        elif fullest.waiting_people > fullest.holds_people:
            over = sum(crowd.waiting_people > fullest.holds_people for crowd in crowds)
            lines.append(
                f"{name}: {waiting} at {local_text(fullest.starts_at, plan.zone)}, it holds {fullest.holds_people:,}; "
                f"too many in {_counted(over, 'quarter', 'quarters')} of an hour"
            )
    return lines


def _span(interval: Interval, zone: str) -> str:
    starts, ends = local_text(interval.starts_at, zone), local_text(interval.ends_at, zone)
    date, start_clock = starts.split()[:2]
    end_date, end_clock = ends.split()[:2]
    end = end_clock if end_date == date else f"{end_date} {end_clock}"
    return f"{date} {start_clock} to {end} {zone}"
