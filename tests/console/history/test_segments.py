"""The tree of contacts that belong together, and what a new chat can continue."""

from __future__ import annotations

from datetime import timedelta

from console.history import READY_AFTER, History, Segment
from console.profiles import SANDBOX
from tests.conftest import MovableClock
from tests.console.history.kept import AT, INSTANCE, begin, end, message


def shape(segment: Segment) -> object:
    return segment.contact_id, segment.relation, [shape(one) for one in segment.following]


async def tree(history: History, key: str) -> object:
    found = await history.segments(key)
    return shape(found) if found else None


async def test_a_chat_alone_is_its_own_tree(history: History) -> None:
    begin(history)
    history.record_start({}, SANDBOX)
    await history.flush()
    assert await tree(history, "c1") == ("c1", "initial", [])
    assert await tree(history, "nobody") is None


async def test_transfers_continued_and_related_chats_make_a_tree(history: History) -> None:
    key = begin(history, "c1")
    for number, segment in enumerate(("c1", "c2", "c3", "c2")):
        raw = message("said", number, "c1", ContactId=segment, Id=f"m{number}")
        history.record_item("c1", raw, AT + timedelta(seconds=number))
    end(history, key)
    later = {"SourceContactId": "c1", "RehydrationType": "ENTIRE_PAST_SESSION"}
    again = begin(history, "c9", AT + timedelta(hours=1), continued_from="c3", PersistentChat=later)
    past = {**message("said", 0, "c1", Id="m0"), "RelatedContactId": "c1"}
    del past["ContactId"], past["InitialContactId"]
    history.record_item("c9", past, AT)
    begin(history, "r1", AT + timedelta(hours=2), RelatedContactId="c2")
    begin(history, "alone")
    await history.flush()
    wanted: object = (
        "c1",
        "initial",
        [("c2", "transfer", [("c3", "transfer", [("c9", "continued", [])]), ("r1", "related", [])])],
    )
    for one in ("c1", "c9", "r1", again):
        assert await tree(history, one) == wanted, one
    assert await tree(history, "alone") == ("alone", "initial", [])
    found = await history.segments("c9")
    assert found is not None
    assert found.record is not None
    assert found.record.id == key


async def test_what_is_not_kept_stands_in_the_tree_by_its_id(history: History) -> None:
    begin(history, "c9", PersistentChat={"SourceContactId": "gone", "RehydrationType": "FROM_SEGMENT"})
    for number, segment in enumerate(("older", "gone")):
        past = {**message("said", number, "c1", Id=f"m{number}"), "RelatedContactId": segment}
        del past["ContactId"]
        history.record_item("c9", past, AT)
    await history.flush()
    assert await tree(history, "c9") == (
        "older",
        "initial",
        [("gone", "earlier", [("c9", "continued", [])])],
    )


async def test_a_circle_ends(history: History) -> None:
    begin(history, "c1", RelatedContactId="c2")
    begin(history, "c2", RelatedContactId="c1")
    await history.flush()
    assert await history.segments("c1") is not None


async def test_sources_are_ended_chats_with_the_id_that_their_type_asks_for(
    history: History, clock: MovableClock
) -> None:
    now = clock()
    key = begin(history, "c1", now)
    for number, segment in enumerate(("c1", "c2")):
        raw = message("said", number, "c1", ContactId=segment, Id=f"m{number}")
        history.record_item("c1", {**raw, "AbsoluteTime": now.isoformat()}, now)
    begin(history, "open", now)
    end(history, begin(history, "elsewhere", now, InstanceId="another"), at=now)
    failed = history.record_start({"InstanceId": INSTANCE}, SANDBOX, at=now)
    end(history, failed, "failed", now)
    end(history, key, "ended", now - timedelta(minutes=5))
    await history.flush()

    whole = await history.sources("ENTIRE_PAST_SESSION", INSTANCE)
    assert [(one.contact_id, one.segment, one.segments) for one in whole] == [("c1", 0, 2)]
    parts = await history.sources("FROM_SEGMENT", INSTANCE)
    assert [(one.contact_id, one.segment) for one in parts] == [("c2", 2), ("c1", 1)]
    related = await history.sources("RELATED", INSTANCE)
    assert [one.contact_id for one in related] == ["open", "c1"]
    assert related[0].ready is None
    ready = whole[0].ready
    assert ready is not None
    assert not ready.is_over(now)
    assert ready.is_over(now + READY_AFTER)
    assert [one.contact_id for one in await history.sources("FROM_SEGMENT", INSTANCE, "nobody")] == []


async def test_the_initial_contact_is_the_one_that_the_items_name(history: History) -> None:
    key = begin(history, "c5")
    history.record_item("c5", message("said", 1, "c5", InitialContactId="c0"), AT)
    end(history, key)
    await history.flush()
    (source,) = await history.sources("ENTIRE_PAST_SESSION")
    assert source.contact_id == "c0"


async def test_a_contact_that_was_continued_says_so(history: History) -> None:
    end(history, begin(history, "c1"))
    source = {"SourceContactId": "c1", "RehydrationType": "FROM_SEGMENT"}
    end(history, begin(history, "c2", continued_from="c1", PersistentChat=source))
    await history.flush()
    found = {one.contact_id: one.used_by for one in await history.sources("FROM_SEGMENT")}
    assert found == {"c1": "c2", "c2": ""}


async def test_a_chat_whose_duration_is_over_has_ended(history: History, clock: MovableClock) -> None:
    begin(history, "c1", clock())
    await history.flush()
    assert await history.sources("FROM_SEGMENT") == []
    clock.move(hours=26)
    assert [one.contact_id for one in await history.sources("FROM_SEGMENT")] == ["c1"]
