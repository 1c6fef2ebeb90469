"""Pictures from elsewhere: https alone, only from hosts that are allowed, bounded."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from urllib3.exceptions import ProtocolError

from console import pictures as pictures_module
from console.outside import reason_of
from console.pictures import MOST_BYTES, Pictures, host_of
from tests.conftest import until
from tests.console.aws.conftest import Certificate, certificate, no_proxy
from tests.console.loopback import Loopback, Reply, closed_port

__all__ = ["certificate", "no_proxy"]

PICTURE = b"\x89PNG not really"


@pytest.fixture
def chain(certificate: Certificate) -> Path:
    return certificate.chain


@asynccontextmanager
async def pictures(chain: Path, *urls: str) -> AsyncIterator[Pictures]:
    made = Pictures(authorities=str(chain))
    for url in urls:
        made.allow(host_of(url))
    try:
        yield made
    finally:
        made.close()


def served(certificate: Certificate, *replies: Reply) -> Loopback:
    return Loopback(*replies, tls=certificate.context)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://images.example.com/a.png", "images.example.com"),
        ("https://images.example.com:443/a.png", "images.example.com"),
        ("https://Images.Example.com:8443/a.png", "images.example.com:8443"),
        ("http://images.example.com/a.png", ""),
        ("https://user:word@images.example.com/a.png", ""),
        ("file:///etc/hosts", ""),
        ("//images.example.com/a.png", ""),
        ("https://[::1", ""),
        ("https://a:b/", ""),
        ("data:image/png;base64,AA", ""),
        ("", ""),
    ],
)
def test_only_https_has_a_host(url: str, host: str) -> None:
    assert host_of(url) == host


async def test_nothing_is_asked_of_a_host_that_was_not_allowed(certificate: Certificate, chain: Path) -> None:
    with served(certificate, Reply(200, PICTURE)) as server:
        async with pictures(chain) as made:
            found = await made.fetch(f"{server.endpoint}/a.png")
            assert (found.content, found.host) == (b"", host_of(server.endpoint))
            assert not server.asked
            made.allow(found.host)
            assert (await made.fetch(f"{server.endpoint}/a.png")).content == PICTURE
            # and once is enough
            assert (await made.fetch(f"{server.endpoint}/a.png")).content == PICTURE
        (asked,) = server.asked
        assert not {"cookie", "referer", "authorization"} & set(asked.headers)


async def test_a_redirect_to_another_host_is_asked_for(certificate: Certificate, chain: Path) -> None:
    with served(certificate, Reply(200, PICTURE)) as other:
        there = Reply(302, b"", {"location": f"{other.endpoint}/b.png"})
        with served(certificate, there) as server:
            async with pictures(chain, server.endpoint) as made:
                url = f"{server.endpoint}/a.png"
                found = await made.fetch(url)
                assert found.host == host_of(other.endpoint)
                assert not other.asked
                made.allow(found.host)
                assert (await made.fetch(url)).content == PICTURE


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply(302, b"", {"location": "http://127.0.0.1/plain"}), "https alone"),
        (Reply(302, b"", {"location": "/again"}), "on and on"),
        (Reply(404, b"no"), "answered 404"),
        (Reply(200, b""), "sent nothing"),
        (Reply(200, b"x" * (MOST_BYTES + 1)), "larger than 5 MiB"),
    ],
)
async def test_what_is_no_picture_to_be_had_is_told(
    certificate: Certificate, chain: Path, reply: Reply, told: str
) -> None:
    with served(certificate, reply) as server:
        async with pictures(chain, server.endpoint) as made:
            found = await made.fetch(f"{server.endpoint}/a.png")
            assert not found.content
            assert told in found.why_not


async def test_a_certificate_that_is_not_trusted_is_told(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with served(certificate) as server:
        made = Pictures()
        made.allow(host_of(server.endpoint))
        found = await made.fetch(f"{server.endpoint}/a.png")
        assert "certificate" in found.why_not
        monkeypatch.setenv("AWS_CA_BUNDLE", "/nonexistent/bundle.pem")
        assert "bundle.pem" in (await made.fetch(f"{server.endpoint}/a.png")).why_not
        made.close()


async def test_a_picture_that_drips_is_left(
    certificate: Certificate, chain: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two of them would hold both threads, and no other picture would come."""
    monkeypatch.setattr(pictures_module, "WHOLE_S", 0.3)
    with served(certificate, Reply(200, b"x" * 5_000, drips=True)) as server:
        async with pictures(chain, server.endpoint) as made:
            assert "within 0.3 s" in (await made.fetch(f"{server.endpoint}/a.png")).why_not
            await until(server.left.is_set, "that nobody reads any more")


def test_a_reason_that_is_a_word_is_told() -> None:
    """As Python's own errors have it: of names of hosts that can't be written, and of encrypted lines."""
    assert reason_of(UnicodeEncodeError("idna", "x" * 64, 0, 64, "label too long")) == "label too long"
    assert reason_of(ProtocolError("Connection aborted.", OSError(104, "reset"))) == "Connection aborted"


async def test_a_host_that_is_not_there_is_told(chain: Path) -> None:
    url = f"https://127.0.0.1:{closed_port()}/a.png"
    async with pictures(chain, url) as made:
        assert "can't be fetched" in (await made.fetch(url)).why_not


async def test_work_apart_is_done_on_a_thread_of_its_own() -> None:
    import threading

    made = Pictures()
    assert (await made.apart(threading.current_thread)).name.startswith("picture")
    made.close()
