"""How everything looks: one table of colours for each theme, and what is made of it.

Nothing outside this module names a colour. A widget that paints itself asks `colour(token)` when it
paints; a stylesheet names tokens as `@token`. Qt's own dark mode does nothing on Linux without a
desktop theme, so palette and stylesheet are always ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import prod
from pathlib import Path

from PySide6.QtCore import QByteArray, QLocale, QPointF, QRect, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontDatabase,
    QFontInfo,
    QGuiApplication,
    QIcon,
    QIconEngine,
    QPainter,
    QPalette,
    QPixmap,
)
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyleOptionViewItem, QWidget

from console.paths import resource

THEMES: dict[str, dict[str, str]] = {
    "light": {
        "bg": "#F5F6F8", "rail": "#FBFBFC", "surface": "#FFFFFF", "field": "#FFFFFF", "sunken": "#F2F4F7",
        "border": "#E1E5EB", "strong": "#818A9C", "text": "#101828", "muted": "#4F586A", "faint": "#606A7D",
        "accent": "#3F5BF6", "accent_hover": "#3249D8", "accent_pressed": "#293CB8", "on_accent": "#FFFFFF",
        "soft": "#EDF0FF", "soft_text": "#2C42C9",
        "ok": "#0B7546", "ok_soft": "#E4F6EC", "warn": "#8F4E06", "warn_soft": "#FDF1DF",
        "danger": "#B9301F", "danger_soft": "#FDECEA", "danger_hover": "#9C2617", "on_danger": "#FFFFFF",
        "ring_track": "#E1E5EB", "ring_calm": "#12935A", "ring_soon": "#B26A0C", "ring_urgent": "#D23B2A",
        "sandbox": "#0E8074", "environment": "#6246D6", "blue": "#215CE4", "teal": "#0F6F82",
        "green": "#1C7641", "amber": "#96580C", "violet": "#7B47D4", "rose": "#BD2772",
        "on_profile": "#FFFFFF",
    },
    "dark": {
        "bg": "#0E1116", "rail": "#12161C", "surface": "#171C23", "field": "#11151B", "sunken": "#11151B",
        "border": "#2A313C", "strong": "#667287", "text": "#E9EDF3", "muted": "#A6B0C0", "faint": "#8E99AA",
        "accent": "#7C92FF", "accent_hover": "#93A5FF", "accent_pressed": "#6A81F4", "on_accent": "#0B1020",
        "soft": "#1F2747", "soft_text": "#B9C5FF",
        "ok": "#4CCF90", "ok_soft": "#12301F", "warn": "#EBB061", "warn_soft": "#35270F",
        "danger": "#F5867D", "danger_soft": "#3A1B19", "danger_hover": "#FA9D95", "on_danger": "#1B0705",
        "ring_track": "#2A313C", "ring_calm": "#45C98A", "ring_soon": "#E5A54B", "ring_urgent": "#F2746B",
        "sandbox": "#108176", "environment": "#775EDE", "blue": "#376CE6", "teal": "#117C92",
        "green": "#1F8449", "amber": "#A8630E", "violet": "#8759D8", "rose": "#D42B80",
        "on_profile": "#FFFFFF",
    },
}  # fmt: skip

_now = dict(THEMES["light"])
FONT_FILES = (
    "Inter-Regular.otf",
    "Inter-Medium.otf",
    "Inter-SemiBold.otf",
    "Inter-Bold.otf",
    "JetBrainsMono-Regular.ttf",
)
JAPANESE = ("Noto Sans CJK JP", "Hiragino Sans", "Yu Gothic UI", "Meiryo")
"""Of Linux, macOS and Windows: with a bold face, and letters in the forms that Japan gives them."""
_TOKEN = re.compile(r"@(\w+)")
_LENGTH = re.compile(r"\b(\d+)px")
_RULE = re.compile(r"([^{}]*)\{([^}]*)\}")
USUAL = (12, 15)
"""Pixels of the fonts that systems start with: Windows 12, macOS 13, KDE 13, GNOME 15."""
LEAST_SHARE, MOST_SHARE = 0.8, 2.0
HAIRLINE = 2
"""Lines so thin stay so thin, however large all else is."""

_scales: dict[str, float] = {}


def colour(token: str) -> QColor:
    """The colour of a token in the theme that is shown."""
    return QColor(_now[token])


def shown() -> str:
    """The theme that is shown: light or dark."""
    return "dark" if _now["bg"] == THEMES["dark"]["bg"] else "light"


def wanted(preference: str) -> str:
    """The theme for a preference of system, light or dark."""
    if preference in THEMES:
        return preference
    dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return "dark" if dark else "light"


def scale() -> float:
    """By how much everything is larger than it is drawn here; 1 unless something asks for more or less."""
    return prod(_scales.values())


def enlarge(cause: str, factor: float) -> None:
    """Lets one cause, such as a presenter, ask for a size; it holds from the next `dress` on."""
    _scales[cause] = factor


def px(pixels: float) -> int:
    """A length in pixels as large as it is to be at this moment."""
    return round(pixels * scale())


def square(pixels: float) -> QSize:
    """A square as large as it is to be at this moment, for an icon."""
    return QSize(px(pixels), px(pixels))


def fit(widget: QWidget, **pixels: int) -> None:
    """Gives a widget its `width`, `height` or `widest`, as drawn up, now and in every size to come."""
    widget.setProperty("fit", {**(widget.property("fit") or {}), **pixels})
    _fit(widget)


def _fit(widget: QWidget) -> None:
    given: dict[str, int] = widget.property("fit") or {}
    for name, pixels in given.items():
        _FITTING[name](widget, px(pixels))


_FITTING = {
    "width": QWidget.setFixedWidth, "height": QWidget.setFixedHeight, "widest": QWidget.setMaximumWidth
}  # fmt: skip


@contextmanager
def enlarged(painter: QPainter, option: QStyleOptionViewItem) -> Iterator[None]:
    """Lets a row of a list be painted in the measure in which it is drawn up, as large as all else is.

    The option's rectangle is the row's place in that measure meanwhile, from 0, 0.
    """
    factor, kept, place = scale(), dict(_scales), QRect(option.rect)
    painter.save()
    painter.translate(place.topLeft())
    painter.scale(factor, factor)
    _scales.clear()
    option.rect = QRect(0, 0, round(place.width() / factor), round(place.height() / factor))
    try:
        yield
    finally:
        option.rect = place
        _scales.update(kept)
        painter.restore()


def share_of_usual(font: QFont) -> float:
    """By how much a system's font is larger than systems have it; 1 for what any of them starts with."""
    pixels = QFontInfo(font).pixelSize()
    if USUAL[0] <= pixels <= USUAL[1]:
        return 1
    usual = USUAL[0] if pixels < USUAL[0] else USUAL[1]
    return min(max(pixels / usual, LEAST_SHARE), MOST_SHARE)


