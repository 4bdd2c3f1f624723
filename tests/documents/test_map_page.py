"""The map page as text; what a browser makes of it is in tests/browser."""

import base64
import hashlib
import json
import re
from pathlib import Path

import pytest
from tests.documents.sample import sample_plan, sample_scenario

from safepassage.documents.captions import captions
from safepassage.documents.map_data import map_data
from safepassage.documents.map_page import write_map


@pytest.fixture
def page(tmp_path: Path) -> str:
    write_map(sample_plan(), sample_scenario(), tmp_path / "map.html")
    return (tmp_path / "map.html").read_bytes().decode("utf-8")


def test_its_policy_allows_nothing_but_its_own_scripts_by_their_hashes(page: str) -> None:
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    assert policy[1].startswith("default-src 'none'; ")
    assert "unsafe" not in policy[1]
    assert "http" not in policy[1]
    scripts = re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL)
    assert len(scripts) == 2
    for script in scripts:
        digest = base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")
        assert f"'sha256-{digest}'" in policy[1]


def test_no_name_can_end_the_data_block_or_the_markup(tmp_path: Path) -> None:
    scenario = sample_scenario()
    nasty = "</script><img src=x onerror=alert(1)>&\u2028\"'"
    depot = scenario.depots[0].model_copy(update={"name": nasty})
    plan = sample_plan().model_copy(update={"scenario_title": nasty})
    write_map(plan, scenario.model_copy(update={"depots": (depot,)}), tmp_path / "map.html")
    page = (tmp_path / "map.html").read_text(encoding="utf-8")
    assert "<img src=x" not in page
    data = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, flags=re.DOTALL)
    assert data is not None
    assert json.loads(data[1])["names"]["depot"]["en"] == nasty


def test_it_says_who_may_see_it_and_that_leaving_is_voluntary(page: str) -> None:
    assert 'data-audience="internal"' in page
    assert captions("uk")["voluntary"] in page
    assert "lose no protection" in page


def test_it_credits_openstreetmap_only_where_its_roads_come_from_there(tmp_path: Path) -> None:
    assert map_data(sample_plan(), sample_scenario())["attribution"] == ""
    from_osm = sample_scenario().model_copy(update={"osm_file": tmp_path / "roads.osm.pbf"})
    assert map_data(sample_plan(), from_osm)["attribution"] == "© OpenStreetMap contributors, ODbL"


def test_its_figures_are_the_plans_own() -> None:
    figures = map_data(sample_plan(), sample_scenario())["figures"]
    assert sum(figures["registered"]) == 714
    assert sum(figures["out"]) == 406
    assert figures["own_transport_out"] == [0, 40, 13, 80]
    assert figures["gap"] == 0.05
    assert figures["gap_with_own"] is None


def test_a_segment_whose_holder_changes_is_drawn_for_each_holder_in_its_time() -> None:
    scenario = sample_scenario()
    later = scenario.control[0].model_copy(
        update={"segment": "s4-steppe", "party": "alpha", "since": sample_plan().windows[5].interval.starts_at}
    )
    roads = map_data(sample_plan(), scenario.model_copy(update={"control": (*scenario.control, later)}))["roads"]["features"]
    steppe = [road["properties"] for road in roads if road["properties"]["segment"] == "s4-steppe"]
    assert [road["party"] for road in steppe] == ["beta", "alpha"]
    assert steppe[0]["until"] == steppe[1]["since"] == 1648354500  # 2022-03-27 04:15 UTC


def test_no_protected_emblem_is_among_the_signs() -> None:
    """The icons are named shapes of ours; a cross, a crescent or a crystal in red is not one of them."""
    script = (Path(__file__).parents[2] / "src/safepassage/documents/page/map.js").read_text(encoding="utf-8")
    icons = script[script.index("const ICONS") : script.index("const PLACE_ORDER")]
    assert not re.search(r"red|#[a-f0-9]{3,6}|✚|☪|♦|➕", icons)
    assert "currentColor" in script
