"""The one scenario of the whole day: as it was until the moment, as it will be from then on.

Invariant: it has room for all that the day has seen already, or everything that it has too little of is listed.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from safepassage.corridor import NOBODY, GoodsKind, PeopleByClass, PriorityClass, people_by_class
from safepassage.errors import Problem
from safepassage.planning.build import people_alone
from safepassage.planning.itinerary import Board, LoadGoods, OwnDeparture
from safepassage.planning.midday import OutOfService
from safepassage.planning.replanning.change import as_it_was_until
from safepassage.planning.replanning.check_state import where_waiting
from safepassage.planning.replanning.set_down import newly_out, with_set_down
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.replanning.state import DayState
from safepassage.scenario.scenario import Scenario


def scenario_now(
    old: Scenario, changed: Scenario | None, standings: Sequence[Standing], state: DayState, known: Sequence[OutOfService]
) -> tuple[Scenario, tuple[OutOfService, ...]]:
    """The one scenario of the whole day: as it was, as it will be, with those who wait now and what lies there now as they were counted.

    And all vehicles out of service: those `known` to be before, and those that are now; who was set down of them is in the scenario.
    """
    now = old if changed is None else as_it_was_until(old, changed, state.at)
    fresh = newly_out(standings, known, state.at, now)
    now = with_set_down(now, fresh)
    told = {each.vehicle for each in fresh}
    out = (*(each for each in known if each.vehicle not in told), *fresh)
    return _as_counted(_with_stocks_counted(now, standings, state), standings, state), out


def waiting_by_plan(now: Scenario, standings: Sequence[Standing]) -> dict[str, PeopleByClass]:
    """Who waits at each gathering point of a scenario where nobody counts them: those registered who have not boarded."""
    boarded = _boarded(standings)
    return {
        point.id: people_by_class(
            {priority: max(0, people - boarded.get(point.id, NOBODY)[priority]) for priority, people in point.registered.items()}
        )
        for point in now.gathering_points
    }


def _boarded(standings: Sequence[Standing]) -> dict[str, PeopleByClass]:
    boarded: dict[str, PeopleByClass] = {}
    for standing in standings:
        for activity in standing.past:
            if isinstance(activity, Board):
                boarded[activity.place] = boarded.get(activity.place, NOBODY) + activity.people
    return boarded


def _as_counted(now: Scenario, standings: Sequence[Standing], state: DayState) -> Scenario:
    """With those who wait now, where they were counted."""
    waiting = {report.place: dict(report.people.items()) for report in state.waiting}
    if not waiting:
        return now
    boarded = _boarded(standings)
    points = tuple(
        point.model_copy(
            update={f"{of.value}_people": people + boarded.get(point.id, NOBODY)[of] for of, people in waiting.get(point.id, {}).items()}
        )
        for point in now.gathering_points
    )
    return now.model_copy(update={"gathering_points": points})


def _with_stocks_counted(now: Scenario, standings: Sequence[Standing], state: DayState) -> Scenario:
    """Where more lies than was written, as when a consignment has come in, the stock of the day is that and what was loaded before."""
    lie = {(report.place, report.kind): report.weight_kg for report in state.stocks}
    if not lie:
        return now
    for standing in standings:
        for activity in standing.past:
            if isinstance(activity, LoadGoods) and (activity.place, activity.kind) in lie:
                lie[activity.place, activity.kind] += activity.weight_kg
    stocks = list(now.stocks)
    written: Counter[tuple[str, GoodsKind]] = Counter()
    for stock in stocks:
        written[stock.place, stock.kind] += stock.weight_kg
    for row, stock in enumerate(stocks):
        more_kg = lie.get((stock.place, stock.kind), 0) - written[stock.place, stock.kind]
        if more_kg > 0:
            stocks[row] = stock.model_copy(update={"weight_kg": stock.weight_kg + more_kg})
            written[stock.place, stock.kind] += more_kg
    return now.model_copy(update={"stocks": tuple(stocks)}) if tuple(stocks) != now.stocks else now


def not_enough(
    now: Scenario, standings: Sequence[Standing], own_past: Sequence[OwnDeparture], out: Sequence[OutOfService], state: DayState
) -> Iterator[Problem]:
    """Where the scenario has fewer people, vehicles or units than the day has already seen."""
    boarded = _boarded(standings)
    apart: Counter[tuple[str, PriorityClass]] = Counter()
    for standing in standings:
        for activity in standing.past:
            if isinstance(activity, Board):
                apart.update({(activity.place, priority): people for priority, people in activity.people.items()})
                for row, groups in activity.groups:
                    of_group = now.groups[row].people.items()
                    apart.subtract({(activity.place, priority): people * groups for priority, people in of_group})
    for point in now.gathering_points:
        for priority, people in boarded.get(point.id, NOBODY).items():
            if people > point.registered[priority]:
                what = f"{point.registered[priority]} {priority.value} people are registered, and {people} have boarded already"
                yield Problem(f"gathering_points.csv, {point.id}", what, f"Write at least {people}; count who boarded too.")
    waiting_anew: dict[str, PeopleByClass] = {}
    for each in out:
        if each.set_down_at is not None:
            waiting_anew[each.set_down_at] = waiting_anew.get(each.set_down_at, NOBODY) + each.set_down
    for point in now.gathering_points:
        for priority, people in waiting_anew.get(point.id, NOBODY).items():
            if people > point.registered[priority]:
                what = f"fewer {priority.value} people wait there than the {people} who were set down there"
                where = where_waiting(state, point.id, priority) or f"gathering_points.csv, {point.id}"
                yield Problem(where, what, "Count them too, or say elsewhere that they are set down.")
    for (place, priority), people in people_alone(now).items():
        if people < apart[place, priority]:
            what = f"with those who boarded, the groups there hold {apart[place, priority] - people} {priority.value} people too many"
            counted = where_waiting(state, place, priority)
            if counted is None:
                yield Problem(f"groups.csv, {place}", what, "Write the groups that are there now.")
            else:
                repair = (
                    "Count those of the groups too; where groups have left, write in groups.csv of the changed scenario those still there."
                )
                yield Problem(counted, f"too few for the groups of groups.csv: {what}", repair)
    moving = Counter(standing.itinerary.fleet_row for standing in standings if standing.has_begun and not standing.is_out)
    for row, vehicles in moving.items():
        if vehicles > now.fleet[row].vehicles:
            what = f"{vehicles} of these vehicles are on their way, and {now.fleet[row].vehicles} are left"
            yield Problem(f"fleet.csv, record {row + 1}", what, "Name those that are lost in the state, with is_out.")
    gone: Counter[int] = Counter()
    for departure in own_past:
        gone[departure.own_transport_row] += departure.units
    for row, units in gone.items():
        if units > now.own_transport[row].units:
            what = f"{units} units have left already, and {now.own_transport[row].units} are written"
            yield Problem(f"own_transport.csv, record {row + 1}", what, f"Write at least {units}.")
