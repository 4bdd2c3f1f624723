"""The clauses on people, vehicles, checkpoints and how everybody behaves: each from its terms, a blank for each that is missing."""

from collections.abc import Callable, Iterator

from safepassage.documents.proposal_pen import Line, Pen
from safepassage.negotiation.clauses import Clause, StandingClause
from safepassage.negotiation.standing import PLACE_IN_COLUMN
from safepassage.negotiation.terms import Terms
from safepassage.scenario.scenario import Precedence


def gathering(pen: Pen) -> Iterator[Line]:
    for place in pen.terms.gathering_points:
        yield Line(f"{pen.point(place)}.")
        if place.holds_people is not None:
            yield Line(
                pen.counted(
                    "At most {count} person waits here at one time.", "At most {count} people wait here at one time.", place.holds_people
                )
            )
        else:
            yield pen.blank(pen.text("how many people may wait here at one time: {place}").format(place=pen.name(place.names)))
    if not pen.terms.gathering_points:
        yield pen.blank(pen.text("where people gather"))


def destinations(pen: Pen) -> Iterator[Line]:
    terms = pen.terms
    if terms.destinations:
        towns = pen.listed(pen.name(names) for names in terms.destinations)
        yield Line(pen.text("Towns: {towns}.").format(towns=towns))
    else:
        yield pen.blank(pen.text("to which towns people may go"))
    if terms.are_destinations_free:
        yield Line(pen.text("Everybody chooses freely where to go. Nobody is sent on anywhere else."))
    else:
        yield pen.blank(pen.text("that everybody chooses freely where to go"))


def vehicles(pen: Pen) -> Iterator[Line]:
    for each in pen.terms.vehicles:
        name = pen.name(each.names) if each.names else each.kind
        if each.vehicles is not None:
            yield Line(f"{name}: {pen.counted('{count} vehicle', '{count} vehicles', each.vehicles)}.")
        else:
            yield Line(f"{name}.")
            yield pen.blank(pen.text("how many vehicles of this kind: {kind}").format(kind=name))
        if each.colour:
            yield Line(pen.text("Colour: {colour}.").format(colour=each.colour))
        else:
            yield pen.blank(pen.text("of what colour: {kind}").format(kind=name))
        if each.marking:
            yield Line(pen.text("Marking: {marking}.").format(marking=each.marking))
        else:
            yield pen.blank(pen.text("how marked: {kind}").format(kind=name))
        if each.plates_by:
            yield Line(pen.text("Number plates are notified by: {time}.").format(time=pen.instant(each.plates_by)))
        else:
            yield pen.blank(pen.text("by when number plates are notified: {kind}").format(kind=name))
    if not pen.terms.vehicles:
        yield pen.blank(pen.text("how many vehicles of which kind, colour and marking"))


def private_cars(pen: Pen) -> Iterator[Line]:
    cars = pen.terms.private_cars
    if cars is None or cars.are_admitted is None:
        yield pen.blank(pen.text("whether own cars of those who leave are admitted"))
        return
    if not cars.are_admitted:
        yield Line(pen.text("Own cars of those who leave are not admitted."))
        return
    yield Line(pen.text("Own cars of those who leave are admitted."))
    ours = {
        PLACE_IN_COLUMN[Precedence.FLEET]: pen.text("behind the last vehicle of the convoy"),
        PLACE_IN_COLUMN[Precedence.OWN_TRANSPORT]: pen.text("ahead of the first vehicle of the convoy"),
    }
    if cars.place_in_column:
        place = ours.get(cars.place_in_column, cars.place_in_column)
        yield Line(pen.text("Their place in the column: {place}.").format(place=place))
    else:
        yield pen.blank(pen.text("where in the column they drive"))
    if cars.most_cars is not None:
        yield Line(pen.counted("At most {count} own car takes part.", "At most {count} own cars take part.", cars.most_cars))
    else:
        yield pen.blank(pen.text("how many own cars take part at most"))


def checkpoints(pen: Pen) -> Iterator[Line]:
    for each in pen.terms.checkpoints:
        name = pen.name(each.names)
        where = f"{name} ({each.latitude:.4f}, {each.longitude:.4f})" if each.latitude is not None and each.longitude is not None else name
        if each.party:
            yield Line(pen.text("{place}, run by: {party}.").format(place=where, party=pen.party(each.party)))
        else:
            yield Line(f"{where}.")
            yield pen.blank(pen.text("who runs it: {place}").format(place=name))
        if each.longest_hold_min is not None:
            yield Line(
                pen.counted(
                    "No vehicle is held here for longer than {count} minute.",
                    "No vehicle is held here for longer than {count} minutes.",
                    each.longest_hold_min,
                )
            )
        else:
            yield pen.blank(pen.text("how many minutes a vehicle is held at most: {place}").format(place=name))
        if each.may_check:
            yield Line(pen.text("What may be checked: {what}.").format(what=pen.listed(each.may_check)))
        else:
            yield pen.blank(pen.text("what may be checked: {place}").format(place=name))
        if each.may_not:
            yield Line(pen.text("What may not be done: {what}.").format(what=pen.listed(each.may_not)))
        else:
            yield pen.blank(pen.text("what may not be done: {place}").format(place=name))
    if not pen.terms.checkpoints:
        yield pen.blank(pen.text("which checkpoints stand on the road, or that there are none"))


