"""Changes of some records of one of the scenario's tables."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from safepassage.corridor import Record
from safepassage.scenario.scenario import Scenario

Change = Callable[[Scenario], Scenario | None]


def changed_records(table: str, wanted: Collection[object], update: Callable[[Any], Mapping[str, object]], *, key: str = "id") -> Change:
    """Change the fields that `update` gives of the records whose `key` is wanted; `key` "row" counts from 0.

    The change is None where it would change nothing.
    """

    def change(scenario: Scenario) -> Scenario | None:
        records: tuple[Record, ...] = getattr(scenario, table)
        changed = tuple(
            record.model_copy(update=update(record)) if (row if key == "row" else getattr(record, key)) in wanted else record
            for row, record in enumerate(records)
        )
        return scenario.model_copy(update={table: changed}) if changed != records else None

    return change
