"""Light colouring of exported text: a table of patterns for each format, in the colours of the theme."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument

from ui import theme

_STRING = r'"(?:[^"\\]|\\.)*"'
PATTERNS: dict[str, tuple[tuple[str, str], ...]] = {
    "json": (
        (rf"{_STRING}(?=\s*:)", "accent"),
        (_STRING, "ok"),
        (r"-?\b\d[\d.eE+-]*|\b(?:true|false|null)\b", "warn"),
    ),
    "cli": (
        (r"^#.*", "faint"),
        (r"'[^']*'|\"'\"", "ok"),
        (r"(?<!\S)--[a-z][a-z0-9-]*", "accent"),
        (r"(?<=\s)\d+(?!\S)", "warn"),
        (r"\\$", "faint"),
    ),
    "python": (
        (r"^\s*#.*", "faint"),
        (rf"{_STRING}(?=: )", "accent"),
        (rf"{_STRING}|'(?:[^'\\]|\\.)*'", "ok"),
        (r"\b\w+(?==)", "accent"),
        (r"\b(?:import|print|None|True|False)\b", "soft_text"),
        (r"-?\b\d[\d.]*\b", "warn"),
    ),
}
"""Of each format: patterns and the token of their colour. At one place the first that fits wins."""


class Highlighter(QSyntaxHighlighter):
    """Colours the text of a document, line by line."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)
        self._pattern: re.Pattern[str] | None = None
        self._tokens: Sequence[str] = ()
        self._looks: list[QTextCharFormat] = []

    def show_format(self, format_id: str) -> None:
        """Colours another format from now on; one without patterns stays plain."""
        patterns = PATTERNS.get(format_id, ())
        self._tokens = [token for _, token in patterns]
        alternatives = "|".join(f"({pattern})" for pattern, _ in patterns)
        self._pattern = re.compile(alternatives) if patterns else None
        self._take_colours()

    def follow_theme(self) -> None:
        """Takes the colours of the theme of the moment."""
        self._take_colours()
        self.rehighlight()

    def _take_colours(self) -> None:
        self._looks = []
        for token in self._tokens:
            look = QTextCharFormat()
            look.setForeground(theme.colour(token))
            self._looks.append(look)

    def highlightBlock(self, text: str) -> None:
        if self._pattern is None:
            return
        for match in self._pattern.finditer(text):
            start = _units(text[: match.start()]) if not text.isascii() else match.start()
            self.setFormat(start, _units(match[0]), self._looks[(match.lastindex or 1) - 1])


def _units(text: str) -> int:
    """Length as Qt counts it: in UTF-16 units, of which an emoji has two."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2
