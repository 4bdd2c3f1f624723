"""Hours become instants only of hour, day and clock, all stated."""

from pathlib import Path

import pytest
from tests.negotiation.peacerep.table import facts, reading

from safepassage.corridor import parse_instant
from safepassage.negotiation.peacerep.reading import FactKind, Reading
from safepassage.negotiation.terms import LocalHours, WindowTerms

NINE = parse_instant("2022-03-09T07:00+00:00")
SIXTEEN = parse_instant("2022-03-09T14:00+00:00")


def window(read: Reading) -> WindowTerms | None:
    (segment,) = read.terms.segments
    return segment.windows[0] if segment.windows else None


def opens_and_closes(read: Reading) -> tuple[object, object]:
    found = window(read)
    return (found.opens, found.closes) if found else (None, None)


@pytest.mark.parametrize(
    "hours",
    [
        "from 9:00 a.m. to 4:00 p.m. Kyiv Time",
        "from 9 a.m. Kyiv time until 4 p.m.",
        "from 9:00 a.m. local time (10:00 a.m. Moscow Time) until 4:00 p.m.",
        "from 10:00 to 17:00 Moscow time",
        "from 0700 UTC to 1400 UTC",
    ],
)
def test_a_window_with_day_and_clock_is_two_instants(tmp_path: Path, hours: str) -> None:
    """On 9 March 2022 Kyiv is UTC+2 and Moscow UTC+3."""
    read = reading(tmp_path, f"On Wednesday a ceasefire will hold {hours} for the corridor from Vyrii to Luhiv.")
    assert opens_and_closes(read) == (NINE, SIXTEEN)


def test_after_27_march_kyiv_and_moscow_read_one_clock(tmp_path: Path) -> None:
    day = {"Date": "28.03.22", "date": "2022-03-28", "day": 28}
    read = reading(tmp_path, "On Monday a ceasefire from 9 a.m. to 4 p.m. Kyiv time for the corridor from Vyrii to Luhiv.", **day)
    assert opens_and_closes(read) == (parse_instant("2022-03-28T06:00+00:00"), parse_instant("2022-03-28T13:00+00:00"))


def test_the_hours_stand_on_the_clock_on_which_they_were_stated(tmp_path: Path) -> None:
    read = reading(tmp_path, "On Wednesday a ceasefire from 9 a.m. to 4 p.m. Kyiv time for the corridor from Vyrii to Luhiv.")
    found = window(read)
    assert found is not None
    assert found.local_hours == (LocalHours(zone="Europe/Kyiv", opens="2022-03-09 09:00", closes="2022-03-09 16:00"),)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("On Wednesday a ceasefire from 9 a.m. to 4 p.m. on the way from Vyrii.", "whose clock"),
        ("On Wednesday a ceasefire from 9 a.m. to 4 p.m. local time on the way from Vyrii.", "whose clock"),
        ("A ceasefire from 9 a.m. to 4 p.m. Kyiv time on the way from Vyrii.", "one of 2022-03-09"),
        ("On Thursday a ceasefire from 9 a.m. to 4 p.m. Kyiv time on the way from Vyrii.", "one of 2022-03-09"),
        ("On Wednesday a ceasefire starting 9 a.m. Kyiv time (11 a.m. Moscow time) on the way from Vyrii.", "two moments"),
        ("On Wednesday a ceasefire starting 19:00 p.m. Kyiv time on the way from Vyrii.", "no exact hour"),
        ("On Wednesday a ceasefire starting about 9 a.m. Kyiv time on the way from Vyrii.", "no exact hour"),
        ("On Wednesday buses leave Vyrii at 9 a.m. Kyiv time.", "sets off"),
        ("On Wednesday in the morning a ceasefire on the way from Vyrii.", "no hour"),
    ],
)
def test_an_hour_that_lacks_day_or_clock_stays_words(tmp_path: Path, text: str, why: str) -> None:
    read = reading(tmp_path, text)
    assert window(read) is None
    assert any(why in unread.why and unread.words for unread in read.unread)


