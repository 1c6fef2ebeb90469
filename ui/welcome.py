"""The first time: what this is, and the shortest ways into it. It stands above the form and keeps nobody."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from console.language import tr
from console.samples import Sample, samples
from ui.choice import Choice
from ui.controls import Card, FlowLayout, button, label, row, tool

WORDS = tr(
    "Start Amazon Connect chats here and live in them, as your customers would. "
    "The sandbox inside speaks Amazon Connect’s API on this computer: no account, no network, no cost. "
    "For your own instance add a profile; its keys stay in the keyring of this computer."
)
SANDBOX = (
    tr("Start a chat in the sandbox"),
    tr("A bicycle shop that answers. One click starts it; Connect joins it."),
)
PROFILE = (
    tr("Add a profile"),
    tr("An access key, a role, or a sign-in of your own. Nothing starts before you say so."),
)


class Welcome(Card):
    """The card of the welcome. Whoever starts a chat, looks at another page or presses Esc is past it."""

    start_requested = Signal(object)
    """The sample to start."""
    profile_requested = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        self.close_button = tool("x", tr("Close the welcome (Esc)"))
        super().__init__(tr("Welcome"), "messages-square", right=self.close_button)
        self.close_button.clicked.connect(lambda *_: self.dismissed.emit())
        first, *others = samples()
        self.sandbox = Choice(*SANDBOX, ("flask-conical", "sandbox"))
        self.sandbox.clicked.connect(lambda *_: self.start_requested.emit(first))
        self.profile = Choice(*PROFILE, ("key-round", "accent"))
        self.profile.clicked.connect(lambda *_: self.profile_requested.emit())
        self.samples = [self._sample(one) for one in others]
        flow = FlowLayout(8)
        for one in self.samples:
            flow.addWidget(one)
        choices = row(gap=12)
        choices.addWidget(self.sandbox, 1)
        choices.addWidget(self.profile, 1)
        self.add(
            label(WORDS, "muted", wraps=True),
            choices,
            label(tr("Or a sample chat, each one click"), "label"),
            flow,
        )

    def _sample(self, sample: Sample) -> QPushButton:
        made = button(sample.name, lambda: self.start_requested.emit(sample), icon="play", tint="accent")
        made.setAccessibleName(tr("Start the sample chat {name}", name=sample.name))
        made.setAccessibleDescription(sample.about)
        made.setToolTip(sample.about)
        return made

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc that nothing else on the page wanted."""
        pressed = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key()
        if pressed == Qt.Key.Key_Escape and self.isVisible():
            self.dismissed.emit()
            return True
        return super().eventFilter(watched, event)
