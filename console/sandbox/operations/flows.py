"""Flows: listed, described, with their versions and aliases."""

from __future__ import annotations

from console.sandbox.flow.library.versions import SAVED, VersionedFlow
from console.sandbox.identity import INSTANCE_ID, REGION, Caller, flow_arn
from console.sandbox.operations.answer import HERE, Input, Output, check_instance, not_found, without_none
from console.sandbox.pages import page
from console.sandbox.refusal import RefusalError
from console.sandbox.world import World


def list_contact_flows(world: World, given: Input, caller: Caller) -> Output:
    """The flows, of certain types if asked; a hundred to a page by default."""
    check_instance(given, caller)
    types = given.get("ContactFlowTypes") or ()
    found = [one for one in world.flows.all if not types or one.flow.type in types]
    of = "flows/" + ",".join(sorted(set(types)))
    shown, token = page(found, of, given.get("MaxResults") or 100, given.get("NextToken"))
    summaries = [
        {
            "Id": one.flow.id,
            "Arn": one.flow.arn,
            "Name": one.flow.name,
            "ContactFlowType": one.flow.type,
            "ContactFlowState": one.state,
            "ContactFlowStatus": one.status,
        }
        for one in shown
    ]
    return without_none(ContactFlowSummaryList=summaries, NextToken=token)


def describe_contact_flow(world: World, given: Input, caller: Caller) -> Output:
    """A flow with its content; the id may be the ARN and end in `:$SAVED` or `:1` (its page says so)."""
    check_instance(given, caller)
    asked = given["ContactFlowId"]
    one, suffix = _flow(world, asked)
    version = one.find(suffix)
    if version is None and not suffix:
        raise RefusalError(
            "ContactFlowNotPublishedException",
            f"The flow {one.flow.id} was never published; {SAVED} names what is saved.",
        )
    if version is None:
        raise not_found("flow", asked, HERE)
    described = without_none(
        Arn=one.flow.arn,
        Id=one.flow.id,
        Name=one.flow.name,
        Type=one.flow.type,
        State=one.state,
        Status="SAVED" if version.number is None else "PUBLISHED",
        Description=one.flow.description,
        Content=version.content,
        # ours: content-hash
        FlowContentSha256=version.sha256,
        Version=version.number,
        VersionDescription=version.description or None,
        LastModifiedTime=version.modified,
        LastModifiedRegion=REGION,
    )
    return {"ContactFlow": described}


def list_contact_flow_versions(world: World, given: Input, caller: Caller) -> Output:
    """The versions of a flow, newest first (ours: version-order)."""
    check_instance(given, caller)
    one, _ = _flow(world, given["ContactFlowId"])
    newest_first = one.versions[::-1]
    of = f"versions/{one.flow.id}"
    shown, token = page(newest_first, of, given.get("MaxResults") or 100, given.get("NextToken"))
    summaries = [
        without_none(
            Arn=f"{one.flow.arn}:{version.number}",
            VersionDescription=version.description or None,
            Version=version.number,
            LastModifiedTime=version.modified,
            LastModifiedRegion=REGION,
        )
        for version in shown
    ]
    return without_none(ContactFlowVersionSummaryList=summaries, NextToken=token)


def list_contact_flow_aliases(world: World, given: Input, caller: Caller) -> Output:
    """The aliases of a flow, in the order made."""
    _check_instance_or_arn(given, caller)
    one, _ = _flow(world, given["ContactFlowId"])
    of = f"aliases/{one.flow.id}"
    shown, token = page(one.aliases, of, given.get("MaxResults") or 100, given.get("NextToken"))
    summaries = [
        {
            "Arn": f"{one.flow.arn}:{alias.name}",
            "AliasId": alias.id(one.flow),
            "Version": alias.version,
            "AliasName": alias.name,
            "AliasDescription": alias.description,
            "LastModifiedTime": alias.modified,
            "LastModifiedRegion": REGION,
        }
        for alias in shown
    ]
    return without_none(ContactFlowAliasSummaryList=summaries, NextToken=token)


def describe_contact_flow_alias(world: World, given: Input, caller: Caller) -> Output:
    """One alias of a flow, by its id."""
    _check_instance_or_arn(given, caller)
    one, _ = _flow(world, given["ContactFlowId"])
    asked = given["AliasId"]
    alias = next((alias for alias in one.aliases if alias.id(one.flow) == asked), None)
    if alias is None:
        raise not_found("alias", asked, f"flow {one.flow.id} of {HERE}")
    return {
        "ContactFlowAlias": {
            "ContactFlowId": one.flow.id,
            "ContactFlowArn": one.flow.arn,
            "AliasId": asked,
            "Version": alias.version,
            "Name": alias.name,
            "Description": alias.description,
            "LastModifiedRegion": REGION,
            "LastModifiedTime": alias.modified,
        }
    }


def _flow(world: World, asked: str) -> tuple[VersionedFlow, str]:
    """The flow of an id or ARN, and what stands behind its colon."""
    plain, _, suffix = asked.removeprefix(flow_arn("")).partition(":")
    one = world.flows.find(plain)
    if one is None:
        raise not_found("flow", asked, HERE)
    return one, suffix


def _check_instance_or_arn(given: Input, caller: Caller) -> None:
    # The model of these operations has a pattern for InstanceId that allows the ARN.
    asked = given["InstanceId"]
    plain = INSTANCE_ID if asked == flow_arn("").removesuffix("/contact-flow/") else asked
    check_instance({"InstanceId": plain}, caller)
