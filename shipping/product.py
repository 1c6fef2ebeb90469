"""What every package says of the program, in one place."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
NAME: Final = "connect-chat-console"
"""The name of the command, the package, the desktop entry and the icon."""
IDENTIFIER: Final = "alt.connectchatconsole.app"
"""For systems that want names from the DNS backwards; "alt" is for names outside of it (RFC 9476)."""
TITLE: Final = "Connect Chat Console"
MAKERS: Final = "the Connect Chat Console developers"
PROJECT: Final = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
VERSION: Final[str] = PROJECT["version"]
SUMMARY: Final = "Start Amazon Connect chats and live in them"
