"""The agent's seat: a chat of the sandbox that is answered by the person at the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.leaks.behind import see_the_way
from tests.leaks.chatting import started
from tests.leaks.hands import Person
from ui.agent_tab import AgentTab
from ui.chat.conversation import Conversation


async def be_the_agent(person: Person) -> None:
    """A customer waits, is answered, and both sides are looked at; the flow of before is chosen again."""
    window = person.window
    workspace = window.workspace
    await person.until(lambda: workspace.places.state == "ready" and workspace.place, "the sandbox's flows")
    before = workspace.place
    place = next(one for one in workspace.places.search("", []) if one.flow_name == "Talk to an agent")
    workspace.take_place(place)
    chat = await started(person)
    person.click("Connect")
    await person.until(lambda: window.pane.conversation, "the conversation")
    window.show_side()
    window.side.inspector.show_tab("agent")
    tab = window.side.inspector.tab("agent")
    assert isinstance(tab, AgentTab)
    person.click("Who answers: You")
    await person.until_read("It rings for another")
    person.look("a customer who waits")
    person.write(tab.pane.accepting.name, "Robin")
    person.click("Accept")
    await person.until_read("You are Robin")
    seat = workspace.agent_desk.seat(chat)
    await person.until(lambda: seat.session is not None and seat.session.is_caught_up, "the agent's talk")
    assert seat.session is not None
    person.learnt.append(("the agent's participant token", seat.session.admission.participant_token))
    assert tab.pane.talking is not None
    agent = tab.pane.talking.widget
    assert isinstance(agent, Conversation)
    person.write(agent.composer.writing, "Hello, Robin here.")
    QTest.keyClick(agent.composer.writing, Qt.Key.Key_Return)
    assert window.pane.conversation is not None
    customer = window.pane.conversation.model
    await person.until(
        lambda: any("Robin here" in customer.look(row).spoken for row in range(customer.rowCount())),
        "the agent's words",
    )
    person.look("both sides of a chat")
    for menu in (tab.pane.handling.transfers(), tab.pane.handling.ways_out()):
        menu.popup(window.pos())
        person.look("what an agent can do")
        menu.close()
    tab.pane.handling.ended.emit()
    await person.until_read("The chat is over")
    person.look("a chat whose agent has ended it")
    await see_the_way(person)
    window.side.inspector.show_tab("request")
    if before is not None:
        workspace.take_place(before)
    window.show_form()
