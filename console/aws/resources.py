"""Instances and flows, as Amazon Connect tells of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class Instance:
    """An Amazon Connect instance; `alias` is empty where it has none, `status` such as ACTIVE."""

    id: str
    arn: str
    alias: str
    status: str


@dataclass(frozen=True)
class InstanceDetails:
    """An instance as it describes itself.

    `reason` says why making it failed and is empty otherwise, `address` is that of its website.
    """

    id: str
    arn: str
    alias: str
    status: str
    reason: str = ""
    created: datetime | None = None
    identity_management: str = ""
    service_role: str = ""
    address: str = ""


@dataclass(frozen=True)
class StorageConfig:
    """Where an instance stores a kind of data: `type` such as S3, then its bucket and prefix."""

    id: str
    type: str
    bucket: str = ""
    prefix: str = ""


@dataclass(frozen=True)
class Flow:
    """A flow of an instance: `type` such as CONTACT_FLOW, `state` ACTIVE or ARCHIVED.

    `status` is PUBLISHED, or SAVED where it was never published.
    """

    id: str
    arn: str
    name: str
    type: str
    state: str
    status: str = ""


@dataclass(frozen=True)
class FlowDetails:
    """A flow with its content, which is JSON in the Amazon Connect Flow language.

    `sha256` is the service's own hash of the content, `modified` when that was last changed, aware.
    """

    id: str
    arn: str
    name: str
    type: str
    state: str
    status: str
    version: int | None = None
    modified: datetime | None = None
    sha256: str = ""
    content: str = field(default="", repr=False)


@dataclass(frozen=True)
class FlowVersion:
    """One version of a flow; `modified` is when it was made, aware."""

    arn: str
    version: int
    description: str = ""
    modified: datetime | None = None


@dataclass(frozen=True)
class FlowAlias:
    """A name that points to a version of a flow; None where the service does not say which."""

    id: str
    arn: str
    name: str
    version: int | None = None
    description: str = ""
    modified: datetime | None = None


def instance_in(summary: Mapping[str, Any]) -> Instance:
    """An instance as ListInstances tells it."""
    return Instance(
        id=summary["Id"],
        arn=summary.get("Arn", ""),
        alias=summary.get("InstanceAlias", ""),
        status=summary.get("InstanceStatus", ""),
    )


def instance_details_in(described: Mapping[str, Any]) -> InstanceDetails:
    """An instance as DescribeInstance tells it."""
    return InstanceDetails(
        id=described["Id"],
        arn=described.get("Arn", ""),
        alias=described.get("InstanceAlias", ""),
        status=described.get("InstanceStatus", ""),
        reason=(described.get("StatusReason") or {}).get("Message", ""),
        created=described.get("CreatedTime"),
        identity_management=described.get("IdentityManagementType", ""),
        service_role=described.get("ServiceRole", ""),
        address=described.get("InstanceAccessUrl", ""),
    )


def storage_config_in(config: Mapping[str, Any]) -> StorageConfig:
    """A place as ListInstanceStorageConfigs tells it."""
    bucket = config.get("S3Config") or {}
    return StorageConfig(
        id=config.get("AssociationId", ""),
        type=config["StorageType"],
        bucket=bucket.get("BucketName", ""),
        prefix=bucket.get("BucketPrefix", ""),
    )


def flow_in(summary: Mapping[str, Any]) -> Flow:
    """A flow as ListContactFlows tells it."""
    return Flow(
        id=summary["Id"],
        arn=summary.get("Arn", ""),
        name=summary.get("Name", ""),
        type=summary.get("ContactFlowType", ""),
        state=summary.get("ContactFlowState", ""),
        status=summary.get("ContactFlowStatus", ""),
    )


def flow_details_in(described: Mapping[str, Any]) -> FlowDetails:
    """A flow as DescribeContactFlow tells it."""
    return FlowDetails(
        id=described["Id"],
        arn=described.get("Arn", ""),
        name=described.get("Name", ""),
        type=described.get("Type", ""),
        state=described.get("State", ""),
        status=described.get("Status", ""),
        version=described.get("Version"),
        modified=described.get("LastModifiedTime"),
        sha256=described.get("FlowContentSha256", ""),
        content=described.get("Content", ""),
    )


def flow_version_in(summary: Mapping[str, Any]) -> FlowVersion:
    """A version as ListContactFlowVersions tells it."""
    return FlowVersion(
        arn=summary.get("Arn", ""),
        version=summary["Version"],
        description=summary.get("VersionDescription", ""),
        modified=summary.get("LastModifiedTime"),
    )


def flow_alias_in(summary: Mapping[str, Any]) -> FlowAlias:
    """An alias as ListContactFlowAliases tells it."""
    return FlowAlias(
        id=summary.get("AliasId", ""),
        arn=summary.get("Arn", ""),
        name=summary["AliasName"],
        version=summary.get("Version"),
        description=summary.get("AliasDescription", ""),
        modified=summary.get("LastModifiedTime"),
    )
