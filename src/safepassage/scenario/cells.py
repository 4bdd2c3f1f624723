"""The text of one cell: is it spelled as a number, a yes or no, a time? Whether its value is possible is for the record to say."""

import re

from pydantic.fields import FieldInfo

from safepassage.scenario.files import CellKind, cell_kind, choices

_WHOLE = re.compile(r"[+-]?(0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_WITHOUT_POINT = re.compile(r"[+-]?(0[0-9]+|[0-9]+\.|0[0-9]+\.[0-9]*|\.[0-9]*)")
_WITH_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")
_WITH_SEPARATORS = re.compile(r"[+-]?[0-9]{1,3}(?P<separator>[,.' _\u00a0\u202f\u2009])[0-9]{3}((?P=separator)[0-9]{3})*([.,][0-9]+)?")
_WITH_UNIT = re.compile(r"(?P<number>[+-]?[0-9]+(\.[0-9]+)?)\s*[^\W\d_][\w/. ]*")
_TIME_OF_DAY = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
_SHORT_TIME = re.compile(r"(?P<hours>[0-9]):(?P<minutes>[0-5][0-9])")


def spelling_problem(text: str, name: str, field: FieldInfo) -> tuple[str, str] | None:
    """What is wrong with the spelling of a cell, and the repair; None where it is spelled as its column wants."""
    match cell_kind(field):
        case CellKind.YES_NO:
            return None if text in ("yes", "no") else (f"'{text}' is neither yes nor no", "Write yes or no.")
        case CellKind.WHOLE_NUMBER:
            return None if _WHOLE.fullmatch(text) and len(text) <= 15 else _explain_whole_number(text, name)
        case CellKind.NUMBER:
            return None if _NUMBER.fullmatch(text) else _explain_number(text)
        case CellKind.TIME_OF_DAY:
            return None if _TIME_OF_DAY.fullmatch(text) else _explain_time_of_day(text)
        case CellKind.CHOICE:
            allowed = choices(field)
            return None if text in allowed else (f"'{text}' is not one of {', '.join(allowed)}", _repair_choice(text, allowed))
        case _:
            return None


def plain_cell(text: str, field: FieldInfo) -> str:
    """The text as pydantic reads it: yes and no are true and false there."""
    return {"yes": "true", "no": "false"}[text] if cell_kind(field) is CellKind.YES_NO else text


def _explain_whole_number(text: str, name: str) -> tuple[str, str]:
    if re.fullmatch(r"[+-]?[0-9]+\.0*", text):
        return f"'{text}' is not written as a whole number", f"Write {text.split('.')[0]}."
    if _NUMBER.fullmatch(text) and "e" in text.casefold():
        return f"'{text}' is not written out in digits", "Write it out, such as 1000."
    if _NUMBER.fullmatch(text) and not _WHOLE.fullmatch(text):
        thing = "people, who are counted whole" if name.endswith("_people") else "what is counted whole"
        return f"'{text}' is a fraction of {thing}", "Write a whole number."
    if _WHOLE.fullmatch(text):
        return f"'{text}' is too large to be true", "Write the number that is meant."
    return _explain_number(text)


def _explain_number(text: str) -> tuple[str, str]:
    if _WITHOUT_POINT.fullmatch(text):
        return (
            f"'{text}' begins or ends unlike a number, so a digit or the point may be lost",
            "Write the number that is meant, such as 0.5 or 12.",
        )
    separated = _WITH_SEPARATORS.fullmatch(text)
    if separated and separated["separator"] == "," and _WITH_COMMA.fullmatch(text):
        meant = f"{text.replace(',', '')} or {text.replace(',', '.').rstrip('0').rstrip('.')}"
        return f"'{text}' has a comma, which may stand for thousands or for decimals", f"Write {meant}, whichever is meant."
    if separated:
        return f"'{text}' has a separator between its thousands", "Write only digits, with a point before any decimals."
    if _WITH_COMMA.fullmatch(text):
        return f"'{text}' has a decimal comma", f"Write {text.replace(',', '.')}, with a point."
    if with_unit := _WITH_UNIT.fullmatch(text):
        return (
            f"'{text}' holds more than a number",
            f"Write {with_unit['number']} if that is its value in the column's unit, without the unit.",
        )
    return f"'{text}' is not a number", "Write a number in digits, such as 12."


def _explain_time_of_day(text: str) -> tuple[str, str]:
    short = _SHORT_TIME.fullmatch(text)
    repair = f"Write 0{text}." if short else "Write hours and minutes from 00:00 to 23:59, such as 06:00, without date or zone."
    return f"'{text}' is not a time of day", repair


def _repair_choice(text: str, allowed: tuple[str, ...]) -> str:
    spelled = text.casefold().replace(" ", "_")
    return f"Write {spelled}." if spelled in allowed else "Write one of these words."
