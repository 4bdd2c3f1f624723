"""How fast a road is driven freely, from its class, its stated limit, its surface and its state.

Sources: classes, surfaces, track types, smoothness and the share of a stated limit that is really driven are the calibrated
figures of the car profile of the Open Source Routing Machine (github.com/Project-OSRM/osrm-backend, profiles/car.lua);
limits implied by country and place follow the OpenStreetMap wiki page "Default speed limits". A vehicle's own top speed is
applied later (`driving_time_s`).

Invariant: a value that is not understood never sets a speed: it is named in `Speed.not_understood` and the class decides.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

CLASS_SPEED_KMH = {
    "motorway": 90.0,
    "motorway_link": 45.0,
    "trunk": 85.0,
    "trunk_link": 40.0,
    "primary": 65.0,
    "primary_link": 30.0,
    "secondary": 55.0,
    "secondary_link": 25.0,
    "tertiary": 40.0,
    "tertiary_link": 20.0,
    "unclassified": 25.0,
    "residential": 25.0,
    "living_street": 10.0,
    "service": 15.0,
    "track": 15.0,
    "road": 20.0,  # class not known to the mapper: assumed slow
    "ferry": 5.0,
}

DRIVEN_SHARE_OF_LIMIT = 0.8
NO_LIMIT_CLASSES = ("motorway", "trunk")
FASTEST_KMH = 130.0  # where there is no limit; the advisory speed of German motorways

SURFACE_SPEED_KMH = {
    "cement": 80.0,
    "compacted": 80.0,
    "fine_gravel": 80.0,
    "paving_stones": 60.0,
    "metal": 60.0,
    "bricks": 60.0,
    "grass": 40.0,
    "wood": 40.0,
    "sett": 40.0,
    "grass_paver": 40.0,
    "gravel": 40.0,
    "unpaved": 40.0,
    "ground": 40.0,
    "dirt": 40.0,
    "pebblestone": 40.0,
    "tartan": 40.0,
    "cobblestone": 30.0,
    "clay": 30.0,
    "earth": 20.0,
    "stone": 20.0,
    "rocky": 20.0,
    "sand": 20.0,
    "mud": 10.0,
}
TRACKTYPE_SPEED_KMH = {"grade1": 60.0, "grade2": 40.0, "grade3": 30.0, "grade4": 25.0, "grade5": 20.0}
SMOOTHNESS_SPEED_KMH = {"intermediate": 80.0, "bad": 40.0, "very_bad": 20.0, "horrible": 10.0, "very_horrible": 5.0}

WALK_KMH = 7.0  # the limit of a German "Schrittgeschwindigkeit" as courts and maps take it
URBAN_KMH = 50.0
ZONE_KMH = {"zone": 30.0, "bicycle_road": 30.0, "school": 30.0}
LIVING_STREET_KMH = {"DE": WALK_KMH, "AT": 5.0, "CH": 20.0, "UA": 20.0, "RU": 20.0, "BY": 20.0, "PL": 20.0, "FR": 20.0}
RURAL_KMH = {"DE": 100.0, "AT": 100.0, "CH": 80.0, "LI": 80.0, "FR": 80.0, "GB": 96.56, "NL": 80.0}  # 90 elsewhere in Europe
TRUNK_KMH = {"AT": 100.0, "CH": 100.0, "FR": 110.0, "UA": 110.0, "RU": 110.0, "GB": 112.65}
MOTORWAY_KMH = {"CH": 120.0, "BE": 120.0, "ES": 120.0, "RU": 110.0, "GB": 112.65, "BY": 110.0, "NL": 100.0}
KMH_PER_MPH = 1.609344
KMH_PER_KNOT = 1.852

_NUMBER = re.compile(r"^(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph|knots)?$")
_IMPLIED = re.compile(r"^([A-Z]{2})(?:-[A-Z]{2,3})?:(.+)$")
_ZONE_NUMBER = re.compile(r"^(?:zone:?)?(\d+)$")


@dataclass(frozen=True, slots=True)
class Speed:
    """Free driving speeds along and against the way's drawn direction, and the values that were not understood."""

    forward_kmh: float
    backward_kmh: float
    not_understood: tuple[str, ...] = ()


