"""What a plan in the making counts on."""

from tests.planning.hamlet import bus, buses, hamlet, people_at, problem_of

from safepassage.corridor import Group
from safepassage.planning.tally import Layout


def test_stretcher_cases_of_a_group_that_no_vehicle_takes_whole_are_not_counted_on():
    """Six seats and a bay together are on no vehicle: the bus has no bay, the ambulance one seat. Two others lie there by themselves."""
    scenario = hamlet(
        gathering_points=(people_at("square", 6, stretcher_people=3),),
        groups=(Group(gathering_point="square", groups=1, stretcher_people=1, other_people=6),),
        vehicle_types=(bus(), bus(id="ambulance", seats=1, stretcher_bays=2)),
        fleet=(buses(1), buses(1, type="ambulance")),
    )
    layout = Layout(problem_of(scenario))
    assert layout.lying.tolist() == [2.0]


def test_those_of_a_group_that_some_vehicle_takes_are():
    scenario = hamlet(
        gathering_points=(people_at("square", 6, stretcher_people=3),),
        groups=(Group(gathering_point="square", groups=1, stretcher_people=1, other_people=6),),
        vehicle_types=(bus(stretcher_bays=1),),
    )
    assert Layout(problem_of(scenario)).lying.tolist() == [3.0]
