"""PyVRP (MIT): every load is an optional client whose prize is its points; vehicles of other types have no way to it.

Like VROOM it cannot know of the checkpoint: `running.py` looks for the fleet with which it does best there.
"""

import time
from collections import Counter
from importlib.metadata import version

import numpy as np
import pyvrp
from benchmarks.peers.problem import loads_of, print_answer, read_request, tour_of, vehicles_of, visit_minutes
from pyvrp.search import NeighbourhoodParams
from pyvrp.stop import MaxRuntime

NO_WAY_MIN = 1_000
PRIZE_PER_POINT = 10
"""Beside minutes driven, so that prizes decide."""
NEIGHBOURS = 200
"""With PyVRP's own 50 most vehicles stand idle for a third of the day."""


def main() -> None:
    request = read_request()
    instance = request.instance
    loads, vehicles = loads_of(request), vehicles_of(request)
    kinds = list({(vehicle.profile, vehicle.start): vehicle for vehicle in vehicles}.values())
    counted = Counter((vehicle.profile, vehicle.start) for vehicle in vehicles)
    profiles = list(dict.fromkeys(vehicle.profile for vehicle in kinds))
    matrices = []
    for profile in profiles:
        vehicle = next(vehicle for vehicle in kinds if vehicle.profile == profile)
        minutes = np.roll(visit_minutes(instance, loads, vehicle), len(instance["receptions"]), (0, 1))
        is_other = np.array([False] * len(instance["receptions"]) + [load.type != vehicle.type["name"] for load in loads])
        minutes[is_other, :] = minutes[:, is_other] = NO_WAY_MIN
        np.fill_diagonal(minutes, 0)
        matrices.append(minutes)
    places = [pyvrp.Location(0, 0)] * (len(instance["receptions"]) + len(loads))
    data = pyvrp.ProblemData(
        locations=places,
        clients=[
            pyvrp.Client(location=len(instance["receptions"]) + number, prize=round(load.points * PRIZE_PER_POINT), required=False)
            for number, load in enumerate(loads)
        ],
        depots=[pyvrp.Depot(location=number) for number in range(len(instance["receptions"]))],
        vehicle_types=[
            pyvrp.VehicleType(
                num_available=counted[vehicle.profile, vehicle.start],
                start_depot=vehicle.start,
                end_depot=vehicle.serves,
                tw_late=instance["horizon_minutes"],
                profile=profiles.index(vehicle.profile),
            )
            for vehicle in kinds
        ],
        distance_matrices=matrices,
        duration_matrices=matrices,
    )
    started_s = time.perf_counter()
    params = pyvrp.SolveParams(neighbourhood=NeighbourhoodParams(num_neighbours=NEIGHBOURS))
    best = pyvrp.solve(data, MaxRuntime(request.seconds), seed=request.seed, params=params).best
    took_s = time.perf_counter() - started_s
    tours = [
        tour_of(instance, kinds[route.vehicle_type()], [loads[visit.idx] for visit in route.schedule() if visit.is_client()])
        for route in best.routes()
    ]
    print_answer(f"PyVRP {version('pyvrp')}", tours, took_s)


if __name__ == "__main__":
    main()
