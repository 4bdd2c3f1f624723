"""From counts of days to distributions."""

from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from safepassage.corridor import GoodsKind, PriorityClass
from safepassage.stress.day import Column, Counts, Floats
from safepassage.stress.result import WORST_SHARE, Bar, ClassSpread, GoodsSpread, Spread, WhereAndWhen

BARS = 24
MOST_PLACES = 20


def spread(days: NDArray[np.float64], planned: float, *, is_more_better: bool) -> Spread:
    """The distribution of one figure; the worst five per cent of n days are the worst ceil(n / 20).

    Standard errors: of the mean s / sqrt(n); of the mean of the worst share a of the days, from where they begin (q) on, the standard
    deviation of max(0, how much worse than q a day is), divided by a sqrt(n) (Hong, Hu and Liu 2014, doi:10.1145/2661631).
    """
    worst_first = np.sort(days) if is_more_better else np.sort(days)[::-1]
    worst = worst_first[: ceil(WORST_SHARE * len(days) - 1e-9)]
    beyond = np.abs(worst - worst[-1])
    excess = _standard_error(np.concatenate([beyond, np.zeros(len(days) - len(worst))]))
    return Spread(
        planned=float(planned),
        mean=float(days.mean()),
        median=float(np.median(days)),
        least=float(days.min()),
        most=float(days.max()),
        worst_5_percent=float(worst[-1]),
        worst_5_percent_mean=float(worst.mean()),
        mean_error=_standard_error(days),
        worst_5_percent_mean_error=None if excess is None else excess * len(days) / len(worst),
    )


def _standard_error(days: NDArray[np.float64]) -> float | None:
    """Of the mean; a single day says nothing about it."""
    return float(days.std(ddof=1) / sqrt(len(days))) if len(days) > 1 else None


def spread_column(counted: Floats, planned: Floats, column: Column, *, is_more_better: bool = False) -> Spread:
    return spread(counted[:, column], planned[column], is_more_better=is_more_better)


def spread_classes(counted: Floats, planned: Floats, column: Column, *, is_more_better: bool = False) -> tuple[ClassSpread, ...]:
    return tuple(
        ClassSpread(priority=priority, spread=spread(counted[:, column + row], planned[column + row], is_more_better=is_more_better))
        for row, priority in enumerate(PriorityClass)
    )


def spread_goods(counted: Floats, planned: Floats) -> tuple[GoodsSpread, ...]:
    columns = range(Column.GOODS_KG, Column.GOODS_KG + len(GoodsKind))
    return tuple(
        GoodsSpread(kind=kind, kg=spread(counted[:, column], planned[column], is_more_better=True))
        for kind, column in zip(GoodsKind, columns, strict=True)
    )


def people_out(counted: Floats) -> NDArray[np.float64]:
    """Everybody who arrived on each day, of the fleet and of own transport."""
    return np.asarray(counted[:, Column.OUT : Column.OUT + 4].sum(axis=1) + counted[:, Column.OWN_OUT : Column.OWN_OUT + 4].sum(axis=1))


def bars(people: NDArray[np.float64]) -> tuple[Bar, ...]:
    """The days by people out, in bars of equal whole width."""
    least, most = int(people.min()), int(people.max())
    width = max(1, ceil((most + 1 - least) / BARS))
    starts = range(least, most + 1, width)
    return tuple(Bar(least=start, below=start + width, days=int(((people >= start) & (people < start + width)).sum())) for start in starts)


def where_and_when(at: Counts, locations: tuple[str, ...], places: int) -> tuple[WhereAndWhen, ...]:
    """The locations with the most, the most first; ties in the scenario's order."""
    totals = at.sum(axis=1)
    order = sorted(range(len(at)), key=lambda row: (-int(totals[row]), row))
    return tuple(
        WhereAndWhen(where=locations[row], is_segment=row >= places, total=int(totals[row]), by_hour=tuple(at[row].tolist()))
        for row in order[:MOST_PLACES]
        if totals[row]
    )
