"""What choosing something sends, in the exact shape of Amazon's chat widget.

The shapes are those of the widget's own source (createInteractiveMessagePayload, TimePicker, ChatSession):
the title of an element as plain text; of a carousel, JSON in plain text; for paging and views, an
interactive response. JSON is written as JavaScript writes it: without spaces, and not escaped.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from console.chat.interactive.card import Reply
from console.chat.interactive.reading import words

TEXT: Final = "text/plain"
RESPONSE: Final = "application/vnd.amazonaws.connect.message.interactive.response"
PAGING: Final = ("SHOW_MORE", "PREVIOUS_OPTIONS")
"""The `actionDetail` of an element that asks for other elements."""
LIST_TITLE: Final = 400
"""Characters after which the widget cuts a title, in a carousel's answer too."""
DEEPEST: Final = 100
"""Values within values that are written; what lies deeper is null."""
_PAGING_MEMBERS = ("preIndex", "nextIndex", "listId")


def compact(value: object) -> str:
    """JSON as JavaScript's JSON.stringify writes it."""
    return json.dumps(_as_written(value, DEEPEST), ensure_ascii=False, separators=(",", ":"))


def _as_written(value: object, depth: int) -> object:
    if isinstance(value, str):
        return words(value)
    if depth <= 0 and isinstance(value, Mapping | Sequence):
        return None
    if isinstance(value, Mapping):
        return {words(str(name)): _as_written(one, depth - 1) for name, one in value.items()}
    if isinstance(value, Sequence):
        return [_as_written(one, depth - 1) for one in value]
    if isinstance(value, float):
        # JavaScript has one kind of number, and none that is not finite in JSON.
        return int(value) if value.is_integer() else value if value - value == 0 else None
    return value


def chosen(title: str) -> Reply:
    """An element of a list picker, a panel or a quick reply."""
    return Reply(TEXT, title, title)


def of_carousel(identifier: str, list_title: str, title: str, *, omits_title: bool = False) -> Reply:
    """An element of one of a carousel's pages."""
    shown = list_title[:LIST_TITLE] + "..." if len(list_title) > LIST_TITLE else list_title
    content = {"templateIdentifier": identifier, "listTitle": shown, "selectionText": title}
    return Reply(TEXT, compact(content), title if omits_title or not shown else f"{shown}: {title}")


def paged(action: str, content: Mapping[str, Any], template: str, title: str) -> Reply:
    """More elements, or those before; members that the picker does not have are left out."""
    given = {name: content[name] for name in _PAGING_MEMBERS if name in content}
    reference = {"referenceId": content["referenceId"]} if "referenceId" in content else {}
    told = {"actionName": action, **given, "templateType": template, **reference}
    return Reply(RESPONSE, compact({"version": "1.0", "data": told, "action": action}), title)


def of_slot(date: str, told: str = "") -> Reply:
    """A time slot: its date as a text."""
    return Reply(TEXT, date, told or date)


def of_view(action: str, data: Mapping[str, Any], told: str, secrets: tuple[str, ...] = ()) -> Reply:
    """What was done in a view."""
    content = {"action": action, "data": data, "templateType": "ViewResource", "version": "1.0"}
    return Reply(RESPONSE, compact(content), told, secrets)


def of_free_text(text: str) -> Reply:
    """What was typed while a view waits for its answer: it matches no action, and the flow hears so."""
    return of_view(" ", {"content": words(text)}, text)
