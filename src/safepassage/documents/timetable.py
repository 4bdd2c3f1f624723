"""The timetable as CSV: one row for each activity of each vehicle, and for each departure of own cars or people on foot."""

from collections.abc import Iterator
from pathlib import Path

from safepassage.corridor import NOBODY, PeopleByClass, PriorityClass
from safepassage.documents.local_times import zones_of
from safepassage.documents.spreadsheet import Row, times, write_sheet
from safepassage.planning.itinerary import Activity, Alight, Board, Drive, Itinerary, LoadGoods, OwnDeparture, UnloadGoods
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario


def write_timetable(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write the timetable, in order of time.

    The people of a row are those on board during it (boarding and alighting people counted); goods likewise.
    """
    rows = [row for itinerary in plan.itineraries for row in _vehicle_rows(itinerary, plan, scenario)]
    rows += [_own_row(departure, plan, scenario) for departure in plan.own_departures]
    rows.sort(key=lambda row: (str(row["starts_utc"]), str(row["vehicle"])))
    write_sheet(path, _columns(scenario), rows)


def _columns(scenario: Scenario) -> list[str]:
    return [
        *("audience", "vehicle", "type", "units", "convoy", "direction", "activity", "from", "from_name", "to", "to_name"),
        *("starts_utc", "ends_utc"),
        *(f"{edge} {zone}" for zone in zones_of(scenario) for edge in ("starts", "ends")),
        *(f"{priority.value}_people" for priority in PriorityClass),
        *("goods_kind", "goods_kg", "route"),
    ]


def _vehicle_rows(itinerary: Itinerary, plan: Plan, scenario: Scenario) -> Iterator[Row]:
    on_board, goods = NOBODY, dict[str, int]()
    for activity in itinerary.activities:
        if isinstance(activity, Board):
            on_board = on_board + activity.people
        if isinstance(activity, LoadGoods):
            goods[activity.kind] = goods.get(activity.kind, 0) + activity.weight_kg
        yield {
            **times("starts", activity.starts_at, zones_of(scenario)),
            **times("ends", activity.ends_at, zones_of(scenario)),
            **_people(on_board),
            **_what(activity, plan, scenario, goods),
            "audience": plan.audience,
            "vehicle": itinerary.vehicle,
            "type": itinerary.type,
            "units": 1,
            "activity": activity.activity,
        }
        if isinstance(activity, Alight):
            on_board = NOBODY
        if isinstance(activity, UnloadGoods):
            goods.pop(activity.kind, None)


def _what(activity: Activity, plan: Plan, scenario: Scenario, goods: dict[str, int]) -> Row:
    if isinstance(activity, Drive):
        route = plan.route(activity.route)
        return {
            **_between(route.origin, route.destination, scenario),
            "convoy": activity.convoy,
            "direction": activity.direction,
            "route": activity.route,
            "goods_kind": " ".join(goods),
            "goods_kg": sum(goods.values()),
        }
    here = _between(activity.place, activity.place, scenario)
    if isinstance(activity, LoadGoods | UnloadGoods):
        return {**here, "goods_kind": activity.kind, "goods_kg": activity.weight_kg}
    return {**here, "goods_kind": " ".join(goods), "goods_kg": sum(goods.values())}


def _own_row(departure: OwnDeparture, plan: Plan, scenario: Scenario) -> Row:
    route = plan.route(departure.route)
    return {
        **times("starts", departure.departs_at, zones_of(scenario)),
        **times("ends", departure.arrives_at, zones_of(scenario)),
        **_people(departure.people),
        **_between(route.origin, route.destination, scenario),
        "audience": plan.audience,
        "vehicle": "",
        "type": f"own {departure.mode}",
        "units": departure.units,
        "direction": "outbound",
        "activity": "drive" if departure.mode == "car" else "walk",
        "goods_kg": 0,
        "route": departure.route,
    }


def _people(people: PeopleByClass) -> Row:
    return {f"{priority.value}_people": count for priority, count in people.items()}


def _between(origin: str, destination: str, scenario: Scenario) -> Row:
    return {
        "from": origin,
        "from_name": scenario.name(origin, scenario.language),
        "to": destination,
        "to_name": scenario.name(destination, scenario.language),
    }
