"""Instants: aware, UTC inside, written by people as a local time with its zone.

Invariant: no naive datetime ever passes through here.
"""

import re
from datetime import UTC, datetime
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
        return instant.astimezone(UTC)
    try:
        zone = ZoneInfo(named["zone"])
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"'{named['zone']}' is not a known time zone; {HOW_TO_WRITE}") from None
    try:
        local = datetime.fromisoformat(named["local"])
    except ValueError as error:
        raise ValueError(f"'{text}' is not a possible date and time ({error}); {HOW_TO_WRITE}") from None
    first, second = (local.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
    if first != second:
        raise ValueError(
            f"'{text}' is skipped or repeated by a clock change in {named['zone']}; "
            f"write it with its offset, such as '{local:%Y-%m-%dT%H:%M}+03:00'"
        )
    return first


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
