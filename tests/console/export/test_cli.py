"""The command: how it is written, what real shells hand to the CLI, and what the real CLI sends."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from botocore import xform_name
from hypothesis import HealthCheck, given, settings

import dev
from console import shape
from console.contact import fields, operation
from console.export import Target, as_text, cli, fields_missing_from_cli
from console.sandbox import Sandbox
from tests.console.export.test_python import BOUND_S, TOUGH, addressed, environment
from tests.console.export.test_round_trip import FULL
from tests.console.requests import TRICKY_TEXTS, requests

SHELLS = [name for name in ("sh", "dash", "bash", "zsh", "ksh") if shutil.which(name)]


def words(command: str) -> list[str]:
    """The words of a command; shlex keeps the ends of lines, which a shell does not."""
    return shlex.split(command.replace(" \\\n", ""), comments=True)


def test_it_is_one_option_a_line() -> None:
    request = {**FULL, "ChatDurationInMinutes": 60, "SupportedMessagingContentTypes": ["text/plain"]}
    assert as_text("cli", request, Target("eu-west-1", "http://127.0.0.1:4566")) == (
        "aws connect start-chat-contact \\\n"
        "  --region eu-west-1 \\\n"
        "  --endpoint-url http://127.0.0.1:4566 \\\n"
        "  --instance-id a1b2c3d4-0000-4000-8000-000000000001 \\\n"
        "  --contact-flow-id 0000aaaa-1111-4111-8111-00000000abcd \\\n"
        '  --participant-details \'{"DisplayName": "Zoë O\'"\'"\'Brien"}\' \\\n'
        "  --chat-duration-in-minutes 60 \\\n"
        "  --supported-messaging-content-types '[\"text/plain\"]'"
    )


@pytest.mark.parametrize("service", ["connect", "connectparticipant", "sts"])
def test_options_are_named_as_the_cli_names_them(service: str) -> None:
    shapes = shape.model(service).shapes.values()
    names = {name for one in shapes for name in one.get("members", {})}
    assert len(names) > 10
    assert {name: cli.option_name(name) for name in names} == {
        name: f"--{xform_name(name, '-')}" for name in names
    }


@pytest.mark.parametrize("text", TRICKY_TEXTS, ids=ascii)
def test_no_text_is_left_to_the_cli_to_make_something_of(text: str) -> None:
    """No argument begins like an option, a file or an address, or holds what a terminal acts on."""
    request = {**FULL, "ClientToken": text, "CustomerId": text, "Attributes": {"a": text}}
    options = words(as_text("cli", request))[3:]
    given_values = [word for word in options if not word.startswith("--")]
    assert len(options) == 2 * len(given_values)
    for value in given_values:
        assert value.isprintable() or "\u200d" in value
        assert not value.startswith(("-", "file:", "fileb:", "http:", "https:"))


@pytest.mark.parametrize("value", [True, -1, 1.5, "60", None, [60]])
def test_a_value_of_another_kind_keeps_its_kind(value: object) -> None:
    command = words(as_text("cli", {"ChatDurationInMinutes": value}))
    assert command[3] == "--cli-input-json"
    assert json.loads(command[4]) == {"ChatDurationInMinutes": value}


def test_a_bare_word_does_not_begin_with_what_zsh_expands() -> None:
    assert "--customer-id '=ls'" in as_text("cli", {"CustomerId": "=ls"})


@pytest.mark.parametrize("shell", SHELLS)
def test_shells_hand_over_every_tricky_text(shell: str) -> None:
    texts = [text for text in TRICKY_TEXTS if text]
    request = {
        **FULL,
        "Attributes": {f"key{at}": text for at, text in enumerate(texts)},
        "CustomerId": "!x $y",
    }
    arguments = through_shell(shell, as_text("cli", request))
    assert arguments == words(as_text("cli", request))[1:]
    assert json.loads(arguments[arguments.index("--attributes") + 1]) == request["Attributes"]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(requests())
def test_shells_hand_over_any_request(request: dict[str, Any]) -> None:
    command = as_text("cli", request)
    assert through_shell(SHELLS[-1], command) == words(command)[1:]


def through_shell(shell: str, command: str) -> list[str]:
    """The arguments that a program named aws gets from a shell."""
    script = f"aws() {{ printf '%s\\0' \"$@\"; }}\n{command}\n"
    ran = subprocess.run([shell], input=script.encode(), capture_output=True, timeout=BOUND_S, check=True)
    assert ran.stderr == b""
    return ran.stdout.decode().split("\0")[:-1]


def test_what_the_newest_cli_lacks_is_said_above_the_command() -> None:
    request = {**FULL, "ConnectionTypes": ["WEBSOCKET"], "ChatStreamingConfiguration": {}}
    assert fields_missing_from_cli(request) == ("ConnectionTypes", "ChatStreamingConfiguration")
    first, second, *_ = as_text("cli", request).splitlines()
    assert first == (
        "# aws-cli 1.46.3 does not know --connection-types and --chat-streaming-configuration yet and "
        "refuses the command. It was the newest version on 2026-11-22."
    )
    assert second == "aws connect start-chat-contact \\"
    assert "--connection-types '[\"WEBSOCKET\"]'" in as_text("cli", request)
    assert fields_missing_from_cli(FULL) == ()
    assert fields_missing_from_cli({**FULL, "NoFieldOfAws": 1}) == ()


def test_a_comment_means_nothing_to_a_shell_that_has_none() -> None:
    request = {**FULL, "ConnectionTypes": [], "Attributes": {"a": "\x01" * 40_000}}
    comments = [line for line in as_text("cli", request).splitlines() if line.startswith("#")]
    assert len(comments) == 2
    assert all(
        set(line[2:]) <= set(" .,-") | {c for c in line if c.isascii() and c.isalnum()} for line in comments
    )


def test_an_argument_that_no_program_can_be_given_is_said() -> None:
    fits, does_not = ({"Attributes": {"a": "x" * length}} for length in (131_000, 132_000))
    assert "Linux passes at most" not in as_text("cli", fits)
    assert as_text("cli", does_not).startswith(
        "# One argument takes 132,009 bytes and Linux passes at most 131,071"
    )


@pytest.mark.skipif(sys.platform != "linux", reason="it is a limit of Linux")
def test_that_is_what_linux_passes_at_most() -> None:
    assert subprocess.run(["true", "x" * cli.ARGUMENT_BYTES], check=False).returncode == 0
    with pytest.raises(OSError, match="too long"):
        subprocess.run(["true", "x" * (cli.ARGUMENT_BYTES + 1)], check=False)


# -- the real one -------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def aws() -> Path:
    """The newest AWS CLI of its registry, in the environment that the tests' lock makes."""
    if not dev.ANCHORS.stamp.exists():
        if os.environ.get("REQUIRE_TOOLS"):
            pytest.fail("the AWS CLI could not be installed")
        pytest.skip("the AWS CLI could not be installed; dev.py has said why")
    return Path(dev.ANCHORS.tool("aws"))


