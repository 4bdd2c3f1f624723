"""What is missing before anybody signs. The check is held to account: nothing where all is there, and for one fault exactly its finding."""

from collections.abc import Callable
from functools import cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.negotiation.complete import (
    HILL,
    HILL_ZONE,
    RIVER_ZONE,
    checkpoint,
    clearance,
    complete,
    hill_segment,
    planned,
    river_segment,
    window,
)

from safepassage.corridor import parse_instant
from safepassage.negotiation.clauses import Clause, StandingClause
from safepassage.negotiation.finding import Finding, Kind, Severity
from safepassage.negotiation.missing import CHECKS, FAILURE_MODES, find_missing
from safepassage.negotiation.terms import Draft, Escort, LinkedCorridor, LocalHours, Person, Planned, Point, Said, Standing, Terms

TERMS = complete().terms
MUTATIONS: dict[int, Callable[[], Draft]] = {
    1: lambda: complete(standing=Standing.AGREEMENT_IN_PRINCIPLE),
    2: lambda: complete(segments=(hill_segment(), river_segment(windows=()))),
    3: lambda: complete(segments=(hill_segment(clearance=None), river_segment())),
    4: lambda: complete(standing=Standing.ANNOUNCEMENT),
    5: lambda: complete(segments=(hill_segment(windows=(window(local_hours=hours("09:00", "16:00")),)), river_segment())),
    6: lambda: complete(public_notice=None),
    7: lambda: complete(incident_ladder=()),
    8: lambda: complete(segments=(hill_segment(commander=None), river_segment())),
    9: lambda: complete(escort=Escort(by=Person(office="two cars of the intermediary"))),
    10: lambda: complete(segments=(hill_segment(windows=(window(last_exit=None),)), river_segment())),
    11: lambda: complete(private_cars=None),
    12: lambda: complete(checkpoints=(checkpoint(may_not=()),)),
    13: lambda: complete(linked_corridors=None),
    14: lambda: complete(return_of_vehicles=None),
    15: lambda: complete(gathering_points=tuple(place.model_copy(update={"holds_people": None}) for place in TERMS.gathering_points)),
    16: lambda: complete(suspension_rule=None),
    17: lambda: complete(monitors=()),
    18: lambda: complete(inspection=None),
    19: lambda: complete(counting_rule=None),
    20: lambda: complete(reporting_rule=None),
}


def hours(moscow_opens: str, moscow_closes: str) -> tuple[LocalHours, ...]:
    """The window as Kyiv's clock shows it, rightly, and as somebody wrote it for Moscow's."""
    return (
        LocalHours(zone=RIVER_ZONE, opens="2022-03-24 09:00", closes="2022-03-24 16:00"),
        LocalHours(zone=HILL_ZONE, opens=f"2022-03-24 {moscow_opens}", closes=f"2022-03-24 {moscow_closes}"),
    )


def one(draft: Draft) -> Finding:
    """The one finding of a draft with one fault."""
    findings = find_missing(draft)
    assert len(findings) == 1, [finding.point for finding in findings]
    return findings[0]


def test_a_complete_agreement_gives_no_finding() -> None:
    assert find_missing(complete()) == ()
    assert find_missing(complete(planned=None)) == ()


@pytest.mark.parametrize("number", sorted(FAILURE_MODES))
def test_each_failure_mode_as_one_change_gives_exactly_its_finding(number: int) -> None:
    mode, draft = FAILURE_MODES[number], MUTATIONS[number]()
    finding = one(draft)
    assert (finding.clause, finding.kind, finding.happened) == (mode.clause, mode.kind, mode.case)
    assert list(mode.check(draft)) == [finding]
    assert mode.check in CHECKS
    assert mode.case.source


def test_all_twenty_failure_modes_are_checked_each_by_its_own_check() -> None:
    assert sorted(FAILURE_MODES) == list(range(1, 21))
    assert sorted(MUTATIONS) == list(range(1, 21))
    assert len({mode.check for mode in FAILURE_MODES.values()}) == 20


