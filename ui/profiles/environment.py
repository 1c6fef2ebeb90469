"""The Environment profile: its variables are read once, on a click, and kept in memory."""

from __future__ import annotations

import os

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QLineEdit, QWidget

from console.credentials import Keys
from console.errors import ProfileProblem
from console.language import tr
from console.profiles import Profile, environment_at, read_environment
from console.redaction import short_key_id
from ui.controls import Banner, button, column, label, row


class EnvironmentDialog(QDialog):
    """Reads AWS_ACCESS_KEY_ID and its kin, shows what was found, and makes a profile of it."""

    made = Signal(object, object)
    """The profile and its keys."""

    def __init__(self, parent: QWidget, profile: Profile | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Environment profile"))
        self.setMinimumWidth(480)
        self._keys: Keys | None = None
        self.key_id = QLineEdit()
        self.key_id.setReadOnly(True)
        self.key_id.setPlaceholderText(tr("not read yet"))
        self.region = QLineEdit(profile.region if profile else "")
        self.region.setPlaceholderText("eu-central-1")
        self.endpoint = QLineEdit((profile.endpoint if profile else None) or "")
        self.endpoint.setPlaceholderText(tr("AWS’s own"))
        self.banner = Banner()
        self.read = button(tr("Read the variables"), self.read_variables, icon="key-round")
        self.use = button(tr("Use this profile"), self._use, kind="primary")
        self.use.setEnabled(False)
        self._lay_out()

    def _lay_out(self) -> None:
        fields = []
        for name, field in (
            (tr("Access key"), self.key_id),
            (tr("Region"), self.region),
            (tr("Endpoint"), self.endpoint),
        ):
            caption = label(name, "label")
            caption.setBuddy(field)
            field.setAccessibleName(name)
            fields.append(column(caption, field, gap=4))
        text = tr(
            "Reads AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of this program’s own "
            "environment, once, and with them AWS_REGION or AWS_DEFAULT_REGION, and AWS_ENDPOINT_URL_CONNECT "
            "or AWS_ENDPOINT_URL. They stay in memory until the window closes and are never written."
        )
        cancel = button(tr("Cancel"), self.reject)
        self.setLayout(
            column(
                label(tr("Environment profile"), "h2"),
                label(text, "muted", wraps=True),
                row(self.read, None),
                *fields,
                self.banner,
                row(None, cancel, self.use),
                gap=12,
                margins=(20, 18, 20, 18),
            )
        )

    def read_variables(self) -> None:
        """Reads the variables; what is missing is said."""
        try:
            profile, self._keys = read_environment(os.environ)
        except ProfileProblem as problem:
            self._keys = None
            self.key_id.clear()
            self.use.setEnabled(False)
            self.banner.tell("danger", problem.sentence, problem.advice)
            return
        self.key_id.setText(short_key_id(self._keys.access_key_id))
        self.region.setText(self.region.text() or profile.region)
        self.endpoint.setText(self.endpoint.text() or profile.endpoint or "")
        self.banner.hide()
        self.use.setEnabled(True)
        self.use.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use(self) -> None:
        if self._keys is None:
            return
        try:
            profile = environment_at(self.region.text(), self.endpoint.text())
        except ProfileProblem as problem:
            self.banner.tell("danger", problem.sentence, problem.advice)
            return
        self.made.emit(profile, self._keys)
        self.accept()
