"""A pasted command line as words, the way its shell would hand them to the program. Nothing is run.

Three kinds of shell write a command of several lines differently: POSIX shells end a line with a
backslash, PowerShell with a backtick, Windows' cmd with a caret.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from console.export.shells import cmd, posix, powershell
from console.export.shells.scan import Statement, Word

__all__ = ["Split", "Statement", "Word", "splits_for"]

Split = Callable[[str], list[Statement]]

_POSIX_FIRST: tuple[Split, ...] = (posix.split, cmd.split, powershell.split)
_BY_LINE_END: Mapping[str, tuple[Split, ...]] = {
    "\\": (posix.split,),
    "`": (powershell.split,),
    "^": (cmd.split, cmd.split_carelessly),
}
_FIRST_LINE = re.compile(r"\s*+(?:#[^\n]*+\n\s*+)*+(?P<line>[^\n]*)")
# Browsers put a caret before the quotes of every word that they copy for cmd.
_CARET_BEFORE_FIRST_QUOTE = re.compile(r"\S+ +\^\"")


def splits_for(text: str) -> tuple[Split, ...]:
    """The ways in which a command may be meant, the likeliest first.

    Its first line tells by how it ends; later ones may end within a quoted text.
    """
    match = _FIRST_LINE.match(text)
    line = match["line"].rstrip() if match else ""
    if _CARET_BEFORE_FIRST_QUOTE.match(line):
        return _BY_LINE_END["^"]
    return _BY_LINE_END.get(line[-1:], _POSIX_FIRST)
