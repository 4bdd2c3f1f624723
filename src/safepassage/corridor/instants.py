"""Instants: aware, UTC inside, written by people as a local time with its zone.

Invariant: no naive datetime ever passes through here.
"""

import re
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema

HOW_TO_WRITE = "write it with its zone, such as '2022-03-05 09:00 Europe/Kyiv' or '2022-03-05T09:00+02:00'"

_WITH_ZONE_NAME = re.compile(r"^(?P<local>\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}(?::\d{2})?)\s+(?P<zone>[A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*)$")


def parse_instant(text: str) -> datetime:
    """Read one instant, as an aware datetime in UTC.

    Accepts a local time followed by a zone name of the IANA data base, or ISO 8601 with an offset.

    Raises:
        ValueError: no zone, an unknown zone, an impossible time, or a local time that a clock change skips
            or repeats; the message says how to write it.
    """
    text = text.strip()
    named = _WITH_ZONE_NAME.match(text)
    if named is None:
        try:
            instant = datetime.fromisoformat(text)
        except ValueError:
            raise ValueError(f"'{text}' is not a date and time; {HOW_TO_WRITE}") from None
        if instant.tzinfo is None:
            raise ValueError(f"'{text}' has no time zone; {HOW_TO_WRITE}")
        try:
            return instant.astimezone(UTC)
        except OverflowError as error:
            raise ValueError(f"'{text}' is not a possible date and time ({error}); {HOW_TO_WRITE}") from None
    zone = known_zone(named["zone"])
    try:
        local = datetime.fromisoformat(named["local"])
        first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    except (ValueError, OverflowError) as error:
        raise ValueError(f"'{text}' is not a possible date and time ({error}); {HOW_TO_WRITE}") from None
    if first != second:
        happens = "skipped" if second < first else "repeated"
        either = "' or '".join(local.replace(tzinfo=zone, fold=fold).isoformat(timespec="minutes") for fold in (0, 1))
        raise ValueError(
            f"'{text}' is {happens} by a clock change in {named['zone']}; write it with its offset, as '{either}', whichever is meant"
        )
    return first


def known_zone(name: str) -> ZoneInfo:
    """The time zone of this name in the IANA data base.

    Raises:
        ValueError: there is none; the message says how to write it.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones, such as 'Europe'
        raise ValueError(f"'{name}' is not a known time zone; {_repair(name)}") from None


def _repair(name: str) -> str:
    zones = {zone.rsplit("/", 1)[-1].casefold(): zone for zone in sorted(available_timezones(), key=len, reverse=True)}
    city = name.rsplit("/", 1)[-1].casefold()
    near = get_close_matches(city, zones, n=1, cutoff=0.75) if len(city) > 3 else []  # 'MSK' is no misspelling of Omsk
    return f"write {zones[near[0]]}, if that is meant" if near else "write a name of the IANA data base, such as Europe/Kyiv"


def local_text(instant: datetime, zone: str) -> str:
    """An instant as people of one zone read it, such as '2022-03-05 09:00 Europe/Kyiv'."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {zone}"


def _from_text(value: object) -> object:
    return parse_instant(value) if isinstance(value, str) else value


def _require_aware(value: datetime) -> datetime:
    if value.tzinfo is None:
        raise ValueError(f"a time without zone; {HOW_TO_WRITE}")
    return value.astimezone(UTC)


Instant = Annotated[
    datetime,
    BeforeValidator(_from_text),
    AfterValidator(_require_aware),
    WithJsonSchema({"type": "string", "description": "an instant with its zone: '2022-03-05 09:00 Europe/Kyiv' or ISO 8601 with offset"}),
]
"""A moment in time: aware, UTC inside; in files a text with a zone."""
