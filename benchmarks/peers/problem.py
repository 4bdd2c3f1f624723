"""What every peer is told: loads of people, what each is worth, and how long a vehicle takes from one load to the next.

A **load** is one trip: people of one gathering point who fill one vehicle of one type. The seated people of a gathering point, the
most valued first, are cut into loads for the types in proportion to their vehicles; stretcher cases into loads for ambulances. A
**visit** of a vehicle to a load is the whole trip: in, board, out, alight at the reception that the vehicle serves. So trips need no
modelling of their own, which is where vehicle routing is weakest: shipments from gathering points to receptions gave VROOM 39,938
points where loads gave it 42,327 (instance 40).

A peer reads one JSON value from its standard input (`Request`) and prints one (`Answer`).
"""

import json
import resource
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

STRETCHER = "stretcher"


@dataclass(frozen=True, slots=True)
class Request:
    """`fleet`: how many vehicles of each type may be used. `model`: which of its own models, where the peer has several."""

    instance: dict[str, Any]
    seconds: float
    seed: int
    fleet: dict[str, int]
    model: str = ""


@dataclass(frozen=True, slots=True)
class Trip:
    """In to a gathering point and out to a reception. `leaves_min`: not before this minute; 0 where the peer says nothing."""

    gathering_point: str
    reception: str
    people: dict[str, int]
    leaves_min: int = 0


@dataclass(frozen=True, slots=True)
class Tour:
    """One vehicle's trips in order."""

    type: str
    start_at: str
    trips: list[Trip]


@dataclass(frozen=True, slots=True)
class Answer:
    """`took_s` is by the clock and of solving alone; `processor_s` the process's, start included."""

    version: str
    tours: list[Tour]
    took_s: float
    processor_s: float


@dataclass(frozen=True, slots=True)
class Load:
    """People of one gathering point (a position in the instance's list) for one vehicle of one type."""

    gathering_point: int
    type: str
    people: dict[str, int]
    points: float


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle: where it starts and which reception it serves all day, as positions in the instance's receptions."""

    type: dict[str, Any]
    start: int
    serves: int

    @property
    def profile(self) -> str:
        """Vehicles of one profile take the same time for everything but their first way."""
        return f"{self.type['name']}-{self.serves}"


def read_request() -> Request:
    return Request(**json.load(sys.stdin))


def print_answer(version: str, tours: list[Tour], took_s: float) -> None:
    used = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps(asdict(Answer(version, tours, took_s, used.ru_utime + used.ru_stime))))


def answer_of(text: str) -> Answer:
    value = json.loads(text)
    tours = [Tour(tour["type"], tour["start_at"], [Trip(**trip) for trip in tour["trips"]]) for tour in value.pop("tours")]
    return Answer(tours=tours, **value)


def loads_of(request: Request) -> list[Load]:
    """Everybody, in loads for the types that have vehicles."""
    instance = request.instance
    weight = {kind["name"]: kind["weight"] for kind in instance["classes"]}
    kinds = sorted((kind for kind in instance["vehicle_types"] if request.fleet[kind["name"]]), key=lambda kind: kind["seats"])
    return [
        Load(number, kind, dict(people), sum(weight[name] for name in people.elements()))
        for number, point in enumerate(instance["gathering_points"])
        for kind, people in _loads_at(point, weight, kinds, request.fleet)
    ]


def _loads_at(
    point: dict[str, Any], weight: dict[str, float], kinds: list[dict[str, Any]], fleet: dict[str, int]
) -> Iterator[tuple[str, Counter[str]]]:
    """Seats beside stretchers go to the least valued: most stretcher loads are never fetched, and nobody else waits for one."""
    line = sorted(Counter(point["people"]).elements(), key=lambda name: -weight[name])
    seated = [name for name in line if name != STRETCHER]
    lying = len(line) - len(seated)
    for kind in (kind for kind in kinds if kind["stretcher_bays"]):
        while lying:
            bays = min(lying, kind["stretcher_bays"])
            lying -= bays
            beside = [seated.pop() for _ in range(min(kind["seats"], len(seated)))]
            yield kind["name"], Counter({STRETCHER: bays}) + Counter(beside)
    cut = {kind["name"]: 0 for kind in kinds if not kind["stretcher_bays"]}
    while seated and cut:
        name = min(cut, key=lambda name: cut[name] / fleet[name])
        cut[name] += 1
        seats = next(kind["seats"] for kind in kinds if kind["name"] == name)
        yield name, Counter(seated[:seats])
        seated = seated[seats:]


