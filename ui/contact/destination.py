"""The destination: one field to search, and below it, folded away, the two ids to type by hand."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from console import contact
from console.contact import Request
from console.language import tr
from console.pasted import Destination, read_destination
from console.shape import Field, Problem, Steps
from ui import theme
from ui.contact.columns import Columns
from ui.contact.editors import Editor
from ui.contact.pickers import WherePicker
from ui.contact.texts import Line
from ui.controls import button, column, row

INSTANCE, FLOW = "InstanceId", "ContactFlowId"
_TITLES = {INSTANCE: tr("Instance ID"), FLOW: tr("Flow ID")}


class IdLine(Line):
    """An id to type. A pasted ARN or address gives all that it points at."""

    pasted = Signal(object)

    def __init__(self, field: Field) -> None:
        super().__init__(field, _TITLES[field.name])
        self._before = ""
        self.line.textEdited.connect(self._read_pasted)
        self.line.editingFinished.connect(self._read)

    def _show(self, value: Any) -> None:
        super()._show(value)
        self._before = self.line.text()

    def _read_pasted(self, text: str) -> None:
        # Only what came in one go: an ARN that is being typed is whole before its flow is.
        if abs(len(text) - len(self._before)) > 1:
            self._read()
        self._before = self.line.text()

    def _read(self) -> None:
        text = self.line.text()
        if contact.UUID.match(text.strip()) and text == text.strip():
            return
        found = read_destination(text)
        if found is None:
            return
        if contact.UUID.match(text.strip()):
            self.line.setText(text.strip())
        elif found.instance_id or found.flow_id:
            own = found.instance_id if self.path == (INSTANCE,) else found.flow_id
            self.line.setText(own or (self._before if self._before != text else ""))
            self.pasted.emit(found)


class DestinationEditor(Editor):
    """Instance and flow, searched for or typed."""

    def __init__(self, where: WherePicker, instance: Field, flow: Field) -> None:
        super().__init__(instance.path, flow.path)
        self._where, self._fields = where, (instance, flow)
        self._held: dict[str, Any] = {}
        self._problems: Sequence[Problem] = ()
        self.ids: list[IdLine] = []
        self._fold = button("", self._toggle, kind="link")
        self._fold.setProperty("tone", "quiet")
        self.setLayout(column(where, row(self._fold, None), gap=8))
        self._show_fold()
        where.picked.connect(self._pick)
        where.pasted.connect(self.take)

    @property
    def ids_are_shown(self) -> bool:
        """Whether the ids can be typed."""
        return bool(self.ids) and self._columns.isVisibleTo(self)

    def _toggle(self) -> None:
        if not self.ids:
            self._make_ids()
        else:
            self._columns.setVisible(not self._columns.isVisibleTo(self))
        self._show_fold()
        self.show_problems(self._problems)

    def _show_fold(self) -> None:
        shown = self.ids_are_shown
        word = tr("Hide IDs") if shown else tr("Enter IDs by hand")
        self._fold.setText(f" {word}")
        self._fold.setAccessibleName(word)
        self._fold.setIcon(theme.icon("chevron-up" if shown else "chevron-down"))

    def _make_ids(self) -> None:
        self.ids = [IdLine(field) for field in self._fields]
        self._columns = Columns([(line, False) for line in self.ids])
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self._columns)
        for line in self.ids:
            line.show_value(self._held)
            line.edited.connect(self._tell)
            # As if it had been pasted above, so that everyone hears of it who hears of that.
            line.pasted.connect(self._where.pasted)
        self._columns.show()
        self.rearranged.emit()

    # -- what is chosen ---------------------------------------------------------------------------

    def _tell(self, path: Steps, value: object) -> None:
        self._held = contact.with_value(self._held, path, value)
        self.edited.emit(path, value)
        self._show_held()

    def _pick(self, instance_id: str, flow_id: str) -> None:
        self.take(Destination(instance_id=instance_id, flow_id=flow_id))

    def take(self, found: Destination) -> None:
        """Goes where something points; the flow of another instance is let go."""
        before = str(self._held.get(INSTANCE, ""))
        moves = bool(found.instance_id and contact.UUID.match(before) and before != found.instance_id)
        if found.instance_id is not None:
            self._tell((INSTANCE,), found.instance_id)
        if found.flow_id is not None or moves:
            self._tell((FLOW,), found.flow_id)

    def _show_held(self) -> None:
        for line in self.ids:
            line.show_value(self._held)
        self._where.show_request(self._held)

    # -- what is shown ----------------------------------------------------------------------------

    def show_value(self, request: Request) -> None:
        self._held = {name: request[name] for name in (INSTANCE, FLOW) if name in request}
        self._show_held()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        self._problems = problems
        by_hand = self.ids_are_shown
        self._where.show_problems([] if by_hand else list(problems))
        for line in self.ids:
            line.show_problems([one for one in problems if by_hand and line.covers(one.path)])

    def focus_target(self, path: Steps) -> QWidget:
        if self.ids_are_shown:
            return next((line for line in self.ids if line.covers(path)), self.ids[0]).focus_target(path)
        return self._where.focus_target(path)
