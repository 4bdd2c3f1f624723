"""How it is run and ended: contacts, hotline, public notice, incidents, suspension, halts, linked corridors, counting, reporting."""

from collections.abc import Iterator

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.point import are_said, each_party, is_named, is_said, lacking, rule
from safepassage.negotiation.missing.vague import is_only_vague
from safepassage.negotiation.terms import Draft


def nobody_to_call(draft: Draft) -> Iterator[Finding]:
    """Each party can be reached, by two ways at least."""
    for about, party in each_party(draft):
        contacts = [contact for contact in draft.terms.contacts if contact.of == about or about is None]
        ways = {
            way
            for contact in contacts
            for way in (contact.primary, contact.alternate, contact.contingency, contact.emergency)
            if is_said(way)
        }
        if len(ways) < 2:
            yield lacking(
                draft.terms,
                Clause.CONTACTS,
                f"how to reach {party} is not said" if not ways else f"there is only one way to reach {party}",
                about=about,
                reason="the one number does not answer while the column stands before a gun",
                happened=cases.CHECK_LIST,
                repair="Write a person on duty, and a primary, an alternate, a contingency and an emergency way to reach them.",
            )


def no_hotline(draft: Draft) -> Iterator[Finding]:
    """There is a line between the parties at all hours of the operation."""
    return rule(
        draft.terms,
        Clause.HOTLINE,
        draft.terms.hotline,
        "by what line the parties reach one another during the operation",
        severity=Severity.BLOCKING,
        reason="a shot is answered with shots because nobody can ask whose it was",
        happened=cases.CHECK_LIST,
        repair="Write the number or frequency, and who staffs it on each side in which hours.",
    )


def people_not_told(draft: Draft) -> Iterator[Finding]:
    """Who tells the people, how, in which languages, and who releases the notice, is said."""
    notice = draft.terms.public_notice
    told = {
        "who tells the people": notice is not None and is_named(notice.by),
        "by what channels": notice is not None and are_said(notice.channels),
        "in which languages": notice is not None and are_said(notice.languages),
        "who releases the notice": notice is not None and is_named(notice.released_by),
    }
    lacks = [words for words, is_told in told.items() if not is_told]
    if lacks:
        yield lacking(
            draft.terms,
            Clause.PUBLIC_NOTICE,
            f"{', '.join(lacks)} {'is' if len(lacks) == 1 else 'are'} not said",
            reason="the buses wait and nobody comes, or people come out before it is safe",
            happened=cases.PEOPLE_NOT_TOLD,
            repair="Name who tells them, channels that work without the mobile network, the languages, and who releases the notice.",
        )


def no_incident_ladder(draft: Draft) -> Iterator[Finding]:
    """What is done, by whom and how soon after an incident, is said."""
    if not any(is_said(step.who) and is_said(step.does) for step in draft.terms.incident_ladder):
        yield lacking(
            draft.terms,
            Clause.INCIDENTS,
            "what is done after an incident is not said",
            reason="nobody is bound to answer for vehicles and people who are taken or hurt",
            happened=cases.BUSES_SEIZED,
            repair="Write who does what within how many minutes, from the convoy leader up to the signatories.",
        )


def no_suspension_rule(draft: Draft) -> Iterator[Finding]:
    """Who suspends, how, and what those inside then do, is said."""
    return rule(
        draft.terms,
        Clause.SUSPENSION,
        draft.terms.suspension_rule,
        "who suspends the corridor, and what those on the road then do,",
        severity=Severity.BLOCKING,
        reason="the next wave drives into the place where the first was hit",
        happened=cases.COLUMN_SHELLED,
        repair="Write who may suspend, by what channel, that nobody enters, and where those on the road go.",
    )


def no_resumption_rule(draft: Draft) -> Iterator[Finding]:
    """How the corridor resumes is said."""
    return rule(
        draft.terms,
        Clause.RESUMPTION,
        draft.terms.resumption_rule,
        "how the corridor resumes after a suspension",
        reason="somebody sets out again on a rumour that the road is open",
        happened=cases.COLUMN_SHELLED,
        repair="Write who must confirm what anew before anybody moves again.",
    )


