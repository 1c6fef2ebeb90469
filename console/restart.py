"""Starting the program again in the place of the one that ends: the same one, with nothing to open."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence

from console.frozen import is_frozen

_STARTED_BESIDE = ("win32", "darwin")
"""Where a program can't take the place of another: Windows knows no such thing, and on macOS the system's
windows know a program by its process."""


def command() -> list[str]:
    """What starts this program, without the files and links that it was given."""
    if is_frozen():
        return [sys.executable]
    before_ours = len(sys.orig_argv) - len(sys.argv[1:])
    return [sys.executable, *sys.orig_argv[1:before_ours]]


def again(platform: str = sys.platform, made: Sequence[str] | None = None) -> None:
    """Starts the program once more; the very last thing that one does. On Linux it never comes back.

    The environment is the user's: where the program was packaged, main.py has restored it long before.

    Raises:
        OSError: the program is not there any more.
    """
    line = list(made or command())
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    if platform in _STARTED_BESIDE:
        subprocess.Popen(line)
    else:
        # In the same process: a terminal, dev.py and the desktop keep the program that they started.
        os.execv(line[0], line)