def test_data_without_a_rule_is_found() -> None:
    assert one(complete(data_rule=None)).clause is Clause.DATA


EMPTY: dict[str, Any] = {
    "parties": (),
    "signatories": (),
    "intermediary": None,
    "guarantor": None,
    "monitors": (),
    "segments": (),
    "opening_condition": None,
    "extension_rule": None,
    "gathering_points": (),
    "destinations": (),
    "are_destinations_free": None,
    "vehicles": (),
    "private_cars": None,
    "checkpoints": (),
    "inspection": None,
    "escort": None,
    "contacts": (),
    "hotline": None,
    "public_notice": None,
    "incident_ladder": (),
    "suspension_rule": None,
    "resumption_rule": None,
    "termination_rule": None,
    "safe_halts": (),
    "return_of_vehicles": None,
    "linked_corridors": None,
    "counting_rule": None,
    "reporting_rule": None,
    "standing_clauses": (),
    "data_rule": None,
}
OF_A_SEGMENT: dict[str, Any] = {
    "begins": None,
    "ends": None,
    "km": None,
    "roads": (),
    "controlling_party": None,
    "commander": None,
    "buffer_m": None,
    "windows": (),
    "clearance": None,
}


@settings(deadline=None)
@given(gone=st.sets(st.sampled_from(sorted(EMPTY)), min_size=1), of_segment=st.sets(st.sampled_from(sorted(OF_A_SEGMENT))))
def test_whatever_is_taken_out_is_missed(gone: set[str], of_segment: set[str]) -> None:
    """Removing required terms, in any company, never leaves the report without a finding for each, but for what hangs on another."""
    segment = hill_segment(**{field: OF_A_SEGMENT[field] for field in of_segment})
    findings = find_missing(complete(**({"segments": (segment, river_segment())} | {field: EMPTY[field] for field in gone})))
    clauses = {finding.clause for finding in findings}
    for field in gone - {"are_destinations_free", "inspection"}:
        alone = one_clause(field)
        assert alone & clauses, (field, [finding.point for finding in findings])


@cache
def one_clause(field: str) -> set[Clause]:
    """The clauses of what is found where this field alone is taken out."""
    return {finding.clause for finding in find_missing(complete(**{field: EMPTY[field]}))}


@pytest.mark.parametrize("field", sorted(EMPTY))
def test_each_term_taken_out_alone_is_found(field: str) -> None:
    assert find_missing(complete(**{field: EMPTY[field]}))


@pytest.mark.parametrize("field", sorted(OF_A_SEGMENT))
def test_each_term_of_a_segment_taken_out_alone_is_found_about_that_segment(field: str) -> None:
    findings = find_missing(complete(segments=(hill_segment(**{field: OF_A_SEGMENT[field]}), river_segment())))
    assert {finding.about for finding in findings} == {"vyrii-mill"}


def test_every_term_that_an_agreement_holds_is_among_those_taken_out() -> None:
    """A term that is added to the contract has to be checked, or named here."""
    assert set(Terms.model_fields) - set(EMPTY) == {
        "format",
        "id",
        "version",
        "standing",
        "names",
        "said",
        "party_names",
        "brings_out",
        "brings_in",
    }


def test_no_purpose_is_found() -> None:
    assert one(complete(brings_out=(), brings_in=())).clause is Clause.PURPOSE


def test_findings_stand_in_the_order_of_the_clauses_and_of_the_road() -> None:
    bare = Draft(terms=complete(**EMPTY).terms.model_copy(update={"segments": (bare_segment("first"), bare_segment("second"))}))
    findings = find_missing(bare)
    order = [list(Clause).index(finding.clause) for finding in findings]
    assert order == sorted(order)
    commanders = [finding.about for finding in findings if finding.clause is Clause.COMMANDERS]
    assert commanders == ["first", "second"]
    assert find_missing(bare) == findings


