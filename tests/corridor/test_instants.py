"""Instants: one moment, however it is written, and never a guess over a clock change."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safepassage.corridor import known_zone, local_text, parse_instant


def test_nine_in_kyiv_was_ten_in_moscow_before_27_march_2022() -> None:
    """On 5 March 2022 Kyiv stood at UTC+2 and Moscow at UTC+3."""
    assert (
        parse_instant("2022-03-05 09:00 Europe/Kyiv")
        == parse_instant("2022-03-05 10:00 Europe/Moscow")
        == datetime(2022, 3, 5, 7, tzinfo=UTC)
    )


def test_both_clocks_showed_the_same_from_27_march_2022() -> None:
    """From 27 March 2022, 03:00, both clocks were at UTC+3; an hour before they were not."""
    assert parse_instant("2022-03-27 04:00 Europe/Kyiv") == parse_instant("2022-03-27 04:00 Europe/Moscow")
    assert parse_instant("2022-03-28 09:00 Europe/Kyiv") == parse_instant("2022-03-28 09:00 Europe/Moscow")
    assert parse_instant("2022-03-27 02:59 Europe/Kyiv") == parse_instant("2022-03-27 03:59 Europe/Moscow")


@pytest.mark.parametrize(
    "text",
    [
        "2022-03-05 09:00 Europe/Kyiv",
        "2022-03-05T09:00 Europe/Kyiv",
        "2022-03-05T09:00+02:00",
        "2022-03-05T07:00Z",
        " 2022-03-05 09:00:00  Europe/Kyiv ",
    ],
)
def test_one_moment_may_be_written_in_several_ways(text: str) -> None:
    """Zone name or offset, blank or T, seconds or none."""
    assert parse_instant(text) == datetime(2022, 3, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("2022-03-05 09:00", "has no time zone"),
        ("2022-03-05", "has no time zone"),
        ("09:00 Europe/Kyiv", "is not a date and time"),
        ("2022-02-30 09:00 Europe/Kyiv", "is not a possible date and time"),
        ("2022-03-05 24:30 Europe/Kyiv", "is not a possible date and time"),
        ("2022-03-05 09:00 Europe/Kiyv", "write Europe/Kyiv, if that is meant"),
        ("2022-03-05 09:00 Europe", "'Europe' is not a known time zone"),
        ("2022-03-05 09:00 MSK", "'MSK' is not a known time zone; write a name of the IANA data base"),
        ("0001-01-01T00:00+14:00", "is not a possible date and time"),
        ("0001-01-01 00:00 Europe/Kyiv", "is not a possible date and time"),
        ("", "is not a date and time"),
    ],
)
def test_what_is_no_moment_is_refused_in_words(text: str, says: str) -> None:
    """No zone is assumed and no date is bent; the message says what is wrong."""
    with pytest.raises(ValueError, match=says):
        parse_instant(text)


def test_a_time_that_the_clocks_skip_is_refused() -> None:
    """On 27 March 2022 the clocks of Kyiv went from 03:00 to 04:00: there was no 03:30."""
    with pytest.raises(ValueError, match=r"skipped .* '2022-03-27T03:30\+02:00' or '2022-03-27T03:30\+03:00'"):
        parse_instant("2022-03-27 03:30 Europe/Kyiv")
    assert parse_instant("2022-03-27 02:59 Europe/Kyiv") + timedelta(minutes=1) == parse_instant("2022-03-27 04:00 Europe/Kyiv")


def test_a_time_that_the_clocks_show_twice_is_refused() -> None:
    """On 30 October 2022 the clocks of Kyiv went from 04:00 back to 03:00: there were two of 03:30, an hour apart."""
    with pytest.raises(ValueError, match=r"repeated .* '2022-10-30T03:30\+03:00' or '2022-10-30T03:30\+02:00'"):
        parse_instant("2022-10-30 03:30 Europe/Kyiv")
    assert parse_instant("2022-10-30T03:30+02:00") - parse_instant("2022-10-30T03:30+03:00") == timedelta(hours=1)


@given(
    at=st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)).map(lambda at: at.replace(second=0, microsecond=0, tzinfo=UTC)),  # noqa: DTZ001 - set to UTC here
    zone=st.sampled_from(["Europe/Kyiv", "Europe/Moscow", "Asia/Gaza", "Asia/Kathmandu", "America/St_Johns", "Africa/Khartoum", "UTC"]),
)
def test_what_is_printed_reads_back_as_the_same_moment_or_is_refused(at: datetime, zone: str) -> None:
    """Every printed local time names its moment, except in the hour that the clocks show twice, which is refused."""
    is_shown_twice = at.astimezone(ZoneInfo(zone)).utcoffset() != at.astimezone(ZoneInfo(zone)).replace(fold=1).utcoffset() or (
        at.astimezone(ZoneInfo(zone)).fold == 1
    )
    if is_shown_twice:
        with pytest.raises(ValueError, match="repeated by a clock change"):
            parse_instant(local_text(at, zone))
    else:
        assert parse_instant(local_text(at, zone)) == at


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_reading(text: str) -> None:
    """Any text is a moment or a ValueError."""
    with suppress(ValueError):
        assert parse_instant(text).tzinfo is UTC


def test_a_zone_is_known_by_its_name_only() -> None:
    """Names of the IANA data base, not abbreviations, folders or paths."""
    assert known_zone("Europe/Kyiv") == ZoneInfo("Europe/Kyiv")
    for name in ("Europe", "../etc/passwd", "", "Kyiv", "/etc/localtime"):
        with pytest.raises(ValueError, match="is not a known time zone"):
            known_zone(name)
