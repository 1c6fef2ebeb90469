"""Which IAM action and resource each operation needs.

From AWS's service authorization reference (actions, resources and condition keys).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_INSTANCE = "arn:{partition}:connect:{region}:{account}:instance/{instance}"
_SUFFIX = re.compile(r"(?<=[\w-]):(\$SAVED|\d+)\Z")


@dataclass(frozen=True)
class Permission:
    """What a policy must allow for one operation; `resource` is a template of an ARN."""

    action: str
    resource: str = "*"
    also: tuple[str, ...] = ()
    """Further actions that AWS checks on the way."""

    def resource_for(self, request: Mapping[str, Any], region: str) -> str:
        """The ARN for one request; an account that the request does not hold is a `*`, as in a policy."""
        # A version or `$SAVED` after the flow's id is no part of what a policy names.
        flow = _SUFFIX.sub("", str(request.get("ContactFlowId") or "*"))
        if "{flow}" in self.resource and flow.startswith("arn:"):
            return flow
        return self.resource.format(
            partition=_partition(region),
            region=region,
            account="*",
            instance=str(request.get("InstanceId") or "*").rpartition("/")[2],
            flow=flow,
            contact=request.get("ContactId") or request.get("InitialContactId") or "*",
            role=request.get("RoleArn") or "*",
            log_group=request.get("logGroupName") or "*",
        )


_OF_INSTANCES = ("ds:DescribeDirectories",)
_FLOW = f"{_INSTANCE}/contact-flow/{{flow}}"
_CONTACT = f"{_INSTANCE}/contact/{{contact}}"

PERMISSIONS: Mapping[str, Permission] = {
    "StartChatContact": Permission("connect:StartChatContact", _FLOW),
    "StopContact": Permission("connect:StopContact", _CONTACT),
    "DescribeContact": Permission("connect:DescribeContact", _CONTACT),
    "GetContactAttributes": Permission("connect:GetContactAttributes", _CONTACT),
    "ListInstances": Permission("connect:ListInstances", "*", _OF_INSTANCES),
    "DescribeInstance": Permission("connect:DescribeInstance", _INSTANCE, _OF_INSTANCES),
    "DescribeInstanceAttribute": Permission("connect:DescribeInstanceAttribute", _INSTANCE, _OF_INSTANCES),
    "ListInstanceStorageConfigs": Permission("connect:ListInstanceStorageConfigs", _INSTANCE, _OF_INSTANCES),
    "ListContactFlows": Permission("connect:ListContactFlows", f"{_INSTANCE}/contact-flow/*"),
    "DescribeContactFlow": Permission("connect:DescribeContactFlow", _FLOW),
    "ListContactFlowVersions": Permission("connect:ListContactFlowVersions", _FLOW),
    # Not in the reference that we know; its resource is taken to be that of the versions.
    "ListContactFlowAliases": Permission("connect:ListContactFlowAliases", _FLOW),
    # The service names the group with its streams where it refuses, so a policy has to mean them, too.
    "FilterLogEvents": Permission(
        "logs:FilterLogEvents", "arn:{partition}:logs:{region}:{account}:log-group:{log_group}:*"
    ),
    "GetCallerIdentity": Permission("sts:GetCallerIdentity"),
    "GetSessionToken": Permission("sts:GetSessionToken"),
    "AssumeRole": Permission("sts:AssumeRole", "{role}"),
}
"""Every operation that the console calls with the profile's keys.

GetCallerIdentity needs no permission at all, GetSessionToken none but a user's long-lived keys.
IAM Identity Center is asked with a token, not with keys: its operations have no action here.
"""


def _partition(region: str) -> str:
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for prefix, name in prefixes.items() if region.startswith(prefix)), "aws")
