"""Prices in words: the same on the terminal, on the page and in its picture."""

import math
from collections.abc import Iterator

from safepassage.corridor import PriorityClass
from safepassage.planning.levers import Effect, LeverKind
from safepassage.planning.price_list import Found, Price, PriceList, Unreached

CLASS_SHORT = {
    PriorityClass.STRETCHER: "stretcher cases",
    PriorityClass.INFANT: "infants, children, carers",
    PriorityClass.FRAIL: "frail",
    PriorityClass.OTHER: "others",
}

KINDS = {
    LeverKind.HOURS: "hours of silence, of checkpoints and of the operation",
    LeverKind.LIGHT: "daylight and nights",
    LeverKind.CAPACITY: "vehicles let through or held at checkpoints, on roads and at halts",
    LeverKind.HOLD: "holds at checkpoints",
    LeverKind.ROAD: "roads",
    LeverKind.BOARDING: "boarding",
    LeverKind.VEHICLES: "vehicles and crews",
    LeverKind.RECEPTION: "places and beds",
}

HEADINGS = {
    "Worth in the plans": "Difference between two plans that were checked, one with the lever and one without, "
    "made in the same way. People who leave in vehicles, by class; goods in kilograms; points by the scenario's weights. "
    "A better pair of plans may exist.",
    "Without rounding": "The same difference if people and vehicles could be divided (the linear optimum). "
    "It does not depend on how well whole vehicles fit, and no plan need reach it.",
    "At least, at most": "Proven: the best plan there is gains no less and no more than this by the lever. For a cost, below zero.",
}

NOT_TO_BE_ADDED = (
    "Levers do not add up. Each is priced by itself, everything else as it is. Two together can be worth more or less than "
    "the sum of both: write both into the scenario and plan it."
)
WIDER_FIRST = (
    "Levers that move the same in the same direction stand together. Where a wider lever is worth nothing, such as all hours of all "
    "parties, what lies within it is worth nothing."
)
UNREACHED = "No plan was made for these. What is proven of them at no cost is little: it says how much they could matter, not that they do."

STOPPED = (
    "Stopped by the clock: 'at least, at most' holds; the plans compared are those found so far and do not say what the lever is worth"
)
"""Of levers that were not solved to the end."""

NOT_GRANTED = "Nothing here is granted. Leaving is voluntary; those who stay lose no protection by staying."


_ARITHMETIC = 1e-2
"""Tenths of a point closer to a tenth than this are that tenth: the solver's arithmetic ends there."""


def signed(number: float, digits: int = 0) -> str:
    """With its sign; a number that rounds to nothing is 0."""
    text = f"{number:+,.{digits}f}".replace("-", "−")
    return f"{0:.{digits}f}" if float(f"{number:.{digits}f}") == 0 else text


def people_text(price: Price) -> str:
    """Such as '+310 people: +12 stretcher cases, +298 others; +650 kg of goods'; and whether the clock came first."""
    parts = [f"{signed(price.people[priority])} {words}" for priority, words in CLASS_SHORT.items() if price.people[priority]]
    total = price.people.total_people
    text = f"{signed(total)} {'person' if abs(total) == 1 else 'people'}" + (f": {', '.join(parts)}" if parts else "")
    if price.goods_kg:
        text += f"; {signed(price.goods_kg)} kg of goods"
    if price.own_people:
        text += f"; {signed(price.own_people)} people in own cars or on foot"
    return f"not known; so far {text} (stopped by the clock)" if price.found is Found.STOPPED else text


def linear_text(price: Price) -> str:
    return "not reached" if price.linear_points is None else signed(price.linear_points, 1)


def unreached_text(lever: Unreached) -> str:
    return f"{signed(_down(lever.at_least_points), 1)} to {signed(_up(lever.at_most_points), 1)} points for the best plan"


def bounds_text(price: Price) -> str:
    """Rounded outward: a bound is never shown tighter than it is."""
    low, high = _down(price.at_least_points), _up(price.at_most_points)
    return signed(low, 1) if low == high else f"{signed(low, 1)} to {signed(high, 1)}"


