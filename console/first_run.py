"""Whether somebody sees the console for the first time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

TRACES_OF_USE: Final = ("draft.json", "profiles.json", "history.sqlite3", "requests")
"""What every run leaves that got as far as being used; settings alone do not count."""


def is_first_run(folder: Path) -> bool:
    """Whether nothing of an earlier run is in the folder of the user's data."""
    return not any((folder / name).exists() for name in TRACES_OF_USE)
