"""What a screen reader says by itself of a chat that goes on: what others have just said."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from console.language import tr_count
from ui import masking
from ui.chat.transcript import TranscriptModel

RECENT = 50
"""Among so many of the last rows those are looked for that are new."""
MOST = 3
"""So many are said at once; of more it is said how many there are."""


class Hearing:
    """Announces the rows of a model as they come: those of others and of this session, each once."""

    def __init__(self, model: TranscriptModel, of: QWidget) -> None:
        self._model, self._of = model, of
        self._heard: set[str] = set()

    def look(self, *, is_listening: bool) -> None:
        """Says what came since the last look; where nobody listens it counts as heard."""
        model = self._model
        rows = range(max(0, model.rowCount() - RECENT), model.rowCount())
        new = [at for at in rows if model.row(at).key not in self._heard and self._is_whole(at)]
        self._heard = {model.row(at).key for at in rows if at in new or model.row(at).key in self._heard}
        told = [self._words(at) for at in new if self._is_of_others(at)]
        if told and is_listening:
            self._say(told)

    def _is_whole(self, at: int) -> bool:
        return not self._model.row(at).is_streaming

    def _is_of_others(self, at: int) -> bool:
        item = self._model.row(at).item
        return item.role != self._model.own and not item.is_past

    def _words(self, at: int) -> str:
        # As the row itself is read, with all that is masked there.
        return str(self._model.data(self._model.index(at, 0), Qt.ItemDataRole.AccessibleTextRole))

    def _say(self, told: list[str]) -> None:
        before = len(told) - MOST
        words = [tr_count("{count:,} more before", "{count:,} more before", before)] if before > 0 else []
        masking.announce(self._of, ". ".join([*words, *told[-MOST:]]))
