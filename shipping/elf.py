"""What Linux programs and libraries ask of the system, as `objdump` of binutils reads them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MAGIC: Final = b"\x7fELF"
_NEEDED = re.compile(r"^\s+NEEDED\s+(\S+)", re.MULTILINE)
_VERSION = re.compile(r"\s(GLIBC|GLIBCXX)_([\d.]+)$", re.MULTILINE)


@dataclass(frozen=True)
class Demands:
    """What a folder asks of the system: libraries by name, and the newest version of each kind of symbol."""

    libraries: frozenset[str]
    symbols: dict[str, tuple[int, ...]]


def demands(folder: Path) -> Demands:
    """What the programs and libraries of a folder ask for that lies in no place of it."""
    present = {path.name for path in folder.rglob("*")}
    libraries: set[str] = set()
    symbols: dict[str, tuple[int, ...]] = {}
    for text in map(_told, programs(folder.rglob("*"))):
        libraries.update(_NEEDED.findall(text))
        for kind, number in _VERSION.findall(text):
            version = tuple(map(int, number.split(".")))
            symbols[kind] = max(symbols.get(kind, ()), version)
    return Demands(frozenset(libraries - present), symbols)


def programs(files: Iterable[Path]) -> Iterator[Path]:
    """Those of the files that the system can load."""
    for file in files:
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                if stream.read(len(MAGIC)) == MAGIC:
                    yield file


def _told(file: Path) -> str:
    return subprocess.check_output(["objdump", "-p", str(file)], text=True)
