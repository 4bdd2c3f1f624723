"""How good plans are, how fast: reference instances, generated ones and the bundled examples; and how cost grows with size.

`safepassage.plan` hands out no plan that its checker has not judged, so every value here is one that the checker counted.
"""

import resource
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.generator import generate
from benchmarks.reference import reference_scenario, scenario_of

import safepassage
from safepassage.documents.summary import percent_up
from safepassage.planning.result import Plan
from safepassage.scenario import Scenario, read_scenario

ROOT = Path(__file__).parents[1]
REFERENCES = ("40", "20", "10")
EXAMPLES = ("tutorial-town", "mariupol-2022-03")
LARGE = tuple(f"generated-{size}-{seed}" for size in ("200-100", "500-200") for seed in (1, 2, 3))
"""Vehicles, gathering points, seed of the generator."""
PATIENCE = {"generated-500": 5.0}
"""Times the seconds, for instances whose name begins so."""

BOUND_WITHIN = 0.001

SIZES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "vehicles": ((15, 40, 8), (30, 40, 8), (60, 40, 8), (120, 40, 8), (240, 40, 8)),
    "gathering points": ((60, 10, 8), (60, 20, 8), (60, 40, 8), (60, 80, 8), (60, 160, 8)),
    "hours": ((60, 40, 2), (60, 40, 4), (60, 40, 8), (60, 40, 16), (60, 40, 24)),
}
"""Vehicles, gathering points and hours: each varied alone."""


@dataclass(frozen=True, slots=True)
class Measured:
    """One plan made: `took_s` in all with reading excluded, `bound_s` until a bound within a thousandth of the one
    reported stood (None: not reached), both by the clock.

    `processor_s` and `bound_processor_s` are what of them was computing: on a busy machine much less than the clock says. `memory_mb` is
    the most that its process used.
    """

    name: str
    seed: int
    plan: Plan
    took_s: float
    bound_s: float | None
    processor_s: float
    bound_processor_s: float | None
    memory_mb: float

    def row(self) -> str:
        figures, certificate = self.plan.figures, self.plan.certificate
        out = f"{figures.out.total_people:,} of {figures.registered.total_people:,}"
        points = f"{certificate.value_points:,.0f} | {certificate.bound_points:,.0f} | {percent_up(certificate.gap)}"
        return (
            f"| {self.name} | {self.seed} | {points} | {out} | {_seconds(self.bound_s)} | {self.took_s:.1f} | {self.processor_s:.1f} "
            f"| {certificate.work:,} | {self.memory_mb:,.0f} |"
        )


def _seconds(seconds: float | None) -> str:
    return "not reached" if seconds is None else f"{seconds:.1f}"


HEADING = """
| instance | seed | value | bound | gap | people out | s to bound | s in all | s of processor | work | MB |
|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|"""


def plan_rows(data: Path, seconds: float, instances: Sequence[str], seeds: Sequence[int]) -> Iterator[str]:
    """A row of the table as soon as it is measured; an instance whose file is missing is named, not left out silently."""
    for name in instances:
        scenario = find_scenario(data, name)
        if scenario is None:
            yield f"| {title_of(name)} | | skipped: its file is not in {data} (SAFEPASSAGE_DATA) | | | | | | | | |"
            continue
        patience = next((times for start, times in PATIENCE.items() if name.startswith(start)), 1.0)
        for seed in seeds:
            yield apart(measure, title_of(name), scenario, seconds * patience, seed).row()


def title_of(name: str) -> str:
    return f"reference {name}" if name in REFERENCES else name


def find_scenario(data: Path, name: str) -> Scenario | None:
    """The scenario of an instance; None where its file is missing."""
    if name in EXAMPLES:
        return read_scenario(ROOT / "examples" / name)
    if name in LARGE:
        vehicles, places, seed = map(int, name.split("-")[1:])
        return scenario_of(name, generate(vehicles=vehicles, places=places, seed=seed))
    path = reference_path(data, name)
    return reference_scenario(path) if path.is_file() else None


def reference_path(data: Path, name: str) -> Path:
    return data / "planning" / f"reference-{name}.json"


def measure(name: str, scenario: Scenario, seconds: float, seed: int) -> Measured:
    """Plan once, with the clock running from before roads are laid until the plan is checked."""
    watch = BoundWatch(lambda: (time.perf_counter(), time.process_time()))
    started_s, processor_s = time.perf_counter(), time.process_time()
    plan = safepassage.plan(scenario, seconds=seconds, seed=seed, progress=watch.told)
    took_s, used_s = time.perf_counter() - started_s, time.process_time() - processor_s
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    stood_s = watch.stood_s(plan.certificate.bound_points)
    if stood_s is None:
        return Measured(name, seed, plan, took_s, None, used_s, None, memory_mb)
    bound_s, bound_processor_s = stood_s
    return Measured(name, seed, plan, took_s, bound_s - started_s, used_s, bound_processor_s - processor_s, memory_mb)


class BoundWatch:
    """Remembers when, by the clock and by the processor, each bound was told."""

    def __init__(self, clocks_s: Callable[[], tuple[float, float]]) -> None:
        self._clocks_s = clocks_s
        self._told: list[tuple[float, tuple[float, float]]] = []

    def told(self, stage: str, value: float | None, bound: float | None, work: int) -> None:
        if bound is not None and (not self._told or bound < self._told[-1][0]):
            self._told.append((bound, self._clocks_s()))

    def stood_s(self, last_bound: float) -> tuple[float, float] | None:
        """When a bound was first within a thousandth of the last one; None where none was."""
        return next((at_s for bound, at_s in self._told if bound <= last_bound * (1 + BOUND_WITHIN)), None)


GROWTH_HEADING = """
| varied | vehicles | gathering points | hours | s of processor to bound | s to bound | MB | gap then |
|---|---:|---:|---:|---:|---:|---:|---:|"""


def growth_rows(seconds: float) -> Iterator[str]:
    """Generated instances (seed 1), each size planned once in so many seconds."""
    measured: dict[tuple[int, int, int], Measured] = {}
    for varied, sizes in SIZES.items():
        for size in sizes:
            vehicles, places, hours = size
            if size not in measured:
                scenario = scenario_of("growth", generate(vehicles=vehicles, places=places, seed=1, hours=hours))
                measured[size] = apart(measure, "growth", scenario, seconds, 1)
            done = measured[size]
            yield (
                f"| {varied} | {vehicles} | {places} | {hours} | {_seconds(done.bound_processor_s)} | {_seconds(done.bound_s)} "
                f"| {done.memory_mb:,.0f} | {percent_up(done.plan.certificate.gap)} |"
            )
