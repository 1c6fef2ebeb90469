"""A form that is opened in a window, and what a user does with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QMainWindow,
    QPlainTextEdit,
    QWidget,
)

from console import contact, shape
from console.draft import Draft
from console.places import Places
from tests.conftest import MovableClock
from tests.ui.contact.conftest import Show
from ui.contact.form import ContactForm
from ui.contact.pickers import WherePicker

W = TypeVar("W", bound=QWidget)
INSTANCE = "b2f1aaaa-0000-4000-8000-000000009c40"
FLOW = "846ec553-a005-41c0-8341-000000000001"
CONTACT = "5f0c2a1e-8f6d-4b0e-9a54-2d4c77be13f1"
LEAST: dict[str, Any] = {
    "InstanceId": INSTANCE,
    "ContactFlowId": FLOW,
    "ParticipantDetails": {"DisplayName": "Priya"},
}
"""The least request that can be sent."""


def filled(form: ContactForm) -> ContactForm:
    """The form with all its sections."""
    for _ in form.fill():
        pass
    return form


class Opened:
    """A form in a window of its own, with what it told."""

    def __init__(self, show: Show, request: Mapping[str, Any], places: Places | None = None) -> None:
        self.draft = Draft(request)
        self.clock = MovableClock()
        self.where = WherePicker(places or Places(), lambda: [])
        self.form = filled(ContactForm(self.draft, self.clock, self.where))
        self.starts = self.edits = self.imports = self.saves = 0
        self.form.start_requested.connect(lambda: self._count("starts"))
        self.form.edited.connect(lambda: self._count("edits"))
        self.form.import_requested.connect(lambda: self._count("imports"))
        self.form.save_requested.connect(lambda: self._count("saves"))
        self.window: QMainWindow = show(self.form, 760, 860)
        self.form.setMinimumHeight(760)

    def _count(self, what: str) -> None:
        setattr(self, what, getattr(self, what) + 1)

    @property
    def request(self) -> dict[str, Any]:
        return self.draft.request

    @property
    def set_beside_least(self) -> dict[str, Any]:
        """What the request holds beside the least one."""
        return {name: value for name, value in self.request.items() if LEAST.get(name) != value}

    @property
    def footer(self) -> str:
        footer = self.form.footer
        link = f"{footer.link.text()} " if footer.link.isVisible() else ""
        return link + footer.state.whole()

    def told(self, within: QWidget | None = None) -> list[str]:
        """The problems and warnings that can be read, in the order of the parts."""
        return [
            label.text()
            for label in (within or self.form).findChildren(QLabel)
            if label.property("role") in ("problem", "warning") and label.isVisible() and label.text()
        ]

    def show(self, request: Mapping[str, Any]) -> None:
        """Another request is shown, as a saved one is."""
        self.draft.replace(request)
        self.form.show_request()

    def type(self, text: str, *path: str | int) -> QWidget:
        """Types into the field at a path, in place of what is there."""
        return write(self.form.field(*path), text)

    def click(self, name: str) -> None:
        click(named(self.form, QAbstractButton, name))


def write(field: QWidget, text: str) -> QWidget:
    """Types into a field, in place of what is there."""
    assert isinstance(field, QLineEdit | QPlainTextEdit), field
    assert field.isVisible()
    assert text.isascii(), "Qt's test keyboard has no other keys; paste it"
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)
    return field


def paste(field: QWidget, text: str) -> None:
    """Pastes into a field, in place of what is there."""
    assert isinstance(field, QLineEdit | QPlainTextEdit)
    QApplication.clipboard().setText(text)
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def click(widget: QWidget) -> None:
    assert widget.isVisible(), "a user can't click what is not seen"
    assert widget.isEnabled()
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def named(parent: QWidget, kind: type[W], name: str) -> W:
    found = [one for one in parent.findChildren(kind) if one.accessibleName() == name and one.isVisible()]
    assert found, f"nothing visible is named {name}"
    return found[0]


NEW_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "NewWord": {"type": "string", "max": 5},
    "NewStory": {"type": "string", "max": 5000},
    "NewColour": {"type": "string", "enum": ["RED", "GREEN"]},
    "NewMonth": {"type": "string", "enum": ["JAN", "FEB", "MAR", "APR", "MAY"]},
    "NewCount": {"type": "integer", "min": 2, "max": 9},
    "NewShare": {"type": "double"},
    "NewSwitch": {"type": "boolean"},
    "NewMoment": {"type": "timestamp"},
    "NewColours": {"type": "list", "member": {"shape": "NewColour"}},
    "NewWords": {"type": "list", "member": {"shape": "NewWord"}},
    "NewCounts": {"type": "list", "member": {"shape": "NewCount"}},
    "NewMap": {"type": "map", "key": {"shape": "NewWord"}, "value": {"shape": "NewWord"}},
    "NewCountMap": {"type": "map", "key": {"shape": "NewWord"}, "value": {"shape": "NewCount"}},
    "NewPlace": {
        "type": "structure",
        "required": ["Street"],
        "members": {
            "Street": {"shape": "NewWord"},
            "Number": {"shape": "NewCount"},
            "Inside": {"shape": "NewRoom"},
        },
    },
    "NewRoom": {
        "type": "structure",
        "members": {"Floor": {"shape": "NewCount"}, "Lit": {"shape": "NewSwitch"}},
    },
    "NewTree": {
        "type": "structure",
        "members": {
            "Name": {"shape": "NewWord"},
            "Left": {"shape": "NewTree"},
            "Right": {"shape": "NewTree"},
        },
    },
}
"""One of each kind of shape that AWS might add; each becomes a field of its own name."""


@pytest.fixture
def newer_model(monkeypatch: pytest.MonkeyPatch) -> None:
    """The request as a later botocore might have it: one more field of each kind."""
    raw = shape.model("connect").raw
    name = raw["operations"]["StartChatContact"]["input"]["shape"]
    start = raw["shapes"][name]
    members = {**start["members"], **{new: {"shape": new} for new in NEW_SHAPES}}
    message = raw["shapes"]["ChatMessage"]
    shapes = {
        **raw["shapes"],
        **NEW_SHAPES,
        name: {**start, "members": members},
        "ChatMessage": {**message, "members": {**message["members"], "Tone": {"shape": "NewColour"}}},
    }
    newer = shape.Model("connect", {**raw, "shapes": shapes})
    monkeypatch.setattr(contact, "operation", lambda: newer.operation("StartChatContact"))
