"""Times: the horizon, windows, hours of work, spans."""

from collections.abc import Iterator
from datetime import timedelta

from safepassage.corridor import Checkpoint, Closure, DangerPoint, FleetEntry, OfferedWindow, SegmentDanger, local_text
from safepassage.errors import Problem
from safepassage.scenario.checks.clocks import check_clocks
from safepassage.scenario.files import SETTINGS_FILE
from safepassage.scenario.sentences import split_message
from safepassage.scenario.table import Row
from safepassage.scenario.written import PARTIES, Written

LONGEST_HORIZON = timedelta(days=14)


def check_horizon(written: Written) -> Iterator[Problem]:
    """No more is planned at once than can be foreseen, and plans are made of whole minutes."""
    horizon = written.settings.horizon
    for key, at in (("starts_at", horizon.starts_at), ("ends_at", horizon.ends_at)) if horizon else ():
        if at.second or at.microsecond:
            yield Problem(f"{SETTINGS_FILE}, [horizon], {key}", f"{at:%H:%M:%S} UTC is not a whole minute", "Leave the seconds out.")
    if horizon and horizon.ends_at - horizon.starts_at > LONGEST_HORIZON:
        what = f"the horizon is {horizon.hours / 24:.1f} days long, more than 14"
        yield Problem(f"{SETTINGS_FILE}, [horizon]", what, "Plan at most 14 days at once.")


def check_windows(written: Written) -> Iterator[Problem]:
    """A window closes after it opens, both clocks name one instant, and it lies in the horizon."""
    zones = {row.cells["id"]: row.cells["zone"] for row in written.rows(PARTIES) if {"id", "zone"} <= row.cells.keys()}
    horizon = written.settings.horizon
    for row in written.rows("windows"):
        if row.refusals:
            yield from list(check_clocks(row, zones.get(row.cells["party"]))) or _refused(row)
        elif isinstance(row.record, OfferedWindow) and horizon:
            window = row.record
            if window.closes <= horizon.starts_at or window.opens >= horizon.ends_at:
                zone = zones.get(window.party, "UTC")
                side = "ends before the horizon starts" if window.closes <= horizon.starts_at else "starts after the horizon ends"
                edge = horizon.starts_at if window.closes <= horizon.starts_at else horizon.ends_at
                what = f"the window {side}, {local_text(edge, zone)}"
                yield Problem(row.where("opens"), what, "Correct the window or the horizon; delete a window that is not needed.")


def _refused(row: Row) -> Iterator[Problem]:
    for refusal in row.refusals:
        yield Problem(row.place, *split_message(refusal))


def check_spans(written: Written) -> Iterator[Problem]:
    """What is dangerous or closed for a time is so until after it began."""
    spans = [(row, danger.since, danger.until) for row, danger in written.records(SegmentDanger)]
    spans += [(row, point.since, point.until) for row, point in written.records(DangerPoint)]
    spans += [(row, closure.since, closure.until) for row, closure in written.records(Closure)]
    for row, since, until in spans:
        if since and until and until <= since:
            yield Problem(row.where("until"), "it ends before or when it starts", "Write the later time as 'until', or leave it empty.")


def check_hours(written: Written) -> Iterator[Problem]:
    """Hours of a checkpoint and of a crew are given whole or not at all."""
    for row, checkpoint in written.records(Checkpoint):
        yield from _check_pair(row, "opens", "closes", checkpoint.opens, checkpoint.closes, "a checkpoint that is always open")
        if checkpoint.opens and checkpoint.opens == checkpoint.closes:
            what = f"it opens and closes at the same time, {checkpoint.opens:%H:%M}"
            yield Problem(row.where("closes"), what, "Write two different times, or leave both empty if it is always open.")
    for row, entry in written.records(FleetEntry):
        yield from _check_pair(row, "duty_starts", "duty_h", entry.duty_starts, entry.duty_h, "crews without limit")


def _check_pair(row: Row, one: str, other: str, first: object, second: object, neither: str) -> Iterator[Problem]:
    if (first is None) != (second is None):
        given, empty = (other, one) if first is None else (one, other)
        yield Problem(row.where(empty), f"'{given}' is given and '{empty}' is not", f"Write both, or leave both empty for {neither}.")
