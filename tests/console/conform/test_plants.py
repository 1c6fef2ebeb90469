"""Planted differences of several kinds: each is found, named by its step and its path, and nothing else."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from console.conform.comparison import compare
from console.sandbox import Sandbox, parse
from console.sandbox.operations import attachments
from console.sandbox.operations.participant import send_message
from console.sandbox.participant import attachments as files
from console.sandbox.participant import connections, items, paging, party
from console.sandbox.refusal import RefusalError
from tests.console.conform.conftest import Playing, scene

# The room has a function of the same name.
PARTICIPANT = sys.modules[send_message.__module__]

Plant = Callable[[pytest.MonkeyPatch, Sandbox], None]


def fault(text: str) -> Plant:
    return lambda _patch, sandbox: sandbox.faults.add(parse(text))


def constant(module: Any, name: str, value: Any) -> Plant:
    return lambda patch, _sandbox: patch.setattr(module, name, value)


def without_participant_id(patch: pytest.MonkeyPatch, _sandbox: Sandbox) -> None:
    whole = items.on_socket

    def without(item: items.Item, initial_contact_id: str) -> dict[str, Any]:
        told = whole(item, initial_contact_id)
        return {name: value for name, value in told.items() if name != "ParticipantId"}

    patch.setattr(items, "on_socket", without)


def other_code(patch: pytest.MonkeyPatch, _sandbox: Sandbox) -> None:
    def other(field: str, message: str) -> RefusalError:
        return RefusalError("ResourceNotFoundException", f"{field}: {message}")

    patch.setattr(paging, "_wrong", other)


def seconds_alone(patch: pytest.MonkeyPatch, _sandbox: Sandbox) -> None:
    whole = items.time_text
    patch.setattr(items, "time_text", lambda ms: whole(ms)[:-5] + "Z")


def a_start_included_no_more(patch: pytest.MonkeyPatch, _sandbox: Sandbox) -> None:
    patch.setattr(paging, "_from", lambda items, index, backward: index if backward else index + 1)


def no_attachments(_patch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:
    sandbox.settings.set_storage("ATTACHMENTS", [])


BASIC = {"start.with-connection", "join.connection", "join.first-words"}
"""Steps of every scene in which some plants show, too."""

Expected = Mapping[tuple[str, str], tuple[object, object]]
PLANTS: Mapping[str, tuple[Plant, tuple[str, ...], Expected]] = {
    "a refusal": (
        fault("SendEvent:Conflict"),
        ("event.typing", "say.plain"),
        {("event.typing", "answer"): ("refused: ConflictException (409)", "answered")},
    ),
    "another code": (
        other_code,
        ("transcript.unknown-start", "transcript.future"),
        {
            ("transcript.unknown-start", "answer"): (
                "refused: ResourceNotFoundException (404)",
                "refused: ValidationException (400)",
            )
        },
    ),
    "a smaller limit": (
        constant(PARTICIPANT, "MOST_BYTES", 1024),
        ("say.plain", "say.largest", "say.too-large"),
        {("say.largest", "answer"): ("refused: ValidationException (400)", "answered")},
    ),
    "larger files": (
        constant(files, "LARGEST", 30 * 1024 * 1024),
        ("file.start", "file.too-large"),
        {("file.too-large", "answer"): ("answered", "refused: ValidationException (400)")},
    ),
    "a frame without a member": (
        without_participant_id,
        ("say.markdown", "transcript.item", "say.plain"),
        {
            ("say.markdown", "echo.ParticipantId"): ("absent", "the customer of the chat"),
            ("say.plain", "echo.ParticipantId"): ("absent", "the customer of the chat"),
            ("say.plain", "reply.ParticipantId"): ("absent", "id 3"),
        },
    ),
    "another form of times": (
        seconds_alone,
        ("event.typing",),
        {
            ("event.typing", f"{where}.AbsoluteTime"): (
                "a time 0000-00-00T00:00:00Z",
                "a time 0000-00-00T00:00:00.000Z",
            )
            for where in ("answer", "echo")
        },
    ),
    "a frame twice": (fault("socket:duplicate"), ("say.plain",), {("say.plain", "echoes"): (2, 1)}),
    "uploads of five minutes": (
        constant(attachments, "UPLOAD_S", 300),
        ("file.start",),
        {("file.start", "expiry_in_five_minutes"): (1, 3)},
    ),
    "expiries after an hour": (
        constant(connections, "EXPIRY_S", 3600),
        (),
        {
            ("start.with-connection", "expiry_hours"): (1, 24),
            ("join.connection", "socket_expiry_hours"): (1, 24),
            ("join.connection", "token_expiry_hours"): (1, 24),
        },
    ),
    "pages that leave out their start": (
        a_start_included_no_more,
        ("transcript.position",),
        {("transcript.position", f"{way} from Id"): (False, True) for way in ("backward", "forward")},
    ),
    "more sockets": (
        constant(party, "MOST_SOCKETS", 20),
        ("socket.six",),
        {("socket.six", "closed"): ([], [1]), ("socket.six", "codes"): ([], [1000])},
    ),
    "no room for files": (
        no_attachments,
        ("file.start", "file.fetch"),
        {("file.start", "answer"): ("refused: AccessDeniedException (403)", "answered")},
    ),
    "sockets that are refused": (
        fault("socket:refuse"),
        ("say.plain",),
        {("join.connection", "answer"): ("refused: the websocket", "answered")},
    ),
}


@pytest.mark.parametrize("name", PLANTS)
async def test_a_planted_difference_is_found_and_named(
    name: str, sandbox: Sandbox, playing: Playing, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant, steps, expected = PLANTS[name]
    script = scene(*steps)
    with monkeypatch.context() as patch:
        plant(patch, sandbox)
        planted = await playing(script)
    sandbox.reset()
    sound = await playing(script)
    compared = {one.step.name: one for one in compare(script, planted, sound)}
    found = {
        (one.step, one.at): (one.first, one.second)
        for step in compared.values()
        for one in step.differences
        if one.step not in BASIC - {step for step, _ in expected}
    }
    assert found == expected
