"""The side: beside the form the request, live; beside a chat what happened behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QStackedWidget

from console.chat.chat import Chat
from console.language import tr
from console.workspace import Workspace
from ui.clipboard import Clipboard
from ui.contact.highlighting import Highlighter
from ui.contact.preview import Preview
from ui.controls import column
from ui.inspector.inspector import Inspector, Offer, Tab
from ui.tasks import Tasks

if TYPE_CHECKING:
    from ui.agent_tab import AgentTab
    from ui.inspector.frames import FramesTab


class RequestTab(Tab):
    """The request that a chat was started with."""

    def __init__(self, preview: Preview, workspace: Workspace) -> None:
        super().__init__()
        self.preview, self._workspace = preview, workspace
        self.setLayout(column(preview, gap=0))

    def show_chat(self, chat: Chat) -> None:
        """Shows the request of a chat."""
        endpoint = self._workspace.endpoint_of(chat.profile)
        self.preview.show_request(chat.request, chat.profile.region or None, endpoint)


def _coloured(document: QTextDocument) -> Callable[[], None]:
    """Colours a document's JSON; what it gives has to be called when the theme has changed."""
    made = Highlighter(document)
    made.show_format("json")
    return made.follow_theme


class Side(QStackedWidget):
    """Shows what belongs to the form or to the chat in the centre; makes its parts when they are wanted."""

    row_requested = Signal(str)
    """The id of an item that the transcript is to show."""
    customer_waits = Signal(object)
    """A chat of the sandbox that a person is to answer, and whose seat nobody looks at."""
    customer_attended = Signal(object)
    """A chat of the sandbox that was to be answered, and is not any more."""

    def __init__(self, workspace: Workspace, tasks: Tasks, clipboard: Clipboard) -> None:
        super().__init__()
        self._workspace, self._tasks, self._clipboard = workspace, tasks, clipboard
        self._agent: AgentTab | None = None
        self.preview = self._made_preview()
        self.addWidget(self.preview)

    def _made_preview(self) -> Preview:
        made = Preview()
        made.show_format(self._workspace.settings.preview_format)
        made.format_changed.connect(lambda name: self._workspace.change_settings(preview_format=name))
        return made

    @cached_property
    def inspector(self) -> Inspector:
        """What is beside a chat; this list is all that there is to see behind one."""
        made = Inspector(
            [
                Offer("trace", tr("Trace"), self._make_trace),
                Offer("attributes", tr("Attributes"), self._make_attributes),
                Offer("frames", tr("Frames"), lambda: self.frames),
                Offer("request", tr("Request"), self._make_request),
                Offer("agent", tr("Agent"), self._make_agent, lambda chat: chat.profile.kind == "sandbox"),
            ]
        )
        self.addWidget(made)
        return made

    def prepare(self) -> Iterator[None]:
        """Makes what the first chat will show, in steps."""
        inspector = self.inspector
        yield
        inspector.tab(inspector.first)
        yield

    def _make_trace(self) -> Tab:
        from ui.inspector.trace import TraceTab

        workspace = self._workspace
        return TraceTab(workspace.traces, self._tasks, self._clipboard, workspace.clock)

    def _make_attributes(self) -> Tab:
        from ui.inspector.attributes import AttributesTab

        made = AttributesTab(lambda: self._workspace.turns, self._tasks, self._clipboard)
        made.row_requested.connect(self.row_requested)
        return made

    def show_turn(self, row_key: str) -> None:
        """Shows what became of the chat in the turn that ended with a row."""
        self.inspector.show_tab("attributes")
        tab = self.inspector.tab("attributes")
        tab.show_part(row_key)

    def _make_agent(self) -> Tab:
        from ui.agent_tab import AgentTab

        self._agent = made = AgentTab(self._workspace, self._tasks, self._clipboard)
        made.marked.connect(lambda is_marked: self.inspector.mark("agent", is_marked))
        made.rang.connect(self.customer_waits)
        made.fell_silent.connect(self.customer_attended)
        return made

    def answer(self) -> None:
        """Takes the contact of the chat that is shown, as its agent."""
        self.inspector.show_tab("agent")
        if self._agent is not None:
            self._agent.pane.accept()

    @cached_property
    def frames(self) -> FramesTab:
        """What went over the wire of the chat."""
        from ui.inspector.frames import FramesTab

        made = FramesTab(self._tasks, self._clipboard, _coloured)
        made.row_requested.connect(self.row_requested)
        return made

    def show_frames(self, *ids: str) -> bool:
        """Shows what brought an item, known by one of these ids; False where that is gone."""
        self.inspector.show_tab("frames")
        return self.frames.show_item(*ids)

    def _make_request(self) -> Tab:
        return RequestTab(self._made_preview(), self._workspace)

    def show_request(self, request: Mapping[str, Any], region: str | None, endpoint: str | None) -> None:
        """Shows the request that is being written."""
        self.preview.show_request(request, region, endpoint)
        self.setCurrentWidget(self.preview)

    def show_chat(self, chat: Chat) -> None:
        """Shows what is behind a chat."""
        self.inspector.show_chat(chat)
        if self._agent is not None:
            self._agent.mark_chat(chat)
        self.setCurrentWidget(self.inspector)
