"""A local command in the place of a Lambda function: the event on stdin, the answer on stdout."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO

from console.language import tr_wire
from console.sandbox.flow.stubs.failure import MOST_BYTES, FunctionError

MOST_LOG = 2_000
"""Bytes of stderr that are kept, from its end."""
GRACE_S = 0.3
"""Seconds for what the command wrote to arrive, once it has ended."""
_PIECE = 65_536


def run(command: Sequence[str], event: bytes, folder: Path | None, until: float) -> tuple[bytes, str]:
    """Run a command until a moment of `time.monotonic`: what it printed, and the tail of its log.

    At the end it is killed, with all that it has started.

    Raises:
        FunctionError: it can't be run, ended with an error, printed too much, or was too late.
    """
    process = _started(command, folder)
    pipes = _Pipes(process, event)
    code: int | None = None
    with suppress(subprocess.TimeoutExpired):
        code = process.wait(max(0.0, until - time.monotonic()))
    log = pipes.end()
    if pipes.is_too_long:
        raise FunctionError(
            tr_wire("It printed {most:,} bytes or more.", most=MOST_BYTES), log, is_final=True
        )
    if code is None:
        raise FunctionError(tr_wire("It was not done within its time limit."), log, is_late=True)
    if code != 0:
        raise FunctionError(_told(code), log)
    return pipes.out, log


def _started(command: Sequence[str], folder: Path | None) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(command),
            # What is written arrives at once, even if somebody else holds the pipe open.
            bufsize=0,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=folder,
            # A group of its own, so that its children end with it.
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        why = tr_wire("{command} can't be run: {reason}", command=command[0], reason=error)
        raise FunctionError(why, is_final=True) from None


class _Pipes:
    """Feeds a command and reads what it writes, within bounds, until it is killed."""

    def __init__(self, process: subprocess.Popen[bytes], event: bytes) -> None:
        self._process = process
        self._event = event
        self.out = b""
        self._log = b""
        self.is_too_long = False
        self._threads = [
            threading.Thread(target=work, name="sandbox-command", daemon=True)
            for work in (self._feed, self._read_out, self._read_log)
        ]
        for thread in self._threads:
            thread.start()

    def end(self) -> str:
        """End the command, all that it started, and the pipes; what it wrote last to its log."""
        if self._process.poll() is None:
            _kill(self._process)
            self._process.wait()
        if not self._have_ended(GRACE_S):
            # Somebody whom it started still holds a pipe, so its group still has that number.
            _kill(self._process)
            self._have_ended(GRACE_S)
        return self._log.decode("utf-8", "replace").strip()

    def _have_ended(self, within_s: float) -> bool:
        until = time.monotonic() + within_s
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _feed(self) -> None:
        pipe = self._pipe(self._process.stdin)
        left = memoryview(self._event)
        with suppress(OSError), pipe:  # it has ended, or does not read
            while left:
                left = left[pipe.write(left) :]

    def _read_out(self) -> None:
        pipe = self._pipe(self._process.stdout)
        with pipe:
            while piece := pipe.read(_PIECE):
                self.out += piece
                if len(self.out) >= MOST_BYTES:
                    self.is_too_long = True
                    _kill(self._process)
                    return

    def _read_log(self) -> None:
        pipe = self._pipe(self._process.stderr)
        with pipe:
            while piece := pipe.read(_PIECE):
                self._log = (self._log + piece)[-MOST_LOG:]

    def _pipe(self, pipe: IO[bytes] | None) -> IO[bytes]:
        assert pipe is not None  # each was asked for
        return pipe


def _kill(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        tree = ("taskkill", "/T", "/F", "/PID", str(process.pid))
        with suppress(OSError):
            subprocess.run(tree, capture_output=True, check=False)
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)


def _told(code: int) -> str:
    if code > 0:
        return tr_wire("It ended with the exit code {code}.", code=code)
    return tr_wire("It ended with the signal {signal}.", signal=-code)
