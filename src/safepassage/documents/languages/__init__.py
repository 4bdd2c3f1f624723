"""The languages of printed documents. English texts are the keys; `*.po` beside this file holds every other language.

Invariant: a text that has no translation is never printed in English instead: it is an error.
"""

import gettext
from functools import lru_cache
from importlib.resources import files
from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from safepassage.errors import InputError, Problem

SOURCE_LANGUAGE = "en"


def known_languages() -> tuple[str, ...]:
    """Every language that documents can be printed in."""
    catalogues = (entry.name for entry in files(__name__).iterdir())
    return (SOURCE_LANGUAGE, *sorted(name.removesuffix(".po") for name in catalogues if name.endswith(".po")))


def check_languages(languages: tuple[str, ...]) -> None:
    """Raises: InputError: no language at all, or some that there is no catalogue for, each named."""
    known = ", ".join(known_languages())
    problems = [
        Problem("languages", f"documents cannot be printed in '{language}'", f"Choose among {known}.")
        for language in languages
        if language not in known_languages()
    ]
    if not languages:
        problems.append(Problem("languages", "no language is given", f"Choose at least one of {known}."))
    if problems:
        raise InputError(problems)


class MissingTranslationError(KeyError):
    """A text of ours that a catalogue does not have: our fault, not the user's."""


class _Refusing(gettext.NullTranslations):
    """Stands behind a catalogue and refuses what the catalogue does not have."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._language = language

    def gettext(self, message: str) -> str:
        raise MissingTranslationError(f"{self._language}: {message}")

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        raise MissingTranslationError(f"{self._language}: {msgid1}")


@lru_cache
def _catalogue(language: str) -> gettext.NullTranslations:
    if language == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    compiled = BytesIO()
    with files(__name__).joinpath(f"{language}.po").open("rb") as source:
        write_mo(compiled, read_po(source, locale=language, abort_invalid=True))
    compiled.seek(0)
    translations = gettext.GNUTranslations(compiled)
    translations.add_fallback(_Refusing(language))
    return translations


def text(message: str, language: str) -> str:
    """One of our texts in a language; `message` is its English.

    Raises:
        MissingTranslationError: the catalogue of the language does not have it.
    """
    return _catalogue(language).gettext(message)


def counted(one: str, many: str, count: int, language: str) -> str:
    """A text with a number in it, `{count}`, in the plural form that the language has for that number.

    Raises:
        MissingTranslationError: the catalogue of the language does not have it.
    """
    return _catalogue(language).ngettext(one, many, count).format(count=count)
