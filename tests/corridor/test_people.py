"""People by class: counts that add up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from safepassage.corridor import NOBODY, Group, PeopleByClass, PriorityClass, people_by_class

counts = st.integers(min_value=0, max_value=100_000)
people = st.builds(PeopleByClass, stretcher_people=counts, infant_people=counts, frail_people=counts, other_people=counts)


def test_stretcher_cases_take_no_seat() -> None:
    """Of 2 + 3 + 5 + 7 people, 15 sit."""
    crowd = PeopleByClass(stretcher_people=2, infant_people=3, frail_people=5, other_people=7)
    assert (crowd.total_people, crowd.seated_people) == (17, 15)
    assert crowd[PriorityClass.FRAIL] == 5


def test_classes_come_in_the_order_of_boarding() -> None:
    """Stretcher cases first, then children with their carers, then frail people, then everybody else."""
    assert [priority.value for priority, _ in NOBODY.items()] == ["stretcher", "infant", "frail", "other"]


@given(people, people)
def test_sums_and_differences_undo_each_other(some: PeopleByClass, others: PeopleByClass) -> None:
    """Nobody is gained or lost by adding and taking away."""
    assert some + others - others == some
    assert some + NOBODY == some
    assert (some + others).total_people == some.total_people + others.total_people
    assert people_by_class(dict(some.items())) == some


def test_nobody_can_be_taken_from_nobody() -> None:
    """A count never falls below zero, not even in one class while the total would do."""
    with pytest.raises(ValidationError):
        PeopleByClass(other_people=5) - PeopleByClass(infant_people=1)


@pytest.mark.parametrize("wrong", [-1, 2.5, True, "3", None])
def test_a_count_is_a_whole_number_of_people(wrong: object) -> None:
    """No fraction, no text, no yes or no, nothing missing is taken for a count."""
    with pytest.raises(ValidationError):
        PeopleByClass.model_validate({"other_people": wrong})


def test_counts_never_change_after_reading() -> None:
    """A record is frozen."""
    with pytest.raises(ValidationError):
        PeopleByClass().other_people = 3  # type: ignore[misc]


def test_a_group_row_speaks_of_one_group() -> None:
    """Five groups of two children and one adult: the composition is that of one of them."""
    row = Group(gathering_point="school", groups=5, infant_people=2, other_people=1)
    assert row.people == PeopleByClass(infant_people=2, other_people=1)
