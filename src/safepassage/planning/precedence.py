"""Who goes first where a quarter of an hour is full: the fleet, own transport, or whoever is worth more there.

For the last, three plans are searched for by turns: that of the fleet with all there is, whose linear optimum together with own transport
says who is worth what; that of the fleet in what own transport leaves where it takes the units that this optimum gives it; and that
of the fleet in what own transport leaves where it takes all it can. The plan that is worth most is handed out.

Invariant: what is done in a unit of work depends on the units before, never on the clock, as in `search.py`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from safepassage.corridor import GoodsKind
from safepassage.planning.boarding import Manned, man
from safepassage.planning.build import people_points
from safepassage.planning.master import Day
from safepassage.planning.own_columns import OwnColumns, Together
from safepassage.planning.own_transport import OwnGroup, own_uses, people_of_units, place_own, without_own
from safepassage.planning.problem import Floats, Problem
from safepassage.planning.result import Certificate
from safepassage.planning.search import Found, Progress, Rival, Search
from safepassage.planning.tally import Layout, Tally
from safepassage.scenario.scenario import Precedence, Scenario

_SAME_DIGITS = 6
_NO_MATTER_SHARE = 0.0005
_ROUNDING = 1e-6
_SHARES_ROUNDING = 1e-9


class Orders:
    """The searches of all three orders by turns, each as often as the others once it is known what is worth more."""

    def __init__(self, problem: Problem, scenario: Scenario, fuel_places: frozenset[str], *, seed: int) -> None:
        self._problem, self._scenario, self._fuel_places, self._seed = problem, scenario, fuel_places, seed
        self._fleet_first = Search(problem, fuel_places, seed=seed, own=OwnColumns(problem, scenario), own_soon=True)
        self._others: list[tuple[Search, tuple[OwnGroup, ...]]] = []

    def units(self) -> Iterator[None]:
        units = [self._fleet_first.units()]
        searches = [self._fleet_first]
        done = Counter({0: 0})
        going = {0}
        while going:
            turn = min(going, key=lambda number: (done[number], number))
            for _ in units[turn]:
                done[turn] += 1
                yield
                if searches[turn].is_at_rest:
                    break
            else:
                going.remove(turn)
            if self._fleet_first.is_weighed and len(searches) == 1:
                self._others = list(self._begin_others())
                searches += [search for search, _ in self._others]
                units += [search.units() for search, _ in self._others]
                going |= set(range(1, len(searches)))

    def found(self, work: int) -> Found:
        """The best plan of the fleet with all there is, and those of the other orders as its rivals."""
        rivals = tuple(Rival(search.found(work).days, first) for search, first in self._others)
        return replace(self._fleet_first.found(work), rivals=rivals)

    def progress(self, work: int) -> Progress:
        return self._fleet_first.progress(work)

    def _begin_others(self) -> Iterator[tuple[Search, tuple[OwnGroup, ...]]]:
        together = self._fleet_first.together
        firsts = [whole_own(together, self._problem, self._scenario)] if together is not None else []
        firsts.append(place_own(self._problem, self._scenario, [], {}))
        for first in firsts:
            left = without_own(self._problem, first, self._scenario)
            columns = together.master.days if together is not None else self._fleet_first.columns()
            yield (
                Search(left, self._fuel_places, seed=self._seed, columns=columns, finders=self._fleet_first.finders),
                tuple(first),
            )


def whole_own(together: Together, problem: Problem, scenario: Scenario) -> list[OwnGroup]:
    """Whole units of what the linear optimum lets own transport do, and single ones more where it leaves room in all quarters they use."""
    own = together.own
    departing = together.master.departing()
    left = _slots(problem)
    for day, vehicles in zip(together.master.days, together.master.vehicles(), strict=True):
        for use, count in day.takes.items():
            left[use] -= count * vehicles
    units = {key: math.floor(value + _ROUNDING) for key, value in departing.items()}
    idle = Counter(own.units)
    for (flow, departure), whole in units.items():
        idle[own.flows[flow].row] -= whole
        for use, share in own.uses(flow, departure).items():
            left[use] -= whole * share
    for key in sorted(departing, key=lambda key: (units[key] - departing[key], key)):
        uses, row = own.uses(*key), own.flows[key[0]].row
        if departing[key] > units[key] and idle[row] > 0 and all(left[use] >= share - _ROUNDING for use, share in uses.items()):
            units[key] += 1
            idle[row] -= 1
            for use, share in uses.items():
                left[use] -= share
    groups = [OwnGroup(flow, int(own.minutes[flow][departure]), whole) for (flow, departure), whole in units.items()]
    return fitted(problem, scenario, groups, [], {})


def fill_own(
    problem: Problem, scenario: Scenario, days: Sequence[Day], received: Mapping[str, int], first: Sequence[OwnGroup]
) -> list[OwnGroup]:
    """Own transport beside the days: what has gone first and more in what is left, or all of it anew where that brings out more."""
    anew = place_own(problem, scenario, list(days), received)
    if not first:
        return anew
    gone: Counter[int] = Counter()
    for group in first:
        gone[problem.own_flows[group.flow].row] += group.units
    rest = replace(
        without_own(problem, list(first), scenario),
        own_rows=tuple(replace(own, units=own.units - gone[own.row]) for own in problem.own_rows),
    )
    more = fitted(problem, scenario, [*first, *place_own(rest, scenario, list(days), received)], days, received)
    return max(anew, more, key=lambda groups: round(own_points(problem, scenario, groups), _SAME_DIGITS))


def fitted(
    problem: Problem, scenario: Scenario, groups: Iterable[OwnGroup], days: Iterable[Day], received: Mapping[str, int]
) -> list[OwnGroup]:
    """The groups in order of departure, of each as many units as there is room for: people are rounded to units in that order."""
    left = _slots(problem)
    for day in days:
        for use, count in day.takes.items():
            left[use] -= count
    room = {shelter.place: shelter.capacity_people - received.get(shelter.place, 0) for shelter in problem.shelters}
    there = {own.row: own.units for own in problem.own_rows}
    gone: Counter[int] = Counter()
    kept = []
    for group in sorted(groups, key=lambda group: (group.departs_min, group.flow)):
        flow = problem.own_flows[group.flow]
        uses = Counter(own_uses(problem, flow, group.departs_min)) if flow.share > 0 else Counter()
        units = min(group.units, there[flow.row] - gone[flow.row])
        for use, times in uses.items():
            units = min(units, math.floor((left[use] + _SHARES_ROUNDING) / (times * flow.share)))
        first = gone[flow.row]
        while units > 0 and people_of_units(scenario, flow.row, first, first + units).total_people > room[flow.reception]:
            units -= 1
        if units > 0:
            gone[flow.row] += units
            room[flow.reception] -= people_of_units(scenario, flow.row, first, first + units).total_people
            for use, times in uses.items():
                left[use] -= units * times * flow.share
            kept.append(replace(group, units=units))
    return kept


def own_points(problem: Problem, scenario: Scenario, groups: Iterable[OwnGroup]) -> float:
    """Points of the people who leave with the groups."""
    gone: Counter[int] = Counter()
    for group in groups:
        gone[problem.own_flows[group.flow].row] += group.units
    return sum(people_points(scenario.weights, people_of_units(scenario, row, 0, units)) for row, units in gone.items())


def _slots(problem: Problem) -> Floats:
    return np.array([limit.capacity for limit in problem.limits]).reshape(len(problem.limits), problem.slots)


# --- the choice


def choose(problem: Problem, scenario: Scenario, found: Found, first_own: list[OwnGroup]) -> tuple[Found, list[OwnGroup]]:
    """Of the plans found the best one, exactly counted, with people boarded and own cars beside them; and the own transport it goes with.

    Where whoever is worth more goes first, people by all means count; otherwise the fleet's people and goods, own transport among equals.
    """
    plans = [Rival(found.days, tuple(first_own)), *found.rivals]
    if len(plans) == 1:
        return found, first_own
    is_by_worth = scenario.column.own_transport_precedence is Precedence.WORTH
    counted = [_Counted(problem, scenario, plan) for plan in plans]
    if not is_by_worth:
        most = max(plan.net_points for plan in counted)
        counted = [plan for plan in counted if plan.net_points == most]
    if is_by_worth or len(counted) > 1:
        for plan in counted:
            plan.schedule_own()
    best = max(counted, key=lambda plan: (round(plan.net_points + plan.own_points, _SAME_DIGITS), -plan.tie_points))
    if not is_by_worth:
        return replace(found, days=best.days), first_own
    # what binds is what both of them run into
    linear = found.together.linear if found.together is not None and found.together.is_final else found.linear
    return replace(found, days=best.days, linear=linear), best.own


class _Counted:
    """One plan, boarded: points of its fleet less what the user's own weights charge, and of own transport beside it, once scheduled."""

    def __init__(self, problem: Problem, scenario: Scenario, plan: Rival) -> None:
        self._problem, self._scenario, self._first = problem, scenario, plan.first_own
        self.days = plan.days
        self._manned = man_beside(problem, scenario, plan.days, plan.first_own)
        costs, self.tie_points = _costs_and_ties(problem, scenario, self._manned.days)
        self.net_points = round(fleet_points(problem, scenario, self._manned) - costs, _SAME_DIGITS)
        self.own: list[OwnGroup] = []
        self.own_points = 0.0

    def schedule_own(self) -> None:
        self.own = fill_own(self._problem, self._scenario, self._manned.days, received_by(self._manned), self._first)
        self.own_points = own_points(self._problem, self._scenario, self.own)


