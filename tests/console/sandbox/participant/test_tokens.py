"""Sealed tokens: they open once, for what they were made, until they run out, and not otherwise."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from console.sandbox.identity import random_token
from console.sandbox.participant.tokens import Tokens

TOKENS = Tokens()


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=100), st.floats(1, 4e9))
def test_a_token_brings_back_its_subject_until_its_deadline(subject: str, deadline: float) -> None:
    token = TOKENS.seal("connection", subject, deadline)
    assert TOKENS.open("connection", token, deadline - 0.01) == subject
    assert TOKENS.open("connection", token, deadline + 0.01) is None
    assert TOKENS.open("websocket", token, 0) is None
    assert Tokens().open("connection", token, 0) is None
    assert token.isascii()
    assert token == token.strip()


@given(st.text(max_size=80))
def test_no_text_whatever_opens(token: str) -> None:
    assert TOKENS.open("connection", token, 0) is None


@given(st.floats(0, 0.98), st.integers(1, 255))
def test_a_changed_token_does_not_open(part: float, change: int) -> None:
    token = TOKENS.seal("connection", "somebody", 100)
    place = int(part * len(token))
    changed = token[:place] + chr(ord(token[place]) ^ (change & 31 or 1)) + token[place + 1 :]
    assert changed == token or TOKENS.open("connection", changed, 0) is None


def test_two_tokens_are_never_the_same() -> None:
    assert len({TOKENS.seal("connection", "somebody", 100) for _ in range(100)}) == 100


def test_no_token_looks_like_an_option_of_a_command_line() -> None:
    """The AWS CLI refused one token in 64: what begins with a dash is an option to it."""
    made = {TOKENS.seal("connection", "subject", 1.0)[0] for _ in range(500)}
    made |= {random_token(96)[0] for _ in range(500)}
    assert made == {"Q"}
