"""The server: its start and end, the port, the line, and who may speak to it."""

from __future__ import annotations

import gc
import http.client
import json
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from console.sandbox import Sandbox, parse
from tests.console.sandbox.wire import Signer, send, smallest

EXAMPLE_KEYS = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name == "sandbox"]


def connected(sandbox: Sandbox) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(sandbox.endpoint.removeprefix("http://"), timeout=10)


def test_it_starts_and_stops_many_times() -> None:
    before = len(threads())
    sandbox = Sandbox()
    for _ in range(5):
        with sandbox:
            assert send(sandbox, Signer(sandbox).start(smallest(sandbox))).status == 200
            assert len(threads()) == before + 1
    assert len(threads()) == before
    assert len(sandbox.contacts.all()) == 5
    gc.collect()  # what was left open would warn here, and warnings are errors


def test_two_run_beside_each_other() -> None:
    with Sandbox() as one, Sandbox() as other:
        assert one.endpoint != other.endpoint
        send(one, Signer(one).start(smallest(one)))
        assert (len(one.contacts.all()), len(other.contacts.all())) == (1, 0)


def test_starting_and_stopping_twice_does_no_harm() -> None:
    sandbox = Sandbox()
    sandbox.stop()
    sandbox.start()
    endpoint = sandbox.endpoint
    sandbox.start()
    assert sandbox.endpoint == endpoint
    sandbox.stop()
    sandbox.stop()


def test_it_has_an_address_only_while_it_runs() -> None:
    sandbox = Sandbox()
    with pytest.raises(RuntimeError, match="not running"):
        sandbox.describe()
    with sandbox:
        assert sandbox.describe()["endpoint"] == sandbox.endpoint
    with pytest.raises(RuntimeError, match="not running"):
        _ = sandbox.endpoint


def test_a_port_can_be_chosen_and_is_free_afterwards() -> None:
    with Sandbox() as first:
        port = int(first.endpoint.rpartition(":")[2])
        with pytest.raises(OSError, match=r"."), Sandbox(port):
            pass
    for _ in range(2):
        with Sandbox(port) as chosen:
            assert chosen.endpoint == f"http://127.0.0.1:{port}"
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_it_listens_on_this_machine_alone() -> None:
    with Sandbox() as sandbox:
        port = int(sandbox.endpoint.rpartition(":")[2])
        for host in {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None, socket.AF_INET)}:
            if not str(host).startswith("127."):
                with pytest.raises(ConnectionRefusedError):
                    socket.create_connection((str(host), port), timeout=2)


def test_it_stops_in_time_whatever_hangs_on_it() -> None:
    sandbox = Sandbox()
    sandbox.start()
    sandbox.faults.add(parse("DescribeInstance:latency=60s"))
    idle = [connected(sandbox) for _ in range(3)]
    for connection in idle:
        connection.request("GET", "/nothing")
        assert connection.getresponse().read()
    half = socket.create_connection(("127.0.0.1", int(sandbox.endpoint.rpartition(":")[2])))
    half.sendall(b"PUT /contact/chat HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\nhalf")
    waiting = connected(sandbox)
    signed = Signer(sandbox).sign("GET", f"/instance/{sandbox.instance_id}")
    waiting.request("GET", signed.target, headers=dict(signed.headers))
    began = time.perf_counter()
    sandbox.stop()
    assert time.perf_counter() - began < 2
    with pytest.raises((ConnectionError, http.client.HTTPException)):
        waiting.getresponse()
    half.close()
    for connection in (*idle, waiting):
        connection.close()


def test_answers_are_not_held_back_by_nagle(sandbox: Sandbox, signer: Signer) -> None:
    signed = signer.sign("GET", "/instance")
    connection = connected(sandbox)
    began = time.perf_counter()
    for _ in range(50):
        connection.request("GET", signed.target, headers=dict(signed.headers))
        assert connection.getresponse().read()
    # With Nagle's algorithm each of them takes 44 ms: 2.2 s.
    assert time.perf_counter() - began < 1.6
    connection.close()


def test_it_is_the_same_at_every_start(sandbox: Sandbox) -> None:
    described = sandbox.describe()
    assert list(described) == [
        "endpoint", "region", "access_key_id", "secret_access_key", "instance_id", "flows",
    ]  # fmt: skip
    assert (described["access_key_id"], described["secret_access_key"]) == EXAMPLE_KEYS
    assert described["region"] == "us-east-1"
    # Ids that lessons and scripts hold on to: whoever changes them breaks those.
    assert described["instance_id"] == "1140cfde-f9b4-5d41-a206-8581392f8116"
    assert described["flows"][0] == {"id": "d632c2f0-b9f4-5a00-9a98-14893062681e", "name": "Greeting"}
    assert json.loads(json.dumps(described)) == described


def test_resetting_forgets_contacts_and_faults(sandbox: Sandbox) -> None:
    send(sandbox, Signer(sandbox).start(smallest(sandbox)))
    sandbox.faults.add(parse("*:AccessDenied"))
    sandbox.reset()
    assert (sandbox.contacts.all(), sandbox.faults.all()) == ((), ())


def test_flows_of_ones_own_come_after_those_that_ship(tmp_path: Path) -> None:
    (tmp_path / "broken.json").write_text("{")
    action = {"Identifier": "a", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}}
    flow = {"Version": "2019-10-30", "StartAction": "a", "Actions": [action]}
    (tmp_path / "mine.json").write_text(json.dumps(flow))
    shipped = Sandbox().flows
    own = Sandbox(flows=tmp_path).flows
    assert own[: len(shipped)] == shipped
    assert [flow.name for flow in own[len(shipped) :]] == ["mine"]


def test_a_folder_that_is_none_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder of flows"):
        Sandbox(flows=tmp_path / "missing")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "", "localhost.evil.example"])
def test_a_foreign_host_is_turned_away(sandbox: Sandbox, host: str) -> None:
    for target in ("/instance", "/_sandbox/"):
        connection = connected(sandbox)
        connection.putrequest("GET", target, skip_host=True)
        connection.putheader("Host", host)
        connection.putheader("x-sandbox-secret", sandbox.secret_access_key)
        connection.endheaders()
        response = connection.getresponse()
        assert (response.status, "Host" in json.loads(response.read())["Message"]) == (403, True)
        connection.close()


def test_localhost_is_the_same_machine(sandbox: Sandbox) -> None:
    port = sandbox.endpoint.rpartition(":")[2]
    connection = http.client.HTTPConnection(f"localhost:{port}", timeout=10)
    connection.request("GET", "/nothing")
    assert connection.getresponse().status == 404
    connection.close()


def test_a_sandbox_is_made_without_what_its_first_chat_needs() -> None:
    """It is made while the window starts: no SDK, and nothing that runs, checks or stubs a flow."""
    rooms = ("engine", "stubs", "reading.check", "reading.legacy", "life.life", "verbs")
    flow = [f"console.sandbox.flow.{name}" for name in rooms]
    late = ["boto3", "botocore", "PySide6", "qasync", "console.aws", "console.chat", *flow]
    code = (
        "import sys; from console.sandbox import Sandbox; made = Sandbox();"
        f"print(len(made.flows) > 3, [name for name in {late} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "True []"
