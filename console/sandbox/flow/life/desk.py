"""Who answers the contacts that wait for an agent: the script of the stub file, or a person."""

from __future__ import annotations

from typing import Literal

Answers = Literal["script", "you"]
CHOICES: tuple[Answers, ...] = ("script", "you")


class Desk:
    """The switch for the whole sandbox, and those of single chats. To be used under the timers' lock."""

    def __init__(self) -> None:
        self.answers: Answers = "script"
        """For every chat without a switch of its own."""
        self._own: dict[str, Answers] = {}

    def of(self, chat_id: str) -> Answers:
        """Who answers a chat."""
        return self._own.get(chat_id, self.answers)

    def has_own(self, chat_id: str) -> bool:
        """Whether a chat has a switch of its own."""
        return chat_id in self._own

    def choose(self, chat_id: str, answers: Answers | None) -> None:
        """Set the switch of one chat; None lets it follow that of the sandbox."""
        if answers is None:
            self._own.pop(chat_id, None)
        else:
            self._own[chat_id] = answers

    def clear(self) -> None:
        """Everything as at the start."""
        self.answers = "script"
        self._own.clear()
