"""Signatures: what botocore signs is accepted, and nothing that was changed afterwards is."""

from __future__ import annotations

import hmac
import urllib.parse
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any
from unittest import mock

import pytest
from botocore.auth import SigV4Auth, SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from botocore.utils import normalize_url_path
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from console.sandbox import Sandbox
from console.sandbox.identity import KEYS, REGION, KeyPair
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError
from console.sandbox.signature import KeysOf, verify
from tests.console.sandbox.wire import Send, Signer, smallest

HOST = "127.0.0.1:8080"
NOW = datetime(2026, 11, 22, 14, 30, tzinfo=UTC)

segments = st.text(min_size=1, max_size=12).map(lambda text: urllib.parse.quote(text, safe=""))
paths = st.lists(
    st.one_of(segments, st.sampled_from(["", ".", "..", "a b%", "arn:aws:x/y"])), max_size=6
).map(lambda parts: "/" + "/".join(urllib.parse.quote(part, safe="%:~") for part in parts))
queries = st.lists(st.tuples(st.text(max_size=8), st.text(max_size=8)), max_size=5).map(
    lambda pairs: urllib.parse.urlencode(pairs, quote_via=urllib.parse.quote)
)
values = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=20)


def as_received(request: AWSRequest, body: bytes) -> Received:
    parts = urllib.parse.urlsplit(str(request.url))
    headers = [(name.lower(), value.strip()) for name, value in request.headers.items()]
    return Received(str(request.method), parts.path, parts.query, [*headers, ("host", HOST)], body)


def signed(
    method: str = "PUT",
    path: str = "/contact/chat",
    query: str = "",
    body: bytes = b"{}",
    headers: dict[str, str] | None = None,
    keys: KeyPair = KEYS,
    at: datetime = NOW,
) -> Received:
    url = f"http://{HOST}{path}" + (f"?{query}" if query else "")
    request = AWSRequest(method, url, data=body, headers=headers or {})
    with mock.patch("botocore.auth.get_current_datetime", return_value=at):
        credentials = Credentials(keys.access_key_id, keys.secret_access_key, keys.session_token)
        SigV4Auth(credentials, "connect", REGION).add_auth(request)
    return as_received(request, body)


def only(keys: KeyPair) -> KeysOf:
    """Nobody but these keys may sign."""
    return lambda access_key_id: keys if access_key_id == keys.access_key_id else None


def accepted(received: Received, keys: KeyPair = KEYS, now: datetime = NOW) -> bool:
    try:
        assert verify(received, "connect", REGION, only(keys), now) == keys.access_key_id
    except RefusalError:
        return False
    return True


def refusal(received: Received, keys: KeyPair = KEYS, now: datetime = NOW) -> RefusalError:
    with pytest.raises(RefusalError) as caught:
        verify(received, "connect", REGION, only(keys), now)
    return caught.value


@settings(deadline=None)
@given(st.sampled_from(["GET", "PUT", "POST", "DELETE"]), paths, queries, st.binary(max_size=80), values)
def test_what_botocore_signs_is_accepted(method: str, path: str, query: str, body: bytes, value: str) -> None:
    assert accepted(signed(method, path, query, body, {"X-Amz-Meta": value}))


def canonical_query(query: str) -> list[str]:
    return sorted(query.split("&")) if query else []


@settings(deadline=None)
@given(st.data())
def test_a_changed_byte_anywhere_is_refused(data: st.DataObject) -> None:
    whole = signed(
        "PUT", "/contact/chat", "maxResults=5&nextToken=abc", b'{"InstanceId": "x"}', {"X-Amz-Meta": "v"}
    )
    place = data.draw(st.sampled_from(["method", "path", "query", "body", "header"]))
    if place == "header":
        names = ["x-amz-date", "x-amz-meta", "host", "authorization"]
        name = data.draw(st.sampled_from(names))
        old = dict(whole.headers)[name]
        new = changed(data, old)
        assume(" ".join(new.split()) != " ".join(old.split()))
        # Space around the parts of Authorization carries no meaning.
        assume(name != "authorization" or new.replace(" ", "") != old.replace(" ", ""))
        headers = [(one, new if one == name else value) for one, value in whole.headers]
        tampered = replace(whole, headers=headers)
    elif place == "body":
        at = data.draw(st.integers(0, len(whole.body) - 1))
        byte = data.draw(st.integers(0, 255).filter(lambda one: one != whole.body[at]))
        tampered = replace(whole, body=whole.body[:at] + bytes([byte]) + whole.body[at + 1 :])
    else:
        old = getattr(whole, place)
        new = changed(data, old)
        assume(place != "query" or canonical_query(new) != canonical_query(old))
        # A dot segment or a slash more or less names the same path.
        assume(place != "path" or normalize_url_path(new) != normalize_url_path(old))
        changes: dict[str, Any] = {place: new}
        tampered = replace(whole, **changes)
    assert not accepted(tampered)


def changed(data: st.DataObject, text: str) -> str:
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(min_codepoint=33, max_codepoint=126).filter(lambda one: one != text[at]))
    return text[:at] + letter + text[at + 1 :]


