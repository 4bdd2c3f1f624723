"""What a plan in the making counts on."""

from tests.planning.hamlet import bus, buses, hamlet, people_at, problem_of
from tests.planning.test_two_stops import two_villages

from safepassage.corridor import Group
from safepassage.planning.master import day_of
from safepassage.planning.search import search
from safepassage.planning.tally import Layout, Tally


def test_stretcher_cases_of_a_group_that_no_vehicle_takes_whole_are_not_counted_on():
    """Six seats and a bay together are on no vehicle: the bus has no bay, the ambulance one seat. Two others lie there by themselves."""
    scenario = hamlet(
        gathering_points=(people_at("square", 6, stretcher_people=3),),
        groups=(Group(gathering_point="square", groups=1, stretcher_people=1, other_people=6),),
        vehicle_types=(bus(), bus(id="ambulance", seats=1, stretcher_bays=2)),
        fleet=(buses(1), buses(1, type="ambulance")),
    )
    layout = Layout(problem_of(scenario))
    assert layout.lying.tolist() == [2.0, 0.0]


def test_those_of_a_group_that_some_vehicle_takes_are():
    scenario = hamlet(
        gathering_points=(people_at("square", 6, stretcher_people=3),),
        groups=(Group(gathering_point="square", groups=1, stretcher_people=1, other_people=6),),
        vehicle_types=(bus(stretcher_bays=1),),
    )
    assert Layout(problem_of(scenario)).lying.tolist() == [3.0, 0.0]


def test_a_journey_to_two_points_counts_the_people_of_both_once():
    """Six at the square, six at the mill, ten seats: ten ride from both, worth ten, and two are left; then two, and nobody."""
    scenario = two_villages()
    problem = problem_of(scenario)
    (graph,) = problem.graphs
    both = problem.pairs.index((("mill", "square"), "hall"))
    tally = Tally(Layout(problem))
    assert tally.prices(graph).seat[both] * graph.seats == 10.0
    path = next(day.path for day in search(problem, frozenset(), seed=1, seconds=0.0, work=50).days if both in day.trips)
    tally.take(day_of(problem, 0, path), graph)
    assert tally.people.sum() == 2.0
    assert tally.prices(graph).seat[both] * graph.seats == 2.0