def choose(app: QApplication, preference: str) -> None:
    """Gives the application its fonts and palette, and widgets the colours that they paint with."""
    _prepare(app)
    _now.update(THEMES[wanted(preference)])
    enlarge("system", share_of_usual(QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)))
    _resize(app)
    app.setFont(_font())
    app.setPalette(_palette())


def dress(app: QApplication, preference: str) -> None:
    """Chooses a theme and styles every widget that there is; called again to change the theme."""
    choose(app, preference)
    # Taken off first: to put one over another takes Qt three to four times as long (0.8 s for a window that
    # has shown all its pages).
    app.setStyleSheet("")
    app.setStyleSheet(_stylesheet())


def _resize(app: QApplication) -> None:
    """What widgets were given by number, the stylesheet does not know of."""
    before, now = float(app.property("scale") or 1), scale()
    if before != now:
        app.setProperty("scale", now)
        for widget in app.allWidgets():
            _fit(widget)
            if isinstance(widget, QAbstractButton):
                size = widget.iconSize() * (now / before)
                widget.setIconSize(size)


@cache
def _prepare(app: QApplication) -> None:
    app.setStyle("Fusion")
    for name in FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource(f"fonts/{name}")))


def _font() -> QFont:
    others = JAPANESE if QLocale().language() == QLocale.Language.Japanese else ()
    font = QFont(["Inter", *others, "Segoe UI", "Helvetica Neue", "Noto Sans", "sans-serif"])
    font.setPixelSize(px(13))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def sized(font: QFont, pixels: float, *, bold: bool = False) -> QFont:
    """A copy of a font in another size, its digits all of one width so that a clock stands still."""
    copy = QFont(font)
    copy.setPixelSize(px(pixels))
    copy.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    copy.setFeature(QFont.Tag("tnum"), 1)
    return copy


