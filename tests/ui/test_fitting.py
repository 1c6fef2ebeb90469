"""At every size of the system's fonts each text has its room; .ci/run tries it with twice as many pixels."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase
from PySide6.QtWidgets import QApplication

from console.contact import CONTENT_TYPES
from console.sandbox import Sandbox
from tests.conftest import until
from tests.ui.chat.talking import joined, started
from tests.ui.fitting import clipped
from tests.ui.test_keyboard import INTERACTIVE, LIST_PICKER
from ui import theme
from ui.window import Window

pytestmark = pytest.mark.bound(40)


@pytest.fixture(autouse=True, params=[8, 10, 20])
def system_font(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[int]:
    """A system whose fonts have so many points; before the window is made."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFontDatabase, "systemFont", lambda _: QFont("Inter", request.param))
        theme.dress(qapp, "light")
        yield request.param
    theme.dress(qapp, "light")


async def test_no_page_clips_what_it_says(window: Window, sandbox: Sandbox) -> None:
    pages = {"the form": clipped(window)}
    await started(window)
    pages["the token"] = clipped(window)
    talk = await joined(window, sandbox, SupportedMessagingContentTypes=list(CONTENT_TYPES))
    talk.say(json.dumps(LIST_PICKER), content_type=INTERACTIVE)
    await talk.card("Which one?")
    for tab in ("trace", "attributes", "frames", "request", "agent"):
        window.side.inspector.show_tab(tab)
        pages[tab] = clipped(window)
    window.rail.profiles_requested.emit()
    pages["profiles"] = clipped(window)
    window.rail.profile_add_requested.emit()
    pages["adding a profile"] = clipped(window)
    window.rail.doctor_requested.emit()
    await until(lambda: window.centre.currentWidget() is not window.form, "the doctor")
    pages["the doctor"] = clipped(window)
    assert {page: found for page, found in pages.items() if found} == {}
