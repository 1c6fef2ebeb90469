"""One step of a chat's way through its flows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

StepKind = Literal["action", "wait"]


@dataclass(frozen=True)
class Step:
    """An action that was entered and left, or one that waits. What its source does not tell is empty.

    Sources: the sandbox's trace (`/_sandbox/contacts/{id}/trace`), or an entry of CloudWatch's flow log,
    which holds no edge, no next action and no attributes.
    """

    key: str
    """What tells it from every other step of the chat; the same again when it is read again."""
    kind: StepKind
    at: datetime
    contact_id: str
    flow_id: str
    flow: str
    """The flow's name."""
    action: str
    """The action's Identifier."""
    type: str
    """The action's Type in the Flow language; in a flow log the block's name where no Type is known."""
    result: str = ""
    """As the source says it: `Done`, a value, `Error NoMatchingError: why`; of a wait its reason."""
    edge: str = ""
    """The transition taken: `NextAction`, `Equals Yes`, `NoMatchingError`."""
    next: str = ""
    """The Identifier of the next action."""
    is_error: bool = False
    """Whether the action failed, so that an error branch was taken."""
    warnings: tuple[str, ...] = ()
    attributes: Mapping[str, str | None] = field(default_factory=dict)
    """Contact attributes that it changed; None for one that is gone."""
    parameters: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Redacted, references resolved."""
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """What else the source tells, redacted."""
