"""What an operation is to the sandbox: a function from the world and an input to an output."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.sandbox.identity import (
    ACCOUNT,
    INSTANCE_ARN,
    INSTANCE_ID,
    REGION,
    Caller,
    contact_arn,
    flow_arn,
)
from console.sandbox.refusal import RefusalError
from console.sandbox.world import World

Input = Mapping[str, Any]
Output = dict[str, Any]
Act = Callable[[World, Input, Caller], Output]
HERE = f"instance {INSTANCE_ID} in {REGION}"


@dataclass(frozen=True)
class Answer:
    """How one operation is answered, and which resource IAM would have checked for it."""

    service: str
    name: str
    act: Act
    resource: Callable[[Input], str]

    @property
    def action(self) -> str:
        """The operation as IAM's policies name it."""
        return f"{self.service}:{self.name}"


def everything(_given: Input) -> str:
    """The resource of an operation that has none."""
    return "*"


def instance(_given: Input) -> str:
    """The instance."""
    return INSTANCE_ARN


def flow(given: Input) -> str:
    """The flow that the input names."""
    return flow_arn(str(given.get("ContactFlowId", "*")).removeprefix(flow_arn("")))


def all_flows(_given: Input) -> str:
    """Every flow of the instance."""
    return flow_arn("*")


def contact(given: Input) -> str:
    """The contact that the input names."""
    return contact_arn(str(given.get("ContactId") or given.get("InitialContactId") or "*"))


def participant(_given: Input) -> str:
    """A participant of a chat, whom IAM knows nothing of."""
    return contact_arn("*")


def role(given: Input) -> str:
    """The role that the input names."""
    return str(given.get("RoleArn", "*"))


def check_instance(given: Input, caller: Caller) -> None:
    """Check that the input names the caller's instance.

    Raises:
        RefusalError: ResourceNotFoundException.
    """
    if given["InstanceId"] != INSTANCE_ID or caller.account != ACCOUNT:
        # ours: instance-id-as-arn, other-account
        raise not_found("instance", given["InstanceId"], f"account {caller.account} in {REGION}")


def not_found(kind: str, name: str, where: str) -> RefusalError:
    """The refusal that tells what there is not, and where."""
    return RefusalError("ResourceNotFoundException", f"There is no {kind} “{name[:256]}” in {where}.")


def without_none(**members: Any) -> Output:
    """An output without the members that have no value."""
    return {name: value for name, value in members.items() if value is not None}
