"""The participant service's client, and a customer whose chat has just begun."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from console.sandbox import Sandbox
from tests.console.sandbox.clients import client
from tests.console.sandbox.participant.visitor import Visitor, start


@pytest.fixture(scope="session")
def service(served: Sandbox) -> Iterator[Any]:
    """boto3's client of the participant service, which signs nothing."""
    made = client(served, "connectparticipant")
    yield made
    made.close()


@pytest.fixture
def visitor(sandbox: Sandbox, service: Any) -> Visitor:
    return start(sandbox, service)