def man_beside(problem: Problem, scenario: Scenario, days: Sequence[Day], first_own: Iterable[OwnGroup]) -> Manned:
    """Riders and goods for the days, in the room that receptions have beside the own transport that goes first."""
    in_order = sorted(days, key=lambda day: (problem.fleet[day.fleet].row, [(step.starts_min, step.move) for step in day.path]))
    return man(with_room_left(scenario, problem, first_own), problem, in_order)


def with_room_left(scenario: Scenario, problem: Problem, first_own: Iterable[OwnGroup]) -> Scenario:
    """The scenario whose receptions have the room that own transport leaves, where it goes first."""
    room = {shelter.place: shelter.capacity_people for shelter in without_own(problem, list(first_own), scenario).shelters}
    return scenario.model_copy(
        update={
            "reception_centres": tuple(
                place.model_copy(update={"capacity_people": room[place.id]}) for place in scenario.reception_centres
            ),
            "hospitals": tuple(place.model_copy(update={"capacity_people": room[place.id]}) for place in scenario.hospitals),
        }
    )


def received_by(manned: Manned) -> dict[str, int]:
    """Seated people whom the fleet brings to each reception."""
    received: dict[str, int] = {}
    for trip, boarded in zip(manned.trips, manned.riders, strict=True):
        received[trip.reception] = received.get(trip.reception, 0) + boarded.people.seated_people
    return received


