"""When the welcome is there, and what becomes of what is chosen in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.profiles import SANDBOX
from console.samples import Sample
from console.workspace import Workspace

if TYPE_CHECKING:
    from ui.chats import Chats
    from ui.contact.form import ContactForm
    from ui.welcome import Welcome


class Welcoming(QObject):
    """Puts the welcome above the form and takes it away again; once it is gone it comes by request only."""

    form_requested = Signal()
    profile_requested = Signal()

    def __init__(
        self, window: QWidget, workspace: Workspace, chats: Chats, form: ContactForm, centre: QStackedWidget
    ) -> None:
        super().__init__(window)
        self._workspace, self._chats, self._form = workspace, chats, form
        self.card: Welcome | None = None
        centre.currentChanged.connect(lambda _: self._leave_with_form(centre.currentWidget()))

    def offer(self) -> None:
        """Shows it, the keyboard staying where it is, unless somebody was past it already."""
        if not self._workspace.settings.welcomed:
            self._show()

    def open(self) -> None:
        """Shows it because somebody asked for it, with the keyboard on its first choice."""
        self.form_requested.emit()
        self._form.show_above(self._show().sandbox)

    def dismiss(self) -> None:
        """Takes it away for good."""
        if self.card is None:
            return
        card, self.card = self.card, None
        self._workspace.change_settings(welcomed=True)
        keyboard = card.window().focusWidget()
        self._form.take_away(card)
        if keyboard is not None and card.isAncestorOf(keyboard) and self._form.isVisible():
            self._form.focus_start()

    def _show(self) -> Welcome:
        if self.card is None:
            from ui.welcome import Welcome

            self.card = card = Welcome()
            card.start_requested.connect(self._start)
            card.profile_requested.connect(self.profile_requested)
            card.dismissed.connect(self.dismiss)
            self._form.installEventFilter(card)
            self._form.put_above(card)
        return self.card

    def _start(self, sample: Sample) -> None:
        self._chats.start(sample.request, SANDBOX)

    def _leave_with_form(self, shown: QWidget | None) -> None:
        if shown is not self._form:
            self.dismiss()
