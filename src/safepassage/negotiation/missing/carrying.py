"""People and what carries them: where they gather, where they go, vehicles, private cars, and how vehicles come back."""

from collections.abc import Iterator
from datetime import datetime

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.point import is_said, lacking, rule
from safepassage.negotiation.missing.vague import is_only_vague
from safepassage.negotiation.terms import Draft, Terms


def nowhere_to_gather(draft: Draft) -> Iterator[Finding]:
    """Where people come out, it is said where they gather."""
    if draft.terms.brings_out and not draft.terms.gathering_points:
        yield lacking(
            draft.terms,
            Clause.GATHERING,
            "no gathering point is named",
            severity=Severity.BLOCKING,
            reason="people cross the town under fire to look for the buses",
            happened=cases.CRUSH,
            repair="Name each gathering point with its coordinates and how many people may wait there.",
        )


def gathering_without_room(draft: Draft) -> Iterator[Finding]:
    """How many people may wait at each gathering point is said."""
    for place in draft.terms.gathering_points:
        if place.holds_people is None:
            yield lacking(
                draft.terms,
                Clause.GATHERING,
                f"how many people may wait at {place.id} at one time is not said",
                about=place.id,
                reason="more people come than there is room and seats for",
                happened=cases.CRUSH,
                repair="Write how many may wait there without a crush, and call people in waves.",
            )


def gathering_without_coordinates(draft: Draft) -> Iterator[Finding]:
    """Where each gathering point lies is said."""
    for place in draft.terms.gathering_points:
        if place.latitude is None or place.longitude is None:
            yield lacking(
                draft.terms,
                Clause.GATHERING,
                f"the coordinates of {place.id} are not given",
                about=place.id,
                reason="those who are to spare the place do not know where it lies",
                happened=cases.CHECK_LIST,
                repair="Write its latitude and longitude in degrees.",
            )


def no_destination(draft: Draft) -> Iterator[Finding]:
    """Where people come out, it is said where to, and that they choose."""
    terms = draft.terms
    if terms.brings_out and not any(is_said(name) for names in terms.destinations for name in names.values()):
        yield lacking(
            terms,
            Clause.DESTINATIONS,
            "no destination is named",
            severity=Severity.BLOCKING,
            reason="people who board do not know where they are taken",
            happened=cases.ONE_SIDE_ANNOUNCED,
            repair="Name the towns among which everybody chooses freely.",
        )
    elif terms.brings_out and terms.are_destinations_free is None:
        yield lacking(
            terms,
            Clause.DESTINATIONS,
            "that everybody chooses freely where to go is not said",
            severity=Severity.BLOCKING,
            reason="a destination that is imposed makes leaving no choice",
            happened=cases.ONE_SIDE_ANNOUNCED,
            repair="State that everybody chooses freely among the destinations.",
        )


def destination_imposed(draft: Draft) -> Iterator[Finding]:
    """Nobody is sent where they do not choose to go: it would undo the voluntary clause, so it is never overridden."""
    if draft.terms.are_destinations_free is False:
        yield Finding(
            Clause.DESTINATIONS,
            None,
            Kind.CONTRADICTORY,
            Severity.BLOCKING,
            "people may not choose where to go, and leaving is to be voluntary",
            "who may leave only to where the other side sends them does not leave freely; the other party rejects the corridor",
            cases.ONE_SIDE_ANNOUNCED,
            "Have everybody choose freely among the destinations, or propose no corridor.",
            can_be_overridden=False,
        )


def no_vehicles(draft: Draft) -> Iterator[Finding]:
    """Which vehicles drive is said."""
    if not draft.terms.vehicles:
        yield lacking(
            draft.terms,
            Clause.VEHICLES,
            "no vehicles are named",
            reason="units on the road cannot tell the convoy from other traffic",
            happened=cases.UNIT_DID_NOT_KNOW,
            repair="Write the vehicles by kind and number, with colour and marking.",
        )


