"""The window with one chat on an endpoint of another process; prints its memory in MB.

Run as `python -m tests.bench.elsewhere INSTANCE FLOW`, the rest as the Environment profile reads it.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
from pathlib import Path

from console.profiles import read_environment
from ui.app import open_window
from ui.window import Window

BOUND_S = 30
IDLE_S = 1.0


def resident_mb() -> float:
    """What of this process is in memory."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def play(window: Window) -> None:
    """Starts one chat as the form would, waits until it stands, and lets the window idle."""
    workspace = window.workspace
    await window.painted()
    workspace.add_environment(*read_environment(os.environ))
    workspace.choose(workspace.profiles[1])
    await window.begin()
    workspace.draft.put(("InstanceId",), sys.argv[1])
    workspace.draft.put(("ContactFlowId",), sys.argv[2])
    window.form.show_request()
    window.start_draft()
    async with asyncio.timeout(BOUND_S):
        while not (workspace.chats and workspace.chats[0].started):
            await asyncio.sleep(0.01)
    await asyncio.sleep(IDLE_S)
    print(resident_mb(), flush=True)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        open_window(Path(folder), play)
