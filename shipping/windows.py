"""Windows: a zip to unpack anywhere, and an installer for one user. Prepared, and never run there so far."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from shipping import archive
from shipping.inspection import tool_is_here
from shipping.product import MAKERS, NAME, SUMMARY, TITLE, VERSION, numbers
from shipping.signing import stamped

_NSIS: Final = (Path("C:/Program Files (x86)/NSIS"), Path("C:/Program Files/NSIS"))
SCRIPT: Final = Path(__file__).resolve().parent / "windows" / "installer.nsi"
_VERSION: Final = """\
VSVersionInfo(
  ffi=FixedFileInfo(
    filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0, OS=0x40004, fileType=1, subtype=0,
  ),
  kids=[
    StringFileInfo([StringTable("040904B0", [
{strings}
    ])]),
    VarFileInfo([VarStruct("Translation", [0x409, 1200])]),
  ],
)
"""


def version_file(version: str = VERSION) -> str:
    """What Windows shows as the properties of the program, as PyInstaller reads it."""
    of_four = (*numbers(version), 0)
    told = {
        "CompanyName": MAKERS, "FileDescription": TITLE, "ProductName": TITLE, "InternalName": NAME,
        "OriginalFilename": f"{NAME}.exe", "FileVersion": version, "ProductVersion": version,
        "Comments": SUMMARY,
    }  # fmt: skip
    strings = ",\n".join(f"      StringStruct({name!r}, {value!r})" for name, value in told.items())
    return _VERSION.format(numbers=of_four, strings=strings)


def build(bundle: Path, made: Path, into: Path, when: datetime, signing: Sequence[str] = ()) -> list[Path]:
    """The zip, and the installer where NSIS is there to make it; `when` is the moment that the zip tells."""
    built = [archive.zipped(bundle, into / f"{NAME}-{VERSION}-windows.zip", when)]
    if maker := _maker():
        built.append(installer(maker, bundle, made, into, signing))
    return built


def programs(bundle: Path) -> list[Path]:
    """Those of a bundle that are ours to sign; the libraries are signed by who made them."""
    return sorted(bundle.glob("*.exe"))


def _maker() -> str | None:
    """NSIS, which does not put itself on PATH."""
    places = [os.environ.get("PATH", ""), *map(str, _NSIS)]
    if found := shutil.which("makensis", path=os.pathsep.join(places)):
        return found
    tool_is_here("makensis")
    return None


def installer(maker: str, bundle: Path, made: Path, into: Path, signing: Sequence[str] = ()) -> Path:
    """Makes the installer with NSIS, which can do so on Linux as well.

    `signing` is the command that signs the file behind it: the program that removes everything again is made
    while the installer is.
    """
    target = into / f"{NAME}-{VERSION}-setup.exe"
    given = {"NAME": NAME, "TITLE": TITLE, "VERSION": VERSION, "MAKERS": MAKERS, "BUNDLE": bundle,
             "ICON": made / "icon.ico", "TARGET": target}  # fmt: skip
    if signing:
        given["SIGN"] = subprocess.list2cmdline(signing)
    command = [
        maker,
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{name}={value}" for name, value in given.items()),
    ]
    stamped([*command, SCRIPT])
    return target
