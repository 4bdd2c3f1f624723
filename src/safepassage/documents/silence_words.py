"""What the plans on the curve of silence are called, and what each name means."""

from safepassage.corridor import Interval, local_text
from safepassage.planning.silence_curve import NEARLY_ALL_SHARE, CurvePlan, Named, SilenceCurve

NAMES = {
    Named.EVERYBODY: "Everybody we can",
    Named.NEARLY_ALL: "Nearly all, for less",
    Named.HALF: "What half the silence buys",
    Named.STRETCHERS: "Stretcher cases first",
}
MEANINGS = {
    Named.EVERYBODY: "the fullest plan found, as people and goods are weighted, whatever silence it asks for",
    Named.NEARLY_ALL: f"the least silence found that keeps {NEARLY_ALL_SHARE * 100:.0f} % of the fullest plan's points",
    Named.HALF: "the most points found for at most half of the fullest plan's kilometre-hours",
    Named.STRETCHERS: "the least silence found that brings out as many stretcher cases as the fullest plan; others come along inside it",
}
STOPPED = "It was stopped before the end: plans are missing here, and those with a name may not be the best that a whole run finds."
NO_BOUND = (
    "What is shown was found, and every plan was checked. It is not proven that no other plan brings out as many for less silence: "
    "only the fullest plan has a bound, on what the fleet can do at all."
)


def letters(curve: SilenceCurve) -> dict[Named, str]:
    """A letter for each name, by which pictures and tables point to its plan."""
    return {name: "ABCD"[number] for number, name in enumerate(curve.named)}


def choices(curve: SilenceCurve) -> list[tuple[CurvePlan, list[Named]]]:
    """The plans with names, each once, with all its names; from the most silence to the least."""
    of_plan: dict[int, tuple[CurvePlan, list[Named]]] = {}
    for name, each in curve.named.items():
        of_plan.setdefault(id(each), (each, []))[1].append(name)
    return sorted(of_plan.values(), key=lambda choice: -choice[0].km_h)


def hours_text(interval: Interval, zone: str) -> str:
    """A window on one clock, such as '2022-03-14 06:00 to 12:30'."""
    starts, ends = local_text(interval.starts_at, zone).split()[:2], local_text(interval.ends_at, zone).split()[:2]
    return f"{' '.join(starts)} to {ends[1] if starts[0] == ends[0] else ' '.join(ends)}"
