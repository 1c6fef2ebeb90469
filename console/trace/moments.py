"""When steps happened, beside messages: an action that waited ends after what it waited for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Final

from console.trace.step import Step

LATEST: Final = datetime.max.replace(tzinfo=UTC)
WAITING: Final = frozenset(
    {"AuthenticateParticipant", "ConnectParticipantWithLexBot", "GetParticipantInput", "ShowView", "Wait"}
)
"""Actions that may wait for the customer; a flow log does not tell whether they did."""
SLACK: Final = timedelta(milliseconds=50)
"""A message may be stamped a little after what it sets going."""


def is_wait_of(wait: Step, action: Step) -> bool:
    """Whether a step is the wait of the action that another tells of."""
    same = (wait.contact_id, wait.flow_id, wait.action, wait.at)
    return wait.kind == "wait" and same == (action.contact_id, action.flow_id, action.action, action.at)


def ended_at(steps: Sequence[Step]) -> list[datetime]:
    """For each step when it was over, as far as can be told.

    `Step.at` is when an action was entered. One that waited is over when the next step begins, and the
    newest one that waited, later than anything known.
    """
    moments = []
    for at, step in enumerate(steps):
        told = at > 0 and is_wait_of(steps[at - 1], step)
        has_waited = step.kind == "action" and (told or step.type in WAITING)
        following = steps[at + 1].at + SLACK if at + 1 < len(steps) else LATEST
        moments.append(max(step.at, following) if has_waited else step.at)
    return moments