def inspection(pen: Pen) -> Iterator[Line]:
    given = pen.terms.inspection
    if given and given.place:
        yield Line(pen.text("Loads are inspected once, here: {place}.").format(place=pen.point(given.place)))
    else:
        yield pen.blank(pen.text("where loads are inspected, once"))
    if given and given.by:
        yield Line(pen.text("They are inspected by: {person}.").format(person=pen.person(given.by)))
    else:
        yield pen.blank(pen.text("who inspects them"))
    if given is None or given.are_sealed is None:
        yield pen.blank(pen.text("whether inspected loads are sealed"))
    elif given.are_sealed:
        yield Line(pen.text("Inspected loads are sealed, and not opened again on the way."))
    else:
        yield Line(pen.text("Inspected loads are not sealed."))


def escort(pen: Pen) -> Iterator[Line]:
    given = pen.terms.escort
    if given and given.by:
        yield Line(pen.text("The convoys are escorted by: {person}.").format(person=pen.person(given.by)))
    else:
        yield pen.blank(pen.text("who escorts the convoys, or that nobody does"))
    points = given.handover_points if given else ()
    for point in points:
        yield Line(pen.text("One escort hands over to the other here: {place}.").format(place=pen.point(point)))
    if not points:
        yield pen.blank(pen.text("where one escort hands over to the other"))
    yield Line(pen.text("No armed vehicle goes with the convoy past the hand-over point."))


def clearance(pen: Pen) -> Iterator[Line]:
    for segment in pen.terms.segments:
        name = pen.segment(segment)
        record = segment.clearance
        if record and record.author:
            line = pen.text("Segment {segment}: cleared of mines, or found free of them, by: {person}.")
            yield Line(line.format(segment=name, person=pen.person(record.author)))
        else:
            yield pen.blank(pen.text("who has cleared segment {segment} of mines, or found it free of them").format(segment=name))
        if record and record.cleared_at:
            yield Line(pen.text("When: {time}.").format(time=pen.instant(record.cleared_at)))
        else:
            yield pen.blank(pen.text("when segment {segment} was cleared of mines").format(segment=name))
        if record and record.expires_at:
            yield Line(pen.text("This may be relied on until: {time}.").format(time=pen.instant(record.expires_at)))
        else:
            yield pen.blank(pen.text("until when the clearance of segment {segment} may be relied on").format(segment=name))
        if record and record.certificate:
            yield Line(pen.text("Its record: {record}.").format(record=record.certificate))
        else:
            yield pen.blank(pen.text("where the record of the clearance of segment {segment} lies").format(segment=name))
    if not pen.terms.segments:
        yield pen.blank(pen.text("who has cleared the road of mines, when, and until when that may be relied on"))


def contacts(pen: Pen) -> Iterator[Line]:
    terms = pen.terms
    for each in terms.contacts:
        name = pen.party(each.of)
        if each.person:
            yield Line(f"{name}: {pen.person(each.person)}.")
        else:
            yield Line(f"{name}.")
        ways = (
            (each.primary, pen.text("First: {contact}.")),
            (each.alternate, pen.text("If that fails: {contact}.")),
            (each.contingency, pen.text("If that fails too: {contact}.")),
            (each.emergency, pen.text("In an emergency: {contact}.")),
        )
        for contact, line in ways:
            if contact:
                yield Line(line.format(contact=contact))
        if not all(contact for contact, _ in ways):
            yield pen.blank(pen.text("all four ways to reach each other: {party}").format(party=name))
    reached = {each.of for each in terms.contacts}
    for party in terms.parties:
        if party.id not in reached:
            yield pen.blank(pen.text("how this party is reached: {party}").format(party=pen.party(party.id)))
    if not reached and not terms.parties:
        yield pen.blank(pen.text("how the parties are reached"))


def hotline(pen: Pen) -> Iterator[Line]:
    if pen.terms.hotline:
        yield Line(pen.text("Between the parties, at all hours: {hotline}.").format(hotline=pen.terms.hotline))
    else:
        yield pen.blank(pen.text("the hotline between the parties"))


def public_notice(pen: Pen) -> Iterator[Line]:
    given = pen.terms.public_notice
    if given and given.by:
        yield Line(pen.text("The people are told by: {person}.").format(person=pen.person(given.by)))
    else:
        yield pen.blank(pen.text("who tells the people"))
    if given and given.channels:
        yield Line(pen.text("By these means: {means}.").format(means=pen.listed(given.channels)))
    else:
        yield pen.blank(pen.text("by what means the people are told"))
    if given and given.languages:
        yield Line(pen.text("In these languages: {languages}.").format(languages=pen.listed(given.languages)))
    else:
        yield pen.blank(pen.text("in which languages the people are told"))
    if given and given.released_by:
        yield Line(pen.text("The notice is released by: {person}.").format(person=pen.person(given.released_by)))
    else:
        yield pen.blank(pen.text("who releases the notice"))
    yield Line(pen.text("No time and no place is made public before every segment is confirmed."))


