"""The AWS CLI, unmodified, against `main.py sandbox`: what a developer of a client would do."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import pytest

import dev
from console.export import Target, as_text
from tests.bench.processes import Server, sandbox_server

BOUND_S = 60
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


def called(server: Server, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, env=server.as_environment(), capture_output=True, text=True, timeout=BOUND_S, check=False
    )


def answer(server: Server, aws: str, *command: str) -> dict[str, Any]:
    """What the CLI prints for a command that must succeed."""
    result = called(server, aws, "--endpoint-url", server.endpoint, *command)
    assert result.returncode == 0, result.stderr
    return dict(json.loads(result.stdout)) if result.stdout.strip() else {}


def test_a_chat_is_started_described_and_stopped(server: Server, aws: str) -> None:
    at = ("--instance-id", server.instance_id)
    started = answer(
        server, aws, "connect", "start-chat-contact", *at, "--contact-flow-id", server.flow_id,
        "--participant-details", "DisplayName=Ada",
    )  # fmt: skip
    assert started["ParticipantId"]
    assert started["ParticipantToken"]
    contact = ("--contact-id", started["ContactId"])
    described = answer(server, aws, "connect", "describe-contact", *at, *contact)["Contact"]
    assert (described["Id"], described["Channel"]) == (started["ContactId"], "CHAT")
    assert "DisconnectTimestamp" not in described
    answer(server, aws, "connect", "stop-contact", *at, *contact)
    assert (
        "DisconnectTimestamp" in answer(server, aws, "connect", "describe-contact", *at, *contact)["Contact"]
    )


def test_places_and_identity_are_told(server: Server, aws: str) -> None:
    instances = answer(server, aws, "connect", "list-instances")["InstanceSummaryList"]
    assert [instance["Id"] for instance in instances] == [server.instance_id]
    flows = answer(server, aws, "connect", "list-contact-flows", "--instance-id", server.instance_id)
    assert flows["ContactFlowSummaryList"][0]["Id"] == server.flow_id
    assert answer(server, aws, "sts", "get-caller-identity")["Account"] == "123456789012"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"secret_access_key": "not-the-secret"}, "InvalidSignatureException"),
        ({"access_key_id": "AKIAI44QH8DHBEXAMPLE"}, "UnrecognizedClientException"),
    ],
)
def test_wrong_keys_are_refused_as_aws_does(
    server: Server, aws: str, wrong: dict[str, str], code: str
) -> None:
    result = called(
        replace(server, **wrong), aws, "--endpoint-url", server.endpoint, "connect", "list-instances"
    )
    assert result.returncode != 0
    assert code in result.stderr


def test_a_role_is_assumed_with_a_code(server: Server, aws: str) -> None:
    role = "arn:aws:iam::123456789012:role/ChatTesterMfa"
    told = answer(
        server, aws, "sts", "assume-role", "--role-arn", role, "--role-session-name", "me",
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
