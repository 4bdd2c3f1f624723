"""A plan made by hand for the route card: 230 km, two parties, six segments, twenty checkpoints, two convoys out, one in, own cars.

Towns are real, everything else is invented. Every leg is driven at one kilometre a minute and every checkpoint holds ten minutes, so
that each time on a card can be checked in the head. Nothing here comes from the planner.
"""

from datetime import UTC, datetime, time, timedelta

from safepassage.corridor import (
    NOBODY,
    Checkpoint,
    Control,
    Depot,
    FleetEntry,
    GatheringPoint,
    HandoverPoint,
    Interval,
    OfferedWindow,
    OwnTransport,
    OwnTransportMode,
    Party,
    PeopleByClass,
    PlaceName,
    ReceptionCentre,
    SafeHalt,
    Segment,
    VehicleType,
    Waypoint,
    WindowStatus,
)
from safepassage.planning.itinerary import Alight, Board, Convoy, Direction, Drive, Itinerary, OwnDeparture
from safepassage.planning.result import Certificate, Figures, Plan, SilenceWindow
from safepassage.planning.route import Crossing, Passage, Route, RoutePoint
from safepassage.scenario.scenario import Scenario

HOLD_MIN = 10

# id, km, latitude, longitude, Ukrainian, Russian, English; ids starting with cp are checkpoints
ROAD = (
    ("gather-theatre", 0, 47.0955, 37.5486, "Драматичний театр", "Драматический театр", "Drama Theatre"),
    ("cp01", 6, 47.0810, 37.4800, "Захід-1", "Запад-1", "West 1"),
    ("cp02", 12, 47.0700, 37.4000, "Захід-2", "Запад-2", "West 2"),
    ("manhush", 20, 47.0563, 37.3119, "Мангуш", "Мангуш", "Manhush"),
    ("cp03", 24, 47.0300, 37.2500, "Мангуш, південь", "Мангуш, юг", "Manhush south"),
    ("cp04", 32, 46.9800, 37.1700, "Урзуф", "Урзуф", "Urzuf"),
    ("cp05", 40, 46.9200, 37.0500, "Новопетрівка", "Новопетровка", "Novopetrivka"),
    ("halt-berdiansk", 60, 46.7700, 36.8000, "Бердянськ, стадіон", "Бердянск, стадион", "Berdiansk stadium"),
    ("cp06", 64, 46.8000, 36.7600, "Бердянськ, північ", "Бердянск, север", "Berdiansk north"),
    ("cp07", 72, 46.8600, 36.6800, "Осипенко", "Осипенко", "Osypenko"),
    ("cp08", 80, 46.9300, 36.5800, "Андріївка", "Андреевка", "Andriivka"),
    ("cp09", 88, 46.9900, 36.4600, "Єлизаветівка", "Елизаветовка", "Yelyzavetivka"),
    ("chernihivka", 96, 47.1900, 36.2300, "Чернігівка", "Черниговка", "Chernihivka"),
    ("cp10", 104, 47.2100, 36.0800, "Чернігівка, захід", "Черниговка, запад", "Chernihivka west"),
    ("cp11", 112, 47.2300, 35.9400, "Остриківка", "Остриковка", "Ostrykivka"),
    ("cp12", 120, 47.2400, 35.8100, "Токмак, схід", "Токмак, восток", "Tokmak east"),
    ("halt-tokmak", 128, 47.2555, 35.7084, "Токмак, ліцей", "Токмак, лицей", "Tokmak school yard"),
    ("cp13", 136, 47.2800, 35.6000, "Токмак, захід", "Токмак, запад", "Tokmak west"),
    ("cp14", 144, 47.3200, 35.5000, "Молочанськ", "Молочанск", "Molochansk"),
    ("cp15", 152, 47.3700, 35.4000, "Михайлівка", "Михайловка", "Mykhailivka"),
    ("cp16", 160, 47.4100, 35.3300, "Василівка, південь", "Васильевка, юг", "Vasylivka south"),
    ("vasylivka", 164, 47.4422, 35.2821, "Василівка", "Васильевка", "Vasylivka"),
    ("cp17", 168, 47.4700, 35.3000, "Василівка, міст", "Васильевка, мост", "Vasylivka bridge"),
    ("handover", 176, 47.5100, 35.3500, "Поворот на Кам’янське", "Поворот на Каменское", "Kamianske turn-off"),
    ("cp18", 184, 47.5392, 35.3737, "Кам’янське", "Каменское", "Kamianske"),
    ("cp19", 192, 47.5902, 35.3640, "Степногірськ", "Степногорск", "Stepnohirsk"),
    ("cp20", 206, 47.7200, 35.2600, "Запоріжжя, південь", "Запорожье, юг", "Zaporizhzhia south"),
    ("reception-hall", 230, 47.8440, 35.1360, "Гіпермаркет «Епіцентр»", "Гипермаркет «Эпицентр»", "Epicentr store"),
)
OTHER_GATHERING = ("gather-sports", 0, 47.1040, 37.5800, "Спорткомплекс", "Спорткомплекс", "Sports complex")
OTHER_RECEPTION = ("reception-circus", 0, 47.8390, 35.1420, "Цирк", "Цирк", "Circus")

