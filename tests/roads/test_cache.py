"""The cache: right, or not used."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.roads.osm_text import restriction, way, write_town

from safepassage.roads import RoadNetwork, cache, read_osm
from safepassage.roads.network import ARRAY_TYPES

TOWN = (way(1, [10, 11], name="вулиця Миру"), way(2, [11, 12]), way(3, [11, 21], maxweight="3.5"), restriction(1, "no_left_turn", 1, 11, 3))


@pytest.fixture(autouse=True)
def own_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "user-cache"
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    return folder


def kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.roads-cache"))


def assert_same(one: RoadNetwork, other: RoadNetwork) -> None:
    for field in ARRAY_TYPES:
        np.testing.assert_array_equal(getattr(one, field), getattr(other, field))
    assert (one.names, one.content_hash) == (other.names, other.content_hash)


def test_the_second_reading_is_from_the_cache_and_equal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is not read again, and every array is the same to the bit."""
    path = write_town(tmp_path / "town.osm", *TOWN)
    first = read_osm(path)
    assert len(kept(tmp_path)) == 1
    monkeypatch.setattr("safepassage.roads.read.read_osm_content", None)
    assert_same(first, read_osm(path))


def test_without_cache_nothing_is_written(tmp_path: Path) -> None:
    read_osm(write_town(tmp_path / "town.osm", *TOWN), cache=False)
    assert kept(tmp_path) == []


def test_a_changed_file_is_read_anew(tmp_path: Path) -> None:
    """Same name, same size, another street: the network is the new one."""
    path = write_town(tmp_path / "town.osm", *TOWN)
    old = read_osm(path)
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('ref="21"', 'ref="22"'), encoding="utf-8")
    assert len(path.read_text(encoding="utf-8")) == len(text)
    assert read_osm(path).content_hash != old.content_hash
    assert_same(read_osm(path), read_osm(path, cache=False))


def test_options_and_reader_version_are_part_of_the_key(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_town(tmp_path / "town.osm", *TOWN, way(4, [12, 13], highway="", route="ferry", motor_vehicle="yes"))
    assert 4 not in read_osm(path).arc_way
    assert 4 in read_osm(path, include_ferries=True).arc_way
    monkeypatch.setattr(cache, "READER_VERSION", cache.READER_VERSION + 1)
    assert cache.load_cached(path, cache.cache_key("0" * 64, include_ferries=False)) is None


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(place=st.floats(0.0, 1.0, exclude_max=True), flip=st.integers(1, 255), cut=st.booleans())
def test_a_damaged_cache_is_rebuilt(tmp_path: Path, place: float, flip: int, cut: bool) -> None:
    """Whatever byte is changed, or wherever the kept file is cut off, the network is the right one."""
    path = write_town(tmp_path / "town.osm", *TOWN)
    right = read_osm(path, cache=False)
    read_osm(path)
    (file,) = kept(tmp_path)
    content = bytearray(file.read_bytes())
    at = int(place * len(content))
    if cut:
        del content[at:]
    else:
        content[at] ^= flip
    file.write_bytes(bytes(content))
    assert_same(right, read_osm(path))


def test_a_folder_that_cannot_be_written_is_left_alone(tmp_path: Path, own_cache_folder: Path) -> None:
    """The network is kept in the user's cache folder then, and found there."""
    folder = tmp_path / "read-only"
    folder.mkdir()
    path = write_town(folder / "town.osm", *TOWN)
    folder.chmod(0o555)
    try:
        network = read_osm(path)
        assert [file.parent for file in kept(tmp_path)] == [own_cache_folder / "safepassage"]
        assert_same(network, read_osm(path))
    finally:
        folder.chmod(0o755)
    assert os.listdir(folder) == ["town.osm"]


def test_a_kept_network_whose_arrays_were_replaced_is_rebuilt(tmp_path: Path) -> None:
    """A well-formed file with other driving times under the old hash is not believed."""
    path = write_town(tmp_path / "town.osm", *TOWN)
    right = read_osm(path)
    (file,) = kept(tmp_path)
    with np.load(file) as arrays:
        changed = dict(arrays) | {"arc_time_s": arrays["arc_time_s"] / 2.0}
    with file.open("wb") as replaced:
        np.savez(replaced, **changed)
    assert_same(right, read_osm(path))
