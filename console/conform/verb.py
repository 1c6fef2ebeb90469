"""`main.py conform`: who plays where, what is asked before, and what is told after."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress

from console.conform.comparison import compare
from console.conform.finding import Wish, ground_of
from console.conform.ground import Ground
from console.conform.pace import Pace
from console.conform.performance import Performance, perform
from console.conform.report import as_json, table
from console.conform.step import Step
from console.conform.steps import CHATS, SCRIPT
from console.errors import ConsoleError
from console.paths import data_folder
from console.workspace import Workspace

SAME, DIFFERENT, NOT_PLAYED = 0, 1, 2


def conform(wish: Wish, pace: Pace | None = None) -> int:
    """Plays, compares and tells; the exit status: 0 nothing differs, 1 something does, 2 not played."""
    # The sandbox beside us warns of what the script does on purpose.
    logging.basicConfig(level=logging.ERROR, stream=sys.stderr, format="%(levelname)s %(message)s")
    try:
        return asyncio.run(_conform(wish, pace or Pace()))
    except ConsoleError as error:
        _complain(error.as_json())
    except (KeyboardInterrupt, asyncio.CancelledError):
        _complain({"code": "interrupted", "message": "It was interrupted.", "request_id": None})
    except OSError as fault:
        message = f"The report can't be written: {fault.strerror or fault}. Give another file with --out."
        _complain({"code": "unwritable", "message": message, "request_id": None})
    return NOT_PLAYED


async def _conform(wish: Wish, pace: Pace) -> int:
    _end_on_sigterm()
    if wish.out is not None:
        # Told before anything is started rather than after minutes.
        wish.out.open("a").close()
    workspace = Workspace(data_folder())
    try:
        first = await ground_of(workspace, wish.profile, wish.instance, wish.flow, wish)
        second = await ground_of(workspace, wish.against, wish.against_instance, wish.against_flow, wish)
        _say_what_happens(first, second)
        performances = await _both(first, second, pace)
        return await _tell(workspace, wish, *performances)
    finally:
        await workspace.close()


def _end_on_sigterm() -> None:
    # As Ctrl+C, so that the chats are stopped, too; Windows has no such signal.
    task = asyncio.current_task()
    with suppress(NotImplementedError, RuntimeError):
        if task is not None:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)


# -- the play ---------------------------------------------------------------------------------------


def _say_what_happens(*grounds: Ground) -> None:
    for ground in grounds:
        _say(
            f"On {ground.kind} ({ground.region}) this starts {CHATS} chats with flow {ground.flow_id} of "
            f"instance {ground.instance_id}, and stops them all."
        )


async def _both(first: Ground, second: Ground, pace: Pace) -> tuple[Performance, Performance]:
    """Both performances at once; where one fails, the other is ended and tidied up, too."""
    try:
        async with asyncio.TaskGroup() as group:
            one = group.create_task(perform(first, SCRIPT, pace, _progress(), _say_left), name="play here")
            other = group.create_task(perform(second, SCRIPT, pace, left=_say_left), name="play there")
    except* ConsoleError as errors:
        raise _first_of(errors) from None
    return one.result(), other.result()


def _first_of(errors: BaseExceptionGroup[ConsoleError]) -> ConsoleError:
    found: BaseException = errors
    while isinstance(found, BaseExceptionGroup):
        found = found.exceptions[0]
    assert isinstance(found, ConsoleError)
    return found


def _say_left(contact_id: str) -> None:
    _say(f"The chat {contact_id} could not be stopped; it ends by itself when its duration is over.")


def _progress() -> Callable[[Step], None]:
    count = 0

    def tell(step: Step) -> None:
        nonlocal count
        count += 1
        if sys.stderr.isatty():
            print(f"\r\x1b[K{count} of {len(SCRIPT)}: {step.title}", end="", file=sys.stderr, flush=True)
            if count == len(SCRIPT):
                print("\r\x1b[K", end="", file=sys.stderr, flush=True)

    return tell


# -- afterwards -------------------------------------------------------------------------------------


async def _tell(workspace: Workspace, wish: Wish, first: Performance, second: Performance) -> int:
    compared = compare(SCRIPT, first, second)
    report = as_json(first, second, compared, await _decisions(workspace))
    text = json.dumps(report, indent=2, ensure_ascii=False)
    if wish.out is None:
        print(text)
    else:
        wish.out.write_text(text + "\n", "utf-8")
    _say(table(compared))
    return DIFFERENT if report["differences"] else SAME


async def _decisions(workspace: Workspace) -> Mapping[str, str]:
    """The sentences of the sandbox's decisions, where one runs here to tell them."""
    if workspace.control is None:
        return {}
    found: Mapping[str, str] = (await workspace.control.ask("GET", "/")).get("ours") or {}
    return found


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


def _complain(line: Mapping[str, object]) -> None:
    _say(json.dumps(line, ensure_ascii=False))
