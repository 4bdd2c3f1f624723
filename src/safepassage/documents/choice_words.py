"""What a choice among plans says, in sentences and short texts, so that page, file and terminal say the same.

Invariant: no sentence claims a difference that the days do not show.
"""

from collections.abc import Iterator
from string import ascii_uppercase

from safepassage.corridor import PriorityClass
from safepassage.stress.choice_result import CandidateJudged, Choice, Difference

_FEW_DAYS = 1_000
_MINUS = "\N{MINUS SIGN}"

CLASS_MORE = {
    PriorityClass.STRETCHER: ("stretcher case", "stretcher cases"),
    PriorityClass.INFANT: ("infant, child or carer", "infants, children and carers"),
    PriorityClass.FRAIL: ("frail, disabled or pregnant person", "frail, disabled or pregnant people"),
    PriorityClass.OTHER: ("other", "others"),
}

ASSUMED = (
    "How often things go wrong is assumed, not measured (assumptions.toml beside this file). Compare plans by these figures; do not "
    "promise them to anybody."
)


def candidate(choice: Choice, name: str) -> CandidateJudged:
    """The plan of that name among those judged."""
    return next(each for each in choice.candidates if each.name == name)


def letters(choice: Choice) -> dict[str, str]:
    """A letter for each plan, or two where there are many."""
    alphabet = [*ascii_uppercase, *(f"{first}{second}" for first in ascii_uppercase for second in ascii_uppercase)]
    return {each.name: letter for each, letter in zip(choice.candidates, alphabet, strict=False)}


def days_text(choice: Choice) -> str:
    """How many days, and whether they were stopped."""
    days = f"{choice.days_done:,} days to choose by and {choice.days_done:,} others to report by"
    return f"{days}; {choice.days_asked:,} each were asked for (stopped)" if choice.is_stopped else days


def choice_sentences(choice: Choice) -> Iterator[str]:
    """Which plan to take, what robustness costs as planned, and what it brings."""
    chosen, nominal = candidate(choice, choice.chosen), candidate(choice, choice.compared_with)
    if len(choice.candidates) == 1:
        yield f"'{chosen.title}' is the only plan: there is nothing to choose."
    elif chosen.name == nominal.name:
        yield f"Take '{chosen.title}': the days to choose by do not show that any other plan is better by the rule."
        yield _worth_as_planned(choice)
    else:
        yield f"Take '{chosen.title}': {chosen.why}."
        yield f"On a day as planned {_planned_difference(chosen, nominal)}."
        yield (
            f"Over {choice.days_done:,} days on which things go wrong, {_more(chosen.people.mean_difference)} on average, and "
            f"{_more(chosen.people.worst_difference)} in the worst twentieth of the days."
        )
        yield from _fewer_of_a_class(chosen, nominal)
        yield f"By the score that plans are chosen by, it is {_score_difference(chosen)}."
    yield from _why_not_the_best_score(choice)
    yield from _stranded(choice)
    if choice.days_done < _FEW_DAYS:
        worst = max(1, choice.days_done // 20)
        yield f"{choice.days_done:,} days are few: the worst twentieth of them is {worst:,}. Give more with --days."


def rule_sentences(choice: Choice) -> Iterator[str]:
    """How the plan was chosen and how differences were judged."""
    weight = choice.worst_weight
    yield (
        f"The score of a plan is {1.0 - weight:g} times its expected points and {weight:g} times its points in the worst five per cent of "
        "the days (--weight). Of the plans that no other one beats in points as planned, expected and in the worst five per cent, the one "
        "with the best score is taken; but where the days do not show that it is better than others, of these the one with the most points "
        "as planned."
    )
    yield (
        "Every plan lives through the same days. The choice is made on some of them and all figures are told from others, so that the luck "
        f"of the plan chosen is not in them. Ranges (95 % confidence) hold for all {choice.comparisons} comparisons of a figure together: "
        "paired differences, Bonferroni. The mean of the worst five per cent is the conditional value at risk of Rockafellar and Uryasev "
        "(2000)."
    )


def nobody_beats(choice: Choice) -> str:
    """The efficient set in words."""
    titles = ", ".join(f"'{each.title}'" for each in choice.candidates if each.is_efficient)
    words = f"On the days of the report no plan has both more expected points and more in the worst five per cent than: {titles}."
    chosen = candidate(choice, choice.chosen)
    if not chosen.is_efficient:
        words += f" '{chosen.title}' is not among them: the days it was chosen by did not show that those are better by the rule."
    return words


def range_text(told: Difference | None, decimals: int = 0) -> str:
    """Such as '+85 (+40 to +130)', or that it is not shown; empty for the plan that all are compared with."""
    if told is None:
        return ""
    if told.low is None or told.high is None:
        return "too few days to say"
    reach = f"({signed(told.low, decimals)} to {signed(told.high, decimals)})"
    return f"{signed(told.estimate, decimals)} {reach}" if told.is_shown else f"not shown {reach}"


def signed(value: float, decimals: int = 0) -> str:
    """With its sign; a proper minus; no sign for nothing."""
    rounded = round(value, decimals)
    sign = "+" if rounded > 0 else _MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):,.{decimals}f}"


