"""JavaScript's literals, read out of a page's code. Nothing is run.

Texts, numbers, true and false, lists, objects and what `JSON.stringify` is given are values; anything
that only a browser could tell (a variable, a call, a function) is `Code`, a place in the text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from console.language import tr

_BLANKS = re.compile(r"(?:\s+|//[^\n]*|/\*(?s:.*?)(?:\*/|\Z))*")
_STRING = re.compile(r"'([^'\\\n]*(?:\\(?s:.)[^'\\\n]*)*)'|\"([^\"\\\n]*(?:\\(?s:.)[^\"\\\n]*)*)\"")
_TEMPLATE = re.compile(r"`([^`\\]*(?:\\.[^`\\]*)*)`", re.DOTALL)
_ESCAPE = re.compile(r"\\(?:u\{0{0,8}([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(\r\n|[\s\S]))")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")
_NUMBER = re.compile(r"[+-]?(?:\d{1,15}(?:\.\d{0,15})?|\.\d{1,15})(?![\w.])")
_NAME = re.compile(r"[A-Za-z_$][\w$]*")
_STRINGIFY = re.compile(r"JSON\s*\.\s*stringify\s*\(")
_WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
_REST_OF_LINE = re.compile(r"[^\n]*")
_SKIPPED = re.compile(r"[^'\"`/()\[\]{},;]+")
_OPENING, _CLOSING = "([{", ")]}"
_DEEPEST = 50


@dataclass(frozen=True)
class Code:
    """An expression that is no literal, as it is written."""

    text: str


class ScriptProblem(ValueError):
    """The code ends in the middle of a text, a list or an object. Its words are a plain sentence."""


class Script:
    """A place in a page's code."""

    def __init__(self, text: str, at: int = 0) -> None:
        self.text = text
        self.at = at
        self._depth = 0

    def arguments(self) -> list[Any]:
        """The arguments of a call, from behind its opening parenthesis; goes behind the closing one.

        Raises:
            ScriptProblem: it does not end.
        """
        return list(self._entries(")"))

    def whole_value(self) -> Any:
        """The one value that the text is.

        Raises:
            ScriptProblem: it is none, or something follows it.
        """
        value = self.value()
        self._blanks()
        if self.at < len(self.text) and self.text[self.at :].strip("; \n\t\r"):
            raise ScriptProblem(tr("Something follows the value."))
        return value

    def value(self) -> Any:
        """The value standing here: text, number, True, False, None, list, dict, or Code.

        Raises:
            ScriptProblem: it does not end.
        """
        self._blanks()
        start = self.at
        value = self._literal()
        self._blanks()
        following = self.text[self.at : self.at + 1]
        if isinstance(value, Code) or (following and following not in ",;)]}"):
            # More of an expression follows, as in 'Hello ' + name.
            self._skip_expression()
            return Code(self.text[start : self.at].strip())
        return value

    def _literal(self) -> Any:
        character = self.text[self.at : self.at + 1]
        if character == "{":
            return self._nested(self._object)
        if character == "[":
            return self._nested(self._list)
        if match := self._take(_STRING):
            return _unescaped(match[1] if match[1] is not None else match[2])
        if character == "`":
            return self._template()
        if match := self._take(_NUMBER):
            return float(match[0]) if "." in match[0] else int(match[0])
        if self._take(_STRINGIFY):
            values = self._nested(self.arguments)
            return values[0] if values else Code("JSON.stringify()")
        if (match := _NAME.match(self.text, self.at)) and match[0] in _WORDS:
            self.at = match.end()
            return _WORDS[match[0]]
        return Code("")

    def _template(self) -> Any:
        match = self._take(_TEMPLATE)
        if not match:
            raise ScriptProblem(tr("A text does not end."))
        return Code(match[0]) if "${" in match[1] else _unescaped(match[1])

    def _nested(self, read: Callable[[], Any]) -> Any:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise ScriptProblem(tr("It is nested too deeply."))
        value = read()
        self._depth -= 1
        return value

    def _list(self) -> list[Any]:
        self.at += 1
        return list(self._entries("]"))

    def _entries(self, closing: str) -> Iterator[Any]:
        while not self._ends(closing):
            yield self.value()
            self._comma(closing)

    def _object(self) -> dict[str, Any]:
        self.at += 1
        found: dict[str, Any] = {}
        while not self._ends("}"):
            key = self._key()
            self._blanks()
            if self.text.startswith(":", self.at):
                self.at += 1
                found[key] = self.value()
            else:
                # { name }, { name() {…} } and { ...others } take their values from elsewhere.
                start = self.at
                self._skip_expression()
                found[key] = Code(self.text[start : self.at].strip() or key)
            self._comma("}")
        return found

    def _key(self) -> str:
        if match := self._take(_STRING):
            return _unescaped(match[1] if match[1] is not None else match[2])
        if match := self._take(_NAME) or self._take(_NUMBER):
            return match[0]
        start = self.at
        if self.text.startswith("[", self.at):
            self._nested(self._list)
            return self.text[start : self.at]
        return ""

    def _ends(self, closing: str) -> bool:
        self._blanks()
        if self.at >= len(self.text):
            raise ScriptProblem(tr("A {closing} is missing.", closing=closing))
        if self.text[self.at] == closing:
            self.at += 1
            return True
        return False

    def _comma(self, closing: str) -> None:
        self._blanks()
        character = self.text[self.at : self.at + 1]
        if character == ",":
            self.at += 1
        elif character != closing:
            raise ScriptProblem(tr("A comma or {closing} is missing.", closing=closing))

    def _skip_expression(self) -> None:
        """Goes to the comma, semicolon or closing bracket that ends the expression, texts skipped."""
        depth = 0
        while self.at < len(self.text):
            if self._take(_SKIPPED) or self._take(_STRING):
                continue
            character = self.text[self.at]
            if character == "/" and self._blanks():
                continue
            if character == "`":
                self._template()
                continue
            if depth == 0 and character in ",;" + _CLOSING:
                return
            if character in "'\"":
                # Perhaps a regular expression; a text would end on its line.
                self._take(_REST_OF_LINE)
                continue
            depth += (character in _OPENING) - (character in _CLOSING)
            self.at += 1

    def _blanks(self) -> bool:
        before = self.at
        self._take(_BLANKS)
        return self.at > before

    def _take(self, pattern: re.Pattern[str]) -> re.Match[str] | None:
        if match := pattern.match(self.text, self.at):
            self.at = match.end()
        return match


def _unescaped(written: str) -> str:
    text = _ESCAPE.sub(_character, written)
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _character(match: re.Match[str]) -> str:
    if code := match[1] or match[2] or match[3]:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    if match[4] in ("\n", "\r", "\r\n", "\u2028", "\u2029"):
        return ""
    return _LETTERS.get(match[4], match[4])
