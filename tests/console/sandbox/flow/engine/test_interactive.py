"""Interactive messages: the structure that a flow asks for before it shows one."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox.flow.engine.interactive import ELSEWHERE, TEMPLATES, check
from console.sandbox.participant import templates


def message(kind: str, items: Any, **data: Any) -> dict[str, Any]:
    content = {"title": "A title", TEMPLATES[kind].items: items} | data.pop("content", {})
    return {"templateType": kind, "version": "1.0", "data": {"content": content, **data}}


def titles(count: int) -> list[dict[str, Any]]:
    return [{"title": f"Choice {number}"} for number in range(count)]


def slots(count: int) -> list[dict[str, Any]]:
    return [{"date": "2027-01-04T17:00+00:00", "duration": 30}] * count


def cards(*names: str) -> list[dict[str, Any]]:
    return [{**message("Panel", titles(2)), "templateIdentifier": name} for name in names]


@pytest.mark.parametrize("kind", templates.TEMPLATES)
def test_the_examples_are_valid(kind: str) -> None:
    assert check(templates.content_of(kind, templates.TEMPLATES[kind])) == ("", ())


LINK = {"title": "Menu", "type": "hyperlink"}


@pytest.mark.parametrize(
    ("value", "wrong"),
    [
        ([], "it is no JSON object"),
        ({}, "templateType is “None”; there are: ListPicker, Panel,"),
        ({"templateType": "Buttons"}, "templateType is “Buttons”"),
        ({"templateType": ["Panel"]}, "templateType is “['Panel']”"),
        ({"templateType": "Panel"}, "version is missing"),
        ({"templateType": "Panel", "version": "1.0", "data": []}, "data.content is missing"),
        (message("Panel", titles(1), content={"title": ""}), "data.content.title is missing"),
        (message("Panel", titles(1), replyMessage={}), "data.replyMessage.title is missing"),
        (message("Panel", "x"), "a Panel has 1 to 10 elements, not 0"),
        (message("Panel", titles(0)), "a Panel has 1 to 10 elements, not 0"),
        (message("Panel", titles(11)), "a Panel has 1 to 10 elements, not 11"),
        (message("ListPicker", titles(7)), "a ListPicker has 1 to 6 elements, not 7"),
        (message("QuickReply", titles(1)), "a QuickReply has 2 to 10 elements, not 1"),
        (message("ListPicker", [{}]), "elements[0].title is missing"),
        (message("ListPicker", [LINK]), "elements[0].url is missing"),
        (
            message("ListPicker", [{"title": "A", "type": "x"}]),
            "elements[0].type is neither action nor hyperlink",
        ),
        (message("TimePicker", [{"date": "x"}]), "timeslots[0].duration is missing"),
        (message("TimePicker", [1]), "timeslots[0].date is missing"),
        (message("Carousel", cards("a")), "a Carousel has 2 to 5 elements, not 1"),
        (message("Carousel", cards("a", "a")), "elements[1].templateIdentifier “a” is there twice"),
        (message("Carousel", [*cards("a"), {}]), "elements[1].templateIdentifier is missing"),
        (
            message(
                "Carousel", [*cards("a"), {**message("QuickReply", titles(2)), "templateIdentifier": "b"}]
            ),
            "elements[1].templateType is “QuickReply”; there are: ListPicker, Panel",
        ),
        (
            message("Carousel", [*cards("a"), {**message("Panel", [{}]), "templateIdentifier": "b"}]),
            "elements[1].elements[0].title is missing",
        ),
    ],
)
def test_what_is_wrong_is_told(value: Any, wrong: str) -> None:
    assert check(json.dumps(value))[0].startswith(wrong)


@pytest.mark.parametrize("text", ["", "hello", "{", "[" * 100_000])
def test_no_json_is_no_message(text: str) -> None:
    assert check(text) == ("it is no JSON", ())


@pytest.mark.parametrize(
    ("value", "odd"),
    [
        (message("QuickReply", titles(6)), "QuickReply: 6 elements; older documents allow 5 at most."),
        (message("TimePicker", slots(40)), "TimePicker: 40 timeslots; older documents allow 20 at most."),
        ({"templateType": ELSEWHERE[0]}, "AppleForm is a template of another channel"),
    ],
)
def test_what_is_odd_is_told_and_shown(value: Any, odd: str) -> None:
    wrong, told = check(json.dumps(value))
    assert wrong == ""
    assert told[0].startswith(odd)


_KEYS = st.sampled_from(
    ["templateType", "version", "data", "content", "title", "elements", "timeslots", *TEMPLATES]
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.integers(), _KEYS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_KEYS, inner, max_size=4)),
    max_leaves=15,
)


@settings(max_examples=50)
@given(st.sampled_from([*TEMPLATES]), _VALUES, st.dictionaries(_KEYS, _VALUES))
def test_any_message_is_judged(kind: str, content: Any, more: Any) -> None:
    wrong, odd = check(
        json.dumps({"templateType": kind, "version": "1.0", "data": {"content": content}} | more)
    )
    assert isinstance(wrong, str)
    assert all(one.endswith(".") for one in odd)
