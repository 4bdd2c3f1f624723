"""Names of places in running text: finding them in lists, and knowing one place under several spellings.

Spellings of one Ukrainian name in Latin letters differ in their vowels, in h and g, and in doubled letters: "Berdyansk", "Berdiansk";
"Mangush", "Manhush". They are compared by what is left without these. "Bohdanivka" and "Nova Bohdanivka" stay two places.
"""

import re
import unicodedata
from difflib import SequenceMatcher

NAME = r"[A-Z][a-zA-Z’'ʼ-]+(?: [A-Z][a-zA-Z’'ʼ-]+)*"
_KIND = r"(?:(?:[Tt]he )?(?:cit(?:y|ies)|villages?|towns?|settlements?|communit(?:y|ies))(?: of)? )?(?:the )?"
_IN_BRACKETS = r"(?:\s*[(\[](?!past|to\b)[^)\]]*[)\]])?"
_AREA = r" (?:region|oblast|district|[Tt]ime|authorities)|-controlled"
_ITEM = re.compile(rf"{_KIND}(?P<name>{NAME})(?P<area>{_AREA})?(?: (?:community|village))?{_IN_BRACKETS}")
_SEPARATOR = re.compile(r"\s*\[(?:to|past)\]\s*|\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s+[-–—]\s+)(?:\[past\]\s*)?")
_FROM = re.compile(r"\b(?:[Ff]rom|left|leave|leaving|departed?|out of|residents of)\s+(?=(?:the )?\w)")
_LINK = re.compile(r"\blink(?:ing|ed|s)?\s+|(?<=, )(?=[A-Z]\w+ with )|(?<=, and )(?=[A-Z])")
_RESIDENTS = re.compile(rf"(?P<name>{NAME}) residents\b")
_TO = re.compile(r"\b(?:to|for|towards?|reached|reach|in the direction of|with)\s+(?=(?:the )?(?:\w+ of )?[A-Z])")
CHAIN = re.compile(rf"{NAME}(?:\s+[-–—]\s+{NAME}){{2,}}")
_MONTHS = "january february march april may june july august september october november december"
_DAYS = "monday tuesday wednesday thursday friday saturday sunday"
_OTHERS = "the ukraine ukrainian russia russian red cross all you they we he she it officially earlier buses"
NO_PLACES = frozenset(f"{_MONTHS} {_DAYS} {_OTHERS}".split())
ALIKE = 0.75
"""Least likeness of two spellings of one name: 'Brusilov' and 'Boryslav' differ in their vowels only, and are two towns."""


def skeleton(name: str) -> str:
    """What is left of a name where spellings differ: equal for two spellings of one name."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    words = re.sub(r"[^a-z ]", "", plain.replace("-", " ")).split()
    return " ".join(_word_skeleton(word) for word in words)


def _word_skeleton(word: str) -> str:
    word = word.replace("kiev", "kyiv")
    if len(word) <= 4:  # 'Sumy' and 'some' are two words: what is short keeps its vowels
        return re.sub(r"[iy]+", "i", word)
    word = word.replace("g", "h").replace("w", "v")
    consonants = word[0] + re.sub(r"[aeiouy]", "", word[1:])
    return re.sub(r"zhzh", "zh", re.sub(r"(.)\1+", r"\1", consonants))


def is_same_place(name: str, other: str) -> bool:
    """Whether two spellings name one place."""
    return skeleton(name) == skeleton(other) and SequenceMatcher(None, _folded(name), _folded(other)).ratio() >= ALIKE


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    return plain.replace("kiev", "kyiv").replace("y", "i").replace("g", "h").replace("w", "v")


def announced_name(cell: str) -> str:
    """The place that a cell names, without what stands after it in brackets or after a comma."""
    return re.split(r"\s*[(\[,]|\s+to be\b|\s+and then\b", cell, maxsplit=1)[0].strip()


def leading_names(text: str) -> tuple[str, ...]:
    """The names of the list with which the text begins; none where it begins with something else."""
    names: list[str] = []
    at = 0
    while (item := _ITEM.match(text, at)) is not None:
        if item["name"].split()[0].casefold() in NO_PLACES:
            break
        if item["area"] is None:
            names.append(item["name"])
        at = item.end()
        separator = _SEPARATOR.match(text, at)
        if separator is None:
            break
        at = separator.end()
    return tuple(names)


def all_names(text: str) -> tuple[str, ...]:
    """Every name in the text that is not the name of an area, a month or a day."""
    found = (item for item in _ITEM.finditer(text) if item["area"] is None)
    return tuple(item["name"] for item in found if item["name"].split()[0].casefold() not in NO_PLACES)


def names_of_origins(text: str) -> tuple[str, ...]:
    """The places from which the text says that somebody goes."""
    names = [name for begin in _FROM.finditer(text) for name in leading_names(text[begin.end() :])]
    names += [name for begin in _LINK.finditer(text) if "link" in text for name in _before_with(text[begin.end() :])]
    names += [match["name"] for match in _RESIDENTS.finditer(text)]
    names += [re.split(r"\s+[-–—]\s+", chain.group())[0] for chain in CHAIN.finditer(text)]
    return tuple(name for name in dict.fromkeys(names) if name.split()[0].casefold() not in NO_PLACES)


def _before_with(text: str) -> tuple[str, ...]:
    """Of 'Vorzel, Irpin, and Hostomel with Kyiv': the names before 'with'."""
    head, with_, _ = text.partition(" with ")
    return leading_names(head) if with_ else ()


def names_of_destinations(text: str) -> tuple[str, ...]:
    """The places to which the text says that somebody goes."""
    names = [name for begin in _TO.finditer(text) for name in leading_names(text[begin.end() :])[:1]]
    return tuple(dict.fromkeys(names))
