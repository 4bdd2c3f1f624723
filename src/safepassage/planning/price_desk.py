"""Levers solved side by side: the same work in this process or in several.

Invariant: what a lever's solution is depends on the scenario, the plan as it is, seed and work, never on which process solves it or when.
"""

import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field
from types import TracebackType

from safepassage.planning.levers import Lever, find_levers
from safepassage.planning.linear import Linear
from safepassage.planning.price_one import Base, Solved, solve_lever
from safepassage.planning.setting import Setting, lay_out
from safepassage.scenario.scenario import Scenario


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A lever of the scenario, by its id, to be solved against its plan as it is; `before` is its linear optimum, if it has been solved."""

    lever: str
    base: Base
    work: int
    before: Linear | None


@dataclass(slots=True)
class _Bench:
    """What one process holds of the scenario: laid out once, used for every lever."""

    setting: Setting
    levers: dict[str, Lever] = field(default_factory=dict)

    def solve(self, task: Task) -> Solved:
        return solve_lever(self.levers[task.lever], self.setting, task.base, work=task.work, before=task.before)


_bench: list[_Bench] = []
"""That of this process, where it is a worker."""


class Desk:
    """Solves tasks, in `processes` processes that lay the scenario out while this one plans it; one: in this process itself."""

    def __init__(self, scenario: Scenario, *, processes: int) -> None:
        self._processes = processes
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

    def solve(self, take: Callable[[], Task | None]) -> Iterator[Solved]:
        """Solve what `take` hands out, in the order in which it is done; it is asked again whenever somebody is free.

        Raises:
            BrokenProcessPool: a process was ended from outside.
        """
        if self._pool is None:
            assert self._here is not None  # noqa: S101 - the caller has said what to use
            while (task := take()) is not None:
                yield self._here.solve(task)
            return
        running: set[Future[Solved]] = set()
        while True:
            while len(running) < self._processes and (task := take()) is not None:
                running.add(self._pool.submit(_solve, task))
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
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


def lay_out_with_levers(scenario: Scenario) -> tuple[Setting, tuple[Lever, ...]]:
    """The scenario laid out with room for the hours of all its levers, and these.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    levers = find_levers(scenario)
    changed = (lever.change(scenario) for lever in levers)
    return lay_out(scenario, others=[other for other in changed if other is not None]), levers


def _set_up(scenario: Scenario) -> None:
    # Ctrl-C is answered by the process that waits for us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setting, levers = lay_out_with_levers(scenario)
    _bench.append(_Bench(setting, {lever.id: lever for lever in levers}))


def _is_ready() -> bool:
    return bool(_bench)


def _solve(task: Task) -> Solved:
    return _bench[0].solve(task)
