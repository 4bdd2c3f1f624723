"""Instances of the same shape as the reference instances and of any size, from a seed.

    python -m benchmarks.generator --vehicles 200 --places 100 --seed 1 > instance.json

What is fixed, what is drawn, and where the figures come from (the three reference instances differ in their checkpoint only):

- A city of 7 km radius round (0, 0), gathering points drawn evenly over it. `places` counts gathering points; there is a
  reception for every five of them (8 for 40 in the reference instances), which are not counted.
- One checkpoint at the city's edge to the east; receptions 5 to 25 km beyond it, at most 45 degrees to either side.
- Minutes to the checkpoint: the straight line 1.3 times longer at 28 km/h in the city, 1.25 times at 55 km/h beyond it, rounded up.
  This gives the reference instances' own minutes for every one of their places.
- 20 coaches, 25 minibuses, 15 ambulances of every 60 vehicles, each at a reception drawn evenly.
- 400 stretcher cases, 1,600 infants and carers, 2,500 frail or pregnant and 7,500 others for every 60 vehicles; each class is
  split over the gathering points by a symmetric Dirichlet distribution with parameter 3, rounded by largest remainders.
- Receptions' rooms are the reference's eight in an order that is drawn, and again as often as needed, scaled to 1.075 times the
  people; a quarter of the receptions have hospital beds, 1.125 for each stretcher case in all.
- The checkpoint passes 20 vehicles in a quarter of an hour for every 60 vehicles, both directions together; four boardings begin
  in a quarter at a gathering point. The hours (8) change nothing else.

The same arguments give the same instance, on any machine (numpy's PCG64).
"""

import argparse
import json
from itertools import cycle, islice
from math import ceil, cos, hypot, pi, sin
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

CITY_RADIUS_KM = 7.0
CHECKPOINT_KM = (8.0, 0.0)
NEAREST_KM, FURTHEST_KM = 5.0, 25.0
MOST_ASIDE = pi / 4
IN_CITY_MIN_PER_KM = 1.3 * 60 / 28
BEYOND_MIN_PER_KM = 1.25 * 60 / 55
REFERENCE_VEHICLES = 60
POINTS_PER_RECEPTION = 5
DIRICHLET = 3.0
PASSES_PER_SLOT = 20
ROOM_SHARES = (2500, 2000, 1500, 1500, 1500, 1500, 1200, 1200)
ROOM_PER_PERSON = 1.075
BEDS_PER_STRETCHER = 1.125
CLASSES = {"stretcher": (400, 50.0), "infant+carer": (1600, 12.0), "frail/pregnant": (2500, 5.0), "other": (7500, 1.0)}
"""People of every 60 vehicles' instance, and weight."""
TYPES: tuple[dict[str, Any], ...] = (
    {"name": "coach", "seats": 50, "stretcher_bays": 0, "loading_minutes": 15, "unloading_minutes": 10},
    {"name": "minibus", "seats": 16, "stretcher_bays": 0, "loading_minutes": 10, "unloading_minutes": 5},
    {"name": "ambulance", "seats": 3, "stretcher_bays": 2, "loading_minutes": 10, "unloading_minutes": 10},
)
OF_SIXTY = (20, 25, 15)


def generate(*, vehicles: int, places: int, seed: int, hours: int = 8) -> dict[str, Any]:
    """An instance in the format of the reference instances."""
    rng = np.random.default_rng([vehicles, places, seed])
    scale = vehicles / REFERENCE_VEHICLES
    people = {name: round(count * scale) for name, (count, _) in CLASSES.items()}
    receptions = _receptions(rng, max(1, round(places / POINTS_PER_RECEPTION)), people)
    return {
        "about": f"Generated: {vehicles} vehicles, {places} gathering points, {hours} hours, seed {seed}. Minutes, people, vehicles.",
        "horizon_minutes": 60 * hours,
        "slot_minutes": 15,
        "checkpoint_vehicles_per_slot_both_directions": max(1, round(PASSES_PER_SLOT * scale)),
        "loading_bays_vehicles_per_slot": 4,
        "classes": [{"name": name, "weight": weight} for name, (_, weight) in CLASSES.items()],
        "gathering_points": _gathering_points(rng, places, people),
        "receptions": receptions,
        "checkpoint": {"x_km": CHECKPOINT_KM[0], "y_km": CHECKPOINT_KM[1]},
        "vehicle_types": _fleet(rng, vehicles, [place["id"] for place in receptions]),
    }


