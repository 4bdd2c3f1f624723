"""Who holds which segment when, as the latest source says. Attributed, never adjudicated."""

from itertools import pairwise

from safepassage.corridor import Interval
from safepassage.scenario.scenario import Scenario


def holders(scenario: Scenario, segment: str) -> tuple[tuple[Interval, str | None], ...]:
    """The spans of the horizon in order, each with the party that holds the segment in it; None where no source speaks of it."""
    horizon = scenario.horizon
    changes = {entry.since for entry in scenario.control if entry.segment == segment and horizon.starts_at < entry.since < horizon.ends_at}
    edges = sorted({horizon.starts_at, *changes, horizon.ends_at})
    return tuple(
        (Interval(starts_at=starts_at, ends_at=ends_at), scenario.controlling_party(segment, starts_at))
        for starts_at, ends_at in pairwise(edges)
    )
