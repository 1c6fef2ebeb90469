"""Where things live: the user's data, the logs, and what ships with the program."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

from platformdirs import user_data_path

APPLICATION = "connect-chat-console"
ROOT = Path(__file__).resolve().parent.parent


def data_folder() -> Path:
    """The folder of the user's own files; CONNECT_CHAT_CONSOLE_DATA moves it (tests, smoke test)."""
    if moved := os.environ.get("CONNECT_CHAT_CONSOLE_DATA"):
        return Path(moved)
    return user_data_path(APPLICATION, appauthor=False)


def resource(name: str) -> Path:
    """A file or folder that ships with the program, by its path below resources/."""
    return ROOT / "resources" / name


@cache
def version() -> str:
    """The version of the program, as pyproject.toml has it."""
    # Imported here, since the window is painted before anybody asks.
    import tomllib

    with (ROOT / "pyproject.toml").open("rb") as stream:
        return str(tomllib.load(stream)["project"]["version"])
