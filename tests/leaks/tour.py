"""The program as a person uses it, from one end to the other, with a log of everything.

Run as `python -m tests.leaks.tour NAME`, with a plan as JSON on standard input: the sandbox to use, the
secrets to type, and the file for what the tour has to tell. The window is the real one, opened as
`main.py` opens it.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent

from console.paths import data_folder
from console.redaction import CHATTY_LOGGERS
from tests.leaks import (
    adding,
    answering,
    chatting,
    ending,
    framing,
    helping,
    presenting,
    remembering,
    repeating,
    turning,
    using,
)
from tests.leaks.hands import Person
from ui import app, clipboard
from ui.window import Window

COPIED_FOR_MS = 150
"""The minute of a copied secret, made shorter."""
LOG_BYTES = 200_000_000
"""Nothing that was logged may be gone before it is looked at."""

Step = Callable[[Person], Awaitable[None]]
TOURS: Mapping[str, tuple[Step, ...]] = {
    "whole": (
        answering.be_the_agent,
        chatting.chat_in_sandbox,
        chatting.save_a_request,
        chatting.import_a_request,
        adding.add_what_aws_holds,
        adding.add_what_is_pasted,
        adding.type_a_key,
        adding.type_a_proxy,
        adding.type_and_leave,
        adding.type_a_temporary_key,
        adding.type_a_role,
        adding.type_a_sign_in,
        adding.use_a_console_sign_in,
        using.edit_what_is_kept,
        using.lock_and_unlock,
        using.sign_in_again,
        using.have_the_doctor_look,
        using.start_in_production,
        chatting.talk,
        framing.read_the_frames,
        turning.see_what_changed,
        presenting.present,
        repeating.repeat_and_compare,
        remembering.look_back,
        chatting.stay,
        using.use_the_environment,
        using.remove_a_profile,
        ending.crash,
        helping.ask_for_help,
        ending.end_in_a_crash,
    ),
    "again": (
        chatting.rejoin,
        using.choose_a_kept_profile,
        using.chat_in_production,
        using.chat_with_a_sign_in,
        ending.end_by_a_signal,
    ),
    "short": (using.add_test_and_start, ending.close),
}


def run(name: str, plan: Mapping[str, Any]) -> None:
    """Opens the window, takes the steps of a tour, and tells what was overheard, however it ends."""
    people: list[Person] = []
    # The clipboard is looked at when the window is gone.
    application = app.make_application()

    async def play(window: Window) -> None:
        log_everything()
        people.append(Person(window, plan))
        # Wide enough for the request beside the form.
        window.resize(1280, 800)
        await window.painted()
        await window.begin()
        for step in TOURS[name]:
            await step(people[0])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(clipboard, "SECRET_LIFETIME_MS", COPIED_FOR_MS)
        patch.setattr(app, "LOG_BYTES", LOG_BYTES)
        patch.setattr(QAccessible, "updateAccessibility", overhearing(people))
        try:
            app.open_window(data_folder(), play)
        finally:
            for person in people:
                person.look_at_clipboard("the end")
                tell(person)
            people.clear()
            application.processEvents()


def log_everything() -> None:
    """Every logger at DEBUG, and every handler takes it; the program itself holds some of them back."""
    root = logging.getLogger()
    for logger in (root, *map(logging.getLogger, CHATTY_LOGGERS)):
        logger.setLevel(logging.DEBUG)
    for handler in root.handlers:
        handler.setLevel(logging.DEBUG)


def overhearing(people: Sequence[Person]) -> Callable[[QAccessibleEvent], None]:
    """Passes on what the program tells to a screen reader by itself, and has it noted."""
    pass_on = QAccessible.updateAccessibility

    def told(event: QAccessibleEvent) -> None:
        if isinstance(event, QAccessibleAnnouncementEvent):
            for person in people:
                person.hear(event.message())
        pass_on(event)

    return told


def tell(person: Person) -> None:
    """Writes what the tour saw for those who started it."""
    content = {
        "heard": [[screen, where, text] for (where, text), screen in person.overheard.items()],
        "written": [[screen, where, text] for (where, text), screen in person.written.items()],
        "met": sorted(person.met),
        "learnt": person.learnt,
        "said": person.said,
    }
    Path(person.plan["told"]).write_text(json.dumps(content), "utf-8")


if __name__ == "__main__":
    # As main.py does: what nobody catches is told by the interpreter's own means.
    run(sys.argv[1], json.load(sys.stdin))
