"""Settings that a chat here can't show: recorded, and the flow goes on."""

from __future__ import annotations

import uuid

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Done, Failed, Outcome
from console.sandbox.flow.engine.step import Step
from console.sandbox.identity import ACCOUNT, REGION

ENABLED = "Enabled"


def record(step: Step) -> Outcome:
    """Remember what is set, for the trace."""
    step.state.settings[step.action.type] = step.parameters
    return Done()


def record_for_chat(step: Step) -> Outcome:
    """Remember what is set, unless it is for voice: that does not fit this channel."""
    is_for_voice = step.value("VoiceBehavior") and not step.value("ChatBehavior")
    if is_for_voice and not step.value("ScreenRecordingBehavior"):
        return Failed("ChannelMismatch", tr_wire("VoiceBehavior is not for a chat."))
    return record(step)


def switch_logs(step: Step) -> Outcome:
    """Switch flow logs on or off."""
    step.state.logs = step.text("FlowLoggingBehavior").lower() == ENABLED.lower()
    return record(step)


def create_session(step: Step) -> Outcome:
    """Make up the session of an assistant; nothing answers in it."""
    # ours: made-up-session
    session, assistant = (uuid.UUID(int=step.outside.random.getrandbits(128), version=4) for _ in range(2))
    arn = f"arn:aws:wisdom:{REGION}:{ACCOUNT}:session/{assistant}/{session}"
    step.state.wisdom_session = arn
    step.note(session=arn)
    return Done()


def resume(step: Step) -> Outcome:
    """Tasks alone can be paused and resumed."""
    return Failed(NO_MATCHING_ERROR, tr_wire("a chat can't be paused: there is nothing to resume."))
