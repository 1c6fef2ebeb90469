"""A customer whose chat has just begun."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox import Sandbox
from tests.console.sandbox.participant.visitor import Visitor, start


@pytest.fixture
def visitor(sandbox: Sandbox, service: Any) -> Visitor:
    return start(sandbox, service)
