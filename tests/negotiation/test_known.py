"""What people know is laid over a proposal by id; whatever does not fit is told, all of it, and nothing they wrote is lost."""

from pathlib import Path

import pytest
from tests.negotiation.complete import complete
from tests.negotiation.town import town

from safepassage.corridor import parse_instant
from safepassage.errors import InputError
from safepassage.negotiation.known import Known, read_known, with_known
from safepassage.negotiation.known_template import MARK, known_text
from safepassage.negotiation.propose import propose
from safepassage.negotiation.terms import Draft, Terms

FILLED = """# ours
hotline = "+000 1"   # day and night
segments.river.buffer_m = 500
segments.river.commander = { office = "commander of the river brigade", name = "" }
segments.river.clearance.author.office = "engineers"
segments.river.clearance.cleared_at = 2030-05-05T18:00:00+01:00
checkpoints.mill-cross.may_not = ["search telephones"]
signatories.south-bank = { person = { office = "governor" }, authority = "decree 1" }
contacts.convoy.primary = "channel 3"
vehicles.bus.colour = "white"
destinations = [{ en = "Southport", uk = "Південне", ru = "Южное" }]
linked_corridors = []
private_cars.most_cars = 10
names.uk = "Місто"
"""


def known(tmp_path: Path, text: str) -> Known:
    (tmp_path / "known.toml").write_text(text, encoding="utf-8")
    return read_known(tmp_path / "known.toml")


def filled(tmp_path: Path, text: str = FILLED) -> Draft:
    scenario, plan = town()
    return propose(scenario, plan, known=known(tmp_path, text))


def problems(tmp_path: Path, text: str) -> dict[str, str]:
    with pytest.raises(InputError) as refused:
        filled(tmp_path, text)
    return {each.where: f"{each.what}. {each.repair}" for each in refused.value.problems}


def test_what_people_know_is_laid_over_by_id(tmp_path: Path) -> None:
    terms = filled(tmp_path).terms
    river = terms.segments[1]
    assert (terms.hotline, river.buffer_m, river.km) == ("+000 1", 500, 0.7)
    assert river.commander is not None
    assert river.commander.office == "commander of the river brigade"
    assert river.clearance is not None
    assert river.clearance.cleared_at == parse_instant("2030-05-05 17:00 UTC")
    assert river.clearance.expires_at is None
    assert terms.checkpoints[0].may_not == ("search telephones",)
    assert terms.checkpoints[0].longest_hold_min == 5
    assert [(each.party, each.person.office) for each in terms.signatories] == [("south-bank", "governor")]
    assert [(each.of, each.primary) for each in terms.contacts] == [("convoy", "channel 3")]
    assert [each.colour for each in terms.vehicles] == ["white", None]
    assert terms.destinations == ({"en": "Southport", "uk": "Південне", "ru": "Южное"},)
    assert terms.names == {"en": "Tutorial town, one morning", "uk": "Місто"}
    assert terms.private_cars is not None
    assert (terms.private_cars.are_admitted, terms.private_cars.most_cars) == (True, 10)


def test_linked_to_none_is_not_the_same_as_not_known(tmp_path: Path) -> None:
    assert filled(tmp_path).terms.linked_corridors == ()
    assert filled(tmp_path, "").terms.linked_corridors is None


def test_a_line_that_was_left_empty_says_nothing(tmp_path: Path) -> None:
    text = 'hotline = ""\nsegments.river.roads = [""]\nguarantor = { office = "", name = "" }\nmonitors = [{ office = " " }]\n'
    assert filled(tmp_path, text) == filled(tmp_path, "")


