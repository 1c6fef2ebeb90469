"""An entry of the vault in a store: one JSON text, in parts where the store's places are small.

An entry lies at `connect-chat-console/<key>`. Either the text there holds the content, or it is a
header, and the content lies in numbered parts below it, in one of two sets that take turns. A save
writes the set that is not in use and then the header, so whatever stops it, the header points to
one whole content. All text is ASCII, so that characters are UTF-16 units and NUL is no end.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any

from console.errors.vault import VaultError, vault_error
from console.language import number as figure
from console.language import tr, tr_count
from console.vault.store import SERVICE, Store

VERSION = 1
MOST_PARTS = 16

_SETS = ("a", "b")
_log = logging.getLogger(__name__)


def read(store: Store, key: str) -> dict[str, Any] | None:
    """The content of an entry, None where there is none.

    Raises:
        VaultCorrupt: it is not what was written, or a part of it is gone.
        VaultError: the store could not be read.
    """
    text = store.get(_place(key))
    if text is None and not store.swaps_at_once:
        text = store.get(_spare(key))
    if text is None:
        return None
    head = _parsed(store, text)
    if head.get("version") != VERSION:
        raise _corrupt(store, tr("another version of the console wrote it"))
    content = head["content"] if "content" in head else _parsed(store, _joined(store, key, head))
    if not isinstance(content, dict):
        raise _corrupt(store, tr("it holds no object"))
    return content


def write(store: Store, key: str, content: Mapping[str, Any]) -> None:
    """Keeps the content of an entry, and reads back what it wrote.

    Raises:
        VaultTooLarge: the store has no room for so much.
        VaultError: it may not be kept. The entry then has its old content or the new one.
    """
    whole = _text({"version": VERSION, "content": dict(content)})
    used: set[str] = set()
    if store.part_size is not None and len(whole) > store.part_size:
        body = _text(dict(content))
        parts = _cut(store, body, store.part_size)
        current = _set_in_use(store, key)
        name = next(one for one in _SETS if one != current)
        used = _put_parts(store, key, name, parts)
        digest = sha256(body.encode()).hexdigest()
        whole = _text({"version": VERSION, "set": name, "parts": len(parts), "sha256": digest})
    _put_head(store, key, whole)
    _drop_others(store, key, used)


def erase(store: Store, key: str) -> None:
    """Forgets an entry with all its parts, whether or not it can be read.

    Raises:
        VaultError: the store could not forget something of it; doing it again does the rest.
    """
    if not store.swaps_at_once:
        # First, or it would take the entry's place.
        store.drop(_spare(key))
    store.drop(_place(key))
    for place in _part_places(store, key):
        store.drop(place)


def _put_head(store: Store, key: str, text: str) -> None:
    if store.swaps_at_once:
        _put(store, _place(key), text)
        return
    _put(store, _spare(key), text)
    _put(store, _place(key), text)
    with suppress(VaultError):
        store.drop(_spare(key))


def _put_parts(store: Store, key: str, name: str, parts: list[str]) -> set[str]:
    used = {_part(key, name, number): part for number, part in enumerate(parts)}
    try:
        for place, part in used.items():
            _put(store, place, part)
    except VaultError:
        for place in used:
            with suppress(VaultError):
                store.drop(place)
        raise
    return set(used)


def _put(store: Store, place: str, text: str) -> None:
    store.put(place, text)
    # Some stores take a write and lose it without a word.
    if store.get(place) != text:
        raise vault_error("not_kept", store.system)


def _drop_others(store: Store, key: str, used: set[str]) -> None:
    for place in _part_places(store, key):
        if place not in used:
            try:
                store.drop(place)
            except VaultError as error:
                _log.warning("a part that is no longer used stays in the keyring: %s", error)
                return


def _set_in_use(store: Store, key: str) -> str:
    text = store.get(_place(key))
    # What can't be read is in nobody's use.
    with suppress(VaultError):
        return str(_parsed(store, text or "{}").get("set", ""))
    return ""


def _joined(store: Store, key: str, head: Mapping[str, Any]) -> str:
    name, count = head.get("set"), head.get("parts")
    if name not in _SETS or type(count) is not int or not 0 < count <= MOST_PARTS:
        raise _corrupt(store, tr("its header makes no sense"))
    parts = [store.get(_part(key, name, number)) for number in range(count)]
    present = [part for part in parts if part is not None]
    if len(present) < count:
        missing = tr_count(
            "{count} of its {parts} parts is missing",
            "{count} of its {parts} parts are missing",
            count - len(present),
            parts=count,
        )
        raise _corrupt(store, missing)
    body = "".join(present)
    if sha256(body.encode(errors="replace")).hexdigest() != head.get("sha256"):
        raise _corrupt(store, tr("its parts don't belong together"))
    return body


def _cut(store: Store, body: str, size: int) -> list[str]:
    if len(body) > (room := size * MOST_PARTS):
        raise vault_error("too_large", store.system, size=figure(len(body)), room=figure(room))
    return [body[start : start + size] for start in range(0, len(body), size)]


def _parsed(store: Store, text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        raise _corrupt(store, tr("it is not what the console writes")) from None
    if not isinstance(value, dict):
        raise _corrupt(store, tr("it is not what the console writes"))
    return value


def _corrupt(store: Store, reason: str) -> VaultError:
    return vault_error("corrupt", store.system, reason=reason)


def _text(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=True, separators=(",", ":"))


def _place(key: str) -> str:
    return f"{SERVICE}/{key}"


def _spare(key: str) -> str:
    return f"{SERVICE}/{key}/next"


def _part(key: str, name: str, number: int) -> str:
    return f"{SERVICE}/{key}/{name}/{number}"


def _part_places(store: Store, key: str) -> Iterator[str]:
    """Every place where a part of the entry can lie, so that none is left that nobody knows of."""
    if store.part_size is not None:
        for name in _SETS:
            for number in range(MOST_PARTS):
                yield _part(key, name, number)