def incidents(pen: Pen) -> Iterator[Line]:
    for step in pen.terms.incident_ladder:
        within = pen.counted("Within {count} minute", "Within {count} minutes", step.within_min)
        yield Line(f"{within}: {step.who}: {step.does}.")
    if not pen.terms.incident_ladder:
        yield pen.blank(pen.text("who does what, within how many minutes of an incident"))


def safe_halts(pen: Pen) -> Iterator[Line]:
    for point in pen.terms.safe_halts:
        yield Line(f"{pen.point(point)}.")
    if not pen.terms.safe_halts:
        yield pen.blank(pen.text("where vehicles may turn off and wait in safety"))


def linked_corridors(pen: Pen) -> Iterator[Line]:
    linked = pen.terms.linked_corridors
    if linked is None:
        yield pen.blank(pen.text("whether this corridor depends on another one"))
    elif not linked:
        yield Line(pen.text("This corridor depends on no other one."))
    else:
        yield from (Line(f"{pen.name(each.names)}: {each.order}.") for each in linked)


def standing(pen: Pen) -> Iterator[Line]:
    ours = {
        StandingClause.VOLUNTARY: pen.text(
            "Leaving is voluntary. Everybody may stay, get off or turn back at any time, and need not say why."
        ),
        StandingClause.NO_FORCED_TRANSFER: pen.text("Nobody is moved by force, and nobody is taken to a place that they have not chosen."),
        StandingClause.THOSE_WHO_STAY: pen.text(
            "Those who stay lose no protection. They remain civilians, and must not be attacked during these hours or after them."
        ),
        StandingClause.LAW_UNCHANGED: pen.text(
            "Nothing in this text changes what international humanitarian law demands of every party at all times and in all places."
        ),
        StandingClause.STATUS_UNCHANGED: pen.text("Nothing in this text changes the legal status of any party or of any territory."),
    }
    for clause, words in ours.items():
        yield Line(words, is_blank=clause not in pen.terms.standing_clauses)


def version(pen: Pen) -> Iterator[Line]:
    yield Line(
        pen.text("Version {version}. Every new version makes void what was confirmed for an earlier one.").format(version=pen.terms.version)
    )
    yield Line(pen.text("It bears no seal and no signature yet."))


def _own_words(term: Callable[[Terms], str | None], missing: Callable[[Pen], str]) -> Callable[[Pen], Iterator[Line]]:
    """A clause of one term in people's own words, printed as they wrote it."""

    def clause(pen: Pen) -> Iterator[Line]:
        words = term(pen.terms)
        yield Line(words) if words else pen.blank(missing(pen))

    return clause


CLAUSES = {
    Clause.GATHERING: gathering,
    Clause.DESTINATIONS: destinations,
    Clause.VEHICLES: vehicles,
    Clause.PRIVATE_CARS: private_cars,
    Clause.CHECKPOINTS: checkpoints,
    Clause.INSPECTION: inspection,
    Clause.ESCORT: escort,
    Clause.CLEARANCE: clearance,
    Clause.CONTACTS: contacts,
    Clause.HOTLINE: hotline,
    Clause.PUBLIC_NOTICE: public_notice,
    Clause.INCIDENTS: incidents,
    Clause.SUSPENSION: _own_words(lambda terms: terms.suspension_rule, lambda pen: pen.text("when all of it stops, and who says so")),
    Clause.RESUMPTION: _own_words(lambda terms: terms.resumption_rule, lambda pen: pen.text("when it goes on again, and who says so")),
    Clause.TERMINATION: _own_words(lambda terms: terms.termination_rule, lambda pen: pen.text("when it is over, and who says so")),
    Clause.SAFE_HALTS: safe_halts,
    Clause.RETURN: _own_words(
        lambda terms: terms.return_of_vehicles,
        lambda pen: pen.text("by when, by which road and with what fuel vehicles and crews come back"),
    ),
    Clause.LINKED_CORRIDORS: linked_corridors,
    Clause.COUNTING: _own_words(
        lambda terms: terms.counting_rule, lambda pen: pen.text("who counts people, goods and vehicles, where, and who is told")
    ),
    Clause.REPORTING: _own_words(lambda terms: terms.reporting_rule, lambda pen: pen.text("who reports what became of it once it is over")),
    Clause.STANDING: standing,
    Clause.DATA: _own_words(
        lambda terms: terms.data_rule, lambda pen: pen.text("which lists are shared with whom, for what, and when they are destroyed")
    ),
    Clause.VERSION: version,
}
