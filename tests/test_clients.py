"""The AWS CLI and boto3, unmodified, against `main.py sandbox`: what a developer of a client would do."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import threading
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import boto3
import pytest
from botocore import UNSIGNED, xform_name
from botocore.config import Config
from botocore.exceptions import ClientError
from websockets.sync.client import connect

import dev
from console.export import Target, as_text
from console.sandbox.control import SECRET_HEADER
from console.sandbox.participant.items import EVENT
from console.sandbox.rules import INTERACTIVE
from tests.aws_cli import BOUND_S, Terminal, opened, options
from tests.bench.processes import Server, sandbox_server
from tests.console.sandbox.participant.visitor import Line

Call = Callable[..., dict[str, Any]]
ADA = {
    "ParticipantDetails": {"DisplayName": "Ada 'the first' \"Lovelace\" 👩‍💻"},
    "InitialMessage": {"ContentType": "text/plain", "Content": "line 1\nline 2 with $HOME, `pwd` and \\ "},
    "Attributes": {"customer_tier": "gold, with = and spaces", "empty-ish": " "},
    "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
    "ChatDurationInMinutes": 60,
}


@pytest.fixture(scope="module")
def aws() -> str:
    """The AWS CLI of the anchors' environment."""
    program = dev.ANCHORS.tool("aws")
    if not dev.ANCHORS.stamp.exists():
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail("the AWS CLI could not be installed")
        pytest.skip("the AWS CLI could not be installed; dev.py has said why")
    return program


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with sandbox_server() as serving:
        yield serving


@pytest.fixture(scope="module")
def terminal(server: Server, aws: str) -> Iterator[Terminal]:
    with opened(server) as terminal:
        yield terminal


def called(server: Server, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=server.as_environment(), capture_output=True, text=True, timeout=BOUND_S, check=False
    )


# a whole chat


def through_cli(terminal: Terminal) -> Call:
    """Each call as a command of the CLI, its members as options."""

    def call(service: str, operation: str, **members: Any) -> dict[str, Any]:
        return terminal.answer(service, xform_name(operation, "-"), *options(members))

    return call


def through_boto3(server: Server) -> Call:
    """Each call through boto3; the participant service's client has no keys, as in a customer's app."""
    keys = {"aws_access_key_id": server.access_key_id, "aws_secret_access_key": server.secret_access_key}
    made: Callable[..., Any] = boto3.client
    common = {"region_name": server.region, "endpoint_url": server.endpoint}
    clients = {
        "connect": made("connect", **common, **keys),
        "connectparticipant": made("connectparticipant", **common, config=Config(signature_version=UNSIGNED)),
    }

    def call(service: str, operation: str, **members: Any) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(clients[service], xform_name(operation))(**members)
        answer.pop("ResponseMetadata")
        return answer

    return call


@pytest.fixture(params=["AWS CLI", "boto3"])
def call(request: pytest.FixtureRequest, server: Server) -> Call:
    """One way to call an operation."""
    if request.param == "boto3":
        return through_boto3(server)
    return through_cli(request.getfixturevalue("terminal"))


