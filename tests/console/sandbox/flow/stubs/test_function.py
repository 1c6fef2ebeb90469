"""A local command or a URL in the place of a Lambda function, with real processes and a real server."""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from console.sandbox.flow.stubs.failure import FunctionError
from console.sandbox.flow.stubs.function import invoke
from console.sandbox.flow.stubs.response import Response
from tests.conftest import WAIT_S

EVENT = {"Details": {"Parameters": {"who": "Zoë"}}}


def run(text: str, within_s: float = 8, folder: Path | None = None) -> Any:
    command = (sys.executable, "-S", "-E", "-c", text)
    return invoke(Response("command", command), EVENT, within_s, folder)


def failure(text: str, within_s: float = 8, folder: Path | None = None) -> FunctionError:
    with pytest.raises(FunctionError) as failed:
        run(text, within_s, folder)
    return failed.value


def test_a_command_is_given_the_event_and_no_shell(tmp_path: Path) -> None:
    text = "import json, os, sys; print(json.dumps([os.getcwd(), json.load(sys.stdin), '$HOME']))"
    answer = run(text, folder=tmp_path)
    assert answer.value == [str(tmp_path.resolve()), EVENT, "$HOME"]
    assert (answer.log, answer.attempts) == ("", 1)


def test_a_command_that_prints_no_json_is_not_tried_again(tmp_path: Path) -> None:
    failed = failure("open('ran', 'a').write('x'); print('Hello')", folder=tmp_path)
    assert str(failed).startswith("It answered no JSON: ")
    assert (tmp_path / "ran").read_text() == "x"


def test_a_command_that_fails_is_tried_four_times(tmp_path: Path) -> None:
    failed = failure("import sys; open('ran', 'a').write('x'); sys.exit('no luck')", folder=tmp_path)
    assert (str(failed), failed.log) == ("It ended with the exit code 1.", "no luck")
    assert (tmp_path / "ran").read_text() == "xxxx"


def test_a_command_need_not_read_what_it_is_given() -> None:
    assert invoke(Response("command", (sys.executable, "-S", "-c", "")), "x" * 200_000, 8, None).value is None


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_what_a_command_prints_has_a_bound(stream: str) -> None:
    text = f"import sys; sys.{stream}.write('x' * 40_000)"
    if stream == "stdout":
        assert str(failure(text)) == "It printed 32,768 bytes or more."
    else:
        assert run(text).log == "x" * 2_000


@pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are those of POSIX")
def test_at_the_limit_a_command_is_killed_with_its_children(tmp_path: Path) -> None:
    text = (
        "import os, pathlib, signal, sys, time\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "child = os.fork() or os.getpid()\n"
        "if child != os.getpid():\n"
        "    pathlib.Path('child').write_text(str(child))\n"
        "    print('on', file=sys.stderr, flush=True)\n"
        "time.sleep(60)\n"
    )
    began = time.monotonic()
    failed = failure(text, within_s=1.5, folder=tmp_path)
    assert failed.is_late
    assert (str(failed), failed.log) == ("It was not done within its time limit.", "on")
    assert time.monotonic() - began < WAIT_S
    assert _is_gone(int((tmp_path / "child").read_text()))


def _is_gone(pid: int) -> bool:
    until = time.monotonic() + WAIT_S
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        if "State:\tZ" in Path(f"/proc/{pid}/status").read_text():
            return True  # nobody has asked for it yet
    return False


@pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are those of POSIX")
def test_a_child_that_stays_behind_ends_with_its_command(tmp_path: Path) -> None:
    text = (
        "import os, pathlib, time\n"
        "child = os.fork()\n"
        "if not child: time.sleep(60)\n"
        "pathlib.Path('child').write_text(str(child))\n"
        "print('{}', flush=True)\n"
    )
    assert run(text, folder=tmp_path).value == {}
    assert _is_gone(int((tmp_path / "child").read_text()))


# URLs

Behave = Callable[[BaseHTTPRequestHandler, bytes], None]


class Local(ThreadingHTTPServer):
    """A server of the user's, such as the one of SAM."""

    daemon_threads = True

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self.behave: Behave = lambda request, body: reply(request, 200, b"{}")
        self.may_end = threading.Event()
        super().__init__(("127.0.0.1", 0), Asked)

    def call(self, path: str = "/x", within_s: float = 8) -> Any:
        url = f"http://127.0.0.1:{self.server_address[1]}{path}"
        return invoke(Response("url", url), EVENT, within_s, None)

    def failure(self, within_s: float = 8) -> FunctionError:
        with pytest.raises(FunctionError) as failed:
            self.call(within_s=within_s)
        return failed.value


class Asked(BaseHTTPRequestHandler):
    server: Local

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, json.loads(body)))
        self.server.behave(self, body)

    def log_message(self, format: str, *args: object) -> None: ...


def reply(request: BaseHTTPRequestHandler, status: int, body: bytes, **headers: str) -> None:
    request.send_response(status)
    for name, value in headers.items():
        request.send_header(name.replace("_", "-"), value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


@pytest.fixture(scope="module")
def serving() -> Iterator[Local]:
    with Local() as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        yield server
        server.shutdown()
        thread.join(WAIT_S)


@pytest.fixture
def local(serving: Local) -> Local:
    serving.asked.clear()
    serving.may_end.clear()
    return serving


def test_a_url_is_posted_the_event_whatever_proxies_are_set(
    local: Local, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    local.behave = lambda request, body: reply(request, 200, body)
    assert local.call("/2015-03-31/functions/f/invocations?a=b").value == EVENT
    assert local.asked == [("/2015-03-31/functions/f/invocations?a=b", EVENT)]


@pytest.mark.parametrize(
    ("status", "headers", "told", "attempts"),
    [
        (500, {}, "It answered with the status 500.", 4),
        (403, {}, "It answered with the status 403.", 1),
        (302, {"Location": "http://127.0.0.1:1/"}, "It answered with the status 302.", 1),
        (200, {"X_Amz_Function_Error": "Unhandled"}, "The function raised an error: {}", 4),
    ],
)
def test_an_error_of_a_url(
    local: Local, status: int, headers: dict[str, str], told: str, attempts: int
) -> None:
    local.behave = lambda request, body: reply(request, status, b"{}", **headers)
    assert str(local.failure()) == told
    assert len(local.asked) == attempts


def test_an_answer_that_is_too_long_or_no_json(local: Local) -> None:
    local.behave = lambda request, body: reply(request, 200, b"x" * 32_768)
    assert str(local.failure()) == "It answered 32,768 bytes or more."
    local.behave = lambda request, body: reply(request, 200, b"<html>")
    assert str(local.failure()).startswith("It answered no JSON")
    assert len(local.asked) == 2


@pytest.mark.parametrize("has_begun", [False, True])
def test_a_url_that_takes_too_long(local: Local, has_begun: bool) -> None:
    def slow(request: BaseHTTPRequestHandler, body: bytes) -> None:
        if has_begun:
            request.wfile.write(b"HTTP/1.0 200 OK\r\n\r\n{")
        local.may_end.wait(WAIT_S)

    local.behave = slow
    failed = local.failure(within_s=0.2)
    local.may_end.set()
    assert failed.is_late
    assert str(failed) == "It did not answer within its time limit."


def test_nobody_at_a_url_is_told() -> None:
    with pytest.raises(FunctionError, match="It can't be reached: "):
        invoke(Response("url", "http://127.0.0.1:1/"), EVENT, 8, None)
    with pytest.raises(FunctionError) as late:
        invoke(Response("url", "http://127.0.0.1:1/"), EVENT, 0, None)
    assert late.value.is_late
