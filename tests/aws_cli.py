"""The AWS CLI, unmodified: as the program that it is, and kept open for many commands in one process."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from botocore import xform_name

import dev
from tests.bench.processes import Server

BOUND_S = 60

# Each command goes through the CLI's own driver; only what Python takes to start is spent once.
_LOOP = """
import contextlib, io, json, os, sys
from awscli.clidriver import create_clidriver

answers, driver = sys.stdout, None
for line in sys.stdin:
    arguments, environment = json.loads(line)
    os.environ.update(environment)
    if environment or driver is None:
        driver = create_clidriver()
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            status = driver.main(arguments)
        except SystemExit as ended:
            status = ended.code
    print(json.dumps([status, out.getvalue(), err.getvalue()]), file=answers, flush=True)
"""


class Terminal:
    """A process in which one command of the CLI is run after the other."""

    def __init__(self, server: Server, process: subprocess.Popen[str]) -> None:
        self._server = server
        self._process = process

    def run(self, *command: str, **environment: str) -> tuple[int, str, str]:
        """Exit status, output and errors of a command; variables stay as they are set for the next."""
        assert self._process.stdin
        assert self._process.stdout
        arguments = ["--endpoint-url", self._server.endpoint, *command]
        self._process.stdin.write(json.dumps([arguments, environment]) + "\n")
        self._process.stdin.flush()
        status, out, err = json.loads(self._process.stdout.readline())
        return status, out, err

    def answer(self, *command: str, **environment: str) -> dict[str, Any]:
        """What is printed for a command that must succeed."""
        status, out, err = self.run(*command, **environment)
        assert status == 0, err
        return dict(json.loads(out)) if out.strip() else {}


@contextmanager
def opened(server: Server) -> Iterator[Terminal]:
    """A terminal whose commands go to a server, with its keys."""
    with subprocess.Popen(
        [dev.ANCHORS.tool("python"), "-c", _LOOP],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=server.as_environment(),
    ) as process:  # fmt: skip
        try:
            yield Terminal(server, process)
        finally:
            assert process.stdin
            process.stdin.close()
            process.wait(BOUND_S)


def options(members: Mapping[str, Any]) -> list[str]:
    """The options that give an operation its members."""
    given: list[str] = []
    for name, value in members.items():
        given.append("--" + xform_name(name, "-"))
        values = value if isinstance(value, list) else [value]
        given += [one if isinstance(one, str) else json.dumps(one) for one in values]
    return given
