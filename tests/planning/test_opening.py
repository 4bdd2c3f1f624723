"""At which minutes a road with a closed leg may be driven."""

from datetime import timedelta

import pytest
from tests.planning.hamlet import SPOT, at, hamlet, leg, planned, span

from safepassage.corridor import Closure, ClosureKind, Waypoint
from safepassage.planning.connect import connect
from safepassage.planning.routes import find_routes, route_open


@pytest.mark.parametrize(("since_s", "until_s"), [(None, 610), (540, 660), (555, None), (601, 602), (600, 660)])
@pytest.mark.parametrize("minutes", [10.25, 10.0, 9.5])
def test_a_closed_road_is_open_to_who_is_not_on_it_while_it_is_closed(since_s: int | None, until_s: int | None, minutes: float) -> None:
    """To the second, for departures of each minute, from the spans themselves: the second leg of three is closed for a while."""
    starts_at = at("09:00")
    scenario = hamlet(
        legs=(leg("depot", "x", minutes), leg("x", "square", 4.75), leg("square", "hall", 20)),
        waypoints=(Waypoint(id="x", name="X", **SPOT),),
        closures=(
            Closure(
                kind=ClosureKind.LEG,
                what="x-square",
                since=None if since_s is None else starts_at + timedelta(seconds=since_s),
                until=None if until_s is None else starts_at + timedelta(seconds=until_s),
            ),
        ),
        horizon=span("09:00", "10:00"),
    )
    ground = connect(scenario)
    (route,) = find_routes(ground).by_pair["depot", "square", 100.0]
    for minute, is_open in enumerate(route_open(ground, route).tolist()):
        enters_s, leaves_s = 60 * (minute + minutes), 60 * (minute + minutes + 4.75)
        is_on_it = max(enters_s, since_s or 0) < min(leaves_s, 3600 if until_s is None else until_s)
        assert is_open == (not is_on_it and minute + route.minutes <= 60), minute


def test_who_comes_to_a_road_in_the_minute_in_which_it_opens_drives_on() -> None:
    """At the second leg at 09:10:15, which opens at 09:10:10; there is no minute to lose, and ten people are out, not none."""
    scenario = hamlet(
        legs=(leg("depot", "x", 10.25), leg("x", "square", 4.75), leg("square", "hall", 20)),
        waypoints=(Waypoint(id="x", name="X", **SPOT),),
        closures=(Closure(kind=ClosureKind.LEG, what="x-square", until=at("09:10") + timedelta(seconds=10)),),
        horizon=span("09:00", "09:45"),
    )
    made = planned(scenario)
    assert made.figures.out.total_people == 10
    assert made.certificate.bound_points == 10.0