def bare_segment(name: str) -> Any:
    return hill_segment(id=name, names={"en": name}, **OF_A_SEGMENT)


def test_what_can_never_be_overridden_is_clearance_confirmation_and_free_will() -> None:
    bare = complete(**(EMPTY | {"segments": (bare_segment("first"),), "are_destinations_free": False}), planned=None)
    hard = {(finding.clause, finding.about) for finding in find_missing(bare) if not finding.can_be_overridden}
    assert hard == {
        (Clause.COMMANDERS, "first"),
        (Clause.WINDOWS, "first"),
        (Clause.CLEARANCE, "first"),
        (Clause.STANDING, StandingClause.VOLUNTARY),
        (Clause.DESTINATIONS, None),
    }
    assert all(finding.severity is Severity.BLOCKING for finding in find_missing(bare) if not finding.can_be_overridden)


def test_without_segments_nothing_that_depends_on_them_is_passed_over() -> None:
    found = {finding.clause for finding in find_missing(complete(segments=()))}
    assert {Clause.ROUTE, Clause.SEGMENTS, Clause.COMMANDERS, Clause.WINDOWS, Clause.CLEARANCE} <= found


def test_a_segment_that_needs_no_silence_needs_no_window_commander_or_buffer_but_clearance() -> None:
    quiet = river_segment(needs_silence=False, windows=(), commander=None, buffer_m=None)
    plan = planned(clears_min={"vyrii-mill": 300})
    assert find_missing(complete(segments=(hill_segment(), quiet), planned=plan)) == ()
    finding = one(complete(segments=(hill_segment(), quiet.model_copy(update={"clearance": None})), planned=plan))
    assert finding.clause is Clause.CLEARANCE


# Unproven


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"author": None}, "nobody answers for it"),
        ({"cleared_at": None}, "when it was cleared"),
        ({"expires_at": None}, "until when"),
        ({"expires_at": parse_instant("2022-03-24 15:44 Europe/Kyiv")}, "before the last vehicle has left"),
        ({"cleared_at": parse_instant("2022-03-24 09:01 Europe/Kyiv")}, "only after its window opens"),
    ],
)
def test_a_clearance_that_does_not_hold_is_unproven(changes: dict[str, Any], words: str) -> None:
    finding = one(complete(segments=(hill_segment(clearance=clearance(**changes)), river_segment())))
    assert (finding.clause, finding.kind, finding.about) == (Clause.CLEARANCE, Kind.UNPROVEN, "vyrii-mill")
    assert words in finding.point


def test_a_clearance_that_expires_as_the_last_vehicle_leaves_holds() -> None:
    just = clearance(expires_at=parse_instant("2022-03-24 15:45 Europe/Kyiv"))
    assert find_missing(complete(segments=(hill_segment(clearance=just), river_segment()))) == ()


def test_a_signatory_without_authority_is_unproven() -> None:
    unsigned = tuple(signatory.model_copy(update={"authority": None}) for signatory in TERMS.signatories[:1])
    finding = one(complete(signatories=(*unsigned, TERMS.signatories[1])))
    assert (finding.clause, finding.kind, finding.about) == (Clause.SIGNATORIES, Kind.UNPROVEN, HILL)


# Contradictory


def contradiction(draft: Draft, clause: Clause, about: str | None) -> str:
    """The words of the one finding, a contradiction of this clause."""
    finding = one(draft)
    assert (finding.clause, finding.about, finding.kind) == (clause, about, Kind.CONTRADICTORY)
    return finding.point


def test_a_window_shorter_than_the_column_needs_is_a_contradiction() -> None:
    """From 09:00 to 16:00 is 420 minutes: a column of 420 fits, one of 421 does not."""
    to_the_end = hill_segment(windows=(window(last_exit=parse_instant("2022-03-24 16:00 Europe/Kyiv")),))
    assert find_missing(complete(segments=(to_the_end, river_segment()), planned=planned(clears_min={"vyrii-mill": 420}))) == ()
    words = contradiction(complete(planned=planned(clears_min={"vyrii-mill": 421})), Clause.WINDOWS, "vyrii-mill")
    assert "420 minutes" in words
    assert "421" in words