def _gathering_points(rng: Generator, places: int, people: dict[str, int]) -> list[dict[str, Any]]:
    radius_km, angle = CITY_RADIUS_KM * np.sqrt(rng.random(places)), 2 * pi * rng.random(places)
    of_class = {name: _whole(count * rng.dirichlet([DIRICHLET] * places), count) for name, count in people.items()}
    points = []
    for number in range(places):
        x_km, y_km = _rounded(radius_km[number] * cos(angle[number]), radius_km[number] * sin(angle[number]))
        points.append(
            {
                "id": f"G{number:0{len(str(places - 1))}d}",
                "minutes_to_checkpoint": ceil(IN_CITY_MIN_PER_KM * _from_checkpoint_km(x_km, y_km)),
                "people": {name: int(counts[number]) for name, counts in of_class.items()},
                "x_km": x_km,
                "y_km": y_km,
            }
        )
    return points


def _receptions(rng: Generator, receptions: int, people: dict[str, int]) -> list[dict[str, Any]]:
    distance_km, aside = rng.uniform(NEAREST_KM, FURTHEST_KM, receptions), rng.uniform(-MOST_ASIDE, MOST_ASIDE, receptions)
    shares = np.array(list(islice(cycle(ROOM_SHARES), receptions)), dtype=float)
    rng.shuffle(shares)
    room = _whole(shares / shares.sum() * ROOM_PER_PERSON * sum(people.values()), ceil(ROOM_PER_PERSON * sum(people.values())))
    hospitals = sorted(rng.permutation(receptions)[: max(1, receptions // 4)].tolist())
    beds_in_all = ceil(BEDS_PER_STRETCHER * people["stretcher"])
    beds = dict(zip(hospitals, _whole(np.full(len(hospitals), beds_in_all / len(hospitals)), beds_in_all).tolist(), strict=True))
    places = []
    for number in range(receptions):
        x_km, y_km = _rounded(
            CHECKPOINT_KM[0] + distance_km[number] * cos(aside[number]), CHECKPOINT_KM[1] + distance_km[number] * sin(aside[number])
        )
        places.append(
            {
                "id": f"R{number}",
                "minutes_to_checkpoint": ceil(BEYOND_MIN_PER_KM * _from_checkpoint_km(x_km, y_km)),
                "capacity_people": int(room[number]),
                "hospital_beds": beds.get(number, 0),
                "x_km": x_km,
                "y_km": y_km,
            }
        )
    return places


def _fleet(rng: Generator, vehicles: int, receptions: list[str]) -> list[dict[str, Any]]:
    counts = _whole(np.array(OF_SIXTY) / sum(OF_SIXTY) * vehicles, vehicles)
    kinds = []
    for kind, count in zip(TYPES, counts.tolist(), strict=True):
        at = rng.integers(0, len(receptions), count)
        starts = {place: int((at == number).sum()) for number, place in enumerate(receptions)}
        kinds.append({**kind, "start_at": {place: number for place, number in starts.items() if number}})
    return kinds


def _whole(shares: NDArray[np.float64], total: int) -> NDArray[np.int64]:
    """Whole numbers near the shares that add up to the total: the largest remainders are rounded up."""
    whole = np.floor(shares).astype(np.int64)
    up = np.argsort(-(shares - whole), kind="stable")[: total - int(whole.sum())]
    whole[up] += 1
    return whole


def _rounded(x_km: float, y_km: float) -> tuple[float, float]:
    return round(float(x_km), 3), round(float(y_km), 3)


def _from_checkpoint_km(x_km: float, y_km: float) -> float:
    return hypot(x_km - CHECKPOINT_KM[0], y_km - CHECKPOINT_KM[1])


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.generator", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--vehicles", type=int, required=True)
    parser.add_argument("--places", type=int, required=True, help="gathering points")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--hours", type=int, default=8)
    options = parser.parse_args()
    print(json.dumps(generate(**vars(options)), indent=1))


if __name__ == "__main__":
    main()
