"""The route card: what one convoy leader holds, as a booklet in black and white to be folded from A4.

Audience: the convoy leader, and whoever takes the card from the leader. So a card speaks of one drive only: no other convoy, no place
where people gather or are received, no address, no person, no sum over the operation. `card_points.py` keeps hidden places out,
`card_content.py` adds nothing about them, and the tests read the finished PDF to prove it.

A journey that halts for the night is two drives, with two convoys and two cards.
"""

import json
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import typst

from safepassage.corridor import Interval
from safepassage.documents.booklet import impose_booklet
from safepassage.documents.card_content import card_content
from safepassage.documents.card_points import BEYOND, Drive, read_drive
from safepassage.documents.languages import check_languages
from safepassage.documents.printable import printable
from safepassage.errors import Problem
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, daylight, spans_of

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class RouteCards:
    """The cards that were written, in the plan's order, and every name that stands on them otherwise than in the scenario."""

    paths: tuple[Path, ...]
    problems: tuple[Problem, ...]


def write_route_cards(
    plan: Plan,
    scenario: Scenario,
    folder: Path,
    languages: tuple[str, ...] = ("uk", "ru", "en"),
    *,
    light: tuple[Interval, ...] | None = None,
) -> RouteCards:
    """Write one route card for each convoy of the fleet, `route-card-<convoy>.pdf`.

    A card holds all the languages. Print it on both sides of A4, flipped on the short edge, and fold once. The same plan and scenario give
    the same bytes: nothing in a card comes from the clock. `light` is when it is light; it is computed from the scenario where not given.
    A name with a letter that the bundled fonts lack is not printed: the place's id stands for it, and the name is among the problems.

    Raises:
        InputError: a language without a catalogue; no card is written.
        PlanBrokenError: a convoy would be on a segment outside its silence, in the dark, or at a closed checkpoint; no card is written.
    """
    check_languages(languages)
    drives = read_drives(plan, scenario, light=light)
    shown, problems = printable(scenario)
    plan_hash = sha256(plan.model_dump_json().encode()).hexdigest()
    compiler = typst.Compiler(str(_HERE / "route_card.typ"), font_paths=[str(_HERE / "fonts")], ignore_system_fonts=True)
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / f"route-card-{drive.convoy.id}.pdf" for drive in drives)
    for path, drive in zip(paths, drives, strict=True):
        content = card_content(drive, plan, shown, languages, plan_hash)
        path.write_bytes(impose_booklet(_typeset(compiler, content), title=content["title"]))
    return RouteCards(paths, problems)


def read_drives(plan: Plan, scenario: Scenario, *, light: tuple[Interval, ...] | None = None) -> tuple[Drive, ...]:
    """The road of each convoy of the fleet, in the plan's order.

    Raises:
        PlanBrokenError: a convoy would be on a segment outside its silence, in the dark, or at a closed checkpoint.
    """
    longer = Interval(starts_at=scenario.horizon.starts_at, ends_at=scenario.horizon.ends_at + BEYOND)
    beyond = scenario.model_copy(update={"horizon": longer})
    light = daylight(beyond) if light is None else light
    has_hours = {checkpoint.id for checkpoint in scenario.checkpoints if checkpoint.opens is not None}
    hours = {place: spans_of(beyond, mask) for place, mask in checkpoint_open_min(beyond).items() if place in has_hours}
    return tuple(read_drive(plan, scenario, convoy, light, hours) for convoy in plan.convoys)


def _typeset(compiler: typst.Compiler, content: dict[str, Any]) -> bytes:
    """PDF/A, because it refuses a letter that no font has; the time stamp is fixed, because it wants one."""
    card = json.dumps(content, ensure_ascii=False)
    pages = compiler.compile(format="pdf", sys_inputs={"card": card}, pdf_standards="a-2b", timestamp=0, pdf_tags=False)
    if not isinstance(pages, bytes):
        raise TypeError("typst gave something else than one PDF")
    return pages
