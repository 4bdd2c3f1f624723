"""The page over imported records says what was read, in words of its own where the table's words could be mark-up."""

from pathlib import Path

from tests.negotiation.peacerep.table import row, write

from safepassage.documents.announced_summary import summary_page
from safepassage.documents.announced_write import write_imported
from safepassage.negotiation.peacerep.gazetteer import NO_GAZETTEER
from safepassage.negotiation.peacerep.imported import import_records


def test_mark_up_in_a_record_stays_text(tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", row("11 buses left Vyrii.", Link="<script>|`x`", to_name="A|B"))
    page = summary_page(import_records(path, NO_GAZETTEER), name="t.csv", has_gazetteer=False)
    assert "\\<script\\>\\|\\`x\\`" in page
    assert "<script>" not in page
    assert "the geocoder found 'A\\|B'" in page


def test_equal_records_give_equal_bytes(tmp_path: Path) -> None:
    records = import_records(write(tmp_path / "t.csv", row("11 buses left Vyrii."), row(HC_ID=8)), NO_GAZETTEER)
    first, second = (write_imported(records, tmp_path / name, name="t.csv", has_gazetteer=False) for name in ("a", "b"))
    assert [path.name for path in first] == ["peacerep-7.json", "peacerep-8.json", "summary.md"]
    assert [path.read_bytes() for path in first] == [path.read_bytes() for path in second]
