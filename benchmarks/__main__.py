"""Speed and plan quality in one run, as Markdown: `make bench`, or `python -m benchmarks --help` for shorter ones.

Real data is found through SAFEPASSAGE_DATA, else in ../shared/data beside the repository; what it lacks is skipped by name.
"""

import argparse
import os
import platform
import subprocess
import sys
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks import planning

ROOT = Path(__file__).parents[1]


def main() -> None:
    options = read_options(sys.argv[1:])
    data = Path(os.environ.get("SAFEPASSAGE_DATA", ROOT.parent / "shared" / "data"))
    print(f"# Benchmark of safepassage {version('safepassage')}\n\n{machine()}\n\n## Plans, {options.seconds:g} seconds of search each")
    print(planning.HEADING, flush=True)
    for row in planning.rows(data, options.seconds, options.instances, options.seeds):
        print(row, flush=True)
    print(planning.PUBLISHED)
    if not options.without_roads:
        print(f"## Roads\n\n```text\n{roads()}```", flush=True)


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    every = [*planning.REFERENCES, *planning.EXAMPLES]
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=60.0, help="seconds of search for each plan (60)")
    parser.add_argument("--instances", nargs="+", choices=every, default=every, help="only these")
    parser.add_argument("--seeds", nargs="+", type=int, default=[1], help="each instance once with each seed (1)")
    parser.add_argument("--without-roads", action="store_true", help="leave the roads out")
    return parser.parse_args(arguments)


def machine() -> str:
    """Versions, processor and how busy it is: what a figure needs beside it to be compared with another."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("highspy", "numba", "numpy", "scipy", "osmium"))
    return (
        f"Python {platform.python_version()}, {packages}; {processor()}, {os.cpu_count()} cores, {platform.system()}; "
        f"load {os.getloadavg()[0]:.1f} when this began."
    )


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def roads() -> str:
    """In a process of its own, so that its memory is its own."""
    done = subprocess.run([sys.executable, ROOT / "benchmarks" / "roads.py"], capture_output=True, text=True, check=False)
    return done.stdout if done.returncode == 0 else f"skipped: {done.stderr}"


if __name__ == "__main__":
    main()
