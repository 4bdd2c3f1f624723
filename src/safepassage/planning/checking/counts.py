"""What all vehicles and own transport do together: rules 11 to 14, 16, 23 and 24."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from safepassage.corridor import NOBODY, GoodsKind, Group, OwnTransport, PeopleByClass, PriorityClass, people_by_class
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.journey import Step
from safepassage.planning.checking.ride import Ride
from safepassage.planning.checking.spans import MINUTE_S, QUARTER_S, posix_s, quarter_of, span_around
from safepassage.planning.itinerary import Alight, Board, Itinerary, LoadGoods, OwnDeparture, UnloadGoods
from safepassage.planning.route import Route

ROUNDING_KM = 0.001


def check_boarded(ground: Ground, boards: Sequence[Board]) -> list[Breach]:
    """Rule 11, 12 and 16: who boards at each gathering point."""
    breaches = []
    groups = ground.scenario.groups
    boarded: dict[str, PeopleByClass] = defaultdict(lambda: NOBODY)
    boarded_in_groups: dict[str, PeopleByClass] = defaultdict(lambda: NOBODY)
    boarded_groups: Counter[int] = Counter()
    begun: Counter[tuple[str, int]] = Counter()
    for board in boards:
        where = f"boarding at {board.place}, {ground.clock(posix_s(board.starts_at))}"
        begun[board.place, quarter_of(posix_s(board.starts_at))] += 1
        boarded[board.place] += board.people
        in_groups = NOBODY
        for row, number in board.groups:
            if not 0 <= row < len(groups) or number < 0:
                breaches.append(Breach(12, where, f"{number} groups of row {row}, which the scenario does not have"))
            elif groups[row].gathering_point != board.place:
                breaches.append(Breach(12, where, f"groups of row {row} wait at {groups[row].gathering_point}"))
            else:
                boarded_groups[row] += number
                in_groups += _times(groups[row], number)
        if any(in_groups[priority] > board.people[priority] for priority in PriorityClass):
            breaches.append(Breach(12, where, "its groups have more people of a class than board"))
        boarded_in_groups[board.place] += in_groups
    for row, number in sorted(boarded_groups.items()):
        if number > groups[row].groups:
            breaches.append(Breach(12, f"groups, row {row}", f"{number} groups board, {groups[row].groups} wait"))
    for place, people in sorted(boarded.items()):
        point = ground.gathering_points.get(place)
        registered = point.registered if point is not None else NOBODY
        all_groups = sum((_times(group, group.groups) for group in groups if group.gathering_point == place), NOBODY)
        for priority, count in people.items():
            if count > registered[priority]:
                what = f"{count} {priority.value} people board, {registered[priority]} are registered"
                breaches.append(Breach(11, f"gathering point {place}", what))
            alone, waiting_alone = count - boarded_in_groups[place][priority], registered[priority] - all_groups[priority]
            if alone > max(0, waiting_alone):
                what = f"{alone} {priority.value} people board without a group, {waiting_alone} are in none"
                breaches.append(Breach(12, f"gathering point {place}", what))
    for (place, quarter), vehicles in sorted(begun.items()):
        point = ground.gathering_points.get(place)
        if point is not None and vehicles > point.boardings_per_15_min:
            where = f"gathering point {place}, {ground.clock(quarter * QUARTER_S)}"
            breaches.append(Breach(16, where, f"{vehicles} vehicles begin boarding, {point.boardings_per_15_min} may"))
    return breaches


def _times(group: Group, number: int) -> PeopleByClass:
    return people_by_class({priority: count * number for priority, count in group.people.items()})


def check_received(
    ground: Ground, alights: Sequence[Alight], departures: Sequence[OwnDeparture], routes: Mapping[str, Route]
) -> list[Breach]:
    """Rule 13."""
    received: dict[str, PeopleByClass] = defaultdict(lambda: NOBODY)
    for alight in alights:
        received[alight.place] += alight.people
    for departure in departures:
        if departure.route in routes:
            received[routes[departure.route].destination] += departure.people
    breaches = []
    for place, people in sorted(received.items()):
        reception = ground.receptions.get(place)
        if reception is None:
            continue
        if people.seated_people > reception.capacity_people:
            what = f"{people.seated_people} people arrive, it receives {reception.capacity_people}"
            breaches.append(Breach(13, f"reception {place}", what))
        if people.stretcher_people > reception.hospital_beds:
            what = f"{people.stretcher_people} stretcher cases arrive for {reception.hospital_beds} beds"
            breaches.append(Breach(13, f"reception {place}", what))
    return breaches


def check_fleet(ground: Ground, itineraries: Sequence[Itinerary]) -> list[Breach]:
    """Rule 14: each vehicle is one of a fleet row."""
    breaches = []
    fleet = ground.scenario.fleet
    for vehicle, times in Counter(itinerary.vehicle for itinerary in itineraries).items():
        if times > 1:
            breaches.append(Breach(14, f"vehicle {vehicle}", f"it has {times} itineraries"))
    for itinerary in itineraries:
        where = f"vehicle {itinerary.vehicle}"
        if itinerary.fleet_row >= len(fleet):
            breaches.append(Breach(14, where, f"the scenario's fleet has no row {itinerary.fleet_row}"))
        elif (itinerary.type, itinerary.depot) != (fleet[itinerary.fleet_row].type, fleet[itinerary.fleet_row].depot):
            entry = fleet[itinerary.fleet_row]
            breaches.append(Breach(14, where, f"fleet row {itinerary.fleet_row} is of type {entry.type} at {entry.depot}"))
        if itinerary.type not in ground.types:
            breaches.append(Breach(14, where, f"the scenario has no vehicle type {itinerary.type}"))
    for row, vehicles in sorted(Counter(itinerary.fleet_row for itinerary in itineraries).items()):
        if row < len(fleet) and vehicles > fleet[row].vehicles:
            breaches.append(Breach(14, f"fleet row {row}", f"{vehicles} itineraries for {fleet[row].vehicles} vehicles"))
    return breaches


def check_goods(ground: Ground, steps: Sequence[Step]) -> list[Breach]:
    """Rule 23, stocks and needs."""
    loaded: Counter[tuple[str, GoodsKind]] = Counter()
    unloaded: Counter[tuple[str, GoodsKind]] = Counter()
    for step in steps:
        if isinstance(step.activity, LoadGoods):
            loaded[step.activity.place, step.activity.kind] += step.activity.weight_kg
        elif isinstance(step.activity, UnloadGoods):
            unloaded[step.activity.place, step.activity.kind] += step.activity.weight_kg
    breaches = []
    for (place, kind), weight_kg in sorted(loaded.items()):
        if weight_kg > ground.stock_kg[place, kind]:
            what = f"{weight_kg} kg of {kind.value} loaded, {ground.stock_kg[place, kind]} kg lie there"
            breaches.append(Breach(23, f"stock at {place}", what))
    for (place, kind), weight_kg in sorted(unloaded.items()):
        if weight_kg > ground.need_kg[place, kind]:
            what = f"{weight_kg} kg of {kind.value} unloaded, {ground.need_kg[place, kind]} kg are needed"
            breaches.append(Breach(23, f"need at {place}", what))
    return breaches


def check_own_transport(
    ground: Ground, departures: Sequence[OwnDeparture], routes: Mapping[str, Route], rides: Mapping[str, Ride | None]
) -> list[Breach]:
    """Rule 24, and rule 1 for own transport."""
    breaches = []
    rows = ground.scenario.own_transport
    for number, departure in enumerate(departures, start=1):
        where = f"own departure {number}"
        departs_s, arrives_s = posix_s(departure.departs_at), posix_s(departure.arrives_at)
        if span_around([ground.horizon], departs_s, arrives_s) is None or departs_s % MINUTE_S or arrives_s % MINUTE_S:
            breaches.append(Breach(1, where, "it lies outside the horizon or not on whole minutes"))
        row = rows[departure.own_transport_row] if departure.own_transport_row < len(rows) else None
        if row is None:
            breaches.append(Breach(24, where, f"the scenario's own transport has no row {departure.own_transport_row}"))
        elif (departure.gathering_point, departure.mode) != (row.gathering_point, row.mode):
            breaches.append(Breach(24, where, f"row {departure.own_transport_row} is {row.mode.value} at {row.gathering_point}"))
        route = routes.get(departure.route)
        if route is None:
            breaches.append(Breach(24, where, f"it takes route {departure.route}, which the plan does not have"))
            continue
        if (route.origin, (arrives_s - departs_s) / MINUTE_S) != (departure.gathering_point, route.minutes):
            what = f"route {route.id} starts at {route.origin} and takes {route.minutes} min"
            breaches.append(Breach(24, where, what))
        if route.destination not in {place.id for place in ground.scenario.reception_centres}:
            breaches.append(Breach(24, where, f"{route.destination} is no reception centre"))
        ride = rides.get(departure.route)
        if row is not None and route.max_speed_kmh != row.max_speed_kmh:
            breaches.append(Breach(24, where, f"route {route.id} is not for a top speed of {row.max_speed_kmh:g} km/h"))
        if row is not None and row.max_km is not None and ride is not None and ride.km > row.max_km + ROUNDING_KM:
            breaches.append(Breach(24, where, f"{ride.km:.1f} km, they can go {row.max_km:g} km"))
    for row_number, row in enumerate(rows):
        of_row = [departure for departure in departures if departure.own_transport_row == row_number]
        breaches += _check_units(row_number, row, of_row)
    return breaches


def _check_units(row_number: int, row: OwnTransport, departures: Sequence[OwnDeparture]) -> list[Breach]:
    """No more units than written, and the people of the first n of them are their share, rounded down."""
    breaches: list[Breach] = []
    where = f"own transport, row {row_number}"
    left, units = NOBODY, 0
    for departure in sorted(departures, key=lambda departure: departure.departs_at):
        left, units = left + departure.people, units + departure.units
        if units > row.units:
            return [*breaches, Breach(24, where, f"{units} units leave, it has {row.units}")]
        share = people_by_class({priority: count * units // row.units for priority, count in row.people.items()})
        if left != share:
            what = (
                f"{left.total_people} people leave with the first {units} of {row.units} units, not {share.total_people} in their classes"
            )
            breaches.append(Breach(24, where, what))
    return breaches
