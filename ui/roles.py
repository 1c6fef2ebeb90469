"""What a screen reader is told of widgets where Qt can't know: of what we paint, and of our buttons.

Asked only where something reads the screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleActionInterface, QAccessibleInterface
from PySide6.QtWidgets import (
    QAbstractButton,
    QAccessibleWidget,
    QCheckBox,
    QPushButton,
    QRadioButton,
    QWidget,
)
from shiboken6 import isValid

Role = QAccessible.Role
SPOKEN: Mapping[str, Role] = {"radio": Role.RadioButton, "tab": Role.PageTab, "entry": Role.Button}
"""What a button's property `spoken` says that it is: one of several, one of several pages, or a line that
leads somewhere and is marked while one is there."""


class Told(QWidget):
    """A painted widget that a screen reader reads: its name and description, as what `role` says."""

    role = Role.StaticText

    def accessible(self) -> QAccessibleInterface:
        """What is told of it; Qt keeps it."""
        return QAccessibleWidget(self, self.role, "")


@cache
def tell() -> None:
    """Lets screen readers hear of widgets what is said here; once for each run."""
    QAccessible.installFactory(_interface)


def _interface(name: str, of: QObject) -> QAccessibleInterface | None:
    # Qt asks for each class of the object, from its own up to QWidget.
    if not isinstance(of, QWidget) or name != of.metaObject().className():
        return None
    if isinstance(of, QAbstractButton):
        return _Button(of)
    if hasattr(of, "accessible"):
        made: QAccessibleInterface = of.accessible()
        return made
    return None


class _Button(QAccessibleWidget):
    """A button whose one action is what a click is. Qt's own would take or leave a choice and tell nobody.

    It may be asked for a moment longer than its button is there.
    """

    def __init__(self, button: QAbstractButton) -> None:
        super().__init__(button, Role.Button, "")
        self._button = button

    def role(self) -> Role:
        button = self._button
        if not isValid(button):
            return Role.Button
        if (spoken := button.property("spoken")) in SPOKEN:
            return SPOKEN[spoken]
        if isinstance(button, QRadioButton):
            return Role.RadioButton
        if isinstance(button, QPushButton) and button.menu() is not None:
            return Role.ButtonMenu
        return Role.CheckBox if isinstance(button, QCheckBox) or button.isCheckable() else Role.Button

    def state(self) -> QAccessible.State:
        button = self._button
        if not isValid(button):
            gone = QAccessible.State()
            gone.invalid = True
            return gone
        state = super().state()
        if button.property("spoken") in ("tab", "entry"):
            state.selectable, state.selected = True, button.isChecked()
        elif button.isCheckable():
            state.checkable, state.checked = True, button.isChecked()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not isValid(self._button):
            return ""
        said = super().text(kind)
        is_name = kind == QAccessible.Text.Name
        return said or (self._button.text().strip() if is_name else "")

    def actionNames(self) -> list[str]:
        if not isValid(self._button):
            return []
        press = [QAccessibleActionInterface.pressAction()] if self._button.isEnabled() else []
        return [*press, *super().actionNames()]

    def doAction(self, name: str) -> None:
        if not isValid(self._button):
            return
        if name == QAccessibleActionInterface.pressAction():
            self._button.click()
        else:
            super().doAction(name)
