"""Searching and filtering: any piece of a text in any language, with the index of SQLite or without it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from sqlite3 import Connection

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.history import PAGE, Begun, Filter, History, Start, reading, store, writing
from console.history.folding import folded, said_in, words_in
from console.profiles import Profile
from console.redaction import clean
from tests.console.history.kept import AT, FLOW, REQUEST, begin, end, message

PROFILE = Profile("Support", "access_key", "eu-central-1", id="p1")


@pytest.fixture(params=["indexed", "plain"])
def connection(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Connection]:
    """A file with an index of what was said, and one of a SQLite that can't make one."""
    if request.param == "plain":
        monkeypatch.setattr(store, "can_index", lambda _: False)
    made = store.opened(tmp_path / "history.sqlite3")
    yield made
    made.close()


def keep(connection: Connection, *texts: str, contact_id: str = "c1") -> None:
    start = Start(contact_id, REQUEST, "p", "Profile", "sandbox", "", "instance", "flow", AT)
    writing.put_start(connection, start)
    writing.put_begun(connection, contact_id, Begun(contact_id, "p", AT))
    for number, text in enumerate(texts):
        writing.put_item(connection, contact_id, message(text, number, contact_id), AT)
    if store.has_index(connection):
        writing.index_new(connection)


def found(connection: Connection, text: str) -> dict[str, str]:
    return {one.contact_id: one.excerpt for one in reading.contacts(connection, Filter(text=text), AT)}


@pytest.mark.parametrize(
    ("text", "excerpt"),
    [
        ("48213", "My order 48213 is late"),
        ("ORDER", "My order 48213 is late"),
        ("482 late", "My order 48213 is late"),
        ("注文", "注文番号は四八二です"),
        ("番号は四", "注文番号は四八二です"),
        ("ｏｒｄｅｒ", ""),
        ("ann", ""),
        ("c1", ""),
    ],
)
def test_a_piece_of_what_was_said_or_of_a_name_finds_it(
    connection: Connection, text: str, excerpt: str
) -> None:
    keep(connection, "Hello", "My order 48213 is late", "注文番号は四八二です", "GRÖSSE: straße")
    keep(connection, "Nothing of this", contact_id="x9")
    wanted = {"x9": "", "c1": ""} if text == "ann" else {"c1": excerpt or found(connection, text)["c1"]}
    assert found(connection, text) == wanted


@pytest.mark.parametrize("text", ["nowhere", "48213 nowhere", "%", "_", '"', "'", "order*", 'a" OR said:b'])
def test_what_stands_nowhere_finds_nothing(connection: Connection, text: str) -> None:
    keep(connection, "My order 48213 is late")
    assert found(connection, text) == {}


def test_words_may_stand_in_different_messages_and_in_names(connection: Connection) -> None:
    keep(connection, "The first", "and the second")
    assert list(found(connection, "second first Ann")) == ["c1"]


def test_what_a_card_shows_is_found_and_what_its_json_is_called_is_not(connection: Connection) -> None:
    card = '{"templateType":"Panel","data":{"content":{"title":"Help","elements":[{"title":"Agents"}]}}}'
    keep(connection, card)
    assert list(found(connection, "agents")) == ["c1"]
    assert found(connection, "elements") == {}


def test_straße_is_found_however_it_is_written(connection: Connection) -> None:
    keep(connection, "Straße")
    for text in ("straße", "STRASSE", "trass"):
        assert list(found(connection, text)) == ["c1"], text


@pytest.fixture(scope="module")
def any_kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Connection]:
    made = store.opened(tmp_path_factory.mktemp("any") / "history.sqlite3")
    yield made
    made.close()


@given(text=st.text(max_size=60), data=st.data())
@settings(max_examples=40)
def test_every_piece_of_every_text_is_found(any_kept: Connection, text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    piece = text[start : start + data.draw(st.integers(1, 8))]
    any_kept.execute("BEGIN")
    try:
        keep(any_kept, text)
        # A piece of a letter that folding joins with its neighbour, or of a secret, is no piece of the text.
        if all(word in folded(clean(text)) for word in words_in(piece)):
            assert list(found(any_kept, piece)) == ["c1"]
    finally:
        any_kept.execute("ROLLBACK")


async def test_filters_ask_for_what_they_say(history: History) -> None:
    end(history, begin(history, "c1", AT))
    end(history, begin(history, "c2", AT + timedelta(days=1), profile=PROFILE), "stopped")
    begin(history, "c3", AT + timedelta(days=2), ContactFlowId="other", InstanceId="another")
    await history.flush()

    async def asked(where: Filter) -> list[str]:
        found = [one.contact_id for one in await history.contacts(where)]
        assert await history.count(where) == len(found)
        return found

    assert await asked(Filter()) == ["c3", "c2", "c1"]
    assert await asked(Filter(profile_id="p1")) == ["c2"]
    assert await asked(Filter(flow_id=FLOW)) == ["c2", "c1"]
    assert await asked(Filter(instance_id="another")) == ["c3"]
    assert await asked(Filter(outcomes=frozenset({"ended", "stopped"}))) == ["c2", "c1"]
    assert await asked(Filter(since=AT + timedelta(days=1), until=AT + timedelta(days=2))) == ["c2"]
    assert [one.contact_id for one in await history.search("support", Filter(flow_id=FLOW))] == ["c2", "c1"]


async def test_pages_follow_each_other_without_gaps(history: History) -> None:
    for number in range(PAGE + 7):
        begin(history, f"c{number}")
    await history.flush()
    first = await history.contacts()
    begin(history, "new")
    await history.flush()
    second = await history.contacts(before=first[-1].number)
    assert [one.contact_id for one in (*first, *second)] == [f"c{n}" for n in reversed(range(PAGE + 7))]


def test_said_is_what_people_read() -> None:
    from console.chat.items import item_in

    named = message("", Attachments=[{"AttachmentName": "bill.pdf", "AttachmentId": "a"}])
    cases = {
        "plain": message("plain"),
        "bill.pdf": named,
        "{not JSON": message("{not JSON"),
        "one\ntwo": message('["one", {"k": "two", "n": 3}]'),
    }
    assert {said: said_in(item_in(raw)) for said, raw in cases.items()} == {said: said for said in cases}
    assert words_in("Two  two ｔｗｏ") == ["two"]
