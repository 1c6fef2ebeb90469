"""The sandbox as a program: its first line, its log, its signals."""

from __future__ import annotations

import json
import os
import select
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import pytest

from console.sandbox.serve import serve_until_signal

PROGRAM = """
import sys
from pathlib import Path
from console.sandbox.serve import serve_until_signal
port, flows, *faults = sys.argv[1:]
sys.exit(serve_until_signal(int(port), Path(flows) if flows else None, faults, ["http://localhost:3000"]))
"""
WITHIN_S = 20.0


@contextmanager
def served(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "PYTHONUNBUFFERED": "", "PYTHONIOENCODING": "utf-8"}
    command = [sys.executable, "-W", "error", "-c", PROGRAM, *arguments]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def first_line(process: subprocess.Popen[str]) -> str:
    stdout: IO[str] | None = process.stdout
    assert stdout is not None
    ready, _, _ = select.select([stdout], [], [], WITHIN_S)
    assert ready, "no line within the bound"
    return stdout.readline()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_serves_until_a_signal(number: signal.Signals) -> None:
    with served("0", "") as process:
        described = json.loads(first_line(process))
        with pytest.raises(urllib.request.HTTPError) as caught:
            urllib.request.urlopen(described["endpoint"] + "/instance", timeout=10)
        assert caught.value.code == 403
        assert caught.value.headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"
        caught.value.close()
        began = time.perf_counter()
        process.send_signal(number)
        rest, log = process.communicate(timeout=WITHIN_S)
        assert time.perf_counter() - began < 2
    assert process.returncode == 0
    assert rest == ""
    assert f"{number.name}: stopping" in log
    assert "ListInstances 403 MissingAuthenticationTokenException" in log
    assert "Traceback" not in log
    assert described["secret_access_key"] not in log


def test_faults_and_flows_are_taken_from_the_start(tmp_path: Path) -> None:
    action = {"Identifier": "a", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
    flow = {"Version": "2019-10-30", "StartAction": "a", "Actions": [action]}
    (tmp_path / "mine.json").write_text(json.dumps(flow))
    (tmp_path / "other.json").write_text("no flow")
    with served("0", str(tmp_path), "*:ServiceUnavailable", "*:latency=1ms") as process:
        described = json.loads(first_line(process))
        assert described["flows"][-1]["name"] == "mine"
        request = urllib.request.Request(described["endpoint"] + "/_sandbox/faults")
        request.add_header("x-sandbox-secret", described["secret_access_key"])
        with urllib.request.urlopen(request, timeout=10) as response:
            assert json.load(response) == {"faults": ["*:ServiceUnavailable", "*:latency=1ms"]}
        page = {"Origin": "http://localhost:3000"}
        request = urllib.request.Request(described["endpoint"] + "/contact", headers=page, method="OPTIONS")
        with urllib.request.urlopen(request, timeout=10) as response:
            assert response.headers["access-control-allow-origin"] == page["Origin"]
        process.send_signal(signal.SIGTERM)
        _, log = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 0
    assert "left out: other.json" in log


def test_a_port_that_is_taken_is_told_with_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve_until_signal(port, None, [], []) == 2
    told = f"The sandbox can't serve: port {port} is taken by another program; --port 0 takes a free one\n"
    assert capsys.readouterr().err == told


def test_what_keeps_it_from_serving_is_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cases = [
        ((0, None, ["*:Nonsense"], []), "no known fault"),
        ((0, tmp_path / "missing", [], []), "no folder of flows"),
        ((65_536, None, [], []), "port"),
        ((0, None, [], ["localhost"]), "no origin"),
    ]
    for (port, flows, faults, cors), told in cases:
        assert serve_until_signal(port, flows, faults, cors) == 2
        output = capsys.readouterr()
        assert output.out == ""
        assert output.err.startswith("The sandbox can't serve: ")
        assert told in output.err
