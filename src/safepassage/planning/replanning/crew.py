"""Who rides and what goods go in on the rest of a day: those called for what stays as planned first, the others as `boarding.py` does it.

Invariant: everybody on board alights together, and nobody is called off a vehicle that goes as planned while there is room.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from safepassage.corridor import NOBODY, GoodsKind, PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.boarding import Haul, Manned, Riders, Trip, board, load, trips_of
from safepassage.planning.build import people_alone
from safepassage.planning.insertion import journeys_of
from safepassage.planning.itinerary import Activity, Board, LoadGoods
from safepassage.planning.master import Day, day_of
from safepassage.planning.replanning.rest import Rest, Vehicle, must_move
from safepassage.planning.replanning.standing import Standing
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Going:
    """One vehicle's rest of the day. `is_as_called`: its boardings and loadings are those that the plan had, in their order."""

    vehicle: Vehicle
    day: Day
    is_as_called: bool


def crew(rest: Rest, going: Sequence[Going], *, tops_up: bool) -> tuple[Manned, tuple[Going, ...]]:
    """Riders and goods; and who goes, without journeys at the end of a changed day on which nobody and nothing would be carried.

    `tops_up`: more people may be called for seats that the plan leaves free, and more goods loaded where there is room; without it, only
    changed days are filled anew.
    """
    manned = _crew(rest, going, tops_up=tops_up)
    useful = tuple(cut for number, each in enumerate(going) if (cut := _without_idle_end(rest, manned, number, each)) is not None)
    if len(useful) == len(going) and all(one is other for one, other in zip(useful, going, strict=True)):
        return manned, useful
    return crew(rest, useful, tops_up=tops_up)


def _crew(rest: Rest, going: Sequence[Going], *, tops_up: bool) -> Manned:
    days = [each.day for each in going]
    trips, hauls = trips_of(rest.problem, days)
    trips = sorted([*_aboard(rest, going), *trips], key=lambda trip: (trip.day, trip.board_step))
    fixed = _as_called(rest, going, trips)
    asked = [number for number in range(len(trips)) if trips[number].board_step >= 0 and (tops_up or number not in fixed)]
    taken: Counter[tuple[int, int]] = Counter()
    taken_bays: Counter[tuple[int, int]] = Counter()
    for number, riders in fixed.items():
        journey = (trips[number].day, trips[number].alight_step)
        taken[journey] += riders.people.seated_people
        taken_bays[journey] += riders.people.stretcher_people
    room = [
        replace(
            trips[number],
            seats=max(0, trips[number].seats - taken[trips[number].day, trips[number].alight_step]),
            stretcher_bays=max(0, trips[number].stretcher_bays - taken_bays[trips[number].day, trips[number].alight_step]),
        )
        for number in asked
    ]
    more = dict(zip(asked, board(_without(rest.left, trips, fixed), room), strict=True))
    riding = [_sum(fixed.get(number), more.get(number)) for number in range(len(trips))]
    return Manned(days, trips, riding, hauls, _loads(rest, going, hauls, tops_up=tops_up))


def _aboard(rest: Rest, going: Iterable[Going]) -> Iterable[Trip]:
    """A trip for everybody who is on board already: it has no boarding to come."""
    for number, each in enumerate(going):
        standing = each.vehicle.standing
        graph = rest.problem.graphs[rest.problem.fleet[each.day.fleet].graph]
        if standing is None or not standing.boarded_at:
            continue
        for position, step in enumerate(each.day.path):
            move = graph.moves[step.move]
            if move.alights:
                alights_min = step.starts_min + graph.shapes[move.shape].total_min
                reception = rest.problem.pairs[move.pair][1]
                yield Trip(number, -1, position, standing.boarded_at[0], reception, alights_min, graph.seats, graph.stretcher_bays)
                break


