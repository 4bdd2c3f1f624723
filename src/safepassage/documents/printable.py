"""A scenario whose every text the bundled fonts can print, and what was changed for it.

Invariant: a name that cannot be printed is reported, once; the id that stands for it is plain ASCII.
"""

import json
import re
from collections.abc import Iterable
from pathlib import Path

import typst

from safepassage.corridor import Control, Record
from safepassage.errors import Problem
from safepassage.scenario.scenario import Scenario

_REPAIR = "Write it in Latin or Cyrillic letters; names.csv may give a name for each language."
_NAMED_TABLES = (
    *("gathering_points", "reception_centres", "hospitals", "depots", "checkpoints", "handover_points", "safe_halts", "waypoints"),
    *("segments", "parties", "vehicle_types"),
)
_FONTS = Path(__file__).parent / "fonts"
_NO_GLYPH = re.compile(r'the text `"(.+?)"` could not be displayed with')
_PROBE = b"""#set text(font: "Noto Sans", fallback: false)
#for letter in json(bytes(sys.inputs.letters)) [#letter ]"""


def printable(scenario: Scenario) -> tuple[Scenario, tuple[Problem, ...]]:
    """The scenario as the route cards can print it, and a problem for each name or source that had to be changed for it."""
    texts = [entry.name for table in ("names", *_NAMED_TABLES) for entry in getattr(scenario, table)]
    texts += [entry.source for entry in scenario.control]
    return _without(scenario, missing_letters(texts))


def missing_letters(texts: Iterable[str]) -> frozenset[str]:
    """The letters of some texts that the bundled fonts do not have, as Typst itself finds them: it stops at each."""
    letters = sorted({letter for text in texts for letter in text if not letter.isascii()})
    compiler = typst.Compiler(font_paths=[str(_FONTS)], ignore_system_fonts=True)
    missing: set[str] = set()
    while True:
        asked = [letter for letter in letters if letter not in missing]
        try:
            compiler.compile(
                _PROBE, format="pdf", sys_inputs={"letters": json.dumps(asked)}, pdf_standards="a-2b", timestamp=0, pdf_tags=False
            )
        except typst.TypstError as error:
            found = _NO_GLYPH.search(str(error.message))
            refused = {letter for letter in asked if found is not None and letter == _unescaped(found[1])}
            if not refused:
                raise
            missing |= refused
        else:
            return frozenset(missing)


def _unescaped(letter: str) -> str:
    """A letter as Typst's message writes it: one that does not show is written by its number."""
    number = re.fullmatch(r"\\u\{([0-9a-f]+)\}", letter)
    return chr(int(number[1], 16)) if number else letter


def _without(scenario: Scenario, missing: Iterable[str]) -> tuple[Scenario, tuple[Problem, ...]]:
    """The scenario without the letters that are missing from the fonts, and a problem for each name or source that had one.

    A name of names.csv is left out, so that the place is called as in its own file; a name of that file becomes the id; in the
    source of a control row every missing letter becomes a question mark.
    """
    letters = sorted(missing)
    if not letters:
        return scenario, ()
    problems: dict[tuple[str, str], Problem] = {}

    def has_missing(text: str, what: str, instead: str) -> bool:
        found = next((letter for letter in letters if letter in text), None)
        if found is not None:
            say = f"'{text}' has the letter '{found}', which the fonts of the route cards lack; {instead}"
            problems.setdefault((what, text), Problem(what, say, _REPAIR))
        return found is not None

    names = tuple(
        entry
        for entry in scenario.names
        if not has_missing(entry.name, f"names.csv: {entry.id}, {entry.language}", "the cards leave this name out")
    )

    def named_by_id(table: str) -> tuple[Record, ...]:
        rows = getattr(scenario, table)
        return tuple(
            row.model_copy(update={"name": row.id})
            if has_missing(row.name, f"{table}.csv: {row.id}", f"the cards print {row.id} instead")
            else row
            for row in rows
        )

    def sourced(row: Control) -> Control:
        if not has_missing(row.source, f"control.csv: {row.segment}", "the cards print a question mark for it"):
            return row
        return row.model_copy(update={"source": re.sub("|".join(map(re.escape, letters)), "?", row.source)})

    changed = {table: named_by_id(table) for table in _NAMED_TABLES}
    control = tuple(sourced(row) for row in scenario.control)
    return scenario.model_copy(update={"names": names, "control": control, **changed}), tuple(problems.values())
