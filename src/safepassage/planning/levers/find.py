"""All levers of a scenario.

Invariant: no two of them change the scenario in the same way, and none leaves it as it is.
"""

from dataclasses import replace

from safepassage.planning.levers.capacity import capacity_levers
from safepassage.planning.levers.hours import hours_levers
from safepassage.planning.levers.lever import Effect, Lever
from safepassage.planning.levers.light import light_levers
from safepassage.planning.levers.ways import way_levers
from safepassage.scenario.scenario import Precedence, Scenario


def find_levers(scenario: Scenario) -> tuple[Lever, ...]:
    """Every lever that applies, the more particular of two that come to the same.

    Where own transport goes before the fleet and may take what is granted, nothing is certain beforehand: every effect is EITHER.
    """
    own_first = scenario.column.own_transport_precedence is Precedence.OWN_TRANSPORT and any(own.units for own in scenario.own_transport)
    levers: list[Lever] = []
    seen: list[Scenario] = [scenario]
    for lever in (*hours_levers(scenario), *light_levers(scenario), *way_levers(scenario), *capacity_levers(scenario)):
        changed = lever.change(scenario)
        if changed is None or changed in seen:
            continue
        seen.append(changed)
        levers.append(replace(lever, effect=Effect.EITHER) if own_first else lever)
    known = {lever.id for lever in levers}
    return tuple(lever if lever.within in known else replace(lever, within=None) for lever in levers)
