"""How a bot speaks to the customer of a chat, and what it hears of what they send."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from console.language import tr_wire
from console.sandbox.flow.engine.interactive import check
from console.sandbox.flow.engine.step import Step
from console.sandbox.flow.stubs.bot import Message
from console.sandbox.participant.items import TYPING, Item
from console.sandbox.participant.party import Participant
from console.sandbox.rules import INTERACTIVE, INTERACTIVE_RESPONSE

BOT: Final = "BOT"
"""The display name of a bot that a flow brings; its role is SYSTEM."""
WORDS: Final = 4
"""Words of a piece, where a reply is streamed and its stub does not cut it."""
_PIECE = re.compile(rf"(?:\S*\s*){{1,{WORDS}}}")


class UnsayableError(Exception):
    """The bot's message can't be shown; the text says why."""


class BotVoice:
    """The bot in one action of a chat."""

    __slots__ = ("_chat", "_id", "_step")

    def __init__(self, step: Step) -> None:
        self._step = step
        self._chat = step.chat
        self._id = ""
        """As whom the customer knows the bot, once it has said something."""

    def ask(self, text: str) -> None:
        """Say the flow's own words.

        Raises:
            UnsayableError: they are too long.
        """
        try:
            self._is(self._chat.say(text, display_name=BOT))
        except ValueError as error:
            raise UnsayableError(str(error)) from None

    def say(self, message: Message, fill: Callable[[Any], Any]) -> None:
        """Say a message of a script; `fill` puts in what was heard, in any JSON.

        Raises:
            UnsayableError: it is empty or too long, or an interactive message that is not valid.
        """
        try:
            if message.content_type == "CustomPayload":
                self._show(_filled(message.content, fill))
                return
            if message.content_type == "SSML":
                self._step.warn(tr_wire("A chat shows SSML with its tags."))
            if message.content_type == "SSML" or not self._chat.wants_chunks:
                self._is(self._chat.say(fill(message.content), display_name=BOT))
            else:
                chunks = message.chunks or tuple(pieces(message.content))
                self._is(self._chat.stream([fill(chunk) for chunk in chunks], BOT))
        except ValueError as error:
            raise UnsayableError(tr_wire("the bot's message can't be said: {error}", error=error)) from None

    def type(self) -> None:
        """Have the customer see that the bot types."""
        typing = Participant("SYSTEM", BOT)
        # The bot is no participant; its typing bears the id of what it says.
        typing.id = self._id or typing.id
        self._chat.announce(TYPING, typing)

    def _is(self, item: Item) -> None:
        if item.author is not None:
            self._id = item.author.participant_id

    def _show(self, text: str) -> None:
        wrong, odd = check(text)
        for one in odd:
            self._step.warn(one)
        if wrong:
            raise UnsayableError(
                tr_wire("the bot's interactive message is not valid: {problem}", problem=wrong)
            )
        if INTERACTIVE not in self._chat.types:
            # ours: interactive-not-asked
            self._step.warn(
                tr_wire("The chat did not ask for interactive messages; it gets one all the same.")
            )
        self._is(self._chat.say(text, INTERACTIVE, display_name=BOT))


def _filled(text: str, fill: Callable[[Any], Any]) -> str:
    if "$" not in text and "\\u0024" not in text:
        return text
    # Put into the JSON, not into its text: what was heard may hold quotes.
    try:
        return json.dumps(fill(json.loads(text)), ensure_ascii=False)
    except (ValueError, RecursionError):
        return text


def pieces(text: str) -> list[str]:
    """A text in pieces of a few words, which together are the text."""
    return [piece for piece in _PIECE.findall(text) if piece]


def heard_text(item: Item) -> str:
    """What a bot hears of an item: its text; nothing of a file."""
    content = item.content or ""
    return _response_text(content) if item.content_type == INTERACTIVE_RESPONSE else content


def _response_text(content: str) -> str:
    """An interactive.response as text: what was chosen or typed, else all of its JSON.

    Clients send the choice of a picker as plain text, and with this type more of a list, or what was
    typed below a view; which members others use is ours: interactive-response-text.
    """
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return content
    told = value.get("data") if isinstance(value, dict) else None
    data: Mapping[str, Any] = told if isinstance(told, dict) else {}
    for name in ("content", "selectionText", "title"):
        if isinstance(data.get(name), str) and data[name]:
            return str(data[name])
    return content
