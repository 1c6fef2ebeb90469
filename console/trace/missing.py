"""Why there is nothing to be told of a chat's way, and what to do about it. One table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from console.language import tr

Reason = Literal["logs_off", "flow_silent", "denied", "none_yet", "no_alias", "forgotten", "unsure"]


@dataclass(frozen=True)
class Missing:
    """One reason why there are no steps."""

    reason: Reason
    sentence: str
    advice: str
    action: str = ""
    """The IAM action that a policy would have to allow, where one is missing."""


_TABLE: Final[Mapping[Reason, tuple[str, str]]] = {
    "logs_off": (
        tr("Flow logs are switched off for this instance, so nothing writes down which way a chat takes."),
        tr(
            "In the AWS console, open the instance under Amazon Connect, and under Flows enable flow logs. "
            "Chats that start after that are logged."
        ),
    ),
    "flow_silent": (
        tr("The flow “{flow}” has no Set logging behavior block that switches logging on."),
        tr(
            "Add the block near the start of the flow with logging enabled, and publish the flow. Each flow "
            "that the chat is transferred to needs a block of its own."
        ),
    ),
    "denied": (
        tr("This profile may not read the flow's log: {action} is not allowed."),
        tr("Ask for an IAM policy that allows {action} on {resource}, or use other keys."),
    ),
    "none_yet": (
        tr("The flow's log has nothing about this chat yet."),
        tr(
            "Entries arrive seconds to minutes after what they tell. They are looked for again by themselves "
            "for a while; Read now looks at once."
        ),
    ),
    "no_alias": (
        tr("The name of the log group is not known: the instance does not tell its alias."),
        tr("Allow connect:DescribeInstance on the instance, so that its alias can be read."),
    ),
    "forgotten": (
        tr("The sandbox remembers nothing of this chat's way."),
        tr("Its traces end with it, or with a newer hundred of chats. Start the chat again to see its way."),
    ),
    "unsure": ("{sentence}", "{advice}"),
}
"""From the administrator guide's pages on flow logs and on the Set logging behavior block."""


def missing(reason: Reason, **facts: str) -> Missing:
    """A reason in words, filled with its facts."""
    sentence, advice = _TABLE[reason]
    return Missing(reason, sentence.format_map(facts), advice.format_map(facts), facts.get("action", ""))