def monospaced(pixels: int = 12) -> QFont:
    """The font for ids, tokens and code."""
    font = QFont(["JetBrains Mono", "monospace"])
    font.setPixelSize(px(pixels))
    font.setFixedPitch(True)
    return font


def _palette() -> QPalette:
    roles = {
        "Window": "bg", "Base": "field", "AlternateBase": "sunken", "Text": "text", "WindowText": "text",
        "ButtonText": "text", "Button": "surface", "Highlight": "accent", "HighlightedText": "on_accent",
        "PlaceholderText": "faint", "Link": "accent", "ToolTipBase": "text", "ToolTipText": "surface",
        "Accent": "accent", "BrightText": "text", "Light": "surface", "Midlight": "border", "Mid": "strong",
        "Dark": "strong", "Shadow": "strong",
    }  # fmt: skip
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(QPalette.ColorRole[role], colour(token))
    for role in ("Text", "WindowText", "ButtonText"):
        palette.setColor(QPalette.ColorGroup.Disabled, QPalette.ColorRole[role], colour("faint"))
    return palette


def _stylesheet() -> str:
    text = resource("style.qss").read_text("utf-8")
    if scale() != 1:
        text = _scaled(text)
    return _TOKEN.sub(lambda match: _now.get(match[1]) or _arrow(match[1]), text)


def _scaled(text: str) -> str:
    return _RULE.sub(lambda match: f"{match[1]}{{{_scaled_rule(match[1], match[2])}}}", text)


def _scaled_rule(selector: str, body: str) -> str:
    # A frame that is one pixel thicker with the focus takes it from the padding, also after rounding.
    taken = 1 if ":focus" in selector and "border: 2px" in body else 0
    parts = body.split(";")
    return ";".join(_scaled_lengths(one, taken if one.strip().startswith("padding:") else 0) for one in parts)


def _scaled_lengths(declaration: str, taken: int) -> str:
    is_round = declaration.strip().startswith("border-radius")

    def larger(match: re.Match[str]) -> str:
        length = int(match[1])
        if is_round and length > HAIRLINE:
            # Qt draws a corner where it is more than half of the height, whose frame stays a hairline.
            return f"{int((length - 1) * scale()) + 1}px"
        return f"{px(length + taken) - taken if length > HAIRLINE else length}px"

    return _LENGTH.sub(larger, declaration)


_arrows: list[QTemporaryDir] = []


def _arrow(name: str) -> str:
    """A stylesheet takes pictures from files only, so a tinted arrow is written to one for this run."""
    if not _arrows:
        _arrows.append(QTemporaryDir())
    icon, _, token = name.partition("__")
    file = Path(_arrows[0].path()) / f"{icon}-{_now[token][1:]}.svg"
    if not file.exists():
        file.write_bytes(_svg(icon.replace("_", "-"), _now[token]))
    return file.as_posix()


@cache
def _svg(name: str, tint: str) -> bytes:
    drawing = resource(f"icons/{name}.svg").read_text("utf-8")
    return drawing.replace("currentColor", tint).encode()


@cache
def _renderer(name: str, tint: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_svg(name, tint)))


def draw_icon(painter: QPainter, name: str, tint: QColor, rect: QRectF) -> None:
    """Draws an icon as vectors, sharp at any scale."""
    _renderer(name, tint.name()).render(painter, rect)


class _Engine(QIconEngine):
    """An icon that is drawn anew in the size, scale and theme of the moment."""

    def __init__(self, name: str, token: str) -> None:
        super().__init__()
        self._name, self._token = name, token

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        token = "faint" if mode == QIcon.Mode.Disabled else self._token
        draw_icon(painter, self._name, colour(token), QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPointF(0, 0).toPoint(), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        return _Engine(self._name, self._token)


def icon(name: str, token: str = "muted") -> QIcon:
    """A Lucide icon in the colour of a token; it follows the theme by itself when repainted."""
    return QIcon(_Engine(name, token))


def application_icon() -> QIcon:
    """The application's own icon."""
    return QIcon(str(resource("icons/application.svg")))
