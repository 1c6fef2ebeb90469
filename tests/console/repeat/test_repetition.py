"""A chat is repeated after its flow was changed: real sessions, a real sandbox, a folder that is edited."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from console.chat.interactive import Reply, card_in, replies_in
from console.chat.interactive.replies import RESPONSE
from console.contact import JSON_TYPE, TEXT_MARKDOWN
from console.redaction import MASK
from console.repeat import Pace, Repetition, Script, compare
from console.sandbox import parse
from tests.conftest import until
from tests.console.repeat.conftest import PACE, Rehearsal, Talking
from tests.console.repeat.rehearsed import ITEMS, changed, leads, offer, turn, without, words

pytestmark = pytest.mark.bound(40)


def filled(**values: object) -> str:
    """What the form's button sends."""
    told = {"FormData": {"name": "Ada", **values}, "StepName": "You"}
    answer = {"action": "Next", "data": told, "templateType": "ViewResource", "version": "1.0"}
    return json.dumps(answer, separators=(",", ":"))


def own(talk: Talking) -> list[str]:
    """What the customer said, as it was sent."""
    items = [row.item for row in talk.rows]
    return [one.content for one in items if one.role == "CUSTOMER" and one.kind == "message"]


def reply(talk: Talking, at: int = 0) -> Reply:
    """An answer that the newest card offers."""
    newest = next(row.item for row in reversed(talk.rows) if row.item.is_interactive)
    return list(replies_in(card_in(newest.content)))[at]


async def bought(rehearsal: Rehearsal) -> Talking:
    """A customer who goes through all pickers."""
    talk = await rehearsal.start()
    await talk.hears("What is it?")
    await talk.says("Buy", "Which fruit?")
    await talk.says("Apple", "How many?")
    await talk.says("One", "When?")
    await talk.says(reply(talk, 1).content, "Where to?")
    await talk.says(reply(talk, 1).content, "Anything else?")
    return talk


async def repaired(rehearsal: Rehearsal, *further: tuple[str, str]) -> Talking:
    talk = await rehearsal.start()
    await talk.hears("What is it?")
    await talk.says("Repair", "What is broken?")
    for text, answer in further:
        await talk.says(text, answer)
    return talk


async def in_form(rehearsal: Rehearsal) -> Talking:
    talk = await rehearsal.start()
    await talk.hears("What is it?")
    await talk.says("form", "form")
    return talk


# the same flow


async def test_every_picker_is_answered_again_in_its_own_shape(rehearsal: Rehearsal) -> None:
    before = await bought(rehearsal)
    script = before.script()
    assert [one.kind for one in script.turns] == ["choice"] * 5
    assert [one.replies for one in script.turns] == [2, 2, 1, 1, 1]
    repetition, now = await rehearsal.repeat(script)
    assert (repetition.phase, repetition.reason) == ("done", "")
    assert own(now) == own(before)
    assert compare(before.rows, now.rows).differences == 0


async def test_a_form_is_filled_in_again(rehearsal: Rehearsal) -> None:
    before = await in_form(rehearsal)
    values = filled(pin="4wx1", kind=["cargo"], news=True)
    await before.says(values, "Thank you for the form.", RESPONSE)
    told: list[Reply] = []
    repetition, now = await rehearsal.repeat(before.script(), before_saying=told.append)
    assert repetition.phase == "done", repetition.reason
    assert json.loads(own(now)[1]) == json.loads(values)
    assert told[1].secrets == ("4wx1",), "whoever shows it must know what is secret"
    assert "4wx1" not in repr(before.script()) + repr(told)


async def test_words_markdown_json_and_words_to_a_view_are_said_as_they_were(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal)
    await before.says("**My** brakes", "mend", TEXT_MARKDOWN)
    await before.says('{"a": 1}', "I see.", JSON_TYPE)
    await before.says("form", "form")
    free = '{"action":" ","data":{"content":"no form"},"templateType":"ViewResource","version":"1.0"}'
    await before.says(free, "What is it?", RESPONSE)
    script = before.script()
    assert [one.kind for one in script.turns] == ["choice", "text", "text", "text", "words_to_view"]
    repetition, now = await rehearsal.repeat(script)
    assert repetition.phase == "done", repetition.reason
    types = [
        [row.item.content_type for row in talk.rows if row.item.role == "CUSTOMER" and row.item.content]
        for talk in (before, now)
    ]
    assert types[0] == types[1]
    assert own(now) == own(before)


