"""The route card: what one convoy leader holds, as a booklet in black and white to be folded from A4.

Audience: the convoy leader, and whoever takes the card from the leader. So a card speaks of one drive only: no other convoy, no place
where people gather or are received, no address, no person, no sum over the operation. `card_points.py` keeps hidden places out,
`card_content.py` adds nothing about them, and the tests read the finished PDF to prove it.

A journey that halts for the night is two drives, with two convoys and two cards.
"""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import typst

from safepassage.corridor import Interval
from safepassage.documents.booklet import impose_booklet
from safepassage.documents.card_content import card_content
from safepassage.documents.card_points import read_drive
from safepassage.documents.languages import check_languages
from safepassage.errors import InputError, Problem
from safepassage.planning.itinerary import Convoy
from safepassage.planning.result import Plan
from safepassage.scenario.scenario import Scenario
from safepassage.situation import checkpoint_open_min, daylight, spans_of

_HERE = Path(__file__).parent
_NO_GLYPH = "could not be displayed with"


def write_route_cards(
    plan: Plan,
    scenario: Scenario,
    folder: Path,
    languages: tuple[str, ...] = ("uk", "ru", "en"),
    *,
    light: tuple[Interval, ...] | None = None,
) -> tuple[Path, ...]:
    """Write one route card for each convoy of the fleet, `route-card-<convoy>.pdf`, and return their paths in the plan's order.

    A card holds all the languages. Print it on both sides of A4, flipped on the short edge, and fold once. The same plan and scenario give
    the same bytes: nothing in a card comes from the clock. `light` is when it is light; it is computed from the scenario where not given.

    Raises:
        InputError: a language without a catalogue, or a letter that the bundled fonts cannot print; every card is tried, none is written.
        PlanBrokenError: a convoy would be on a segment outside its silence, in the dark, or at a closed checkpoint.
    """
    check_languages(languages)
    light = daylight(scenario) if light is None else light
    has_hours = {checkpoint.id for checkpoint in scenario.checkpoints if checkpoint.opens is not None}
    hours = {place: spans_of(scenario, mask) for place, mask in checkpoint_open_min(scenario).items() if place in has_hours}
    plan_hash = sha256(plan.model_dump_json().encode()).hexdigest()

    compiler = typst.Compiler(str(_HERE / "route_card.typ"), font_paths=[str(_HERE / "fonts")], ignore_system_fonts=True)
    cards: dict[Path, bytes] = {}
    problems: list[Problem] = []
    for convoy in plan.convoys:
        drive = read_drive(plan, scenario, convoy, light, hours)
        content = card_content(drive, plan, scenario, languages, plan_hash)
        try:
            pages = _typeset(compiler, content)
        except typst.TypstError as error:
            problems.append(_missing_letter(convoy, error))
        else:
            cards[folder / f"route-card-{convoy.id}.pdf"] = impose_booklet(pages, title=content["title"])
    if problems:
        raise InputError(problems)

    folder.mkdir(parents=True, exist_ok=True)
    for path, booklet in cards.items():
        path.write_bytes(booklet)
    return tuple(cards)


def _typeset(compiler: typst.Compiler, content: dict[str, Any]) -> bytes:
    """PDF/A, because it refuses a letter that no font has; the time stamp is fixed, because it wants one."""
    card = json.dumps(content, ensure_ascii=False)
    pages = compiler.compile(format="pdf", sys_inputs={"card": card}, pdf_standards="a-2b", timestamp=0, pdf_tags=False)
    if not isinstance(pages, bytes):
        raise TypeError("typst gave something else than one PDF")
    return pages


def _missing_letter(convoy: Convoy, error: typst.TypstError) -> Problem:
    """A letter that no font has is the scenario's to change; any other refusal is a fault of ours and goes on."""
    if _NO_GLYPH not in str(error.message):
        raise error
    what = str(error.message).partition("error: ")[2]
    return Problem(
        f"route card of convoy {convoy.id}", what, "Write the name in Latin or Cyrillic letters; names.csv may give one for each language."
    )
