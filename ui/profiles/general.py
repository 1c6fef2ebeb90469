"""The cards of an editor that every kind of profile has: what it is known by, and how it is reached."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from console.kinds import PROXY_FIELDS
from console.language import tr, tr_count, tr_in
from console.profiles import Kind
from ui import theme
from ui.controls import button, column, pill, row
from ui.profiles.choices import ColourBox, PickerBox, TickBox
from ui.profiles.credentials import box_of, pair, region_choices
from ui.profiles.fields import FieldBox, LineBox
from ui.profiles.sheet import Section


class KnownByCard(Section):
    """Name, colour, region, and whether it is production."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(tr("Profile"), "user-round", tr("how you tell it from the others"))
        self.name = LineBox("name", example="support-prod", is_code=False)
        self.name.line.setMaxLength(64)
        self.region = PickerBox("region", region_choices(), example="eu-central-1")
        self.colour = ColourBox(kind)
        self.production = TickBox("is_production", is_switch=True, token="danger")
        self.boxes: list[FieldBox] = [self.name, self.region, self.colour, self.production]
        self.add(pair(self.name, self.region), pair(self.colour, self.production))


class MoreCard(Section):
    """What few need: default instance, endpoint, proxy, the account in the list. Folded at first."""

    def __init__(self) -> None:
        self.state = pill()
        self.fold = button(tr("Show"), self._turn, kind="link")
        right = QWidget()
        right.setLayout(row(self.state, self.fold, gap=6))
        summary = tr("default instance, endpoint, proxy, account number")
        super().__init__(
            tr_in("title of what few need of a profile", "More"), "sliders-horizontal", summary, right
        )
        self._summary = summary
        user, password = (box_of(field) for field in PROXY_FIELDS)
        instance = LineBox("instance_id", example=tr("id or ARN"), is_optional=True)
        endpoint = LineBox("endpoint", example=tr("AWS’s own"), is_optional=True)
        proxy = LineBox("proxy", example="http://proxy.example.com:8080", is_optional=True)
        account = TickBox("account")
        self.boxes: list[FieldBox] = [instance, endpoint, proxy, user, password, account]
        self._content = QWidget()
        self._content.setLayout(
            column(pair(instance, endpoint), proxy, pair(user, password), account, gap=11)
        )
        self.add(self._content)
        self.unfold(False)

    @property
    def is_open(self) -> bool:
        """Whether the fields are shown."""
        return not self._content.isHidden()

    def unfold(self, is_open: bool = True) -> None:
        """Shows or hides the fields."""
        self._content.setVisible(is_open)
        self.fold.setText(f" {tr('Hide') if is_open else tr('Show')}")
        self.fold.setAccessibleName(
            tr("Hide more of the profile") if is_open else tr("Show more of the profile")
        )
        self.fold.setIcon(theme.icon("chevron-up" if is_open else "chevron-down"))
        self.about.show_text("" if is_open else self._summary)
        self.show_count()

    def show_count(self) -> None:
        """Says while it is folded how much of it is set."""
        count = sum(bool(box.value()) for box in self.boxes)
        self.state.setText(tr_count("{count:,} set", "{count:,} set", count))
        self.state.setVisible(bool(count) and not self.is_open)

    def _turn(self) -> None:
        self.unfold(not self.is_open)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        item = self.body.itemAt(0)
        in_head = item is not None and item.geometry().contains(event.position().toPoint())
        if in_head and event.button() == Qt.MouseButton.LeftButton:
            self._turn()