async def test_the_first_message_is_the_requests_own(rehearsal: Rehearsal) -> None:
    first = {"InitialMessage": {"ContentType": "text/plain", "Content": "Repair"}}
    before = await rehearsal.start(**first)
    await before.hears("Repair")
    await before.hears("What is it?")
    await before.says("Repair", "What is broken?")
    assert [one.content for one in before.script().turns] == ["Repair"], "the second one, not the first"
    assert before.script().turns[0].kind == "choice"


async def test_a_persistent_chats_past_is_not_said_again(rehearsal: Rehearsal) -> None:
    talk = await repaired(rehearsal)
    rows = [replace(row, item=replace(row.item, is_past=True)) for row in talk.rows]
    assert Script.of([*rows, *talk.rows], talk.request) == talk.script()


async def test_an_agent_is_answered_where_one_was_before(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal)
    await before.says("agent", "Hi, I am Alex.")
    await before.says("My brakes", "Sure.")
    script = before.script()
    assert [one.was_with_person for one in script.turns] == [False, False, True]
    repetition, now = await rehearsal.repeat(script)
    assert repetition.phase == "done", repetition.reason
    assert compare(before.rows, now.rows).differences == 0
    guarded, again = await rehearsal.repeat(script, speaks_to_people=False)
    assert guarded.phase == "handed_over"
    assert "Alex is in the chat" in guarded.reason
    assert "My brakes" not in own(again)


# a flow that was changed


