"""The road is read where places stand in order, and cut to this corridor."""

from pathlib import Path

import pytest
from tests.negotiation.peacerep.table import facts, reading

from safepassage.negotiation.peacerep.reading import FactKind, Reading


def stretches(read: Reading) -> list[str]:
    return [segment.names["en"] for segment in read.terms.segments]


@pytest.mark.parametrize(
    "text",
    [
        "The route: Vyrii - Dubrava - Nova Lisna - Luhiv.",
        "The route: Sosnove - Vyrii - Dubrava - Nova Lisna - Luhiv - Yasne.",
        "The route, given from its end: Luhiv - Nova Lisna - Dubrava - Vyrii.",
        "The route from Vyrii to Luhiv goes through Dubrava and Nova Lisna.",
        "A column goes from Vyrii to Luhiv via the village of Dubrava, [past] the settlement of Nova Lisna, Luhiv.",
    ],
)
def test_places_in_order_make_the_stretches_of_the_road(tmp_path: Path, text: str) -> None:
    assert stretches(reading(tmp_path, text)) == ["Vyrii - Dubrava", "Dubrava - Nova Lisna", "Nova Lisna - Luhiv"]


@pytest.mark.parametrize(
    "text",
    [
        "There is a corridor from Vyrii to Luhiv.",
        "The route: Sosnove - Dubrava - Yasne. Vyrii waits for Luhiv.",
        "The route from Sosnove to Luhiv goes through Dubrava.",
        "From Vyrii, Dubrava, Lisne and Sosnove to the city of Luhiv.",
        "The route: Vyrii - Luhiv - Dubrava.",
        "The road is open.",
        "The route: Vyrii - Dubrava - Vyrii - Sosnove - Luhiv.",
    ],
)
def test_two_ends_or_another_corridors_road_state_no_road(tmp_path: Path, text: str) -> None:
    read = reading(tmp_path, text)
    assert stretches(read) == ["Vyrii - Luhiv"]
    assert not facts(read, FactKind.ROAD)
    assert any(unread.clause == "route" for unread in read.unread)


def test_two_different_roads_are_told_and_neither_is_taken(tmp_path: Path) -> None:
    read = reading(tmp_path, "The route: Vyrii - Dubrava - Luhiv. The route: Vyrii - Sosnove - Luhiv.")
    assert stretches(read) == ["Vyrii - Luhiv"]
    assert any("different roads: Vyrii - Dubrava - Luhiv; Vyrii - Sosnove - Luhiv" in unread.why for unread in read.unread)


def test_a_road_that_leaves_places_out_is_the_same_road(tmp_path: Path) -> None:
    read = reading(tmp_path, "The route: Vyrii - Dubrava - Luhiv. The route: Vyrii - Sosnove - Dubrava - Luhiv.")
    assert stretches(read) == ["Vyrii - Sosnove", "Sosnove - Dubrava", "Dubrava - Luhiv"]


def test_a_road_with_a_question_mark_stays_words(tmp_path: Path) -> None:
    read = reading(tmp_path, "From Vyrii to Luhiv via Dubrava (?)")
    assert stretches(read) == ["Vyrii - Luhiv"]


def test_streets_that_the_table_notes_are_roads_of_the_stretch(tmp_path: Path) -> None:
    read = reading(tmp_path, "via Lisova, Sadova, and Richna Streets")
    (segment,) = read.terms.segments
    assert segment.roads == ("Lisova Street", "Sadova Street", "Richna Street")


def test_places_on_the_way_have_no_position_that_nobody_gave(tmp_path: Path) -> None:
    read = reading(tmp_path, "The route: Vyrii - Dubrava - Luhiv.")
    first = read.terms.segments[0]
    assert first.begins is not None
    assert first.ends is not None
    assert (first.begins.latitude, first.ends.latitude) == (47.1, None)
