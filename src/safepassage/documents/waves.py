"""Who is called to which gathering point when, and whether the place holds those who wait: `waves.csv` and `crowds.csv`."""

from datetime import timedelta
from pathlib import Path

from safepassage.corridor import PriorityClass
from safepassage.documents.spreadsheet import times, write_sheet
from safepassage.planning.result import Crowd, Plan, Wave
from safepassage.scenario.scenario import Scenario

_QUARTER = timedelta(minutes=15)


def write_waves(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write one row for each wave: when its tickets are called, when it boards, who is in it."""
    columns = [
        *("audience", "gathering_point", "gathering_point_name", "wave", "called_at_utc", f"called_at {scenario.zone}"),
        *("boards_at_utc", f"boards_at {scenario.zone}", *(f"{priority.value}_people" for priority in PriorityClass), "people"),
        *("first_ticket", "last_ticket"),
    ]
    rows = (
        {
            "audience": plan.audience,
            "gathering_point": wave.gathering_point,
            "gathering_point_name": scenario.name(wave.gathering_point, scenario.language),
            "wave": wave.wave,
            **times("called_at", wave.called_at, (scenario.zone,)),
            **times("boards_at", wave.boards_at, (scenario.zone,)),
            **{f"{priority.value}_people": count for priority, count in wave.people.items()},
            "people": wave.people.total_people,
            "first_ticket": wave.first_ticket,
            "last_ticket": wave.last_ticket,
        }
        for wave in plan.waves
    )
    write_sheet(path, columns, rows)


def write_crowds(plan: Plan, scenario: Scenario, path: Path) -> None:
    """Write one row for each quarter of an hour in which people wait: how many, how many the place holds, whether they are too many."""
    columns = [
        *("audience", "gathering_point", "gathering_point_name", "quarter_starts_utc", f"quarter_starts {scenario.zone}"),
        *("waiting_people", "holds_people", "over"),
    ]
    rows = (
        {
            "audience": plan.audience,
            "gathering_point": crowd.gathering_point,
            "gathering_point_name": scenario.name(crowd.gathering_point, scenario.language),
            **times("quarter_starts", crowd.starts_at, (scenario.zone,)),
            "waiting_people": crowd.waiting_people,
            "holds_people": "" if crowd.holds_people is None else crowd.holds_people,
            "over": over(crowd),
        }
        for crowd in plan.crowds
    )
    write_sheet(path, columns, rows)


def over(crowd: Crowd) -> str:
    """Whether more people wait than the place holds: 'yes', 'no', or 'unknown' where it is not known how many it holds."""
    if crowd.holds_people is None:
        return "unknown"
    return "yes" if crowd.waiting_people > crowd.holds_people else "no"


def fullest(wave: Wave, plan: Plan) -> Crowd | None:
    """The quarter between the call and the boarding of a wave in which most people wait at its place; None where nobody does."""
    meanwhile = (
        crowd
        for crowd in plan.crowds
        if crowd.gathering_point == wave.gathering_point
        and crowd.starts_at <= wave.boards_at
        and wave.called_at < crowd.starts_at + _QUARTER
    )
    return max(meanwhile, key=lambda crowd: crowd.waiting_people, default=None)
