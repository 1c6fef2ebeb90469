"""The pane of the history: the list, and one contact of it; it deletes, and tells what else is wanted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.errors import ConsoleError
from console.history import Filter, PastChat, PastContact
from console.language import tr, tr_count
from ui.controls import column
from ui.history import words
from ui.history.listing import Listing
from ui.history.means import Means
from ui.history.older_dialog import OlderDialog
from ui.history.past_page import PastPage

RENEW_MS = 1000
"""No sooner after a look at what was said the next one is worth it: a chat may say a lot."""


class HistoryPage(QWidget):
    """A page of the centre. It looks at the history while it is seen, and rests otherwise."""

    closed = Signal()
    repeat_requested = Signal(object)
    """The PastChat that is to be repeated."""
    start_requested = Signal(object, str)
    """A request, and the id of the profile that it was started with."""
    edit_requested = Signal(object, str)
    """The same, to be put into the form."""
    noted = Signal(str, str, object)
    """A short word, and what can be done about it: the action's words, empty for none, and its callable."""

    def __init__(self, means: Means) -> None:
        super().__init__()
        self.setObjectName("page")
        self._means = means
        self.listing, self.past = Listing(means), PastPage(means)
        self._pages = QStackedWidget()
        for page in (self.listing, self.past):
            self._pages.addWidget(page)
        self.setLayout(column(self._pages, gap=0))
        self._listen()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(RENEW_MS)
        self._rest.timeout.connect(self._rested)
        self._has_news = False
        self._following = means.tasks.start(self._follow(), "follow the history")

    def _listen(self) -> None:
        listing, past = self.listing, self.past
        listing.opened.connect(self.open_contact)
        listing.start_requested.connect(self._start_again)
        listing.delete_requested.connect(self.delete)
        listing.older_requested.connect(self._count_older)
        listing.closed.connect(self.closed)
        past.left.connect(self.show_list)
        past.opened_other.connect(self.open_key)
        past.start_requested.connect(self._start)
        past.repeat_requested.connect(self.repeat_requested)
        past.edit_requested.connect(self._edit)
        past.delete_requested.connect(self.delete)
        past.noted.connect(lambda text: self.noted.emit(text, "", None))

    # -- what is shown --------------------------------------------------------------------------

    def open(self) -> None:
        """Shows the list as the history is now."""
        self.show_list()
        self.listing.search()

    def show_list(self) -> None:
        """Back to the list, where it was left."""
        before = self.past.contact
        was_open = self._pages.currentWidget() is self.past
        self._pages.setCurrentWidget(self.listing)
        row = self.listing.rows.row_of(before.id) if was_open and before else -1
        if row < 0:
            self.listing.focus()
        else:
            self.listing.list.go_to(row)
            self.listing.list.setFocus()

    def open_contact(self, contact: PastContact) -> None:
        """Shows a contact."""
        self.past.open_contact(contact)
        self._pages.setCurrentWidget(self.past)
        self.past.focus()

    def open_key(self, key: str) -> None:
        """Shows the contact of a record's id, or of a contact id, if it is kept."""
        self._means.tasks.start(self._open_key(key), "open a past chat")

    async def _open_key(self, key: str) -> None:
        try:
            found = await self._means.history.find(key)
        except ConsoleError as error:
            self.noted.emit(error.sentence, "", None)
            return
        if found is not None:
            self.open_contact(found)
        else:
            self.noted.emit(tr("This contact is not in the history any more."), "", None)

    async def _follow(self) -> None:
        async for change in self._means.history.changes.follow():
            if change == "trouble":
                self.listing.show_trouble(self._means.history.trouble)
            elif change == "items" and self._rest.isActive():
                self._has_news = True
            elif self.isVisible():
                self._renew()

    def _renew(self) -> None:
        self._has_news = False
        self._rest.start()
        self.listing.renew()

    def _rested(self) -> None:
        if self._has_news and self.isVisible():
            self._renew()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._renew()

    # -- what is done ---------------------------------------------------------------------------

    def _start(self, chat: PastChat) -> None:
        self.start_requested.emit(chat.request_again, chat.contact.profile_id)

    def _edit(self, chat: PastChat) -> None:
        self.edit_requested.emit(chat.request_again, chat.contact.profile_id)

    def _start_again(self, contact: PastContact) -> None:
        self._means.tasks.start(self._read_and_start(contact.id), "read a request")

    async def _read_and_start(self, key: str) -> None:
        try:
            self._start(await self._means.history.chat(key))
        except ConsoleError as error:
            self.noted.emit(error.sentence, "", None)

    def delete(self, contacts: Sequence[PastContact]) -> None:
        """Takes contacts off the history; Undo brings them back."""
        self._means.tasks.start(self._delete([one.id for one in contacts]), "delete past contacts")

    async def _delete(self, ids: list[str]) -> None:
        try:
            await self._means.history.delete(ids)
        except ConsoleError as error:
            self.noted.emit(error.told, "", None)
            return
        row = self.listing.rows.row_of(ids[0]) if ids else -1
        self.listing.rows.take_out(set(ids))
        self.show_list()
        self.listing.list.go_to(max(row, 0))
        self.listing.show_state()
        self._offer_undo(ids)

    def _offer_undo(self, ids: Sequence[str]) -> None:
        said = tr_count("{count:,} contact was deleted.", "{count:,} contacts were deleted.", len(ids))
        self.noted.emit(said, tr("Undo"), lambda: self._means.tasks.start(self._restore(ids), "undo"))

    async def _restore(self, ids: Sequence[str]) -> None:
        try:
            await self._means.history.restore(ids)
        except ConsoleError as error:
            self.noted.emit(error.told, "", None)
        else:
            self.listing.search()

    def _count_older(self, span: timedelta) -> None:
        self._means.tasks.start(self._ask_about(span), "count old contacts")

    async def _ask_about(self, span: timedelta) -> None:
        history, than = self._means.history, self._means.clock() - span
        try:
            older, every = await history.count(Filter(until=than)), await history.count()
        except ConsoleError as error:
            self.noted.emit(error.sentence, "", None)
            return
        said = next(one for one in words.OLDER if one.span == span)
        if not older:
            self.noted.emit(said.nothing, "", None)
            return
        dialog = OlderDialog(self, older, every - older, said.question)
        dialog.accepted.connect(lambda: self._means.tasks.start(self._delete_older(span), "delete"))
        dialog.open()

    async def _delete_older(self, span: timedelta) -> None:
        try:
            ids = await self._means.history.delete_older(self._means.clock() - span)
        except ConsoleError as error:
            self.noted.emit(error.told, "", None)
            return
        self.listing.search()
        self._offer_undo(ids)
