"""The application: fonts and theme, the window, one loop for both Qt and asyncio, an orderly end."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import threading
from collections.abc import Callable, Coroutine, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication

from console.last_run import LastRun
from console.paths import APPLICATION, data_folder, version
from console.settings import Settings, read_settings
from ui import language, roles, steps, theme
from ui.collecting import Collecting
from ui.file_open import Application
from ui.only_instance import OnlyInstance
from ui.window import Window

log = logging.getLogger(__name__)

CLOSE_TIMEOUT_S = 4.0
NO_INPUT = QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents
"""Nothing can be asked for yet; what was clicked on is told once it can."""
LOG_BYTES = 1_000_000
VERBS = "sandbox, start, flow, conform"
SWITCH_S = 0.001
"""Python lets a thread run for 5 ms before another has its turn; the window would wait for each of many."""


def run(arguments: list[str]) -> int:
    """Opens the window and gives the exit status when it is closed."""
    return open_only_window(data_folder(), ()) if not arguments else _run_parsed(arguments)


def _run_parsed(arguments: list[str]) -> int:
    # Imported here, since most starts have no arguments and wait for none of this.
    import argparse
    import tempfile

    parser = argparse.ArgumentParser(prog=APPLICATION, description="Starts Amazon Connect chats.")
    parser.add_argument("--version", action="version", version=version())
    parser.add_argument(
        "--smoke-test",
        nargs="?",
        const="-",
        metavar="FILE",
        help="try the window on the sandbox and print one JSON object, or write it to FILE",
    )
    parser.add_argument(
        "--with-keyring", action="store_true", help="let the smoke test try the keyring of this computer, too"
    )
    parser.add_argument(
        "open", nargs="*", metavar="FILE|LINK", help="saved requests that the form is to show"
    )
    parser.epilog = f"Verbs: {VERBS} (each with --help). Without a verb the window opens."
    parsed = parser.parse_args(arguments)
    if parsed.smoke_test is None:
        if parsed.with_keyring:
            parser.error("--with-keyring is for --smoke-test")
        return open_only_window(data_folder(), parsed.open)
    from ui.smoke import Smoke

    with tempfile.TemporaryDirectory(prefix="connect-chat-console-") as folder:
        file = None if parsed.smoke_test == "-" else Path(parsed.smoke_test)
        smoke = Smoke(file, with_keyring=parsed.with_keyring)
        open_window(Path(folder), smoke.play)
        return smoke.report()


def open_only_window(folder: Path, handed: Sequence[str]) -> int:
    """Opens the window of a folder, or shows the one that is open, with what is to be opened in it."""
    only = OnlyInstance(folder)
    if not only.claim():
        from console.handover import absolute

        if only.hand_over([absolute(one) for one in handed]):
            return 0
        log.warning("another console holds this folder and does not answer; this one opens beside it")
    last_run = LastRun(folder)
    try:
        is_wanted_again = open_window(folder, partial(_live, only, last_run, handed))
    finally:
        last_run.end()
        only.close()
    if is_wanted_again:
        # Now that nothing is held any more that the next one needs.
        from console import restart

        try:
            restart.again()
        except OSError as fault:
            # It was removed or replaced while it ran.
            log.error("The program could not be started again: %s. Start it as you did before.", fault)
            return 1
    return 0


def open_window(folder: Path, play: Callable[[Window], Coroutine[Any, Any, None]]) -> bool:
    """Paints the window, opens the workspace of a folder in it, and runs `play` on the loop of both.

    Gives whether the program is wanted again at once.
    """
    app = make_application()
    sys.setswitchinterval(SWITCH_S)
    collecting, end = Collecting(), End()
    with _signals(end):
        window = _painted_window(app, read_settings(folder / "settings.json"))
        return _run(app, window, folder, partial(_until_closed, app, window, play, end), collecting)


class End:
    """What a signal asks for: kept until there is a loop to end."""

    def __init__(self) -> None:
        self._is_asked = False
        self._act: Callable[[], object] | None = None

    def ask(self) -> None:
        """Asks for the end, from wherever Python runs a signal's handler."""
        self._is_asked = True
        if self._act:
            self._act()

    def give(self, act: Callable[[], object]) -> None:
        """What ends the loop; done at once where the end was asked for already."""
        self._act = act
        if self._is_asked:
            act()


def _run(
    app: QApplication,
    window: Window,
    folder: Path,
    until_closed: Callable[[], Coroutine[Any, Any, bool]],
    collecting: Collecting,
) -> bool:
    for _ in steps.imported(steps.OPENING):
        app.processEvents(NO_INPUT)
    from asyncio import Runner

    import qasync

    from console.workspace import Workspace

    with _logging(folder), Runner(loop_factory=lambda: qasync.QEventLoop(app)) as runner:
        window.open(Workspace(folder), version())
        window.settled.connect(collecting.begin)
        try:
            return runner.run(until_closed())
        finally:
            collecting.stop()