@pytest.mark.parametrize(
    "changes",
    [
        {"last_entry": parse_instant("2022-03-24 08:59 Europe/Kyiv")},
        {"last_exit": parse_instant("2022-03-24 16:01 Europe/Kyiv")},
        {"last_entry": parse_instant("2022-03-24 15:46 Europe/Kyiv")},
        {"last_exit": parse_instant("2022-03-24 14:29 Europe/Kyiv")},
    ],
)
def test_entry_and_exit_outside_the_window_or_in_the_wrong_order_are_contradictions(changes: dict[str, Any]) -> None:
    contradiction(complete(segments=(hill_segment(windows=(window(**changes),)), river_segment())), Clause.WINDOWS, "vyrii-mill")


VYRII_FAR = Point(id="far", names={"en": "Far"}, latitude=47.6, longitude=36.9)


def later(**shifts: str) -> Any:
    """A window of the second segment at other hours of the same day, by Kyiv's clock, on both clocks."""
    at = {edge: parse_instant(f"2022-03-24 {clock} Europe/Kyiv") for edge, clock in shifts.items()}

    def local(edge: str, ahead_h: int) -> str:
        hour, minute = shifts[edge].split(":")
        return f"2022-03-24 {int(hour) + ahead_h:02}:{minute}"

    clocks = tuple(
        LocalHours(zone=zone, opens=local("opens", ahead_h), closes=local("closes", ahead_h))
        for zone, ahead_h in ((RIVER_ZONE, 0), (HILL_ZONE, 1))
    )
    return window(**at, last_entry=at["opens"], last_exit=at["closes"], local_hours=clocks)


def test_hours_of_the_next_segment_that_are_over_before_the_first_opens_let_nobody_out() -> None:
    early = river_segment(windows=(later(opens="07:00", closes="09:00"),))
    words = contradiction(complete(segments=(hill_segment(), early), brings_in=(), planned=None), Clause.WINDOWS, "mill-luhiv")
    assert "on the way out" in words


def test_hours_that_only_follow_let_goods_in_no_way() -> None:
    """Hill's segment 09:00 to 16:00, River's after it 16:00 to 18:00: people get out, and goods cannot get in."""
    after = river_segment(windows=(later(opens="16:00", closes="18:00"),))
    assert find_missing(complete(segments=(hill_segment(), after), brings_in=(), planned=None)) == ()
    words = contradiction(complete(segments=(hill_segment(), after), planned=None), Clause.WINDOWS, "vyrii-mill")
    assert "on the way in" in words


def test_rings_and_roads_in_both_directions_are_no_dead_end() -> None:
    """A ring in the town, and a second road on which the way back is written down: everybody can pass, wherever they begin."""
    ring = hill_segment(id="ring", names={"en": "Ring"}, ends=TERMS.segments[0].begins)
    back = hill_segment(id="back", names={"en": "Back"}, begins=TERMS.segments[0].ends, ends=TERMS.segments[0].begins)
    assert find_missing(complete(segments=(ring, *TERMS.segments))) == ()
    assert find_missing(complete(segments=(*TERMS.segments, back))) == ()


def test_hours_are_followed_along_the_whole_road() -> None:
    """The first segment opens at 13:00; the second is open all day, and the third closes at 12:00: nobody who began gets there."""
    first = hill_segment(windows=(later(opens="13:00", closes="16:00"),))
    last = river_segment(id="last", names={"en": "Last"}, begins=TERMS.segments[1].ends, ends=VYRII_FAR)
    last = last.model_copy(update={"windows": (later(opens="09:00", closes="12:00"),)})
    words = contradiction(complete(segments=(first, river_segment(), last), brings_in=(), planned=None), Clause.WINDOWS, "last")
    assert "on the way out" in words


