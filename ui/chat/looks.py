"""What a row of the transcript is to the eye and to a screen reader, before anything is drawn."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal

from console import contact
from console.chat.answers import Secrets, is_answer, masked_item, words_of
from console.chat.events import played_by
from console.chat.interactive import Card, card_in
from console.chat.items import Attachment, Item
from ui import wording
from ui.chat.actions import Action
from ui.chat.events import named, sentence, titled
from ui.drawn import initials

if TYPE_CHECKING:
    from console.chat.transcript import Row

Side = Literal["own", "other", "middle"]
Form = Literal["plain", "markdown", "code", "none"]

SERIES = timedelta(minutes=3)
"""Within it a participant's messages stand below one name."""
OLD = timedelta(days=6)
WHY = Action("why", "Why did it go there?", "route")
PEOPLE = frozenset({"AGENT", "SUPERVISOR", "CUSTOMER"})


@dataclass(frozen=True)
class File:
    """An attachment in words."""

    name: str
    detail: str
    icon: str
    token: str


@dataclass(frozen=True)
class Look:
    """One row as it is shown. Texts that are not shown are empty."""

    key: str
    side: Side
    day: str
    heading: str
    who: str
    role: str
    initials: str
    """What stands in the avatar; empty for the icon of the role."""
    body: str
    form: Form
    note: str
    files: tuple[File, ...]
    card: Card | None
    """What takes the place of the bubble; `body` says it, and is not drawn."""
    actions: tuple[Action, ...]
    """What has a button."""
    hidden: tuple[Action, ...]
    """What stands in the row's menu alone."""
    json: str
    foot: str
    tick: tuple[str, str]
    """Icon and colour of what became of a message of one's own."""
    problem: str
    is_dim: bool
    spoken: str
    why: str = ""
    """The line below it, where a turn ended: why the chat went where it went."""


RECEIPTS: dict[str, tuple[str, str]] = {
    "Sending…": ("clock", "faint"),
    "Sent": ("check", "faint"),
    "Delivered": ("check-check", "faint"),
    "Read": ("check-check", "accent"),
    "Not sent": ("circle-alert", "danger"),
}
"""What became of a message of one's own: its icon and colour."""

STATUSES = {
    "APPROVED": ("Ready to download", "file-text", "accent"),
    "REJECTED": ("Rejected by the scan", "ban", "danger"),
    "IN_PROGRESS": ("Being scanned…", "hourglass", "faint"),
}
"""Of each status of an attachment: its words, its icon and colour."""


def look(
    row: Row,
    before: Row | None,
    now: datetime,
    *,
    unfolded: bool = False,
    secrets: Secrets = frozenset(),
    why: str = "",
    own: str = "CUSTOMER",
) -> Look:
    """How a row looks below the one before it, to the role `own`. `secrets` are not shown in answers."""
    item = row.item
    side, body, form, note = _content(item, secrets)
    card = card_in(item.content) if is_card(item) else None
    is_own = item.role == own and side != "middle"
    side = "own" if is_own else side
    starts = _starts_series(item, before.item if before else None)
    state = _receipt(row) if is_own else ""
    at = f"{item.at.astimezone():%H:%M}"
    raw = json.dumps(masked_item(item, secrets), indent=2, ensure_ascii=False) if unfolded else ""
    shown, hidden = _actions(row, has_note=bool(note), unfolded=unfolded)
    spoken = _spoken(row, _told(card) if card else body, note, at, state)
    return Look(
        key=row.key,
        side=side,
        day=_day(item, before.item if before else None, now),
        heading=_heading(item, before.item if before else None),
        who=titled(item) if starts and side == "other" else "",
        role=played_by(item),
        initials=initials(named(item)) if item.role in PEOPLE and item.display_name else "",
        body=_told(card) if card else body,
        form=form,
        note=note,
        files=tuple(_file(one) for one in item.attachments),
        card=card,
        actions=shown,
        hidden=(WHY, *hidden) if why else hidden,
        json=raw,
        foot=" · ".join(filter(None, (at, "writing…" if row.is_streaming else "", state))),
        tick=RECEIPTS.get(state, ("", "")),
        problem=" ".join(filter(None, (row.error.sentence, row.error.advice))) if row.error else "",
        is_dim=item.is_past,
        spoken=f"{spoken}. Then: {why}" if why else spoken,
        why=why,
    )