def _why_not_the_best_score(choice: Choice) -> Iterator[str]:
    """Why the rule took a plan though another one has a higher score on the days of the report."""
    chosen, best = candidate(choice, choice.chosen), max(choice.candidates, key=lambda each: each.score)
    if round(best.score) <= round(chosen.score):
        return
    higher = f"'{best.title}' has a higher score on the days of the report, {best.score:,.0f} against {chosen.score:,.0f}"
    then = f"{best.chosen_by_score:,.0f} against {chosen.chosen_by_score:,.0f}"
    more = round(chosen.points.planned - best.points.planned)
    if chosen.chosen_by_score >= best.chosen_by_score:
        yield f"{higher}. It is not taken because on the days to choose by, which are others, it does not: {then}."
    elif more > 0:
        yield (
            f"{higher}. It is not taken because on the days to choose by ({then}) the lead of the best score over '{chosen.title}' is no "
            "larger than luck can make it, and of plans that are so near the rule takes the one that is worth most on a day as planned: "
            f"{more:,} {'point' if more == 1 else 'points'} more than that one."
        )
    else:
        yield (
            f"{higher}. It is not taken because on the days to choose by ({then}) a third plan beats it, or is shown to be better, and is "
            f"not shown to be better than '{chosen.title}'."
        )


def _fewer_of_a_class(chosen: CandidateJudged, nominal: CandidateJudged) -> Iterator[str]:
    """More people in all may be fewer of those who need it most, and less aid: said apart, where the days show it."""
    losses = []
    for own in chosen.by_class:
        many = CLASS_MORE[own.priority][1]
        for told, everybody, days in (
            (own.people.mean_difference, chosen.people.mean_difference, "on average"),
            (own.people.worst_difference, chosen.people.worst_difference, "in the worst twentieth of the days"),
        ):
            is_told = own.priority is PriorityClass.OTHER and _is_less(everybody)
            if told is not None and _is_less(told) and not is_told:
                losses.append(f"{_about(-told.estimate)} fewer {many} {days}")
    for told, days in (
        (chosen.goods_kg.mean_difference, "on average"),
        (chosen.goods_kg.worst_difference, "in the worst twentieth of the days"),
    ):
        if told is not None and _is_less(told):
            losses.append(f"{-told.estimate:,.0f} kg of goods less {days}")
    if losses:
        yield f"What it costs on such days, beside '{nominal.title}': {'; '.join(losses)}."


def _is_less(told: Difference | None) -> bool:
    return told is not None and told.is_shown and told.estimate < 0.0


