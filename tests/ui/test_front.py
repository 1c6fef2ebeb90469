"""What is on the screen first, and what is not waited for until then."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

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
sys.exit(app.open_window(Path(sys.argv[1]), app._live))
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
