"""How fast the roads are read, the times between places and alternative roads found, beside networkx, scipy and igraph in one run.

All search the same network of the Rhine-Neckar extract (SAFEPASSAGE_DATA), with the same places. Only ours knows of banned turns,
of which this extract has none, so that all times agree. igraph (GPL, never a dependency) takes part where it is installed. Ratios above
1 mean that the other takes longer.
"""

import os
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, yen

from safepassage.roads import RoadNetwork, find_alternatives, read_osm, snap, travel_times_s

T = TypeVar("T")
PLACES = 100
TIMED_SOURCES = 10  # of the slow ones; their time is scaled to all places
PAIRS = 3
ROADS = 3
SAME_S = 1e-6

HEADING = """
| what | who | s | times ours | remarks |
|---|---|---:|---:|---|"""


def road_rows(data: Path, igraph_command: str) -> list[str]:
    return list(_rows(data, igraph_command))


def _rows(data: Path, igraph_command: str) -> Iterator[str]:
    path = data / "osm" / "rnv-2016.osm.pbf"
    if not path.is_file():
        yield f"| | skipped: {path.name} is not in {path.parent} (SAFEPASSAGE_DATA) | | | |"
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # nothing kept earlier is found
        copy = Path(folder) / path.name
        copy.write_bytes(path.read_bytes())
        cold_s, network = timed(lambda: read_osm(copy, cache=True))
        cached_s, _ = timed(lambda: read_osm(copy, cache=True))
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = (
        f"{network.nodes:,} nodes, {network.arcs:,} arcs, {network.arc_length_m.sum() / 1000:,.0f} km of arcs; at most {memory_mb:,.0f} MB"
    )
    yield f"| reading {path.name} | ours | {cold_s:.2f} | | {size} |"
    yield f"| reading it again | ours | {cached_s:.3f} | | from its cache |"
    rng = np.random.default_rng(1)
    at = rng.integers(0, network.nodes, PLACES)
    places = snap(network, network.node_latitude[at], network.node_longitude[at]).node
    yield from _time_rows(network, places)
    yield from _alternative_rows(network, places)
    if find_spec("igraph") is None:
        yield f"| | igraph | | | skipped: {igraph_command} |"


def _time_rows(network: RoadNetwork, places: NDArray[np.int64]) -> Iterator[str]:
    what = f"{PLACES} x {PLACES} times"
    travel_times_s(network, places[:1], places[:1], network.arc_time_s)  # compiled before the clock runs
    ours_s, ours = timed(lambda: travel_times_s(network, places, places, network.arc_time_s))
    yield f"| {what} | ours | {ours_s:.2f} | 1.0 | {len(network.banned_turns)} banned turns obeyed |"
    others: list[tuple[str, Callable[[], tuple[float, NDArray[np.float64]]]]] = [("scipy", lambda: _times_of_scipy(network, places))]
    if find_spec("igraph") is not None:
        others.append(("igraph", lambda: _times_of_igraph(network, places)))
    others.append(("networkx", lambda: _times_of_networkx(network, places[:TIMED_SOURCES], places)))
    for name, run in others:
        theirs_s, times = run()
        scaled_s = theirs_s * len(places) / len(times)
        apart_s = float(np.abs(times - ours[: len(times)]).max())
        apart = "the same times" if apart_s < SAME_S else f"at most {apart_s:.0e} s apart"
        scaled = f"{len(times)} sources run, scaled; " if len(times) < len(places) else ""
        yield f"| {what} | {name} | {scaled_s:.2f} | {scaled_s / ours_s:.1f} | {scaled}{apart} |"


