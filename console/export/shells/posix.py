"""Command lines of POSIX shells: bash, zsh, dash."""

from __future__ import annotations

import re

from console.export.shells.scan import SEPARATORS, Scan, Statement, Step, walk

_PLAIN = re.compile(r"[\w./:=,{}@%+~^-]+")
_IN_QUOTES = re.compile(r'[^"\\$`]+')
_VARIABLE = re.compile(r"\{([A-Za-z_]\w{0,99})[^}\n]{0,200}\}|([A-Za-z_]\w*)|[0-9@*#?$!]")
_ANSI = re.compile(r"'([^'\\]*(?:\\.[^'\\]*)*)'", re.DOTALL)
_ANSI_ESCAPE = re.compile(
    r"((?:\\x[0-9a-fA-F]{1,2}|\\[0-7]{1,3})+)|\\u([0-9a-fA-F]{1,4})|\\U([0-9a-fA-F]{1,8})|\\(.)", re.DOTALL
)
_ANSI_CODE = re.compile(r"\\x([0-9a-fA-F]+)|\\([0-7]+)")
_ANSI_LETTERS = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "v": "\v"}
_PAIR = re.compile("[\ud800-\udbff][\udc00-\udfff]")


def split(text: str) -> list[Statement]:
    """The statements of a text.

    Raises:
        ImportProblem: a quote or parenthesis is never closed.
    """
    return walk(text, _STEPS, _PLAIN)


def _backslash(scan: Scan) -> None:
    character = scan.take()
    if character != "\n":
        scan.put(character)


def _single_quoted(scan: Scan) -> None:
    scan.put(scan.take_until("'"))


def _double_quoted(scan: Scan) -> None:
    start = scan.at - 1
    scan.put("")
    while scan.at < len(scan.text):
        if run := scan.take_match(_IN_QUOTES):
            scan.put(run[0])
            continue
        match scan.take():
            case '"':
                return
            case "\\":
                _backslash_in_quotes(scan)
            case "$":
                _dollar(scan, quoted=True)
            case _:
                _backtick(scan)
    raise scan.unclosed_quote(start)


def _backslash_in_quotes(scan: Scan) -> None:
    character = scan.take()
    if character != "\n":
        scan.put(character if character in '$`"\\' else "\\" + character)


def _dollar(scan: Scan, quoted: bool = False) -> None:
    start = scan.at - 1
    if not quoted and (ansi := scan.take_match(_ANSI)):
        scan.put(_ansi_text(ansi[1]))
    elif not quoted and scan.text.startswith('"', scan.at):
        return  # $"…" is a text for translators, otherwise a plain quote.
    elif scan.text.startswith("(", scan.at):
        scan.take_parentheses()
        scan.put_unknown(start, "$(…)")
    elif variable := scan.take_match(_VARIABLE):
        scan.put_unknown(start, variable[1] or variable[2] or f"${variable[0]}")
    else:
        scan.put("$")


def _backtick(scan: Scan) -> None:
    start = scan.at - 1
    scan.take_until("`")
    scan.put_unknown(start, "`…`")


def _ansi_text(written: str) -> str:
    text = _ANSI_ESCAPE.sub(_ansi_character, written)
    # Browsers write one \u escape for each half of a character beyond the first 65,536.
    return _PAIR.sub(lambda pair: pair[0].encode("utf-16", "surrogatepass").decode("utf-16"), text)


def _ansi_character(match: re.Match[str]) -> str:
    if match[1]:
        return _ansi_bytes(match[1])
    if code := match[2] or match[3]:
        number = int(code, 16)
        return chr(number) if number <= 0x10FFFF else "\N{REPLACEMENT CHARACTER}"
    letter = match[4]
    return _ANSI_LETTERS.get(letter, letter if letter in "\\'\"?" else "\\" + letter)


def _ansi_bytes(written: str) -> str:
    codes = _ANSI_CODE.findall(written)
    data = bytes(int(code, 16) if code else int(octal, 8) & 255 for code, octal in codes)
    try:
        return data.decode()
    except UnicodeDecodeError:
        # Older browsers write a character below 256 as its number, not as the bytes of UTF-8.
        return data.decode("latin-1")


_STEPS: dict[str, Step] = {
    **SEPARATORS,
    "(": Scan.end_statement, ")": Scan.end_statement,
    "'": _single_quoted, '"': _double_quoted, "$": _dollar, "`": _backtick, "\\": _backslash,
}  # fmt: skip
