from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.aws import Connect
from console.doctor.blocks import MOST_BLOCKS, read_document
from console.doctor.destinations import Reach
from console.doctor.flow_paths import DESTINATIONS, reach, reach_of, reachable
from console.errors import ConsoleError
from console.profiles import Profile
from console.sandbox import Sandbox
from tests.conftest import PLAIN_FLOWS
from tests.console.aws.door import HASTY, KEYS
from tests.console.doctor.flows import BYE, QUEUE, RING, SALES, Action, block, content

# -- one flow -----------------------------------------------------------------------------------


def test_a_flow_that_transfers_to_a_queue_rings() -> None:
    reached = reach_of(content(block("hello", to="set"), SALES, RING, BYE))
    assert reached.verdict == "rings"
    assert [(one.kind, one.id, one.block) for one in reached.destinations] == [("queue", QUEUE, "ring")]
    assert reached.sentence == "This flow can ring an agent: it transfers to queue q-1."


def test_the_name_in_the_designer_is_told() -> None:
    shown = {"set": {"parameters": {"QueueId": {"displayName": "Sales\nteam"}}}}
    assert "to queue Sales team." in reach_of(content(SALES, RING, BYE, shown=shown)).sentence
    older = {"set": {"queue": {"text": "Old sales"}}}
    assert "to queue Old sales." in reach_of(content(SALES, RING, BYE, shown=older)).sentence


def test_blocks_that_nothing_leads_to_do_not_count() -> None:
    reached = reach_of(content(block("hello", to="bye"), SALES, RING, BYE))
    assert reached.verdict == "does_not_ring"
    assert reached.sentence == "No path leads to a queue or an agent."


@pytest.mark.parametrize(
    "way", [{"to": "ring"}, {"errors": ["bye", "ring"]}, {"conditions": ["bye", "ring"], "to": "bye"}]
)
def test_every_kind_of_edge_leads_on(way: dict[str, Any]) -> None:
    assert reach_of(content(block("hello", "Compare", **way), RING, BYE)).verdict == "rings"


def test_a_queue_that_another_flow_has_set() -> None:
    reached = reach_of(content(RING, BYE))
    assert (
        reached.sentence
        == "This flow can ring an agent: it transfers to a queue that it does not set itself."
    )


def test_a_queue_known_only_while_the_flow_runs() -> None:
    chosen = block("set", "UpdateContactTargetQueue", "ring", QueueId="$.Attributes.queue")
    shown = {"set": {"parameters": {"QueueId": {"displayName": "stale"}}}}
    reached = reach_of(content(chosen, RING, BYE, shown=shown))
    assert reached.destinations[0].is_chosen_at_run_time
    assert "a queue chosen while it runs ($.Attributes.queue)" in reached.sentence


def test_an_agents_own_queue() -> None:
    chosen = block("set", "UpdateContactTargetQueue", "ring", AgentId=f"{QUEUE}/agent/ada")
    reached = reach_of(content(chosen, RING, BYE))
    assert reached.of_kind("agent")
    assert "it transfers to agent ada." in reached.sentence


def test_the_queue_that_was_set_last_counts_and_only_where_that_worked() -> None:
    first = block("one", "UpdateContactTargetQueue", "two", errors=["bye"], QueueId="q-1")
    second = block("two", "UpdateContactTargetQueue", "ring", errors=["ring"], QueueId="q-2")
    third = block("three", "UpdateContactTargetQueue", "ring", QueueId="q-3")
    reached = reach_of(content(first, second, third, RING, BYE))
    assert sorted(one.id for one in reached.destinations) == ["q-1", "q-2"]


def test_many_queues_are_told_in_short() -> None:
    menu = block("menu", "Compare", conditions=[f"set{number}" for number in range(5)])
    queues = [
        block(f"set{number}", "UpdateContactTargetQueue", "ring", QueueId=f"q-{number}")
        for number in range(5)
    ]
    reached = reach_of(content(menu, *queues, RING, BYE))
    assert reached.sentence == "This flow can ring an agent: it transfers to queue q-0, queue q-1 and 3 more."


