"""The facts of a flow: read step by step, kept for the run, and never in the way."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from console.aws import Connect, FlowAlias, FlowVersion
from console.credentials import Keys
from console.doctor import Reach
from console.errors import ConsoleError, NoConnection, SignInNeeded
from console.flow_facts import FRESH_FOR, FlowFacts, KnownFlows
from console.profiles import Profile
from console.sandbox import Sandbox
from tests.conftest import MovableClock
from tests.console.described import (
    CHANGED,
    ENTRY,
    HANDS_OVER,
    INSTANCE,
    RINGS,
    SALES,
    SAYS,
    Described,
    Told,
    call,
    denied,
    flow,
)

PROFILE = Profile("Support", "access_key", "eu-central-1", id="p1")
OTHER = Profile("Sales", "access_key", "eu-central-1", id="p2")
UNREACHED = NoConnection(call("DescribeContactFlow"), "refused")


def known(door: Described, clock: MovableClock | None = None) -> KnownFlows:
    async def open_door(_: Profile) -> Connect:
        return door

    return KnownFlows(open_door, clock or MovableClock())


async def read(flows: KnownFlows, profile: Profile = PROFILE) -> list[FlowFacts]:
    return [facts async for facts in flows.read(profile, INSTANCE, ENTRY)]


async def facts_of(told: Told, **others: Told) -> FlowFacts:
    return (await read(known(Described({ENTRY: told, SALES: others.get("sales", Told())}))))[-1]


# -- what is read -------------------------------------------------------------------------------------


async def test_version_date_and_hash_come_from_the_published_flow() -> None:
    facts = await facts_of(Told(flow(SAYS, "aa11"), saved=flow(SAYS, "aa11")))
    assert facts.details is not None
    assert (facts.details.version, facts.details.modified) == (12, CHANGED)
    assert facts.sha256 == "aa11"
    assert facts.has_unpublished_changes is False
    assert facts.unknown == ()
    assert not facts.is_partial


async def test_another_hash_of_the_saved_content_means_unpublished_changes() -> None:
    facts = await facts_of(Told(flow(SAYS, "aa11"), saved=flow(RINGS, "bb22")))
    assert facts.has_unpublished_changes is True
    assert facts.sha256 == "aa11", "a chat runs the published flow"
    assert facts.reach == Reach(True), "and where that one leads is what counts"


@pytest.mark.parametrize(("published", "saved"), [("", "bb22"), ("aa11", "")])
async def test_without_both_hashes_nothing_is_said_about_changes(published: str, saved: str) -> None:
    facts = await facts_of(Told(flow(SAYS, published), saved=flow(SAYS, saved)))
    assert facts.has_unpublished_changes is None


async def test_a_flow_that_was_never_published_is_described_as_saved_and_has_no_hash_to_run() -> None:
    facts = await facts_of(Told(None, saved=flow(RINGS, "bb22")))
    assert facts.was_never_published
    assert facts.details is not None
    assert facts.sha256 == ""
    assert facts.has_unpublished_changes is None
    assert facts.reach is not None
    assert facts.reach.verdict == "rings"


async def test_the_content_of_a_flow_is_not_kept() -> None:
    facts = await facts_of(Told(flow(RINGS)))
    assert facts.details is not None
    assert facts.details.content == ""


async def test_facts_come_step_by_step_the_first_with_where_the_flow_leads() -> None:
    door = Described({ENTRY: Told(flow(HANDS_OVER)), SALES: Told(flow(RINGS))})
    steps = await read(known(door))
    assert [facts.is_partial for facts in steps] == [True, True, False]
    first, _, last = steps
    assert first.reach is not None
    assert first.reach.verdict == "may_ring"
    assert last.reach is not None
    assert last.reach.verdict == "rings", "the flow that it hands over to was read, too"
    assert door.asked == [ENTRY, f"saved {ENTRY}", SALES], "and no content was asked for twice"


# -- what can't be had --------------------------------------------------------------------------------


async def test_a_missing_permission_is_named_in_one_line_and_nothing_more_is_asked() -> None:
    door = Described({ENTRY: Told(denied("DescribeContactFlow"))})
    (facts,) = await read(known(door))
    assert facts.unknown == (
        "Version, unpublished changes and where the flow leads: not known. "
        "connect:DescribeContactFlow is not allowed.",
    )
    assert (facts.details, facts.reach, facts.sha256, facts.is_partial) == (None, None, "", False)
    assert door.asked == [ENTRY]


async def test_a_draft_that_may_not_be_read_hides_nothing_else() -> None:
    facts = await facts_of(Told(flow(RINGS), saved=denied("DescribeContactFlow")))
    assert facts.sha256 == "aa11"
    assert facts.has_unpublished_changes is None
    assert facts.reach is not None
    assert len(facts.unknown) == 1
    assert facts.unknown[0].startswith("Whether there are unpublished changes: not known. connect:Describe")


@pytest.mark.parametrize("error", [UNREACHED, SignInNeeded("Sign in first.", "Do.", profile_id="p1")])
async def test_a_door_that_does_not_open_is_said_and_not_raised(error: ConsoleError) -> None:
    async def open_door(_: Profile) -> Connect:
        raise error

    flows = KnownFlows(open_door)
    (facts,) = await read(flows)
    assert facts.unknown[0].endswith(error.sentence)
    history = await flows.read_history(PROFILE, INSTANCE, ENTRY)
    assert history.unknown[0].endswith(error.sentence)


# -- what is kept -------------------------------------------------------------------------------------


async def test_facts_are_kept_for_each_profile_until_they_are_forgotten() -> None:
    flows = known(Described({ENTRY: Told()}))
    assert flows.facts(PROFILE, INSTANCE, ENTRY) is None
    await read(flows)
    await read(flows, OTHER)
    assert flows.facts(PROFILE, INSTANCE, ENTRY) is not None
    assert flows.facts(PROFILE, INSTANCE, SALES) is None
    flows.forget(PROFILE.id)
    assert flows.facts(PROFILE, INSTANCE, ENTRY) is None
    assert flows.facts(OTHER, INSTANCE, ENTRY) is not None


async def test_facts_are_fresh_for_a_while_unless_something_is_missing() -> None:
    clock = MovableClock()
    whole = (await read(known(Described({ENTRY: Told()}), clock)))[-1]
    assert whole.is_fresh(clock())
    clock.move(seconds=FRESH_FOR.total_seconds() + 1)
    assert not whole.is_fresh(clock())
    assert not whole.is_fresh(whole.read_at - timedelta(seconds=1)), "nor after the clock was set back"
    lacking = (await read(known(Described({ENTRY: Told(saved=UNREACHED)}), clock)))[-1]
    assert not lacking.is_fresh(clock())


async def test_whole_facts_stay_until_there_are_whole_ones_again() -> None:
    door = Described({ENTRY: Told(flow(sha256="aa11"))})
    flows = known(door)
    await read(flows)
    door.flows[ENTRY] = Told(flow(sha256="bb22"))
    reading = flows.read(PROFILE, INSTANCE, ENTRY)
    assert (await anext(reading)).sha256 == "bb22"
    kept = flows.facts(PROFILE, INSTANCE, ENTRY)
    assert kept is not None
    assert kept.sha256 == "aa11"
    assert [facts.sha256 async for facts in reading] == ["bb22"]
    kept = flows.facts(PROFILE, INSTANCE, ENTRY)
    assert kept is not None
    assert kept.sha256 == "bb22"


async def test_a_reading_that_is_cancelled_keeps_what_it_had() -> None:
    door = Described({ENTRY: Told()})
    flows = known(door)
    steps: list[FlowFacts] = []

    async def follow() -> None:
        async for facts in flows.read(PROFILE, INSTANCE, ENTRY):
            steps.append(facts)
            door.gate.clear()

    task = asyncio.create_task(follow())
    while not steps:
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert flows.facts(PROFILE, INSTANCE, ENTRY) == steps[0]


# -- versions and aliases -----------------------------------------------------------------------------


async def test_versions_come_newest_first_and_aliases_by_name() -> None:
    told = Told(
        versions=[FlowVersion("", 2), FlowVersion("", 12), FlowVersion("", 3)],
        aliases=[FlowAlias("b", "", "test", 12), FlowAlias("a", "", "Live", 3)],
    )
    history = await known(Described({ENTRY: told})).read_history(PROFILE, INSTANCE, ENTRY)
    assert [one.version for one in history.versions] == [12, 3, 2]
    assert [(one.name, one.version) for one in history.aliases] == [("Live", 3), ("test", 12)]
    assert history.unknown == ()


async def test_each_missing_permission_of_the_lists_is_named() -> None:
    told = Told(versions=denied("ListContactFlowVersions"), aliases=denied("ListContactFlowAliases"))
    history = await known(Described({ENTRY: told})).read_history(PROFILE, INSTANCE, ENTRY)
    assert history.unknown == (
        "The versions: not known. connect:ListContactFlowVersions is not allowed.",
        "The aliases: not known. connect:ListContactFlowAliases is not allowed.",
    )
    told = Told(versions=[FlowVersion("", 1)], aliases=UNREACHED)
    history = await known(Described({ENTRY: told})).read_history(PROFILE, INSTANCE, ENTRY)
    assert len(history.versions) == 1
    assert len(history.unknown) == 1


# -- the sandbox --------------------------------------------------------------------------------------


async def test_the_flows_of_the_sandbox_have_facts(sandbox: Sandbox) -> None:
    profile = Profile("Sandbox", "sandbox", sandbox.region, sandbox.endpoint, id="sandbox")
    door = Connect(profile, Keys(sandbox.access_key_id, sandbox.secret_access_key))

    async def open_door(_: Profile) -> Connect:
        return door

    flows = KnownFlows(open_door)
    try:
        for known_flow in sandbox.flows:
            facts = [one async for one in flows.read(profile, sandbox.instance_id, known_flow.id)][-1]
            assert facts.unknown == (), known_flow.name
            assert facts.sha256
            assert facts.reach is not None
            assert facts.reach.is_known
        history = await flows.read_history(profile, sandbox.instance_id, sandbox.flows[0].id)
        assert history.versions
        assert history.unknown == ()
    finally:
        door.close()
