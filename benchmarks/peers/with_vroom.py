"""VROOM (BSD-2-Clause, through pyvroom): every load is a job for vehicles of its type, its points are the job's priority.

VROOM makes the jobs of the highest priorities (1 to 100) first, then looks for the shortest ways. It cannot know of the checkpoint:
`running.py` looks for the fleet with which it does best there.
"""

import time
from datetime import timedelta
from importlib.metadata import version

import vroom
from benchmarks.peers.problem import loads_of, print_answer, read_request, tour_of, vehicles_of, visit_minutes

MOST_PRIORITY = 100
THREADS = 2
EXPLORATION = 5


def main() -> None:
    request = read_request()
    instance = request.instance
    loads, vehicles = loads_of(request), vehicles_of(request)
    types = sorted({load.type for load in loads})
    problem = vroom.Input()
    for vehicle in {vehicle.profile: vehicle for vehicle in vehicles}.values():
        problem.set_durations_matrix(vehicle.profile, visit_minutes(instance, loads, vehicle) * 60)
    for number, vehicle in enumerate(vehicles):
        problem.add_vehicle(
            vroom.Vehicle(
                number,
                start=len(loads) + vehicle.start,
                end=len(loads) + vehicle.serves,
                profile=vehicle.profile,
                skills={types.index(vehicle.type["name"])},
                time_window=(0, instance["horizon_minutes"] * 60),
            )
        )
    most = max(load.points for load in loads)
    for number, load in enumerate(loads):
        priority = max(1, round(load.points / most * MOST_PRIORITY))
        problem.add_job(vroom.Job(number, location=number, skills={types.index(load.type)}, priority=priority))
    started_s = time.perf_counter()
    solution = problem.solve(EXPLORATION, THREADS, timedelta(seconds=request.seconds))
    took_s = time.perf_counter() - started_s
    tours = []
    for number, steps in solution.routes.groupby("vehicle_id"):
        fetched = steps["location_index"][steps["type"] == "job"]
        tours.append(tour_of(instance, vehicles[int(number)], [loads[int(load)] for load in fetched]))
    print_answer(f"VROOM (pyvroom {version('pyvroom')})", tours, took_s)


if __name__ == "__main__":
    main()
