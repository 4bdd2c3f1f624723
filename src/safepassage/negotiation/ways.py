"""The roads through each segment as a plan uses them, seen from where people gather outwards.

Invariant: no point here lies near a place where people are received, vehicles stand or goods lie: such an end is left out, and with it
the kilometres, from which it could be reckoned.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from math import cos, hypot, radians

from safepassage.negotiation.names import names_of
from safepassage.negotiation.terms import Point, Way
from safepassage.planning.itinerary import Direction
from safepassage.planning.result import Plan
from safepassage.planning.route import Passage, Route
from safepassage.scenario.scenario import Scenario

HIDING_KM = 1.0
_SAME_SPOT_KM = 0.2
_AT_PLACE_KM = 0.05
_KM_PER_DEGREE = 111.2


@dataclass(frozen=True, slots=True)
class _Stretch:
    """One passage outwards: its line as degrees north, degrees east and kilometres from where it begins."""

    segment: str
    line: tuple[tuple[float, float, float], ...]

    @property
    def km(self) -> float:
        return self.line[-1][2]


def ways_of(plan: Plan, scenario: Scenario, languages: Iterable[str]) -> dict[str, tuple[Way, ...]]:
    """By segment, in the order in which those who leave come to them, its roads: first the one that most people leave by.

    A stretch that is part of a longer one is not named besides it.
    """
    languages = tuple(languages)
    followed: list[list[str]] = []
    stretches: dict[str, list[_Stretch]] = {}
    for route, is_outward in _routes_by_people(plan):
        outwards = list(_stretches(route)) if is_outward else [_turned(each) for each in reversed(list(_stretches(route)))]
        followed.append([each.segment for each in outwards])
        for stretch in outwards:
            stretches.setdefault(stretch.segment, []).append(stretch)
    hidden = [(place.latitude, place.longitude) for place in (*scenario.receptions, *scenario.depots)]
    return {
        segment: _shown(segment, _whole(stretches[segment]), hidden, scenario, languages)
        for segment in _outwards(list(stretches), followed)
    }


def _routes_by_people(plan: Plan) -> list[tuple[Route, bool]]:
    """Every route that is driven, with whether it leads outward: first those by which most people leave."""
    people: Counter[str] = Counter()
    outward = {departure.route: True for departure in plan.own_departures}
    for convoy in plan.convoys:
        people[convoy.route] += convoy.people.total_people
        outward[convoy.route] = outward.get(convoy.route, False) or convoy.direction is Direction.OUTBOUND
    for departure in plan.own_departures:
        people[departure.route] += departure.people.total_people
    used = sorted((route for route in plan.routes if route.id in outward), key=lambda route: (-people[route.id], route.id))
    return [(route, outward[route.id]) for route in used]


def _outwards(segments: list[str], followed: list[list[str]]) -> Iterator[str]:
    """The segments so that each comes after those that lead to it; where roads lead in a circle, in the order of the most people."""
    before: dict[str, set[str]] = {segment: set() for segment in segments}
    for along in followed:
        for earlier, later in pairwise(dict.fromkeys(along)):
            before[later].add(earlier)
    left = list(segments)
    while left:
        following = next((each for each in left if not before[each] & set(left)), left[0])
        left.remove(following)
        yield following


def _stretches(route: Route) -> Iterator[_Stretch]:
    before_min, before_km = 0, 0.0
    for passage in route.passages:
        starts_km = _start_km(route, passage, before_min, before_km)
        ends_km = starts_km + passage.km
        inner = [(point.latitude, point.longitude, point.km) for point in route.points if starts_km < point.km < ends_km]
        line = [(*_spot(route, starts_km), starts_km), *inner, (*_spot(route, ends_km), ends_km)]
        yield _Stretch(passage.segment, tuple((north, east, km - starts_km) for north, east, km in line))
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
    return _Stretch(stretch.segment, tuple((north, east, stretch.km - km) for north, east, km in reversed(stretch.line)))


def _whole(stretches: list[_Stretch]) -> list[_Stretch]:
    """The stretches that are no part of a longer one, the one with the first of them, which most people use, first."""
    kept: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda each: -each.km):
        if not any(_is_part(stretch, longer) for longer in kept):
            kept.append(stretch)
    return sorted(kept, key=lambda each: not (each is stretches[0] or _is_part(stretches[0], each)))


def _is_part(stretch: _Stretch, longer: _Stretch) -> bool:
    """Whether every point of a stretch, in either direction, lies on the longer one, as many kilometres apart."""
    found = [_nearest(spot, longer) for spot in stretch.line]
    if any(apart_km > _SAME_SPOT_KM for apart_km, _ in found):
        return False
    return abs(abs(found[-1][1] - found[0][1]) - stretch.km) < _SAME_SPOT_KM


def _nearest(spot: tuple[float, float, float], stretch: _Stretch) -> tuple[float, float]:
    """How far a point lies from a stretch, and at which of its kilometres."""
    return min(_to_side(spot, start, end) for start, end in pairwise(stretch.line))


def _to_side(spot: tuple[float, ...], start: tuple[float, float, float], end: tuple[float, float, float]) -> tuple[float, float]:
    east_km = cos(radians(start[0])) * _KM_PER_DEGREE
    x, y = (end[1] - start[1]) * east_km, (end[0] - start[0]) * _KM_PER_DEGREE
    at_x, at_y = (spot[1] - start[1]) * east_km, (spot[0] - start[0]) * _KM_PER_DEGREE
    square = x * x + y * y
    share = min(1.0, max(0.0, (at_x * x + at_y * y) / square)) if square > 0.0 else 0.0
    return hypot(at_x - share * x, at_y - share * y), start[2] + share * (end[2] - start[2])


def _apart_km(one: tuple[float, float], other: tuple[float, float]) -> float:
    return _KM_PER_DEGREE * hypot(one[0] - other[0], (one[1] - other[1]) * cos(radians(one[0])))


def _shown(
    segment: str, stretches: Iterable[_Stretch], hidden: list[tuple[float, float]], scenario: Scenario, languages: tuple[str, ...]
) -> tuple[Way, ...]:
    ways: list[Way] = []
    drawn: list[_Stretch] = []
    for stretch in stretches:
        spots = ((north, east) for north, east, _ in (stretch.line[0], stretch.line[-1]))
        begins, ends = (None if any(_apart_km(spot, place) < HIDING_KM for place in hidden) else spot for spot in spots)
        number = "" if not ways else f"-{len(ways) + 1}"
        way = Way(
            begins=_point(f"{segment}-begins{number}", begins, scenario, languages) if begins else None,
            ends=_point(f"{segment}-ends{number}", ends, scenario, languages) if ends else None,
            km=round(stretch.km, 1) or None if begins and ends else None,
        )
        if ways and begins is None and ends is None:
            continue
        alike = [known for known, shown in zip(drawn, ways, strict=True) if _has_same_ends(way, shown)]
        drawn.append(stretch)
        if alike:
            away = [_away_from(stretch, each) for each in alike]
            spot = away[0]
            if spot is None or None in away or any(_apart_km(spot, place) < HIDING_KM for place in hidden):
                drawn.pop()
                continue
            way = way.model_copy(update={"passes": _point(f"{segment}-passes{number}", spot, scenario, languages)})
        ways.append(way)
    return tuple(ways)


def _away_from(stretch: _Stretch, other: _Stretch) -> tuple[float, float] | None:
    """Where a road is farthest from another that it leaves and comes back to; None where it only branches off to an end of its own."""
    apart_km = [_nearest(spot, other)[0] for spot in stretch.line]
    back = max((i for i, apart in enumerate(apart_km) if apart < _SAME_SPOT_KM), default=0)
    farthest = max(range(back + 1), key=lambda i: apart_km[i])
    north, east, _ = stretch.line[farthest]
    return (north, east) if apart_km[farthest] >= _SAME_SPOT_KM else None


def _has_same_ends(one: Way, other: Way) -> bool:
    """Whether two roads begin and end at the same points, as far as these are shown."""
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
