"""The names of columns and keys: which are known, which are missing, and what an unknown one was probably meant to be."""

import re
from collections.abc import Collection
from difflib import get_close_matches

UNITS = {
    "kg": "kilograms",
    "t": "tonnes",
    "km": "kilometres",
    "m": "metres",
    "kmh": "kilometres per hour",
    "min": "minutes",
    "h": "hours",
    "people": "people",
}
"""The last part of a column's name that says its unit, and the unit in words."""

_SPOKEN_UNITS = {
    spoken: unit
    for unit, words in {
        "min": "minutes minute mins",
        "h": "hours hrs",
        "kg": "kilograms kilos",
        "t": "tonnes tons",
        "km": "kilometres kilometers",
        "m": "metres meters",
        "people": "persons person",
    }.items()
    for spoken in words.split()
}
_OTHER_UNITS = {
    "mph": "miles per hour",
    "miles": "miles",
    "lb": "pounds",
    "lbs": "pounds",
    "s": "seconds",
    "sec": "seconds",
    "days": "days",
}
_SHORT_NAMES = {
    "lat": "latitude",
    "lon": "longitude",
    "lng": "longitude",
    "long": "longitude",
    "beds": "hospital_beds",
    "speed": "max_speed_kmh",
}


def explain_unknown_name(name: str, known: Collection[str]) -> tuple[str, str, str | None]:
    """What is wrong with an unknown column or key, its repair, and the known name it was probably meant to be.

    A name that only lacks its unit, or has another unit, is said to: no unit is ever assumed.
    """
    parts = [_SPOKEN_UNITS.get(part, part) for part in re.sub(r"[\W_]+", "_", name.casefold()).strip("_").split("_")]
    units = [part for part in parts if part in UNITS or part in _OTHER_UNITS]
    words = [part for part in parts if part not in units]
    plain = "_".join(parts)
    if plain in known:
        return f"'{name}' is not a known name", f"Write it as '{plain}'.", plain
    if plain in _SHORT_NAMES and _SHORT_NAMES[plain] in known and _in_words(_SHORT_NAMES[plain]) is None:
        return f"'{name}' is not a known name", f"Name it '{_SHORT_NAMES[plain]}'.", _SHORT_NAMES[plain]
    candidates = [other for other in known if words and set(words) <= set(other.split("_")) and _in_words(other)]
    if not candidates and plain in _SHORT_NAMES:
        candidates = [other for other in known if other == _SHORT_NAMES[plain]]
    if candidates:
        meant = min(candidates, key=lambda other: (len(other), other))
        if not units:
            return f"'{name}' does not say its unit", f"Name it '{meant}' and give it {_in_words(meant)}.", meant
        if not set(units) & set(meant.split("_")):
            said = UNITS.get(units[-1]) or _OTHER_UNITS[units[-1]]
            return f"'{name}' is in {said}", f"Name it '{meant}' and give it {_in_words(meant)}.", meant
    same_unit = sorted(other for other in known if not words and units and other.endswith(f"_{units[-1]}") and "_per_" not in other)
    if same_unit:
        if len(same_unit) == 1:
            return f"'{name}' does not say what it measures", f"Name it '{same_unit[0]}'.", same_unit[0]
        either = " or ".join(f"'{other}'" for other in same_unit)
        return f"'{name}' does not say what it measures", f"Name it {either}, whichever is meant.", None
    near = get_close_matches(plain, list(known), n=1, cutoff=0.7)
    if near:
        return f"'{name}' is not a known name", f"Did you mean '{near[0]}'? Correct it.", near[0]
    return f"'{name}' is not a known name", f"Remove it, or use one of: {', '.join(known)}.", None


def _in_words(name: str) -> str | None:
    """The unit that a name states, such as 'in kilograms' or 'per hour'; None where it states none."""
    _, per, span = name.partition("_per_")
    if per:
        return f"per {span.replace('_min', ' minutes')}"
    unit = UNITS.get(name.rsplit("_", 1)[-1])
    return f"in {unit}" if unit else None
