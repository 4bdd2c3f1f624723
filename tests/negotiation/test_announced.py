"""What the check says of the three announced corridors out of Mariupol in March 2022, beside what went wrong on the day."""

from pathlib import Path

import pytest

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import FAILURE_MODES, cases, find_missing
from safepassage.negotiation.read import read_draft

ANNOUNCED = Path(__file__).parents[2] / "examples" / "mariupol-2022-03" / "announced"
PLANS = ("plan-a-5-march", "plan-b-6-march", "plan-c-14-march")


def found(plan: str) -> tuple[Finding, ...]:
    return find_missing(read_draft(ANNOUNCED / f"{plan}.toml"))


def of(plan: str, clause: Clause) -> list[tuple[str | None, Kind]]:
    return [(finding.about, finding.kind) for finding in found(plan) if finding.clause is clause]


@pytest.mark.parametrize(("plan", "blocking", "hard"), [(PLANS[0], 14, 3), (PLANS[1], 15, 4), (PLANS[2], 20, 7)])
def test_none_of_the_three_could_have_been_sealed(plan: str, blocking: int, hard: int) -> None:
    """Blocking points counted by hand from the files: see the table in docs/missing.md."""
    findings = found(plan)
    assert sum(finding.severity is Severity.BLOCKING for finding in findings) == blocking
    assert sum(not finding.can_be_overridden for finding in findings) == hard


def test_plan_a_was_one_piece_of_road_though_control_changed_on_it() -> None:
    """On the day the ceasefire was confirmed for the part in Donetsk oblast only; there was fighting on the rest."""
    assert of("plan-a-5-march", Clause.SEGMENTS) == [("mariupol-zaporizhzhia", Kind.VAGUE)]
    assert of("plan-a-5-march", Clause.CONTROL) == [("mariupol-zaporizhzhia", Kind.ABSENT)]
    finding = next(finding for finding in found("plan-a-5-march") if finding.clause is Clause.SEGMENTS)
    assert finding.happened == cases.PART_OF_THE_ROAD


def test_plan_a_gave_hours_on_one_clock_and_no_last_entry_or_exit() -> None:
    """09:00 in Kyiv was 10:00 in Moscow: the hours announced stand for Kyiv's clock only."""
    windows = [finding for finding in found("plan-a-5-march") if finding.clause is Clause.WINDOWS]
    assert [finding.kind for finding in windows] == [Kind.ABSENT, Kind.ABSENT]
    assert "last entry and the last exit" in windows[0].point
    assert "Europe/Moscow" in windows[1].point
    opens = read_draft(ANNOUNCED / "plan-a-5-march.toml").terms.segments[0].windows[0].opens
    assert opens is not None
    assert opens.isoformat() == "2022-03-05T07:00:00+00:00"


def test_plan_b_gave_hours_by_nobodys_clock() -> None:
    """10:00 to 21:00 with no zone is no instant: it stays as said, and no clock is guessed for it."""
    assert read_draft(ANNOUNCED / "plan-b-6-march.toml").terms.segments[0].windows == ()
    finding = next(finding for finding in found("plan-b-6-march") if finding.clause is Clause.WINDOWS)
    assert (finding.kind, finding.can_be_overridden) == (Kind.VAGUE, False)
    assert "'10:00 to 21:00'" in finding.point


def test_plan_b_had_no_clearance_and_its_road_was_mined() -> None:
    finding = next(finding for finding in found("plan-b-6-march") if finding.clause is Clause.CLEARANCE)
    assert (finding.kind, finding.can_be_overridden, finding.happened) == (Kind.UNPROVEN, False, cases.ROAD_WAS_MINED)


@pytest.mark.parametrize("plan", PLANS[:2])
def test_plans_a_and_b_were_agreed_in_principle_only(plan: str) -> None:
    finding = found(plan)[-1]
    assert (finding.clause, finding.happened) == (Clause.VERSION, cases.ONLY_IN_PRINCIPLE)


def test_plan_c_named_nobody_and_no_hours_for_any_segment() -> None:
    both = ["mariupol-berdiansk", "berdiansk-zaporizhzhia"]
    assert of("plan-c-14-march", Clause.COMMANDERS) == [(about, Kind.UNPROVEN) for about in both]
    assert of("plan-c-14-march", Clause.WINDOWS) == [(about, Kind.ABSENT) for about in both]
    assert of("plan-c-14-march", Clause.CONTROL) == [(about, Kind.ABSENT) for about in both]
    assert of("plan-c-14-march", Clause.SAFE_HALTS) == [(None, Kind.VAGUE)]
    assert "it is an announcement" in found("plan-c-14-march")[-1].point


@pytest.mark.parametrize("plan", PLANS)
def test_every_word_that_is_said_names_who_said_it(plan: str) -> None:
    terms = read_draft(ANNOUNCED / f"{plan}.toml").terms
    assert terms.said
    assert all(said.source for said in terms.said)


def test_the_table_of_the_documentation_has_the_figures_of_the_check() -> None:
    page = (ANNOUNCED.parents[2] / "docs" / "missing.md").read_text(encoding="utf-8")
    told, hard = [], []
    for plan in PLANS:
        findings = found(plan)
        counts = {severity: sum(finding.severity is severity for finding in findings) for severity in Severity}
        told.append(f"{len(findings)}: {', '.join(f'{count} {severity}' for severity, count in counts.items() if count)}")
        hard.append(str(sum(not finding.can_be_overridden for finding in findings)))
    assert f"| Findings | {' | '.join(told)} |" in page
    assert f"| Of these, nobody can override | {' | '.join(hard)} |" in page


def test_the_documentation_names_each_way_to_fail_with_its_clause_and_kind() -> None:
    page = (ANNOUNCED.parents[2] / "docs" / "missing.md").read_text(encoding="utf-8")
    rows = {
        int(cells[1]): cells
        for line in page.splitlines()
        if (cells := [cell.strip() for cell in line.split("|")])[1:2] and cells[1].isdigit()
    }
    assert sorted(rows) == sorted(FAILURE_MODES)
    for number, mode in FAILURE_MODES.items():
        assert rows[number][2].startswith(mode.name)
        assert rows[number][3].startswith(mode.clause.value.replace("-", " "))
        assert rows[number][4].startswith(mode.kind.value)
