"""The scenario with what is left of it: those who still wait, room, stocks and needs.

Invariant: what was brought or received before the moment is neither here nor with those who are on their way.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from safepassage.corridor import GoodsKind, PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.build import people_alone
from safepassage.planning.itinerary import Activity, Alight, Board, LoadGoods, OwnDeparture, UnloadGoods
from safepassage.planning.replanning.standing import Standing
from safepassage.planning.replanning.state import DayState
from safepassage.planning.route import Route
from safepassage.scenario.scenario import Scenario


def left_for_rest(
    scenario: Scenario,
    past: Sequence[Activity],
    standings: Sequence[Standing],
    own_past: Sequence[OwnDeparture],
    routes: Mapping[str, Route],
    state: DayState,
) -> Scenario:
    """The scenario with what is left: those who wait, room, stocks and needs, less what is on board on its way there."""
    boarded: Counter[tuple[str, PriorityClass]] = Counter()
    groups: Counter[int] = Counter()
    received: dict[str, PeopleByClass] = {}
    loaded: Counter[tuple[str, GoodsKind]] = Counter()
    given: Counter[tuple[str, GoodsKind]] = Counter()
    for activity in past:
        match activity:
            case Board():
                boarded.update({(activity.place, priority): people for priority, people in activity.people.items()})
                groups.update(dict(activity.groups))
            case Alight():
                received[activity.place] = received.get(activity.place, PeopleByClass()) + activity.people
            case LoadGoods():
                loaded[activity.place, activity.kind] += activity.weight_kg
            case UnloadGoods():
                given[activity.place, activity.kind] += activity.weight_kg
            case _:
                pass
    for departure in own_past:
        place = routes[departure.route].destination
        received[place] = received.get(place, PeopleByClass()) + departure.people
    for report in state.stocks:
        loaded[report.place, report.kind] = _kg_of(scenario, report.place, report.kind) - report.weight_kg
    points = tuple(
        point.model_copy(
            update={
                f"{priority.value}_people": max(0, people - boarded[point.id, priority]) for priority, people in point.registered.items()
            }
        )
        for point in scenario.gathering_points
    )
    reduced = scenario.model_copy(
        update={
            "gathering_points": points,
            "groups": tuple(
                group.model_copy(update={"groups": max(0, group.groups - groups[row])}) for row, group in enumerate(scenario.groups)
            ),
            "reception_centres": tuple(_with_room_left(place, received) for place in scenario.reception_centres),
            "hospitals": tuple(_with_room_left(place, received) for place in scenario.hospitals),
            "stocks": _with_less(scenario.stocks, loaded),
            "needs": _with_less(scenario.needs, given),
        }
    )
    return _with_whole_groups(reduced)


def _kg_of(scenario: Scenario, place: str, kind: GoodsKind) -> int:
    return sum(stock.weight_kg for stock in scenario.stocks if (stock.place, stock.kind) == (place, kind))


def _with_room_left(place: object, received: Mapping[str, PeopleByClass]) -> object:
    came = received.get(place.id, PeopleByClass())  # type: ignore[attr-defined]
    room = max(0, place.capacity_people - came.seated_people)  # type: ignore[attr-defined]
    beds = max(0, place.hospital_beds - came.stretcher_people)  # type: ignore[attr-defined]
    return place.model_copy(update={"capacity_people": room, "hospital_beds": beds})  # type: ignore[attr-defined]


def _with_less(records: Sequence[object], less: Counter[tuple[str, GoodsKind]]) -> tuple[object, ...]:
    """Stocks or needs less what was taken or given, row by row; of equal rows the most urgent first."""
    remaining = Counter(less)
    kg: dict[int, int] = {}
    for number, record in sorted(enumerate(records), key=lambda item: (getattr(item[1], "priority", 0), item[0])):
        key = (record.place, record.kind)  # type: ignore[attr-defined]
        taken = min(record.weight_kg, max(0, remaining[key])) if remaining[key] > 0 else min(0, remaining[key])  # type: ignore[attr-defined]
        remaining[key] -= taken
        kg[number] = record.weight_kg - taken  # type: ignore[attr-defined]
    return tuple(record.model_copy(update={"weight_kg": kg[number]}) for number, record in enumerate(records))  # type: ignore[attr-defined]


def _with_whole_groups(scenario: Scenario) -> Scenario:
    """No more groups than there are people left for."""
    groups = list(scenario.groups)
    for row, group in enumerate(groups):
        while groups[row].groups and any(
            people_alone(scenario.model_copy(update={"groups": tuple(groups)}))[group.gathering_point, priority] < 0
            for priority, people in group.people.items()
            if people
        ):
            groups[row] = group.model_copy(update={"groups": groups[row].groups - 1})
    return scenario.model_copy(update={"groups": tuple(groups)}) if tuple(groups) != scenario.groups else scenario


def with_aboard(left: Scenario, standings: Iterable[Standing]) -> Scenario:
    """With everybody on board, and all goods on board, back where they came from."""
    people: dict[str, PeopleByClass] = {}
    goods: Counter[tuple[str, GoodsKind]] = Counter()
    for standing in standings:
        if standing.is_out:
            continue
        if standing.aboard.total_people:
            place = standing.boarded_at[0]
            people[place] = people.get(place, PeopleByClass()) + standing.aboard
        origin = next((activity.place for activity in reversed(standing.past) if isinstance(activity, LoadGoods)), None)
        if origin is not None:
            goods.update({(origin, kind): -kg for kind, kg in standing.goods_kg.items()})
    return left.model_copy(
        update={
            "gathering_points": tuple(
                point.model_copy(update=_counts(point.registered + people.get(point.id, PeopleByClass())))
                for point in left.gathering_points
            ),
            "stocks": _with_less(left.stocks, goods),
        }
    )


def _counts(people: PeopleByClass) -> dict[str, int]:
    return people_by_class(dict(people.items())).model_dump()
