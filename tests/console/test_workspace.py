"""What a run of the console keeps, chooses by itself, and lets go of."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.credentials import Keys
from console.kept_draft import FIRST_REQUEST
from console.profiles import ENVIRONMENT, SANDBOX, Profile, environment_at, read_environment
from console.sandbox import Sandbox, parse
from console.workspace import Workspace
from tests.conftest import MovableClock

KEYS = Keys("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")


def environment(sandbox: Sandbox) -> Profile:
    return environment_at(sandbox.region, sandbox.endpoint)


async def test_it_opens_ready_to_start(workspace: Workspace, sandbox: Sandbox) -> None:
    assert workspace.draft.request == FIRST_REQUEST
    await workspace.load_places()
    assert workspace.place is not None
    assert workspace.place.flow_id == sandbox.flows[0].id
    assert workspace.draft.is_ready


async def test_a_place_that_was_typed_is_not_chosen_over(workspace: Workspace) -> None:
    workspace.draft.put(("InstanceId",), "00000000-0000-4000-8000-000000000000")
    workspace.draft.put(("ContactFlowId",), "00000000-0000-4000-8000-000000000001")
    await workspace.load_places()
    assert workspace.draft.value("InstanceId") == "00000000-0000-4000-8000-000000000000"
    assert workspace.place is None


async def test_the_last_used_place_is_recent(workspace: Workspace, sandbox: Sandbox, tmp_path: Path) -> None:
    await workspace.load_places()
    await workspace.start(workspace.new_chat())
    assert workspace.recent == [(sandbox.instance_id, sandbox.flows[0].id)]
    assert Workspace(tmp_path).recent == workspace.recent


async def test_each_profile_has_its_own_destination(workspace: Workspace, sandbox: Sandbox) -> None:
    await workspace.load_places()
    workspace.draft.put(("ParticipantDetails", "DisplayName"), "Kept")
    ours = workspace.draft.value("ContactFlowId")
    profile = environment(sandbox)
    workspace.add_environment(profile, KEYS)
    workspace.choose(profile)
    assert workspace.draft.value("ContactFlowId") is None
    assert workspace.draft.value("ParticipantDetails", "DisplayName") == "Kept"
    workspace.draft.put(("ContactFlowId",), "00000000-0000-4000-8000-000000000001")
    workspace.choose(SANDBOX)
    assert workspace.draft.value("ContactFlowId") == ours
    workspace.choose(profile)
    assert workspace.draft.value("ContactFlowId") == "00000000-0000-4000-8000-000000000001"


async def test_a_run_begins_with_the_sandbox_whatever_the_last_one_ended_with(
    workspace: Workspace, sandbox: Sandbox, tmp_path: Path
) -> None:
    profile = environment(sandbox)
    workspace.add_environment(profile, KEYS)
    workspace.choose(profile)
    workspace.draft.put(("InstanceId",), "00000000-0000-4000-8000-000000000000")
    workspace.keep_draft()
    again = Workspace(tmp_path)
    assert again.profile == SANDBOX
    assert again.draft.value("InstanceId") is None
    assert again.draft.value("ParticipantDetails", "DisplayName")


async def test_no_secret_is_written(workspace: Workspace, sandbox: Sandbox, tmp_path: Path) -> None:
    workspace.add_environment(environment(sandbox), KEYS)
    workspace.choose(environment(sandbox))
    await workspace.load_places()
    workspace.draft.put(("ContactFlowId",), sandbox.flows[0].id)
    workspace.draft.put(("Attributes",), {"password": "correct horse battery staple", "order": "1"})
    chat = workspace.new_chat()
    await workspace.start(chat)
    assert chat.started is not None
    workspace.keep_draft()
    workspace.presets.save("One", workspace.draft.request)
    await workspace.history.flush()
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert workspace.history.file in files
    written = "".join(file.read_bytes().decode("utf-8", "ignore") for file in files)
    for secret in (KEYS.secret_access_key, chat.started.participant_token, "correct horse battery staple"):
        assert secret not in written
    assert '"order": "1"' in written
    assert "•" not in written, "a mask would be sent in place of what it hides"


@pytest.mark.parametrize("spoilt", ["", "[]", '{"request": 5, "destinations": [], "profile": 7}', "\x00"])
def test_a_spoilt_file_starts_afresh(tmp_path: Path, spoilt: str) -> None:
    for name in ("draft.json", "settings.json", "recent.json"):
        (tmp_path / name).write_text(spoilt, "utf-8")
    assert Workspace(tmp_path).draft.request == FIRST_REQUEST


def test_a_folder_that_cannot_be_written_loses_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "blocked").write_text("a file, where a folder should be", "utf-8")
    workspace = Workspace(tmp_path / "blocked")
    workspace.keep_draft()
    workspace.change_settings(theme="dark")
    assert workspace.settings.theme == "dark"


async def test_a_profile_that_cannot_be_opened_is_told_by_its_places(workspace: Workspace) -> None:
    profile = Profile("Environment", "environment", "nowhere")
    workspace.add_environment(profile, KEYS)
    workspace.choose(profile)
    await workspace.load_places()
    assert workspace.places.state == "failed"
    assert workspace.places.error is not None
    assert "nowhere" in workspace.places.error.sentence


async def test_its_own_sandbox_ends_with_it(tmp_path: Path, clock: MovableClock) -> None:
    own = Workspace(tmp_path, clock)
    await own.load_places()
    assert own.endpoint_of(SANDBOX) is not None
    await own.close()
    assert own.endpoint_of(SANDBOX) is None


async def test_a_listing_that_is_throttled_is_tried_again(workspace: Workspace, sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("ListInstances:TooManyRequests:1"))
    await workspace.load_places()
    assert workspace.places.state == "ready"


def test_the_environment_names_its_endpoint_and_region() -> None:
    environ = {
        "AWS_ACCESS_KEY_ID": KEYS.access_key_id,
        "AWS_SECRET_ACCESS_KEY": KEYS.secret_access_key,
        "AWS_REGION": "eu-central-1",
        "AWS_ENDPOINT_URL": "http://127.0.0.1:8080",
    }
    profile, keys = read_environment(environ)
    assert (profile.region, profile.endpoint, keys) == ("eu-central-1", "http://127.0.0.1:8080", KEYS)
    assert profile.is_local
    assert (
        read_environment(environ | {"AWS_ENDPOINT_URL_CONNECT": "https://x.test"})[0].endpoint
        == "https://x.test"
    )
    assert ENVIRONMENT.endpoint is None


def test_a_kept_draft_comes_back_even_when_it_is_wrong(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    workspace.draft.replace({"ChatDurationInMinutes": "abc", "Attributes": {"": "x", "ü": "\ud83d"}})
    workspace.keep_draft()
    kept = json.loads((tmp_path / "draft.json").read_text("utf-8"))
    assert Workspace(tmp_path).draft.request == kept["request"] == workspace.draft.request
