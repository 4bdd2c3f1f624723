"""From a plan to a proposal: everything of an agreement's terms that a scenario and its plan say.

What they do not say stays empty, and is for people to supply (`known.py`): who signs and commands, how wide the buffer is, who has cleared
the road of mines.

Invariant: nothing internal enters the terms. A scenario names where people are received by address; a town is not guessed from it, so
destinations stay empty until people write them, and no name of a reception centre, hospital or depot is read here at all.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from safepassage.corridor import Control, OwnTransportMode, Party, Place, PriorityClass
from safepassage.negotiation.known import Known, with_known
from safepassage.negotiation.names import names_of
from safepassage.negotiation.overnight import overnight_people
from safepassage.negotiation.passages import OnSegment, times_on_segments
from safepassage.negotiation.standing import ALL_STANDING, CIVILIANS, PLACE_IN_COLUMN, WHOM
from safepassage.negotiation.terms import (
    CheckpointTerms,
    Draft,
    Escort,
    GatheringTerms,
    GoodsTerms,
    LocalHours,
    Planned,
    Point,
    PrivateCars,
    SegmentTerms,
    Terms,
    VehicleTerms,
    Way,
    WindowTerms,
)
from safepassage.negotiation.ways import ways_of
from safepassage.planning.itinerary import Board, Drive, Halt
from safepassage.planning.result import Plan, SilenceWindow
from safepassage.scenario.scenario import Scenario

_ALL_OF_IT_SHARE = 0.9
"""Who drives so much of the longest way through a segment drives all of it: roads differ by some turnings."""

LANGUAGES = ("en", "uk", "ru")

OnSegments = Mapping[str, list[OnSegment]]


def propose(scenario: Scenario, plan: Plan, *, known: Known | None = None, languages: Iterable[str] = LANGUAGES) -> Draft:
    """Draft the terms that the plan needs, with what people know besides (`read_known`), and what the plan does.

    Raises:
        InputError: what people know does not fit the plan; every problem is listed.
    """
    names = _Names(scenario, tuple(languages))
    on_segments: dict[str, list[OnSegment]] = defaultdict(list)
    for time in times_on_segments(plan):
        on_segments[time.segment].append(time)
    on_road = _places_on_roads(plan)
    terms = Terms(
        id=scenario.id,
        names={scenario.language: scenario.title},
        parties=tuple(Party(id=party.id, name=party.name, zone=party.zone) for party in scenario.parties),
        party_names={party.id: names(party.id, party.name) for party in scenario.parties},
        brings_out=_whom(plan),
        brings_in=_goods(plan),
        segments=_segments(plan, scenario, names, on_segments),
        gathering_points=_gathering_points(plan, scenario, names),
        are_destinations_free=True,
        vehicles=_vehicles(plan, scenario, names),
        private_cars=_private_cars(plan, scenario),
        checkpoints=tuple(
            CheckpointTerms(**names.spot(place), party=place.party, longest_hold_min=place.hold_min)
            for place in sorted(scenario.checkpoints, key=lambda place: on_road.get(place.id, 0))
            if place.id in on_road
        ),
        escort=_escort(scenario, names, on_road),
        safe_halts=tuple(Point(**names.spot(place)) for place in scenario.safe_halts if place.id in on_road),
        standing_clauses=ALL_STANDING,
    )
    return Draft(terms=with_known(terms, known) if known else terms, planned=_planned(plan, on_segments))


class _Names:
    """The names of anything in the languages of the text."""

    def __init__(self, scenario: Scenario, languages: tuple[str, ...]) -> None:
        self._scenario = scenario
        self.languages = languages

    def __call__(self, any_id: str, own_name: str) -> dict[str, str]:
        return names_of(self._scenario, any_id, own_name, self.languages)

    def spot(self, place: Place) -> dict[str, Any]:
        """What every point of the terms has."""
        return {"id": place.id, "names": self(place.id, place.name), "latitude": place.latitude, "longitude": place.longitude}


def _places_on_roads(plan: Plan) -> dict[str, int]:
    """The places that the plan's vehicles pass or halt at, each with its turn: those of the road that most people leave by first."""
    out: Counter[str] = Counter()
    for convoy in plan.convoys:
        out[convoy.route] += convoy.people.total_people
    for departure in plan.own_departures:
        out[departure.route] += departure.people.total_people
    driven = {activity.route for itinerary in plan.itineraries for activity in itinerary.activities if isinstance(activity, Drive)} | {
        departure.route for departure in plan.own_departures
    }
    routes = sorted((route for route in plan.routes if route.id in driven), key=lambda route: (-out[route.id], route.id))
    met: dict[str, int] = {}
    for route in routes:
        crossed = [crossing.checkpoint for crossing in route.crossings]
        for place in (*crossed, *(point.place for point in route.points if point.place), route.origin, route.destination):
            met.setdefault(place, len(met))
    for itinerary in plan.itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Halt):
                met.setdefault(activity.place, len(met))
    return met


def _whom(plan: Plan) -> tuple[str, ...]:
    people = plan.figures.out + plan.figures.own_transport_out
    if not people.total_people:
        return ()
    return (CIVILIANS, *(WHOM[priority] for priority, count in people.items() if count and priority is not PriorityClass.OTHER))


def _goods(plan: Plan) -> tuple[GoodsTerms, ...]:
    """What the plan delivers by kind: what is needed, and where, is not for a party."""
    delivered_kg: Counter[Any] = Counter()
    for line in plan.goods:
        delivered_kg[line.kind] += line.delivered_kg
    return tuple(GoodsTerms(kind=kind, weight_kg=weight_kg) for kind, weight_kg in sorted(delivered_kg.items()) if weight_kg)


