from __future__ import annotations

from typing import Any

import pytest

from tests.console.sandbox.flow.rehearsal import END, PLAIN, Stage, action, flow

MARKDOWN = ("text/plain", "text/markdown")


def said(stage: Stage, **parameters: Any) -> Any:
    """The result of a message, which goes on or fails."""
    stage.play(flow(action("it", "MessageParticipant", parameters, "end", NoMatchingError="end"), END))
    return stage.entry("it")


def test_a_message_is_said_by_the_system() -> None:
    stage = Stage(attributes={"name": "Ann"})
    said(stage, Text="Hi $.Attributes.name!", SkipWhenDTMFBufferEnabled="false")
    (item,) = [item for item in stage.chat.transcript if item.type == "MESSAGE"]
    assert (item.content, item.content_type) == ("Hi Ann!", "text/plain")
    assert item.author is not None
    assert (item.author.role, item.author.display_name) == ("SYSTEM", "SYSTEM_MESSAGE")


def test_ssml_is_said_with_its_tags() -> None:
    stage = Stage()
    assert said(stage, SSML="<speak>Hi</speak>").warnings
    assert stage.said == ["<speak>Hi</speak>"]


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"PromptId": "arn:x"}, "PromptId is audio"),
        ({"Media": {"Uri": "s3://b/k", "SourceType": "S3", "MediaType": "Audio"}}, "Media is audio"),
        ({"Text": "$.Attributes.none"}, "no text to say"),
        ({}, "no text to say"),
        ({"Text": "x" * 6_001}, "6,001 characters; 6,000 fit"),
        ({"Text": "ä€😀" * 2_000}, "16384"),
    ],
)
def test_what_can_not_be_said_is_an_error(parameters: dict[str, Any], why: str) -> None:
    stage = Stage()
    entry = said(stage, **parameters)
    assert entry.error == "NoMatchingError"
    assert why in entry.result.replace("16,384", "16384")
    assert stage.said == []


@pytest.mark.parametrize(
    "text", ["**Bold**", "See [us](https://example.com)", "- one\n- two", "# Head", "`x`"]
)
def test_markup_is_markdown_where_the_client_asked_for_it(text: str) -> None:
    for types, expected in ((MARKDOWN, "text/markdown"), (PLAIN, "text/plain")):
        stage = Stage(types=types)
        said(stage, Text=text)
        assert [item.content_type for item in stage.chat.transcript][-1] == expected


def test_plain_text_stays_plain() -> None:
    stage = Stage(types=MARKDOWN)
    said(stage, Text="5 * 3 = 15, snake_case, a-b")
    assert [item.content_type for item in stage.chat.transcript][-1] == "text/plain"
