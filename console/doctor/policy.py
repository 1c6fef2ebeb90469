"""The IAM policy that allows exactly what this console does, on one instance and one flow.

It is made of the table of `console.aws`, so an operation that is added there is in the next policy.
Grammar and limits are those of IAM's reference of policy elements and of its quotas.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from console.aws import PERMISSIONS, flow_log_group
from console.aws.regions import partition_of
from console.credentials import check_region
from console.errors import ConsoleError
from console.language import tr

SERVICES = ("connect:", "logs:")
"""What goes into the policy: GetCallerIdentity needs no permission, and a role is assumed by the keys
that it stands on, not by its own."""

_PICKERS, _SETTINGS, _FLOW_LOGS = "pickers", "settings", "flow logs"
PURPOSES: Mapping[str, str] = {
    "ListInstances": _PICKERS,
    "ListContactFlows": _PICKERS,
    "ListContactFlowVersions": _PICKERS,
    "ListContactFlowAliases": _PICKERS,
    "DescribeInstance": _SETTINGS,
    "DescribeInstanceAttribute": _SETTINGS,
    "ListInstanceStorageConfigs": _SETTINGS,
    "FilterLogEvents": _FLOW_LOGS,
}
"""What can be left out, and with what. Every other operation is always allowed."""

_FLOW = PERMISSIONS["DescribeContactFlow"].resource
_CONTACT = PERMISSIONS["StopContact"].resource
_ANYTHING = "*"
_ID = re.compile(r"[0-9A-Za-z-]{1,100}")
_ACCOUNT = re.compile(r"[0-9]{12}|")


def least_policy(
    region: str,
    account: str,
    instance_id: str,
    flow_id: str | None = None,
    *,
    with_pickers: bool = True,
    with_settings: bool = True,
    with_earlier_chats: bool = False,
    flow_logs_of: str = "",
) -> dict[str, Any]:
    """The least policy, as the JSON that IAM takes.

    Instance and flow are ids or ARNs; without a flow every flow of the instance is meant, without an
    account (12 digits, or empty) every account. `with_pickers` allows to list instances and flows,
    `with_settings` to read the instance's settings, `with_earlier_chats` to continue a chat or to
    relate one to a contact. `flow_logs_of` is the alias of the instance where its flow logs may be read,
    which is a statement of its own: *Trace* alone needs it.

    Raises:
        ConsoleError: an id, the alias or the account can't be one, and would make the policy wider than
            meant.
    """
    names = {
        "partition": partition_of(region),
        "region": check_region(region),
        "account": _checked(account.strip(), _ACCOUNT, "account") or "*",
        "instance": _checked(_plain(instance_id), _ID, "instance"),
        "flow": _checked(_plain(flow_id), _ID, "flow") if flow_id else "*",
        "contact": "*",
        "log_group": flow_log_group(_checked(flow_logs_of, _ID, "alias")) if flow_logs_of else "",
    }
    purposes = {_PICKERS: with_pickers, _SETTINGS: with_settings, _FLOW_LOGS: bool(flow_logs_of)}
    allowed: dict[str, set[str]] = {}
    for operation, permission in PERMISSIONS.items():
        if permission.action.startswith(SERVICES) and purposes.get(PURPOSES.get(operation, ""), True):
            for template in _templates(operation, flow_id, with_earlier_chats):
                allowed.setdefault(template.format_map(names), set()).add(permission.action)
            for action in permission.also:
                allowed.setdefault(_ANYTHING, set()).add(action)
    return {
        "Version": "2012-10-17",
        "Statement": [
            {"Sid": _sid(resource), "Effect": "Allow", "Action": sorted(actions), "Resource": resource}
            for resource, actions in allowed.items()
        ],
    }


def _templates(operation: str, flow_id: str | None, with_earlier_chats: bool) -> Iterator[str]:
    yield PERMISSIONS[operation].resource
    if operation == "DescribeContactFlow" and flow_id:
        # As which resource `FLOW:$SAVED` is checked no document says; this stays within the flow.
        yield f"{_FLOW}:*"
    if operation == "StartChatContact" and with_earlier_chats:
        yield _CONTACT


def _sid(resource: str) -> str:
    """A name for the statement of a resource: letters and digits, as IAM wants it."""
    if resource == _ANYTHING:
        return "Anything"
    if ":log-group:" in resource:
        return "FlowLogsForTrace"
    kind, _, name = resource.rpartition("instance/")[2].rpartition("/")
    words = re.findall("[a-z]+", kind.rpartition("/")[2]) or ["instance"]
    which = "Version" if name.endswith(":*") else ""
    return "".join(["Any" if "*" in name else "This", *(word.capitalize() for word in words), which])


def _plain(arn: str) -> str:
    return arn.strip().rpartition("/")[2]


_NO_ID: Mapping[str, str] = {
    "account": tr("“{text}” can't be the id of the account."),
    "instance": tr("“{text}” can't be the id of the instance."),
    "flow": tr("“{text}” can't be the id of the flow."),
    "alias": tr("“{text}” can't be the alias of the instance."),
}


def _checked(text: str, right: re.Pattern[str], what: str) -> str:
    if right.fullmatch(text):
        return text
    raise ConsoleError(
        _NO_ID[what].format(text=text),
        tr(
            "An account has 12 digits; an instance and a flow have an id such as "
            "11111111-2222-4333-8444-555555555555, which is the last part of their ARN."
        ),
        {what: text},
    )
