"""Whether the roads looked at in one scenario are those that looking for them in another one would find.

Invariant: everything that `survey.py` and `roads_round.py` seek and rank roads by is compared here.
"""

from safepassage.planning.connect import Ground
from safepassage.planning.roads_round import has_range
from safepassage.planning.routes import needed_pairs


def seeks_the_same_roads(ground: Ground, base: Ground) -> bool:
    """Whether everything that roads are sought and ranked by is as it was (see `survey`)."""
    has_no_more_pairs = set(needed_pairs(ground.scenario)) <= set(needed_pairs(base.scenario))
    return has_no_more_pairs and _sought_by(ground) == _sought_by(base) and _closed(ground) == _closed(base)


def _sought_by(ground: Ground) -> tuple[object, ...]:
    scenario = ground.scenario
    return (
        ground.hold_s.tobytes(),
        tuple((place.id, place.hold_min) for place in scenario.checkpoints),
        tuple(
            (segment.id, segment.needs_silence, segment.is_night_allowed, segment.vehicles_per_15_min is None)
            for segment in scenario.segments
        ),
        tuple(bool(ground.segment_open[segment.id].any()) for segment in scenario.segments),
        tuple(bool(ground.checkpoint_open[place.id].any()) for place in scenario.checkpoints),
        tuple(float(ground.segment_danger_per_h[segment.id].mean()) for segment in scenario.segments),
        tuple(float(rate.mean()) for rate in ground.point_danger_per_h),
        bool(ground.is_dark.any()),
        has_range(ground),
    )


def _closed(ground: Ground) -> tuple[object, ...]:
    return tuple((arcs.tobytes(), span == ground.scenario.horizon) for arcs, span in ground.closures)
