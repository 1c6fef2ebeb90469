"""The licences of all that a bundle holds: for the app's own page, and for the file in each package.

Every part tells its own: Python's packages by their metadata, fonts and icons by the files beside them, the
libraries of a Debian machine by their packages. A part that tells nothing stops the build.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from importlib import metadata
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import Any, Final

from console.licences import Part, brought, drawn, named
from shipping.product import MAKERS, PROJECT, ROOT, TITLE, VERSION

HERE: Final = Path(__file__).resolve().parent / "licences"
DEBIAN_DOCUMENTS: Final = Path("/usr/share/doc")
_CHOSEN: Final = {
    # Its metadata leaves the choice; the libraries lie beside the program, where others can take their place.
    "PySide6_Essentials": ("LGPL-3.0-only", ("LGPL-3.0.txt", "GPL-3.0.txt")),
    "shiboken6": ("LGPL-3.0-only", ("LGPL-3.0.txt", "GPL-3.0.txt")),
}
"""A package that brings no text: which of its licences is ours, and the files with the text of it."""
_QT: Final = """Qt comes with PySide6_Essentials, as The Qt Company builds it, and is used under the GNU
Lesser General Public License, version 3. Its source, and the licences of what it holds of others, are
published by The Qt Project for each version. The libraries lie in the folder of this program and can be
replaced by others of the same version.
"""
_ICU: Final = "ICU comes with Qt, under the Unicode License, which is published with its source.\n"


class UntoldError(Exception):
    """A part of the bundle that tells no licence."""


def parts(libraries: Iterable[str]) -> list[Part]:
    """Everything that is shipped, ourselves first. `libraries` are the files that were collected.

    Raises:
        UntoldError: one of them tells no licence.
    """
    found = [Part(TITLE, VERSION, PROJECT["license"], (_read(ROOT / "LICENSE"),)), *_qt(), *_python()]
    others = [*_of_system(libraries), *drawn(), *map(of_package, (*packages(), "pyinstaller"))]
    return [*found, *sorted(set(others), key=lambda part: (part.name.casefold(), part.licence))]


def write(file: Path, found: Sequence[Part]) -> None:
    """Writes what the app shows: `parts`, and `texts` by the keys that the parts name, each text once."""
    texts = {_key(text): text for part in found for text in part.texts}
    listed = [
        {
            "name": part.name,
            "version": part.version,
            "licence": part.licence,
            "texts": list(map(_key, part.texts)),
        }
        for part in found
    ]
    file.write_text(json.dumps({"parts": listed, "texts": texts}, indent=1) + "\n", "utf-8")


def as_text(told: Mapping[str, Any]) -> str:
    """What `write` wrote as one text for people: who is in the package, then every licence once."""
    lines = [f"{TITLE} is made by {MAKERS}. The package holds:", ""]
    for part in told["parts"]:
        lines.append(f"  {part['name']} {part['version']}: {part['licence']}".rstrip())
    for key, text in told["texts"].items():
        of = ", ".join(part["name"] for part in told["parts"] if key in part["texts"])
        lines += ["", "-" * 78, f"For {of}:", "", text.strip()]
    return "\n".join(lines) + "\n"


def packages() -> list[str]:
    """The Python packages that the program needs here, and those that they need."""
    from packaging.requirements import Requirement

    found: dict[str, None] = {}
    waiting = list(PROJECT["dependencies"])
    while waiting:
        wanted = Requirement(waiting.pop())
        name = metadata.distribution(wanted.name).name if _applies(wanted) else None
        if name and name not in found:
            found[name] = None
            waiting += metadata.distribution(name).requires or []
    return list(found)


def _applies(wanted: Any) -> bool:
    return wanted.marker is None or bool(wanted.marker.evaluate({"extra": ""}))


def of_package(name: str) -> Part:
    """A Python package that is installed here.

    Raises:
        UntoldError: it tells no licence.
    """
    about = metadata.distribution(name)
    if chosen := _CHOSEN.get(name):
        licence, own = chosen
        return Part(name, about.version, licence, tuple(_read(HERE / file) for file in own))
    if not (texts := brought(about)):
        raise UntoldError(f"the package {name} brings no text of its licence")
    return Part(name, about.version, named(about.metadata), texts)


def _qt() -> Iterator[Part]:
    version = metadata.version("PySide6_Essentials")
    texts = (_QT, _read(HERE / "LGPL-3.0.txt"), _read(HERE / "GPL-3.0.txt"))
    yield Part("Qt", version, "LGPL-3.0-only", texts)
    yield Part("ICU", "", "Unicode-3.0", (_ICU,))


def _python() -> Iterator[Part]:
    places = [Path(sysconfig.get_paths()["stdlib"]) / "LICENSE.txt", Path(sys.base_prefix) / "LICENSE.txt"]
    places += [DEBIAN_DOCUMENTS / f"python3.{sys.version_info.minor}" / "copyright"]
    file = next((place for place in places if place.is_file()), None)
    if file is None:
        raise UntoldError("this Python brings no text of its licence")
    yield Part("Python", ".".join(map(str, sys.version_info[:3])), "PSF-2.0", (_read(file),))


def _of_system(libraries: Iterable[str]) -> Iterator[Part]:
    """Those that lie neither with a Python package nor with Python itself: they came with Debian."""
    paths = sysconfig.get_paths()
    packaged = [path for one in ("purelib", "platlib") for path in _both(paths[one])]
    for library in libraries:
        if any(Path(library).is_relative_to(folder) for folder in packaged):
            continue
        if not any(is_of_python(library, base) for base in _both(sys.base_prefix)):
            yield _of_debian(*_owner(library))


def _both(folder: str) -> tuple[str, str]:
    """A folder as it is named, and where it really lies, which PyInstaller may tell."""
    return folder, os.path.realpath(folder)


def is_of_python(library: str, base: str, system: str = sys.platform) -> bool:
    """Whether a library came with the Python that builds, whose licence tells of it."""
    path: type[PurePath] = PureWindowsPath if system == "win32" else PurePosixPath
    if system == "linux":
        # Debian's Python shares its place with all that is installed.
        return library.startswith(f"{base}/lib/python") or path(library).name.startswith("libpython")
    return path(library).is_relative_to(base)


@cache
def _of_debian(package: str, source: str, version: str) -> Part:
    file = DEBIAN_DOCUMENTS / package / "copyright"
    if not file.is_file():
        raise UntoldError(f"the system's package {package} brings no text of its licence")
    return Part(source, version, "see its text", (_read(file),))


@cache
def _owner(library: str) -> tuple[str, str, str]:
    """The package of Debian that a library came with, its source and its version."""
    real = str(Path(library).resolve())
    for place in (library, real, real.removeprefix("/usr")):
        try:
            told = subprocess.run(["dpkg", "-S", place], capture_output=True, text=True, check=False).stdout
        except OSError:
            break  # it is Debian's alone
        if told:
            package = told.partition(":")[0]
            form = "${source:Package}\t${source:Version}"
            shown = subprocess.check_output(["dpkg-query", "-W", f"-f={form}\n", package], text=True)
            source, version = shown.splitlines()[0].split("\t")
            return package, source, version
    raise UntoldError(f"nobody knows where {library} came from, so its licence is not known")


def _read(file: Path) -> str:
    return file.read_text("utf-8", "replace")


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]
