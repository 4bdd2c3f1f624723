"""Who agrees, to what kind of text, and for what: parties, signatories, those who stand between, purpose, standing clauses, data."""

from collections.abc import Iterator

from safepassage.negotiation.clauses import Clause, StandingClause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.point import are_said, each_party, is_named, is_said, lacking, rule
from safepassage.negotiation.terms import Draft, Standing

_STANDING_MEANINGS = {
    StandingClause.VOLUNTARY: "that everybody leaves or stays of their own will",
    StandingClause.NO_FORCED_TRANSFER: "that nobody is transferred by force",
    StandingClause.THOSE_WHO_STAY: "that those who stay keep their protection",
    StandingClause.LAW_UNCHANGED: "that the duties under the law of war are unchanged",
    StandingClause.STATUS_UNCHANGED: "that nobody's legal status or claim to territory is changed",
}


def too_few_parties(draft: Draft) -> Iterator[Finding]:
    """An agreement has two parties at least."""
    if len(draft.terms.parties) < 2:
        yield lacking(
            draft.terms,
            Clause.PARTIES,
            "fewer than two parties are named",
            severity=Severity.BLOCKING,
            reason="what one party says binds nobody else who can fire on the road",
            happened=cases.ONE_SIDE_ANNOUNCED,
            repair="Name every party whose forces can reach the road, each with the zone of its clocks.",
        )


def nobody_signs(draft: Draft) -> Iterator[Finding]:
    """Each party has somebody who signs."""
    signing = {signatory.party for signatory in draft.terms.signatories if is_named(signatory.person)}
    for about, party in each_party(draft):
        if about not in signing:
            yield lacking(
                draft.terms,
                Clause.SIGNATORIES,
                f"nobody signs for {party}",
                about=about,
                severity=Severity.BLOCKING,
                reason="without a signature it is an announcement and no agreement",
                happened=cases.ONLY_IN_PRINCIPLE,
                repair="Have the party name who signs, by office, and what authorises that person.",
            )


def signs_for_no_party(draft: Draft) -> Iterator[Finding]:
    """Who signs does so for somebody who is part of the text."""
    known = {party.id for party in draft.terms.parties} | {Clause.INTERMEDIARY.value, Clause.GUARANTOR.value}
    for signatory in draft.terms.signatories:
        if signatory.party not in known:
            yield Finding(
                Clause.SIGNATORIES,
                signatory.party,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"{signatory.person.office} signs for '{signatory.party}', which is no party",
                "a signature for somebody who is not bound by the text binds nobody",
                None,
                "Name the party that the person signs for, or add that party; 'intermediary' and 'guarantor' may sign too.",
            )


def signatory_without_authority(draft: Draft) -> Iterator[Finding]:
    """What authorises each person to sign is known."""
    for signatory in draft.terms.signatories:
        if not is_said(signatory.authority):
            yield lacking(
                draft.terms,
                Clause.SIGNATORIES,
                f"what authorises {signatory.person.office} to sign is not said",
                about=signatory.party,
                severity=Severity.BLOCKING,
                kind=Kind.UNPROVEN,
                reason="a signature without authority can be disowned by those who command the units on the road",
                happened=cases.UNIT_DID_NOT_KNOW,
                repair="Ask for the order, decree or letter that authorises the person, and write its number and date.",
            )


def nobody_between(draft: Draft) -> Iterator[Finding]:
    """A neutral intermediary passes word between the parties."""
    if not is_named(draft.terms.intermediary):
        yield lacking(
            draft.terms,
            Clause.INTERMEDIARY,
            "no neutral intermediary is named",
            reason="when the parties do not speak to one another nobody can pass on a confirmation or a suspension",
            happened=cases.CHECK_LIST,
            repair="Name who passes word between the parties, by office, with telephone or radio.",
        )


