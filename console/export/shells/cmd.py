"""Command lines of Windows' cmd, which reads carets; the program itself then reads quotes.

The second half are the rules of the C runtime that Windows programs are built with ("Parsing C
command-line arguments" in Microsoft's documentation).
"""

from __future__ import annotations

import re

from console.export.imported import ImportProblem
from console.export.shells.scan import Statement, Word
from console.language import tr

_VARIABLE = re.compile(r"%([A-Za-z_][\w()]*)%")
_TOKEN = re.compile(r'(\\*)"|([ \t]+)|[^"\\ \t]+|\\+')
_ESCAPED_QUOTE = re.compile(r'(?<!\\)(\\+)"')


def split(text: str) -> list[Statement]:
    """The statements of a text that a person wrote.

    Raises:
        ImportProblem: a quote is never closed.
    """
    return _split(text, carets_in_quotes=False, doubled_backslashes=False)


def split_copied(text: str) -> list[Statement]:
    r"""The statements of a text that a browser wrote ("Copy as cURL (cmd)").

    Browsers double every backslash, also where no quote follows and Windows would not undo it: the
    `\\n` of a JSON text would arrive as a backslash and an n. What was sent is read, not what cmd makes.
    """
    return _split(text, carets_in_quotes=False, doubled_backslashes=True)


def split_copied_carelessly(text: str) -> list[Statement]:
    """The same for versions that put carets between plain quotes, where cmd would keep them."""
    return _split(text, carets_in_quotes=True, doubled_backslashes=True)


def without_quote_escapes(text: str) -> str:
    r"""A text as a Windows program gets it: `\"` is a quote, and the backslashes before one are pairs.

    Windows PowerShell passes a quoted word on as it is, so JSON is typed there with such escapes.
    """
    return _ESCAPED_QUOTE.sub(lambda match: "\\" * (len(match[1]) // 2) + '"', text)


def _split(text: str, carets_in_quotes: bool, doubled_backslashes: bool) -> list[Statement]:
    statements = [_words(line, doubled_backslashes) for line in _lines(text, carets_in_quotes)]
    return [words for words in statements if words]


def _lines(text: str, carets_in_quotes: bool) -> list[str]:
    """What cmd passes on: one line for each statement, without carets."""
    lines: list[list[str]] = [[]]
    quoted, at = False, 0
    while at < len(text):
        character = text[at]
        if character == "^" and (carets_in_quotes or not quoted):
            # At the end of a line the caret takes the line break with it; what follows is plain text.
            at += 2 if text.startswith("\n", at + 1) else 1
            lines[-1].append(text[at : at + 1])
        elif character == "\n" or (character in "&|" and not quoted):
            lines.append([])
            quoted = False
        else:
            quoted ^= character == '"'
            lines[-1].append(character)
        at += 1
    return ["".join(line) for line in lines]


def _words(line: str, doubled_backslashes: bool) -> Statement:
    words: list[Word] = []
    letters: list[str] | None = None
    quoted, at = False, 0
    while match := _TOKEN.match(line, at):
        at = match.end()
        if match[2] and not quoted:
            words += [] if letters is None else [_word(letters)]
            letters = None
            continue
        letters = [] if letters is None else letters
        if match[1] is None:
            is_doubled = doubled_backslashes and match[0].startswith("\\")
            letters.append(match[0][: (len(match[0]) + 1) // 2] if is_doubled else match[0])
            continue
        letters.append("\\" * (len(match[1]) // 2))
        if len(match[1]) % 2:
            letters.append('"')
        elif quoted and line.startswith('"', at):
            letters.append('"')
            at += 1
        else:
            quoted = not quoted
    if quoted:
        raise ImportProblem(tr("A quote in the command is never closed."))
    return words if letters is None else [*words, _word(letters)]


def _word(letters: list[str]) -> Word:
    text = "".join(letters)
    return Word(text, tuple(_VARIABLE.findall(text)))
