"""The Trace tab beside a live chat: real clicks and keys, a real sandbox behind it."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from console.chat.chat import Chat
from console.credentials import Keys
from console.profiles import environment_at
from console.sandbox import Sandbox
from console.trace.reading import Reading
from tests.conftest import until
from tests.console.sandbox.flow.stage import act, document, say
from tests.ui.chat.talking import click, joined, seen
from ui.inspector.trace import TraceTab
from ui.window import Window

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
FAILING = document(
    say("Welcome", "Hello from the System.", "Ask"),
    act("Ask", "Wait", on={"CustomerReturned": "Note"}, TimeLimitSeconds="600", Events=["CustomerReturned"]),
    act("Note", "UpdateContactAttributes", "Look up", Attributes={"intent": "order"}),
    act("Look up", "InvokeLambdaFunction", errors={"NoMatchingError": "Again"}, LambdaFunctionARN="arn:x"),
    say("Again", "Once more.", "Rest"),
    act("Rest", "Wait", TimeLimitSeconds="600"),
)


def publish(sandbox: Sandbox) -> None:
    flow_id = sandbox.flows[0].id
    sandbox.flow_versions.save(flow_id, FAILING)
    sandbox.flow_versions.publish(flow_id)


def opened(window: Window) -> TraceTab:
    """The Trace tab, after a click on it."""
    inspector = window.side.inspector
    click(inspector.tabs.button("trace"))
    tab = inspector.tab("trace")
    assert isinstance(tab, TraceTab)
    return tab


def rows(tab: TraceTab) -> list[str]:
    """The rows by their first words: a flow's name, what was said, an action."""
    return [row.step.action if row.step else row.note for row in tab.list.model_of_rows.rows]


def has(tab: TraceTab, row: str) -> bool:
    return row in rows(tab)


