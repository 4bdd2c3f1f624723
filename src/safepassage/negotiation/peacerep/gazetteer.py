"""A list of towns with their positions, to hold geocodes against. It is read where the user has it."""

import csv
import io
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from safepassage.errors import InputError, Problem
from safepassage.negotiation.peacerep.place_names import is_same_place, skeleton

COLUMNS = ("city", "Lat", "Lon")
_NOT_GIVEN = (None, "", "NA")
_REPAIR = "Give a CSV file with the columns city, Lat and Lon, such as that of simplemaps."


@dataclass(frozen=True, slots=True)
class Town:
    """A town of the gazetteer: degrees north and east."""

    name: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Towns by name; those of one name, in any spelling, stand together."""

    towns: Mapping[str, tuple[Town, ...]]

    def named(self, name: str) -> tuple[Town, ...]:
        """Every town of this name."""
        return tuple(town for town in self.towns.get(skeleton(name), ()) if is_same_place(town.name, name))


NO_GAZETTEER = Gazetteer({})


def read_gazetteer(path: Path) -> Gazetteer:
    """Read a CSV file with the columns city, Lat and Lon (others are ignored). A town without position is left out.

    What stands after a comma in a name tells homonyms apart and is no part of it: 'Rubizhne,Chuhuiv'.

    Raises:
        InputError: the file is missing, has other columns, or positions that are none; every problem with its line.
    """
    try:
        rows = csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline=""), strict=True)
        missing = [column for column in COLUMNS if column not in (rows.fieldnames or ())]
        if missing:
            raise InputError([Problem(f"{path.name}, line 1", f"column '{column}' is missing", _REPAIR) for column in missing])
        given = [(rows.line_num, row) for row in rows]
    except OSError as error:
        raise InputError([Problem(str(path), f"it cannot be read ({error.strerror})", "Give the path of the gazetteer.")]) from None
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError([Problem(path.name, f"it is no CSV file in UTF-8 ({error})", _REPAIR)]) from None
    towns: dict[str, list[Town]] = defaultdict(list)
    problems = []
    for line, row in given:
        name = (row["city"] or "").split(",")[0].strip()
        if row["Lat"] in _NOT_GIVEN and row["Lon"] in _NOT_GIVEN:
            continue
        try:
            town = Town(name, float(row["Lat"]), float(row["Lon"]))
            if not (abs(town.latitude) <= 90.0 and abs(town.longitude) <= 180.0):
                raise ValueError
        except ValueError:
            where = f"{path.name}, line {line}"
            problems.append(Problem(where, f"'{row['Lat']}', '{row['Lon']}' is no position", "Write degrees north and east."))
            continue
        towns[skeleton(name)].append(town)
    if problems:
        raise InputError(problems)
    return Gazetteer({name: tuple(found) for name, found in towns.items()})
