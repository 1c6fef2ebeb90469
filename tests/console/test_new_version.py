"""Looking for a new version: one question, bounded, of whoever published this copy, and of nobody else."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.version import Version

from console import new_version
from console.errors import ConsoleError
from console.new_version import MOST_BYTES, NewVersionUnknown, Releases, is_address, newest, order, releases
from tests.conftest import until
from tests.console.aws.conftest import Certificate, certificate, no_proxy
from tests.console.loopback import HANG, HANG_UP, Loopback, Reply, closed_port

__all__ = ["certificate", "no_proxy"]

PAGE = "https://releases.example.com/somebody/program"
PUBLISHED = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)


def answer(tag: object = "v0.2.0", **members: object) -> Reply:
    """As GitHub documents it, with members that are not read among those that are."""
    told = {
        "url": "https://api.example.com/repos/somebody/program/releases/1",
        "html_url": f"{PAGE}/releases/tag/{tag}",
        "id": 1,
        "tag_name": tag,
        "target_commitish": "main",
        "name": f"Program {tag}",
        "body": "What is new",
        "draft": False,
        "prerelease": False,
        "created_at": "2026-11-19T08:30:00Z",
        "published_at": "2026-11-20T08:30:00Z",
        "author": {"login": "somebody"},
        "assets": [{"name": "SHA256SUMS", "size": 1024}],
        **members,
    }
    return Reply(200, json.dumps(told).encode(), {"content-type": "application/json; charset=utf-8"})


def at(server: Loopback) -> Releases:
    return Releases(PAGE, f"{server.endpoint}/repos/somebody/program")


async def refused(*replies: Reply) -> ConsoleError:
    with Loopback(*replies) as server:
        with pytest.raises(NewVersionUnknown) as told:
            await newest(at(server), "0.1.0")
        assert "127.0.0.1" in told.value.sentence
        assert told.value.advice
        return told.value


# what is asked


async def test_the_question_tells_the_program_and_nothing_of_who_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("GITHUB_TOKEN", "a token of the user's")
    with Loopback(answer()) as server:
        await newest(at(server), "0.1.0")
        (asked,) = server.asked
    assert (asked.method, asked.path, asked.body) == ("GET", "/repos/somebody/program/releases/latest", b"")
    assert dict(asked.headers) == {
        "host": f"127.0.0.1:{server.port}",
        "accept-encoding": "identity",
        "user-agent": "connect-chat-console/0.1.0",
        "accept": "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
    }


async def test_our_own_version_is_the_projects() -> None:
    from console.paths import version

    with Loopback(answer(f"v{version()}")) as server:
        assert (await newest(at(server))).standing == "same"
        assert server.asked[0].headers["user-agent"] == f"connect-chat-console/{version()}"


# what comes of it


@pytest.mark.parametrize(
    ("tag", "name", "standing"),
    [
        ("v0.2.0", "0.2.0", "newer"),
        ("0.10", "0.10", "newer"),
        ("v0.1.0", "0.1.0", "same"),
        ("V0.1", "0.1", "same"),
        ("v0.1.0rc1", "0.1.0rc1", "older"),
        ("v0.0.9", "0.0.9", "older"),
    ],
)
async def test_the_newest_version_is_newer_the_same_or_older(tag: str, name: str, standing: str) -> None:
    with Loopback(answer(tag)) as server:
        found = await newest(at(server), "0.1.0")
    assert (found.name, found.standing, found.published) == (name, standing, PUBLISHED)
    assert found.page == f"{PAGE}/releases/tag/{tag}"


@pytest.mark.parametrize(
    "page",
    [
        "https://elsewhere.example.com/somebody/program/releases/tag/v0.2.0",
        "https://releases.example.com/somebody/programme/releases",
        f"{PAGE}/../../somebody-else/program",
        f"{PAGE}/%2e%2e/%2e%2e/somebody-else/program",
        f"{PAGE}/releases?redirect=https://elsewhere.example.com",
        f"{PAGE}/a\\b",
        "javascript:alert(1)",
        None,
        7,
    ],
)
async def test_a_page_elsewhere_is_not_opened(page: object) -> None:
    with Loopback(answer(html_url=page)) as server:
        assert (await newest(at(server), "0.1.0")).page == f"{PAGE}/releases"


@pytest.mark.parametrize(
    "published", [None, "", "yesterday", "2026-11-20T08:30:00", "0001-01-01T00:00:00Z", 5]
)
async def test_a_day_that_is_not_told_is_left_out(published: object) -> None:
    with Loopback(answer(published_at=published)) as server:
        found = await newest(at(server), "0.1.0")
    assert (found.standing, found.published) == ("newer", None)


async def test_a_repository_that_was_renamed_is_followed_on_its_host() -> None:
    there = Reply(301, b"{}", {"location": "/repositories/7/releases/latest"})
    with Loopback(there, answer()) as server:
        assert (await newest(at(server), "0.1.0")).standing == "newer"
        assert [one.path for one in server.asked][1:] == ["/repositories/7/releases/latest"]


async def test_no_other_host_is_asked() -> None:
    with Loopback(answer()) as other:
        told = await refused(Reply(302, b"", {"location": f"{other.endpoint}/x"}))
        assert not other.asked
    assert f"leads on to 127.0.0.1:{other.port}" in told.sentence
    told = await refused(Reply(302, b"", {"location": f"https://{'x' * 5_000}.example.com/"}))
    assert len(told.sentence) < 300


async def test_a_way_round_ends() -> None:
    there = Reply(307, b"", {"location": "/again"})
    with Loopback(there) as server:
        with pytest.raises(NewVersionUnknown, match="is no release"):
            await newest(at(server), "0.1.0")
        assert len(server.asked) == new_version.REDIRECTS + 1


@pytest.mark.parametrize(
    "reply",
    [
        Reply(200, b"<html>Sign in to this network</html>"),
        Reply(200, b"[]"),
        Reply(200, b"null"),
        Reply(200, b"{}"),
        Reply(200, b"\xff\xfe"),
        Reply(200, b"[" * 200_000),
        Reply(200, b'{"tag_name": ' + b"9" * 6000 + b"}"),
        answer(""),
        answer(7),
        answer("v0.2\u202e"),
        answer("v0." + "1" * 100),
        answer(body="x" * MOST_BYTES),
    ],
    ids=[
        "page",
        "list",
        "null",
        "empty",
        "bytes",
        "deep",
        "number",
        "no name",
        "7",
        "hidden",
        "long",
        "huge",
    ],
)
async def test_what_is_no_release_is_told(reply: Reply) -> None:
    assert "is no release" in (await refused(reply)).sentence


async def test_the_longest_notes_fit_however_they_are_written() -> None:
    files = [{"name": "x" * 100, "uploader": {"url": "y" * 2000}}] * 7
    with Loopback(answer(body="\u30c1" * 125_000, assets=files)) as server:
        assert (await newest(at(server), "0.1.0")).standing == "newer"


async def test_an_answer_in_chunks_is_read_to_its_end() -> None:
    body = answer(body="x" * 100_000).body
    parts = [body[at : at + 30_000] for at in range(0, len(body), 30_000)]
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in [*parts, b""])
    with Loopback(Reply(200, chunks, {"transfer-encoding": "chunked"})) as server:
        assert (await newest(at(server), "0.1.0")).standing == "newer"
    told = await refused(Reply(200, chunks, {"transfer-encoding": "chunked"}, cut=20_000))
    assert "can't be reached" in told.sentence


async def test_what_comes_packed_is_not_unpacked() -> None:
    import gzip

    packed = gzip.compress(answer().body)
    assert "is no release" in (await refused(Reply(200, packed, {"content-encoding": "gzip"}))).sentence


@pytest.mark.parametrize("members", [{"draft": True}, {"prerelease": True}])
async def test_what_is_not_finished_is_not_offered(members: Mapping[str, Any]) -> None:
    assert "a draft or a trial version" in (await refused(answer("v0.2.0", **members))).sentence


async def test_a_name_that_is_no_version_is_told() -> None:
    with Loopback(answer("nightly")) as server, pytest.raises(NewVersionUnknown, match="called nightly"):
        await newest(at(server), "0.1.0")


async def test_none_that_is_published_is_told() -> None:
    assert "knows no release" in (await refused(Reply(404, b'{"message": "Not Found"}'))).sentence


def reset_in(seconds: float) -> str:
    return str(int(time.time() + seconds))


@pytest.mark.parametrize(
    ("status", "headers", "advice"),
    [
        (
            403,
            {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset_in(7200)},
            "Try again in 1 h 59 min.",
        ),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": reset_in(-60)}, "Try again in an hour."),
        (403, {"x-ratelimit-remaining": "0", "x-ratelimit-reset": "9" * 400}, "Try again in an hour."),
        (403, {"retry-after": "90"}, "Try again in 1 min 30 s."),
        (429, {"retry-after": "Fri, 20 Nov 2020 08:30:00 GMT"}, "Try again in an hour."),
        (429, {"retry-after": "9" * 5_000}, "Try again in an hour."),
        (429, {}, "Try again in an hour."),
    ],
)
async def test_too_many_questions_are_told_with_the_time_to_wait(
    status: int, headers: Mapping[str, str], advice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "1 h 59" in advice:
        # Between the drawing up of the table and the answer some of the two hours have gone.
        headers = {**headers, "x-ratelimit-reset": reset_in(7170)}
    told = await refused(Reply(status, b"{}", headers))
    assert "takes no more questions" in told.sentence
    assert told.advice == advice


@pytest.mark.parametrize("status", [403, 500, 502, 204])
async def test_another_answer_is_told_by_its_number(status: int) -> None:
    assert f"but {status}." in (await refused(Reply(status, b"", {"x-ratelimit-remaining": "59"}))).sentence


# when nobody answers


async def test_a_host_that_is_not_there_is_told() -> None:
    whom = Releases(PAGE, f"http://127.0.0.1:{closed_port()}/repos/a/b")
    with pytest.raises(NewVersionUnknown, match=r"can't be reached: .*refused"):
        await newest(whom, "0.1.0")


async def test_a_name_without_an_address_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> object:
        import socket

        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("socket.getaddrinfo", unknown)
    with pytest.raises(NewVersionUnknown, match=r"No address is known for api\.example\.com"):
        await newest(Releases(PAGE, "https://api.example.com/repos/a/b"), "0.1.0")


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (HANG_UP, "Connection aborted."),
        (Reply(200, b"x" * 100, cut=50), "IncompleteRead(50 bytes read, 50 more expected)."),
    ],
)
async def test_a_line_that_breaks_is_told(reply: Reply, why: str) -> None:
    assert (await refused(reply)).sentence.partition(" can't be reached: ")[2] == why


async def test_a_certificate_that_is_not_trusted_is_told(
    certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_CA_BUNDLE", "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with Loopback(answer(), tls=certificate.context) as server:
        with pytest.raises(NewVersionUnknown, match=r"encrypted connection .* certificate") as told:
            await newest(at(server), "0.1.0")
        assert "AWS_CA_BUNDLE" in told.value.advice
        assert not server.asked
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate.chain))
        assert (await newest(at(server), "0.1.0")).standing == "newer"
        monkeypatch.setenv("AWS_CA_BUNDLE", "/nonexistent/bundle.pem")
        with pytest.raises(ConsoleError, match=r"bundle\.pem"):
            await newest(at(server), "0.1.0")


async def test_a_proxy_gets_its_user_and_what_it_refuses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    whom = Releases(PAGE, "https://api.example.com/repos/a/b")
    with Loopback(Reply(407, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://somebody:pass%40word@127.0.0.1:{proxy.port}")
        with pytest.raises(NewVersionUnknown, match=r"proxy did not let .* 407") as told:
            await newest(whom, "0.1.0")
        assert [one.method for one in proxy.asked] == ["CONNECT"]
        assert proxy.asked[0].headers["proxy-authorization"] == "Basic c29tZWJvZHk6cGFzc0B3b3Jk"
        # as many write it, and as the SDK takes it
        monkeypatch.setenv("HTTPS_PROXY", f"127.0.0.1:{proxy.port}")
        with pytest.raises(NewVersionUnknown, match="407"):
            await newest(whom, "0.1.0")
    assert "HTTPS_PROXY" in told.value.advice
    monkeypatch.setenv("HTTPS_PROXY", "http://somebody:password@127.0.0.1:notaport")
    with pytest.raises(NewVersionUnknown) as told:
        await newest(whom, "0.1.0")
    assert "password@" not in told.value.told


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("a:%C3%A4%E3%81%82", "YTrDpOOBgg=="),
        ("a:\u00e4\u3042", "YTrDpOOBgg=="),
        ("a:%E4", "YTrk"),
        ("a", "YTo="),
    ],
)
async def test_a_user_of_a_proxy_is_sent_in_the_bytes_that_were_written(
    written: str, sent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Loopback(Reply(407, b"")) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://{written}@127.0.0.1:{proxy.port}")
        with pytest.raises(NewVersionUnknown, match="407"):
            await newest(Releases(PAGE, "https://api.example.com/repos/a/b"), "0.1.0")
        assert proxy.asked[0].headers["proxy-authorization"] == f"Basic {sent}"


async def test_a_slow_answer_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_version, "WHOLE_S", 0.2)
    assert "did not answer within 0.2 s" in (await refused(HANG)).sentence


async def test_an_answer_that_drips_is_left_and_holds_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(new_version, "WHOLE_S", 0.3)
    with Loopback(Reply(200, b"x" * 5_000, drips=True)) as server:
        with pytest.raises(NewVersionUnknown, match=r"within 0\.3 s"):
            await newest(at(server), "0.1.0")
        await until(server.left.is_set, "that nobody reads any more")


async def test_a_question_that_is_cancelled_frees_who_asked_at_once() -> None:
    with Loopback(HANG) as server:
        task = asyncio.get_running_loop().create_task(newest(at(server), "0.1.0"))
        await until(lambda: server.asked, "the question")
        since = time.monotonic()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert time.monotonic() - since < 5


# who is asked


@pytest.mark.parametrize(
    ("address", "holds"),
    [
        ("https://api.example.com/repos/a/b", True),
        ("https://git.example.com:8443/api/v3/repos/a/b-c_d.e", True),
        ("http://127.0.0.1:8080/repos/a/b", True),
        ("http://127.0.0.1.example.com/repos/a/b", False),
        ("http://api.example.com/repos/a/b", False),
        ("https://user@api.example.com/repos/a/b", False),
        ("https://api.example.com", False),
        ("https://api.example.com/", False),
        ("https://api.example.com/a/", False),
        ("https://api.example.com/a/../b", False),
        ("https://api.example.com/a?b", False),
        ("https://api.example.com/a#b", False),
        ("https://api.example.com/a b", False),
        ("https://api.example.com/a\n", False),
        ("ftp://api.example.com/a", False),
        ("", False),
    ],
)
def test_who_can_be_asked(address: str, holds: bool) -> None:
    assert is_address(address) is holds
    if not holds:
        with pytest.raises(ValueError, match="no address of a repository"):
            Releases(PAGE, address)


def test_a_copy_knows_who_published_it_or_that_nobody_did(tmp_path: Path) -> None:
    assert releases() is None, "the source names nobody"
    file = tmp_path / "releases.json"
    assert releases(file) is None
    whom = Releases(PAGE, "https://api.example.com/repos/somebody/program")
    file.write_text(json.dumps({"page": whom.page, "api": whom.api}), "utf-8")
    assert releases(file) == whom
    assert whom.host == "api.example.com"
    for spoilt in (
        "",
        "{}",
        "[]",
        '{"page": "", "api": ""}',
        '{"page": 1, "api": 2}',
        '{"page": "x", "api":',
    ):
        file.write_text(spoilt, "utf-8")
        assert releases(file) is None


# versions

versions = st.builds(
    lambda lead, numbers, stage: lead + ".".join(map(str, numbers)) + stage,
    st.sampled_from(["", "v"]),
    st.lists(st.integers(0, 30), min_size=1, max_size=5),
    st.one_of(
        st.just(""),
        st.builds(
            "{}{}{}".format,
            st.sampled_from(["", ".", "-", "_"]),
            st.sampled_from(["dev", "a", "alpha", "b", "beta", "c", "rc", "pre", "post", "RC"]),
            st.one_of(st.just(""), st.integers(0, 12).map(str)),
        ),
    ),
)


@given(versions, versions)
def test_versions_are_ordered_as_python_orders_them(one: str, other: str) -> None:
    ours, theirs = order(one), order(other)
    assert ours is not None
    assert theirs is not None
    assert (ours < theirs, ours == theirs) == (
        Version(one) < Version(other),
        Version(one) == Version(other),
    )


@pytest.mark.parametrize(
    "name",
    ["", "v", "nightly", "1.", ".1", "1..2", "1.0+local", "1!1.0", " 1.0", "1.0\n", "\u0661.0", "1.0rc1.dev2",
     "9" * 10, "1.2.3.4.5.6.7"],
)  # fmt: skip
def test_what_is_no_version_has_no_order(name: str) -> None:
    assert order(name) is None


@given(st.text())
def test_any_name_is_ordered_or_is_none(name: str) -> None:
    assert order(name) is None or order(name) == order(f"v{name}") or name[:1] in "vV"
