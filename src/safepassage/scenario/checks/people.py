"""People: groups fit their gathering point and a vehicle; own transport is possible."""

from collections import defaultdict
from collections.abc import Iterator

from safepassage.corridor import NOBODY, GatheringPoint, Group, OwnTransport, OwnTransportMode, PeopleByClass, VehicleType, people_by_class
from safepassage.errors import Problem
from safepassage.scenario.written import Written

FASTEST_ON_FOOT_KMH = 8.0


def check_groups(written: Written) -> Iterator[Problem]:
    """A group has members, one vehicle of some type holds all of it, and groups are among the people of their gathering point."""
    types = [record for _, record in written.records(VehicleType)]
    all_types_known = written.is_legible("vehicle_types") and len(types) == len(list(written.rows("vehicle_types")))
    in_groups: dict[str, PeopleByClass] = defaultdict(lambda: NOBODY)
    for row, group in written.records(Group):
        people = group.people
        in_groups[group.gathering_point] += _times(people, group.groups)
        if people == NOBODY:
            yield Problem(row.place, "it is a group of nobody", "Write how many people of each class one group has, or delete the line.")
        elif all_types_known and types and not any(_holds(vehicle_type, people) for vehicle_type in types):
            what = f"no vehicle type holds a group of {people.seated_people} seated people and {people.stretcher_people} stretcher cases"
            yield Problem(row.place, what, "Divide the group into smaller ones, or add a vehicle type that holds it whole.")
    for row, point in written.records(GatheringPoint):
        for priority, grouped in in_groups[point.id].items():
            if grouped > point.registered[priority]:
                registered = point.registered[priority]
                what = f"its groups have {grouped} people of class '{priority.value}' together, and {registered} are registered there"
                repair = "People of groups are counted at their gathering point too: correct the groups, or its count."
                yield Problem(row.where(f"{priority.value}_people"), what, repair)


def _times(people: PeopleByClass, groups: int) -> PeopleByClass:
    return people_by_class({priority: count * groups for priority, count in people.items()})


def _holds(vehicle_type: VehicleType, people: PeopleByClass) -> bool:
    return vehicle_type.seats >= people.seated_people and vehicle_type.stretcher_bays >= people.stretcher_people


def check_own_transport(written: Written) -> Iterator[Problem]:
    """Nobody walks faster than people can, and nobody leaves in no car."""
    for row, own in written.records(OwnTransport):
        if own.mode is OwnTransportMode.FOOT and own.max_speed_kmh > FASTEST_ON_FOOT_KMH:
            what = f"nobody walks {own.max_speed_kmh:g} km/h"
            yield Problem(row.where("max_speed_kmh"), what, f"Write at most {FASTEST_ON_FOOT_KMH:g}; 4 is usual on foot.")
        if own.units == 0 and own.people != NOBODY:
            what = f"{own.people.total_people} people are written without a car or group to leave in"
            yield Problem(row.where("units"), what, "Write the number of cars, or of groups on foot.")
