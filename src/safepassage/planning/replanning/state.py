"""The state of a day at one moment: how what has begun differs from the plan. What nobody reports went exactly as planned.

Invariant: what a report says is used or refused; nothing of it is guessed or lost.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime

from pydantic import Field

from safepassage.corridor import GoodsKind, Identifier, Instant, PeopleByClass, Record, local_text
from safepassage.errors import InputError, Problem
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.replanning.on_board import on_board
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

STATE_FORMAT = 1


class VehicleReport(Record):
    """What is otherwise with one vehicle of the plan."""

    vehicle: Identifier
    late_min: int = Field(default=0, ge=0, description="minutes later than planned it will have done what it is doing, or can set out")
    is_out: bool = Field(default=False, description="true: broken down or lost; it does nothing more")
    set_down_at: Identifier | None = Field(
        default=None,
        description="of one that is out: the gathering point where those on board wait now; empty: where they boarded, or on board",
    )
    boarded: PeopleByClass | None = Field(default=None, description="who really boarded when it last boarded; empty: as planned")


class WaitingReport(Record):
    """Who waits at a gathering point now, those set down there counted in, those on board of vehicles not."""

    place: Identifier
    people: PeopleByClass


class StockReport(Record):
    """What lies in a stock now, what is loaded already not counted."""

    place: Identifier
    kind: GoodsKind
    weight_kg: int = Field(ge=0)


class DayState(Record):
    """The state of the day at `at`. Without any report everything has gone as planned."""

    format: int = STATE_FORMAT
    at: Instant
    vehicles: tuple[VehicleReport, ...] = ()
    waiting: tuple[WaitingReport, ...] = ()
    stocks: tuple[StockReport, ...] = ()

    @property
    def is_as_planned(self) -> bool:
        return not (self.vehicles or self.waiting or self.stocks)

    def report(self, vehicle: str) -> VehicleReport:
        """What is said of a vehicle; that all is as planned where nothing is said."""
        return next((each for each in self.vehicles if each.vehicle == vehicle), VehicleReport(vehicle=vehicle))


def check_state(state: DayState, plan: Plan, scenario: Scenario, now: Scenario) -> None:
    """`now` holds from the moment on.

    Raises:
        InputError: with everything in the state that does not fit the plan.
    """
    problems = list(_problems(state, plan, scenario, now))
    if problems:
        raise InputError(problems)


def _problems(state: DayState, plan: Plan, scenario: Scenario, now: Scenario) -> Iterator[Problem]:
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
    for report in state.vehicles:
        where = f"state, vehicle {report.vehicle}"
        if report.vehicle in out:
            is_news = report == VehicleReport(vehicle=report.vehicle, is_out=True, set_down_at=report.set_down_at)
            has_people = report.vehicle in itineraries and _aboard(itineraries[report.vehicle], state.at).total_people > 0
            if not (is_news and has_people and report.set_down_at is not None and out[report.vehicle].set_down_at is None):
                repair = "Leave it out, or say where those on board wait now (set_down_at); once repaired it is a new vehicle of the fleet."
                yield Problem(where, "it has been out of service since before", repair)
        elif report.vehicle not in itineraries:
            yield Problem(where, "the plan has no such vehicle", "Write a vehicle as plan.json has it.")
        else:
            yield from _of_vehicle(where, report, itineraries[report.vehicle], state.at, scenario)
        if report.set_down_at is not None and report.set_down_at not in points:
            what = f"'{report.set_down_at}' is no gathering point of the scenario"
            yield Problem(
                where, what, "Write the id of one, or add its row to gathering_points.csv of the changed scenario, with nobody registered."
            )
    for waiting in state.waiting:
        if waiting.place not in points:
            yield Problem(f"state, waiting at {waiting.place}", "the scenario has no such gathering point", "Write one of its ids.")
    for stock in state.stocks:
        if (stock.place, stock.kind) not in stocks:
            what = f"the scenario has no stock of {stock.kind.value} there"
            yield Problem(f"state, stock at {stock.place}", what, "Write a stock of stocks.csv.")


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
    if report.set_down_at is not None and not (report.boarded or _aboard(itinerary, at)).total_people:
        yield Problem(where, "nobody is on board of it who could be set down", "Leave set_down_at out.")
    if report.boarded is None:
        return
    if not any(isinstance(activity, Board) and activity.starts_at < at for activity in itinerary.activities):
        yield Problem(where, "people are said to have boarded, and by the plan it has not begun to board", "Leave 'boarded' out.")
    kind = next(type_ for type_ in scenario.vehicle_types if type_.id == itinerary.type)
    before = _aboard_before_last_boarding(itinerary, at)
    aboard = report.boarded + before
    if aboard.seated_people > kind.seats or aboard.stretcher_people > kind.stretcher_bays:
        where_else = f", with the {before.total_people} of the point before," if before.total_people else ""
        what = f"more are said to have boarded{where_else} than its {kind.seats} seats and {kind.stretcher_bays} bays"
        yield Problem(where, what, "Count again.")


def _aboard(itinerary: Itinerary, at: datetime) -> PeopleByClass:
    """Who is on board then by the plan."""
    return on_board(activity for activity in itinerary.activities if activity.starts_at < at).people


def _aboard_before_last_boarding(itinerary: Itinerary, at: datetime) -> PeopleByClass:
    """Who was on board already, by the plan, when the vehicle last began to board."""
    boardings = [number for number, activity in enumerate(itinerary.activities) if isinstance(activity, Board) and activity.starts_at < at]
    return on_board(itinerary.activities[: boardings[-1] if boardings else 0]).people