@pytest.mark.parametrize(
    ("action", "kind", "told"),
    [
        (block("x", "DequeueContactAndTransferToQueue", QueueId="q-1"), "queue", "transfers to queue q-1"),
        (block("x", "DequeueContactAndTransferToQueue", AgentId="a-1"), "agent", "transfers to agent a-1"),
        (block("x", "TransferContactToAgent"), "agent", "transfers to an agent"),
        (block("x", "CreateTask", Name="call back"), "work", "another contact"),
        (block("x", "CreateCallbackContact"), "work", "another contact"),
        (block("x", "StartOutboundChatContact"), "work", "another contact"),
        (block("x", "TransferToFlow", ContactFlowId="f/f-2"), "flow", "over to flow f-2; what that one does"),
        (block("x", "InvokeFlowModule", FlowModuleId="m-1"), "module", "over to module m-1; what"),
        (block("x", "TransferToFlow"), "flow", "over to a flow;"),
        (block("x", "InvokeLambdaFunction", LambdaFunctionARN="f"), "lambda", "No path leads"),
        (
            block("x", "UpdateContactMediaProcessing", ChatProcessor={"LambdaProcessorARN": "f"}),
            "lambda",
            "No path leads",
        ),
        (block("x", "ConnectParticipantWithLexBot", LexV2Bot={"AliasArn": "b"}), "bot", "No path leads"),
        (block("x", "ConnectParticipantWithLexBot", LexBot={"Name": "b"}), "bot", "No path leads"),
        (
            block("x", "UpdateContactEventHooks", EventHooks={"CustomerRemaining": "f-2"}),
            "flow",
            "over to flow f-2",
        ),
        # A flow for those who wait in a queue runs for nobody else.
        (block("x", "UpdateContactEventHooks", EventHooks={"CustomerQueue": "f"}), "hook", "No path leads"),
        (block("x", "TransferContactToTheMoon"), "unknown", "does not know: TransferContactToTheMoon"),
    ],
    ids=lambda value: value["Type"] if isinstance(value, dict) else "",
)
def test_where_a_block_leads(action: Action, kind: str, told: str) -> None:
    reached = reach_of(content(action))
    assert [one.kind for one in reached.destinations] == [kind]
    assert told in reached.sentence
    expected = {"queue": "rings", "agent": "rings", "lambda": "does_not_ring", "bot": "does_not_ring"}
    assert reached.verdict == (expected | {"hook": "does_not_ring"}).get(kind, "may_ring")


@pytest.mark.parametrize(
    "kind",
    ["UpdateContactTargetQueue", "TransferParticipantToThirdParty", "UpdateContactCallbackNumber", "Wait"],
)
def test_blocks_that_ring_nobody(kind: str) -> None:
    assert reach_of(content(block("x", kind, QueueId="q-1"))).destinations == ()


def test_a_block_that_needs_its_parameter_may_lack_it() -> None:
    for kind in DESTINATIONS:
        assert reach_of(content(block("x", kind))).destinations


# -- what is no flow ----------------------------------------------------------------------------

