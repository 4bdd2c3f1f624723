"""The folder of imported records: a file of terms for each, and the summary to read."""

import json
from collections.abc import Sequence
from pathlib import Path

from safepassage.documents.announced_summary import summary_page
from safepassage.negotiation.peacerep.imported import Imported

SUMMARY_NAME = "summary.md"


def write_imported(records: Sequence[Imported], folder: Path, *, name: str, has_gazetteer: bool) -> tuple[Path, ...]:
    """Write `terms/peacerep-ID.json` for each record and `summary.md`. Equal records give equal bytes."""
    terms_folder = folder / "terms"
    terms_folder.mkdir(parents=True, exist_ok=True)
    written = []
    for record in records:
        terms = record.reading.terms
        path = terms_folder / f"{terms.id}.json"
        text = json.dumps(terms.model_dump(mode="json", exclude_none=True), ensure_ascii=False, sort_keys=True, indent=1, allow_nan=False)
        path.write_text(text + "\n", encoding="utf-8", newline="\n")
        written.append(path)
    summary = folder / SUMMARY_NAME
    summary.write_text(summary_page(records, name=name, has_gazetteer=has_gazetteer), encoding="utf-8", newline="\n")
    return (*written, summary)
