"""Who holds which segment when, as the latest source says. Attributed, never adjudicated."""

from itertools import pairwise

from safepassage.corridor import Interval
from safepassage.scenario.scenario import Scenario


def holders(scenario: Scenario, segment: str, within: Interval | None = None) -> tuple[tuple[Interval, str | None], ...]:
    """The spans of the horizon, or of another interval, in order, each with the party that holds the segment in it.

    None in place of the party where no source speaks of it.
    """
    whole = within or scenario.horizon
    changes = {entry.since for entry in scenario.control if entry.segment == segment and whole.starts_at < entry.since < whole.ends_at}
    edges = sorted({whole.starts_at, *changes, whole.ends_at})
    return tuple(
        (Interval(starts_at=starts_at, ends_at=ends_at), scenario.controlling_party(segment, starts_at))
        for starts_at, ends_at in pairwise(edges)
    )
