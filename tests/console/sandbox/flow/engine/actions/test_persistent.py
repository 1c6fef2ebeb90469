from __future__ import annotations

import pytest

from console.sandbox.participant.items import REHYDRATED
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow

WHOLE = "ENTIRE_PAST_SESSION"


def continued(stage: Stage, source: str, rehydration: str = WHOLE) -> str:
    parameters = {"RehydrationType": rehydration, "SourceContactId": source}
    told = action("it", "CreatePersistentContactAssociation", parameters, "end", NoMatchingError="end")
    stage.play(flow(told, END))
    return stage.entry("it").result


def past(stage: Stage, *, is_over: bool = True) -> str:
    """A chat before this one, in which something was said."""
    contact = stage.begin({})
    stage.chats.say(contact.id, "Earlier")
    if is_over:
        stage.contacts.end(contact, "API")
    return contact.id


@pytest.mark.parametrize("rehydration", [WHOLE, "FROM_SEGMENT"])
def test_the_earlier_transcript_comes_before_this_one(rehydration: str) -> None:
    stage = Stage()
    earlier = past(stage)
    assert stage.chats.past(stage.chat) == []
    assert continued(stage, earlier, rehydration) == "Done"
    assert [item.content for item in stage.chats.past(stage.chat) if item.type == "MESSAGE"] == ["Earlier"]
    assert stage.contact.continued_from == earlier
    assert continued(stage, earlier).endswith("continues an earlier one already.")


def test_the_client_is_told() -> None:
    stage = Stage()
    listener = stage.listener
    continued(stage, past(stage))
    assert REHYDRATED in [item.content_type for item in listener.seen]


def test_what_can_not_be_continued_is_an_error() -> None:
    stage = Stage()
    assert "no earlier chat" in continued(stage, "none")
    assert "no earlier chat" in continued(stage, stage.contact.id)
    assert "has not ended yet" in continued(stage, past(stage, is_over=False))
    assert "RehydrationType must be" in continued(stage, past(stage), "SOME")


def test_a_whole_session_is_named_by_its_first_contact() -> None:
    stage = Stage()
    first = stage.begin({})
    second = stage.contacts.pass_on(first)
    stage.contacts.end(second, "API")
    assert "not the first contact" in continued(stage, second.id)
    assert continued(stage, first.id) == "Done"
    assert stage.contact.continued_from == second.id
