"""The service around the operations: bodies, unknown paths, our own defects, and what the log says."""

from __future__ import annotations

import dataclasses
import http.client
import logging
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.sandbox import Sandbox, service
from console.sandbox.identity import Caller
from console.sandbox.operations import ANSWERED
from console.sandbox.service import LARGEST_BODY
from console.sandbox.world import World
from tests.console.sandbox.wire import Send, Signer, send, smallest

START = ("connect", "StartChatContact")


def test_an_unknown_path_is_an_unknown_operation(signer: Signer, over_the_wire: Send) -> None:
    for method, target in (("GET", "/nothing"), ("GET", "/contact/chat"), ("DELETE", "/instance/a/b/c/d")):
        answered = over_the_wire(signer.sign(method, target))
        assert (answered.status, answered.error) == (404, "UnknownOperationException")
        assert answered.message


def test_a_body_that_is_not_json(signer: Signer, over_the_wire: Send) -> None:
    for body in (b"{", b"[1]", b"\xff", b'"text"'):
        answered = over_the_wire(signer.sign("PUT", "/contact/chat", body))
        assert (answered.status, answered.error) == (400, "SerializationException")


def test_a_body_that_is_too_large(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    answered = over_the_wire(signer.sign("PUT", "/contact/chat", b" " * (LARGEST_BODY + 1)))
    assert (answered.status, answered.error) == (413, "RequestEntityTooLargeException")
    assert over_the_wire(signer.start(smallest(sandbox))).status == 200


def test_a_body_of_any_content_type_is_read(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    other = dataclasses.replace(signer, extra={"Content-Type": "text/plain"})
    assert over_the_wire(other.start(smallest(sandbox))).status == 200


def test_deep_nesting_is_refused(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    deep: dict[str, Any] = {"ValueString": "x"}
    for levels in range(1, 200):
        deep = {"ValueMap": {"a": deep}}
        if levels in (10, 30, 40, 199):
            answered = over_the_wire(signer.start(smallest(sandbox, SegmentAttributes={"a": deep})))
            assert (answered.status == 200) is (levels < 31)
    assert (answered.status, answered.error) == (400, "SerializationException")


def test_half_a_character_is_refused(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    for members in (
        {"CustomerId": "\ud800"},
        {"Attributes": {"\udfff": "x"}},
        {"Attributes": {"a": "\ud800"}},
    ):
        answered = over_the_wire(signer.start(smallest(sandbox, **members)))
        assert (answered.status, answered.error) == (400, "InvalidParameterException")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def act(_world: World, _given: Any, _caller: Caller) -> dict[str, Any]:
        raise RuntimeError("planted defect")

    answers = {**ANSWERED, START: dataclasses.replace(ANSWERED[START], act=act)}
    monkeypatch.setattr(service, "ANSWERED", answers)


@pytest.mark.usefixtures("broken")
def test_a_defect_of_ours_shows_no_traceback(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send, caplog: pytest.LogCaptureFixture
) -> None:
    answered = over_the_wire(signer.start(smallest(sandbox)))
    assert (answered.status, answered.error) == (500, "InternalServiceException")
    assert b"planted" not in answered.body
    assert b"Traceback" not in answered.body
    # A handler that masks secrets leaves a record its text, and takes the exception itself off.
    (record,) = [one for one in caplog.records if one.exc_info or one.exc_text]
    assert answered.headers["x-amzn-requestid"] in record.getMessage()


def test_an_answer_that_breaks_the_model_is_not_sent(
    sandbox: Sandbox,
    signer: Signer,
    over_the_wire: Send,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def act(_world: World, _given: Any, _caller: Caller) -> dict[str, Any]:
        return {"ContactId": "", "ParticipantToken": "x" * 1001}

    answers = {**ANSWERED, START: dataclasses.replace(ANSWERED[START], act=act)}
    monkeypatch.setattr(service, "ANSWERED", answers)
    assert over_the_wire(signer.start(smallest(sandbox))).status == 500
    assert "StartChatContact answered ContactId" in caplog.text


def test_the_log_holds_no_secret(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "console.sandbox")
    signed = signer.start(
        smallest(sandbox, Attributes={"pin": "planted-attribute"}, CustomerId="planted-customer")
    )
    answered = over_the_wire(signed)
    over_the_wire(signed.but(body=signed.body.replace(b"planted-attribute", b"planted-elsewhere")))
    over_the_wire(signer.sign("GET", "/instance/planted-path?nextToken=planted-query"))
    signature = signed.headers["Authorization"].rpartition("=")[2]
    secrets = [answered.json["ParticipantToken"], signature, sandbox.secret_access_key, "planted"]
    assert len([one for one in caplog.records if one.name == "console.sandbox"]) == 3
    for secret in secrets:
        assert secret not in caplog.text
    assert answered.headers["x-amzn-requestid"] in caplog.text


@settings(deadline=None)
@given(
    method=st.sampled_from(["GET", "PUT", "POST", "DELETE", "OPTIONS"]),
    target=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60),
    body=st.binary(max_size=200),
)
def test_no_unsigned_request_whatever_gets_through(
    served: Sandbox, method: str, target: str, body: bytes
) -> None:
    connection = http.client.HTTPConnection(served.endpoint.removeprefix("http://"), timeout=10)
    try:
        connection.request(method, "/" + target, body)
        response = connection.getresponse()
        content = response.read()
    finally:
        connection.close()
    assert 400 <= response.status < 500
    assert b"Traceback" not in content


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
MEMBERS = [
    "InstanceId",
    "ContactFlowId",
    "Attributes",
    "ParticipantDetails",
    "InitialMessage",
    "ClientToken",
    "ChatDurationInMinutes",
    "SupportedMessagingContentTypes",
    "PersistentChat",
    "RelatedContactId",
    "SegmentAttributes",
    "CustomerId",
    "DisconnectOnCustomerExit",
    "ConnectionTypes",
]


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(MEMBERS), json_values))
def test_no_request_whatever_is_a_defect_of_ours(served: Sandbox, members: dict[str, Any]) -> None:
    answered = send(served, Signer(served).start({**smallest(served), **members}))
    assert answered.status in (200, 400, 404)
    if answered.status != 200:
        assert answered.error
        assert answered.message
    served.reset()