@pytest.mark.parametrize(
    ("minutes", "fine"),
    [(-4.9, True), (4.9, True), (-5.1, False), (5.1, False), (-60, False), (60 * 24, False)],
)
def test_a_date_may_be_five_minutes_off(minutes: float, fine: bool) -> None:
    received = signed(at=NOW + timedelta(minutes=minutes))
    assert accepted(received) is fine
    if not fine:
        assert refusal(received).message.startswith("Signature expired")


def test_another_key_is_nobody() -> None:
    other = KeyPair("AKIAI44QH8DHBEXAMPLE", KEYS.secret_access_key)
    assert refusal(signed(keys=other)).code == "UnrecognizedClientException"


def test_another_secret_gives_another_signature() -> None:
    other = KeyPair(KEYS.access_key_id, "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY")
    assert refusal(signed(keys=other)).code == "InvalidSignatureException"


def test_a_session_token_belongs_to_its_keys() -> None:
    session = KeyPair(KEYS.access_key_id, KEYS.secret_access_key, "example-session-token")
    with_token = signed(keys=session)
    assert accepted(with_token, session)
    assert refusal(with_token, KEYS).code == "UnrecognizedClientException"
    assert refusal(signed(), session).code == "UnrecognizedClientException"


def test_without_signature_the_token_is_missing() -> None:
    bare = Received("GET", "/instance", "", [("host", HOST)], b"")
    assert refusal(bare).code == "MissingAuthenticationTokenException"


@pytest.mark.parametrize(
    "authorization",
    [
        "Basic Zm9vOmJhcg==",
        "AWS4-HMAC-SHA256",
        "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=0",
        "AWS4-HMAC-SHA256 Signature=0",
        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20261121/us-east-1/connect/aws4_request, "
        "SignedHeaders=host;x-amz-date, Signature=0",
        ", = ,,=",
        "",
    ],
)
def test_a_garbled_authorization_is_refused(authorization: str) -> None:
    headers = [("host", HOST), ("x-amz-date", "20261122T143000Z"), ("authorization", authorization)]
    assert refusal(Received("GET", "/instance", "", headers, b"")).code == "InvalidSignatureException"


@settings(deadline=None)
@given(st.text(st.characters(max_codepoint=255), max_size=120))
def test_no_authorization_whatever_breaks_the_verifier(text: str) -> None:
    for authorization in (text, f"AWS4-HMAC-SHA256 {text}"):
        headers = [("host", HOST), ("x-amz-date", text[:16]), ("authorization", authorization)]
        assert not accepted(Received("GET", "/", text, headers, b""))


@pytest.mark.parametrize("left_out", ["host", "x-amz-date"])
def test_host_and_date_must_be_signed(left_out: str) -> None:
    # A signer that leaves the header out and is right in all else: its signature is computed here.
    stamp = NOW.strftime("%Y%m%dT%H%M%SZ")
    headers = {"host": HOST, "x-amz-date": stamp}
    names = ";".join(name for name in headers if name != left_out)
    lines = "".join(f"{name}:{value}\n" for name, value in headers.items() if name != left_out)
    canonical = f"GET\n/instance\n\n{lines}\n{names}\n{sha256(b'').hexdigest()}"
    scope = f"{stamp[:8]}/{REGION}/connect/aws4_request"
    text = f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{sha256(canonical.encode()).hexdigest()}"
    key = f"AWS4{KEYS.secret_access_key}".encode()
    for part in scope.split("/"):
        key = hmac.new(key, part.encode(), sha256).digest()
    authorization = (
        f"AWS4-HMAC-SHA256 Credential={KEYS.access_key_id}/{scope}, SignedHeaders={names}, "
        f"Signature={hmac.new(key, text.encode(), sha256).hexdigest()}"
    )
    received = Received("GET", "/instance", "", [*headers.items(), ("authorization", authorization)], b"")
    assert refusal(received).message == f"SignedHeaders must include {left_out}."


def test_a_signature_names_its_date() -> None:
    whole = signed()
    headers = [header for header in whole.headers if header[0] != "x-amz-date"]
    assert "X-Amz-Date" in refusal(replace(whole, headers=headers)).message
    for wrong in ("20261122", "2026-11-22T14:30Z", "20261322T143000Z", ""):
        dated = [*headers, ("x-amz-date", wrong)]
        assert refusal(replace(whole, headers=dated)).code == "InvalidSignatureException"


@pytest.mark.parametrize("announced", ["UNSIGNED-PAYLOAD", sha256(b"other").hexdigest()])
def test_the_announced_hash_must_be_that_of_the_body(announced: str) -> None:
    received = signed(headers={"X-Amz-Content-SHA256": announced})
    assert "not the hash of the body" in refusal(received).message
    assert accepted(signed(headers={"X-Amz-Content-SHA256": sha256(b"{}").hexdigest()}))


