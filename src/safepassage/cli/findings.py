"""What `safepassage check` prints: the findings, the gravest first; of a plan, whether it and its bound hold."""

from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from safepassage.corridor import local_text

if TYPE_CHECKING:
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
        beyond = f" beyond the {len(verdict.passed_over)} breaches of what it says had begun before" if verdict.passed_over else ""
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
    for out in changed.out:
        people = f", {out.set_down.total_people} people on board wait at {out.set_down_at}" if out.set_down_at is not None else ""
        print(f"It says that {out.vehicle} is out of service since {local_text(out.since, plan.zone)}{people}.")
    for vehicle in changed.ends_elsewhere:
        print(f"It says that {vehicle} ends where no journey ends, or with somebody or something on board.")
    for _, same in groupby(verdict.passed_over, key=lambda breach: breach.rule):
        breaches = list(same)
        for breach in breaches[:MOST_OF_A_RULE]:
            print(f"Not held against it: {breach}.")
        if len(breaches) > MOST_OF_A_RULE:
            print(f"Not held against it either: {len(breaches) - MOST_OF_A_RULE} more of rule {breaches[0].rule}.")


def _sentence(text: str) -> str:
    """A finding's words as a sentence: they may begin small and end without a stop."""
    return f"{text[:1].upper()}{text[1:]}{'' if text.endswith('.') else '.'}"
