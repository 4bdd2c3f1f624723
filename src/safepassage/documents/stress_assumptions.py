"""The assumptions of a stress test in words, for the page: no key of the file stands there bare."""

from collections.abc import Iterator

from safepassage.stress.assumptions import Assumptions, Cause


def assumption_rows(told: Assumptions) -> Iterator[tuple[str, str, str]]:
    """Each cause, how often it comes, and what then happens; then the rules of the day."""
    words = _words(told)
    for cause in Cause:
        how_often, what = words[cause]
        yield cause.value.replace("_", " "), how_often if getattr(told, cause.value).is_on else "switched off", what
    rules = told.rules
    hours = {"plan": "what the plan asks for", "offered": "every hour that the parties offered in common"}[rules.silence]
    yield "silence", "a rule of the day", f"is {hours}"
    yield "holding", "a rule of the day", f"a column holds {rules.hold_on_road_min} minutes at most before a segment, then it turns back"
    yield "queues", "a rule of the day", f"nobody joins a queue of more than {rules.queue_min} minutes at a checkpoint"
    yield "overdue", "a rule of the day", f"who is more than {rules.overdue_min} minutes late at a checkpoint or at the end of a drive"


def _words(told: Assumptions) -> dict[Cause, tuple[str, str]]:
    a = told
    return {
        Cause.BAD_DAY: (
            f"{_share(a.bad_day.probability)} of the days",
            f"every cause but no-shows and more people is {a.bad_day.times_likelier:g} times as likely",
        ),
        Cause.CLOSURES: (
            f"{_share(a.closures.probability)} for each segment and day",
            f"nobody may enter it for {_range(a.closures.least_min, a.closures.most_min)}",
        ),
        Cause.SUSPENSIONS: (
            f"{_share(a.suspensions.probability)} for each segment and day",
            f"nobody may enter it for {a.suspensions.lasts_min} minutes",
        ),
        Cause.LATE_OPENINGS: (
            f"{_share(a.late_openings.probability)} for each segment and day",
            f"its first window opens late, by {a.late_openings.mean_min:g} minutes on average, {a.late_openings.most_min} at most",
        ),
        Cause.SLOW_CHECKPOINTS: (
            f"{_share(a.slow_checkpoints.probability)} for each checkpoint and day",
            f"for {_range(a.slow_checkpoints.least_min, a.slow_checkpoints.most_min)} it passes "
            f"{_share(a.slow_checkpoints.passes_share)} of its vehicles and holds each {a.slow_checkpoints.holds_times:g} times as long",
        ),
        Cause.EARLY_DARK: (
            f"{_share(a.early_dark.probability)} for each day",
            f"it is dark {_range(a.early_dark.least_min, a.early_dark.most_min)} early",
        ),
        Cause.BREAKDOWNS: (
            f"{a.breakdowns.per_1000_km:g} in 1,000 km of a vehicle",
            f"{_share(a.breakdowns.repaired_share)} go on after {a.breakdowns.repair_min} minutes, the others are lost; taking their "
            f"people aboard costs another vehicle {a.breakdowns.transfer_min} minutes",
        ),
        Cause.NO_SHOWS: (f"{_share(a.no_shows.probability)} for each person, group or car", "who was called does not come"),
        Cause.MORE_PEOPLE: (
            f"{_share(a.more_people.probability)} for each gathering point",
            f"up to {_share(a.more_people.most_share)} more than registered come, and boarding takes "
            f"{a.more_people.boarding_longer_min} minutes longer",
        ),
    }


def _range(least_min: int, most_min: int) -> str:
    return f"{least_min:,} to {most_min:,} minutes"


def _share(share: float) -> str:
    return f"{100 * share:g} %"
