"""A scenario without its numbers and hours: two scenarios of one skeleton can share the graphs of vehicles' moves."""

from collections.abc import Callable
from typing import Any

from safepassage.scenario.scenario import Scenario

_Rule = Callable[[Any, Any], object]
"""What of a field, beside the same field of the base, graphs depend on."""


def skeleton(scenario: Scenario, base: Scenario) -> Scenario:
    """The scenario without its numbers and hours: what graphs are grown from, but for when routes are open and when it is dark.

    What has none left of something that it has in the base counts as having it: graphs of the base lead there as well, to no use.
    """

    def bare(table: str, **rules: _Rule) -> tuple[object, ...]:
        records, of_base = getattr(scenario, table), getattr(base, table)
        if len(records) != len(of_base):
            return (*records, "not those of the base")
        return tuple(
            record.model_copy(update={name: rule(getattr(record, name), getattr(other, name)) for name, rule in rules.items()})
            for record, other in zip(records, of_base, strict=True)
        )

    def ever(number: int, number_in_base: int) -> bool:
        return number > 0 or number_in_base > 0

    def given(number: int | None, _: object) -> bool:
        return number is not None

    def nothing(*_: object) -> None:
        return None

    hours: dict[str, _Rule] = {"opens": nothing, "closes": nothing}
    passes: dict[str, _Rule] = {
        "inbound_vehicles_per_15_min": nothing,
        "outbound_vehicles_per_15_min": nothing,
        "vehicles_per_15_min": given,
    }
    return scenario.model_copy(
        update={
            "windows": (),
            "control": (),
            "closures": (),
            "checkpoints": bare("checkpoints", lanes=nothing, **hours, **passes),
            "gathering_points": bare("gathering_points", boardings_per_15_min=nothing),
            "segments": bare("segments", vehicles_per_15_min=given),
            "safe_halts": bare("safe_halts", holds_vehicles=ever),
            "reception_centres": bare("reception_centres", capacity_people=ever, hospital_beds=ever),
            "hospitals": bare("hospitals", capacity_people=ever, hospital_beds=ever),
            "fleet": bare("fleet", vehicles=ever),
            "daylight": scenario.daylight.model_copy(update={"margin_before_sunset_min": 0, "margin_after_sunrise_min": 0}),
        }
    )


def differs_in_hours_and_numbers(scenario: Scenario, base: Scenario) -> bool:
    """Whether nothing that graphs and roads are grown from differs but hours and numbers, or nothing at all."""
    return skeleton(scenario, base) == skeleton(base, base) and scenario.closures == base.closures
