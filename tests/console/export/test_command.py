"""Lines of the AWS CLI as people have them: from a terminal, a wiki, a script, for three shells."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.export import ImportProblem, read
from tests.console.export.test_importing import SKELETON, problem_of

ZOE = {
    "InstanceId": "i-1",
    "ContactFlowId": "f-1",
    "Attributes": {"plan": "gold"},
    "ParticipantDetails": {"DisplayName": "Zoe"},
    "SupportedMessagingContentTypes": ["text/plain", "text/markdown"],
    "ChatDurationInMinutes": 60,
}

ONE_LINE = (
    "aws connect start-chat-contact --instance-id i-1 --contact-flow-id=f-1 --attributes plan=gold "
    "--participant-details DisplayName=Zoe --supported-messaging-content-types text/plain text/markdown "
    "--chat-duration-in-minutes 60"
)
BASH = """\
# start a test chat
aws connect start-chat-contact \\
    --instance-id "i-1" \\
    --contact-flow-id 'f-1' \\
    --attributes '{"plan": "gold"}' \\
    --participant-details '{
        "DisplayName": "Zoe"
    }' \\
    --supported-messaging-content-types '["text/plain", "text/markdown"]' \\
    --chat-duration-in-minutes 60
"""
POWERSHELL = """\
PS C:\\Users\\zoe> aws connect start-chat-contact `
    --instance-id "i-1" `
    --contact-flow-id 'f-1' `
    --attributes '{\\"plan\\": \\"gold\\"}' `
    --participant-details '{"DisplayName": "Zoe"}' `
    --supported-messaging-content-types text/plain text/markdown `
    --chat-duration-in-minutes 60
"""
CMD = """\
C:\\Users\\zoe>aws.exe connect start-chat-contact ^
    --instance-id "i-1" ^
    --contact-flow-id f-1 ^
    --attributes "{\\"plan\\": \\"gold\\"}" ^
    --participant-details "{""DisplayName"": ""Zoe""}" ^
    --supported-messaging-content-types text/plain text/markdown ^
    --chat-duration-in-minutes 60
"""
DOCUMENT = f"""aws connect start-chat-contact --cli-input-json '{json.dumps(ZOE)}'"""


NO_COMMAND = "There is no “aws connect start-chat-contact” at the beginning of a line or after its variables."


def command(options: str, before: str = "") -> str:
    return f"{before}aws connect start-chat-contact --instance-id i-1 {options}"


@pytest.mark.parametrize(
    "text",
    [
        ONE_LINE,
        f"$ {ONE_LINE}",
        f"```bash\n{ONE_LINE}\n```",
        ONE_LINE.replace("aws ", "/usr/local/bin/aws ", 1),
        BASH,
        BASH.replace("\n", "\r\n"),
        POWERSHELL,
        CMD,
        DOCUMENT,
        ONE_LINE.replace("--attributes plan=gold", """--attributes "{\\"plan\\":\\"gold\\"}\""""),
    ],
    ids=["one line", "prompt", "fence", "path", "bash", "crlf", "powershell", "cmd", "document", "escaped"],
)
def test_a_command_is_read_in_every_dress(text: str) -> None:
    imported = read(text)
    assert (imported.request, imported.kind, imported.notes) == (ZOE, "cli", ())


def test_cmd_on_one_line_is_tried_where_a_posix_shell_makes_no_sense_of_it() -> None:
    text = command('--attributes "{""plan"": ""gold card""}"')
    assert read(text).request == {"InstanceId": "i-1", "Attributes": {"plan": "gold card"}}


def test_options_win_over_the_document() -> None:
    document = json.dumps({"InstanceId": "other", "CustomerId": "c-1"})
    assert read(command(f"--cli-input-json '{document}'")).request == {
        "InstanceId": "i-1",
        "CustomerId": "c-1",
    }


def test_a_document_can_be_a_skeleton() -> None:
    imported = read(command(f"--cli-input-json '{json.dumps(SKELETON)}'"))
    assert (imported.request, imported.kind) == ({"InstanceId": "i-1"}, "cli")
    assert "skeleton" in imported.notes[0]


@pytest.mark.parametrize(
    ("text", "region", "endpoint"),
    [
        (command("--region eu-west-1"), "eu-west-1", None),
        (command("").replace("aws", "aws --region us-gov-west-1"), "us-gov-west-1", None),
        (command("--endpoint-url http://127.0.0.1:4566/"), None, "http://127.0.0.1:4566"),
        (command("--endpoint-url=https://vpce-1.example/connect"), None, "https://vpce-1.example/connect"),
        (command("", "AWS_REGION=eu-central-1 "), "eu-central-1", None),
        (command("", "AWS_DEFAULT_REGION=a AWS_REGION='ap-south-1' "), "ap-south-1", None),
        (command("", "AWS_ENDPOINT_URL=http://localhost:1 "), None, "http://localhost:1"),
    ],
)  # fmt: skip
def test_the_place_is_told_apart_from_the_request(
    text: str, region: str | None, endpoint: str | None
) -> None:
    imported = read(text)
    assert (imported.region, imported.endpoint) == (region, endpoint)
    assert imported.request == {"InstanceId": "i-1"}
    assert imported.notes == ()


