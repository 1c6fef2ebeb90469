"""The AWS CLI's shorthand for structures and maps: `ContentType=text/plain,Content="Hi, Zoe"`.

The grammar follows "Using shorthand syntax" in the AWS CLI's user guide and was compared with aws-cli
1.46.3. What it reads are texts and lists of texts; the model then says what is a number or a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from console.export.imported import ImportProblem
from console.language import tr
from console.shape import Field

_KEY = re.compile(r"[A-Za-z0-9_.#/:-]*")
_BLANKS = re.compile(r"\s*")
_QUOTED = {
    "'": re.compile(r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL),
    '"': re.compile(r'"([^"\\]*(?:\\.[^"\\]*)*)"', re.DOTALL),
}
_BARE = re.compile(r"(?:\\,|[^,'\"=])(?:\\,|[^,\]}])*|")
_BARE_AFTER_COMMA = re.compile(r"(?:\\,|[^,'\"=])(?:\\,|[^,=])*|")
_BARE_INSIDE = re.compile(r"(?:\\,|[^,'\"=\]}])(?:\\,|[^,\]}])*|")
_NEXT_KEY = re.compile(r"\s*,\s*[A-Za-z0-9_.#/:-]*\s*@?=")
_NUMBER = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?\Z")
_WHOLE_NUMBER = re.compile(r"[+-]?[0-9]{1,30}\Z")
_DEEPEST = 20


class _FromFile:
    """The value of `Key@=file://…`, which names a file that is not opened."""


FROM_FILE = _FromFile()


def parse(text: str, option: str) -> dict[str, Any]:
    """The keys and values of a text in shorthand; FROM_FILE where a value would come from a file.

    Raises:
        ImportProblem: it breaks the syntax; the sentence names the option and the place.
    """
    return _Reader(text, option).pairs()


class _Reader:
    """A place in the text."""

    def __init__(self, text: str, option: str) -> None:
        self._text = text
        self._option = option
        self._at = 0
        self._depth = 0

    def pairs(self) -> dict[str, Any]:
        """Everything: `key=value` after `key=value`, with commas in between."""
        found: dict[str, Any] = {}
        while True:
            key, value = self._pair(self._values)
            if key in found:
                raise self._problem(
                    tr("The same key stands there twice: character {at} of the value of {option}.")
                )
            found[key] = value
            if self._at >= len(self._text):
                return found
            self._expect(",")

    def _pair(self, read_value: Callable[[], Any]) -> tuple[str, Any]:
        self._blanks()
        key = self._match(_KEY)
        self._blanks()
        is_from_file = self._text.startswith("@", self._at)
        self._at += is_from_file
        self._expect("=")
        value = read_value()
        self._blanks()
        return key, FROM_FILE if is_from_file else value

    def _values(self) -> Any:
        """One value, or a list of those that follow without a key of their own."""
        value = self._value(_BARE)
        values = [value]
        while self._text.startswith(",", self._at) and not _NEXT_KEY.match(self._text, self._at):
            self._expect(",")
            if self._at >= len(self._text):
                raise self._problem(
                    tr("Something is missing after the comma: character {at} of the value of {option}.")
                )
            values.append(self._value(_BARE_AFTER_COMMA))
            self._blanks()
        return values if len(values) > 1 else value

    def _value(self, bare: re.Pattern[str]) -> Any:
        character = self._text[self._at : self._at + 1]
        if character == "[":
            return self._nested(self._list)
        if character == "{":
            return self._nested(self._object)
        if character in _QUOTED and character:
            return self._quoted(character)
        return self._match(bare).replace("\\,", ",").rstrip()

    def _quoted(self, quote: str) -> str:
        match = _QUOTED[quote].match(self._text, self._at)
        if match is None:
            raise self._problem(tr("A quote is never closed: character {at} of the value of {option}."))
        self._at = match.end()
        self._blanks()
        return match[1].replace("\\" + quote, quote).replace("\\\\", "\\")

    def _nested(self, read: Callable[[], Any]) -> Any:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise self._problem(tr("It is nested too deeply: character {at} of the value of {option}."))
        self._at += 1
        self._blanks()
        value = read()
        self._at += 1
        self._depth -= 1
        self._blanks()
        return value

    def _list(self) -> list[Any]:
        values: list[Any] = []
        while not self._is_at_end("]"):
            values.append(self._value(_BARE_INSIDE))
            self._blanks()
            if not self._text.startswith("]", self._at):
                self._expect(",")
        return values

    def _object(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not self._is_at_end("}"):
            key, value = self._pair(lambda: self._value(_BARE_INSIDE))
            found[key] = value
            if not self._text.startswith("}", self._at):
                self._expect(",")
        return found

    def _is_at_end(self, closing: str) -> bool:
        if self._at >= len(self._text):
            raise self._problem(
                tr("A {expected} is missing: character {at} of the value of {option}."), closing
            )
        return self._text.startswith(closing, self._at)

    def _expect(self, character: str) -> None:
        self._blanks()
        if not self._text.startswith(character, self._at):
            raise self._problem(
                tr("“{expected}” was expected: character {at} of the value of {option}."), character
            )
        self._at += 1
        self._blanks()

    def _blanks(self) -> None:
        self._match(_BLANKS)

    def _match(self, pattern: re.Pattern[str]) -> str:
        match = pattern.match(self._text, self._at)
        if match is None:
            raise self._problem(tr("This could not be understood: character {at} of the value of {option}."))
        self._at = match.end()
        return match[0]

    def _problem(self, says: str, expected: str = "") -> ImportProblem:
        return ImportProblem(says.format(at=self._at + 1, option=self._option, expected=expected))


def as_modelled(value: Any, field: Field) -> Any:
    """A value in shorthand with the types of the model: numbers, true and false, lists of one.

    What can't be of its type stays a text, for the form to show.
    """
    if field.kind == "structure" and isinstance(value, dict):
        members = {member.name: member for member in field.members}
        return {
            name: as_modelled(inner, members[name]) if name in members else inner
            for name, inner in value.items()
        }
    if field.kind == "map" and isinstance(value, dict):
        return {key: as_modelled(inner, field.value) for key, inner in value.items()}
    if field.kind == "list":
        return [as_modelled(inner, field.item) for inner in (value if isinstance(value, list) else [value])]
    return scalar(value, field) if isinstance(value, str) else value


def scalar(text: str, field: Field) -> Any:
    """A text as the number or truth value that its field is made of; else the text itself."""
    if field.kind in ("integer", "long") and _WHOLE_NUMBER.match(text):
        return int(text)
    if field.kind in ("float", "double") and _NUMBER.match(text):
        return float(text)
    if field.kind == "boolean":
        return {"true": True, "false": False}.get(text.lower(), text)
    return text