def _as_called(rest: Rest, going: Sequence[Going], trips: Sequence[Trip]) -> dict[int, Riders]:
    """Riders by trip: those on board, then those called, as far as they are there and there is room where they go."""
    fixed: dict[int, Riders] = {}
    alone, groups = Counter(people_alone(rest.left)), Counter({row: group.groups for row, group in enumerate(rest.left.groups)})
    room = {place.id: [place.capacity_people, place.hospital_beds] for place in rest.left.receptions}
    seats: dict[tuple[int, int], PeopleByClass] = {}

    def receive(trip: Trip, people: PeopleByClass) -> None:
        room[trip.reception][0] -= people.seated_people
        room[trip.reception][1] -= people.stretcher_people
        seats[trip.day, trip.alight_step] = seats.get((trip.day, trip.alight_step), NOBODY) + people

    for number, trip in enumerate(trips):
        standing = going[trip.day].vehicle.standing
        if trip.board_step < 0 and standing is not None:
            fixed[number] = Riders(standing.aboard, ())
            receive(trip, standing.aboard)
    for number, trip in sorted(enumerate(trips), key=lambda item: item[1].alights_min):
        each = going[trip.day]
        if trip.board_step < 0 or not each.is_as_called or each.vehicle.standing is None:
            continue
        boardings = [other.board_step for other in trips if other.day == trip.day and other.board_step >= 0]
        called = _boards(each.vehicle.standing.planned)
        order = sorted(boardings).index(trip.board_step)
        if order >= len(called):
            continue
        riders = Riders(called[order].people, called[order].groups)
        apart = _apart(rest.left, riders)
        fits = all(alone[trip.gathering_point, priority] >= people for priority, people in apart.items())
        fits = fits and all(groups[row] >= count for row, count in riders.groups)
        # more may have boarded at the first of two points than were called there
        together = seats.get((trip.day, trip.alight_step), NOBODY) + riders.people
        fits = fits and together.seated_people <= trip.seats and together.stretcher_people <= trip.stretcher_bays
        fits = fits and room[trip.reception][0] >= riders.people.seated_people
        if fits and room[trip.reception][1] >= riders.people.stretcher_people:
            fixed[number] = riders
            receive(trip, riders.people)
            alone.subtract({(trip.gathering_point, priority): people for priority, people in apart.items()})
            groups.subtract(dict(riders.groups))
    return fixed


def _boards(planned: Sequence[Activity]) -> list[Board]:
    return [activity for activity in planned if isinstance(activity, Board)]


def _apart(scenario: Scenario, riders: Riders) -> dict[PriorityClass, int]:
    """Those among the riders who are in no group."""
    apart = dict(riders.people.items())
    for row, count in riders.groups:
        for priority, people in scenario.groups[row].people.items():
            apart[priority] -= people * count
    return apart


def _without(left: Scenario, trips: Sequence[Trip], fixed: Mapping[int, Riders]) -> Scenario:
    """What is left once those whose trip is fixed have gone."""
    gone: dict[str, PeopleByClass] = {}
    groups: Counter[int] = Counter()
    came: dict[str, PeopleByClass] = {}
    for number, riders in fixed.items():
        trip = trips[number]
        came[trip.reception] = came.get(trip.reception, NOBODY) + riders.people
        if trip.board_step >= 0:
            gone[trip.gathering_point] = gone.get(trip.gathering_point, NOBODY) + riders.people
            groups.update(dict(riders.groups))

    def with_room(place: object) -> object:
        people = came.get(place.id, NOBODY)  # type: ignore[attr-defined]
        room = max(0, place.capacity_people - people.seated_people)  # type: ignore[attr-defined]
        beds = max(0, place.hospital_beds - people.stretcher_people)  # type: ignore[attr-defined]
        return place.model_copy(update={"capacity_people": room, "hospital_beds": beds})  # type: ignore[attr-defined]

    return left.model_copy(
        update={
            "gathering_points": tuple(
                point.model_copy(update=(point.registered - gone.get(point.id, NOBODY)).model_dump()) for point in left.gathering_points
            ),
            "groups": tuple(
                group.model_copy(update={"groups": max(0, group.groups - groups[row])}) for row, group in enumerate(left.groups)
            ),
            "reception_centres": tuple(with_room(place) for place in left.reception_centres),
            "hospitals": tuple(with_room(place) for place in left.hospitals),
        }
    )


def _sum(one: Riders | None, other: Riders | None) -> Riders:
    both = [riders for riders in (one, other) if riders is not None]
    groups: Counter[int] = Counter()
    for riders in both:
        groups.update(dict(riders.groups))
    people = people_by_class({priority: sum(riders.people[priority] for riders in both) for priority in PriorityClass})
    return Riders(people, tuple(sorted((row, count) for row, count in groups.items() if count)))


