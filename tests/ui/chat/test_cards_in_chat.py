"""Cards in the chat: the flows that ship, played through the window to their ends by real clicks."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from console.chat.interactive import TEMPLATES, Reply
from console.contact import CONTENT_TYPES, INTERACTIVE_RESPONSE, TEXT_PLAIN
from console.sandbox import Sandbox
from console.sandbox.identity import id_of
from tests.conftest import until
from tests.ui.chat.talking import Talk, click, joined
from ui.chat.cards import MessageCard
from ui.chat.cards.presses import WordPress
from ui.chat.past_transcript import PastTranscript
from ui.chat.row_menu import menu_of
from ui.window import Window

FAST = 30.0
INTERACTIVE = "application/vnd.amazonaws.connect.message.interactive"


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    """The sandbox with the flows that ship."""
    with Sandbox() as made:
        yield made


async def in_flow(window: Window, sandbox: Sandbox, name: str, first: str = "Bot", **members: Any) -> Talk:
    """A chat in one of them, which may show everything."""
    sandbox.clock.run(FAST)
    request = {"SupportedMessagingContentTypes": list(CONTENT_TYPES), **members}
    return await joined(window, sandbox, first, ContactFlowId=id_of("contact-flow", name), **request)


def button(card: QWidget, name: str) -> QAbstractButton:
    """What goes by a name that begins so."""
    found = [one for one in card.findChildren(QAbstractButton) if one.accessibleName().startswith(name)]
    return next(one for one in found if one.isVisible())


async def choose(talk: Talk, card: str, name: str) -> MessageCard:
    """Clicks what goes by a name in the open card that says something; the card."""
    made = await talk.card(card)
    click(button(made, name))
    return made


def line(card: QWidget, name: str) -> QLineEdit:
    return next(one for one in card.findChildren(QLineEdit) if one.accessibleName() == name)


def write(card: QWidget, name: str, text: str) -> None:
    click(line(card, name))
    QTest.keyClicks(line(card, name), text)


def sent(talk: Talk) -> list[tuple[str, str]]:
    """What the service was given by the customer."""
    assert talk.chat.session is not None
    items = [row.item for row in talk.chat.session.transcript.rows]
    return [
        (one.content_type, one.content) for one in items if (one.role, one.kind) == ("CUSTOMER", "message")
    ]


async def ends(talk: Talk, *texts: str) -> None:
    """The flow says its last words and ends the chat."""
    await talk.shows(*texts)
    await until(lambda: talk.chat.state == "ended", "the end of the chat")


def offer(talk: Talk, template: str = "QuickReply") -> None:
    """A bot offers the sample of a template."""
    talk.say(TEMPLATES[template].message, content_type=INTERACTIVE)


# the flows that ship


async def test_a_bot_that_streams_answers_in_one_growing_row(window: Window, sandbox: Sandbox) -> None:
    streamed: dict[str, Any] = {"ParticipantConfiguration": {"ResponseMode": "INCREMENTAL"}}
    talk = await in_flow(window, sandbox, "Greeting", **streamed)
    await talk.card("What can we do for you?")
    assert talk.chat.session is not None
    cursor = talk.chat.session.cursor()
    talk.write("Just looking")
    first = await talk.chat.session.until(lambda item: item.chunk is not None, cursor)
    await talk.shows("Thank you, your message has arrived.", "or “agent”.")
    rows = [row for row in talk.chat.session.transcript.rows if row.item.id == first.id]
    assert len(rows) == 1
    assert len(first.content) < len(rows[0].item.content), "it came in pieces"
    await choose(talk, "What can we do for you?", "Talk to somebody")
    await talk.shows("looking for somebody")


async def test_the_greeting_leads_to_a_form_and_its_confirmation(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Greeting")
    menu = await choose(talk, "What can we do for you?", "Leave my details")
    assert not button(menu, "Track an order").isEnabled(), "one answer is all that is taken"
    form = await talk.card("Your details")
    click(button(form, "Send"))
    assert line(form, "Name").property("invalid") is True
    write(form, "Name", "Ada")
    write(form, "E-mail", "ada@example.com")
    kind = next(one for one in form.findChildren(QComboBox) if one.accessibleName() == "Kind of bike")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    click(button(form, "Send"))
    told = await talk.shows("Test customer", "Next\nname: Ada\nemail: ada@example.com\nkind: city")
    assert "FormData" not in told, "the JSON stands in the menu"
    await choose(talk, "Thank you, Ada", "Done")
    await ends(talk, "noted your details")
    (_, first), (kind_of, second), (_, third) = sent(talk)
    assert (first, kind_of) == ("Leave my details", INTERACTIVE_RESPONSE)
    filled = {"name": "Ada", "email": "ada@example.com", "kind": ["city"], "news": False}
    assert json.loads(second) == {
        "action": "Next",
        "data": {"FormData": filled, "StepName": "You"},
        "templateType": "ViewResource",
        "version": "1.0",
    }
    assert json.loads(third)["data"] == {"Label": "Done"}


async def test_a_form_is_read_again_in_the_history(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Your details")
    form = await talk.card("Your details")
    write(form, "Name", "Ada")
    write(form, "E-mail", "ada@example.com")
    kind = next(one for one in form.findChildren(QComboBox) if one.accessibleName() == "Kind of bike")
    QTest.keyClick(kind, Qt.Key.Key_Down)
    click(button(form, "Send"))
    await choose(talk, "Thank you, Ada", "Done")
    await ends(talk, "noted your details")
    window.recalling.open_contact(talk.contact_id)
    page = window.recalling.page.past
    await until(lambda: page.transcript is not None, "what was said")
    past = page.transcript
    assert isinstance(past, PastTranscript)
    past.view.verticalScrollBar().setValue(0)
    rows = [past.model.row(at) for at in range(past.model.rowCount())]
    key = next(row.key for row in rows if row.item.is_interactive)

    def again() -> MessageCard | None:
        made = past.view.cards.card(key)
        return made if made is not None and made.view is not None else None

    await until(again, "the form")
    drawn = again()
    assert drawn is not None
    assert line(drawn, "Name").text() == "Ada"
    assert not button(drawn, "Send").isEnabled()
    assert line(drawn, "Name").isReadOnly() or not line(drawn, "Name").isEnabled()


async def test_orders_are_looked_up_page_by_page(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Order status")
    await choose(talk, "Which order", "HB-1042")
    await talk.shows("on its way and should arrive")
    await choose(talk, "Is there anything else?", "Yes, please")
    await choose(talk, "Which order", "Show more")
    await talk.shows("Test customer", "Show more")
    await choose(talk, "HB-0987", "HB-0987")
    await talk.shows("can't find that order")
    await choose(talk, "Is there anything else?", "No, thank you")
    await ends(talk, "Ride safely")
    assert [content for _, content in sent(talk) if not content.startswith("{")] == [
        "HB-1042", "Yes, please", "HB-0987", "No, thank you"
    ]  # fmt: skip


async def test_a_repair_is_booked(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Book a repair")
    await choose(talk, "What does your bike need?", "Brakes")
    await talk.shows("Test customer", "Workshop at the harbour: Brakes")
    times = await talk.card("When would you like to come?")
    slot = times.findChildren(WordPress)[1]
    date = slot.toolTip().removeprefix("Sends ")
    click(slot)
    assert slot.toolTip() == f"Sends {date}"
    await talk.shows("Booked: Brakes", date)
    await choose(talk, "Is there anything else?", "No, thank you")
    await ends(talk, "See you in the workshop")
    chosen = '{"templateIdentifier":"harbour","listTitle":"Workshop at the harbour","selectionText":"Brakes"}'
    assert sent(talk)[:2] == [(TEXT_PLAIN, chosen), (TEXT_PLAIN, date)]


async def test_an_agent_is_found_and_rated(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Talk to an agent", "looking for somebody")
    await talk.shows("How can I help?", "Agent")
    talk.write("My brakes squeak.")
    await talk.shows("a note of that")
    talk.write("Thank you")
    await choose(talk, "How was our help?", "Great")
    await ends(talk, "Goodbye!")


async def test_an_earlier_chat_is_brought_along(window: Window, sandbox: Sandbox) -> None:
    first = await in_flow(window, sandbox, "Welcome back", "previousContactId")
    offer(first)
    await first.card("How was your experience?")
    first.write("My bike is green.")
    await first.shows("the id of this chat", first.contact_id)
    click(window.pane.end)
    await until(lambda: first.chat.state == "ended", "the end of the first chat")
    attributes = {"previousContactId": first.contact_id}
    talk = await in_flow(window, sandbox, "Welcome back", "Welcome back", Attributes=attributes)
    await talk.shows("My bike is green.")
    model = talk.conversation.model
    past = talk.conversation.view.cards.card(model.row(talk.row("How was your experience?")).key)
    assert past is not None
    assert not button(past, "Great").isEnabled()
    assert "earlier conversation" in button(past, "Great").accessibleDescription()


# cards among other rows


async def test_what_is_typed_goes_to_the_view_that_waits(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Your details")
    await talk.card("Your details")
    talk.write("I would rather write.")
    await talk.shows("Test customer", "I would rather write.")
    view, answer = sent(talk)[0]
    assert view == INTERACTIVE_RESPONSE
    assert json.loads(answer)["data"] == {"content": "I would rather write."}


async def test_tab_leads_into_a_card_and_back_and_an_answer_to_the_composer(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await in_flow(window, sandbox, "Greeting")
    menu = await talk.card("What can we do for you?")
    window.activateWindow()
    await until(window.isActiveWindow, "the window in front")
    view = talk.conversation.view
    view.setFocus(Qt.FocusReason.TabFocusReason)
    walked = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or view, Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        walked.append(focused.accessibleName())
    assert walked == ["Track an order", "Book a repair", "Leave my details", "Talk to somebody"]
    QTest.keyClick(button(menu, "Talk to somebody"), Qt.Key.Key_Tab)
    assert talk.conversation.composer.isAncestorOf(QApplication.focusWidget() or view)
    for name in ("Talk to somebody", "Leave my details", "Book a repair", "Track an order", "Transcript"):
        QTest.keyClick(
            QApplication.focusWidget() or view, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier
        )
        assert getattr(QApplication.focusWidget(), "accessibleName", str)() == name
    QTest.keyClick(button(menu, "Track an order"), Qt.Key.Key_Return)
    assert talk.conversation.composer.writing.hasFocus()
    await talk.card("Which order")


async def test_an_answer_that_was_lost_opens_its_card_again(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Greeting")
    talk.fault("SendMessage:InvalidRequest")
    menu = await choose(talk, "What can we do for you?", "Book a repair")
    await talk.shows("Book a repair", "Not sent")
    assert not button(menu, "Book a repair").isEnabled(), "it may be sent again still"
    sandbox.faults.clear()
    click(talk.button("Book a repair", "Discard"))
    await until(button(menu, "Book a repair").isEnabled, "the open card")
    await choose(talk, "What can we do for you?", "Track an order")
    click(window.pane.end)
    await until(lambda: talk.chat.state == "ended", "the end")
    offered = talk.conversation.view.cards.controls(talk.conversation.model.row(talk.row("Which order")).key)
    assert not any(one.isEnabled() for one in offered if one.accessibleName().startswith("HB-"))


async def test_what_a_field_for_secrets_held_is_shown_nowhere(window: Window, sandbox: Sandbox) -> None:
    talk = await in_flow(window, sandbox, "Your details")
    form = await talk.card("Your details")
    # No digits alone: sooner or later an item's id would hold them.
    answer = {
        "action": "Next",
        "data": {"FormData": {"name": "Ada", "pin": "4wx1"}},
        "templateType": "ViewResource",
    }
    form.answered.emit(Reply(INTERACTIVE_RESPONSE, json.dumps(answer), secrets=("4wx1",)))
    await talk.shows("Test customer", "name: Ada\npin: ••••", "Sent")
    model, row = talk.conversation.model, talk.row("name: Ada")
    model.unfold(model.row(row).key)
    copied: list[str] = []
    menu = menu_of(
        window, model.row(row), model.look(row), "",
        copy=copied.append, act=lambda *_: None, can_act=True, secrets=model.secrets,
    )  # fmt: skip
    for action in menu.actions():
        action.trigger()
    assert model.look(row).json
    assert len(copied) == 3
    assert "4wx1" not in "".join((*copied, model.look(row).json, *talk.spoken))
    assert "4wx1" in sent(talk)[0][1]


async def test_cards_exist_while_they_are_near_and_keep_what_was_typed(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await in_flow(window, sandbox, "Your details")
    form = await talk.card("Your details")
    write(form, "Name", "Ada")
    view = talk.conversation.view
    key = talk.conversation.model.row(talk.row("View: form")).key
    for _ in range(40):
        offer(talk, "Panel")
    await until(lambda: sum("How can I help" in one for one in talk.spoken) == 40, "many cards")
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    await until(lambda: not form.isVisible(), "the form out of sight")
    assert view.cards.card(key) is form
    view.verticalScrollBar().setValue(0)
    assert form.isVisible()
    assert line(form, "Name").text() == "Ada"
    assert view.rowHeight(talk.row("View: form")) > form.height()
    for at in range(0, view.verticalScrollBar().maximum(), 300):
        view.verticalScrollBar().setValue(at)
    await until(lambda: len(view.viewport().findChildren(MessageCard)) < 30, "only so many cards")
