"""A page that scrolls up and down, and never sideways."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget


def scrolled(area: QScrollArea, content: QLayout) -> None:
    """Fills a scroll area with a layout as wide as itself."""
    page = QWidget()
    page.setObjectName("scrolled")
    area.setWidgetResizable(True)
    # Still empty: a scroll area asks its widget for its size, which has Qt style all that is in it.
    area.setWidget(page)
    page.setLayout(content)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
