"""A Lambda function that is a local command or a URL: it gets the event, it answers JSON, and it ends.

All of this blocks, within its limit, and belongs on a worker's thread. Nothing goes through a shell.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.stubs.failure import FunctionError
from console.sandbox.flow.stubs.place import parsed
from console.sandbox.flow.stubs.response import Response

MOST_ATTEMPTS = 4
"""An error is retried three times within the limit (administrator guide, AWS Lambda function block)."""


@dataclass(frozen=True)
class Answer:
    """What the function answered."""

    value: Any
    log: str = ""
    """The tail of what a command wrote to stderr."""
    attempts: int = 1


def invoke(response: Response, event: Any, within_s: float, folder: Path | None) -> Answer:
    """Call the function of a stub with an event, with its retries; blocks for `within_s` at most.

    The limit is one of the wall, however fast the sandbox's clock runs: ours: function-time-limit.

    Raises:
        FunctionError: it failed, or was too late.
    """
    until = time.monotonic() + within_s
    call = _call(response, json.dumps(event).encode(), folder)
    for attempt in range(1, MOST_ATTEMPTS + 1):
        try:
            text, log = call(until)
            return Answer(_parsed(text, log), log, attempt)
        except FunctionError as error:
            if error.is_late or error.is_final or attempt == MOST_ATTEMPTS:
                raise
    raise AssertionError("the last attempt has raised")


def _call(response: Response, event: bytes, folder: Path | None) -> Callable[[float], tuple[bytes, str]]:
    # Neither is needed before a stub names one.
    if response.kind == "url":
        from console.sandbox.flow.stubs.posting import post

        return partial(post, response.value, event)
    from console.sandbox.flow.stubs.command import run

    return partial(run, response.value, event, folder)


def _parsed(text: bytes, log: str) -> Any:
    if not text.strip():
        return None
    try:
        return parsed(text)
    except ValueError as error:
        raise FunctionError(
            tr_wire("It answered no JSON: {reason}", reason=error), log, is_final=True
        ) from None
