from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.aws import PERMISSIONS, Permission
from console.doctor import least_policy
from console.errors import ConsoleError, ProfileProblem

ACCOUNT = "123456789012"
INSTANCE = "11111111-2222-4333-8444-555555555555"
FLOW = "66666666-7777-4888-9999-000000000000"
ROOT = f"arn:aws:connect:us-east-1:{ACCOUNT}:instance/{INSTANCE}"
AWS = Path(__file__).resolve().parents[3] / "console" / "aws"

# IAM's quota for the smallest place a policy can go to: all inline policies of a user, without blanks.
SMALLEST_QUOTA = 2048


def allowed(policy: dict[str, Any]) -> dict[str, set[str]]:
    """The actions by the resource on which they are allowed."""
    return {one["Resource"]: set(one["Action"]) for one in policy["Statement"]}


def test_the_policy_for_one_instance_and_one_flow() -> None:
    assert allowed(least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW)) == {
        "*": {"connect:ListInstances", "ds:DescribeDirectories"},
        ROOT: {
            "connect:DescribeInstance",
            "connect:DescribeInstanceAttribute",
            "connect:ListInstanceStorageConfigs",
        },
        f"{ROOT}/contact-flow/*": {"connect:ListContactFlows"},
        f"{ROOT}/contact-flow/{FLOW}": {
            "connect:DescribeContactFlow",
            "connect:ListContactFlowAliases",
            "connect:ListContactFlowVersions",
            "connect:StartChatContact",
        },
        f"{ROOT}/contact-flow/{FLOW}:*": {"connect:DescribeContactFlow"},
        f"{ROOT}/contact/*": {
            "connect:DescribeContact",
            "connect:GetContactAttributes",
            "connect:StopContact",
        },
    }


def test_what_is_not_wanted_is_left_out() -> None:
    bare = least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW, with_pickers=False, with_settings=False)
    assert set(allowed(bare)) == {
        f"{ROOT}/contact-flow/{FLOW}", f"{ROOT}/contact-flow/{FLOW}:*", f"{ROOT}/contact/*",
    }  # fmt: skip
    assert "connect:StartChatContact" not in allowed(bare)[f"{ROOT}/contact/*"]
    earlier = least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW, with_earlier_chats=True)
    assert "connect:StartChatContact" in allowed(earlier)[f"{ROOT}/contact/*"]


def test_without_a_flow_every_flow_of_the_instance_is_meant() -> None:
    found = allowed(least_policy("us-east-1", ACCOUNT, INSTANCE))
    assert {"connect:StartChatContact", "connect:ListContactFlows"} <= found[f"{ROOT}/contact-flow/*"]
    assert not [resource for resource in found if resource.endswith(":*")]


def test_arns_serve_as_well_as_ids() -> None:
    by_arn = least_policy("us-east-1", ACCOUNT, ROOT, f"{ROOT}/contact-flow/{FLOW}")
    assert by_arn == least_policy("us-east-1", f" {ACCOUNT} ", f" {INSTANCE} ", FLOW)


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("eu-central-1", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("eusc-de-east-1", "aws-eusc"),
    ],
)
def test_every_partition_has_arns_of_its_own(region: str, partition: str) -> None:
    resources = [
        resource for resource in allowed(least_policy(region, ACCOUNT, INSTANCE, FLOW)) if resource != "*"
    ]
    assert resources
    assert all(one.startswith(f"arn:{partition}:connect:{region}:{ACCOUNT}:instance/") for one in resources)


def test_an_operation_that_is_added_is_in_the_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    added = Permission("connect:DescribeView", PERMISSIONS["DescribeInstance"].resource + "/view/*")
    table = {**PERMISSIONS, "DescribeView": added}
    monkeypatch.setattr("console.doctor.policy.PERMISSIONS", table)
    policy = least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW, with_pickers=False, with_settings=False)
    assert allowed(policy)[f"{ROOT}/view/*"] == {"connect:DescribeView"}
    assert "AnyView" in {one["Sid"] for one in policy["Statement"]}


def called() -> set[str]:
    """The operations that the console calls with a profile's keys, as its only door to AWS has them."""
    found: set[str] = set()
    for path in AWS.glob("*.py"):
        # The participant service and Identity Center are asked with tokens.
        if path.stem not in ("participant", "identity_center"):
            text = path.read_text("utf-8")
            found |= set(re.findall(r'_calls\.(?:call|all)\(\s*"(\w+)"', text))
    for path in (AWS.parent / "conform").rglob("*.py"):
        # What is compared is asked for by its name.
        found |= set(re.findall(r'\.control\(\s*"(\w+)"', path.read_text("utf-8")))
    return found


