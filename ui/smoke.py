"""The smoke test: the real window on the sandbox, used as a person would, each step checked.

It times the start, so it brings nothing along that the start itself does not wait for.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit, QWidget

from console.paths import version
from ui.smoke_hands import click, said_near, until, write

if TYPE_CHECKING:
    from console.chat.chat import Chat
    from ui.window import Window

WHOLE_S = 50.0
BEAT_MS = 4
PAGE_S = 0.2
CHECKS = (
    "window_shown", "form_filled", "problem_shown_at_field", "request_sent_by_click",
    "chat_started", "token_masked", "countdown_running", "chat_stopped",
    "connected", "echoed", "replied", "form_answered", "attached", "paged", "ended",
)  # fmt: skip
KEYRING = "keyring"
"""The check that is made only where it is asked for: it needs a keyring that is open."""
NAME = "Zoë from the smoke test"
MESSAGE = "Hello, where is my order?"


class Smoke:
    """One run: what held, how long it took, and the longest time that the window did not answer."""

    def __init__(self, file: Path | None, *, with_keyring: bool = False) -> None:
        self._file = file
        self._checks = dict.fromkeys((*CHECKS, KEYRING) if with_keyring else CHECKS, False)
        self._timings: dict[str, float] = {}
        self._fault = ""
        self._rss_mb = 0.0
        self._reported = False
        self._watchdog = threading.Timer(WHOLE_S + 5, self._give_up)
        self._watchdog.daemon = True
        self._watchdog.start()

    async def play(self, window: Window) -> None:
        """Plays the whole test on the window; a failure is kept for the report."""
        from asyncio import timeout

        stall = _Stall()
        try:
            async with timeout(WHOLE_S):
                await self._play(window)
        except Exception as fault:
            self._fault = f"{type(fault).__name__}: {fault}"
        self._timings["longest_stall"] = stall.stop()

    async def _play(self, window: Window) -> None:
        await window.painted()
        ago = time.perf_counter() - (window.painted_at or 0.0)
        self._timings["first_paint"] = _since_process_start_ms() - _ms(ago)
        self._checks["window_shown"] = window.isVisible()
        await window.begin()
        await until(lambda: bool(window.workspace.draft.value("ContactFlowId")), "the first flow is chosen")
        self._timings["ready"] = _since_process_start_ms()
        await self._fill(window)
        chat = await self._start(window)
        self._look_at_token(window, chat)
        await self._watch_countdown(window)
        await self._stop(window, chat)
        from ui.smoke_chat import chat_live

        await chat_live(window, await self._time_a_warm_start(window), self._checks)
        self._rss_mb = _resident_mb()
        if KEYRING in self._checks:
            await self._try_keyring()

    async def _try_keyring(self) -> None:
        from console.vault import Vault, trial

        vault = Vault()
        try:
            self._checks[KEYRING] = await trial.keeps(vault)
        finally:
            await vault.close()

    async def _fill(self, window: Window) -> None:
        draft, form = window.workspace.draft, window.form
        name = form.field("ParticipantDetails", "DisplayName")
        await write(name, "")
        wrong = "ParticipantDetails.DisplayName"
        click(form.footer.start)
        await until(lambda: any(one.where == wrong for one in draft.problems), "the problem is found")
        await until(lambda: said_near(name), "the problem is shown at its field")
        self._checks["problem_shown_at_field"] = not window.workspace.chats
        await write(name, NAME)
        await write(form.field("InitialMessage", "Content"), MESSAGE)
        await until(lambda: not said_near(name), "the problem is gone")
        request = draft.request
        self._checks["form_filled"] = (
            request["ParticipantDetails"]["DisplayName"] == NAME
            and request["InitialMessage"]["Content"] == MESSAGE
            and draft.is_ready
        )

    async def _start(self, window: Window) -> Chat:
        request = window.workspace.draft.request
        click(window.form.footer.start)
        chat = await _shown(window)
        self._checks["chat_started"] = chat.state == "started"
        door = await window.workspace.open()
        contact_id = chat.contact_id or ""
        described = await door.describe_contact(request["InstanceId"], contact_id)
        self._checks["request_sent_by_click"] = (
            dict(chat.request) == request and described["Id"] == contact_id and described["Channel"] == "CHAT"
        )
        return chat

    def _look_at_token(self, window: Window, chat: Chat) -> None:
        from ui.chat.token import MASK

        token = chat.started.participant_token if chat.started else ""
        everywhere = [text for widget in _widgets(window) for text in _texts(widget)]
        self._checks["token_masked"] = (
            bool(token)
            and window.pane.token.value.text() == MASK
            and not any(token in text for text in [*everywhere, window.windowTitle()])
        )

    async def _watch_countdown(self, window: Window) -> None:
        ring = window.pane.token.ring
        await until(lambda: bool(ring.text), "the ring shows a time")
        first = _seconds(ring.text)
        await until(lambda: _seconds(ring.text) < first, "the ring counts down")
        self._checks["countdown_running"] = 290 <= _seconds(ring.text) < first <= 300

    async def _stop(self, window: Window, chat: Chat) -> None:
        click(window.pane.stop)
        await until(lambda: chat.state in ("stopped", "failed"), "the contact is stopped")
        self._checks["chat_stopped"] = chat.state == "stopped"

    async def _time_a_warm_start(self, window: Window) -> Chat:
        from asyncio import sleep

        click(window.rail.new_chat)
        # Nobody presses before the page is painted.
        await sleep(PAGE_S)
        pressed = time.perf_counter()
        click(window.form.footer.start)
        chat = await _shown(window)
        self._timings["start_to_token"] = _ms(time.perf_counter() - pressed)
        return chat

    def report(self) -> int:
        """Prints or writes the result; 0 only if every check holds."""
        self._watchdog.cancel()
        self._reported = True
        ok = all(self._checks.values())
        result: dict[str, Any] = {
            "ok": ok,
            "version": version(),
            "checks": self._checks,
            "timings_ms": {name: round(value, 1) for name, value in self._timings.items()},
            "rss_mb": self._rss_mb,
        }
        if self._fault:
            result["fault"] = self._fault
        text = json.dumps(result)
        if self._file is not None:
            self._file.write_text(text + "\n", "utf-8")
        else:
            print(text, flush=True)
        return 0 if ok else 1

    def _give_up(self) -> None:
        if not self._reported:
            self._fault = f"the window did not answer within {WHOLE_S + 5:.0f} s"
            self.report()
            os._exit(1)


class _Stall:
    """The longest gap between two beats of a timer that should beat every few milliseconds."""

    def __init__(self) -> None:
        self._last = time.perf_counter()
        self._longest = 0.0
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(BEAT_MS)

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest = max(self._longest, now - self._last)
        self._last = now

    def stop(self) -> float:
        self._beat()
        self._timer.stop()
        return _ms(self._longest)


async def _shown(window: Window) -> Chat:
    """The chat that a click has just started, once its token or its failure is on the screen."""
    chats = window.workspace.chats
    await until(lambda: window.centre.currentWidget() is not window.form, "the page of the chat")
    pane = window.pane
    await until(lambda: bool(chats) and pane.chat is chats[-1], "the chat is shown")
    chat = chats[-1]
    await until(
        lambda: pane.token.isVisible() if chat.state == "started" else chat.state != "starting",
        "the token is shown",
    )
    return chat


def _widgets(window: QWidget) -> list[QWidget]:
    return [widget for widget in window.findChildren(QWidget) if widget.isVisible()]


def _texts(widget: QWidget) -> list[str]:
    texts = [widget.accessibleName(), widget.accessibleDescription(), widget.toolTip()]
    if isinstance(widget, QLabel | QLineEdit):
        texts.append(widget.text())
    if isinstance(widget, QPlainTextEdit):
        texts.append(widget.toPlainText())
    return texts


def _seconds(text: str) -> int:
    minutes, _, seconds = text.partition(":")
    return int(minutes) * 60 + int(seconds)


def _ms(seconds: float) -> float:
    return seconds * 1000


def _since_process_start_ms() -> float:
    """Since the kernel started this process, to its tick of 10 ms; elsewhere since main.py ran."""
    try:
        ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
        started = ticks / os.sysconf("SC_CLK_TCK")
        return _ms(time.clock_gettime(time.CLOCK_BOOTTIME) - started)
    except (OSError, ValueError, AttributeError):
        main = sys.modules.get("__main__")
        return _ms(time.perf_counter() - getattr(main, "STARTED", time.perf_counter()))


def _resident_mb() -> float:
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
        return round(pages * os.sysconf("SC_PAGE_SIZE") / 1_000_000, 1)
    except (OSError, ValueError, AttributeError):
        return 0.0
