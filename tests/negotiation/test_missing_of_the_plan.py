"""What the plan behind a text drives is silent in the text, and long enough for its column."""

from tests.negotiation.complete import clearance, complete, hill_segment, planned, river_segment, window

from safepassage.corridor import parse_instant
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import find_missing
from safepassage.negotiation.terms import Draft


def one(draft: Draft) -> Finding:
    (finding,) = find_missing(draft)
    return finding


def test_a_segment_that_the_column_drives_and_the_text_leaves_out_is_found() -> None:
    finding = one(complete(planned=planned(clears_min={"vyrii-mill": 300, "mill-luhiv": 290, "luhiv-stepove": 60})))
    assert (finding.clause, finding.about, finding.kind) == (Clause.WINDOWS, "luhiv-stepove", Kind.CONTRADICTORY)
    assert (finding.severity, finding.can_be_overridden) == (Severity.BLOCKING, False)


def test_a_segment_planned_in_silence_is_not_said_to_need_none() -> None:
    finding = one(complete(segments=(hill_segment(needs_silence=False, windows=(), commander=None, buffer_m=None), river_segment())))
    assert (finding.clause, finding.about, finding.can_be_overridden) == (Clause.WINDOWS, "vyrii-mill", False)


def test_a_road_of_which_no_part_needs_silence_is_no_way_round_its_confirmation() -> None:
    loud = {"needs_silence": False, "windows": (), "commander": None, "buffer_m": None}
    finding = one(complete(planned=None, segments=(hill_segment(**loud), river_segment(**loud))))
    assert (finding.clause, finding.about, finding.severity) == (Clause.WINDOWS, None, Severity.BLOCKING)
    assert not finding.can_be_overridden


def test_a_last_exit_before_the_column_can_be_out_is_a_contradiction() -> None:
    """The column needs 300 minutes; from 09:00 to 13:59 are 299, to 14:00 are 300."""

    def draft(last_exit: str) -> Draft:
        hours = window(
            last_entry=parse_instant("2022-03-24 13:30 Europe/Kyiv"), last_exit=parse_instant(f"2022-03-24 {last_exit} Europe/Kyiv")
        )
        return complete(segments=(hill_segment(windows=(hours,), clearance=clearance()), river_segment()))

    finding = one(draft("13:59"))
    assert (finding.clause, finding.about, finding.severity) == (Clause.WINDOWS, "vyrii-mill", Severity.BLOCKING)
    assert "299 minutes" in finding.point
    assert find_missing(draft("14:00")) == ()
