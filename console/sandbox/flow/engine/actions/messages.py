"""What a flow says: MessageParticipant, and the prompts that only voice can play."""

from __future__ import annotations

import re

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Done, Failed, Outcome
from console.sandbox.flow.engine.step import Step

LONGEST_TEXT = 6_000
"""Characters of a message at most (Flow language, MessageParticipant)."""
AUDIO = ("PromptId", "Media")
MARKDOWN = "text/markdown"

_MARKUP = re.compile(
    r"\*[^*\n]{1,80}\*|(?<!\w)_[^_\n]{1,80}_(?!\w)|\[[^\]\n]{1,80}\]\(|`[^`\n]{1,80}`"
    r"|^(?:[-*>] |\d{1,3}\. |#{1,6} )",
    re.MULTILINE,
)


def message(step: Step) -> Outcome:
    """Say a text to the customer."""
    return say(step) or Done()


def message_in_a_loop(step: Step) -> Outcome:
    """Prompts in a loop are for voice: on chat the error branch follows at once (Loop prompts)."""
    return Failed(NO_MATCHING_ERROR, tr_wire("prompts in a loop are not for chat."))


def say(step: Step, display_name: str | None = None) -> Failed | None:
    """Say what the parameters of any action with a message hold; None where that was done.

    `Text` is said, `SSML` with its tags, since chat does not interpret them; audio can't be said.
    """
    text = step.text("Text")
    if not text and (text := step.text("SSML")):
        step.warn(tr_wire("SSML is not interpreted in chat: the customer sees its tags."))
    if not text:
        return Failed(NO_MATCHING_ERROR, _why_silent(step))
    if len(text) > LONGEST_TEXT:
        why = tr_wire(
            "the text has {length:,} characters; {most:,} fit.", length=len(text), most=LONGEST_TEXT
        )
        return Failed(NO_MATCHING_ERROR, why)
    try:
        step.chat.say(text, _content_type(step, text), display_name=display_name)
    except ValueError as error:
        return Failed(NO_MATCHING_ERROR, str(error))
    return None


def _why_silent(step: Step) -> str:
    audio = next((name for name in AUDIO if step.value(name)), None)
    if audio is not None:
        return tr_wire("{parameter} is audio, which chat does not play.", parameter=audio)
    # ours: empty-message
    return tr_wire("there is no text to say.")


def _content_type(step: Step, text: str) -> str:
    """Markdown, where the client asked for it and the text has any: ours: message-markdown."""
    return MARKDOWN if MARKDOWN in step.chat.types and _MARKUP.search(text) else "text/plain"