def test_every_problem_is_told_at_once_with_its_place_and_repair(tmp_path: Path) -> None:
    text = """
hotlin = "x"
version = "two"
standing = "agreement_in_principle"
segments.rivver.buffer_m = 500
segments.river.buffer_m = "wide"
segments.river.bufer_m = 500
segments.river.windows = []
segments.south-side.clearance.cleared_at = "tomorrow"
checkpoints = 3
vehicles.bus.vehicles = -1
signatories.nobody.person.office = "x"
incident_ladder = [{ within_min = 5, who = "leader" }]
"""
    found = problems(tmp_path, text)
    assert set(found) == {
        "known.toml, hotlin",
        "known.toml, version",
        "known.toml, standing",
        "known.toml, segments.rivver",
        "known.toml, segments.river.buffer_m",
        "known.toml, segments.river.bufer_m",
        "known.toml, segments.river.windows",
        "known.toml, segments.south-side.clearance.cleared_at",
        "known.toml, checkpoints",
        "known.toml, vehicles.bus.vehicles",
        "known.toml, signatories.nobody",
        "known.toml, incident_ladder.1.does",
    }
    assert "north-side, river, south-side" in found["known.toml, segments.rivver"]
    assert "'buffer_m'" in found["known.toml, segments.river.bufer_m"]
    assert "'hotline'" in found["known.toml, hotlin"]


def test_a_standing_clause_cannot_be_taken_out(tmp_path: Path) -> None:
    assert set(problems(tmp_path, "standing_clauses = []")) == {"known.toml, standing_clauses"}


def test_what_is_no_toml_is_told_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"known\.toml, line 2"):
        known(tmp_path, 'hotline = "x"\nbuffer == 3\n')
    with pytest.raises(InputError, match="no such file"):
        read_known(tmp_path / "nothing.toml")


def test_a_file_for_an_agreement_that_is_complete_asks_for_nothing() -> None:
    assert all(line.startswith(f"{MARK} ") and " = " not in line for line in known_text(complete().terms).splitlines())


def test_the_template_asks_for_every_term_that_is_empty(tmp_path: Path) -> None:
    asked = known_text(filled(tmp_path, "").terms)
    for key in (
        "signatories.north-bank",
        "segments.river.commander",
        "segments.river.buffer_m",
        "segments.south-side.clearance.author",
        "segments.south-side.ends",
        "segments.south-side.other_ways",
        "vehicles.ambulance.marking",
        "checkpoints.mill-cross.may_not",
        "contacts.south-bank",
        "data_rule",
        "inspection.place",
        "escort.by",
        "public_notice.released_by",
    ):
        assert f"\n{MARK} {key} = " in asked
    assert "segments.river.km" not in asked


def test_every_line_of_the_template_may_be_uncommented_and_says_nothing_until_it_is_filled_in(tmp_path: Path) -> None:
    """No figure of an example is ever taken for what somebody said; only the corridors it is linked to: none, if so written."""
    terms = filled(tmp_path, "").terms
    lines = [line.removeprefix(f"{MARK} ") for line in known_text(terms).splitlines() if " = " in line]
    assert len(lines) > 50
    points = [line for line in lines if ".ends = " in line or ".other_ways = " in line or "inspection.place" in line]
    again = filled(tmp_path, "\n".join(line for line in lines if line not in points)).terms
    assert again == terms.model_copy(update={"linked_corridors": ()})
    assert set(problems(tmp_path, "\n".join(points))) == {
        "known.toml, segments.south-side.ends.names",
        "known.toml, segments.south-side.other_ways.1.begins.names",
        "known.toml, segments.south-side.other_ways.1.ends.names",
        "known.toml, inspection.place.names",
    }


def test_nothing_that_a_person_wrote_is_lost(tmp_path: Path) -> None:
    """Written back and read again, the file says the same, word for word, and asks only for what is still empty."""
    terms = filled(tmp_path).terms
    again = known_text(terms, FILLED)
    assert again.endswith(FILLED)
    assert known_text(terms, again) == again
    assert filled(tmp_path, again).terms == terms
    assert f"{MARK} hotline" not in again
    assert f"{MARK} segments.river.buffer_m" not in again
    assert f"{MARK} segments.river.clearance.expires_at" in again


def test_laying_nothing_over_changes_nothing() -> None:
    terms: Terms = complete().terms
    assert with_known(terms, Known("known.toml", "", {})) == terms
