"""The language of the window: every text of it passes through here.

A text stands in English where it is used, inside `tr`, `tr_in` or `tr_count`; what it is in another
language stands in resources/languages. The language is chosen once, before the modules with texts
are imported, so that a table may hold texts; the command line chooses none and speaks English.

What a service tells a program is English, the sandbox's own reasons among it. Such a text stands inside
`tr_wire`, and whoever shows it asks `tr_heard` what it is in the language of the window.

A field of a text is filled by name. A number of which the field says `,` is written as the language
writes it: `{size:,}` is 1,234 in English and 1.234 in German.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from string import Formatter
from typing import Any, NamedTuple

from console.paths import resource

SOURCE = "en"
"""The language that the texts are written in."""
LANGUAGES: Mapping[str, str] = {"en": "English", "de": "Deutsch", "ja": "日本語"}
"""Of each language that the window speaks: what it calls itself."""
ON_THE_WIRE = "said by the sandbox, in English"
"""The context of what `tr_wire` says."""
_LONGEST_SAID = 2_000
"""Characters; what is longer was not said by a text of ours alone."""
_WITHIN = ("problem", "error", "meant")
"""Fields that may hold another text of the wire."""


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
    _forms.cache_clear()
    tr_heard.cache_clear()


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


def tr_wire(text: str, /, **fields: object) -> str:
    """A text that goes to a program: English, whatever is spoken. Without fields, braces are only braces."""
    return text.format_map(fields) if fields else text


@lru_cache(maxsize=500)
def tr_heard(text: str) -> str:
    """What `tr_wire` said at the other end, in the language that is spoken; any other text as it came."""
    for form in _forms() if len(text) <= _LONGEST_SAID else ():
        if all(one in text for one in form.literals) and (
            found := re.fullmatch(form.pattern, text, re.DOTALL)
        ):
            try:
                fields = {name: form.value(name, said) for name, said in found.groupdict().items()}
            except ValueError:
                continue
            return _filled(form.told, fields) if fields else form.told
    return text


class _Form(NamedTuple):
    """How what was said by a text of the wire is known again, and told."""

    told: str
    """In the language that is spoken."""
    literals: tuple[str, ...]
    """What stands fast in it; few texts get past this, so few patterns are ever compiled."""
    pattern: str
    numbers: frozenset[str]
    """The fields that are numbers."""

    def value(self, name: str, said: str) -> object:
        """What a field was filled with.

        Raises:
            ValueError: it is no number where one belongs.
        """
        if name in self.numbers:
            value = float(said.replace(",", ""))
            return int(value) if value.is_integer() else value
        return tr_heard(said) if name in _WITHIN else said


@lru_cache(maxsize=1)
def _forms() -> Sequence[_Form]:
    """Every text of the wire that is translated; those of which more stands fast come first."""
    # Translations tell of each text what it is, and have no way to name them all.
    catalogue: Mapping[object, str] = vars(_speech.translations).get("_catalog", {})
    begin = GNUTranslations.CONTEXT % (ON_THE_WIRE, "")
    texts = [key.removeprefix(begin) for key in catalogue if isinstance(key, str) and key.startswith(begin)]
    made = (_form(text, catalogue[begin + text]) for text in texts)
    return sorted(made, key=lambda form: sum(map(len, form.literals)), reverse=True)


def _form(text: str, told: str) -> _Form:
    pattern, literals, numbers = "", [], set()
    seen: set[str] = set()
    end = ""
    for literal, name, form, _ in Formatter().parse(text):
        pattern += re.escape(literal)
        literals.append(literal)
        if name is None:
            continue
        pattern += end
        if name in seen:
            pattern, end = f"{pattern}(?P={name})", ""
            continue
        seen.add(name)
        value = ".*?"
        if form:
            numbers.add(name)
            value = r"[-\d.,e+]+"
        # A field goes to the first of what follows it, once and for all: no text is tried in many ways.
        pattern, end = rf"{pattern}(?>(?P<{name}>{value})", ")"
    return _Form(told, tuple(literals), rf"{pattern}\Z{end}", frozenset(numbers))


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
