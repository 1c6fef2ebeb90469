"""What to send along with a problem: versions, settings and logs, cleaned of what is nobody's business.

It is made on this computer and goes nowhere by itself: a person reads it, and saves it.
"""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from console.last_run import TRACES
from console.licences import version_of
from console.paths import version
from console.redaction import MASK, clean

MOST_BYTES: Final = 200_000
"""Of each log its end, which is where it went wrong."""
PACKAGES: Final = ("PySide6-Essentials", "qasync", "boto3", "botocore", "keyring", "websockets", "starlette")
_PERSONAL: Final = (
    (re.compile(r"(?<![\w.-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "name@example"),
    (re.compile(r"(?<!\d)\d{12}(?!\d)"), "123456789012"),
    (re.compile(r"(?<![A-Z0-9])(?:AKIA|ASIA)[A-Z0-9]{12,}"), MASK),
)
"""Addresses of people, numbers of accounts, ids of keys: each as it is shown instead."""


@dataclass(frozen=True)
class Part:
    """One part of a report, under its title."""

    title: str
    text: str


def parts(folder: Path, window: Mapping[str, str]) -> list[Part]:
    """Everything that a report holds. Reads files: not for the window's thread.

    `window` tells what only the window knows, by name: its Qt, its screen, its theme.
    """
    logs = ("console.log.2", "console.log.1", "console.log", TRACES)
    found = [Part("Versions", "\n".join(f"{name}: {value}" for name, value in _versions(window)))]
    found += [Part("settings.json", _file_end(folder / "settings.json"))]
    found += [Part(name, text) for name in logs if (text := _file_end(folder / name))]
    return [Part(one.title, cleaned(one.text)) for one in found]


def as_text(report: list[Part]) -> str:
    """The report as the one text that is shown and saved."""
    return "\n".join(f"== {one.title} ==\n{one.text.rstrip() or '(empty)'}\n" for one in report)


def cleaned(text: str) -> str:
    """A text without secrets, without the name of the user's folder, and without numbers of accounts."""
    text = clean(text)
    home = str(Path.home())
    if len(home) > 1:
        text = text.replace(home, "~").replace(json.dumps(home)[1:-1], "~")
    for pattern, shown in _PERSONAL:
        text = pattern.sub(shown, text)
    return text


def _versions(window: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    yield "Connect Chat Console", version()
    yield "Python", sys.version.split()[0] + (" (packaged)" if getattr(sys, "frozen", False) else "")
    yield "System", f"{platform.system()} {platform.release()} {platform.machine()}"
    for name in PACKAGES:
        # As the list of licences has it: a packaged program brings no metadata of its packages.
        yield name, version_of(name) or "unknown"
    yield from window.items()


def _file_end(file: Path) -> str:
    try:
        with file.open("rb") as opened:
            size = opened.seek(0, 2)
            opened.seek(max(0, size - MOST_BYTES))
            text = opened.read().decode("utf-8", "replace")
    except OSError:
        return ""
    # A line that begins in the middle is none that could be cleaned.
    return text.partition("\n")[2] if size > MOST_BYTES else text
