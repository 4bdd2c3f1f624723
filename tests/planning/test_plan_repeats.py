"""The same scenario, seed and work give the same plan to the byte, in this process and in others."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.oracles.tiny import small

from safepassage.documents.plan_file import write_plan
from safepassage.planning.plan import plan

PROGRAM = """
import sys
from pathlib import Path
from tests.oracles.tiny import small
from safepassage.documents.plan_file import write_plan
from safepassage.planning.plan import plan
write_plan(plan(small(int(sys.argv[1])), work=120, seed=7), Path(sys.argv[2]))
"""
ROOT = Path(__file__).parents[2]


def bytes_of(number: int, folder: Path, **given: float) -> tuple[bytes, int]:
    made = plan(small(number), seed=3, **given)
    write_plan(made, folder / "plan.json")
    return (folder / "plan.json").read_bytes(), made.certificate.work


def test_two_processes_with_different_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    written = []
    for hash_seed in ("1", "271828"):
        file = tmp_path / f"{hash_seed}.json"
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": path}
        subprocess.run([sys.executable, "-c", PROGRAM, "19", str(file)], check=True, env=environment, cwd=ROOT)
        written.append(file.read_bytes())
    assert written[0] == written[1]
    assert len(written[0]) > 5_000


@pytest.mark.parametrize("number", [1, 19, 31])
def test_work_stopped_by_the_clock_is_reproduced_to_the_byte(number: int, tmp_path: Path) -> None:
    """A clock that stops the search in the middle, wherever that is, leaves the number of units by which it is done again."""
    stopped, work = bytes_of(number, tmp_path, seconds=0.02)
    assert work > 0
    assert bytes_of(number, tmp_path, work=work) == (stopped, work)


def test_every_amount_of_work_gives_a_plan_and_more_work_never_a_worse_one() -> None:
    values = [plan(small(1), work=work).certificate.value_points for work in (1, 2, 3, 5, 8, 13, 40, 100)]
    assert values == sorted(values)


def test_the_seed_given_is_the_one_certified() -> None:
    assert plan(small(1), work=3, seed=11).certificate.seed == 11
