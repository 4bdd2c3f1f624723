"""OR-Tools' routing (Apache-2.0): every load is a node that vehicles of its type may visit, left out at the price of its points.

Two models. `open` does not know of the checkpoint, and `running.py` looks for its best fleet as for the others. In `slots` both
crossings of every visit are intervals of a quarter of an hour on one cumulative resource; all times are handed to the finaliser, without
which OR-Tools reports crossings that the resource does not allow. OR-Tools and highspy cannot share a process: nothing of ours that
solves is imported here.
"""

import time
from importlib.metadata import version

import numpy as np
from benchmarks.peers.problem import loads_of, print_answer, read_request, tour_of, vehicles_of, visit_minutes
from ortools.constraint_solver import pywrapcp, routing_enums_pb2

PENALTY_PER_POINT = 100
SLOT_MIN = 15


def main() -> None:
    request = read_request()
    instance = request.instance
    loads, vehicles = loads_of(request), vehicles_of(request)
    horizon_min = instance["horizon_minutes"]
    # a node at which no vehicle starts or ends would have to be visited
    bases = sorted({vehicle.start for vehicle in vehicles} | {vehicle.serves for vehicle in vehicles})
    nodes = [*range(len(loads)), *(len(loads) + base for base in bases)]
    manager = pywrapcp.RoutingIndexManager(
        len(nodes),
        len(vehicles),
        [nodes.index(len(loads) + vehicle.start) for vehicle in vehicles],
        [nodes.index(len(loads) + vehicle.serves) for vehicle in vehicles],
    )
    model = pywrapcp.RoutingModel(manager)
    transits = {
        vehicle.profile: model.RegisterTransitMatrix(visit_minutes(instance, loads, vehicle)[np.ix_(nodes, nodes)].tolist())
        for vehicle in {vehicle.profile: vehicle for vehicle in vehicles}.values()
    }
    of_vehicle = [transits[vehicle.profile] for vehicle in vehicles]
    for number, transit in enumerate(of_vehicle):
        model.SetArcCostEvaluatorOfVehicle(transit, number)
    model.AddDimensionWithVehicleTransits(of_vehicle, horizon_min, horizon_min, False, "time")
    times = model.GetDimensionOrDie("time")
    for number, load in enumerate(loads):
        index = manager.NodeToIndex(number)
        allowed = [place for place, vehicle in enumerate(vehicles) if vehicle.type["name"] == load.type]
        model.VehicleVar(index).SetValues([-1, *allowed])
        model.AddDisjunction([index], round(load.points * PENALTY_PER_POINT))
    if request.model == "slots":
        solver = model.solver()
        kinds = {kind["name"]: kind for kind in instance["vehicle_types"]}
        crossings = []
        for number, load in enumerate(loads):
            index = manager.NodeToIndex(number)
            way_min = instance["gathering_points"][load.gathering_point]["minutes_to_checkpoint"]
            for name, after_min in (("in", -way_min - kinds[load.type]["loading_minutes"]), ("out", way_min)):
                crosses = times.CumulVar(index) + after_min
                crossings.append(solver.FixedDurationIntervalVar(crosses.Var(), SLOT_MIN, model.ActiveVar(index), f"{name} {number}"))
        passes = instance["checkpoint_vehicles_per_slot_both_directions"]
        solver.Add(solver.Cumulative(crossings, [1] * len(crossings), passes, "checkpoint"))
        for number in range(len(loads)):
            model.AddVariableMinimizedByFinalizer(times.CumulVar(manager.NodeToIndex(number)))
    parameters = pywrapcp.DefaultRoutingSearchParameters()
    parameters.first_solution_strategy = routing_enums_pb2.FirstSolutionStrategy.PARALLEL_CHEAPEST_INSERTION
    parameters.local_search_metaheuristic = routing_enums_pb2.LocalSearchMetaheuristic.GUIDED_LOCAL_SEARCH
    parameters.time_limit.FromMilliseconds(round(request.seconds * 1000))
    started_s = time.perf_counter()
    solution = model.SolveWithParameters(parameters)
    took_s = time.perf_counter() - started_s
    tours = []
    for number, vehicle in enumerate(vehicles):
        fetched, boarded_min = [], []
        index = model.Start(number) if solution else None
        while index is not None and not model.IsEnd(index):
            index = solution.Value(model.NextVar(index))
            if not model.IsEnd(index):
                fetched.append(loads[manager.IndexToNode(index)])
                boarded_min.append(solution.Min(times.CumulVar(index)))
        tours.append(tour_of(instance, vehicle, fetched, boarded_min))
    print_answer(f"OR-Tools {version('ortools')}", tours, took_s)


if __name__ == "__main__":
    main()
