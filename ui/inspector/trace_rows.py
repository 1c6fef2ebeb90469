"""The steps of a chat as rows: under the flow they belong to, between what the customer said."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from console.chat.chat import Chat
from console.language import tr
from console.trace import Step
from console.trace.moments import ended_at
from ui import masking
from ui.inspector.words import words

RowKind = Literal["flow", "turn", "step"]
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class TraceRow:
    """One row: the name of a flow, what the customer said, or a step."""

    kind: RowKind
    key: str
    text: str
    """What is read aloud of it."""
    step: Step | None = field(default=None, compare=False)
    note: str = ""


@dataclass(frozen=True)
class Turn:
    """Something that the customer said."""

    key: str
    at: datetime
    text: str


def turns_of(chat: Chat) -> list[Turn]:
    """What the customer has said in this session of the chat, oldest first."""
    rows = chat.session.transcript.rows if chat.session else ()
    items = (row.item for row in rows if row.state == "sent")
    return [
        Turn(item.id, item.at, _said(item.content_type, item.content))
        for item in items
        if item.role == "CUSTOMER" and item.kind in ("message", "attachment") and not item.is_past
    ]


def _said(content_type: str, content: str) -> str:
    if not content_type.startswith("text/"):
        return tr("An answer to a card") if "interactive" in content_type else tr("A file")
    line = " ".join(content.split())
    return tr("“{words}”", words=line if len(line) <= 200 else line[:200] + "…")


def rows_of(
    steps: Sequence[Step], turns: Sequence[Turn] = (), fits: Callable[[Step], bool] = lambda _: True
) -> list[TraceRow]:
    """What is shown of a chat's way: the steps that fit, each flow's name above its own.

    A wait is shown only until its action is left.
    """
    shown = _without_waits_that_ended(steps)
    coming, flow = list(reversed(turns)), ""
    names = {one.flow_id: one.flow for one in steps if one.flow}
    rows: list[TraceRow] = []
    for step, over in zip(shown, _ended_at(steps, shown), strict=True):
        while coming and coming[-1].at < over:
            rows.append(_turn_row(coming.pop()))
        if not fits(step):
            continue
        if (here := f"{step.contact_id} {step.flow_id or step.flow}") != flow:
            flow = here
            name = names.get(step.flow_id) or tr("Flow")
            rows.append(TraceRow("flow", f"flow {step.key}", tr("Flow {name}", name=name), note=name))
        rows.append(TraceRow("step", step.key, words(step), step))
    return rows + [_turn_row(one) for one in reversed(coming)]


def _turn_row(turn: Turn) -> TraceRow:
    return TraceRow("turn", f"turn {turn.key}", tr("The customer: {text}", text=turn.text), note=turn.text)


def _without_waits_that_ended(steps: Sequence[Step]) -> list[Step]:
    left: set[tuple[Any, ...]] = set()
    shown = []
    for step in reversed(steps):
        place = (step.contact_id, step.flow_id, step.action, step.at)
        if step.kind != "wait" or place not in left:
            shown.append(step)
        left.add(place)
    return shown[::-1]


def _ended_at(steps: Sequence[Step], shown: Sequence[Step]) -> Iterator[datetime]:
    """When those of the steps that are shown were over."""
    keys = {one.key for one in shown}
    return (at for one, at in zip(steps, ended_at(steps), strict=True) if one.key in keys)


def searched(step: Step) -> str:
    """Everything of a step that a search looks at, in lower case."""
    return f"{words(step)}\n{step.flow}\n{step.type}\n{step.edge}\n{as_json(step)}".lower()


def as_json(step: Step) -> str:
    """A step with all that is known of it, as JSON."""
    told = {
        "flow": step.flow,
        "action": step.action,
        "type": step.type,
        "at": step.at.isoformat(timespec="milliseconds"),
        "result": step.result,
        "edge": step.edge,
        "next": step.next,
        "warnings": list(step.warnings),
        "attributes": dict(step.attributes),
        "parameters": step.parameters,
        "facts": step.facts,
        "contact_id": step.contact_id,
        "flow_id": step.flow_id,
    }
    kept = {name: value for name, value in told.items() if value not in ("", [], {}, None)}
    return json.dumps(kept, indent=2, ensure_ascii=False, default=str)


class TraceModel(QAbstractListModel):
    """The rows that are shown. Rows that stay the same stay where they are, and selected."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[TraceRow] = []

    def rowCount(self, parent: Index | None = None) -> int:
        """One for each row; none below one."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    @masking.told
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A row as one sentence; it is painted by its delegate."""
        if not index.isValid() or not 0 <= index.row() < len(self.rows):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.rows[index.row()].text
        return None

    def show_rows(self, rows: Sequence[TraceRow]) -> None:
        """Shows other rows; only what differs is taken out and put in."""
        before, least = self.rows, min(len(self.rows), len(rows))
        head = next((at for at in range(least) if before[at] != rows[at]), least)
        tail = 0
        while tail < least - head and before[-1 - tail] == rows[-1 - tail]:
            tail += 1
        if len(before) > head + tail:
            self.beginRemoveRows(QModelIndex(), head, len(before) - tail - 1)
            self.rows = before[:head] + before[len(before) - tail :]
            self.endRemoveRows()
        if len(rows) > head + tail:
            self.beginInsertRows(QModelIndex(), head, len(rows) - tail - 1)
            self.rows = list(rows)
            self.endInsertRows()

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Steps can be chosen; a head or a turn is only read."""
        if not index.isValid() or index.row() >= len(self.rows):
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemNeverHasChildren
        if self.rows[index.row()].kind == "step":
            flags |= Qt.ItemFlag.ItemIsSelectable
        return flags
