"""The time-distance diagram."""

from xml.etree import ElementTree

import pytest
from tests.documents.sample import at, broken_plan, sample_plan, sample_scenario

from safepassage.corridor import Interval
from safepassage.documents.captions import LANGUAGES, captions
from safepassage.documents.time_distance import time_distance_svg, time_distance_svgs
from safepassage.scenario.scenario import Scenario

SVG = "{http://www.w3.org/2000/svg}"


def drawn(plan=None, **options) -> ElementTree.Element:  # type: ignore[no-untyped-def]
    return ElementTree.fromstring(time_distance_svg(plan or sample_plan(), sample_scenario(), **options))


def texts(svg: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in svg.iter(f"{SVG}text")]


def of_class(svg: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in svg.iter() if name in element.get("class", "").split()]


def test_every_window_of_the_plan_is_a_rectangle_whose_sides_are_its_hours() -> None:
    svg = drawn()
    windows = [element for element in of_class(svg, "window") if element.find(f"{SVG}title") is not None]
    assert len(windows) == len(sample_plan().windows)
    starts, ends, left, right = (float(svg.get(f"data-{name}", "")) for name in ("starts", "ends", "left", "right"))
    steppe = next(element for element in windows if "Steppe" in _tip(element) and "2022-03-27" in _tip(element))
    x = float(steppe.get("x", ""))
    opens = starts + (x - left) / (right - left) * (ends - starts)
    hours = float(steppe.get("width", "")) / (right - left) * (ends - starts) / 3600
    assert opens == pytest.approx(1648354500, abs=30)  # 2022-03-27 04:15 UTC
    assert hours == pytest.approx(7.25, abs=0.02)


def _tip(element: ElementTree.Element) -> str:
    return element.findtext(f"{SVG}title", "")


def test_no_hour_outside_the_horizon_is_called_dark() -> None:
    """A horizon from 06:00 to 12:00 UTC lies in daylight: the diagram, which shows more hours, has the hatch in its legend only."""

    def hatched(scenario: Scenario) -> int:
        svg = ElementTree.fromstring(time_distance_svg(sample_plan(), scenario))
        return sum(element.get("fill", "").endswith("-dark)") for element in svg.iter(f"{SVG}rect"))

    by_day = Interval(starts_at=at(1, 6), ends_at=at(1, 12))
    assert hatched(sample_scenario()) > 1
    assert hatched(sample_scenario().model_copy(update={"horizon": by_day})) == 1


def test_every_movement_is_drawn() -> None:
    ids = {element.get("data-movement") for element in drawn().iter() if element.get("data-movement")}
    assert ids == {convoy.id for convoy in sample_plan().convoys} | {"car-1"}


def test_a_whole_plan_says_that_it_is_and_marks_nothing() -> None:
    svg = drawn()
    assert captions("en")["all inside"] in texts(svg)
    assert not of_class(svg, "flag")


def test_a_line_that_leaves_its_rectangle_is_marked_by_shape_pattern_and_words() -> None:
    svg = drawn(broken_plan())
    assert any("leave their window of silence: 1" in text for text in texts(svg))
    flags = [text for text in texts(svg) if text.startswith("▲ berdiansk-2: outside its window")]
    assert len(flags) == 2
    assert any("Steppe" in flag and "11:30–13:15 UTC" in flag for flag in flags)
    legend = 1
    assert len(of_class(svg, "outside")) > legend
    assert all(stripe.get("stroke-dasharray") for stripe in of_class(svg, "outside-stripe"))


def test_the_marked_part_begins_where_the_window_ends() -> None:
    svg = drawn(broken_plan())
    left, right = float(svg.get("data-left", "")), float(svg.get("data-right", ""))
    starts, ends = float(svg.get("data-starts", "")), float(svg.get("data-ends", ""))
    window_ends = left + (1648380600 - starts) / (ends - starts) * (right - left)  # 2022-03-27 11:30 UTC
    marked = [element.get("d", "") for element in of_class(svg, "outside")][:2]
    for path in marked:
        assert float(path[1:].split(",")[0]) == pytest.approx(window_ends, abs=0.1)


def test_every_clock_stands_on_the_axis_over_the_change_of_clocks() -> None:
    svg = drawn()
    assert {"UTC", "Europe/Kyiv", "Europe/Moscow"} <= set(texts(svg))
    assert "UTC+2 → UTC+3" in texts(svg)


def test_no_text_is_smaller_than_eleven_pixels_and_nothing_comes_from_outside() -> None:
    source = time_distance_svg(broken_plan(), sample_scenario())
    svg = ElementTree.fromstring(source)
    assert all(float(element.get("font-size", "12")) >= 11 for element in svg.iter(f"{SVG}text"))
    assert "http" not in source.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert " style=" not in source


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_has_a_title_and_a_description_in_its_language(language: str) -> None:
    svg = drawn(language=language)
    assert svg.get("role") == "img"
    assert captions(language)["time-distance diagram"] in svg.findtext(f"{SVG}title", "")
    assert captions(language)["all inside"] in svg.findtext(f"{SVG}desc", "")


def test_sheets_of_one_page_share_no_element_id() -> None:
    sheets = [sheet for language in LANGUAGES for sheet in time_distance_svgs(sample_plan(), sample_scenario(), language=language)]
    ids = [element.get("id") for sheet in sheets for element in ElementTree.fromstring(sheet).iter() if element.get("id")]
    assert len(sheets) == 6
    assert len(ids) == len(set(ids))


def test_a_plan_in_which_nothing_moves_is_drawn_and_says_so() -> None:
    plan = sample_plan().model_copy(update={"convoys": (), "own_departures": (), "itineraries": (), "windows": (), "routes": ()})
    assert captions("en")["nothing moves"] in texts(drawn(plan))


def test_every_caption_has_every_language_and_the_same_fields() -> None:
    import string

    keys = set(captions("en"))
    for language in LANGUAGES:
        assert set(captions(language)) == keys
        for key, words in captions(language).items():
            fields = {name for _, name, _, _ in string.Formatter().parse(words) if name}
            assert fields == {name for _, name, _, _ in string.Formatter().parse(captions("en")[key]) if name}, key
            assert words.strip()
