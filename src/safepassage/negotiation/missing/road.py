"""The road: which streets, divided into segments that join, each with who controls it, who commands there, and how far fire stays away."""

from collections.abc import Iterator

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.joints import cut_off
from safepassage.negotiation.missing.point import is_named, lacking, name
from safepassage.negotiation.missing.vague import is_only_vague
from safepassage.negotiation.terms import Draft


def no_segments(draft: Draft) -> Iterator[Finding]:
    """The road is divided into segments."""
    if not draft.terms.segments:
        yield lacking(
            draft.terms,
            Clause.SEGMENTS,
            "no segment of the road is named",
            severity=Severity.BLOCKING,
            reason="nobody can confirm, clear or keep silent a road that is not written down part by part",
            happened=cases.ONLY_IN_PRINCIPLE,
            repair="Divide the road where control changes, and name for each part its ends, streets and kilometres.",
        )


def road_in_one_piece(draft: Draft) -> Iterator[Finding]:
    """A road that leads from one party to another is not one segment."""
    terms = draft.terms
    if len(terms.segments) == 1 and len(terms.parties) > 1 and terms.segments[0].controlling_party is None:
        segment = terms.segments[0]
        yield Finding(
            Clause.SEGMENTS,
            segment.id,
            Kind.VAGUE,
            Severity.BLOCKING,
            f"the whole road, {name(segment)}, is one piece, and it is not said where control changes",
            "a ceasefire on part of it passes for one on all of it",
            cases.PART_OF_THE_ROAD,
            "Divide the road where control changes, and have each part confirmed by those who hold it.",
        )


def segment_without_ends(draft: Draft) -> Iterator[Finding]:
    """Each segment that needs silence begins and ends at a named point; others may hide an end near where people are received."""
    for segment in draft.terms.segments:
        ends = [what for what, point in (("begins", segment.begins), ("ends", segment.ends)) if point is None]
        if ends and segment.needs_silence:
            yield lacking(
                draft.terms,
                Clause.SEGMENTS,
                f"where segment {name(segment)} {' and where it '.join(ends)} is not said",
                about=segment.id,
                severity=Severity.BLOCKING,
                reason="two units can each hold that the stretch between them is the other's",
                happened=cases.PART_OF_THE_ROAD,
                repair="Name the point with its coordinates.",
            )


def segment_without_length(draft: Draft) -> Iterator[Finding]:
    """How long each segment that needs silence is, is said."""
    for segment in draft.terms.segments:
        if segment.km is None and segment.needs_silence:
            yield lacking(
                draft.terms,
                Clause.SEGMENTS,
                f"how many kilometres segment {name(segment)} has is not said",
                about=segment.id,
                severity=Severity.ADVICE,
                reason="without its length nobody can check whether a column can clear it in its window",
                repair="Measure it along the streets named, and write the kilometres.",
            )


def segments_do_not_join(draft: Draft) -> Iterator[Finding]:
    """The segments hang together: none begins and ends where no other does."""
    apart = cut_off(draft.terms.segments)
    if apart is not None and apart.begins is not None and apart.ends is not None:
        yield Finding(
            Clause.SEGMENTS,
            apart.id,
            Kind.CONTRADICTORY,
            Severity.BLOCKING,
            f"segment {name(apart)} begins at {apart.begins.id} and ends at {apart.ends.id}, where no other segment does",
            "the stretch between them is confirmed, cleared and kept silent by nobody",
            cases.PART_OF_THE_ROAD,
            "Write the same point as the end of one segment and the beginning of the next, or add the segment between them.",
        )


def no_streets(draft: Draft) -> Iterator[Finding]:
    """The streets of each segment are named, by number or name."""
    terms = draft.terms
    if not terms.segments:
        yield _streets_lacking(draft, None, "the streets of the road are not named")
    for segment in terms.segments:
        vague = [road for road in segment.roads if is_only_vague(road)]
        if not segment.roads:
            yield _streets_lacking(draft, segment.id, f"the streets of segment {name(segment)} are not named")
        elif vague:
            yield Finding(
                Clause.ROUTE,
                segment.id,
                Kind.VAGUE,
                Severity.BLOCKING,
                f"the streets of segment {name(segment)} are named '{', '.join(vague)}'",
                "each driver and each unit has its own idea of which road that is",
                cases.ONLY_IN_PRINCIPLE,
                "Write the numbers or names of the roads, in order.",
            )


