"""Queues and agents as a stub file describes them."""

from __future__ import annotations

from typing import Any

from console.sandbox.flow.stubs import Agent, QueueStub, Stubs

QUEUE = "TransferContactToQueue"


def queue(**queue: Any) -> QueueStub:
    stub = Stubs.of({"stubs": [{"ActionType": QUEUE, "Queue": queue}]}).take(QUEUE, {})
    assert stub
    assert stub.queue
    return stub.queue


def test_an_empty_queue_is_one_that_nobody_serves() -> None:
    assert queue() == QueueStub()


def test_an_agent_has_all_that_the_file_says() -> None:
    told = queue(
        Name="Support",
        capacity="3",
        agent={
            "DisplayName": "Alex",
            "UserName": "alex",
            "FirstName": "Alexandra",
            "acceptAfterSeconds": 4,
            "typesForSeconds": 0,
            "script": ["Hello", "Yes"],
            "rules": {
                "(?i)refund": "I see.",
                "boss": {"say": "One moment.", "then": "hand over"},
                "bye": {"then": "leave"},
                "stop": {"say": "Good-bye.", "then": "end"},
            },
            "handsOverTo": {"DisplayName": "Robin"},
            "handsOverAfterMessages": 4,
            "leavesAfterMessages": 9,
            "leavesAfterSeconds": 600,
        },
    )
    agent = told.agent
    assert (told.name, told.capacity) == ("Support", 3)
    assert agent
    assert agent.attributes == {"UserName": "alex", "FirstName": "Alexandra"}
    assert (agent.display_name, agent.accepts_after_s, agent.types_s) == ("Alex", 4, 0)
    assert agent.script == ("Hello", "Yes")
    assert agent.hands_over_to == Agent("Robin")
    assert (agent.hands_over_after, agent.leaves_after, agent.leaves_after_s) == (4, 9, 600)
    rules = {
        text: agent.rule_for(text)
        for text in ("a REFUND please", "your boss!", "bye", "please stop the refund", "what?")
    }
    assert {text: rule and (rule.says, rule.then) for text, rule in rules.items()} == {
        "a REFUND please": ("I see.", ""),
        "your boss!": ("One moment.", "hand over"),
        "bye": ("", "leave"),
        "please stop the refund": ("I see.", ""),  # the first that finds something
        "what?": None,
    }
