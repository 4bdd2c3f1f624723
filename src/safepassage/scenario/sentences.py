"""What a record refuses, in sentences for people: never a raw message of the validator."""

import re
from collections.abc import Mapping
from typing import Any

_IDENTIFIER = "an id has letters A to Z, digits, dots, dashes and underscores only, and starts with a letter or digit"


def explain_refusal(error: Mapping[str, Any]) -> tuple[str, str]:
    """What is wrong with one value, and the repair, from one entry of `pydantic.ValidationError.errors()`."""
    value, limits = error["input"], error.get("ctx", {})
    name = str(error["loc"][-1]) if error["loc"] else ""
    match error["type"]:
        case "value_error":
            return split_message(str(limits["error"]))
        case "missing":
            return f"'{name}' is not given", f"Write '{name}'."
        case "greater_than_equal" if limits["ge"] == 0:
            return f"{_shown(value)} is below zero", f"Write 0 or more{_of_people(name)}."
        case "less_than_equal" if limits["le"] == 0:
            return f"{_shown(value)} is more than 0, and there can be none here", "Write 0, or leave it out."
        case "greater_than_equal" | "less_than_equal" if name in ("latitude", "longitude"):
            most = 90 if name == "latitude" else 180
            return f"{_shown(value)} is no {name}", f"Write degrees from -{most} to {most}; latitude is north, longitude is east."
        case "greater_than_equal":
            return f"{_shown(value)} is less than {limits['ge']:g}", f"Write {limits['ge']:g} or more."
        case "less_than_equal":
            return f"{_shown(value)} is more than {limits['le']:g}", f"Write {limits['le']:g} or less."
        case "greater_than":
            return f"{_shown(value)} is not above {limits['gt']:g}", f"Write a number above {limits['gt']:g}."
        case "finite_number":
            return f"{_shown(value)} is not a number that can be counted with", "Write a number in digits, such as 12."
        case "string_pattern_mismatch" if name == "language":
            return f"{_shown(value)} is not a language code", "Write a code such as en, uk or ru."
        case "string_pattern_mismatch":
            return f"{_shown(value)} cannot be an id", f"Change it: {_IDENTIFIER}."
        case "string_too_long":
            return f"{_shown(value)} is longer than {limits['max_length']} characters", "Shorten it."
        case "string_too_short":
            return "it is empty", "Write at least one character."
        case "enum" | "literal_error":
            return f"{_shown(value)} is not {limits['expected']}", "Write one of these."
        case "string_type":
            return f"{_shown(value)} is not a text", "Write it in quotation marks."
        case "bool_type" | "bool_parsing":
            return f"{_shown(value)} is neither true nor false", "Write true or false."
        case "int_type" | "int_from_float" | "int_parsing" | "int_parsing_size":
            return f"{_shown(value)} is not a whole number", "Write a whole number, without quotation marks."
        case "float_type" | "float_parsing":
            return f"{_shown(value)} is not a number", "Write a number, without quotation marks."
        case "datetime_type" | "datetime_parsing" | "datetime_from_date_parsing" | "datetime_object_invalid":
            return f"{_shown(value)} is not a date and time", "Write it with its zone, such as '2022-03-05 09:00 Europe/Kyiv'."
        case "model_type" | "model_attributes_type" | "dict_type":
            return f"{_shown(value)} is not a table of keys and values", f"Write a table, headed [{name}]."
        case "tuple_type" | "list_type":
            return f"{_shown(value)} is not a list of tables", f"Write one table headed [[{name}]] for each."
        case _:
            return f"{_shown(value)} cannot be used ({error['msg']})", "Correct it."


def split_message(message: str) -> tuple[str, str]:
    """A message of the corridor's own validators, written as 'what; repair'."""
    what, _, repair = message.partition("; ")
    return what, f"{repair[:1].upper()}{repair[1:]}." if repair else "Correct it."


def _shown(value: object) -> str:
    text = {True: "true", False: "false"}[value] if isinstance(value, bool) else str(value)
    text = re.sub(r"\s+", " ", text)
    return f"'{text}'" if len(text) <= 60 else f"'{text[:57]}...'"


def _of_people(name: str) -> str:
    return " people" if name.endswith("_people") else ""
