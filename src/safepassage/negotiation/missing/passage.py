"""Getting through: checkpoints, inspection of goods, escort and hand-over, mine clearance."""

from collections.abc import Iterator
from datetime import datetime

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import cases
from safepassage.negotiation.missing.joints import joined
from safepassage.negotiation.missing.point import are_near, are_said, is_named, lacking, name
from safepassage.negotiation.missing.vague import any_only_vague
from safepassage.negotiation.terms import ClearanceTerms, Draft, SegmentTerms

_NEAR_DEG = 0.05
"""A hand-over point within this, about 5 km, of where control changes is the one of that change."""


def no_checkpoint(draft: Draft) -> Iterator[Finding]:
    """The checkpoints on the road are named."""
    if not draft.terms.checkpoints:
        yield lacking(
            draft.terms,
            Clause.CHECKPOINTS,
            "no checkpoint is named",
            severity=Severity.BLOCKING,
            reason="every unit on the road may stop the column for as long and as thoroughly as it pleases",
            happened=cases.LONG_HOLDS,
            repair="Name every checkpoint with who runs it, what may be checked, what may not be done, and the longest hold.",
        )


def checkpoint_not_described(draft: Draft) -> Iterator[Finding]:
    """Of each checkpoint it is said where it lies, who runs it and what may be checked."""
    for checkpoint in draft.terms.checkpoints:
        told = {
            "where it lies": checkpoint.latitude is not None and checkpoint.longitude is not None,
            "who runs it": checkpoint.party is not None,
            "what may be checked": are_said(checkpoint.may_check),
        }
        lacks = [words for words, is_told in told.items() if not is_told]
        if lacks:
            yield lacking(
                draft.terms,
                Clause.CHECKPOINTS,
                f"of checkpoint {checkpoint.id} {', '.join(lacks)} is not said",
                about=checkpoint.id,
                kind=_kind(checkpoint.may_check),
                reason="what is not bounded is decided by whoever stands there",
                happened=cases.AID_NOT_LET_IN,
                repair="Ask the party that runs it, and write it.",
            )


def checkpoint_of_no_party(draft: Draft) -> Iterator[Finding]:
    """Who runs a checkpoint is a party to the text."""
    parties = {party.id for party in draft.terms.parties}
    for checkpoint in draft.terms.checkpoints:
        if checkpoint.party is not None and checkpoint.party not in parties:
            yield Finding(
                Clause.CHECKPOINTS,
                checkpoint.id,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"checkpoint {checkpoint.id} is run by '{checkpoint.party}', which is no party to the text",
                "those who stop the column have promised nothing",
                cases.AID_NOT_LET_IN,
                "Make them a party to the text, or correct who runs the checkpoint.",
            )


def nothing_forbidden(draft: Draft) -> Iterator[Finding]:
    """At each checkpoint it is said what may not be done."""
    for checkpoint in draft.terms.checkpoints:
        if not are_said(checkpoint.may_not):
            yield lacking(
                draft.terms,
                Clause.CHECKPOINTS,
                f"what may not be done at checkpoint {checkpoint.id} is not said",
                about=checkpoint.id,
                kind=_kind(checkpoint.may_not),
                severity=Severity.BLOCKING,
                reason="men are taken out of the column, telephones searched and goods taken, and the text forbids none of it",
                happened=cases.MEN_SCREENED,
                repair="Write that nobody is held back for age or sex, no telephone is searched and nothing is taken.",
            )


def _kind(rules: tuple[str, ...]) -> Kind:
    """Rules that are nothing but vague words are vague; none are absent."""
    return Kind.VAGUE if any_only_vague(rules) else Kind.ABSENT


def hold_without_end(draft: Draft) -> Iterator[Finding]:
    """How long vehicles may be held at each checkpoint is said."""
    for checkpoint in draft.terms.checkpoints:
        if checkpoint.longest_hold_min is None:
            yield lacking(
                draft.terms,
                Clause.CHECKPOINTS,
                f"how long vehicles may be held at checkpoint {checkpoint.id} is not said",
                about=checkpoint.id,
                reason="the window passes while the column stands",
                happened=cases.LONG_HOLDS,
                repair="Write the longest hold in minutes.",
            )


