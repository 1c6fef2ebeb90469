"""The tools that judge the package's files for the desktop, and the package itself."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from shipping.inspection import FaultyError, tool_is_here

JUDGES: Final = {
    "desktop-file-validate": "usr/share/applications/*.desktop",
    "appstreamcli": "usr/share/metainfo/*.xml",
}
ARGUMENTS: Final = {"appstreamcli": ("validate", "--no-net")}


def check(package: Path) -> None:
    """Lets every judge that is here look at a .deb; a word of one of them stops the build."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["dpkg-deb", "-x", str(package), folder], check=True)
        for judge, pattern in JUDGES.items():
            if tool_is_here(judge):
                files = sorted(map(str, Path(folder).glob(pattern)))
                _judge([judge, *ARGUMENTS.get(judge, ()), *files])
    if tool_is_here("lintian"):
        # Overrides that explain what can't be otherwise lie in the package.
        _judge(["lintian", "--no-cfg", "--allow-root", "--fail-on", "error,warning", str(package)])


def _judge(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise FaultyError(f"{command[0]} finds fault: {done.stdout}{done.stderr}")