def nobody_guarantees(draft: Draft) -> Iterator[Finding]:
    """A guarantor answers for the agreement being kept."""
    if not is_named(draft.terms.guarantor):
        yield lacking(
            draft.terms,
            Clause.GUARANTOR,
            "no guarantor is named",
            reason="nobody whom both parties heed answers for the agreement being kept",
            happened=cases.HELD_HOSTAGE_TO_ANOTHER,
            repair="Name a guarantor who signs as well, or have both parties state that there is none.",
        )


def nobody_observes(draft: Draft) -> Iterator[Finding]:
    """Somebody neutral sees what happens."""
    if not any(is_named(monitor) for monitor in draft.terms.monitors):
        yield lacking(
            draft.terms,
            Clause.MONITORS,
            "nobody neutral observes the road",
            reason="after an incident there are two accounts and no observation to set beside them",
            happened=cases.TWO_ACCOUNTS,
            repair="Name who observes, where, and to whom they report.",
        )


def no_purpose(draft: Draft) -> Iterator[Finding]:
    """It is said who comes out or what goes in."""
    if not are_said(draft.terms.brings_out) and (draft.terms.brings_out or not draft.terms.brings_in):
        yield lacking(
            draft.terms,
            Clause.PURPOSE,
            "neither who may come out nor what may go in is said",
            severity=Severity.BLOCKING,
            reason="each checkpoint decides for itself whom and what it lets pass",
            happened=cases.ONLY_IN_PRINCIPLE,
            repair="Write who may come out, and what kinds of goods may go in.",
        )


def announced_by_one_side(draft: Draft) -> Iterator[Finding]:
    """An announcement is no agreement."""
    if draft.terms.standing is Standing.ANNOUNCEMENT:
        yield Finding(
            Clause.VERSION,
            None,
            Kind.UNPROVEN,
            Severity.BLOCKING,
            "it is an announcement: nothing shows that the other side has agreed to it",
            "people set out on the word of one side, and the other side fires, bars the road or rejects where it leads",
            cases.ONE_SIDE_ANNOUNCED,
            "Send the same text to every party as a proposal, and seal it only once all have accepted every clause.",
        )


def agreed_in_principle(draft: Draft) -> Iterator[Finding]:
    """An agreement in principle is no agreement on hours, roads and people."""
    if draft.terms.standing is Standing.AGREEMENT_IN_PRINCIPLE:
        yield Finding(
            Clause.VERSION,
            None,
            Kind.UNPROVEN,
            Severity.BLOCKING,
            "it is an agreement in principle: nothing shows that the parties agreed on the same hours, roads and people",
            "each side fills what is open in its own way, and the difference shows on the road",
            cases.ONLY_IN_PRINCIPLE,
            "Put every clause in writing as a proposal, and have each party accept each clause of that text.",
        )


def standing_clause_left_out(draft: Draft) -> Iterator[Finding]:
    """Every standing clause is part of the text; the voluntary clause in any case."""
    for clause, meaning in _STANDING_MEANINGS.items():
        if clause not in draft.terms.standing_clauses:
            is_grave = clause in (StandingClause.VOLUNTARY, StandingClause.NO_FORCED_TRANSFER)
            yield lacking(
                draft.terms,
                Clause.STANDING,
                f"the text does not say {meaning}",
                about=clause.value,
                severity=Severity.BLOCKING if is_grave else Severity.SERIOUS,
                reason="what the text does not rule out may be read into it",
                happened=cases.ONE_SIDE_ANNOUNCED if is_grave else None,
                repair=f"Take the standing clause '{clause.value}' into the text.",
                can_be_overridden=clause is not StandingClause.VOLUNTARY,
            )


def no_data_rule(draft: Draft) -> Iterator[Finding]:
    """It is said which lists go to whom, and when they are destroyed."""
    return rule(
        draft.terms,
        Clause.DATA,
        draft.terms.data_rule,
        "which lists are shared with whom, and when they are destroyed,",
        reason="lists of people and movements handed over for passage can be used to harm them",
        repair="Write which lists each party gets (counts and plates, never names), for what, and when they are destroyed.",
    )
