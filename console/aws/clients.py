"""The SDK's clients of one profile, made on a worker when they are first wanted.

The only importer of boto3, and only once a client is made: neither boto3 nor botocore is loaded
before the window is painted.
"""

from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING, Any, Literal

from console.aws.retries import Patience
from console.credentials import Keys, check_endpoint, check_region, isolated_session, trusted_certificates
from console.errors import ProfileProblem
from console.paths import APPLICATION
from console.profiles import Profile

if TYPE_CHECKING:
    import boto3

Service = Literal["connect", "sts"]

# A botocore session is not for several threads at once, and all of them share one loader.
_making = threading.Lock()


class Clients:
    """One client a service, for one profile and its keys. Made once, then shared by all threads."""

    def __init__(self, profile: Profile, keys: Keys, patience: Patience, connections: int) -> None:
        """Check the profile; nothing is loaded yet.

        Raises:
            ProfileProblem: its region or endpoint can't be used.
        """
        self._region = check_region(profile.region)
        self._endpoint = check_endpoint(profile.endpoint) if profile.endpoint else None
        self._keys: Keys | None = keys
        self._patience = patience
        self._connections = connections
        self._session: boto3.Session | None = None
        self._clients: dict[Service, Any] = {}

    def get(self, service: Service) -> Any:
        """The client of a service; blocks while it is made.

        Raises:
            ProfileProblem: the profile was closed, or its certificates are not there.
        """
        client = self._clients.get(service)
        if client is not None:
            return client
        with _making:
            if service not in self._clients:
                self._clients[service] = self._make(service)
            return self._clients[service]

    def close(self) -> None:
        """Drop clients and keys. Calls under way end by themselves."""
        self._keys, self._session = None, None
        clients, self._clients = self._clients, {}
        for client in clients.values():
            client.close()

    def check_open(self) -> Keys:
        """The keys, which are held until the profile is closed.

        Raises:
            ProfileProblem: it was closed.
        """
        if self._keys is None:
            raise ProfileProblem("This profile was closed.", "Choose the profile again and load its keys.")
        return self._keys

    def _make(self, service: Service) -> Any:
        keys = self.check_open()
        import boto3
        from botocore.config import Config

        verify = trusted_certificates(os.environ)
        if self._session is None:
            self._session = boto3.Session(botocore_session=isolated_session(keys), region_name=self._region)
        # A proxy is for the way out; what runs on this computer is reached without.
        is_local = self._endpoint is not None and self._endpoint.startswith("http://")
        settings: dict[str, Any] = {
            "ignore_configured_endpoint_urls": True,
            "connect_timeout": self._patience.connect_s,
            "read_timeout": self._patience.read_s,
            "retries": {"mode": "standard", "total_max_attempts": 1},
            "max_pool_connections": self._connections,
            "tcp_keepalive": True,
            "user_agent_extra": APPLICATION,
            "proxies": {} if is_local else None,
        }
        config = Config(**settings)
        return self._session.client(service, endpoint_url=self._endpoint, verify=verify, config=config)
