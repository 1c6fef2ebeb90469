"""What holds for all tests of the doctor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.console.doctor import examined


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the machine that runs the tests is not theirs."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture(autouse=True, scope="session")
def shared_doors() -> Iterator[None]:
    """Doors to the sandbox of the run serve all tests: most of an examination is making their clients."""
    yield
    examined.close_shared()
