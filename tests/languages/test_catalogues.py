"""The files of the languages: complete, fitting, and made of what stands in the sources."""

from __future__ import annotations

import pytest

from console.language import LANGUAGES, ON_THE_WIRE, SOURCE
from shipping import languages
from shipping.languages import Text, UnreadableTextError, faults, texts_of

OTHERS = [one for one in LANGUAGES if one != SOURCE]


@pytest.mark.parametrize("language", OTHERS)
def test_every_text_is_translated_and_fits(language: str) -> None:
    today = languages.template()
    assert len(today) > 2000
    made = languages.renewed(language, today)
    assert list(faults(made)) == []
    assert (languages.FOLDER / f"{language}.po").read_bytes() == languages.as_po(made)
    assert (languages.FOLDER / f"{language}.mo").read_bytes() == languages.as_mo(made)


def test_texts_are_found_where_they_stand() -> None:
    source = """
PLACE = "state of a chat"
tr("One " "text")
tr_in(PLACE, "Open")
tr_count("{count:,} file", "{count:,} files", n, name=tr("inner"))
tr_wire("no stub for {name}", name=n)
other("not one")
"""
    assert list(texts_of(source, "a.py")) == [
        Text("One text", file="a.py"),
        Text("Open", context="state of a chat", file="a.py"),
        Text("{count:,} file", "{count:,} files", file="a.py"),
        Text("inner", file="a.py"),
        Text("no stub for {name}", context=ON_THE_WIRE, file="a.py"),
    ]


@pytest.mark.parametrize(
    "call", ["tr(name)", "tr(f'a {b}')", "tr_in(context, 'Open')", "tr_count('a', many, 1)", "tr_wire(name)"]
)
def test_a_text_that_can_not_be_found_is_refused(call: str) -> None:
    with pytest.raises(UnreadableTextError, match=r"a\.py:1"):
        list(texts_of(call, "a.py"))


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ("", "not translated"),
        ("Datei {nmae}", "other fields"),
        ("Datei", "other fields"),
        ("Datei {name} ", "other blanks at the ends"),
        ("Datei {name", "braces that are no field"),
        ("Datei {name}", ""),
    ],
)
def test_a_translation_that_does_not_fit_is_told(said: str, fault: str) -> None:
    made = languages.catalogue("de")
    for message in list(made):
        if message.id:
            made.delete(message.id, message.context)
    made.add("File {name}", said, locations=[("a.py", 1)])
    found = list(faults(made))
    assert [one.split(":")[0] for one in found] == ([fault] if fault else [])


@pytest.mark.parametrize(
    ("said", "is_right"),
    [
        (("{count:,} Datei", "{count:,} Dateien"), True),
        (("eine Datei", "{count:,} Dateien"), True),
        (("{count:,} Datei",), False),
        (("{count:,} Datei", "{zahl} Dateien"), False),
    ],
)
def test_a_plural_has_its_forms(said: tuple[str, ...], is_right: bool) -> None:
    made = languages.catalogue("de")
    for message in list(made):
        if message.id:
            made.delete(message.id, message.context)
    made.add(("{count:,} file", "{count:,} files"), said, locations=[("a.py", 1)])
    assert (list(faults(made)) == []) == is_right
