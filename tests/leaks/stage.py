"""Where a tour takes place: a home, a working folder and a keyring of its own, and the program run there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from console.paths import APPLICATION, ROOT
from tests.secret_service import ADDRESS, PrivateSession

BOUND_S = 240.0
"""What a whole tour may take where others work, too; each of its steps has a bound of its own."""
_KEPT = ("PATH", "LANG", "LD_LIBRARY_PATH", "SYSTEMROOT", "QT_QPA_PLATFORM", "COVERAGE_PROCESS_START")


@dataclass(frozen=True)
class Done:
    """One run of the program: how it ended, what it printed, and what the tour has to tell."""

    status: int
    output: bytes = field(repr=False)
    told: Mapping[str, Any] = field(repr=False)


class Stage:
    """Fresh folders. All that a program of the user's could write lies below them."""

    def __init__(self, folder: Path, session: PrivateSession) -> None:
        self.home, self.work = folder / "home", folder / "work"
        self.scratch = folder / "tmp"
        self._private = folder / "told"
        self.folders = [self.home, self.work, self.scratch]
        for one in (*self.folders, self._private):
            one.mkdir()
        runtime = self.home / "run"
        runtime.mkdir(mode=0o700)
        self.environment = {
            **{name: os.environ[name] for name in _KEPT if name in os.environ},
            ADDRESS: session.address,
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / ".config"),
            "XDG_DATA_HOME": str(self.home / ".local" / "share"),
            "XDG_CACHE_HOME": str(self.home / ".cache"),
            "XDG_STATE_HOME": str(self.home / ".local" / "state"),
            "XDG_RUNTIME_DIR": str(runtime),
            "TMPDIR": str(self.scratch),
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONFAULTHANDLER": "1",
        }

    @property
    def data(self) -> Path:
        """The folder in which the program keeps its files, its log among them."""
        return self.home / ".local" / "share" / APPLICATION

    def put(self, name: str, text: str) -> Path:
        """Writes a file below the home, as its owner would."""
        file = self.home / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
        return file

    def tour(self, name: str, plan: Mapping[str, Any]) -> Done:
        """Runs one of the tours of `tests.leaks.tour`; it gets its plan through a pipe.

        What it tells lies in a folder that is none of the user's: it holds secrets.
        """
        told = self._private / f"{name}.json"
        done = subprocess.run(
            [sys.executable, "-m", "tests.leaks.tour", name],
            input=json.dumps({**plan, "told": str(told)}).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=self.work,
            env=self.environment,
            timeout=BOUND_S,
            check=False,
        )
        content = json.loads(told.read_text("utf-8")) if told.exists() else {}
        return Done(done.returncode, done.stdout, content)
