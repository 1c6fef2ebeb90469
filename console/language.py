"""The language of the window: every text of it passes through here.

A text stands in English where it is used, inside `tr`, `tr_in` or `tr_count`; what it is in another
language stands in resources/languages. The language is chosen once, before the modules with texts
are imported, so that a table may hold texts; the command line chooses none and speaks English.

A field of a text is filled by name. A number of which the field says `,` is written as the language
writes it: `{size:,}` is 1,234 in English and 1.234 in German.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from gettext import GNUTranslations, NullTranslations
from string import Formatter
from typing import Any

from console.paths import resource

SOURCE = "en"
"""The language that the texts are written in."""
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "ja": "日本語"}
"""Of each language that the window speaks: what it calls itself."""


class _Figures(Formatter):
    """Fills fields, with the separators of a language in numbers."""

    def __init__(self, group: str, point: str) -> None:
        self._separators = str.maketrans({",": group, ".": point})
        self.is_plain = (group, point) == (",", ".")

    def format_field(self, value: Any, format_spec: str) -> str:
        """One value as its field wants it."""
        text: str = super().format_field(value, format_spec)
        return text.translate(self._separators) if "," in format_spec else text


class _Speech:
    """What is spoken at the moment; there is one."""

    def __init__(self) -> None:
        self.translations = NullTranslations()
        self.figures = _Figures(",", ".")
        self.language = SOURCE


_speech = _Speech()
_source = _Speech()
_keeps_source: ContextVar[bool] = ContextVar("keeps_source", default=False)


@contextmanager
def in_source() -> Iterator[None]:
    """What is said within, in this thread or task, is English: it goes to a program, not to people."""
    token = _keeps_source.set(True)
    try:
        yield
    finally:
        _keeps_source.reset(token)


def _spoken() -> _Speech:
    return _source if _keeps_source.get() else _speech


def choose(language: str, *, group: str = ",", point: str = ".") -> None:
    """Speaks a language from now on; `group` and `point` are the separators within its numbers.

    What has been said before, and the tables that are there already, stay as they are.
    """
    file = resource("languages") / f"{language}.mo"
    if language == SOURCE or not file.exists():
        speak(NullTranslations(), group=group, point=point)
        return
    with file.open("rb") as opened:
        speak(GNUTranslations(opened), language, group=group, point=point)


def speak(
    translations: NullTranslations, language: str = SOURCE, *, group: str = ",", point: str = "."
) -> None:
    """Takes every text from these translations from now on; `language` is the tag of theirs."""
    _speech.translations, _speech.language = translations, language
    _speech.figures = _Figures(group, point)


def spoken() -> str:
    """The tag of the language that is spoken."""
    return _speech.language


def tr(text: str, /, **fields: object) -> str:
    """A text in the language that is spoken, its fields filled. Without fields, braces are only braces."""
    said = _spoken().translations.gettext(text)
    return _filled(said, fields) if fields else said


def tr_in(context: str, text: str, /, **fields: object) -> str:
    """A text that is another word in other places: `context` says in which, and is not shown."""
    said = _spoken().translations.pgettext(context, text)
    return _filled(said, fields) if fields else said


def tr_count(one: str, many: str, count: int, /, **fields: object) -> str:
    """A text by how many it speaks of; `{count:,}` in it is the number."""
    return _filled(_spoken().translations.ngettext(one, many, count), {**fields, "count": count})


def tr_list(items: Sequence[str]) -> str:
    """Several things as a sentence names them: a, b and c."""
    if len(items) < 2:
        return "".join(items)
    *most, last = items
    comma = tr_in("between the items of a list", ", ")
    return tr("{most} and {last}", most=comma.join(most), last=last)


def tr_text(*sentences: str) -> str:
    """Complete sentences, one after the other; empty ones are left out."""
    return gap().join(filter(None, sentences))


def gap() -> str:
    """What stands between two sentences."""
    return tr_in("between two sentences", " ")


def number(value: float, form: str = ",") -> str:
    """A number by itself, as the language writes it; `form` is Python's, with its comma."""
    return _filled(f"{{value:{form}}}", {"value": value})


def _filled(text: str, fields: Mapping[str, object]) -> str:
    figures = _spoken().figures
    return text.format_map(fields) if figures.is_plain else figures.vformat(text, (), fields)
