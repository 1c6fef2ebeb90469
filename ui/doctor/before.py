"""Before the first chat of a session in production: where it goes, whom it can ring, and a question."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QDialog, QFormLayout, QLabel, QLayout, QWidget

from console.flow_facts import FlowFacts, KnownFlows
from console.language import tr, tr_text
from ui import theme, wording
from ui.controls import button, column, framed, label, pill, row
from ui.doctor.subject import Subject
from ui.drawn import Avatar, Picture, Spinner
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.doctor import Reach

WIDTH = 500
ONCE = tr("This is asked once for each production profile, until the console is closed.")
READING = tr("Reading the flow, to see whom it can ring…")
NOT_READ = tr("Whether this flow can ring an agent is not known.")


class ProductionQuestion(QDialog):
    """Names profile, account, instance, flow and where it leads. Opened with `open()`; Return cancels."""

    start_chosen = Signal()

    def __init__(self, parent: QWidget, subject: Subject) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Start in production?"))
        self.setMinimumWidth(theme.px(WIDTH))
        self.resize(theme.px(WIDTH), 1)
        self.start = button(tr("Start in production"), self._start, kind="danger", icon="play", tint="danger")
        self.cancel = button(tr("Cancel"), self.reject)
        # Return does nothing but what is harmless, wherever the focus is.
        self.start.setAutoDefault(False)
        self.cancel.setDefault(True)
        self._spinner, self._picture = Spinner(16, "warn"), Picture("triangle-alert", "warn", 16)
        self.reach = label("", "strong", wraps=True, selectable=True)
        self._lay_out(subject)
        self.show_reading()
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self, subject: Subject) -> None:
        avatar = Avatar(size=44)
        avatar.show_profile(subject.profile)
        titles = column(
            row(pill(tr("PRODUCTION"), "production"), None),
            label(tr("Start a chat in production?"), "h1"),
            gap=6,
        )
        head = row(avatar, gap=14)
        head.setAlignment(avatar, Qt.AlignmentFlag.AlignTop)
        head.addLayout(titles, 1)
        body = column(
            head,
            self._facts(subject),
            self._made_reach(),
            label(ONCE, "faint", wraps=True),
            row(None, self.cancel, self.start),
            gap=14,
            margins=(22, 20, 22, 18),
        )
        # Left to itself a layout keeps a window as high as its texts are in their narrowest form.
        body.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setLayout(body)

    def _facts(self, subject: Subject) -> QFormLayout:
        facts = QFormLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(6)
        facts.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        profile = subject.profile
        for name, value in (
            (tr("Profile"), " · ".join(filter(None, (profile.name, profile.region)))),
            (tr("Account"), profile.account or ""),
            (tr("Instance"), subject.instance),
            (tr("Flow"), subject.flow),
        ):
            if value:
                facts.addRow(label(name, "muted"), _value(value))
        return facts

    def _made_reach(self) -> QWidget:
        line = row(gap=10, margins=(14, 11, 14, 11))
        for part in (self._spinner, self._picture):
            line.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(self.reach, 1)
        return framed(line, banner="warn")

    # -- where the flow leads -------------------------------------------------------------------

    def follow(self, flows: KnownFlows, subject: Subject, tasks: Tasks) -> None:
        """Shows where the flow leads, as far as it is known, and reads it anew while the question stands."""
        ids = (subject.profile, subject.instance_id, subject.flow_id)
        facts = flows.facts(*ids)
        if facts is not None:
            self.show_facts(facts)
        reading = tasks.start(self._read(flows, subject), "read the flow")
        if reading is not None:
            self.finished.connect(lambda _: reading.cancel())

    async def _read(self, flows: KnownFlows, subject: Subject) -> None:
        async for facts in flows.read(subject.profile, subject.instance_id, subject.flow_id):
            self.show_facts(facts)

    def show_reading(self) -> None:
        """Says that the flow is being read."""
        self._say(READING, is_reading=True)

    def show_facts(self, facts: FlowFacts) -> None:
        """Shows where the flow leads, or that it is not known."""
        reach: Reach | None = facts.reach
        if reach is None:
            self._say(tr_text(NOT_READ, *facts.unknown))
        else:
            self._say(reach.sentence_with(wording.short_id), reach.sentence)

    def _say(self, text: str, whole: str = "", *, is_reading: bool = False) -> None:
        self.reach.setText(wording.breakable(text))
        self.reach.setAccessibleName(text)
        # With ids in full, where the text shortens some.
        self.reach.setToolTip(whole if whole != text else "")
        self._spinner.setVisible(is_reading)
        self._picture.setVisible(not is_reading)

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        # Only now do all layouts know that a text has become another.
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._fit()
        return done

    def _fit(self) -> None:
        """As high as its texts need to be at its width."""
        layout = self.layout()
        if layout is not None and layout.hasHeightForWidth():
            width = max(self.width(), theme.px(WIDTH))
            self.resize(width, layout.totalHeightForWidth(width))

    def _start(self) -> None:
        self.accept()
        self.start_chosen.emit()


def _value(text: str) -> QLabel:
    made = label(wording.breakable(text), "strong", wraps=True, selectable=True)
    made.setAccessibleName(text)
    return made


class BeforeProduction(QObject):
    """Asks before the first chat of each production profile, and remembers for this run who said yes."""

    def __init__(self, window: QWidget, flows: KnownFlows, tasks: Tasks) -> None:
        super().__init__(window)
        self._window, self._flows, self._tasks = window, flows, tasks
        self._agreed: set[str] = set()
        self._question: ProductionQuestion | None = None

    def start(self, subject: Subject, start: Callable[[], object]) -> None:
        """Starts at once where there is nothing to ask, or else once the question is answered with yes.

        While a question stands, another start is not asked about: it does nothing.
        """
        profile = subject.profile
        if not profile.is_production or profile.id in self._agreed:
            start()
        elif self._question is None:
            self._question = question = ProductionQuestion(self._window, subject)
            question.start_chosen.connect(lambda: self._agree(profile.id, start))
            question.finished.connect(self._forget_question)
            question.open()
            question.follow(self._flows, subject, self._tasks)

    def forget(self) -> None:
        """Asks again: the console was locked, and somebody else may sit here now."""
        self._agreed.clear()

    def _agree(self, profile_id: str, start: Callable[[], object]) -> None:
        self._agreed.add(profile_id)
        start()

    def _forget_question(self, _result: int) -> None:
        self._question = None
