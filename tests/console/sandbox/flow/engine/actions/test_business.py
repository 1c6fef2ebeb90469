"""Profiles, cases, tasks and data tables, loaded from stubs into what the flow can reference."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.actions import ACTIONS
from console.sandbox.flow.engine.outcome import Done, Failed
from console.sandbox.flow.stubs.schema import STUBBABLE
from tests.console.sandbox.flow.engine.actions.rehearsal import Rehearsal, answers

ASK = {"ProfileRequestData": {"IdentifierName": "_phone", "IdentifierValue": "$.Attributes.tier"}}
ANN = {"ProfileId": "p1", "FirstName": "Ann", "LastName": "Doe", "Attributes": {"tier": "GOLD", "x": "y"}}
ARN = "arn:aws:profile:us-east-1:123456789012:domains/sandbox/profiles/p1"
BUSINESS = (
    "CreateTask",
    "GetCustomerProfile",
    "CreateCustomerProfile",
    "UpdateCustomerProfile",
    "GetCustomerProfileObject",
    "GetCalculatedAttributesForCustomerProfile",
    "AssociateContactToCustomerProfile",
    "CreateCase",
    "UpdateCase",
    "GetCase",
    "EvaluateDataTableValues",
    "ListDataTableValues",
    "UpsertDataTableValues",
)


def play(rehearsal: Rehearsal, type: str, **parameters: Any) -> Any:
    return rehearsal.play(ACTIONS[type].act, type, parameters)


@pytest.mark.parametrize("type", BUSINESS)
def test_each_error_and_no_stub_take_their_branch(type: str) -> None:
    for error in STUBBABLE[type].errors:
        rehearsal = Rehearsal(answers(type, error))
        assert play(rehearsal, type) == Failed(error, "the stub says so")
    rehearsal = Rehearsal()
    assert play(rehearsal, type) == Failed("NoMatchingError", "no stub")
    assert f'"ActionType": "{type}"' in rehearsal.warned
    assert rehearsal.state.customer == rehearsal.state.case == rehearsal.state.data_tables == {}


def test_a_profile_is_loaded_as_far_as_it_is_asked_for() -> None:
    rehearsal = Rehearsal(answers("GetCustomerProfile", ANN, ProfileRequestData={"IdentifierValue": "GOLD"}))
    rehearsal.state.customer = {"Attributes": {"old": "1"}, "City": "Oslo"}
    wanted = ["FirstName", "Attributes.tier", "Nickname"]
    assert play(rehearsal, "GetCustomerProfile", **ASK, ProfileResponseData=wanted) == Done()
    assert rehearsal.state.customer == {
        "ProfileId": "p1",
        "ProfileARN": ARN,
        "FirstName": "Ann",
        "Attributes": {"old": "1", "tier": "GOLD"},
        "City": "Oslo",
    }
    assert rehearsal.warned == "Nickname is asked for, and the stub has no such field."
    assert play(rehearsal, "GetCustomerProfile", **ASK, ProfileResponseData={"LastName": ""}) == Done()
    assert rehearsal.state.customer["LastName"] == "Doe"


def test_all_of_a_profile_is_loaded_where_nothing_says_what() -> None:
    rehearsal = Rehearsal(answers("GetCustomerProfile", [ANN | {"Attributes.z": "1"}]))
    assert play(rehearsal, "GetCustomerProfile") == Done()
    attributes = {"tier": "GOLD", "x": "y", "z": "1"}
    assert rehearsal.state.customer == ANN | {"ProfileARN": ARN, "Attributes": attributes}


@pytest.mark.parametrize(
    ("type", "none", "many"),
    [
        ("GetCustomerProfile", "NoneFoundError", "MultipleFoundError"),
        ("GetCase", "NoneFound", "MultipleFound"),
    ],
)
def test_a_list_holds_all_that_are_found(type: str, none: str, many: str) -> None:
    rehearsal = Rehearsal(answers(type, [], [{}, {}]))
    assert play(rehearsal, type) == Failed(none, "none is found")
    assert play(rehearsal, type) == Failed(many, "2 are found")


@pytest.mark.parametrize("type", ["CreateCustomerProfile", "UpdateCustomerProfile"])
def test_a_saved_profile_has_what_was_asked_for_and_an_id(type: str) -> None:
    rehearsal = Rehearsal(answers(type, {"AccountNumber": "7"}))
    assert play(rehearsal, type, ProfileRequestData={"FirstName": "Ann", "Attributes.tier": "x"}) == Done()
    customer = dict(rehearsal.state.customer)
    assert customer.pop("ProfileARN").endswith(customer["ProfileId"])
    assert len(customer.pop("ProfileId")) == 36
    assert customer == {"FirstName": "Ann", "Attributes": {"tier": "x"}, "AccountNumber": "7"}


@pytest.mark.parametrize(
    ("kind", "found", "customer"),
    [
        ("_order", {"Id": "1"}, {"Order": {"Id": "1"}}),
        ("Case", {"Case": {"Id": "1"}}, {"Case": {"Id": "1"}}),
        ("Own", {"Id": "1"}, {"ObjectAttributes": {"Id": "1"}}),
    ],
)
def test_an_object_of_a_profile_goes_under_its_kind(kind: str, found: Any, customer: Any) -> None:
    rehearsal = Rehearsal(answers("GetCustomerProfileObject", found))
    asked = {"ObjectType": kind, "ProfileId": "p1"}
    assert play(rehearsal, "GetCustomerProfileObject", ProfileRequestData=asked) == Done()
    assert rehearsal.state.customer == customer


def test_calculated_attributes_and_an_association() -> None:
    kinds = ("GetCalculatedAttributesForCustomerProfile", "AssociateContactToCustomerProfile")
    rehearsal = Rehearsal(
        answers(kinds[0], {"calls": 3}), {"ActionType": kinds[1], "Responses": [{"Type": "ExecutionResult"}]}
    )
    assert [play(rehearsal, kind) for kind in kinds] == [Done(), Done()]
    assert rehearsal.state.customer == {"CalculatedAttributes": {"calls": 3}}


def test_a_case_is_made_changed_and_found() -> None:
    rehearsal = Rehearsal(
        answers("CreateCase", {"case_id": "c1"}),
        answers("UpdateCase", {}, CaseId="c1"),
        answers("GetCase", {"case_id": "c2", "title": "Old", "status": "open"}),
    )
    assert play(rehearsal, "CreateCase", CaseRequestFields={"title": "$.Attributes.tier"}) == Done()
    assert rehearsal.state.case == {"case_id": "c1", "title": "GOLD"}
    assert (
        play(rehearsal, "UpdateCase", CaseId="$.Case.case_id", CaseRequestFields={"status": "open"}) == Done()
    )
    assert rehearsal.state.case == {"case_id": "c1", "title": "GOLD", "status": "open"}
    assert play(rehearsal, "GetCase", CaseResponseFields=["status"]) == Done()
    assert rehearsal.state.case == {"case_id": "c2", "status": "open"}


def test_a_case_that_can_not_be_linked_was_to_be_linked() -> None:
    rehearsal = Rehearsal(answers("CreateCase", "ContactNotLinked"))
    play(rehearsal, "CreateCase", LinkContactToCase="true")
    assert rehearsal.warned == ""
    play(rehearsal, "CreateCase", LinkContactToCase="false")
    assert "with LinkContactToCase alone" in rehearsal.warned


def test_a_task_has_an_id_the_same_in_each_rehearsal() -> None:
    ids = set()
    for _ in range(2):
        rehearsal = Rehearsal(answers("CreateTask", {}, {"ContactId": "t1"}))
        assert play(rehearsal, "CreateTask", Name="Call back") == Done()
        ids.add(rehearsal.state.task_id)
        assert play(rehearsal, "CreateTask", Name="Call back") == Done()
        assert rehearsal.state.task_id == "t1"
    assert len(ids) == 1


def test_data_tables_are_loaded() -> None:
    rehearsal = Rehearsal(
        answers("EvaluateDataTableValues", {"Rates": {"eur": "1.1"}}),
        answers("ListDataTableValues", {"primaryKeyGroups": {}}, {"ResultData": {"a": 1}}),
        answers("UpsertDataTableValues", {}),
    )
    kinds = ("EvaluateDataTableValues", "ListDataTableValues", "UpsertDataTableValues")
    assert [play(rehearsal, kind, DataTableId="d") for kind in kinds] == [Done()] * 3
    assert rehearsal.state.data_tables == {"Rates": {"eur": "1.1"}}
    assert rehearsal.state.data_table_list == {"ResultData": {"primaryKeyGroups": {}}}
    play(rehearsal, "ListDataTableValues", DataTableId="d")
    assert rehearsal.state.data_table_list == {"ResultData": {"a": 1}}
