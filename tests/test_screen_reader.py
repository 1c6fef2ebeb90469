"""The real window as a screen reader has it: what it is told, and a chat that is held by it alone."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import cast

import pytest

from tests.screen_reader import Node, Reader, until
from tests.secret_service import PrivateSession, require_tools

ROOT = Path(__file__).resolve().parent.parent
LAUNCHER = "at-spi-bus-launcher"
LIES_IN = os.pathsep.join(("/usr/libexec", "/usr/lib/at-spi2-core"))
CONTROLS = {"push button", "check box", "radio button", "page tab", "text", "combo box", "table", "list"}
ENDS_S = 10

pytestmark = pytest.mark.screen


@pytest.fixture(scope="module")
def session() -> Iterator[PrivateSession]:
    """A session with a screen and an accessibility bus that nobody else has."""
    require_tools("dbus-daemon", "Xvfb", "openbox")
    launcher = shutil.which(LAUNCHER, path=LIES_IN)
    if launcher is None and os.environ.get("REQUIRE_TOOLS"):
        pytest.fail(f"not installed: {LAUNCHER}")
    if launcher is None:
        pytest.skip(f"not installed: {LAUNCHER}")
    with ExitStack() as after:
        folder = after.enter_context(tempfile.TemporaryDirectory(prefix="ax-", ignore_cleanup_errors=True))
        made = PrivateSession(Path(folder))
        after.callback(made.close)
        made.environment |= {"DISPLAY": _display(after), "NO_AT_BRIDGE": "0"}
        managed = Path(folder) / "managed"
        manager = ["openbox", "--sm-disable", "--startup", f"touch {managed}"]
        for command in (manager, [launcher, "--launch-immediately"]):
            after.callback(_end, _started(command, made.environment))
        # A window that comes before its manager is never given the keyboard.
        until(managed.exists, "the window manager")
        yield made


def _display(after: ExitStack) -> str:
    ours, theirs = os.pipe()
    # Without -noreset it begins anew when its last client goes, and takes along who is just coming.
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(theirs), "-screen", "0", "1280x800x24", "-nolisten", "tcp", "-noreset"],
        pass_fds=(theirs,), stderr=subprocess.DEVNULL,
    )  # fmt: skip
    after.callback(_end, server)
    os.close(theirs)
    with os.fdopen(ours) as told:
        return f":{told.readline().strip()}"


def _started(command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _end(program: subprocess.Popen[bytes]) -> None:
    program.terminate()
    try:
        program.wait(ENDS_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait()


class Listening:
    """The program, and the screen reader that is all we know of it."""

    def __init__(self, session: PrivateSession, data: Path) -> None:
        self.reader = Reader(session.address)
        environment = {
            **session.environment,
            "QT_QPA_PLATFORM": "xcb",
            "QT_ACCESSIBILITY": "1",
            "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
            "CONNECT_CHAT_CONSOLE_DATA": str(data),
        }
        script = str(ROOT / "tests" / "moved_clock.py")
        self.program = subprocess.Popen([sys.executable, script], env=environment)
        programs = self.reader.desktop
        self.window: Node = until(
            lambda: [top for one in programs.children for top in one.children], "a window"
        )[0]

    @property
    def rail(self) -> Node:
        return self.window.named("Rail")

    @property
    def centre(self) -> Node:
        return self.window.named("Centre")

    @property
    def side(self) -> Node:
        return self.window.named("Side")

    @property
    def announced(self) -> list[str]:
        """Everything that was said without being asked for."""
        return [one.words for one in self.reader.listen() if one.event == "Announcement"]

    def hears(self, *words: str) -> None:
        """Waits until an announcement says all of these."""
        until(
            lambda: any(all(word in said for word in words) for said in self.announced),
            f"an announcement of {words}, among {self.announced}",
        )

    def reads(self, table: str, *words: str) -> str:
        """Waits until a row of a table says all of these, and gives its whole text."""

        def found() -> str | None:
            rows = [cell.name for cell in self.window.named(table, "table").children]
            return next((row for row in rows if all(word in row for word in words)), None)

        return str(until(found, f"a row of {table} with {words}"))

    def write(self, text: str) -> None:
        """Writes a message and sends it."""
        self.centre.named("Message", "text").write(text)
        send = self.centre.named("Send (Enter)", "push button")
        until(lambda: "Press" in send.actions, "a message that can be sent")
        send.press()

    def close(self) -> None:
        self.reader.close()
        _end(self.program)


@pytest.fixture(scope="module")
def listening(session: PrivateSession, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Listening]:
    made = Listening(session, tmp_path_factory.mktemp("data"))
    try:
        yield made
    finally:
        made.close()


def faults(top: Node) -> list[str]:
    """What a screen reader's user could not make sense of in what is shown."""
    # Something may go while it is read, such as a row that is made anew: then all is read once more.
    (found,) = until(lambda: [_faults(top)], "a window that can be read to its end")
    return cast("list[str]", found)


