"""What holds those up who do not come out: limits that are full, each widened and solved again."""

from collections.abc import Callable, Iterator

import numpy as np
from numpy.typing import NDArray

from safepassage.planning.flow.leaving import Layout, Leaving, leave
from safepassage.planning.flow.result import GapCloser
from safepassage.planning.flow.streets import CHECKPOINT, SEGMENT
from safepassage.planning.problem import QUARTER_MIN

MOST_CLOSERS = 8
Key = tuple[str, str]


def close_gaps(layout: Layout, leaving: Leaving, tell: Callable[[str, float | None, float | None, int], None]) -> Iterator[GapCloser]:
    """The limits that are full while units wait, those full longest first, each with a vehicle more in every quarter, and all together."""
    full = _full_quarters(layout, leaving)
    candidates = sorted(((quarters, key) for key, quarters in full.items() if quarters), reverse=True)[:MOST_CLOSERS]
    trials: list[tuple[int, str, str | None, list[Key]]] = [(quarters, *key, [key]) for quarters, key in candidates]
    if len(candidates) > 1:
        trials.append((candidates[0][0], "together", None, [key for _, key in candidates]))
    for number, (quarters, kind, what, keys) in enumerate(trials, start=1):
        tell(f"One vehicle more where it is full ({number} of {len(trials)})", None, None, 0)
        wider = layout.places.copy()
        for key in keys:
            wider.widen(*key, 1.0)
        # whoever comes out now comes out then: where the search finds less, what was found before stands
        again = max(leave(layout, wider), leaving, key=lambda each: each.merit)
        more = again.units - leaving.units
        earlier_min = (leaving.last_min or 0) - (again.last_min or 0) if more == 0 else None
        yield GapCloser(kind=kind, what=what, full_min=quarters * QUARTER_MIN, more_units=more, earlier_min=earlier_min)


def _full_quarters(layout: Layout, leaving: Leaving) -> dict[Key, int]:
    """By limit, the quarters that have no place for one unit more, though they had one, while somebody is still to arrive."""
    places, offset_min = layout.places, layout.places.offset_min
    taken: dict[Key, NDArray[np.float64]] = {key: np.zeros(len(left)) for key, left in places.gates().items()}
    shares = [own.passage_share for own in layout.scenario.own_transport if own.units and own.passage_share > 0]
    for departure in leaving.departures:
        share = departure.units * layout.scenario.own_transport[departure.own_transport_row].passage_share
        starts_min, route = leaving.minute(departure.departs_at), leaving.routes[departure.route]
        passed = [((CHECKPOINT, crossing.checkpoint), crossing.arrives_min) for crossing in route.crossings]
        passed += [((SEGMENT, passage.segment), passage.enters_min) for passage in route.passages]
        for key, after_min in passed:
            if key in taken:
                taken[key][(starts_min + after_min + offset_min) // QUARTER_MIN] += share
    everybody = sum(own.units for own in layout.scenario.own_transport)
    last = len(leaving.arrived) if leaving.units < everybody else leaving.last_min or 0
    full = {}
    for key, left in places.gates().items():
        in_time = np.arange(len(left)) * QUARTER_MIN - offset_min <= last
        full[key] = int(((taken[key] > 0) & (left - taken[key] < min(shares, default=0.0) - 1e-9) & in_time).sum())
    return full
