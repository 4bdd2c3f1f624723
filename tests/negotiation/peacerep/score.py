"""The reader against the forty records that were labelled by hand before it was written: right, wrong and missed, by kind of fact."""

import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from safepassage.corridor import parse_instant
from safepassage.negotiation.peacerep.place_names import skeleton
from safepassage.negotiation.peacerep.reading import FactKind, Reading
from safepassage.negotiation.peacerep.roads import STREETS

LABELS = Path(__file__).parents[2] / "data" / "peacerep" / "labels.toml"
Item = tuple[str, str]
"""Kind of fact and the fact itself, in one spelling."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one kind of fact over all forty records."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong)

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed)


def labels() -> dict[int, Mapping[str, Any]]:
    return {record["id"]: record for record in tomllib.loads(LABELS.read_text(encoding="utf-8"))["record"]}


def labelled(record: Mapping[str, Any]) -> Counter[Item]:
    """What a person found in the record."""
    items: list[Item] = [("place on the way", f"{place} {skeleton(name)}") for place, name in enumerate(record.get("via", ()))]
    items += [(f"hour: {kind}", str(parse_instant(record[kind]))) for kind in ("opens", "closes") if kind in record]
    items += [("hour without a clock", hour) for hour in record.get("hours_said", ())]
    items += [("vehicles", f"{given['kind']} {given['figure']} {given['bound']}") for given in record.get("vehicles", ())]
    items += [("people", f"{given['figure']} {given['bound']} {given['shared']} {given['count']}") for given in record.get("people", ())]
    items += [("private cars", "yes")] if record.get("private_cars") else []
    items += [(kind, record[kind]) for kind in ("guarantor", "intermediary") if kind in record]
    items += [(kind, name) for kind in ("commander", "signatory") for name in record.get(f"{kind}s", ())]
    return Counter(items)


def read(reading: Reading) -> Counter[Item]:
    """What the reader found in it; the same fact read twice counts once."""
    items: set[Item] = set()
    for fact in reading.read:
        match fact.kind:
            case FactKind.ROAD if fact.is_precise and fact.unit != STREETS:
                items |= {("place on the way", f"{place} {skeleton(name)}") for place, name in enumerate(fact.values)}
            case FactKind.OPENS | FactKind.CLOSES if fact.is_precise:
                items.add((f"hour: {fact.kind}", str(parse_instant(fact.values[0]))))
            case FactKind.OPENS | FactKind.CLOSES | FactKind.MOVES if fact.values:
                items.add(("hour without a clock", fact.values[0]))
            case FactKind.VEHICLES if fact.figure is not None:
                items.add(("vehicles", f"{fact.unit} {fact.figure} {fact.bound}"))
            case FactKind.PEOPLE if fact.figure is not None:
                items.add(("people", f"{fact.figure} {fact.bound} {fact.is_shared!s} {fact.unit}"))
            case FactKind.PRIVATE_CARS:
                items.add(("private cars", "yes"))
            case FactKind.GUARANTOR | FactKind.INTERMEDIARY:
                items.add((fact.kind.value, "ICRC" if "ICRC" in fact.states else fact.states))
            case FactKind.COMMANDER | FactKind.SIGNATORY:
                items.add((fact.kind.value, fact.states))
            case _:
                pass
    return Counter(items)


def score(pairs: Iterable[tuple[Counter[Item], Counter[Item]]]) -> dict[str, Score]:
    """By kind of fact, from pairs of what was labelled and what was read; 'all' is all of them together."""
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    missed: Counter[str] = Counter()
    for expected, found in pairs:
        for tally, items in ((right, expected & found), (wrong, found - expected), (missed, expected - found)):
            for (kind, _), times in items.items():
                tally.update({kind: times, "all": times})
    return {kind: Score(right[kind], wrong[kind], missed[kind]) for kind in sorted(right | wrong | missed)}