def _loads(rest: Rest, going: Sequence[Going], hauls: Sequence[Haul], *, tops_up: bool) -> list[Mapping[GoodsKind, int]]:
    """Goods on board as they are, those called for next, then more: in what lies there, is needed and has room."""
    stocks = Counter({(stock.place, stock.kind): 0 for stock in rest.left.stocks})
    needs: Counter[tuple[str, GoodsKind]] = Counter()
    for stock in rest.left.stocks:
        stocks[stock.place, stock.kind] += stock.weight_kg
    for need in rest.left.needs:
        needs[need.place, need.kind] += need.weight_kg
    fixed: dict[int, Mapping[GoodsKind, int]] = {}
    for number, haul in sorted(enumerate(hauls), key=lambda item: item[1].load_step >= 0):
        each = going[haul.day]
        if each.vehicle.standing is None:
            continue
        if haul.load_step < 0:
            goods: Mapping[GoodsKind, int] = each.vehicle.standing.goods_kg
        elif each.is_as_called:
            order = sorted(other.load_step for other in hauls if other.day == haul.day and other.load_step >= 0).index(haul.load_step)
            called = _loadings(each.vehicle.standing)
            if order >= len(called):
                continue
            goods = called[order]
        else:
            continue
        lies = haul.load_step < 0 or all(stocks[haul.stock, kind] >= kg for kind, kg in goods.items())
        if lies and all(needs[haul.need, kind] >= kg for kind, kg in goods.items()):
            fixed[number] = goods
            needs.subtract({(haul.need, kind): kg for kind, kg in goods.items()})
            if haul.load_step >= 0:
                stocks.subtract({(haul.stock, kind): kg for kind, kg in goods.items()})
    asked = [number for number in range(len(hauls)) if hauls[number].load_step >= 0 and (tops_up or number not in fixed)]
    problem = replace(
        rest.problem,
        needs=tuple(replace(need, weight_kg=_share(needs, (need.place, need.kind), need.weight_kg)) for need in rest.problem.needs),
        stocks=tuple(replace(stock, weight_kg=_share(stocks, (stock.place, stock.kind), stock.weight_kg)) for stock in rest.problem.stocks),
    )
    room = [
        replace(
            hauls[number],
            payload_kg=max(0, hauls[number].payload_kg - sum(fixed.get(number, {}).values())),
            is_needed=hauls[number].is_needed and number not in fixed,
        )
        for number in asked
    ]
    more = dict(zip(asked, load(problem, room), strict=True)) if asked else {}
    return [dict(Counter(fixed.get(number, {})) + Counter(more.get(number, {}))) for number in range(len(hauls))]


def _share(left: Counter[tuple[str, GoodsKind]], key: tuple[str, GoodsKind], most_kg: int) -> int:
    taken = min(most_kg, left[key])
    left[key] -= taken
    return taken


def _loadings(standing: Standing) -> list[dict[GoodsKind, int]]:
    """What each loading to come takes by the plan: several kinds in one span are one loading."""
    loadings = [activity for activity in standing.planned if isinstance(activity, LoadGoods)]
    told = []
    for _, span in groupby(loadings, key=lambda activity: activity.starts_at):
        goods: Counter[GoodsKind] = Counter()
        for activity in span:
            goods[activity.kind] += activity.weight_kg
        told.append(dict(goods))
    return told


def _without_idle_end(rest: Rest, manned: Manned, number: int, going: Going) -> Going | None:
    """A changed day without its last journeys that carry nobody and nothing; None where none is left of a vehicle that may stay."""
    if going.is_as_called:
        return going
    graph = rest.problem.graphs[rest.problem.fleet[going.day.fleet].graph]
    busy = {
        step
        for trip, riders in zip(manned.trips, manned.riders, strict=True)
        if trip.day == number and riders.people.total_people
        for step in (trip.board_step, trip.alight_step)
    }
    busy |= {haul.unload_step for haul, kg in zip(manned.hauls, manned.loads, strict=True) if haul.day == number and any(kg.values())}
    journeys = journeys_of(graph, going.day.path)
    ends = [sum(len(journey) for journey in journeys[: count + 1]) for count in range(len(journeys))]
    if sum(map(len, journeys)) < len(going.day.path):
        return going  # it ends at a halt: all that could be done
    useful = max(
        (count + 1 for count in range(len(journeys)) if any(ends[count] - len(journeys[count]) <= step < ends[count] for step in busy)),
        default=0,
    )
    useful = max(useful, 1) if must_move(rest, going.vehicle) else useful
    if useful == len(journeys):
        return going
    path = tuple(step for journey in journeys[:useful] for step in journey)
    return replace(going, day=day_of(rest.problem, going.day.fleet, path)) if path else None
