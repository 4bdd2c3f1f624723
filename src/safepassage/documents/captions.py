"""The words of the map page and of the diagram in English, Ukrainian and Russian. Names of places come from the scenario."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path

LANGUAGES = ("en", "uk", "ru")


def captions(language: str) -> Mapping[str, str]:
    """Every caption in one language.

    Raises:
        KeyError: there are no captions in this language.
    """
    return _catalogue()[language]


@cache
def _catalogue() -> dict[str, dict[str, str]]:
    rows: dict[str, dict[str, str]] = json.loads(Path(__file__).with_name("captions.json").read_text(encoding="utf-8"))
    return {language: {key: row[language] for key, row in rows.items()} for language in LANGUAGES}