def test_a_gap_between_hours_needs_a_safe_halt() -> None:
    after = river_segment(windows=(later(opens="16:30", closes="18:00"),))
    assert find_missing(complete(segments=(hill_segment(), after), brings_in=(), planned=None)) == ()
    clauses = {
        finding.clause for finding in find_missing(complete(segments=(hill_segment(), after), brings_in=(), safe_halts=(), planned=None))
    }
    assert clauses == {Clause.WINDOWS, Clause.SAFE_HALTS}


def test_vehicles_listed_are_set_against_vehicles_planned() -> None:
    words = contradiction(complete(planned=planned(vehicles={"bus": 11})), Clause.VEHICLES, "bus")
    assert words == "12 vehicles 'bus' are listed, and the plan drives 11"
    words = contradiction(complete(planned=planned(vehicles={"bus": 12, "ambulance": 2})), Clause.VEHICLES, "ambulance")
    assert words == "0 vehicles 'ambulance' are listed, and the plan drives 2"


def test_plates_after_the_first_opening_come_too_late() -> None:
    late = TERMS.vehicles[0].model_copy(update={"plates_by": parse_instant("2022-03-24 09:01 Europe/Kyiv")})
    contradiction(complete(vehicles=(late,)), Clause.VEHICLES, "bus")


def test_a_controlling_party_that_is_no_party_is_a_contradiction() -> None:
    strangers = hill_segment(controlling_party="militia")
    contradiction(complete(segments=(strangers, river_segment())), Clause.CONTROL, "vyrii-mill")


def test_segments_that_do_not_join_are_a_contradiction() -> None:
    ford = Point(id="ford", names={"en": "Ford"}, latitude=47.26, longitude=37.29)
    words = contradiction(complete(segments=(hill_segment(), river_segment(begins=ford))), Clause.SEGMENTS, "mill-luhiv")
    assert "begins at ford and ends at luhiv, where no other segment does" in words


def test_one_point_by_two_names_joins_segments() -> None:
    again = Point(id="bridge", names={"en": "Bridge"}, latitude=47.2501, longitude=37.3001)
    assert find_missing(complete(segments=(hill_segment(), river_segment(begins=again)))) == ()


def test_a_handover_point_elsewhere_does_not_serve_where_control_changes() -> None:
    elsewhere = Escort(by=Person(office="two cars"), handover_points=(Point(id="ford", names={}, latitude=47.4, longitude=37.1),))
    assert "between segments Vyrii to Mill bridge and Mill bridge to Luhiv" in contradiction(
        complete(escort=elsewhere), Clause.ESCORT, "mill-luhiv"
    )


@pytest.mark.parametrize("field", ["checkpoints", "vehicles", "escort", "segments", "destinations", "parties", "signatories"])
def test_leaving_a_whole_list_out_is_no_way_round_what_blocks_in_it(field: str) -> None:
    assert any(finding.severity is Severity.BLOCKING for finding in find_missing(complete(**{field: EMPTY[field]})))


def test_people_on_the_road_overnight_need_a_halt() -> None:
    contradiction(complete(safe_halts=(), planned=planned(overnight_people=40)), Clause.SAFE_HALTS, None)


def test_an_imposed_destination_contradicts_free_will() -> None:
    assert "may not choose" in contradiction(complete(are_destinations_free=False), Clause.DESTINATIONS, None)


# Clocks


def on_27_march(kyiv_opens: str, kyiv_closes: str, moscow_opens: str, moscow_closes: str) -> Draft:
    """One window from 06:00 to 13:00 UTC on the day on which clocks in Ukraine went forward, on both clocks as somebody wrote it."""
    day = window(
        opens=parse_instant("2022-03-27T06:00+00:00"),
        closes=parse_instant("2022-03-27T13:00+00:00"),
        last_entry=parse_instant("2022-03-27T11:00+00:00"),
        last_exit=parse_instant("2022-03-27T12:30+00:00"),
        local_hours=(
            LocalHours(zone=RIVER_ZONE, opens=f"2022-03-27 {kyiv_opens}", closes=f"2022-03-27 {kyiv_closes}"),
            LocalHours(zone=HILL_ZONE, opens=f"2022-03-27 {moscow_opens}", closes=f"2022-03-27 {moscow_closes}"),
        ),
    )
    valid = clearance(expires_at=parse_instant("2022-03-28 00:00 Europe/Kyiv"))
    return complete(segments=(hill_segment(windows=(day,), clearance=valid), river_segment(windows=(day,), clearance=valid)))


