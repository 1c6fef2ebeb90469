"""After each turn the contact is looked at once, and what changed is told exactly."""

from __future__ import annotations

from typing import Any

import pytest

from console.credentials import Keys
from console.errors import AccessDenied, SignInNeeded
from console.profiles import Profile, environment_at
from console.redaction import MASK
from console.sandbox import Sandbox
from console.turns import Change, Turn
from console.turns.way import is_in_vain
from tests.conftest import until
from tests.console.turns.conftest import Visiting


def told(turn: Turn) -> list[tuple[str, str, str | None, str | None]]:
    return [(one.kind, one.name, one.before, one.after) for one in turn.changes]


def way(turn: Turn) -> list[str]:
    return [step.action for step in turn.steps if step.kind == "action"]


async def test_a_flow_that_decides_and_queues(visiting: Visiting) -> None:
    async with visiting(Attributes={"plan": "gold"}) as visit:
        first = await visit.turn(1)
        assert (visit.row(first), told(first), first.state) == ("Welcome. What is it about?", [], "read")
        assert way(first) == ["hook", "hello"]
        await visit.says("my order")
        second = await visit.turn(2)
        assert visit.row(second) == "A person can help."
        assert told(second) == [
            ("attribute", "intent", None, "order"),
            ("attribute", "plan", "gold", "silver"),
            ("segment_attribute", "shop:stage", None, "asked"),
        ]
        assert way(second) == ["listen", "note", "stage", "which", "more"]
        await visit.says("yes please")
        third = await visit.turn(3)
        assert visit.row(third) == "One moment."
        queue = Change("queue", "queue", None, "Support")
        assert third.changes == (Change("state", "state", "in the flow", "in a queue"), queue)
        assert way(third)[-2:] == ["queue", "transfer"]
        assert len(visit.calls) == 3
        assert visit.turns.of(second.row_key) == second
        assert visit.turns.facts is not None
        assert (visit.turns.facts.queue_name, visit.turns.facts.queue_id) == ("Support", "support")


@pytest.mark.bound(40)
async def test_an_agent_a_colleague_and_the_end(visiting: Visiting) -> None:
    async with visiting() as visit:
        await visit.turn(1)
        await visit.says("order")
        await visit.turn(2)
        await visit.says("yes")
        await visit.hears("Hi, Alex here.")
        await visit.passes(lambda: visit.turns.facts.agent_name == "Alex", "the agent's facts")
        first = visit.turns.contact_id
        await visit.says("can you help?")
        await visit.hears("Bea here.")
        await visit.passes(lambda: visit.turns.facts.agent_name == "Bea", "the colleague's facts")
        assert visit.turns.contact_id != first
        # The current segment was asked for, not the first one.
        assert visit.calls[-1] == f"DescribeContact {visit.turns.contact_id}"
        assert visit.turns.facts.previous_id == visit.turns.facts.initial_id == first
        assert visit.turns.facts.initiation_method == "TRANSFER"
        changed = [change for turn in visit.turns.all for change in turn.changes]
        assert Change("agent", "agent", "Alex", "Bea") in changed
        assert Change("contact", "contact", first, visit.turns.contact_id) in changed
        await visit.session.disconnect()
        await visit.passes(lambda: visit.turns.facts.disconnect_reason == "CUSTOMER_DISCONNECT", "the end")
        assert visit.turns.latest.changes[-1].after == "over · CUSTOMER_DISCONNECT"


async def test_secrets_are_masked_by_name_and_values_are_bounded(visiting: Visiting) -> None:
    attributes = {"api_key": "sk-nobody-sees-this", "long": "many words " * 900}
    async with visiting(Attributes=attributes) as visit:
        await visit.turn(1)
        facts = visit.turns.facts
        assert facts.attributes["api_key"] == MASK
        assert len(facts.attributes["long"]) == 4_001
        assert "sk-nobody-sees-this" not in repr(facts) + repr(visit.turns.all)


async def test_without_the_right_the_attributes_alone_are_read_and_it_is_told_once(
    visiting: Visiting,
) -> None:
    async with visiting() as visit:
        await visit.turn(1)
        visit.fault("DescribeContact:AccessDenied")
        visit.calls.clear()
        await visit.says("order")
        second = await visit.turn(2)
        assert [one.partition(" ")[0] for one in visit.calls] == ["DescribeContact", "GetContactAttributes"]
        assert visit.calls[-1].endswith(visit.chat.contact_id)
        assert ("attribute", "intent", None, "order") in told(second)
        assert isinstance(second.error, AccessDenied)
        assert second.error.action == "connect:DescribeContact"
        visit.calls.clear()
        await visit.says("yes")
        third = await visit.turn(3)
        assert [one.partition(" ")[0] for one in visit.calls] == ["GetContactAttributes"]
        assert (third.state, third.error) == ("read", None)
        visit.sandbox.faults.clear()
        visit.turns.read_again()
        await visit.passes(lambda: visit.turns.facts.is_whole, "the whole again")
        assert visit.turns.refused is None


