"""Every reply of the participant service against botocore's model of it, and against our own check."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
from botocore.model import Shape
from botocore.validate import ParamValidator

from console.sandbox import Sandbox
from console.sandbox.operations import ANSWERED
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.test_attachments import http_call
from tests.console.sandbox.participant.test_limits import GOOD, MODEL
from tests.console.sandbox.participant.visitor import BOTH, Visitor, start
from tests.console.sandbox.wire import Answered, Signed, send

REDIRECT = "https://example.com"


def beyond(shape: Any, value: Any, path: str = "") -> Iterator[str]:
    """What botocore's validator does not look at: values of enums, and what is too long."""
    most = shape.metadata.get("max")
    length = value if isinstance(value, int) else len(value) if isinstance(value, str | list) else 0
    if most is not None and length > most:
        yield f"{path}: {length} is more than {most}"
    if value not in (allowed := shape.metadata.get("enum", [value])):
        yield f"{path}: {value} is none of {allowed}"
    if isinstance(value, dict) and shape.type_name == "structure":
        for name, inner in value.items():
            yield from beyond(shape.members[name], inner, f"{path}.{name}")
    if isinstance(value, list):
        for inner in value:
            yield from beyond(shape.member, inner, f"{path}[]")


def problems(shape: Shape, value: Any) -> list[str]:
    """Where a reply breaks the model: missing and unknown members, kinds, enums, lengths."""
    report = ParamValidator().validate(value, shape)
    return [report.generate_report()] if report.has_errors() else list(beyond(shape, value))


class Checked:
    """A visitor whose raw replies are checked one by one."""

    def __init__(self, sandbox: Sandbox, visitor: Visitor) -> None:
        self._sandbox = sandbox
        self._visitor = visitor
        self.seen: set[str] = set()

    def __call__(self, operation: str, **members: Any) -> dict[str, Any]:
        model = MODEL.operation_model(operation)
        started = self._visitor.started["ParticipantToken"]
        token = started if operation == "CreateParticipantConnection" else self._visitor.connection_token
        path = model.http["requestUri"].format(ViewToken=members.pop("ViewToken", ""))
        body = json.dumps(members).encode() if model.http["method"] == "POST" else b""
        headers = {"X-Amz-Bearer": token, "Content-Type": "application/json"}
        answered: Answered = send(self._sandbox, Signed(model.http["method"], path, headers, body))
        assert answered.status == 200, answered.body
        reply = answered.json
        assert problems(model.output_shape, reply) == []
        self.seen.add(operation)
        return dict(reply)


def test_every_reply_is_as_the_model_has_it(sandbox: Sandbox, service: Any) -> None:
    """A chat with everything that a reply can hold: receipts, files, views, pages, the past."""
    past = start(sandbox, service)
    past.connect("CONNECTION_CREDENTIALS")
    past.leave()
    visitor = start(
        sandbox, service,
        PersistentChat={"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": past.contact_id},
    )  # fmt: skip
    call = Checked(sandbox, visitor)
    for types in ([], ["WEBSOCKET"], BOTH):
        connection = call(
            "CreateParticipantConnection", ConnectParticipant=True, **({"Type": types} if types else {})
        )
    visitor.connection_token = connection["ConnectionCredentials"]["ConnectionToken"]
    said = call("SendMessage", **GOOD["SendMessage"])
    call("SendEvent", **GOOD["SendEvent"])
    sandbox.chats.add(visitor.contact_id, "AGENT", "Jane")
    agent_said = sandbox.chats.say(visitor.contact_id, "hello", role="AGENT")
    about = json.dumps({"messageId": agent_said.id})
    for event in ("delivered", "read"):
        content_type = f"application/vnd.amazonaws.connect.event.message.{event}"
        call("SendEvent", ContentType=content_type, Content=about)
    began = call("StartAttachmentUpload", **GOOD["StartAttachmentUpload"])
    upload = began["UploadMetadata"]
    assert http_call("PUT", upload["Url"], upload["HeadersToInclude"], b"x")[0] == 200
    call("CompleteAttachmentUpload", AttachmentIds=[began["AttachmentId"]], ClientToken="x")
    sandbox.clock.move(2)
    call("GetAttachment", AttachmentId=began["AttachmentId"])
    shown = json.loads(sandbox.chats.show_view(visitor.contact_id, "form").content or "")
    call("DescribeView", ViewToken=shown["data"]["content"]["viewToken"])
    session = sandbox.chats.ask_to_sign_in(visitor.contact_id)
    call("GetAuthenticationUrl", SessionId=session, RedirectUri=REDIRECT)
    call("CancelParticipantAuthentication", SessionId=session)
    page = call("GetTranscript", MaxResults=2)
    while "NextToken" in page:
        page = call("GetTranscript", MaxResults=2, NextToken=page["NextToken"])
    whole = call("GetTranscript", MaxResults=100)["Transcript"]
    assert {item["Type"] for item in whole} == {"MESSAGE", "EVENT", "ATTACHMENT"}
    assert any("RelatedContactId" in item for item in whole)
    assert any(item.get("MessageMetadata", {}).get("Receipts") for item in whole)
    assert said["Id"] in [item["Id"] for item in whole]
    call("DisconnectParticipant")
    assert call.seen == set(MODEL.operation_names)


@pytest.mark.parametrize("operation", MODEL.operation_names)
def test_a_reply_that_breaks_the_model_never_goes_out(
    visitor: Visitor, operation: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Our own check, in front of every operation: a defect is told as one, and logged."""
    visitor.connect("CONNECTION_CREDENTIALS")
    key = ("connectparticipant", operation)
    broken: list[Mapping[str, Any]] = [{"Nonsense": 1}]
    if members := MODEL.operation_model(operation).output_shape.members:
        broken.append({name: {"no": ["such", "kind"]} for name in members})
    token = "ParticipantToken" if operation == "CreateParticipantConnection" else "ConnectionToken"
    held = visitor.started["ParticipantToken"] if token == "ParticipantToken" else visitor.connection_token
    for output in broken:
        answer = replace(ANSWERED[key], act=lambda *_, output=output: output)
        monkeypatch.setitem(ANSWERED, key, answer)
        with caplog.at_level(logging.CRITICAL):
            code, status, _ = refused(
                visitor.client._make_api_call, operation_name=operation,
                api_params={token: held, **GOOD[operation]},
            )  # fmt: skip
        assert (code, status) == ("InternalServerException", 500)


def test_what_is_found_here_would_be_found() -> None:
    """The validator of this module: each kind of breach is one."""
    shape = MODEL.operation_model("GetTranscript").output_shape
    item = {"Id": "x", "Type": "MESSAGE"}
    assert problems(shape, {"Transcript": [item]}) == []
    for wrong in ({"Type": "NONSENSE"}, {"Id": 5}, {"Id": "x" * 257}, {"Unheard": "of"}, {"Content": ""}):
        assert len(problems(shape, {"Transcript": [item | wrong]})) == 1, wrong
    size = MODEL.operation_model("GetAttachment").output_shape
    assert len(problems(size, {})) == 1, "a required member is missed"
