"""What the program is made of: each part with its version, its licence and the text of it.

A packaged program brings the list that was made when it was built. From a checkout it is read from the
packages that are installed and from the files beside what is drawn.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import Any, Final

from console.paths import ROOT, resource, version

TITLE: Final = "Connect Chat Console"
LIST: Final = "licences.json"
_TEXT: Final = re.compile(r"(licen[cs]e|copying|notice)[^/]*", re.IGNORECASE)
_NAME: Final = re.compile(r"[\w.-]+")
_NOT_BROUGHT: Final = "This package brings no text of its licence. It is published under its name.\n"


@dataclass(frozen=True)
class Part:
    """Something that the program is made of. The texts are whole; one that is shared stands in each."""

    name: str
    version: str
    licence: str
    texts: tuple[str, ...]


@cache
def parts() -> tuple[Part, ...]:
    """All parts, ourselves first. Reads many files: not for the window's thread."""
    file = resource(LIST)
    return tuple(_listed(file) if file.is_file() else _found())


def version_of(name: str) -> str:
    """The version of a part by its name; empty for one that nobody knows. Reads as `parts` does."""
    wanted = _plain(name)
    return next((part.version for part in parts() if _plain(part.name) == wanted), "")


def _plain(name: str) -> str:
    return name.casefold().replace("_", "-")


def _listed(file: Path) -> Iterator[Part]:
    told = json.loads(file.read_text("utf-8"))
    for part in told["parts"]:
        texts = tuple(told["texts"][key] for key in part["texts"])
        yield Part(part["name"], part["version"], part["licence"], texts)


# -- from a checkout --------------------------------------------------------------------------------


def _found() -> Iterator[Part]:
    yield Part(TITLE, version(), "MIT", (_read(ROOT / "LICENSE"),))
    yield Part("Python", sys.version.split()[0], "PSF-2.0", (sys.copyright,))
    others = [*drawn(), *map(_package, _needed())]
    yield from sorted(others, key=lambda part: part.name.casefold())


def drawn() -> Iterator[Part]:
    """The icons and the fonts, which tell of themselves by the files beside them."""
    yield Part("Lucide icons", "", "ISC", (_read(resource("icons/LICENSE")),))
    for file in sorted(resource("fonts").glob("*-LICENSE.txt")):
        yield Part(f"{file.stem.removesuffix('-LICENSE')} font", "", "OFL-1.1", (_read(file),))


def _needed() -> Iterator[str]:
    """The packages that the program asks for and that are here, and what those ask for."""
    import tomllib

    project = tomllib.loads(_read(ROOT / "pyproject.toml"))["project"]
    waiting, seen = list(project["dependencies"]), set()
    while waiting:
        wanted = waiting.pop()
        found = _NAME.match(wanted)
        # What is asked for on another system only is not here, and what an extra asks for is not ours.
        if found is None or "extra ==" in wanted or (name := _plain(found[0])) in seen:
            continue
        seen.add(name)
        try:
            about = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        yield about.metadata["Name"]
        waiting += about.requires or []


def _package(name: str) -> Part:
    about = metadata.distribution(name)
    return Part(name, about.version, named(about.metadata), brought(about) or (_NOT_BROUGHT,))


def brought(about: metadata.Distribution) -> tuple[str, ...]:
    """The texts of licences that a package brings."""
    files = [file for file in about.files or () if ".dist-info/" in str(file) and _TEXT.fullmatch(file.name)]
    return tuple(_read(Path(str(file.locate()))) for file in files)


def named(about: Any) -> str:
    """The licence of a package by its name, as its metadata has it."""
    if "License-Expression" in about:
        return str(about["License-Expression"])
    classified = [one.split(" :: ")[-1] for one in about.get_all("Classifier") or [] if "License ::" in one]
    return " or ".join(classified) or str(about.get("License") or "see its text")


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace")
