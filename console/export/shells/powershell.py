"""Command lines of PowerShell."""

from __future__ import annotations

import re

from console.export.shells.scan import SEPARATORS, Scan, Statement, Step, walk

_PLAIN = re.compile(r"[\w./:=,{}@%+~\\^-]+")
_IN_QUOTES = re.compile(r'[^"$`]+')
_VARIABLE = re.compile(r"\{([^}\n]{0,200})\}|((?:[A-Za-z]+:)?\w+)")
_LINE_END = re.compile(r"[ \t]*\n")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "0": "\0", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def split(text: str) -> list[Statement]:
    """The statements of a text.

    Raises:
        ImportProblem: a quote or parenthesis is never closed.
    """
    return walk(text, _STEPS, _PLAIN)


def _backtick(scan: Scan) -> None:
    # A blank behind the backtick breaks the command, but is easily pasted along with it.
    if not scan.take_match(_LINE_END):
        character = scan.take()
        scan.put(_LETTERS.get(character, character))


def _single_quoted(scan: Scan) -> None:
    scan.put(scan.take_until("'"))
    while scan.text.startswith("'", scan.at):
        scan.take()
        scan.put("'" + scan.take_until("'"))


def _double_quoted(scan: Scan) -> None:
    start = scan.at - 1
    scan.put("")
    while scan.at < len(scan.text):
        if run := scan.take_match(_IN_QUOTES):
            scan.put(run[0])
            continue
        character = scan.take()
        if character == "`":
            character = scan.take()
            scan.put(_LETTERS.get(character, character))
        elif character == "$":
            _dollar(scan)
        elif scan.text.startswith('"', scan.at):
            scan.put(scan.take())
        else:
            return
    raise scan.unclosed_quote(start)


def _dollar(scan: Scan) -> None:
    start = scan.at - 1
    if scan.text.startswith("(", scan.at):
        scan.take_parentheses()
        scan.put_unknown(start, "$(…)")
    elif variable := scan.take_match(_VARIABLE):
        scan.put_unknown(start, variable[2] or "${…}")
    else:
        scan.put("$")


_STEPS: dict[str, Step] = {
    **SEPARATORS,
    "`": _backtick, "'": _single_quoted, '"': _double_quoted, "$": _dollar,
}  # fmt: skip
