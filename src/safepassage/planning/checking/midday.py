"""What a plan says of vehicles out of service: those set down are exactly those on board, at a gathering point."""

from collections import Counter
from collections.abc import Sequence

from safepassage.corridor import NOBODY
from safepassage.planning.checking.breach import Breach
from safepassage.planning.checking.ground import Ground
from safepassage.planning.checking.journey import Step
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.planning.midday import OutOfService
from safepassage.planning.result import Plan


def check_set_down(ground: Ground, plan: Plan, steps_of: Sequence[tuple[Step, ...]]) -> list[Breach]:
    """Rule 26."""
    if plan.changed is None:
        return []
    at, out = plan.changed.at, plan.changed.out
    breaches = []
    last_of = {itinerary.vehicle: steps[-1] for itinerary, steps in zip(plan.itineraries, steps_of, strict=True) if steps}
    boarded = {itinerary.vehicle: _families(itinerary) for itinerary in plan.itineraries}
    row_of = {itinerary.vehicle: itinerary.fleet_row for itinerary in plan.itineraries}
    for vehicle, times in Counter(each.vehicle for each in out).items():
        if times > 1:
            breaches.append(Breach(26, f"vehicle {vehicle}", f"it is told {times} times that it is out of service"))
    for each in out:
        where = f"vehicle {each.vehicle}"
        on_board = last_of[each.vehicle].next_people if each.vehicle in last_of else NOBODY
        if each.vehicle in last_of and last_of[each.vehicle].starts_s >= each.since.timestamp():
            breaches.append(Breach(26, where, "it begins something after it went out of service"))
        if each.since > at:
            breaches.append(Breach(26, where, "it is told to go out of service after the moment from which on the plan is anew"))
        if row_of.get(each.vehicle, each.fleet_row) != each.fleet_row or each.fleet_row >= len(ground.scenario.fleet):
            breaches.append(Breach(26, where, f"it is not of fleet row {each.fleet_row}"))
        if each.set_down_at is None:
            if each.set_down.total_people or each.families:
                breaches.append(Breach(26, where, "it is said to set people down, and not where"))
            continue
        if each.set_down_at not in ground.gathering_points:
            breaches.append(Breach(26, where, f"it sets people down at {each.set_down_at}, which is no gathering point"))
        if each.set_down != on_board:
            what = f"{each.set_down.total_people} people are set down, {on_board.total_people} are on board (or of other classes)"
            breaches.append(Breach(26, where, what))
        breaches += _check_families(ground, where, each.set_down_at, each.families, boarded.get(each.vehicle, Counter()))
    return [*breaches, *_check_registered(ground, out)]


def _check_registered(ground: Ground, out: Sequence[OutOfService]) -> list[Breach]:
    """All who are set down at a place are among those registered there, and their groups among its groups, each once."""
    breaches = []
    for place in sorted({each.set_down_at for each in out if each.set_down_at in ground.gathering_points}):
        people = sum((each.set_down for each in out if each.set_down_at == place), NOBODY)
        registered = ground.gathering_points[place].registered
        if any(count > registered[priority] for priority, count in people.items()):
            what = f"{people.total_people} people were set down there, and not all of them are registered anew"
            breaches.append(Breach(26, f"gathering point {place}", what))
    groups = ground.scenario.groups
    waiting: Counter[int] = Counter()
    for each in out:
        for row, count, now in each.families:
            waiting[now] += count
            if now == row:
                breaches.append(Breach(26, f"vehicle {each.vehicle}", f"the groups of row {row} do not wait in a row of their own"))
    for row, count in sorted(waiting.items()):
        if 0 <= row < len(groups) and count > groups[row].groups:
            breaches.append(Breach(26, f"groups, row {row}", f"{count} groups were set down, {groups[row].groups} wait"))
    return breaches


def _families(itinerary: Itinerary) -> Counter[int]:
    """Groups on board at the end, by row."""
    groups: Counter[int] = Counter()
    for activity in itinerary.activities:
        if isinstance(activity, Board):
            groups.update(dict(activity.groups))
        elif activity.activity == "alight":
            groups = Counter()
    return groups


def _check_families(
    ground: Ground, where: str, place: str, families: Sequence[tuple[int, int, int]], boarded: Counter[int]
) -> list[Breach]:
    """They wait whole, as many as were on board."""
    groups = ground.scenario.groups
    if any(not (0 <= row < len(groups) and 0 <= now < len(groups)) for row, _, now in families):
        return [Breach(26, where, "it sets down groups that the scenario does not have")]
    if Counter({row: count for row, count, _ in families}) != boarded or len(families) != len(boarded):
        return [Breach(26, where, "the groups set down are not those on board")]
    wrong = [
        now
        for row, count, now in families
        if groups[now].people != groups[row].people or groups[now].gathering_point != place or groups[now].groups < count
    ]
    return [Breach(26, where, f"groups of row {now} are not those that were set down at {place}") for now in wrong]