def http(method: str, url: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    """The body of an answer, which must be a 200."""
    asked = urllib.request.Request(url, body, dict(headers or {}), method=method)
    with urllib.request.urlopen(asked, timeout=BOUND_S) as answer:
        assert answer.status == 200
        return bytes(answer.read())


def sees(line: Line, **members: str) -> dict[str, Any]:
    """The next item on the websocket that has these members; others may come before it."""
    while True:
        item = line.item()
        if all(item.get(name) == value for name, value in members.items()):
            return item


def test_a_whole_chat(call: Call, server: Server) -> None:
    """From its start to its end, with everything that a client of the participant service can do."""
    started = call(
        "connect", "StartChatContact", InstanceId=server.instance_id, ContactFlowId=server.flow_id,
        ParticipantDetails={"DisplayName": "Ada"},
    )  # fmt: skip
    join = partial(
        call, "connectparticipant", "CreateParticipantConnection",
        ParticipantToken=started["ParticipantToken"], Type=["WEBSOCKET", "CONNECTION_CREDENTIALS"],
    )  # fmt: skip
    connection = join()
    token = connection["ConnectionCredentials"]["ConnectionToken"]
    ask = partial(call, "connectparticipant", ConnectionToken=token)
    with connect(connection["Websocket"]["Url"], compression=None) as socket:
        line = Line(socket)
        line.subscribe()
        sees(line, ContentType=EVENT + "participant.joined", DisplayName="Ada")
        sees(line, ParticipantRole="SYSTEM", Type="MESSAGE")
        sent = ask("SendMessage", ContentType="text/plain", Content="Hello, “Amazon” 😀\n-- really")
        seen = sees(line, Id=sent["Id"])
        assert (seen["Content"], seen["ParticipantRole"]) == ("Hello, “Amazon” 😀\n-- really", "CUSTOMER")
        typing = ask("SendEvent", ContentType=EVENT + "typing")
        sees(line, Id=typing["Id"], ContentType=EVENT + "typing")
        read_in_pages(ask, sent["Id"])
        attach(ask, line)
        see_a_view(ask, line, server, started["ContactId"])
        assert ask("DisconnectParticipant") == {}
        sees(line, ContentType=EVENT + "participant.left")
        sees(line, ContentType=EVENT + "chat.ended")
    for refused in (partial(ask, "GetTranscript"), join):
        # The CLI tells it in words, boto3 by raising.
        with pytest.raises((AssertionError, ClientError), match="AccessDeniedException"):
            refused()


def read_in_pages(ask: Call, message_id: str) -> None:
    """The transcript from its beginning on, two items at a time."""
    oldest = ask("GetTranscript", MaxResults=100, SortOrder="ASCENDING")["Transcript"][0]
    asked: dict[str, Any] = {"MaxResults": 2, "SortOrder": "ASCENDING", "ScanDirection": "FORWARD"}
    first = page = ask("GetTranscript", StartPosition={"Id": oldest["Id"]}, **asked)
    items = list(page["Transcript"])
    while token := page.get("NextToken"):
        page = ask("GetTranscript", NextToken=token, **asked)
        assert 0 < len(page["Transcript"]) <= 2
        items += page["Transcript"]
    assert len(first["Transcript"]) == 2 < len(items)
    assert message_id in [item["Id"] for item in items]
    assert len({item["Id"] for item in items}) == len(items)
    times = [item["AbsoluteTime"] for item in items]
    assert times == sorted(times)


def attach(ask: Call, line: Line) -> None:
    """A file goes up, is seen, and comes down again as it was."""
    content = bytes(range(256)) * 8
    began = ask(
        "StartAttachmentUpload", ContentType="image/png", AttachmentName="Äpfel.png",
        AttachmentSizeInBytes=len(content),
    )  # fmt: skip
    upload = began["UploadMetadata"]
    http("PUT", upload["Url"], content, upload["HeadersToInclude"])
    assert ask("CompleteAttachmentUpload", AttachmentIds=[began["AttachmentId"]]) == {}
    [told] = sees(line, Type="ATTACHMENT")["Attachments"]
    assert (told["AttachmentId"], told["AttachmentName"], told["Status"]) == (
        began["AttachmentId"], "Äpfel.png", "APPROVED",
    )  # fmt: skip
    found = ask("GetAttachment", AttachmentId=told["AttachmentId"])
    assert found["AttachmentSizeInBytes"] == len(content)
    assert http("GET", found["Url"]) == content


def see_a_view(ask: Call, line: Line, server: Server, contact_id: str) -> None:
    """Show view, staged over the control route; the client asks what it is to draw."""
    staged = json.dumps({"view_id": "form", "data": {"Heading": "Hello"}}).encode()
    secret = {SECRET_HEADER: server.secret_access_key, "Content-Type": "application/json"}
    http("POST", f"{server.endpoint}/_sandbox/contacts/{contact_id}/view", staged, secret)
    shown = json.loads(sees(line, ContentType=INTERACTIVE)["Content"])
    view = ask("DescribeView", ViewToken=shown["data"]["content"]["viewToken"])["View"]
    assert view["Id"] == "form"
    assert json.loads(view["Content"]["Template"])["Body"]


# the rest of the console's part of Amazon Connect, and STS


def test_a_chat_is_described_and_stopped(terminal: Terminal, server: Server) -> None:
    at = ("--instance-id", server.instance_id)
    started = terminal.answer(
        "connect", "start-chat-contact", *at, "--contact-flow-id", server.flow_id,
        "--participant-details", "DisplayName=Ada",
    )  # fmt: skip
    contact = ("--contact-id", started["ContactId"])
    described = terminal.answer("connect", "describe-contact", *at, *contact)["Contact"]
    assert (described["Id"], described["Channel"]) == (started["ContactId"], "CHAT")
    assert "DisconnectTimestamp" not in described
    terminal.answer("connect", "stop-contact", *at, *contact)
    stopped = terminal.answer("connect", "describe-contact", *at, *contact)["Contact"]
    assert "DisconnectTimestamp" in stopped


def test_places_and_identity_are_told(terminal: Terminal, server: Server) -> None:
    instances = terminal.answer("connect", "list-instances")["InstanceSummaryList"]
    assert [instance["Id"] for instance in instances] == [server.instance_id]
    flows = terminal.answer("connect", "list-contact-flows", "--instance-id", server.instance_id)
    assert flows["ContactFlowSummaryList"][0]["Id"] == server.flow_id
    assert terminal.answer("sts", "get-caller-identity")["Account"] == "123456789012"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"AWS_SECRET_ACCESS_KEY": "not-the-secret"}, "InvalidSignatureException"),
        ({"AWS_ACCESS_KEY_ID": "AKIAI44QH8DHBEXAMPLE"}, "UnrecognizedClientException"),
    ],
)
def test_wrong_keys_are_refused_as_aws_does(
    terminal: Terminal, server: Server, wrong: dict[str, str], code: str
) -> None:
    own = {name: server.as_environment()[name] for name in wrong}
    try:
        status, _, told = terminal.run("connect", "list-instances", **wrong)
    finally:
        terminal.answer("sts", "get-caller-identity", **own)
    assert status != 0
    assert code in told


