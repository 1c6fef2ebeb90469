from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.traces.trace import Entered
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow


def done(stage: Stage, type: str, **parameters: Any) -> Entered:
    errors = {"NoMatchingError": "end", "ChannelMismatch": "end"}
    stage.play(flow(action("it", type, parameters, "end", None, **errors), END))
    return stage.entry("it")


@pytest.mark.parametrize(
    ("says", "logs"), [("Enabled", True), ("enabled", True), ("Disabled", False), ("", False)]
)
def test_flow_logs_are_switched_from_there_on(says: str, logs: bool) -> None:
    stage = Stage()
    assert done(stage, "UpdateFlowLoggingBehavior", FlowLoggingBehavior=says).is_logged is logs
    assert stage.entry("end").is_logged is stage.state.logs is logs


def test_a_voice_is_remembered() -> None:
    stage = Stage()
    done(stage, "UpdateContactTextToSpeechVoice", TextToSpeechVoice="Joanna")
    assert stage.state.find(("TextToSpeechVoiceId",)) == "Joanna"


@pytest.mark.parametrize(
    ("parameters", "error"),
    [
        ({"ChatBehavior": {"a": "b"}}, ""),
        ({"VoiceBehavior": {"a": "b"}}, "ChannelMismatch"),
        ({"VoiceBehavior": {"a": "b"}, "ChatBehavior": {"a": "b"}}, ""),
        ({"ScreenRecordingBehavior": {"a": "b"}}, ""),
    ],
)
def test_behavior_of_a_call_does_not_fit_a_chat(parameters: dict[str, Any], error: str) -> None:
    assert done(Stage(), "UpdateContactRecordingAndAnalyticsBehavior", **parameters).error == error


def test_the_session_of_an_assistant_is_made_up_the_same_at_every_rehearsal() -> None:
    sessions = []
    for _ in range(2):
        stage = Stage()
        done(stage, "CreateWisdomSession", WisdomAssistantArn="arn:x")
        sessions.append(stage.state.find(("Wisdom", "SessionArn")))
    assert sessions[0] == sessions[1]
    assert sessions[0].startswith("arn:aws:wisdom:us-east-1:123456789012:session/")