def free_speed(road_class: str, tags: Mapping[str, str]) -> Speed:
    """The speeds of one way. `road_class` is a key of `CLASS_SPEED_KMH`; `tags` are those of the way."""
    if road_class == "ferry":
        return Speed(CLASS_SPEED_KMH["ferry"], CLASS_SPEED_KMH["ferry"])
    not_understood: list[str] = []

    def limit(*keys: str) -> float | None:
        for key in keys:
            if key in tags:
                known, kmh = parse_limit(tags[key])
                if tags[key] == "none" and road_class not in NO_LIMIT_CLASSES:
                    continue  # a ramp without limit is not driven at 130
                if not known:
                    not_understood.append(f"{key}={tags[key]}")
                elif kmh is not None:
                    return kmh
        return None

    both_ways = limit("maxspeed")
    if both_ways is None:
        # these also hold remarks such as "sign": only what names a limit counts, and the rest is no fault
        for key in ("maxspeed:type", "source:maxspeed", "zone:maxspeed"):
            known, kmh = parse_limit(tags.get(key, "")) if ":" in tags.get(key, "") else (False, None)
            if known and kmh is not None:
                both_ways = kmh
                break
    ceiling = min(
        (
            table[tags[key]]
            for key, table in (
                ("surface", SURFACE_SPEED_KMH),
                ("tracktype", TRACKTYPE_SPEED_KMH),
                ("smoothness", SMOOTHNESS_SPEED_KMH),
            )
            if tags.get(key) in table
        ),
        default=FASTEST_KMH,
    )

    def driven(stated: float | None) -> float:
        allowed = stated if stated is not None else both_ways
        usual = CLASS_SPEED_KMH[road_class] if allowed is None else DRIVEN_SHARE_OF_LIMIT * min(allowed, FASTEST_KMH)
        return min(usual, ceiling)

    return Speed(driven(limit("maxspeed:forward")), driven(limit("maxspeed:backward")), tuple(not_understood))


def parse_limit(text: str) -> tuple[bool, float | None]:
    """A stated limit in km/h: (understood, limit). The lowest of several; None where the value says that signs change.

    Understands numbers with km/h, mph and knots, `none`, `walk`, and values implied by country such as `DE:urban`, `UA:rural`,
    `DE:zone:30`.
    """
    parts = [part.strip() for part in re.split(r"[;|,]", text) if part.strip()]
    if not parts:
        return False, None
    limits: list[float] = []
    for part in parts:
        known, kmh = _parse_one_limit(part)
        if not known:
            return False, None
        if kmh is not None:
            limits.append(kmh)
    return True, min(limits) if limits else None


def _parse_one_limit(text: str) -> tuple[bool, float | None]:
    if text == "none":
        return True, FASTEST_KMH
    if text == "walk":
        return True, WALK_KMH
    if text in ("signals", "variable", "implicit", "default"):
        return True, None
    number = _NUMBER.match(text)
    if number:
        kmh = float(number[1]) * {"mph": KMH_PER_MPH, "knots": KMH_PER_KNOT}.get(number[2] or "", 1.0)
        return (True, kmh) if 0.0 < kmh <= 200.0 else (False, None)
    implied = _IMPLIED.match(text)
    if not implied:
        return False, None
    country, kind = implied[1], implied[2]
    zone = _ZONE_NUMBER.match(kind)
    if zone:
        unit = KMH_PER_MPH if country in ("GB", "US") else 1.0
        return (True, float(zone[1]) * unit) if int(zone[1]) else (False, None)
    table = {
        "urban": URBAN_KMH,
        "rural": RURAL_KMH.get(country, 90.0),
        "nsl_single": RURAL_KMH["GB"],
        "nsl_dual": TRUNK_KMH["GB"],
        "trunk": TRUNK_KMH.get(country, RURAL_KMH.get(country, 90.0)),
        "motorway": MOTORWAY_KMH.get(country, FASTEST_KMH),
        "living_street": LIVING_STREET_KMH.get(country, 10.0),
        "walk": WALK_KMH,
        **ZONE_KMH,
    }
    return (True, table[kind]) if kind in table else (False, None)