@pytest.mark.parametrize(
    ("text", "note"),
    [
        (command("--profile prod"), "--profile was left out: it says how the CLI works"),
        (command("--no-cli-pager"), "--no-cli-pager was left out: it says how the CLI works"),
        (command("--contact-flow-id $FLOW"), "--contact-flow-id comes from FLOW, which is not known here;"),
        (
            command('--contact-flow-id "$(cat f)"'),
            "--contact-flow-id comes from $(…), which is not known",
        ),
        (command("--region $AWS_REGION"), "--region comes from AWS_REGION, which is not known here."),
        (command("--region moon"), "--region does not name a region and was left out."),
        (command("--endpoint-url nowhere"), "The endpoint is not an address and was left out."),
        (
            command("--client-token file://t"),
            "--client-token names a file, which is not opened; it was left out",
        ),
        (
            command("--attributes fileb://a"),
            "--attributes names a file, which is not opened; it was left out",
        ),
        (command("--attributes a@=file://b"), "A part of --attributes names a file, which is not opened;"),
        (command("--cli-input-json file://r"), "--cli-input-json names a file, which is not opened: paste"),
        (command("--cli-input-yaml 'a: b'"), "--cli-input-yaml was left out: YAML is not understood here."),
        (command("--brand-new thing"), "--brand-new is not known here and was left out."),
        (command("stray words"), "Words that belong to no option were left out."),
        (command("| jq .ContactId"), "Other commands in the text were left out."),
        (command("", "set -e\n"), "Other commands in the text were left out."),
        (
            command("", "AWS_PROFILE=p B=c "),
            "Variables in front of the command were left out: AWS_PROFILE, B.",
        ),
        (command("--generate-cli-skeleton"), "The command only prints a skeleton;"),
    ],
)
def test_what_is_left_out_is_said(text: str, note: str) -> None:
    imported = read(text)
    assert any(one.startswith(note) for one in imported.notes), imported.notes
    assert {name: value for name, value in imported.request.items() if value != {}} == {"InstanceId": "i-1"}


def test_an_address_that_version_1_of_the_cli_would_load_is_kept_and_told() -> None:
    imported = read(command("--customer-id https://example.com/c"))
    assert imported.request["CustomerId"] == "https://example.com/c"
    assert imported.notes == (
        "--customer-id holds an address. Version 1 of the CLI loads it, version 2 sends it.",
    )


def test_a_variable_within_a_structure_stands_as_it_is_written() -> None:
    imported = read(command('--attributes "{\\"plan\\": \\"$PLAN\\"}"'))
    assert imported.request["Attributes"] == {"plan": "$PLAN"}
    assert imported.notes == (
        "--attributes holds PLAN, which is not known here; it stands as it is written.",
    )


def test_the_beginning_of_an_option_is_enough_where_it_is_one_only() -> None:
    assert read("aws connect start-chat-contact --inst i-1 --chat-d 60").request == {
        "InstanceId": "i-1",
        "ChatDurationInMinutes": 60,
    }


@pytest.mark.parametrize(
    "text",
    [
        command("", "AWS_SECRET_ACCESS_KEY=TOPSECRET AWS_SESSION_TOKEN='TOPSECRET' "),
        command("", "export AWS_SECRET_ACCESS_KEY=TOPSECRET\n"),
        command("--endpoint-url https://user:TOPSECRET@example.com/?key=TOPSECRET#TOPSECRET"),
        command("--participant-token TOPSECRET"),
        command("TOPSECRET"),
        command("--TOPSECRET"),
        command("--profile TOPSECRET --query TOPSECRET"),
        command("""--cli-input-json '{"InstanceId": "x", "ParticipantToken": "TOPSECRET"}'"""),
        command("--region TOPSECRET"),
    ],
)  # fmt: skip
def test_secrets_are_not_kept_and_not_repeated(text: str) -> None:
    imported = read(text)
    assert "TOPSECRET" not in repr(imported).upper()
    assert imported.notes
    assert imported.request["InstanceId"] == "i-1"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (command("--customer-id"), "--customer-id has no value."),
        (command("--region"), "--region has no value."),
        (
            command("--attributes '{\"a\": TOPSECRET}'"),
            "--attributes: The text is not JSON: line 1, column 7 (expecting value).",
        ),
        (command("--attributes plan"), "“=” was expected: character 5 of the value of --attributes."),
        (command("--attributes 'a"), "A quote that opens in line 1 of the command is never closed."),
        (
            command("--cli-input-json '{\"TOPSECRET\": 1}'"),
            "--cli-input-json: The text has none of the fields of StartChatContact.",
        ),
        ("aws start-chat-contact --instance-id i-1", "The command is not one of “aws connect”."),
        ("aws connect start-task-contact --name x", NO_COMMAND),
        ("CHAT=$(aws connect start-chat-contact --instance-id i)", NO_COMMAND),
    ],
)
def test_what_cannot_be_understood_is_told_with_its_place(text: str, sentence: str) -> None:
    assert problem_of(text) == sentence


def test_values_of_the_wrong_type_stay_for_the_form_to_show() -> None:
    imported = read(command("--chat-duration-in-minutes soon --attributes a=b,c --participant-details '[1]'"))
    assert imported.request == {
        "InstanceId": "i-1",
        "Attributes": {"a": ["b", "c"]},
        "ParticipantDetails": [1],
        "ChatDurationInMinutes": "soon",
    }


def test_nothing_is_opened_or_run(tmp_path: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = tmp_path / "ran"
    monkeypatch.setenv("FLOW", "from the environment")
    text = command(
        f'--contact-flow-id "$FLOW" --customer-id "$(touch {marker})" --client-token `touch {marker}`'
    )
    assert read(text).request == {"InstanceId": "i-1"}
    assert not marker.exists()


def test_a_command_that_sets_nothing_is_a_request_without_fields() -> None:
    assert read("aws connect start-chat-contact").request == {}


def test_problems_are_problems_of_importing() -> None:
    assert issubclass(ImportProblem, ValueError)
