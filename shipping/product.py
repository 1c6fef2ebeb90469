"""What every package says of the program, in one place."""

from __future__ import annotations

import re
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
_EARLY: Final = re.compile(r"[.-]?(a|b|rc|dev)(?=\d)")
SUMMARY: Final = "Start Amazon Connect chats and live in them"


def numbers(version: str = VERSION) -> tuple[int, ...]:
    """The numbers that a version begins with, for systems that know no others: three of 0.1.0rc1."""
    found = re.match(r"\d+(?:\.\d+)*", version)
    told = [int(number) for number in found[0].split(".")] if found else []
    return tuple([*told, 0, 0, 0][:3])


def is_early(version: str = VERSION) -> bool:
    """Whether it comes before the version that it is named after, as 0.1.0rc1 and 0.1.0.dev1 do."""
    return _EARLY.search(version) is not None


def in_order(version: str = VERSION) -> str:
    """As dpkg compares versions: 0.1.0~rc1 is older than 0.1.0, and 0.1.0rc1 would be newer."""
    return _EARLY.sub(r"~\1", version)
