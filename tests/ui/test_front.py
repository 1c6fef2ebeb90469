"""What is on the screen first, and what is not waited for until then."""

from __future__ import annotations

import configparser
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from console.handover import ENDING, SCHEME
from console.paths import APPLICATION
from console.settings import Settings
from ui import steps, theme
from ui.drawn import Outlines
from ui.front import SIDE_ROOM, Front

ROOT = Path(__file__).resolve().parents[2]
LATE = {
    "asyncio", "qasync", "logging.handlers", "boto3", "botocore", "keyring", "starlette", "uvicorn",
    "websockets", "console.workspace", "console.contact", "console.shape", "console.chat.chat",
    "console.doors", "ui.chats", "ui.contact.form", "ui.chat.pane", "ui.profiles.page",
}  # fmt: skip


def painted_with(before: str) -> set[str]:
    """Which of the late modules are there when the window has just been painted."""
    code = f"""
import sys
{before}
from ui import app, steps
from ui.front import Front
def paint(names):
    print(*sorted({LATE!r} & set(sys.modules)), flush=True)
    sys.exit()
steps.imported = paint
from pathlib import Path
app.open_window(Path(sys.argv[1]), None)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, os.devnull],
        capture_output=True, text=True, timeout=30, cwd=ROOT, check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    return set(done.stdout.split())


def test_nothing_but_the_first_picture_is_imported_before_it() -> None:
    assert painted_with("") == set()
    assert painted_with("import ui.smoke, asyncio") == {"asyncio"}, "nor by the smoke test, which times it"


def test_what_is_imported_is_not_read_once_more_as_text() -> None:
    code = """
import linecache, ui
before = set(linecache.cache)
import ui.app
print(sorted(set(linecache.cache) - before))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=30, cwd=ROOT, check=True
    )
    assert done.stdout.strip() == "[]", "as PySide does, which also keeps the lines"


def test_a_signal_that_comes_before_the_loop_ends_the_program_in_good_order(tmp_path: Path) -> None:
    code = """
import os, signal, sys
from pathlib import Path
from ui import app, steps
imported = steps.imported
def interrupted(names):
    os.kill(os.getpid(), signal.SIGINT)
    yield from imported(names)
steps.imported = interrupted
sys.exit(app.open_only_window(Path(sys.argv[1]), ()))
"""
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        capture_output=True, text=True, timeout=30, cwd=ROOT, check=False,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert (done.returncode, "Traceback" in done.stderr) == (0, False), done.stderr
    assert "window" in (tmp_path / "settings.json").read_text("utf-8"), "its place is kept"


def test_the_steps_name_what_the_first_picture_leaves_out() -> None:
    named = [*steps.OPENING, *steps.FORM, *steps.DOORS, *steps.CARDS, *steps.CHAT]
    assert len(set(named)) == len(named)
    assert all(find_spec(name) for name in named)
    assert not any(name.startswith("ui") for name in (*steps.DOORS, *steps.CARDS)), "no Qt on a thread"
    assert {"asyncio", "console.workspace", "console.doors", "ui.contact.form", "ui.chat.pane"} <= set(named)


def test_it_stands_on_the_settings_alone(qtbot: QtBot, qapp: QApplication) -> None:
    theme.dress(qapp, "light")
    front = Front(Settings(rail_folded=True, side_open=False, theme="dark"))
    qtbot.addWidget(front)
    front.resize(SIDE_ROOM + 20, 700)
    front.show()
    qtbot.waitUntil(lambda: front.painted_at is not None)
    assert front.rail.is_folded
    assert front.rail.theme_name == "dark"
    assert isinstance(front.centre.currentWidget(), Outlines)
    assert not front._side_frame.isVisible()


def test_the_profile_is_no_question_mark_before_it_is_known(qtbot: QtBot) -> None:
    front = Front(Settings())
    qtbot.addWidget(front)
    assert front.rail.profile.avatar.isHidden()
    assert not front.rail.presets._empty.text(), "nobody knows yet that nothing is saved"


Placed = Callable[[Callable[[Front], object]], Front]


@pytest.fixture
def placed(qapp: QApplication) -> Iterator[Placed]:
    """Makes the window of the next start, after one that was left in some place."""
    made: list[Front] = []

    def place(act: Callable[[Front], object]) -> Front:
        made.append(Front(Settings()))
        made[-1].resize(760, 600)
        made[-1].show()
        act(made[-1])
        kept = bytes(made[-1].saveGeometry().toBase64().data()).decode()
        made.append(Front(Settings(window=kept)))
        made[-1].show()
        return made[-1]

    yield place
    for one in made:
        one.close()
        one.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.mark.parametrize("place", [(5_000, 4_000), (-3_000, -3_000)])
def test_it_is_in_sight_though_its_screen_has_gone(placed: Placed, place: tuple[int, int]) -> None:
    front = placed(lambda before: before.move(*place))
    assert front.screen().availableGeometry().contains(front.geometry().topLeft())
    assert front.width() > 700


def test_it_is_maximised_again_and_fills_no_screen_by_itself(placed: Placed) -> None:
    assert placed(Front.showMaximized).isMaximized()
    front = placed(Front.showFullScreen)
    assert not front.isFullScreen()
    assert front.isVisible()


def test_the_desktop_finds_the_entry_of_the_window(qapp: QApplication) -> None:
    """By the name that Wayland is told, and the class that X11 is told."""
    entry = configparser.ConfigParser(interpolation=None)
    entry.read(ROOT / "shipping" / "linux" / f"{APPLICATION}.desktop", "utf-8")
    told = entry["Desktop Entry"]
    assert told["StartupWMClass"] == APPLICATION
    assert told["Exec"].split() == [APPLICATION, "%U"], "links as well as files"
    types = told["MimeType"].rstrip(";").split(";")
    assert f"x-scheme-handler/{SCHEME}" in types
    known = (ROOT / "shipping" / "linux" / f"{APPLICATION}.mime.xml").read_text("utf-8")
    assert f'pattern="*{ENDING}"' in known
    assert all(f'type="{one}"' in known for one in types if not one.startswith("x-scheme"))


def test_the_theme_follows_the_system_while_the_window_is_open() -> None:
    code = """
import sys
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from ui import app, theme
async def play(window):
    hints = QGuiApplication.styleHints()
    await window.painted()
    before = theme.shown()
    theme.wanted = lambda preference: "dark" if preference == "system" else preference
    hints.colorSchemeChanged.emit(Qt.ColorScheme.Dark)
    print(before, theme.shown(), flush=True)
from pathlib import Path
app.open_window(Path(sys.argv[1]), play)
"""
    done = subprocess.run(
        [sys.executable, "-c", code, os.devnull],
        capture_output=True, text=True, timeout=30, cwd=ROOT, check=True,
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
    )  # fmt: skip
    assert done.stdout.split() == ["light", "dark"]
