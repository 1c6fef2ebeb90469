"""The versions and the aliases of a flow, listed on a click; a start has no way to choose among them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QFrame, QWidget

from console.chat.clocks import Clock
from console.flow_facts import FlowHistory
from console.language import tr, tr_in
from ui import dates, wording
from ui.controls import column, label, row
from ui.drawn import Spinner
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

MOST_LISTED = 8
NOTE = tr(
    "These are to be looked at only: StartChatContact documents the flow’s id and nothing to choose a "
    "version or an alias by."
)


class FlowHistoryView(QFrame):
    """A sunken box with what was found, or with what goes on."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self.setProperty("inset", True)
        self.setAccessibleName(tr("Versions and aliases of the flow"))
        self._clock = clock
        self._reading: asyncio.Task[Any] | None = None
        self._body = column(gap=4, margins=(12, 10, 12, 10))
        self._wait = QWidget()
        self._wait.setLayout(row(Spinner(13, "faint"), label(tr("Looking for versions…"), "muted"), None))
        self._body.addWidget(self._wait)
        self.setLayout(self._body)

    def follow(self, read: Callable[[], Awaitable[FlowHistory]], tasks: Tasks) -> None:
        """Shows what a reading finds."""
        self._reading = tasks.start(self._show_found(read), "list the versions of the flow")

    def close_list(self) -> None:
        """Goes, and ends the reading."""
        if self._reading is not None:
            self._reading.cancel()
        self.hide()
        self.deleteLater()

    async def _show_found(self, read: Callable[[], Awaitable[FlowHistory]]) -> None:
        history = await read()
        self._wait.hide()
        for title, lines in ((tr("ALIASES"), _aliases(history)), (tr("VERSIONS"), self._versions(history))):
            self._body.addWidget(label(title, "heading"))
            for line in lines:
                self._body.addWidget(label(wording.breakable(line), "muted", wraps=True, selectable=True))
        for sentence in history.unknown:
            self._body.addWidget(label(wording.breakable(sentence), "faint", wraps=True, selectable=True))
        self._body.addWidget(label(NOTE, "faint", wraps=True))

    def _versions(self, history: FlowHistory) -> Iterator[str]:
        now = self._clock()
        for version in history.versions[:MOST_LISTED]:
            changed = dates.moment(version.modified, now) if version.modified else ""
            yield " · ".join(
                filter(None, (tr("Version {version}", version=version.version), changed, version.description))
            )
        if (left := len(history.versions) - MOST_LISTED) > 0:
            yield tr("…and {count:,} more", count=left)
        if not history.versions:
            yield tr("None that can be told")


def _aliases(history: FlowHistory) -> Iterator[str]:
    for alias in history.aliases[:MOST_LISTED]:
        target = tr("→ version {version}", version=alias.version) if alias.version is not None else ""
        named = " ".join(filter(None, (alias.name, target)))
        yield " · ".join(filter(None, (named, alias.description)))
    if (left := len(history.aliases) - MOST_LISTED) > 0:
        yield tr("…and {count:,} more", count=left)
    if not history.aliases:
        yield tr("None that can be told") if history.unknown else tr_in("aliases of a flow", "None")
