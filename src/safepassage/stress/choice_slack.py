"""Slack: worse scenarios in which plans are made, so that they hold up better in the true one.

Each makes the scenario worse in one respect: less room, fewer hours, slower checkpoints. A plan made there is carried into the true
scenario, whose minutes it then drives; what is left over is time and room for those who are late.

Invariant: `tightened` only takes away: what may be done there may be done in the true scenario, in the same minutes.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from math import floor
from typing import Any

from safepassage.corridor import Interval, Record
from safepassage.scenario.scenario import Scenario

AS_PLANNED = "as-planned"

_SHARES = (0.85, 0.7)
_EARLIER_MIN = (30, 60)
_LONGER_MIN = ((2, 10), (5, 10))
"""Minutes by which a hold, and boarding or alighting, are planned longer."""

_MOST_MARGIN_MIN = 240
"""Of the scenario's daylight and silence: its own limit."""

_Change = Callable[[Scenario], Scenario]


@dataclass(frozen=True, slots=True)
class Slack:
    """One way to leave slack: a name, in words what it is, and why it may hold up better.

    `tightened` takes room or hours away; `slowed` makes what is done take longer, on top of that. `shrinks`: the silence that the plan
    asks for is made as little as it can be; where it is not, the movements are those of the plan without slack.
    """

    name: str
    title: str
    why: str
    tightened: _Change | None = None
    slowed: _Change | None = None
    shrinks: bool = True


NO_SLACK = Slack(
    AS_PLANNED, "as planned", "the best plan found for a day on which nothing happens; it is what the others are compared with"
)


def find_slack(scenario: Scenario) -> Iterator[Slack]:
    """The ways to leave slack that change anything in a scenario, without the plan that leaves none."""
    for share in _SHARES:
        yield Slack(
            f"room-{share * 100:.0f}",
            f"room for latecomers: {share:.0%} used".replace("%", " %"),
            f"checkpoints, roads and boarding places are planned for at most {share * 100:.0f} % of what they let through, so that who is "
            "late need not queue for long",
            tightened=lambda told, share=share: _with_less_room(told, share),  # type: ignore[misc]
        )
    for minutes in _EARLIER_MIN:
        yield Slack(
            f"early-{minutes}",
            f"done {minutes} minutes early",
            f"everybody is through {minutes} minutes before offered silence, light and the horizon end, so that who is "
            "late still gets through",
            tightened=lambda told, minutes=minutes: _ending_earlier(told, minutes),  # type: ignore[misc]
        )
    for hold_min, stop_min in _LONGER_MIN:
        yield Slack(
            f"buffers-{hold_min}-{stop_min}",
            f"time to spare: {hold_min} and {stop_min} minutes",
            f"every hold is planned {hold_min} minutes longer than stated, boarding and alighting {stop_min}; vehicles wait those minutes "
            "out where they may wait, so that a delay is not carried on to the next journey",
            slowed=lambda told, hold_min=hold_min, stop_min=stop_min: _slowed(told, hold_min, stop_min),  # type: ignore[misc]
        )
    yield Slack(
        "wide-silence",
        "silence not cut to the least",
        "the movements are not pushed together to ask for less silence, so that its windows stay longer than each vehicle needs",
        shrinks=False,
    )
    yield Slack(
        "early-30-room-85",
        "done 30 minutes early, 85 % of the room used",
        "both together: who is late finds hours and room",
        tightened=lambda told: _ending_earlier(_with_less_room(told, _SHARES[0]), _EARLIER_MIN[0]),
    )


def _with_less_room(scenario: Scenario, share: float) -> Scenario:
    """At most a share of what checkpoints, segments and boarding places let through in a quarter of an hour, but one vehicle."""

    def less(record: Any, *fields: str) -> Record:
        given = {field: getattr(record, field) for field in fields}
        return record.model_copy(  # type: ignore[no-any-return]
            update={field: min(most, max(1, floor(share * most + 1e-9))) for field, most in given.items() if most is not None}
        )

    through = ("inbound_vehicles_per_15_min", "outbound_vehicles_per_15_min", "vehicles_per_15_min")
    return scenario.model_copy(
        update={
            "checkpoints": tuple(less(place, *through) for place in scenario.checkpoints),
            "segments": tuple(less(segment, "vehicles_per_15_min") for segment in scenario.segments),
            "gathering_points": tuple(less(point, "boardings_per_15_min") for point in scenario.gathering_points),
        }
    )


def _ending_earlier(scenario: Scenario, minutes: int) -> Scenario:
    """Light, offered silence and the horizon end so many minutes earlier.

    The hours of a checkpoint stay: its queue is what makes them matter, and silence or light end before them nearly everywhere.
    """

    def wider(margin_min: int) -> int:
        return max(margin_min, min(_MOST_MARGIN_MIN, margin_min + minutes))

    daylight, silence, horizon = scenario.daylight, scenario.silence, scenario.horizon
    ends_at = max(horizon.ends_at - timedelta(minutes=minutes), horizon.starts_at + timedelta(minutes=1))
    return scenario.model_copy(
        update={
            "daylight": daylight.model_copy(update={"margin_before_sunset_min": wider(daylight.margin_before_sunset_min)}),
            "silence": silence.model_copy(update={"margin_after_min": wider(silence.margin_after_min)}),
            "horizon": Interval(starts_at=horizon.starts_at, ends_at=ends_at),
        }
    )


def _slowed(scenario: Scenario, hold_min: int, stop_min: int) -> Scenario:
    return scenario.model_copy(
        update={
            "checkpoints": tuple(place.model_copy(update={"hold_min": place.hold_min + hold_min}) for place in scenario.checkpoints),
            "vehicle_types": tuple(
                kind.model_copy(update={"boarding_min": kind.boarding_min + stop_min, "alighting_min": kind.alighting_min + stop_min})
                for kind in scenario.vehicle_types
            ),
        }
    )
