"""What the map page shows, as plain data: lines, places, movements, windows, figures. Times are seconds since 1970 UTC."""

import math
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from safepassage.corridor import DangerPoint, Interval, PriorityClass
from safepassage.documents.captions import LANGUAGES, captions
from safepassage.documents.geojson import named_names, segment_lines
from safepassage.documents.local_times import zones_of
from safepassage.documents.motion import motion_of, thinned
from safepassage.documents.movement import Movement, movements_of, window_breaks
from safepassage.documents.party_style import party_styles
from safepassage.documents.waves import fullest, over
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation.control import holders
from safepassage.situation.daylight import daylight

Data = dict[str, Any]
_MARKER_STEP_KM = 0.25


def map_data(plan: Plan, scenario: Scenario) -> Data:
    """Everything that the page's own script draws; nothing in it names a person."""
    movements = movements_of(plan)
    styles = party_styles(scenario)
    named = [place.id for place in scenario.places]
    named += [segment.id for segment in scenario.segments] + [party.id for party in scenario.parties]
    return {
        "words": {language: dict(captions(language)) for language in LANGUAGES},
        "language": scenario.language if scenario.language in LANGUAGES else "en",
        "own_language": scenario.language,
        "zones": list(zones_of(scenario)),
        "span": _span(plan, movements),
        "light": [_seconds(interval) for interval in daylight(scenario)],
        "names": {any_id: named_names(scenario, any_id) for any_id in named},
        "parties": [{"id": party or "", "colour": style.colour, "dash": list(style.dash)} for party, style in styles.items()],
        "segments": [
            {
                "id": segment.id,
                "silence": segment.needs_silence,
                "control": [[since, until, party] for since, until, party in _held(scenario, segment.id)],
                "windows": [
                    [*_seconds(window.interval), window.status.value, list(window.parties)]
                    for window in sorted(plan.windows, key=lambda window: window.interval.starts_at)
                    if window.segment == segment.id
                ],
            }
            for segment in scenario.segments
        ],
        "roads": _collection(_roads(plan, scenario)),
        "legs": _collection(_legs(scenario)),
        "areas": _collection(_feature("Polygon", [[list(corner) for corner in area.ring]], id=area.id) for area in scenario.areas),
        "dangers": _collection(_danger(point, scenario.horizon) for point in scenario.danger_points),
        "places": [{"id": place.id, "kind": place.kind.value, "at": [place.longitude, place.latitude]} for place in scenario.places],
        "tracks": {route.id: _track(plan, route.id) for route in plan.routes},
        "movements": [_movement(movement) for movement in movements],
        "outside": [
            {"movement": found.movement, "segment": found.segment, "span": _seconds(found.interval)}
            for found in window_breaks(plan, scenario)
        ],
        "waves": [_waves_at(place, plan) for place in dict.fromkeys(wave.gathering_point for wave in plan.waves)],
        "figures": _figures(plan),
        "attribution": "© OpenStreetMap contributors, ODbL" if scenario.osm_file is not None else "",
    }


def _figures(plan: Plan) -> Data:
    figures = plan.figures
    rows = ("registered", "out", "own_transport_registered", "own_transport_out")
    return {
        "classes": [priority.value for priority in PriorityClass],
        **{row: [getattr(figures, row)[priority] for priority in PriorityClass] for row in rows},
        "own_units_out": figures.own_transport_units_out,
        "goods": [line.model_dump(mode="json") for line in plan.goods],
        "gap": plan.certificate.gap,
        "gap_with_own": plan.certificate.with_own_gap,
        "value": plan.certificate.value_points,
        "bound": plan.certificate.bound_points,
        "covers": plan.certificate.covers,
        "vehicles": figures.vehicles_used,
        "silence_km_h": figures.silence_km_h,
        "reasons": list(plan.reasons),
        "left": [line.model_dump(mode="json") for line in plan.left_behind],
        "bindings": [binding.text for binding in plan.bindings],
    }


def _waves_at(place: str, plan: Plan) -> Data:
    """The waves of one gathering point, each with the most people who wait there meanwhile (None: nobody)."""
    rows = []
    for wave in (wave for wave in plan.waves if wave.gathering_point == place):
        crowd = fullest(wave, plan)
        rows.append(
            {
                "wave": wave.wave,
                "called": _second(wave.called_at),
                "boards": _second(wave.boards_at),
                "people": wave.people.total_people,
                "tickets": [wave.first_ticket, wave.last_ticket],
                "waiting": None if crowd is None else crowd.waiting_people,
                "holds": None if crowd is None else crowd.holds_people,
                "over": "no" if crowd is None else over(crowd),
            }
        )
    return {"place": place, "rows": rows}


