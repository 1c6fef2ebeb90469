"""The bench: its arithmetic, its honesty, and its probes against servers and processes of our own."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import threading
from collections.abc import Iterator, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.sandbox import Sandbox
from shipping.product import NAME, VERSION
from tests.bench import __main__ as bench
from tests.bench import calls, load, processes, soak
from tests.bench.bundle import Bundle, forget
from tests.bench.figures import Aim, Row, Spread, document, table

RATIO = Aim("ratio", 1.5)
POSITIVE = st.floats(0.01, 1e6)


def row(aim: Aim, ours: Sequence[float], anchor: Sequence[float] = (), why: str = "") -> Row:
    return Row("key", "what", "against", aim, "ms", ours, anchor, why)


# figures


@given(st.lists(POSITIVE, min_size=1))
def test_a_spread_holds_every_sample(samples: list[float]) -> None:
    spread = Spread.of(samples)
    assert spread.low <= spread.median <= spread.high
    assert {spread.low, spread.high} <= set(samples)


def test_pairs_are_compared_before_the_median_is_taken() -> None:
    compared = row(RATIO, [10, 40, 30], [10, 20, 60]).compared
    assert compared == Spread(1, 0.5, 2)  # the ratio of the medians would be 1.5


@pytest.mark.parametrize(
    ("aim", "ours", "anchor", "verdict"),
    [
        (RATIO, [150], [100], "met"),
        (RATIO, [151], [100], "missed"),
        (Aim("ratio", 1, at_least=True), [99], [100], "missed"),
        (Aim("ratio", 1, at_least=True), [100], [100], "met"),
        (Aim("difference", 15, "ms"), [25], [10], "met"),
        (Aim("difference", 15, "ms"), [26], [10], "missed"),
        (Aim("value", 50, "ms"), [50], [], "met"),
        (Aim("value", 50, "ms"), [51], [], "missed"),
    ],
)
def test_an_aim_is_met_up_to_its_limit(
    aim: Aim, ours: list[float], anchor: list[float], verdict: str
) -> None:
    assert row(aim, ours, anchor).verdict == verdict


@pytest.mark.parametrize(("ours", "anchor"), [([], [100.0]), ([1.0], []), ([], [])])
def test_half_a_pair_is_never_met(ours: list[float], anchor: list[float]) -> None:
    told = row(RATIO, ours, anchor, "no anchor here")
    assert told.verdict == "not measured"
    assert told.as_json()["compared"] is None
    assert "not measured: no anchor here" in table([told])


def test_the_table_is_aligned_and_the_document_is_json() -> None:
    rows = [row(RATIO, [123.4], [100]), row(Aim("value", 50, "ms"), [4.5])]
    lines = table(rows).splitlines()
    columns = [line.index("against") for line in lines if "against" in line]
    assert len(set(columns)) == 1
    assert "1.23 (1.23 to 1.23)x" in lines[2]
    told = json.loads(json.dumps(document(rows, {"runs": 1})))
    assert told["rows"][0]["ours"]["samples"] == [123.4]
    assert told["rows"][1]["anchor"] is None


# samples


def test_samples_stop_at_the_first_failure_and_keep_none() -> None:
    left = [1.0, 2.0]

    def measure() -> float:
        if not left:
            raise processes.NotMeasuredError("gone")
        return left.pop()

    samples = bench.Samples(measure)
    for _ in range(4):
        samples.take()
    assert (samples.values, samples.why) == ([], "gone")


def program(folder: Path, body: str) -> Path:
    path = folder / "main.py"
    path.write_text("import json, sys\nname = sys.argv[1].partition('=')[2]\n" + body)
    return path


def test_a_smoke_test_is_read(tmp_path: Path) -> None:
    told = {"ok": True, "checks": {"a": True}, "timings_ms": {"ready": 5}, "rss_mb": 7}
    main = program(tmp_path, f"open(name, 'w').write(json.dumps({told}))\n")
    assert processes.smoke(main) == processes.Smoke({"ready": 5}, 7)


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (
            'open(name, \'w\').write(\'{"ok": false, "checks": {"a": true, "b": false}}\')\nsys.exit(1)',
            "failed: b",
        ),
        ("sys.exit('no window')", "main.py ended with 1: no window"),
    ],
)
def test_a_failed_smoke_test_is_no_figure(tmp_path: Path, body: str, why: str) -> None:
    with pytest.raises(processes.NotMeasuredError, match=why):
        processes.smoke(program(tmp_path, body))


def test_the_bare_window_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert processes.bare_window() > 0


# the bundle


SMOKE = (
    '#!/bin/sh\necho \'{"ok": true, "checks": {}, "timings_ms": {"ready": 5}, "rss_mb": 7}\' > "${1#*=}"\n'
)


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder as `dev.py package --into` leaves it, with a program that does nothing."""
    if sys.platform != "linux":
        pytest.skip("the stand-in is a shell script, and only Linux forgets files")
    place = tmp_path / NAME
    place.mkdir()
    (place / NAME).write_text(SMOKE)
    (place / NAME).chmod(0o755)
    (place / "library.so").write_bytes(b"x" * 2_000_000)
    (tmp_path / f"{NAME}_{VERSION}_amd64.deb").write_bytes(b"x" * 1_000_000)
    return tmp_path