# id, from, to, party that holds it, needs silence
SEGMENTS = (
    ("s-city", "gather-theatre", "manhush", "beta", True, "Місто – Мангуш", "Город – Мангуш", "City – Manhush"),
    ("s-coast", "manhush", "halt-berdiansk", "beta", True, "Узбережжя", "Побережье", "Coast road"),
    ("s-steppe", "halt-berdiansk", "chernihivka", "beta", False, "Степ", "Степь", "Steppe"),
    ("s-tokmak", "chernihivka", "vasylivka", "beta", False, "Токмацький напрямок", "Токмакское направление", "Tokmak road"),
    ("s-line", "vasylivka", "cp18", None, True, "Лінія зіткнення", "Линия соприкосновения", "Line of contact"),
    ("s-north", "cp18", "reception-hall", "alpha", False, "Північ", "Север", "North"),
)


def at(hour: int, minute: int = 0, day: int = 26) -> datetime:
    """A UTC instant in March 2022."""
    return datetime(2022, 3, day, hour, minute, tzinfo=UTC)


def sample_light(day: int = 26) -> tuple[Interval, ...]:
    """Light as the sample has it, whatever the almanac says: 03:45 to 15:30 UTC."""
    return (Interval(starts_at=at(3, 45, day), ends_at=at(15, 30, day)),)


def card_scenario() -> Scenario:
    place = {
        row[0]: {"id": row[0], "latitude": row[2], "longitude": row[3], "name": row[6]} for row in (*ROAD, OTHER_GATHERING, OTHER_RECEPTION)
    }
    named = [(row[0], row[4:]) for row in (*ROAD, OTHER_GATHERING, OTHER_RECEPTION)] + [(row[0], row[5:]) for row in SEGMENTS]
    named += [("alpha", ("Сторона Альфа", "Сторона Альфа", "Party Alpha")), ("beta", ("Сторона Бета", "Сторона Бета", "Party Beta"))]
    people = {"stretcher_people": 6, "infant_people": 300, "frail_people": 120, "other_people": 700}
    return Scenario(
        id="card-sample",
        title="A corridor for the route card",
        zone="Europe/Kyiv",
        horizon=Interval(starts_at=at(2), ends_at=at(20, day=28)),
        parties=(Party(id="alpha", name="Party Alpha", zone="Europe/Kyiv"), Party(id="beta", name="Party Beta", zone="Europe/Moscow")),
        gathering_points=tuple(
            GatheringPoint(**place[name], **people, boardings_per_15_min=6) for name in ("gather-theatre", "gather-sports")
        ),
        reception_centres=tuple(
            ReceptionCentre(**place[name], capacity_people=3000, hospital_beds=10) for name in ("reception-hall", "reception-circus")
        ),
        depots=(Depot(id="depot-north", name="Bus park no. 3", latitude=47.8610, longitude=35.1010),),
        checkpoints=tuple(
            Checkpoint(
                **place[row[0]],
                party="alpha" if row[0] >= "cp18" else "beta",
                opens=time(7) if row[0] == "cp16" else None,
                closes=time(18) if row[0] == "cp16" else None,
                lanes=2,
                inbound_vehicles_per_15_min=20,
                outbound_vehicles_per_15_min=20,
                hold_min=HOLD_MIN,
            )
            for row in ROAD
            if row[0].startswith("cp")
        ),
        handover_points=(HandoverPoint(**place["handover"]),),
        safe_halts=tuple(SafeHalt(**place[name], holds_vehicles=40, is_overnight=True) for name in ("halt-berdiansk", "halt-tokmak")),
        waypoints=tuple(Waypoint(**place[name]) for name in ("manhush", "chernihivka", "vasylivka")),
        names=tuple(
            PlaceName(id=any_id, language=language, name=name)
            for any_id, names in named
            for language, name in zip(("uk", "ru", "en"), names, strict=True)
        ),
        vehicle_types=(
            VehicleType(
                id="bus", name="Bus", seats=50, stretcher_bays=0, payload_kg=1000, max_speed_kmh=60, boarding_min=30, alighting_min=20
            ),
            VehicleType(
                id="ambulance",
                name="Ambulance",
                seats=2,
                stretcher_bays=2,
                payload_kg=0,
                max_speed_kmh=60,
                boarding_min=30,
                alighting_min=20,
            ),
        ),
        fleet=(FleetEntry(type="bus", depot="depot-north", vehicles=12), FleetEntry(type="ambulance", depot="depot-north", vehicles=2)),
        own_transport=(
            OwnTransport(gathering_point="gather-theatre", mode=OwnTransportMode.CAR, units=30, other_people=90, max_speed_kmh=60),
        ),
        segments=tuple(Segment(id=row[0], name=row[7], needs_silence=row[4]) for row in SEGMENTS),
        control=tuple(
            Control(segment=row[0], party=row[3], since=at(10, day=14), source=f"Daily situation map of Party {row[3].title()}, sheet 4")
            for row in SEGMENTS
            if row[3] is not None
        ),
        windows=tuple(
            OfferedWindow(segment=row[0], party=party, opens=at(4), closes=at(15), status=WindowStatus.OFFERED)
            for row in SEGMENTS
            for party in ("alpha", "beta")
            if row[4]
        ),
    )


