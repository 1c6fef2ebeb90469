"""What is done in steps lives with what happens between them."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QFrame, QWidget

from ui import steps


async def test_a_part_that_goes_while_its_page_is_styled_is_passed_over(qapp: object) -> None:
    page = QWidget()
    parts = [QFrame(page) for _ in range(5 * steps.STYLED_AT_ONCE)]
    page.show()
    # As a card of a chat goes that has ended, in the middle of the styling.
    QTimer.singleShot(0, parts[-1], lambda: parts[-1].deleteLater())
    await steps.style(page)
    page.deleteLater()
