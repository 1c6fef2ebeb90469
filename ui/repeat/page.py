"""Both transcripts beside each other: what is different is marked, what is the same is folded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from console.language import tr, tr_count
from console.repeat import Comparison, Pair, as_text, counted, summary
from ui.controls import Banner, Elided, FlowLayout, button, column, label, pill, row, rule, tool
from ui.drawn import Picture
from ui.repeat.cells import PairRow, SameRow

MARGIN = 20
BESIDE_FROM = 700
"""From this width on there is room for two columns."""
AT_ONCE = 60
"""So many rows are drawn; more on request."""


@dataclass(frozen=True)
class Subject:
    """What is compared, in words."""

    title: str
    before: str
    now: str
    flow: str = ""
    """Whether the flow's content is another; empty where nobody knows."""
    reason: str = ""
    """Why the repetition did not go to the end."""


class ComparePage(QWidget):
    """Shows a comparison. `F7` and `Shift+F7` walk through the differences."""

    closed = Signal()
    noted = Signal(str)

    def __init__(self, copy: Callable[[str], object]) -> None:
        super().__init__()
        self.setObjectName("page")
        self._copy = copy
        self._comparison, self._subject = Comparison(), Subject("", "", "")
        self._rest: list[Sequence[Pair] | Pair] = []
        self._current = -1
        self.rows: list[PairRow] = []
        """The differences that are drawn, in their order."""
        self._make_head()
        self._lay_out()
        for keys, step in (("F7", 1), ("Shift+F7", -1)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(lambda step=step: self.step(step))

    def _make_head(self) -> None:
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        self.back = tool(
            "arrow-right" if mirrored else "arrow-left", tr("Back to the chat (Esc)"), self.closed.emit
        )
        self.title = Elided(tr("What is different"), "h1")
        self.place = Elided("", "muted")
        self.earlier = tool("chevron-up", tr("Previous difference (Shift+F7)"), lambda: self.step(-1))
        self.later = tool("chevron-down", tr("Next difference (F7)"), lambda: self.step(1))
        self.copy = button(tr("Copy as text"), self._copy_text, icon="copy")
        self.counts = QWidget()
        self.counts.setLayout(FlowLayout(6))
        self.reason = Banner()
        self.columns = QWidget()
        self.before, self.now = label("", "heading"), label("", "heading")
        line = row(gap=40, margins=(MARGIN + 6, 12, MARGIN + 6, 4))
        line.addWidget(self.before, 1)
        line.addWidget(self.now, 1)
        self.columns.setLayout(line)

    def _lay_out(self) -> None:
        head = row(self.back, gap=10, margins=(MARGIN - 6, 18, MARGIN, 8))
        head.addLayout(column(self.title, self.place, gap=1), 1)
        for part in (self.earlier, self.later, self.copy):
            head.addWidget(part)
        self._list = QVBoxLayout()
        self._list.setContentsMargins(MARGIN - 6, 6, MARGIN - 6, 20)
        self._list.setSpacing(2)
        inside = QWidget()
        inside.setObjectName("scrolled")
        inside.setLayout(self._list)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        body = column(head, gap=0)
        body.addLayout(column(self.counts, self.reason, gap=8, margins=(MARGIN, 0, MARGIN, 8)))
        body.addWidget(rule())
        body.addWidget(self.columns)
        body.addWidget(self.area, 1)
        self.setLayout(body)

    # -- what is shown --------------------------------------------------------------------------

    def show_comparison(self, comparison: Comparison, subject: Subject) -> None:
        """Shows a comparison from its beginning."""
        self._comparison, self._subject, self._current = comparison, subject, -1
        self.place.show_text(subject.title)
        self.before.setText(tr("BEFORE · {moment}", moment=subject.before))
        self.now.setText(tr("NOW · {moment}", moment=subject.now))
        self._show_counts()
        if subject.reason:
            self.reason.tell("info", tr("Handed over on the way"), subject.reason)
        else:
            self.reason.hide()
        for part in (self.earlier, self.later):
            part.setEnabled(comparison.differences > 0)
        self._clear()
        self._rest = list(_folded(comparison))
        self._draw_more()
        self.area.verticalScrollBar().setValue(0)

    def _show_counts(self) -> None:
        layout = self.counts.layout()
        assert layout is not None
        while (item := layout.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        counts = self._comparison.counts
        told = [
            (counted("changed", counts["changed"]), "warn", counts["changed"]),
            (counted("new", counts["new"]), "ok", counts["new"]),
            (counted("gone", counts["gone"]), "danger", counts["gone"]),
            (tr("No differences"), "ok", not self._comparison.differences),
            (counted("same", counts["same"]), "plain", counts["same"]),
            (self._subject.flow, "info", self._subject.flow),
        ]
        for text, kind, is_told in told:
            if is_told:
                layout.addWidget(pill(text, kind))
        self.counts.setAccessibleName(summary(self._comparison))

    def _clear(self) -> None:
        self.rows = []
        while (item := self._list.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()

    def _draw_more(self) -> None:
        drawn, self._rest = self._rest[:AT_ONCE], self._rest[AT_ONCE:]
        for one in drawn:
            self._list.addWidget(self._row(one) if isinstance(one, Pair) else self._fold(one))
        if self._rest:
            more = button(
                tr("Show {count:,} more", count=len(self._rest)),
                kind="link",
                icon="chevron-down",
                tint="accent",
            )
            more.clicked.connect(lambda *_: self._replace(more, self._draw_more))
            self._list.addWidget(more)
        if not self._comparison.turns:
            self._list.addWidget(_nothing())
        if not self._rest:
            self._list.addStretch(1)

    def _row(self, pair: Pair) -> QWidget:
        if pair.kind == "same":
            return SameRow(pair)
        made = PairRow(pair)
        made.show_columns(are_beside=self._are_beside)
        self.rows.append(made)
        return made

    def _fold(self, pairs: Sequence[Pair]) -> QWidget:
        count = len(pairs)
        fold = button(
            tr_count("Same: {count:,} line", "Same: {count:,} lines", count),
            kind="link",
            icon="chevrons-up-down",
            tint="faint",
        )
        fold.setAccessibleName(
            tr_count("Show {count:,} line that is the same", "Show {count:,} lines that are the same", count)
        )
        fold.setProperty("tone", "quiet")
        fold.clicked.connect(lambda *_: self._unfold(fold, pairs))
        return fold

    def _unfold(self, fold: QWidget, pairs: Sequence[Pair]) -> None:
        at = self._list.indexOf(fold)
        self._replace(fold, lambda: None)
        for offset, pair in enumerate(pairs):
            self._list.insertWidget(at + offset, SameRow(pair))

    def _replace(self, gone: QWidget, draw: Callable[[], object]) -> None:
        self._list.removeWidget(gone)
        gone.hide()
        gone.deleteLater()
        draw()

    @property
    def _are_beside(self) -> bool:
        return self.width() >= BESIDE_FROM

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.columns.setVisible(self._are_beside)
        self.copy.setText(f" {tr('Copy as text') if self._are_beside else tr('Copy')}")
        for one in self.rows:
            one.show_columns(are_beside=self._are_beside)

    # -- walking --------------------------------------------------------------------------------

    def step(self, by: int) -> None:
        """Goes to the next difference, or the one before; at the ends it begins again."""
        while by > 0 and self._current + 1 >= len(self.rows) and self._rest:
            last = self._list.itemAt(self._list.count() - 1)
            more = last.widget() if last else None
            if more is None:
                break
            self._replace(more, self._draw_more)
        if not self.rows:
            return
        if self._current < 0 and by < 0:
            self._current = 0
        for one in self.rows:
            one.mark(is_current=False)
        self._current = (self._current + by) % len(self.rows)
        shown = self.rows[self._current]
        shown.mark(is_current=True)
        shown.setFocus(Qt.FocusReason.TabFocusReason)
        # Once what was added has its place.
        QTimer.singleShot(0, shown, lambda: self.area.ensureWidgetVisible(shown, 0, 60))

    def focus(self) -> None:
        """Puts the keyboard where most people go on."""
        (self.later if self.later.isEnabled() else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _copy_text(self) -> None:
        subject = self._subject
        heading = [
            subject.title,
            tr("Before: {moment}", moment=subject.before),
            tr("Now: {moment}", moment=subject.now),
            subject.flow,
        ]
        self._copy(as_text(self._comparison, "\n".join(filter(None, (*heading, subject.reason)))))
        self.noted.emit(tr("The comparison was copied."))


def _folded(comparison: Comparison) -> Iterator[Sequence[Pair] | Pair]:
    """Differences one by one, each below what the customer had said; runs of what is the same as one."""
    same: list[Pair] = []
    for turn in comparison.turns:
        is_told = any(pair.kind != "same" for pair in turn)
        for at, pair in enumerate(turn):
            if pair.kind == "same" and not (at == 0 and is_told and _is_customers(pair)):
                same.append(pair)
                continue
            if same:
                yield tuple(same)
                same.clear()
            yield pair
    if same:
        yield tuple(same)


def _is_customers(pair: Pair) -> bool:
    line = pair.before or pair.now
    return line is not None and line.is_customers


def _nothing() -> QWidget:
    made = QWidget()
    said = label(tr("Nothing was said in either chat."), "muted")
    made.setLayout(
        row(None, Picture("message-circle", "faint", 20), said, None, gap=10, margins=(0, 40, 0, 0))
    )
    return made
