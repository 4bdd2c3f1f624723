"""Looks a scenario over before it is planned: what will not work as written, what was probably not meant, what to know."""

from collections import Counter
from collections.abc import Iterator

from safepassage.corridor import Hospital, ReceptionCentre, SourcedRecord
from safepassage.errors import InputError
from safepassage.planning.check_fleet import check_duty, check_fuel
from safepassage.planning.check_silence import check_silence
from safepassage.planning.check_ways import check_never_open, check_places, check_unreachable, check_unused
from safepassage.planning.connect import Ground, connect
from safepassage.planning.finding import Finding, Severity
from safepassage.planning.routes import Routes, find_routes
from safepassage.scenario.scenario import Scenario
from safepassage.situation import daylight

_ORDER = tuple(Severity)


def check_scenario(scenario: Scenario, ground: Ground | None = None, routes: Routes | None = None) -> tuple[Finding, ...]:
    """Every finding, the gravest first. What connecting refuses comes back as errors here, not as an exception."""
    if ground is None:
        try:
            ground = connect(scenario)
        except InputError as error:
            return tuple(Finding(Severity.ERROR, problem.where, problem.what, problem.repair) for problem in error.problems)
    routes = routes if routes is not None else find_routes(ground)
    findings = [
        *check_places(ground),
        *check_unreachable(ground, routes),
        *check_silence(ground),
        *_check_light(scenario),
        *check_never_open(ground, routes),
        *check_unused(ground, routes),
        *check_fuel(ground, routes),
        *check_duty(ground, routes),
        *_check_rates(scenario),
        *_check_people(scenario),
        *_check_goods(scenario, routes),
        *_check_assumptions(scenario),
    ]
    return tuple(sorted(findings, key=lambda finding: _ORDER.index(finding.severity)))


def _check_light(scenario: Scenario) -> Iterator[Finding]:
    if not daylight(scenario):
        yield Finding(
            Severity.ERROR, "scenario.toml, daylight", "it is dark throughout the horizon", "Lengthen the horizon, or lessen the margins."
        )


def _check_rates(scenario: Scenario) -> Iterator[Finding]:
    for checkpoint in scenario.checkpoints:
        for direction, rate in (("inbound", checkpoint.inbound_vehicles_per_15_min), ("outbound", checkpoint.outbound_vehicles_per_15_min)):
            if rate == 0 or checkpoint.vehicles_per_15_min == 0:
                yield Finding(
                    Severity.WARNING,
                    f"checkpoints.csv, {checkpoint.id}",
                    f"it lets no vehicle pass {direction}",
                    "Write how many vehicles it passes in a quarter of an hour, if it passes any.",
                )
    for point in scenario.gathering_points:
        if point.boardings_per_15_min == 0 and point.registered.total_people:
            yield Finding(
                Severity.ERROR,
                f"gathering_points.csv, {point.id}, boardings_per_15_min",
                "no vehicle can board here, and people are registered",
                "Write how many vehicles may begin boarding in a quarter of an hour.",
            )


def _check_people(scenario: Scenario) -> Iterator[Finding]:
    types = {kind.id: kind for kind in scenario.vehicle_types}
    fleet = [(types[entry.type], entry.vehicles) for entry in scenario.fleet if entry.vehicles > 0]
    registered = [point.registered for point in scenario.gathering_points]
    stretcher, seated = sum(each.stretcher_people for each in registered), sum(each.seated_people for each in registered)
    shelters: tuple[ReceptionCentre | Hospital, ...] = (*scenario.reception_centres, *scenario.hospitals)
    beds, room = sum(place.hospital_beds for place in shelters), sum(place.capacity_people for place in shelters)
    own = sum(row.people.total_people for row in scenario.own_transport)
    if not fleet and stretcher + seated:
        yield Finding(Severity.ERROR, "fleet.csv", "there is no vehicle", "Write the vehicles and their depots.")
    elif stretcher and not any(kind.stretcher_bays for kind, _ in fleet):
        text = f"{stretcher} stretcher cases are registered, and no vehicle of the fleet has a stretcher bay"
        yield Finding(Severity.ERROR, "fleet.csv", text, "Add ambulances, or write the bays that vehicles have.")
    if seated and fleet and not any(kind.seats for kind, _ in fleet):
        text = f"{seated} people are registered, and no vehicle of the fleet has a seat"
        yield Finding(Severity.ERROR, "fleet.csv", text, "Add vehicles with seats.")
    if beds < stretcher:
        text = f"there are {beds} beds for {stretcher} stretcher cases"
        yield Finding(Severity.WARNING if beds else Severity.ERROR, "hospitals.csv, hospital_beds", text, "Find more beds.")
    if room < seated + own:
        text = f"there is room for {room} people, and {seated + own} wait or come by themselves, stretcher cases not counted"
        yield Finding(Severity.WARNING if room else Severity.ERROR, "reception_centres.csv, capacity_people", text, "Find more room.")
    for point in scenario.gathering_points:
        total = point.registered.total_people
        if point.holds_people is not None and total > point.holds_people:
            text = f"{total} people are registered and {point.holds_people} can wait at one time: they are called in waves, by ticket"
            yield Finding(Severity.INFO, f"gathering_points.csv, {point.id}, holds_people", text, "Hand out tickets before the day.")


def _check_goods(scenario: Scenario, routes: Routes) -> Iterator[Finding]:
    types = {kind.id: kind for kind in scenario.vehicle_types}
    joined = {(origin, destination) for origin, destination, _ in routes.by_pair}
    if scenario.needs and not any(types[entry.type].payload_kg for entry in scenario.fleet if entry.vehicles > 0):
        yield Finding(
            Severity.ERROR, "fleet.csv", "goods are needed, and no vehicle of the fleet has a payload", "Add vehicles that carry goods."
        )
    for kind, needed_kg in _by_kind((need.kind, need.weight_kg) for need in scenario.needs).items():
        stocked_kg = sum(stock.weight_kg for stock in scenario.stocks if stock.kind == kind)
        if stocked_kg < needed_kg:
            text = f"{needed_kg} kg of {kind} are needed, and {stocked_kg} kg lie in stock"
            yield Finding(
                Severity.WARNING if stocked_kg else Severity.ERROR, f"stocks.csv, {kind}", text, "Find a stock, or lower the need."
            )
    for row, stock in enumerate(scenario.stocks):
        places = {need.place for need in scenario.needs if need.kind == stock.kind and need.place != stock.place}
        if places and not any((stock.place, place) in joined for place in places):
            text = f"no road leads from {stock.place} to any place that needs {stock.kind}"
            yield Finding(Severity.WARNING, f"stocks.csv, record {row + 1}", text, "Look at the roads and closures round it.")


def _by_kind(weights: Iterator[tuple[str, int]]) -> dict[str, int]:
    summed: Counter[str] = Counter()
    for kind, weight_kg in weights:
        summed[kind] += weight_kg
    return dict(summed)


def _check_assumptions(scenario: Scenario) -> Iterator[Finding]:
    tables = {name: getattr(scenario, name) for name in type(scenario).model_fields}
    records = {
        name: [record for record in table if isinstance(record, SourcedRecord)]
        for name, table in tables.items()
        if isinstance(table, tuple)
    }
    assumed = {name: sum(record.is_assumption for record in table) for name, table in records.items()}
    if sum(assumed.values()):
        by_table = ", ".join(f"{count} in {name}.csv" for name, count in assumed.items() if count)
        text = f"{sum(assumed.values())} of {sum(map(len, records.values()))} records are assumptions of yours: {by_table}"
        yield Finding(Severity.INFO, "scenario", text, "Ask for the figures behind those that matter most.")
