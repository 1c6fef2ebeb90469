"""The script runs: as Python reads it, and for real against the sandbox."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest

from console.contact import in_model_order
from console.export import Target, as_text
from console.sandbox import Sandbox
from tests.console.export.test_round_trip import FULL, recorded_boto3, run_script

BOUND_S = 60


def test_it_reads_like_a_script_that_a_person_wrote() -> None:
    request = {**FULL, "Attributes": {"quote": '"'}, "SupportedMessagingContentTypes": ["text/plain"]}
    assert as_text("python", request, Target("eu-west-1")) == (
        "import boto3\n"
        "\n"
        'client = boto3.client("connect", region_name="eu-west-1")\n'
        "\n"
        "response = client.start_chat_contact(\n"
        '    InstanceId="a1b2c3d4-0000-4000-8000-000000000001",\n'
        '    ContactFlowId="0000aaaa-1111-4111-8111-00000000abcd",\n'
        "    Attributes={\n"
        '        "quote": \'"\',\n'
        "    },\n"
        "    ParticipantDetails={\n"
        '        "DisplayName": "Zoë O\'Brien",\n'
        "    },\n"
        "    SupportedMessagingContentTypes=[\n"
        '        "text/plain",\n'
        "    ],\n"
        ")\n"
        "# The response also holds the participant token, a secret: print it only if you need it.\n"
        'print(response["ContactId"])\n'
    )


def test_it_prints_the_contact_and_not_the_token() -> None:
    assert run_script(as_text("python", FULL))[1] == "the-contact\n"


@pytest.mark.parametrize(
    ("target", "options"),
    [
        (Target(), {}),
        (Target("us-east-1"), {"region_name": "us-east-1"}),
        (Target("us'1", 'http://"127.0.0.1"'), {"region_name": "us'1", "endpoint_url": 'http://"127.0.0.1"'}),
    ],
)
def test_it_goes_where_the_request_goes(target: Target, options: dict[str, str]) -> None:
    with recorded_boto3() as calls:
        exec(compile(as_text("python", FULL, target), "export.py", "exec"), {})
    assert calls[0] == ("client", ("connect", options))


TOUGH = {
    "ParticipantDetails": {"DisplayName": 'O\'Brien "Zoë" 👩\u200d👩\u200d👧'},
    "InitialMessage": {"ContentType": "text/plain", "Content": "line 1\nline 2\t$HOME `id` \\ {x} %s"},
    "Attributes": {"file": "file:///etc/hostname", "link": "https://example.com/?a=b&c", "empty": ""},
    "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
    "ChatDurationInMinutes": 60,
    "SegmentAttributes": {"connect:Subtype": {"ValueString": "connect:Chat"}},
    "ClientToken": "--debug",
    "DisconnectOnCustomerExit": ["AGENT"],
    "CustomerId": "http://127.0.0.1:9/customer",
}


def environment(sandbox: Sandbox, **more: str) -> dict[str, str]:
    """What a user's terminal would hold: the keys and nothing else of AWS."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    keys = {
        "AWS_ACCESS_KEY_ID": sandbox.access_key_id,
        "AWS_SECRET_ACCESS_KEY": sandbox.secret_access_key,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_PAGER": "",
        "PYTHONUTF8": "1",
    }
    return {**kept, **keys, **more}


def addressed(sandbox: Sandbox, request: dict[str, Any]) -> dict[str, Any]:
    """The request, to the sandbox's greeting flow."""
    return in_model_order(
        {"InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id, **request}
    )


@pytest.mark.parametrize("request_", [{"ParticipantDetails": {"DisplayName": "Zoë"}}, TOUGH])
@pytest.mark.parametrize("is_named", [True, False], ids=["target in the script", "target in the environment"])
def test_it_starts_a_chat_in_the_sandbox(sandbox: Sandbox, request_: dict[str, Any], is_named: bool) -> None:
    target = Target(sandbox.region, sandbox.endpoint) if is_named else Target()
    place = {"AWS_DEFAULT_REGION": sandbox.region, "AWS_ENDPOINT_URL": sandbox.endpoint}
    script = as_text("python", addressed(sandbox, request_), target)
    result = subprocess.run(
        [sys.executable, "-c", script],
        env=environment(sandbox, **({} if is_named else place)),
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    contact = sandbox.contacts.find(result.stdout.strip())
    assert contact is not None
    assert {name: contact.request[name] for name in request_} == request_
