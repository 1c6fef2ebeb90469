"""Colours that can be read, icons that are sharp, a theme that can be changed."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication, QPushButton

from console.paths import resource
from ui import theme

TEXT_ON = [
    ("text", ("bg", "rail", "surface", "field", "sunken", "soft", "danger_soft", "warn_soft")),
    ("muted", ("bg", "rail", "surface", "field", "sunken", "danger_soft", "warn_soft", "soft")),
    ("faint", ("bg", "rail", "surface", "field", "sunken")),
    ("soft_text", ("soft", "surface")),
    ("accent", ("surface", "bg")),
    ("on_accent", ("accent", "accent_hover", "accent_pressed")),
    ("ok", ("ok_soft", "surface")),
    ("warn", ("warn_soft", "surface", "bg")),
    ("danger", ("danger_soft", "surface", "bg")),
    ("surface", ("text",)),
]
PAIRS = [(text, ground) for text, grounds in TEXT_ON for ground in grounds]
AA = 4.5


def luminance(colour: QColor) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (colour.redF(), colour.greenF(), colour.blueF())
    ]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(QColor(one)), luminance(QColor(other))), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_is_readable(name: str, text: str, ground: str) -> None:
    tokens = theme.THEMES[name]
    assert contrast(tokens[text], tokens[ground]) >= AA


def test_both_themes_have_the_same_tokens() -> None:
    assert set(theme.THEMES["light"]) == set(theme.THEMES["dark"])


def test_every_token_of_the_stylesheet_is_known() -> None:
    text = resource("style.qss").read_text("utf-8")
    for token in re.findall(r"@(\w+)", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)):
        icon, _, tint = token.partition("__")
        assert token in theme.THEMES["light"] or (
            tint in theme.THEMES["light"] and resource(f"icons/{icon.replace('_', '-')}.svg").is_file()
        ), token


def test_an_icon_follows_theme_and_scale(qapp: QApplication) -> None:
    icon = theme.icon("play", "text")
    theme.dress(qapp, "light")
    light = icon.pixmap(QSize(16, 16), 3.0)
    assert light.size() == QSize(48, 48), "as many pixels as the screen has"
    theme.dress(qapp, "dark")
    dark = icon.pixmap(QSize(16, 16), 3.0)
    assert light.toImage() != dark.toImage()
    assert icon.pixmap(QSize(16, 16), QIcon.Mode.Disabled).toImage() != icon.pixmap(QSize(16, 16)).toImage()
    theme.dress(qapp, "light")


def test_an_icon_lives_on_in_a_button(qapp: QApplication) -> None:
    button = QPushButton()
    button.setIcon(theme.icon("play"))
    import gc

    gc.collect()
    assert not button.icon().pixmap(QSize(16, 16)).isNull()


def test_the_bundled_fonts_are_used(qapp: QApplication) -> None:
    theme.dress(qapp, "light")
    assert qapp.font().families()[0] == "Inter"
    assert QFontInfo(qapp.font()).family() == "Inter"
    assert QFontInfo(theme.monospaced()).family() == "JetBrains Mono"


def test_licences_lie_beside_what_they_are_for() -> None:
    assert "ISC" in resource("icons/LICENSE").read_text("utf-8")
    for font in ("Inter", "JetBrainsMono"):
        assert "SIL OPEN FONT LICENSE" in resource(f"fonts/{font}-LICENSE.txt").read_text("utf-8")


def test_fonts_come_with_the_program_and_not_from_the_machine(qapp: QApplication) -> None:
    theme.dress(qapp, "light")
    ours = [QFontDatabase.applicationFontFamilies(number) for number in range(len(theme.FONT_FILES))]
    assert {family for families in ours for family in families} >= {"Inter", "JetBrains Mono"}
