"""Windows: one span, on the clocks of two parties."""

from datetime import timedelta

import pytest
from pydantic import ValidationError

from safepassage.corridor import Interval, OfferedWindow, Party, parse_instant


def window(**times: str) -> OfferedWindow:
    return OfferedWindow.model_validate({"segment": "s", "party": "p", **{field: parse_instant(text) for field, text in times.items()}})


def test_two_clocks_that_name_one_instant_are_accepted() -> None:
    """09:00 in Kyiv and 10:00 in Moscow were one moment on 5 March 2022, and two on 28 March."""
    assert (
        window(
            opens="2022-03-05 09:00 Europe/Kyiv", closes="2022-03-05 16:00 Europe/Kyiv", also_opens="2022-03-05 10:00 Europe/Moscow"
        ).interval.hours
        == 7.0
    )
    with pytest.raises(ValidationError, match="do not name one instant: 60 minutes apart"):
        window(opens="2022-03-28 09:00 Europe/Kyiv", closes="2022-03-28 16:00 Europe/Kyiv", also_opens="2022-03-28 10:00 Europe/Moscow")


def test_a_window_over_the_clock_change_is_an_hour_shorter_than_its_clock_says() -> None:
    """From 00:00 to 12:00 on 27 March 2022 in Kyiv eleven hours passed."""
    span = Interval(starts_at=parse_instant("2022-03-27 00:00 Europe/Kyiv"), ends_at=parse_instant("2022-03-27 12:00 Europe/Kyiv"))
    assert span.hours == 11.0


def test_a_span_holds_its_start_and_its_whole_length() -> None:
    """A span inside, or the same span, is contained; one that begins or ends a minute outside is not."""
    span = Interval(starts_at=parse_instant("2022-03-05T09:00Z"), ends_at=parse_instant("2022-03-05T10:00Z"))
    minute = timedelta(minutes=1)
    assert span.contains(span.starts_at, span.ends_at)
    assert not span.contains(span.starts_at - minute, span.ends_at)
    assert not span.contains(span.starts_at, span.ends_at + minute)


@pytest.mark.parametrize("ends", ["2022-03-05T09:00Z", "2022-03-05T08:00Z"])
def test_a_span_ends_after_it_starts(ends: str) -> None:
    """A span of no length, or of less, is refused."""
    with pytest.raises(ValidationError, match="ends before or when it starts"):
        Interval(starts_at=parse_instant("2022-03-05T09:00Z"), ends_at=parse_instant(ends))
    with pytest.raises(ValidationError, match="closes before or when it opens"):
        window(opens="2022-03-05T09:00Z", closes=ends)


def test_a_party_reads_a_clock_that_exists() -> None:
    """A party's zone is one of the IANA data base."""
    with pytest.raises(ValidationError, match="'Europe' is not a known time zone"):
        Party(id="p", name="P", zone="Europe")
