"""Pages of other origins: refused unless the sandbox was started to answer theirs."""

from __future__ import annotations

import http.client
import json
import re
from collections.abc import Iterator, Mapping

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Origin

from console.sandbox import Sandbox, parse
from console.sandbox.cross_origin import read_origins
from tests.console.sandbox.clients import client
from tests.console.sandbox.participant.test_attachments import FILE, announce, http_call
from tests.console.sandbox.participant.visitor import Line, Visitor, start
from tests.console.sandbox.wire import Signer, smallest

PAGE = "http://localhost:3000"
OTHER = "https://evil.example"
# What chatjs in a browser asks for, and the SDKs beside it.
ASKED = (
    "authorization,content-type,x-amz-bearer,x-amz-content-sha256,x-amz-date,x-amz-user-agent,"
    "amz-sdk-invocation-id,amz-sdk-request,x-amz-security-token"
)


@pytest.fixture(scope="module")
def shared() -> Iterator[Sandbox]:
    """A sandbox that answers one page."""
    with Sandbox(cors=[PAGE]) as sandbox:
        yield sandbox


@pytest.fixture
def visitor(shared: Sandbox) -> Iterator[Visitor]:
    service = client(shared, "connectparticipant")
    yield start(shared, service)
    service.close()
    shared.reset()


Answer = tuple[int, Mapping[str, str], bytes]


def ask(
    sandbox: Sandbox, method: str, path: str, headers: Mapping[str, str], body: bytes | None = None
) -> Answer:
    status, content, found = http_call(method, sandbox.endpoint + path, headers, body)
    return status, found, content


def preflight(sandbox: Sandbox, path: str, origin: str = PAGE, method: str = "POST", **more: str) -> Answer:
    asked = {"Access-Control-Request-Method": method, "Access-Control-Request-Headers": ASKED}
    return ask(sandbox, "OPTIONS", path, {"Origin": origin, **asked, **more})


def cors(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: value for name, value in headers.items() if name.startswith("access-control-")}


SHARED = [
    ("POST", "/participant/connection"),
    ("POST", "/participant/message"),
    ("GET", "/participant/views/x"),
    ("PUT", "/contact/chat"),
    ("GET", "/instance"),
    ("PUT", "/participant-files/x"),
    ("GET", "/participant-files/x"),
    ("POST", "/"),
]
CLOSED = [
    ("GET", "/_sandbox/"),
    ("GET", "/_sandbox"),
    ("POST", "/_sandbox/faults"),
    ("GET", "/device"),
    ("POST", "/device"),
    ("GET", "/start"),
]


@pytest.mark.parametrize(("method", "path"), SHARED)
def test_a_preflight_allows_the_page_what_clients_send(shared: Sandbox, method: str, path: str) -> None:
    status, headers, body = preflight(shared, path, method=method)
    assert (status, body) == (204, b"")
    assert headers["access-control-allow-origin"] == PAGE
    assert method in headers["access-control-allow-methods"].split(", ")
    allowed = headers["access-control-allow-headers"].split(", ")
    assert set(ASKED.split(",")) <= set(allowed)
    assert headers["vary"] == "Origin"
    assert "access-control-allow-credentials" not in headers
    assert "access-control-allow-private-network" not in headers


@pytest.mark.parametrize(("method", "path"), SHARED)
def test_every_answer_names_the_page(shared: Sandbox, method: str, path: str) -> None:
    status, headers, _ = ask(shared, method, path, {"Origin": PAGE}, b"{}")
    assert status >= 400, "nothing here is signed or known"
    assert cors(headers) == {
        "access-control-allow-origin": PAGE,
        "access-control-expose-headers": "x-amzn-requestid, x-amzn-errortype",
    }
    assert headers["vary"] == "Origin"


@pytest.mark.parametrize(("method", "path"), [*SHARED, *CLOSED])
def test_another_page_is_not_answered(shared: Sandbox, method: str, path: str) -> None:
    for origin in (OTHER, "null", "http://localhost:3001", "https://localhost:3000", "http://localhost"):
        status, headers, body = preflight(shared, path, origin, method)
        assert status >= 300
        assert cors(headers) == {}
        if (method, path) in SHARED:
            assert status == 403
            assert "--cors" in json.loads(body)["Message"]
        assert cors(ask(shared, method, path, {"Origin": origin}, b"{}")[1]) == {}


@pytest.mark.parametrize(("method", "path"), [*SHARED, *CLOSED])
def test_without_the_option_no_page_is_answered(sandbox: Sandbox, method: str, path: str) -> None:
    status, headers, _ = preflight(sandbox, path, PAGE, method)
    assert status == 403 or (method, path) in CLOSED
    assert (status >= 300, cors(headers)) == (True, {})
    assert cors(ask(sandbox, method, path, {"Origin": PAGE}, b"{}")[1]) == {}


@pytest.mark.parametrize("is_open_to_all", [False, True])
def test_what_is_closed_stays_closed(shared: Sandbox, is_open_to_all: bool) -> None:
    with Sandbox(cors=["*"]) as other:
        sandbox = other if is_open_to_all else shared
        secret = {"x-sandbox-secret": sandbox.secret_access_key}
        for method, path in CLOSED:
            assert cors(preflight(sandbox, path, PAGE, method, **secret)[1]) == {}
            status, headers, _ = ask(sandbox, method, path, {"Origin": PAGE, **secret}, b"{}")
            assert cors(headers) == {}
            assert status == 403 or not path.startswith("/_sandbox/")


