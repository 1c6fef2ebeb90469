"""The queue of a stub file, and the agent who takes its chats: what they do, not how it is played."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from console.sandbox.flow.stubs.place import Place, compiled, shown

DAY_S = 86_400
MOST_COLLEAGUES = 5
"""Agents that a chat can be handed over to, one after another."""
Then = Literal["", "hand over", "leave", "end"]


@dataclass(frozen=True)
class Rule:
    """What an agent answers to a message that a regular expression finds something in."""

    when: re.Pattern[str]
    says: str
    """Nothing where it is empty."""
    then: Then = ""
    """What the agent does after it: goes on, hands over to the colleague, leaves, or ends the chat."""


@dataclass(frozen=True)
class Agent:
    """An agent of the sandbox. Times are seconds of the sandbox's clock."""

    display_name: str = "Agent"
    attributes: Mapping[str, str] | None = None
    """UserName, FirstName, LastName, ARN, as far as the file says them: `$.Agent.*`."""
    accepts_after_s: float = 5.0
    types_s: float = 2.0
    """How long the agent types before each line; 0: no typing event."""
    script: tuple[str, ...] = ()
    """The first line is said on joining, each further one to the customer's next message."""
    rules: tuple[Rule, ...] = ()
    """Asked before the script, in their order; the first whose expression finds something answers."""
    hands_over_to: Agent | None = None
    hands_over_after: int | None = None
    """Messages of the customer after whose answer it is done; None: with a rule alone."""
    leaves_after: int | None = None
    """Messages of the customer after whose answer the agent leaves; None: with a rule alone."""
    leaves_after_s: float | None = None
    """Seconds after joining when the agent leaves; None: never by the clock."""

    def rule_for(self, text: str) -> Rule | None:
        """The first rule for a message of the customer's."""
        return next((rule for rule in self.rules if rule.when.search(text)), None)


@dataclass(frozen=True)
class QueueStub:
    """A queue: its name, how many chats fit, and who takes them."""

    name: str = ""
    capacity: int | None = None
    """Chats that may wait at once; None: no end, 0: always full."""
    agent: Agent | None = None
    """None: nobody ever accepts."""


def read_queue(place: Place) -> QueueStub:
    """Read the entry `Queue` of a stub."""
    fields = place.fields("Name", "capacity", "agent")
    return QueueStub(
        name=fields["Name"].text() if "Name" in fields else "",
        capacity=fields["capacity"].count(0, 1_000_000) if "capacity" in fields else None,
        agent=read_agent(fields["agent"]) if "agent" in fields else None,
    )


_NAMES = ("UserName", "FirstName", "LastName", "ARN")
_SECONDS = {"acceptAfterSeconds": "accepts_after_s", "typesForSeconds": "types_s"}
_LEAVES_S = "leavesAfterSeconds"
_COUNTS = {"handsOverAfterMessages": "hands_over_after", "leavesAfterMessages": "leaves_after"}
KEYS = ("DisplayName", *_NAMES, *_SECONDS, "script", "rules", "handsOverTo", *_COUNTS, _LEAVES_S)
"""What an agent may have."""


def read_agent(place: Place, colleagues: int = 0) -> Agent:
    """Read an agent, with the colleagues that the chat is handed over to."""
    if colleagues > MOST_COLLEAGUES:
        place.wrong(f"a chat can be handed over {MOST_COLLEAGUES} times at most.")
        return Agent()
    fields = place.fields(*KEYS)
    read: dict[str, Any] = {_SECONDS[key]: fields[key].number(0, DAY_S) for key in _SECONDS if key in fields}
    read |= {_COUNTS[key]: fields[key].count(1, 1000, 1) for key in _COUNTS if key in fields}
    if _LEAVES_S in fields:
        read["leaves_after_s"] = fields[_LEAVES_S].number(0, DAY_S)
    agent = Agent(
        display_name=fields["DisplayName"].text("Agent") if "DisplayName" in fields else "Agent",
        attributes={key: fields[key].text() for key in _NAMES if key in fields} or None,
        script=fields["script"].each(Place.text) if "script" in fields else (),
        rules=_rules(fields["rules"]) if "rules" in fields else (),
        hands_over_to=read_agent(fields["handsOverTo"], colleagues + 1) if "handsOverTo" in fields else None,
    )
    if agent.hands_over_to is None and (read.get("hands_over_after") or _hands_over(agent)):
        place.wrong("hands over to nobody: “handsOverTo” is missing.")
    return replace(agent, **read)


def _hands_over(agent: Agent) -> bool:
    return any(rule.then == "hand over" for rule in agent.rules)


def _rules(place: Place) -> tuple[Rule, ...]:
    """Read rules: an object of regular expressions and answers."""
    read = (_rule(expression, answer) for expression, answer in place.members().items())
    return tuple(rule for rule in read if rule is not None)


def _rule(expression: str, answer: Place) -> Rule | None:
    when = compiled(answer, expression)
    if isinstance(answer.value, str):
        return None if when is None else Rule(when, answer.text())
    if not isinstance(answer.value, dict):
        answer.wrong(f"must be a text, or an object with say and then; it is {shown(answer.value)}.")
        return None
    fields = answer.fields("say", "then")
    says = fields["say"].text() if "say" in fields else ""
    then = _then(fields["then"]) if "then" in fields else ""
    return None if when is None else Rule(when, says, then)


def _then(place: Place) -> Then:
    known: Mapping[str, Then] = {"hand over": "hand over", "leave": "leave", "end": "end"}
    return known.get(place.word(tuple(known)), "")
