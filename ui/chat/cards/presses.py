"""What is pressed in a card: a choice with its lines and its picture, and the buttons of a view."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from console.chat.interactive import Choice, Reply, Submit
from console.chat.views import was_sent
from console.language import tr_in
from ui import masking, theme, wording
from ui.chat.cards.pictures import PictureBox
from ui.chat.cards.scope import Scope
from ui.chat.cards.ticks import side
from ui.controls import Press, column, label, pill, restyle, row
from ui.drawn import Picture

CHOSEN = tr_in("the answer that was given", "chosen")
WIDEST = 300
"""Pixels of the words of a button; the rest is in its tooltip."""


class ChoicePress(Press):
    """A choice as a button with lines of its own; it is as high as they need."""

    def __init__(self, choice: Choice, scope: Scope) -> None:
        super().__init__()
        self.choice, self._scope = choice, scope
        self.setProperty("kind", "choice")
        self.setAccessibleName(", ".join(filter(None, (choice.title, choice.subtitle, choice.status))))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._mark = Picture(*self._sign(), 16)
        self._lay_out()
        if choice.link:
            self.setToolTip(choice.link)
            self.clicked.connect(lambda *_: scope.around.open_link(choice.link))
        elif choice.reply is not None:
            reply = choice.reply
            self.clicked.connect(lambda *_: scope.answer(reply))
        scope.stood.connect(self.show_state)
        self.show_state()

    def _lay_out(self) -> None:
        choice = self.choice
        texts = column(gap=2)
        self._title = label(wording.breakable(choice.title), "strong", wraps=True)
        texts.addWidget(self._title)
        if choice.subtitle:
            texts.addWidget(label(wording.breakable(choice.subtitle), "muted", wraps=True))
        if choice.status:
            texts.addLayout(row(pill(choice.status, "info"), None))
        line = row(gap=11, margins=(12, 9, 12, 9))
        if choice.image:
            line.addWidget(PictureBox(choice.image, self._scope, is_small=True), 0, Qt.AlignmentFlag.AlignTop)
        line.addLayout(texts, 1)
        line.addWidget(self._mark)
        self._lines = line
        self.setLayout(line)
        for words in self.findChildren(QLabel):
            words.setAlignment(Qt.AlignmentFlag.AlignVCenter | side())
        for part in self.findChildren(QWidget):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def _sign(self) -> tuple[str, str]:
        if self.choice.link:
            return "external-link", "muted"
        return ("ellipsis" if self.choice.is_paging else "chevron-right"), "faint"

    def show_state(self) -> None:
        """Shows whether it can be chosen, and whether it was."""
        scope, reply = self._scope, self.choice.reply
        is_sent = (
            reply is not None
            and scope.standing.state == "answered"
            and reply.content == scope.standing.answer
        )
        answers = reply is not None or not (self.choice.link or self.choice.detail)
        self.setEnabled(scope.is_open if answers else True)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self.isEnabled() else Qt.CursorShape.ArrowCursor)
        self._mark.show_icon(*(("check", "accent") if is_sent else self._sign()))
        self.setAccessibleDescription(CHOSEN if is_sent else "" if self.isEnabled() else scope.why_not)
        restyle(self, chosen=is_sent)
        for words in self.findChildren(QLabel):
            restyle(words, chosen=is_sent)

    def sizeHint(self) -> QSize:
        return self._lines.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        return self._lines.totalMinimumSize()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._lines.totalHeightForWidth(width)


def fitted(press: Press, words: str, icon: str = "") -> None:
    """Words on a button, cut where they are longer than a card is wide."""
    metrics = QFontMetrics(theme.sized(press.font(), 13, bold=True))
    shown = metrics.elidedText(masking.shown(words), Qt.TextElideMode.ElideRight, theme.px(WIDEST))
    press.setText(f" {shown}" if icon else shown)
    if shown != words:
        press.setToolTip(words)
    press.setAccessibleName(words)
    if icon:
        press.setIcon(theme.icon(icon))
        press.setIconSize(theme.square(15))


class WordPress(Press):
    """A short answer, or a time, as a word in a line of them."""

    def __init__(self, words: str, reply: Reply, scope: Scope, name: str = "") -> None:
        super().__init__()
        self._words, self._name, self._reply, self._scope = words, name or words, reply, scope
        self.setProperty("kind", "word")
        self.clicked.connect(lambda *_: scope.answer(reply))
        scope.stood.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Shows whether it can be chosen, and whether it was."""
        standing = self._scope.standing
        is_sent = standing.state == "answered" and standing.answer == self._reply.content
        self.setEnabled(self._scope.is_open)
        self.setCursor(
            Qt.CursorShape.PointingHandCursor if self._scope.is_open else Qt.CursorShape.ArrowCursor
        )
        fitted(self, self._words, "check" if is_sent else "")
        if is_sent:
            self.setIcon(theme.icon("check", "accent"))
        self.setAccessibleName(self._name)
        self.setAccessibleDescription(CHOSEN if is_sent else "" if self.isEnabled() else self._scope.why_not)
        restyle(self, chosen=is_sent)


class SubmitPress(Press):
    """A button of a view."""

    def __init__(self, submit: Submit, scope: Scope, kind: str = "", icon: str = "") -> None:
        super().__init__()
        self.submit, self._scope = submit, scope
        looks = {"primary": "primary", "link": "ghost"}
        self.setProperty("kind", kind or looks.get(submit.look, ""))
        fitted(self, submit.title, icon)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.clicked.connect(lambda *_: scope.submit(submit))
        if submit.look == "primary" and scope.primary is None:
            scope.primary = submit
        scope.stood.connect(self.show_state)
        self.show_state()

    def show_state(self) -> None:
        """Shows whether it can be pressed, and whether it was."""
        standing = self._scope.standing
        is_sent = standing.state == "answered" and was_sent(self.submit, standing.answer)
        self.setEnabled(self._scope.is_open)
        self.setAccessibleDescription(CHOSEN if is_sent else "" if self.isEnabled() else self._scope.why_not)
        if is_sent:
            fitted(self, self.submit.title, "check")
            self.setIcon(theme.icon("check", "accent"))
        restyle(self, chosen=is_sent)