def _faults(top: Node) -> list[str]:
    found = []
    for one in top.walk():
        role, name, said = one.role, one.name, f"{one.role} {one.name!r}"
        if role in CONTROLS and "focusable" in one.states and not name:
            found.append(f"{said} has no name")
        if role == "combo box" and not (one.labels or one.description):
            found.append(f"{said} tells its value alone")
        if role == "push button" and not (name or one.description):
            found.append(f"{said} under {top.name} says nothing")
        if any("<" in text and ">" in text for text in (name, one.description)):
            found.append(f"{said} reads markup aloud")
    return found


def test_the_form_is_read_in_its_order_and_a_chat_is_held_by_ear(listening: Listening) -> None:
    window = listening.window
    start = listening.centre.named("Start chat", "push button")
    until(lambda: "Press" in start.actions and "focused" in start.states, "a form that is ready")
    assert faults(window) == []
    assert [one.name for one in window.walk() if one.name in ("Rail", "Centre", "Side")] == [
        "Rail", "Centre", "Side",
    ]  # fmt: skip
    headings = ["Destination", "Customer", "First message", "Content types", "Duration", "Attributes"]
    read = [one.name for one in listening.centre.walk() if one.role == "panel"]
    assert list(dict.fromkeys(name for name in read if name in headings)) == headings
    assert {"checked"} <= listening.centre.named("Duration: Default (25 h)", "radio button").states
    assert "selected" in listening.rail.named("New chat", "push button").states

    listening.centre.named("Display name", "text").write("Ada by ear")
    start.press()
    _hear_the_token(listening)
    _talk(listening)
    _look_behind(listening)
    _end_the_chat(listening)


def _hear_the_token(listening: Listening) -> None:
    join = listening.centre.named("Connect", "push button")
    until(lambda: "focused" in join.states, "the keyboard on Connect")
    token = listening.centre.named("Participant token, hidden", "text")
    assert set(token.text) == {"•"}
    ring = listening.centre.named("Connect within", "label")
    assert [one.description for one in listening.centre.walk() if one.name == ring.name][1].endswith(
        "seconds"
    )
    assert faults(listening.window) == []
    join.press()


def _talk(listening: Listening) -> None:
    assert listening.reads("Transcript", "Hello!").startswith("System, ")
    listening.hears("Hello!", "What can we do for you?")
    listening.write("hello there")
    assert listening.reads("Transcript", "hello there").startswith("Ada by ear · Customer, ")
    listening.hears("your message has arrived")
    assert not any("hello there" in said for said in listening.announced), "nobody is told what they said"
    card = listening.centre.named("Cards and buttons in the transcript")
    assert card.find("What can we do for you?", "panel") is not None
    card.named("Track an order", "push button").press()
    listening.hears("Which order is it about?")
    choice = listening.centre.named("HB-1057, Child seat", "push button")
    assert faults(listening.window) == []
    choice.press()
    listening.reads("Transcript", "HB-1057")
    assert "selected" in listening.rail.named("Ada by ear", "push button").states


def _look_behind(listening: Listening) -> None:
    tables = {
        "Trace": "The way through the flows",
        "Attributes": "The contact now",
        "Frames": "Frames and requests",
    }
    for title in ("Attributes", "Frames", "Request", "Agent", "Trace"):
        _look_at(listening, title, tables.get(title, ""))


def _look_at(listening: Listening, title: str, table: str) -> None:
    tab = listening.side.named(f"Behind the chat: {title}", "page tab")
    tab.press()
    until(lambda: "selected" in tab.states, f"the tab {title}")
    if table:
        until(lambda: listening.side.named(table).children[3:], f"rows of {title}")
    assert faults(listening.side) == [], title


def _end_the_chat(listening: Listening) -> None:
    listening.centre.named("End chat", "push button").press()
    listening.centre.named("State: Ended", "label")
    assert faults(listening.window) == []


def test_the_last_minute_is_announced(listening: Listening) -> None:
    listening.rail.named("New chat", "push button").press()
    listening.centre.named("Start chat", "push button").press()
    listening.centre.named("Connect", "push button")
    listening.program.send_signal(signal.SIGUSR1)
    listening.hears("One minute left to connect")
    listening.program.send_signal(signal.SIGUSR2)
    listening.hears("15 seconds left to connect")
    listening.program.send_signal(signal.SIGUSR2)
    listening.hears("This chat can no longer be joined")


def test_every_page_says_what_can_be_done_on_it(listening: Listening) -> None:
    listening.rail.named("History", "push button").press()
    listening.centre.named("Search the history", "text")
    assert faults(listening.window) == []
    past = listening.centre.named("Past contacts")
    until(lambda: any("Ada by ear" in one.name for one in past.children), "the chat in the history")