LEGACY = '{"modules": [{"id": "a", "type": "Transfer"}], "version": "1", "type": "contactFlow", "start": "a"}'


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ("[]", "is not a JSON object"),
        ("null", "is not a JSON object"),
        (LEGACY, "from before the Flow language"),
        ('{"Version": "2012-10-17"}', "version 2019-10-30"),
        ('{"Version": "2019-10-30"}', "no list of actions"),
        ('{"Version": "2019-10-30", "Actions": []}', "with which of its blocks it begins"),
        ('{"Version": "2019-10-30", "Actions": [7, {}], "StartAction": {}}', "with which of its blocks"),
        ("[" * 100_000, "nested too deeply"),
        (content(*[block(f"b{number}") for number in range(MOST_BLOCKS + 1)]), "more than 500 blocks"),
    ],
    ids=lambda text: text[:12],
)
def test_what_cannot_be_read_is_not_known(text: str, why: str) -> None:
    reached = reach_of(text)
    assert (reached.is_known, reached.verdict) == (False, "unknown")
    assert why in reached.sentence
    assert reached.sentence.startswith("Whether this flow can ring an agent is not known: ")


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["NextAction", "Errors", "Conditions", "EventHooks", "QueueId", "LexBot", "Name", ""]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(
    st.lists(
        st.fixed_dictionaries(
            {"Identifier": st.sampled_from(["a", "b", ""]) | ODD},
            optional={
                "Type": st.sampled_from(["UpdateContactEventHooks", "TransferContactToQueue", *DESTINATIONS])
                | ODD,
                "Parameters": ODD,
                "Transitions": ODD,
            },
        )
        | ODD,
        max_size=5,
    ),
    ODD,
)
@settings(max_examples=100)
def test_whatever_a_flow_holds_is_read_or_told(actions: list[Any], metadata: object) -> None:
    flow = {"Version": "2019-10-30", "StartAction": "a", "Actions": actions, "Metadata": metadata}
    reached = reach_of(json.dumps(flow))
    assert reached.sentence
    assert reached.is_known == any(
        isinstance(one, dict) and one.get("Identifier") == "a" and isinstance(one.get("Type"), str)
        for one in actions
    )


# -- any graph, against a slow and simple search ---------------------------------------------------

KINDS = ("MessageParticipant", "UpdateContactTargetQueue", "TransferContactToQueue", "TransferToFlow")


@st.composite
def graphs(draw: st.DrawFn) -> list[Action]:
    names = [f"b{number}" for number in range(draw(st.integers(1, 9)))]
    targets = st.sampled_from([*names, "nowhere"])
    return [
        block(
            name,
            draw(st.sampled_from(KINDS)),
            draw(st.none() | targets),
            errors=draw(st.lists(targets, max_size=2)),
            conditions=draw(st.lists(targets, max_size=2)),
            QueueId=f"queue of {name}",
            ContactFlowId=f"flow of {name}",
        )
        for name in names
    ]


def searched(actions: list[Action]) -> set[tuple[str, str]]:
    """Every block with what may have set the queue by then, by trying all steps again and again."""
    by_name = {action["Identifier"]: action for action in actions}
    states = {(actions[0]["Identifier"], "")}
    while True:
        more = set(states)
        for name, setter in states:
            transitions = by_name[name]["Transitions"]
            done = name if by_name[name]["Type"] == "UpdateContactTargetQueue" else setter
            ahead = [(edge["NextAction"], done) for edge in transitions["Conditions"]]
            ahead += [(transitions["NextAction"], done)] if "NextAction" in transitions else []
            ahead += [(edge["NextAction"], setter) for edge in transitions["Errors"]]
            more |= {state for state in ahead if state[0] in by_name}
        if more == states:
            return states
        states = more


@given(graphs())
@settings(max_examples=150)
def test_reach_is_that_of_a_simple_search(actions: list[Action]) -> None:
    text = content(*actions)
    states = searched(actions)
    found = reachable(read_document(text))
    assert {(name, setter) for name, setters in found.items() for setter in setters} == states
    kinds = {action["Identifier"]: action["Type"] for action in actions}
    reached = reach_of(text)
    assert {one.block for one in reached.of_kind("queue")} == {
        name for name, _ in states if kinds[name] == "TransferContactToQueue"
    }
    assert {one.id for one in reached.of_kind("flow")} == {
        f"flow of {name}" for name, _ in states if kinds[name] == "TransferToFlow"
    }
    # A transfer uses the queue that was set before it, or, where none was, the one that it names itself.
    assert {one.id for one in reached.of_kind("queue")} == {
        f"queue of {setter or name}" for name, setter in states if kinds[name] == "TransferContactToQueue"
    }


# -- flows behind the first -----------------------------------------------------------------------


def described(flows: dict[str, str], asked: list[str] | None = None) -> Callable[[str], Awaitable[str]]:
    async def describe(flow_id: str) -> str:
        if asked is not None:
            asked.append(flow_id)
        if flow_id not in flows:
            raise ConsoleError("These keys may not read it.", "Ask for a policy.")
        return flows[flow_id]

    return describe


