"""The Bus Evacuation Problem by our engine: hand-made instances, every solution of small ones, and the published sets."""

from pathlib import Path
from random import Random

import pytest
from benchmarks.bus_evacuation import Evacuation, bus_evacuation_rows, problem_of, read_evacuation, solve, tours_of
from benchmarks.bus_evacuation_judge import Stop, Tour, judge
from tests.oracles.bus_evacuation import is_possible, least_by_enumeration

from safepassage.planning.makespan import find_least_time

SECONDS = 60.0
"""Never reached: a limit for when something is wrong."""

INSTANCES = [(set_number, number) for set_number in (2, 3, 4, 5) for number in range(1, 11)]


def written(folder: Path, evacuation: Evacuation) -> Path:
    """The instance in the sets' own form."""
    lines = [
        [sum(evacuation.buses), 1],
        [len(evacuation.buses), *evacuation.buses],
        [len(evacuation.loads), sum(evacuation.loads), *evacuation.loads],
        [len(evacuation.room_loads), sum(evacuation.room_loads), *evacuation.room_loads],
        [],
        *([number, *row] for number, row in enumerate(evacuation.from_yard_min, 1)),
        [],
        *([number, *row] for number, row in enumerate(evacuation.road_min, 1)),
    ]
    path = folder / "instance.txt"
    path.write_text("\n".join(" ".join(map(str, line)) for line in lines) + "\n", encoding="ascii")
    return path


def evacuation(**changes: object) -> Evacuation:
    """Two loads at one point, 4 from the yard and 6 from a shelter with room for both; one bus."""
    figures: dict[str, object] = {
        "buses": (1,),
        "loads": (2,),
        "room_loads": (2,),
        "from_yard_min": ((4,),),
        "road_min": ((6,),),
    }
    return Evacuation(**(figures | changes))  # type: ignore[arg-type]


BY_HAND = {
    "one bus fetches two loads: 4 + 6 + 6 + 6": (evacuation(), 22),
    "two buses fetch one each: 4 + 6": (evacuation(buses=(2,)), 10),
    "the near shelter takes one load: 4 + 2 + 2 + 9": (evacuation(room_loads=(1, 5), road_min=((2, 9),)), 17),
    "the far load goes first, for the way back from it is not driven: 1 + 1 + 8 + 8 against 8 + 8 + 1 + 1": (
        evacuation(loads=(1, 1), from_yard_min=((1, 8),), road_min=((1,), (8,))),
        18,
    ),
    "a bus reaches the second point empty over the first and the shelter: 1 + 1 + 1 + 1, not 9 + 1": (
        evacuation(loads=(0, 1), from_yard_min=((1, 9),), road_min=((1,), (1,))),
        4,
    ),
    "a loaded bus lets all off where it stops: 1 + 9 to the shelter with room, not 1 + 1 + 1 + 1": (
        evacuation(loads=(1, 0), room_loads=(0, 1), from_yard_min=((1, 9),), road_min=((1, 9), (1, 1))),
        10,
    ),
    "each yard has its own bus: 2 + 3 and 2 + 3": (
        evacuation(buses=(1, 1), loads=(1, 1), from_yard_min=((2, 9), (9, 2)), road_min=((3,), (3,))),
        5,
    ),
}


@pytest.mark.parametrize("name", BY_HAND)
def test_the_least_time_is_that_worked_out_by_hand(name: str, tmp_path: Path) -> None:
    instance, minutes = BY_HAND[name]
    path = written(tmp_path, instance)
    assert read_evacuation(path) == instance
    assert solve(path, seconds=SECONDS) == (minutes, minutes)
    assert least_by_enumeration(instance) == minutes
    assert is_possible(instance, minutes)
    assert not is_possible(instance, minutes - 1)


@pytest.mark.parametrize("seed", range(100))
def test_no_better_solution_is_found_by_looking_at_every_one(seed: int, tmp_path: Path) -> None:
    instance = drawn(seed)
    least = least_by_enumeration(instance)
    assert solve(written(tmp_path, instance), seconds=SECONDS) == (least, least)


