"""What the customer chose in a card, as words: what is sent for it is JSON for the flow.

What a field for secrets held is masked, in the JSON too. Which fields those are is known while their card is
drawn; of a chat that was joined again, names tell, and what this process remembers.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Set
from typing import Any

from console import contact
from console.chat.interactive.reading import mapping, text, words
from console.chat.interactive.replies import PAGING
from console.chat.items import Item
from console.language import tr
from console.redaction import MASK, redact

Secrets = Set[str]
"""What was given in fields for secrets."""

_CAROUSEL = frozenset({"templateIdentifier", "listTitle", "selectionText"})
_NAMING = ("actionName", "Label", "Heading")
"""What names the thing that was chosen better than its action does."""
_PAGED = dict(zip(PAGING, (tr("Show more"), tr("Previous options")), strict=True))
_BESIDE = frozenset(
    {
        *_NAMING,
        "FormData",
        "Id",
        "StepName",
        "action",
        "templateType",
        "preIndex",
        "nextIndex",
        "listId",
        "referenceId",
    }
)


def is_answer(item: Item) -> bool:
    """Whether an item is an answer to a card that people don't read as it was sent."""
    is_response = item.content_type.partition(";")[0].strip() == contact.INTERACTIVE_RESPONSE
    return is_response or (item.role == "CUSTOMER" and mapping(item.content).keys() == _CAROUSEL)


def words_of(item: Item, secrets: Secrets) -> str:
    """An answer in words: what was chosen, and below it what was filled in."""
    told = masked(mapping(item.content), secrets)
    if told.keys() == _CAROUSEL:
        return ": ".join(filter(None, (text(told, "listTitle"), text(told, "selectionText"))))
    action, data = text(told, "action").strip(), mapping(told.get("data"))
    if not action:
        # Typed into the composer while a view waited.
        return text(data, "content") or tr("Answered a card")
    return "\n".join((_chosen(action, data), *_lines(mapping(data.get("FormData")) or _own(data))))


def _chosen(action: str, data: Mapping[str, Any]) -> str:
    if action in _PAGED:
        return _PAGED[action]
    return next(filter(None, (text(data, name) for name in _NAMING)), action)


def masked_item(item: Item, secrets: Secrets) -> dict[str, Any]:
    """An item's JSON as received; of an answer, without what is secret in it."""
    raw = dict(item.raw)
    if is_answer(item) and isinstance(raw.get("Content"), str):
        raw["Content"] = json.dumps(
            masked(mapping(item.content), secrets), ensure_ascii=False, separators=(",", ":")
        )
    return raw


def masked(told: Mapping[str, Any], secrets: Secrets) -> Mapping[str, Any]:
    """An answer without what is secret in it."""
    return redact({name: _masked(value, secrets) for name, value in told.items()})


def _masked(value: Any, secrets: Secrets) -> Any:
    if isinstance(value, Mapping):
        return {name: _masked(one, secrets) for name, one in value.items()}
    if isinstance(value, list):
        return [_masked(one, secrets) for one in value]
    return MASK if isinstance(value, str) and value in secrets else value


def _own(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a customer's own view gathers, which stands among what goes with each action."""
    return {name: value for name, value in data.items() if name not in _BESIDE}


def _lines(values: Mapping[str, Any]) -> Iterator[str]:
    for name, value in values.items():
        if shown := _shown(value):
            yield f"{name}: {shown}"


def _shown(value: Any) -> str:
    kinds: Mapping[type, Callable[[Any], str]] = {
        bool: lambda one: tr("yes") if one else tr("no"),
        list: lambda many: ", ".join(filter(None, map(_shown, many))),
        dict: lambda inner: ", ".join(_lines(inner)),
    }
    return kinds.get(type(value), words)(value)
