"""Preferences: one frozen table, kept as JSON, with the draft of the request beside it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from console.files import read_json, write_json


@dataclass(frozen=True)
class Settings:
    """What the user prefers. A default stays out of the file."""

    theme: str = "system"
    """system, light or dark."""
    language: str = ""
    """The tag of one of console.language.LANGUAGES; empty: as the system says."""
    side_open: bool = True
    """Whether the side beside form and chat is shown where there is room."""
    rail_folded: bool = False
    preview_format: str = "json"
    lock_after_min: int = 60
    """Minutes without a key or a click until the profiles lock themselves; 0: never."""
    connect_automatically: bool = False
    """Whether a chat is connected to as soon as it has started, its token shown or not."""
    welcomed: bool = False
    """Whether the welcome of the first run was seen and left."""
    window: str = ""
    """Size and place of the window, as the toolkit writes it."""


def read_settings(file: Path) -> Settings:
    """The settings of a file; what it lacks or spoils is at its default, and a spoilt file is logged."""
    plain = asdict(Settings())
    kept = {name: value for name, value in read_json(file).items() if type(value) is type(plain.get(name))}
    known: dict[str, Any] = {name: value for name, value in kept.items() if name in plain}
    return Settings(**known)


def write_settings(file: Path, settings: Settings) -> None:
    """Keeps what differs from the defaults.

    Raises:
        OSError: the disk is full or not writable.
    """
    plain = asdict(Settings())
    write_json(file, {name: value for name, value in asdict(settings).items() if value != plain[name]})
