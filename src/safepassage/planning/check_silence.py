"""Segments that need silence: who has not offered any, and windows that do not overlap."""

from collections.abc import Iterator
from datetime import datetime

from safepassage.corridor import Segment, local_text
from safepassage.planning.connect import Ground
from safepassage.planning.finding import Finding, Severity
from safepassage.situation import common_windows, holders
from safepassage.situation.minutes import overlap


def check_silence(ground: Ground) -> Iterator[Finding]:
    """Findings on every segment that needs silence."""
    scenario = ground.scenario
    common = common_windows(scenario)
    for segment in scenario.segments:
        if segment.needs_silence:
            in_horizon = overlap(common[segment.id], (scenario.horizon,))
            yield from _check_segment(ground, segment, is_passable=bool(in_horizon))
            if in_horizon and not ground.segment_open[segment.id].any():
                yield _too_short(ground, segment)


def _check_segment(ground: Ground, segment: Segment, *, is_passable: bool) -> Iterator[Finding]:
    scenario = ground.scenario
    where = f"windows.csv, segment {segment.id}"
    windows = [window for window in scenario.windows if window.segment == segment.id]
    parties = {window.party for window in windows}
    if not windows:
        text = f"segment {segment.id} needs silence and has no window: no vehicle may pass"
        yield Finding(Severity.WARNING, where, text, "Write the windows offered or asked for, or route round it.")
        return
    spans = holders(scenario, segment.id)
    for span, holder in spans:
        if holder is None:
            text = f"no source says who holds segment {segment.id} {_from_to(ground, span.starts_at, span.ends_at)}"
            repair = "Ask whose consent is needed, and write who holds it, since when, and who says so."
            yield Finding(Severity.WARNING, f"control.csv, segment {segment.id}", f"{text}: no vehicle may pass then", repair)
        elif holder not in parties:
            text = f"{holder} holds segment {segment.id} {_from_to(ground, span.starts_at, span.ends_at)} and has no window for it"
            yield Finding(Severity.WARNING, where, f"{text}: no vehicle may pass then", f"Ask {holder} for a window.")
    if not is_passable and all(holder in parties for _, holder in spans):
        said = "; ".join(
            f"{window.party} from {local_text(window.opens, scenario.zone)} to {local_text(window.closes, scenario.zone)}"
            for window in windows
        )
        text = f"the windows of segment {segment.id} have no time in common within the horizon: {said}"
        yield Finding(Severity.WARNING, where, text, "Ask the parties for hours in which both keep silent.")


def _too_short(ground: Ground, segment: Segment) -> Finding:
    scenario = ground.scenario
    rules = scenario.silence
    text = (
        f"no hours that all parties keep silent on segment {segment.id} are longer than the margins of silence, "
        f"{rules.margin_before_min} min before and {rules.margin_after_min} min after the vehicles: no vehicle may pass"
    )
    return Finding(Severity.WARNING, f"windows.csv, segment {segment.id}", text, "Ask for longer hours, or agree on shorter margins.")


def _from_to(ground: Ground, starts_at: datetime, ends_at: datetime) -> str:
    return f"from {local_text(starts_at, ground.scenario.zone)} to {local_text(ends_at, ground.scenario.zone)}"