def _stranded(choice: Choice) -> Iterator[str]:
    """Who is left on the road is said apart."""
    chosen, nominal = candidate(choice, choice.chosen), candidate(choice, choice.compared_with)
    told = chosen.stranded.mean_difference
    words = f"With it {_about(chosen.stranded.mean)} people are stranded on the way on average"
    if told is not None and told.is_shown:
        words += f", {_about(abs(told.estimate))} {'fewer' if told.estimate < 0.0 else 'more'} than with '{nominal.title}'"
    yield f"{words}; {against_words(choice)}."
    fewest = min(choice.candidates, key=lambda each: each.stranded.mean)
    other = fewest.stranded.mean_difference
    if fewest.name != chosen.name and other is not None and other.is_shown and fewest.stranded.mean < 0.9 * chosen.stranded.mean:
        yield f"The fewest are stranded with '{fewest.title}': {_about(fewest.stranded.mean)} on average."


def against_words(choice: Choice) -> str:
    """What points do with people stranded."""
    if not choice.stranded_weight:
        return "points count them like those who stay at home (--stranded 0)"
    times = "as much as" if choice.stranded_weight == 1.0 else f"{choice.stranded_weight:g} times what"
    return f"in points each counts against the plan {times} one who comes out counts for it (--stranded)"


def _about(people: float) -> str:
    return f"{people:,.0f}" if people >= 10.0 else f"{people:,.1f}"


def _worth_as_planned(choice: Choice) -> str:
    most = max(choice.candidates, key=lambda each: each.points.planned)
    points = round(most.points.planned - candidate(choice, choice.chosen).points.planned)
    if not points:
        return "On a day as planned no plan looked at is worth more."
    return f"On a day as planned '{most.title}' is worth {points:,} points more, own cars and people on foot included."


def _planned_difference(chosen: CandidateJudged, nominal: CandidateJudged) -> str:
    """Such as '12 fewer people come out than with ... (3 stretcher cases fewer; 160 points fewer)'."""
    less = round(chosen.people.planned - nominal.people.planned)
    classes = []
    for own, other in zip(chosen.by_class, nominal.by_class, strict=True):
        people = round(own.people.planned - other.people.planned)
        if people:
            one, many = CLASS_MORE[own.priority]
            classes.append(f"{abs(people):,} {one if abs(people) == 1 else many} {'fewer' if people < 0 else 'more'}")
    words = f"as many people come out as with '{nominal.title}'"
    if less:
        words = f"{abs(less):,} {'fewer' if less < 0 else 'more'} {_people(less)} than with '{nominal.title}'"
    goods = round(chosen.goods_kg.planned - nominal.goods_kg.planned)
    if goods:
        classes.append(f"{abs(goods):,} kg of goods {'less' if goods < 0 else 'more'}")
    points = round(chosen.points.planned - nominal.points.planned)
    unit = "point" if abs(points) == 1 else "points"
    classes.append(f"{abs(points):,} {unit} {'fewer' if points < 0 else 'more'}" if points else "the same points")
    return f"{words} ({'; '.join(classes)})"


def _people(count: int) -> str:
    return "person comes out" if abs(count) == 1 else "people come out"


def _more(told: Difference | None) -> str:
    """Such as '85 more people come out (40 to 130)'; or that no difference is shown."""
    if told is None or told.low is None or told.high is None:
        return "there are too few days to tell a difference"
    if not told.is_shown:
        return f"no difference is shown ({signed(told.low)} to {signed(told.high)} people)"
    fewer = told.estimate < 0.0
    low, high = sorted((abs(told.low), abs(told.high)))
    return f"{abs(told.estimate):,.0f} {'fewer' if fewer else 'more'} people come out ({low:,.0f} to {high:,.0f})"


def _score_difference(chosen: CandidateJudged) -> str:
    told = chosen.score_difference
    if told is None or told.low is None or told.high is None:
        return "not to be told from it: there are too few days"
    if not told.is_shown:
        return f"not shown to differ on the days of the report ({signed(told.low)} to {signed(told.high)} points)"
    words = "better" if told.estimate > 0.0 else "worse"
    low, high = sorted((abs(told.low), abs(told.high)))
    return f"{abs(told.estimate):,.0f} points {words} ({low:,.0f} to {high:,.0f})"
