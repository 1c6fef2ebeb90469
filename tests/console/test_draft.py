"""The request that is being written: what was put is there, in order, with its problems."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console import contact
from console.draft import Draft
from tests.console.requests import requests

INSTANCE = "a1b2c3d4-0000-4000-8000-00000000000a"
FLOW = "b1b2c3d4-1111-4111-8111-00000000000b"
WIDE = settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.too_slow])


def test_it_begins_empty_and_not_ready() -> None:
    draft = Draft()
    assert draft.request == {}
    assert not draft.is_ready
    assert [problem.code for problem in draft.problems] == ["required"] * 3


def test_it_becomes_ready_field_by_field() -> None:
    draft = Draft()
    draft.put(("ParticipantDetails", "DisplayName"), "Zoë")
    draft.put(("InstanceId",), INSTANCE)
    assert [problem.where for problem in draft.problems] == ["ContactFlowId"]
    draft.put(("ContactFlowId",), FLOW)
    assert draft.problems == []
    assert list(draft.request) == ["InstanceId", "ContactFlowId", "ParticipantDetails"]
    draft.put(("InstanceId",), "")
    assert [problem.where for problem in draft.problems] == ["InstanceId"]
    assert "InstanceId" not in draft.request


def test_a_warning_does_not_block() -> None:
    draft = Draft({"InstanceId": "odd", "ContactFlowId": FLOW, "ParticipantDetails": {"DisplayName": "Zoë"}})
    assert [problem.code for problem in draft.problems] == ["not_an_id"]
    assert draft.is_ready


def test_it_holds_what_is_wrong_too() -> None:
    draft = Draft()
    draft.put(("ChatDurationInMinutes",), "soon")
    draft.put(("Attributes",), {"not a key": "x"})
    assert draft.value("ChatDurationInMinutes") == "soon"
    assert draft.request["Attributes"] == {"not a key": "x"}
    assert {problem.code for problem in draft.problems} >= {"type", "key_alphabet"}


def test_a_value_is_found_by_its_path() -> None:
    draft = Draft({"PersistentChat": {"SourceContactId": "s"}})
    assert draft.value("PersistentChat", "SourceContactId") == "s"
    assert draft.value("PersistentChat", "RehydrationType") is None
    assert draft.value("CustomerId") is None


def test_another_request_takes_the_place_of_all_of_it() -> None:
    draft = Draft({"CustomerId": "c"})
    assert draft.problems
    draft.replace({"InstanceId": INSTANCE, "ContactFlowId": FLOW, "ParticipantDetails": {"DisplayName": "Z"}})
    assert draft.value("CustomerId") is None
    assert draft.is_ready


def test_a_started_chat_keeps_its_own_request() -> None:
    first = {"Attributes": {"a": "1"}, "SupportedMessagingContentTypes": ["text/plain"]}
    draft = Draft(first)
    started = draft.request
    draft.put(("Attributes", "a"), "2")
    started["SupportedMessagingContentTypes"].append("text/markdown")
    first["Attributes"] = {}
    assert started["Attributes"] == {"a": "1"}
    assert draft.request == {"Attributes": {"a": "2"}, "SupportedMessagingContentTypes": ["text/plain"]}


def test_what_was_given_may_change_afterwards() -> None:
    given_: dict[str, Any] = {"Attributes": {"a": "1"}}
    draft = Draft(given_)
    given_["Attributes"]["a"] = "2"
    draft.replace(given_)
    given_["Attributes"]["a"] = "3"
    assert draft.request == {"Attributes": {"a": "2"}}


def test_problems_are_looked_for_anew_after_every_change() -> None:
    draft = Draft()
    for value, code in ((59, "too_small"), (10_081, "too_large"), (60, None)):
        draft.put(("ChatDurationInMinutes",), value)
        codes = [problem.code for problem in draft.problems if problem.path[0] == "ChatDurationInMinutes"]
        assert codes == ([code] if code else [])


@WIDE
@given(requests())
def test_a_good_request_is_ready_and_comes_back_as_it_is(request: dict[str, Any]) -> None:
    draft = Draft(request)
    assert draft.is_ready
    assert draft.request == request
    assert json.dumps(draft.request) == json.dumps(contact.in_model_order(request))


@WIDE
@given(requests(), st.data())
def test_a_request_that_is_put_field_by_field_is_the_same(
    request: dict[str, Any], data: st.DataObject
) -> None:
    draft = Draft()
    for name in data.draw(st.permutations(sorted(request))):
        draft.put((name,), request[name])
    # An empty list, object or text is no value: it stays out of the request.
    assert draft.request == {name: value for name, value in request.items() if value not in ("", [], {})}
