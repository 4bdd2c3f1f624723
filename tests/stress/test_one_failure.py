"""One thing goes wrong in the hamlet by the line; every figure is worked out by hand from the timetable in `days.py`."""

import numpy as np
import pytest
from tests.planning.hamlet import SPOT, at, bus, buses, leg, people_at, span
from tests.stress.days import by_the_line, calm, one_day, plan_of, ready

from safepassage.corridor import OfferedWindow, SafeHalt
from safepassage.scenario.scenario import Daylight
from safepassage.stress.befall import block, darken, open_late
from safepassage.stress.day import Column, Gate, Kind
from safepassage.stress.daybreak import start_day
from safepassage.stress.encounter import board_or_wait
from safepassage.stress.simulate import new_day, new_draw

LINE = 0
"""The row of the only segment."""


def blocked(since_min: int, until_min: int):
    return lambda staged, draw: block(draw, LINE, since_min, until_min)


def test_on_a_day_on_which_nothing_happens_all_ten_are_out_and_nobody_waits():
    told = one_day(by_the_line(), lambda staged, draw: None)
    assert told[Column.OUT] == 10
    for column in (Column.HOME, Column.STRANDED, Column.WAITED_VEHICLE_MIN, Column.OUTSIDE_PERSON_MIN, Column.OVERDUE, Column.TURNED_BACK):
        assert told[column] == 0
    assert told[Column.VEHICLES_HOME] == 1


def test_a_column_holds_before_a_suspended_segment_and_goes_on_when_let_through():
    """Suspended from 09:20 to 10:20, known after it has set out: at the line at 09:30 it holds 50 minutes, and is overdue at the hall."""
    told = one_day(by_the_line(), blocked(20, 80))
    assert (told[Column.OUT], told[Column.WAITED_VEHICLE_MIN], told[Column.TURNED_BACK]) == (10, 50, 0)
    assert (told[Column.OVERDUE], told[Column.OUTSIDE_PERSON_MIN]) == (1, 0)


def test_a_column_that_would_hold_too_long_turns_back_and_sets_out_again():
    """Suspended from 09:20 to 10:40: 70 minutes are too many; it is back at the square at 09:45 and leaves at 10:25, out at 11:00."""
    told = one_day(by_the_line(), blocked(20, 100))
    assert (told[Column.OUT], told[Column.WAITED_VEHICLE_MIN]) == (10, 0)
    assert (told[Column.TURNED_BACK], told[Column.TURNED_BACK_PEOPLE]) == (1, 10)


def test_it_turns_back_to_a_safe_halt_on_its_way_rather_than_to_where_it_came_from():
    """A halt two minutes before the gate: it waits there, not on the road, and goes on when the line is open again."""
    gate = by_the_line().checkpoints[0]
    halt = SafeHalt(id="halt", name="Halt", latitude=gate.latitude, longitude=gate.longitude, holds_vehicles=5)
    scenario = by_the_line()
    legs = tuple(
        each.model_copy(update={"to_place": "halt", "id": "square-halt", "minutes": 8.0, "km": 8.0}) if each.to_place == "gate" else each
        for each in scenario.legs
    )
    legs += (scenario.legs[1].model_copy(update={"id": "halt-gate", "from_place": "halt", "to_place": "gate", "minutes": 2.0, "km": 2.0}),)
    scenario = scenario.model_copy(update={"safe_halts": (halt,), "legs": legs})
    told = one_day(scenario, blocked(20, 100))
    assert (told[Column.OUT], told[Column.TURNED_BACK], told[Column.HOME]) == (10, 1, 0)
    told = one_day(scenario, blocked(20, 1000))
    assert (told[Column.OUT], told[Column.STRANDED], told[Column.HOME]) == (0, 10, 0), "closed for good, they are stranded at the halt"


def halting(holds: int):
    """Three full buses meet the suspended line at 09:30; the inn lies two minutes before the gate, the square ten."""
    changes = {"gathering_points": (people_at("square", 30),), "fleet": (buses(3),)}
    inn = SafeHalt(id="inn", name="Inn", holds_vehicles=holds, **SPOT)
    legs = (leg("depot", "square", 10), leg("square", "inn", 8), leg("inn", "gate", 2), leg("gate", "hall", 20, segment="line"))
    made = by_the_line(**changes, safe_halts=(inn,), legs=legs)
    return made, plan_of(by_the_line(**changes, safe_halts=(inn,), legs=legs, horizon=span("09:00", "10:15")))


@pytest.mark.parametrize("holds", [0, 1, 2, 3])
def test_who_finds_the_halt_behind_full_turns_back_further(holds):
    """Closed for good: so many as the inn holds are stranded there, the others are home again at the square."""
    scenario, plan = halting(holds)
    told = one_day(scenario, blocked(20, 1000), plan=plan)
    assert (told[Column.STRANDED], told[Column.HOME]) == (10 * holds, 30 - 10 * holds)
    assert (told[Column.TURNED_BACK], told[Column.OVERFULL_HALT_VEHICLE_MIN]) == (3, 0)


