"""ConnectParticipantWithLexBot: the scripted bot talks in a chat, and the flow gets what it found."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.sandbox.flow.engine.actions.lex import connect_with_bot
from console.sandbox.flow.engine.outcome import Failed, Heard, Outcome, Result, TimedOut
from console.sandbox.participant.items import TYPING
from console.sandbox.participant.templates import TEMPLATES, content_of
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE, SUPPORTED_TYPES
from tests.console.sandbox.flow.engine.actions.rehearsal import Rehearsal, answers

TYPE = "ConnectParticipantWithLexBot"
ALIAS = "arn:aws:lex:us-east-1:123456789012:bot-alias/ABCDEFGHIJ/TSTALIASID"
V2 = {"Text": "How can I help?", "LexV2Bot": {"AliasArn": ALIAS}, "LexTimeoutSeconds": {"Text": "300"}}

BOOKING: list[dict[str, Any]] = [
    {"when": "(?i)book|flight", "messages": ["Where to?"], "elicit": "City"},
    {"slot": "City", "when": "^[A-Z]", "messages": ["And when to $input?"], "elicit": "Date"},
    {"slot": "City", "messages": ["A city begins with a capital."], "elicit": "City"},
    {
        "slot": "Date",
        "SessionAttributes": {"to": "$slots.City"},
        "close": {"IntentName": "BookFlight", "Slots": {"Date": "$input", "Seats": [1]}},
    },
    {"default": True, "close": {"IntentName": "FallbackIntent", "state": "Failed"}},
]


def bot(*turns: dict[str, Any], **match: object) -> dict[str, Any]:
    return {"ActionType": TYPE, "match": match, "Turns": list(turns)}


def talk(rehearsal: Rehearsal, *says: Any, **more: Any) -> Outcome:
    return rehearsal.play(connect_with_bot, TYPE, {**V2, **more}, *says)


def test_a_script_asks_for_slots_until_its_intent_is_done() -> None:
    rehearsal = Rehearsal(bot(*BOOKING, AliasArn="*"))
    outcome = talk(
        rehearsal,
        "I want to book",
        "oslo",
        "Oslo",
        "tomorrow",
        LexSessionAttributes={"tier": "$.Attributes.tier"},
    )
    assert outcome == Result("BookFlight")
    assert rehearsal.said == [
        "How can I help?",
        "Where to?",
        "A city begins with a capital.",
        "And when to Oslo?",
    ]
    assert rehearsal.state.lex == {
        "IntentName": "BookFlight",
        "Slots": {"City": "Oslo", "Date": "tomorrow", "Seats": [1]},
        "SessionAttributes": {"tier": "GOLD", "to": "Oslo"},
        "DialogState": "Fulfilled",
    }
    said = [item for item in rehearsal.ear.items if item.get("ParticipantRole") == "SYSTEM"]
    assert {(item["DisplayName"], item["ContentType"]) for item in said} == {("BOT", "text/plain")}


def test_the_default_turn_takes_what_no_other_does() -> None:
    rehearsal = Rehearsal(bot(*BOOKING))
    assert talk(rehearsal, "hello") == Result("FallbackIntent")
    assert rehearsal.state.lex["DialogState"] == "Failed"


def test_a_script_without_a_turn_for_a_message_falls_back() -> None:
    rehearsal = Rehearsal(bot({"when": "x", "close": {"IntentName": "X"}}))
    assert talk(rehearsal, "hello") == Result("FallbackIntent")
    assert "no turn for “hello”" in rehearsal.warned


def test_turns_without_a_condition_come_in_their_order() -> None:
    rehearsal = Rehearsal(
        bot({"messages": ["One"]}, {"messages": ["Two"]}, {"close": {"IntentName": "Done"}})
    )
    assert talk(rehearsal, "a", "b", "c") == Result("Done")
    assert rehearsal.said[1:] == ["One", "Two"]


def test_words_lead_to_intents() -> None:
    entry = {"ActionType": TYPE, "Intents": {"(?i)cancel": "Cancel", "(?i)book": "Book"}}
    assert talk(Rehearsal(entry), "please BOOK") == Result("Book")
    assert talk(Rehearsal(entry), "hm") == Result("FallbackIntent")


def test_the_older_form_of_a_bot_is_matched_by_its_name() -> None:
    rehearsal = Rehearsal(
        bot({"default": True, "close": {"IntentName": "Other"}}, Name="Orders*"),
        bot({"default": True, "close": {"IntentName": "Booked"}}, Name="Book*", LexBot={"Alias": "prod"}),
    )
    older = {"Text": "Hi", "LexBot": {"Name": "BookTrip", "Region": "us-east-1", "Alias": "prod"}}
    assert rehearsal.play(connect_with_bot, TYPE, older, "x") == Result("Booked")


# results in the place of a talk


def test_a_mocked_intent_needs_no_customer() -> None:
    found = {"IntentName": "Book", "Slots": {"City": "Oslo"}, "SentimentResponse": {"Label": "POSITIVE"}}
    rehearsal = Rehearsal(answers(TYPE, ("Cancel",), found))
    assert talk(rehearsal) == Result("Cancel")
    assert talk(rehearsal) == Result("Book")
    assert rehearsal.said == ["How can I help?"] * 2
    assert rehearsal.state.lex["Slots"] == {"City": "Oslo"}
    assert rehearsal.state.lex["SentimentResponse"] == {"Label": "POSITIVE"}


@pytest.mark.parametrize("error", ["InputTimeLimitExceeded", "NoMatchingCondition", "NoMatchingError"])
def test_an_error_of_the_stub_or_of_a_turn_is_the_actions(error: str) -> None:
    assert talk(Rehearsal(answers(TYPE, error))) == Failed(error, "the stub says so")
    assert talk(Rehearsal(bot({"error": error})), "x") == Failed(error, "the bot's script says so")


def test_without_a_stub_nothing_is_said() -> None:
    rehearsal = Rehearsal(bot({"messages": ["x"]}, AliasArn="other"))
    assert talk(rehearsal) == Failed("NoMatchingError", "no stub")
    assert rehearsal.said == []
    assert ALIAS in rehearsal.warned


# how it begins, and how long it waits


def test_the_initial_message_is_heard_first() -> None:
    message = {"ContentType": "text/plain", "Content": "book a flight"}
    rehearsal = Rehearsal(bot(*BOOKING), InitialMessage=message)
    started = {
        "LexInitializationData": {"InitialMessage": "$.Media.InitialMessage"},
        "LexV2Bot": V2["LexV2Bot"],
    }
    assert rehearsal.play(connect_with_bot, TYPE, started, "Oslo", "now") == Result("BookFlight")
    assert rehearsal.said[0] == "Where to?"


@pytest.mark.parametrize(
    ("parameters", "why"),
    [
        ({"LexInitializationData": {"InitialMessage": "$.Media.InitialMessage"}}, "has 0 characters"),
        ({"LexInitializationData": {"InitialMessage": "x" * 1025}}, "has 1,025 characters"),
        ({"PromptId": "arn:aws:connect:us-east-1:123456789012:instance/i/prompt/p"}, "no prompts"),
        ({"Media": {"Uri": "s3://x"}}, "no prompts"),
        ({"Text": "$.Attributes.nothing"}, "Text is empty"),
        ({"Text": "x" * 20_000}, "1 to 16,384 bytes"),
    ],
)
def test_what_a_chat_can_not_begin_with_takes_the_error_branch(parameters: Any, why: str) -> None:
    outcome = Rehearsal(bot(*BOOKING)).play(connect_with_bot, TYPE, parameters)
    assert isinstance(outcome, Failed)
    assert outcome.error == "NoMatchingError"
    assert why in outcome.why


def test_ssml_is_shown_with_its_tags() -> None:
    rehearsal = Rehearsal(bot({"messages": [{"contentType": "SSML", "content": "<p>$input</p>"}]}))
    assert isinstance(rehearsal.play(connect_with_bot, TYPE, {"SSML": "<speak>Hi</speak>"}, "Yes"), Failed)
    assert rehearsal.said == ["<speak>Hi</speak>", "<p>Yes</p>"]
    assert "with its tags" in rehearsal.warned


def test_a_bot_that_is_told_nothing_waits_for_the_customer() -> None:
    rehearsal = Rehearsal(bot(*BOOKING))
    assert rehearsal.play(connect_with_bot, TYPE, {}, "no") == Result("FallbackIntent")
    assert "says nothing" in rehearsal.warned


@pytest.mark.parametrize(
    ("told", "seconds", "is_odd"),
    [
        ({"Text": "300"}, 300, False),
        (None, 300, False),
        ({"Text": 90}, 90, False),
        ({"Text": "x"}, 300, True),
    ],
)
def test_a_customer_who_says_nothing_runs_out_of_time(told: Any, seconds: float, is_odd: bool) -> None:
    rehearsal = Rehearsal(bot(*BOOKING))
    outcome = talk(rehearsal, "book", TimedOut(), LexTimeoutSeconds=told)
    assert outcome == Failed("InputTimeLimitExceeded", f"the customer said nothing for {seconds:g} s")
    assert rehearsal.waits[-1].seconds == seconds
    assert bool(rehearsal.warned) == is_odd


# what is shown and heard


def custom(content: Any) -> dict[str, Any]:
    return bot({"messages": [{"contentType": "CustomPayload", "content": content}]}, *BOOKING)


@pytest.mark.parametrize("template", TEMPLATES)
def test_an_interactive_message_is_shown_as_one(template: str) -> None:
    rehearsal = Rehearsal(
        custom(content_of(template, TEMPLATES[template])), SupportedMessagingContentTypes=SUPPORTED_TYPES
    )
    talk(rehearsal, "show")
    shown = rehearsal.ear.items[-1]
    assert (shown["ContentType"], shown["DisplayName"], shown["ParticipantRole"]) == (
        INTERACTIVE,
        "BOT",
        "SYSTEM",
    )
    assert json.loads(shown["Content"])["templateType"] == template
    assert rehearsal.warned == ""


def test_a_payload_is_written_as_an_object_with_what_was_heard_in_it() -> None:
    payload: dict[str, Any] = {"templateType": "QuickReply", "version": "1.0"}
    payload |= {"data": {"content": {"title": "“$input”?", "elements": [{"title": "Yes"}, {"title": "No"}]}}}
    rehearsal = Rehearsal(custom(payload))
    talk(rehearsal, 'a "quoted" word')
    assert json.loads(rehearsal.said[-1])["data"]["content"]["title"] == '“a "quoted" word”?'
    assert "did not ask for interactive messages" in rehearsal.warned


def test_an_interactive_message_that_is_not_valid_takes_the_error_branch() -> None:
    rehearsal = Rehearsal(custom('{"templateType": "ListPicker"}'))
    outcome = talk(rehearsal, "show")
    assert outcome == Failed(
        "NoMatchingError", "the bot's interactive message is not valid: version is missing"
    )
    assert "not valid" in rehearsal.warned


def test_a_reply_that_is_too_long_takes_the_error_branch() -> None:
    outcome = talk(Rehearsal(bot({"messages": ["x" * 20_000]})), "hello")
    assert isinstance(outcome, Failed)
    assert "can't be said" in outcome.why


@pytest.mark.parametrize(
    ("content", "heard"),
    [
        ({"action": " ", "data": {"content": "typed"}, "templateType": "ViewResource"}, "typed"),
        ({"data": {"title": "Apple"}, "templateType": "ListPicker"}, "Apple"),
        ({"action": "SHOW_MORE", "data": {"actionName": "SHOW_MORE"}}, None),
        ([1], None),
        ("{", None),
    ],
)
def test_an_interactive_response_reaches_the_bot_as_text(content: Any, heard: str | None) -> None:
    rehearsal = Rehearsal(bot({"messages": ["$input"]}, {"error": "NoMatchingError"}))
    text = content if isinstance(content, str) else json.dumps(content)
    talk(rehearsal, (text, INTERACTIVE_RESPONSE), "x")
    assert rehearsal.said[-1] == (text if heard is None else heard)


def test_a_reply_is_streamed_where_the_chat_asked_for_it() -> None:
    message = {"content": "One two three four five six", "contentType": "PlainText"}
    rehearsal = Rehearsal(
        bot({"messages": [message, {"chunks": ["You said ", "$input"]}]}),
        ParticipantConfiguration={"ResponseMode": "INCREMENTAL"},
    )
    talk(rehearsal, "hello")
    streamed = [item for item in rehearsal.ear.items if "MessageMetadata" in item]
    assert [(item["Content"], item["MessageMetadata"]["ChunkNumber"]) for item in streamed] == [
        ("One two three four ", 1),
        ("five six", 2),
        ("One two three four five six", 3),
        ("You said ", 1),
        ("hello", 2),
        ("You said hello", 3),
    ]


def test_a_bot_types_and_answers_what_was_said_meanwhile() -> None:
    rehearsal = Rehearsal(
        bot(
            {"messages": ["One"], "typingSeconds": 3},
            {"messages": ["Two: $input"]},
            {"close": {"IntentName": "Done"}},
        )
    )
    acting = connect_with_bot(rehearsal.of(TYPE, V2))
    assert next(acting).hears
    waiting = acting.send(Heard(rehearsal.chat.hear(rehearsal.chat.customer, "a", "text/plain")))
    assert (waiting.seconds, waiting.hears) == (3, False)
    rehearsal.chat.hear(rehearsal.chat.customer, "b", "text/plain")
    assert acting.send(TimedOut()).hears
    assert rehearsal.said == ["How can I help?", "One", "Two: b"]
    typed = [item for item in rehearsal.ear.items if item["ContentType"] == TYPING]
    said = [item for item in rehearsal.ear.items if item.get("DisplayName") == "BOT"]
    assert len({item["ParticipantId"] for item in said}) == 1
    assert typed[0]["ParticipantRole"] == "SYSTEM"