def click_row(tab: TraceTab, at: int) -> None:
    rect = tab.list.visualRect(tab.list.model_of_rows.index(at, 0))
    QTest.mouseClick(tab.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


async def test_the_way_stands_beside_the_chat_as_it_goes(window: Window, sandbox: Sandbox) -> None:
    publish(sandbox)
    talk = await joined(window, sandbox)
    tab = opened(window)
    await until(lambda: rows(tab) == ["Greeting", "Welcome", "Ask"], "the steps so far")
    assert "The flow has the word · waiting for the customer" in tab.state.whole()
    talk.write("my order, please")
    expected = ["Greeting", "Welcome", "“my order, please”", "Ask", "Note", "Look up", "Again", "Rest"]
    await until(lambda: rows(tab) == expected, f"what followed, not {rows(tab)}")
    read = [row.text for row in tab.list.model_of_rows.rows]
    assert read[0] == "Flow Greeting"
    assert read[2] == "The customer: “my order, please”"
    assert read[3] == "Wait “Ask”: CustomerReturned, then “Note”"
    assert read[4] == "Set contact attributes “Note”: Done, then “Look up”; intent = order"
    assert read[5].startswith("AWS Lambda function “Look up”: failed: NoMatchingError, then “Again”. no stub")
    assert read[7] == "Wait “Rest”: waiting for the time to pass"


async def test_a_click_and_the_keyboard_open_a_step(window: Window, sandbox: Sandbox) -> None:
    publish(sandbox)
    talk = await joined(window, sandbox)
    tab = opened(window)
    talk.write("order")
    await until(lambda: "Rest" in rows(tab), "the steps")
    click_row(tab, 0)
    assert "detail" not in vars(tab), "the name of a flow is only read"
    click_row(tab, rows(tab).index("Note"))
    assert tab.detail.isVisible()
    assert tab.detail.title.whole() == "Set contact attributes"
    assert '"intent": "order"' in tab.detail.text.toPlainText()
    click(tab.detail.copy)
    assert QGuiApplication.clipboard().text() == tab.detail.text.toPlainText()
    QTest.keyClick(tab.detail.text, Qt.Key.Key_Escape)
    assert not tab.detail.isVisible()
    assert tab.list.hasFocus()
    QTest.keyClick(tab.list, Qt.Key.Key_Down)
    QTest.keyClick(tab.list, Qt.Key.Key_Return)
    assert tab.detail.isVisible()
    assert tab.detail.title.whole() == "AWS Lambda function"
    QTest.keyClick(tab.list, Qt.Key.Key_Up)
    QTest.keyClick(tab.list, Qt.Key.Key_Up)
    assert tab.list.current is not None
    assert tab.list.current.action == "Ask", "what the customer said is passed over"
    click(tab.detail.close_button)
    assert not tab.detail.isVisible()


async def test_search_and_errors_only(window: Window, sandbox: Sandbox) -> None:
    publish(sandbox)
    talk = await joined(window, sandbox)
    tab = opened(window)
    talk.write("order")
    await until(lambda: "Rest" in rows(tab), "the steps")
    click(tab.errors_only)
    assert rows(tab) == ["Greeting", "Look up"]
    click(tab.errors_only)
    QTest.keyClicks(tab.search, "INTENT")
    await until(lambda: rows(tab) == ["Greeting", "Note"], "what was searched")
    QTest.keyClicks(tab.search, " nowhere")
    await until(tab.empty.isVisible, "that nothing fits")
    assert "No step fits" in seen(tab)
    tab.search.clear()
    await until(lambda: len(rows(tab)) == 8, "all rows")
    assert tab.list.isVisible()


async def test_it_reads_only_while_somebody_looks(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    tab = opened(window)
    trace = window.workspace.traces.of(talk.chat)
    await until(lambda: trace.steps, "the steps")
    click(window.side.inspector.tabs.button("request"))
    read_at = trace.read_at
    talk.write("hello")
    await talk.shows("your message has arrived")
    assert trace.read_at == read_at
    click(window.side.inspector.tabs.button("trace"))
    await until(lambda: "“hello”" in rows(tab), "what happened meanwhile")


async def test_a_trace_that_is_gone_is_told(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    click(window.side.inspector.tabs.button("request"))
    window.workspace.traces.forget(talk.chat)
    sandbox.center.recording.clear()
    sandbox.contacts.clear()
    tab = opened(window)
    await until(lambda: "remembers nothing" in tab.empty.said, "why there is nothing")
    await until(lambda: tab.empty.isVisible() and "Start the chat again" in seen(tab), "what to do")


async def on_aws(window: Window, sandbox: Sandbox) -> Chat:
    """A chat of a profile for which the sandbox is AWS; it has not been joined."""
    profile = environment_at(sandbox.region, sandbox.endpoint)
    window.workspace.add_environment(profile, KEYS)
    request = {**window.workspace.draft.request, "InstanceId": sandbox.instance_id}
    count = len(window.workspace.chats)
    window.chats.start({**request, "ContactFlowId": sandbox.flows[0].id}, profile)
    await until(lambda: len(window.workspace.chats) > count, "the chat")
    chat = window.workspace.chats[-1]
    await until(lambda: window.pane.chat is chat and window.pane.token.isVisible(), "its token")
    return chat


async def test_which_switch_of_the_flow_logs_is_missing(window: Window, sandbox: Sandbox) -> None:
    sandbox.settings.set_attributes({"CONTACTFLOW_LOGS": "false"})
    chat = await on_aws(window, sandbox)
    tab = opened(window)
    await until(lambda: "switched off for this instance" in tab.empty.said, "the first switch")
    assert "has no Set logging behavior block" in tab.empty.said
    assert "Flow logs arrive late · read" in tab.state.whole()
    assert tab.empty.isVisible()
    entry = {"ContactId": chat.contact_id, "ContactFlowModuleType": "CheckHours", "Identifier": "Open?"}
    sandbox.center.flow_log.write(int(chat.created_at.timestamp() * 1000), {**entry, "Results": "True"})
    click(tab.read_now)
    await until(lambda: "Open?" in rows(tab), "the entry")
    assert tab.list.isVisible()
    assert tab.list.model_of_rows.rows[-1].text == "CheckHours “Open?”: True"
    sandbox.settings.reset()


async def test_a_source_that_fails_is_told_above_what_was_read(window: Window, sandbox: Sandbox) -> None:
    talk = await joined(window, sandbox)
    tab = opened(window)
    await until(lambda: rows(tab), "the steps")
    trace, control = window.workspace.traces.of(talk.chat), window.workspace.control
    assert control is not None
    vars(control)["_secret"] = "wrong"
    await until(tab.problem.isVisible, "the failure")
    assert "The sandbox refused" in seen(tab.problem)
    assert tab.list.isVisible()
    vars(control)["_secret"] = sandbox.secret_access_key
    click(tab.read_now)
    await until(lambda: trace.state == "current" and not tab.problem.isVisible(), "that it is over")


async def test_it_stays_at_the_newest_step_unless_one_looks_elsewhere(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    tab = opened(window)
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    tester = QAbstractItemModelTester(tab.list.model_of_rows, mode)
    for number in range(8):
        talk.write(f"message {number}")
        await until(partial(has, tab, f"“message {number}”"), "its turn")
    # What comes after would be followed to the end.
    await until(lambda: rows(tab)[-1] == "Wait for the customer", "that the flow waits again")
    bar = tab.list.verticalScrollBar()
    await until(lambda: bar.maximum() > 0 and bar.value() == bar.maximum(), "the end")
    click_row(tab, tab.list.indexAt(QPoint(10, 60)).row())
    # The detail of the step takes its room first.
    await until(tab.newest.isVisible, "the way back to the newest")
    place = bar.value()
    talk.write("one more")
    await until(lambda: "“one more”" in rows(tab), "its turn")
    assert bar.value() == place
    click(tab.newest)
    assert bar.value() == bar.maximum()
    assert not tab.newest.isVisible()
    tester.deleteLater()


async def test_what_others_read_in_the_moment_of_showing_is_not_missed(
    window: Window, sandbox: Sandbox
) -> None:
    talk = await joined(window, sandbox)
    tab = opened(window)
    await until(lambda: rows(tab), "the steps")
    click(window.side.inspector.tabs.button("request"))
    trace = window.workspace.traces.of(talk.chat)
    click(window.side.inspector.tabs.button("trace"))
    # Before the loop has turned, another reader of the same trace gets its answer.
    meanwhile = replace(trace.steps[0], key="999999999", action="Meanwhile")
    trace._take(Reading([meanwhile], trace.phase, trace.waiting))
    await until(partial(has, tab, "Meanwhile"), "what another has read")
