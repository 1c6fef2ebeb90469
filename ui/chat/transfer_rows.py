"""Files on their way: each with its progress, and a way to call it off."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QWidget

from console.language import tr
from ui import theme, wording
from ui.controls import Elided, column, framed, restyle, row, tool
from ui.drawn import Meter, Picture

if TYPE_CHECKING:
    from console.chat.transfers import Transfer


STATES = {
    "starting": tr("Starting…"),
    "finishing": tr("Being checked…"),
    "done": tr("Done"),
    "cancelled": tr("Cancelled"),
}


class TransferRow(QWidget):
    """One file."""

    dismissed = Signal(object)

    def __init__(self, transfer: Transfer) -> None:
        super().__init__()
        self.transfer = transfer
        self.name = Elided(transfer.name, "label")
        self.meter = Meter(tr("Progress of {name}", name=transfer.name))
        theme.fit(self.meter, width=110)
        self.state = Elided("", "faint")
        self.close_button = tool("x", "", self._close)
        icon = "arrow-up" if transfer.direction == "up" else "download"
        line = row(Picture(icon, "muted", 16), gap=10, margins=(12, 4, 6, 4))
        line.addWidget(self.name, 2)
        line.addWidget(self.meter)
        line.addWidget(self.state, 3)
        line.addWidget(self.close_button)
        self.frame: QFrame = framed(line, inset=True)
        self.setLayout(column(self.frame, gap=0))
        self.look()

    def look(self) -> None:
        """Shows how far it has come."""
        one = self.transfer
        self.meter.show_use(one.sent, max(one.total, 1))
        self.meter.setVisible(not one.is_over)
        moved = wording.size(one.sent)
        if one.total:
            moved = tr("{sent} of {total}", sent=moved, total=wording.size(one.total))
        failed = one.error.told if one.error else tr("Failed")
        words = failed if one.state == "failed" else STATES.get(one.state, moved)
        self.state.show_text(words)
        restyle(self.state, role="problem" if one.state == "failed" else "faint")
        name = tr("Cancel {name}", name=one.name)
        if one.is_over:
            name = tr("Dismiss {name}", name=one.name)
        self.close_button.setToolTip(name)
        self.close_button.setAccessibleName(name)
        self.setAccessibleName(f"{one.name}: {words}")

    def _close(self) -> None:
        if self.transfer.is_over:
            self.dismissed.emit(self.transfer)
        else:
            self.transfer.cancel()


class TransferRows(QWidget):
    """All files that are on their way, or that did not arrive."""

    dismissed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[TransferRow] = []
        self._lines = column(gap=4)
        self.setLayout(self._lines)
        self.hide()

    @property
    def rows(self) -> Sequence[TransferRow]:
        """The rows, from the top."""
        return tuple(self._rows)

    def show_transfers(self, transfers: Sequence[Transfer]) -> None:
        """Shows those that there are now."""
        for gone in [one for one in self._rows if one.transfer not in transfers]:
            self._rows.remove(gone)
            self._lines.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        known = [one.transfer for one in self._rows]
        for transfer in transfers:
            if transfer not in known:
                made = TransferRow(transfer)
                made.dismissed.connect(self.dismissed)
                self._rows.append(made)
                self._lines.addWidget(made)
        for one in self._rows:
            one.look()
        self.setVisible(bool(self._rows))
