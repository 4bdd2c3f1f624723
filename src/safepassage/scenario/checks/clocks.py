"""Two clocks: the local times of two parties must name one instant.

Invariant: nothing is adjudicated. The message says what each clock shows and what was probably meant; people decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

from safepassage.corridor import parse_instant
from safepassage.errors import Problem
from safepassage.scenario.table import Row

_SEARCHED_DAYS = 31
"""A text written around a clock change may use the difference that held, or will hold, some weeks away."""


@dataclass(frozen=True, slots=True)
class _Reading:
    """A time as somebody wrote it: the instant, and the clock it was read from."""

    text: str
    at: datetime
    clock: tzinfo
    zone: str | None
    """None where only an offset was written."""

    def shows(self, at: datetime) -> str:
        """An instant as it would be written by this clock."""
        local = at.astimezone(self.clock)
        return f"{local:%Y-%m-%d %H:%M} {self.zone}" if self.zone else local.isoformat(timespec="minutes")

    def offset(self, at: datetime) -> timedelta:
        return at.astimezone(self.clock).utcoffset() or timedelta()


def check_clocks(row: Row, party_zone: str | None) -> Iterator[Problem]:
    """Why the times of a refused window are not one span: it closes too early, or two clocks disagree."""
    opens, closes = _read(row.cells["opens"]), _read(row.cells["closes"])
    if closes.at <= opens.at:
        what = "the window closes before or when it opens"
        if opens.zone != closes.zone:
            what += f": {closes.text} is {opens.shows(closes.at)}"
        yield Problem(row.where("closes"), what, "Write the later time as 'closes'.")
    for field, ours in (("opens", opens), ("closes", closes)):
        if f"also_{field}" in row.cells:
            theirs = _read(row.cells[f"also_{field}"])
            if theirs.at != ours.at:
                yield _explain_mismatch(row, field, ours, theirs, party_zone)


def _read(text: str) -> _Reading:
    at = parse_instant(text)
    last = text.split()[-1]
    if any(letter.isalpha() for letter in last) and not any(digit.isdigit() for digit in last[:4]):
        return _Reading(text, at, ZoneInfo(last), last)
    return _Reading(text, at, datetime.fromisoformat(text).tzinfo or UTC, None)


def _explain_mismatch(row: Row, field: str, ours: _Reading, theirs: _Reading, party_zone: str | None) -> Problem:
    minutes = abs((theirs.at - ours.at).total_seconds()) / 60
    what = f"'{field}' and 'also_{field}' do not name one instant but {minutes:g} minutes apart: {ours.text} is {theirs.shows(ours.at)}"
    if note := _explain_slip(ours, theirs):
        what += f"; {note}"
    either = (field, f"also_{field}", ours, theirs), (f"also_{field}", field, theirs, ours)
    likely = [case for case in either if _is_own_clock(case[2], party_zone)]
    if len(likely) == 1:
        keep, change, right, wrong = likely[0]
        repair = f"Probably '{keep}', on the party's own clock, is right and '{change}' is {wrong.shows(right.at)}; ask both parties."
    else:
        meant = (f"if '{keep}' is right, '{change}' is {wrong.shows(right.at)}" for keep, change, right, wrong in either)
        repair = f"Ask both parties: {', and '.join(meant)}."
    return Problem(row.where(f"also_{field}"), what, repair)


def _is_own_clock(reading: _Reading, party_zone: str | None) -> bool:
    """Whether a time is written on the clock of the row's own party, by name or by the offset that this clock then had."""
    if party_zone is None or reading.zone is not None:
        return reading.zone is not None and reading.zone == party_zone
    return reading.offset(reading.at) == reading.at.astimezone(ZoneInfo(party_zone)).utcoffset()


def _explain_slip(ours: _Reading, theirs: _Reading) -> str | None:
    """How the difference may have come about: the hour was copied, or another season's difference of the clocks was used."""
    now = theirs.offset(ours.at) - ours.offset(ours.at)
    used = (theirs.at + theirs.offset(theirs.at)) - (ours.at + ours.offset(ours.at))
    if not used and now:
        return "the same hour stands for both, though the clocks differ"
    for days in range(1, _SEARCHED_DAYS + 1):
        for step in (-days, days):
            then = ours.at + timedelta(days=step)
            if theirs.offset(then) - ours.offset(then) == used:
                moved = ours if ours.offset(then) != ours.offset(ours.at) else theirs
                return f"the times would agree if the clock of {moved.zone} were not changed {_change_text(moved, ours.at, then)}"
    return None


def _change_text(moved: _Reading, at: datetime, then: datetime) -> str:
    """Between two instants a day or more apart: the local date of the clock change."""
    early, late = min(at, then), max(at, then)
    while late - early > timedelta(minutes=1):
        middle = early + (late - early) / 2
        early, late = (middle, late) if moved.offset(middle) == moved.offset(early) else (early, middle)
    return f"on {late.astimezone(moved.clock):%Y-%m-%d}"
