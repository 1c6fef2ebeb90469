"""The places of a profile: loaded from the sandbox, searched, and what a pasted text means among them."""

from __future__ import annotations

import asyncio
import json
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
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
from console.workers import Workers
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


async def test_progress_tells_how_many_instances_are_done() -> None:
    places, seen = Places(), []

    class Noted(Listed):
        async def list_contact_flows(
            self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
        ) -> list[Flow]:
            seen.append(places.progress)
            return await super().list_contact_flows(instance_id, types)

    await places.load(Noted(FLOWS))
    assert seen == [(0, 2), (1, 2)]
    assert places.progress == (0, 0), "nothing goes on any more"


async def test_type_state_and_status_come_with_a_flow() -> None:
    class Typed(Listed):
        async def list_contact_flows(
            self, instance_id: str, types: Sequence[str] = ("CONTACT_FLOW",)
        ) -> list[Flow]:
            return [Flow("1", "", "Old", "CUSTOMER_QUEUE", "ARCHIVED", "SAVED"), Flow("2", "", "New", "", "")]

    places = Places()
    await places.load(Typed({"a": []}))
    new, old = places.all
    assert (old.type, old.state, old.status) == ("CUSTOMER_QUEUE", "ARCHIVED", "SAVED")
    assert old.is_archived
    assert old.was_never_published
    assert not new.is_archived
    assert not new.was_never_published


# -- without the right to list instances ----------------------------------------------------------


class NoInstances(Listed):
    """Keys that may list the flows of instances, but not the instances."""

    async def list_instances(self) -> list[Instance]:
        raise NOT_INSTANCES


NOT_INSTANCES = AccessDenied(
    Refusal(CALL, "AccessDeniedException", "", 403), action="connect:ListInstances", resource="*"
)


def limit_of(places: Places) -> ConsoleError | None:
    return places.limit


async def test_the_profiles_own_instance_is_listed_where_instances_may_not_be() -> None:
    places = Places()
    await places.load(NoInstances(FLOWS), id_of("sandbox"))
    assert outcome(places) == ("ready", None)
    assert limit_of(places) is NOT_INSTANCES
    assert len(places.all) == 3
    await places.load(Listed(FLOWS), id_of("sandbox"))
    assert limit_of(places) is None
    assert len(places.all) == 5


async def test_without_an_own_instance_the_refusal_is_kept() -> None:
    places = Places()
    await places.load(NoInstances(FLOWS))
    assert outcome(places) == ("failed", NOT_INSTANCES)


async def test_an_own_instance_whose_flows_may_not_be_listed_either_says_so() -> None:
    places = Places()
    await places.load(NoInstances({"sandbox": DENIED}), id_of("sandbox"))
    assert outcome(places) == ("failed", DENIED)
    assert places.instances == ((id_of("sandbox"), ""),)


async def test_another_error_than_a_refusal_is_no_reason_to_ask_on() -> None:
    places, door = Places(), Listed(UNREACHED)
    await places.load(door, id_of("sandbox"))
    assert outcome(places) == ("failed", UNREACHED)
    assert door.asked == []


# -- remembered ------------------------------------------------------------------------------------


@pytest.fixture(params=["at once", "on workers"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], Places]]:
    """Makes places over one folder, as one run after the other would."""
    workers = Workers(1, name="places")
    given = (lambda: workers) if request.param == "on workers" else None
    yield lambda: Places(tmp_path, given)
    workers.close()


def is_remembered(places: Places) -> bool:
    return places.is_remembered


async def test_what_a_profile_saw_is_there_at_once_in_the_next_run(folder: Callable[[], Places]) -> None:
    first = folder()
    await first.load(Listed(FLOWS))
    await first.remember("p1")
    second = folder()
    await second.recall("p1")
    assert (second.all, second.instances) == (first.all, first.instances)
    assert (second.state, is_remembered(second)) == ("idle", True), "a load has yet to tell what is there now"
    await second.load(Listed({"sandbox": ["New"]}))
    assert titles(second.all) == ["New · sandbox"]
    assert not is_remembered(second)


async def test_what_one_profile_saw_is_not_shown_to_another(folder: Callable[[], Places]) -> None:
    places = folder()
    await places.load(Listed(FLOWS))
    await places.remember("p1")
    places.forget()
    await places.recall("p2")
    assert places.all == ()
    await places.recall("p1")
    assert (len(places.all), is_remembered(places)) == (5, True)
    places.forget()
    assert not is_remembered(places)
    places.forget_profile("p1")
    places.forget_profile("p1")
    await places.recall("p1")
    assert places.all == ()


