"""Thousands of days: the same to the byte however they are computed, and nobody is lost from the count."""

import importlib.util
import signal
import threading
import time

import numpy as np
import pytest
from tests.prerequisites import require
from tests.stress.days import calm, ready
from tests.stress.test_compiled import rough
from tests.stress.test_nominal import by_hand

from safepassage.documents.stress_file import write_stress
from safepassage.errors import InputError
from safepassage.stress import ensemble
from safepassage.stress.assumptions import Cause
from safepassage.stress.day import Column
from safepassage.stress.draws import random_rows
from safepassage.stress.ensemble import live_chunk, live_ensemble
from safepassage.stress.result import StressResult
from safepassage.stress.stress import stress_test

DAYS = 330


@pytest.fixture(scope="module")
def task():
    return ready(*by_hand(), rough("plan"))[1]


def same(one, other) -> bool:
    return list(one.days) == list(other.days) and all(
        (getattr(one.lived, name) == getattr(other.lived, name)).all() for name in ("counted", "stranded_at", "turned_at", "waited_at")
    )


@pytest.mark.parametrize("workers", [2, 5])
def test_several_workers_give_what_one_gives(task, workers):
    assert same(live_ensemble(task, DAYS, workers=1), live_ensemble(task, DAYS, workers=workers))


def test_a_day_is_the_same_whichever_days_are_computed_with_it(task):
    whole = live_chunk(task, 0, 60).counted
    assert (live_chunk(task, 37, 1).counted[0] == whole[37]).all()
    assert (live_chunk(task, 20, 40).counted == whole[20:]).all()


def test_results_reproduce_to_the_byte_and_another_seed_gives_others(tmp_path):
    written = []
    for workers, seed in ((1, 3), (4, 3), (1, 4)):
        result = stress_test(*by_hand(), assumptions=rough("plan"), days=120, seed=seed, workers=workers)
        write_stress(result, tmp_path / "stress.json")
        written.append((tmp_path / "stress.json").read_bytes())
        assert StressResult.model_validate_json((tmp_path / "stress.json").read_bytes()) == result
    assert written[0] == written[1] != written[2]


def test_everybody_planned_for_is_out_at_home_stranded_or_never_came(task):
    """By class and day: out + home + stranded + stayed away = planned + unregistered taken."""
    counted = live_ensemble(task, 2000, workers=2).lived.counted

    def of(column):
        return counted[:, column : column + 4]

    figures = by_hand()[1].figures
    planned = np.array([count + own for (_, count), (_, own) in zip(figures.out.items(), figures.own_transport_out.items(), strict=True)])
    told = of(Column.OUT) + of(Column.OWN_OUT) + of(Column.HOME) + of(Column.STRANDED) + of(Column.STAYED_AWAY)
    assert (told == planned + of(Column.MORE_TAKEN)).all()
    assert (counted >= 0).all()
    used = sum(bool(each.activities) for each in by_hand()[1].itineraries)
    assert (counted[:, Column.VEHICLES_HOME] + counted[:, Column.VEHICLES_AWAY] == used).all()
    for column in (Column.HOME, Column.STRANDED, Column.MORE_TAKEN):
        assert of(column).any(), f"{column.name} never happened, so this says little"


def test_where_people_are_stranded_adds_up_to_how_many_are(task):
    lived = live_ensemble(task, 500, workers=1).lived
    assert lived.stranded_at.sum() == lived.counted[:, Column.STRANDED : Column.STRANDED + 4].sum()
    assert lived.turned_at.sum() == lived.counted[:, Column.TURNED_BACK].sum()


@pytest.mark.parametrize("cause", [cause for cause in Cause if cause is not Cause.BAD_DAY])
def test_each_cause_can_be_switched_off_and_leaves_the_others_as_they_were(cause):
    """Alone it changes days; off, the rest is drawn from the same numbers: what befalls a day differs in that cause only."""
    scenario, plan = by_hand()
    alone = rough("plan").without(*(other for other in Cause if other is not cause))
    counted = live_chunk(ready(scenario, plan, alone)[1], 0, 200).counted
    if cause is not Cause.EARLY_DARK:  # the sample's movements end hours before dark
        assert len(np.unique(counted, axis=0)) > 1
    nothing = live_chunk(ready(scenario, plan, calm())[1], 0, 20).counted
    assert len(np.unique(nothing, axis=0)) == 1


def test_random_rows_depend_on_seed_and_day_only():
    rows = random_rows(9, 100, 5, 40)
    assert (random_rows(9, 103, 1, 40)[0] == rows[3]).all()
    assert (random_rows(9, 100, 5, 60)[:, :40] == rows).all(), "what another plan needs more does not shift what comes before"
    assert not (random_rows(10, 100, 5, 40) == rows).any()


def test_ctrl_c_gives_the_days_done_so_far(task, monkeypatch):
    """Interrupted after some chunks: whole chunks are kept, in order, each as it would have been."""
    slow = ensemble.live_chunk

    def slowly(*words):
        time.sleep(0.02)
        return slow(*words)

    monkeypatch.setattr(ensemble, "live_chunk", slowly)
    told = []

    def progress(done, of):
        told.append(done)
        if len(told) == 3:
            signal.raise_signal(signal.SIGINT)

    # a shell that starts the tests in its background has them ignore Ctrl-C
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        done = live_ensemble(task, 100_000, workers=2, progress=progress)
    finally:
        signal.signal(signal.SIGINT, before)
    assert 150 <= len(done.days) < 1000
    assert list(done.days) == sorted(done.days)
    assert (done.lived.counted[-1] == slow(task, done.days[-1], 1).counted[0]).all()


def test_a_cluster_that_loses_a_worker_gives_the_same(task):
    """Three workers in processes of their own, one killed in the middle: nothing is lost, and the figures are those of one core."""
    require(importlib.util.find_spec("distributed") is not None, "dask[distributed]", "pip install 'safepassage[cluster]'")
    from distributed import LocalCluster

    days = 60 * ensemble.CHUNK_DAYS
    with LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None, memory_limit=None) as cluster:
        killed = threading.Event()

        def progress(done, of):
            if not killed.is_set():
                killed.set()
                next(iter(cluster.workers.values())).process.process.kill()  # no farewell

        found = live_ensemble(task, days, scheduler=cluster.scheduler_address, progress=progress)
    assert killed.is_set()
    assert len(found.days) == days
    assert same(found, live_ensemble(task, days, workers=1))


def test_a_scheduler_that_does_not_answer_is_one_problem_with_its_repair(task):
    require(importlib.util.find_spec("distributed") is not None, "dask[distributed]", "pip install 'safepassage[cluster]'")
    with pytest.raises(InputError, match="no Dask scheduler answers") as raised:
        live_ensemble(task, 10, scheduler="tcp://127.0.0.1:9")
    assert raised.value.problems[0].repair