def found_text(price: Price, prices: PriceList) -> str:
    """How the price was found."""
    if price.found is Found.STOPPED:
        return "stopped by the clock"
    names = {other.lever: other.words for other in prices.prices}
    if price.found is Found.IMPLIED and price.implied_by is not None:
        return f"follows from '{names.get(price.implied_by, price.implied_by)}', which is worth nothing"
    if price.implied_by is not None:
        return f"the same for any plan as '{names.get(price.implied_by, price.implied_by)}'"
    return {
        Found.SOLVED: "planned anew",
        Found.KEPT: "the plan stays as it is",
        Found.SAME: "no plan can tell the difference",
        Found.IMPLIED: "follows from another",
    }[price.found]


def is_nothing(price: Price) -> bool:
    """Neither plans, with own cars and people on foot, nor the linear optimum differ. Where the clock came first, nobody knows."""
    if price.found is Found.STOPPED:
        return False
    is_flat = price.linear_points is not None and abs(price.linear_points) < 0.05
    moves_people = bool(price.own_people) or any(price.people[priority] for priority in PriorityClass)
    return is_flat and not moves_people and abs(price.plan_points) < 0.05 and not price.goods_kg


def nothing_groups(prices: PriceList) -> Iterator[tuple[str, list[Price]]]:
    """The levers that change nothing, by what is moved and which way, each group in a sentence: most levers in it first."""
    groups: dict[tuple[LeverKind, Effect], list[Price]] = {}
    for price in prices.prices:
        if is_nothing(price):
            groups.setdefault((price.kind, price.effect), []).append(price)
    does = {Effect.HELPS: "brings", Effect.HURTS: "costs", Effect.EITHER: "brings or costs"}
    for (kind, effect), members in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0])):
        ends = [points for price in members for points in (price.at_least_points, price.at_most_points)]
        low, high = _down(min(ends)), _up(max(ends))
        proven = "" if low == high == 0.0 else f"; proven: {signed(low, 1)} to {signed(high, 1)} points for the best plan"
        count = "1 lever, which" if len(members) == 1 else f"{len(members):,} levers, each of which"
        yield f"{KINDS[kind][0].upper()}{KINDS[kind][1:]}: {count} {does[effect]} nothing today{proven}", members


def worth_showing(prices: PriceList) -> list[Price]:
    """The levers that are worth or cost something, dearest first; one of those that are the same for any plan."""
    shown = [price for price in prices.prices if not is_nothing(price)]
    named = {price.lever for price in shown}
    return [price for price in shown if price.implied_by not in named]


def base_lines(prices: PriceList) -> list[str]:
    """What the plan is that all prices are differences to."""
    base = prices.base
    lines = [
        f"The plan as it is brings out {base.out.total_people:,} people in vehicles and {base.goods_delivered_kg:,} kg of goods in: "
        f"{base.value_points:,.1f} points, of at most {_up(base.bound_points):,.1f}.",
        f"{len(prices.prices):,} levers were priced; {sum(map(is_nothing, prices.prices)):,} of them are worth nothing today.",
    ]
    if base.given_points is not None and base.value_points > base.given_points + 0.05:
        lines.insert(
            1, f"The plan given is worth {base.given_points:,.1f} points; it was improved first, so that levers do not take the credit."
        )
    stopped = sum(price.found is Found.STOPPED for price in prices.prices)
    if stopped and prices.seconds is not None:
        count = "1 lever was" if stopped == 1 else f"{stopped:,} levers were"
        lines.append(
            f"{count} not solved to the end in {prices.seconds:,.0f} seconds: what is proven of the best plan holds, the plan compared "
            "may be a poor one. More seconds, or --only, bring the two nearer to each other."
        )
    if prices.missing:
        lines.append(f"Stopped before all were reached: levers without a price here, {len(prices.missing):,}; prices.html names them.")
    return lines


def _down(number: float) -> float:
    return math.floor(number * 10 + _ARITHMETIC) / 10


def _up(number: float) -> float:
    return math.ceil(number * 10 - _ARITHMETIC) / 10