def _segments(plan: Plan, scenario: Scenario, names: _Names, on_segments: OnSegments) -> tuple[SegmentTerms, ...]:
    segments = {segment.id: segment for segment in scenario.segments}
    zones = tuple(dict.fromkeys(party.zone for party in scenario.parties))
    terms = []
    for id_, ways in ways_of(plan, scenario, names.languages).items():
        main: Way = ways[0]
        segment = segments[id_]
        held = [entry for entry in scenario.control if entry.segment == id_ and entry.since <= min(_entries(on_segments[id_]))]
        control = max(held, key=lambda entry: entry.since, default=None)
        windows = (window for window in plan.windows if window.segment == id_)
        terms.append(
            SegmentTerms(
                id=id_,
                names=names(id_, segment.name),
                begins=main.begins,
                ends=main.ends,
                km=main.km,
                roads=_roads(plan, scenario, id_),
                other_ways=ways[1:],
                controlling_party=control.party if control else None,
                control_source=_source(control) if control else None,
                needs_silence=segment.needs_silence,
                windows=tuple(window_terms(window, on_segments[id_], zones) for window in windows),
            )
        )
    return tuple(terms)


def _roads(plan: Plan, scenario: Scenario, segment: str) -> tuple[str, ...]:
    """The roads of a table of legs that the plan drives on; on an OSM network nothing says which of a route's roads lie on a segment.

    A leg that ends where people are received or vehicles stand is left out: its name would lead there.
    """
    driven = {road for route in plan.routes for road in route.roads}
    hidden = {place.id for place in (*scenario.receptions, *scenario.depots)}
    legs = (leg for leg in scenario.legs if leg.segment == segment and not {leg.from_place, leg.to_place} & hidden)
    return tuple(dict.fromkeys(leg.road for leg in legs if leg.road in driven and leg.road is not None))


def _source(control: Control) -> str:
    return f"{control.source} (assumed)" if control.is_assumption else control.source


def _entries(times: Iterable[OnSegment]) -> list[Any]:
    return [time.enters_at for time in times]


def _last_entry(within: Sequence[OnSegment]) -> datetime:
    """When the last vehicle that drives all of the segment enters it: one that joins late on the way has less of it before it, and whoever
    is let in at the beginning at that hour could not be out in time.
    """
    longest_km = max(time.km for time in within)
    return max(time.enters_at for time in within if time.km >= _ALL_OF_IT_SHARE * longest_km)


def window_terms(window: SilenceWindow, times: Iterable[OnSegment], zones: Iterable[str]) -> WindowTerms:
    """A window of the plan as terms: when vehicles on the segment within it enter and leave, and its hours on the clocks of these zones."""
    within = _within(window, times)
    opens, closes = window.interval.starts_at, window.interval.ends_at
    return WindowTerms(
        opens=opens,
        closes=closes,
        last_entry=_last_entry(within),
        last_exit=max(time.leaves_at for time in within),
        local_hours=tuple(
            LocalHours(
                zone=zone,
                opens=f"{opens.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}",
                closes=f"{closes.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M}",
            )
            for zone in zones
        ),
    )


def _within(window: SilenceWindow, times: Iterable[OnSegment]) -> list[OnSegment]:
    return [time for time in times if window.interval.contains(time.enters_at, time.leaves_at)]


def _gathering_points(plan: Plan, scenario: Scenario, names: _Names) -> tuple[GatheringTerms, ...]:
    used = {activity.place for itinerary in plan.itineraries for activity in itinerary.activities if isinstance(activity, Board)}
    used |= {departure.gathering_point for departure in plan.own_departures}
    return tuple(
        GatheringTerms(**names.spot(place), holds_people=place.holds_people) for place in scenario.gathering_points if place.id in used
    )


def _vehicles(plan: Plan, scenario: Scenario, names: _Names) -> tuple[VehicleTerms, ...]:
    driven = _vehicles_by_kind(plan)
    return tuple(
        VehicleTerms(kind=kind.id, names=names(kind.id, kind.name), vehicles=driven[kind.id])
        for kind in scenario.vehicle_types
        if driven[kind.id]
    )


def _vehicles_by_kind(plan: Plan) -> Counter[str]:
    return Counter(
        itinerary.type for itinerary in plan.itineraries if any(isinstance(activity, Drive) for activity in itinerary.activities)
    )


def _private_cars(plan: Plan, scenario: Scenario) -> PrivateCars | None:
    """None where the plan has none: that they are not admitted does not follow."""
    cars = sum(departure.units for departure in plan.own_departures if departure.mode is OwnTransportMode.CAR)
    if not cars:
        return None
    place = PLACE_IN_COLUMN.get(scenario.column.own_transport_precedence)
    return PrivateCars(are_admitted=True, place_in_column=place, most_cars=cars)


def _escort(scenario: Scenario, names: _Names, on_road: Mapping[str, int]) -> Escort | None:
    points = tuple(
        Point(**names.spot(place))
        for place in sorted(scenario.handover_points, key=lambda place: on_road.get(place.id, 0))
        if place.id in on_road
    )
    return Escort(handover_points=points) if points else None


def _planned(plan: Plan, on_segments: OnSegments) -> Planned:
    """A segment clears in the longest of its windows; one without a window of silence has nothing to clear in."""
    clears_min: dict[str, int] = {}
    for window in plan.windows:
        within = _within(window, on_segments[window.segment])
        first, last = min(time.enters_at for time in within), max(time.leaves_at for time in within)
        minutes = round((last - first).total_seconds() / 60)
        clears_min[window.segment] = max(minutes, clears_min.get(window.segment, 0))
    return Planned(vehicles=dict(sorted(_vehicles_by_kind(plan).items())), clears_min=clears_min, overnight_people=overnight_people(plan))
