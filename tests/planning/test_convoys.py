"""Convoys of a plan that was changed in the middle of its day: what is new has a name that nothing before had."""

from tests.planning.hamlet import people_at, planned

from safepassage.planning.convoys import form_convoys


def test_new_convoys_find_names_whatever_numbers_those_before_have() -> None:
    """As after two changes of a day: the first numbers were given up, those that follow are taken by convoys that are given up now."""
    made = planned(gathering_points=(people_at("square", 20),))
    routes = {route.id: route for route in made.routes}
    several = len(made.convoys)
    assert several > 1
    before = [
        convoy.model_copy(update={"id": f"C{number:03d}", "vehicles": ("gone",)})
        for number, convoy in enumerate(made.convoys, start=several + 1)
    ]
    itineraries, convoys = form_convoys(made.itineraries, routes, most_vehicles=10, before=before)
    assert [convoy.id for convoy in convoys] == [f"C{number:03d}" for number in range(2 * several + 1, 3 * several + 1)]
    assert len(itineraries) == len(made.itineraries)
