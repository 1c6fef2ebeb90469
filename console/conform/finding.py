"""Where to play: from what the user asks for to an instance and a flow, and whether that is safe."""

from __future__ import annotations

import asyncio
import os
from dataclasses import dataclass
from pathlib import Path

from console.aws import Connect
from console.chat.connection.dialling import Way
from console.conform.ground import Ground
from console.doctor import reach
from console.errors import ConsoleError, ProfileProblem
from console.profiles import ENVIRONMENT, SANDBOX, Profile, environment_at, read_environment
from console.terminal import Terminal
from console.workspace import Workspace


class NotSafe(ConsoleError):
    """The script would do something that nobody has said yes to; nothing was started."""

    code = "not_safe"


class NoPlace(ConsoleError):
    """It is not clear on which instance, or with which flow, to play."""

    code = "no_place"


@dataclass(frozen=True)
class Wish:
    """What the user asks for. `flow` and `instance` are of the profile, the others of the other place."""

    profile: str
    against: str = SANDBOX.id
    flow: str = ""
    instance: str = ""
    against_flow: str = ""
    against_instance: str = ""
    out: Path | None = None
    may_ring: bool = False
    yes: bool = False


async def ground_of(workspace: Workspace, name: str, instance: str, flow: str, wish: Wish) -> Ground:
    """Where a profile plays; an empty instance or flow is chosen where only one is meant.

    Raises:
        NotSafe: the profile is marked as production, or the flow may ring an agent, and nobody said yes.
        NoPlace: the instance or the flow has to be named.
        ConsoleError: the profile can't be used.
    """
    profile = _profile(workspace, name)
    if profile.is_production and not wish.yes:
        raise NotSafe(
            f"The profile “{profile.name}” is marked as production; nothing was started.",
            "Choose a test instance, or say --yes.",
        )
    connect = await workspace.open(profile, Terminal())
    participant = await workspace.doors.open_participant(profile)
    instance = instance or profile.instance_id or await _only_instance(connect)
    flow = flow or await _first_flow(connect, instance, profile)
    if profile.kind != "sandbox" and not wish.may_ring:
        await _check_rings_nobody(connect, instance, flow)
    # Authorities are read from disk.
    way = await asyncio.to_thread(Way.of, participant)
    return Ground(profile.kind, connect.profile.region, connect, participant, way, instance, flow)


def _profile(workspace: Workspace, name: str) -> Profile:
    if name == SANDBOX.id:
        return SANDBOX
    if name == ENVIRONMENT.id:
        profile, keys = read_environment(os.environ)
        profile = environment_at(profile.region, profile.endpoint or "")
        workspace.add_environment(profile, keys)
        return profile
    own = workspace.own_profiles.all
    found = next((one for one in own if name.casefold() in (one.name.casefold(), one.id)), None)
    if found is None:
        known = ", ".join([SANDBOX.id, ENVIRONMENT.id, *(one.name for one in own)])
        raise ProfileProblem(f"There is no profile “{name}”.", f"Give one of these: {known}.")
    return found


async def _only_instance(connect: Connect) -> str:
    instances = await connect.list_instances()
    if len(instances) != 1:
        raise NoPlace(
            f"The profile sees {len(instances)} instances, so it is not clear on which to play.",
            "Name one with --instance.",
        )
    return instances[0].id


async def _first_flow(connect: Connect, instance: str, profile: Profile) -> str:
    if profile.kind == "sandbox":
        return (await connect.list_contact_flows(instance))[0].id
    raise NoPlace(
        "A flow is missing: it should answer a text by itself, and ring no agent. Nothing was started.",
        "Name one with --flow, or with --against-flow for the other place.",
    )


async def _check_rings_nobody(connect: Connect, instance: str, flow: str) -> None:
    async def describe(flow_id: str) -> str:
        return (await connect.describe_contact_flow(instance, flow_id)).content

    found = await reach(describe, flow)
    if found.verdict != "does_not_ring":
        raise NotSafe(
            f"{found.sentence} Nothing was started.",
            "Choose another flow with --flow, or say --may-ring if nobody minds.",
        )
