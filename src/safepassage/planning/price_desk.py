"""Levers solved side by side: the same work in this process or in several.

Invariant: what a lever's solution is depends on the scenario, the plan as it is, seed and work, never on which process solves it or when.
"""

import multiprocessing
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import dataclass, field
from types import TracebackType

from safepassage.planning.levers import Lever, find_levers
from safepassage.planning.price_one import Base, Solved, solve_lever
from safepassage.planning.setting import Setting, lay_out
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A lever of the scenario, by its id, to be solved against its plan as it is."""

    lever: str
    base: Base
    work: int
    seed: int


@dataclass(slots=True)
class _Bench:
    """What one process holds of the scenario: laid out once, used for every lever."""

    setting: Setting
    levers: dict[str, Lever] = field(default_factory=dict)

    def solve(self, task: Task) -> Solved:
        return solve_lever(self.levers[task.lever], self.setting, task.base, work=task.work, seed=task.seed)


_bench: list[_Bench] = []
"""That of this process, where it is a worker."""


class Desk:
    """Solves tasks, in `processes` processes that lay the scenario out while this one plans it; one: in this process itself."""

    def __init__(self, scenario: Scenario, *, processes: int) -> None:
        self._scenario = scenario
        self._pool: ProcessPoolExecutor | None = None
        self._here: _Bench | None = None
        self._before = set(multiprocessing.active_children())
        if processes > 1:
            fresh = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(processes, mp_context=fresh, initializer=_set_up, initargs=(scenario,))
            for _ in range(processes):
                self._pool.submit(_is_ready)

    def use(self, setting: Setting, levers: Sequence[Lever]) -> None:
        """What this process has laid out already."""
        self._here = _Bench(setting, {lever.id: lever for lever in levers})

    def solve(self, tasks: Sequence[Task]) -> Iterator[Solved]:
        """The tasks in the order in which they are done.

        Raises:
            BrokenProcessPool: a process was ended from outside.
        """
        if self._pool is None:
            assert self._here is not None  # noqa: S101 - the caller has said what to use
            yield from (self._here.solve(task) for task in tasks)
            return
        futures: list[Future[Solved]] = [self._pool.submit(_solve, task) for task in tasks]
        for future in as_completed(futures):
            yield future.result()

    def __enter__(self) -> "Desk":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        """No process is left: what is still under way has no use any more."""
        if self._pool is None:
            return
        self._pool.shutdown(wait=False, cancel_futures=True)
        for process in set(multiprocessing.active_children()) - self._before:
            process.terminate()
            process.join()


def _set_up(scenario: Scenario) -> None:
    # Ctrl-C is answered by the process that waits for us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _bench.append(_Bench(lay_out(scenario), {lever.id: lever for lever in find_levers(scenario)}))


def _is_ready() -> bool:
    return bool(_bench)


def _solve(task: Task) -> Solved:
    return _bench[0].solve(task)
