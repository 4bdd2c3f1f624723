"""Levers of darkness and of crews: the margins of daylight, nights on the road and at halts, relief for drivers."""

from collections.abc import Iterator

from safepassage.planning.levers.lever import Effect, Lever, LeverKind
from safepassage.planning.levers.table import Change, changed_records
from safepassage.scenario.scenario import Scenario

MOST_ONE_BY_ONE = 8
"""Nights on more segments than this are allowed on all of them only: one segment of many at night leads nowhere."""

_STEP_MIN = 30
_MOST_MARGIN_MIN = 240
_MOST_RELIEF = 2
_MARGINS = (
    ("margin_before_sunset_min", "the road is left {min} minutes before sunset instead of {now}"),
    ("margin_after_sunrise_min", "vehicles set out {min} minutes after sunrise instead of {now}"),
)


def light_levers(scenario: Scenario) -> Iterator[Lever]:
    """Nights and margins only where there is a dark that limits anybody: none where night driving is allowed everywhere."""
    language = scenario.language
    tired = [row for row, entry in enumerate(scenario.fleet) if entry.duty_h is not None and entry.relief_crews < _MOST_RELIEF]
    if tired:
        relieved = changed_records("fleet", tired, lambda entry: {"relief_crews": entry.relief_crews + 1}, key="row")
        yield Lever("crews.all", LeverKind.VEHICLES, "one relief crew more in every vehicle", Effect.HELPS, relieved)
    if scenario.daylight.is_night_driving_allowed:
        return
    for field, words in _MARGINS:
        now_min = getattr(scenario.daylight, field)
        less_min, more_min = max(0, now_min - _STEP_MIN), min(_MOST_MARGIN_MIN, now_min + _STEP_MIN)
        for margin_min, effect in ((less_min, Effect.HELPS), (more_min, Effect.HURTS)):
            if margin_min != now_min:
                told = words.format(min=margin_min, now=now_min)
                yield Lever(f"daylight.{field}.{margin_min}", LeverKind.LIGHT, told, effect, _daylight(field, margin_min))
    dark = [segment.id for segment in scenario.segments if not segment.is_night_allowed]
    for segment in dark if len(dark) <= MOST_ONE_BY_ONE else ():
        allowed = changed_records("segments", {segment}, lambda _: {"is_night_allowed": True})
        words = f"vehicles may be on {scenario.name(segment, language)} at night"
        yield Lever(f"night.{segment}", LeverKind.LIGHT, words, Effect.HELPS, allowed, "night.everywhere")
    for halt in scenario.safe_halts:
        if halt.holds_vehicles and not halt.is_overnight:
            overnight = changed_records("safe_halts", {halt.id}, lambda _: {"is_overnight": True})
            words = f"people may spend the night at {scenario.name(halt.id, language)}"
            yield Lever(f"overnight.{halt.id}", LeverKind.LIGHT, words, Effect.HELPS, overnight)
    words = "vehicles may drive at night, everywhere"
    yield Lever("night.everywhere", LeverKind.LIGHT, words, Effect.HELPS, _daylight("is_night_driving_allowed", True))


def _daylight(field: str, value: object) -> Change:
    return lambda scenario: scenario.model_copy(update={"daylight": scenario.daylight.model_copy(update={field: value})})
