"""The agent's seat in the window: both sides of a chat of the sandbox, by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QWidget

from console.agent_seat import Standing
from console.contact import CONTENT_TYPES
from console.sandbox import Sandbox, parse
from console.sandbox.flow.life.stay import RINGS_S
from console.sandbox.identity import id_of
from tests.conftest import until
from tests.ui.chat.talking import Talk, click, joined, named, seen
from ui.agent.pane import AgentPane
from ui.agent_tab import AgentTab
from ui.chat.conversation import Conversation
from ui.window import Window


@pytest.fixture(scope="module")
def running_sandbox() -> Iterator[Sandbox]:
    """The sandbox with the flows that ship: a queue with whispers, and a survey when the agent has gone."""
    with Sandbox() as made:
        yield made


class Desk:
    """The window with a customer in the queue, and the agent's tab beside them."""

    def __init__(self, window: Window, talk: Talk) -> None:
        self.window, self.talk = window, talk

    @property
    def tab(self) -> AgentTab:
        found = self.window.side.inspector.tab("agent")
        assert isinstance(found, AgentTab)
        return found

    @property
    def pane(self) -> AgentPane:
        return self.tab.pane

    @property
    def standing(self) -> Standing:
        """How the sandbox says that the chat stands."""
        return self.window.workspace.agent_desk.seat(self.talk.chat).standing

    @property
    def title(self) -> str:
        """What stands above all, without the places where long words may break."""
        return self.pane.title.text().replace("\u200b", "")

    @property
    def agent(self) -> Conversation:
        assert self.pane.talking is not None
        assert isinstance(self.pane.talking.widget, Conversation)
        return self.pane.talking.widget

    @property
    def can_talk(self) -> bool:
        """Whether the agent is seen to be connected: what is typed before that is not sent."""
        return self.pane.talking is not None and self.agent.composer.attach.isEnabled()

    @property
    def spoken(self) -> list[str]:
        model = self.agent.model
        return [str(model.data(model.index(row, 0))) for row in range(model.rowCount())]

    def says(self, text: str) -> None:
        writing = self.agent.composer.writing
        QTest.keyClicks(writing, text)
        QTest.keyClick(writing, Qt.Key.Key_Return)

    async def shows(self, title: str) -> None:
        await until(lambda: title in self.title, f"“{title}”, not “{self.title}”")

    async def hears(self, *texts: str) -> None:
        await until(
            lambda: any(all(text in said for text in texts) for said in self.spoken),
            f"{texts} among {self.spoken}",
        )

    async def becomes_agent(self) -> None:
        await self.shows("waits in")
        click(self.pane.accepting.accept)
        await self.shows("You are")
        await until(lambda: self.can_talk and self.agent.session.is_caught_up, "the agent's talk")


def walked(start: QWidget, count: int) -> list[QWidget]:
    """What Tab leads to from a widget on."""
    found, following = [start], start.nextInFocusChain()
    while len(found) < count and following is not None:
        if following.isVisible() and following.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(following)
        following = following.nextInFocusChain()
    return found


def chosen(menu: QMenu, begins: str) -> None:
    """An entry of a menu, as a click triggers it."""
    next(one for one in menu.actions() if one.text().startswith(begins)).trigger()
    menu.deleteLater()


async def queued(window: Window, sandbox: Sandbox, *, by_you: bool = True, is_seen: bool = True) -> Desk:
    """A customer of the shipped flow who waits, with the agent's tab open unless another is wanted."""
    talk = await joined(
        window,
        sandbox,
        "You are in the queue",
        ContactFlowId=id_of("contact-flow", "Talk to an agent"),
        SupportedMessagingContentTypes=list(CONTENT_TYPES),
    )
    desk = Desk(window, talk)
    window.side.inspector.show_tab("agent")
    if not is_seen:
        window.side.inspector.show_tab("request")
        await window.workspace.agent_desk.choose("you")
    elif by_you:
        click(desk.pane.switch.segments.button("you"))
        await until(lambda: desk.standing.answers == "you", "the switch")
    return desk


