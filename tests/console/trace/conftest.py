"""Chats in a sandbox whose flow a test has written, seen by a profile of the sandbox and by one of AWS's."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

import pytest

from console.chat.chat import Chat
from console.credentials import Keys
from console.profiles import SANDBOX, Profile, environment_at
from console.sandbox import Sandbox
from console.trace import Trace
from console.workspace import Workspace
from tests.conftest import until
from tests.console.sandbox.flow.stage import act, document, say

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
SET = {"intent": "order", "password": "geheim-1"}
LOUD = act("log", "UpdateFlowLoggingBehavior", "hello", FlowLoggingBehavior="Enabled")


def asking(*first: Mapping[str, Any]) -> dict[str, Any]:
    """A flow that greets, waits for the customer, and then sets an attribute, fails and goes on."""
    return document(
        *first,
        say("hello", "Hi.", "ask"),
        act(
            "ask",
            "Wait",
            on={"CustomerReturned": "note", "WaitCompleted": "end"},
            TimeLimitSeconds="600",
            Events=["CustomerReturned"],
        ),
        act(
            "note",
            "UpdateContactAttributes",
            "lookup",
            Attributes={"intent": "order", "password": "geheim-1"},
        ),
        act(
            "lookup",
            "InvokeLambdaFunction",
            "thanks",
            errors={"NoMatchingError": "thanks"},
            LambdaFunctionARN="arn:aws:lambda:us-east-1:123456789012:function:x",
        ),
        say("thanks", "Thank you.", "rest"),
        act("rest", "Wait", TimeLimitSeconds="900"),
        act("end", "DisconnectParticipant"),
    )


class Told:
    """A chat of one workspace, its customer joined, and its trace."""

    def __init__(self, workspace: Workspace, sandbox: Sandbox, chat: Chat) -> None:
        self.workspace, self.sandbox, self.chat = workspace, sandbox, chat

    @property
    def trace(self) -> Trace:
        return self.workspace.traces.of(self.chat)

    @property
    def contact_id(self) -> str:
        assert self.chat.contact_id is not None
        return self.chat.contact_id

    @property
    def entered(self) -> list[str]:
        """The actions that were left, in the order in which the trace has them."""
        return [step.action for step in self.trace.steps if step.kind == "action"]

    def join(self) -> None:
        chat = self.sandbox.chats.of(self.contact_id)
        with self.sandbox.center.timers.lock:
            chat.join(chat.customer)

    def say(self, text: str) -> None:
        chat = self.sandbox.chats.of(self.contact_id)
        with self.sandbox.center.timers.lock:
            chat.hear(chat.customer, text, "text/plain")

    async def has(self, *actions: str) -> None:
        """Reads until the flow has left these actions last."""

        async def found() -> bool:
            await self.trace.refresh(whole=True)
            return tuple(self.entered[-len(actions) :]) == actions

        for _ in range(200):
            if await found():
                return
        pytest.fail(f"{actions} did not come, but {self.entered}")


Start = Callable[..., Any]


@pytest.fixture
def start(workspace: Workspace, sandbox: Sandbox) -> Start:
    """Starts a chat with a flow, as the sandbox's own profile, or as one that knows AWS alone."""

    @asynccontextmanager
    async def started(
        flow: Mapping[str, Any], *, on_aws: bool = False, joins: bool = True
    ) -> AsyncIterator[Told]:
        flow_id = sandbox.flows[0].id
        sandbox.flow_versions.save(flow_id, flow)
        sandbox.flow_versions.publish(flow_id)
        profile: Profile = SANDBOX
        if on_aws:
            profile = environment_at(sandbox.region, sandbox.endpoint)
            workspace.add_environment(profile, KEYS)
        request = {
            "InstanceId": sandbox.instance_id,
            "ContactFlowId": flow_id,
            "ParticipantDetails": {"DisplayName": "Ann"},
        }
        chat = workspace.new_chat(request, profile)
        await workspace.start(chat)
        assert chat.error is None
        told = Told(workspace, sandbox, chat)
        told.join()
        try:
            yield told
        finally:
            await workspace.close()

    return started


async def follow(trace: Trace, holds: Callable[[], Any], what: str) -> None:
    """Follows a trace until something holds."""
    following = asyncio.get_running_loop().create_task(trace.follow())
    try:
        await until(holds, what)
    finally:
        following.cancel()


def told_by(trace: Trace) -> Trace:
    """The trace as it is now; a type checker would believe that its state can't change."""
    return trace
