"""The plan of a way on, written and judged: nothing is handed out that the checker refuses."""

from collections.abc import Sequence
from dataclasses import replace

from safepassage.errors import PlanBrokenError
from safepassage.planning.carry import Change
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.checking.breach import Breach
from safepassage.planning.midday import OutOfService
from safepassage.planning.replanning.crew import crew
from safepassage.planning.replanning.judge import judge
from safepassage.planning.replanning.onward import Onward
from safepassage.planning.replanning.rest import Rest
from safepassage.planning.replanning.state import DayState
from safepassage.planning.replanning.write import Written, write_plan_onward
from safepassage.planning.result import Plan
from safepassage.planning.setting import Setting


def hand_out(
    session_plan: Plan,
    session_setting: Setting,
    rest: Rest,
    chosen: Onward,
    state: DayState,
    out: Sequence[OutOfService],
    *,
    why: str,
    fills_up: bool,
    prices: BoundPrices | None,
    work: int,
) -> tuple[Written, tuple[Breach, ...]]:
    """The plan of a way on, without changed vehicles whose own day the checker refuses; and what is not held against it.

    Raises:
        PlanBrokenError: the checker found it broken, and no changed day was the cause.
    """
    while True:
        manned, going = crew(rest, chosen.going(rest), tops_up=fills_up)
        written = write_plan_onward(
            rest,
            session_plan,
            session_setting.ground,
            going,
            manned,
            at=state.at,
            out=out,
            why=why,
            fills_up=fills_up,
            prices=prices,
            work=work,
        )
        ground = rest.setting.ground
        judged = judge(ground.scenario, ground.network, written.plan, written.past, place_nodes=ground.node)
        if not judged.breaches:
            return written, judged.passed_over
        named = {breach.where.split(",")[0].removeprefix("vehicle ") for breach in judged.breaches}
        dropped = [
            number
            for number, vehicle in enumerate(rest.vehicles)
            if chosen.days[number] is not None and chosen.changes[number] is not Change.KEPT and vehicle.name in named
        ]
        if not dropped:
            raise PlanBrokenError("\n".join(str(breach) for breach in judged.breaches))
        days = tuple(None if number in dropped else day for number, day in enumerate(chosen.days))
        chosen = replace(chosen, days=days)
