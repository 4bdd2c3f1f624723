"""Starting peers: each run in a process of its own, and the same seconds for each in all.

No peer knows of the checkpoint well enough to hold back vehicles that only stand in its queue, so each is given the best fleet that
a search finds in its seconds: all vehicles first, then a type left out, halved or cut by a quarter or a tenth, as long as the checker
counts more for it.
"""

import json
import subprocess
import sys
from dataclasses import asdict, dataclass, replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.peers.judging import Judged, judge
from benchmarks.peers.problem import Answer, Request, answer_of
from benchmarks.peers.writing import Field

ROOT = Path(__file__).parents[2]
_SHARES = (0.0, 0.5, 0.75, 0.9)


@dataclass(frozen=True, slots=True)
class Peer:
    """`imports` from the package `package`; `models`: its own models, the last of them the one for which fleets are searched.

    One run takes at most one share of `runs` of all seconds, so that several fleets are tried.
    """

    name: str
    module: str
    imports: str
    package: str
    models: tuple[str, ...] = ("",)
    runs: int = 8

    @property
    def is_installed(self) -> bool:
        return find_spec(self.imports) is not None

    @property
    def install_command(self) -> str:
        return f"{Path(sys.executable).parent.parent.name}/bin/python -m pip install {self.package}"


PEERS = (
    Peer("VROOM", "benchmarks.peers.with_vroom", "vroom", "pyvroom", runs=3),
    Peer("OR-Tools", "benchmarks.peers.with_ortools", "ortools", "ortools", ("slots", "open")),
    Peer("PyVRP", "benchmarks.peers.with_pyvrp", "pyvrp", "pyvrp"),
)


class PeerFailedError(Exception):
    """A peer's process ended without an answer."""


@dataclass(frozen=True, slots=True)
class Run:
    """A peer's best run of several. Seconds are of all its runs."""

    version: str
    fleet: dict[str, int]
    judged: Judged
    runs: int
    took_s: float
    processor_s: float


def ask(peer: Peer, request: Request) -> Answer:
    """Raises: PeerFailedError."""
    done = subprocess.run(
        [sys.executable, "-m", peer.module], cwd=ROOT, input=json.dumps(asdict(request)), capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise PeerFailedError(f"{peer.name}: {done.stderr.strip().splitlines()[-1] if done.stderr.strip() else done.returncode}")
    return answer_of(done.stdout.splitlines()[-1])


def best_run(peer: Peer, field: Field, seconds: float, seed: int) -> Run:
    """Every model with the whole fleet, then the last one with smaller fleets, until the seconds are used up or none is better.

    Raises: PeerFailedError.
    """
    search = _Search(peer, field, seconds, seed)
    whole = {kind["name"]: sum(kind["start_at"].values()) for kind in field.instance["vehicle_types"]}
    for model in peer.models:
        search.is_better(whole, model)
    while _one_round(search, field.instance):
        pass
    return search.best


def _one_round(search: "_Search", instance: dict[str, Any]) -> bool:
    """Each share of each type in turn, the types with the fewest seats first; a step that helps is taken again. Whether any helped."""
    helped = False
    kinds = sorted(instance["vehicle_types"], key=lambda kind: (kind["stretcher_bays"], kind["seats"]))
    for share in _SHARES:
        for name in (kind["name"] for kind in kinds):
            while search.best.fleet[name] and search.has_time:
                fleet = search.best.fleet | {name: int(search.best.fleet[name] * share)}
                if not search.is_better(fleet, search.peer.models[-1]):
                    break
                helped = True
    return helped and search.has_time


class _Search:
    """A peer's runs so far; `best.fleet` is the one from which others are tried."""

    best: Run

    def __init__(self, peer: Peer, field: Field, seconds: float, seed: int) -> None:
        self.peer = peer
        self._field = field
        self._seconds = seconds
        self._seed = seed
        self._tried: set[tuple[object, ...]] = set()

    @property
    def has_time(self) -> bool:
        return self.best.took_s < self._seconds * (1 - 0.5 / self.peer.runs)

    def is_better(self, fleet: dict[str, int], model: str) -> bool:
        """Run once more, and whether the checker counts more for it than for the best before; nothing is tried twice."""
        candidate = (model, *sorted(fleet.items()))
        if candidate in self._tried:
            return False
        self._tried.add(candidate)
        before = getattr(self, "best", None)
        left_s = self._seconds - (before.took_s if before else 0.0)
        answer = ask(self.peer, Request(self._field.instance, min(self._seconds / self.peer.runs, left_s), self._seed, fleet, model))
        judged = judge(self._field, answer.tours)
        run = Run(answer.version, fleet, judged, 1, answer.took_s, answer.processor_s)
        if before is None:
            self.best = run
            return True
        is_better = judged.points > before.judged.points
        kept = run if is_better else before
        self.best = replace(
            kept, runs=before.runs + 1, took_s=before.took_s + answer.took_s, processor_s=before.processor_s + answer.processor_s
        )
        return is_better
