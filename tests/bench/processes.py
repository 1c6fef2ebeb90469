"""The processes that are measured: the window, a bare one, the AWS CLI, and two servers."""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent.parent
MAIN = ROOT / "main.py"
BARE_WINDOW = Path(__file__).resolve().parent / "bare_window.py"
EXAMPLE_KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")  # of AWS's documentation
BOUND_S = 120
COMES_UP_S = 60


class NotMeasuredError(Exception):
    """Why a figure could not be taken."""


@dataclass(frozen=True)
class Smoke:
    """What one smoke test told: times in milliseconds from the start of the process, memory in MB."""

    timings_ms: Mapping[str, float]
    rss_mb: float


@dataclass(frozen=True)
class Server:
    """A server that listens on 127.0.0.1, and how to sign for it."""

    endpoint: str
    region: str
    access_key_id: str
    secret_access_key: str
    instance_id: str = ""
    flow_id: str = ""
    pid: int = 0

    def as_environment(self) -> dict[str, str]:
        """The variables that an AWS client reads, without the user's own."""
        own = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
        return own | {
            "AWS_ACCESS_KEY_ID": self.access_key_id,
            "AWS_SECRET_ACCESS_KEY": self.secret_access_key,
            "AWS_REGION": self.region,
            "AWS_DEFAULT_REGION": self.region,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }


@contextlib.contextmanager
def screen() -> Iterator[str]:
    """Chooses where windows are drawn, and says it: the caller's platform, a new Xvfb, or nowhere."""
    if chosen := os.environ.get("QT_QPA_PLATFORM"):
        yield chosen
    elif xvfb := shutil.which("Xvfb"):
        ours, theirs = os.pipe()
        # the server picks a free number itself and writes it into the pipe
        with subprocess.Popen(
            [xvfb, "-displayfd", str(theirs), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
            pass_fds=(theirs,), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        ) as server:  # fmt: skip
            os.close(theirs)
            with os.fdopen(ours) as told:
                number = told.readline().strip()
            os.environ.update(DISPLAY=f":{number}", QT_QPA_PLATFORM="xcb")
            yield "xcb under Xvfb"
            server.terminate()
    else:
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
        yield "offscreen"


def _finished(command: Sequence[str], environment: Mapping[str, str] | None = None) -> str:
    """The standard output of a process that must succeed."""
    try:
        result = subprocess.run(
            command, env=environment, cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=BOUND_S, check=True,
        )  # fmt: skip
    except subprocess.CalledProcessError as failed:
        last = (failed.stderr.strip() or "no words").splitlines()[-1]
        # `python -m module …`, `python file …`, or a program of its own
        name = Path(command[2 if command[1] == "-m" else 0 if command[1].startswith("--") else 1]).name
        raise NotMeasuredError(f"{name} ended with {failed.returncode}: {last}") from failed
    except (OSError, subprocess.TimeoutExpired) as failed:
        raise NotMeasuredError(str(failed)) from failed
    return result.stdout


def smoke(main: Path = MAIN) -> Smoke:
    """Runs the smoke test of the program; raises NotMeasuredError unless every check holds."""
    return _smoke([sys.executable, str(main)])


def packaged_smoke(program: Path) -> Smoke:
    """The same of a program that was built."""
    return _smoke([str(program)])


def _smoke(program: Sequence[str]) -> Smoke:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "smoke.json"
        try:
            _finished([*program, f"--smoke-test={report}"])
        except NotMeasuredError:
            if not report.exists():
                raise
        told = json.loads(report.read_text())
    if not told["ok"]:
        failed = ", ".join(name for name, holds in told["checks"].items() if not holds)
        raise NotMeasuredError(f"the smoke test failed: {failed}")
    return Smoke(told["timings_ms"], told["rss_mb"])


def bare_window() -> float:
    """Milliseconds from the start of a process to the first paint of a window with 20 widgets."""
    return float(_finished([sys.executable, str(BARE_WINDOW), str(time.time_ns())]))


def memory_elsewhere(server: Server) -> float:
    """Memory in MB of the window after one chat on an endpoint of another process."""
    environment = server.as_environment() | {"AWS_ENDPOINT_URL": server.endpoint}
    module = [sys.executable, "-m", "tests.bench.elsewhere", server.instance_id, server.flow_id]
    return float(_finished(module, environment))


def cli_start(anchors: Path, sandbox: Server) -> float:
    """Milliseconds of a whole `aws connect start-chat-contact` process."""
    command = [
        str(anchors / "bin" / "python"), str(anchors / "bin" / "aws"), "connect", "start-chat-contact",
        "--endpoint-url", sandbox.endpoint,
        "--instance-id", sandbox.instance_id,
        "--contact-flow-id", sandbox.flow_id,
        "--participant-details", "DisplayName=Bench",
    ]  # fmt: skip
    started = time.perf_counter()
    answer = json.loads(_finished(command, sandbox.as_environment()))
    took = (time.perf_counter() - started) * 1000
    if "ContactId" not in answer:
        raise NotMeasuredError("the AWS CLI got no contact")
    return took


def line_of(process: subprocess.Popen[str], within_s: float, late: str) -> str:
    """The next line that a process writes; `late` says what it means that none comes in time."""
    assert process.stdout
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        if not ready.select(within_s):
            raise NotMeasuredError(late)
    return process.stdout.readline()


@contextlib.contextmanager
def ended(process: subprocess.Popen[str]) -> Iterator[None]:
    """Ends a process that we started, however the block ends."""
    with process:
        try:
            yield
        finally:
            process.terminate()


@contextlib.contextmanager
def sandbox_server(main: Path = MAIN) -> Iterator[Server]:
    """The sandbox in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, str(main), "sandbox"], cwd=ROOT, text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with ended(process):
        try:
            told: dict[str, Any] = json.loads(line_of(process, COMES_UP_S, "the server did not come up"))
        except ValueError as failed:
            raise NotMeasuredError("the sandbox did not say where it listens") from failed
        yield Server(
            told["endpoint"],
            told["region"],
            told["access_key_id"],
            told["secret_access_key"],
            told["instance_id"],
            told["flows"][0]["id"],
            process.pid,
        )


@contextlib.contextmanager
def moto_server(anchors: Path) -> Iterator[Server]:
    """moto's server in a process of its own, on a port that was free a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [str(anchors / "bin" / "python"), "-m", "moto.server", "-H", "127.0.0.1", "-p", str(port)], text=True,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    with ended(process):
        endpoint = f"http://127.0.0.1:{port}"
        _answers(f"{endpoint}/moto-api/", process)
        yield Server(
            endpoint, "us-east-1", "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        )


def _answers(address: str, process: subprocess.Popen[str]) -> None:
    """Waits until an address answers anything at all."""
    deadline = time.monotonic() + COMES_UP_S
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except urllib.error.HTTPError:
            return
        except OSError:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(0.05)
    raise NotMeasuredError("the server did not come up")
