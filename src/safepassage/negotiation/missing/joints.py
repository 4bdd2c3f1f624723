"""Where segments meet. A corridor may have several roads, so the segments are a net and not always a chain: which follows which is read
from where they begin and end, seen outwards from where people gather, and never from their order alone.
"""

from collections.abc import Iterator, Sequence

from safepassage.negotiation.missing.point import are_near
from safepassage.negotiation.terms import Point, SegmentTerms

_SAME_PLACE_DEG = 0.005
"""Two points nearer than this, about 500 m, are taken for one place."""


def joints(before: SegmentTerms, after: SegmentTerms) -> list[Point]:
    """The points at which a road of one segment ends and a road of the other begins, as far as is known."""
    return [
        end
        for _, end in _roads(before)
        for begin, _ in _roads(after)
        if end is not None and begin is not None and are_near(end, begin, within_deg=_SAME_PLACE_DEG)
    ]


def joined(segments: Sequence[SegmentTerms]) -> Iterator[tuple[SegmentTerms, SegmentTerms, list[Point]]]:
    """Every two segments of which one leads outwards into the other, with where."""
    for before in segments:
        for after in segments:
            if before is not after and (points := joints(before, after)):
                yield before, after, points


def cut_off(segments: Sequence[SegmentTerms]) -> SegmentTerms | None:
    """The first segment that surely does not hang together with the first one; an end that is not known may lie anywhere."""
    reached = list(segments[:1])
    waiting = list(segments[1:])
    while near := [segment for segment in waiting if any(_may_touch(segment, other) for other in reached)]:
        reached += near
        waiting = [segment for segment in waiting if segment not in near]
    return waiting[0] if waiting else None


def _roads(segment: SegmentTerms) -> list[tuple[Point | None, Point | None]]:
    return [(segment.begins, segment.ends), *((way.begins, way.ends) for way in segment.other_ways)]


def _may_touch(first: SegmentTerms, second: SegmentTerms) -> bool:
    ends = [[point for road in _roads(segment) for point in road] for segment in (first, second)]
    return any(
        one is None or other is None or are_near(one, other, within_deg=_SAME_PLACE_DEG) is not False
        for one in ends[0]
        for other in ends[1]
    )