def fleet_points(problem: Problem, scenario: Scenario, manned: Manned) -> float:
    """Points of the people and goods that the fleet brings."""
    people = sum(people_points(scenario.weights, boarded.people) for boarded in manned.riders)
    brought: Counter[tuple[str, GoodsKind]] = Counter()
    for haul, load in zip(manned.hauls, manned.loads, strict=True):
        for kind, kg in load.items():
            brought[haul.need, kind] += kg
    goods = 0.0
    for need in sorted(problem.needs, key=lambda need: -need.points_per_kg):
        kg = min(need.weight_kg, brought[need.place, need.kind])
        brought[need.place, need.kind] -= kg
        goods += kg * need.points_per_kg
    return people + goods


def _costs_and_ties(problem: Problem, scenario: Scenario, days: Iterable[Day]) -> tuple[float, float]:
    """What the user's own weights charge for the days, and what decides between equals."""
    tally = Tally(Layout(replace(problem, demands=(), needs=())))
    charged = 0.0
    opened: set[tuple[int, int]] = set()
    for day in days:
        graph = problem.graphs[problem.fleet[day.fleet].graph]
        tally.take(day, graph)
        charged += sum(float(graph.cost_points[graph.moves[step.move].shape, step.starts_min]) for step in day.path)
        opened |= day.takes.keys()
    if scenario.weights.silence_km_h:
        silent = {number for number, limit in enumerate(problem.limits) if limit.kind is None and limit.direction is None}
        charged += sum(problem.limits[limit].opening_points for limit, _ in opened if limit in silent)
    return charged, -tally.points - charged


def what_order_brings(scenario: Scenario, certificate: Certificate) -> str:
    """One sentence: what another order of convoys and own transport could bring beyond a plan at the very most."""
    value, bound = certificate.with_own_value_points, certificate.with_own_bound_points
    assert value is not None and bound is not None  # noqa: S101, PT018 - there is own transport
    precedence = scenario.column.own_transport_precedence
    now = {
        Precedence.FLEET: "Convoys pass before own cars and people on foot",
        Precedence.OWN_TRANSPORT: "Own cars and people on foot pass before convoys",
        Precedence.WORTH: "Whoever is worth more passes first",
    }[precedence]
    if bound - value < _NO_MATTER_SHARE * bound:
        return f"{now} where a quarter of an hour is full. No other order could bring out more that matters."
    most = f"whatever the order, all of them together can be worth at most {bound:,.0f} points, this plan's are worth {value:,.0f}"
    hint = "" if precedence is Precedence.WORTH else f'; own_transport_precedence = "{Precedence.WORTH.value}" looks for a better order'
    return f"{now} where a quarter of an hour is full: {most}{hint}."