def _streets_lacking(draft: Draft, about: str | None, point: str) -> Finding:
    return lacking(
        draft.terms,
        Clause.ROUTE,
        point,
        about=about,
        severity=Severity.BLOCKING,
        reason="each driver and each unit picks another road, and who takes another road is fired on as a deviation",
        happened=cases.ONLY_IN_PRINCIPLE,
        repair="Write the numbers or names of the roads, in order.",
    )


def point_without_coordinates(draft: Draft) -> Iterator[Finding]:
    """Every point on the road has coordinates."""
    points = {point.id: point for segment in draft.terms.segments for point in (segment.begins, segment.ends) if point is not None}
    for point in points.values():
        if point.latitude is None or point.longitude is None:
            yield lacking(
                draft.terms,
                Clause.ROUTE,
                f"the coordinates of {point.id} are not given",
                about=point.id,
                reason="places share names, and a name is written differently on each side's map",
                happened=cases.CHECK_LIST,
                repair="Write its latitude and longitude in degrees.",
            )


def nobody_controls(draft: Draft) -> Iterator[Finding]:
    """Each segment is controlled by a party that is named."""
    for segment in draft.terms.segments:
        if segment.controlling_party is None:
            yield lacking(
                draft.terms,
                Clause.CONTROL,
                f"who controls segment {name(segment)} is not said",
                about=segment.id,
                severity=Severity.BLOCKING,
                reason="nobody knows whose word the silence on it depends on",
                happened=cases.PART_OF_THE_ROAD,
                repair="Name the party that holds the segment, as that party states it; divide the segment where it changes.",
            )


def control_by_no_party(draft: Draft) -> Iterator[Finding]:
    """Who controls a segment is a party to the text."""
    parties = {party.id for party in draft.terms.parties}
    for segment in draft.terms.segments:
        if segment.controlling_party is not None and segment.controlling_party not in parties:
            yield Finding(
                Clause.CONTROL,
                segment.id,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"segment {name(segment)} is controlled by '{segment.controlling_party}', which is no party to the text",
                "those who hold the segment have promised nothing",
                cases.PART_OF_THE_ROAD,
                "Make them a party to the text, or correct who controls the segment.",
            )


def no_commander(draft: Draft) -> Iterator[Finding]:
    """On each segment the commander whose units stop firing is named. It is part of confirming the segment."""
    for about, where in _each_segment(draft):
        if about is None or not is_named(next(segment for segment in draft.terms.segments if segment.id == about).commander):
            yield lacking(
                draft.terms,
                Clause.COMMANDERS,
                f"no commander is named for {where}",
                about=about,
                severity=Severity.BLOCKING,
                kind=Kind.UNPROVEN,
                reason="nothing shows that the unit on the road knows of the agreement",
                happened=cases.UNIT_DID_NOT_KNOW,
                repair="Have the party that holds it name the commander, by office, with radio or telephone.",
                can_be_overridden=False,
            )


def no_buffer(draft: Draft) -> Iterator[Finding]:
    """How far from the road nothing is fired, flown or moved, is said for each segment that needs silence."""
    for segment in draft.terms.segments:
        if segment.needs_silence and segment.buffer_m is None:
            yield lacking(
                draft.terms,
                Clause.BUFFER,
                f"how far from segment {name(segment)} nothing may be fired, flown or moved is not said",
                about=segment.id,
                reason="a position beside the road may fire over it and hold that it kept the agreement",
                happened=cases.COLUMN_SHELLED,
                repair="Write the metres on each side of the road.",
            )


def _each_segment(draft: Draft) -> Iterator[tuple[str | None, str]]:
    """Each segment that needs silence, by id and in words; the whole road where none is named."""
    if not draft.terms.segments:
        yield None, "any part of the road"
    for segment in draft.terms.segments:
        if segment.needs_silence:
            yield segment.id, f"segment {name(segment)}"