async def test_after_a_load_that_failed_what_is_remembered_stays(folder: Callable[[], Places]) -> None:
    places = folder()
    await places.load(Listed(FLOWS))
    await places.remember("p1")
    later = folder()
    await later.recall("p1")
    await later.load(Listed(UNREACHED))
    assert (later.state, later.is_remembered, len(later.all)) == ("failed", True, 5)
    await later.remember("p1")
    again = folder()
    await again.recall("p1")
    assert len(again.all) == 5


async def test_one_refusal_among_instances_is_no_reason_to_remember_nothing(
    folder: Callable[[], Places],
) -> None:
    places = folder()
    await places.load(Listed({"a": ["Greeting"], "b": DENIED}))
    assert places.state == "failed"
    await places.remember("p1")
    later = folder()
    await later.recall("p1")
    assert titles(later.all) == ["Greeting · a"]
    assert len(later.instances) == 2


async def test_recalling_disturbs_no_load_and_comes_too_late_after_a_change(
    folder: Callable[[], Places],
) -> None:
    places = folder()
    await places.load(Listed(FLOWS))
    await places.remember("p1")
    later = folder()
    door = Gated({"late": ["Late"]})
    loading = asyncio.create_task(later.load(door))
    await asyncio.sleep(0)
    await later.recall("p1")
    assert later.all == ()
    later.forget()
    recalling = asyncio.create_task(later.recall("p1"))
    await asyncio.sleep(0)
    later.forget()
    door.instances_gate.set()
    await asyncio.gather(recalling, loading)
    assert (later.all, later.instances, later.is_remembered) == ((), (), False)


def test_nothing_but_ids_names_and_states_is_written(tmp_path: Path) -> None:
    places = Places(tmp_path)
    asyncio.run(places.load(Listed(FLOWS)))
    asyncio.run(places.remember("p1"))
    (file,) = (tmp_path / "places").iterdir()
    stored = json.loads(file.read_text("utf-8"))
    assert set(stored) == {"instances"}
    assert [set(one) for one in stored["instances"]] == [{"id", "alias", "flows"}] * 2
    assert "arn:" not in file.read_text("utf-8")
    before = file.stat()
    asyncio.run(places.remember("p1"))
    assert file.stat().st_mtime_ns == before.st_mtime_ns, "what is known already is not written again"


def test_no_id_names_a_file_of_somebody_else(tmp_path: Path) -> None:
    settings_file = tmp_path / "settings.json"
    settings_file.write_text("{}", "utf-8")
    places = Places(tmp_path)
    asyncio.run(places.load(Listed(FLOWS)))
    asyncio.run(places.remember("settings"))
    places.forget_profile("settings")
    assert settings_file.read_text("utf-8") == "{}"


@pytest.mark.parametrize("profile_id", ["", "../p1", "a/b", "x" * 65, "p\n"])
def test_an_id_that_is_none_names_no_file(tmp_path: Path, profile_id: str) -> None:
    places = Places(tmp_path)
    asyncio.run(places.load(Listed(FLOWS)))
    asyncio.run(places.remember(profile_id))
    places.forget_profile(profile_id)
    assert [one for one in tmp_path.rglob("*") if one.is_file()] == []


def test_a_folder_that_can_not_be_written_is_no_matter(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", "utf-8")
    places = Places(blocked)
    asyncio.run(places.load(Listed(FLOWS)))
    asyncio.run(places.remember("p1"))
    assert places.state == "ready"
    assert "could not be remembered" in caplog.text
    places.forget_profile("p1")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=12,
)
_INSTANCE = st.fixed_dictionaries({"id": JSON, "alias": JSON, "flows": st.lists(st.lists(JSON, max_size=6))})


@given(st.fixed_dictionaries({"instances": JSON | st.lists(_INSTANCE | JSON, max_size=3)}) | JSON)
@settings(max_examples=60)
def test_a_spoilt_file_is_read_as_far_as_it_goes(stored: object) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "places" / "p1.json"
        file.parent.mkdir()
        file.write_text(json.dumps(stored), "utf-8")
        places = Places(Path(folder))
        asyncio.run(places.recall("p1"))
        assert all(isinstance(place.title, str) for place in places.search("a"))


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


def test_archived_flows_are_found_last_of_all() -> None:
    archived = Place("i", "a", "1", "Main", state="ARCHIVED")
    active = Place("i", "a", "2", "Old main", state="ACTIVE")
    places = Places()
    places._places = [archived, active]
    for text in ("main", ""):
        assert places.search(text, [archived.key]) == [active, archived]


def test_ten_thousand_flows_are_searched_within_a_key() -> None:
    names = [f"Flow of department {number} in region {number % 7}" for number in range(5000)]
    places = loaded({"sandbox": names, "support-prod": names})
    took = []
    for text in ("d", "dep", "dep 42", "dep 42 reg"):
        begun = time.perf_counter()
        assert places.search(text)
        took.append(time.perf_counter() - begun)
    assert sorted(took)[1] < 0.05


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
