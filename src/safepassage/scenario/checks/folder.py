"""Files in the folder that look like a scenario's and are none: what stands in them would be lost silently."""

from collections.abc import Iterator
from difflib import get_close_matches

from safepassage.errors import Problem
from safepassage.scenario.files import FILE_NAMES
from safepassage.scenario.written import Written

_ENDINGS = (".csv", ".toml", ".geojson")
_SPREADSHEETS = (".xlsx", ".xls", ".ods", ".tsv", ".numbers")


def check_file_names(written: Written) -> Iterator[Problem]:
    """Tables, settings and polygons under a name that no file of a scenario has; other kinds of files may lie in the folder."""
    stems = {name.rsplit(".", 1)[0]: name for name in FILE_NAMES}
    for path in sorted(written.folder.iterdir()):
        name = path.name.casefold()
        if path.name in FILE_NAMES or path.name.startswith("."):
            continue
        if name.endswith(_SPREADSHEETS) and (stem := name.rsplit(".", 1)[0]) in stems:
            yield Problem(
                path.name,
                "it is not read: tables are CSV files",
                f"Save it as {stems[stem]} (UTF-8, separated by commas), and move it away.",
            )
        elif name.endswith(_ENDINGS) or name.removesuffix(".txt") in FILE_NAMES:
            near = get_close_matches(name, FILE_NAMES, n=1, cutoff=0.7)
            repair = f"Did you mean {near[0]}? Rename it, or move it away." if near else "Move it out of the folder, or rename it."
            yield Problem(path.name, "no file of a scenario has this name", repair)