def route_of(rows: tuple[tuple[object, ...], ...] = ROAD, route_id: str = "theatre-to-hall-60", reverse: bool = False) -> Route:
    """The road of the sample at one kilometre a minute and ten minutes at each checkpoint, worked out leg by leg."""
    end_km = int(str(rows[-1][1]))
    stops = [(str(row[0]), int(str(row[1])), float(str(row[2])), float(str(row[3]))) for row in rows]
    segments = [(row[0], row[1], row[2]) for row in SEGMENTS]
    if reverse:
        stops = [(place, end_km - km, latitude, longitude) for place, km, latitude, longitude in reversed(stops)]
        segments = [(segment, end, start) for segment, start, end in reversed(segments)]
    points, crossings, arrives, leaves, minute, before_km = [], [], {}, {}, 0, 0
    for place, km, latitude, longitude in stops:
        minute += km - before_km
        before_km = km
        arrives[place] = minute
        points.append(RoutePoint(latitude=latitude, longitude=longitude, km=km, minutes=minute, place=place))
        if place.startswith("cp"):
            crossings.append(Crossing(checkpoint=place, arrives_min=minute, hold_min=HOLD_MIN))
            minute += HOLD_MIN
        leaves[place] = minute
    km_of = {place: km for place, km, _, _ in stops}
    # A hold counts as time on the segment of the road before it.
    passages = tuple(
        Passage(segment=segment, enters_min=leaves[start], leaves_min=leaves[end], km=km_of[end] - km_of[start])
        for segment, start, end in segments
        if start in km_of and end in km_of
    )
    return Route(
        id=route_id,
        origin=stops[0][0],
        destination=stops[-1][0],
        max_speed_kmh=60,
        km=end_km,
        minutes=minute,
        passages=passages,
        crossings=tuple(crossings),
        points=tuple(points),
        arcs=tuple(range(len(stops) - 1)),
    )