def test_local_time_with_a_second_clock_that_is_not_kyivs_counts_by_the_second(tmp_path: Path) -> None:
    """10 a.m. with 0700 UTC is nobody's clock but Moscow's: the instant is UTC's, and Kyiv's clock is not put in."""
    read = reading(tmp_path, "A ceasefire starting at 10 a.m. local time (0700 UTC) Wednesday on the way from Vyrii.")
    assert opens_and_closes(read) == (NINE, None)


def test_a_dateline_of_the_day_dates_the_hours_of_its_article(tmp_path: Path) -> None:
    text = "KYIV. March 9 (Agency) - A ceasefire from 9 a.m. to 4 p.m. Kyiv time holds on the way from Vyrii."
    assert opens_and_closes(reading(tmp_path, text)) == (NINE, SIXTEEN)
    assert opens_and_closes(reading(tmp_path, text.replace("March 9", "March 8"))) == (None, None)


def test_two_hours_for_one_opening_are_a_contradiction_and_no_term(tmp_path: Path) -> None:
    text = (
        "On Wednesday a ceasefire starting 9 a.m. Kyiv time on the way from Vyrii.;;;"
        "On Wednesday a ceasefire starting 9 a.m. Moscow time on the way from Vyrii."
    )
    read = reading(tmp_path, text)
    assert window(read) is None
    assert any("different hours at which the silence opens" in unread.why for unread in read.unread)


def test_a_window_that_ends_before_it_begins_is_told_and_left_out(tmp_path: Path) -> None:
    read = reading(tmp_path, "On Wednesday a ceasefire from 4 p.m. to 9 a.m. Kyiv time on the way from Vyrii.")
    assert window(read) is None
    assert any("ends before it begins" in unread.why for unread in read.unread)


def test_the_hours_of_another_corridor_are_not_read(tmp_path: Path) -> None:
    read = reading(tmp_path, "On Wednesday a ceasefire from 9 a.m. to 4 p.m. Kyiv time from Dubrava to Luhiv. Vyrii waits.")
    assert not facts(read, FactKind.OPENS)


def test_the_hour_of_a_count_is_no_hour_of_the_corridor(tmp_path: Path) -> None:
    read = reading(tmp_path, "400 people had left Vyrii by 1 p.m. on Wednesday.")
    assert not [fact for fact in read.read if fact.kind in (FactKind.OPENS, FactKind.CLOSES, FactKind.MOVES)]


def test_a_clock_that_is_only_in_brackets_is_not_put_on_the_other_hour(tmp_path: Path) -> None:
    """10 a.m. on an unknown clock is 07:00 UTC; 4 p.m. on that clock is not 16:00 UTC."""
    read = reading(tmp_path, "A ceasefire from 10 a.m. local time (0700 UTC) until 4 p.m. Wednesday on the way from Vyrii.")
    assert opens_and_closes(read) == (NINE, None)


def test_an_hour_that_the_change_of_clocks_skips_is_no_instant(tmp_path: Path) -> None:
    """On 27 March 2022 Kyiv's clocks went from 03:00 to 04:00."""
    day = {"Date": "27.03.22", "date": "2022-03-27", "day": 27}
    read = reading(tmp_path, "On Sunday a ceasefire from 3:30 a.m. to 4 p.m. Kyiv time on the way from Vyrii.", **day)
    assert opens_and_closes(read) == (None, parse_instant("2022-03-27T13:00+00:00"))
    assert any("change of the clock" in unread.why for unread in read.unread)


def test_a_dateline_that_no_calendar_has_dates_nothing(tmp_path: Path) -> None:
    read = reading(tmp_path, "KYIV. February 30 (Agency) - A ceasefire from 9 a.m. to 4 p.m. Kyiv time on the way from Vyrii.")
    assert opens_and_closes(read) == (None, None)
