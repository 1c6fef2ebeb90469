"""What the program is: its version, what it is made of, and under which licences."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QPlainTextEdit, QWidget

from console.language import tr
from console.licences import TITLE, Part
from console.new_version import Releases
from ui import theme
from ui.controls import button, column, label, row, show_magnifier
from ui.drawn import Picture
from ui.new_version import NewVersion
from ui.tasks import Tasks

NEVER_LOOKS = tr("This program never looks for updates by itself, and tells nobody that or how it is used.")
NOT_PUBLISHED = tr("This copy does not come from a release, so there is nobody to ask for a new version.")
MADE_WITH = (
    ("Python", ("Python",)),
    ("Qt", ("Qt", "PySide6_Essentials")),
    ("boto3", ("boto3",)),
)
"""What is named beside our own version, and the parts that tell theirs, the first that there is."""
RULE = "\n\n" + "-" * 48 + "\n\n"


class AboutDialog(QDialog):
    """Versions, and all licences with their texts, searched by name and by what they say."""

    def __init__(self, parent: QWidget, parts: Sequence[Part], whom: Releases | None, tasks: Tasks) -> None:
        """`whom` published this copy, and can be asked for a newer one."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("About Connect Chat Console"))
        self._parts = parts
        self.new_version = None if whom is None else NewVersion(whom, tasks)
        if self.new_version is not None:
            self.finished.connect(self.new_version.cancel)
        self.search = QLineEdit()
        self.search.setPlaceholderText(tr("Search names, licences and their texts"))
        self.search.setAccessibleName(tr("Search the licences"))
        self.search.setClearButtonEnabled(True)
        show_magnifier(self.search)
        self.list = QListWidget()
        self.list.setAccessibleName(tr("What the program is made of"))
        self.list.setProperty("parts", True)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setProperty("code", True)
        self.text.setTabChangesFocus(True)
        self.text.setAccessibleName(tr("The text of the licence"))
        self.text.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.close_button = button(tr("Close"), self.accept, kind="primary")
        self.close_button.setDefault(True)
        self._lay_out()
        self.list.currentItemChanged.connect(lambda *_: self._show_text())
        self.search.textChanged.connect(self._filter)
        self._filter("")
        self.search.setFocus()

    def _lay_out(self) -> None:
        ours = self._parts[0]
        self.versions = label(
            " · ".join(f"{name} {known}" for name, known in _versions(self._parts)),
            "muted",
            wraps=True,
            selectable=True,
        )
        self.nothing = label(tr("Nothing here says that."), "muted", wraps=True)
        texts = column(
            label(TITLE, "h2"),
            label(
                tr("Version {version}, {licence} licence", version=ours.version, licence=ours.licence),
                wraps=True,
                selectable=True,
            ),
            self.versions,
            label(NEVER_LOOKS, "muted", wraps=True),
            gap=3,
        )
        if self.new_version is None:
            texts.addWidget(label(NOT_PUBLISHED, "muted", wraps=True))
        else:
            texts.addSpacing(5)
            texts.addWidget(self.new_version)
        head = row(gap=16)
        head.addWidget(Picture("application", "accent", 52), 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(texts, 1)
        left = column(self.search, self.nothing, gap=8)
        left.addWidget(self.list, 1)
        both = row(gap=12)
        both.addLayout(left, 35)
        both.addWidget(self.text, 65)
        body = column(head, gap=16, margins=(22, 20, 22, 18))
        body.addLayout(both, 1)
        body.addLayout(row(None, self.close_button))
        self.setLayout(body)
        # Most licences have lines of up to 79 characters.
        wanted = QSize(theme.px(1010), theme.px(600))
        self.resize(wanted.boundedTo(self.screen().availableSize() * 0.9))

    def _filter(self, typed: str) -> None:
        """Lists what holds every word; what was chosen stays so as long as it is there."""
        chosen, words = self._chosen, typed.casefold().split()
        self.list.clear()
        for part in self._parts:
            if all(word in _whole(part).casefold() for word in words):
                item = QListWidgetItem(" ".join(filter(None, (part.name, part.version))))
                item.setToolTip(part.licence)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}, {part.licence}")
                item.setData(Qt.ItemDataRole.UserRole, part)
                self.list.addItem(item)
                if part is chosen:
                    self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self.nothing.setVisible(not self.list.count())
        self._show_text()

    @property
    def _chosen(self) -> Part | None:
        item = self.list.currentItem()
        part = item.data(Qt.ItemDataRole.UserRole) if item else None
        return part if isinstance(part, Part) else None

    def _show_text(self) -> None:
        part = self._chosen
        self.text.setPlainText(f"{part.name}: {part.licence}{RULE}{RULE.join(part.texts)}" if part else "")


def _versions(parts: Sequence[Part]) -> list[tuple[str, str]]:
    known = {part.name: part.version for part in parts}
    return [
        (shown, next(known[one] for one in names if one in known))
        for shown, names in MADE_WITH
        if any(one in known for one in names)
    ]


def _whole(part: Part) -> str:
    return " ".join((part.name, part.version, part.licence, *part.texts))
