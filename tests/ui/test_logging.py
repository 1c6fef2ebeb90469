"""The log of a run: what can't be written to it is no reason for more words."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FULL = Path("/dev/full")
"""A file on a full disk, on Linux."""
RUN = """
import logging, sys
from pathlib import Path
from ui import app

before = logging.getLogger().level, logging.raiseExceptions
with app._logging(Path(sys.argv[1])):
    logging.getLogger("console").warning("The disk is full.")
assert (logging.getLogger().level, logging.raiseExceptions) == before
"""


@pytest.mark.skipif(not FULL.exists(), reason="this system has no disk that is always full")
def test_a_full_disk_is_not_told_in_pages(tmp_path: Path) -> None:
    (tmp_path / "console.log").symlink_to(FULL)
    # In a process of its own, since it guards every handler that there is.
    command = [sys.executable, "-c", RUN, str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=30, check=False)
    assert "The disk is full." in done.stderr
    assert "Traceback" not in done.stderr
    assert done.returncode == 0
