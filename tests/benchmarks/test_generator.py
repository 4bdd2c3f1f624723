"""Generated instances: the same for the same seed, of the reference instances' shape, and fit to plan."""

import json
from math import ceil, hypot
from pathlib import Path

import pytest
from benchmarks.generator import BEYOND_MIN_PER_KM, IN_CITY_MIN_PER_KM, generate
from benchmarks.reference import scenario_of

import safepassage


def test_the_same_arguments_give_the_same_instance_and_another_seed_another() -> None:
    first = generate(vehicles=200, places=100, seed=1)
    assert json.dumps(first) == json.dumps(generate(vehicles=200, places=100, seed=1))
    assert first["gathering_points"] != generate(vehicles=200, places=100, seed=2)["gathering_points"]


@pytest.mark.parametrize(
    ("vehicles", "places", "receptions", "passes"), [(60, 40, 8, 20), (200, 100, 20, 67), (500, 200, 40, 167), (1, 2, 1, 1)]
)
def test_nothing_is_lost_or_made_up_in_the_drawing(vehicles: int, places: int, receptions: int, passes: int) -> None:
    """Vehicles, people by class, room and beds add up to what the instance's size says."""
    instance = generate(vehicles=vehicles, places=places, seed=3)
    assert len(instance["gathering_points"]) == places
    assert len(instance["receptions"]) == receptions
    assert instance["checkpoint_vehicles_per_slot_both_directions"] == passes
    assert sum(count for kind in instance["vehicle_types"] for count in kind["start_at"].values()) == vehicles
    for name, of_sixty in (("stretcher", 400), ("infant+carer", 1600), ("frail/pregnant", 2500), ("other", 7500)):
        assert sum(point["people"][name] for point in instance["gathering_points"]) == round(of_sixty * vehicles / 60)
    people = sum(sum(point["people"].values()) for point in instance["gathering_points"])
    assert sum(place["capacity_people"] for place in instance["receptions"]) == ceil(1.075 * people)
    stretchers = sum(point["people"]["stretcher"] for point in instance["gathering_points"])
    assert sum(place["hospital_beds"] for place in instance["receptions"]) == ceil(1.125 * stretchers)


def test_sixty_vehicles_and_forty_points_are_written_as_the_reference_instances_are(data_dir: Path) -> None:
    """The same keys throughout, the same vehicles, and the reference's own minutes follow from its own kilometres."""
    reference = json.loads((data_dir / "planning" / "reference-20.json").read_text(encoding="utf-8"))
    made = generate(vehicles=60, places=40, seed=1)
    assert made.keys() == reference.keys()
    for records in ("gathering_points", "receptions"):
        assert [record.keys() for record in made[records]] == [record.keys() for record in reference[records]]
    for key in ("horizon_minutes", "slot_minutes", "loading_bays_vehicles_per_slot", "classes", "checkpoint"):
        assert made[key] == reference[key]
    assert made["checkpoint_vehicles_per_slot_both_directions"] == reference["checkpoint_vehicles_per_slot_both_directions"]
    for mine, theirs in zip(made["vehicle_types"], reference["vehicle_types"], strict=True):
        assert {**mine, "start_at": sum(mine["start_at"].values())} == {**theirs, "start_at": sum(theirs["start_at"].values())}
    for records, min_per_km in (("gathering_points", IN_CITY_MIN_PER_KM), ("receptions", BEYOND_MIN_PER_KM)):
        for record in reference[records]:
            km = hypot(record["x_km"] - reference["checkpoint"]["x_km"], record["y_km"] - reference["checkpoint"]["y_km"])
            assert record["minutes_to_checkpoint"] == ceil(min_per_km * km)


def test_a_generated_instance_can_be_planned() -> None:
    """A small one is planned and checked, and somebody gets out."""
    plan = safepassage.plan(scenario_of("small", generate(vehicles=6, places=4, seed=1, hours=3)), work=100)
    assert plan.figures.out.total_people > 0
