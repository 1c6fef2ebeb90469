"""Routes: every operation of the model is found by its own path, and input is read from its places."""

from __future__ import annotations

import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import shape
from console.sandbox import routes
from console.sandbox.operations import ANSWERED
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


def received(method: str, path: str, query: str = "", body: bytes = b"") -> Received:
    return Received(method, path, query, [("host", "127.0.0.1:1")], body)


@pytest.mark.parametrize("service", routes.REST)
def test_every_operation_of_the_model_is_found_by_its_path(service: str) -> None:
    for name, raw in shape.model(service).raw["operations"].items():
        address = re.sub(r"\{(\w+)\+?\}", r"some-\1", raw["http"]["requestUri"])
        path, _, query = address.partition("?")
        found = routes.match(received(raw["http"]["method"], path, query))
        assert (found.service, found.operation) == (service, name)
        assert found.found == {
            one: f"some-{one}" for one in re.findall(r"\{(\w+)\+?\}", raw["http"]["requestUri"])
        }


def test_what_is_signed_and_in_which_name() -> None:
    signed = {pair for pair in ANSWERED if routes.is_signed(*pair)}
    assert {service for service, _ in signed} == {"connect", "logs", "sts"}
    assert {service for service, _ in set(ANSWERED) - signed} == {"sso", "sso-oidc", "connectparticipant"}
    names = {one: routes.signing_name(one) for one in ("connect", "logs", "sso", "sso-oidc", "sts")}
    assert (names.pop("sso"), names.pop("sso-oidc")) == ("awsssoportal", "sso-oauth")
    assert all(name == service for service, name in names.items())


@settings(deadline=None)
@given(names, names)
def test_names_in_a_path_come_back_as_they_were(instance: str, contact: str) -> None:
    path = f"/contacts/{quote(instance, safe='')}/{quote(contact, safe='')}"
    found = routes.match(received("GET", path))
    operation = shape.model("connect").operation("DescribeContact")
    given_ = routes.read_input(found, received("GET", path), operation)
    assert given_ == {"InstanceId": instance, "ContactId": contact}


@settings(deadline=None)
@given(names, st.lists(names, min_size=1, max_size=4), names, st.integers(-(10**18), 10**18))
def test_the_query_is_read_by_the_kind_of_its_members(
    instance: str, types: list[str], token: str, most: int
) -> None:
    query = urlencode(
        [
            *(("contactFlowTypes", one) for one in types),
            ("nextToken", token),
            ("maxResults", most),
            ("x", "y"),
        ]
    )
    request = received("GET", f"/contact-flows-summary/{quote(instance, safe='')}", query)
    operation = shape.model("connect").operation("ListContactFlows")
    assert routes.read_input(routes.match(request), request, operation) == {
        "InstanceId": instance,
        "ContactFlowTypes": types,
        "NextToken": token,
        "MaxResults": most,
    }


@pytest.mark.parametrize("text", ["", "ten", "+-5", "1.0", "٣", "9" * 40])
def test_a_number_that_is_none_stays_text_for_the_check(text: str) -> None:
    request = received("GET", "/instance", urlencode({"maxResults": text}))
    operation = shape.model("connect").operation("ListInstances")
    assert routes.read_input(routes.match(request), request, operation) == {"MaxResults": text}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/contact/chat"),
        ("GET", "/nothing"),
        ("GET", "/contacts//x"),
        ("OPTIONS", "/"),
        ("GET", "//"),
    ],
)
def test_what_no_operation_has_is_unknown(method: str, path: str) -> None:
    with pytest.raises(RefusalError) as caught:
        routes.match(received(method, path))
    assert caught.value.code == "UnknownOperationException"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff\xfe", b"null", b"[" * 100_000, b"1" * 5000])
def test_a_body_that_is_no_object_cannot_be_read(body: bytes) -> None:
    request = received("PUT", "/contact/chat", body=body)
    operation = shape.model("connect").operation("StartChatContact")
    with pytest.raises(RefusalError) as caught:
        routes.read_input(routes.match(request), request, operation)
    assert caught.value.code == "SerializationException"


def test_an_action_of_sts_names_its_operation() -> None:
    form = b"Action=GetCallerIdentity&Version=2011-06-15"
    found = routes.match(received("POST", "/", body=form))
    assert (found.service, found.operation) == ("sts", "GetCallerIdentity")
    with pytest.raises(RefusalError):
        routes.match(received("POST", "/", body=b"Action=DeleteEverything"))


def test_a_form_of_endless_fields_is_not_read() -> None:
    with pytest.raises(RefusalError) as caught:
        routes.match(received("POST", "/", body=b"a=b&" * 2000))
    assert caught.value.code == "SerializationException"


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_no_form_whatever_breaks_the_reader(body: bytes) -> None:
    with pytest.raises(RefusalError):
        routes.match(received("POST", "/", body=body))
