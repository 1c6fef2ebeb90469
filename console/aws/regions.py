"""Where Amazon Connect is offered, at which addresses, and whether those can be reached from here.

What is known of regions is botocore's own data (`partitions.json`, `endpoints.json`), read without
botocore. Whether an address can be reached is found out by one request without a signature; any
answer to it will do.
"""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import re
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from console.aws.clients import Route
from console.aws.retries import Patience
from console.credentials import trusted_certificates
from console.errors import Call

Place = Literal["connect", "participant.connect"]
"""Amazon Connect, and its participant service, as `endpoints.json` names them."""


@dataclass(frozen=True)
class Way:
    """How an address was reached: through which proxy, with whose certificate authorities.

    `proxy` is an address without a user; empty for none. `certificates` is a file, empty for botocore's
    own list. `status` is that of the answer.
    """

    address: str
    status: int
    took_s: float
    proxy: str = ""
    certificates: str = ""


@dataclass(frozen=True)
class _Partition:
    """A part of AWS with accounts of its own: its name in ARNs, its regions, and how its hosts end."""

    name: str
    form: re.Pattern[str]
    regions: frozenset[str]
    suffix: str


def _data(name: str) -> Any:
    spec = importlib.util.find_spec("botocore")
    if spec is None or spec.origin is None:
        raise FileNotFoundError("botocore is not installed")
    found = sorted((Path(spec.origin).parent / "data").glob(f"{name}.json*"))
    raw = found[0].read_bytes()
    return json.loads(gzip.decompress(raw) if found[0].suffix == ".gz" else raw)["partitions"]


@cache
def _partitions() -> tuple[_Partition, ...]:
    return tuple(
        _Partition(
            one["id"], re.compile(one["regionRegex"]), frozenset(one["regions"]), one["outputs"]["dnsSuffix"]
        )
        for one in _data("partitions")
    )


def _partition(region: str) -> _Partition:
    partitions = _partitions()
    named = (one for one in partitions if region in one.regions)
    formed = (one for one in partitions if one.form.match(region))
    return next(named, None) or next(formed, partitions[0])


@cache
def _offering(place: Place) -> frozenset[str]:
    # Of more than a megabyte of JSON only these names are kept.
    services = [one["services"].get(place, {}) for one in _data("endpoints")]
    return frozenset(region for service in services for region in service.get("endpoints", {}))


def partition_of(region: str) -> str:
    """The partition of a region as ARNs name it: `aws`, `aws-cn`, `aws-us-gov` …"""
    return _partition(region).name


def regions_offering(place: Place, like: str) -> tuple[str, ...]:
    """The regions that offer a service, of the partition in which a region lies. Reads a large file."""
    return tuple(sorted(_offering(place) & _partition(like).regions))


def address_of(place: Place, route: Route) -> str:
    """Where a service is asked on a route: the route's endpoint where it serves this, else AWS's own."""
    if route.endpoint and (route.is_local or place == "connect"):
        return route.endpoint
    return f"https://{place}.{route.region}.{_partition(route.region).suffix}"


def knock(address: str, route: Route, patience: Patience) -> Way:
    """Ask for something at an address by a route, and be content with any answer. Blocks.

    Raises:
        NotReached: no answer came, and why.
        ProfileProblem: the file of certificate authorities is not there.
    """
    from botocore.awsrequest import AWSRequest
    from botocore.httpsession import URLLib3Session
    from botocore.utils import get_environ_proxies

    from console.aws.translation import translating

    verify = trusted_certificates(os.environ)
    proxies = get_environ_proxies(address) if route.proxies is None else route.proxies
    scheme = urlsplit(address).scheme
    call = Call("GET", {}, route.region, address, connect_s=patience.connect_s, read_s=patience.read_s)
    began = time.perf_counter()
    settings: dict[str, Any] = {
        "verify": verify,
        "proxies": dict(proxies),
        "timeout": (patience.connect_s, patience.read_s),
    }
    with translating(call, began):
        session = URLLib3Session(**settings)
        try:
            # Whatever the answer holds is not read: there may be no end to it.
            request = AWSRequest("GET", address, stream_output=True, headers={"Connection": "close"})
            answer = session.send(request.prepare())
            answer.raw.close()
        finally:
            session.close()
    return Way(
        address,
        answer.status_code,
        time.perf_counter() - began,
        proxy=_without_user(proxies.get(scheme) or ""),
        certificates=verify if isinstance(verify, str) else "",
    )


def _without_user(proxy: str) -> str:
    """The address of a proxy; who may pass it is nobody's business."""
    scheme, separator, rest = proxy.rpartition("://")
    return f"{scheme}{separator}{rest.rpartition('@')[2]}"