def test_every_operation_that_is_called_is_allowed_and_none_beside() -> None:
    assert called() == set(PERMISSIONS)
    everything = least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW, flow_logs_of="support")
    actions = set().union(*allowed(everything).values())
    needed = [PERMISSIONS[one] for one in called() if not PERMISSIONS[one].action.startswith("sts:")]
    assert actions == {one.action for one in needed}.union(*(one.also for one in needed))
    assert {"logs:FilterLogEvents", "connect:DescribeContact", "connect:GetContactAttributes"} <= actions


def test_flow_logs_are_a_statement_of_their_own_for_this_instance_alone() -> None:
    without = least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW)
    more = least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW, flow_logs_of="support")
    assert [one for one in more["Statement"] if one not in without["Statement"]] == [
        {
            "Sid": "FlowLogsForTrace",
            "Effect": "Allow",
            "Action": ["logs:FilterLogEvents"],
            "Resource": f"arn:aws:logs:us-east-1:{ACCOUNT}:log-group:/aws/connect/support:*",
        }
    ]
    for bad in ("*", "a/*", "a b", "${aws:userid}"):
        with pytest.raises(ConsoleError, match="alias of the instance"):
            least_policy("us-east-1", ACCOUNT, INSTANCE, FLOW, flow_logs_of=bad)


@given(
    st.sampled_from(["us-east-1", "af-south-1", "cn-northwest-1", "us-gov-west-1"]),
    st.sampled_from([ACCOUNT, ""]),
    st.uuids().map(str),
    st.none() | st.uuids().map(str),
    st.booleans(),
    st.booleans(),
    st.booleans(),
    st.sampled_from(["", "support", "a" * 62]),
)
def test_the_policy_is_good_iam_grammar(
    region: str,
    account: str,
    instance: str,
    flow: str | None,
    pickers: bool,
    with_settings: bool,
    earlier: bool,
    alias: str,
) -> None:
    policy = least_policy(
        region, account, instance, flow,
        with_pickers=pickers, with_settings=with_settings, with_earlier_chats=earlier,
        flow_logs_of=alias,
    )  # fmt: skip
    assert list(policy) == ["Version", "Statement"]
    assert policy["Version"] == "2012-10-17"
    assert len(json.dumps(policy, separators=(",", ":"))) < SMALLEST_QUOTA
    statements = policy["Statement"]
    assert len({one["Sid"] for one in statements}) == len(statements)
    for one in statements:
        assert list(one) == ["Sid", "Effect", "Action", "Resource"]
        assert one["Effect"] == "Allow"
        assert re.fullmatch(r"[0-9A-Za-z]+", one["Sid"])
        assert one["Action"] == sorted(set(one["Action"]))
        assert all(re.fullmatch(r"[a-z]+:[A-Za-z]+", action) for action in one["Action"])
        if one["Sid"] == "FlowLogsForTrace":
            assert one["Resource"].endswith(f":{account or '*'}:log-group:/aws/connect/{alias}:*")
        else:
            assert_no_wider_than_needed(one, account, instance)


def assert_no_wider_than_needed(statement: dict[str, Any], account: str, instance: str) -> None:
    resource = statement["Resource"]
    if resource == "*":
        # The two that IAM allows on nothing less.
        assert set(statement["Action"]) <= {"connect:ListInstances", "ds:DescribeDirectories"}
        return
    fields = resource.split(":", 5)
    assert fields[0] == "arn"
    assert fields[2] == "connect"
    assert fields[4] == (account or "*")
    # A star stands at the end alone, for what has no id before it is made.
    assert fields[5].startswith(f"instance/{instance}")
    assert "*" not in fields[5].removesuffix("*")
    assert "*" not in "".join(fields[:4])


@pytest.mark.parametrize("bad", ["*", "a*", "", "a b", "${aws:userid}", "x" * 101, 'a"', "a?"])
def test_an_id_that_would_widen_the_policy_is_refused(bad: str) -> None:
    with pytest.raises(ConsoleError) as told:
        least_policy("us-east-1", ACCOUNT, bad, FLOW)
    assert "can't be the id of the instance" in told.value.sentence
    if bad:
        with pytest.raises(ConsoleError, match="id of the flow"):
            least_policy("us-east-1", ACCOUNT, INSTANCE, bad)
        with pytest.raises(ConsoleError, match="id of the account"):
            least_policy("us-east-1", bad, INSTANCE, FLOW)


def test_a_region_that_is_none_is_refused() -> None:
    with pytest.raises(ProfileProblem):
        least_policy("us-east-*", ACCOUNT, INSTANCE, FLOW)