def goes_to(*flows: str) -> str:
    blocks = [
        block(
            f"go {flow}", "TransferToFlow", errors=[f"go {after}"], ContactFlowId=f"arn:x/contact-flow/{flow}"
        )
        for flow, after in zip(flows, [*flows[1:], "bye"], strict=True)
    ]
    shown = {
        f"go {flow}": {"parameters": {"ContactFlowId": {"displayName": f"Flow {flow}"}}} for flow in flows
    }
    return content(*blocks, shown=shown)


RINGS = content(SALES, RING, BYE)


async def test_a_flow_behind_the_first_is_read() -> None:
    reached = await reach(described({"one": goes_to("two"), "two": RINGS}), "one")
    assert reached.verdict == "rings"
    assert reached.flows_read == ("one", "two")
    assert reached.sentence == (
        "This flow can ring an agent: it hands over to flow Flow two, which transfers to queue q-1."
    )


async def test_a_flow_further_behind_is_not_read_unless_asked_for() -> None:
    flows = {"one": goes_to("two"), "two": goes_to("three"), "three": RINGS}
    near = await reach(described(flows), "one")
    assert near.verdict == "may_ring"
    assert "It hands over to flow Flow three; what that one does isn't read." in near.sentence
    assert (await reach(described(flows), "one", depth=2)).verdict == "rings"


async def test_what_cannot_be_described_stays_unread() -> None:
    reached = await reach(described({"one": goes_to("two")}), "one")
    assert reached.verdict == "may_ring"
    assert [one.plain_id for one in reached.unread] == ["two"]


async def test_a_first_flow_that_cannot_be_described() -> None:
    reached = await reach(described({}), "one")
    assert reached.verdict == "unknown"
    assert "may not read it" in reached.sentence


async def test_flows_that_lead_back_to_each_other() -> None:
    asked: list[str] = []
    flows = {"one": goes_to("one", "two"), "two": goes_to("one", "two")}
    reached = await reach(described(flows, asked), "arn:x/contact-flow/one", depth=9)
    assert reached.verdict == "does_not_ring"
    assert asked == ["one", "two"]


async def test_no_more_flows_are_read_than_allowed() -> None:
    names = [f"f{number}" for number in range(30)]
    asked: list[str] = []
    flows = {"one": goes_to(*names)} | dict.fromkeys(names, content(BYE))
    reached = await reach(described(flows, asked), "one", most=4)
    assert len(asked) == 4
    assert len(reached.unread) == 27
    assert reached.verdict == "may_ring"


async def test_a_flow_chosen_while_it_runs_is_not_asked_for() -> None:
    asked: list[str] = []
    chosen = content(block("go", "TransferToFlow", ContactFlowId="$.Attributes.flow"))
    assert (await reach(described({"one": chosen}, asked), "one")).verdict == "may_ring"
    assert asked == ["one"]


async def test_flows_of_an_instance_are_read_through_the_door(tmp_path: Path) -> None:
    def write(name: str, text: str) -> None:
        flow = json.loads(text)
        flow["Metadata"] |= {"name": name, "type": "contactFlow"}
        (tmp_path / f"{name}.json").write_text(json.dumps(flow), "utf-8")

    write("Second", RINGS)
    with Sandbox(flows=tmp_path, shipped=PLAIN_FLOWS) as sandbox:
        second = next(flow for flow in sandbox.flows if flow.name == "Second")
    write("First", content(block("go", "TransferToFlow", ContactFlowId=second.arn)))
    with Sandbox(flows=tmp_path, shipped=PLAIN_FLOWS) as sandbox:
        ids = {flow.name: flow.id for flow in sandbox.flows}
        door = Connect(Profile("Test", "environment", "us-east-1", sandbox.endpoint), KEYS, patience=HASTY)

        async def describe(flow_id: str) -> str:
            return (await door.describe_contact_flow(sandbox.instance_id, flow_id)).content

        try:
            found: list[Reach] = [await reach(describe, ids[name]) for name in ("First", "Greeting")]
        finally:
            door.close()
    assert [one.verdict for one in found] == ["rings", "does_not_ring"]
