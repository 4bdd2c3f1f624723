"""Keeps a network beside the file it was read from, so that it is read once.

Invariant: a kept network is used only if it was made from the same bytes, with the same options, by the same version of the
reader, and if its arrays still have the hash they had; anything else is read anew and replaced.
"""

import contextlib
import hashlib
import json
import os
import stat
import tempfile
import zipfile
from pathlib import Path

import numpy as np

from safepassage.roads.network import ARRAY_TYPES, TEXT_FIELDS, RoadNetwork, build_network

READER_VERSION = 1  # raise it whenever the same file would give another network
WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH  # a folder with none of these is left alone, even by the superuser


def cache_key(content_sha256: str, *, include_ferries: bool) -> str:
    """Names what a network was made from."""
    return hashlib.sha256(f"{content_sha256} ferries={include_ferries} reader={READER_VERSION}".encode()).hexdigest()


def load_cached(path: Path, key: str) -> RoadNetwork | None:
    """The kept network of this key, None where there is none or where it is damaged."""
    for kept in _places(path, key):
        with contextlib.suppress(OSError, ValueError, KeyError, EOFError, TypeError, zipfile.BadZipFile, NotImplementedError):
            with np.load(kept, allow_pickle=False) as arrays:
                texts = json.loads(bytes(arrays["texts"]).decode())
                if texts["key"] != key:
                    continue
                network = build_network(
                    node_place=None,
                    names=tuple(texts["names"]),
                    **{field: arrays[field] for field in ARRAY_TYPES},
                )
            if network.content_hash == texts["content_hash"]:
                return network
    return None


def keep(path: Path, key: str, network: RoadNetwork) -> Path | None:
    """Writes the network beside the file, or into the user's cache folder; None where neither can be written."""
    texts = json.dumps({"key": key, "content_hash": network.content_hash, "names": network.names}, ensure_ascii=False)
    arrays = {field: getattr(network, field) for field in ARRAY_TYPES}
    for place in _places(path, key):
        if place.parent == path.parent and not path.parent.stat().st_mode & WRITABLE:
            continue
        with contextlib.suppress(OSError):
            place.parent.mkdir(parents=True, exist_ok=True)
            handle, draft = tempfile.mkstemp(dir=place.parent, prefix=".roads-", suffix=".part")
            try:
                with os.fdopen(handle, "wb") as file:
                    np.savez(file, texts=np.frombuffer(texts.encode(), dtype=np.uint8), **arrays)
                Path(draft).replace(place)
            except BaseException:
                Path(draft).unlink(missing_ok=True)
                raise
            return place
    return None


def _places(path: Path, key: str) -> tuple[Path, Path]:
    """Where a network may be kept: beside the file, then in the user's cache folder."""
    user_cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "safepassage"
    return path.with_name(f".{path.name}.{key[:8]}.roads-cache"), user_cache / f"{path.name}.{key[:16]}.roads-cache"


assert TEXT_FIELDS == ("node_place", "names")  # noqa: S101  both are written above, places being those of legs only
