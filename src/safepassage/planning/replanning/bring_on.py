"""The soonest way on for a vehicle that cannot stay where it is: home or to a reception, or to a safe halt for the night."""

from collections.abc import Iterator

from safepassage.planning.carry import Carrier, nearest_times
from safepassage.planning.master import Day, day_of
from safepassage.planning.problem import StationKind, VehicleGraph
from safepassage.planning.replanning.book import Book
from safepassage.planning.replanning.rest import Rest, Vehicle, graph_of, must_move, station_of

_MOST_MOVES_HOME = 4


def bring_on(rest: Rest, carrier: Carrier, vehicle: Vehicle, book: Book) -> Day | None:
    """The soonest way to a depot, reception or hospital; failing that to a safe halt for the night; taken. None: there is none."""
    if not must_move(rest, vehicle):
        return None
    row, graph = rest.problem.fleet[vehicle.fleet], graph_of(rest, vehicle)
    may_leave, may_wait = carrier.room(graph, book.tally)
    for length in range(1, _MOST_MOVES_HOME + 1):
        ways = []
        for moves in _ways(graph, row.start_station, length):
            wanted = [row.starts_min] * len(moves)
            path = nearest_times(graph, moves, wanted, may_leave, may_wait, from_min=row.starts_min)
            if path is not None:
                ways.append((path[-1].starts_min + graph.shape(path[-1].move).total_min, path))
        for _, path in sorted(ways, key=lambda way: way[0]):
            day = day_of(rest.problem, vehicle.fleet, path)
            if book.accepts(vehicle, day):
                book.take(vehicle, day)
                return day
    return None if station_of(rest, vehicle).kind is StationKind.HALT else _to_halt(rest, carrier, vehicle, book)


def _to_halt(rest: Rest, carrier: Carrier, vehicle: Vehicle, book: Book) -> Day | None:
    """The soonest way to a safe halt for the night, with room until the day ends."""
    row, graph = rest.problem.fleet[vehicle.fleet], graph_of(rest, vehicle)
    may_leave, may_wait = carrier.room(graph, book.tally)
    overnight = {halt.id for halt in rest.setting.scenario.safe_halts if halt.is_overnight}
    ways = []
    for number, move in enumerate(graph.moves):
        head = graph.stations[move.head]
        if move.tail == row.start_station and head.kind is StationKind.HALT and head.place in overnight:
            path = nearest_times(graph, [number], [row.starts_min], may_leave, may_wait, from_min=row.starts_min)
            if path is not None and bool(may_wait(move.head)[path[0].starts_min + graph.shape(number).total_min - 1 :].all()):
                ways.append((path[0].starts_min + graph.shape(number).total_min, path))
    for _, path in sorted(ways, key=lambda way: way[0]):
        day = day_of(rest.problem, vehicle.fleet, path)
        if book.accepts(vehicle, day):
            book.take(vehicle, day)
            return day
    return None


def _ways(graph: VehicleGraph, station: int, length: int) -> Iterator[list[int]]:
    """All ways of so many moves from a station to where a vehicle is free, over halts, and over no other place where people board."""
    leaving: dict[int, list[int]] = {}
    for number, move in enumerate(graph.moves):
        leaving.setdefault(move.tail, []).append(number)

    def onward(at: int, done: list[int]) -> Iterator[list[int]]:
        for number in leaving.get(at, ()):
            head = graph.stations[graph.moves[number].head]
            if head.kind is StationKind.BASE and len(done) + 1 == length:
                yield [*done, number]
            elif len(done) + 1 < length and (head.kind is StationKind.HALT or (graph.moves[number].boards_at and not done)):
                yield from onward(graph.moves[number].head, [*done, number])

    return onward(station, [])
