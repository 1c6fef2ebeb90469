"""Entries: what is written is read, and whatever stops a save, the old content or the new one is there."""

from __future__ import annotations

import json
import logging
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.errors import VaultCorrupt, VaultError, VaultTooLarge
from console.vault import entries
from console.vault.entries import MOST_PARTS
from tests.console.vault.stores import KEY, OTHER, PLACE, Failing, MemoryStore

PART = 200
SHORT, LONG, LONGER = (
    {"secret_access_key": letter * size} for letter, size in (("s", 9), ("l", 450), ("m", 900))
)

contents = st.dictionaries(st.text(max_size=8), st.text(max_size=40), max_size=6)
KINDS_OF_STORE = ((None, True), (None, False), (PART, True), (PART, False))


@pytest.fixture(params=[None, PART], ids=["any size", "parts"])
def store(request: pytest.FixtureRequest) -> MemoryStore:
    return MemoryStore(request.param)


@settings(deadline=None)
@given(kind=st.sampled_from(KINDS_OF_STORE), first=contents, second=contents)
def test_what_is_written_is_read(kind: tuple[int | None, bool], first: Any, second: Any) -> None:
    store = MemoryStore(kind[0], swaps_at_once=kind[1])
    assert entries.read(store, KEY) is None
    for content in (first, second):
        entries.write(store, KEY, content)
        assert entries.read(store, KEY) == content
        assert entries.read(store, OTHER) is None


@pytest.mark.parametrize("text", ["", "\0", "a\0b", "日本語 😀", "\ud83d", "é́", "\r\n\t\"\\'"])
def test_every_text_comes_back_and_is_ascii_in_the_store(store: MemoryStore, text: str) -> None:
    content = {"password": text * 60}
    entries.write(store, KEY, content)
    assert entries.read(store, KEY) == content
    assert all(kept.isascii() and kept.isprintable() for kept in store.backend.texts.values())


def test_a_store_with_room_has_one_place_for_an_entry() -> None:
    store = MemoryStore()
    entries.write(store, KEY, LONGER)
    assert list(store.backend.texts) == [PLACE]


def test_a_save_reads_back_each_text_right_after_it_was_put(store: MemoryStore) -> None:
    entries.write(store, KEY, LONG)
    calls = store.backend.calls
    puts = [number for number, name in enumerate(calls) if name == "put"]
    assert puts
    assert all(calls[number + 1] == "get" for number in puts)


@pytest.mark.parametrize("kept", [None, "something else"])
def test_a_store_that_loses_what_it_takes_is_found_out(kept: str | None) -> None:
    class Forgetful(MemoryStore):
        def get(self, place: str) -> str | None:
            return kept

    with pytest.raises(VaultError) as told:
        entries.write(Forgetful(), KEY, SHORT)
    assert told.value.facts["cause"] == "not_kept"


def test_the_header_is_written_last_and_old_parts_go_after_it() -> None:
    store = MemoryStore(PART)
    entries.write(store, KEY, LONG)
    before = dict(store.backend.texts)
    seen: list[set[str]] = []
    store.backend.on_call = lambda _: seen.append(set(store.backend.texts.values()))
    entries.write(store, KEY, LONGER)
    header = before.pop(PLACE)
    while_old = [texts for texts in seen if header in texts]
    assert all(set(before.values()) <= texts for texts in while_old)
    assert len(while_old) > 2 * len(before)
    assert not set(before.values()) & set(store.backend.texts.values())


@pytest.mark.parametrize("then", [SHORT, LONG, LONGER])
def test_no_part_is_left_that_is_not_in_use(then: dict[str, str]) -> None:
    store = MemoryStore(PART)
    for content in (LONGER, SHORT, LONG, LONGER, then):
        entries.write(store, KEY, content)
    parts = json.loads(store.backend.texts[PLACE]).get("parts", 0)
    assert len(store.backend.texts) == 1 + parts
    entries.erase(store, KEY)
    assert store.backend.texts == {}


def test_a_save_that_fails_takes_its_own_parts_back() -> None:
    store = MemoryStore(PART)
    entries.write(store, KEY, LONG)
    before = dict(store.backend.texts)
    store.backend.fails_at = len(store.backend.calls) + 4
    with pytest.raises(VaultError):
        entries.write(store, KEY, LONGER)
    assert store.backend.texts == before


def test_parts_that_stay_are_told_and_do_not_fail_the_save(caplog: pytest.LogCaptureFixture) -> None:
    store = MemoryStore(PART)
    entries.write(store, KEY, LONG)
    parts = len(store.backend.texts) - 1
    store.backend.fails_at, store.backend.failing = len(store.backend.calls) + 2, "for good"
    with caplog.at_level(logging.WARNING):
        entries.write(store, KEY, SHORT)
    store.backend.fails_at = None
    assert "stays in the keyring" in caplog.text
    assert entries.read(store, KEY) == SHORT
    assert len(store.backend.texts) == 1 + parts


