from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.references import MISSING, path_of
from console.sandbox.flow.engine.state import INVENTED_ROOTS, ROOTS, Queue
from console.sandbox.flow.reading import language
from console.sandbox.identity import INSTANCE_ARN
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow


def found(stage: Stage, reference: str) -> Any:
    return stage.state.find(path_of(reference))


@pytest.mark.parametrize(
    ("reference", "value"),
    [
        ("$.Channel", "CHAT"),
        ("$.InitiationMethod", "API"),
        ("$.InstanceARN", INSTANCE_ARN),
        ("$.AwsRegion", "us-east-1"),
        ("$.LanguageCode", "en-US"),
        ("$.Attributes.tier", "GOLD"),
        ("$.CustomerId", "c-1"),
        ("$.Media.InitialMessage", "Hello"),
        ("$.RelatedContactId", "r-1"),
        ("$.SegmentAttributes['connect:Subtype']", "connect:Guide"),
        ("$.SegmentAttributes['connect:CustomerAuthentication']['Status']", "AUTHENTICATED"),
        ("$.SegmentAttributes.list.1", 2),
        ("$.SegmentAttributes['connect:Direction']", "INBOUND"),
    ],
)
def test_a_chat_brings_what_started_it(reference: str, value: Any) -> None:
    told = {
        "connect:Subtype": {"ValueString": "connect:Guide"},
        "connect:CustomerAuthentication": {"ValueMap": {"Status": {"ValueString": "AUTHENTICATED"}}},
        "list": {"ValueList": [{"ValueString": "a"}, {"ValueInteger": 2}]},
    }
    stage = Stage(
        attributes={"tier": "GOLD"},
        CustomerId="c-1",
        RelatedContactId="r-1",
        InitialMessage={"ContentType": "text/plain", "Content": "Hello"},
        SegmentAttributes=told,
    )
    assert found(stage, reference) == value


def test_contacts_have_their_own_ids_along_a_chat() -> None:
    stage = Stage()
    first = stage.contact.id
    assert found(stage, "$.ContactId") == found(stage, "$.PreviousContactId") == first
    second = stage.contacts.pass_on(stage.contact)
    assert found(stage, "$.ContactId") == second.id
    assert found(stage, "$.PreviousContactId") == found(stage, "$.InitialContactId") == first


def test_what_actions_write_is_found() -> None:
    stage = Stage()
    state = stage.state
    state.external, state.invocation_id = {"tier": "GOLD"}, "i-1"
    state.queue, state.stored_input = Queue("q-1", "Support"), "4711"
    state.lex, state.views = {"IntentName": "Book"}, {"Action": "Next"}
    state.agent, state.metrics = {"UserName": "ann"}, {"Queue": {"Size": 2}}
    state.customer, state.case, state.task_id = {"FirstName": "Jo"}, {"case_id": "c"}, "t-1"
    state.data_tables, state.data_table_list = {"Q": {"A": "1"}}, {"ResultData": {"x": 1}}
    for reference, value in {
        "$.External.tier": "GOLD",
        "$.LambdaInvocation.ResultData.tier": "GOLD",
        "$.LambdaInvocation.InvocationId": "i-1",
        "$.Queue.Name": "Support",
        "$.Queue.ARN": f"{INSTANCE_ARN}/queue/q-1",
        "$.StoredCustomerInput": "4711",
        "$.Lex.IntentName": "Book",
        "$.Views.Action": "Next",
        "$.Agent.UserName": "ann",
        "$.Metrics.Queue.Size": 2,
        "$.Customer.FirstName": "Jo",
        "$.Case.case_id": "c",
        "$.Task.ContactId": "t-1",
        "$.DataTables.Q.A": "1",
        "$.DataTableList.ResultData.x": 1,
    }.items():
        assert found(stage, reference) == value


@pytest.mark.parametrize(
    "reference", ["$.CustomerEndpoint.Address", "$.SystemEndpoint.Address", "$.Queue.Name", "$.Email.Subject"]
)
def test_what_a_chat_does_not_have_is_known_and_empty(reference: str) -> None:
    stage = Stage()
    assert found(stage, reference) is MISSING
    stage.play(flow(action("it", "MessageParticipant", {"Text": f"<{reference}>"}, "end"), END))
    assert stage.said == ["<>"]
    assert stage.warnings == f"{reference} has no value here: it is empty."


@pytest.mark.parametrize("name", [*INVENTED_ROOTS, "Nonsense"])
def test_a_name_that_connect_does_not_have_is_told(name: str) -> None:
    stage = Stage()
    stage.play(flow(action("it", "MessageParticipant", {"Text": f"<$.{name}>"}, "end"), END))
    assert f"Amazon Connect has no $.{name}" in stage.warnings
    assert name not in ROOTS


def test_the_check_knows_the_names_that_resolve() -> None:
    assert set(language.ROOTS) == set(ROOTS)


def test_the_queue_of_an_agent_has_the_arn_of_an_agent() -> None:
    assert Queue("a", "Ann", is_agent=True).arn == f"{INSTANCE_ARN}/agent/a"
    assert Queue("arn:x", "x").arn == "arn:x"
