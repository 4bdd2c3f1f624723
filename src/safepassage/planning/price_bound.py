"""What no plan of the scenario as it is exceeds, by the prices kept with a plan that was given to begin with.

A search adds boarding cuts to its linear programme, and its prices prove less than those of the linear optimum that levers are compared
by. What they prove is worked out again by the separate code that verifies plans; nothing that the plan claims is believed.
"""

import math

from safepassage.planning.checking.certificate.bound import PricesBrokenError, recompute_bound
from safepassage.planning.result import Plan
from safepassage.planning.setting import Setting


def proven_points(setting: Setting, given: Plan | None, written: Plan | None) -> float:
    """What the prices kept with the plan `given` prove of every plan of the setting; infinite where they prove nothing of it.

    `written` is a plan of the setting: prices that hold beside own transport that goes first hold only where that leaves as it does there.
    """
    prices = given.certificate.prices if given is not None else None
    if given is None or prices is None or given.changed is not None:
        return math.inf
    if prices.own_first and (written is None or prices.own_first != written.own_departures):
        return math.inf
    ground = setting.ground
    try:
        return recompute_bound(ground.scenario, ground.network, setting.routes.all(), prices, place_nodes=ground.node)
    except PricesBrokenError:
        return math.inf