def broken_after(
    kind: tuple[int | None, bool], old: dict[str, str], calls: int, failing: Failing
) -> MemoryStore:
    """A store with old content in it whose calls fail, from so many on."""
    store = MemoryStore(kind[0], swaps_at_once=kind[1])
    entries.write(store, KEY, old)
    store.backend.fails_at, store.backend.failing = len(store.backend.calls) + calls, failing
    return store


@pytest.mark.parametrize("failing", get_args(Failing))
@pytest.mark.parametrize("kind", KINDS_OF_STORE)
@pytest.mark.parametrize("old", [SHORT, LONG], ids=["short", "long"])
@pytest.mark.parametrize("new", [{"secret": "new"}, LONGER], ids=["short", "long"])
def test_whatever_stops_a_save_one_whole_content_is_there(
    kind: tuple[int | None, bool], failing: Failing, old: dict[str, str], new: dict[str, str]
) -> None:
    for calls in range(200):
        store = broken_after(kind, old, calls, failing)
        is_told = False
        try:
            entries.write(store, KEY, new)
        except VaultError:
            is_told = True
        is_over = store.backend.fails_at is not None and len(store.backend.calls) <= store.backend.fails_at
        store.backend.fails_at = None
        assert entries.read(store, KEY) in ([old, new] if is_told else [new]), calls
        # and what it left goes with the next save, or with the entry
        left = dict(store.backend.texts)
        entries.write(store, KEY, SHORT)
        assert list(store.backend.texts) == [PLACE]
        store.backend.texts = left
        entries.erase(store, KEY)
        assert store.backend.texts == {}
        if is_over:
            return
    pytest.fail("a save never ends")


@pytest.mark.parametrize("failing", get_args(Failing))
@pytest.mark.parametrize("kind", KINDS_OF_STORE)
@pytest.mark.parametrize("content", [SHORT, LONG], ids=["short", "long"])
def test_a_removal_that_was_stopped_is_finished_by_the_next(
    kind: tuple[int | None, bool], failing: Failing, content: dict[str, str]
) -> None:
    for calls in range(40):
        store = broken_after(kind, content, calls, failing)
        is_told = False
        try:
            entries.erase(store, KEY)
        except VaultError:
            is_told = True
        store.backend.fails_at = None
        assert entries.read(store, KEY) in ([None, content] if is_told else [None])
        entries.erase(store, KEY)
        assert store.backend.texts == {}


def test_a_part_is_never_longer_than_its_place() -> None:
    for size in range(PART - 60, PART + 60):
        store = MemoryStore(PART)
        entries.write(store, KEY, {"k": "x" * size})  # the backend refuses more
        assert entries.read(store, KEY) == {"k": "x" * size}


def test_what_is_too_large_is_told_with_its_size_and_changes_nothing() -> None:
    store = MemoryStore(PART)
    most = PART * MOST_PARTS - len('{"k":""}')
    entries.write(store, KEY, {"k": "x" * most})
    before = dict(store.backend.texts)
    with pytest.raises(VaultTooLarge) as told:
        entries.write(store, KEY, {"k": "x" * (most + 1)})
    assert "3,201" in told.value.sentence
    assert "3,200" in told.value.sentence
    assert store.backend.texts == before


HEADER = {"version": 1, "set": "a", "parts": 1, "sha256": ""}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "[]",
        '"text"',
        "[" * 100_000,
        "{}",
        '{"version": 2, "content": {}}',
        '{"version": 1}',
        '{"version": 1, "content": []}',
        *(json.dumps(HEADER | odd) for odd in (
            {}, {"set": "c"}, {"set": ["a"]}, {"parts": 0}, {"parts": -1}, {"parts": 17}, {"parts": True},
            {"parts": "1"}, {"parts": 10**9},
        )),
    ],
    ids=lambda text: text[:40],
)  # fmt: skip
def test_what_is_not_ours_is_corrupt_and_can_be_replaced_and_removed(text: str) -> None:
    store = MemoryStore(PART)
    store.backend.texts[PLACE] = text
    with pytest.raises(VaultCorrupt):
        entries.read(store, KEY)
    entries.write(store, KEY, LONG)
    assert entries.read(store, KEY) == LONG
    store.backend.texts[PLACE] = text
    entries.erase(store, KEY)
    assert store.backend.texts == {}


def test_a_part_that_is_gone_or_changed_is_told() -> None:
    store = MemoryStore(PART)
    entries.write(store, KEY, LONG)
    place = f"{PLACE}/a/1"
    part = store.backend.texts.pop(place)
    with pytest.raises(VaultCorrupt, match=r"1 of its \d parts is missing"):
        entries.read(store, KEY)
    for changed in (part[1:], part.replace("l", "é"), part + "\ud800"):
        store.backend.texts[place] = changed
        with pytest.raises(VaultCorrupt, match="belong together"):
            entries.read(store, KEY)


def test_a_corrupt_entry_shows_none_of_its_text() -> None:
    store = MemoryStore()
    store.backend.texts[PLACE] = '{"secret_access_key": "wJalrXUtnFEMI'
    with pytest.raises(VaultCorrupt) as told:
        entries.read(store, KEY)
    assert "wJalr" not in f"{told.value} {told.value.facts} {told.value.__cause__!r}"