def test_the_page_of_a_chat(shared: Sandbox, visitor: Visitor) -> None:
    origin = {"Origin": PAGE, "Content-Type": "application/json"}
    bearer = {**origin, "X-Amz-Bearer": visitor.started["ParticipantToken"]}
    wanted = json.dumps({"Type": ["WEBSOCKET", "CONNECTION_CREDENTIALS"]}).encode()
    status, headers, body = ask(shared, "POST", "/participant/connection", bearer, wanted)
    assert (status, headers["access-control-allow-origin"]) == (200, PAGE)
    made = json.loads(body)
    with connect(made["Websocket"]["Url"], origin=Origin(PAGE), compression=None) as socket:
        line = Line(socket)
        line.subscribe()
        line.items(2)
        visitor.connection_token = made["ConnectionCredentials"]["ConnectionToken"]
        where = announce(visitor)["UploadMetadata"]
        asked = ",".join(sorted(name.lower() for name in where["HeadersToInclude"]))
        path = where["Url"].removeprefix(shared.endpoint)
        _, headers, _ = ask(
            shared,
            "OPTIONS",
            path,
            {"Origin": PAGE, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": asked},
        )
        assert set(asked.split(",")) <= set(headers["access-control-allow-headers"].split(", "))
        status, headers, _ = ask(shared, "PUT", path, {"Origin": PAGE, **where["HeadersToInclude"]}, FILE)
        assert (status, headers["access-control-allow-origin"]) == (200, PAGE)


def test_a_signed_start_from_a_page(shared: Sandbox) -> None:
    signed = Signer(shared).start(smallest(shared)).with_header("Origin", PAGE)
    status, headers, _ = ask(shared, signed.method, signed.target, signed.headers, signed.body)
    assert (status, headers["access-control-allow-origin"]) == (200, PAGE)
    shared.reset()


def test_a_failure_that_was_asked_for_can_be_read(shared: Sandbox) -> None:
    shared.faults.add(parse("ListInstances:Throttling:1"))
    signed = Signer(shared).sign("GET", "/instance").with_header("Origin", PAGE)
    status, headers, _ = ask(shared, "GET", signed.target, signed.headers)
    assert (status, headers["access-control-allow-origin"]) == (429, PAGE)
    assert headers["x-amzn-errortype"] == "ThrottlingException"


def test_every_page_where_that_is_asked_for() -> None:
    with Sandbox(cors=["*"]) as sandbox:
        for origin in (OTHER, "null", PAGE):
            status, headers, _ = preflight(sandbox, "/participant/message", origin)
            assert (status, headers["access-control-allow-origin"]) == (204, "*")
            _, headers, _ = ask(sandbox, "POST", "/participant/message", {"Origin": origin}, b"{}")
            assert headers["access-control-allow-origin"] == "*"


def test_a_page_of_the_internet_asks_for_this_machine_in_addition(shared: Sandbox) -> None:
    more = {"Access-Control-Request-Private-Network": "true"}
    allowed = preflight(shared, "/participant/message", PAGE, **more)[1]
    assert allowed["access-control-allow-private-network"] == "true"
    assert cors(preflight(shared, "/participant/message", OTHER, **more)[1]) == {}


def test_the_own_page_and_programs_are_as_before(shared: Sandbox, sandbox: Sandbox) -> None:
    for one in (shared, sandbox):
        for headers in (
            {},
            {"Origin": one.endpoint},
            {"Origin": one.endpoint.replace("127.0.0.1", "localhost")},
        ):
            assert cors(ask(one, "GET", "/instance", headers)[1]) == {}
            assert ask(one, "GET", "/device", headers)[0] == 200


def test_a_foreign_host_is_refused_whatever_the_origin(shared: Sandbox) -> None:
    connection = http.client.HTTPConnection(shared.endpoint.removeprefix("http://"), timeout=5)
    connection.putrequest("POST", "/participant/message", skip_host=True)
    for name, value in (("Host", "localhost.evil.example"), ("Origin", PAGE), ("Content-Length", "0")):
        connection.putheader(name, value)
    connection.endheaders()
    response = connection.getresponse()
    assert response.status == 403
    assert response.getheader("access-control-allow-origin") is None
    connection.close()


@pytest.mark.parametrize(
    ("origin", "is_let_in"),
    [
        (None, True), (PAGE, True), ("OWN", True), ("OWN WS", True), (OTHER, False), ("null", False),
        ("http://localhost:3001", False),
    ],
)  # fmt: skip
def test_a_websocket_asks_for_the_origin_too(
    shared: Sandbox, visitor: Visitor, origin: str | None, is_let_in: bool
) -> None:
    own = {"OWN": shared.endpoint, "OWN WS": shared.endpoint.replace("http", "ws")}
    asked = None if origin is None else Origin(own.get(origin, origin))
    url = visitor.connect()["Websocket"]["Url"]
    if is_let_in:
        with connect(url, origin=asked, compression=None) as socket:
            Line(socket).subscribe()
    else:
        with pytest.raises(InvalidStatus) as caught, connect(url, origin=asked):
            pass
        assert caught.value.response.status_code == 403


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("http://localhost:3000", "http://localhost:3000"),
        (" HTTPS://App.Example/ ", "https://app.example"),
        ("https://app.example:443", "https://app.example"),
        ("http://app.example:80", "http://app.example"),
        ("https://app.example:80", "https://app.example:80"),
        ("capacitor://localhost", "capacitor://localhost"),
        ("*", "*"),
    ],
)
def test_an_origin_as_browsers_write_it(text: str, origin: str) -> None:
    assert read_origins([text]) == {origin}


@pytest.mark.parametrize(
    "text",
    ["", "localhost:3000", "http://", "http://a/b", "https://*.example", "null", "http://a?b", "http://a b"],
)
def test_what_is_no_origin_is_told(text: str) -> None:
    with pytest.raises(
        ValueError, match=re.escape(f"“{text}” is no origin. One reads http://localhost:3000")
    ):
        Sandbox(cors=[PAGE, text])
