"""The *Where* field: one place to search instance and flow, or to paste what points at them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLineEdit, QWidget

from console.errors import AccessDenied, ConsoleError
from console.language import tr
from console.pasted import read_destination
from console.places import Key, Place, Places
from console.shape import Problem, Steps
from ui import masking, theme
from ui.contact.editors import ProblemLines, mark
from ui.contact.flow_facts import FlowFactsView
from ui.contact.list_status import list_status, refusal_in
from ui.contact.suggestions import MOST_SHOWN, Suggestions
from ui.contact.where_field import PlaceIds, WhereField, inserted
from ui.controls import Banner, button, column, label, row, show_magnifier
from ui.drawn import Spinner
from ui.keys import native
from ui.wording import field_label, short_id

_PLACEHOLDER = tr("Search flows, or paste an ARN, an id or the address of a flow page")
_PASTE_ON = tr(
    "Pasting an ARN, an id or the address of a flow page works all the same; so does typing the IDs."
)


class WherePicker(QWidget):
    """One field for instance and flow. It shows the chosen place, and a search while it is edited."""

    picked = Signal(str, str)
    """Instance id and flow id of a place that was chosen from the list."""
    pasted = Signal(object)
    """The `Destination` that a pasted text points at, as far as the list can tell."""
    retry_requested = Signal()
    doctor_requested = Signal()
    """What keeps the list from being there is to be examined."""

    def __init__(
        self, places: Places, recent: Callable[[], Sequence[Key]], facts: FlowFactsView | None = None
    ) -> None:
        super().__init__()
        self._places, self._recent, self._facts = places, recent, facts
        self._instance_id = self._flow_id = self._region = self._before = self._unresolved = ""
        self._is_searching = False
        self.field = self._made_field()
        self._ids, self._problems = PlaceIds(), ProblemLines()
        self._failure: Banner | None = None
        self._suggestions: Suggestions | None = None
        self._unlisted = ProblemLines()
        self._spinner: Spinner | None = None
        self._progress = label(native("Ctrl+K"), "faint")
        self._head = row(label(tr("Where"), "label"), None, self._progress)
        self._layout = column(
            self._head, self.field, self._ids, self._problems, self._unlisted, *filter(None, [facts]), gap=6
        )
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

    def _made_field(self) -> WhereField:
        made = WhereField(self._list_is_open)
        made.setPlaceholderText(_PLACEHOLDER)
        made.setAccessibleName(tr("Where: instance and flow"))
        show_magnifier(made)
        toggle = made.addAction(theme.icon("chevron-down"), QLineEdit.ActionPosition.TrailingPosition)
        toggle.setText(tr("Show all flows"))
        toggle.triggered.connect(self._toggle)
        self._renew = made.addAction(theme.icon("refresh-cw"), QLineEdit.ActionPosition.TrailingPosition)
        self._renew.setText(tr("Look for instances and flows again (F5)"))
        self._renew.triggered.connect(self._look_again)
        made.textEdited.connect(self._edited)
        made.moved.connect(self._move)
        made.paged.connect(lambda pages: self._move(pages * self._list.page()))
        made.taken.connect(self._take)
        made.renewed.connect(self._look_again)
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
        self._show_progress()
        self._fill()

    def _show_failure(self, error: ConsoleError | None) -> None:
        # That keys see one instance of several is how careful people make them, and worth a line only
        # where the chosen flow is not among those that they see.
        if error is not None and not refusal_in(self._places):
            if self._failure is None:
                self._failure = Banner()
                self._layout.insertWidget(self._layout.indexOf(self._unlisted) + 1, self._failure)
            retry = button(tr("Retry"), self.retry_requested.emit, icon="refresh-cw")
            detail = _PASTE_ON if isinstance(error, AccessDenied) else ""
            examine = button(tr("Examine"), self.doctor_requested.emit, icon="stethoscope")
            self._failure.tell("warn", error.sentence, error.advice, detail, actions=[retry, examine])
        elif self._failure is not None:
            self._failure.hide()

    def _show_progress(self) -> None:
        loads = self._places.state == "loading"
        self._renew.setEnabled(not loads)
        done, instances = self._places.progress
        self._progress.setText(
            tr("{done:,} of {instances:,} instances", done=done, instances=instances)
            if loads and instances > 1
            else native("Ctrl+K")
        )
        if loads and self._spinner is None:
            self._spinner = Spinner(13, "faint")
            self._head.insertWidget(self._head.count() - 1, self._spinner)
        if self._spinner is not None:
            self._spinner.setVisible(loads)

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
        unlisted = refusal_in(self._places) if self._flow_id and place is None else ""
        self._unlisted.tell([(unlisted, False)] if unlisted else [])
        if self._facts is not None:
            self._facts.show_flow(self._instance_id, self._flow_id, place)
        if self._is_searching:
            return
        alias = dict(self._places.instances).get(self._instance_id) or short_id(self._instance_id)
        if place is not None:
            text = place.title
        elif self._flow_id:
            flow = tr("Flow {id}", id=short_id(self._flow_id))
            text = " · ".join(filter(None, (flow, alias)))
        else:
            text = ""
        self.field.setPlaceholderText(
            tr("Choose a flow of {alias}", alias=alias) if alias and not text else _PLACEHOLDER
        )
        self._write(text)

    def _note(self, place: Place | None) -> str:
        known = self._places.state == "ready" and self._places.all
        is_strange = self._flow_id and known and place is None
        return f"· {tr('not in the list of this profile')}" if is_strange else ""

    def _write(self, text: str) -> None:
        if text != self.field.text():
            self.field.setText(text)
            self.field.setCursorPosition(0)
        self._before = text

    # -- searching -------------------------------------------------------------------------------

    def _edited(self, text: str) -> None:
        typed = inserted(self._before, text)
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
            self._unresolved = tr(
                "No instance “{alias}” is in the list of this profile", alias=found.alias or found.region
            )
        self._show_chosen()
        return True

    def _fill(self) -> None:
        if not self._list_is_open():
            return
        text = self.field.text() if self._is_searching else ""
        recent = list(self._recent())
        found = self._places.search(text, recent)
        self._list.show_found(found, text.split(), set(recent), (self._instance_id, self._flow_id))
        status = list_status(self._places, text, len(found), MOST_SHOWN)
        self._list.show_status(status.text, status.icon, retry=status.retry)
        self._announce()

    def _announce(self) -> None:
        place = self._list.current()
        words = place.title if place else self._list.status()
        if words and QAccessible.isActive():
            masking.announce(self.field, words)

    def _open(self) -> None:
        if not self._list_is_open():
            self._list.open()
            if not self._is_searching:
                self.field.selectAll()
            self._fill()

    def _look_again(self) -> None:
        if self._places.state != "loading":
            self.retry_requested.emit()
        if self._facts is not None:
            self._facts.read_again()

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


def _sentence(problem: Problem) -> str:
    if problem.code == "required":
        return tr("Choose the flow that the chat starts in.")
    return f"{field_label(str(problem.path[0]))}: {problem.message}"