def vehicles_of(request: Request) -> list[Vehicle]:
    """The vehicles that may be used, those nearest to the checkpoint first.

    Each serves the nearest reception that has room for its day's seats.
    """
    instance = request.instance
    receptions = instance["receptions"]
    nearest = sorted(range(len(receptions)), key=lambda number: receptions[number]["minutes_to_checkpoint"])
    trips = instance["horizon_minutes"] / _mean_round_min(instance)
    room = [place["capacity_people"] for place in receptions]
    beds = [place["hospital_beds"] for place in receptions]
    vehicles = []
    for kind in sorted(instance["vehicle_types"], key=lambda kind: (-kind["stretcher_bays"], -kind["seats"])):
        starts = (number for number in nearest for _ in range(kind["start_at"].get(receptions[number]["id"], 0)))
        for start in islice(starts, request.fleet[kind["name"]]):
            seats, bays = kind["seats"] * trips, kind["stretcher_bays"] * trips
            serves = next((number for number in nearest if room[number] >= seats and beds[number] >= bays), nearest[0])
            room[serves] -= seats
            beds[serves] -= bays
            vehicles.append(Vehicle(kind, start, serves))
    return vehicles


def _mean_round_min(instance: dict[str, Any]) -> float:
    """What a trip takes, with a mean gathering point and the nearest receptions."""
    kinds = instance["vehicle_types"]
    in_city = np.mean([point["minutes_to_checkpoint"] for point in instance["gathering_points"]])
    beyond = np.mean(sorted(place["minutes_to_checkpoint"] for place in instance["receptions"])[: max(1, len(instance["receptions"]) // 2)])
    return float(2 * (in_city + beyond) + np.mean([kind["loading_minutes"] + kind["unloading_minutes"] for kind in kinds]))


def visit_minutes(instance: dict[str, Any], loads: list[Load], vehicle: Vehicle) -> NDArray[np.int64]:
    """Minutes, `[place, place]`, between loads and, after them, receptions, for vehicles of this profile.

    From a reception to a load: in and board. From load to load: out, alight, in again and board. From a load to a reception: out to the
    one that the vehicle serves, and alight. A visit begins when boarding has ended.
    """
    points, receptions = instance["gathering_points"], instance["receptions"]
    city = np.array([points[load.gathering_point]["minutes_to_checkpoint"] for load in loads])
    beyond = np.array([place["minutes_to_checkpoint"] for place in receptions])
    loading, out = vehicle.type["loading_minutes"], beyond[vehicle.serves] + vehicle.type["unloading_minutes"]
    minutes = np.zeros((len(loads) + len(receptions),) * 2, dtype=np.int64)
    minutes[: len(loads), : len(loads)] = city[:, None] + out + beyond[vehicle.serves] + city + loading
    minutes[len(loads) :, : len(loads)] = beyond[:, None] + city + loading
    minutes[: len(loads), len(loads) :] = city[:, None] + out
    np.fill_diagonal(minutes, 0)
    return minutes


def tour_of(instance: dict[str, Any], vehicle: Vehicle, loads: list[Load], boarded_min: list[int] | None = None) -> Tour:
    """The tour of a vehicle that fetches these loads in order; `boarded_min`: when boarding ends, where the peer says so."""
    points, receptions = instance["gathering_points"], instance["receptions"]
    trips = []
    here = vehicle.start
    for number, load in enumerate(loads):
        point = points[load.gathering_point]
        leaves_min = 0
        if boarded_min is not None:
            way_min = receptions[here]["minutes_to_checkpoint"] + point["minutes_to_checkpoint"]
            leaves_min = boarded_min[number] - vehicle.type["loading_minutes"] - way_min
        trips.append(Trip(point["id"], receptions[vehicle.serves]["id"], load.people, leaves_min))
        here = vehicle.serves
    return Tour(vehicle.type["name"], receptions[vehicle.start]["id"], trips)
