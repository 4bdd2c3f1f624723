"""The orders for one convoy in plain values are those that the stress test has compiled over tables: equal on random days."""

from random import Random

from tests.oracles.tiny import odd
from tests.stress.days import ready
from tests.stress.test_second_simulator import hasty

from safepassage.corridor.convoy_orders import (
    CheckpointAhead,
    DriveAhead,
    RoadAhead,
    SafePlace,
    SilentSpan,
    Span,
    may_enter_at,
    order_at_checkpoint,
    order_before_segment,
    sets_out_at,
    turns_back_to,
)
from safepassage.corridor.day_rules import NEVER, Order
from safepassage.planning.plan import plan as make_plan
from safepassage.scenario.scenario import Scenario
from safepassage.stress.ahead import sets_out_late
from safepassage.stress.day import Checkpoint, Draw, Gate, Kind, Mover, Programme, Segment
from safepassage.stress.draws import draw_day, random_rows
from safepassage.stress.encounter import may_enter
from safepassage.stress.simulate import new_draw


def spans(draw: Draw, first: int, end: int) -> tuple[Span, ...]:
    return tuple(Span(int(draw.opens[row]), int(draw.closes[row])) for row in range(first, end))


def road(programme: Programme, draw: Draw, segment: int, enters_in_min: int, leaves_in_min: int) -> RoadAhead:
    row = programme.segments[segment]
    windows = range(row[Segment.SILENCE_FIRST], row[Segment.SILENCE_END])
    return RoadAhead(
        enters_in_min,
        leaves_in_min,
        tuple(SilentSpan(*map(int, (programme.opens[w], draw.opens[w], draw.closes[w]))) for w in windows)
        if row[Segment.NEEDS_SILENCE]
        else None,
        spans(draw, programme.light_first, programme.light_end) if row[Segment.NEEDS_LIGHT] else None,
        tuple(Span(int(draw.since[segment, n]), int(draw.until[segment, n])) for n in range(draw.blocks[segment])),
    )


def drive(programme: Programme, draw: Draw, mover: int, departs: int) -> DriveAhead:
    gates, here = programme.gates, int(programme.gates[departs, Gate.AT])
    roads, checkpoints = [], []
    for gate in gates[departs + 1 : gates[departs, Gate.END]]:
        at, what = int(gate[Gate.AT]) - here, int(gate[Gate.WHAT])
        if gate[Gate.KIND] == Kind.ENTER and what < programme.bounded_segments:
            roads.append(road(programme, draw, what, at, at + int(gate[Gate.LASTS])))
        elif gate[Gate.KIND] == Kind.CROSS:
            row = programme.checkpoints[what]
            hours = spans(draw, row[Checkpoint.HOURS_FIRST], row[Checkpoint.HOURS_END])
            checkpoints.append(CheckpointAhead(at, int(gate[Gate.LASTS]), hours))
    first, end = programme.movers[mover, Mover.DUTY_FIRST], programme.movers[mover, Mover.DUTY_END]
    arrives = int(gates[gates[departs, Gate.END], Gate.AT]) - here
    return DriveAhead(arrives, tuple(roads), tuple(checkpoints), spans(draw, first, end) if first < end else None, programme.horizon_min)


def test_when_a_convoy_sets_out_and_enters_is_what_the_stress_test_says():
    told = [wait for seed in (1, 4, 9, 14, 22, 30) for wait in compared(odd(seed), seed)]
    assert told.count(0), "somebody goes at once"
    assert any(0 < wait < NEVER // 2 for wait in told), "somebody waits"
    assert any(wait > NEVER // 2 for wait in told), "somebody never goes"


def compared(scenario: Scenario, seed: int) -> list[int]:
    """How long each convoy waits on some days, by both; asserts that they are equal."""
    _, task = ready(scenario, make_plan(scenario, work=5), hasty("offered"))
    programme, random = task.programme, Random(seed)
    told: list[int] = []
    draw = new_draw(programme, task.vehicles, len(task.chances.day_from))
    for numbers in random_rows(seed, 0, 25, task.layout.numbers):
        draw_day(programme, task.chances, task.layout, numbers, draw)
        draw.is_touched[:] = True
        for mover, (first, end) in enumerate(programme.movers[:, [Mover.FIRST, Mover.END]].tolist()):
            for departs in (gate for gate in range(first, end) if programme.gates[gate, Gate.KIND] == Kind.DEPART):
                planned = int(programme.gates[departs, Gate.AT])
                ready_min = planned + random.choice((0, 0, 7, 31))
                now_min = max(0, ready_min - random.choice((0, 0, 10)))
                late = sets_out_late(programme, draw, mover, departs, planned, ready_min - planned, now_min)
                ours = sets_out_at(drive(programme, draw, mover, departs), ready_min, now_min)
                assert ours == (NEVER if late >= NEVER else planned + late)
                told.append(ours - ready_min)
        for segment in range(programme.bounded_segments):
            at_min, stays_min = random.randrange(programme.horizon_min), random.choice((1, 12, 40))
            entered = may_enter(programme, draw, segment, at_min, stays_min, at_min)
            assert may_enter_at(road(programme, draw, segment, 0, stays_min), at_min, at_min) == entered
    return told


def test_a_convoy_before_a_segment_goes_holds_or_turns_back():
    """Blocked from 100 to 140: who came at 90 and may hold for an hour waits 40 minutes at 100; with half an hour it turns back."""
    ahead = RoadAhead(0, 20, blocks=(Span(100, 140),))
    assert order_before_segment(ahead, 90, 90, 60) == (Order.GO, 90), "the block has not begun, so nobody knows of it"
    assert order_before_segment(ahead, 90, 100, 60) == (Order.HOLD, 140)
    assert order_before_segment(ahead, 90, 100, 30) == (Order.TURN_BACK, 140)
    assert order_at_checkpoint(180, 0, 180).order is Order.HOLD
    assert order_at_checkpoint(181, 0, 180).order is Order.TURN_BACK


def test_a_convoy_turns_back_to_the_last_place_with_room_and_home_in_any_case():
    square, inn, barn = SafePlace("square", 0.0), SafePlace("inn", 12.0), SafePlace("barn", 30.0, has_room=False)
    assert turns_back_to((square, inn, barn)) is inn
    assert turns_back_to((SafePlace("square", 0.0, has_room=False), barn)).place == "square"
