"""Which of the collected libraries anything still needs, once plugins have been left behind.

PyInstaller finds the libraries of a plugin before a plugin can be left out, and keeps them.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

Entry = tuple[str, str, str]
"""As PyInstaller has it: place in the bundle, source, kind; the source of a SYMLINK is its target."""


def reachable(
    binaries: Sequence[Entry],
    others: Sequence[Entry],
    needed: Callable[[str], Iterable[str]] | None = None,
) -> tuple[list[Entry], list[Entry]]:
    """Both lists without the libraries that no module of Python and no plugin needs.

    `needed` tells the names of the libraries that a file is linked to; without it, PyInstaller does.
    """
    needed = needed or _needed
    # A name alone does not tell which of two is meant: both are.
    named: dict[str, list[Entry]] = {}
    for entry in binaries:
        if entry[2] != "SYMLINK":
            named.setdefault(Path(entry[0]).name, []).append(entry)
    kept: set[str] = set()
    waiting = [entry for entries in named.values() for entry in entries if _is_root(entry)]
    while waiting:
        place, source, _ = waiting.pop()
        if place not in kept:
            kept.add(place)
            waiting += [entry for name in needed(source) for entry in named.get(name, ())]
    binaries = [entry for entry in binaries if entry[2] == "SYMLINK" or entry[0] in kept]
    present = {entry[0] for entry in (*binaries, *others) if entry[2] != "SYMLINK"}
    return (
        [entry for entry in binaries if _leads_to(entry, present)],
        [entry for entry in others if _leads_to(entry, present)],
    )


def _is_root(entry: Entry) -> bool:
    place, _, kind = entry
    return kind == "EXTENSION" or "plugins" in Path(place).parts or Path(place).name.startswith("libpython")


def _leads_to(entry: Entry, present: set[str]) -> bool:
    place, target, kind = entry
    return kind != "SYMLINK" or os.path.normpath(Path(place).parent / target) in present


def _needed(source: str) -> list[str]:
    from PyInstaller.depend.bindepend import get_imports

    return [Path(name).name for name, _ in get_imports(source)]
