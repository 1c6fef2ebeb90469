"""What the window shows first: the rail, outlines of what is about to come, and room for the side.

It knows the settings alone, so that it can be painted before anything else is imported.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from console.language import tr_in
from console.settings import Settings
from ui import theme
from ui.areas import Areas
from ui.controls import column
from ui.drawn import Outlines
from ui.rail import Rail

FRAME = QSize(4, 40)
"""What a window's frame takes, before it is known."""
SIDE_ROOM = 1180
"""From this width on there is room for the side."""


class _Body(QWidget):
    """All of the window; it says when it is painted for the first time."""

    def __init__(self, painted: Callable[[], None]) -> None:
        super().__init__()
        self._painted: Callable[[], None] | None = painted

    def paintEvent(self, event: QPaintEvent) -> None:
        told, self._painted = self._painted, None
        if told:
            told()


class Front(QMainWindow):
    """Places rail, centre and side, and keeps them placed when there is more or less room."""

    painted_first = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self.setWindowTitle("Connect Chat Console")
        self.setMinimumSize(720, 480)
        self.painted_at: float | None = None
        """When it was on the screen for the first time, as time.perf_counter() counts."""
        self._side_alone = False
        self.rail = Rail()
        self._lay_out()
        self.rail.theme_name, self.rail.language_tag = settings.theme, settings.language
        self.rail.fold(settings.rail_folded)
        self._side_open = settings.side_open
        self._take_place(settings.window)
        self._arrange()

    def _take_place(self, kept: str) -> None:
        """Where it was last time; Qt brings a place into sight whose screen has gone."""
        if not (kept and self.restoreGeometry(QByteArray.fromBase64(kept.encode()))):
            self.resize(self._first_size())
        # To fill the screen is for one occasion; at the next start nobody would know the way back.
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)

    def _lay_out(self) -> None:
        self._side_frame = QFrame()
        self._side_frame.setObjectName("side")
        self._side_line = column(gap=0)
        self._side_frame.setLayout(self._side_line)
        self.centre = QStackedWidget()
        self.centre.setObjectName("centre")
        self.centre.addWidget(Outlines())
        body = _Body(self._note_paint)
        line = QHBoxLayout(body)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.rail)
        line.addWidget(self.centre, 1)
        line.addWidget(self._side_frame)
        for area, name in (
            (self.rail, tr_in("area of the window", "Rail")),
            (self.centre, tr_in("area of the window", "Centre")),
            (self._side_frame, tr_in("area of the window", "Side")),
        ):
            area.setAccessibleName(name)
        self.areas = Areas(self.rail, self.centre, self._side_frame)
        self.setCentralWidget(body)

    def _note_paint(self) -> None:
        self.painted_at = time.perf_counter()
        self.painted_first.emit()

    async def painted(self) -> None:
        """Waits until the window has been on the screen for the first time."""
        from asyncio import Event

        painted = Event()
        self.painted_first.connect(painted.set)
        if self.painted_at is None:
            await painted.wait()

    # -- side -----------------------------------------------------------------------------------

    @property
    def _has_room(self) -> bool:
        return self.width() >= theme.px(SIDE_ROOM)

    @property
    def _has_side(self) -> bool:
        """Whether there is something to show beside what the centre shows."""
        return True

    def _side_width(self) -> int:
        """How wide the side is where it is beside something."""
        return max(320, min(460, int(self.width() * 0.28)))

    def _toggle_side(self) -> None:
        if self._has_room:
            self._side_open = not self._side_frame.isVisibleTo(self)
        else:
            self._side_alone = not self._side_alone
        self._arrange()

    def _arrange(self) -> None:
        beside = self._has_side and self._has_room and self._side_open
        alone = self._has_side and self._side_alone and not self._has_room
        self._side_frame.setVisible(beside or alone)
        self._side_frame.setMinimumWidth(self._side_width())
        self._side_frame.setMaximumWidth(self.width() if alone else self._side_frame.minimumWidth())
        # Without room for both, the side takes the place of the centre until it is asked to leave.
        self.centre.setVisible(not alone)

    def focusNextPrevChild(self, is_next: bool) -> bool:
        return self.areas.tab(1 if is_next else -1) or super().focusNextPrevChild(is_next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _first_size(self) -> QSize:
        room = self.screen().availableSize() - FRAME
        return QSize(1280, 800).boundedTo(room).expandedTo(self.minimumSize())
