"""`safepassage import`: corridors that others have recorded."""

from pathlib import Path
from typing import Annotated

from cyclopts import App, Parameter

from safepassage.cli.results import make_writable

import_records = App(name="import", help="Read announced corridors that others have recorded, and say what they lack.")


@import_records.command
def peacerep(
    file: Annotated[Path, Parameter(help="PeaceRep's table of humanitarian corridors, as CSV.")],
    /,
    *,
    gazetteer: Annotated[
        Path | None, Parameter(help="Towns to hold the table's positions against: CSV with the columns city, Lat and Lon.")
    ] = None,
    out: Annotated[Path | None, Parameter(help="Folder for a file of terms for each record, and summary.md. Without it: none.")] = None,
) -> None:
    """Read roads, hours, vehicles and people out of announced corridors, as far as their text states them.

    Nothing is filled in: an hour without a clock, 'up to', 'about' and one figure for several corridors stay words. Positions that are
    hardly the place meant are named with the reason, and left out of the terms. Prints how many records state what, and how many could
    have been sealed.
    """
    from safepassage.documents.announced_summary import overview_lines
    from safepassage.documents.announced_write import SUMMARY_NAME, write_imported
    from safepassage.negotiation.peacerep.gazetteer import NO_GAZETTEER, read_gazetteer
    from safepassage.negotiation.peacerep.imported import import_records as read_all

    towns = read_gazetteer(gazetteer) if gazetteer is not None else NO_GAZETTEER
    records = read_all(file, towns)
    if out is not None:
        make_writable(out)
        write_imported(records, out, name=file.name, has_gazetteer=gazetteer is not None)
    for line in overview_lines(records, has_gazetteer=gazetteer is not None):
        print(line)
    if out is not None:
        print(f"The terms are in {out / 'terms'}; what was read and not read, record by record: {out / SUMMARY_NAME}")
