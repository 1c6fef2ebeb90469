"""A live chat: its transcript, who is typing, what is on its way, and the composer."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from console import contact
from console.chat.interactive import Reply, of_free_text
from console.errors import ConsoleError
from console.language import tr, tr_count
from ui.chat.cards import Gate, Surroundings
from ui.chat.composer import Composer
from ui.chat.errands import Errands
from ui.chat.hearing import Hearing
from ui.chat.pointing import Pointing
from ui.chat.row_cards import CardMeans
from ui.chat.session_banner import SessionBanner, why_not
from ui.chat.transcript import TranscriptModel
from ui.chat.transcript_view import TranscriptView
from ui.chat.transfer_rows import TransferRows
from ui.chat.typing_line import TypingLine
from ui.clipboard import Clipboard
from ui.controls import Banner, button, column, row
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.chat.clocks import Clock
    from console.chat.session import ChatSession

MARGIN = 20
TYPED = (contact.TEXT_PLAIN, contact.TEXT_MARKDOWN)
"""What is typed as words, and may be an answer to a view."""
CUSTOMERS = tr("The customer answers this.")


class Conversation(QWidget):
    """One session of a chat, its customer's or an agent's, shown as that participant sees it."""

    join_requested = Signal()
    noted = Signal(str)
    """A short word on what was done."""
    touched = Signal()
    """Somebody has begun to say something here."""

    def __init__(
        self,
        session: ChatSession,
        tasks: Tasks,
        clipboard: Clipboard,
        clock: Clock,
        gate: Gate,
    ) -> None:
        super().__init__()
        self.session = session
        self._tasks, self._clock = tasks, clock
        self._is_loading = self._was_shown = False
        self._seen = 0
        self._is_customer = session.admission.role == "CUSTOMER"
        self.model = TranscriptModel(clock, self, session.admission.role)
        self.errands = Errands(self, session, self.model, tasks, clipboard)
        around = Surroundings(gate, self.errands.open_link, clipboard.copy)
        self.view = TranscriptView(self.model, CardMeans(around, tasks, session.describe_view))
        self._hearing = Hearing(self.model, self.view)
        self.pointing = Pointing(self.view, self.model, self.errands)
        self.earlier = button(
            tr("Load earlier messages"), self.load_earlier, kind="link", icon="history", tint="accent"
        )
        self.newest = button(tr("Newest"), self._to_newest, kind="floating", icon="arrow-down", tint="accent")
        self.state = SessionBanner()
        self.typing = TypingLine()
        self.transfers = TransferRows()
        self.problem = Banner()
        self.composer = Composer(session.admission.content_types)
        if not self._is_customer:
            self.composer.writing.setPlaceholderText(tr("Write as the agent…"))
        self._lay_out()
        self._listen(clipboard)
        self._following = tasks.start(self._follow(), "follow a session")
        self.show_all()

    def _lay_out(self) -> None:
        self._above = QFrame()
        self._above.setLayout(row(None, self.earlier, None, margins=(0, 4, 0, 2)))
        self._foot = column(
            self.typing, self.transfers, self.problem, self.composer, gap=6, margins=(MARGIN, 2, MARGIN, 14)
        )
        body = column(gap=0)
        body.addLayout(column(self.state, gap=0, margins=(MARGIN, 0, MARGIN, 4)))
        body.addWidget(self._above)
        body.addWidget(self.view, 1)
        body.addWidget(self.view.shelf)
        body.addLayout(self._foot)
        self.setLayout(body)
        # It floats over the transcript, as its sibling.
        self.newest.setParent(self)
        self.newest.hide()

    def _listen(self, clipboard: Clipboard) -> None:
        view, composer, errands = self.view, self.composer, self.errands
        view.asked.connect(errands.act)
        view.cards.answered.connect(self._answer)
        view.link_opened.connect(errands.open_link)
        view.menu_requested.connect(lambda row, at: errands.show_menu(view, row, at))
        view.copy_requested.connect(clipboard.copy)
        view.top_reached.connect(self.load_earlier)
        view.end_left.connect(lambda _: self._show_newest())
        composer.send_requested.connect(self._send)
        composer.typed.connect(errands.tell_typing)
        composer.file_given.connect(errands.attach)
        composer.picture_given.connect(errands.attach_picture)
        given = composer.written, composer.send_requested, composer.file_given, composer.picture_given
        for by_hand in (*given, view.cards.answered):
            by_hand.connect(lambda *_: self.touched.emit())
        errands.refused.connect(self._tell)
        errands.noted.connect(self.noted)
        self.state.try_now.connect(self.session.reconnect_now)
        self.state.join_requested.connect(self.join_requested)
        self.transfers.dismissed.connect(self.session.dismiss)

    def put_above_composer(self, part: QWidget) -> None:
        """Gives somebody else's line a place above the composer."""
        self._foot.insertWidget(self._foot.indexOf(self.composer), part)

    @property
    def foot(self) -> int:
        """How many pixels of it, from below, are taken by what one writes and decides with."""
        return self._foot.geometry().height()

    # -- what is true of the session --------------------------------------------------------------

    async def _follow(self) -> None:
        # A page of the transcript tells a hundred changes at once.
        async for changes in self.session.changes.follow_together():
            told = {change if isinstance(change, str) else "rows" for change in changes}
            if "typing" in told:
                self.typing.show_names(self.session.transcript.typing(self._clock()))
            if "state" in told:
                self.show_all()
                continue
            if "transfers" in told:
                self.transfers.show_transfers(self.session.transfers)
            if told & {"rows", "receipts"}:
                self._show_rows()

    def show_all(self) -> None:
        """Shows everything as it is now."""
        session = self.session
        reason = why_not(session)
        self.state.show_session(session, self._clock())
        self.transfers.show_transfers(session.transfers)
        if session.state == "ended":
            self.composer.close_for_good(reason)
        else:
            self.composer.show_usable(reason)
        self.view.buttons.show_can_act(session.state == "connected", reason)
        can_answer = session.state == "connected" and self._is_customer
        self.view.cards.show_usable(can_answer, reason or CUSTOMERS)
        self._show_rows()

    def _show_rows(self) -> None:
        self.model.show_rows(self.session.transcript.rows)
        self._hear()
        self.view.cards.show_standings()
        words = tr("Loading…") if self._is_loading else tr("Load earlier messages")
        self.earlier.setText(f" {words}")
        self._above.setVisible(self.session.has_earlier)
        self._note_seen()
        self._show_newest()

    def _hear(self) -> None:
        """What came before the page was first seen is heard then; later a notice tells."""
        if self._was_shown:
            self._hearing.look(is_listening=self._is_listening)

    @property
    def _is_listening(self) -> bool:
        """Whether what is said here is announced: once, where customer and agent stand side by side."""
        has_keyboard = _conversation_of(QApplication.focusWidget())
        return self.isVisible() and (has_keyboard is self or (has_keyboard is None and self._is_customer))

    def _note_seen(self) -> None:
        """What stands at the end of a transcript that one looks at has been read."""
        if not self.view.follows:
            return
        self._seen = self.model.rowCount()
        if self.isVisible() and self.isActiveWindow() and self.session.state == "connected":
            self.errands.mark_read(self.model.last_of_others())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._was_shown = True
        self._hear()
        self._note_seen()

    def look_at_clock(self, now: datetime) -> None:
        """Shows what is true at this moment: who types still, when the next attempt is made."""
        self.typing.show_names(self.session.transcript.typing(now))
        self.state.show_session(self.session, now)
        self.model.look_at_clock(now)
        self._note_seen()

    def stop_following(self) -> None:
        """The chat is off the list."""
        if self._following is not None:
            self._following.cancel()

    def take_over(self, other: Conversation) -> None:
        """What was typed in another goes on here."""
        self.composer.take_over(other.composer)
        self.view.cards.take_over(other.view.cards)

    def focus(self) -> bool:
        """Puts the keyboard where the next step most likely is; False where there is none here."""
        if self.session.state in ("ended", "failed"):
            return self.state.focus()
        self.composer.focus()
        return True

    # -- moving in the transcript -----------------------------------------------------------------

    def load_earlier(self) -> None:
        """Brings what was said before, above what is shown."""
        if self.session.has_earlier and not self._is_loading:
            self._is_loading = True
            # It is not disabled: that would send the keyboard elsewhere.
            self.earlier.setText(f" {tr('Loading…')}")
            self.errands.run(self._load_earlier, "load earlier messages")

    async def _load_earlier(self) -> None:
        # What is read now stays where it is; what comes stands above it.
        self.view.follows = False
        try:
            await self.session.load_earlier()
        finally:
            self._is_loading = False
            self._show_rows()

    def _to_newest(self) -> None:
        self.view.to_end()
        self._show_rows()
        self.composer.focus()

    def _show_newest(self) -> None:
        new = max(0, self.model.rowCount() - self._seen)
        words, name = tr("Newest"), tr("Jump to the newest message")
        if new:
            words = tr_count("{count:,} new", "{count:,} new", new)
            name = tr_count(
                "Jump to the newest message, {count:,} new", "Jump to the newest message, {count:,} new", new
            )
        self.newest.setText(f" {words}")
        self.newest.setAccessibleName(name)
        self.newest.setVisible(not self.view.follows)
        self._place_newest()

    def _place_newest(self) -> None:
        size, place = self.newest.sizeHint(), self.view.geometry()
        corner = QPoint(place.center().x() - size.width() // 2, place.bottom() - size.height() - 10)
        self.newest.move(corner)
        self.newest.resize(size)
        self.newest.raise_()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_newest()

    # -- what is asked for ------------------------------------------------------------------------

    def _send(self, text: str, content_type: str) -> None:
        self.problem.hide()
        self.view.to_end()
        can_respond = contact.INTERACTIVE_RESPONSE in self.session.admission.content_types
        if content_type in TYPED and can_respond and self.view.cards.standings.is_view_waiting():
            # A flow that shows a view hears nothing else.
            reply = of_free_text(text)
            text, content_type = reply.content, reply.content_type
        self.errands.send(text, content_type)

    def _answer(self, reply: Reply) -> None:
        self.problem.hide()
        self.model.keep_secret(reply.secrets)
        self.session.wire.keep_secret(reply.secrets)
        self.view.to_end()
        self.errands.send(reply.content, reply.content_type)
        self.composer.focus()

    def _tell(self, error: ConsoleError) -> None:
        # An answer that was not even taken leaves its card open.
        self.view.cards.show_standings()
        dismiss = button(tr("Dismiss"), self.problem.hide, kind="ghost")
        self.problem.tell("warn", error.sentence, error.advice, "", [dismiss])


def _conversation_of(widget: QWidget | None) -> Conversation | None:
    """The conversation that a widget is part of."""
    while widget is not None and not isinstance(widget, Conversation):
        widget = widget.parentWidget()
    return widget
