"""How fast the roads are read and the times between places found, beside networkx and igraph on the same network in one run.

Run with `.venv/bin/python benchmarks/roads.py [FILE.osm.pbf]`; without a file the Rhine-Neckar extract of the real data
(SAFEPASSAGE_DATA) is taken. igraph (GPL, never a dependency) takes part where it is installed: `.venv/bin/pip install igraph`.
Ratios above 1 mean that the other takes longer.
"""

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from safepassage.roads import RoadNetwork, find_alternatives, read_osm, snap, travel_times_s

T = TypeVar("T")
PLACES = 100
TIMED_SOURCES = 10  # of the slow ones; their time is scaled to all places


def main() -> None:
    data = Path(os.environ.get("SAFEPASSAGE_DATA", Path(__file__).parents[2] / "shared" / "data"))
    path = Path(sys.argv[1]) if len(sys.argv) > 1 else data / "osm" / "rnv-2016.osm.pbf"
    if not path.is_file():
        sys.exit(f"{path} is not there: give an OSM file, or set SAFEPASSAGE_DATA")
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder  # nothing kept earlier is found
        copy = Path(folder) / path.name
        copy.write_bytes(path.read_bytes())
        cold_s, network = timed(lambda: read_osm(copy, cache=True))
        cached_s, _ = timed(lambda: read_osm(copy, cache=True))
    memory_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{path.name}: {network.nodes:,} nodes, {network.arcs:,} arcs, {network.arc_length_m.sum() / 1000:,.0f} km of arcs")
    print(f"read cold, cache written {cold_s:8.2f} s    (target 10)")
    print(f"read from the cache      {cached_s:8.3f} s    (target 1)")
    print(f"most memory up to here   {memory_mb:8.0f} MB   (target 1,000)")

    rng = np.random.default_rng(1)
    at = rng.integers(0, network.nodes, PLACES)
    places = snap(network, network.node_latitude[at], network.node_longitude[at]).node
    ours_s, ours = timed(lambda: travel_times_s(network, places, places, network.arc_time_s))
    print(f"{PLACES} x {PLACES} times           {ours_s:8.2f} s    (target 2)")
    report("networkx", ours_s, ours, places, times_of_networkx(network, places[:TIMED_SOURCES], places))
    igraph_times = times_of_igraph(network, places)
    if igraph_times is None:
        print("igraph                   left out: .venv/bin/pip install igraph")
    else:
        report("igraph", ours_s, ours, places, igraph_times)
    pairs = list(zip(places[:20:2].tolist(), places[1:20:2].tolist(), strict=True))
    pairs = [(source, target) for source, target in pairs if source != target]
    alternatives_s, found = timed(lambda: [find_alternatives(network, a, b, time_s=network.arc_time_s) for a, b in pairs])
    print(f"alternatives             {alternatives_s / len(pairs):8.2f} s a pair, {sum(map(len, found)) / len(pairs):.1f} roads")


def timed(run: Callable[[], T]) -> tuple[float, T]:
    start = time.perf_counter()
    result = run()
    return time.perf_counter() - start, result


def report(
    name: str, ours_s: float, ours: NDArray[np.float64], places: NDArray[np.int64], theirs: tuple[float, NDArray[np.float64]]
) -> None:
    theirs_s, times = theirs
    scaled_s = theirs_s * len(places) / len(times)
    apart_s = float(np.abs(times - ours[: len(times)]).max())
    detail = f"{len(times)} sources run; at most {apart_s:.0e} s apart"
    print(f"{name:<24} {scaled_s:8.2f} s    {scaled_s / ours_s:.1f} times ours ({detail})")


def times_of_networkx(network: RoadNetwork, sources: NDArray[np.int64], targets: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]]:
    import networkx as nx

    graph = nx.MultiDiGraph()
    graph.add_nodes_from(range(network.nodes))
    graph.add_weighted_edges_from(zip(network.arc_tail.tolist(), network.arc_head.tolist(), network.arc_time_s.tolist(), strict=True))

    def run() -> NDArray[np.float64]:
        rows = (nx.single_source_dijkstra_path_length(graph, source) for source in sources.tolist())
        return np.array([[row.get(target, np.inf) for target in targets.tolist()] for row in rows])

    return timed(run)


def times_of_igraph(network: RoadNetwork, places: NDArray[np.int64]) -> tuple[float, NDArray[np.float64]] | None:
    try:
        import igraph
    except ImportError:
        return None
    graph = igraph.Graph(n=network.nodes, edges=np.column_stack([network.arc_tail, network.arc_head]).tolist(), directed=True)
    unique, back = np.unique(places, return_inverse=True)
    run_s, times = timed(lambda: np.array(graph.distances(unique.tolist(), unique.tolist(), weights=network.arc_time_s.tolist())))
    return run_s, times[np.ix_(back, back)]


if __name__ == "__main__":
    main()