async def test_with_no_right_at_all_nothing_is_tried_any_more(visiting: Visiting) -> None:
    async with visiting() as visit:
        visit.fault("DescribeContact:AccessDenied")
        visit.fault("GetContactAttributes:AccessDenied")
        first = await visit.turn(1)
        assert first.state == "failed"
        assert isinstance(first.error, AccessDenied)
        assert first.error.action == "connect:DescribeContact"
        assert len(visit.calls) == 2
        await visit.says("order")
        second = await visit.turn(2)
        assert (second.state, second.error) == ("skipped", None)
        assert len(visit.calls) == 2
        assert "note" in way(second)


async def test_keys_that_have_run_out_ask_nobody_and_are_told_once(visiting: Visiting) -> None:
    async with visiting() as visit:
        await visit.turn(1)
        before = visit.open

        async def nobody(profile: Profile) -> Any:
            raise SignInNeeded("The keys of this profile have run out.", "Sign in.", profile_id=profile.id)

        visit.open = nobody
        await visit.says("order")
        second = await visit.turn(2)
        assert (second.state, type(second.error)) == ("failed", SignInNeeded)
        await visit.says("yes")
        third = await visit.turn(3)
        assert (third.state, third.error) == ("skipped", None)
        visit.open = before
        await visit.says("still there?")
        await visit.passes(
            lambda: visit.turns.error is None and visit.turns.facts.queue_id, "the facts again"
        )


async def test_expired_keys_are_refused_by_the_service(visiting: Visiting) -> None:
    async with visiting() as visit:
        await visit.turn(1)
        visit.fault("DescribeContact:expired-token:1")
        await visit.says("order")
        second = await visit.turn(2)
        assert second.error is not None
        assert second.error.code == "credentials_expired"
        await visit.says("yes")
        third = await visit.turn(3)
        # What nobody saw meanwhile is told with the next look.
        assert ("attribute", "intent", None, "order") in told(third)


@pytest.mark.bound(40)
async def test_a_service_that_wants_fewer_calls_gets_them_later(visiting: Visiting) -> None:
    async with visiting() as visit:
        await visit.turn(1)
        visit.fault("DescribeContact:TooManyRequests:3")
        visit.calls.clear()
        await visit.says("order")
        await until(lambda: len(visit.turns.all) == 2 and visit.turns.all[1].error, "the refusal")
        waiting = visit.turns.all[1]
        assert (waiting.state, waiting.error.code) == ("reading", "throttled")
        # The door tries three times by itself; the next attempt is due two seconds later at the earliest.
        assert len(visit.calls) == 1
        second = await visit.turn(2)
        assert (second.state, second.error) == ("read", None)
        assert ("attribute", "intent", None, "order") in told(second)
        assert len(visit.calls) == 2


@pytest.mark.bound(40)
async def test_logs_that_come_late_find_their_turns(visiting: Visiting, center: Sandbox) -> None:
    profile = environment_at(center.region, center.endpoint)
    keys = Keys(center.access_key_id, center.secret_access_key)
    async with visiting("Logged", profile, keys) as visit:
        await visit.turn(1)
        await visit.says("order")
        await visit.turn(2)
        turns = visit.turns
        # What the follower does, too, after its while.
        await visit.workspace.traces.of(visit.chat).refresh()
        await visit.passes(lambda: turns.all[1].steps, "the log of the second turn")
        assert way(turns.all[0]) == ["log", "hello", "listen"]
        assert way(turns.all[1]) == ["bye"]


async def test_logs_that_are_not_kept_are_not_asked_for_on_and_on(
    visiting: Visiting, center: Sandbox
) -> None:
    profile = environment_at(center.region, center.endpoint)
    keys = Keys(center.access_key_id, center.secret_access_key)
    async with visiting("Inbound", profile, keys) as visit:
        way = visit.workspace.traces.of(visit.chat)
        await visit.turn(1)
        await visit.passes(lambda: is_in_vain(way), "the reason why there is no log")
        before = way.read_at
        await visit.says("order")
        second = await visit.turn(2)
        assert second.state == "read"
        assert second.steps == ()
        assert way.read_at == before
