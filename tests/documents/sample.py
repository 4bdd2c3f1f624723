"""A small corridor with a plan made by hand: 290 km, two days, three parties, eight checkpoints, one overnight halt.

The names are of real towns; everything else is invented. 27 March 2022 is in it because Kyiv changes its clock that night.
Nothing here comes from the planner: the documents are held against a plan that somebody else wrote.
"""

import math
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from safepassage.corridor import (
    NOBODY,
    Checkpoint,
    Control,
    DangerPoint,
    Depot,
    FleetEntry,
    GatheringPoint,
    GoodsKind,
    HandoverPoint,
    Hospital,
    Interval,
    Leg,
    Need,
    OfferedWindow,
    OwnTransport,
    OwnTransportMode,
    Party,
    PeopleByClass,
    PlaceName,
    PriorityClass,
    ReceptionCentre,
    SafeHalt,
    Segment,
    Stock,
    VehicleType,
    Waypoint,
    WindowStatus,
)
from safepassage.planning.itinerary import Alight, Board, Convoy, Direction, Drive, Halt, Itinerary, LoadGoods, OwnDeparture, UnloadGoods
from safepassage.planning.result import (
    Binding,
    BindingKind,
    Certificate,
    Crowd,
    Figures,
    GoodsLine,
    LeftBehind,
    Plan,
    SilenceWindow,
    Wave,
)
from safepassage.planning.route import Crossing, Passage, Route, RoutePoint
from safepassage.scenario.scenario import Scenario

SPEED_KMH = 60.0

# id, latitude, longitude, km from the theatre, Ukrainian, Russian, English name
MAIN_ROAD = (
    ("theatre", 47.0955, 37.5486, 0.0, "Драмтеатр", "Драмтеатр", "Drama Theatre"),
    ("cp-west", 47.0800, 37.4600, 8.0, "Блокпост «Захід»", "Блокпост «Запад»", "West checkpoint"),
    ("cp-manhush", 47.0563, 37.3119, 22.0, "Мангуш", "Мангуш", "Manhush"),
    ("cp-urzuf", 46.9000, 37.0800, 50.0, "Урзуф", "Урзуф", "Urzuf"),
    ("halt-berdiansk", 46.7700, 36.8000, 84.0, "Бердянськ, спорткомплекс", "Бердянск, спорткомплекс", "Berdiansk sports complex"),
    ("cp-berdiansk", 46.8200, 36.7300, 92.0, "Бердянськ, північ", "Бердянск, север", "Berdiansk north"),
    ("cp-tokmak", 47.2556, 35.7084, 196.0, "Токмак", "Токмак", "Tokmak"),
    ("cp-vasylivka", 47.4422, 35.2821, 240.0, "Василівка", "Васильевка", "Vasylivka"),
    ("handover", 47.5000, 35.3300, 247.0, "Місце передачі", "Место передачи", "Hand-over point"),
    ("cp-kamianske", 47.5392, 35.3737, 252.0, "Кам’янське", "Каменское", "Kamianske"),
    ("cp-south", 47.7700, 35.1900, 278.0, "Запоріжжя, південь", "Запорожье, юг", "Zaporizhzhia south"),
    ("reception", 47.8440, 35.1360, 290.0, "Епіцентр", "Эпицентр", "Epicentr"),
)
SIDE_ROAD = (
    ("reception", 47.8440, 35.1360, 0.0, "", "", ""),
    ("orikhiv", 47.5761, 35.7833, 62.0, "Оріхів", "Орехов", "Orikhiv"),
    ("polohy", 47.4787, 36.2546, 104.0, "Пологи, лікарня", "Пологи, больница", "Polohy clinic"),
)
SECOND_GATHERING = ("sports-hall", 47.1040, 37.5800, 3.0, "Спорткомплекс Іллічівець", "Спорткомплекс Ильичёвец", "Illichivets sports hall")
HOSPITAL = ("hospital", 47.8560, 35.1050, 4.0, "Обласна лікарня", "Областная больница", "Regional hospital")

