"""Own cars and people on foot as a programme: how many leave by which road at which minute.

Maximise  worth x units leaving, then bring them to arrive as early as can be, subject to

    share x units that use a limit in a quarter      <= what the quarter still passes    (slot)
    units of a row                                   <= those that wait                  (row)
    people who arrive at a reception                 <= its room                         (room)

Nobody waits on the road, so a departure is known by road and minute. Minutes of one road that use the same quarters of everything are
alike, and the first of them arrives first: only that one is a column.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import highspy
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csc_array

from safepassage.planning.master import quiet_highs
from safepassage.planning.problem import QUARTER_MIN, Floats, OwnFlow, Problem

_WHOLE = 1e-6
_ROUNDING = 1e-9
_MOST_SHARES = 2
_MANY_UNITS = 2000
"""Places are made whole for so many different shares at most, and where no more units pass in a quarter."""
_MOST_NODES = 50
"""Nodes that the search for whole units may look at: where it stops, what is missing is filled in minute by minute."""


@dataclass(frozen=True, slots=True, eq=False)
class Departing:
    """Columns: the flow and minute of departure of each, the minute of arrival, and what a unit uses (rows are limit x slots + slot)."""

    flow: NDArray[np.int64]
    departs_min: NDArray[np.int64]
    arrives_min: NDArray[np.int64]
    uses: csc_array


def departures_of(problem: Problem) -> Departing:
    """Every departure of the problem's own flows that is worth looking at."""
    flows = problem.own_flows
    numbers, minutes, arrivals, rows, values, starts = [], [], [], [], [], [0]
    for number, flow in enumerate(flows):
        open_min = np.flatnonzero(flow.open_min)
        used = own_slots(problem, flow)[:, open_min]
        is_new = np.ones(len(open_min), dtype=np.bool_)
        is_new[1:] = (used[:, 1:] != used[:, :-1]).any(axis=0)
        for column in np.flatnonzero(is_new).tolist():
            row, times = np.unique(used[:, column], return_counts=True)
            rows.append(row)
            values.append(times * flow.share)
            starts.append(starts[-1] + len(row))
        numbers += [number] * int(is_new.sum())
        minutes.append(open_min[is_new])
        arrivals.append(open_min[is_new] + flow.minutes)
    whole = (len(problem.limits) * problem.slots, len(numbers))
    joined = [np.concatenate([np.zeros(0), *parts]) for parts in (values, rows, minutes, arrivals)]
    return Departing(
        np.array(numbers, dtype=np.int64),
        joined[2].astype(np.int64),
        joined[3].astype(np.int64),
        csc_array((joined[0], joined[1].astype(np.int64), np.array(starts)), shape=whole),
    )


def own_slots(problem: Problem, flow: OwnFlow) -> NDArray[np.int64]:
    """What a unit of a flow uses by minute of departure, as limit x slots + slot: `int[use, minute]`; no use where it takes no place."""
    uses = flow.uses if flow.share > 0 else ()
    limits = np.array([limit for limit, _ in uses], dtype=np.int64)[:, None]
    offsets = np.array([offset for _, offset in uses], dtype=np.int64)[:, None]
    slot = (np.arange(problem.horizon_min) + offsets + problem.quarter_offset_min) // QUARTER_MIN
    return np.asarray(limits * problem.slots + np.minimum(slot, problem.slots - 1))


def whole_places(left: Floats, shares: Iterable[float]) -> Floats:
    """The most of each number of places that whole units of these shares can take."""
    several = sorted({share for share in shares if share > 0}, reverse=True)
    if not 0 < len(several) <= _MOST_SHARES:
        return left

    def most(places: float, number: int) -> float:
        share = several[number]
        units = math.floor(places / share + _ROUNDING)
        if number + 1 == len(several):
            return units * share
        return max(some * share + most(places - some * share, number + 1) for some in range(units + 1))

    is_scarce = left <= _MANY_UNITS * several[-1]
    distinct, index = np.unique(np.maximum(left[is_scarce], 0.0), return_inverse=True)
    whole = left.copy()
    whole[is_scarce] = np.array([most(places, 0) for places in distinct.tolist()])[index] if len(distinct) else 0.0
    return whole


