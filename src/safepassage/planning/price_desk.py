"""Levers solved side by side: the same work in this process or in several.

Where the system can copy a process as it is (Linux), the others begin with everything that this one has laid out and found. Elsewhere each
lays the scenario out for itself.

Invariant: what a lever's solution is depends on the scenario, the plan as it is, seed and work, never on which process solves it or when;
unless the clock ends it.
"""

import gc
import math
import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, field

from safepassage.planning.levers import Lever, find_levers
from safepassage.planning.linear import Linear
from safepassage.planning.price_one import Base, Solved, solve_lever
from safepassage.planning.setting import Setting, lay_out
from safepassage.scenario.scenario import Scenario

COPIES = "fork"
AFRESH = "spawn"


@dataclass(frozen=True, slots=True)
class Task:
    """A lever, by its id, to be solved with so many pricings at most, by the clock until `until`, seeking days for `seek_s` seconds.

    `before` is its linear optimum, as far as that is known already.
    """

    lever: str
    work: int
    before: Linear | None = None
    until: float = math.inf
    seek_s: float = math.inf
    dives: bool = True


@dataclass(slots=True)
class _Bench:
    """What one process holds: the scenario laid out once, and its plan."""

    setting: Setting
    levers: Mapping[str, Lever]
    base: Base

    def solve(self, task: Task) -> Solved:
        return solve_lever(
            self.levers[task.lever],
            self.setting,
            self.base,
            work=task.work,
            before=task.before,
            until=task.until,
            seek_s=task.seek_s,
            dives=task.dives,
        )


_bench: list[_Bench] = []
"""That of this process, where it is a worker."""


@dataclass(slots=True)
class Desk:
    """Solves tasks on a scenario laid out, in `processes` processes; one: in this process itself."""

    setting: Setting
    levers: Sequence[Lever]
    processes: int
    start_method: str = COPIES if sys.platform == "linux" else AFRESH
    _known: dict[str, Lever] = field(init=False)

    def __post_init__(self) -> None:
        self._known = {lever.id: lever for lever in self.levers}

    def solve(self, take: Callable[[], Task | None], base: Base) -> Iterator[Solved]:
        """Solve what `take` hands out, in the order in which it is done; it is asked again whenever somebody is free.

        Raises:
            BrokenProcessPool: a process was ended from outside.
        """
        here = _Bench(self.setting, self._known, base)
        if self.processes == 1:
            while (task := take()) is not None:
                yield here.solve(task)
            return
        others = set(multiprocessing.active_children())
        pool = self._pool(here)
        try:
            running: set[Future[Solved]] = set()
            while True:
                while len(running) < self.processes and (task := take()) is not None:
                    running.add(pool.submit(_solve, task))
                if not running:
                    return
                done, running = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield future.result()
        finally:
            # no process is left: what is still under way has no use any more
            pool.shutdown(wait=False, cancel_futures=True)
            for process in set(multiprocessing.active_children()) - others:
                process.terminate()
                process.join()

    def _pool(self, here: _Bench) -> ProcessPoolExecutor:
        context = multiprocessing.get_context(self.start_method)
        if self.start_method == COPIES:
            return ProcessPoolExecutor(self.processes, mp_context=context, initializer=_copied, initargs=(here,))
        given = (here.setting.scenario, here.base)
        return ProcessPoolExecutor(self.processes, mp_context=context, initializer=_afresh, initargs=given)


def lay_out_with_levers(scenario: Scenario) -> tuple[Setting, tuple[Lever, ...]]:
    """The scenario laid out with room for the hours of all its levers, and these.

    Raises:
        InputError: the scenario does not fit its roads.
    """
    levers = find_levers(scenario)
    changed = (lever.change(scenario) for lever in levers)
    return lay_out(scenario, others=[other for other in changed if other is not None]), levers


def _copied(bench: _Bench) -> None:
    # Ctrl-C is answered by the process that waits for us
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()  # what was there before is not looked through again and again, and so not copied
    _bench[:] = [bench]


def _afresh(scenario: Scenario, base: Base) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setting, levers = lay_out_with_levers(scenario)
    _bench[:] = [_Bench(setting, {lever.id: lever for lever in levers}, base)]


def _solve(task: Task) -> Solved:
    return _bench[0].solve(task)
