"""Turn restrictions: from relations to pairs of arcs that may not follow one another.

Read: `no_*` and `only_*` over one node (OpenStreetMap wiki, "Relation:restriction"). One network serves every vehicle, so a ban is
kept even where it excepts buses or holds for lorries only, and one that holds at some hours is kept at all hours: a road too
many is never offered. A restriction over a way, or one whose roads are not unambiguous at the node, is left out and named in the
report.

After a ban, turning round in mid-road to come back to the forbidden turn is banned too, up to the next junction: no bus does it.

Invariant: every pair meets at one node, the head of the first arc and the tail of the second.
"""

import numpy as np

from safepassage.roads.network import ARRAY_TYPES, RoadNetwork, build_network
from safepassage.roads.osm import Restriction

VEHICLES = ("", ":motor_vehicle", ":vehicle", ":motorcar", ":bus", ":psv", ":hgv")
Turn = tuple[int, int]


class _Junctions:
    """The arcs that enter and leave a node."""

    def __init__(self, network: RoadNetwork) -> None:
        self.network = network
        self._by_tail, self._by_head = np.argsort(network.arc_tail, kind="stable"), np.argsort(network.arc_head, kind="stable")
        self._tails, self._heads = network.arc_tail[self._by_tail], network.arc_head[self._by_head]

    def leaving(self, node: int) -> list[int]:
        low, high = np.searchsorted(self._tails, [node, node + 1])
        return [int(arc) for arc in self._by_tail[low:high]]

    def entering(self, node: int) -> list[int]:
        low, high = np.searchsorted(self._heads, [node, node + 1])
        return [int(arc) for arc in self._by_head[low:high]]

    def neighbours(self, node: int) -> set[int]:
        after = {int(self.network.arc_head[arc]) for arc in self.leaving(node)}
        return after | {int(self.network.arc_tail[arc]) for arc in self.entering(node)}


def apply_restrictions(
    network: RoadNetwork, restrictions: list[Restriction]
) -> tuple[RoadNetwork, dict[str, list[int]], dict[str, list[int]]]:
    """The network with its banned turns, and the relations applied and left out, each by how or why."""
    junctions = _Junctions(network)
    node_of = {node: index for index, node in enumerate(network.node_ids.tolist())}
    banned: set[Turn] = set()
    applied: dict[str, list[int]] = {}
    left_out: dict[str, list[int]] = {}
    for restriction in sorted(restrictions, key=lambda one: one.relation):
        turns, word = _turns(junctions, node_of, restriction)
        if turns:
            applied.setdefault(word, []).append(restriction.relation)
            for turn in turns:
                banned.add(turn)
                banned |= _turning_round_after(junctions, turn[0], turns)
        else:
            left_out.setdefault(word, []).append(restriction.relation)
    if not banned:
        return network, applied, left_out
    arrays = {field: getattr(network, field) for field in ARRAY_TYPES}
    arrays["banned_turns"] = np.array(sorted(banned))
    return build_network(node_place=network.node_place, names=network.names, **arrays), applied, left_out


def _turns(junctions: _Junctions, node_of: dict[int, int], restriction: Restriction) -> tuple[set[Turn], str]:
    """The turns that one restriction bans and how it was read; none, and why, where it cannot be applied."""
    found = _kind(restriction.tags)
    if found is None:
        return set(), "kind not known or not for motor vehicles"
    kind, how = found
    if restriction.via_ways:
        return set(), "leads over a way (not supported)"
    if len(restriction.via_nodes) != 1 or not restriction.from_ways or not restriction.to_ways:
        return set(), "incomplete: needs from, one via node and to"
    if restriction.via_nodes[0] not in node_of:
        return set(), "its node is on no road of the network, or is blocked"
    node = node_of[restriction.via_nodes[0]]
    way = junctions.network.arc_way
    entering = [arc for arc in junctions.entering(node) if way[arc] in restriction.from_ways]
    leaving = [arc for arc in junctions.leaving(node) if way[arc] in restriction.to_ways]
    if not entering or not leaving:
        return set(), "its roads cannot be driven to and from its node"
    if len(entering) > len(restriction.from_ways) or len(leaving) > len(restriction.to_ways):
        return set(), "ambiguous: one of its ways passes its node instead of ending there"
    if kind.startswith("no_"):
        return {(first, second) for first in entering for second in leaving}, how
    others = [arc for arc in junctions.leaving(node) if arc not in leaving]
    turns = {(first, second) for first in entering for second in others}
    return (turns, how) if turns else (set(), "bans nothing: no other turn exists there")


def _kind(tags: dict[str, str]) -> tuple[str, str] | None:
    """`no_...` or `only_...` and how the ban was read."""
    for vehicle in VEHICLES:
        for hours in ("", ":conditional"):
            value = tags.get(f"restriction{vehicle}{hours}")
            if value is None:
                continue
            kind = value.split("@")[0].strip()
            if not kind.startswith(("no_", "only_")) or "motor_vehicle" in tags.get("except", "").split(";"):
                continue
            if hours or any(key in tags for key in ("day_on", "hour_on", "day_off", "hour_off")):
                return kind, "holds at some hours only, applied at all hours"
            if vehicle not in ("", ":motor_vehicle", ":vehicle"):
                return kind, "holds for some vehicles only, applied to all"
            if tags.get("except"):
                return kind, "excepts some vehicles, applied to all"
            return kind, "applied"
    return None


def _turning_round_after(junctions: _Junctions, first: int, banned: set[Turn]) -> set[Turn]:
    """Turns on the spot, between two junctions, on the roads that one may take after `first`."""
    network = junctions.network
    turns: set[Turn] = set()
    for start in junctions.leaving(int(network.arc_head[first])):
        if (first, start) in banned:
            continue
        arc, walked = start, {start}
        while True:
            node, came_from = int(network.arc_head[arc]), int(network.arc_tail[arc])
            if len(junctions.neighbours(node)) != 2:
                break  # a junction, or a dead end, where turning is possible
            onward = []
            for after in junctions.leaving(node):
                if int(network.arc_head[after]) == came_from:
                    turns.add((arc, after))
                else:
                    onward.append(after)
            if len(onward) != 1 or onward[0] in walked:
                break
            arc = onward[0]
            walked.add(arc)
    return turns
