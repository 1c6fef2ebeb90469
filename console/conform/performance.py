"""One performance: the whole script in one place, and what was seen of each step."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from console.conform.facts import NotPlayed
from console.conform.ground import Ground
from console.conform.lens import Seen
from console.conform.pace import Pace
from console.conform.stage import Refused, Stage, refusal
from console.conform.step import Step
from console.errors import ConsoleError, ServiceError

Tell = Callable[[Step], None]
Left = Callable[[str], None]


class PlayTooLong(ConsoleError):
    """The script did not come to its end in time."""

    code = "play_too_long"


@dataclass(frozen=True)
class Outcome:
    """What was seen of a step; None with the reason where it was not played."""

    seen: Mapping[str, Seen] | None
    why: str = ""


@dataclass(frozen=True)
class Performance:
    """What was seen in one place, by the names of the steps."""

    kind: str
    region: str
    outcomes: Mapping[str, Outcome] = field(default_factory=dict)


async def perform(
    ground: Ground,
    script: Sequence[Step],
    pace: Pace,
    tell: Tell = lambda _step: None,
    left: Left = lambda _contact_id: None,
) -> Performance:
    """Play the script; every chat that it starts is stopped, whatever happens.

    `tell` hears of each step before it is played, `left` of each contact that could not be stopped.

    Raises:
        ConsoleError: a vital step was refused, the place was not reached, or it took too long.
    """
    stage = Stage(ground, pace)
    outcomes: dict[str, Outcome] = {}
    try:
        async with asyncio.timeout(pace.total_s):
            for step in script:
                tell(step)
                outcomes[step.name] = await _played(step, stage)
    except TimeoutError:
        raise PlayTooLong(
            f"The script was not over after {pace.total_s:.0f} s.", "Try again when the network is faster."
        ) from None
    finally:
        for contact_id in await stage.clear():
            left(contact_id)
    return Performance(ground.kind, ground.region, outcomes)


async def _played(step: Step, stage: Stage) -> Outcome:
    try:
        facts = await step.play(stage)
    except NotPlayed as reason:
        return Outcome(None, str(reason))
    except Refused as refused:
        facts = refused.facts
    except ServiceError as error:
        if step.vital:
            raise
        facts = refusal(error)
    return Outcome(stage.lens.look(facts))
