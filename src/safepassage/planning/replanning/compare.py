"""A replanned day beside the plan before: what is otherwise, put together. How each part is told is in `compare_*.py`."""

from safepassage.corridor import PeopleByClass, PriorityClass
from safepassage.planning.replanning.causes import PEOPLE_WORDS
from safepassage.planning.replanning.compare_calls import call_changes, convoy_changes, left_changes, own_changes, window_changes
from safepassage.planning.replanning.compare_vehicles import (
    overdue_vehicles,
    own_on_closed_roads,
    stranded_vehicles,
    vehicle_changes,
    vehicles_on_closed_roads,
)
from safepassage.planning.replanning.difference import Difference, TradeLine
from safepassage.planning.replanning.replan import Replanned
from safepassage.planning.replanning.state import CountedPeople, VehicleReport, WaitingReport


def difference_of(replanned: Replanned) -> Difference:
    """What is otherwise."""
    before, now, state = replanned.before, replanned.plan, replanned.state
    reports = [
        f"{report.vehicle}: "
        + (_out(report) if report.is_out else f"{report.late_min} min late" if report.late_min else "as planned")
        + (f", {_counted(report.boarded)} boarded{_others(report.boarded)}" if report.boarded is not None else "")
        for report in state.vehicles
    ]
    reports += [_waiting(report, replanned.waiting[report.place]) for report in state.waiting]
    reports += [f"{report.place}: {report.weight_kg} kg of {report.kind.value} lie there" for report in state.stocks]
    return Difference(
        scenario=now.scenario,
        scenario_title=now.scenario_title,
        zone=now.zone,
        at=state.at,
        changes=replanned.changes,
        reports=tuple(reports),
        most_changes=replanned.most_changes,
        broken=replanned.broken,
        out_before=before.figures.out,
        out_now=now.figures.out,
        own_out_before=before.figures.own_transport_out,
        own_out_now=now.figures.own_transport_out,
        goods_before_kg=before.figures.goods_delivered_kg,
        goods_now_kg=now.figures.goods_delivered_kg,
        vehicles=tuple(vehicle_changes(replanned)),
        convoys=tuple(convoy_changes(before, now, state.at)),
        calls=tuple(call_changes(before, now, state.at)),
        windows=tuple(window_changes(before, now, state.at)),
        own=tuple(own_changes(before, now, state.at)),
        left=tuple(left_changes(before, now)),
        stranded=tuple(stranded_vehicles(replanned)),
        overdue=tuple(overdue_vehicles(replanned)),
        on_closed_roads=tuple(vehicles_on_closed_roads(replanned)),
        own_on_closed_roads=tuple(own_on_closed_roads(replanned)),
        trades=tuple(
            TradeLine(most_changes=each.most_changes, changed_vehicles=each.changed_vehicles, out=each.out, goods_kg=each.goods_kg)
            for each in replanned.trades
        ),
        is_stopped=replanned.is_stopped,
        is_cut_short=replanned.is_cut_short,
        are_roads_sought=replanned.are_roads_sought,
        tries=replanned.tries,
        most_points=replanned.most_points,
        value_points=now.certificate.value_points,
    )


def _waiting(report: WaitingReport, expected: PeopleByClass) -> str:
    """Beside what nobody having counted would have meant, so that a slip of the pen is seen."""
    counted = dict(report.people.items())
    instead = ", ".join(f"{expected[priority]:,}" for priority in counted)
    beside = f" ({instead} without the count)" if any(expected[priority] != people for priority, people in counted.items()) else ""
    return f"{report.place}: {_counted(report.people)} wait{beside}{_others(report.people)}"


def _counted(people: CountedPeople) -> str:
    told = ", ".join(f"{count:,} {PEOPLE_WORDS[f'{priority.value}_people']}" for priority, count in people.items())
    return told or "nobody counted"


def _others(people: CountedPeople) -> str:
    """What is taken of the classes that were not counted."""
    return "" if len(dict(people.items())) == len(PriorityClass) else "; of classes that are not named, as many as the plan has"


def _out(report: VehicleReport) -> str:
    return "out of service" + (f", those on board are at {report.set_down_at}" if report.set_down_at is not None else "")