def test_a_bundle_is_started_and_weighed(built: Path) -> None:
    bundle = Bundle(built)
    assert bundle.start() == bundle.cold_start() == processes.Smoke({"ready": 5}, 7)
    assert bundle.installed_mb() == pytest.approx(2, rel=0.01)
    assert bundle.deb_mb() == pytest.approx(1)


def test_files_that_are_forgotten_are_still_there(built: Path) -> None:
    (built / "link").symlink_to("nowhere")
    before = {file: file.read_bytes() for file in built.rglob("*") if file.is_file()}
    forget([built])
    assert {file: file.read_bytes() for file in built.rglob("*") if file.is_file()} == before


def test_a_bundle_that_nobody_built_is_told_and_fails_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def measured(runs: int, anchors: Path | None, bundle: Bundle) -> list[Row]:
        packaged = bench.Windows(bundle.start)
        bench.in_turns("window", runs, packaged)
        rows = bench.start_rows("bundle", "bundle", packaged, packaged, bench.Samples(lambda: 1))
        return [*rows, *bench.bundle_rows(runs, bundle)]

    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(bench, "measured", measured)
    assert bench.main(["--bundle", str(tmp_path), "--runs", "1"]) == 0
    told = capsys.readouterr().out
    assert told.count("not measured: no bundle is built: python3 dev.py package --only deb") == 8


# servers


class Answering(BaseHTTPRequestHandler):
    """Numbers its answers, and refuses everything under /no."""

    protocol_version = "HTTP/1.1"
    count = 0
    guard = threading.Lock()

    def do_PUT(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        with self.guard:
            type(self).count += 1
        body = str(self.count).encode()
        self.send_response(403 if self.path == "/no" else 200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Keeps quiet."""


@pytest.fixture
def server() -> Iterator[processes.Server]:
    Answering.count = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as listening:
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield processes.Server(
            f"http://127.0.0.1:{listening.server_port}", "us-east-1", *processes.EXAMPLE_KEYS
        )
        listening.shutdown()
        thread.join()


def test_a_rate_counts_every_call(server: processes.Server) -> None:
    per_second, answers = calls.rate(calls.Signed(server, "PUT", "/chat", {"a": 1}), 40)
    assert per_second > 0
    assert len(answers) == Answering.count == 40


def test_a_refused_call_is_no_figure(server: processes.Server) -> None:
    with pytest.raises(processes.NotMeasuredError, match="answered with 403"):
        calls.rate(calls.Signed(server, "PUT", "/no", {}), 4)


# chats


def test_many_chats_echo_beside_each_other_and_their_memory_is_told() -> None:
    told = load.echoing(5, 1)
    assert 0 < told.p95_ms < 5_000
    assert isinstance(told.kb_a_chat, float)


def test_a_load_that_fails_is_no_figure() -> None:
    def measure() -> load.Load:
        raise processes.NotMeasuredError("no chat opened")

    loads = load.Loads(measure)
    loads.take()
    with pytest.raises(processes.NotMeasuredError, match="no chat opened"):
        loads.figure("p95_ms")


def test_a_soak_runs_whole_chats_and_ends_in_time(running_sandbox: Sandbox) -> None:
    running_sandbox.reset()
    sandbox = running_sandbox
    server = processes.Server(
        sandbox.endpoint, sandbox.region, sandbox.access_key_id, sandbox.secret_access_key,
        sandbox.instance_id, sandbox.flows[0].id, os.getpid(),
    )  # fmt: skip
    looks = asyncio.run(soak.soaked(server, 0.01))
    assert looks[0].chats == 0
    assert looks[-1].chats > 0
    assert {one.end_reason for one in sandbox.contacts.all()} == {"CUSTOMER_DISCONNECT"}
    assert all(one.mb > 1 for one in looks)


def test_a_slope_is_that_of_the_straight_line_and_of_its_own_time() -> None:
    looks = [soak.Look(number, 1000 * number, 50 + min(number, 20) * 0.5) for number in range(30)]
    found = soak.slopes(looks)
    assert found["transcripts fill"] is None, "two looks are no slope"
    assert found["contacts fill"] == pytest.approx(500)
    assert found["all is filled"] == pytest.approx(0, abs=1e-6)
    assert soak.slope([soak.Look(1, 5, 7)] * 9) is None
