"""Read a scenario from its folder: strictly, with every problem at once. Start reading this room here.

Invariant: a Scenario is returned only if nothing at all is wrong; otherwise nothing is, and every problem is told.
"""

import re
from pathlib import Path

from safepassage.errors import InputError, Problem
from safepassage.scenario.areas import read_areas
from safepassage.scenario.checks import check_written
from safepassage.scenario.files import FILE_NAMES, SETTINGS_FILE, TABLES
from safepassage.scenario.scenario import Scenario
from safepassage.scenario.settings import Settings, read_settings
from safepassage.scenario.table import read_table
from safepassage.scenario.written import Written

_PLAN_FILE = "plan.json"
_PLANS_ARE_FOR = (
    "Give the scenario's folder, which holds scenario.toml. A plan's folder is for check, stress and replan, for choose beside another "
    "plan's, and for --plan of prices and flow."
)


def read_scenario(folder: Path | str, *, osm_file: Path | str | None = None) -> Scenario:
    """Read the scenario that a folder holds: scenario.toml, its tables (CSV) and areas.geojson.

    `osm_file` is used instead of the OSM file that scenario.toml names.

    Raises:
        InputError: with every problem of all files, in their order; each says where it is and how to repair it.
    """
    folder = _find_folder(Path(folder))
    written = Written(
        folder,
        read_settings(folder),
        {table.field: read_table(folder, table) for table in TABLES},
        read_areas(folder),
        Path(osm_file) if osm_file is not None else None,
    )
    problems = [
        *written.settings.problems,
        *(problem for table in written.tables.values() for problem in table.problems),
        *written.areas.problems,
        *check_written(written),
    ]
    if problems:
        raise InputError(_in_reading_order(problems))
    if written.settings.settings is None:
        raise RuntimeError("scenario.toml was refused without a problem being told")  # our fault, never the user's
    return _build(written, written.settings.settings)


def _find_folder(folder: Path) -> Path:
    if folder.is_dir():
        try:
            next(folder.iterdir(), None)
        except OSError as error:
            what = f"the folder cannot be opened ({error.strerror})"
            raise InputError([Problem(str(folder), what, "Give a folder that you may read.")]) from None
        if (folder / _PLAN_FILE).is_file() and not (folder / SETTINGS_FILE).is_file():
            what = "this is the folder of a finished plan, and that of a scenario is wanted"
            raise InputError([Problem(str(folder), what, _PLANS_ARE_FOR)])
        return folder.resolve()
    if folder.exists():
        raise InputError(
            [
                Problem(
                    str(folder),
                    "this is a file, and a scenario is a folder",
                    f"Give the folder that it is in, '{folder.parent}', if that is one.",
                )
            ]
        )
    repair = "Give the folder of a scenario, or make one with `safepassage new DIR`."
    raise InputError([Problem(str(folder), "there is no such folder", repair)])


def _in_reading_order(problems: list[Problem]) -> list[Problem]:
    """File by file, line by line."""

    def position(problem: Problem) -> tuple[int, str, int]:
        name = problem.where.split(",")[0]
        line = re.search(r", (?:line|feature) (\d+)", problem.where)
        return FILE_NAMES.index(name) if name in FILE_NAMES else -1, name, int(line[1]) if line else 0

    return sorted(problems, key=position)


def _build(written: Written, settings: Settings) -> Scenario:
    records = {field: tuple(row.record for row in table.rows) for field, table in written.tables.items()}
    osm_file = written.other_osm_file or (written.folder / settings.roads.osm_file if settings.roads.osm_file else None)
    return Scenario.model_validate(
        {
            **{name: getattr(settings, name) for name in type(settings).model_fields if name in Scenario.model_fields},
            **records,
            "osm_file": osm_file.resolve() if osm_file else None,
            "include_ferries": settings.roads.include_ferries,
            "areas": tuple(area.area for area in written.areas.areas),
        }
    )
