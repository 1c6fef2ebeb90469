"""What lies between a chat and one socket while faults are on: the way that each frame goes.

A frame goes through the steps of `STEPS` in their order, each of which may change what is sent on. While
no fault is on and nothing is held back, frames do not come here.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Callable, Mapping
from functools import partial
from typing import Protocol

from console.sandbox.participant.disturbance import Disturbance, Disturbances, Effect
from console.sandbox.timers import Timers

HELD_S = 1.0
"""Seconds of the sandbox's time after which a frame comes that waits for another to overtake it."""
MOST_LATE = 1_000
"""Frames that are late on one socket at most; beyond that they come in time."""
UNHEARD_OF = (
    ("EVENT", "application/vnd.amazonaws.connect.event.sandbox.unheard-of"),
    ("UNHEARD_OF", "application/vnd.amazonaws.connect.event.sandbox.unheard-of"),
    ("MESSAGE", "application/x.unheard-of"),
)
"""Type and ContentType of items that no client knows; they take turns."""
_KEPT = (
    "AbsoluteTime", "InitialContactId", "ContactId", "ParticipantId", "DisplayName", "ParticipantRole",
)  # fmt: skip


class Outlet(Protocol):
    """The socket that a line leads to."""

    def send(self, text: str) -> None:
        """Send a frame after those that wait."""

    def cut(self) -> None:
        """Cut the socket after what waits, without a close frame."""

    def fall_silent(self, seconds: float) -> None:
        """Neither answer nor deliver any more; 0 stands for good."""


class Line:
    """The way to one socket. To be used under the lock of the timers, but for `goes_dead`."""

    def __init__(self, disturbances: Disturbances, timers: Timers, outlet: Outlet) -> None:
        self._disturbances = disturbances
        self._timers = timers
        self._outlet = outlet
        self._late: dict[int, list[str]] = {}
        self._count = itertools.count()
        self._kinds = itertools.cycle(UNHEARD_OF)
        self.held: list[str] = []
        """What waits for the next frame to overtake it."""

    def carry(self, text: str) -> None:
        """Send a frame, and do to it what is to be done."""
        overtaken, self.held = self.held, []
        frames = [text]
        for effect, step in STEPS.items():
            if effect == "reorder" and overtaken:
                continue
            if frames and (disturbance := self._disturbances.act(effect)) is not None:
                frames = step(self, frames, disturbance)
        for frame in (*frames, *overtaken):
            self._outlet.send(frame)

    def goes_dead(self) -> bool:
        """Whether a client's frame finds nobody, from now on."""
        if (disturbance := self._disturbances.act("silent")) is None:
            return False
        self._outlet.fall_silent(disturbance.value)
        return True

    def close(self) -> None:
        """Forget what has not been sent."""
        self.held = []
        self._late.clear()

    def fall_silent(self, _frames: list[str], disturbance: Disturbance) -> list[str]:
        """The socket says nothing any more."""
        self._outlet.fall_silent(disturbance.value)
        return []

    def drop(self, _frames: list[str], _disturbance: Disturbance) -> list[str]:
        """The socket is cut, and the frame is lost."""
        self._outlet.cut()
        return []

    def precede(self, frames: list[str], _disturbance: Disturbance) -> list[str]:
        """An item that nobody knows comes first."""
        return [_unheard_of(frames[0], *next(self._kinds)), *frames]

    def repeat(self, frames: list[str], _disturbance: Disturbance) -> list[str]:
        """The frame comes twice."""
        return [*frames, frames[-1]]

    def hold(self, frames: list[str], _disturbance: Disturbance) -> list[str]:
        """The frame waits for the next; where none comes it comes by itself."""
        self.held = frames
        self._timers.after(HELD_S, partial(self._release, frames))
        return []

    def delay(self, frames: list[str], disturbance: Disturbance) -> list[str]:
        """The frame comes later."""
        if len(self._late) >= MOST_LATE:
            return frames
        number = next(self._count)
        self._late[number] = frames
        self._timers.after(disturbance.value, partial(self._arrive, number))
        return []

    def _release(self, frames: list[str]) -> None:
        if self.held is frames:
            self.held = []
            self._deliver(frames)

    def _arrive(self, number: int) -> None:
        self._deliver(self._late.pop(number, []))

    def _deliver(self, frames: list[str]) -> None:
        for frame in frames:
            self._outlet.send(frame)


Step = Callable[[Line, list[str], Disturbance], list[str]]

STEPS: Mapping[Effect, Step] = {
    "silent": Line.fall_silent,
    "drop": Line.drop,
    "unknown": Line.precede,
    "duplicate": Line.repeat,
    "reorder": Line.hold,
    "late": Line.delay,
}
"""What can happen to a frame, in this order."""


def _unheard_of(text: str, kind: str, content_type: str) -> str:
    frame = json.loads(text)
    item = json.loads(frame["content"])
    unheard_of = {
        "Id": str(uuid.uuid4()),
        "Type": kind,
        "ContentType": content_type,
        "Content": "{}",
        **{name: item[name] for name in _KEPT if name in item},
    }
    return json.dumps(frame | {"content": json.dumps(unheard_of)})
