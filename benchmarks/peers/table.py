"""Ours beside its peers: the same instance, the same seconds, one after the other, all counted by the same checker."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.apart import apart
from benchmarks.peers.running import PEERS, Peer, PeerFailedError, Run, best_run
from benchmarks.peers.writing import Field
from benchmarks.planning import REFERENCES, Measured, measure, reference_path, title_of
from benchmarks.reference import read_instance, scenario_of

from safepassage.documents.summary import percent_up
from safepassage.planning.connect import connect
from safepassage.planning.routes import find_routes

HEADING = """
| instance | solver | value | ours is above by | with its own riders | people out | vehicles | runs | s | s of processor |
|---|---|---:|---:|---:|---:|---:|---:|---:|---:|"""


def peer_rows(data: Path, seconds: float, instances: Sequence[str], seeds: Sequence[int]) -> Iterator[str]:
    """Ours first, then every peer; what is not installed or not there is named."""
    for name in (name for name in instances if name in REFERENCES):
        path, title = reference_path(data, name), title_of(name)
        if not path.is_file():
            yield f"| {title} | | skipped: its file is not in {data} (SAFEPASSAGE_DATA) | | | | | | | |"
            continue
        instance = read_instance(path)
        ground = connect(scenario_of(path.stem, instance))
        field = Field(instance, ground, find_routes(ground))
        for seed in seeds:
            ours = apart(measure, title, ground.scenario, seconds, seed)
            yield _our_row(ours)
            for peer in PEERS:
                yield _peer_row(peer, field, seconds, seed, ours)


def _our_row(ours: Measured) -> str:
    figures, certificate = ours.plan.figures, ours.plan.certificate
    solver = f"safepassage, seed {ours.seed} (bound {certificate.bound_points:,.0f}, gap {percent_up(certificate.gap)})"
    return (
        f"| {ours.name} | {solver} | {certificate.value_points:,.0f} | | | {figures.out.total_people:,} | {figures.vehicles_used} | 1 "
        f"| {ours.took_s:.1f} | {ours.processor_s:.1f} |"
    )


def _peer_row(peer: Peer, field: Field, seconds: float, seed: int, ours: Measured) -> str:
    if not peer.is_installed:
        return f"| {ours.name} | {peer.name} | skipped: {peer.install_command} | | | | | | | |"
    try:
        run = best_run(peer, field, seconds, seed)
    except PeerFailedError as error:
        return f"| {ours.name} | {peer.name} | failed: {error} | | | | | | | |"
    above = ours.plan.certificate.value_points / run.judged.points - 1 if run.judged.points else float("inf")
    return (
        f"| {ours.name} | {run.version} | {run.judged.points:,.0f} | {above:+.1%} | {_own_points(run):,.0f} "
        f"| {run.judged.best_riders.figures.out.total_people:,} | {_fleet(run)} | {run.runs} | {run.took_s:.1f} | {run.processor_s:.1f} |"
    )


def _own_points(run: Run) -> float:
    return run.judged.as_planned.certificate.value_points


def _fleet(run: Run) -> str:
    return " + ".join(f"{count} {name}" for name, count in run.fleet.items() if count)
