"""Colours that can be read, icons that are sharp, a theme that can be changed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import get_args

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QStyleOptionViewItem, QWidget

from console.paths import resource
from console.profiles import COLOURS, Colour, Kind, Profile
from ui import theme
from ui.chat.looks import STATUSES
from ui.chat.typing_line import TypingLine
from ui.contact.highlighting import PATTERNS
from ui.drawn import Avatar, Meter, initials, profile_icon
from ui.inspector.trace_painting import MARKS
from ui.profiles.marks import Swatch, Switch
from ui.profiles.sheet import Sheet
from ui.repeat.words import KINDS
from ui.wording import PROFILE_KINDS

INKS = ("text", "muted", "faint", "soft_text", "accent", "ok", "warn", "danger")
GROUNDS = (
    "bg", "rail", "surface", "field", "sunken", "soft", "ok_soft", "warn_soft", "danger_soft",
)  # fmt: skip
TEXT_ON = [
    *((ink, GROUNDS) for ink in INKS),
    ("on_accent", ("accent", "accent_hover", "accent_pressed")),
    ("on_danger", ("danger", "danger_hover")),
    ("on_profile", (*filter(None, COLOURS), "sandbox", "environment")),
    ("blue", ("on_profile",)),
    ("surface", ("text",)),
]
"""Every ink on every ground that text is written on, whether or not they meet today."""
PAIRS = [(text, ground) for text, grounds in TEXT_ON for ground in grounds]
RINGS = ("ring_calm", "ring_soon", "ring_urgent")
SEEN_ON = (
    [
        (colour, ground)
        for colour in (*filter(None, COLOURS), "sandbox", "environment", "danger", "accent", "strong", *RINGS)
        for ground in ("rail", "surface", "bg", "field", "sunken")
    ]
    + [(ring, "ring_track") for ring in RINGS]
    + [("accent", "border")]
)
"""What is no text and has to be told from what is around it."""
AA, AA_GRAPHICS = 4.5, 3.0
QWIDGETSIZE_MAX = (1 << 24) - 1
"""Of Qt: a length that nobody has bounded."""


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
def test_what_is_no_text_stands_out(name: str, colour: str, ground: str) -> None:
    tokens = theme.THEMES[name]
    assert contrast(tokens[colour], tokens[ground]) >= AA_GRAPHICS


RULE = re.compile(r"([^{}]+)\{([^}]*)\}")
CONTROLS = ("QLineEdit", "QComboBox", "QPlainTextEdit", "QTextEdit", "QPushButton", "::indicator", "composer")
QUIET = (":disabled", "off=", "code=", 'QFrame[composer="true"] Q')
"""What nobody can use, what is only read, and what has its frame around it."""


def rules() -> list[tuple[str, dict[str, str]]]:
    """Every rule of the stylesheet that means something that can be used: selector, and what it sets."""
    sheet = re.sub(r"/\*.*?\*/", "", resource("style.qss").read_text("utf-8"), flags=re.DOTALL)
    found = []
    for names, body in RULE.findall(sheet):
        parts = (one.partition(":") for one in body.split(";") if ":" in one)
        set_ = {key.strip(): value.strip() for key, _, value in parts}
        found += [(one.strip(), set_) for one in names.split(",")]
    return [(name, set_) for name, set_ in found if not any(quiet in name for quiet in QUIET)]


def tokens_in(value: str) -> list[str]:
    return re.findall(r"@([a-z_]+)\b", value)


@pytest.mark.parametrize("name", theme.THEMES)
def test_the_stylesheet_puts_no_text_on_a_ground_that_hides_it(name: str) -> None:
    tokens = theme.THEMES[name]
    hidden = [
        (selector, ink, ground)
        for selector, set_ in rules()
        for ink in tokens_in(set_.get("color", ""))
        for ground in tokens_in(set_.get("background", "")) or [one for one in GROUNDS if "soft" not in one]
        if contrast(tokens[ink], tokens[ground]) < AA
        # Their ground is set by the rule that they follow.
        and not (ink.startswith("on_") and "background" not in set_)
    ]
    assert hidden == []


@pytest.mark.parametrize("name", theme.THEMES)
def test_what_can_be_used_has_an_edge_that_is_seen(name: str) -> None:
    tokens = theme.THEMES[name]
    faint = [
        (selector, edge, ground)
        for selector, set_ in rules()
        if any(control in selector for control in CONTROLS)
        for key in ("border", "border-color")
        for edge in tokens_in(set_.get(key, ""))
        for ground in ("bg", "surface", "field", "rail")
        if contrast(tokens[edge], tokens[ground]) < AA_GRAPHICS
    ]
    assert faint == []


def test_every_token_that_something_is_written_with_is_looked_at() -> None:
    """A new ink or ground must come into the tables above."""
    used = {token for _, set_ in rules() for token in tokens_in(set_.get("color", ""))}
    assert used <= {ink for ink, _ in TEXT_ON}
    marks = {mark.ink for mark in MARKS.values()} | {token for _, _, token in STATUSES.values()}
    coloured = {token for patterns in PATTERNS.values() for _, token in patterns}
    assert marks | coloured | {token for _, _, token in KINDS.values()} <= set(INKS)
    assert {mark.ground for mark in MARKS.values()} <= set(GROUNDS)


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


@pytest.fixture
def large(qapp: QApplication) -> Iterator[None]:
    theme.enlarge("test", 1.35)
    theme.dress(qapp, "light")
    yield
    theme.enlarge("test", 1)
    theme.dress(qapp, "light")


def test_all_is_larger_and_nothing_moves_with_the_focus(qapp: QApplication, large: None) -> None:
    assert qapp.font().pixelSize() == theme.px(13) == 18
    assert theme.monospaced(12).pixelSize() == theme.px(12)
    line, button = QLineEdit(), QPushButton("Go")
    plain = resource("style.qss").read_text("utf-8")
    shown = qapp.styleSheet()
    assert shown.count("border: 1px") == plain.count("border: 1px"), "hairlines stay"
    for kind in ("QLineEdit", "QPushButton"):
        before, focused = _paddings(shown, f"{kind}[^{{}}:]*"), _paddings(shown, f"{kind}:focus[^{{}}]*")
        assert before[0] - focused[0] == 1, kind
    assert line.sizeHint().height() > 40
    assert button.sizeHint().height() > 40


def lengths(parts: Sequence[QWidget]) -> list[tuple[int, int]]:
    return [(one.maximumWidth(), one.maximumHeight()) for one in parts]


def measured() -> list[QWidget]:
    """Parts whose lengths are given by number, since they paint themselves or hold a page together."""
    page = Sheet("A page", "and what it is for")
    widest = [one for one in page.findChildren(QWidget) if 0 < one.maximumWidth() < QWIDGETSIZE_MAX]
    page.setParent(None)
    return [Swatch("blue", "access_key"), TypingLine(), Meter("Used"), *widest, page]


@pytest.mark.parametrize("factor", [0.8, 1.35, 2])
def test_what_has_lengths_of_its_own_has_them_in_every_size(qapp: QApplication, factor: float) -> None:
    theme.dress(qapp, "light")
    parts, switch = measured(), Switch("Production")
    usual, room = lengths(parts), switch.sizeHint()
    theme.enlarge("test", factor)
    try:
        theme.dress(qapp, "light")
        wanted = [
            tuple(one if one == QWIDGETSIZE_MAX else round(one * factor) for one in pair) for pair in usual
        ]
        assert lengths(parts) == wanted, "what was there before"
        assert lengths(measured()) == wanted, "what is made now"
        typing = next(one for one in parts if isinstance(one, TypingLine))
        typing.text.ensurePolished()
        assert typing.height() >= typing.text.fontMetrics().height()
        switch.ensurePolished()
        assert switch.sizeHint().width() == pytest.approx(room.width() * factor, abs=3)
        assert switch.sizeHint().height() == round(room.height() * factor)
    finally:
        theme.enlarge("test", 1)
        theme.dress(qapp, "light")
    assert lengths(parts) == usual


@pytest.mark.parametrize("factor", [1, 2])
@pytest.mark.parametrize("is_from_right", [False, True])
def test_a_switch_and_a_swatch_are_painted_as_large_as_all_else(
    qapp: QApplication, factor: float, is_from_right: bool
) -> None:
    theme.enlarge("test", factor)
    try:
        theme.dress(qapp, "light")
        switch, swatch = Switch(""), Swatch("blue", "access_key")
        if is_from_right:
            switch.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        swatch.resize(swatch.sizeHint())
        switch.resize(switch.sizeHint())
        for widget, token, width in ((switch, "strong", 34), (swatch, "blue", 19)):
            painted = widget.grab().toImage()
            middle = round(painted.height() * 0.5)
            hits = [x for x in range(painted.width()) if painted.pixelColor(x, middle) == theme.colour(token)]
            assert hits[-1] - hits[0] + 1 == pytest.approx(width * factor, abs=3), token
    finally:
        theme.enlarge("test", 1)
        theme.dress(qapp, "light")


@pytest.mark.parametrize("factor", [0.8, 1, 1.1, 1.27, 1.35, 1.8, 2])
def test_what_is_round_stays_round_in_every_size(qapp: QApplication, factor: float) -> None:
    theme.enlarge("test", factor)
    try:
        theme.dress(qapp, "light")
        sheet = qapp.styleSheet()
    finally:
        theme.enlarge("test", 1)
        theme.dress(qapp, "light")
    for selector, lines in (
        ("QRadioButton::indicator", "height"),
        ('QPushButton[kind="chip"]', "max-height"),
    ):
        (rule,) = re.findall(rf"(?m)^{re.escape(selector)} {{([^}}]*)}}", sheet)
        length, radius = (
            int(re.findall(rf"(?<![-\w]){one}: (\d+)px", rule)[0]) for one in (lines, "border-radius")
        )
        assert radius <= (length + 2) / 2, "Qt draws a corner otherwise"
        assert radius >= length / 2 - 1


def _paddings(sheet: str, selector: str) -> list[int]:
    found = re.search(rf"^{selector}\{{[^}}]*?padding: 0 (\d+)px", sheet, re.MULTILINE)
    assert found is not None, selector
    return [int(found[1])]


def test_a_row_is_painted_in_its_own_measure(qapp: QApplication, large: None) -> None:
    option = QStyleOptionViewItem()
    option.rect = QRect(10, 20, 270, 54)
    picture = QPixmap(300, 100)
    picture.fill(Qt.GlobalColor.white)
    painter = QPainter(picture)
    with theme.enlarged(painter, option):
        assert option.rect == QRect(0, 0, 200, 40)
        assert theme.sized(qapp.font(), 13).pixelSize() == 13
        painter.fillRect(option.rect, theme.colour("text"))
    painter.end()
    assert option.rect == QRect(10, 20, 270, 54)
    assert theme.scale() == pytest.approx(1.35)
    image = picture.toImage()
    assert image.pixelColor(11, 21) == image.pixelColor(278, 72) == theme.colour("text")
    assert image.pixelColor(9, 19) == image.pixelColor(281, 75) == QColor("white")


@pytest.mark.parametrize(
    ("points", "share"), [(6, 0.8), (8, 0.92), (9, 1), (10, 1), (11, 1), (14, 1.27), (20, 1.8), (40, 2)]
)
def test_everything_is_as_large_as_the_fonts_of_the_system(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, points: int, share: float
) -> None:
    font = QFont("Inter", points)
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _: font)
    try:
        theme.dress(qapp, "light")
        assert theme.scale() == pytest.approx(share, abs=0.03)
        assert qapp.font().pixelSize() == round(13 * theme.scale())
    finally:
        monkeypatch.undo()
        theme.dress(qapp, "light")
    assert theme.scale() == 1
