"""What `safepassage check` prints: the findings, the gravest first; of a plan, whether it and its bound hold."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from safepassage.corridor import local_text

if TYPE_CHECKING:
    from safepassage.planning.checking.breach import Breach
    from safepassage.planning.finding import Finding
    from safepassage.planning.midday import MiddayChange
    from safepassage.planning.result import Plan
    from safepassage.planning.verify import Verdict

HEADINGS = {
    "error": "To repair: people or goods surely stay behind",
    "warning": "To look at: probably not meant",
    "info": "To know",
}

MOST_OF_A_RULE = 5
"""Breaches of one rule that are not held against a plan are told one by one up to this many."""


def print_findings(findings: "Sequence[Finding]") -> None:
    """Print the findings by severity, numbered through, each with its place and what to do."""
    numbered = enumerate(findings, start=1)
    for severity, group in groupby(numbered, key=lambda entry: entry[1].severity):
        print(f"{HEADINGS[severity.value]}\n")
        for number, finding in group:
            print(f"{number:>3}. {finding.where}\n     {finding.text}.\n     {finding.repair}\n")
    if not findings:
        print("Nothing found: the scenario can be planned as it is.")


def print_verdict(verdict: "Verdict", plan: "Plan") -> None:
    """Print what a plan breaks, and what its prices prove beside what it says."""
    for breach in verdict.breaches:
        print(f"It breaks {breach}.")
    if not verdict.breaches:
        # whoever changes a plan says what had begun before: nobody but they can know, so what rests on their word is said at once
        count = len(verdict.passed_over)
        beyond = f" beyond the {count} {'breach' if count == 1 else 'breaches'} of what it says had begun before" if count else ""
        print(f"The plan breaks no rule{beyond}, as far as separate code can tell.")
    if plan.changed is not None:
        _print_passed_over(verdict, plan, plan.changed)
    certificate = plan.certificate
    says = certificate.bound_points
    if verdict.bound_points is not None:
        how = "counted as everybody and everything" if certificate.prices is None else "recomputed from the stored prices by separate code"
        print(f"Bound {how}: {_beside(verdict.bound_points, says)}.")
        if plan.changed is not None:
            print(f"It speaks of {certificate.covers}.")
    if verdict.with_own_bound_points is not None and certificate.with_own_bound_points is not None:
        own = _beside(verdict.with_own_bound_points, certificate.with_own_bound_points)
        print(f"With own cars and people on foot, worked out by separate code as well: {own}.")
    for doubt in verdict.doubts:
        print(f"The bound is not proven: {doubt}.")


def _beside(proven: float, says: float) -> str:
    """What separate code proves beside what the plan says. A plan may say more: then it claims less than could be proven."""
    told = f"{proven:,.1f}, the plan says {says:,.1f}"
    is_more = f"{says:,.1f}" != f"{proven:,.1f}" and says > proven
    return f"{told}, which is on the safe side" if is_more else told


def _print_passed_over(verdict: "Verdict", plan: "Plan", changed: "MiddayChange") -> None:
    """What a plan changed in the middle of its day is not blamed for, one by one."""
    at = local_text(changed.at, plan.zone)
    print(f"It was changed at {at}: what had begun by then is as it was told, and not held against the rules as they are since.")
    for line in _ends(plan, changed):
        print(line)
    # that a vehicle ends so is said in its own line already
    ends = [breach for breach in verdict.passed_over if breach.rule == 3 and _vehicle(breach) in changed.ends_elsewhere]
    if ends:
        vehicles = list(dict.fromkeys(map(_vehicle, ends)))
        print(f"Not held against it: that {_listed(vehicles)} {'ends' if len(vehicles) == 1 else 'end'} so (rule 3).")
    others = [breach for breach in verdict.passed_over if breach not in ends]
    for _, same in groupby(others, key=lambda breach: breach.rule):
        breaches = list(same)
        for breach in breaches[:MOST_OF_A_RULE]:
            print(f"Not held against it: {breach}.")
        if len(breaches) > MOST_OF_A_RULE:
            print(f"Not held against it either: {len(breaches) - MOST_OF_A_RULE} more of rule {breaches[0].rule}.")


def _ends(plan: "Plan", changed: "MiddayChange") -> Iterator[str]:
    """One line for each vehicle that is out of service or ends where no journey ends: where, and with whom and what on board."""
    from safepassage.planning.itinerary import Drive
    from safepassage.planning.replanning.on_board import on_board

    itineraries = {itinerary.vehicle: itinerary for itinerary in plan.itineraries}
    out = {each.vehicle: each for each in changed.out}
    for vehicle in (*out, *(vehicle for vehicle in changed.ends_elsewhere if vehicle not in out)):
        itinerary = itineraries.get(vehicle)
        carried = on_board(itinerary.activities) if itinerary is not None else None
        people = carried.people.total_people if carried is not None else 0
        aboard = [f"{people} {'person' if people == 1 else 'people'}"] if people else []
        aboard += [f"{carried.total_goods_kg} kg of goods"] if carried is not None and carried.total_goods_kg else []
        if vehicle in out:
            told = f"It says that {vehicle} is out of service since {local_text(out[vehicle].since, plan.zone)}"
            if out[vehicle].set_down_at is not None:
                yield f"{told}, and that its {out[vehicle].set_down.total_people} people wait at {out[vehicle].set_down_at}."
            else:
                yield f"{told}, with {' and '.join(aboard)} on board." if aboard else f"{told}."
        elif itinerary is not None and itinerary.activities:
            last = itinerary.activities[-1]
            place = plan.route(last.route).destination if isinstance(last, Drive) else last.place
            how = f"with {' and '.join(aboard)} on board" if aboard else "where no journey ends"
            yield f"It says that {vehicle} ends at {place}, {how}."


def _vehicle(breach: "Breach") -> str:
    return breach.where.split(",")[0].removeprefix("vehicle ")


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _sentence(text: str) -> str:
    """A finding's words as a sentence: they may begin small and end without a stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