def goods_not_inspected(draft: Draft) -> Iterator[Finding]:
    """Where goods go in, it is said where and by whom they are inspected, once, and how loads are sealed."""
    terms = draft.terms
    if not terms.brings_in:
        return
    inspection = terms.inspection
    told = {
        "where": inspection is not None and inspection.place is not None,
        "by whom": inspection is not None and is_named(inspection.by),
        "whether loads are sealed afterwards": inspection is not None and inspection.are_sealed is not None,
    }
    lacks = [words for words, is_told in told.items() if not is_told]
    if lacks:
        yield lacking(
            terms,
            Clause.INSPECTION,
            f"of the inspection of goods {', '.join(lacks)} is not said",
            reason="every checkpoint opens the loads anew, and takes from them or turns them back",
            happened=cases.AID_NOT_LET_IN,
            repair="Name one place, who inspects there, and that sealed loads are not opened again.",
        )


def no_escort(draft: Draft) -> Iterator[Finding]:
    """Who goes with the convoys is said."""
    if draft.terms.escort is None or not is_named(draft.terms.escort.by):
        yield lacking(
            draft.terms,
            Clause.ESCORT,
            "who goes with the convoys is not said",
            reason="nobody leads the column, and each side may say that its escort was not there",
            happened=cases.ESCORT_DISPUTED,
            repair="Name who goes with the convoys, or state that nobody does.",
        )


def no_handover(draft: Draft) -> Iterator[Finding]:
    """Where control changes along the road, in either direction, one escort hands over to the next."""
    handovers = draft.terms.escort.handover_points if draft.terms.escort is not None else ()
    told: set[frozenset[str]] = set()
    for before, after, points in joined(draft.terms.segments):
        pair = frozenset((before.id, after.id))
        if not _changes_hands(before, after) or pair in told:
            continue
        if not all(any(are_near(place, point, within_deg=_NEAR_DEG) is not False for place in handovers) for point in points):
            told.add(pair)
            yield Finding(
                Clause.ESCORT,
                after.id,
                Kind.CONTRADICTORY,
                Severity.BLOCKING,
                f"control passes from {before.controlling_party} to {after.controlling_party} between segments {name(before)} and "
                f"{name(after)}, and no hand-over point lies there",
                "an escort either drives into the other side's fire or leaves the column alone before its time",
                cases.ESCORT_DISPUTED,
                "Name the point where one escort ends and the other begins, past which no armed vehicle goes.",
            )


def _changes_hands(before: SegmentTerms, after: SegmentTerms) -> bool:
    holders = {before.controlling_party, after.controlling_party}
    return len(holders) == 2 and None not in holders


def not_cleared(draft: Draft) -> Iterator[Finding]:
    """Each segment has a record that it is free of mines: by whom, when, and until when. It is never overridden."""
    terms = draft.terms
    if not terms.segments:
        yield _clearance_lacking(draft, None, "nothing shows that the road is free of mines")
    for segment in terms.segments:
        if segment.clearance is None:
            yield _clearance_lacking(draft, segment.id, f"nothing shows that segment {name(segment)} is free of mines")
            continue
        doubts = list(_doubts(segment.clearance, _last_use(segment), _first_use(segment)))
        if doubts:
            yield _clearance_lacking(draft, segment.id, f"the clearance of segment {name(segment)} does not hold: {', '.join(doubts)}")


def _doubts(clearance: ClearanceTerms, last_use: datetime | None, first_use: datetime | None) -> Iterator[str]:
    if not is_named(clearance.author):
        yield "nobody answers for it"
    if clearance.cleared_at is None:
        yield "when it was cleared is not said"
    elif first_use is not None and clearance.cleared_at > first_use:
        yield "it is cleared only after its window opens"
    if clearance.expires_at is None:
        yield "until when that may be relied on is not said"
    elif last_use is not None and clearance.expires_at < last_use:
        yield "it expires before the last vehicle has left"
    elif clearance.cleared_at is not None and clearance.expires_at <= clearance.cleared_at:
        yield "it expires before it begins"


def _last_use(segment: SegmentTerms) -> datetime | None:
    return max((at for window in segment.windows if (at := window.last_exit or window.closes) is not None), default=None)


def _first_use(segment: SegmentTerms) -> datetime | None:
    return min((window.opens for window in segment.windows if window.opens is not None), default=None)


def _clearance_lacking(draft: Draft, about: str | None, point: str) -> Finding:
    return lacking(
        draft.terms,
        Clause.CLEARANCE,
        point,
        about=about,
        severity=Severity.BLOCKING,
        kind=Kind.UNPROVEN,
        reason="the first vehicle finds the mines",
        happened=cases.ROAD_WAS_MINED,
        repair="Have whoever holds the segment clear it, and write who did so, when, and until when it may be relied on.",
        can_be_overridden=False,
    )
