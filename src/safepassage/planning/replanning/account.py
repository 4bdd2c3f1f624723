"""What a plan changed in the middle of its day says of itself: who stays and why, and how near the best possible it is."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from safepassage.corridor import PeopleByClass, PriorityClass, local_text
from safepassage.planning.build import most_points, people_points
from safepassage.planning.certificate import BoundPrices
from safepassage.planning.deliveries import delivered_points
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.result import Certificate, Figures, GoodsLine, LeftBehind, Plan
from safepassage.scenario.scenario import Scenario


def left_behind(scenario: Scenario, itineraries: Iterable[Itinerary], before: Plan, why: str) -> tuple[LeftBehind, ...]:
    """Everybody who waits for a seat and gets none, with the plan's reason where it had one."""
    boarded: Counter[tuple[str, PriorityClass]] = Counter()
    for itinerary in itineraries:
        for activity in itinerary.activities:
            if isinstance(activity, Board):
                boarded.update({(activity.place, priority): people for priority, people in activity.people.items()})
    known = {(line.place, line.priority): line for line in before.left_behind}
    lines = []
    for point in scenario.gathering_points:
        for priority, registered in point.registered.items():
            people = registered - boarded[point.id, priority]
            if people > 0:
                line = known.get((point.id, priority))
                reason = line.reason if line is not None and line.people >= people else why
                lines.append(LeftBehind(place=point.id, priority=priority, people=people, reason=reason))
    return tuple(lines)


def reasons_onward(before: Plan, left: tuple[LeftBehind, ...], goods: tuple[GoodsLine, ...], figures: Figures, why: str) -> tuple[str, ...]:
    if (left, goods, figures) == (before.left_behind, before.goods, before.figures):
        return before.reasons
    people = sum(line.people for line in left)
    reasons = [f"Of those who wait for a seat or a bay stay {people}: {why}."] if people else []
    short = [line for line in goods if line.delivered_kg < line.needed_kg]
    reasons += [f"{line.needed_kg - line.delivered_kg} kg of {line.kind.value} short at {line.place}: {why}." for line in short]
    own_left = figures.own_transport_registered.total_people - figures.own_transport_out.total_people
    reasons += [f"{own_left} people with their own means stay: {why}."] if own_left else []
    return tuple(reasons)


def certify(
    scenario: Scenario,
    figures: Figures,
    goods: tuple[GoodsLine, ...],
    prices: BoundPrices | None,
    at: datetime,
    *,
    set_down: PeopleByClass,
    work: int,
) -> Certificate:
    """The bound that the prices prove; everybody and everything where they prove none that the plan can be held against.

    Those `set_down` are registered twice, and brought out once at most.
    """
    value = people_points(scenario.weights, figures.out) + delivered_points(scenario.weights, goods)
    bound = most_points(scenario) - people_points(scenario.weights, set_down)
    since = local_text(at, scenario.zone)
    proven = prices.bound_points if prices is not None else None
    covers = f"everybody and everything; what can still be done from {since} on is not proven"
    if proven is not None and value <= proven < bound:
        bound = proven
        covers = f"all plans of the whole day, own transport not counted, that know from its first minute what is known since {since}"
    else:
        prices = None
    gap = (bound - value) / bound if bound else 0.0
    return Certificate(value_points=value, bound_points=bound, gap=gap, covers=covers, seed=scenario.seed, work=work, prices=prices)
