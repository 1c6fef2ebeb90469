"""The form: the request that is being written, in sections drawn from the model.

The draft holds what was typed, right or wrong. The form shows it, tells every edit to it, and stands
each problem at its field.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QMenu, QScrollArea, QWidget

from console import contact
from console.draft import Draft
from console.language import tr, tr_count
from console.shape import Field, Problem, Steps
from ui import theme, wording
from ui.contact.catalogue import Surroundings, editors
from ui.contact.editors import Editor
from ui.contact.footer import REFUSED, Footer, counted_problems, counted_warnings
from ui.contact.pickers import WherePicker
from ui.contact.sections import FoldedSection, Section
from ui.contact.tab_order import order_tabs
from ui.contact.unknown_fields import UnknownFields, is_unknown_field
from ui.controls import Elided, button, column, label, row, tool

FOLDED = "advanced"
MARGIN = 24


class ContactForm(QWidget):
    """The whole page on which a request is written and started; of use once it was filled.

    Problems of what was typed stand at their fields at once; a field that is only missing is counted,
    and marked once it was edited or Start was tried.
    """

    edited = Signal()
    """The draft has changed from here."""
    start_requested = Signal()
    """Start was asked for, and nothing keeps the request from being sent."""
    import_requested = Signal()
    save_requested = Signal()
    file_requested = Signal()
    """The request as it stands is to be saved to a file that can be handed on."""
    link_requested = Signal()
    source_requested = Signal(str, object)
    """What a past contact is wanted for, and who takes the id that is chosen."""

    def __init__(
        self,
        draft: Draft,
        clock: Callable[[], datetime],
        where: WherePicker,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.draft = draft
        self._given = Surroundings(where, clock, self.source_requested.emit)
        self._editors: list[Editor] = []
        self._owners: dict[str, Editor] = {}
        self._told: dict[int, list[Problem]] = {}
        self._touched: set[Steps] = set()
        self._all_shown = False
        self._refused: dict[str, Problem] = {}
        self._noted: Sequence[Problem] = ()
        self._known: dict[str, Any] = {}
        self._unknown = UnknownFields()
        self.footer = Footer()
        self._by_section = _by_section()
        self._rank = {
            field.name: rank
            for rank, field in enumerate(field for fields in self._by_section.values() for field in fields)
        }
        self._lay_out()

    def fill(self) -> Iterator[None]:
        """Makes the sections, one between two steps: all of them at once would keep the window waiting."""
        for name, fields in self._by_section.items():
            if name == FOLDED:
                self.advanced = self._folded(name, fields)
                self._cards.addWidget(self.advanced)
            elif fields:
                self._cards.addWidget(Section(name, self._adopt(editors(fields, self._given))))
            yield
        self._cards.addStretch(1)
        self.footer.start_clicked.connect(self.start)
        self.footer.state_clicked.connect(self.focus_first_problem)
        self.show_request()
        yield
        order_tabs(self)

    # -- parts ------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        sheet = QWidget()
        sheet.setObjectName("clear")
        # Never wider than the page, whatever long word stands in it, and as high as it needs to be at
        # that width: left to itself it asks for the height of its texts in their narrowest form.
        sheet.setMinimumSize(1, 1)
        self._scroll = QScrollArea()
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Still empty: a scroll area asks its widget for its size, which has Qt style all that is in it,
        # and styled widgets are slow to move into a window (70 ms for this form).
        self._scroll.setWidget(sheet)
        page = column(self._header(), gap=0)
        page.addWidget(self._scroll, 1)
        page.addWidget(self.footer)
        self.setLayout(page)
        self._cards = column(gap=12, margins=(MARGIN, 2, MARGIN, 20))
        sheet.setLayout(self._cards)

    def _header(self) -> QWidget:
        self._subtitle = Elided("", "muted")
        self.import_button = button(tr("Import…"), self.import_requested.emit, icon="file-input")
        self.save_button = button(tr("Save request"), self.save_requested.emit, icon="bookmark-plus")
        self.more_button = tool("ellipsis", tr("More to do with the request"), self._show_more)
        line = row(gap=8, margins=(MARGIN, 20, MARGIN, 14))
        line.addLayout(column(label(tr("Start a chat"), "h1"), self._subtitle, gap=2), 1)
        line.addWidget(self.import_button)
        line.addWidget(self.save_button)
        line.addWidget(self.more_button)
        header = QWidget()
        header.setObjectName("header")
        header.setLayout(line)
        return header

    def _show_more(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(theme.icon("download"), tr("Save to a file…")).triggered.connect(self.file_requested)
        menu.addAction(theme.icon("link-2"), tr("Copy as a link")).triggered.connect(self.link_requested)
        menu.popup(self.more_button.mapToGlobal(QPoint(0, self.more_button.height() + 4)))

    def _folded(self, name: str, fields: Sequence[Field]) -> FoldedSection:
        names = [wording.field_label(field.name) for field in fields]
        folded = FoldedSection(name, " · ".join(names))
        folded.opened.connect(self._fill_folded)
        return folded

    def _fill_folded(self) -> None:
        made = self._adopt(editors(self._by_section[FOLDED], self._given))
        self._connect(self._unknown)
        self.advanced.fill([*made, self._unknown])
        request = self.draft.request
        for editor in made:
            editor.show_value(request)
        order_tabs(self)
        self.show_problems()

    def _adopt(self, made: Sequence[Editor]) -> Sequence[Editor]:
        for editor in made:
            self._editors.append(editor)
            self._owners |= {str(path[0]): editor for path in editor.paths}
            self._connect(editor)
        return made

    def _connect(self, editor: Editor) -> None:
        editor.edited.connect(self._edit)
        editor.rechecked.connect(self._recheck)
        editor.rearranged.connect(lambda: order_tabs(self))

    # -- the draft --------------------------------------------------------------------------------

    def _edit(self, path: Steps, value: object) -> None:
        self.draft.put(path, value)
        self._touched.add(path)
        self._refused.pop(str(path[0]), None)
        self._recheck()
        self.edited.emit()

    def _recheck(self) -> None:
        self._known = self.draft.request
        self.show_problems()

    def show_request(self) -> None:
        """Shows a draft that was changed from elsewhere; what is unchanged keeps focus and caret."""
        request = self.draft.request
        before, self._known = self._known, request
        changed = {name for name in {*request, *before} if repr(request.get(name)) != repr(before.get(name))}
        if changed:
            self._refused.clear()
        # Another destination alone is no other request: what is half typed stays.
        is_another = bool(changed - {"InstanceId", "ContactFlowId"})
        if is_another:
            self._touched.clear()
            self._all_shown = False
        for editor in self._editors:
            editor.show_value(request)
            if is_another:
                editor.settle()
        advanced = {field.name for field in self._by_section[FOLDED]}
        if changed & set(request) & advanced or any(is_unknown_field(one) for one in self.draft.problems):
            self.advanced.unfold()
        self.show_problems()

    # -- problems ---------------------------------------------------------------------------------

    def problems(self) -> list[Problem]:
        """All that is wrong, in the order of the form: the draft's problems and what only the form knows.

        What the service refused is among them with the code `REFUSED` and blocks nothing: only the
        service can say whether it still would.
        """
        local = [problem for editor in self._editors for problem in editor.local_problems()]
        last = len(self._rank)
        return sorted(
            [*self.draft.problems, *local, *self._refused.values(), *self._noted_here()],
            key=lambda problem: self._rank.get(str(problem.path[0]), last) if problem.path else last,
        )

    def show_noted(self, problems: Sequence[Problem]) -> None:
        """Stands what was found out elsewhere at its fields, as long as the request sets them."""
        if list(problems) != list(self._noted):
            self._noted = problems
            self.show_problems()

    def _noted_here(self) -> list[Problem]:
        return [one for one in self._noted if contact.value_at(self._known, one.path) is not None]

    @property
    def is_ready(self) -> bool:
        """Whether nothing keeps the request from being sent."""
        return not any(problem.blocks for problem in self.problems())

    def show_problems(self) -> None:
        """Stands each problem at its field, and counts them in the footer."""
        problems = self.problems()
        told: dict[int, list[Problem]] = {id(editor): [] for editor in self._editors}
        unknown = []
        for problem in problems:
            owner = self._owner(problem)
            if owner is self._unknown:
                unknown.append(problem)
            elif owner is not None and self._is_due(problem):
                # At its field a refused value looks like any other that is wrong.
                shown = replace(problem, blocks=True) if problem.code == REFUSED else problem
                told[id(owner)].append(shown)
        for editor in self._editors:
            mine = told[id(editor)]
            if mine != self._told.get(id(editor), []):
                editor.show_problems(mine)
        self._told = told
        self._unknown.show_value(self._known)
        self._unknown.show_problems(unknown)
        self.footer.show_state(self._known, problems)
        self._show_folded(problems)

    def _owner(self, problem: Problem) -> Editor | None:
        if is_unknown_field(problem):
            return self._unknown
        return self._owners.get(str(problem.path[0])) if problem.path else None

    def _is_due(self, problem: Problem) -> bool:
        if problem.code != "required" or self._all_shown:
            return True
        return any(path[: len(problem.path)] == problem.path for path in self._touched)

    def _show_folded(self, problems: Sequence[Problem]) -> None:
        names = {field.name for field in self._by_section[FOLDED]}
        inside = [one for one in problems if one.path and (one.path[0] in names or is_unknown_field(one))]
        wrong = sum(problem.blocks or problem.code == REFUSED for problem in inside)
        count = len(names & set(self._known))
        if wrong:
            self.advanced.show_state(counted_problems(wrong), "danger")
        elif inside:
            self.advanced.show_state(counted_warnings(len(inside)), "warn")
        else:
            fields_set = tr_count("{count:,} set", "{count:,} set", count)
            self.advanced.show_state(fields_set if count else "", "info")

    def show_refusal(self, path: Steps, message: str) -> None:
        """Shows what the service said of a value that it refused, at its field, and goes there.

        It stays until that field is edited or another request is shown, and keeps nothing from being
        sent. A path that is no field of the request is ignored.
        """
        if not path or str(path[0]) not in self._rank:
            return
        self._refused[str(path[0])] = Problem(path, REFUSED, message, blocks=False)
        target = self.field(*path)
        self.show_problems()
        self._focus(target)

    # -- going somewhere --------------------------------------------------------------------------

    def field(self, *path: str | int) -> QWidget:
        """The widget in which the value at a path is edited; what hides it is unfolded."""
        if contact.hint(str(path[0])).section == FOLDED:
            self.advanced.unfold()
        owner = self._owners.get(str(path[0]), self._unknown)
        return owner.focus_target(path)

    def show_field(self, path: Steps) -> None:
        """Goes to the field of the request that a path names; one that the form lacks is ignored."""
        if path and str(path[0]) in self._rank:
            self._focus(self.field(*path))

    def focus_first_problem(self) -> None:
        """Shows every problem, and puts the focus where the first one is put right."""
        self._all_shown = True
        self.show_problems()
        problems = self.problems()
        first = next((one for one in problems if one.blocks), problems[0] if problems else None)
        if first is None or not first.path:
            return
        if is_unknown_field(first):
            self.advanced.unfold()
            target = self._unknown.focus_target(first.path)
        else:
            target = self.field(*first.path)
        self._focus(target)

    def _focus(self, target: QWidget) -> None:
        target.setFocus(Qt.FocusReason.OtherFocusReason)
        # What was unfolded a moment ago has no place yet to scroll to.
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        self._scroll.ensureWidgetVisible(target, 0, 80)

    def focus_start(self) -> None:
        """Puts the focus on Start."""
        self.footer.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def try_start(self) -> bool:
        """Whether the request can be sent; if not, shows all that keeps it from it."""
        if self.is_ready:
            return True
        self.focus_first_problem()
        return False

    def start(self) -> None:
        """Asks for the start, or shows what keeps the request from being sent."""
        if self.try_start():
            self.start_requested.emit()

    # -- above the form ---------------------------------------------------------------------------

    def put_above(self, part: QWidget) -> None:
        """Gives a part that is not the request's a place above the first section."""
        self._cards.insertWidget(0, part)
        part.show()
        order_tabs(self)
        self._scroll.verticalScrollBar().setValue(0)

    def take_away(self, part: QWidget) -> None:
        """Takes out what was put above."""
        self._cards.removeWidget(part)
        part.hide()
        part.deleteLater()

    def show_above(self, target: QWidget) -> None:
        """Brings a part of what was put above into view, and puts the keyboard on it."""
        self._focus(target)

    # -- what the window tells --------------------------------------------------------------------

    def show_subtitle(self, text: str) -> None:
        """Shows where requests go, below the title."""
        self._subtitle.show_text(text)


def _by_section() -> dict[str, list[Field]]:
    """The fields of each section in the order of the hints; those without one come last."""
    order = {name: rank for rank, name in enumerate(contact.HINTS)}
    fields = sorted(contact.fields(), key=lambda field: order.get(field.name, len(order)))
    return {
        section: [field for field in fields if contact.hint(field.name).section == section]
        for section in contact.SECTIONS
    }
