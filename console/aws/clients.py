"""The SDK's clients of one route, made on a worker when they are first wanted.

The only importer of boto3, and only once a client is made: neither boto3 nor botocore is loaded
before the window is painted.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from console.aws.retries import Patience
from console.credentials import (
    Keys,
    Proxy,
    check_endpoint,
    check_region,
    isolated_session,
    trusted_certificates,
    unsigned_session,
)
from console.errors import ProfileProblem
from console.language import tr
from console.paths import APPLICATION
from console.profiles import Profile

if TYPE_CHECKING:
    import boto3

Service = Literal["connect", "connectparticipant", "logs", "sts", "sso", "sso-oidc"]

# A botocore session is not for several threads at once, and all of them share one loader.
_making = threading.Lock()


@dataclass(frozen=True)
class Route:
    """Where calls go, and through which proxy.

    An endpoint that is http on 127.0.0.1 serves every service, as the sandbox does, and is reached
    without a proxy. One that is https is Amazon Connect's alone: the other services are asked at
    AWS's own addresses for the region. Without a proxy the system's settings hold, or HTTPS_PROXY.
    """

    region: str
    endpoint: str | None = None
    proxy: Proxy | None = None

    @classmethod
    def of(cls, profile: Profile, proxy: Proxy | None = None) -> Route:
        """A profile's route; its proxy, unless one is given that knows a user and a password, too."""
        if proxy is None and profile.proxy:
            proxy = Proxy(profile.proxy)
        return cls(profile.region, profile.endpoint, proxy)

    def checked(self) -> Route:
        """The route as it can be used.

        Raises:
            ProfileProblem: its region, its endpoint or its proxy can't be used.
        """
        return Route(
            check_region(self.region),
            check_endpoint(self.endpoint) if self.endpoint else None,
            self.proxy.checked() if self.proxy else None,
        )

    @property
    def is_local(self) -> bool:
        """Whether calls stay on this computer."""
        return self.endpoint is not None and self.endpoint.startswith("http://")

    def endpoint_for(self, service: Service) -> str | None:
        """Where a service is asked; None for AWS's own address."""
        return self.endpoint if self.is_local or service == "connect" else None

    @property
    def proxies(self) -> Mapping[str, str] | None:
        """The proxy for each scheme; empty for none at all, None for those of the system."""
        if self.is_local:
            return {}
        return {"http": self.proxy.url, "https": self.proxy.url} if self.proxy else None


class Clients:
    """One client a service, for one route and its keys. Made once, then shared by all threads.

    Without keys requests go unsigned, and none are looked for anywhere.
    """

    def __init__(self, route: Route, keys: Keys | None, patience: Patience, connections: int) -> None:
        """Check the route; nothing is loaded yet.

        Raises:
            ProfileProblem: its region, its endpoint or its proxy can't be used.
        """
        self._route = route.checked()
        self._keys = keys
        self._is_signed = keys is not None
        self._is_closed = False
        self._patience = patience
        self._connections = connections
        self._session: boto3.Session | None = None
        self._clients: dict[Service, Any] = {}

    def place(self, service: Service) -> str:
        """What a service's endpoint is called before its client knows it."""
        return self._route.endpoint_for(service) or tr(
            "{service} in {region}", service=service, region=self._route.region
        )

    def get(self, service: Service) -> Any:
        """The client of a service; blocks while it is made.

        Raises:
            ProfileProblem: the profile was closed, or its certificates are not there.
        """
        client = self._clients.get(service)
        if client is not None:
            return client
        with _making:
            client = self._clients.get(service)
            if client is None:
                client = self._clients[service] = self._make(service)
        if self._is_closed:
            # Closed while the client was made: it must not keep the keys.
            self.close()
            self.check_open()
        return client

    def close(self) -> None:
        """Drop clients and keys. Calls under way end by themselves."""
        self._is_closed = True
        self._keys, self._session = None, None
        clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def check_open(self) -> None:
        """Keys are held until the profile is closed.

        Raises:
            ProfileProblem: it was closed.
        """
        if self._is_closed:
            raise ProfileProblem(
                tr("This profile was closed."), tr("Choose the profile again and load its keys.")
            )

    def _make(self, service: Service) -> Any:
        keys = self._keys
        self.check_open()
        import boto3
        from botocore import UNSIGNED
        from botocore.config import Config

        verify = trusted_certificates(os.environ)
        if self._session is None:
            session = unsigned_session() if keys is None else isolated_session(keys)
            self._session = boto3.Session(botocore_session=session, region_name=self._route.region)
        settings: dict[str, Any] = {
            "ignore_configured_endpoint_urls": True,
            "connect_timeout": self._patience.connect_s,
            "read_timeout": self._patience.read_s,
            "retries": {"mode": "standard", "total_max_attempts": 1},
            "max_pool_connections": self._connections,
            "tcp_keepalive": True,
            "user_agent_extra": APPLICATION,
            "proxies": self._route.proxies,
        }
        if not self._is_signed:
            settings["signature_version"] = UNSIGNED
        endpoint = self._route.endpoint_for(service)
        return self._session.client(service, endpoint_url=endpoint, verify=verify, config=Config(**settings))
