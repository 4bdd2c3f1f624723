"""Thousands of days, on the cores of this machine or on a Dask cluster.

Invariant: the counts of a day depend on the seed and its number alone, and what is added over days is whole numbers; so one worker, many,
or a cluster that loses some give the same to the byte.
"""

import os
import pickle
from collections.abc import Callable, Generator, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import islice

import numpy as np

from safepassage.errors import InputError, Problem
from safepassage.stress.day import Programme
from safepassage.stress.draws import Chances, Layout
from safepassage.stress.simulate import Lived, simulate_days

CHUNK_DAYS = 50
"""Days that are computed in one go: some tens of milliseconds, so that a stop is answered at once."""

Progress = Callable[[int, int], None]
"""Told how many days are done, of how many."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """All that a worker needs."""

    programme: Programme
    chances: Chances
    layout: Layout
    vehicles: int
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Ensemble:
    """The days that were lived through, in order of their numbers: `days[row]` is that of `lived.counted[row]`."""

    days: Sequence[int]
    lived: Lived


def live_ensemble(
    task: Task,
    days: int,
    *,
    first_day: int = 0,
    workers: int | None = None,
    scheduler: str | None = None,
    progress: Progress | None = None,
) -> Ensemble:
    """Live through so many days, from number `first_day` on.

    On `workers` threads (one for each core where not given; the compiled days run side by side), or on the cluster of a Dask scheduler.
    Ctrl-C ends it with the days done so far.

    Raises:
        InputError: there is no Dask, or its scheduler does not answer.
    """
    end = first_day + days
    chunks = [(first, min(CHUNK_DAYS, end - first)) for first in range(first_day, end, CHUNK_DAYS)]
    run = _on_threads(task, chunks, workers or os.cpu_count() or 1) if scheduler is None else _on_dask(task, chunks, scheduler)
    done: dict[int, Lived] = {}
    count = 0
    try:
        for first, lived in run:
            done[first] = lived
            count += len(lived.counted)
            if progress is not None:
                progress(count, days)
    except KeyboardInterrupt:
        run.close()
        if not done:
            raise
    return _joined(done)


def live_chunk(task: Task, first_day: int, days: int) -> Lived:
    """Some days in a row: the unit of work, here or on a cluster."""
    return simulate_days(task.programme, task.chances, task.layout, vehicles=task.vehicles, seed=task.seed, first_day=first_day, days=days)


def _joined(done: dict[int, Lived]) -> Ensemble:
    parts = [done[first] for first in sorted(done)]
    days = [first + row for first in sorted(done) for row in range(len(done[first].counted))]
    return Ensemble(
        days,
        Lived(
            np.concatenate([part.counted for part in parts]),
            sum((part.stranded_at for part in parts[1:]), parts[0].stranded_at),
            sum((part.turned_at for part in parts[1:]), parts[0].turned_at),
            sum((part.waited_at for part in parts[1:]), parts[0].waited_at),
        ),
    )


def _on_threads(task: Task, chunks: Iterable[tuple[int, int]], workers: int) -> Generator[tuple[int, Lived], None, None]:
    """Never more chunks under way than keep the workers busy, so that a stop need not wait for many."""
    coming = iter(chunks)
    with ThreadPoolExecutor(workers) as pool:

        def submit(count: int) -> dict[Future[Lived], int]:
            return {pool.submit(live_chunk, task, first, days): first for first, days in islice(coming, count)}

        under_way = submit(2 * workers)
        while under_way:
            finished, _ = wait(under_way, return_when=FIRST_COMPLETED)
            firsts = {future: under_way.pop(future) for future in finished}
            under_way |= submit(len(firsts))
            for future, first in firsts.items():
                yield first, future.result()


def _on_dask(task: Task, chunks: Iterable[tuple[int, int]], scheduler: str) -> Generator[tuple[int, Lived], None, None]:
    """What a lost worker had under way is computed again by others; so is the task itself, which is why it is not scattered."""
    try:
        from distributed import Client, as_completed
    except ModuleNotFoundError:
        repair = "Install it with: pip install 'safepassage[cluster]'."
        raise InputError([Problem("--scheduler", "a cluster needs the package dask[distributed]", repair)]) from None
    try:
        client = Client(scheduler, timeout="10s", set_as_default=False)
    except (OSError, ValueError, TimeoutError) as error:
        what = f"no Dask scheduler answers ({error or type(error).__name__})"
        raise InputError([Problem(f"--scheduler {scheduler}", what, "Start one with: dask scheduler.")]) from None
    with client, client.as_current():
        sent = client.submit(pickle.loads, pickle.dumps(task), pure=False)
        futures = {client.submit(live_chunk, sent, first, days, pure=False, retries=5): first for first, days in chunks}
        for future, lived in as_completed(futures, with_results=True):
            yield futures[future], lived