def test_a_role_is_assumed_with_a_code(server: Server, terminal: Terminal, aws: str) -> None:
    role = "arn:aws:iam::123456789012:role/ChatTesterMfa"
    told = terminal.answer(
        "sts", "assume-role", "--role-arn", role, "--role-session-name", "me",
        "--serial-number", "arn:aws:iam::123456789012:mfa/sandbox", "--token-code", "123456",
    )  # fmt: skip
    keys = told["Credentials"]
    assumed = {
        **server.as_environment(),
        "AWS_ACCESS_KEY_ID": keys["AccessKeyId"],
        "AWS_SECRET_ACCESS_KEY": keys["SecretAccessKey"],
        "AWS_SESSION_TOKEN": keys["SessionToken"],
    }
    result = subprocess.run(
        [aws, "--endpoint-url", server.endpoint, "sts", "get-caller-identity"],
        env=assumed, capture_output=True, text=True, timeout=BOUND_S, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["Arn"] == told["AssumedRoleUser"]["Arn"]


def test_a_profile_with_a_role_works_as_it_is(server: Server, aws: str, tmp_path: Path) -> None:
    """The CLI assumes the role by itself, as `role_arn` and `source_profile` in ~/.aws/config ask."""
    config = tmp_path / "config"
    config.write_text(
        "[profile tester]\nrole_arn = arn:aws:iam::123456789012:role/ChatTesterExternal\n"
        "external_id = sandbox-external-id\nrole_session_name = lesson\nsource_profile = base\n"
        f"[profile base]\naws_access_key_id = {server.access_key_id}\n"
        f"aws_secret_access_key = {server.secret_access_key}\n"
    )
    unset = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN")
    environment = {name: value for name, value in server.as_environment().items() if name not in unset}
    # A home of its own: the CLI keeps what it assumed there, and would sign with another run's keys.
    home = {"HOME": str(tmp_path), "USERPROFILE": str(tmp_path)}
    environment |= {"AWS_CONFIG_FILE": str(config), "AWS_ENDPOINT_URL": server.endpoint, **home}
    result = subprocess.run(
        [aws, "--profile", "tester", "sts", "get-caller-identity"],
        env=environment, capture_output=True, text=True, timeout=BOUND_S, check=False,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    arn = "arn:aws:sts::123456789012:assumed-role/ChatTesterExternal/lesson"
    assert json.loads(result.stdout)["Arn"] == arn


class Recording(BaseHTTPRequestHandler):
    """Keeps the body of every request and answers that a chat was started."""

    bodies: ClassVar[list[dict[str, Any]]] = []

    def do_PUT(self) -> None:
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'{"ContactId": "recorded"}')

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def recorder() -> Iterator[str]:
    Recording.bodies.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Recording) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{listening.server_port}"
        listening.shutdown()
        thread.join()


def test_an_exported_command_sends_the_same_request(server: Server, aws: str, recorder: str) -> None:
    """A real shell and the real CLI, up to the ClientToken that the CLI adds by itself."""
    request = {"InstanceId": server.instance_id, "ContactFlowId": server.flow_id, **ADA}
    command = as_text("cli", request, Target(server.region, recorder))
    result = called(server, "bash", "-c", f"PATH={shlex.quote(str(Path(aws).parent))}:$PATH\n{command}")
    assert result.returncode == 0, result.stderr
    assert [{name: body[name] for name in body if name != "ClientToken"} for body in Recording.bodies] == [
        request
    ]