def test_from_27_march_2022_kyiv_and_moscow_read_the_same() -> None:
    assert find_missing(on_27_march("09:00", "16:00", "09:00", "16:00")) == ()


def test_hours_written_as_on_the_day_before_the_clock_change_are_found() -> None:
    findings = find_missing(on_27_march("08:00", "15:00", "09:00", "16:00"))
    assert [(finding.clause, finding.kind) for finding in findings] == [(Clause.WINDOWS, Kind.CONTRADICTORY)] * 2
    assert "08:00 is written, and 2022-03-27 09:00 is meant, 60 minutes later" in findings[0].point


def test_an_hour_that_the_clock_change_skips_is_found() -> None:
    """At 03:00 on 27 March 2022 Kyiv's clocks went to 04:00."""
    findings = find_missing(on_27_march("03:30", "16:00", "09:00", "16:00"))
    assert "skipped by a clock change" in findings[0].point


def test_an_hour_that_comes_twice_is_vague() -> None:
    """On 30 October 2022 Kyiv's clocks went from 04:00 back to 03:00: 00:30 UTC is 03:30 for the first time."""
    night = window(
        opens=parse_instant("2022-10-30T00:30+00:00"),
        closes=parse_instant("2022-10-30T06:00+00:00"),
        last_entry=parse_instant("2022-10-30T04:00+00:00"),
        last_exit=parse_instant("2022-10-30T05:00+00:00"),
        local_hours=(
            LocalHours(zone=RIVER_ZONE, opens="2022-10-30 03:30", closes="2022-10-30 08:00"),
            LocalHours(zone=HILL_ZONE, opens="2022-10-30 03:30", closes="2022-10-30 09:00"),
        ),
    )
    valid = clearance(expires_at=parse_instant("2022-10-31T00:00+00:00"))
    findings = find_missing(complete(segments=(hill_segment(windows=(night,), clearance=valid),), planned=None))
    assert [(finding.kind, finding.clause) for finding in findings] == [(Kind.VAGUE, Clause.WINDOWS)]
    assert "comes twice in Europe/Kyiv" in findings[0].point


def test_a_party_whose_clock_is_left_out_is_told() -> None:
    kyiv_only = window(local_hours=hours("10:00", "17:00")[:1])
    finding = one(complete(segments=(hill_segment(windows=(kyiv_only,)), river_segment())))
    assert finding.kind is Kind.ABSENT
    assert "Europe/Moscow" in finding.point


@pytest.mark.parametrize(("zone", "opens"), [("Europe/Nowhere", "2022-03-24 10:00"), (HILL_ZONE, "2022-13-24 10:00")])
def test_clocks_and_hours_that_do_not_exist_are_found_and_break_nothing(zone: str, opens: str) -> None:
    odd = (*hours("10:00", "17:00"), LocalHours(zone=zone, opens=opens, closes="2022-03-24 17:00"))
    assert one(complete(segments=(hill_segment(windows=(window(local_hours=odd),)), river_segment()))).kind is Kind.CONTRADICTORY


@pytest.mark.parametrize("year", ["0001-01-01", "9999-12-31"])
def test_hours_at_the_ends_of_the_calendar_break_nothing(year: str) -> None:
    far = window(
        opens=parse_instant(f"{year}T00:01+00:00"),
        closes=parse_instant(f"{year}T23:58+00:00"),
        last_entry=parse_instant(f"{year}T12:00+00:00"),
        last_exit=parse_instant(f"{year}T13:00+00:00"),
        local_hours=tuple(LocalHours(zone=zone, opens=f"{year} 00:00", closes=f"{year} 23:59") for zone in (HILL_ZONE, "America/New_York")),
    )
    assert find_missing(complete(segments=(hill_segment(windows=(far,)), river_segment())))