def is_card(item: Item) -> bool:
    """Whether an item is drawn as a card."""
    return item.kind == "message" and item.is_interactive and item.role != "CUSTOMER"


def _told(card: Card) -> str:
    """A card in words."""
    name = card.template or "Interactive message"
    if card.view is not None:
        name = f"View: {card.view.view_id.rpartition('/')[2]}"
    return "\n".join(filter(None, (card.title or name, card.subtitle)))


def _content(item: Item, secrets: Secrets) -> tuple[Side, str, Form, str]:
    """Where it stands, its text and in what form, and a note above it."""
    if item.kind == "event" and (said := sentence(item)):
        return "middle", said, "none", ""
    if item.kind == "attachment" or item.attachments:
        return "other", item.content, "plain" if item.content else "none", ""
    if item.kind != "message":
        what = item.event or item.content_type or str(item.raw.get("Type") or "no type")
        return "other", "", "none", f"An item that this console does not know ({what})."
    return _message(item, secrets)


def _message(item: Item, secrets: Secrets) -> tuple[Side, str, Form, str]:
    kind = item.content_type.partition(";")[0].strip()
    if is_card(item):
        return "other", "", "none", ""
    if is_answer(item):
        return "other", words_of(item, secrets), "plain", ""
    if kind == contact.TEXT_MARKDOWN:
        return "other", item.content, "markdown", ""
    if kind == contact.JSON_TYPE:
        return "other", _pretty(item.content), "code", ""
    note = "" if kind in (contact.TEXT_PLAIN, "") else f"A message of the type {kind}."
    return "other", item.content, "plain", note


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _actions(row: Row, *, has_note: bool, unfolded: bool) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """What has a button, and what stands in the menu alone."""
    found = [
        Action("save", f"Save {wording.short(one.name, 40)} as…", "download", one.id)
        for one in row.item.attachments
        if one.status == "APPROVED"
    ]
    if row.state == "failed":
        found += [Action("resend", "Resend", "rotate-ccw"), Action("discard", "Discard", "trash-2")]
    unfold = Action("unfold", "Hide JSON" if unfolded else "Show JSON", "braces")
    if has_note or unfolded:
        return (*found, unfold), ()
    return tuple(found), (unfold,) if is_card(row.item) or is_answer(row.item) else ()


def _file(one: Attachment) -> File:
    words, icon, token = STATUSES.get(one.status, (one.status or "Unknown state", "file", "faint"))
    kind = "image" if one.content_type.startswith("image/") and icon == "file-text" else icon
    return File(one.name or "A file without a name", words, kind, token)


def _starts_series(item: Item, before: Item | None) -> bool:
    if before is None or before.kind == "event" or before.is_past != item.is_past:
        return True
    same = (before.participant_id, before.role, before.display_name)
    return same != (item.participant_id, item.role, item.display_name) or item.at - before.at > SERIES


def _day(item: Item, before: Item | None, now: datetime) -> str:
    day, today = item.at.astimezone().date(), now.astimezone().date()
    if before is not None and before.at.astimezone().date() == day:
        return ""
    if day == today:
        # The first day needs no line where it is today's.
        return "Today" if before is not None else ""
    if day == today - timedelta(days=1):
        return "Yesterday"
    year = f" {day.year}" if abs(today - day) > OLD * 30 else ""
    return f"{day:%A} {day.day} {day:%B}{year}"


def _heading(item: Item, before: Item | None) -> str:
    if item.is_past and before is None:
        return "Earlier conversation"
    if before is not None and before.is_past != item.is_past:
        return "Earlier conversation" if item.is_past else "This conversation"
    return ""


def _receipt(row: Row) -> str:
    if row.state != "sent":
        return "Sending…" if row.state == "pending" else "Not sent"
    if any(one.read_at for one in row.receipts):
        return "Read"
    return "Delivered" if any(one.delivered_at for one in row.receipts) else "Sent"


def _spoken(row: Row, body: str, note: str, at: str, state: str) -> str:
    item = row.item
    files = [f"file {one.name}, {_file(one).detail}" for one in item.attachments]
    parts = [sentence(item) or titled(item), note, "" if sentence(item) else body, *files, at, state]
    if row.is_streaming:
        parts.append("still being written")
    if row.error:
        parts.append(row.error.sentence)
    return ", ".join(filter(None, parts))
