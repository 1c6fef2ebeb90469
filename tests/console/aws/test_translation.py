"""What goes wrong on the way: each kind of trouble, made for real where that can be done."""

from __future__ import annotations

import asyncio
import socket
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, NoRegionError

from console.aws import Connect, Patience
from console.aws.translation import translated
from console.credentials import Keys
from console.errors import (
    AccessDenied,
    AnswerGarbled,
    AnswerTimedOut,
    Call,
    ConnectionLost,
    ConsoleError,
    DnsFailed,
    NoConnection,
    NotReached,
    ProfileProblem,
    ProxyFailed,
    ServiceFault,
    SignatureWrong,
    Throttled,
    TimedOut,
    TlsFailed,
    Unexpected,
)
from console.profiles import Profile
from tests.console.aws.conftest import Certificate
from tests.console.loopback import HANG, HANG_UP, Loopback, Reply, closed_port, refusal, result

BOUND_S = 20.0
ONCE = Patience(connect_s=1, read_s=1, attempts=1)
THRICE = Patience(connect_s=0.3, read_s=0.3, attempts=3, first_wait_s=0.01)
KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
REQUEST = {"InstanceId": "i", "ContactFlowId": "f", "ParticipantDetails": {"DisplayName": "Jo"}}
STARTED = result({"ContactId": "c", "ParticipantId": "p", "ParticipantToken": "participant-token"})


def start(endpoint: str | None, patience: Patience = ONCE, region: str = "us-east-1") -> str:
    async def asked() -> str:
        profile = Profile("Test", "environment", region, endpoint)
        connect = Connect(profile, KEYS, patience=patience)
        try:
            async with asyncio.timeout(BOUND_S):
                return (await connect.start_chat_contact(REQUEST)).contact_id
        finally:
            connect.close()

    return asyncio.run(asked())


def failure(endpoint: str | None, patience: Patience = ONCE, region: str = "us-east-1") -> ConsoleError:
    with pytest.raises(ConsoleError) as raised:
        start(endpoint, patience, region)
    error = raised.value
    assert error.sentence
    assert error.advice
    assert KEYS.secret_access_key not in f"{error.sentence}{error.advice}{error.facts}"
    return error


# -- no answer --------------------------------------------------------------------------------------


def test_a_dead_port_is_no_connection_and_is_not_tried_again() -> None:
    endpoint = f"http://127.0.0.1:{closed_port()}"
    error = failure(endpoint, THRICE)
    assert type(error) is NoConnection
    assert f"{endpoint} accepts no connection (1 attempt" in error.sentence
    assert "refused" in error.sentence
    assert not error.may_have_happened


@pytest.mark.skipif(sys.platform != "linux", reason="a full backlog drops connections on Linux alone")
def test_a_black_hole_is_told_with_how_long_it_was_tried() -> None:
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen(0)
        for _ in range(3):
            line = stack.enter_context(socket.socket())
            line.setblocking(False)
            line.connect_ex(listening.getsockname())
        error = failure(f"http://127.0.0.1:{listening.getsockname()[1]}", THRICE)
    assert type(error) is TimedOut
    assert "within 0.3 s (3 attempts, " in error.sentence
    assert not error.may_have_happened


def test_a_service_that_never_answers() -> None:
    with Loopback(HANG) as server:
        error = failure(server.endpoint, THRICE)
    assert type(error) is AnswerTimedOut
    assert error.may_have_happened
    assert "did not answer StartChatContact within 0.3 s (3 attempts" in error.sentence


def test_a_service_that_hangs_up() -> None:
    with Loopback(HANG_UP) as server:
        error = failure(server.endpoint)
    assert type(error) is ConnectionLost
    assert error.may_have_happened
    assert error.facts["client_token"]


def test_a_name_without_an_address() -> None:
    error = failure("https://connect.invalid")
    assert type(error) is DnsFailed
    assert "https://connect.invalid" in error.sentence
    assert "us-east-1" in error.advice
    assert not error.may_have_happened


def test_the_regions_own_endpoint_is_named() -> None:
    error = failure(None, region="xx-nowhere-1")
    assert isinstance(error, NotReached)
    assert "https://connect.xx-nowhere-1.amazonaws.com" in error.sentence


# -- encryption -------------------------------------------------------------------------------------