def card_plan(day: int = 26) -> Plan:
    """Two convoys leave the theatre at 05:00 and 05:30 UTC, one drives in the day after, own cars leave at 06:00."""
    out, back = route_of(), route_of(route_id="hall-to-theatre-60", reverse=True)
    first = ("bus-01", "bus-02", "bus-03", "ambulance-01", "bus-04", "bus-05")
    second = ("bus-06", "bus-07")
    people = {
        first: PeopleByClass(stretcher_people=2, infant_people=120, frail_people=60, other_people=70),
        second: PeopleByClass(other_people=100),
    }

    def convoy(convoy_id: str, serial: int, route: Route, direction: Direction, vehicles: tuple[str, ...], departs_at: datetime) -> Convoy:
        tail = departs_at + timedelta(minutes=len(vehicles) - 1)
        return Convoy(
            id=convoy_id,
            serial=serial,
            route=route.id,
            direction=direction,
            vehicles=vehicles,
            departs_at=departs_at,
            tail_departs_at=tail,
            arrives_at=tail + timedelta(minutes=route.minutes),
            people=people[vehicles] if direction is Direction.OUTBOUND else NOBODY,
            goods_kg=0 if direction is Direction.OUTBOUND else 4800,
        )

    convoys = (
        convoy("K7Q2", 1, out, Direction.OUTBOUND, first, at(5, day=day)),
        convoy("M4XR", 2, out, Direction.OUTBOUND, second, at(5, 30, day=day)),
        convoy("W9TD", 1, back, Direction.INBOUND, second, at(4, 30, day=day + 1)),
    )
    itineraries = tuple(
        Itinerary(
            vehicle=vehicle,
            fleet_row=0 if vehicle.startswith("bus") else 1,
            type="bus" if vehicle.startswith("bus") else "ambulance",
            depot="depot-north",
            activities=(
                Board(starts_at=each.departs_at - timedelta(minutes=30), ends_at=each.departs_at, place="gather-theatre", people=NOBODY),
                Drive(
                    starts_at=each.departs_at,
                    ends_at=each.departs_at + timedelta(minutes=out.minutes),
                    route=out.id,
                    direction=Direction.OUTBOUND,
                    convoy=each.id,
                ),
                Alight(
                    starts_at=each.departs_at + timedelta(minutes=out.minutes),
                    ends_at=each.departs_at + timedelta(minutes=out.minutes + 20),
                    place="reception-hall",
                    people=NOBODY,
                ),
            ),
        )
        for each in convoys[:2]
        for vehicle in each.vehicles
    )
    windows = tuple(
        SilenceWindow(
            segment=segment,
            interval=Interval(starts_at=opens, ends_at=closes),
            km=km,
            parties=("alpha", "beta"),
            status=WindowStatus.OFFERED,
        )
        for each_day in (day, day + 1)
        for segment, opens, closes, km in (
            ("s-city", at(4, day=each_day), at(7, day=each_day) if each_day == day else at(14, day=each_day), 20.0),
            ("s-coast", at(5, day=each_day), at(8, day=each_day) if each_day == day else at(14, day=each_day), 40.0),
            ("s-line", at(4, day=each_day), at(12, day=each_day), 20.0),
        )
    )
    return Plan(
        scenario="card-sample",
        scenario_title="A corridor for the route card",
        scenario_hash="5ce0" * 16,
        network_hash="ab" * 32,
        planner="by hand",
        zone="Europe/Kyiv",
        horizon=Interval(starts_at=at(2, day=day), ends_at=at(20, day=day + 2)),
        routes=(out, back),
        itineraries=itineraries,
        own_departures=(
            OwnDeparture(
                own_transport_row=0,
                gathering_point="gather-theatre",
                mode=OwnTransportMode.CAR,
                route=out.id,
                departs_at=at(6, day=day),
                arrives_at=at(6, day=day) + timedelta(minutes=out.minutes),
                units=30,
                people=PeopleByClass(other_people=90),
            ),
        ),
        convoys=convoys,
        windows=windows,
        waves=(),
        crowds=(),
        goods=(),
        left_behind=(),
        bindings=(),
        reasons=("made by hand",),
        figures=Figures(
            registered=PeopleByClass(other_people=2252),
            out=PeopleByClass(other_people=352),
            own_transport_registered=PeopleByClass(other_people=90),
            own_transport_out=PeopleByClass(other_people=90),
            own_transport_units_out=30,
            goods_needed_kg=0,
            goods_delivered_kg=0,
            value_points=2153.0,
            danger_person_incidents=0.0,
            silence_km_h=0.0,
            vehicle_h=0.0,
            vehicle_km=0.0,
            vehicles_used=8,
            mean_arrival_at=None,
        ),
        certificate=Certificate(value_points=2153.0, bound_points=2153.0, gap=0.0, covers="by hand", seed=1, work=0),
    )
