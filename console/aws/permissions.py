"""Which IAM action and resource each operation needs.

From AWS's service authorization reference for Amazon Connect (actions, resources and condition keys).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_INSTANCE = "arn:{partition}:connect:{region}:{account}:instance/{instance}"


@dataclass(frozen=True)
class Permission:
    """What a policy must allow for one operation; `resource` is a template of an ARN."""

    action: str
    resource: str = "*"
    also: tuple[str, ...] = ()
    """Further actions that AWS checks on the way."""

    def resource_for(self, request: Mapping[str, Any], region: str) -> str:
        """The ARN for one request; the account, which no request holds, is a `*` as in a policy."""
        flow, contact = request.get("ContactFlowId") or "*", request.get("ContactId") or "*"
        if str(flow).startswith("arn:"):
            return str(flow)
        return self.resource.format(
            partition=_partition(region),
            region=region,
            account="*",
            instance=str(request.get("InstanceId") or "*").rpartition("/")[2],
            flow=flow,
            contact=contact,
        )


PERMISSIONS: Mapping[str, Permission] = {
    "StartChatContact": Permission("connect:StartChatContact", f"{_INSTANCE}/contact-flow/{{flow}}"),
    "StopContact": Permission("connect:StopContact", f"{_INSTANCE}/contact/{{contact}}"),
    "DescribeContact": Permission("connect:DescribeContact", f"{_INSTANCE}/contact/{{contact}}"),
    "ListInstances": Permission("connect:ListInstances", "*", ("ds:DescribeDirectories",)),
    "ListContactFlows": Permission("connect:ListContactFlows", f"{_INSTANCE}/contact-flow/*"),
    "GetCallerIdentity": Permission("sts:GetCallerIdentity"),
}
"""Every operation that the console calls with the profile's keys."""


def _partition(region: str) -> str:
    prefixes = {"cn-": "aws-cn", "us-gov-": "aws-us-gov"}
    return next((name for prefix, name in prefixes.items() if region.startswith(prefix)), "aws")