def _alternative_rows(network: RoadNetwork, places: NDArray[np.int64]) -> Iterator[str]:
    """Ours are roads that differ; others' next shortest paths are the same road but for a few metres."""
    pairs = [(source, target) for source, target in zip(places[::2].tolist(), places[1::2].tolist(), strict=True) if source != target]
    what = f"{ROADS} roads for a pair"
    find_alternatives(network, *pairs[0], time_s=network.arc_time_s)
    ours_s, found = timed(lambda: [find_alternatives(network, *pair, time_s=network.arc_time_s, most=ROADS) for pair in pairs[:PAIRS]])
    shared = np.mean([_shared(network, roads) for roads in found])
    yield f"| {what} | ours | {ours_s / PAIRS:.2f} | 1.0 | {shared:.0%} of the fastest one's way in common with the next |"
    others: list[tuple[str, Callable[[tuple[int, int]], Sequence[Sequence[int]]]]] = [("scipy (yen)", _scipy_yen(network))]
    if find_spec("igraph") is not None:
        others.append(("igraph (Yen)", _igraph_yen(network)))
    for name, run in others:
        theirs_s, roads = timed(lambda run=run: run(pairs[0]))
        shared = _shared(network, roads)
        yield f"| {what} | {name} | {theirs_s:.2f} | {theirs_s / (ours_s / PAIRS):.0f} | {shared:.0%} in common; one pair run |"


def timed(run: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def _shared(network: RoadNetwork, roads: Sequence[Sequence[int]]) -> float:
    """The mean share of the fastest road's length that the others have in common with it."""
    first = set(roads[0])
    length_m = network.arc_length_m
    shares = [length_m[list(first & set(road))].sum() / length_m[list(first)].sum() for road in roads[1:]]
    return float(np.mean(shares)) if shares else 0.0


def _matrix(network: RoadNetwork) -> tuple[csr_array, dict[tuple[int, int], int]]:
    """The fastest arc between every two nodes, as a matrix and by its ends."""
    order = np.argsort(-network.arc_time_s, kind="stable")
    fastest = {
        (tail, head): arc
        for arc, tail, head in zip(order.tolist(), network.arc_tail[order].tolist(), network.arc_head[order].tolist(), strict=True)
    }
    arcs = np.array(list(fastest.values()))
    matrix = csr_array((network.arc_time_s[arcs], (network.arc_tail[arcs], network.arc_head[arcs])), shape=(network.nodes, network.nodes))
    return matrix, fastest


def _times_of_scipy(network: RoadNetwork, places: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
    matrix, _ = _matrix(network)
    return timed(lambda: dijkstra(matrix, indices=places)[:, places])


def _scipy_yen(network: RoadNetwork) -> Callable[[tuple[int, int]], Sequence[Sequence[int]]]:
    matrix, fastest = _matrix(network)

    def run(pair: tuple[int, int]) -> Sequence[Sequence[int]]:
        _, before = yen(matrix, *pair, ROADS, return_predecessors=True)
        roads = []
        for row in before:
            nodes = [pair[1]]
            while nodes[-1] != pair[0]:
                nodes.append(int(row[nodes[-1]]))
            nodes.reverse()
            roads.append([fastest[ends] for ends in pairwise(nodes)])
        return roads

    return run


def _times_of_networkx(network: RoadNetwork, sources: NDArray[np.int64], targets: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(network.nodes))
    graph.add_weighted_edges_from(zip(network.arc_tail.tolist(), network.arc_head.tolist(), network.arc_time_s.tolist(), strict=True))

    def run() -> NDArray[np.float64]:
        rows = (nx.single_source_dijkstra_path_length(graph, source) for source in sources.tolist())
        return np.array([[row.get(target, np.inf) for target in targets.tolist()] for row in rows])

    return timed(run)


def _times_of_igraph(network: RoadNetwork, places: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
    import igraph

    graph = igraph.Graph(n=network.nodes, edges=np.column_stack([network.arc_tail, network.arc_head]).tolist(), directed=True)
    unique, back = np.unique(places, return_inverse=True)
    run_s, times = timed(lambda: np.array(graph.distances(unique.tolist(), unique.tolist(), weights=network.arc_time_s.tolist())))
    return run_s, times[np.ix_(back, back)]


def _igraph_yen(network: RoadNetwork) -> Callable[[tuple[int, int]], Sequence[Sequence[int]]]:
    import igraph

    graph = igraph.Graph(n=network.nodes, edges=np.column_stack([network.arc_tail, network.arc_head]).tolist(), directed=True)
    weights = network.arc_time_s.tolist()
    return lambda pair: graph.get_k_shortest_paths(*pair, k=ROADS, weights=weights, output="epath")
