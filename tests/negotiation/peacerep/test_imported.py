"""All records together: how many state what, and which could have been sealed."""

from pathlib import Path

from tests.negotiation.peacerep.table import row, write

from safepassage.negotiation.clauses import Clause
from safepassage.negotiation.peacerep.gazetteer import NO_GAZETTEER, read_gazetteer
from safepassage.negotiation.peacerep.imported import Stated, count_blocking, count_stated, import_records
from safepassage.negotiation.peacerep.reading import FactKind


def test_each_record_counts_once_as_a_term_in_words_or_not_at_all(tmp_path: Path) -> None:
    path = write(
        tmp_path / "t.csv",
        row("11 buses left Vyrii for Luhiv. Some 40 cars left Vyrii for Luhiv."),
        row("Some 30 buses left Vyrii for Luhiv.", HC_ID=8),
        row("20 buses left Vyrii for Luhiv. 22 buses left Vyrii for Luhiv.", HC_ID=9),
        row("", HC_ID=10),
    )
    counted = {row.what: row for row in count_stated(import_records(path, NO_GAZETTEER))}
    assert counted["how many vehicles"] == Stated("how many vehicles", precisely=1, in_words_only=2, not_at_all=1)


def test_a_record_lacks_what_stops_a_seal(tmp_path: Path) -> None:
    (imported,) = import_records(write(tmp_path / "t.csv", row("11 buses left Vyrii for Luhiv.")), NO_GAZETTEER)
    assert not imported.could_be_sealed
    counted = dict(count_blocking((imported,)))
    assert {Clause.COMMANDERS, Clause.CLEARANCE, Clause.SIGNATORIES} <= counted.keys()
    assert set(counted.values()) == {1}


def test_of_the_real_records_none_could_have_been_sealed(data_dir: Path) -> None:
    """The figures of docs/peacerep.md: nobody commands or signs in any of the 155, and nothing was cleared of mines."""
    towns = read_gazetteer(data_dir / "geo" / "ukraineCities_simplemaps.csv")
    records = import_records(data_dir / "corridors" / "peacerep_2022-03.csv", towns)
    assert not any(record.could_be_sealed for record in records)
    assert dict(count_blocking(records))[Clause.CLEARANCE] == 155
    counted = {row.what: (row.precisely, row.in_words_only) for row in count_stated(records)}
    assert counted["a commander on the road"] == (0, 0)
    assert counted["who signs"] == (0, 0)
    assert counted["the road: places on the way, or streets"] == (29, 1)
    assert counted["when the silence opens"] == (11, 7)
    assert counted["when the silence closes"] == (9, 1)
    assert counted["how many vehicles"] == (3, 1)
    assert counted["how many people"] == (6, 17)
    assert len({(doubt.id, doubt.side) for record in records for doubt in record.doubts}) == 64
    doubted = [record for record in records if record.doubts]
    assert len(doubted) == 59
    for record in doubted:
        begins, ends = record.reading.terms.segments[0].begins, record.reading.terms.segments[-1].ends
        for point, side in ((begins, "from"), (ends, "to")):
            assert point is not None
            assert (point.latitude is None) == (side in {doubt.side for doubt in record.doubts})
    assert not any(record.facts(FactKind.COMMANDER) for record in records)
