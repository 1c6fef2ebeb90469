"""Colours that can be read, icons that are sharp, a theme that can be changed."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import get_args

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QIcon
from PySide6.QtWidgets import QApplication, QPushButton

from console.paths import resource
from console.profiles import COLOURS, Colour, Kind, Profile
from ui import theme
from ui.drawn import Avatar, initials, profile_icon
from ui.wording import PROFILE_KINDS

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
    ("on_danger", ("danger",)),
    ("faint", ("danger_soft",)),
    ("on_profile", (*filter(None, COLOURS), "sandbox", "environment")),
    ("surface", ("text",)),
]
PAIRS = [(text, ground) for text, grounds in TEXT_ON for ground in grounds]
SEEN_ON = [
    (colour, ground)
    for colour in (*filter(None, COLOURS), "sandbox", "environment", "danger", "accent")
    for ground in ("rail", "surface", "bg", "field")
]
"""What is no text and has to be told from what is around it."""
AA, AA_GRAPHICS = 4.5, 3.0


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


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize(("colour", "ground"), SEEN_ON)
def test_profile_colours_stand_out(name: str, colour: str, ground: str) -> None:
    tokens = theme.THEMES[name]
    assert contrast(tokens[colour], tokens[ground]) >= AA_GRAPHICS


def test_every_colour_of_a_profile_is_a_token_and_no_two_are_alike() -> None:
    for tokens in theme.THEMES.values():
        shown = [tokens[colour] for colour in COLOURS if colour]
        assert len(set(shown)) == len(COLOURS) - 1
        assert {token for _, _, token in PROFILE_KINDS.values()} <= set(tokens)
    assert set(PROFILE_KINDS) == set(get_args(Kind))
    for _, icon, _ in PROFILE_KINDS.values():
        assert resource(f"icons/{icon}.svg").is_file()


def is_seen(avatar: Avatar, token: str) -> bool:
    """Whether a colour, or one that a gradient makes of it, is somewhere on an avatar."""
    picture, wanted = avatar.grab().toImage(), channels(theme.colour(token))
    seen = (
        channels(picture.pixelColor(x, y)) for x in range(picture.width()) for y in range(picture.height())
    )
    return any(sum(abs(mine - its) for mine, its in zip(one, wanted, strict=True)) < 24 for one in seen)


def channels(colour: QColor) -> tuple[int, int, int]:
    return colour.red(), colour.green(), colour.blue()


@pytest.mark.parametrize("name", theme.THEMES)
@pytest.mark.parametrize("colour", COLOURS)
def test_an_avatar_has_the_colour_of_its_profile_and_production_a_sign(
    qapp: QApplication, name: str, colour: Colour
) -> None:
    theme.dress(qapp, name)
    avatar = Avatar(size=48)
    profile = Profile("Support EU", "role", "eu-central-1", id="p", colour=colour)
    avatar.show_profile(profile)
    assert is_seen(avatar, colour or "violet"), "without a colour, that of its kind"
    assert not is_seen(avatar, "danger")
    avatar.show_profile(replace(profile, is_production=True))
    assert is_seen(avatar, "danger")
    theme.dress(qapp, "light")


def test_an_icon_of_a_profile_is_its_avatar_and_follows_the_theme(qapp: QApplication) -> None:
    theme.dress(qapp, "light")
    plain = Profile("Support", "access_key", "eu-central-1", id="p", colour="rose")
    icon, marked = profile_icon(plain), profile_icon(replace(plain, is_production=True))
    light = icon.pixmap(QSize(16, 16), 2.0)
    assert light.size() == QSize(32, 32)
    assert light.toImage() != marked.pixmap(QSize(16, 16), 2.0).toImage()
    theme.dress(qapp, "dark")
    assert light.toImage() != QIcon(icon).pixmap(QSize(16, 16), 2.0).toImage()
    theme.dress(qapp, "light")


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Support EU", "SE"), ("support-prod", "SP"), ("a_b_c", "AC"), ("Zoë", "Z"), ("", "?"), ("- -", "?")],
)
def test_initials_stand_for_a_name(name: str, letters: str) -> None:
    assert initials(name) == letters


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
