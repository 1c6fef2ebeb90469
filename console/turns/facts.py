"""What is known of a contact at a moment, as DescribeContact tells it, fit to be looked at."""

from __future__ import annotations

import json
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from console import redaction

LONGEST_VALUE: Final = 4_000
"""Characters of a value that are kept; all attributes of a contact take 32,768 bytes at most."""
MOST_VALUES: Final = 2_000
SHORTEST: Final = 4
"""Characters of a secret that is looked for within a value."""
_WRAPPINGS: Final = frozenset({"ValueString", "ValueArn", "ValueInteger", "ValueMap", "ValueList"})


@dataclass(frozen=True)
class Facts:
    """A contact, redacted by names and by what is remembered as secret. Texts that are not told are empty."""

    read_at: datetime
    contact_id: str
    is_whole: bool = True
    """Whether DescribeContact told it; GetContactAttributes tells the attributes alone."""
    initial_id: str = ""
    previous_id: str = ""
    related_id: str = ""
    channel: str = ""
    initiation_method: str = ""
    disconnect_reason: str = ""
    began_at: datetime | None = None
    ended_at: datetime | None = None
    queue_id: str = ""
    queue_name: str = ""
    """Where something tells it: DescribeContact has the id alone."""
    enqueued_at: datetime | None = None
    agent_id: str = ""
    agent_name: str = ""
    """As the chat shows it, where one agent alone can be meant."""
    agent_at: datetime | None = None
    """When the agent was connected."""
    customer_id: str = ""
    name: str = ""
    description: str = ""
    attributes: Mapping[str, str] = field(default_factory=dict, repr=False)
    segment_attributes: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def state(self) -> str:
        """Where the contact stands, in a word or two; empty where that is not known."""
        if not self.is_whole:
            return ""
        if self.ended_at is not None:
            return "passed on" if self.disconnect_reason == "TRANSFERRED" else "over"
        if self.agent_id:
            return "with an agent"
        return "in a queue" if self.queue_id else "in the flow"


def facts_in(
    contact: Mapping[str, Any], contact_id: str, read_at: datetime, given: Set[str] = frozenset()
) -> Facts:
    """The facts of the Contact that DescribeContact answers. What is no such thing is left out.

    `given` is what the customer gave in fields for secrets, which a flow may write into attributes.
    """
    queue, agent = _mapping(contact.get("QueueInfo")), _mapping(contact.get("AgentInfo"))
    return Facts(
        read_at,
        contact_id=_text(contact, "Id") or contact_id,
        initial_id=_text(contact, "InitialContactId"),
        previous_id=_text(contact, "PreviousContactId"),
        related_id=_text(contact, "RelatedContactId"),
        channel=_text(contact, "Channel"),
        initiation_method=_text(contact, "InitiationMethod"),
        disconnect_reason=_text(contact, "DisconnectReason"),
        began_at=_time(contact, "InitiationTimestamp"),
        ended_at=_time(contact, "DisconnectTimestamp"),
        queue_id=_text(queue, "Id"),
        enqueued_at=_time(queue, "EnqueueTimestamp"),
        agent_id=_text(agent, "Id"),
        agent_at=_time(agent, "ConnectedToAgentTimestamp"),
        customer_id=_text(contact, "CustomerId"),
        name=_text(contact, "Name"),
        description=_text(contact, "Description"),
        attributes=_shown(contact.get("Attributes"), given),
        segment_attributes=_shown(contact.get("SegmentAttributes"), given),
    )


def attributes_alone(
    attributes: Mapping[str, str], contact_id: str, read_at: datetime, given: Set[str] = frozenset()
) -> Facts:
    """What GetContactAttributes tells."""
    return Facts(read_at, contact_id, is_whole=False, attributes=_shown(attributes, given))


def _shown(values: object, given: Set[str]) -> dict[str, str]:
    """Attributes as texts, without secrets, sorted by their names."""
    found = redaction.redact(_mapping(values))
    return {name: _plain(found[name], given) for name in sorted(found)[:MOST_VALUES]}


def _plain(value: Any, given: Set[str]) -> str:
    value = _unwrapped(value)
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    for secret in given:
        # Within other words a short one would be found everywhere.
        if text == secret or len(secret) >= SHORTEST:
            text = text.replace(secret, redaction.MASK)
    return text if len(text) <= LONGEST_VALUE else f"{text[:LONGEST_VALUE]}…"


def _unwrapped(value: Any) -> Any:
    """A segment attribute without the member that says of which kind it is."""
    if not isinstance(value, Mapping):
        return [_unwrapped(one) for one in value] if isinstance(value, list) else value
    if len(value) == 1 and next(iter(value)) in _WRAPPINGS:
        return _unwrapped(next(iter(value.values())))
    return {str(name): _unwrapped(inner) for name, inner in value.items()}


def _text(value: Mapping[str, Any], name: str) -> str:
    found = value.get(name)
    return redaction.clean(found)[:LONGEST_VALUE] if isinstance(found, str) else ""


def _time(value: Mapping[str, Any], name: str) -> datetime | None:
    found = value.get(name)
    return found if isinstance(found, datetime) else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}
