"""Whether what is said of a day fits its plan: everything in the state that does not, with its record and field in the file.

Invariant: nothing is refused without the words that would be right.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from datetime import datetime
from difflib import get_close_matches
from re import findall

from safepassage.corridor import PeopleByClass, PriorityClass, local_text
from safepassage.errors import Problem
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.replanning.on_board import on_board
from safepassage.planning.replanning.state import STATE_FORMAT, DayState, VehicleReport, WaitingReport
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario


def where_waiting(state: DayState, place: str, priority: PriorityClass) -> str | None:
    """The field of the state that counts a class at a place; None where none does."""
    for number, report in enumerate(state.waiting):
        if report.place == place and priority in dict(report.people.items()):
            return f"{_record('waiting', number, place)}, people, {priority.value}_people"
    return None


def state_problems(state: DayState, plan: Plan, scenario: Scenario, now: Scenario) -> Iterator[Problem]:
    """Everything in the state that does not fit the plan of `scenario`; `now` holds from the moment on."""
    if not plan.horizon.starts_at <= state.at < plan.horizon.ends_at:
        hours = f"{local_text(plan.horizon.starts_at, plan.zone)} to {local_text(plan.horizon.ends_at, plan.zone)}"
        yield Problem("--at", f"{local_text(state.at, plan.zone)} is not within the plan's {hours}", "Give a moment of the plan.")
    if state.at.second or state.at.microsecond:
        yield Problem("--at", "it is not on a whole minute", "Give hours and minutes only.")
    if state.format != STATE_FORMAT:
        yield Problem("state, format", f"it is {state.format}, this version reads {STATE_FORMAT}", f"Write {STATE_FORMAT}.")
    itineraries = {itinerary.vehicle: itinerary for itinerary in plan.itineraries}
    points = {point.id for point in now.gathering_points}
    stocks = {(stock.place, stock.kind) for stock in now.stocks}
    out = {each.vehicle: each for each in plan.changed.out} if plan.changed is not None else {}
    yield from _twice("vehicles", (each.vehicle for each in state.vehicles))
    yield from _twice("waiting", (each.place for each in state.waiting))
    yield from _twice("stocks", (f"{each.place} {each.kind.value}" for each in state.stocks))
    for number, report in enumerate(state.vehicles):
        where = _record("vehicles", number, report.vehicle)
        if report.vehicle in out:
            is_news = report == VehicleReport(vehicle=report.vehicle, is_out=True, set_down_at=report.set_down_at)
            has_people = report.vehicle in itineraries and _aboard(itineraries[report.vehicle], state.at).total_people > 0
            if not (is_news and has_people and report.set_down_at is not None and out[report.vehicle].set_down_at is None):
                repair = "Leave it out, or say where those on board wait now (set_down_at); once repaired it is a new vehicle of the fleet."
                yield Problem(where, "it has been out of service since before", repair)
        elif report.vehicle not in itineraries:
            repair = _meant(report.vehicle, itineraries, "Write a vehicle as plan.json has it.")
            yield Problem(f"{where}, vehicle", "the plan has no such vehicle", repair)
        else:
            yield from _of_vehicle(where, report, itineraries[report.vehicle], state.at, scenario)
        if report.set_down_at is not None and report.set_down_at not in points:
            what = f"'{report.set_down_at}' is no gathering point of the scenario"
            repair = "Write the id of one, or add its row to gathering_points.csv of the changed scenario, with nobody registered."
            yield Problem(f"{where}, set_down_at", what, _meant(report.set_down_at, points, repair))
    for number, waiting in enumerate(state.waiting):
        if waiting.place not in points:
            where = f"{_record('waiting', number, waiting.place)}, place"
            repair = _meant(waiting.place, points, f"Write one of its ids: {', '.join(sorted(points))}.")
            yield Problem(where, "the scenario has no such gathering point", repair)
        else:
            yield from _of_waiting(_record("waiting", number, waiting.place), waiting, now)
    for number, stock in enumerate(state.stocks):
        if (stock.place, stock.kind) not in stocks:
            where = f"{_record('stocks', number, stock.place)}, place"
            what = f"the scenario has no stock of {stock.kind.value} there"
            of_kind = [place for place, kind in stocks if kind == stock.kind]
            yield Problem(where, what, _meant(stock.place, of_kind, "Write a stock of stocks.csv."))


def _record(table: str, number: int, label: str) -> str:
    return f"state, {table}, record {number + 1} ({label})"


def _meant(written: str, known: Collection[str], otherwise: str) -> str:
    """'Did you mean ...?' where a known id looks like this one."""
    near = [name for name in get_close_matches(written, sorted(known), n=5, cutoff=0.6) if _numbers(name) == _numbers(written)]
    return f"Did you mean '{near[0]}'? {otherwise}" if near else otherwise


def _numbers(name: str) -> list[int]:
    """Names that differ in a number are those of two things, not two spellings."""
    return [int(digits) for digits in findall(r"[0-9]+", name)]


def _of_waiting(where: str, waiting: WaitingReport, now: Scenario) -> Iterator[Problem]:
    """More of a class at one place than there are people in the whole scenario are a slip of the pen, until the scenario has them."""
    everybody = sum(point.registered.total_people for point in now.gathering_points)
    for priority, people in waiting.people.items():
        if people > everybody:
            what = f"{people} are more than all the {everybody} people who are registered at the gathering points of the scenario"
            repair = "Count again; where so many have come, write them in gathering_points.csv of the changed scenario first."
            yield Problem(f"{where}, people, {priority.value}_people", what, repair)


def _twice(table: str, names: Iterable[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield Problem(f"state, {table}, {name}", f"it is told {times} times", "Tell it once.")


def _of_vehicle(where: str, report: VehicleReport, itinerary: Itinerary, at: datetime, scenario: Scenario) -> Iterator[Problem]:
    if itinerary.activities[-1].ends_at <= at and (report.late_min or report.is_out):
        yield Problem(where, "its day was over by then", "Leave it out, or take it from the fleet of the changed scenario.")
    if report.is_out and report.late_min:
        yield Problem(where, "it is out, and late", "Say one of the two.")
    if report.set_down_at is not None and not report.is_out:
        yield Problem(where, "it sets people down on the way, and is not out of service", "Say is_out as well, or leave set_down_at out.")
    aboard = _aboard(itinerary, at)
    boarding = _last_boarding(itinerary, at)
    if report.boarded is not None and boarding is not None:
        aboard = _aboard_before(itinerary, boarding) + report.boarded.over(_people_of(itinerary, boarding))
    if report.set_down_at is not None and not aboard.total_people:
        yield Problem(where, "nobody is on board of it who could be set down", "Leave set_down_at out.")
    if report.boarded is None:
        return
    if boarding is None:
        yield Problem(
            f"{where}, boarded", "people are said to have boarded, and by the plan it has not begun to board", "Leave 'boarded' out."
        )
        return
    kind = next(type_ for type_ in scenario.vehicle_types if type_.id == itinerary.type)
    if aboard.seated_people > kind.seats or aboard.stretcher_people > kind.stretcher_bays:
        before = _aboard_before(itinerary, boarding)
        where_else = f", with the {before.total_people} of the point before," if before.total_people else ""
        named = dict(report.boarded.items())
        planned = {priority: people for priority, people in _people_of(itinerary, boarding).items() if people and priority not in named}
        as_planned = f", with the {sum(planned.values())} of the classes that are not named, as the plan has them," if planned else ""
        what = f"more are said to have boarded{where_else}{as_planned} than its {kind.seats} seats and {kind.stretcher_bays} bays"
        yield Problem(f"{where}, boarded", what, "Count again; write 0 for a class of which nobody boarded.")


def _aboard(itinerary: Itinerary, at: datetime) -> PeopleByClass:
    return on_board(activity for activity in itinerary.activities if activity.starts_at < at).people


def _last_boarding(itinerary: Itinerary, at: datetime) -> int | None:
    """The number of the activity in which the vehicle last began to board; None where it has not yet."""
    boardings = [number for number, activity in enumerate(itinerary.activities) if isinstance(activity, Board) and activity.starts_at < at]
    return boardings[-1] if boardings else None


def _aboard_before(itinerary: Itinerary, boarding: int) -> PeopleByClass:
    """Who was on board already, by the plan, when the vehicle began to board."""
    return on_board(itinerary.activities[:boarding]).people


def _people_of(itinerary: Itinerary, boarding: int) -> PeopleByClass:
    board = itinerary.activities[boarding]
    return board.people if isinstance(board, Board) else PeopleByClass()
