"""Flows as the instance holds them: ids, content, and the greeting flow that ships."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.library.document import Flow, content_of
from console.sandbox.flow.reading.language import LONGEST_CONTENT

SMALLEST: dict[str, Any] = {
    "Version": "2019-10-30",
    "StartAction": "End",
    "Actions": [{"Identifier": "End", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}],
}


def named(name: str, **more: Any) -> Flow:
    return Flow(name, "CONTACT_FLOW", content_of(SMALLEST | more), modified=0)


def test_an_id_depends_on_the_name_alone() -> None:
    one, other = named("Same"), named("Same", Metadata={"x": 1})
    assert one.content != other.content
    assert one.id == other.id != named("Another").id
    assert one.arn.endswith(f":instance/1140cfde-f9b4-5d41-a206-8581392f8116/contact-flow/{one.id}")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ([], "no JSON object"),
        ({}, "Version must be 2019-10-30"),
        ({**SMALLEST, "Version": "2020-01-01"}, "Version must be 2019-10-30"),
        ({**SMALLEST, "Actions": {}}, "no list of Actions"),
        ({**SMALLEST, "Actions": [1]}, "no list of Actions"),
        ({**SMALLEST, "StartAction": "Begin"}, "none of its Actions"),
        ({**SMALLEST, "StartAction": ["End"]}, "none of its Actions"),
        ({**SMALLEST, "Settings": "x" * LONGEST_CONTENT}, "longer than 256,000"),
    ],
)
def test_what_cannot_be_saved_is_told(value: object, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        content_of(value)


def test_content_has_no_spaces_and_any_letter() -> None:
    assert content_of({**SMALLEST, "Metadata": {"name": "Grüße"}}).endswith('"Metadata":{"name":"Grüße"}}')
