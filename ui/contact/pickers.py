"""The *Where* field: one place to search instance and flow, or to paste what points at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from console.errors import ConsoleError
from console.pasted import read_destination
from console.places import Key, Place, Places
from console.shape import Problem, Steps
from ui import theme
from ui.contact.editors import ProblemLines, mark
from ui.contact.suggestions import MOST_SHOWN, Suggestions
from ui.controls import Banner, button, column, label, restyle, row, tool
from ui.wording import field_label, short_id

_PLACEHOLDER = "Search flows, or paste an ARN, an id or the address of a flow page"


class _Field(QLineEdit):
    """A line that hands the keys of an open list on, and says when it is entered and left."""

    moved = Signal(int)
    """Rows to go down, or up where it is negative."""
    paged = Signal(int)
    """Pages to go down, or up where it is negative."""
    taken = Signal()
    given_up = Signal()
    clicked = Signal()
    left = Signal()

    def __init__(self, list_is_open: Callable[[], bool]) -> None:
        super().__init__()
        self._list_is_open = list_is_open

    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        pages = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_PageUp: -1}
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        key = Qt.Key(event.key())
        if plain and key in rows:
            self.moved.emit(rows[key])
        elif plain and key in pages:
            self.paged.emit(pages[key])
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._list_is_open():
            self.taken.emit()
        elif plain and key == Qt.Key.Key_Escape and self._list_is_open():
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.left.emit()


class _Ids(QWidget):
    """The ids behind a place, short enough to be recognised, each with a button that copies it."""

    def __init__(self) -> None:
        super().__init__()
        self._whole = {"InstanceId": "", "ContactFlowId": ""}
        self._texts = {name: label("", "faint") for name in self._whole}
        self._copies = {name: self._made_copy(name) for name in self._whole}
        self._region = label("", "faint")
        self._note = label("", "faint", wraps=True)
        parts: list[QWidget] = []
        for name in self._whole:
            parts += [self._texts[name], self._copies[name]]
        line = row(*parts, self._region, gap=3)
        line.addWidget(self._note, 1)
        self.setLayout(line)

    def _made_copy(self, name: str) -> QWidget:
        made = tool(
            "copy", f"Copy the {field_label(name).lower()} id", lambda: self._copy(name), tint="faint"
        )
        made.setIconSize(QSize(13, 13))
        restyle(made, small=True)
        return made

    def show_ids(self, ids: Mapping[str, str], region: str, note: str) -> None:
        """Shows other ids; what is empty is left out."""
        self._whole = dict(ids)
        for name, identifier in ids.items():
            self._texts[name].setText(f"{field_label(name)} {short_id(identifier)}")
            self._texts[name].setToolTip(identifier)
            for part in (self._texts[name], self._copies[name]):
                part.setVisible(bool(identifier))
        self._region.setText(region)
        self._region.setVisible(bool(region))
        self._note.setText(note)
        self.setVisible(any((*ids.values(), note)))

    def _copy(self, name: str) -> None:
        QGuiApplication.clipboard().setText(self._whole[name])


class WherePicker(QWidget):
    """One field for instance and flow. It shows the chosen place, and a search while it is edited."""

    picked = Signal(str, str)
    """Instance id and flow id of a place that was chosen from the list."""
    pasted = Signal(object)
    """The `Destination` that a pasted text points at, as far as the list can tell."""
    retry_requested = Signal()

    def __init__(self, places: Places, recent: Callable[[], Sequence[Key]]) -> None:
        super().__init__()
        self._places, self._recent = places, recent
        self._instance_id = self._flow_id = self._region = self._before = self._unresolved = ""
        self._is_searching = False
        self.field = self._made_field()
        self._ids, self._problems = _Ids(), ProblemLines()
        self._failure: Banner | None = None
        self._suggestions: Suggestions | None = None
        head = row(label("Where", "label"), None, label("Ctrl+K", "faint"))
        self._layout = column(head, self.field, self._ids, self._problems, gap=6)
        self.setLayout(self._layout)
        self.setFocusProxy(self.field)
        self.show_request({})
        self.show_places()
        self.show_problems([])

    @property
    def _list(self) -> Suggestions:
        # It is seldom needed before the window is painted for the first time.
        if self._suggestions is None:
            self._suggestions = Suggestions(self.field)
            self._suggestions.taken.connect(self._pick)
            self._suggestions.retry_requested.connect(self.retry_requested)
        return self._suggestions

    def _list_is_open(self) -> bool:
        return self._suggestions is not None and self._suggestions.isVisible()

    def _made_field(self) -> _Field:
        made = _Field(self._list_is_open)
        made.setPlaceholderText(_PLACEHOLDER)
        made.setAccessibleName("Where: instance and flow")
        made.addAction(theme.icon("search", "faint"), QLineEdit.ActionPosition.LeadingPosition)
        toggle = made.addAction(theme.icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        toggle.setToolTip("Show all flows")
        toggle.triggered.connect(self._toggle)
        made.textEdited.connect(self._edited)
        made.moved.connect(self._move)
        made.paged.connect(lambda pages: self._move(pages * self._list.page()))
        made.taken.connect(self._take)
        made.given_up.connect(self._give_up)
        made.clicked.connect(self._open)
        made.left.connect(self._settle)
        return made

    # -- what is shown ---------------------------------------------------------------------------

    def show_request(self, request: Mapping[str, Any]) -> None:
        """Shows the place that a request goes to."""
        chosen = _as_text(request.get("InstanceId")), _as_text(request.get("ContactFlowId"))
        if chosen != (self._instance_id, self._flow_id):
            self._instance_id, self._flow_id = chosen
            self._unresolved = ""
        self._show_chosen()

    def show_region(self, region: str) -> None:
        """Shows the region beside the ids."""
        self._region = region
        self._show_chosen()

    def show_places(self) -> None:
        """Shows what the list of places has become."""
        self._show_failure(self._places.error)
        self._show_chosen()
        self._fill()

    def _show_failure(self, error: ConsoleError | None) -> None:
        if error is not None:
            if self._failure is None:
                self._failure = Banner()
                self._layout.addWidget(self._failure)
            retry = button("Retry", self.retry_requested.emit, icon="refresh-cw")
            self._failure.tell("warn", error.sentence, error.advice, actions=[retry])
        elif self._failure is not None:
            self._failure.hide()

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Shows what is wrong with instance and flow, below the field."""
        told: dict[str, bool] = {}
        for problem in problems:
            if problem.path and problem.path[0] in ("InstanceId", "ContactFlowId"):
                sentence = _sentence(problem)
                told[sentence] = told.get(sentence, False) or problem.blocks
        self._problems.tell(list(told.items()))
        mark(self.field, list(told.items()))

    def focus_field(self) -> None:
        """Takes the focus and opens the list, ready to be typed into."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        self._open()

    def focus_target(self, path: Steps) -> QWidget:
        """The widget to focus for a problem at a path."""
        return self.field

    def _show_chosen(self) -> None:
        place = self._places.find(self._instance_id, self._flow_id)
        ids = {"InstanceId": self._instance_id, "ContactFlowId": self._flow_id}
        self._ids.show_ids(ids, self._region, self._unresolved or self._note(place))
        if self._is_searching:
            return
        alias = dict(self._places.instances).get(self._instance_id) or short_id(self._instance_id)
        if place is not None:
            text = place.title
        elif self._flow_id:
            text = f"Flow {short_id(self._flow_id)}" + (f" · {alias}" if alias else "")
        else:
            text = ""
        self.field.setPlaceholderText(f"Choose a flow of {alias}" if alias and not text else _PLACEHOLDER)
        self._write(text)

    def _note(self, place: Place | None) -> str:
        known = self._places.state == "ready" and self._places.all
        return "· not in the list of this profile" if self._flow_id and known and place is None else ""

    def _write(self, text: str) -> None:
        if text != self.field.text():
            self.field.setText(text)
            self.field.setCursorPosition(0)
        self._before = text

    # -- searching -------------------------------------------------------------------------------

    def _edited(self, text: str) -> None:
        typed = _inserted(self._before, text)
        if len(typed) > 1 and self._take_pasted(typed, text):
            return
        if not self._is_searching:
            # The first key starts a search in place of the title that stood there.
            self._is_searching, text = True, typed
            self.field.setText(text)
        self._before = text
        self._open()
        self._fill()

    def _take_pasted(self, *texts: str) -> bool:
        destination = next(filter(None, map(read_destination, texts)), None)
        if destination is None:
            return False
        found = self._places.resolve(destination)
        self._unresolved = ""
        self._end_search()
        if found.instance_id or found.flow_id:
            self.pasted.emit(found)
        else:
            self._unresolved = f"No instance “{found.alias or found.region}” is in the list of this profile"
        self._show_chosen()
        return True

    def _fill(self) -> None:
        if not self._list_is_open():
            return
        text = self.field.text() if self._is_searching else ""
        recent = list(self._recent())
        found = self._places.search(text, recent)
        chosen = ("", "") if text else (self._instance_id, self._flow_id)
        self._list.show_found(found, text.split(), set(recent), chosen)
        self._show_status(text, len(found))
        self._announce()

    def _show_status(self, text: str, found: int) -> None:
        places = self._places
        if read_destination(text) is not None:
            self._list.show_status("Press Enter to go where this points.", "link-2")
        elif places.state == "loading":
            self._list.show_status("Looking for flows…", "spinner")
        elif places.error is not None:
            words = "Some flows could not be listed." if places.all else places.error.sentence
            self._list.show_status(words, "triangle-alert", retry="Retry")
        elif places.state == "idle" and not places.all:
            self._list.show_status("The flows of this profile are not loaded yet.", retry="Load them")
        elif not places.all:
            what = "The instances of this profile have no flow." if places.instances else ""
            self._list.show_status(what or "This profile sees no instance.", retry="Look again")
        elif not found:
            self._list.show_status(f"No flow matches “{text.strip()}”.", "search")
        elif found > MOST_SHOWN:
            self._list.show_status(f"{found - MOST_SHOWN:,} more. Type on to narrow the search.", "search")
        else:
            self._list.show_status("")

    def _announce(self) -> None:
        place = self._list.current()
        words = place.title if place else self._list.status()
        if words and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    def _open(self) -> None:
        if not self._list_is_open():
            self._list.open()
            if not self._is_searching:
                self.field.selectAll()
            self._fill()

    def _toggle(self) -> None:
        if self._list_is_open():
            self._give_up()
        else:
            self.focus_field()

    def _move(self, rows: int) -> None:
        if not self._list_is_open():
            self._open()
            return
        self._list.move_by(rows)
        self._announce()

    def _take(self) -> None:
        if self._is_searching and self._take_pasted(self.field.text()):
            return
        place = self._list.current()
        if place is not None:
            self._pick(place)
        elif self._places.state in ("failed", "idle"):
            self.retry_requested.emit()

    def _pick(self, place: Place) -> None:
        self._unresolved = ""
        self._end_search()
        self.picked.emit(place.instance_id, place.flow_id)

    def _give_up(self) -> None:
        self._end_search()

    def _settle(self) -> None:
        self._end_search()
        self.field.deselect()

    def _end_search(self) -> None:
        self._is_searching = False
        if self._suggestions is not None:
            self._suggestions.close_list()
        self._show_chosen()
        if self.field.hasFocus():
            self.field.selectAll()


def _as_text(value: object) -> str:
    return "" if value is None else value if isinstance(value, str) else str(value)


def _inserted(before: str, after: str) -> str:
    """What one edit put in: the new text without the beginning and the end that it shares with the old."""
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = len(after)
    left = len(before)
    while end > start and left > start and after[end - 1] == before[left - 1]:
        end, left = end - 1, left - 1
    return after[start:end]


def _sentence(problem: Problem) -> str:
    if problem.code == "required":
        return "Choose the flow that the chat starts in."
    return f"{field_label(str(problem.path[0]))}: {problem.message}"
