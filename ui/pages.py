"""The pages of the centre that are seldom wanted: profiles, and the doctor. Made when first shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from console.language import tr_text
from console.profiles import Profile
from console.shape import Problem
from console.workspace import Workspace
from ui.clipboard import Clipboard
from ui.switching import Switching
from ui.tasks import Tasks

if TYPE_CHECKING:
    from console.doctor import Finding
    from ui.doctor.page import DoctorPage
    from ui.doctor.subject import Subject
    from ui.profiles.page import ProfilesPage


class Pages(QObject):
    """Shows a page on request, and leads from one to the other: they do not know each other."""

    shown = Signal(object)
    """The page that the centre is to show."""
    left = Signal()
    field_requested = Signal(object)
    """The path of a field of the form that the doctor speaks of."""
    noted = Signal()
    """The doctor has found out something about fields of the form."""

    def __init__(
        self,
        window: QWidget,
        workspace: Workspace,
        tasks: Tasks,
        switching: Switching,
        clipboard: Clipboard,
        centre: QStackedWidget,
    ) -> None:
        super().__init__(window)
        self._workspace, self._tasks = workspace, tasks
        self._switching, self._clipboard, self._centre = switching, clipboard, centre
        self._findings: dict[tuple[str, str], list[Problem]] = {}
        self._others: list[QWidget] = []
        self._examined: Subject

    @cached_property
    def profiles(self) -> ProfilesPage:
        """The profiles, with what adds and changes them."""
        from ui.profiles.means import Means
        from ui.profiles.page import ProfilesPage

        workspace = self._workspace
        means = Means(
            workspace.wallet,
            self._tasks,
            self._switching,
            self._clipboard,
            workspace.clock,
            lock_after_min=lambda: workspace.settings.lock_after_min,
            change_lock_after=lambda minutes: workspace.change_settings(lock_after_min=minutes),
        )
        page = ProfilesPage(means)
        page.chosen.connect(self._switching.choose)
        page.doctor_requested.connect(self.examine)
        page.closed.connect(self.left)
        self._centre.addWidget(page)
        return page

    @cached_property
    def doctor(self) -> DoctorPage:
        """What a profile may do, examined."""
        from ui.contact.highlighting import Highlighter
        from ui.doctor.page import DoctorPage

        workspace, switching = self._workspace, self._switching
        page = DoctorPage(self._tasks, lambda profile: workspace.open(profile, switching), Highlighter)
        page.closed.connect(self.left)
        page.field_requested.connect(self._show_field)
        page.examined.connect(self._note)
        self._centre.addWidget(page)
        return page

    def show_profiles(self) -> None:
        """Shows the profiles as they were left."""
        self.profiles.show_chosen(self._workspace.profile)
        self.profiles.open()
        self.shown.emit(self.profiles)

    def add_profile(self) -> None:
        """Shows from where a profile can be added."""
        self.show_profiles()
        self.profiles.add()

    def examine(self, profile: Profile | None = None) -> None:
        """Has the doctor look at a profile, by default the chosen one, with what the form points at."""
        profile = profile or self._workspace.profile
        is_chosen = profile.id == self._workspace.profile.id
        request = self._workspace.draft.request if is_chosen else {"InstanceId": profile.instance_id}
        self._examined = self._switching.subject(profile, request)
        self.doctor.examine_subject(self._examined)
        self.shown.emit(self.doctor)

    def _note(self, findings: Sequence[Finding]) -> None:
        self._findings[self._examined.profile.id, self._examined.instance_id] = [
            Problem(finding.field, finding.check, tr_text(finding.sentence, finding.advice), blocks=False)
            for finding in findings
            if finding.field and finding.outcome == "fails"
        ]
        self.noted.emit()

    def findings_for(self, profile: Profile, instance_id: str) -> list[Problem]:
        """What the doctor found out in this run about fields of the request, for one instance."""
        return self._findings.get((profile.id, instance_id), [])

    @property
    def would_lose(self) -> bool:
        """Whether a profile is being typed that is not kept yet."""
        editor = self.profiles.editor if "profiles" in vars(self) else None
        return editor is not None and editor.would_lose

    def ask_to_leave(self, go_on: Callable[[], object]) -> None:
        """Goes on, once it was asked about what would be lost."""
        self.shown.emit(self.profiles)
        self.profiles.ask_to_leave(go_on)

    def leave(self) -> None:
        """Back to the form, where one of these pages is shown."""
        if self._centre.currentWidget() in self.made:
            self.left.emit()

    @property
    def made(self) -> list[QWidget]:
        """The pages that were made by now."""
        own = (vars(self)[name] for name in ("profiles", "doctor") if name in vars(self))
        return [*own, *self._others]

    def take_in(self, page: QWidget) -> None:
        """A page that somebody else makes and shows, by telling `shown` and `left`."""
        self._others.append(page)
        self._centre.addWidget(page)

    def look_at_clock(self) -> None:
        """Lets the remaining times that are seen show this moment."""
        if "profiles" in vars(self) and self._centre.currentWidget() is self.profiles:
            self.profiles.look_at_clock(self._workspace.clock())

    def _show_field(self, path: tuple[str, ...]) -> None:
        self.left.emit()
        self.field_requested.emit(path)
