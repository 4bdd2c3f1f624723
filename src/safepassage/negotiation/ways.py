"""The roads through each segment as a plan uses them, seen from where people gather outwards.

Invariant: no point here lies near a place where people are received, vehicles stand or goods lie: such an end is left out, and with it
the kilometres, from which it could be reckoned.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import cos, hypot, radians

from safepassage.negotiation.names import names_of
from safepassage.negotiation.terms import Point, Way
from safepassage.planning.itinerary import Drive
from safepassage.planning.result import Plan
from safepassage.planning.route import Passage, Route
from safepassage.scenario.scenario import Scenario

HIDING_KM = 1.0
_SAME_SPOT_KM = 0.2
_AT_PLACE_KM = 0.05
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One passage with its two ends: degrees north and east."""

    segment: str
    begins: tuple[float, float]
    ends: tuple[float, float]
    km: float


def ways_of(plan: Plan, scenario: Scenario, languages: Iterable[str]) -> dict[str, tuple[Way, ...]]:
    """By segment, in the order in which those who leave come to them, its roads: first the one that most people leave by."""
    languages = tuple(languages)
    stretches: dict[str, list[_Stretch]] = {}
    for route, is_outward in _routes_by_people(plan, scenario):
        for stretch in _stretches(route) if is_outward else reversed([_turned(each) for each in _stretches(route)]):
            known = stretches.setdefault(stretch.segment, [])
            if not any(_is_same(stretch, each) for each in known):
                known.append(stretch)
    hidden = [(place.latitude, place.longitude) for place in (*scenario.receptions, *scenario.depots)]
    return {segment: _shown(segment, found, hidden, scenario, languages) for segment, found in stretches.items()}


def _routes_by_people(plan: Plan, scenario: Scenario) -> list[tuple[Route, bool]]:
    """Every route that is driven, with whether it leads outward: first those by which most people leave."""
    people: dict[str, int] = {
        activity.route: 0 for itinerary in plan.itineraries for activity in itinerary.activities if isinstance(activity, Drive)
    }
    people |= {departure.route: 0 for departure in plan.own_departures}
    for convoy in plan.convoys:
        people[convoy.route] += convoy.people.total_people
    for departure in plan.own_departures:
        people[departure.route] += departure.people.total_people
    used = [route for route in plan.routes if route.id in people]
    inward = {place.id for place in (*scenario.depots, *scenario.receptions)}
    order = sorted(used, key=lambda route: (-people[route.id], route.origin in inward, -route.km, route.id))
    return [(route, people[route.id] > 0 or route.origin not in inward) for route in order]


def _stretches(route: Route) -> Iterator[_Stretch]:
    before_min, before_km = 0, 0.0
    for passage in route.passages:
        starts_km = _start_km(route, passage, before_min, before_km)
        ends_km = starts_km + passage.km
        yield _Stretch(passage.segment, _spot(route, starts_km), _spot(route, ends_km), passage.km)
        before_min, before_km = passage.leaves_min, ends_km


def _start_km(route: Route, passage: Passage, before_min: int, before_km: float) -> float:
    """Where a passage starts. Rounded minutes that meet mean that it starts where the one before ended."""
    if passage.enters_min <= before_min:
        return before_km
    minutes = [point.minutes for point in route.points]
    return max(before_km, _between(passage.enters_min, minutes, [point.km for point in route.points]))


def _spot(route: Route, km: float) -> tuple[float, float]:
    along = [point.km for point in route.points]
    return (
        _between(km, along, [point.latitude for point in route.points]),
        _between(km, along, [point.longitude for point in route.points]),
    )


def _between(at: float, known: list[float], wanted: list[float]) -> float:
    """Straight interpolation on a line that never goes back."""
    after = min(max(bisect_left(known, at), 1), len(known) - 1)
    length = known[after] - known[after - 1]
    share = min(1.0, max(0.0, (at - known[after - 1]) / length)) if length > 0.0 else 0.0
    return wanted[after - 1] + share * (wanted[after] - wanted[after - 1])


def _turned(stretch: _Stretch) -> _Stretch:
    return _Stretch(stretch.segment, stretch.ends, stretch.begins, stretch.km)


def _is_same(one: _Stretch, other: _Stretch) -> bool:
    return (
        _apart_km(one.begins, other.begins) < _SAME_SPOT_KM
        and _apart_km(one.ends, other.ends) < _SAME_SPOT_KM
        and abs(one.km - other.km) < _SAME_SPOT_KM
    )


def _apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    return _KM_PER_DEGREE * hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0])))


def _shown(
    segment: str, stretches: Iterable[_Stretch], hidden: list[tuple[float, float]], scenario: Scenario, languages: tuple[str, ...]
) -> tuple[Way, ...]:
    ways: list[Way] = []
    for stretch in stretches:
        begins, ends = (
            None if any(_apart_km(spot, place) < HIDING_KM for place in hidden) else spot for spot in (stretch.begins, stretch.ends)
        )
        number = "" if not ways else f"-{len(ways) + 1}"
        way = Way(
            begins=_point(f"{segment}-begins{number}", begins, scenario, languages) if begins else None,
            ends=_point(f"{segment}-ends{number}", ends, scenario, languages) if ends else None,
            km=round(stretch.km, 1) or None if begins and ends else None,
        )
        if not any(_reads_same(way, each) for each in ways):
            ways.append(way)
    return tuple(ways)


def _reads_same(one: Way, other: Way) -> bool:
    """Whether two roads look the same once hidden ends are left out."""
    if one.km is not None or other.km is not None:
        return False
    pairs = ((one.begins, other.begins), (one.ends, other.ends))
    return all(
        (a is None and b is None) or (a is not None and b is not None and _apart_km(_degrees(a), _degrees(b)) < _SAME_SPOT_KM)
        for a, b in pairs
    )


def _degrees(point: Point) -> tuple[float, float]:
    return (point.latitude or 0.0, point.longitude or 0.0)


def _point(id_: str, spot: tuple[float, float], scenario: Scenario, languages: tuple[str, ...]) -> Point:
    """The point, with the name of the public place that stands there, where one does."""
    public = (*scenario.gathering_points, *scenario.checkpoints, *scenario.handover_points, *scenario.safe_halts, *scenario.waypoints)
    here = next((place for place in public if _apart_km(spot, (place.latitude, place.longitude)) < _AT_PLACE_KM), None)
    names = names_of(scenario, here.id, here.name, languages) if here else {}
    return Point(id=id_, names=names, latitude=round(spot[0], 4), longitude=round(spot[1], 4))
