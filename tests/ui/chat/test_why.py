"""Why did it go there: a line below each turn of a live chat, and on a click all that stands in it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from console.credentials import Keys
from console.profiles import environment_at
from console.sandbox import Sandbox
from console.turns.quiet import Patience
from tests.conftest import MovableClock, until
from tests.ui.chat.talking import Talk, click, joined
from ui.inspector.attributes import AttributesTab
from ui.window import Window

QUICK = Patience(quiet_s=0.1, answer_s=1.5, longest_s=3, look_s=0.01)


@pytest.fixture(autouse=True)
def _quick(window: Window) -> None:
    window.workspace.turns.patience = QUICK


async def below(talk: Talk, clock: MovableClock, words: str, after: int = -1) -> int:
    """The row below which these words stand, once they do; time passes, so that no pace holds them up."""

    def found() -> int:
        clock.move(seconds=0.3)
        model = talk.conversation.model
        return next((at for at in range(after + 1, model.rowCount()) if words in model.look(at).why), -1)

    await until(lambda: found() >= 0, f"a line with {words}")
    return found()


def tab(window: Window) -> AttributesTab:
    made = window.side.inspector.tab("attributes")
    assert isinstance(made, AttributesTab)
    return made


def rows(tab: AttributesTab) -> list[str]:
    """What a screen reader says of each entry that is shown."""
    entries = tab.table.entries
    return [entries.entry(row).spoken for row in range(entries.rowCount())]


async def test_a_line_stands_below_the_last_row_of_a_turn(
    window: Window, sandbox: Sandbox, clock: MovableClock
) -> None:
    talk = await joined(window, sandbox)
    row = await below(talk, clock, "nothing changed")
    assert row == talk.conversation.model.rowCount() - 1
    talk.write("Where is my order?")
    await talk.shows("Where is my order?", "Sent")
    answered = await below(talk, clock, "nothing changed", after=row)
    assert answered == talk.conversation.model.rowCount() - 1
    assert "nothing changed" in talk.spoken[-1]
    assert "Where is my order?" not in talk.spoken[-1]
    own = talk.row("Where is my order?", "Test customer")
    assert talk.conversation.model.look(own).why == ""
    contact = sandbox.contacts.find(talk.contact_id)
    assert contact is not None
    contact.attributes = {**contact.attributes, "intent": "order"}
    talk.say("I see.")
    row = await below(talk, clock, "intent = order")
    assert talk.row("I see.") == row


async def test_a_click_opens_all_that_stands_in_the_turn(
    window: Window, sandbox: Sandbox, clock: MovableClock
) -> None:
    talk = await joined(window, sandbox)
    contact = sandbox.contacts.find(talk.contact_id)
    assert contact is not None
    contact.attributes = {**contact.attributes, "intent": "order"}
    talk.say("I see.")
    row = await below(talk, clock, "intent = order")
    window._side_open = False
    window._arrange()
    view = talk.conversation.view
    talk.click_at(row, view.bubbles.places(row).why.center().toPoint())
    made = tab(window)
    await until(made.isVisible, "the tab")
    assert window.side.inspector.shown == "attributes"
    assert made.by_turn.chosen is not None
    assert made.by_turn.chosen.name.startswith("Turn")
    assert "intent: order. New. Attribute." in rows(made)
    assert made.by_turn.hasFocus() or not window.isActiveWindow()
    made.pages.button("now").click()
    assert "intent: order. New" in rows(made)


async def test_the_menu_of_the_row_leads_there_by_keys(
    window: Window, sandbox: Sandbox, clock: MovableClock
) -> None:
    talk = await joined(window, sandbox)
    row = await below(talk, clock, "nothing changed")
    view = talk.conversation.view
    view.setFocus(Qt.FocusReason.OtherFocusReason)
    view.setCurrentIndex(view.model().index(row, 0))
    QTest.keyClick(view, Qt.Key.Key_Return)
    menu = view.findChild(QMenu)
    assert isinstance(menu, QMenu)
    assert menu.actions()[0].text() == "Why did it go there?"
    QTest.keyClick(menu, Qt.Key.Key_Down)
    QTest.keyClick(menu, Qt.Key.Key_Return)
    await until(lambda: window.side.inspector.shown == "attributes", "the tab")
    assert tab(window).by_turn.chosen is not None


async def test_a_profile_without_the_right_says_it_once(
    window: Window, sandbox: Sandbox, clock: MovableClock
) -> None:
    talk = await joined(window, sandbox)
    await below(talk, clock, "nothing changed")
    talk.fault("DescribeContact:AccessDenied")
    talk.fault("GetContactAttributes:AccessDenied")
    talk.say("One.")
    words = "Why: DescribeContact is not allowed for this profile (connect:DescribeContact)."
    row = await below(talk, clock, words)
    assert talk.row("One.") == row
    talk.say("Two.")
    turns = window.workspace.turns.of(talk.chat)
    await until(lambda: turns.latest is not None and turns.latest.state == "skipped", "the next turn")
    model = talk.conversation.model
    await until(lambda: model.look(model.rowCount() - 1).why == "", "no line, since it was told once")
    window.side.inspector.show_tab("attributes")
    made = tab(window)
    await until(lambda: made.problem.isVisible(), "the reason")
    assert made.problem.accessibleName() == words
    sandbox.faults.clear()
    click(made.again)
    await below(talk, clock, "nothing changed")
    await until(lambda: not made.problem.isVisible(), "no problem any more")


async def test_values_are_found_and_copied(window: Window, sandbox: Sandbox, clock: MovableClock) -> None:
    attributes = {"plan": "gold", "password": "hidden-from-all", "city": "Zürich"}
    talk = await joined(window, sandbox, Attributes=attributes)
    await below(talk, clock, "nothing changed")
    window.side.inspector.show_tab("attributes")
    made = tab(window)
    await until(lambda: "plan: gold" in rows(made), "the attributes")
    QTest.keyClicks(made.search, "rich")
    assert rows(made) == ["Attributes (3)", "city: Zürich"]
    QTest.mouseClick(made.now.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(60, 45))
    assert made.detail.value.toPlainText() == "Zürich"
    QTest.keyClick(made.now, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "Zürich"
    made.search.clear()
    click(made.copy)
    copied = QApplication.clipboard().text()
    assert '"plan": "gold"' in copied
    assert "hidden-from-all" not in copied + "".join(rows(made))


async def test_the_sandbox_has_no_pages_and_a_real_profile_has(
    window: Window, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk = await joined(window, sandbox)
    click(window.pane.header.more)
    menu = next(one for one in window.pane.header.findChildren(QMenu) if one.isVisible())
    pages = next(one for one in menu.actions() if one.text().startswith("Open in Connect"))
    assert not pages.isEnabled()
    assert "no website" in pages.toolTip()
    menu.close()
    opened: list[str] = []

    def open_url(url: QUrl) -> bool:
        opened.append(url.toString())
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    profile = environment_at(sandbox.region, sandbox.endpoint)
    window.workspace.add_environment(profile, Keys(sandbox.access_key_id, sandbox.secret_access_key))
    talk.chat.profile = profile
    window.chats.connect_pages.open(talk.chat, "contact")
    await until(lambda: opened, "the page")
    assert opened[0].endswith(f"/contact-trace-records/details/{talk.contact_id}")
    assert opened[0].startswith("https://")
