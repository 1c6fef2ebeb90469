"""Which edge is taken: the rules of the Flow language, and the traps that exports show."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.actions import ACTIONS
from tests.console.sandbox.flow.rehearsal import END, PLAIN, Stage, action, flow

ENDS = [{**END, "Identifier": one} for one in ("next", "first", "second", "none", "error", "late", "full")]
QUEUE = "arn:aws:connect:us-east-1:123456789012:instance/i/queue/q"


def taken(
    type: str,
    parameters: dict[str, Any],
    conditions: dict[str, str] | None = None,
    next: str | None = "next",
    stage: Stage | None = None,
    says: tuple[str, ...] = (),
    **errors: str,
) -> tuple[str, str | None]:
    """The edge that one action takes, and where it leads."""
    stage = stage or Stage()
    stage.play(flow(action("it", type, parameters, next, conditions, **errors), *ENDS), says)
    entry = stage.entry("it")
    return entry.edge, entry.next


CHANNEL = {"ComparisonValue": "$.Channel"}


def test_the_first_condition_that_is_true_wins() -> None:
    both = {"TextStartsWith:CH": "first", "CHAT": "second"}
    assert taken("Compare", CHANNEL, both) == ("TextStartsWith CH", "first")


def test_an_operand_can_be_a_reference() -> None:
    stage = Stage(attributes={"wanted": "CHAT"})
    assert taken("Compare", CHANNEL, {"$.Attributes.wanted": "first"}, stage=stage)[1] == "first"


def test_no_condition_is_true_is_an_error_of_its_own() -> None:
    edge = taken("Compare", CHANNEL, {"VOICE": "first"}, NoMatchingCondition="none", NoMatchingError="error")
    assert edge == ("NoMatchingCondition", "none")


def test_without_that_error_next_action_is_what_is_left_over() -> None:
    assert taken("Compare", CHANNEL, {"VOICE": "first"}, NoMatchingError="error") == ("NextAction", "next")


def test_a_result_without_conditions_goes_on() -> None:
    assert taken("Wait", {"TimeLimitSeconds": 5}) == ("NextAction", "next")
    assert taken("Wait", {"TimeLimitSeconds": 5}, {}) == ("NextAction", "next")


def test_a_value_that_leads_nowhere_takes_no_condition() -> None:
    nothing = {"ComparisonValue": "$.Attributes.none"}
    assert taken("Compare", nothing, {"": "first"}, NoMatchingCondition="none")[1] == "none"
    stage = Stage(attributes={"none": ""})
    assert taken("Compare", nothing, {"": "first"}, stage=stage, NoMatchingCondition="none")[1] == "first"


def test_an_error_without_its_own_branch_takes_no_matching_error() -> None:
    number = "UpdateContactCallbackNumber"
    assert taken(number, {}, NoMatchingError="error") == ("NoMatchingError", "error")
    assert taken(number, {}, NoMatchingError="error", InvalidCallbackNumber="first")[1] == "first"


def test_an_error_without_any_branch_never_takes_next_action() -> None:
    assert taken("GetParticipantInput", {"Text": "1?"}) == ("", None)


def test_a_transfer_to_a_flow_never_takes_next_action() -> None:
    stage = Stage()
    stage.desk.flows["other"] = flow({**END, "Identifier": "there"}, id="other")
    assert taken("TransferToFlow", {"ContactFlowId": "other"}, stage=stage) == ("", None)
    assert stage.path == ["it", "there"]
    assert taken("TransferToFlow", {"ContactFlowId": "none"}) == ("", None)


def test_a_transfer_to_a_queue_never_takes_next_action() -> None:
    assert taken("TransferContactToQueue", {"QueueId": QUEUE}) == ("", None)
    assert taken("TransferContactToQueue", {}, NoMatchingError="error")[1] == "error"


def test_a_view_takes_a_condition_or_an_error_and_never_next_action() -> None:
    view = {"ViewResource": {"Id": "confirmation"}, "ViewData": {"Next": "Go"}}
    answer = '{"templateType":"ViewResource","version":"1.0","action":"Other","data":{}}'
    assert taken("ShowView", view, {"Next": "first"}, says=(answer,)) == ("", None)
    assert taken("ShowView", view, {"Next": "first"}, says=(answer,), NoMatchingError="error")[1] == "error"
    assert taken("ShowView", view, says=(answer,), NoMatchingCondition="none")[1] == "none"
    assert taken("ShowView", view, stage=Stage(types=PLAIN)) == ("", None)


def test_the_next_action_of_a_loop_is_its_end() -> None:
    assert taken("Loop", {"LoopCount": 0}, {"ContinueLooping": "first"}) == ("NextAction", "next")


def test_a_menu_on_chat_takes_the_error_and_not_the_edge_that_mirrors_it() -> None:
    edge = taken("GetParticipantInput", {"Text": "1?"}, {"1": "first"}, "late", NoMatchingError="error")
    assert edge == ("NoMatchingError", "error")


@pytest.mark.parametrize(
    "name", ["TransferToFlow", "TransferContactToQueue", "ShowView", "TransferContactToAgent"]
)
def test_the_table_says_where_next_action_is_never_taken(name: str) -> None:
    assert not ACTIONS[name].follows_next
    assert sum(not one.follows_next for one in ACTIONS.values()) == 4