@pytest.fixture
def encrypted(certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Loopback, Path]]:
    """A server with a certificate that nobody trusts by default."""
    for name in ("AWS_CA_BUNDLE", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    with Loopback(STARTED, tls=certificate.context) as server:
        yield server, certificate.chain


def test_a_certificate_that_is_not_trusted(encrypted: tuple[Loopback, Path]) -> None:
    server, _ = encrypted
    error = failure(server.endpoint, THRICE)
    assert type(error) is TlsFailed
    assert "self-signed certificate" in error.sentence
    assert "AWS_CA_BUNDLE" in error.advice
    assert not server.asked


def test_a_certificate_that_the_environment_trusts(
    encrypted: tuple[Loopback, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server, chain = encrypted
    monkeypatch.setenv("AWS_CA_BUNDLE", str(chain))
    assert start(server.endpoint) == "c"


def test_a_bundle_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", "/nonexistent/bundle.pem")
    error = failure("https://connect.invalid")
    assert type(error) is ProfileProblem
    assert "/nonexistent/bundle.pem" in error.sentence


def test_a_server_that_does_not_encrypt() -> None:
    with Loopback(STARTED) as server:
        error = failure(server.endpoint.replace("http://", "https://"))
    assert type(error) is TlsFailed
    assert "wrong version number" in error.sentence or "record layer failure" in error.sentence


# -- proxies ----------------------------------------------------------------------------------------


def test_a_proxy_that_refuses(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback(Reply(407, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://jo:hunter2hunter2@127.0.0.1:{proxy.port}")
        error = failure("https://connect.invalid", THRICE)
    assert type(error) is ProxyFailed
    assert "407" in error.sentence
    assert f"127.0.0.1:{proxy.port}" in error.sentence
    assert "hunter2" not in f"{error.sentence}{error.facts}"
    assert [one.method for one in proxy.asked] == ["CONNECT"]


def test_a_proxy_that_is_not_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    error = failure("https://connect.invalid")
    assert type(error) is ProxyFailed
    assert "refused" in error.sentence
    assert "NO_PROXY" in error.advice


def test_what_runs_on_this_computer_is_reached_without_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{closed_port()}")
    with Loopback(STARTED) as server:
        assert start(server.endpoint) == "c"


# -- answers that are none --------------------------------------------------------------------------

PAGE = b"<html><head><title>Sign in</title></head><body><p>Welcome to the hotel</p></body></html>"


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, PAGE, {"content-type": "text/html"}),
        Reply(200, b""),
        Reply(200, b"{}"),
        Reply(200, b"[]"),
        Reply(200, b"null"),
        Reply(200, b'"text"'),
        Reply(200, b"7"),
        Reply(200, b"\xff\xfe"),
        Reply(200, b'{"ContactId": "c", "ParticipantId": "p"}'),
        Reply(200, b'{"ContactId": "c", "ParticipantId": "p", "ParticipantToken": null}'),
        Reply(200, b'{"ContactId": {}, "ParticipantId": [], "ParticipantToken": "t"}'),
        Reply(204, b""),
        Reply(200, STARTED.body, cut=30),
    ],
    ids=lambda reply: f"{reply.body[:40]!r} {reply.cut}",
)
def test_an_answer_that_cannot_be_read_is_asked_for_again_with_the_same_token(reply: Reply) -> None:
    with Loopback(reply) as server:
        error = failure(server.endpoint, THRICE)
    assert isinstance(error, AnswerGarbled | ConnectionLost)
    assert error.may_have_happened
    assert len(server.asked) == 3
    assert len({one.json["ClientToken"] for one in server.asked}) == 1


def test_a_page_in_place_of_a_list_is_no_empty_list() -> None:
    async def asked(connect: Connect) -> None:
        await connect.list_instances()

    with Loopback(Reply(200, PAGE)) as server:
        connect = Connect(Profile("Test", "environment", "us-east-1", server.endpoint), KEYS, patience=ONCE)
        with pytest.raises(AnswerGarbled, match="does not speak like Amazon Connect"):
            asyncio.run(asked(connect))
        connect.close()


@pytest.mark.parametrize(
    ("reply", "kind", "words"),
    [
        (Reply(403, PAGE), Unexpected, "Welcome to the hotel"),
        (Reply(302, b"", {"location": "https://sign-in.example"}), Unexpected, "status 302"),
        (Reply(502, PAGE), ServiceFault, "status 502"),
        (Reply(429, b""), Throttled, "rate"),
        (refusal(418, "TeapotException", "Short and stout"), Unexpected, "Short and stout"),
        (refusal(403, "AccessDeniedException"), AccessDenied, "connect:StartChatContact on arn:aws:connect:"),
        (
            Reply(400, b'{"__type": "some.namespace#OddException", "message": "x"}'),
            Unexpected,
            "OddException",
        ),
    ],
)
def test_whatever_else_is_told_as_received(reply: Reply, kind: type[ConsoleError], words: str) -> None:
    with Loopback(reply) as server:
        error = failure(server.endpoint)
    assert type(error) is kind
    assert words in error.sentence
    assert "<" not in error.sentence


def test_long_messages_are_cut_and_secrets_in_them_masked() -> None:
    told = f"The request was signed with {KEYS.secret_access_key} and more " + "x" * 5000
    with Loopback(refusal(403, "InvalidSignatureException", told), refusal(400, "Odd", told)) as server:
        wrong, odd = failure(server.endpoint), failure(server.endpoint)
    assert type(wrong) is SignatureWrong
    assert len(odd.sentence) < 1200


# -- what cannot be made to happen here -------------------------------------------------------------

CALL = Call("ListInstances", {}, "us-east-1", "https://connect.us-east-1.amazonaws.com")


def test_an_error_whose_response_is_none_is_no_refusal() -> None:
    # botocore's own class has the attribute, and None in it.
    error = ConnectionClosedError(endpoint_url=CALL.endpoint, error=OSError("cut off"))
    assert getattr(error, "response", "absent") is None
    assert type(translated(error, CALL)) is ConnectionLost


def test_any_other_error_of_the_sdk_is_told_in_its_words() -> None:
    error = translated(NoRegionError(), CALL)
    assert type(error) is NotReached
    assert "You must specify a region" in error.sentence


def test_a_refusal_that_says_nothing_can_be_told() -> None:
    for error in (
        ClientError({}, "ListInstances"),
        ClientError({"Error": {"Code": "Unknown"}}, "ListInstances"),
    ):
        told = translated(error, CALL)
        assert type(told) is Unexpected
        assert told.sentence == "Amazon Connect refused ListInstances: no code, status 0."
