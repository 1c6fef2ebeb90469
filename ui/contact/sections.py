"""The sections of the form: one card each, and one that folds."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from console.language import tr
from console.shape import path_text
from ui import theme, wording
from ui.contact.columns import Columns
from ui.contact.editors import Editor
from ui.controls import Card, Elided, button, pill, restyle, row


class SectionCard(Card):
    """A card with the title of a section, and a line about it that gives way where room is short."""

    def __init__(self, name: str, about: str | None = None, right: QWidget | None = None) -> None:
        title, icon, explanation = wording.SECTIONS[name]
        super().__init__(title, icon, "", right)
        self.about = Elided(explanation if about is None else about, "muted")
        item = self.body.itemAt(0)
        head = item.layout() if item else None
        if head is not None:
            head.replaceWidget(self.explanation, self.about)
        self.explanation.deleteLater()
        named = head.itemAt(1) if head is not None else None
        self._named = named.widget() if named is not None else None


class Section(SectionCard):
    """The editors of one section below its title."""

    def __init__(self, name: str, editors: Sequence[Editor]) -> None:
        aside = next((editor.aside for editor in editors if editor.aside is not None), None)
        super().__init__(name, right=aside)
        alone = len(editors) == 1
        self.add(editors[0] if alone else Columns([(editor, editor.is_wide) for editor in editors]))
        for editor in editors:
            editor.explained.connect(self.about.show_text)
            if editor.help and self._named is not None:
                self._named.setToolTip(editor.help)
                self._named.setAccessibleDescription(path_text(editor.paths[0]))


class FoldedSection(SectionCard):
    """A section whose content is made when it is opened for the first time."""

    opened = Signal()
    """The content has yet to be made."""

    def __init__(self, name: str, summary: str) -> None:
        state, fold = pill(), button("", kind="link")
        fold.setProperty("tone", "quiet")
        right = QWidget()
        right.setLayout(row(state, fold, gap=6))
        super().__init__(name, summary, right)
        self._title, self._summary = self.accessibleName(), summary
        self._state, self.fold = state, fold
        self._content: QWidget | None = None
        fold.clicked.connect(lambda *_: self.unfold(not self.is_open))
        self._show_fold()

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self._content is not None and self._content.isVisibleTo(self)

    def fill(self, editors: Sequence[Editor]) -> None:
        """Puts in what was made for it."""
        self._content = Columns([(editor, editor.is_wide) for editor in editors])
        self.add(self._content)

    def unfold(self, is_open: bool = True) -> None:
        """Shows or hides the content; `opened` tells when it has yet to be made."""
        if is_open and self._content is None:
            self.opened.emit()
        if self._content is not None:
            self._content.setVisible(is_open)
        self._show_fold()

    def show_state(self, text: str, kind: str) -> None:
        """Says in a few words what the section holds while it is folded."""
        self._state.setText(text)
        restyle(self._state, pill=kind)
        self._show_fold()

    def _show_fold(self) -> None:
        is_open = self.is_open
        self.fold.setText(f" {tr('Hide') if is_open else tr('Show')}")
        self.fold.setAccessibleName(
            tr("Hide {section}", section=self._title)
            if is_open
            else tr("Show {section}", section=self._title)
        )
        self.fold.setIcon(theme.icon("chevron-up" if is_open else "chevron-down"))
        self.about.show_text("" if is_open else self._summary)
        self._state.setVisible(bool(self._state.text()) and not is_open)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        item = self.body.itemAt(0)
        in_head = item is not None and item.geometry().contains(event.position().toPoint())
        if in_head and event.button() == Qt.MouseButton.LeftButton:
            self.unfold(not self.is_open)
