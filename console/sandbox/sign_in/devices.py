"""The device flow of IAM Identity Center (RFC 8628): a client registers, waits, and a person decides."""

from __future__ import annotations

import hmac
import math
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from console.sandbox.refusal import RefusalError
from console.sandbox.sign_in import fakes
from console.sandbox.sign_in.lifetimes import Lifetimes
from console.sandbox.sign_in.memory import remember

State = Literal["pending", "approved", "denied", "redeemed"]

LEEWAY = 0.8
"""Part of the interval after which a poll is in time: two requests need not take equally long."""

_START_URL = re.compile(
    r"https://([a-z0-9-]{1,63}\.awsapps\.com|identitycenter\.amazonaws\.com)/[\w/#-]{1,200}\Z"
)


@dataclass(frozen=True)
class Client:
    """A program that registered itself. Times are seconds since the epoch."""

    name: str
    scopes: tuple[str, ...]
    grants: tuple[str, ...]
    issued: float
    expires: float
    id: str = field(default_factory=fakes.client_id)
    secret: str = field(default_factory=lambda: fakes.token("client", fakes.CLIENT_SECRET_LENGTH), repr=False)


@dataclass(slots=True, eq=False)
class Device:
    """One wish to sign in, and what became of it."""

    client: Client
    expires: float
    state: State = "pending"
    polled: float = -math.inf
    code: str = field(default_factory=lambda: fakes.token("device", 90), repr=False)
    user_code: str = field(default_factory=fakes.user_code)


class Devices:
    """Clients and their wishes to sign in. Any thread may ask and decide."""

    def __init__(self, lifetimes: Lifetimes, clock: Callable[[], float]) -> None:
        self._lifetimes = lifetimes
        self._clock = clock
        self._lock = threading.Lock()
        self._clients: dict[str, Client] = {}
        self._devices: dict[str, Device] = {}

    def register(self, name: str, scopes: Sequence[str], grants: Sequence[str]) -> Client:
        """A new client."""
        now = self._clock()
        client = Client(name, tuple(scopes), tuple(grants), now, now + self._lifetimes.client_s)
        with self._lock:
            return remember(self._clients, client.id, client)

    def client(self, client_id: str, secret: str) -> Client:
        """A client by its id and secret.

        Raises:
            RefusalError: InvalidClientException for another id or secret, or a registration that is over.
        """
        client = self._clients.get(client_id)
        if client is None or not hmac.compare_digest(client.secret.encode(), secret.encode()):
            raise RefusalError("InvalidClientException", "There is no client with this id and secret.")
        if client.expires <= self._clock():
            raise RefusalError("InvalidClientException", "The registration of this client is over.")
        return client

    def begin(self, client: Client, start_url: str, endpoint: str) -> Device:
        """Begin to wait for a person's decision.

        Raises:
            RefusalError: InvalidRequestException for an address that is no access portal's.
        """
        # ours: start-url
        if start_url.rstrip("/#") != f"{endpoint}/start" and not _START_URL.match(start_url):
            raise RefusalError(
                "InvalidRequestException",
                f"startUrl must be {endpoint}/start or an access portal's address, such as "
                "https://example.awsapps.com/start.",
            )
        with self._lock:
            device = Device(client, self._clock() + self._lifetimes.device_s)
            return remember(self._devices, device.code, device)

    def redeem(self, client: Client, code: str) -> Device:
        """What a device code was approved for; it can be redeemed once.

        Raises:
            RefusalError: as CreateToken tells each of the other states.
        """
        with self._lock:
            device = self._devices.get(code)
            if device is None or device.client.id != client.id or device.state == "redeemed":
                raise RefusalError("InvalidGrantException", "This device code is not valid.")
            if device.state == "denied":
                raise RefusalError("AccessDeniedException", "The person denied the request.")
            if device.expires <= self._clock():
                raise RefusalError("ExpiredTokenException", "The device code has expired.")
            if device.state == "pending":
                raise self._wait(device)
            device.state = "redeemed"
            return device

    def _wait(self, device: Device) -> RefusalError:
        # ours: slow-down
        now, last = self._clock(), device.polled
        device.polled = now
        if now - last < LEEWAY * self._lifetimes.interval_s:
            return RefusalError("SlowDownException", "This client asks more often than it was told to.")
        return RefusalError("AuthorizationPendingException", "The person has not decided yet.")

    def find(self, user_code: str) -> Device | None:
        """What waits under a user code, however it is typed; None if nothing does."""
        letters = re.sub(r"[\s-]", "", user_code).upper()
        with self._lock:
            return next((one for one in self._open() if one.user_code.replace("-", "") == letters), None)

    def decide(self, user_code: str, *, allowed: bool) -> None:
        """Decide as a person does at the verification page.

        Raises:
            LookupError: nothing waits under that code.
        """
        device = self.find(user_code)
        if device is None:
            raise LookupError(f"No sign-in waits under the code “{user_code[:40]}”.")
        device.state = "approved" if allowed else "denied"

    @property
    def pending(self) -> tuple[str, ...]:
        """The user codes under which a sign-in waits, oldest first."""
        with self._lock:
            return tuple(device.user_code for device in self._open())

    def _open(self) -> Iterator[Device]:
        now = self._clock()
        return (one for one in self._devices.values() if one.state == "pending" and one.expires > now)

    def expire(self) -> None:
        """Let every device code run out now."""
        with self._lock:
            for device in self._devices.values():
                device.expires = min(device.expires, self._clock())

    def expire_clients(self) -> None:
        """Let every registration run out now."""
        with self._lock:
            now = self._clock()
            self._clients = {
                key: replace(client, expires=min(client.expires, now))
                for key, client in self._clients.items()
            }

    def clear(self) -> None:
        """Forget all clients and all that waits."""
        with self._lock:
            self._clients, self._devices = {}, {}
