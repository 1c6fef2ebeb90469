from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.outcome import Woken
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow


def waited(stage: Stage, *says: Any, **parameters: Any) -> str:
    stage.play(
        flow(action("it", "Wait", parameters, "end", ParticipantNotFound="end", NoMatchingError="end"), END),
        says,
    )
    return stage.entry("it").result


@pytest.mark.parametrize("name", ["TimeLimitSeconds", "TimeoutSeconds"])
@pytest.mark.parametrize("seconds", ["900", 900, "$.Attributes.s"])
def test_time_passes(name: str, seconds: Any) -> None:
    stage = Stage(attributes={"s": "900"})
    assert waited(stage, **{name: seconds}) == "WaitCompleted"
    assert stage.clock.moved_s == 900


@pytest.mark.parametrize("seconds", [None, "0", "-1", "604801", "x", []])
def test_a_time_that_is_none_is_an_error(seconds: Any) -> None:
    assert waited(Stage(), TimeLimitSeconds=seconds).startswith("Error NoMatchingError: TimeLimitSeconds")


def test_a_message_wakes_where_it_is_waited_for() -> None:
    stage = Stage()
    assert (
        waited(stage, "I am back", TimeLimitSeconds="900", Events=["CustomerReturned"]) == "CustomerReturned"
    )
    assert stage.clock.moved_s == 0
    assert stage.state.heard is not None
    assert stage.state.heard.content == "I am back"
    assert not stage.waits[0].wakes


def test_nobody_is_heard_where_the_time_alone_counts() -> None:
    stage = Stage()
    assert waited(stage, "Hello?", TimeLimitSeconds="5") == "WaitCompleted"
    assert not stage.waits[0].hears


def test_a_bot_that_leaves_wakes() -> None:
    stage = Stage()
    events = {"TimeLimitSeconds": "900", "Events": "BotParticipantDisconnected"}
    assert waited(stage, **events).startswith("Error ParticipantNotFound")
    stage.chat.add("CUSTOM_BOT", "Bot")
    assert waited(stage, Woken("bot_left"), **events) == "BotParticipantDisconnected"
    assert stage.waits[0].wakes == {"bot_left"}


def test_an_unknown_event_is_a_warning() -> None:
    stage = Stage()
    assert waited(stage, TimeLimitSeconds="5", Events=["MoonRises"]) == "WaitCompleted"
    assert "MoonRises" in stage.warnings
