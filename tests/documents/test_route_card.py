"""The finished card: what stands in the PDF, what must not, and how it looks on paper."""

import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from pyproj import Transformer
from tests.documents.card_sample import ROAD, at, card_plan, card_scenario, route_of, sample_light
from tests.prerequisites import ROOT

from safepassage.corridor import GatheringPoint, PlaceName, WindowStatus
from safepassage.documents.booklet import booklet_order
from safepassage.documents.card_content import grid_reference, roman
from safepassage.documents.route_card import write_route_cards
from safepassage.errors import InputError
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario

LIGHT = (*sample_light(26), *sample_light(27))
HIDDEN = ("gather-theatre", "gather-sports", "reception-hall", "reception-circus", "depot-north")


def text_of(path: Path) -> str:
    """All text of a card, line breaks as spaces."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def write(folder: Path, plan: Plan | None = None, scenario: Scenario | None = None, **options: object) -> dict[str, Path]:
    plan = card_plan() if plan is None else plan
    paths = write_route_cards(plan, card_scenario() if scenario is None else scenario, folder, light=LIGHT, **options).paths  # type: ignore[arg-type]
    return {convoy.id: path for convoy, path in zip(plan.convoys, paths, strict=True)}


@pytest.fixture(scope="module")
def cards(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write(tmp_path_factory.mktemp("cards"))


def test_each_convoy_of_the_fleet_has_one_card_named_after_it(cards: dict[str, Path]) -> None:
    assert [path.name for path in cards.values()] == ["route-card-K7Q2.pdf", "route-card-M4XR.pdf", "route-card-W9TD.pdf"]
    assert all(path.is_file() for path in cards.values())


def test_a_point_stands_with_its_place_times_on_every_clock_and_where_to_turn_back(cards: dict[str, Path]) -> None:
    # the bridge: planned 10:28, latest 11:19 UTC (counted by hand in test_route_card_times.py), Kyiv at UTC+2, Moscow at UTC+3
    expected = (
        "22 Василівка, міст Васильевка, мост Vasylivka bridge B · 10′ · 00–24 36T XT 7331 5995 47.4700, 35.3000 168.0 16 "
        "план/plan до/by V 12:28 13:19 13:28 14:19 10:28 11:19"
    )
    assert expected in text_of(cards["K7Q2"])


def test_a_segment_stands_with_its_silence_and_who_holds_it_according_to_whom(cards: dict[str, Path]) -> None:
    text = text_of(cards["K7Q2"])
    assert "held by: B Party Beta, за даними · по данным · according to: Daily situation map of Party Beta, sheet 4 (14.03.2022)" in text
    assert "not known who holds it" in text
    assert "silence offered: A, B" in text
    # the coast road: silent from 05:00 to 08:00 UTC, Kyiv two hours ahead, Moscow three
    assert "з/с/from до/by 07:00 10:00 08:00 11:00 05:00 08:00" in text


def test_each_segment_names_the_last_point_from_which_there_is_a_way_back(cards: dict[str, Path]) -> None:
    text = text_of(cards["K7Q2"])
    # Manhush, the halt at Berdiansk, Chernihivka, Vasylivka (back to a halt each), the bridge; none any more in the north
    assert sorted(int(number) for number in re.findall(r"last turn: (\d+)", text)) == [3, 7, 12, 21, 22]
    assert text.count("no way back in time") == 1


def test_local_times_follow_the_change_of_kyivs_clock_on_27_march_2022(cards: dict[str, Path]) -> None:
    before, after = text_of(cards["K7Q2"]), text_of(cards["W9TD"])
    assert "Київ Киев Kyiv UTC+2 Москва Moscow UTC+3 UTC" in before
    assert "Київ Киев Kyiv UTC+3 Москва Moscow UTC+3 UTC" in after
    assert "план/plan до/by V 07:00 07:51 08:00 08:51 05:00 05:51" in before
    assert "план/plan до/by VI 07:30 09:49 07:30 09:49 04:30 06:49" in after


def test_a_drive_over_midnight_and_the_clock_change_marks_the_day_and_both_offsets(tmp_path: Path) -> None:
    night = card_scenario().model_copy(
        update={
            "daylight": card_scenario().daylight.model_copy(update={"is_night_driving_allowed": True}),
            "segments": tuple(segment.model_copy(update={"needs_silence": False}) for segment in card_scenario().segments),
            "checkpoints": tuple(each.model_copy(update={"opens": None, "closes": None}) for each in card_scenario().checkpoints),
        }
    )
    plan = card_plan()
    # 21:30 UTC is 23:30 in Kyiv on the 26th; 430 minutes later it is 04:40 UTC, 07:40 in Kyiv on the 27th
    convoy = plan.convoys[0].model_copy(
        update={"departs_at": at(21, 30), "tail_departs_at": at(21, 35), "arrives_at": at(21, 35) + timedelta(minutes=430)}
    )
    text = text_of(write(tmp_path, plan.model_copy(update={"convoys": (convoy,)}), night)["K7Q2"])
    assert "Київ Киев Kyiv UTC+2 UTC+3" in text
    assert "0.0 план/plan 23:30 00:30+1 21:30" in text
    # the bridge is passed 328 minutes later: 02:58 UTC, 05:58 on both clocks
    assert "168.0 16 план/plan 05:58+1 05:58+1 02:58+1" in text


def test_the_card_of_one_convoy_says_nothing_of_other_convoys_hidden_places_or_the_whole_operation(cards: dict[str, Path]) -> None:
    scenario, plan = card_scenario(), card_plan()
    secrets = {name for place in HIDDEN for name in (place, *(scenario.name(place, language) for language in ("uk", "ru", "en")))}
    for place in (scenario.place(each) for each in HIDDEN):
        secrets |= {f"{place.latitude:.4f}", f"{place.longitude:.4f}", grid_reference(place.latitude, place.longitude)}
    secrets |= {route.id for route in plan.routes} | {scenario.title, scenario.id, "2252", "2153", "352", "gather", "reception"}
    for convoy in plan.convoys:
        others = {each.id for each in plan.convoys if each.id != convoy.id}
        others |= {itinerary.vehicle for itinerary in plan.itineraries} - set(convoy.vehicles)
        text = text_of(cards[convoy.id]).casefold()
        leaked = {secret for secret in secrets | others if re.search(rf"(?<!\w){re.escape(secret.casefold())}(?!\w)", text)}
        assert leaked == set(), convoy.id


def test_nothing_hidden_lies_in_the_file_beside_the_text(cards: dict[str, Path]) -> None:
    for path in cards.values():
        reader = PdfReader(path)
        assert set(reader.metadata or {}) == {"/Title", "/Producer"}
        assert reader.attachments == {}
        parts = [bytes(path.read_bytes())]
        for number in range(1, len(reader.xref_objStm) + sum(len(table) for table in reader.xref.values()) + 1):
            part = reader.get_object(number)
            parts.append(part.get_data() if hasattr(part, "get_data") else str(part).encode())
        assert not any(place.encode() in part for place in HIDDEN for part in parts)


def test_arrival_is_by_radio_and_the_last_public_point_ends_the_card(cards: dict[str, Path]) -> None:
    text = text_of(cards["K7Q2"])
    assert "Zaporizhzhia south" in text
    assert "Місце прибуття — по радіо · Место прибытия — по радио · Destination by radio" in text
    # the reception: 230 km, 430 minutes after 05:00 UTC
    assert "230.0" not in text
    assert "14:10 15:10 12:10" not in text


def test_another_gathering_point_on_the_way_is_not_shown_though_a_segment_ends_there(tmp_path: Path) -> None:
    scenario, plan = card_scenario(), card_plan()
    town = scenario.place("manhush")
    point = GatheringPoint(
        **town.model_dump(), stretcher_people=0, infant_people=0, frail_people=0, other_people=40, boardings_per_15_min=2
    )
    changed = scenario.model_copy(
        update={
            "gathering_points": (*scenario.gathering_points, point),
            "waypoints": tuple(each for each in scenario.waypoints if each.id != "manhush"),
            "names": (
                *(name for name in scenario.names if name.id != "manhush"),
                PlaceName(id="manhush", language="en", name="Village school"),
            ),
        }
    )
    text = text_of(write(tmp_path, plan, changed)["K7Q2"])
    assert "Village school" not in text
    assert f"{town.latitude:.4f}" not in text
    assert "межа ділянки граница участка boundary of a segment 20.0" in text


def test_a_drive_that_ends_at_a_safe_halt_names_the_halt(tmp_path: Path) -> None:
    plan = card_plan()
    route = plan.routes[0]
    stop = next(index for index, point in enumerate(route.points) if point.place == "halt-berdiansk")
    short = route.model_copy(
        update={
            "destination": "halt-berdiansk",
            "km": 60.0,
            "minutes": 110,
            "points": route.points[: stop + 1],
            "crossings": route.crossings[:5],
            "passages": route.passages[:2],
        }
    )
    text = text_of(write(tmp_path, plan.model_copy(update={"routes": (short,), "convoys": plan.convoys[:1]}))["K7Q2"])
    assert "Бердянськ, стадіон Бердянск, стадион Berdiansk stadium" in text
    assert "Destination by radio" not in text


def test_a_town_that_the_convoy_goes_to_is_not_shown_though_it_is_on_other_cards(tmp_path: Path, cards: dict[str, Path]) -> None:
    plan = card_plan()
    route = plan.routes[0]
    stop = next(index for index, point in enumerate(route.points) if point.place == "chernihivka")
    short = route.model_copy(
        update={
            "destination": "chernihivka",
            "km": 96.0,
            "minutes": 186,
            "points": route.points[: stop + 1],
            "crossings": route.crossings[:9],
            "passages": route.passages[:3],
        }
    )
    text = text_of(write(tmp_path, plan.model_copy(update={"routes": (short,), "convoys": plan.convoys[:1]}))["K7Q2"])
    assert "47.1900, 36.2300" in text_of(cards["K7Q2"])
    assert "47.1900, 36.2300" not in text
    assert "Chernihivka" not in text
    assert "Destination by radio" in text


def test_a_card_says_not_confirmed_until_every_window_is(tmp_path: Path, cards: dict[str, Path]) -> None:
    plan = card_plan()
    confirmed = tuple(window.model_copy(update={"status": WindowStatus.CONFIRMED}) for window in plan.windows)
    assert "NOT CONFIRMED" in text_of(cards["K7Q2"])
    one_open = (*confirmed[:2], confirmed[2].model_copy(update={"status": WindowStatus.ASKED}), *confirmed[3:])
    assert "NOT CONFIRMED" in text_of(write(tmp_path / "a", plan.model_copy(update={"windows": one_open}))["K7Q2"])
    assert "NOT CONFIRMED" not in text_of(write(tmp_path / "b", plan.model_copy(update={"windows": confirmed}))["K7Q2"])


def test_people_are_counted_five_times_by_class_on_the_way_out_and_not_on_the_way_in(cards: dict[str, Path]) -> None:
    out, way_in = text_of(cards["K7Q2"]), text_of(cards["W9TD"])
    for word in ("registered", "boarded", "departed", "received", "stretcher cases", "infants and children with carers"):
        assert word in out
        assert word not in way_in
    assert "250 місць · 250 мест · 250 seats" in out
    assert "Goods, kg 4800" in way_in


def test_standing_rules_stand_in_every_language(cards: dict[str, Path]) -> None:
    text = text_of(cards["K7Q2"])
    for rule in (
        "Leaving is voluntary.",
        "Виїзд добровільний.",
        "Выезд добровольный.",
        "Whoever stays loses no protection",
        "Хто залишається, не втрачає захисту",
        "Кто остаётся, не теряет защиты",
        "No armed vehicle goes with the convoy past the hand-over point.",
    ):
        assert rule in text


def test_the_same_plan_gives_the_same_bytes_here_and_in_another_process(tmp_path: Path, cards: dict[str, Path]) -> None:
    program = (
        "from pathlib import Path; from tests.documents.card_sample import *; "
        "from safepassage.documents.route_card import write_route_cards; "
        f"write_route_cards(card_plan(), card_scenario(), Path({str(tmp_path)!r}), light=(*sample_light(26), *sample_light(27)))"
    )
    environment = {"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT, env=environment)
    for path in cards.values():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


@pytest.mark.parametrize("language", ["uk", "ru", "en"])
def test_a_card_can_be_written_in_one_language_with_every_letter_in_the_fonts(tmp_path: Path, language: str) -> None:
    word = {"uk": "блокпост", "ru": "блокпост", "en": "checkpoint"}[language]
    assert word in text_of(write(tmp_path, languages=(language,))["K7Q2"])


def test_a_name_the_fonts_lack_gives_way_to_the_id_and_is_reported_once(tmp_path: Path) -> None:
    """Three cards name Osypenko; no name of it can be printed in any language, so all three show its id. Chernihivka loses one name."""
    scenario = card_scenario()
    checkpoints = tuple(each.model_copy(update={"name": "東 gate"}) if each.id == "cp07" else each for each in scenario.checkpoints)
    names = tuple(
        name.model_copy(update={"name": "東 gate"})
        if name.id == "cp07"
        else name.model_copy(update={"name": "漢字"})
        if (name.id, name.language) == ("chernihivka", "ru")
        else name
        for name in scenario.names
    )
    said = write_route_cards(card_plan(), scenario.model_copy(update={"checkpoints": checkpoints, "names": names}), tmp_path, light=LIGHT)
    assert sorted(problem.where for problem in said.problems) == [
        "checkpoints.csv: cp07",
        "names.csv: chernihivka, ru",
        "names.csv: cp07, en",
        "names.csv: cp07, ru",
        "names.csv: cp07, uk",
    ]
    for path in said.paths:
        text = text_of(path)
        assert "cp07" in text
        assert "Чернігівка Chernihivka" in text
        assert "gate" not in text


def test_unknown_languages_are_refused_all_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refusal:
        write(tmp_path, languages=("uk", "xx", "yy"))
    assert len(refusal.value.problems) == 2
    assert "en, ru, uk" in str(refusal.value)


def test_eight_pages_lie_on_two_sheets_as_a_folded_booklet_needs() -> None:
    assert booklet_order(8) == ((8, 1), (2, 7), (6, 3), (4, 5))


@given(sheets=st.integers(1, 12))
def test_a_folded_stack_reads_in_order(sheets: int) -> None:
    sides = booklet_order(4 * sheets)
    # Fold: going in, each sheet's front shows its right half, its back its left half; coming out again the other halves.
    going_in = [page for front, back in zip(sides[::2], sides[1::2], strict=True) for page in (front[1], back[0])]
    coming_out = [page for front, back in reversed(list(zip(sides[::2], sides[1::2], strict=True))) for page in (back[1], front[0])]
    assert going_in + coming_out == list(range(1, 4 * sheets + 1))


def test_sheets_are_a4_landscape_and_carry_the_pages_in_fold_order(cards: dict[str, Path]) -> None:
    pages = PdfReader(cards["K7Q2"]).pages
    assert [tuple(round(float(side) / 72 * 25.4) for side in page.mediabox[2:]) for page in pages] == [(297, 210)] * 4
    printed = [tuple(int(number) for number in re.findall(r"(\d+) / 8\b", page.extract_text())) for page in pages]
    assert tuple(printed) == booklet_order(8)


def _mgrs_by_projection(latitude: float, longitude: float) -> str:
    """MGRS of a point between 40 and 48 degrees north from PROJ's UTM and the standard's table of letters."""
    zone = int((longitude + 180) // 6) + 1
    easting, northing = Transformer.from_crs(4326, 32600 + zone, always_xy=True).transform(longitude, latitude)
    column = ("STUVWXYZ", "ABCDEFGH", "JKLMNPQR")[zone % 3][int(easting // 100_000) - 1]
    rows = "ABCDEFGHJKLMNPQRSTUV"
    row = rows[(int(northing // 100_000) + (5 if zone % 2 == 0 else 0)) % 20]
    return f"{zone}T {column}{row} {int(easting % 100_000) // 10:04d} {int(northing % 100_000) // 10:04d}"


@pytest.mark.parametrize("row", [row for row in ROAD if row[0] in ("cp01", "cp10", "cp12", "vasylivka", "cp20")], ids=lambda row: row[0])
def test_grid_references_agree_with_projs_utm_in_both_zones(row: tuple[str, int, float, float, str, str, str]) -> None:
    assert grid_reference(row[2], row[3]) == _mgrs_by_projection(row[2], row[3])


def test_segments_are_numbered_in_roman_numerals() -> None:
    assert [roman(number) for number in (1, 4, 6, 9, 14, 39, 40, 94)] == ["I", "IV", "VI", "IX", "XIV", "XXXIX", "XL", "XCIV"]


def _pixels(pdftoppm: str, path: Path, sheet: int) -> tuple[int, int, bytes]:
    """One sheet at 50 dots per inch, in colour: width, height, three bytes for each dot."""
    shown = subprocess.run([pdftoppm, "-r", "50", "-f", str(sheet), "-l", str(sheet), str(path)], check=True, capture_output=True).stdout
    _, size, _, dots = shown.split(b"\n", 3)
    width, height = (int(number) for number in size.split())
    return width, height, dots


def _long_names(scenario: Scenario) -> Scenario:
    """The sample with names as long as a careful person writes them, and a long source."""
    names = tuple(
        name.model_copy(update={"name": f"{name.name}, перехрестя біля автостанції та старого елеватора"}) for name in scenario.names
    )
    control = tuple(
        entry.model_copy(update={"source": f"{entry.source}, read out at the evening meeting and confirmed in writing"})
        for entry in scenario.control
    )
    return scenario.model_copy(update={"names": names, "control": control})


@pytest.mark.parametrize("is_long", [False, True], ids=["sample", "long names"])
def test_pages_are_black_and_white_and_nothing_runs_into_the_margins(tmp_path: Path, pdftoppm: str, is_long: bool) -> None:
    scenario = _long_names(card_scenario()) if is_long else card_scenario()
    path = write(tmp_path, scenario=scenario)["K7Q2"]
    for sheet in range(1, len(PdfReader(path).pages) + 1):
        width, height, dots = _pixels(pdftoppm, path, sheet)
        grey = dots[0::3]
        assert grey == dots[1::3] == dots[2::3]
        margin, middle = round(7 / 25.4 * 50), width // 2
        empty_columns = (slice(0, margin), slice(middle - margin, middle + margin), slice(width - margin, width))
        rows = [grey[start : start + width] for start in range(0, width * height, width)]
        assert all(set(row[part]) == {255} for row in rows for part in empty_columns)
        assert set(b"".join((*rows[:10], *rows[-10:]))) == {255}  # five millimetres
        assert sum(dot < 128 for dot in grey) > 0.01 * len(grey)


def test_only_a_leg_that_starts_with_a_boarding_says_to_board(cards: dict[str, Path], tmp_path: Path) -> None:
    """At the theatre 250 seats and 2 bays are to be filled; from the halt the same people are on board, of 5 x 50 + 2 seats and 2 bays."""
    assert "To board" in text_of(cards["K7Q2"])
    assert "On board" not in text_of(cards["K7Q2"])
    first_stop = next(number for number, row in enumerate(ROAD) if row[0] == "halt-berdiansk")
    onward = route_of(tuple((row[0], row[1] - ROAD[first_stop][1], *row[2:]) for row in ROAD[first_stop:]))
    shift = timedelta(minutes=next(point.minutes for point in card_plan().routes[0].points if point.place == "halt-berdiansk"))
    plan = card_plan()
    convoy = plan.convoys[0]
    moved = {name: getattr(convoy, name) + shift for name in ("departs_at", "tail_departs_at")}
    resumed = convoy.model_copy(update=moved)
    paths = write(tmp_path, plan.model_copy(update={"routes": (onward, plan.routes[1]), "convoys": (resumed,)}))
    text = text_of(paths["K7Q2"])
    assert "To board" not in text
    assert "On board: planned / places" in text
    assert "250 / 252 seats" in text
    assert "2 / 2 stretcher bays" in text


def test_a_time_to_turn_back_by_stands_under_a_latest_time_that_comes_after_it(cards: dict[str, Path]) -> None:
    """At the hand-over point: planned 10:46, latest 11:37, turn by 11:33 UTC (counted by hand in test_route_card_times.py)."""
    assert "12:46 13:37 13:33 13:46 14:37 14:33 10:46 11:37 11:33" in text_of(cards["K7Q2"])