def _movement(movement: Movement) -> Data:
    return {
        "id": movement.id,
        "kind": movement.kind,
        "route": movement.route.id,
        "origin": movement.route.origin,
        "destination": movement.route.destination,
        "inbound": movement.direction == "inbound",
        "departs": _second(movement.departs_at),
        "tail": _second(movement.tail_departs_at),
        "arrives": _second(movement.arrives_at),
        "halts_until": None if movement.halts_until is None else _second(movement.halts_until),
        "units": movement.units,
        "people": movement.people.total_people,
        "goods_kg": movement.goods_kg,
        "holds": [
            [crossing.arrives_min, crossing.arrives_min + crossing.hold_min, crossing.checkpoint] for crossing in movement.route.crossings
        ],
    }


def _track(plan: Plan, route_id: str) -> Data:
    motion = thinned(motion_of(plan.route(route_id)), _MARKER_STEP_KM)
    return {
        "minutes": [round(float(minutes), 2) for minutes in motion.minutes],
        "longitude": [round(float(degrees), 5) for degrees in motion.longitude],
        "latitude": [round(float(degrees), 5) for degrees in motion.latitude],
    }


def _roads(plan: Plan, scenario: Scenario) -> Iterator[Data]:
    """One feature for each segment and span of control, and one for the roads of no segment."""
    lines = segment_lines(plan)
    silent = {segment.id for segment in scenario.segments if segment.needs_silence}
    for segment, drawn in lines.items():
        if segment is None:
            yield _feature("MultiLineString", drawn, segment="", party="-", since=0, until=2**40, silence=False)
            continue
        for since, until, party in _held(scenario, segment):
            yield _feature("MultiLineString", drawn, segment=segment, party=party, since=since, until=until, silence=segment in silent)


def _held(scenario: Scenario, segment: str) -> Iterator[tuple[int, int, str]]:
    """Spans with the holder's id ('' where no source speaks of it); the slider's last instant is the horizon's end, so it is inside."""
    for span, party in holders(scenario, segment):
        since, until = _seconds(span)
        yield since, until + (until == _second(scenario.horizon.ends_at)), party or ""


def _legs(scenario: Scenario) -> Iterator[Data]:
    at = {place.id: [place.longitude, place.latitude] for place in scenario.places}
    for leg in scenario.legs:
        yield _feature("LineString", [at[leg.from_place], at[leg.to_place]], id=leg.id)


def _danger(point: DangerPoint, horizon: Interval) -> Data:
    """A circle of 48 corners."""
    ring = []
    for corner in range(49):
        angle = 2 * math.pi * corner / 48
        north_m, east_m = point.radius_m * math.cos(angle), point.radius_m * math.sin(angle)
        ring.append(
            [
                round(point.longitude + east_m / (111_320.0 * math.cos(math.radians(point.latitude))), 6),
                round(point.latitude + north_m / 110_574.0, 6),
            ]
        )
    since, until = _second(point.since or horizon.starts_at), _second(point.until or horizon.ends_at)
    return _feature("Polygon", [ring], id=point.id, since=since, until=until, at=[point.longitude, point.latitude])


def _span(plan: Plan, movements: tuple[Movement, ...]) -> list[int]:
    """From the first departure to the last arrival with half an hour of air, inside the horizon; all of it where nothing moves."""
    starts, ends = _seconds(plan.horizon)
    if not movements:
        return [starts, ends]
    first = min(_second(movement.departs_at) for movement in movements)
    last = max(_second(movement.arrives_at) for movement in movements)
    return [max(starts, first - 1800), min(ends, last + 1800)]


def _feature(geometry_type: str, coordinates: object, **properties: object) -> Data:
    return {"type": "Feature", "geometry": {"type": geometry_type, "coordinates": coordinates}, "properties": properties}


def _collection(features: Iterator[Data]) -> Data:
    return {"type": "FeatureCollection", "features": list(features)}


def _second(at: datetime) -> int:
    return int(at.timestamp())


def _seconds(interval: Interval) -> list[int]:
    return [_second(interval.starts_at), _second(interval.ends_at)]