async def test_the_demo_flow_is_played_from_both_sides_to_its_survey(
    window: Window, sandbox: Sandbox
) -> None:
    desk = await queued(window, sandbox)
    await desk.shows("waits in “Workshop”")
    assert "It rings for another" in desk.pane.text.text()
    click(desk.pane.accepting.name)
    QTest.keyClicks(desk.pane.accepting.name, "Robin")
    QTest.keyClick(desk.pane.accepting.name, Qt.Key.Key_Return)
    await desk.shows("You are Robin")
    await desk.talk.shows("Robin joined")
    await desk.hears("A customer of Harbour Bikes, without an order so far.")  # the whisper
    assert not any("A customer of Harbour" in said for said in desk.talk.spoken)
    assert desk.agent.composer.writing.hasFocus()
    desk.talk.write("My bell is broken.")
    await desk.hears("Test customer", "My bell is broken.")
    QTest.keyClicks(desk.agent.composer.writing, "Bring")
    typing = desk.talk.conversation.typing.text
    await until(lambda: typing.whole() == "Robin is typing…", "that the agent types")
    desk.says(" it in.")
    await desk.talk.shows("Robin", "Bring it in.")
    await desk.hears("Bring it in.", "Read")
    looks = [desk.agent.model.look(row) for row in range(desk.agent.model.rowCount())]
    assert {one.body: one.side for one in looks}.items() >= {
        ("My bell is broken.", "other"),
        ("Bring it in.", "own"),
    }
    chosen(desk.pane.handling.ways_out(), "Leave")
    await desk.shows("The agent has left")
    assert "You are no longer in this chat." in seen(desk.agent)
    await desk.talk.card("How was our help?")
    click(named(desk.talk.conversation, "Great"))
    await until(lambda: desk.talk.state == "ended", "the end of the survey")
    await desk.shows("The chat is over")


async def test_a_customer_who_waits_is_told_and_answered_with_one_click(
    window: Window, sandbox: Sandbox
) -> None:
    desk = await queued(window, sandbox, is_seen=False)
    await until(
        lambda: window.notice.isVisible() and "waits in “Workshop”" in window.notice.text.text(), "it"
    )
    button = window.side.inspector.tabs.button("agent")
    assert (button.text(), button.accessibleName()) == ("Agent •", "Behind the chat: Agent, something waits")
    window.show_form()
    assert not desk.pane.isVisible()
    desk.window.answering.tell(desk.talk.chat)
    click(window.notice.action)
    await desk.shows("You are Workshop")
    await until(lambda: desk.pane.talking is not None and desk.pane.isVisible(), "the agent's talk")
    assert button.text() == "Agent"
    assert window.chats.pane.chat is desk.talk.chat


async def test_a_notice_goes_with_the_ringing(window: Window, sandbox: Sandbox) -> None:
    await queued(window, sandbox, is_seen=False)
    await until(window.notice.isVisible, "the notice")
    sandbox.clock.move(RINGS_S)
    await until(lambda: not window.notice.isVisible(), "its end")


