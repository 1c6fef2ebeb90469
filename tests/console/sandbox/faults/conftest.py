"""A customer whose chat has just begun, as in the room of the participants."""

from tests.console.sandbox.participant.conftest import visitor

__all__ = ["visitor"]
