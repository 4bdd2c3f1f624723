"""Words that sound like a term and are none, in English, Ukrainian and Russian: "in the morning", "the main road", "when it is safe"."""

import re
from collections.abc import Iterable

_HOURS = (
    r"(?:early |late )?(?:in the )?(?:morning|afternoon|evening)",
    r"(?:by |at |until |till |before |after )?(?:night|nightfall|dawn|dusk|noon|first light|dark)",
    r"(?:during the |all )day|daytime",
    r"as soon as possible|soon|shortly|in due course|in good time|promptly",
    r"вранці|зранку|уранці|ранком|ранок|ранку|до обіду|по обіді|після обіду|увечері|ввечері|вечір|вечора|вдень|удень|вночі|уночі"
    r"|на світанку|до темряви|до ночі",
    r"якнайшвидше|незабаром|невдовзі|найближчим часом|згодом|своєчасно",
    r"утром|с утра|утра|до обеда|после обеда|вечером|вечера|дн[её]м|ночью|на рассвете|до темноты|до ночи",
    r"как можно скорее|скоро|вскоре|в ближайшее время|своевременно",
)
_ROADS = (
    r"(?:by |along |on |via )?(?:the )?(?:main|usual|known|safe|safest|shortest|agreed|designated|established|humanitarian|green) "
    r"(?:road|roads|route|routes|way|highway|corridor)",
    r"(?:головн|основн|звичайн|відом|безпечн|найкоротш|узгоджен|визначен|встановлен|гуманітарн|зелен)\w* "
    r"(?:дорог|трас|маршрут|шлях|коридор)\w*",
    r"(?:главн|основн|обычн|известн|безопасн|кратчайш|согласованн|определ[её]нн|установленн|гуманитарн|зел[её]н)\w* "
    r"(?:дорог|трасс|маршрут|пут|коридор)\w*",
)
_CONDITIONS = (
    r"(?:when|once|if|where|as soon as) (?:it is |it's |they are |conditions are )?"
    r"(?:safe|possible|necessary|needed|required|appropriate|ready|quiet)",
    r"as (?:necessary|needed|required|appropriate|agreed|usual)|if need be",
    r"to be (?:agreed|confirmed|decided|determined|announced|clarified|defined)(?: later| separately)?|tbd|tbc|tba",
    r"by (?:mutual )?(?:agreement|arrangement)|depending on (?:the )?(?:situation|circumstances)|under (?:the )?circumstances|on request",
    r"(?:за|у разі) (?:потреби|необхідності|можливості)|якщо (?:буде )?(?:можливо|потрібно|безпечно)|коли (?:буде )?(?:безпечно|можливо)",
    r"за (?:домовленістю|узгодженням)|буде (?:уточнено|узгоджено|визначено|оголошено)(?: додатково)?|залежно від (?:ситуації|обставин)",
    r"(?:при|по|в случае) (?:необходимости|возможности)|если (?:будет )?(?:возможно|нужно|безопасно)"
    r"|когда (?:будет )?(?:безопасно|возможно)",
    r"по (?:договор[её]нности|согласованию)|будет (?:уточнено|согласовано|определено|объявлено)(?: дополнительно)?"
    r"|в зависимости от (?:ситуации|обстоятельств)",
)
_QUANTITIES = (
    r"some|several|many|a few|a number of|a lot of|enough|sufficient|numerous|various|relevant|appropriate|competent",
    r"кілька|декілька|багато|достатньо|достатня кількість|певна кількість|відповідн\w+|компетентн\w+",
    r"несколько|много|достаточно|достаточное количество|определ[её]нное количество|соответствующ\w+|компетентн\w+",
)
_VAGUE = re.compile(rf"\b(?:{'|'.join((*_HOURS, *_ROADS, *_CONDITIONS, *_QUANTITIES))})\b", re.IGNORECASE)
_EMPTY = re.compile(
    r"\b(?:the|a|an|and|or|of|in|on|at|to|by|for|from|with|will|be|is|are|it|all|both|parties|sides|authorities|persons?|people|vehicles|buses"
    r"|і|й|та|або|у|в|на|до|з|від|по|за|буде|будуть|усі|обидві|сторони|сторонами|сторін|людей|осіб|автобусів"
    r"|и|или|во|к|с|со|от|для|будет|будут|все|обе|стороны|сторонами|сторон|людей|лиц|автобусов)\b",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\s*(?:none|nobody|nothing|unknown|not (?:yet )?(?:known|decided|named|agreed|available|applicable)|undecided|pending|n/?a"
    r"|немає|невідомо|ніхто|не (?:визначено|вирішено|відомо)|нет|неизвестно|никто|не (?:определено|решено|известно))\W*",
    re.IGNORECASE,
)
"""Words that fill a blank and say that there is nothing to fill it with. Within a longer text they may be precise ("nobody enters")."""
_LETTERS = re.compile(r"\w")
_CLOCK_TIME = re.compile(r"\b\d{1,2}(?:[:.]\d{2}| ?(?:am|pm|h|o'clock|год|годин\w*|час\w*|ранку|вечора|утра|вечера))\b", re.IGNORECASE)
_HOUR = re.compile("|".join(_HOURS), re.IGNORECASE)


def vague_words(text: str) -> tuple[str, ...]:
    """The vague words of a text, as it has them, in their order; a time of day beside them ('9:00 in the morning') makes hours precise."""
    found = tuple(match.group().strip() for match in _VAGUE.finditer(text))
    if _CLOCK_TIME.search(text):
        return tuple(words for words in found if not _HOUR.fullmatch(words))
    return found


def is_only_vague(text: str) -> bool:
    """Whether nothing is left of a text once its vague and its empty words are taken away; so of one that is blank, or 'unknown'."""
    return bool(_NOTHING.fullmatch(text)) or not _LETTERS.search(_EMPTY.sub(" ", _VAGUE.sub(" ", text)))


def any_only_vague(texts: Iterable[str]) -> bool:
    """Whether one of some texts, which may be blank, says nothing precise."""
    return any(is_only_vague(text) for text in texts)