# Vague


def said(clause: Clause, words: str, about: str | None = None) -> Said:
    return Said(clause=clause, about=about, words=words, source="radio, 23 March 2022")


def test_words_where_the_term_is_missing_make_it_vague_and_are_quoted() -> None:
    finding = one(complete(counting_rule=None, said=(said(Clause.COUNTING, "everybody will be counted"),)))
    assert finding.kind is Kind.VAGUE
    assert "'everybody will be counted' (radio, 23 March 2022)" in finding.point


def test_words_about_one_segment_are_not_taken_for_another() -> None:
    segments = (hill_segment(windows=()), river_segment(windows=()))
    kinds = [finding.kind for finding in find_missing(complete(segments=segments, said=(said(Clause.WINDOWS, "at dawn", "mill-luhiv"),)))]
    assert kinds == [Kind.ABSENT, Kind.VAGUE]


@pytest.mark.parametrize("words", ["in the morning", "from early morning", "зранку", "с утра", "на світанку", "as soon as possible"])
def test_vague_hours_beside_precise_ones_are_found_in_three_languages(words: str) -> None:
    finding = one(complete(said=(said(Clause.WINDOWS, words),)))
    assert (finding.clause, finding.kind, finding.severity) == (Clause.WINDOWS, Kind.VAGUE, Severity.SERIOUS)


def test_vague_words_stand_at_their_clause_in_the_order_of_the_text() -> None:
    findings = find_missing(complete(data_rule=None, said=(said(Clause.PURPOSE, "several people"),)))
    assert [finding.clause for finding in findings] == [Clause.PURPOSE, Clause.DATA]


@pytest.mark.parametrize("words", ["from 9:00 in the morning", "с 9 утра", "о 9 годині ранку", "from 09:00 to 16:00 Kyiv", "10 am"])
def test_an_hour_is_not_vague_for_saying_morning(words: str) -> None:
    assert find_missing(complete(said=(said(Clause.WINDOWS, words),))) == ()


@pytest.mark.parametrize(
    "road", ["the main road", "by the safe route", "головна дорога", "основною трасою", "по главной дороге", "безопасный маршрут"]
)
def test_the_main_road_is_no_road(road: str) -> None:
    finding = one(complete(segments=(hill_segment(roads=(road,)), river_segment())))
    assert (finding.clause, finding.kind, finding.about) == (Clause.ROUTE, Kind.VAGUE, "vyrii-mill")


@pytest.mark.parametrize("field", ["opening_condition", "suspension_rule", "return_of_vehicles", "reporting_rule", "hotline", "data_rule"])
@pytest.mark.parametrize("words", ["as necessary", "to be agreed", "when it is safe", "за потреби", "по договорённости сторон"])
def test_a_rule_of_vague_words_only_is_vague(field: str, words: str) -> None:
    assert one(complete(**{field: words})).kind is Kind.VAGUE


def test_a_rule_that_says_something_beside_vague_words_stands() -> None:
    assert find_missing(complete(opening_condition="when it is safe, and both brigades have reported so by radio")) == ()


def test_an_order_of_linked_corridors_needs_steps() -> None:
    linked = (LinkedCorridor(id="east", names={"en": "East"}, order="as agreed"),)
    assert one(complete(linked_corridors=linked)).kind is Kind.VAGUE


def test_a_whole_road_in_one_piece_is_vague_where_two_parties_hold_it() -> None:
    findings = find_missing(
        complete(segments=(hill_segment(controlling_party=None),), planned=Planned(vehicles={"bus": 12}, clears_min={}))
    )
    assert [(finding.clause, finding.kind) for finding in findings] == [
        (Clause.SEGMENTS, Kind.VAGUE),
        (Clause.CONTROL, Kind.ABSENT),
    ]


