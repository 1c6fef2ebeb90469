"""The places of a profile: loaded from the sandbox, searched, and what a pasted text means among them."""

from __future__ import annotations

import asyncio
import uuid
from collections.abc import Iterator, Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.aws import Connect, Flow, Instance
from console.changes import Changes
from console.credentials import Keys
from console.errors import AccessDenied, Call, ConsoleError, NoConnection, Refusal
from console.pasted import Destination
from console.places import Place, Places, State
from console.profiles import Profile
from console.sandbox import Sandbox
from console.sandbox.faults import parse
from tests.conftest import until
from tests.console.listed import Listed, id_of, loaded

FLOWS = {
    "sandbox": ["Order status", "Greeting", "greeting (copy)"],
    "Support-Prod": ["Web entry", "Greeting"],
}
CALL = Call("ListContactFlows", {}, "us-east-1", "https://connect.us-east-1.amazonaws.com")
DENIED = AccessDenied(
    Refusal(CALL, "AccessDeniedException", "", 403), action="connect:ListContactFlows", resource="*"
)
UNREACHED = NoConnection(CALL, "refused")


def titles(places: Sequence[Place]) -> list[str]:
    return [place.title for place in places]


def outcome(places: Places) -> tuple[State, ConsoleError | None]:
    return places.state, places.error


def key_of(alias: str, flow: str) -> tuple[str, str]:
    return id_of(alias), id_of(alias, flow)


# -- loading --------------------------------------------------------------------------------------


@pytest.fixture
def connect(sandbox: Sandbox) -> Iterator[Connect]:
    """The real door, to the real sandbox."""
    profile = Profile("Sandbox", "sandbox", sandbox.region, sandbox.endpoint)
    door = Connect(profile, Keys(sandbox.access_key_id, sandbox.secret_access_key))
    yield door
    door.close()


async def test_the_flows_of_the_sandbox_are_its_places(connect: Connect, sandbox: Sandbox) -> None:
    places = Places()
    assert places.state == "idle"
    await places.load(connect)
    assert (places.state, places.error) == ("ready", None)
    assert [one for one, _ in places.instances] == [sandbox.instance_id]
    assert sorted(place.flow_id for place in places.all) == sorted(flow.id for flow in sandbox.flows)
    greeting = places.find(sandbox.instance_id, sandbox.flows[0].id)
    assert greeting is not None
    assert greeting.flow_name == sandbox.flows[0].name


async def test_a_refusal_is_kept_and_loading_again_gets_over_it(connect: Connect, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("ListInstances:AccessDenied"))
    places = Places()
    await places.load(connect)
    assert places.state == "failed"
    assert isinstance(places.error, AccessDenied)
    assert places.all == ()
    sandbox.faults.clear()
    await places.load(connect)
    assert outcome(places) == ("ready", None)
    assert places.all


def test_places_are_ordered_by_instance_and_name() -> None:
    assert titles(loaded(FLOWS).all) == [
        "Greeting · Support-Prod",
        "Web entry · Support-Prod",
        "Greeting · sandbox",
        "greeting (copy) · sandbox",
        "Order status · sandbox",
    ]


def test_an_instance_without_alias_is_called_by_its_id() -> None:
    assert titles(loaded({"": ["Greeting"]}).all) == [f"Greeting · {id_of('')}"]


@pytest.mark.parametrize(
    ("error", "state", "seen"),
    [
        (DENIED, "failed", ["Greeting · a", "Greeting · c"]),
        (UNREACHED, "failed", ["Greeting · a"]),
    ],
)
def test_an_instance_that_may_not_be_listed_hides_no_other(
    error: ConsoleError, state: State, seen: list[str]
) -> None:
    """Keys are often made for one instance of several; without a network, asking on is of no use."""
    places = loaded({"a": ["Greeting"], "b": error, "c": ["Greeting"]})
    assert places.state == state
    assert places.error is error
    assert titles(places.all) == seen
    assert len(places.instances) == 3


def test_a_failed_reload_keeps_what_was_known() -> None:
    places = loaded(FLOWS)
    asyncio.run(places.load(Listed(UNREACHED)))
    assert places.state == "failed"
    assert len(places.all) == 5
    places.fail(DENIED)
    assert (places.state, places.error, len(places.all)) == ("failed", DENIED, 5)


def test_a_reload_forgets_what_is_gone() -> None:
    places = loaded(FLOWS)
    asyncio.run(places.load(Listed({"sandbox": ["New"]})))
    assert titles(places.all) == ["New · sandbox"]
    assert [alias for _, alias in places.instances] == ["sandbox"]


