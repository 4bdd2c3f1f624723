"""Speed and plan quality beside peers in one run, as Markdown: `make bench`, or `python -m benchmarks --help` for shorter ones.

Real data is found through SAFEPASSAGE_DATA, else in ../shared/data beside the repository; what it lacks, and every peer that is not
installed, is skipped by name.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.bus_evacuation import HEADING as BUS_EVACUATION_HEADING
from benchmarks.bus_evacuation import bus_evacuation_rows
from benchmarks.peers import table as peers
from benchmarks.peers.running import PEERS

from benchmarks import flow, planning, replan, roads

ROOT = Path(__file__).parents[1]
INSTANCES = (*planning.REFERENCES, *planning.EXAMPLES, *planning.LARGE)
PACKAGES = ("highspy", "numba", "numpy", "scipy", "osmium", "pyvroom", "ortools", "pyvrp", "networkx", "igraph")
IGRAPH_COMMAND = f"{Path(sys.executable).parent.parent.name}/bin/python -m pip install igraph"


def main() -> None:
    options = read_options(sys.argv[1:])
    data = Path(os.environ.get("SAFEPASSAGE_DATA", ROOT.parent / "shared" / "data"))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    with options.out.open("w", encoding="utf-8") as file:
        for line in lines(options, data):
            print(line, flush=True)
            print(line, file=file, flush=True)
    print(f"\nWritten to {options.out}", file=sys.stderr)


def lines(options: argparse.Namespace, data: Path) -> Iterator[str]:
    """The whole page, line by line as it is measured."""
    yield f"# Benchmark of safepassage {version('safepassage')}\n\n{machine()}"
    for name in options.only:
        title, rows = SECTIONS[name]
        yield f"\n## {title.format(seconds=options.seconds)}"
        yield from rows(options, data)


def plans(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield planning.HEADING
    yield from planning.plan_rows(data, options.seconds, options.instances, options.seeds)


def beside_peers(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield peers.HEADING
    yield from peers.peer_rows(data, options.seconds, options.instances, options.seeds)


def growth(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield planning.GROWTH_HEADING
    yield from planning.growth_rows(min(options.seconds, GROWTH_SECONDS))


def evacuation(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield BUS_EVACUATION_HEADING
    yield from bus_evacuation_rows(data)


def earliest_arrival(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield flow.HEADING
    beside = next(peer for peer in PEERS if peer.name == "OR-Tools")
    if not beside.is_installed:
        yield f"| | | | skipped without {beside.name}: {beside.install_command} | | | | |"
        return
    yield from flow.flow_rows(options.networks)


def anew(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield replan.HEADING
    yield from replan.replan_rows(data)


def road_searches(options: argparse.Namespace, data: Path) -> Iterable[str]:
    yield roads.HEADING
    yield from apart(roads.road_rows, data, IGRAPH_COMMAND)


GROWTH_SECONDS = 20.0
SECTIONS: dict[str, tuple[str, Callable[[argparse.Namespace, Path], Iterable[str]]]] = {
    "plans": ("Plans, {seconds:g} seconds of search each (five times as long for 500 vehicles)", plans),
    "peers": ("Beside other solvers, {seconds:g} seconds for each", beside_peers),
    "growth": (f"How cost grows, at most {GROWTH_SECONDS:g} seconds of search each", growth),
    "evacuation": ("The Bus Evacuation Problem", evacuation),
    "flow": ("Earliest-arrival flow", earliest_arrival),
    "replan": ("Planning anew in the middle of the day", anew),
    "roads": ("Roads", road_searches),
}


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", nargs="+", choices=SECTIONS, default=list(SECTIONS), metavar="PART", help=f"of {', '.join(SECTIONS)}")
    parser.add_argument("--seconds", type=float, default=60.0, help="seconds of search for each plan and each peer (60)")
    parser.add_argument("--instances", nargs="+", choices=INSTANCES, default=INSTANCES, metavar="NAME", help=f"of {', '.join(INSTANCES)}")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="each instance once with each seed (1)")
    parser.add_argument("--networks", nargs="+", choices=flow.SIZES, default=list(flow.SIZES), help="of the earliest-arrival flow")
    parser.add_argument("--out", type=Path, default=Path("out/bench.md"), help="where the page is written (out/bench.md)")
    return parser.parse_args(arguments)


def machine() -> str:
    """Versions, processor and how busy it is: what a figure needs beside it to be compared with another."""
    packages = ", ".join(f"{name} {version_of(name)}" for name in PACKAGES)
    return (
        f"Python {platform.python_version()}, {packages}; {processor()}, {os.cpu_count()} cores, {platform.system()}; "
        f"load {os.getloadavg()[0]:.1f} when this began."
    )


def version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


if __name__ == "__main__":
    main()