def schedule(
    departing: Departing,
    flows: tuple[OwnFlow, ...],
    *,
    left: Floats,
    units: Mapping[int, int],
    worth: Mapping[int, float],
    people: Mapping[int, float],
    room: Mapping[str, int],
) -> tuple[NDArray[np.int64], bool]:
    """Whole units of each departure, and whether more room would let more out.

    They are nearly always the most that is possible, and always possible but for the rounding of people.

    `left[limit x slots + slot]` is what limits still pass; `units`, `worth` and `people` of a unit are by row, `room` by reception.
    """
    programme = _Programme(departing, flows, left, units, people, room)
    value = np.array([worth[flows[number].row] for number in departing.flow.tolist()])
    late = departing.arrives_min.astype(np.float64)
    best, solved = programme.most(value)
    is_room_scarce = programme.is_room_scarce
    solved = programme.most(-late, of=value, at_least=best)[1]
    if np.abs(solved - np.round(solved)).max(initial=0.0) > _WHOLE:
        solved = programme.whole(value - late * (0.5 * value.min(initial=1.0) / max(1.0, late.max(initial=1.0))))
    return np.floor(solved + _WHOLE).astype(np.int64), is_room_scarce


class _Programme:
    """The programme in the solver, whose rows are those that some departure uses."""

    def __init__(
        self,
        departing: Departing,
        flows: tuple[OwnFlow, ...],
        left: Floats,
        units: Mapping[int, int],
        people: Mapping[int, float],
        room: Mapping[str, int],
    ) -> None:
        columns = len(departing.flow)
        rows, receptions = list(units), list(room)
        of_row = np.array([rows.index(flows[number].row) for number in departing.flow.tolist()], dtype=np.int64)
        to = np.array([receptions.index(flows[number].reception) for number in departing.flow.tolist()], dtype=np.int64)
        taken = np.array([people[flows[number].row] for number in departing.flow.tolist()])
        used = np.unique(departing.uses.indices)
        place = np.zeros(departing.uses.shape[0], dtype=np.int64)
        place[used] = np.arange(len(used))
        each = np.arange(columns)
        counts = np.diff(departing.uses.indptr)
        matrix = csc_array(
            (
                np.concatenate([departing.uses.data, np.ones(columns), taken]),
                (
                    np.concatenate([place[departing.uses.indices], len(used) + of_row, len(used) + len(rows) + to]),
                    np.concatenate([np.repeat(each, counts), each, each]),
                ),
            ),
            shape=(len(used) + len(rows) + len(receptions), columns),
        )
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = columns, matrix.shape[0]
        lp.col_cost_ = np.zeros(columns)
        lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.full(columns, highspy.kHighsInf)
        lp.row_lower_ = np.full(matrix.shape[0], -highspy.kHighsInf)
        lp.row_upper_ = np.concatenate([np.maximum(left[used], 0.0), list(units.values()), [max(0, people) for people in room.values()]])
        lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = matrix.indptr, matrix.indices, matrix.data
        lp.sense_ = highspy.ObjSense.kMaximize
        self._columns = columns
        self._room_rows = slice(len(used) + len(rows), len(used) + len(rows) + len(receptions))
        self._highs = quiet_highs()
        self._highs.passModel(lp)

    def most(self, value: Floats, *, of: Floats | None = None, at_least: float = 0.0) -> tuple[float, Floats]:
        """The optimum and its columns; where `of` is given, with no less of it than `at_least`."""
        if not self._columns:
            return 0.0, np.zeros(0)
        every = np.arange(self._columns, dtype=np.int32)
        if of is not None:
            self._highs.addRow(at_least - _WHOLE * max(1.0, at_least) * 1e-3, highspy.kHighsInf, self._columns, every, of)
        self._highs.changeColsCost(self._columns, every, value)
        return self._run()

    @property
    def is_room_scarce(self) -> bool:
        """Whether the last optimum pays for room."""
        dual = np.array(self._highs.getSolution().row_dual)
        return bool((dual[self._room_rows] > _WHOLE).any())

    def whole(self, value: Floats) -> Floats:
        """Whole units, the row of `of` given up: as good as a short search finds them."""
        every = np.arange(self._columns, dtype=np.int32)
        last = self._highs.getNumRow() - 1
        self._highs.changeRowBounds(last, -highspy.kHighsInf, highspy.kHighsInf)
        self._highs.changeColsCost(self._columns, every, value)
        self._highs.changeColsIntegrality(self._columns, every, np.full(self._columns, highspy.HighsVarType.kInteger))
        self._highs.setOptionValue("mip_max_nodes", _MOST_NODES)
        return self._run()[1]

    def _run(self) -> tuple[float, Floats]:
        self._highs.run()
        solution = np.array(self._highs.getSolution().col_value)
        return float(self._highs.getInfo().objective_function_value), solution if len(solution) else np.zeros(self._columns)