def no_termination_rule(draft: Draft) -> Iterator[Finding]:
    """How the corridor is ended, and what becomes of those inside, is said."""
    return rule(
        draft.terms,
        Clause.TERMINATION,
        draft.terms.termination_rule,
        "how the corridor is ended, and what becomes of those on the road,",
        reason="a party that ends it while people are on the road has broken nothing that is written",
        happened=cases.HELD_HOSTAGE_TO_ANOTHER,
        repair="Write who may end it, by what notice, and that it holds until the last vehicle has left the road.",
    )


def no_safe_halt(draft: Draft) -> Iterator[Finding]:
    """There are halts on the way; a plan with people on the road overnight cannot do without one."""
    terms = draft.terms
    overnight_people = draft.planned.overnight_people if draft.planned is not None else 0
    if terms.safe_halts:
        return
    if overnight_people:
        yield Finding(
            Clause.SAFE_HALTS,
            None,
            Kind.CONTRADICTORY,
            Severity.BLOCKING,
            f"{overnight_people} people are planned to be on the road overnight, and no safe halt is named",
            "people spend the night on an open road",
            cases.NIGHT_ON_THE_ROAD,
            "Name where convoys can stand overnight, or plan so that nobody has to.",
        )
    else:
        yield lacking(
            terms,
            Clause.SAFE_HALTS,
            "no safe halt is named",
            reason="a column that is held up or suspended stands on the open road",
            happened=cases.NIGHT_ON_THE_ROAD,
            repair="Name where a column can turn off and wait, with coordinates.",
        )


def halt_without_coordinates(draft: Draft) -> Iterator[Finding]:
    """Where each halt lies is said."""
    for halt in draft.terms.safe_halts:
        if halt.latitude is None or halt.longitude is None:
            yield lacking(
                draft.terms,
                Clause.SAFE_HALTS,
                f"the coordinates of {halt.id} are not given",
                about=halt.id,
                reason="those who are to spare the place do not know where it lies",
                happened=cases.CHECK_LIST,
                repair="Write its latitude and longitude in degrees.",
            )


def links_left_open(draft: Draft) -> Iterator[Finding]:
    """Whether another corridor has to open first is said, and in which order."""
    linked = draft.terms.linked_corridors
    if linked is None:
        yield lacking(
            draft.terms,
            Clause.LINKED_CORRIDORS,
            "whether this corridor depends on another is not said",
            reason="people on one road are held back for what happens on another",
            happened=cases.HELD_HOSTAGE_TO_ANOTHER,
            repair="Name each corridor it depends on and the order of steps, or state that it depends on none.",
        )
        return
    for link in linked:
        if is_only_vague(link.order):
            yield Finding(
                Clause.LINKED_CORRIDORS,
                link.id,
                Kind.VAGUE,
                Severity.SERIOUS,
                f"the order in which this corridor and {link.id} are opened is only '{link.order}'",
                "each side waits for the other to go first",
                cases.HELD_HOSTAGE_TO_ANOTHER,
                "Write the steps of both corridors in their order, such as 'after the first 500 have arrived'.",
            )


def nobody_counts(draft: Draft) -> Iterator[Finding]:
    """Who counts what, where, and tells whom, is said."""
    return rule(
        draft.terms,
        Clause.COUNTING,
        draft.terms.counting_rule,
        "who counts people, vehicles and goods, where, and whom they tell,",
        reason="each side has its own number, and nobody knows who is missing",
        happened=cases.NUMBERS_DISAGREE,
        repair="Write who counts, at which points, and that registered, boarded, departed, arrived and received are five counts.",
    )


def nobody_reports(draft: Draft) -> Iterator[Finding]:
    """Who reports at the end what became of it is said."""
    return rule(
        draft.terms,
        Clause.REPORTING,
        draft.terms.reporting_rule,
        "who reports at the end what became of the corridor",
        reason="whether people got out is never known, and nobody learns from it",
        happened=cases.OUTCOME_UNKNOWN,
        repair="Write who reports to whom, by when, what was counted and what happened.",
    )
