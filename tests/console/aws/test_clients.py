"""Where each service is asked, and through which proxy: over real sockets, as far as they lead."""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from console.aws import Connect, IdentityCenter, Patience, Sts
from console.aws.clients import Clients, Route, Service
from console.credentials import Proxy
from console.errors import ConsoleError, NotReached, ProfileProblem, ProxyFailed
from console.profiles import Profile
from tests.console.aws.conftest import Certificate
from tests.console.aws.door import KEYS
from tests.console.loopback import Loopback, Reply, closed_port, result

BOUND_S = 20.0
ONCE = Patience(connect_s=1, read_s=1, attempts=1)
LOCAL, REMOTE = "http://127.0.0.1:1", "https://connect.example.com"
PROXY = Proxy("http://127.0.0.1:1")

Doors = dict[str, Callable[[], Awaitable[Any]]]


def failures(endpoint: str | None, proxy: Proxy | None, region: str = "us-east-1") -> dict[str, ConsoleError]:
    """What each kind of door fails with."""

    async def asked() -> dict[str, ConsoleError]:
        profile = Profile("Test", "access_key", region, endpoint)
        connect = Connect(profile, KEYS, patience=ONCE, proxy=proxy)
        sts = Sts(profile, KEYS, patience=ONCE, proxy=proxy)
        center = IdentityCenter(region, endpoint, proxy, patience=ONCE)
        calls: Doors = {
            "connect": connect.list_instances,
            "identity": connect.get_caller_identity,
            "sts": sts.get_session_token,
            "center": lambda: center.register_client("Test"),
        }
        found: dict[str, ConsoleError] = {}
        async with asyncio.timeout(BOUND_S):
            for name, call in calls.items():
                with pytest.raises(ConsoleError) as raised:
                    await call()
                found[name] = raised.value
        for door in (connect, sts, center):
            door.close()
        return found

    return asyncio.run(asked())


# -- routes -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("endpoint", "connect", "others"), [(None, None, None), (LOCAL, LOCAL, LOCAL), (REMOTE, REMOTE, None)]
)
def test_an_endpoint_on_this_computer_serves_all_and_any_other_connect_alone(
    endpoint: str | None, connect: str | None, others: str | None
) -> None:
    route = Route("us-east-1", endpoint).checked()
    assert route.endpoint_for("connect") == connect
    assert {route.endpoint_for(service) for service in ("sts", "sso", "sso-oidc")} == {others}


def test_the_clients_of_a_remote_endpoint_go_where_the_route_says() -> None:
    clients = Clients(Route("eu-central-1", f"{REMOTE}:8443"), KEYS, ONCE, 1)
    addresses = {name: clients.get(name).meta.endpoint_url for name in ("connect", "sts", "sso", "sso-oidc")}
    assert addresses == {
        "connect": f"{REMOTE}:8443",
        "sts": "https://sts.eu-central-1.amazonaws.com",
        "sso": "https://portal.sso.eu-central-1.amazonaws.com",
        "sso-oidc": "https://oidc.eu-central-1.amazonaws.com",
    }
    assert clients.place("sts") == "sts in eu-central-1"
    clients.close()


def test_a_client_that_is_ready_after_the_close_is_dropped(monkeypatch: pytest.MonkeyPatch) -> None:
    clients = Clients(Route("us-east-1"), KEYS, ONCE, 1)
    make = Clients._make

    def closed_meanwhile(self: Clients, service: Service) -> Any:
        client = make(self, service)
        self.close()
        return client

    monkeypatch.setattr(Clients, "_make", closed_meanwhile)
    with pytest.raises(ProfileProblem, match="closed"):
        clients.get("sts")
    assert not clients._clients
    assert clients._session is None


def test_every_door_to_one_local_endpoint_asks_there() -> None:
    with Loopback(Reply(418, b"{}")) as server:
        found = failures(server.endpoint, None)
    assert len(server.asked) == len(found) == 4
    assert {error.facts["endpoint"] for error in found.values()} == {server.endpoint}


