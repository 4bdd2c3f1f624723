"""The catalogues of the printed documents: complete, and right in their plurals."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from safepassage import documents
from safepassage.documents.languages import MissingTranslationError, counted, known_languages, text

FOLDER = Path(documents.__file__).parent
COUNTS = (1, 2, 5, 11, 21, 22)


def _catalogue(language: str) -> Catalog:
    with (FOLDER / "languages" / f"{language}.po").open("rb") as source:
        return read_po(source, locale=language)


def _texts_in_the_code() -> set[str]:
    found = extract_from_dir(FOLDER, method_map=[("**.py", "python")], keywords={"text": None, "counted": (1, 2)})
    return {message if isinstance(message, str) else message[0] for _, _, message, _, _ in found}


def test_ukrainian_russian_and_english_are_known() -> None:
    assert known_languages() == ("en", "ru", "uk")


@pytest.mark.parametrize("language", ["uk", "ru"])
def test_every_text_of_the_documents_is_translated_and_no_translation_is_left_over(language: str) -> None:
    entries = [message for message in _catalogue(language) if message.id]
    assert {message.id if isinstance(message.id, str) else message.id[0] for message in entries} == _texts_in_the_code()
    for message in entries:
        strings = (message.string,) if isinstance(message.string, str) else message.string
        assert all(strings), message.id
        assert not message.fuzzy
        assert isinstance(message.id, str) or len(strings) == 3


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "uk",
            (
                "1 транспортний засіб",
                "2 транспортні засоби",
                "5 транспортних засобів",
                "11 транспортних засобів",
                "21 транспортний засіб",
                "22 транспортні засоби",
            ),
        ),
        (
            "ru",
            (
                "1 транспортное средство",
                "2 транспортных средства",
                "5 транспортных средств",
                "11 транспортных средств",
                "21 транспортное средство",
                "22 транспортных средства",
            ),
        ),
        ("en", ("1 vehicle", "2 vehicles", "5 vehicles", "11 vehicles", "21 vehicles", "22 vehicles")),
    ],
)
def test_vehicles_are_counted_in_the_right_plural(language: str, expected: tuple[str, ...]) -> None:
    assert tuple(counted("{count} vehicle", "{count} vehicles", count, language) for count in COUNTS) == expected


def test_seats_are_counted_in_the_right_plural() -> None:
    assert [counted("{count} seat", "{count} seats", count, "uk") for count in COUNTS] == [
        "1 місце",
        "2 місця",
        "5 місць",
        "11 місць",
        "21 місце",
        "22 місця",
    ]
    assert [counted("{count} seat", "{count} seats", count, "ru") for count in COUNTS] == [
        "1 место",
        "2 места",
        "5 мест",
        "11 мест",
        "21 место",
        "22 места",
    ]


def test_a_text_without_translation_is_an_error_and_never_printed_in_english() -> None:
    with pytest.raises(MissingTranslationError, match="uk: Nobody wrote this"):
        text("Nobody wrote this", "uk")
    with pytest.raises(MissingTranslationError):
        counted("{count} ship", "{count} ships", 2, "ru")