def run_aws(sandbox: Sandbox, aws: Path, command: str) -> subprocess.CompletedProcess[str]:
    path = f"{aws.parent}{os.pathsep}{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        env=environment(sandbox, PATH=path),
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        check=False,
    )


def test_the_real_cli_sends_the_request_to_the_sandbox(sandbox: Sandbox, aws: Path) -> None:
    """Options, --cli-input-json (for CustomerId and ClientToken) and JSON values, all at once."""
    request = addressed(sandbox, TOUGH)
    command = as_text("cli", request, Target(sandbox.region, sandbox.endpoint))
    result = run_aws(sandbox, aws, command)
    assert result.returncode == 0, result.stderr
    contact = sandbox.contacts.find(json.loads(result.stdout)["ContactId"])
    assert contact is not None
    assert contact.request == request


def test_what_the_newest_cli_knows_is_measured_anew(sandbox: Sandbox, aws: Path) -> None:
    """A new pin of the CLI fails here until NEWEST_CLI says what that version knows, and since when."""
    version = run_aws(sandbox, aws, "aws --version").stdout
    assert version.startswith(f"aws-cli/{cli.NEWEST_CLI.version} ")
    skeleton = run_aws(sandbox, aws, "aws connect start-chat-contact --generate-cli-skeleton").stdout
    assert tuple(json.loads(skeleton)) == cli.NEWEST_CLI.knows
    missing = [field.name for field in fields() if field.name not in json.loads(skeleton)]
    everything = {field.name: None for field in operation().input.members}
    assert list(fields_missing_from_cli(everything)) == missing
