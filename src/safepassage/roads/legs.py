"""A network from a table of legs, where there is no OSM file."""

from collections.abc import Sequence

import numpy as np

from safepassage.corridor import Leg, Place
from safepassage.errors import InputError, Problem
from safepassage.roads.network import RoadNetwork, build_network


def network_from_legs(places: Sequence[Place], legs: Sequence[Leg]) -> RoadNetwork:
    """The network whose nodes are the places that are an end of a leg, in the order of `places`.

    A leg gives one arc, or two (there, then back) unless it is one-way; lines are straight from place to place, kilometres and
    minutes are those of the table.

    Raises:
        InputError: no leg, a leg to an unknown place or from a place to itself, an id twice.
    """
    place_of = {place.id: place for place in places}
    problems = _problems(places, legs, set(place_of))
    if problems:
        raise InputError(problems)
    ends = {leg.from_place for leg in legs} | {leg.to_place for leg in legs}
    node_place = tuple(place_id for place_id in place_of if place_id in ends)
    node_of = {place_id: node for node, place_id in enumerate(node_place)}
    names = tuple(sorted({leg.road for leg in legs if leg.road}))
    name_of = {name: index for index, name in enumerate(names)}

    rows, tails, heads = [], [], []
    for row, leg in enumerate(legs):
        there = (node_of[leg.from_place], node_of[leg.to_place])
        for tail, head in (there,) if leg.is_one_way else (there, there[::-1]):
            rows.append(row)
            tails.append(tail)
            heads.append(head)
    node_latitude = np.array([place_of[place_id].latitude for place_id in node_place])
    node_longitude = np.array([place_of[place_id].longitude for place_id in node_place])
    ends_of_arcs = np.column_stack([tails, heads]).ravel()
    arc_name = np.array([name_of[legs[row].road or ""] if legs[row].road else -1 for row in rows])
    named = np.flatnonzero(arc_name >= 0)
    return build_network(
        node_place=node_place,
        names=names,
        node_latitude=node_latitude,
        node_longitude=node_longitude,
        node_ids=np.arange(len(node_place)),
        arc_tail=tails,
        arc_head=heads,
        arc_length_m=[legs[row].km * 1000.0 for row in rows],
        arc_time_s=[legs[row].minutes * 60.0 for row in rows],
        arc_way=rows,
        arc_lanes=[legs[row].lanes for row in rows],
        arc_is_bridge=np.zeros(len(rows), dtype=np.bool_),
        arc_max_weight_t=np.full(len(rows), np.nan),
        arc_name=arc_name,
        alias_arc=named,
        alias_name=arc_name[named],
        shape_start=np.arange(len(rows) + 1) * 2,
        shape_latitude=node_latitude[ends_of_arcs],
        shape_longitude=node_longitude[ends_of_arcs],
        banned_turns=np.empty((0, 2)),
    )


def _problems(places: Sequence[Place], legs: Sequence[Leg], known: set[str]) -> list[Problem]:
    problems = []
    if not legs:
        problems.append(Problem("legs", "there is no leg, so there is no road", "Write at least one leg, or name an OSM file"))
    if len(known) != len(places):
        doubles = sorted({place.id for place in places if sum(other.id == place.id for other in places) > 1})
        problems.append(Problem("places", f"ids given twice: {', '.join(doubles)}", "Give every place its own id"))
    seen: set[str] = set()
    for leg in legs:
        if leg.id in seen:
            problems.append(Problem(f"leg {leg.id}", "its id is given twice", "Give every leg its own id"))
        seen.add(leg.id)
        for place_id in (leg.from_place, leg.to_place):
            if place_id not in known:
                problems.append(Problem(f"leg {leg.id}", f"no place '{place_id}'", "Write the id of a place, or add the place"))
        if leg.from_place == leg.to_place:
            problems.append(Problem(f"leg {leg.id}", "it starts and ends at one place", "Write two different places"))
    return problems
