"""Waves by ticket and the crowds that follow from them."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.planning.hamlet import at, hamlet, people_at

from safepassage.corridor import PeopleByClass
from safepassage.planning.calling import call_waves, count_crowds
from safepassage.planning.itinerary import Board, Itinerary
from safepassage.scenario.scenario import ColumnRules

SCENARIO = hamlet(gathering_points=(people_at("square", 500, holds_people=40), people_at("yard", 500)))


def boarding(*boards: tuple[str, str, int]) -> list[Itinerary]:
    """One vehicle for each boarding: where, when, how many."""
    return [
        Itinerary(
            vehicle=f"bus-{number}",
            fleet_row=0,
            type="bus",
            depot="depot",
            activities=(
                Board(
                    starts_at=at(clock), ends_at=at(clock) + timedelta(minutes=5), place=place, people=PeopleByClass(other_people=people)
                ),
            ),
        )
        for number, (place, clock, people) in enumerate(boards)
    ]


def test_those_who_board_in_one_quarter_are_one_wave_with_tickets_in_a_row():
    waves = call_waves(SCENARIO, boarding(("square", "10:20", 7), ("square", "10:05", 10), ("square", "10:14", 3), ("yard", "10:05", 2)))
    assert [(w.gathering_point, w.wave, w.boards_at, w.people.total_people, w.first_ticket, w.last_ticket) for w in waves] == [
        ("square", 1, at("10:05"), 13, 1, 13),
        ("square", 2, at("10:20"), 7, 14, 20),
        ("yard", 1, at("10:05"), 2, 1, 2),
    ]


def test_a_wave_is_called_half_an_hour_before_it_boards_but_not_before_the_horizon():
    waves = call_waves(SCENARIO, boarding(("square", "09:10", 5), ("square", "10:00", 5)))
    assert [wave.called_at for wave in waves] == [at("09:00"), at("09:30")]
    early = SCENARIO.model_copy(update={"column": ColumnRules(call_before_boarding_min=45)})
    assert call_waves(early, boarding(("square", "10:00", 5)))[0].called_at == at("09:15")


def test_nobody_is_called_before_the_moment_of_a_change_but_who_had_been():
    """At 09:50 the first ten tickets had been called, the others had not; their time to be called was 09:35 and 09:40."""
    before = call_waves(SCENARIO, boarding(("square", "09:40", 10), ("square", "10:30", 20)))
    now = boarding(("square", "10:05", 10), ("square", "10:15", 20), ("square", "10:40", 5))
    waves = call_waves(SCENARIO, now, changed_at=at("09:50"), before=before)
    assert [wave.called_at for wave in waves] == [at("09:35"), at("09:50"), at("10:10")]
    again = call_waves(SCENARIO, now, changed_at=at("10:00"), before=waves)
    assert again == waves
    partly = call_waves(SCENARIO, boarding(("square", "10:05", 11)), changed_at=at("09:50"), before=before)
    assert [wave.called_at for wave in partly] == [at("09:50")]


def test_a_crowd_is_the_most_who_wait_at_one_moment_of_a_quarter():
    """Ten are called at 09:35 and board at 10:05; thirty are called at 09:50, when the ten still wait, and board at 10:20."""
    boards = boarding(("square", "10:05", 10), ("square", "10:20", 30))
    crowds = count_crowds(SCENARIO, boards, call_waves(SCENARIO, boards))
    assert [(crowd.starts_at, crowd.waiting_people) for crowd in crowds] == [
        (at("09:30"), 10),
        (at("09:45"), 40),
        (at("10:00"), 40),
        (at("10:15"), 30),
    ]
    assert {crowd.holds_people for crowd in crowds} == {40}


def test_where_nobody_boards_nobody_is_called():
    assert call_waves(SCENARIO, []) == ()
    assert count_crowds(SCENARIO, [], ()) == ()


@settings(max_examples=100, deadline=None)
@given(boards=st.lists(st.tuples(st.sampled_from(["square", "yard"]), st.integers(0, 170), st.integers(1, 60)), max_size=12))
def test_every_ticket_is_given_once_and_everybody_is_called_before_boarding(boards: list[tuple[str, int, int]]) -> None:
    itineraries = boarding(*((place, f"{9 + minute // 60:02}:{minute % 60:02}", people) for place, minute, people in boards))
    waves = call_waves(SCENARIO, itineraries)
    for place in ("square", "yard"):
        people = sum(number for at_place, _, number in boards if at_place == place)
        of_place = [wave for wave in waves if wave.gathering_point == place]
        tickets = [ticket for wave in of_place for ticket in range(wave.first_ticket, wave.last_ticket + 1)]
        assert tickets == list(range(1, people + 1))
        assert [wave.wave for wave in of_place] == list(range(1, len(of_place) + 1))
        assert all(wave.called_at <= wave.boards_at for wave in of_place)
        crowds = [crowd for crowd in count_crowds(SCENARIO, itineraries, waves) if crowd.gathering_point == place]
        assert all(0 < crowd.waiting_people <= people for crowd in crowds)