def drawn(seed: int) -> Evacuation:
    """One to three buses at one or two yards, two to five loads at one to three points, two shelters."""
    random = Random(seed)
    buses = random.choice(((1,), (2,), (3,), (1, 1), (2, 1)))
    loads = tuple(random.randint(1, 2) for _ in range(random.randint(1, 3)))[:3]
    loads = loads if sum(loads) <= 5 else loads[:2]
    room = (random.randint(0, 3), sum(loads))
    from_yard = tuple(tuple(random.randint(1, 10) for _ in loads) for _ in buses)
    return Evacuation(buses, loads, room, from_yard, tuple(tuple(random.randint(1, 10) for _ in room) for _ in loads))


@pytest.mark.parametrize(("set_number", "number"), INSTANCES)
def test_published_instances_are_solved_to_proof_never_worse_than_cplex(set_number: int, number: int, data_dir: Path) -> None:
    """The judge counts the time of the solution; a second programme finds none that is a minute shorter."""
    folder = data_dir / "networks" / "bep"
    (path,) = (folder / f"set{set_number}").glob(f"BEP-*-i{number}.txt")
    table = (folder / "results_cplex_sets2-5.csv").read_text(encoding="ascii").splitlines()
    (line,) = [line for line in table if line.startswith(f"{set_number};{number};")]
    value, status = int(line.split(";")[2]), int(line.split(";")[4])
    minutes, proven_min = solve(path, seconds=SECONDS)
    assert minutes == proven_min
    assert minutes == value if status in (1, 102) else minutes <= value
    assert not is_possible(read_evacuation(path), minutes - 1)


GOOD: list[Tour] = [(Stop("yard 0"), Stop("point 0", boards=True), Stop("shelter 0"), Stop("point 0", boards=True), Stop("shelter 0"))]
BROKEN: dict[str, list[Tour]] = {
    "2 wait": [GOOD[0][:3]],
    "2 buses start": [GOOD[0][:3], GOOD[0][:3]],
    "no road from yard 0 to shelter 0": [(Stop("yard 0"), *GOOD[0][2:]), GOOD[0][:3]],
    "still on board": [GOOD[0][:4]],
    "boards where none waits": [(Stop("yard 0", boards=True), *GOOD[0][1:])],
    "0 have room": [(Stop("yard 0"), Stop("point 0", boards=True), Stop("point 0", boards=True), Stop("shelter 0"))],
}


def test_the_judge_counts_a_good_solution(tmp_path: Path) -> None:
    assert judge(written(tmp_path, evacuation()), GOOD) == 22


@pytest.mark.parametrize("fault", BROKEN)
def test_the_judge_refuses_a_broken_solution(fault: str, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=fault):
        judge(written(tmp_path, evacuation()), BROKEN[fault])


def test_the_judge_refuses_more_loads_than_a_shelter_has_room_for(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="2 loads arrive, 1 have room"):
        judge(written(tmp_path, evacuation(room_loads=(1,))), GOOD)


def test_loads_for_which_there_is_no_room_are_never_out(tmp_path: Path) -> None:
    instance = evacuation(room_loads=(1,))
    problem = problem_of(instance)
    least = find_least_time(problem, seconds=SECONDS)
    assert least.minutes is None
    assert least.proven_min == problem.horizon_min + 1
    assert tours_of(problem, least) == []


def test_a_file_whose_sums_do_not_fit_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, evacuation())
    path.write_text(path.read_text(encoding="ascii").replace("1 2 2", "1 3 2", 1), encoding="ascii")
    with pytest.raises(ValueError, match="sums do not fit"):
        read_evacuation(path)


def test_missing_data_is_named(tmp_path: Path) -> None:
    (row,) = bus_evacuation_rows(tmp_path)
    assert "skipped" in row


def test_the_benchmark_sums_up_what_it_solved(data_dir: Path) -> None:
    *rows, sums = bus_evacuation_rows(data_dir, sets=(2,))
    assert len(rows) == 10
    assert sums.startswith("| all | 10 | 0 worse than here, 0 better | proven 10, 0 of them not as here | | proven 10 |")
