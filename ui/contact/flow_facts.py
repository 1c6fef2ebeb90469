"""Below the *Where* field: what is known of the chosen flow, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QLabel, QWidget

from console.chat.clocks import Clock
from console.contact import UUID
from console.flow_facts import FlowFacts, KnownFlows
from console.language import tr, tr_in
from console.places import Place
from console.profiles import Profile
from ui import dates, theme, wording
from ui.controls import button, column, label, restyle, row
from ui.drawn import Picture, Spinner
from ui.tasks import Tasks

if TYPE_CHECKING:
    import asyncio

    from console.doctor import Reach
    from ui.contact.flow_history import FlowHistoryView

SETTLES_AFTER_MS = 350
"""A choice that stands for this long is one that somebody wants to know about."""
UNPUBLISHED = tr("Saved changes are not yet published: this chat runs the published flow.")
NEVER_PUBLISHED = tr("This flow was never published, so no chat can run it. Publish it in the flow designer.")
ARCHIVED = tr("This flow is archived.")
STATES = {
    "PUBLISHED": tr_in("state of a flow", "Published"),
    "SAVED": tr_in("state of a flow", "Saved"),
    "ACTIVE": tr_in("state of a flow", "Active"),
    "ARCHIVED": tr_in("state of a flow", "Archived"),
}
"""Of each status and state of a flow: its word."""


@dataclass(frozen=True)
class Line:
    """A sentence with its sign."""

    text: str
    icon: str = "info"
    token: str = "faint"
    role: str = "muted"
    whole: str = ""
    """The same with ids in full, where the text shortens some."""


_WARNS = {"icon": "triangle-alert", "token": "warn", "role": "warning"}


def lines_of(facts: FlowFacts, *, is_production: bool) -> Iterator[Line]:
    """What is said of a flow below its version, the most important first."""
    details = facts.details
    if facts.was_never_published:
        yield Line(NEVER_PUBLISHED, **_WARNS)
    if details is not None and details.state == "ARCHIVED":
        yield Line(ARCHIVED, **_WARNS)
    if facts.has_unpublished_changes:
        yield Line(UNPUBLISHED, **_WARNS)
    if facts.reach is not None:
        yield reach_line(facts.reach, is_production=is_production)
    for sentence in facts.unknown:
        short = wording.short_ids(sentence)
        yield Line(short, "circle-help", whole=sentence if sentence != short else "")


def reach_line(reach: Reach, *, is_production: bool) -> Line:
    """Where a flow leads; that it can ring somebody is a warning where it is production."""
    text, whole = reach.sentence_with(wording.short_id), reach.sentence
    whole = whole if whole != text else ""
    rings = reach.verdict in ("rings", "may_ring")
    # What nobody could read may ring as well, and in production that is worth a warning, too.
    if is_production and (rings or reach.verdict == "unknown"):
        return Line(text, whole=whole, **_WARNS)
    icons = {"rings": "users-round", "may_ring": "users-round", "does_not_ring": "circle-check"}
    return Line(text, icons.get(reach.verdict, "circle-help"), whole=whole)


def summary(facts: FlowFacts | None, place: Place | None, now: datetime) -> str:
    """Version, date, status, state and type in a line, as far as they are known."""
    details = facts.details if facts else None
    version = (
        tr("Version {version}", version=details.version) if details and details.version is not None else ""
    )
    changed = (
        tr("Changed {moment}", moment=dates.moment(details.modified, now))
        if details and details.modified
        else ""
    )
    known: Any = details or place
    words = [known.status, known.state] if known else []
    kind = wording.FLOW_TYPES.get(known.type, wording.choice(known.type)) if known else ""
    parts = [version, changed, *(STATES.get(word, wording.choice(word)) for word in words if word), kind]
    return " · ".join(filter(None, parts))


class FlowFactsView(QWidget):
    """The facts of the flow that is chosen, read once the choice has settled.

    The window says which profile they are for. A choice that changes ends the reading for the one
    before it.
    """

    def __init__(self, flows: KnownFlows, tasks: Tasks, clock: Clock) -> None:
        super().__init__()
        self._flows, self._tasks, self._clock = flows, tasks, clock
        self._profile: Profile | None = None
        self._ids = ("", "")
        self._place: Place | None = None
        self._reading: asyncio.Task[Any] | None = None
        self._lines: list[tuple[QWidget, Picture, QLabel]] = []
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLES_AFTER_MS)
        self._settle.timeout.connect(self._read)
        self._is_made = False
        self.history: FlowHistoryView | None = None
        self.hide()

    # -- what is shown --------------------------------------------------------------------------

    def show_profile(self, profile: Profile) -> None:
        """Shows the flow as this profile sees it."""
        if profile != self._profile:
            self._profile = profile
            self._begin()

    def show_flow(self, instance_id: str, flow_id: str, place: Place | None = None) -> None:
        """Shows another flow; what the list of flows says of it stands there until more is known."""
        ids = (instance_id, flow_id) if UUID.match(instance_id) and UUID.match(flow_id) else ("", "")
        changed, self._ids = ids != self._ids, ids
        if changed or place != self._place:
            self._place = place
            self._begin() if changed else self._show()

    def read_again(self) -> None:
        """Asks for everything again, though it may be known."""
        if self._profile is not None and self._ids[1]:
            self._read(anew=True)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # Whoever comes back to the form may have published the flow meanwhile.
        if not event.spontaneous() and not self.is_reading:
            self._settle.start()

    @property
    def facts(self) -> FlowFacts | None:
        """What is known of the chosen flow."""
        if self._profile is None or not self._ids[1]:
            return None
        return self._flows.facts(self._profile, *self._ids)

    @property
    def is_reading(self) -> bool:
        """Whether the flow is being read."""
        return self._reading is not None and not self._reading.done()

    def _begin(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None
        self._settle.stop()
        if self.history is not None:
            self._close_history()
        is_chosen = bool(self._profile is not None and self._ids[1])
        if is_chosen:
            self._settle.start()
        self._show()
        self.setVisible(is_chosen)

    # -- reading --------------------------------------------------------------------------------

    def _read(self, *, anew: bool = False) -> None:
        facts = self.facts
        if self._profile is None or not self._ids[1] or self.is_reading:
            return
        if not anew and facts is not None and facts.is_fresh(self._clock()):
            return
        self._reading = self._tasks.start(self._follow(self._profile, *self._ids), "read the flow")
        if self._reading is not None:
            self._reading.add_done_callback(lambda _: self._show())
        self._show()

    async def _follow(self, profile: Profile, instance_id: str, flow_id: str) -> None:
        async for _ in self._flows.read(profile, instance_id, flow_id):
            self._show()

    # -- parts ----------------------------------------------------------------------------------

    def _make(self) -> None:
        """Its parts are made when a flow is first chosen, after the window is painted."""
        self._is_made = True
        self._spinner = Spinner(13, "faint")
        self._picture = Picture("history", "faint", 14)
        self.summary = label("", "muted", wraps=True, selectable=True)
        self.more = button(tr("Versions and aliases"), self._toggle_history, kind="link")
        restyle(self.more, tone="quiet")
        head = row(self._spinner, self._picture, gap=6)
        head.addWidget(self.summary, 1)
        head.addWidget(self.more, 0, Qt.AlignmentFlag.AlignTop)
        for part in (self._spinner, self._picture):
            head.setAlignment(part, Qt.AlignmentFlag.AlignVCenter)
        self._head, self._said = head, column(gap=4)
        self._below = column(gap=0)
        self.setLayout(column(head, self._said, self._below, gap=4))

    def _show(self) -> None:
        if self._profile is None or not self._ids[1]:
            return
        if not self._is_made:
            self._make()
        facts, reading = self.facts, self.is_reading
        lines = list(lines_of(facts, is_production=self._profile.is_production)) if facts else []
        head = Line(summary(facts, self._place, self._clock()), "history")
        # A reason has several lines, and its sign stands at the first.
        beside = Qt.AlignmentFlag.AlignVCenter if head.text else Qt.AlignmentFlag.AlignTop
        self._head.setAlignment(self._picture, beside)
        if not head.text:
            # Where nothing is known, the reason stands in its place.
            head = lines.pop(0) if lines else Line(tr("Reading the flow…"), "history")
        self.summary.setText(wording.breakable(head.text))
        self.summary.setAccessibleName(head.text)
        self.summary.setToolTip(head.whole)
        self._picture.show_icon(head.icon, head.token)
        self._spinner.setVisible(reading)
        self._picture.setVisible(not reading)
        self._tell(lines)
        self._show_fold()

    def _tell(self, lines: Sequence[Line]) -> None:
        while len(self._lines) < len(lines):
            self._add_line()
        for index, (whole, picture, text) in enumerate(self._lines):
            whole.setVisible(index < len(lines))
            if index < len(lines):
                line = lines[index]
                picture.show_icon(line.icon, line.token)
                restyle(text, role=line.role)
                text.setText(wording.breakable(line.text))
                text.setAccessibleName(line.text)
                text.setToolTip(line.whole)

    def _add_line(self) -> None:
        picture, text = Picture("info", "faint", 14), label("", "muted", wraps=True, selectable=True)
        holder = row(gap=6)
        holder.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        holder.addWidget(text, 1)
        whole = QWidget()
        whole.setLayout(holder)
        self._said.addWidget(whole)
        self._lines.append((whole, picture, text))

    # -- versions and aliases -------------------------------------------------------------------

    def _toggle_history(self) -> None:
        if self.history is not None:
            self._close_history()
        elif self._profile is not None:
            from ui.contact.flow_history import FlowHistoryView

            self.history = FlowHistoryView(self._clock)
            self._below.addWidget(self.history)
            wanted = (self._profile, *self._ids)
            self.history.follow(lambda: self._flows.read_history(*wanted), self._tasks)
        self._show_fold()

    def _close_history(self) -> None:
        if self.history is not None:
            self.history.close_list()
            self.history = None

    def _show_fold(self) -> None:
        self.more.setIcon(theme.icon("chevron-up" if self.history else "chevron-down"))
        # Qt leaves no gap between an icon and its text.
        word = tr("Hide versions") if self.history else tr("Versions and aliases")
        self.more.setText(f" {word}")
        self.more.setAccessibleName(word)
