"""The oblast that a record itself names for one of its ends."""

import re
import unicodedata

from safepassage.negotiation.peacerep.announced import AnnouncedCorridor
from safepassage.negotiation.peacerep.place_names import NAME, announced_name, is_same_place, skeleton
from safepassage.negotiation.peacerep.sentences import sentences_of

_EAST = "Chernihiv Crimea Dnipropetrovsk Donetsk Kharkiv Kherson Luhansk Poltava Sumy Zaporizhzhia"
_MIDDLE = "Cherkasy Kirovohrad Kyiv Mykolaiv Odesa Vinnytsia Zhytomyr"
_WEST = "Chernivtsi Ivano-Frankivsk Khmelnytskyi Lviv Rivne Ternopil Volyn Zakarpattia"
OBLASTS = tuple(f"{_EAST} {_MIDDLE} {_WEST}".split())
_IN_CELL = re.compile(r"[(\[](?P<area>[A-Z][\w-]+)(?: regio\w*| oblast)?[)\]]")
_REGION = re.compile(r"\b(?P<area>[A-Z][\w-]+) (?:region|oblast)\b")
_BEHIND = re.compile(r"^\s*(?:[(\[]|,? ?in |,? )(?:the )?(?P<area>[A-Z][\w-]+) (?:region|oblast)")
_HEADING = re.compile(rf"^\W*[Tt]he (?P<area>{NAME}) region\W*$")


def stated_oblast(record: AnnouncedCorridor, side: str) -> str | None:
    """The oblast in brackets behind the end's name, else that of the sentence that names it; None where none is stated.

    A destination may lie in another oblast than its sentence is about, so for it only what stands directly behind its name counts.
    """
    end = record.origin if side == "from" else record.destination
    in_cell = _IN_CELL.search(end.named)
    if in_cell is not None and _is_oblast(in_cell["area"]):
        return in_cell["area"]
    name = announced_name(end.named)
    heading: str | None = None
    for sentence in sentences_of(record.text, record.day.year):
        words = sentence.words
        if sentence.number == 1:
            heading = None
        if (headed := _HEADING.match(words)) is not None:
            heading = headed["area"]
            continue
        for named in re.finditer(NAME, words):
            if not is_same_place(named.group(), name):
                continue
            behind = _BEHIND.match(words[named.end() :])
            if behind is not None and _is_oblast(behind["area"]):
                return behind["area"]
            if side == "from":
                before = [match["area"] for match in _REGION.finditer(words[: named.start()]) if _is_oblast(match["area"])]
                anywhere = {match["area"] for match in _REGION.finditer(words) if _is_oblast(match["area"])}
                found = before[-1] if before else anywhere.pop() if len(anywhere) == 1 else heading
                if found is not None:
                    return found
    return None


def is_same_oblast(one: str, other: str) -> bool:
    """Whether two spellings name one oblast; the city of Kyiv counts as in its oblast."""
    return _plain(one) == _plain(other)


def _is_oblast(name: str) -> bool:
    return any(is_same_oblast(name, oblast) for oblast in OBLASTS)


def _plain(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).replace(" Oblast", "").replace(" City", "").replace("Transcarpathia", "Zakarpattia")
    return "kyiv" if plain in ("Kiev", "Kyiv") else skeleton(plain)
