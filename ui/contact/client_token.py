"""The client token: one that stays, or none, so that every click makes its own."""

from __future__ import annotations

from uuid import uuid4

from console.language import tr, tr_in
from console.shape import Field
from ui.contact.texts import Line
from ui.controls import button


class ClientToken(Line):
    """A token typed or made by a click. With the same token the same chat is given again."""

    is_wide = True

    def __init__(self, field: Field) -> None:
        self.new = button(
            tr_in("a client token", "New"), self._make, icon="refresh-cw", name=tr("New client token")
        )
        super().__init__(field, button=self.new)

    def _make(self) -> None:
        self.line.setText(str(uuid4()))
