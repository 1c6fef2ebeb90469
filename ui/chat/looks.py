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
from console.language import tr, tr_in
from ui import dates, wording
from ui.chat.actions import Action
from ui.chat.events import named, sentence, titled
from ui.drawn import initials

if TYPE_CHECKING:
    from console.chat.transcript import Row

Side = Literal["own", "other", "middle"]
Form = Literal["plain", "markdown", "code", "none"]
Receipt = Literal["pending", "sent", "delivered", "read", "failed"]

SERIES = timedelta(minutes=3)
"""Within it a participant's messages stand below one name."""
OLD = timedelta(days=6)
WHY = Action("why", tr("Why did it go there?"), "route")
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


_OWN = "what became of a message of one's own"
RECEIPTS: dict[Receipt, tuple[str, str, str]] = {
    "pending": (tr_in(_OWN, "Sending…"), "clock", "faint"),
    "sent": (tr_in(_OWN, "Sent"), "check", "faint"),
    "delivered": (tr_in(_OWN, "Delivered"), "check-check", "faint"),
    "read": (tr_in(_OWN, "Read"), "check-check", "accent"),
    "failed": (tr_in(_OWN, "Not sent"), "circle-alert", "danger"),
}
"""What became of a message of one's own: its words, its icon and colour."""

STATUSES = {
    "APPROVED": (tr("Ready to download"), "file-text", "accent"),
    "REJECTED": (tr("Rejected by the scan"), "ban", "danger"),
    "IN_PROGRESS": (tr("Being scanned…"), "hourglass", "faint"),
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
    state, icon, token = RECEIPTS[_receipt(row)] if is_own else ("", "", "")
    at = dates.told(item.at, "clock")
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
        foot=" · ".join(filter(None, (at, tr("writing…") if row.is_streaming else "", state))),
        tick=(icon, token),
        problem=row.error.told if row.error else "",
        is_dim=item.is_past,
        spoken=f"{spoken}. {tr('Then: {why}', why=why)}" if why else spoken,
        why=why,
    )


def is_card(item: Item) -> bool:
    """Whether an item is drawn as a card."""
    return item.kind == "message" and item.is_interactive and item.role != "CUSTOMER"


def _told(card: Card) -> str:
    """A card in words."""
    name = card.template or tr("Interactive message")
    if card.view is not None:
        name = tr("View: {name}", name=card.view.view_id.rpartition("/")[2])
    return "\n".join(filter(None, (card.title or name, card.subtitle)))


def _content(item: Item, secrets: Secrets) -> tuple[Side, str, Form, str]:
    """Where it stands, its text and in what form, and a note above it."""
    if item.kind == "event" and (said := sentence(item)):
        return "middle", said, "none", ""
    if item.kind == "attachment" or item.attachments:
        return "other", item.content, "plain" if item.content else "none", ""
    if item.kind != "message":
        kind = item.event or item.content_type or str(item.raw.get("Type") or "")
        unknown = tr("An item that this console does not know (no type).")
        if kind:
            unknown = tr("An item that this console does not know ({type}).", type=kind)
        return "other", "", "none", unknown
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
    note = "" if kind in (contact.TEXT_PLAIN, "") else tr("A message of the type {type}.", type=kind)
    return "other", item.content, "plain", note


def _pretty(text: str) -> str:
    try:
        return json.dumps(json.loads(text), indent=2, ensure_ascii=False)
    except ValueError:
        return text


def _actions(row: Row, *, has_note: bool, unfolded: bool) -> tuple[tuple[Action, ...], tuple[Action, ...]]:
    """What has a button, and what stands in the menu alone."""
    found = [
        Action("save", tr("Save {name} as…", name=wording.short(one.name, 40)), "download", one.id)
        for one in row.item.attachments
        if one.status == "APPROVED"
    ]
    if row.state == "failed":
        found += [Action("resend", tr("Resend"), "rotate-ccw"), Action("discard", tr("Discard"), "trash-2")]
    unfold = Action("unfold", tr("Hide JSON") if unfolded else tr("Show JSON"), "braces")
    if has_note or unfolded:
        return (*found, unfold), ()
    return tuple(found), (unfold,) if is_card(row.item) or is_answer(row.item) else ()


def _file(one: Attachment) -> File:
    words, icon, token = STATUSES.get(one.status, (one.status or tr("Unknown state"), "file", "faint"))
    kind = "image" if one.content_type.startswith("image/") and icon == "file-text" else icon
    return File(one.name or tr("A file without a name"), words, kind, token)


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
        return tr("Today") if before is not None else ""
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    return dates.told(day, "long_of_year" if abs(today - day) > OLD * 30 else "long")


def _heading(item: Item, before: Item | None) -> str:
    if item.is_past and before is None:
        return tr("Earlier conversation")
    if before is not None and before.is_past != item.is_past:
        return tr("Earlier conversation") if item.is_past else tr("This conversation")
    return ""


def _receipt(row: Row) -> Receipt:
    if row.state != "sent":
        return row.state
    if any(one.read_at for one in row.receipts):
        return "read"
    return "delivered" if any(one.delivered_at for one in row.receipts) else "sent"


def _spoken(row: Row, body: str, note: str, at: str, state: str) -> str:
    item = row.item
    files = [tr("file {name}, {state}", name=one.name, state=_file(one).detail) for one in item.attachments]
    parts = [sentence(item) or titled(item), note, "" if sentence(item) else body, *files, at, state]
    if row.is_streaming:
        parts.append(tr("still being written"))
    if row.error:
        parts.append(row.error.sentence)
    return ", ".join(filter(None, parts))
