"""Every clock that somebody reads: UTC first, then the scenario's zone and each party's."""

from datetime import datetime
from zoneinfo import ZoneInfo

from safepassage.scenario.scenario import Scenario


def zones_of(scenario: Scenario) -> tuple[str, ...]:
    """The scenario's zone and those of its parties, each once, the scenario's first."""
    return tuple(dict.fromkeys((scenario.zone, *(party.zone for party in scenario.parties))))


def offset_text(instant: datetime, zone: str) -> str:
    """How far the zone's clock is ahead of UTC at an instant, such as 'UTC+2' or 'UTC+5:30'."""
    offset = instant.astimezone(ZoneInfo(zone)).utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset is not None else 0
    hours, rest = divmod(abs(minutes), 60)
    return f"UTC{'-' if minutes < 0 else '+'}{hours}" + (f":{rest:02d}" if rest else "")


def with_offset(instant: datetime, zone: str) -> str:
    """A local time with its offset, such as '2022-03-26 06:00 UTC+2'."""
    return f"{instant.astimezone(ZoneInfo(zone)):%Y-%m-%d %H:%M} {offset_text(instant, zone)}"
