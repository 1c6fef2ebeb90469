"""One sandbox for all tests of this folder; each test finds it empty."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.config import Config

from console.sandbox import Sandbox
from tests.conftest import PLAIN_FLOWS
from tests.console.sandbox.clients import client
from tests.console.sandbox.wire import Answered, Send, Signed, Signer, send

if TYPE_CHECKING:
    from types_boto3_connect import ConnectClient
    from types_boto3_sts import STSClient

ONCE = Config(retries={"mode": "standard", "total_max_attempts": 1}, connect_timeout=5, read_timeout=10)


@pytest.fixture(scope="session")
def served() -> Iterator[Sandbox]:
    with Sandbox(shipped=PLAIN_FLOWS) as sandbox:
        yield sandbox


@pytest.fixture
def sandbox(served: Sandbox) -> Sandbox:
    served.reset()
    return served


@pytest.fixture(scope="session")
def connect(served: Sandbox) -> Iterator[ConnectClient]:
    client = boto3.client(
        "connect",
        region_name=served.region,
        endpoint_url=served.endpoint,
        aws_access_key_id=served.access_key_id,
        aws_secret_access_key=served.secret_access_key,
        config=ONCE,
    )
    yield client
    client.close()


@pytest.fixture(scope="session")
def sts(served: Sandbox) -> Iterator[STSClient]:
    client = boto3.client(
        "sts",
        region_name=served.region,
        endpoint_url=served.endpoint,
        aws_access_key_id=served.access_key_id,
        aws_secret_access_key=served.secret_access_key,
        config=ONCE,
    )
    yield client
    client.close()


@pytest.fixture(scope="session")
def service(served: Sandbox) -> Iterator[Any]:
    """boto3's client of the participant service, which signs nothing."""
    made = client(served, "connectparticipant")
    yield made
    made.close()


@pytest.fixture
def signer(sandbox: Sandbox) -> Signer:
    return Signer(sandbox)


@pytest.fixture
def over_the_wire(sandbox: Sandbox) -> Send:
    def sent(signed: Signed) -> Answered:
        return send(sandbox, signed)

    return sent
