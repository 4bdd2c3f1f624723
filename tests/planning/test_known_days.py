"""The best plan of known days: figures by hand, and what a plan must not take."""

from tests.planning.hamlet import bus, buses, hamlet, leg, people_at, problem_of, span

from safepassage.corridor import Group
from safepassage.planning.bound import Generation
from safepassage.planning.known_days import best_of_known
from safepassage.planning.master import Day
from safepassage.planning.pricing import DayFinder
from safepassage.planning.problem import Problem


def days_of(problem: Problem) -> list[Day]:
    """All that column generation finds."""
    generation = Generation(problem, [DayFinder(problem, graph) for graph in problem.graphs])
    while generation.step().new_columns:
        pass
    return generation.master.days


def trips(days: tuple[Day, ...]) -> int:
    return sum(times for day in days for times in day.trips.values())


def test_two_buses_with_time_for_one_trip_each_go_where_most_wait() -> None:
    """Fractions, 1.2 trips for 12 people and 0.8 for 8, take all 20; whole buses take 10 and 8, and not 12 with both."""
    scenario = hamlet(
        gathering_points=(people_at("square", 12), people_at("yard", 8)),
        fleet=(buses(2),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20), leg("depot", "yard", 10), leg("yard", "hall", 20)),
        horizon=span("09:00", "09:40"),
    )
    problem = problem_of(scenario)
    best = best_of_known(problem, days_of(problem), most_nodes=100)
    assert best.is_near
    assert sorted(problem.pairs[pair][0] for day in best.days for pair in day.trips) == [("square",), ("yard",)]


def test_no_more_vehicles_than_a_quarter_lets_board() -> None:
    """Thirty people, three buses, one boarding a quarter, and hours for the boarding of two quarters only: two trips."""
    point = people_at("square", 30).model_copy(update={"boardings_per_15_min": 1})
    scenario = hamlet(gathering_points=(point,), fleet=(buses(3),), horizon=span("09:00", "10:00"))
    problem = problem_of(scenario)
    known = days_of(problem)
    best = best_of_known(problem, known, most_nodes=100)
    used: dict[tuple[int, int], int] = {}
    for day in best.days:
        for use, count in day.takes.items():
            used[use] = used.get(use, 0) + count
    assert best.days
    assert all(count <= problem.limits[limit].capacity[slot] for (limit, slot), count in used.items())


def test_families_of_three_fill_no_bus_of_ten() -> None:
    """Three families take nine of ten seats: thirty in families of three need four trips, where thirty alone need three."""
    alone = hamlet(
        gathering_points=(people_at("square", 30),),
        vehicle_types=(bus(seats=10),),
        fleet=(buses(4),),
        legs=(leg("depot", "square", 10), leg("square", "hall", 20)),
        horizon=span("09:00", "09:40"),
    )
    families = alone.model_copy(update={"groups": (Group(gathering_point="square", groups=10, other_people=3),)})
    for scenario, wanted in ((alone, 3), (families, 4)):
        problem = problem_of(scenario)
        assert trips(best_of_known(problem, days_of(problem), most_nodes=100).days) == wanted


def test_a_plan_to_begin_with_is_never_made_worse_and_nothing_gives_nothing() -> None:
    problem = problem_of(hamlet(gathering_points=(people_at("square", 30),), fleet=(buses(2),)))
    known = days_of(problem)
    first = max(known, key=lambda day: sum(day.trips.values()))
    assert trips(best_of_known(problem, (), start=[first, first], most_nodes=1).days) >= 1
    assert best_of_known(problem, (), most_nodes=1).days == ()
