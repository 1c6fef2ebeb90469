"""A profile: where chats are started, and with what kind of credentials. It never holds a secret."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

from console.credentials import Keys, check_endpoint, check_region, from_environment

Kind = Literal["sandbox", "environment"]


@dataclass(frozen=True)
class Profile:
    """Where requests go.

    The endpoint is https, or http on 127.0.0.1; None means AWS's own for the region.
    """

    name: str
    kind: Kind
    region: str
    endpoint: str | None = None
    instance_id: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether requests stay on this machine."""
        return (self.endpoint or "").startswith("http://127.0.0.1")


SANDBOX = Profile("Sandbox", "sandbox", "us-east-1")
"""The sandbox before it runs; its endpoint and instance are known once it listens."""

ENVIRONMENT = Profile("Environment", "environment", "")
"""The AWS_* variables before they are read."""


def read_environment(environ: Mapping[str, str]) -> tuple[Profile, Keys]:
    """The Environment profile and its keys, from the AWS_* variables as they are now.

    An endpoint is taken from AWS_ENDPOINT_URL_CONNECT or AWS_ENDPOINT_URL. The region may be missing:
    it is checked when the profile is used.

    Raises:
        ProfileProblem: a variable is missing or can't be right.
    """
    keys, region = from_environment(environ)
    endpoint = environ.get("AWS_ENDPOINT_URL_CONNECT") or environ.get("AWS_ENDPOINT_URL")
    return replace(ENVIRONMENT, region=region or "", endpoint=endpoint or None), keys


def environment_at(region: str, endpoint: str) -> Profile:
    """The Environment profile for a region and an endpoint; without an endpoint, AWS's own.

    Raises:
        ProfileProblem: the region is none, or the endpoint neither https nor on 127.0.0.1.
    """
    endpoint = endpoint.strip()
    return replace(
        ENVIRONMENT,
        region=check_region(region.strip()),
        endpoint=check_endpoint(endpoint) if endpoint else None,
    )
