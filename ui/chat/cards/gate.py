"""The gate before pictures of others: asks nothing of a host until somebody said yes, then shows them all."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader

from console.language import tr
from console.pictures import KEPT, Pictures, host_of
from ui.tasks import Tasks

LARGEST = 1280
"""Pixels on the longer side that are kept."""
MOST_PIXELS = 40_000_000
FORMATS = frozenset({"png", "jpeg", "jpg", "gif", "webp", "bmp"})


class Gate(QObject):
    """What the cards of a window know of pictures: who may be asked, and what came."""

    allowed = Signal(str)
    """A host that may be asked now."""
    came = Signal(str, str)
    """The address of a picture that is there, or why it is not."""
    refused = Signal(str, str)
    """The address of a picture that needs another host, and that host."""

    def __init__(self, pictures: Pictures, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pictures, self._tasks = pictures, tasks
        self._asked: set[str] = set()
        self._kept: OrderedDict[str, QImage] = OrderedDict()

    def is_allowed(self, url: str) -> bool:
        """Whether a picture may be fetched."""
        return bool(host_of(url)) and self._pictures.is_allowed(host_of(url))

    def allow(self, host: str) -> None:
        """Somebody said yes to a host."""
        self._pictures.allow(host)
        self.allowed.emit(host)

    def picture(self, url: str) -> QImage:
        """A picture that came before; an empty one otherwise."""
        return self._kept.get(url, QImage())

    def ask(self, url: str) -> None:
        """Fetches a picture that may be fetched; `came` tells what became of it."""
        if self.is_allowed(url) and url not in self._asked and url not in self._kept:
            self._asked.add(url)
            self._tasks.start(self._fetch(url), "fetch a picture")

    async def _fetch(self, url: str) -> None:
        try:
            found = await self._pictures.fetch(url)
            image = await self._pictures.apart(partial(decoded, found.content))
        finally:
            self._asked.discard(url)
        if not image.isNull():
            self._kept[url] = image
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        unread = "" if not image.isNull() else tr("The picture can't be read.")
        self.came.emit(url, found.why_not or unread)
        if found.host:
            self.refused.emit(url, found.host)


def decoded(content: bytes) -> QImage:
    """The picture that bytes hold, no larger than is ever shown; an empty one where they hold none."""
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    # What the reader takes for a drawing might load more, and one of endless size would take all memory.
    if (
        bytes(reader.format().data()).decode() not in FORMATS
        or not 0 < size.width() * size.height() <= MOST_PIXELS
    ):
        return QImage()
    if max(size.width(), size.height()) > LARGEST:
        reader.setScaledSize(size.scaled(QSize(LARGEST, LARGEST), Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()
