"""Texts in a language: chosen, filled, counted; and the files of the languages, whole."""

from __future__ import annotations

from collections.abc import Iterator
from gettext import NullTranslations

import pytest

from console import language
from console.language import in_source, number, tr, tr_count, tr_in, tr_list, tr_text


@pytest.fixture(autouse=True)
def english_again() -> Iterator[None]:
    yield
    language.speak(NullTranslations())


def test_english_is_what_stands_there() -> None:
    assert tr("Save {name}", name="it") == "Save it"
    assert tr("A {} in JSON") == "A {} in JSON", "braces are only braces where nothing is filled in"
    assert tr_count("{count:,} message", "{count:,} messages", 1) == "1 message"
    assert tr_count("{count:,} message", "{count:,} messages", 1234) == "1,234 messages"
    assert tr_list([]) == ""
    assert tr_list(["a"]) == "a"
    assert tr_list(["a", "b", "c"]) == "a, b and c"
    assert tr_text("It is so.", "", "Do this.") == "It is so. Do this."


def test_german_has_its_own_words_and_numbers() -> None:
    language.choose("de", group=".", point=",")
    assert tr("Cancel") == "Abbrechen"
    assert tr_count("{count:,} message", "{count:,} messages", 1234) == "1.234 Nachrichten"
    assert tr_count("{count:,} message", "{count:,} messages", 1) == "1 Nachricht"
    assert tr_list(["a", "b", "c"]) == "a, b und c"
    assert number(1234.5, ",.1f") == "1.234,5"
    assert tr("port {port}, {size:,} bytes", port=8080, size=1234) == "port 8080, 1.234 bytes"


def test_japanese_has_one_form_and_no_blank_between_sentences() -> None:
    language.choose("ja")
    assert tr("Cancel") == "キャンセル"
    assert {tr_count("{count:,} message", "{count:,} messages", count)[-1] for count in (1, 2)} == {"件"}
    assert tr_text("一つ。", "二つ。").replace("\u200b", "") == "一つ。二つ。"


def test_a_word_depends_on_where_it_stands() -> None:
    class Marks(NullTranslations):
        def pgettext(self, context: str, message: str) -> str:
            return f"{message} ({context})"

    language.speak(Marks())
    assert tr_in("of a door", "Open {name}", name="it") == "Open it (of a door)"


def test_what_goes_to_a_program_is_english() -> None:
    language.choose("de", group=".", point=",")
    with in_source():
        assert (tr("Cancel"), number(1234)) == ("Cancel", "1,234")
    assert (tr("Cancel"), number(1234)) == ("Abbrechen", "1.234")


def test_a_language_that_there_is_not_is_english() -> None:
    language.choose("xx")
    assert tr("Cancel") == "Cancel"