def test_the_profiles_proxy_holds_unless_one_is_given() -> None:
    profile = Profile("Test", "access_key", "us-east-1", proxy="http://proxy.example.com:3128")
    assert Route.of(profile).proxy == Proxy("http://proxy.example.com:3128")
    assert Route.of(profile, PROXY).proxy == PROXY
    assert Connect(profile, KEYS).route.proxies == {
        "http": "http://proxy.example.com:3128",
        "https": "http://proxy.example.com:3128",
    }
    assert Route("us-east-1").proxies is None
    assert Route("us-east-1", LOCAL, PROXY).proxies == {}


@pytest.mark.parametrize("proxy", ["proxy:3128", "http://jo:pw@proxy:3128", "http://proxy"])
def test_a_profile_whose_proxy_is_none_is_told_at_once(proxy: str) -> None:
    profile = Profile("Test", "access_key", "us-east-1", proxy=proxy)
    for door in (Connect, Sts):
        with pytest.raises(ProfileProblem, match="can't be the proxy"):
            door(profile, KEYS)
    with pytest.raises(ProfileProblem, match="can't be the proxy"):
        IdentityCenter("us-east-1", None, Proxy(proxy))


# -- proxies over sockets ---------------------------------------------------------------------------


def test_every_door_goes_through_the_proxy_with_its_user_and_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The profile's proxy comes before that of the system.
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("NO_PROXY", "*")
    with Loopback(Reply(407, b"")) as server:
        proxy = Proxy(f"http://127.0.0.1:{server.port}", "jo", "hunter2/@:hunter2")
        found = failures(REMOTE, proxy)
    asked = [(one.method, one.path) for one in server.asked]
    assert asked == [
        ("CONNECT", "connect.example.com:443"),
        ("CONNECT", "sts.us-east-1.amazonaws.com:443"),
        ("CONNECT", "sts.us-east-1.amazonaws.com:443"),
        ("CONNECT", "oidc.us-east-1.amazonaws.com:443"),
    ]
    basic = base64.b64encode(b"jo:hunter2/@:hunter2").decode()
    assert {one.headers["proxy-authorization"] for one in server.asked} == {f"Basic {basic}"}
    for error in found.values():
        assert type(error) is ProxyFailed
        assert f"127.0.0.1:{server.port}" in error.sentence
        told = f"{error.sentence}{error.advice}{dict(error.facts)}{error.__cause__!r}"
        assert not [secret for secret in ("hunter2", "hunter2%2F", basic, "jo:") if secret in told]


def test_what_is_asked_for_comes_through_the_proxy(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate.chain))
    started = result({"InstanceSummaryList": [{"Id": "i"}]})

    async def asked(endpoint: str, proxy: Proxy) -> list[str]:
        connect = Connect(Profile("T", "access_key", "us-east-1", endpoint), KEYS, None, ONCE, proxy)
        try:
            return [one.id for one in await connect.list_instances()]
        finally:
            connect.close()

    with Loopback(started, tls=certificate.context) as server, Loopback(tunnel_to=server.port) as way:
        found = asyncio.run(asked(server.endpoint, Proxy(f"http://127.0.0.1:{way.port}")))
    assert found == ["i"]
    assert [one.method for one in way.asked] == ["CONNECT"]
    assert server.asked[0].headers["authorization"].startswith("AWS4-HMAC-SHA256 ")
    assert "proxy-authorization" not in server.asked[0].headers


def test_a_local_endpoint_is_reached_without_the_profiles_proxy() -> None:
    with Loopback(Reply(418, b"{}")) as server:
        found = failures(server.endpoint, Proxy(f"http://127.0.0.1:{closed_port()}", "jo", "hunter2hunter2"))
    assert len(server.asked) == 4
    assert not [error for error in found.values() if isinstance(error, NotReached)]


def test_a_proxy_that_is_not_there_is_told_with_where_it_comes_from() -> None:
    found = failures(REMOTE, Proxy(f"http://127.0.0.1:{closed_port()}"))
    for error in found.values():
        assert type(error) is ProxyFailed
        assert "refused" in error.sentence
        assert "The proxy is the profile's" in error.advice
