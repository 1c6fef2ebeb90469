"""What the customer chose, as words; and nothing of what is secret in it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.chat.answers import is_answer, masked_item, words_of
from console.chat.interactive import of_free_text
from console.chat.items import Item
from console.contact import INTERACTIVE_RESPONSE, TEXT_PLAIN
from console.redaction import MASK
from tests.console.chat.test_interactive import ANSWERS as OF_MESSAGES
from tests.console.chat.test_views import ANSWERS as OF_VIEWS
from tests.ui.chat.test_transcript import NOON, item, of_customer, row
from ui.chat.looks import look


def answer(content: str, content_type: str = INTERACTIVE_RESPONSE) -> Item:
    return of_customer(1, content, ContentType=content_type)


def of_form(**values: Any) -> Item:
    return answer(json.dumps({"action": "Next", "data": {"FormData": values, "StepName": "You"}}))


@pytest.mark.parametrize(
    ("view", "pressed", "words"),
    [
        ("detail", "Action 1", "Action 1"),
        ("detail", "Back", "Back"),
        ("list", "A car", "Select_Car"),
        ("form", "Send", "Next\nday: 2027-10-10\ntime: 13:00"),
        ("confirmation", "Go Home", "Go Home"),
        ("cards", "Refund", "Refund"),
        ("every field", "Next", "Next\nagreed: no"),
        ("own", "Skip", "Skip"),
        ("own cards", "Cafe Card", "Cafe Card"),
    ],
)
def test_an_answer_to_a_view_says_what_was_chosen(view: str, pressed: str, words: str) -> None:
    assert words_of(answer(OF_VIEWS[view][pressed]), frozenset()) == words


def test_every_answer_is_read_as_words() -> None:
    for content_type, content in (one for many in OF_MESSAGES.values() for one in many):
        told = look(row(answer(content, content_type)), None, NOON).body
        assert told, content
        assert "{" not in told
    kind, content = OF_MESSAGES["Carousel"][0]
    assert look(row(answer(content, kind)), None, NOON).body == "California: Book flights"
    kind, content = OF_MESSAGES["ListPicker"][-1]
    assert look(row(answer(content, kind)), None, NOON).body == "Show more"


def test_what_was_typed_for_a_view_stands_as_it_was_typed() -> None:
    typed = of_free_text("I would rather write.")
    assert words_of(answer(typed.content, typed.content_type), frozenset()) == "I would rather write."


def test_values_of_every_kind_are_told() -> None:
    one = of_form(colours=["red", "blue"], agreed=True, address={"street": "Quay", "number": 5}, empty="")
    assert words_of(one, frozenset()).split("\n")[1:] == [
        "colours: red, blue", "agreed: yes", "address: street: Quay, number: 5"
    ]  # fmt: skip


def test_what_is_secret_is_masked_wherever_it_is_shown() -> None:
    one = of_form(name="Ada", pin="4711", password="unknown to this window", card={"code": "4711"})
    told = words_of(one, frozenset({"4711"}))
    assert told == f"Next\nname: Ada\npin: {MASK}\npassword: {MASK}\ncard: code: {MASK}"
    shown = json.dumps(masked_item(one, frozenset({"4711"})))
    assert "4711" not in shown
    assert "unknown to this window" not in shown
    assert "Ada" in shown


@pytest.mark.parametrize(
    "content", ["", "null", "[1]", '{"action": [5], "data": "x"}', '{"action":" "}', "{" * 3000]
)
def test_an_answer_that_can_not_be_read_says_so(content: str) -> None:
    assert words_of(answer(content), frozenset()) == "Answered a card"


def test_other_messages_are_no_answers() -> None:
    carousel = OF_MESSAGES["Carousel"][0][1]
    assert is_answer(answer(carousel, TEXT_PLAIN))
    assert not is_answer(item(1, carousel))
    assert not is_answer(answer('{"listTitle":"a"}', TEXT_PLAIN))
    assert masked_item(item(1, carousel), frozenset())["Content"] == carousel


def test_the_json_of_cards_and_answers_is_in_the_menu_until_it_is_shown() -> None:
    for one in (answer(OF_VIEWS["form"]["Send"]), answer(OF_MESSAGES["Carousel"][0][1], TEXT_PLAIN)):
        folded = look(row(one), None, NOON)
        assert (folded.actions, [action.text for action in folded.hidden]) == ((), ["Show JSON"])
        unfolded = look(row(one), None, NOON, unfolded=True)
        assert [action.text for action in unfolded.actions] == ["Hide JSON"]
