"""Sentences about what did not happen, was stopped or was taken: no figure in them is a term."""

import re

_NOT = re.compile(
    r"\b(?:not|no|never|none|unable|cannot|without|fail\w*|refus\w*|block\w*|seiz\w*|captur\w*|disrupt\w*|thwart\w*|cancel\w*|accus\w*|deni\w*)\b"
    r"|n['’]t\b",
    re.IGNORECASE,
)
_BOUND_WITH_NOT = re.compile(r"\b(?:no|not) (?:fewer|less|more) than\b", re.IGNORECASE)


def is_negated(sentence: str) -> bool:
    """Whether the sentence says that something did not come about."""
    return _NOT.search(_BOUND_WITH_NOT.sub("", sentence)) is not None
