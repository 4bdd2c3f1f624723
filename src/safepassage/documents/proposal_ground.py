"""The clauses on who agrees, for what, on which road and in which hours: each from its terms, a blank for each that is missing."""

from collections.abc import Iterator

from safepassage.corridor import GoodsKind, PriorityClass
from safepassage.documents.proposal_pen import Line, Pen
from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.standing import CIVILIANS, WHOM
from safepassage.negotiation.terms import Person, Way, WindowTerms


def parties(pen: Pen) -> Iterator[Line]:
    for party in pen.terms.parties:
        yield Line(pen.text("{party}. Its clock: {zone}.").format(party=pen.party(party.id), zone=party.zone))
    if not pen.terms.parties:
        yield pen.blank(pen.text("which parties agree"))


def signatories(pen: Pen) -> Iterator[Line]:
    terms = pen.terms
    who = dict.fromkeys((*(party.id for party in terms.parties), *(each.party for each in terms.signatories)))
    for id_ in who:
        signing = [each for each in terms.signatories if each.party == id_]
        for each in signing:
            yield Line(pen.text("For {party}: {person}.").format(party=pen.party(id_), person=pen.person(each.person)))
            if each.authority:
                yield Line(pen.text("Authority: {authority}.").format(authority=each.authority))
            else:
                yield pen.blank(pen.text("by what authority {person} signs").format(person=pen.person(each.person)))
        if not signing:
            yield pen.blank(pen.text("who signs for {party}").format(party=pen.party(id_)))
    if not who:
        yield pen.blank(pen.text("who signs"))


def intermediary(pen: Pen) -> Iterator[Line]:
    yield _person(pen, pen.terms.intermediary, pen.text("who the neutral intermediary is"))


def guarantor(pen: Pen) -> Iterator[Line]:
    yield _person(pen, pen.terms.guarantor, pen.text("who the guarantor is"))


def monitors(pen: Pen) -> Iterator[Line]:
    for person in pen.terms.monitors:
        yield _person(pen, person, "")
    if not pen.terms.monitors:
        yield pen.blank(pen.text("who watches that this is kept"))


def purpose(pen: Pen) -> Iterator[Line]:
    terms = pen.terms
    ours = {
        CIVILIANS: pen.text("civilians who wish to leave"),
        WHOM[PriorityClass.STRETCHER]: pen.text("wounded and sick people who travel lying down"),
        WHOM[PriorityClass.INFANT]: pen.text("infants and children with those who look after them"),
        WHOM[PriorityClass.FRAIL]: pen.text("frail, disabled and pregnant people"),
    }
    if terms.brings_out:
        whom = pen.listed(ours.get(whom, whom) for whom in terms.brings_out)
        yield Line(pen.text("It brings out: {whom}.").format(whom=whom))
    else:
        yield pen.blank(pen.text("whom it brings out"))
    kinds = {
        GoodsKind.MEDICINE: pen.text("medicine"),
        GoodsKind.FOOD: pen.text("food"),
        GoodsKind.WATER: pen.text("water"),
        GoodsKind.OTHER: pen.text("other goods"),
    }
    for goods in terms.brings_in:
        if goods.weight_kg is not None:
            yield Line(pen.text("It brings in: {kind}, {kg} kg.").format(kind=kinds[goods.kind], kg=goods.weight_kg))
        else:
            yield Line(pen.text("It brings in: {kind}.").format(kind=kinds[goods.kind]))
            yield pen.blank(pen.text("how much of it is brought in: {kind}").format(kind=kinds[goods.kind]))
    if not terms.brings_in:
        yield pen.blank(pen.text("what it brings in"))


def route(pen: Pen) -> Iterator[Line]:
    names = pen.listed(pen.segment(segment) for segment in pen.terms.segments)
    if names:
        yield Line(pen.text("The way out and the way in lead through these segments:"))
        yield Line(names)
        yield Line(pen.text("Only the roads of these segments are to be agreed."))
    else:
        yield pen.blank(pen.text("which way the road goes"))


def segments(pen: Pen) -> Iterator[Line]:
    for segment in pen.terms.segments:
        name = pen.segment(segment)
        yield Line(name, is_heading=True)
        yield from _way(pen, name, Way(begins=segment.begins, ends=segment.ends, km=segment.km))
        if segment.roads:
            yield Line(pen.text("Roads: {roads}.").format(roads=pen.listed(segment.roads)))
        else:
            yield pen.blank(pen.text("which roads segment {segment} follows").format(segment=name))
        for way in segment.other_ways:
            yield Line(pen.text("Vehicles use another road through it as well, and it is to be agreed in the same way:"))
            yield from _way(pen, name, way)
    if not pen.terms.segments:
        yield pen.blank(pen.text("the segments of the road, each with its first and last point and its kilometres"))


def control(pen: Pen) -> Iterator[Line]:
    for segment in pen.terms.segments:
        name = pen.segment(segment)
        if segment.controlling_party is None:
            yield pen.blank(pen.text("who controls segment {segment}").format(segment=name))
        elif segment.control_source is None:
            yield Line(pen.text("Segment {segment}: {party}.").format(segment=name, party=pen.party(segment.controlling_party)))
        else:
            line = pen.text("Segment {segment}: {party}, according to this source: {source}.")
            yield Line(line.format(segment=name, party=pen.party(segment.controlling_party), source=segment.control_source))
    if not pen.terms.segments:
        yield pen.blank(pen.text("who controls each segment"))
    yield Line(pen.text("Who controls a segment is what its source says, and no finding of those who wrote this."))