def vehicles_not_described(draft: Draft) -> Iterator[Finding]:
    """Of each kind of vehicle it is said how many, of what colour, how marked, and until when plates are notified."""
    for vehicle in draft.terms.vehicles:
        told = {
            "their number": vehicle.vehicles,
            "their colour": vehicle.colour if is_said(vehicle.colour) else None,
            "their marking": vehicle.marking if is_said(vehicle.marking) else None,
            "until when their plates are notified": vehicle.plates_by,
        }
        lacks = [words for words, value in told.items() if value is None]
        if lacks:
            yield lacking(
                draft.terms,
                Clause.VEHICLES,
                f"of the vehicles '{vehicle.kind}' {', '.join(lacks)} {'is' if len(lacks) == 1 else 'are'} not said",
                about=vehicle.kind,
                reason="units on the road cannot tell the convoy from other traffic",
                happened=cases.UNIT_DID_NOT_KNOW,
                repair="Write it, or until when it follows by notification.",
            )


def plates_too_late(draft: Draft) -> Iterator[Finding]:
    """Plates are notified before the first window opens."""
    opening = _first_opening(draft.terms)
    for vehicle in draft.terms.vehicles:
        if opening is not None and vehicle.plates_by is not None and vehicle.plates_by > opening:
            yield Finding(
                Clause.VEHICLES,
                vehicle.kind,
                Kind.CONTRADICTORY,
                Severity.SERIOUS,
                f"the plates of the vehicles '{vehicle.kind}' are notified only after the first window has opened",
                "vehicles stand at the first checkpoint while nobody there has their plates",
                cases.UNIT_DID_NOT_KNOW,
                "Have the plates notified before the first window opens.",
            )


def vehicles_not_as_planned(draft: Draft) -> Iterator[Finding]:
    """The vehicles listed are those that the plan drives."""
    if draft.planned is None:
        return
    listed = {vehicle.kind: vehicle.vehicles for vehicle in draft.terms.vehicles}
    for kind in sorted({*listed, *draft.planned.vehicles}):
        planned, told = draft.planned.vehicles.get(kind, 0), listed.get(kind, 0)
        if told is not None and told != planned:
            yield Finding(
                Clause.VEHICLES,
                kind,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"{told} vehicles '{kind}' are listed, and the plan drives {planned}",
                "a vehicle that is on no list is a stranger to the units on the road",
                cases.UNIT_DID_NOT_KNOW,
                "List the vehicles that are planned, or plan again with those that are listed.",
            )


def private_cars_left_open(draft: Draft) -> Iterator[Finding]:
    """Whether private cars may come is said; where they may, at which place and how many."""
    terms = draft.terms
    cars = terms.private_cars
    lacks = []
    if cars is None or cars.are_admitted is None:
        lacks = ["whether private cars may join"]
    elif cars.are_admitted:
        lacks = [
            words
            for words, value in (("their place in the column", cars.place_in_column), ("how many may join", cars.most_cars))
            if value is None or value == ""
        ]
        place = cars.place_in_column
        if place and is_only_vague(place):
            lacks.insert(0, f"their place in the column, other than '{place}',")
    if lacks:
        yield lacking(
            terms,
            Clause.PRIVATE_CARS,
            f"{' and '.join(lacks)} is not said"
            if cars is None or not cars.are_admitted
            else f"of private cars {' and '.join(lacks)} is not said",
            reason="the column grows on the way until it no longer clears the road in its window, and nobody knows who belongs to it",
            happened=cases.COLUMN_GREW,
            repair="Write whether they may join, where in the column, and how many at most; and name the tail vehicle.",
        )


def no_way_back(draft: Draft) -> Iterator[Finding]:
    """How vehicles and crews come back is said."""
    return rule(
        draft.terms,
        Clause.RETURN,
        draft.terms.return_of_vehicles,
        "how vehicles and crews come back, and with what fuel,",
        reason="vehicles that do not come back make no second journey",
        happened=cases.NO_WAY_BACK,
        repair="Write by when, by which road and with what fuel they come back.",
    )


def _first_opening(terms: Terms) -> datetime | None:
    return min((window.opens for segment in terms.segments for window in segment.windows if window.opens is not None), default=None)
