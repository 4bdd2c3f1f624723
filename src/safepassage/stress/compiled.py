"""The rules of the day, made known to the compiler: the very functions of `corridor/day_rules.py`, from their own source.

Importing this costs as much as loading the compiler. Every module whose functions are compiled imports it.
"""

import hashlib
from pathlib import Path

from numba.extending import register_jitable

from safepassage.corridor import day_rules

for _rule in (
    day_rules.earliest_within,
    day_rules.earliest_silent,
    day_rules.earliest_unblocked,
    day_rules.order_at_boundary,
    day_rules.wave_boards_at,
    day_rules.is_overdue,
    day_rules.minutes_outside,
):
    register_jitable(_rule)


def source_digest() -> int:
    """A number that differs when any compiled source does.

    The compiler keeps what it has compiled and looks only at the file of the outermost function: with this number in that function,
    an edited rule is never answered by code compiled before.
    """
    digest = hashlib.sha256(Path(day_rules.__file__).read_bytes())
    for source in sorted(Path(__file__).parent.glob("*.py")):
        text = source.read_bytes()
        if b"@register_jitable" in text or source.name == "day.py":
            digest.update(text)
    return int.from_bytes(digest.digest()[:7])