@pytest.mark.parametrize(
    ("service", "region"), [("sts", REGION), ("connect", "eu-central-1"), ("logs", REGION)]
)
def test_the_scope_must_be_that_of_the_service(service: str, region: str) -> None:
    with pytest.raises(RefusalError) as caught:
        verify(signed(), service, region, only(KEYS), NOW)
    assert caught.value.code == "InvalidSignatureException"
    assert "Credential must be" in caught.value.message


def presigned(expires: int = 60, path: str = "/instance", query: str = "maxResults=3") -> Received:
    request = AWSRequest("GET", f"http://{HOST}{path}?{query}")
    with mock.patch("botocore.auth.get_current_datetime", return_value=NOW):
        credentials = Credentials(KEYS.access_key_id, KEYS.secret_access_key)
        SigV4QueryAuth(credentials, "connect", REGION, expires=expires).add_auth(request)
    parts = urllib.parse.urlsplit(str(request.url))
    return Received("GET", parts.path, parts.query, [("host", HOST)], b"")


@settings(deadline=None)
@given(paths, st.integers(1, 604_800))
def test_a_presigned_address_is_accepted(path: str, expires: int) -> None:
    assert accepted(presigned(expires, path))


def test_a_presigned_address_runs_out() -> None:
    received = presigned(60)
    assert accepted(received, now=NOW + timedelta(seconds=59))
    late = refusal(received, now=NOW + timedelta(seconds=61))
    assert late.message.startswith("Signature expired")


@pytest.mark.parametrize("expires", ["0", "604801", "-1", "1e3", "", "٣"])
def test_a_presigned_address_names_a_sane_lifetime(expires: str) -> None:
    received = presigned(60)
    query = received.query.replace("X-Amz-Expires=60", f"X-Amz-Expires={urllib.parse.quote(expires)}")
    assert "X-Amz-Expires" in refusal(replace(received, query=query)).message


def test_a_presigned_address_that_was_changed_is_refused() -> None:
    received = presigned()
    assert not accepted(replace(received, query=received.query.replace("maxResults=3", "maxResults=4")))
    assert not accepted(replace(received, method="DELETE"))
    assert not accepted(replace(received, body=b"x"))


# Over a real socket, as the service answers.


def test_every_refusal_of_the_table_on_the_wire(
    sandbox: Sandbox, signer: Signer, over_the_wire: Send
) -> None:
    request = smallest(sandbox)
    fine = signer.start(request)
    without = fine.but(
        headers={name: value for name, value in fine.headers.items() if name != "Authorization"}
    )
    cases = {
        "UnrecognizedClientException": replace(signer, access_key_id="AKIAI44QH8DHBEXAMPLE").start(request),
        "InvalidSignatureException": replace(signer, secret_access_key="wrong").start(request),
        "MissingAuthenticationTokenException": without,
    }
    for error, wrong in cases.items():
        answered = over_the_wire(wrong)
        assert (answered.status, answered.error) == (403, error)
        assert answered.message
    assert over_the_wire(fine).status == 200
    assert len(sandbox.contacts.all()) == 1


def test_a_tampered_body_starts_nothing(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    fine = signer.start(smallest(sandbox))
    for at in range(0, len(fine.body), 7):
        body = fine.body[:at] + bytes([fine.body[at] ^ 1]) + fine.body[at + 1 :]
        assert over_the_wire(fine.but(body=body)).error == "InvalidSignatureException"
    assert sandbox.contacts.all() == ()


def test_a_tampered_path_or_query_is_refused(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    fine = signer.sign("GET", f"/contact-flows-summary/{sandbox.instance_id}?maxResults=1")
    assert over_the_wire(fine).status == 200
    for target in (
        fine.target.replace("=1", "=2"),
        fine.target + "&a=b",
        fine.target.replace("-flows", "%2Dflows"),
    ):
        assert over_the_wire(fine.but(target=target)).status in (403, 404)


def test_a_path_with_encoded_characters_is_verified(signer: Signer, over_the_wire: Send) -> None:
    answered = over_the_wire(signer.sign("GET", "/instance/a%20b%2Fc%3A%C3%A9"))
    assert (answered.status, answered.error) == (404, "ResourceNotFoundException")
    assert "“a b/c:é”" in answered.message


def test_a_presigned_call_of_sts_is_answered(sandbox: Sandbox, signer: Signer, over_the_wire: Send) -> None:
    request = AWSRequest("GET", f"{sandbox.endpoint}/?Action=GetCallerIdentity&Version=2011-06-15")
    credentials = Credentials(signer.access_key_id, signer.secret_access_key)
    SigV4QueryAuth(credentials, "sts", REGION, expires=60).add_auth(request)
    target = str(request.url).removeprefix(sandbox.endpoint)
    fine = signer.sign("GET", "/").but(target=target, headers={})
    assert b"<Account>123456789012</Account>" in over_the_wire(fine).body
    wrong = over_the_wire(fine.but(target=target.replace("2011-06-15", "2011-06-16")))
    assert wrong.status == 403
    assert b"<Code>SignatureDoesNotMatch</Code>" in wrong.body
