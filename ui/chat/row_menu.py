"""The menu of a row of the transcript: all that can be done with it, by mouse and by keys."""

from __future__ import annotations

import json
from collections.abc import Callable

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QMenu, QWidget

from console import contact
from console.chat.answers import Secrets, masked_item
from console.chat.transcript import Row
from console.language import tr
from ui import theme
from ui.chat.actions import Action
from ui.chat.looks import Look

FRAMES_KEY = "Ctrl+I"


def menu_of(
    parent: QWidget,
    row: Row,
    look: Look,
    selected: str,
    *,
    copy: Callable[[str], object],
    act: Callable[[str, Action], object],
    can_act: bool,
    secrets: Secrets = frozenset(),
    show_frames: Callable[[Row], object] | None = None,
) -> QMenu:
    """The menu of one row; `copy` takes a text, `act` the row's key and what is to be done.

    `show_frames` shows what brought the row, where that is known.
    """
    menu = QMenu(parent)
    for action in (*look.actions, *look.hidden):
        words = action.text.replace("&", "&&")
        made = menu.addAction(theme.icon(action.icon or "arrow-right"), words)
        made.setEnabled(can_act or not action.needs_session)
        made.triggered.connect(lambda _=False, action=action: act(look.key, action))
    if show_frames is not None:
        made = menu.addAction(theme.icon("arrow-down"), tr("Show in frames"))
        made.setShortcut(FRAMES_KEY)
        made.triggered.connect(lambda _=False: show_frames(row))
    if menu.actions():
        menu.addSeparator()
    for words, text in _copies(row, look, selected, secrets):
        menu.addAction(theme.icon("copy"), words).triggered.connect(lambda _=False, text=text: copy(text))
    return menu


def _copies(row: Row, look: Look, selected: str, secrets: Secrets) -> list[tuple[str, str]]:
    item = row.item
    found = [(tr("Copy selection"), selected)] if selected else []
    if look.body:
        found.append((tr("Copy text"), _plain(row, look)))
    if item.content_type.startswith(contact.TEXT_MARKDOWN):
        found.append((tr("Copy as Markdown"), item.content))
    if row.state == "sent":
        found.append((tr("Copy item ID"), item.id))
        found.append((tr("Copy JSON"), json.dumps(masked_item(item, secrets), indent=2, ensure_ascii=False)))
    return found


def _plain(row: Row, look: Look) -> str:
    """What is read on the screen, without the marks of Markdown."""
    if look.form != "markdown":
        return look.body
    document = QTextDocument()
    document.setMarkdown(look.body, QTextDocument.MarkdownFeature.MarkdownNoHTML)
    return document.toPlainText()