# segment between two places of the main road, controlling party, needs silence
SEGMENTS = (
    ("s1-city", "theatre", "cp-west", "gamma", True, "Місто", "Город", "City"),
    ("s2-coast", "cp-west", "cp-urzuf", "beta", True, "Узбережжя", "Побережье", "Coast road"),
    ("s3-berdiansk", "cp-urzuf", "cp-berdiansk", "beta", False, "Бердянськ", "Бердянск", "Berdiansk"),
    ("s4-steppe", "cp-berdiansk", "cp-vasylivka", "beta", True, "Степ", "Степь", "Steppe"),
    ("s5-line", "cp-vasylivka", "cp-kamianske", None, True, "Лінія", "Линия", "Line of contact"),
    ("s6-north", "cp-kamianske", "reception", "alpha", False, "Північ", "Север", "North"),
)
HOLD_MIN = 15
UTC_DAY_1 = datetime(2022, 3, 26, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A UTC instant of the sample's day 1 or 2."""
    return UTC_DAY_1 + timedelta(days=day - 1, hours=hour, minutes=minute)


def sample_light() -> tuple[Interval, ...]:
    """Light hours as a reader of an almanac has them, with half an hour of margin before sunset."""
    return (
        Interval(starts_at=at(1, 3, 40), ends_at=at(1, 15, 40)),
        Interval(starts_at=at(2, 3, 38), ends_at=at(2, 15, 41)),
    )


def sample_scenario() -> Scenario:
    point = {row[0]: {"id": row[0], "latitude": row[1], "longitude": row[2], "name": row[6]} for row in _named_places()}
    checkpoints = tuple(
        Checkpoint(
            **point[row[0]],
            party="alpha" if row[0] in ("cp-kamianske", "cp-south") else "gamma" if row[0] == "cp-west" else "beta",
            lanes=2,
            inbound_vehicles_per_15_min=10,
            outbound_vehicles_per_15_min=10,
            hold_min=HOLD_MIN,
        )
        for row in MAIN_ROAD
        if row[0].startswith("cp-")
    )
    return Scenario(
        id="sample",
        title="Mariupol to Zaporizhzhia, two days",
        description="Invented figures on real towns.",
        language="en",
        zone="Europe/Kyiv",
        horizon=Interval(starts_at=at(1, 2), ends_at=at(2, 20)),
        parties=(
            Party(id="alpha", name="Party Alpha", zone="Europe/Kyiv"),
            Party(id="beta", name="Party Beta", zone="Europe/Moscow"),
            Party(id="gamma", name="Party Gamma", zone="Europe/Moscow"),
        ),
        gathering_points=(
            GatheringPoint(
                **point["theatre"],
                stretcher_people=4,
                infant_people=180,
                frail_people=60,
                other_people=300,
                holds_people=400,
                boardings_per_15_min=6,
            ),
            GatheringPoint(
                **point["sports-hall"], stretcher_people=0, infant_people=60, frail_people=20, other_people=90, boardings_per_15_min=4
            ),
        ),
        reception_centres=(ReceptionCentre(**point["reception"], capacity_people=2000, has_fuel=True),),
        hospitals=(Hospital(**point["hospital"], hospital_beds=20),),
        depots=(
            Depot(
                id="depot",
                name="Bus depot",
                latitude=point["reception"]["latitude"],
                longitude=point["reception"]["longitude"],
                has_fuel=True,
            ),
        ),
        checkpoints=checkpoints,
        handover_points=(HandoverPoint(**point["handover"]),),
        safe_halts=(SafeHalt(**point["halt-berdiansk"], holds_vehicles=40, is_overnight=True, has_fuel=True),),
        waypoints=(Waypoint(**point["orikhiv"]), Waypoint(**point["polohy"])),
        names=_names(),
        needs=(Need(place="polohy", kind=GoodsKind.MEDICINE, weight_kg=9000, priority=1),),
        stocks=(Stock(place="depot", kind=GoodsKind.MEDICINE, weight_kg=20000),),
        vehicle_types=(
            VehicleType(
                id="bus", name="Bus", seats=50, stretcher_bays=0, payload_kg=1000, max_speed_kmh=80, boarding_min=30, alighting_min=20
            ),
            VehicleType(
                id="ambulance",
                name="Ambulance",
                seats=2,
                stretcher_bays=2,
                payload_kg=0,
                max_speed_kmh=80,
                boarding_min=30,
                alighting_min=20,
            ),
            VehicleType(
                id="lorry",
                name="Lorry",
                seats=0,
                stretcher_bays=0,
                payload_kg=8000,
                max_speed_kmh=80,
                boarding_min=0,
                alighting_min=0,
                goods_loading_min=30,
                goods_unloading_min=30,
            ),
        ),
        fleet=(
            FleetEntry(type="bus", depot="depot", vehicles=8),
            FleetEntry(type="ambulance", depot="depot", vehicles=2),
            FleetEntry(type="lorry", depot="depot", vehicles=1),
        ),
        own_transport=(
            OwnTransport(
                gathering_point="theatre",
                mode=OwnTransportMode.CAR,
                units=60,
                infant_people=60,
                frail_people=20,
                other_people=120,
                max_speed_kmh=90,
                passage_share=0.3,
            ),
        ),
        segments=tuple(Segment(id=row[0], name=row[7], needs_silence=row[4]) for row in SEGMENTS),
        control=tuple(
            Control(segment=row[0], party=row[3], since=datetime(2022, 3, 20, tzinfo=UTC), source="Invented statement")
            for row in SEGMENTS
            if row[3]
        ),
        windows=_offered_windows(),
        danger_points=(DangerPoint(id="shelling-1", latitude=47.49, longitude=35.31, radius_m=4000, rate_per_hour=0.02),),
        legs=_legs(),
    )


def sample_plan() -> Plan:
    """Six buses and two ambulances go in on day 1, halt at Berdiansk and arrive on day 2; a lorry brings medicine by the side road."""
    return _plan(second_day_starts=at(2, 4, 30))


def broken_plan() -> Plan:
    """The same plan, but one convoy of the second day leaves Berdiansk four hours late: its line leaves its windows."""
    return _plan(second_day_starts=at(2, 4, 30), late=timedelta(hours=4, minutes=30))


def route_along(route_id: str, stops: Sequence[tuple[str, float, float, float]]) -> Route:
    """A route through (place, latitude, longitude, km) stops at 60 km/h, held at the checkpoints between its ends."""
    points, crossings, spans = [], [], []
    minutes, segment, entered_at, entered_km = 0.0, None, 0.0, 0.0
    for index, (place, latitude, longitude, km) in enumerate(stops):
        if index:
            before = stops[index - 1]
            parts = max(1, round(abs(km - before[3]) / 4))
            for part in range(1, parts + 1):
                share = part / parts
                bend = 0.02 * math.sin(math.pi * share) if abs(km - before[3]) > 20 else 0.0
                points.append(
                    RoutePoint(
                        latitude=before[1] + (latitude - before[1]) * share + bend,
                        longitude=before[2] + (longitude - before[2]) * share,
                        km=abs(before[3] - stops[0][3]) + abs(km - before[3]) * share,
                        minutes=minutes + abs(km - before[3]) * share * 60 / SPEED_KMH,
                        place=place if part == parts else None,
                    )
                )
            minutes += abs(km - before[3]) * 60 / SPEED_KMH
        else:
            points.append(RoutePoint(latitude=latitude, longitude=longitude, km=0.0, minutes=0.0, place=place))
        if place.startswith("cp-") and 0 < index < len(stops) - 1:
            crossings.append(Crossing(checkpoint=place, arrives_min=math.floor(minutes), hold_min=HOLD_MIN))
            minutes += HOLD_MIN
            points[-1] = points[-1].model_copy(update={"minutes": minutes})
        starting = _segment_after(place, stops[index + 1][0]) if index + 1 < len(stops) else None
        km_here = points[-1].km
        if starting != segment or index + 1 == len(stops):
            if segment is not None:
                spans.append((segment, entered_at, minutes, km_here - entered_km))
            segment, entered_at, entered_km = starting, minutes, km_here
    return Route(
        id=route_id,
        origin=stops[0][0],
        destination=stops[-1][0],
        max_speed_kmh=80,
        km=points[-1].km,
        minutes=math.ceil(minutes),
        passages=tuple(
            Passage(segment=name, enters_min=math.floor(enters), leaves_min=math.ceil(leaves), km=km) for name, enters, leaves, km in spans
        ),
        crossings=tuple(crossings),
        points=tuple(points),
        arcs=(),
        roads=("M14", "T0401") if len(crossings) > 2 else ("T0408",),
    )


def _segment_after(place: str, following: str) -> str | None:
    order = [row[0] for row in MAIN_ROAD]
    if place == "depot":
        place = "reception"
    if following == "depot":
        following = "reception"
    if place not in order or following not in order:
        return None
    low, high = sorted((order.index(place), order.index(following)))
    for name, first, last, *_ in SEGMENTS:
        if order.index(first) <= low and high <= order.index(last):
            return name
    return None


def _stops(first: str, last: str) -> list[tuple[str, float, float, float]]:
    order = [row[0] for row in MAIN_ROAD]
    stops = [(row[0], row[1], row[2], row[3]) for row in MAIN_ROAD]
    low, high = order.index(first), order.index(last)
    return stops[low : high + 1] if low <= high else list(reversed(stops[high : low + 1]))


def _routes() -> dict[str, Route]:
    into = _stops("reception", "theatre")
    into[0] = ("depot", *into[0][1:])
    hall = (SECOND_GATHERING[0], SECOND_GATHERING[1], SECOND_GATHERING[2])
    theatre_stop = MAIN_ROAD[0]
    side = [("depot", 47.8440, 35.1360, 0.0), *((row[0], row[1], row[2], row[3]) for row in SIDE_ROAD[1:])]
    hospital = [(HOSPITAL[0], HOSPITAL[1], HOSPITAL[2], 294.0)]
    routes = (
        route_along("in-theatre", into),
        route_along("in-hall", [*into, (*hall, -3.0)]),
        route_along("theatre-halt", _stops("theatre", "halt-berdiansk")),
        route_along("hall-halt", [(*hall, -3.0), (theatre_stop[0], *theatre_stop[1:4]), *_stops("theatre", "halt-berdiansk")[1:]]),
        route_along("halt-reception", _stops("halt-berdiansk", "reception")),
        route_along("halt-hospital", [*_stops("halt-berdiansk", "reception"), *hospital]),
        route_along("theatre-reception", _stops("theatre", "reception")),
        route_along("depot-polohy", side),
        route_along("polohy-depot", [(place, lat, lon, 104.0 - km) for place, lat, lon, km in reversed(side)]),
    )
    return {route.id: route for route in routes}


def _plan(second_day_starts: datetime, late: timedelta = timedelta(0)) -> Plan:
    routes = _routes()
    vehicles = [*(f"bus-{n}" for n in range(1, 9)), "ambulance-1", "ambulance-2"]
    into_hall = {"bus-7", "bus-8"}
    second_column = {"bus-5", "bus-6", *into_hall}
    itineraries, convoys = [], {}

    def drive(
        vehicle: str, convoy: str, route_id: str, leaves: datetime, direction: Direction, people: PeopleByClass, kg: int = 0
    ) -> Drive:
        arrives = leaves + timedelta(minutes=routes[route_id].minutes)
        convoys.setdefault(convoy, []).append((vehicle, route_id, direction, leaves, arrives, people, kg))
        return Drive(starts_at=leaves, ends_at=arrives, route=route_id, direction=direction, convoy=convoy)

    for place_in_line, vehicle in enumerate(vehicles):
        step = timedelta(minutes=place_in_line % 4 * 3)
        gathering = "sports-hall" if vehicle in into_hall else "theatre"
        bus = vehicle.startswith("bus")
        people = (
            PeopleByClass(infant_people=22, frail_people=8, other_people=20) if bus else PeopleByClass(stretcher_people=2, frail_people=1)
        )
        inbound = drive(
            vehicle,
            "in-2" if gathering == "sports-hall" else "in-1",
            "in-hall" if gathering == "sports-hall" else "in-theatre",
            at(1, 4) + step,
            Direction.INBOUND,
            NOBODY,
        )
        board = Board(starts_at=inbound.ends_at, ends_at=inbound.ends_at + timedelta(minutes=30), place=gathering, people=people)
        to_halt = drive(
            vehicle,
            "out-hall-1" if gathering == "sports-hall" else "out-theatre-1",
            "hall-halt" if gathering == "sports-hall" else "theatre-halt",
            board.ends_at,
            Direction.OUTBOUND,
            people,
        )
        leaves = second_day_starts + step + (late + timedelta(minutes=45) if vehicle in second_column else timedelta(0))
        halt = Halt(starts_at=to_halt.ends_at, ends_at=leaves, place="halt-berdiansk")
        onward = drive(
            vehicle,
            "berdiansk-2" if vehicle in second_column else "berdiansk-1" if bus else "berdiansk-3",
            "halt-reception" if bus else "halt-hospital",
            leaves,
            Direction.OUTBOUND,
            people,
        )
        alight = Alight(
            starts_at=onward.ends_at,
            ends_at=onward.ends_at + timedelta(minutes=20),
            place="reception" if bus else "hospital",
            people=people,
        )
        itineraries.append(
            Itinerary(
                vehicle=vehicle,
                fleet_row=0 if bus else 1,
                type="bus" if bus else "ambulance",
                depot="depot",
                activities=(inbound, board, to_halt, halt, onward, alight),
            )
        )
    load = LoadGoods(starts_at=at(1, 5), ends_at=at(1, 5, 30), place="depot", kind=GoodsKind.MEDICINE, weight_kg=8000)
    to_polohy = drive("lorry-1", "aid-1", "depot-polohy", load.ends_at, Direction.INBOUND, NOBODY, 8000)
    unload = UnloadGoods(
        starts_at=to_polohy.ends_at,
        ends_at=to_polohy.ends_at + timedelta(minutes=30),
        place="polohy",
        kind=GoodsKind.MEDICINE,
        weight_kg=8000,
    )
    home = drive("lorry-1", "aid-2", "polohy-depot", unload.ends_at, Direction.OUTBOUND, NOBODY)
    itineraries.append(Itinerary(vehicle="lorry-1", fleet_row=2, type="lorry", depot="depot", activities=(load, to_polohy, unload, home)))
    cars = OwnDeparture(
        own_transport_row=0,
        gathering_point="theatre",
        mode=OwnTransportMode.CAR,
        route="theatre-reception",
        departs_at=at(2, 4, 30),
        arrives_at=at(2, 4, 30) + timedelta(minutes=routes["theatre-reception"].minutes),
        units=40,
        people=PeopleByClass(infant_people=40, frail_people=13, other_people=80),
    )
    out = PeopleByClass(stretcher_people=4, infant_people=176, frail_people=66, other_people=160)
    registered = PeopleByClass(stretcher_people=4, infant_people=240, frail_people=80, other_people=390)
    return Plan(
        scenario="sample",
        scenario_title="Mariupol to Zaporizhzhia, two days",
        scenario_hash="a" * 64,
        network_hash="b" * 64,
        planner="by hand",
        zone="Europe/Kyiv",
        horizon=Interval(starts_at=at(1, 2), ends_at=at(2, 20)),
        routes=tuple(routes.values()),
        itineraries=tuple(itineraries),
        own_departures=(cars,),
        convoys=tuple(_convoy(convoy_id, number, rows) for number, (convoy_id, rows) in enumerate(sorted(convoys.items()), start=1)),
        windows=_plan_windows(),
        waves=(
            Wave(
                gathering_point="theatre",
                wave=1,
                called_at=at(1, 10, 30),
                boards_at=at(1, 10, 50),
                people=PeopleByClass(stretcher_people=4, infant_people=132, frail_people=50, other_people=120),
                first_ticket=1,
                last_ticket=306,
            ),
        ),
        crowds=(Crowd(gathering_point="theatre", starts_at=at(1, 10, 30), waiting_people=306, holds_people=400),),
        goods=(GoodsLine(need_row=0, place="polohy", kind=GoodsKind.MEDICINE, priority=1, needed_kg=9000, delivered_kg=8000),),
        left_behind=(
            LeftBehind(place="theatre", priority=PriorityClass.INFANT, people=48, reason="no seat left before dark"),
            LeftBehind(place="sports-hall", priority=PriorityClass.INFANT, people=16, reason="no seat left before dark"),
            LeftBehind(place="sports-hall", priority=PriorityClass.FRAIL, people=14, reason="no seat left before dark"),
            LeftBehind(place="theatre", priority=PriorityClass.OTHER, people=230, reason="no seat left before dark"),
        ),
        bindings=(
            Binding(
                kind=BindingKind.CHECKPOINT, what="cp-vasylivka", direction="outbound", price_points=3.5, text="Vasylivka passes no more."
            ),
        ),
        reasons=("All eight buses are used once; a second trip does not fit before dark.",),
        figures=Figures(
            registered=registered,
            out=out,
            own_transport_registered=PeopleByClass(infant_people=60, frail_people=20, other_people=120),
            own_transport_out=cars.people,
            own_transport_units_out=40,
            goods_needed_kg=9000,
            goods_delivered_kg=8000,
            value_points=2850.0,
            danger_person_incidents=0.4,
            silence_km_h=1400.0,
            vehicle_h=200.0,
            vehicle_km=6000.0,
            vehicles_used=11,
            mean_arrival_at=at(2, 9, 40),
        ),
        certificate=Certificate(value_points=2850.0, bound_points=3000.0, gap=0.05, covers="all plans", seed=1, work=1000),
    )


def _convoy(convoy_id: str, number: int, rows: list[tuple]) -> Convoy:  # type: ignore[type-arg]
    rows = sorted(rows, key=lambda row: (row[3], row[0]))
    people = NOBODY
    for row in rows:
        people = people + row[5]
    return Convoy(
        id=convoy_id,
        serial=number,
        route=rows[0][1],
        direction=rows[0][2],
        vehicles=tuple(row[0] for row in rows),
        departs_at=rows[0][3],
        tail_departs_at=rows[-1][3],
        arrives_at=rows[-1][4],
        people=people,
        goods_kg=sum(row[6] for row in rows),
    )


def _plan_windows() -> tuple[SilenceWindow, ...]:
    hours = (
        ("s1-city", at(1, 10), at(1, 13, 15), 8.0),
        ("s1-city", at(2, 4), at(2, 5, 15), 8.0),
        ("s2-coast", at(1, 8, 45), at(1, 14), 42.0),
        ("s2-coast", at(2, 4, 30), at(2, 6, 15), 42.0),
        ("s4-steppe", at(1, 4, 45), at(1, 9), 148.0),
        ("s4-steppe", at(2, 4, 15), at(2, 11, 30), 148.0),
        ("s5-line", at(1, 4, 30), at(1, 6), 12.0),
        ("s5-line", at(2, 7, 15), at(2, 11, 30), 12.0),
    )
    return tuple(
        SilenceWindow(
            segment=segment,
            interval=Interval(starts_at=starts, ends_at=ends),
            km=km,
            parties=("alpha", "beta") if segment == "s5-line" else ("beta",),
            status=WindowStatus.ASKED if segment == "s5-line" else WindowStatus.OFFERED,
        )
        for segment, starts, ends, km in hours
    )


def _offered_windows() -> tuple[OfferedWindow, ...]:
    return tuple(
        OfferedWindow(segment=row[0], party=party, opens=at(day, 3, 45), closes=at(day, 12 if row[0] == "s5-line" else 15))
        for row in SEGMENTS
        if row[4]
        for party in (("alpha", "beta") if row[0] == "s5-line" else ("beta", "gamma") if row[0] == "s1-city" else ("beta",))
        for day in (1, 2)
    )


def _legs() -> tuple[Leg, ...]:
    return tuple(
        Leg(
            id=f"{first[0]}-{last[0]}",
            from_place=first[0],
            to_place=last[0],
            km=last[3] - first[3],
            minutes=(last[3] - first[3]) * 60 / SPEED_KMH,
            segment=_segment_after(first[0], last[0]),
            road="M14",
        )
        for road in (MAIN_ROAD, SIDE_ROAD)
        for first, last in pairwise(road)
    )


def _named_places() -> Iterable[tuple[str, float, float, float, str, str, str]]:
    return (*MAIN_ROAD, *SIDE_ROAD[1:], SECOND_GATHERING, HOSPITAL)


def _names() -> tuple[PlaceName, ...]:
    rows = [(row[0], row[4], row[5]) for row in _named_places()]
    rows += [(row[0], row[5], row[6]) for row in SEGMENTS]
    rows += [
        ("depot", "Автобусний парк", "Автобусный парк"),
        ("alpha", "Сторона Альфа", "Сторона Альфа"),
        ("beta", "Сторона Бета", "Сторона Бета"),
        ("gamma", "Сторона Гамма", "Сторона Гамма"),
    ]
    return tuple(
        PlaceName(id=any_id, language=language, name=name)
        for any_id, ukrainian, russian in rows
        for language, name in (("uk", ukrainian), ("ru", russian))
    )
