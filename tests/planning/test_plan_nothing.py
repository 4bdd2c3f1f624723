"""Where nothing can be done, that is a plan with its reasons, not an error."""

from datetime import time

import pytest
from tests.planning.hamlet import at, bus, buses, hall, hamlet, leg, people_at, planned, span

from safepassage.corridor import Closure, ClosureKind, Control, OfferedWindow, Segment
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Daylight

FRONT = {
    "segments": (Segment(id="front", name="Front", needs_silence=True),),
    "legs": (leg("depot", "square", 10), leg("square", "hall", 20, segment="front")),
}
HELD = (Control(segment="front", party="south", since=at("00:00"), source="invented"),)


def window(party: str, opens: str, closes: str) -> OfferedWindow:
    return OfferedWindow(segment="front", party=party, opens=at(opens), closes=at(closes))


NOTHING = {
    "no windows": ({**FRONT, "control": HELD}, "ever open long enough"),
    "windows that do not meet": (
        {**FRONT, "control": HELD, "windows": (window("north", "09:00", "10:00"), window("south", "10:00", "11:00"))},
        "ever open long enough",
    ),
    "nobody known to hold the road": ({**FRONT, "windows": (window("south", "09:00", "13:00"),)}, "ever open long enough"),
    "night only": ({"horizon": span("21:00", "23:30"), "daylight": Daylight()}, "ever open long enough"),
    "no time": ({"horizon": span("09:00", "09:15")}, "ever open long enough"),
    "a closed road": ({"closures": (Closure(kind=ClosureKind.LEG, what="square-hall"),)}, "no road leads"),
    "no reception": ({"reception_centres": (), "legs": (leg("depot", "square", 10),)}, "no reception has a place"),
    "a full reception": ({"reception_centres": (hall(people=0),)}, "no reception has a place"),
    "no fleet": ({"fleet": ()}, "no vehicle of the fleet has a seat"),
    "no vehicles": ({"fleet": (buses(0),)}, "no vehicle of the fleet has a seat"),
    "no seats": ({"vehicle_types": (bus(seats=0),)}, "no vehicle of the fleet has a seat"),
    "duty at another time": ({"fleet": (buses(duty_starts=time(18), duty_h=4.0),)}, ""),
    "no fuel": ({"vehicle_types": (bus(fuel_range_km=29.0),)}, ""),
    "nobody may board": ({"gathering_points": (people_at("square", boardings_per_15_min=0),)}, ""),
}


@pytest.mark.parametrize("name", NOTHING)
def test_where_nothing_can_be_done_the_plan_says_who_stays_and_why(name: str) -> None:
    changes, reason = NOTHING[name]
    plan = planned(**changes)
    assert_does_nothing(plan)
    assert [(line.place, line.people) for line in plan.left_behind] == [("square", 10)]
    assert plan.reasons
    assert reason in plan.left_behind[0].reason


@pytest.mark.parametrize(
    "changes", [{"gathering_points": (people_at("square", 0),)}, {"gathering_points": (), "legs": (leg("depot", "hall", 9),)}]
)
def test_where_nobody_waits_nothing_is_done_and_nothing_is_missing(changes: dict[str, object]) -> None:
    plan = planned(hamlet(**changes))
    assert_does_nothing(plan)
    assert plan.left_behind == ()
    assert plan.reasons == ()


def assert_does_nothing(plan: Plan) -> None:
    assert plan.itineraries == ()
    assert plan.convoys == ()
    assert plan.windows == ()
    assert plan.figures.out.total_people == 0
    assert plan.certificate.value_points == 0.0
