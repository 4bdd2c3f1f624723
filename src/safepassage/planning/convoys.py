"""The convoys of a plan: vehicles that leave one place by one road in one quarter of an hour.

Invariant: of a plan that was changed in the middle of its day, a convoy that has set out keeps its name and its place in the column.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

from safepassage.corridor import NOBODY, PeopleByClass
from safepassage.planning.itinerary import Alight, Board, Convoy, Direction, Drive, Itinerary, LoadGoods, UnloadGoods
from safepassage.planning.problem import QUARTER_MIN
from safepassage.planning.route import Route

NOT_IN_CONVOY = "C"
"""What a drive is given until all are written and convoys are formed of them."""


@dataclass(frozen=True, slots=True)
class _Drive:
    vehicle: str
    number: int
    activity: Drive
    people: PeopleByClass
    goods_kg: int


def form_convoys(
    itineraries: Iterable[Itinerary], routes: Mapping[str, Route], *, most_vehicles: int, before: Sequence[Convoy] = ()
) -> tuple[tuple[Itinerary, ...], tuple[Convoy, ...]]:
    """Drives on one route in one direction that leave in one quarter of the UTC clock are a convoy, at most so many together.

    Returns the itineraries with their drives in these convoys. A convoy that has a vehicle, road and direction in common with one of
    those `before` keeps its name: of several, that nearest in time. A road is the same whose arcs
    are, also where a hold on it takes longer now.
    """
    told = tuple(itineraries)
    columns = _columns([drive for itinerary in told for drive in _drives(itinerary)], most_vehicles)
    columns.sort(
        key=lambda column: (
            column[0].activity.starts_at,
            routes[column[0].activity.route].origin,
            column[0].activity.route,
            column[0].vehicle,
        )
    )
    ids = _ids(columns, before, routes)
    serials: Counter[str] = Counter()
    convoys = []
    convoy_of: dict[tuple[str, int], str] = {}
    for id_, column in zip(ids, columns, strict=True):
        first = column[0].activity
        serials[routes[first.route].origin] += 1
        convoys.append(
            Convoy(
                id=id_,
                serial=serials[routes[first.route].origin],
                route=first.route,
                direction=first.direction,
                vehicles=tuple(drive.vehicle for drive in column),
                departs_at=first.starts_at,
                tail_departs_at=column[-1].activity.starts_at,
                arrives_at=max(drive.activity.ends_at for drive in column),
                people=sum((drive.people for drive in column), NOBODY),
                goods_kg=sum(drive.goods_kg for drive in column),
            )
        )
        convoy_of |= {(drive.vehicle, drive.number): id_ for drive in column}
    return tuple(_named(itinerary, convoy_of) for itinerary in told), tuple(convoys)


def _drives(itinerary: Itinerary) -> Iterable[_Drive]:
    people, goods_kg = NOBODY, 0
    for number, activity in enumerate(itinerary.activities):
        match activity:
            case Drive():
                yield _Drive(itinerary.vehicle, number, activity, people, goods_kg)
            case Board():
                people += activity.people
            case Alight():
                people = NOBODY
            case LoadGoods():
                goods_kg += activity.weight_kg
            case UnloadGoods():
                goods_kg -= activity.weight_kg
            case _:
                pass


def _columns(drives: Iterable[_Drive], most: int) -> list[list[_Drive]]:
    together: dict[tuple[int, str, Direction], list[_Drive]] = {}
    for drive in drives:
        quarter = int(drive.activity.starts_at.timestamp() // 60) // QUARTER_MIN
        together.setdefault((quarter, drive.activity.route, drive.activity.direction), []).append(drive)
    columns = []
    for group in together.values():
        column: list[_Drive] = []
        for drive in sorted(group, key=lambda drive: (drive.activity.starts_at, drive.vehicle)):
            # a vehicle that comes by twice in one quarter is in two convoys
            if len(column) == most or any(other.vehicle == drive.vehicle for other in column):
                columns.append(column)
                column = []
            column.append(drive)
        columns.append(column)
    return columns


def _ids(columns: Sequence[list[_Drive]], before: Sequence[Convoy], routes: Mapping[str, Route]) -> list[str]:
    def road(of: Convoy | Drive) -> tuple[object, ...]:
        route = routes[of.route]
        return route.origin, route.destination, route.arcs, of.direction

    wanted: list[tuple[int, float, int, int]] = []
    for number, column in enumerate(columns):
        vehicles = {drive.vehicle for drive in column}
        first = column[0].activity
        for row, convoy in enumerate(before):
            shared = len(vehicles.intersection(convoy.vehicles))
            if shared and road(convoy) == road(first):
                apart_s = abs((convoy.departs_at - first.starts_at).total_seconds())
                has_gone = apart_s == 0 and convoy.vehicles[0] == column[0].vehicle
                wanted.append((0 if has_gone else 1, apart_s / shared, number, row))
    ids: dict[int, str] = {}
    taken: set[int] = set()
    for _, _, number, row in sorted(wanted):
        if number not in ids and row not in taken:
            ids[number] = before[row].id
            taken.add(row)
    known = {convoy.id for convoy in before}
    # those known may have any numbers: others between them were given up earlier in the day
    fresh = (name for number in count(len(before) + 1) if (name := f"C{number:03d}") not in known)
    return [ids[number] if number in ids else next(fresh) for number in range(len(columns))]


def _named(itinerary: Itinerary, convoy_of: Mapping[tuple[str, int], str]) -> Itinerary:
    return itinerary.model_copy(
        update={
            "activities": tuple(
                activity.model_copy(update={"convoy": convoy_of[itinerary.vehicle, number]}) if isinstance(activity, Drive) else activity
                for number, activity in enumerate(itinerary.activities)
            )
        }
    )