# What is left open of a place, a vehicle, a checkpoint


def test_one_party_alone_agrees_with_nobody() -> None:
    """With one party left, its segment's other holder and its signatory are strangers to the text as well."""
    findings = find_missing(complete(parties=TERMS.parties[:1]))
    assert [(finding.clause, finding.kind) for finding in findings] == [
        (Clause.PARTIES, Kind.ABSENT),
        (Clause.SIGNATORIES, Kind.CONTRADICTORY),
        (Clause.CONTROL, Kind.CONTRADICTORY),
    ]


def test_the_intermediary_and_the_guarantor_may_sign_too() -> None:
    more = tuple(TERMS.signatories[0].model_copy(update={"party": who}) for who in ("intermediary", "guarantor"))
    assert find_missing(complete(signatories=(*TERMS.signatories, *more))) == ()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"vehicles": None}, "their number"),
        ({"colour": None}, "their colour"),
        ({"marking": ""}, "their marking"),
        ({"plates_by": None}, "their plates"),
    ],
)
def test_vehicles_are_described_so_that_units_know_them(changes: dict[str, Any], words: str) -> None:
    finding = one(complete(vehicles=(TERMS.vehicles[0].model_copy(update=changes),)))
    assert (finding.clause, finding.about) == (Clause.VEHICLES, "bus")
    assert words in finding.point


@pytest.mark.parametrize(
    ("changes", "kind", "words"),
    [
        ({"latitude": None}, Kind.ABSENT, "where it lies"),
        ({"party": None}, Kind.ABSENT, "who runs it"),
        ({"may_check": ()}, Kind.ABSENT, "what may be checked"),
        ({"may_check": ("as necessary",)}, Kind.VAGUE, "what may be checked"),
        ({"may_not": ("as appropriate",)}, Kind.VAGUE, "what may not be done"),
        ({"longest_hold_min": None}, Kind.ABSENT, "how long"),
        ({"party": "militia"}, Kind.CONTRADICTORY, "no party"),
    ],
)
def test_a_checkpoint_is_bounded_in_every_respect(changes: dict[str, Any], kind: Kind, words: str) -> None:
    finding = one(complete(checkpoints=(checkpoint(**changes),)))
    assert (finding.clause, finding.about, finding.kind) == (Clause.CHECKPOINTS, "mill-checkpoint", kind)
    assert words in finding.point


@pytest.mark.parametrize(("field", "clause"), [("gathering_points", Clause.GATHERING), ("safe_halts", Clause.SAFE_HALTS)])
def test_places_to_be_spared_have_coordinates(field: str, clause: Clause) -> None:
    place = getattr(TERMS, field)[0].model_copy(update={"longitude": None})
    finding = one(complete(**{field: (place,)}))
    assert (finding.clause, finding.about) == (clause, place.id)


def test_points_of_the_road_have_coordinates() -> None:
    nowhere = Point(id="luhiv", names={"en": "Luhiv"})
    finding = one(complete(segments=(hill_segment(), river_segment(ends=nowhere))))
    assert (finding.clause, finding.about) == (Clause.ROUTE, "luhiv")


def test_a_road_that_forks_is_a_net_and_its_order_in_the_text_means_nothing() -> None:
    """A second way from the town, listed last, hangs on the town and needs its own hand-over where it comes to the bridge."""
    ford_way = hill_segment(id="by-the-ford", names={"en": "By the ford"})
    assert find_missing(complete(segments=(river_segment(), hill_segment(), ford_way), planned=planned(clears_min={}))) == ()
    no_handover = find_missing(complete(segments=(river_segment(), hill_segment(), ford_way), escort=Escort(by=Person(office="two cars"))))
    assert [(finding.clause, finding.kind) for finding in no_handover] == [(Clause.ESCORT, Kind.CONTRADICTORY)] * 2