def test_who_goes_on_from_a_halt_needs_the_time_from_there():
    """Back at the inn at 09:42. Open at 10:45, the bus leaves the inn at 10:38, is held at the gate from 10:40 and out at 11:05."""
    scenario, plan = halting(3)
    scenario = scenario.model_copy(update={"horizon": span("09:00", "11:05")})
    assert one_day(scenario, blocked(20, 105), plan=plan)[Column.OUT] == 30
    assert one_day(scenario, blocked(20, 106), plan=plan)[Column.OUT] == 0, "in at 11:06, the horizon ends at 11:05"


def test_who_is_still_on_the_way_to_the_hall_when_the_horizon_ends_is_not_there():
    """It stops on the line for 200 minutes: at 13:00 it is on the line, at no base, and its people are stranded."""

    def repaired(staged, draw):
        draw.breakdown_km[0], draw.repair_min[0] = 30.0, 200

    told = one_day(by_the_line(), repaired)
    assert (told[Column.OUT], told[Column.STRANDED]) == (0, 10)
    assert (told[Column.VEHICLES_HOME], told[Column.VEHICLES_AWAY]) == (0, 1)


def test_where_the_road_stays_closed_people_are_home_again_and_not_stranded():
    told = one_day(by_the_line(), blocked(20, 1000))
    assert (told[Column.OUT], told[Column.HOME], told[Column.STRANDED]) == (0, 10, 0)
    assert told[Column.VEHICLES_AWAY] == 1


def test_the_wave_waits_where_its_vehicle_could_not_go_on():
    """Suspended from 09:05 to 10:05, known when the bus comes: the wave boards at 09:45, the bus leaves at 09:50 and never holds."""
    told = one_day(by_the_line(), blocked(5, 65))
    assert (told[Column.OUT], told[Column.WAITED_VEHICLE_MIN], told[Column.TURNED_BACK]) == (10, 0, 0)


def test_the_waiting_wave_stays_off_the_bus_until_it_can_leave():
    """The same day: looked at when the bus comes, at 09:10, the wave is told to board at 09:45; on a calm day it boards at once."""
    staged, task = ready(by_the_line(), plan_of(by_the_line()), calm())
    programme = staged.programme
    (gate,) = np.flatnonzero(programme.gates[:, Gate.KIND] == Kind.BOARD)
    for is_calm, told_min in ((True, 10), (False, 45)):
        draw, day = new_draw(programme, task.vehicles, 1), new_day(programme)
        if not is_calm:
            block(draw, LINE, 5, 65)
        start_day(programme, draw, day)
        assert board_or_wait(programme, draw, day, 0, gate, 10) == told_min
        assert day.has_boarded[0] == is_calm
        assert day.aboard.sum() == (10 if is_calm else 0)


def test_who_is_on_a_segment_when_it_is_suspended_goes_on_and_the_minutes_are_counted():
    """On the line from 09:30 to 09:50, suspended from 09:35: fifteen minutes of ten people and one vehicle."""
    told = one_day(by_the_line(), blocked(35, 95))
    assert (told[Column.OUT], told[Column.OUTSIDE_PERSON_MIN], told[Column.OUTSIDE_VEHICLE_MIN]) == (10, 150, 15)


def test_a_window_that_opens_late_is_waited_for_at_the_square():
    """Agreed from 09:00, open from 10:00: the bus leaves at 09:45. Open from 12:41 it would end after the horizon: they go home."""
    window = OfferedWindow(segment="line", party="south", opens=at("09:00"), closes=at("14:00"))
    scenario = by_the_line(windows=(window,))
    told = one_day(scenario, lambda staged, draw: open_late(draw, LINE, 0, 1, 60))
    assert (told[Column.OUT], told[Column.WAITED_VEHICLE_MIN], told[Column.OUTSIDE_PERSON_MIN]) == (10, 0, 0)
    told = one_day(scenario, lambda staged, draw: open_late(draw, LINE, 0, 1, 221))
    assert (told[Column.OUT], told[Column.HOME]) == (0, 10)


def test_nobody_sets_out_who_would_be_on_the_line_in_the_dark():
    """Dark at 09:50 is just late enough, at 09:49 not."""
    scenario = by_the_line(daylight=Daylight())
    for until_min, out in ((50, 10), (49, 0)):
        told = one_day(scenario, lambda staged, draw, at=until_min: darken(staged.programme, draw, staged.programme.light_first, at))
        assert (told[Column.OUT], told[Column.HOME], told[Column.DARK_PERSON_MIN]) == (out, 10 - out, 0)


