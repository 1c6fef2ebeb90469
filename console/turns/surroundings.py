"""What the chat itself tells of its contact, so that nobody has to be asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from console import redaction
from console.chat.chat import Chat
from console.chat.transcript import Row
from console.trace import Step
from console.turns.facts import Facts, facts_in


def contact_id_of(chat: Chat) -> str:
    """The contact that a chat is with now: after a transfer its items bear another id."""
    rows = reversed(chat.session.transcript.rows) if chat.session else ()
    items = (row.item for row in rows if not row.item.is_past)
    return next((item.contact_id for item in items if item.contact_id), "") or chat.contact_id or ""


def began_at(chat: Chat, row: Row, before: str) -> datetime:
    """The time of the first row of a turn that ends with this one and follows the row of a key."""
    at = row.item.at
    for one in reversed(chat.session.transcript.rows) if chat.session else ():
        if one.key == before or one.item.is_past:
            break
        at = min(at, one.item.at)
    return at


def named(facts: Facts, before: Facts | None, chat: Chat, steps: Iterable[Step]) -> Facts:
    """With the names of agent and queue, for which DescribeContact has ids alone."""
    return replace(
        facts,
        agent_name=_agent_name(facts, before, chat) if facts.agent_id else "",
        queue_name=_queue_name(facts, before, steps) if facts.queue_id else "",
    )


def _agent_name(facts: Facts, before: Facts | None, chat: Chat) -> str:
    if before is not None and before.agent_id == facts.agent_id and before.agent_name:
        return before.agent_name
    told = chat.session.transcript.participants if chat.session else ()
    agents = [one for one in told if one.role == "AGENT"]
    meant = [one.name for one in agents if one.is_present] or [one.name for one in agents]
    return meant[0] if len(meant) == 1 else ""


def _queue_name(facts: Facts, before: Facts | None, steps: Iterable[Step]) -> str:
    found = [name for step in steps if (name := _queue_in(step, facts.queue_id))]
    known = before.queue_name if before is not None and before.queue_id == facts.queue_id else ""
    return found[-1] if found else known


def _queue_in(step: Step, queue_id: str) -> str:
    """The name of a queue, where a step tells it beside its id."""
    name = step.facts.get("queue")
    is_it = queue_id in str(step.parameters.get("QueueId", ""))
    return redaction.clean(name) if is_it and isinstance(name, str) else ""


def at_start(chat: Chat, first: Facts) -> Facts | None:
    """What is known of a contact before it is looked at: what the request says. Nothing of an older chat."""
    if chat.is_rejoined or chat.started is None:
        return None
    asked = {name: chat.request.get(name) for name in ("Attributes", "SegmentAttributes")}
    told = facts_in(asked, first.contact_id, chat.created_at)
    # The service adds attributes of its own.
    own = {name: value for name, value in first.segment_attributes.items() if name.startswith("connect:")}
    return replace(told, segment_attributes={**own, **told.segment_attributes}, is_whole=first.is_whole)
