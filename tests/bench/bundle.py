"""The bundle that `dev.py package` made: its start, warm and cold, its sizes, and its memory."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from pathlib import Path

from shipping import inspection
from shipping.product import NAME, VERSION

from .processes import ROOT, NotMeasuredError, Smoke, bare_window, packaged_smoke, smoke

NOT_BUILT = "no bundle is built: python3 dev.py package --only deb"
NO_DEB = "no .deb lies beside the bundle"
NEVER_COLD = "only Linux can be told to read files from the disk again"
LEFT_OUT = (NOT_BUILT, NO_DEB, NEVER_COLD)
"""Why a figure isn't there although nothing failed."""
PROTOTYPE_INSTALLED_MB, PROTOTYPE_DEB_MB = 133.0, 41.0
"""What a first trial took before there was a program: a window, Qt, the SDK, a keyring, packed likewise."""
SOURCES = (ROOT / "console", ROOT / "ui", ROOT / "resources", Path(sys.prefix))
"""What the program from its sources, and a bare window, read from the disk."""


class Bundle:
    """A bundle in the folder that `dev.py package --into` names; every figure raises where there is none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def place(self) -> Path:
        """The bundle itself."""
        place = self._folder / NAME
        if not inspection.command_in(place).is_file():
            raise NotMeasuredError(NOT_BUILT)
        return place

    def start(self) -> Smoke:
        """One smoke test; what the disk had to give, it most likely gave before."""
        return packaged_smoke(inspection.command_in(self.place))

    def cold_start(self) -> Smoke:
        """One smoke test as after the machine was started."""
        forget([self.place])
        return self.start()

    def installed_mb(self) -> float:
        """What it takes on the disk."""
        return inspection.size_of(self.place) / 1e6

    def deb_mb(self) -> float:
        """What its package takes."""
        packages = list(self.place.parent.glob(f"{NAME}_{VERSION}_*.deb"))
        if not packages:
            raise NotMeasuredError(NO_DEB)
        return inspection.size_of(packages[0]) / 1e6


def cold_source() -> Smoke:
    """The smoke test of the program from its sources, as after the machine was started."""
    forget(SOURCES)
    return smoke()


def cold_bare_window() -> float:
    """A bare window's first paint, as after the machine was started."""
    forget(SOURCES)
    return bare_window()


def forget(places: Iterable[Path]) -> None:
    """Lets go of what the system keeps of files in memory, so that they are read from the disk again.

    What another process has loaded from the same files stays, so nothing else may run from there; the names
    of the files stay, too. A machine that was just started is slower by that.

    Raises:
        NotMeasuredError: this system can't be told so.
    """
    if sys.platform != "linux":
        raise NotMeasuredError(NEVER_COLD)
    os.sync()  # what isn't written yet can't be let go of
    for place in places:
        for file in place.rglob("*"):
            if file.is_file() and not file.is_symlink():
                descriptor = os.open(file, os.O_RDONLY)
                try:
                    os.posix_fadvise(descriptor, 0, 0, os.POSIX_FADV_DONTNEED)
                finally:
                    os.close(descriptor)
