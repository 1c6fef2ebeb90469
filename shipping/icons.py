"""The application's icon in the sizes and forms that systems want, drawn from its one drawing.

Run as a program in a process of its own, since Qt wants one application a process and no screen.
"""

from __future__ import annotations

import struct
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from shipping.product import ROOT

DRAWING: Final = ROOT / "resources" / "icons" / "application.svg"
SYMBOLIC: Final = ROOT / "resources" / "icons" / "application-symbolic.svg"
SIZES: Final = (16, 22, 24, 32, 48, 64, 128, 256, 512)
"""Pixels of the sides that desktops of Linux look for."""
_ICO: Final = (16, 24, 32, 48, 64, 128, 256)
# The types of Apple's icon file that hold PNG, and the pixels of each.
_ICNS: Final = {
    b"ic11": 32, b"ic12": 64, b"ic07": 128, b"ic13": 256, b"ic08": 256, b"ic14": 512, b"ic09": 512,
    b"ic10": 1024,
}  # fmt: skip


def draw(folder: Path) -> None:
    """Writes icon-SIZE.png for each size, icon.ico and icon.icns."""
    sizes = sorted({*SIZES, *_ICO, *_ICNS.values()})
    pictures = {size: png(size) for size in sizes}
    for size in SIZES:
        (folder / f"icon-{size}.png").write_bytes(pictures[size])
    (folder / "icon.ico").write_bytes(ico({size: pictures[size] for size in _ICO}))
    (folder / "icon.icns").write_bytes(icns({kind: pictures[size] for kind, size in _ICNS.items()}))


def png(size: int) -> bytes:
    """The drawing as a PNG, `size` pixels wide and high."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
    from PySide6.QtGui import QImage, QImageWriter, QPainter
    from PySide6.QtSvg import QSvgRenderer

    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(str(DRAWING)).render(painter)
    painter.end()
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise OSError(f"the icon cannot be drawn at {size} pixels")
    return bytes(content.data())


def ico(pictures: Mapping[int, bytes]) -> bytes:
    """Windows' icon file: a header, an entry for each PNG, the PNGs. A side of 256 is written as 0."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    entries, content = b"", b""
    start = len(head) + 16 * len(pictures)
    for size, picture in pictures.items():
        side = size % 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), start + len(content))
        content += picture
    return head + entries + content


def icns(pictures: Mapping[bytes, bytes]) -> bytes:
    """Apple's icon file: each picture behind its type and its length, all behind the length of the file."""
    content = b"".join(
        kind + struct.pack(">I", 8 + len(picture)) + picture for kind, picture in pictures.items()
    )
    return b"icns" + struct.pack(">I", 8 + len(content)) + content


if __name__ == "__main__":
    draw(Path(sys.argv[1]))