def test_a_slow_checkpoint_holds_longer():
    """Twice 5 minutes: ten minutes at the gate instead of five, so the line is left five minutes later than the window allows, or not."""

    def slow(staged, draw):
        draw.slow_since[0, 0], draw.slow_until[0, 0], draw.slows[0] = 0, 1000, 1
        draw.slow[:] = 1.0, 2.0

    told = one_day(by_the_line(), slow)
    assert (told[Column.OUT], told[Column.WAITED_VEHICLE_MIN]) == (10, 0)
    window = OfferedWindow(segment="line", party="south", opens=at("08:00"), closes=at("10:05"))
    # the passage and 15 minutes of margin end with the window at 10:05: five minutes more are within the margin, twenty-five are not
    assert one_day(by_the_line(windows=(window,)), slow)[Column.OUT] == 10

    def slower(staged, draw):
        slow(staged, draw)
        draw.slow[1] = 6.0

    told = one_day(by_the_line(windows=(window,)), slower)
    assert (told[Column.OUT], told[Column.HOME], told[Column.TURNED_BACK]) == (0, 10, 1)


def test_a_lost_vehicle_leaves_behind_whom_the_others_of_its_convoy_have_no_seat_for():
    """Two buses of 20 seats leave with 30 people; whoever is lost between square and gate, the other one has ten seats at most."""
    in_one_journey = span("09:00", "10:15")
    scenario = by_the_line(
        gathering_points=(people_at("square", 30),), vehicle_types=(bus(seats=20),), fleet=(buses(2),), horizon=in_one_journey
    )
    outcomes = set()
    for vehicle in (0, 1):

        def lose(staged, draw, vehicle=vehicle):
            draw.breakdown_km[vehicle] = 15.0  # 10 km in, 5 of the 10 km to the gate

        told = one_day(scenario, lose)
        assert told[Column.OUT] + told[Column.STRANDED] == 30
        assert (told[Column.LOST], told[Column.VEHICLES_AWAY], told[Column.VEHICLES_HOME]) == (1, 1, 1)
        outcomes.add(told[Column.OUT])
    assert outcomes == {20}, "the lost bus had twenty aboard and ten found a seat, or it had ten and nobody did"


def test_a_repaired_vehicle_is_late_by_its_repair():
    """40 minutes on the way to the gate: through it at 10:10, out at 10:30; nobody is stranded."""

    def repaired(staged, draw):
        draw.breakdown_km[0], draw.repair_min[0] = 15.0, 40

    told = one_day(by_the_line(), repaired)
    assert (told[Column.OUT], told[Column.BROKEN_DOWN], told[Column.LOST], told[Column.OVERDUE]) == (10, 1, 0, 1)


@pytest.mark.parametrize(("registered", "more", "taken"), [(6, 10, 4), (6, 3, 3), (10, 5, 0)])
def test_who_comes_unregistered_takes_the_seats_that_stay_free_and_no_others(registered, more, taken):
    scenario = by_the_line(gathering_points=(people_at("square", registered),))

    def crowd(staged, draw):
        draw.more[0, 3] = more

    told = one_day(scenario, crowd)
    assert (told[Column.OUT], told[Column.MORE_TAKEN]) == (registered + taken, taken)


def test_nobody_who_comes_unregistered_is_taken_twice():
    """Two buses, nobody of the twenty who were called comes, fifteen others do: ten go in one bus and five in the other."""
    scenario = by_the_line(gathering_points=(people_at("square", 20),), fleet=(buses(2),), horizon=span("09:00", "10:15"))

    def others(staged, draw):
        draw.come[:] = 0
        draw.more[0, 3] = 15

    told = one_day(scenario, others)
    assert (told[Column.OUT], told[Column.MORE_TAKEN], told[Column.STAYED_AWAY]) == (15, 15, 20)


def test_vehicles_queue_at_the_gate_when_it_passes_fewer_than_planned():
    """Four buses at 09:25 where one passes in each quarter: they go at 09:25, 09:30, 09:45 and 10:00, 0 + 5 + 20 + 35 minutes late."""
    in_one_journey = {"gathering_points": (people_at("square", 40),), "fleet": (buses(4),), "horizon": span("09:00", "10:15")}
    scenario, plan = by_the_line(**in_one_journey | {"horizon": span("09:00", "13:00")}), plan_of(by_the_line(**in_one_journey))

    def quarter(staged, draw):
        draw.slow_since[0, 0], draw.slow_until[0, 0], draw.slows[0] = 0, 1000, 1
        draw.slow[:] = 0.25, 1.0

    told = one_day(scenario, quarter, plan=plan)
    assert (told[Column.OUT], told[Column.WAITED_VEHICLE_MIN]) == (40, 60)
    told = one_day(scenario, quarter, calm(queue_min=20), plan)
    assert told[Column.TURNED_BACK] >= 1, "the last one does not join a queue of 35 minutes"
    assert told[Column.OUT] == 40
