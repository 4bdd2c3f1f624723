"""What is written of a curve of silence says what its plans say."""

import csv
import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.console import Console
from tests.planning.two_roads import FAR_KM_H, NEAR_KM_H, two_roads, with_stretcher_case

from safepassage.documents.plan_file import read_planned
from safepassage.documents.silence_picture import silence_curve_svg, silence_windows_svgs
from safepassage.documents.silence_summary import print_silence
from safepassage.documents.silence_words import MEANINGS, NAMES
from safepassage.documents.silence_write import write_silence
from safepassage.planning.silence_curve import Named, SilenceCurve, silence_curve

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def curve() -> SilenceCurve:
    return silence_curve(two_roads(), work=60)


@pytest.fixture(scope="module")
def folder(curve: SilenceCurve, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("silence")
    write_silence(curve, folder)
    return folder


def test_figures_for_programs_are_those_of_the_plans(folder: Path) -> None:
    told = json.loads((folder / "silence.json").read_text(encoding="utf-8"))
    assert [(each["people_out"], each["silence_km_h"]) for each in told["curve"]] == [(20, NEAR_KM_H + FAR_KM_H), (10, NEAR_KM_H)]
    assert [each["id"] for each in told["named"]] == [Named.EVERYBODY, Named.NEARLY_ALL, Named.HALF]
    for named in told["named"]:
        plan = json.loads((folder / named["folder"] / "plan.json").read_text(encoding="utf-8"))
        assert named["silence_km_h"] == plan["figures"]["silence_km_h"] == pytest.approx(sum(window["km_h"] for window in named["windows"]))
        assert named["fleet_people_out"] == sum(plan["figures"]["out"].values())


def test_every_plan_with_a_name_lies_in_a_folder_that_can_be_read_back(curve: SilenceCurve, folder: Path) -> None:
    """Two names of one plan share a folder."""
    assert sorted(path.name for path in folder.iterdir() if path.is_dir()) == ["everybody-we-can", "half-the-silence"]
    for name in (Named.EVERYBODY, Named.HALF):
        scenario, plan = read_planned(folder / name.value)
        assert plan == curve.named[name].plan
        assert scenario == curve.scenario


def test_windows_are_listed_on_every_clock_and_add_up(curve: SilenceCurve, folder: Path) -> None:
    with (folder / "half-the-silence" / "windows.csv").open(encoding="utf-8-sig") as file:
        rows = list(csv.DictReader(file))
    assert [(row["segment"], row["parties"], row["status"]) for row in rows] == [("short", "north, south", "offered")]
    assert sum(float(row["km_h"]) for row in rows) == pytest.approx(NEAR_KM_H)
    window = curve.named[Named.HALF].plan.windows[0].interval
    assert rows[0]["starts_at_utc"] == f"{window.starts_at:%Y-%m-%dT%H:%MZ}"


def test_the_page_asks_nobody_for_anything_and_says_what_the_names_mean(folder: Path) -> None:
    page = (folder / "silence.html").read_text(encoding="utf-8")
    assert not re.search(r"(?:src|href)=", page)
    assert "default-src 'none'" in page
    for name in (Named.EVERYBODY, Named.NEARLY_ALL, Named.HALF):
        assert NAMES[name] in page
        assert MEANINGS[name].replace("'", "&#x27;") in page
    assert "Two &lt;roads&gt; &amp; a hall" in page
    assert "97.5" in page
    assert "AUDIENCE: internal" in page
    assert "not proven" in page


def test_every_figure_of_the_curve_stands_in_a_table(folder: Path) -> None:
    page = (folder / "silence.html").read_text(encoding="utf-8")
    table = page[page.index("Every plan on the curve") :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[: table.index("</table>")])[1:]
    cells = [re.findall(r"<td class=number>([^<]*)</td>", row) for row in rows]
    assert [(row[0], row[2]) for row in cells] == [("97.5", "20"), ("7.5", "10")]


def test_the_stair_stands_at_the_plans(curve: SilenceCurve) -> None:
    """The axes end at 100 km·h and 20 people: the plans lie at 97.5 % and 7.5 % of the width, at the full and at half of the height."""
    tree = ElementTree.fromstring(silence_curve_svg(curve))
    dots = [(float(dot.get("cx", "")), float(dot.get("cy", ""))) for dot in tree.iter(f"{SVG}circle")]
    assert dots == [(pytest.approx(100 + 720 * 0.975, abs=0.1), 76.0), (pytest.approx(100 + 720 * 0.075, abs=0.1), 76.0 + 170.0)]


def test_bars_are_as_long_as_their_windows(curve: SilenceCurve) -> None:
    """The fuller plan has one window of 45 minutes and one of 90."""
    tree = ElementTree.fromstring(silence_windows_svgs(curve)[0])
    bars = [float(bar.get("width", "")) for bar in tree.iter(f"{SVG}rect") if bar.find(f"{SVG}title") is not None]
    assert len(bars) == 2
    assert bars[1] == pytest.approx(2.0 * bars[0], abs=0.2)


def test_a_plan_beside_the_curve_has_a_dot_of_its_own(tmp_path: Path) -> None:
    """Where stretcher cases first is none of the plans on the curve, its dot is hollow; here it is on it, and there is none."""
    curve = silence_curve(with_stretcher_case(), work=60)
    tree = ElementTree.fromstring(silence_curve_svg(curve))
    hollow = [dot for dot in tree.iter(f"{SVG}circle") if dot.get("fill") == "#ffffff"]
    assert bool(hollow) == (curve.named[Named.STRETCHERS] not in curve.plans)


def test_the_terminal_shows_each_plan_with_its_letter(curve: SilenceCurve, capsys: pytest.CaptureFixture[str]) -> None:
    print_silence(curve, Console(width=120))
    lines = capsys.readouterr().out.splitlines()
    assert next(line for line in lines if line.startswith("A B")).split()[2:] == ["97.5", "2", "20", "0", "20"]
    assert next(line for line in lines if line.startswith("C ")).split()[1:] == ["7.5", "1", "10", "0", "10"]
    assert any(line.strip().startswith("C  What half the silence buys: ") for line in lines)