async def test_who_missed_the_contact_takes_it_later(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await desk.shows("waits in")
    sandbox.clock.move(RINGS_S)
    await until(lambda: "You did not take it" in desk.pane.text.text(), "that it was missed")
    assert not desk.pane.accepting.reject.isVisible()
    await desk.becomes_agent()


async def test_a_rejected_contact_waits_on_and_the_script_takes_it(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await until(desk.pane.accepting.reject.isVisible, "the ringing")
    click(desk.pane.accepting.reject)
    await until(lambda: "You did not take it" in desk.pane.text.text(), "that it was rejected")
    click(desk.pane.switch.segments.button("script"))
    await until(lambda: "will answer by the script" in desk.pane.text.text(), "the script")
    sandbox.clock.move(5)
    await desk.shows("Workshop answers by the script")


async def test_the_script_is_taken_over_and_given_back(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox, by_you=False)
    sandbox.clock.move(10)
    await desk.shows("answers by the script")
    click(desk.pane.take_over)
    await desk.shows("You are Workshop")
    await until(lambda: desk.can_talk, "the talk")
    desk.says("A person now.")
    await desk.talk.shows("A person now.")
    chosen(desk.pane.handling.ways_out(), "Let the script go on")
    await desk.shows("answers by the script")
    assert desk.pane.talking is None
    assert desk.pane.switch.segments.taken() == "script"


async def test_a_chat_is_transferred_to_a_queue_and_to_the_script(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    click(desk.pane.accepting.name)
    QTest.keyClicks(desk.pane.accepting.name, "Robin")
    await desk.becomes_agent()
    chosen(desk.pane.handling.transfers(), "Queue: Workshop")
    await desk.shows("waits in “Workshop”")
    assert desk.pane.talking is None
    await desk.becomes_agent()
    chosen(desk.pane.handling.transfers(), "Agent: Workshop")
    await until(lambda: desk.pane.switch.segments.taken() == "script", "the script")
    sandbox.clock.move(5)
    await desk.shows("Workshop answers by the script")


async def test_who_ends_the_contact_ends_it_for_both(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await desk.becomes_agent()
    chosen(desk.pane.handling.ways_out(), "End contact")
    await until(lambda: desk.talk.state == "ended", "the end")
    await desk.shows("The chat is over")
    assert not desk.pane.switch.segments.isEnabled()
    assert desk.agent.composer.writing.isReadOnly()


async def test_faults_meet_both_sides(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await desk.becomes_agent()
    sandbox.faults.add(parse("socket:drop:2"))
    desk.talk.write("Is this lost?")
    await desk.hears("Is this lost?")
    sandbox.faults.add(parse("agent:leave:1"))
    desk.talk.write("Are you there?")
    await desk.shows("The agent has left")
    await desk.talk.card("How was our help?")


async def test_what_the_sandbox_refuses_is_told_in_the_tab(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await desk.shows("waits in")
    sandbox.chats.end(desk.talk.contact_id)
    click(desk.pane.accepting.accept)
    await until(desk.pane.problem.isVisible, "the refusal")
    assert "This chat has ended" in seen(desk.pane.problem)


async def test_everything_is_reached_by_tab_and_by_arrows(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox, by_you=False)
    await desk.shows("waits in")
    segments = desk.pane.switch.segments
    segments.button("script").setFocus()
    QTest.keyClick(segments.button("script"), Qt.Key.Key_Right)
    await until(lambda: "It rings" in desk.pane.text.text(), "the ringing")
    wanted = [desk.pane.switch.every, desk.pane.accepting.name, desk.pane.accepting.accept]
    reached = walked(segments.button("you"), 12)
    places = [reached.index(one) for one in wanted]
    assert places == sorted(places)
    desk.pane.accepting.accept.setFocus()
    QTest.keyClick(desk.pane.accepting.accept, Qt.Key.Key_Return)
    await desk.shows("You are Workshop")
    await until(lambda: desk.pane.talking is not None, "the agent's talk")
    assert desk.pane.handling.leave.accessibleName() == "Leave…"


async def test_long_names_and_a_narrow_side(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await desk.shows("waits in")
    assert desk.tab.minimumSizeHint().width() <= 320
    QTest.keyClicks(desk.pane.accepting.name, "W" * 200)
    await desk.becomes_agent()
    assert desk.title == f"You are {'W' * 39}…"
    assert desk.tab.minimumSizeHint().width() <= 320
    menu = desk.pane.handling.ways_out()
    assert max(len(one.text()) for one in menu.actions()) < 90


async def test_a_sandbox_that_does_not_answer_is_told(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox)
    await desk.shows("waits in")
    workspace = window.workspace
    control = workspace.control
    assert control is not None
    control._secret = "another"
    await desk.shows("The sandbox refused")
    control._secret = sandbox.secret_access_key
    await desk.shows("waits in")


async def test_every_sandbox_chat_can_ring_here(window: Window, sandbox: Sandbox) -> None:
    desk = await queued(window, sandbox, by_you=False)
    await desk.shows("waits in")
    click(desk.pane.switch.every)
    await until(lambda: window.workspace.agent_desk.answers == "you", "the switch for all")
    await until(lambda: desk.standing.answers == "you", "that this chat follows it")
    assert desk.pane.switch.segments.taken() == "you"
    assert sandbox.center.desk.answers == "you"
