"""What the play says of the sandbox's own decisions, and which of them a customer's script can't settle.

The client may not look into the sandbox, so the keys stand here once more; a test keeps them complete.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from console.conform.comparison import Compared
from console.conform.step import Step

Settlement = Literal["same", "differs", "not reached", "can't be seen"]

_FLOWS_OWN = "It shows only in a flow that has such a block, with what that block needs from outside."
_AGENT = "It needs an agent, and the script rings nobody."
_ADMIN = "It needs an admin who changes the instance or its flows, and the script changes nothing."
_KEYS = "It is about how keys are got, not about a chat."
_SIGNATURE = "The SDK makes no such request."
_HERE = "It is about the sandbox alone: Amazon Connect has no such case."
_LOGS = "It is about flow logs, which no customer sees."

_UNSEEN: Final[Mapping[str, tuple[str, ...]]] = {
    _FLOWS_OWN: (
        "any-queue", "authentication-too-late", "chat-without-endpoint", "compare-nothing", "digits-by-text",
        "empty-message", "external-after-error", "hidden-answer", "hook-of-unknown-flow", "hours-override",
        "interactive-not-asked", "interactive-response-text", "lambda-json-object", "lambda-load-result",
        "lex-no-turn", "lex-timeout", "loop-array", "loop-of-a-flow", "made-up-session", "message-markdown",
        "missing-error-edge", "module-depth", "module-version", "nested-conditions", "profile-fields",
        "reference-without-value", "related-contact", "template-limits", "type-of-a-walk",
        "view-not-supported", "view-stand-in", "view-token",
    ),
    _AGENT: (
        "agent-arrives", "agent-given-back", "agent-invited", "agent-not-joined", "agent-to-queue",
        "agent-user", "contact-missed", "default-queue-flow", "disconnect-flow-reason",
        "type-of-hook", "whisper-limit",
    ),
    _ADMIN: (
        "alias-arn", "attachments-not-stored", "flow-status", "flow-that-cannot-run", "version-at-publishing",
    ),
    _KEYS: (
        "authorization-code", "chained-session", "mfa-code-twice", "mfa-of-a-role", "other-account",
        "refresh-token-once", "session-policies", "slow-down", "sso-no-access", "start-url",
    ),
    _SIGNATURE: ("future-date", "null-members", "unknown-fields", "unsigned-payload"),
    _HERE: (
        "agent-by-hand", "function-time-limit", "loop-of-failures", "not-answered",
        "sign-in-for-real", "stubs-of-a-chat", "websocket-origin",
    ),
    _LOGS: ("log-filter", "log-results", "log-stream"),
    "It takes more than five minutes of waiting.": ("chat-never-joined",),
    "It takes a chat of more than 10,000 items.": ("transcript-kept",),
    "It needs a chat that was transferred to another contact.": ("source-not-initial",),
}  # fmt: skip

UNSEEN: Final[Mapping[str, str]] = {key: why for why, keys in _UNSEEN.items() for key in keys}
"""Decisions that no step settles, each with the reason."""


@dataclass(frozen=True)
class Settled:
    """What became of one decision; `steps` are those that speak of it."""

    key: str
    settlement: Settlement
    steps: tuple[Compared, ...] = ()
    why: str = ""


def settled(compared: Sequence[Compared]) -> list[Settled]:
    """Every decision, by what the steps say that settle it; sorted by its key."""
    found = [_settled(key, compared) for key in keys(one.step for one in compared)]
    unseen = [Settled(key, "can't be seen", why=why) for key, why in UNSEEN.items()]
    return sorted([*found, *unseen], key=lambda one: one.key)


def keys(script: Iterable[Step]) -> set[str]:
    """The decisions that some steps settle."""
    return {key for step in script for key in step.settles}


def _settled(key: str, compared: Sequence[Compared]) -> Settled:
    concerned = tuple(one for one in compared if key in one.step.settles)
    verdicts = {one.verdict for one in concerned}
    settlement: Settlement = "differs" if "differs" in verdicts else "same"
    # One step that was not reached leaves open what the others do not say.
    if settlement == "same" and "not reached" in verdicts:
        settlement = "not reached"
    return Settled(key, settlement, concerned)
