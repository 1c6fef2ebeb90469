"""The query protocol: what botocore's serializer writes is read back, and what is written it parses."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

from botocore.loaders import Loader
from botocore.model import ServiceModel
from botocore.parsers import QueryParser
from botocore.serialize import QuerySerializer
from hypothesis import given, settings
from hypothesis import strategies as st

from console import shape
from console.sandbox import query_protocol, routes
from console.sandbox.received import Received

STS = ServiceModel(Loader().load_service_model("sts", "service-2"), "sts")
ASSUME = shape.model("sts").operation("AssumeRole")

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
tags = st.lists(st.fixed_dictionaries({"Key": texts, "Value": texts}), max_size=12)
inputs = st.fixed_dictionaries(
    {"RoleArn": texts, "RoleSessionName": texts},
    optional={
        "Tags": tags,
        "TransitiveTagKeys": st.lists(texts, max_size=3),
        "PolicyArns": st.lists(st.fixed_dictionaries({"arn": texts}), max_size=3),
        "DurationSeconds": st.integers(-(10**9), 10**9),
        "Policy": texts,
    },
)


@settings(deadline=None)
@given(inputs)
def test_what_botocore_writes_is_read_back(value: dict[str, Any]) -> None:
    request = QuerySerializer().serialize_to_request(value, STS.operation_model("AssumeRole"))
    body = urlencode(request["body"]).encode()
    received = Received("POST", "/", "", [], body)
    assert routes.read_input(routes.match(received), received, ASSUME) == value


printable = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30
)


@settings(deadline=None)
@given(printable, printable, st.integers(0, 4_000_000_000))
def test_what_is_written_botocore_reads(key: str, arn: str, moment: int) -> None:
    output = {
        "Credentials": {
            "AccessKeyId": key,
            "SecretAccessKey": "s",
            "SessionToken": "t",
            "Expiration": moment,
        },
        "AssumedRoleUser": {"AssumedRoleId": "i", "Arn": arn},
    }
    body = query_protocol.result(ASSUME, output, "request-1")
    laid_out = STS.operation_model("AssumeRole").output_shape
    assert laid_out is not None
    parsed = QueryParser().parse({"status_code": 200, "headers": {}, "body": body}, laid_out)
    assert parsed["Credentials"]["Expiration"] == datetime.fromtimestamp(moment, UTC)
    # A parser of XML reads line ends of other scripts as they are, and an empty element as nothing.
    assert (parsed["Credentials"]["AccessKeyId"] or "") == key
    assert (parsed["AssumedRoleUser"]["Arn"] or "") == arn
    assert parsed["ResponseMetadata"]["RequestId"] == "request-1"


@settings(deadline=None)
@given(st.text())
def test_no_message_whatever_breaks_the_xml(message: str) -> None:
    told = ET.fromstring(query_protocol.error("AccessDenied", message, 403, "request-1"))
    assert [element.tag.rpartition("}")[2] for element in told] == ["Error", "RequestId"]


@settings(deadline=None)
@given(st.dictionaries(st.text("Tags.member1230x", max_size=24), texts, max_size=6))
def test_no_form_whatever_breaks_the_reader(form: dict[str, str]) -> None:
    assert isinstance(query_protocol.read(form, ASSUME.input), dict)