async def test_followers_see_the_flows_of_each_instance_as_they_come() -> None:
    places = Places()
    seen: list[tuple[State, int]] = []

    async def follow() -> None:
        async for _ in places.changes.follow():
            seen.append((places.state, len(places.all)))
            if places.state == "ready":
                return

    class Slowly(Listed):
        async def list_contact_flows(
            self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
        ) -> list[Flow]:
            for _ in range(3):
                await asyncio.sleep(0)
            return await super().list_contact_flows(instance_id, types)

    following = asyncio.create_task(follow())
    await asyncio.sleep(0)
    await places.load(Slowly(FLOWS))
    await following
    assert seen[0] == ("loading", 0)
    assert ("loading", 3) in seen or ("loading", 2) in seen
    assert seen[-1] == ("ready", 5)


async def test_a_load_that_is_cancelled_leaves_nothing_loading() -> None:
    class Never(Listed):
        async def list_instances(self) -> list[Instance]:
            await asyncio.Event().wait()
            return []

    places = Places()
    task = asyncio.create_task(places.load(Never({})))
    await asyncio.sleep(0)
    assert places.state == "loading"
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert outcome(places) == ("idle", None)


def test_another_profile_sees_nothing_of_this_one() -> None:
    places = loaded(FLOWS)
    places.fail(DENIED)
    places.forget()
    assert (places.state, places.error, places.all, places.instances) == ("idle", None, (), ())


class Gated(Listed):
    """Answers once the test lets it: the instances, then the flows of each."""

    def __init__(self, instances: Mapping[str, Sequence[str] | ConsoleError] | ConsoleError) -> None:
        super().__init__(instances)
        self.instances_gate, self.flows_gate = asyncio.Event(), asyncio.Event()
        self.is_asked_for_flows = asyncio.Event()

    async def list_instances(self) -> list[Instance]:
        await self.instances_gate.wait()
        return await super().list_instances()

    async def list_contact_flows(
        self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
    ) -> list[Flow]:
        self.is_asked_for_flows.set()
        await self.flows_gate.wait()
        return await super().list_contact_flows(instance_id, types)


class Heard(Changes[None]):
    """Changes that count what followers are told."""

    def __init__(self) -> None:
        super().__init__()
        self.told = 0

    def tell(self, change: None) -> None:
        self.told += 1
        super().tell(change)


class Watched(Places):
    """Places and all that can be seen of them, the number of changes included."""

    def __init__(self) -> None:
        super().__init__()
        self._heard = self.changes = Heard()

    @property
    def seen(self) -> tuple[object, ...]:
        return self._heard.told, self.state, self.error, self.all, self.instances


@pytest.mark.parametrize(
    "late",
    [{"late": ["Late"], "later": ["Later"]}, {"late": DENIED}, {"late": UNREACHED}],
    ids=["flows", "refusal", "no connection"],
)
@pytest.mark.parametrize("has_instances", [False, True])
@pytest.mark.parametrize("overtaken_by", ["forget", "fail", "another load"])
async def test_a_late_answer_changes_nothing(
    late: Mapping[str, Sequence[str] | ConsoleError], has_instances: bool, overtaken_by: str
) -> None:
    places, door = Watched(), Gated(late)
    loading = asyncio.create_task(places.load(door))
    if has_instances:
        door.instances_gate.set()
        await door.is_asked_for_flows.wait()
    else:
        await asyncio.sleep(0)
    if overtaken_by == "fail":
        places.fail(DENIED)
    else:
        places.forget()
    if overtaken_by == "another load":
        await places.load(Listed(FLOWS))
        assert (places.state, len(places.all)) == ("ready", 5)
    before = places.seen
    door.instances_gate.set()
    door.flows_gate.set()
    await loading
    assert places.seen == before
    assert door.asked == (["late"] if has_instances else []), "an overtaken load asks no further"


async def test_instances_that_can_not_be_listed_any_more_change_nothing() -> None:
    places, door = Watched(), Gated(UNREACHED)
    loading = asyncio.create_task(places.load(door))
    await asyncio.sleep(0)
    places.forget()
    before = places.seen
    door.instances_gate.set()
    await loading
    assert places.seen == before


async def test_an_overtaken_load_that_is_cancelled_changes_nothing() -> None:
    places = Watched()
    loading = asyncio.create_task(places.load(Gated(FLOWS)))
    await asyncio.sleep(0)
    await places.load(Listed(FLOWS))
    before = places.seen
    loading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await loading
    assert places.seen == before
    assert places.state == "ready"


async def test_a_slow_sandbox_never_shows_under_another_profile(connect: Connect, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("ListContactFlows:latency=300ms"))
    places = Places()
    slow = asyncio.create_task(places.load(connect))
    await until(lambda: places.instances, "the instance")
    places.forget()
    await places.load(Listed({"other": ["Other"]}))
    assert not slow.done(), "the slow load was to be the late one"
    await slow
    assert outcome(places) == ("ready", None)
    assert titles(places.all) == ["Other · other"]
    assert [alias for _, alias in places.instances] == ["other"]


