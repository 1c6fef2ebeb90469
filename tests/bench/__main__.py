"""`python -m tests.bench [--anchors FOLDER] [--bundle FOLDER] [--runs N] [--json FILE] [--soak MINUTES]`."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, ExitStack
from functools import partial
from pathlib import Path

from . import calls, load, processes, soak
from .bundle import LEFT_OUT, PROTOTYPE_DEB_MB, PROTOTYPE_INSTALLED_MB, Bundle, cold_bare_window, cold_source
from .figures import Aim, Row, document, table
from .processes import ROOT, NotMeasuredError, Server, Smoke

NO_ANCHORS = "the AWS CLI and moto are not installed"
WARM_UP_CALLS = 40
COLD_STARTS = 3
"""Runs from the disk at most: each has three programs read again."""
LOADS = 3
"""Runs under load at most: each takes some ten seconds, and its figures are of thousands of echoes."""

Measure = Callable[[], float]


class Samples:
    """Samples of one kind, taken until one fails; then there are none, and it is known why."""

    def __init__(self, measure: Measure | None = None, why: str = "") -> None:
        self._measure = measure
        self.values: list[float] = []
        self.why = why

    def take(self) -> None:
        """Takes one more."""
        if self._measure and not self.why:
            try:
                self.values.append(self._measure())
            except NotMeasuredError as failed:
                self.values, self.why = [], str(failed)


class Windows:
    """A smoke test of the real window: one run tells several figures."""

    NAMES = ("first_paint", "ready", "start_to_token", "longest_stall", "rss")

    def __init__(self, play: Callable[[], Smoke] = processes.smoke) -> None:
        self._play = play
        self.told: dict[str, float] = {}
        self.why = ""
        self.samples = {name: Samples(partial(self._figure, name)) for name in self.NAMES}

    def take(self) -> None:
        """Runs it once, and takes one more of each figure."""
        try:
            smoke = self._play()
            self.told = {**smoke.timings_ms, "rss": smoke.rss_mb}
        except NotMeasuredError as failed:
            self.why = str(failed)
        for samples in self.samples.values():
            samples.take()

    def _figure(self, name: str) -> float:
        if self.why:
            raise NotMeasuredError(self.why)
        return self.told[name]


def in_turns(what: str, runs: int, *kinds: Samples | Windows) -> None:
    """Ours, anchor, ours, anchor: what slows the machine for a while slows both."""
    for number in range(runs):
        tell(f"{what}, run {number + 1} of {runs}")
        for kind in kinds:
            kind.take()


def row(key: str, what: str, against: str, aim: Aim, unit: str, ours: Samples, anchor: Samples | None) -> Row:
    """A row of the table from its two kinds of samples."""
    why = ours.why or (anchor.why if anchor else "")
    return Row(key, what, against, aim, unit, ours.values, anchor.values if anchor else (), why)


def window_rows(runs: int, sandbox: Server | None, anchors: Path | None, bundle: Bundle) -> list[Row]:
    """Start, first chat, stalls and memory of the window, from its sources and packaged, beside anchors."""
    windows, packaged, bare = Windows(), Windows(bundle.start), Samples(processes.bare_window)
    cli = warm = elsewhere = Samples(why="the sandbox does not serve")
    if sandbox:
        elsewhere = Samples(partial(processes.memory_elsewhere, sandbox))
        warm = Samples(calls.warm_start(sandbox))
        cli = Samples(partial(processes.cli_start, anchors, sandbox)) if anchors else Samples(why=NO_ANCHORS)
    in_turns("window", runs, windows, packaged, bare, cli, warm, elsewhere)
    told = windows.samples
    return [
        row("first_paint", "process start to first paint", "a bare window with 20 widgets",
            Aim("ratio", 1.5), "ms", told["first_paint"], bare),
        row("ready", "process start to ready to start a chat", "aws connect start-chat-contact",
            Aim("ratio", 1.0), "ms", told["ready"], cli),
        row("start_to_token", "Start pressed to token shown", "boto3 on a warm client",
            Aim("difference", 15, "ms"), "ms", told["start_to_token"], warm),
        row("longest_stall", "longest stall of the GUI loop", "(a frame has 16 ms)",
            Aim("value", 50, "ms"), "ms", told["longest_stall"], None),
        row("rss", "memory after one chat, sandbox inside", "(the aim alone)",
            Aim("value", 180, "MB"), "MB", told["rss"], None),
        row("rss_elsewhere", "memory after one chat elsewhere", "(the aim alone)",
            Aim("value", 160, "MB"), "MB", elsewhere, None),
        *start_rows("bundle", "bundle", packaged, windows, bare),
        row("bundle_rss", "bundle: memory after one chat, sandbox inside", "(the aim alone)",
            Aim("value", 150, "MB"), "MB", packaged.samples["rss"], None),
    ]  # fmt: skip


def start_rows(key: str, what: str, packaged: Windows, windows: Windows, bare: Samples) -> list[Row]:
    """The start of the bundle beside that of the sources, and beside a bare window."""
    told, source = packaged.samples, windows.samples
    return [
        row(f"{key}_first_paint", f"{what}: start to first paint", "the same from the sources",
            Aim("ratio", 1.1), "ms", told["first_paint"], source["first_paint"]),
        row(f"{key}_first_paint_bare", f"{what}: start to first paint", "a bare window with 20 widgets",
            Aim("ratio", 1.5), "ms", told["first_paint"], bare),
        row(f"{key}_ready", f"{what}: start to ready to start a chat", "the same from the sources",
            Aim("ratio", 1.1), "ms", told["ready"], source["ready"]),
    ]  # fmt: skip


def bundle_rows(runs: int, bundle: Bundle) -> list[Row]:
    """The bundle's start from the disk, and what it takes there."""
    packaged, windows = Windows(bundle.cold_start), Windows(cold_source)
    bare, installed, deb = Samples(cold_bare_window), Samples(bundle.installed_mb), Samples(bundle.deb_mb)
    for one in (installed, deb):
        one.take()
    if not installed.why:
        in_turns("from the disk", min(runs, COLD_STARTS), packaged, windows, bare)
    else:
        packaged.take()
    sizes = (
        ("installed", "bundle: installed size", 150, installed, PROTOTYPE_INSTALLED_MB),
        ("deb", "bundle: .deb", 45, deb, PROTOTYPE_DEB_MB),
    )
    return [
        *start_rows("bundle_cold", "bundle, cold", packaged, windows, bare),
        *(
            Row(f"bundle_{key}", what, "a first trial with the same parts", Aim("value", limit, "MB"), "MB",
                size.values, [before], size.why)
            for key, what, limit, size, before in sizes
        ),
    ]  # fmt: skip


