"""Texts of a chat as documents to draw, made so that nothing in them acts by itself.

A text comes from anybody who takes part. Qt reads the Markdown with its HTML taken as text; a document
loads nothing, neither from the network nor from a disk; a picture becomes a link with its words; and
a link is one only where a browser or a mail program may open it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextListFormat,
    QTextOption,
)

from console.language import tr
from ui import masking, theme
from ui.chat.looks import Form

SCHEMES = frozenset({"http", "https", "mailto"})
"""What a link may begin with."""
MARKDOWN = QTextDocument.MarkdownFeature.MarkdownDialectGitHub | QTextDocument.MarkdownFeature.MarkdownNoHTML
HEADINGS = (17, 16, 15, 14, 13, 13)
"""Sizes of headings in pixels; those of a page are too large for a bubble."""
BULLETS = frozenset({QTextListFormat.Style.ListCircle, QTextListFormat.Style.ListSquare})
"""Qt makes bullets of the marks of Markdown, of which people mean all the same."""
MOST_LINKS = 200
"""Of one message; nobody writes more, and each takes a moment."""
INDENT = 20
PARAGRAPH = 6

_LINK = re.compile(
    # Mail is looked for where a word begins: from each letter on, a long word would take seconds.
    r"https?://[^\s<>\"]+[^\s<>\".,;:!?')\]]|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,255}(?:\.[\w-]+)+"
)
_FORMATTED = re.compile(r"[`#!|\[<@]|https?:|www\.")
"""Only where something of this stands, Markdown may make what has to be looked at."""


class SafeDocument(QTextDocument):
    """A document that loads nothing."""

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        return None


def document(text: str, form: Form, font: QFont, link: str) -> QTextDocument:
    """A text as a document without margins; `link` is the token of the colour of its links."""
    text = masking.shown(text)
    made = SafeDocument()
    made.setUndoRedoEnabled(False)
    made.setDocumentMargin(0)
    made.setIndentWidth(INDENT)
    made.setDefaultFont(theme.monospaced() if form == "code" else font)
    made.setDefaultTextOption(_option())
    if form == "markdown":
        made.setMarkdown(text, MARKDOWN)
        _tidy(made, link, is_plain=_FORMATTED.search(text) is None)
    else:
        made.setPlainText(text)
        if form == "plain":
            _find_links(made, text, link)
    return made


def may_open(address: str) -> bool:
    """Whether a link leads to where a browser or a mail program goes."""
    url = QUrl(address, QUrl.ParsingMode.StrictMode)
    return url.isValid() and url.scheme().lower() in SCHEMES and bool(url.host() or url.path())


def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    return option


def _find_links(made: QTextDocument, text: str, link: str) -> None:
    for found in islice(_LINK.finditer(text), MOST_LINKS):
        address = found[0] if "://" in found[0] else f"mailto:{found[0]}"
        # Qt counts in UTF-16, in which what lies beyond the first plane takes two.
        start, end = (len(text[:at].encode("utf-16-le")) // 2 for at in found.span())
        cursor = QTextCursor(made)
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        cursor.mergeCharFormat(_anchor(address, link))


def _anchor(address: str, link: str) -> QTextCharFormat:
    form = QTextCharFormat()
    if may_open(address):
        form.setAnchor(True)
        form.setAnchorHref(address)
        form.setForeground(theme.colour(link))
        form.setFontUnderline(True)
    return form


def _tidy(made: QTextDocument, link: str, *, is_plain: bool) -> None:
    block = made.begin()
    last = made.lastBlock()
    while block.isValid():
        if (listed := block.textList()) is not None and listed.format().style() in BULLETS:
            bullets = listed.format()
            bullets.setStyle(QTextListFormat.Style.ListDisc)
            listed.setFormat(bullets)
        _space(block, is_first=block == made.begin(), is_last=block == last)
        block = block.next()
    if is_plain:
        return
    for position, length, form in reversed(list(_fragments(made))):
        cursor = QTextCursor(made)
        cursor.setPosition(position)
        cursor.setPosition(position + length, QTextCursor.MoveMode.KeepAnchor)
        _mend(cursor, form, link)


def _space(block: QTextBlock, *, is_first: bool, is_last: bool) -> None:
    """Paragraphs of a bubble stand closer than those of a page."""
    before = block.blockFormat()
    form = QTextBlockFormat()
    is_item = block.textList() is not None
    form.setTopMargin(0 if is_first or is_item else PARAGRAPH)
    form.setBottomMargin(0)
    if form.topMargin() != before.topMargin() or before.bottomMargin():
        QTextCursor(block).mergeBlockFormat(form)


def _fragments(made: QTextDocument) -> Iterator[tuple[int, int, QTextCharFormat]]:
    block = made.begin()
    while block.isValid():
        steps = block.begin()
        while not steps.atEnd():
            fragment = steps.fragment()
            if fragment.isValid():
                yield fragment.position(), fragment.length(), fragment.charFormat()
            steps += 1
        block = block.next()


def _mend(cursor: QTextCursor, form: QTextCharFormat, link: str) -> None:
    block = cursor.block().blockFormat()
    if block.headingLevel():
        form = _sized(form, HEADINGS[block.headingLevel() - 1])
        cursor.setCharFormat(form)
    if form.isImageFormat():
        picture = form.toImageFormat()
        words = str(picture.property(QTextFormat.Property.ImageAltText.value) or "") or tr("picture")
        cursor.insertText(f"[{words}]", _anchor(picture.name(), link))
    elif form.isAnchor():
        _mend_anchor(cursor, form, link)
    elif form.fontFixedPitch() or block.hasProperty(QTextFormat.Property.BlockCodeFence.value):
        mono = QTextCharFormat()
        mono.setFont(theme.monospaced(), QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
        cursor.mergeCharFormat(mono)


def _sized(form: QTextCharFormat, pixels: int) -> QTextCharFormat:
    """A format in another size; Qt's own for headings is relative, and would win."""
    made = QTextCharFormat(form)
    made.clearProperty(QTextFormat.Property.FontSizeAdjustment.value)
    made.setProperty(QTextFormat.Property.FontPixelSize.value, theme.px(pixels))
    return made


def _mend_anchor(cursor: QTextCursor, form: QTextCharFormat, link: str) -> None:
    anchor = _anchor(form.anchorHref(), link)
    if anchor.isAnchor():
        cursor.mergeCharFormat(anchor)
        return
    plain = QTextCharFormat(form)
    for name in (
        QTextFormat.Property.IsAnchor,
        QTextFormat.Property.AnchorHref,
        QTextFormat.Property.ForegroundBrush,
        QTextFormat.Property.TextUnderlineStyle,
    ):
        plain.clearProperty(name.value)
    plain.setFontUnderline(False)
    cursor.setCharFormat(plain)
