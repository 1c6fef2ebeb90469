"""What is remembered as a secret here is forgotten behind each test: some of it is none."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from console import redaction


@pytest.fixture(autouse=True)
def forgetful_redaction() -> Iterator[None]:
    before = dict(redaction._remembered)
    yield
    redaction._remembered.clear()
    redaction._remembered.update(before)
    redaction.remember("long enough to sort them anew")
