"""The window in other languages: nothing is forgotten, put together from pieces, or cut."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QApplication

from console.language import LANGUAGES
from tests.languages.pseudo import glued, marked, plain_words, unmarked
from tests.languages.screens import CARD, SCREENS

ROOT = Path(__file__).resolve().parent.parent.parent
SHOWN = {
    "text", "toolTip", "accessibleName", "accessibleDescription", "placeholderText", "windowTitle", "title",
    "iconText", "plainText", "html", "specialValueText", "suffix", "prefix",
}  # fmt: skip
"""The properties that a person sees or hears; the others are for stylesheets and tests."""
NAMES = {
    *LANGUAGES.values(), "Connect Chat Console", "Chat Console", "Lucide icons", "Python", "AWS CLI",
    "Identity Center", "Attributes", "Test customer",
}  # fmt: skip
"""Of the program, of products, of AWS's members, and what a first request holds."""
KEYS = re.compile(r"((Ctrl|Shift|Alt)[+ ])*(Return|Enter|Esc|Del|End|Home|[A-Z↵]|F?\d+)( … .*)?")
WALK_S = 240
"""What a whole walk may take where others work, too; each of its steps has a bound of its own."""
ENGLISH = ("QPlainTextEdit",)
"""Requests, policies, code, licences, and the report that whoever maintains the program reads."""


def walked(language: str, tmp_path: Path, *options: str) -> dict[str, Any]:
    """What the window says on every screen, in a process that spoke nothing else before."""
    file = tmp_path / "told.json"
    environment = {**os.environ, "CONNECT_CHAT_CONSOLE_DATA": str(tmp_path / "data"), "TZ": "UTC"}
    command = [sys.executable, "-m", "tests.languages.walk", language, str(file), *options]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, timeout=WALK_S, check=False
    )
    assert done.returncode == 0, done.stderr.decode(errors="replace")[-2000:]
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    assert len(told["screens"]) == SCREENS, told["screens"]
    return told


@pytest.fixture(scope="module")
def pseudo(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    # Read from right to left, as no language is yet that the window speaks: nothing may be cut then, either.
    told = walked("pseudo", tmp_path_factory.mktemp("pseudo"), "--from-right")
    assert told["is_from_right"]
    return told


@cache
def written_in_sources() -> frozenset[str]:
    """Every text that stands in a module of the window or behind it, marked or not."""
    found: set[str] = set()
    for room in ("console", "ui"):
        for file in sorted((ROOT / room).rglob("*.py")):
            if not {"sandbox", "conform"} & {*file.parts} and not file.stem.startswith("smoke"):
                nodes = ast.walk(ast.parse(file.read_text("utf-8")))
                texts = (node.value for node in nodes if isinstance(node, ast.Constant))
                found |= {text for text in texts if isinstance(text, str) and re.search(r"[A-Za-z]{3}", text)}
    return frozenset(found)


@cache
def all_that_is_written() -> str:
    """The same as one text, to look for a piece of one."""
    return "\0".join(written_in_sources())


@cache
def what_flows_say() -> str:
    """The sandbox's flows, their names among it: data, as every flow is, and the card of the walk."""
    files = (ROOT / "resources" / "flows").rglob("*.json")
    return "\n".join([json.dumps(CARD), *(file.read_text("utf-8") for file in files)])


def is_ours(piece: str) -> bool:
    """Whether a piece of a text that is shown was written in the program, and is a word for people."""
    if piece in NAMES or KEYS.fullmatch(piece) or piece in what_flows_say():
        return False
    if " " in piece:
        return piece in all_that_is_written()
    # One word alone is told from a name of AWS's by how it is written.
    return bool(re.fullmatch(r"[A-Z][a-z]+[.…:]?", piece)) and piece in written_in_sources()


def is_seen(where: str) -> bool:
    kind, _, name = where.partition(": ")[2].rpartition(".")
    return not any(one in where for one in ENGLISH) and (not kind or name in SHOWN)


def test_every_text_of_the_window_is_translated(pseudo: dict[str, Any]) -> None:
    shown = [(text, where) for text, where in pseudo["texts"] if is_seen(where)]
    assert sum(1 for text, _ in shown if "⟦" in text) > 500, "the walk has seen the window"
    pieces = ((piece, where) for text, where in shown for piece in unmarked(text))
    found = sorted({f"{where}: {piece}" for piece, where in pieces if is_ours(piece)})
    assert not found, "\n".join(found)


def test_no_sentence_is_put_together(pseudo: dict[str, Any]) -> None:
    found = [f"{where}: {piece}" for text, where in pseudo["texts"] if (piece := glued(text))]
    assert not found, "\n".join(found)


def test_texts_that_are_longer_by_a_third_have_room(pseudo: dict[str, Any]) -> None:
    # A class looks on in larger type: both at once is more than any language asks for.
    found = [one for one in pseudo["clipped"] if not one.startswith("a class looks on")]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    ("language", "letters"),
    [("de", QFontDatabase.WritingSystem.Latin), ("ja", QFontDatabase.WritingSystem.Japanese)],
)
def test_every_screen_has_room_for_a_language(
    language: str, letters: QFontDatabase.WritingSystem, qapp: QApplication, tmp_path: Path
) -> None:
    if not QFontDatabase.families(letters):
        (pytest.fail if os.environ.get("REQUIRE_TOOLS") else pytest.skip)(f"no font for {language}")
    told = walked(language, tmp_path)
    assert not told["clipped"], "\n".join(told["clipped"])
    said = {text for text, _ in told["texts"]}
    assert {"Chat starten", "チャットを開始"} & said


# the language of marks itself


def test_it_finds_what_it_is_for() -> None:
    assert marked("Save {name}") == "⟦Šåṽé {name}~~~⟧"
    assert plain_words(f"{marked('Save')} the file: {marked('now')}") == ["the", "file"]
    assert unmarked(f"Open · {marked('Save {name}').format(name='my request')}") == ["Open"]
    assert glued(f"{marked('Save')} {marked('it')}")
    assert not glued(f"{marked('It is saved.')} {marked('Look at it.')} · {marked('Now')}")
    assert is_ours("Something went wrong")
    assert not is_ours("Harbour Bikes")
