"""The instance: listed, described, with its attributes and where it stores things."""

from __future__ import annotations

from console.sandbox.identity import (
    ACCOUNT,
    INSTANCE_ALIAS,
    INSTANCE_ARN,
    INSTANCE_CREATED,
    INSTANCE_ID,
    Caller,
)
from console.sandbox.operations.answer import Input, Output, check_instance, without_none
from console.sandbox.pages import page
from console.sandbox.world import World


def list_instances(world: World, given: Input, caller: Caller) -> Output:
    """The one instance, for who is of its account; ten to a page at most, as the model has it."""
    # ours: other-account
    found = [_instance(world)] if caller.account == ACCOUNT else []
    shown, token = page(found, "instances", given.get("MaxResults") or 10, given.get("NextToken"))
    return without_none(InstanceSummaryList=list(shown), NextToken=token)


def describe_instance(world: World, given: Input, caller: Caller) -> Output:
    """The one instance."""
    check_instance(given, caller)
    return {"Instance": _instance(world)}


def _instance(world: World) -> Output:
    attributes = world.settings.attributes
    return {
        "Id": INSTANCE_ID,
        "Arn": INSTANCE_ARN,
        "IdentityManagementType": "CONNECT_MANAGED",
        "InstanceAlias": INSTANCE_ALIAS,
        "CreatedTime": INSTANCE_CREATED,
        "ServiceRole": f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/connect.amazonaws.com/sandbox",
        "InstanceStatus": "ACTIVE",
        "InboundCallsEnabled": attributes["INBOUND_CALLS"] == "true",
        "OutboundCallsEnabled": attributes["OUTBOUND_CALLS"] == "true",
        "InstanceAccessUrl": f"https://{INSTANCE_ALIAS}.my.connect.aws",
    }


def describe_instance_attribute(world: World, given: Input, caller: Caller) -> Output:
    """The value of one attribute."""
    check_instance(given, caller)
    name = given["AttributeType"]
    return {"Attribute": {"AttributeType": name, "Value": world.settings.attributes[name]}}


def list_instance_attributes(world: World, given: Input, caller: Caller) -> Output:
    """Every attribute; seven to a page at most, as the model has it."""
    check_instance(given, caller)
    found = [{"AttributeType": name, "Value": value} for name, value in world.settings.attributes.items()]
    shown, token = page(found, "attributes", given.get("MaxResults") or 7, given.get("NextToken"))
    return without_none(Attributes=list(shown), NextToken=token)


def list_instance_storage_configs(world: World, given: Input, caller: Caller) -> Output:
    """Where one type of resource is stored; ten to a page at most, as the model has it."""
    check_instance(given, caller)
    kind = given["ResourceType"]
    found = world.settings.storage(kind)
    shown, token = page(found, f"storage/{kind}", given.get("MaxResults") or 10, given.get("NextToken"))
    return without_none(StorageConfigs=list(shown), NextToken=token)
