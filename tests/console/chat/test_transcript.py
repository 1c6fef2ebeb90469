"""The fold: any order, any duplication, pieces, receipts and newer states give the same rows."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from console.chat.items import EVENT, Item, item_in
from console.chat.transcript import Change, Row, Transcript
from console.errors.chatting import message_empty

START = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ME, AGENT = "participant-me", "participant-agent"


def told(item_id: str, second: int = 0, **members: Any) -> Item:
    """An item as it travels, a number of seconds after the start."""
    at = (START + timedelta(seconds=second)).isoformat().replace("+00:00", "Z")
    shape = {"Id": item_id, "AbsoluteTime": at, "Type": "MESSAGE", "ContentType": "text/plain"}
    return item_in({**shape, "ContactId": "contact-1", **members})


def event(name: str, item_id: str, second: int = 0, who: str = AGENT, **members: Any) -> Item:
    kept = {"ParticipantId": who, "ParticipantRole": "AGENT", "DisplayName": who, **members}
    return told(item_id, second, Type="EVENT", ContentType=EVENT + name, **kept)


def piece(item_id: str, number: int, content: str, *, is_last: bool = False) -> Item:
    metadata = {"ChunkNumber": number, "MessageCompleted": is_last}
    return told(item_id, number, Content=content, ParticipantRole="SYSTEM", MessageMetadata=metadata)


def receipt(message_id: str, second: int, **times: str) -> Item:
    one = {"RecipientParticipantId": AGENT, **times}
    metadata = {"MessageId": message_id, "Receipts": [one]}
    kind = EVENT + "message.metadata"
    return told(
        f"receipt-{message_id}-{second}",
        second,
        Type="MESSAGEMETADATA",
        ContentType=kind,
        MessageMetadata=metadata,
    )


def folded(items: Iterable[Item]) -> Transcript:
    transcript = Transcript(ME)
    for item in items:
        transcript.apply(item)
    return transcript


def streaming(transcript: Transcript) -> list[bool]:
    return [row.is_streaming for row in transcript.rows]


def texts(transcript: Transcript) -> list[str]:
    return [row.item.content or row.item.event for row in transcript.rows]


DELIVERED = "2026-11-22T10:00:05.000Z"
READ = "2026-11-22T10:00:06.000Z"
FILE = {"AttachmentId": "file-1", "AttachmentName": "a.txt", "ContentType": "text/plain"}
A_CHAT = [
    event("participant.joined", "joined", 0),
    told("hello", 1, Content="hello", ParticipantId=ME, ParticipantRole="CUSTOMER"),
    # as GetTranscript has it, with its receipts and without what the socket tells
    told(
        "hello", 1, Content="hello", ParticipantId=ME, MessageMetadata={"MessageId": "hello", "Receipts": []}
    ),
    piece("streamed", 1, "You "),
    piece("streamed", 2, "said: "),
    piece("streamed", 3, "hel"),
    piece("streamed", 4, "You said: hello", is_last=True),
    receipt("hello", 5, DeliveredTimestamp=DELIVERED),
    receipt("hello", 6, DeliveredTimestamp=DELIVERED, ReadTimestamp=READ),
    told("file", 7, Type="ATTACHMENT", Attachments=[{**FILE, "Status": "IN_PROGRESS"}]),
    told("file", 7, Type="ATTACHMENT", Attachments=[{**FILE, "Status": "APPROVED"}]),
    event("participant.idle", "idle", 8),
    event("typing", "typing", 9),
    event("participant.left", "left", 10),
    told("odd", 11, Type="FANCY", ContentType="application/fancy", Content="?"),
    event("chat.ended", "ended", 12, ParticipantId=""),
]


@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(A_CHAT), max_size=12))
@settings(max_examples=60)
def test_any_order_and_any_duplication_give_the_same_rows(chance: random.Random, again: list[Item]) -> None:
    shuffled = [*A_CHAT, *again]
    chance.shuffle(shuffled)
    one, other = folded(A_CHAT), folded(shuffled)
    assert list(other.rows) == list(one.rows)
    assert other.participants == one.participants
    assert texts(one) == [
        "participant.joined", "hello", "You said: hello", "", "participant.idle", "participant.left", "?",
        "chat.ended",
    ]  # fmt: skip


ANY_ITEM = st.builds(
    told,
    st.sampled_from("abc"),
    st.integers(0, 3),
    Content=st.sampled_from(["", "x", "yy", "zz"]),
    Type=st.sampled_from(["MESSAGE", "EVENT", "ATTACHMENT", "MESSAGEMETADATA", "ODD"]),
    ParticipantId=st.sampled_from(["", ME, AGENT]),
    MessageMetadata=st.fixed_dictionaries(
        {},
        optional={
            "ChunkNumber": st.integers(0, 3),
            "MessageCompleted": st.booleans(),
            "MessageId": st.sampled_from("abc"),
            "Receipts": st.just([{"RecipientParticipantId": AGENT, "ReadTimestamp": READ}]),
        },
    ),
    ContactId=st.sampled_from(["", "contact-1"]),
    RelatedContactId=st.sampled_from(["", "contact-0"]),
)


@given(st.lists(ANY_ITEM, max_size=8), st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_items_that_contradict_each_other_give_the_same_rows_too(
    items: list[Item], chance: random.Random
) -> None:
    shuffled = [*items, *items[:3]]
    chance.shuffle(shuffled)
    assert list(folded(shuffled).rows) == list(folded(items).rows)


@given(st.lists(ANY_ITEM, max_size=10))
@settings(max_examples=100)
def test_the_changes_tell_how_the_rows_became_what_they_are(items: list[Item]) -> None:
    """A view that follows the changes alone shows the rows."""
    transcript = Transcript(ME)
    followed: list[Row] = []
    for item in items:
        changes = transcript.apply(item)
        for change in changes:
            match change:
                case Change("inserted", row):
                    followed.insert(row, transcript.rows[min(row, len(transcript.rows) - 1)])
                case Change("removed", row):
                    del followed[row]
                case Change("changed", row):
                    followed[row] = transcript.rows[row]
        assert followed == list(transcript.rows)


def test_a_streamed_message_grows_in_its_place() -> None:
    transcript = folded([piece("s", 1, "You "), told("later", 2, Content="meanwhile")])
    assert streaming(transcript) == [True, False]
    assert transcript.apply(piece("s", 3, "!")) == [Change("changed", 0)]
    assert transcript.rows[0].item.content == "You ", "what lies behind a gap waits for it"
    transcript.apply(piece("s", 2, "said"))
    assert transcript.rows[0].item.content == "You said!"
    assert transcript.apply(piece("s", 4, "You said so.", is_last=True)) == [Change("changed", 0)]
    assert transcript.rows[0].item.content == "You said so."
    assert streaming(transcript) == [False, False]
    assert transcript.apply(piece("s", 2, "said")) == []


def test_a_receipt_waits_for_its_message_and_its_best_times_hold() -> None:
    transcript = Transcript(ME)
    assert transcript.apply(receipt("m", 6, ReadTimestamp=READ)) == []
    transcript.apply(told("m", 1, Content="hello"))
    [found] = transcript.rows[0].receipts
    assert found.participant_id == AGENT
    assert found.delivered_at is None
    assert transcript.apply(receipt("m", 5, DeliveredTimestamp=DELIVERED)) == [Change("changed", 0)]
    [found] = transcript.rows[0].receipts
    assert found.delivered_at == START + timedelta(seconds=5)
    assert found.read_at == START + timedelta(seconds=6)
    assert transcript.apply(receipt("m", 5, DeliveredTimestamp=DELIVERED)) == []


def test_what_is_being_sent_stands_last_until_its_item_comes() -> None:
    transcript = folded([told("first", 1, Content="first")])
    draft = told("draft", 2, Content="hello", ParticipantId=ME)
    assert transcript.put_pending("token", draft) == [Change("inserted", 1)]
    assert transcript.rows[1].key == "pending:token"
    assert transcript.apply(told("answer", 3, Content="late")) == [Change("inserted", 1)]
    assert texts(transcript) == ["first", "late", "hello"]
    changes = transcript.settle("token", told("sent", 2, Content="hello", ParticipantId=ME))
    assert changes == [Change("removed", 2), Change("inserted", 1)]
    assert [(row.key, row.state) for row in transcript.rows] == [
        ("first", "sent"),
        ("sent", "sent"),
        ("answer", "sent"),
    ]


def test_an_echo_at_the_end_changes_the_row_in_place() -> None:
    transcript = Transcript(ME)
    transcript.put_pending("token", told("draft", 1, Content="hello"))
    assert transcript.settle("token", told("sent", 1, Content="hello")) == [Change("changed", 0)]


def test_what_failed_can_be_pending_again_or_go() -> None:
    transcript = Transcript(ME)
    transcript.put_pending("token", told("draft", 1, Content="hello"))
    error = message_empty()
    assert transcript.fail_pending("token", error) == [Change("changed", 0)]
    assert (transcript.rows[0].state, transcript.rows[0].error) == ("failed", error)
    assert transcript.put_pending("token", transcript.rows[0].item) == [Change("changed", 0)]
    assert (transcript.rows[0].state, transcript.rows[0].error) == ("pending", None)
    assert transcript.drop_pending("token") == [Change("removed", 0)]
    assert transcript.drop_pending("token") == transcript.fail_pending("token", error) == []


def test_typing_is_state_and_ends_by_itself_or_with_the_message() -> None:
    transcript = folded([event("participant.joined", "joined", 0, DisplayName="Ann")])
    assert transcript.apply(event("typing", "t1", 1, DisplayName="Ann"), START) == []
    assert transcript.typing(START + timedelta(seconds=11)) == ["Ann"]
    assert transcript.typing(START + timedelta(seconds=12)) == []
    transcript.apply(event("typing", "t2", 20, DisplayName="Ann"), START)
    transcript.apply(told("m", 21, Content="here", ParticipantId=AGENT), START)
    assert transcript.typing(START + timedelta(seconds=1)) == []
    transcript.apply(event("typing", "t3", 22, who=ME), START)
    assert transcript.typing(START) == [], "oneself is not shown as typing"


def test_who_is_there_under_which_name_and_idle_since_when() -> None:
    transcript = folded(
        [
            event("participant.joined", "j", 1, DisplayName="Ann"),
            event("participant.idle", "i", 5, DisplayName="Ann"),
            event("participant.displayname.updated", "n", 6, DisplayName="Bea"),
        ]
    )
    [agent] = transcript.participants
    assert (agent.name, agent.role, agent.is_present) == ("Bea", "AGENT", True)
    assert [agent.idle_since, transcript.idle_since] == [START + timedelta(seconds=5)] * 2
    transcript.apply(event("participant.returned", "r", 9, DisplayName="Bea"))
    assert not transcript.idle_since
    transcript.apply(event("participant.left", "l", 10, DisplayName="Bea"))
    assert transcript.present == frozenset()


def test_ten_thousand_items_are_folded_fast_enough() -> None:
    """A fold that looked through all rows for each item would take a minute for this."""
    transcript = Transcript(ME)
    for number in range(10_000):
        transcript.apply(told(f"m{number}", number, Content="x"))
    assert len(transcript.rows) == 10_000
    assert transcript.newest_at == START + timedelta(seconds=9_999)