def _painted_window(app: QApplication, settings: Settings) -> Window:
    theme.choose(app, settings.theme)
    window = Window(settings)
    # Last: a widget that is styled already is styled anew whenever it gets another parent.
    theme.dress(app, settings.theme)
    window.show()
    app.processEvents(NO_INPUT)  # paints, and runs no coroutine: there is no loop yet
    return window


def make_application() -> QApplication:
    """The QApplication, or the one that there is."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QGuiApplication.setDesktopFileName(APPLICATION)
    app = Application(sys.argv[:1])
    app.setApplicationName(APPLICATION)
    app.setApplicationDisplayName("Connect Chat Console")
    app.setWindowIcon(theme.application_icon())
    language.translate_toolkit(app)
    roles.tell()
    # Qt would stop the loop while coroutines still clean up; the window's closing ends it instead.
    app.setQuitOnLastWindowClosed(False)
    return app


async def _until_closed(
    app: QApplication, window: Window, play: Callable[[Window], Coroutine[Any, Any, None]], end: End
) -> bool:
    import asyncio

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: _log_unhandled(context))
    playing = loop.create_task(play(window), name="play")  # the root of all tasks; ui.tasks owns the others
    window.closing.connect(playing.cancel)
    app.commitDataRequest.connect(lambda _: playing.cancel())
    app.styleHints().colorSchemeChanged.connect(lambda _: window.dress())
    end.give(lambda: loop.call_soon_threadsafe(playing.cancel))
    try:
        with contextlib.suppress(asyncio.CancelledError):
            await playing
    finally:
        # However it ends: a signal and a failure close no window.
        window.leave()
        window.hide()
        await _close(window)
        end.give(lambda: None)
    return window.is_wanted_again


async def _live(only: OnlyInstance, last_run: LastRun, handed: Sequence[str], window: Window) -> None:
    await window.painted()
    from asyncio import Event

    from console.files import damaged_in
    from console.first_run import is_first_run

    crash, is_first = last_run.begin(version()), is_first_run(window.workspace.folder)
    await window.begin()
    damaged = damaged_in(window.workspace.folder)
    if crash is not None or damaged:
        window.help.tell_start(crash, damaged)
    if handed:
        window.opening.take(handed)
    elif is_first:
        window.welcoming.offer()
    only.handed_over.connect(window.opening.take_from_outside)
    only.listen()
    app = QApplication.instance()
    if isinstance(app, Application):
        app.handed.opened.connect(window.opening.take_from_outside)
        app.handed.listen()
    await Event().wait()


async def _close(window: Window) -> None:
    from asyncio import timeout

    try:
        async with timeout(CLOSE_TIMEOUT_S):
            await window.close_tasks()
            await window.workspace.close()
    except TimeoutError:
        log.error("closing took longer than %s s and was cut short", CLOSE_TIMEOUT_S)
    window.deleteLater()


@contextlib.contextmanager
def _signals(end: End) -> Iterator[None]:
    names = (signal.SIGINT, signal.SIGTERM)
    before = {name: signal.signal(name, lambda *_: end.ask()) for name in names}
    # Python sees a signal only when it runs, so it is run now and then.
    beat = QTimer()
    beat.timeout.connect(lambda: None)
    beat.start(200)
    try:
        yield
    finally:
        beat.stop()
        for name, handler in before.items():
            signal.signal(name, handler)


@contextlib.contextmanager
def _logging(folder: Path) -> Iterator[None]:
    from console import redaction

    handlers: list[logging.Handler] = [logging.StreamHandler(sys.stderr)] if sys.stderr else []
    from logging.handlers import RotatingFileHandler

    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        file = folder / "console.log"
        file.touch(mode=0o600)
        handlers.append(RotatingFileHandler(file, maxBytes=LOG_BYTES, backupCount=2, encoding="utf-8"))
    root = logging.getLogger()
    level, raises = root.level, logging.raiseExceptions
    root.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
        root.addHandler(handler)
    if handlers and isinstance(handlers[0], logging.StreamHandler):
        handlers[0].setLevel(logging.WARNING)
    redaction.install(*handlers)
    _log_uncaught()
    # On a full disk each line that can't be written would be followed by a page of why, for nobody.
    logging.raiseExceptions = False
    try:
        yield
    except Exception:
        # While there is a file to tell it to.
        log.critical("the program failed", exc_info=True)
        raise
    finally:
        logging.raiseExceptions = raises
        root.setLevel(level)
        for handler in handlers:
            root.removeHandler(handler)
            with contextlib.suppress(OSError):
                handler.close()


def _log_uncaught() -> None:
    """Takes what nobody catches into the log, cleaned; Python's own way would print it as it is."""
    sys.excepthook = lambda _kind, error, _trace: log.critical("nobody caught this", exc_info=error)
    threading.excepthook = lambda told: log.critical("a thread failed", exc_info=told.exc_value)
    sys.unraisablehook = lambda told: log.error("this could not be raised", exc_info=told.exc_value)


def _log_unhandled(context: dict[str, Any]) -> None:
    log.error("%s", context.get("message"), exc_info=context.get("exception"))
