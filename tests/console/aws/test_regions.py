from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from console.aws import Patience
from console.aws.clients import Route
from console.aws.regions import address_of, knock, partition_of, regions_offering
from console.credentials import Proxy
from console.errors import (
    AnswerTimedOut,
    ConnectionLost,
    NoConnection,
    NotReached,
    ProfileProblem,
    ProxyFailed,
)
from tests.console.loopback import HANG, HANG_UP, Loopback, Reply, closed_port

SHORT = Patience(connect_s=2, read_s=0.2)
ROUTE = Route("us-east-1")


def test_where_amazon_connect_is_offered() -> None:
    offering = regions_offering("connect", "us-east-1")
    assert {"us-east-1", "eu-central-1", "ap-southeast-2"} <= set(offering)
    assert "eu-west-1" not in offering
    # Pseudo-regions such as fips-us-east-1 are no regions.
    assert all(region[2] == "-" for region in offering)
    assert regions_offering("connect", "us-gov-east-1") == ("us-gov-west-1",)
    assert regions_offering("connect", "cn-north-1") == ()


@pytest.mark.parametrize(
    ("region", "partition"),
    [
        ("us-east-1", "aws"),
        # A region that is newer than the list is told by its form.
        ("eu-newtown-7", "aws"),
        ("cn-north-1", "aws-cn"),
        ("us-gov-west-1", "aws-us-gov"),
        ("nowhere", "aws"),
    ],
)
def test_the_partition_of_a_region(region: str, partition: str) -> None:
    assert partition_of(region) == partition


def test_addresses() -> None:
    assert address_of("connect", ROUTE) == "https://connect.us-east-1.amazonaws.com"
    assert address_of("participant.connect", ROUTE) == "https://participant.connect.us-east-1.amazonaws.com"
    china = Route("cn-north-1")
    assert (
        address_of("participant.connect", china) == "https://participant.connect.cn-north-1.amazonaws.com.cn"
    )
    local = Route("us-east-1", "http://127.0.0.1:8080")
    assert {address_of("connect", local), address_of("participant.connect", local)} == {local.endpoint}
    own = Route("us-east-1", "https://connect.example.com")
    assert address_of("connect", own) == "https://connect.example.com"
    assert address_of("participant.connect", own) == address_of("participant.connect", ROUTE)


def test_regions_are_read_without_botocore() -> None:
    code = (
        "import sys, console.aws.regions as regions; regions.regions_offering('connect', 'us-east-1'); "
        "print('botocore' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=30
    )
    assert done.stdout.strip() == "False"


@pytest.mark.parametrize("status", [200, 302, 403, 404, 500])
def test_any_answer_will_do(status: int) -> None:
    with Loopback(Reply(status, b"{}", {"location": "http://127.0.0.1:1/"})) as server:
        way = knock(server.endpoint, Route("us-east-1", server.endpoint), SHORT)
    assert (way.address, way.status, way.proxy) == (server.endpoint, status, "")
    assert [one.method for one in server.asked] == ["GET"]
    assert "authorization" not in server.asked[0].headers


@pytest.mark.parametrize(
    ("reply", "kind"), [(HANG, AnswerTimedOut), (HANG_UP, ConnectionLost)], ids=["silent", "hangs up"]
)
def test_no_answer_is_told(reply: Reply, kind: type[NotReached]) -> None:
    with Loopback(reply) as server, pytest.raises(kind) as told:
        knock(server.endpoint, Route("us-east-1", server.endpoint), SHORT)
    assert server.endpoint in told.value.sentence


def test_nobody_there() -> None:
    endpoint = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(NoConnection):
        knock(endpoint, Route("us-east-1", endpoint), SHORT)


def test_the_profiles_proxy_is_used_and_its_password_is_not_told() -> None:
    with Loopback(Reply(407, b"")) as server:
        proxy = Proxy(f"http://127.0.0.1:{server.port}", "ada", "correct horse")
        with pytest.raises(ProxyFailed) as told:
            knock("https://connect.us-east-1.amazonaws.com", Route("us-east-1", proxy=proxy), SHORT)
    assert [one.method for one in server.asked] == ["CONNECT"]
    assert "proxy-authorization" in server.asked[0].headers
    assert f"127.0.0.1:{server.port}" in told.value.proxy
    assert "horse" not in f"{told.value.sentence}{told.value.facts}"


def test_the_systems_proxy_is_told_without_its_user(monkeypatch: pytest.MonkeyPatch) -> None:
    with Loopback(Reply(200)) as server:
        monkeypatch.setenv("HTTP_PROXY", f"http://ada:secret@127.0.0.1:{server.port}")
        way = knock("http://connect.invalid", ROUTE, SHORT)
    assert way.proxy == f"http://127.0.0.1:{server.port}"


def test_certificates_that_are_not_there(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("AWS_CA_BUNDLE", str(tmp_path / "missing.pem"))
    with pytest.raises(ProfileProblem, match=r"missing\.pem"):
        knock("https://connect.invalid", ROUTE, SHORT)