async def test_a_changed_message_is_gone_past_and_told(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes squeak", "mend"))
    rehearsal.workshop.change(changed("^Repair$", words("Which part is broken?")), ahead="Hello there.")
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "done", repetition.reason
    compared = compare(before.rows, now.rows)
    assert (compared.counts["changed"], compared.differences) == (2, 2)


async def test_the_same_option_is_found_in_another_card_with_other_ids(rehearsal: Rehearsal) -> None:
    before = await bought(rehearsal)
    samples = offer("Carousel")["content"]["data"]["content"]["elements"]
    other = [{**one, "templateIdentifier": f"new-{at}"} for at, one in enumerate(samples)]
    turns = changed("^\\d{4}-", offer("Carousel", title="Where to?", elements=other))
    turns[1] = turn(
        "^Buy$", words("Gladly."), offer("Panel", title="Which fruit?", elements=[{"title": "Apple"}])
    )
    rehearsal.workshop.change(turns)
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "done", repetition.reason
    was, became = json.loads(own(before)[-1]), json.loads(own(now)[-1])
    assert became == {**was, "templateIdentifier": became["templateIdentifier"]}
    assert became["templateIdentifier"].startswith("new-")
    changes = [pair for pair in compare(before.rows, now.rows).pairs if pair.kind != "same"]
    assert [(one.before.template, one.now.template) for one in changes if one.before and one.now] == [
        ("ListPicker", "Panel")
    ], "ids make no difference"


LATER = {"date": "2030-01-01T10:00+00:00", "duration": 30}
GONE: list[tuple[str, list[dict[str, Any]], str, int]] = [
    (
        "an option",
        changed("^Buy$", offer("ListPicker", elements=[{"title": "Orange"}, {"title": "Pear"}])),
        "The list picker no longer offers “Apple”. It offers “Orange”, “Pear”.",
        1,
    ),
    (
        "a renamed option",
        changed("^menu$", offer("QuickReply", elements=[{"title": "Buy a fruit"}, {"title": "Repair"}])),
        "The quick reply no longer offers “Buy”. It offers “Buy a fruit”, “Repair”.",
        0,
    ),
    (
        "another kind of card",
        changed("^Apple$", offer("TimePicker")),
        "The flow offers a time picker now. Before, “One” was chosen in a panel.",
        2,
    ),
    (
        "no card",
        changed("^Apple$", words("How many?")),
        "The flow offers nothing to choose from. Before, “One” was chosen in a panel.",
        2,
    ),
    ("a time", changed("^One$", offer("TimePicker", timeslots=[LATER])), "The time picker no longer", 3),
    ("the end", [leads("^Buy$", "Bye") if one.get("when") == "^Buy$" else one for one in without("")],
     "The flow ended the chat here; before, it went on.", 1),
]  # fmt: skip


@pytest.mark.parametrize(("turns", "reason", "said"), [one[1:] for one in GONE], ids=[one[0] for one in GONE])
async def test_it_hands_over_where_the_flow_offers_it_no_more(
    rehearsal: Rehearsal, turns: list[dict[str, Any]], reason: str, said: int
) -> None:
    before = await bought(rehearsal)
    rehearsal.workshop.change(turns)
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "handed_over"
    assert repetition.reason.startswith(reason)
    assert repetition.said == said
    assert own(now) == own(before)[:said], "nothing else is said"


FORMS: list[tuple[str, list[dict[str, Any]], str]] = [
    ("a field that is gone", ITEMS[:1], "The form no longer has the field “pin”."),
    (
        "an option that is gone",
        [*ITEMS[:2], {**ITEMS[2], "Options": [{"Label": "City", "Value": "city"}]}, ITEMS[3]],
        "The field “Kind” no longer offers “cargo”.",
    ),
    (
        "one field more",
        [*ITEMS, {"Type": "FormInput", "Name": "age", "Label": "Age", "Required": True}],
        "The form asks for “Age” now: Fill this in.",
    ),
]


@pytest.mark.parametrize(("items", "reason"), [one[1:] for one in FORMS], ids=[one[0] for one in FORMS])
async def test_it_hands_a_form_over_that_is_another(
    rehearsal: Rehearsal, items: list[dict[str, Any]], reason: str
) -> None:
    before = await in_form(rehearsal)
    await before.says(filled(pin="4wx1", kind=["cargo"], news=True), "Thank you for the form.", RESPONSE)
    rehearsal.workshop.change(items=items)
    repetition, now = await rehearsal.repeat(before.script())
    assert (repetition.phase, repetition.reason, repetition.said) == ("handed_over", reason, 1)
    assert len(own(now)) == 1


async def test_a_view_in_the_place_of_words_and_no_view_in_the_place_of_one(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    form = await in_form(rehearsal)
    await form.says(filled(), "Thank you for the form.", RESPONSE)
    rehearsal.workshop.change([leads("^Repair$", "Form"), *without("^Repair$")])
    repetition, _ = await rehearsal.repeat(before.script())
    assert repetition.reason == "The flow shows a view now, where words were said before."
    rehearsal.workshop.change([turn("^form$", words("Which form?")), *without("^form$")])
    repetition, _ = await rehearsal.repeat(form.script())
    assert repetition.reason == "The flow shows no view now; before, one was answered here."


async def test_an_agent_who_was_not_there_before_hears_nothing(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    rehearsal.workshop.change([leads("^Repair$", "Agent"), *without("^Repair$")])
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.reason == "Alex is in the chat, where the flow answered before."
    assert own(now) == ["Repair"]


async def test_where_no_reply_comes_it_waits_only_so_long(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    rehearsal.workshop.change([turn("^Repair$"), *without("^Repair$")])
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.reason == "No reply came within 1 s."
    assert own(now) == ["Repair"]


async def test_a_reply_that_takes_longer_than_before_is_waited_for(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    rehearsal.workshop.sandbox.faults.add(parse("socket:late=400ms"))
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "done", repetition.reason
    assert own(now) == own(before)


async def test_one_message_more_is_waited_for_and_one_less_is_not_for_ever(rehearsal: Rehearsal) -> None:
    before = await bought(rehearsal)
    more = changed("^Buy$", words("Gladly."), words("By the way:"), offer("ListPicker", title="Which fruit?"))
    rehearsal.workshop.change(more)
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "done", repetition.reason
    assert compare(before.rows, now.rows).counts["new"] == 1
    rehearsal.workshop.change(changed("^Buy$", offer("ListPicker", title="Which fruit?")))
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "done", repetition.reason
    assert compare(before.rows, now.rows).counts["gone"] == 1


# what is not said again


async def test_a_file_is_left_out_and_told_or_handed_over(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal)
    await before.session.attach_bytes("brakes.txt", b"squeak")
    await until(lambda: any(row.item.attachments for row in before.rows), "the file")
    await before.says("My brakes", "mend")
    script = before.script()
    assert [one.kind for one in script.turns] == ["choice", "file", "text"]
    repetition, now = await rehearsal.repeat(script)
    assert repetition.phase == "done", repetition.reason
    assert repetition.notes == ("The file brakes.txt was not sent again.",)
    assert own(now) == ["Repair", "My brakes"]
    answered = replace(script, turns=(*script.turns[:2], replace(script.turns[2], replies=1)))
    repetition, _ = await rehearsal.repeat(answered)
    assert repetition.reason.startswith("The customer sent the file brakes.txt here, and it was answered.")


async def test_what_was_kept_masked_is_not_said(rehearsal: Rehearsal) -> None:
    before = await in_form(rehearsal)
    await before.says(filled(pin="4wx1"), "Thank you for the form.", RESPONSE)
    kept = [
        replace(row, item=replace(row.item, content=row.item.content.replace("4wx1", MASK)))
        for row in before.rows
    ]
    repetition, now = await rehearsal.repeat(Script.of(kept, before.request))
    assert repetition.reason.startswith("What was typed here is secret, so it was not kept")
    assert own(now) == ["form"]


# whose chat it is


async def test_it_can_be_paused_and_goes_on(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    paused: list[int] = []

    def pause(repetition: Repetition, now: Talking) -> None:
        repetition.pause()

        def looked() -> None:
            paused.append(len(own(now)))
            assert repetition.is_paused
            repetition.go_on()

        import asyncio

        asyncio.get_running_loop().call_later(0.4, looked)

    repetition, now = await rehearsal.repeat(before.script(), meanwhile=pause)
    assert paused == [0]
    assert repetition.phase == "done", repetition.reason
    assert own(now) == own(before)


async def test_whoever_writes_takes_over(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    again = await rehearsal.start()
    await again.hears("What is it?")
    await again.says("Hello?", "I see.")
    repetition = Repetition(again.session, before.script(), PACE)
    await repetition.run()
    assert (repetition.phase, repetition.reason) == ("handed_over", "You took over.")
    assert own(again) == ["Hello?"]


async def test_taking_over_lets_nothing_more_be_said(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("My brakes", "mend"))
    repetition, now = await rehearsal.repeat(
        before.script(), meanwhile=lambda repetition, _: repetition.take_over()
    )
    assert (repetition.phase, repetition.said, own(now)) == ("handed_over", 0, [])
    repetition.pause()
    assert not repetition.is_paused, "there is nothing to pause"


async def test_a_turn_that_can_not_be_sent_is_told(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal)
    rehearsal.workshop.sandbox.faults.add(parse("SendMessage:InvalidRequest"))
    repetition, _ = await rehearsal.repeat(before.script())
    assert repetition.phase == "handed_over"
    assert repetition.reason.startswith("A turn could not be said.")


async def test_the_customer_may_end_it(rehearsal: Rehearsal) -> None:
    before = await repaired(rehearsal, ("bye", "Goodbye."))
    await until(lambda: before.session.state == "ended", "the end")
    assert before.script().has_ended
    repetition, now = await rehearsal.repeat(before.script())
    assert repetition.phase == "done", "the flow ends it as before"
    await until(lambda: now.session.state == "ended", "the end")
    assert compare(before.rows, now.rows).differences == 0


def test_waiting_has_bounds() -> None:
    pace = Pace()
    assert pace.patience_s(0, has_some=False) == pace.reply_s
    assert pace.patience_s(0, has_some=True) == pace.more_s
    assert pace.patience_s(30, has_some=True) == 60
    assert pace.patience_s(86_400, has_some=False) == pace.longest_s