# -- finding --------------------------------------------------------------------------------------


def test_a_place_is_found_by_its_ids() -> None:
    places = loaded(FLOWS)
    place = places.find(*key_of("sandbox", "Greeting"))
    assert place is not None
    assert place.key == key_of("sandbox", "Greeting")
    assert places.find(None, id_of("Support-Prod", "Greeting")) == places.find(
        *key_of("Support-Prod", "Greeting")
    )
    assert places.find(id_of("sandbox"), id_of("Support-Prod", "Greeting")) is None
    assert places.find(id_of("sandbox"), None) is None
    assert places.find(None, None) is None


@pytest.mark.parametrize(
    ("pasted", "wanted"),
    [
        (Destination(flow_id=id_of("sandbox")), Destination(None, id_of("sandbox"))),
        (Destination("eu-west-1", flow_id=id_of("sandbox")), Destination("eu-west-1", id_of("sandbox"))),
        (
            Destination(flow_id=id_of("sandbox", "Greeting")),
            Destination(None, id_of("sandbox"), id_of("sandbox", "Greeting")),
        ),
        (Destination(flow_id="unknown"), Destination(flow_id="unknown")),
        (
            Destination(flow_id="unknown", alias="support-prod"),
            Destination(None, id_of("Support-Prod"), "unknown", "support-prod"),
        ),
        (Destination(alias="elsewhere"), Destination(alias="elsewhere")),
        (
            Destination("eu-west-1", "unknown", "x", "sandbox"),
            Destination("eu-west-1", "unknown", "x", "sandbox"),
        ),
    ],
)
def test_a_pasted_text_means_what_the_list_tells(pasted: Destination, wanted: Destination) -> None:
    assert loaded(FLOWS).resolve(pasted) == wanted


def test_without_a_list_a_pasted_text_means_what_it_says() -> None:
    pasted = Destination("eu-west-1", None, "flow", "sandbox")
    assert Places().resolve(pasted) == pasted


# -- searching ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("greet", ["Greeting · Support-Prod", "Greeting · sandbox", "greeting (copy) · sandbox"]),
        ("GREETING (", ["greeting (copy) · sandbox"]),
        ("copy greet", ["greeting (copy) · sandbox"]),
        ("greet prod", ["Greeting · Support-Prod"]),
        ("web e", ["Web entry · Support-Prod"]),
        (id_of("sandbox", "Order status")[:13], ["Order status · sandbox"]),
        ("zzz", []),
        ("greet zzz", []),
    ],
)
def test_every_typed_word_must_occur(text: str, wanted: list[str]) -> None:
    assert titles(loaded(FLOWS).search(text)) == wanted


def test_a_name_that_starts_with_the_text_comes_first_and_then_what_was_used() -> None:
    places = loaded({"a": ["Main menu", "Old main", "Remain", "Main entry"]})
    assert titles(places.search("main")) == ["Main entry · a", "Main menu · a", "Old main · a", "Remain · a"]
    recent = [key_of("a", "Remain"), key_of("a", "Main menu")]
    assert titles(places.search("main", recent)) == [
        "Main menu · a",
        "Main entry · a",
        "Remain · a",
        "Old main · a",
    ]


def test_without_a_text_everything_is_found_what_was_used_first() -> None:
    places = loaded(FLOWS)
    recent = [key_of("sandbox", "Order status"), ("gone", "gone"), key_of("Support-Prod", "Web entry")]
    for text in ("", "   "):
        found = titles(places.search(text, recent))
        assert found[:2] == ["Order status · sandbox", "Web entry · Support-Prod"]
        assert len(found) == 5


@given(
    st.text(max_size=6),
    st.dictionaries(st.text(max_size=4), st.lists(st.text(max_size=6), max_size=4), max_size=3),
)
def test_a_search_finds_the_places_that_hold_its_words_and_no_other(
    text: str, instances: Mapping[str, Sequence[str]]
) -> None:
    places = loaded(instances)
    found = places.search(text)
    words = text.casefold().split()
    for place in places.all:
        whole = [place.flow_name, place.instance_alias, place.flow_id, place.instance_id]
        holds = all(any(word in part.casefold() for part in whole) for word in words)
        assert (place in found) is holds
    assert len(found) == len([place for place in places.all if place in found])


def test_a_flow_that_appears_later_is_found() -> None:
    places = loaded(FLOWS)
    assert places.search("new one") == []
    asyncio.run(places.load(Listed({**FLOWS, "later": ["A new one"]})))
    assert titles(places.search("new one")) == ["A new one · later"]
    assert uuid.UUID(places.search("new one")[0].flow_id)