def server_row(runs: int, sandbox: Server | None, moto: Server | None, why: str) -> Row:
    """How many chats the sandbox starts in a second, beside moto's simplest answer."""
    ours, anchor = Samples(why="the sandbox does not serve"), Samples(why=why)
    if sandbox:
        calls.sandbox_rate(sandbox, WARM_UP_CALLS)
        ours = Samples(partial(calls.sandbox_rate, sandbox))
    if moto:
        calls.moto_rate(moto, WARM_UP_CALLS)
        anchor = Samples(partial(calls.moto_rate, moto))
    in_turns("servers", runs, ours, anchor)
    return row("sandbox_starts", "sandbox: StartChatContact calls", "moto: ListInstances calls",
               Aim("ratio", 1.0, at_least=True), "/s", ours, anchor)  # fmt: skip


def load_rows(runs: int) -> list[Row]:
    """What many chats at once cost the sandbox, each saying something once a second."""
    loads = load.Loads()
    samples = {name: Samples(partial(loads.figure, name)) for name in loads.NAMES}
    for number in range(min(runs, LOADS)):
        tell(f"{load.CHATS} chats, run {number + 1} of {min(runs, LOADS)}")
        loads.take()
        for one in samples.values():
            one.take()
    what = f"sandbox: {load.CHATS} chats that echo once a second on one core"
    return [
        row("sandbox_echo", f"{what}, p95", "(the aim alone)",
            Aim("value", 100, "ms"), "ms", samples["p95_ms"], None),
        row("sandbox_chat_memory", "sandbox: memory of a chat that stands, with its two connections",
            "(the aim alone)", Aim("value", 100, "kB"), "kB", samples["kb_a_chat"], None),
    ]  # fmt: skip


def served(stack: ExitStack, server: AbstractContextManager[Server]) -> tuple[Server | None, str]:
    """A server that runs until the stack is unwound, or why it does not."""
    try:
        return stack.enter_context(server), ""
    except NotMeasuredError as failed:
        return None, str(failed)


def measured(runs: int, anchors: Path | None, bundle: Bundle) -> list[Row]:
    """All rows; the servers run no longer than they are called."""
    with ExitStack() as stack:
        sandbox, _ = served(stack, processes.sandbox_server())
        rows = [*window_rows(runs, sandbox, anchors, bundle), *bundle_rows(runs, bundle)]
        moto, why = served(stack, processes.moto_server(anchors)) if anchors else (None, NO_ANCHORS)
        rows.append(server_row(runs, sandbox, moto, why))
    return [*rows, *load_rows(runs)]


def tell(words: str) -> None:
    """Says where it is, on standard error."""
    print(f"bench: {words}", file=sys.stderr, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints the table; 1 where a figure of ours could not be taken, but for a bundle that nobody built.

    A missed aim stands in the table.
    """
    parser = argparse.ArgumentParser(
        prog="dev.py bench", description="Measures the program beside its anchors."
    )
    parser.add_argument("--anchors", type=Path, help="the environment of the AWS CLI and moto")
    parser.add_argument(
        "--bundle", type=Path, default=ROOT / "dist", metavar="FOLDER",
        help="where `dev.py package` put the bundle (default dist)",
    )  # fmt: skip
    parser.add_argument("--runs", type=int, default=5, help="pairs of every figure (default 5)")
    parser.add_argument("--json", type=Path, help="write the figures there as well")
    parser.add_argument(
        "--soak", type=float, metavar="MINUTES", help="only run chats without a pause, and tell the memory"
    )
    asked = parser.parse_args(arguments)
    if asked.soak is not None:
        return soak.run(asked.soak, asked.json)
    with processes.screen() as drawn:
        rows = measured(asked.runs, asked.anchors, Bundle(asked.bundle))
    machine = {
        "python": platform.python_version(),
        "system": platform.platform(),
        "processors": os.cpu_count(),
        "drawn": drawn,
        "runs": asked.runs,
    }
    print(table(rows))
    print("\nmedian (lowest to highest); " + ", ".join(f"{name} {value}" for name, value in machine.items()))
    if asked.json:
        asked.json.write_text(json.dumps(document(rows, machine), indent=2) + "\n")
    return 0 if all(row.ours or row.why in LEFT_OUT for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
