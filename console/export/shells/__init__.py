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

# For commands that people write, and for those that browsers copy.
_TYPED: Mapping[str, tuple[Split, ...]] = {
    "\\": (posix.split,),
    "`": (powershell.split,),
    "^": (cmd.split,),
    "": (posix.split, cmd.split, powershell.split),
}
_COPIED: Mapping[str, tuple[Split, ...]] = {
    **_TYPED,
    "^": (cmd.split_copied, cmd.split_copied_carelessly),
    "": (posix.split, cmd.split_copied, powershell.split),
}
_FIRST_LINE = re.compile(r"\s*+(?:#[^\n]*+\n\s*+)*+(?P<line>[^\n]*)(?P<end>\n?)")
# Browsers put a caret before the quotes of every word that they copy for cmd.
_CARET_BEFORE_FIRST_QUOTE = re.compile(r"\S+ +\^\"")


def splits_for(text: str, is_copied: bool = False) -> tuple[Split, ...]:
    """The ways in which a command may be meant, the likeliest first; `is_copied`: from a browser.

    Its first line tells by how it ends; later ones may end within a quoted text.
    """
    splits = _COPIED if is_copied else _TYPED
    match = _FIRST_LINE.match(text)
    if match and _CARET_BEFORE_FIRST_QUOTE.match(match["line"]):
        return splits["^"]
    last = match["line"].rstrip()[-1:] if match and match["end"] else ""
    return splits.get(last, splits[""])