def commanders(pen: Pen) -> Iterator[Line]:
    for segment in pen.terms.segments:
        name = pen.segment(segment)
        if segment.commander:
            yield Line(pen.text("Segment {segment}: {person}.").format(segment=name, person=pen.person(segment.commander)))
        else:
            yield pen.blank(pen.text("who commands the units along segment {segment}").format(segment=name))
    if not pen.terms.segments:
        yield pen.blank(pen.text("who commands the units along the road"))
    yield Line(pen.text("Each commander reads this text and passes the order on to every unit and checkpoint along the segment."))


def buffer(pen: Pen) -> Iterator[Line]:
    for segment in pen.terms.segments:
        name = pen.segment(segment)
        if segment.buffer_m is not None:
            yield Line(pen.text("Segment {segment}: {metres} m on each side of the road.").format(segment=name, metres=segment.buffer_m))
        else:
            yield pen.blank(pen.text("how many metres on each side of segment {segment}").format(segment=name))
    if not pen.terms.segments:
        yield pen.blank(pen.text("how many metres on each side of the road"))
    yield Line(pen.text("In it nothing is fired, flown, dug in or moved while the segment is to be silent."))


def windows(pen: Pen) -> Iterator[Line]:
    for segment in pen.terms.segments:
        name = pen.segment(segment)
        if not segment.needs_silence and not segment.windows:
            yield Line(pen.text("Segment {segment}: no window of silence is asked for.").format(segment=name))
            continue
        yield Line(name, is_heading=True)
        for window in segment.windows:
            yield from _window(pen, name, window)
        if not segment.windows:
            yield pen.blank(pen.text("the hours in which segment {segment} is silent").format(segment=name))
    if not pen.terms.segments:
        yield pen.blank(pen.text("the hours in which the road is silent"))


def opening(pen: Pen) -> Iterator[Line]:
    yield _free(pen, pen.terms.opening_condition, pen.text("what must have happened before the first vehicle moves"))
    yield Line(pen.text("No vehicle moves before every party has confirmed every segment."))


def extension(pen: Pen) -> Iterator[Line]:
    yield _free(pen, pen.terms.extension_rule, pen.text("how a window may be made longer, and by whom"))


def _free(pen: Pen, words: str | None, missing: str) -> Line:
    """A term in people's own words, as they wrote it."""
    return Line(words) if words else pen.blank(missing)


def _person(pen: Pen, person: Person | None, missing: str) -> Line:
    return Line(f"{pen.person(person)}.") if person else pen.blank(missing)


def _way(pen: Pen, segment: str, way: Way) -> Iterator[Line]:
    if way.begins:
        yield Line(pen.text("From: {point}.").format(point=pen.point(way.begins)))
    else:
        yield pen.blank(pen.text("where segment {segment} begins").format(segment=segment))
    if way.passes:
        yield Line(pen.text("By way of: {point}.").format(point=pen.point(way.passes)))
    if way.ends:
        yield Line(pen.text("To: {point}.").format(point=pen.point(way.ends)))
    else:
        yield pen.blank(pen.text("where segment {segment} ends").format(segment=segment))
    if way.km is not None:
        yield Line(pen.text("Length: {km} km.").format(km=f"{way.km:.1f}"))
    else:
        yield pen.blank(pen.text("how many kilometres of segment {segment} are agreed").format(segment=segment))


def _window(pen: Pen, segment: str, window: WindowTerms) -> Iterator[Line]:
    if window.opens is None or window.closes is None:
        for hours in window.local_hours:
            line = pen.text("On the clock of {zone}: {opens} to {closes}.")
            yield Line(line.format(zone=hours.zone, opens=hours.opens, closes=hours.closes))
    moments = (
        (window.opens, pen.text("Silence begins: {time}."), pen.text("when the silence of segment {segment} begins")),
        (
            window.last_entry,
            pen.text("Last vehicle in that drives all of it: {time}."),
            pen.text("when the last vehicle enters segment {segment}"),
        ),
        (window.last_exit, pen.text("Last vehicle out: {time}."), pen.text("when the last vehicle has left segment {segment}")),
        (window.closes, pen.text("Silence ends: {time}."), pen.text("when the silence of segment {segment} ends")),
    )
    for at, said, missing in moments:
        yield Line(said.format(time=pen.instant(at))) if at else pen.blank(missing.format(segment=segment))


CLAUSES = {
    Clause.PARTIES: parties,
    Clause.SIGNATORIES: signatories,
    Clause.INTERMEDIARY: intermediary,
    Clause.GUARANTOR: guarantor,
    Clause.MONITORS: monitors,
    Clause.PURPOSE: purpose,
    Clause.ROUTE: route,
    Clause.SEGMENTS: segments,
    Clause.CONTROL: control,
    Clause.COMMANDERS: commanders,
    Clause.BUFFER: buffer,
    Clause.WINDOWS: windows,
    Clause.OPENING: opening,
    Clause.EXTENSION: extension,
}
