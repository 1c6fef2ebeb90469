"""Windows: a zip to unpack anywhere, and an installer for one user. Prepared, and never run there so far."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from shipping import archive
from shipping.product import MAKERS, NAME, SUMMARY, TITLE, VERSION

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


def version_file() -> str:
    """What Windows shows as the properties of the program, as PyInstaller reads it."""
    numbers = (*map(int, VERSION.split(".")), 0)
    told = {
        "CompanyName": MAKERS, "FileDescription": TITLE, "ProductName": TITLE, "InternalName": NAME,
        "OriginalFilename": f"{NAME}.exe", "FileVersion": VERSION, "ProductVersion": VERSION,
        "Comments": SUMMARY,
    }  # fmt: skip
    strings = ",\n".join(f"      StringStruct({name!r}, {value!r})" for name, value in told.items())
    return _VERSION.format(numbers=numbers, strings=strings)


def build(bundle: Path, made: Path, into: Path) -> list[Path]:
    """The zip, and the installer where NSIS is there to make it."""
    built = [archive.zipped(bundle, into / f"{NAME}-{VERSION}-windows.zip")]
    if maker := shutil.which("makensis"):
        built.append(installer(maker, bundle, made, into))
    else:
        print("shipping: no installer, since makensis (NSIS 3) is not on PATH", file=sys.stderr)
    return built


def installer(maker: str, bundle: Path, made: Path, into: Path) -> Path:
    """Makes the installer with NSIS, which can do so on Linux as well."""
    target = into / f"{NAME}-{VERSION}-setup.exe"
    given = {"NAME": NAME, "TITLE": TITLE, "VERSION": VERSION, "MAKERS": MAKERS, "BUNDLE": bundle,
             "ICON": made / "icon.ico", "TARGET": target}  # fmt: skip
    command = [
        maker,
        "-V2",
        "-WX",
        "-INPUTCHARSET",
        "UTF8",
        *(f"-D{name}={value}" for name, value in given.items()),
    ]
    subprocess.run([*command, str(SCRIPT)], check=True)
    return target
