"""The index of profiles: what it keeps, what it never holds, what of a spoilt one is saved."""

from __future__ import annotations

import json
from dataclasses import fields, replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.profiles import COLOURS, OWN_KINDS, Profile, Profiles, new_id

TEXTS = st.text(max_size=30)
MAYBE = st.none() | TEXTS
DRAWN = st.builds(
    Profile,
    name=TEXTS.filter(bool),
    kind=st.sampled_from(OWN_KINDS),
    region=TEXTS,
    endpoint=MAYBE,
    instance_id=MAYBE,
    id=st.uuids().map(lambda one: one.hex),
    source=MAYBE,
    proxy=MAYBE,
    colour=st.sampled_from(COLOURS),
    is_production=st.booleans(),
    account=MAYBE,
)
KEY = Profile("Key", "access_key", "eu-central-1", id="1")
ROLE = Profile("Role", "role", "eu-central-1", id="2", source="1", is_production=True, colour="rose")


@given(drawn=st.lists(DRAWN, max_size=4, unique_by=lambda one: one.id))
def test_the_index_comes_back(tmp_path_factory: pytest.TempPathFactory, drawn: list[Profile]) -> None:
    file = tmp_path_factory.mktemp("index") / "profiles.json"
    profiles = Profiles(file)
    for one in drawn:
        profiles.put(one)
    assert list(profiles.all) == drawn
    assert list(Profiles(file).all) == drawn


def test_it_has_no_room_for_a_secret() -> None:
    """Whoever adds a member has to think of what the index may hold; the rest is the keyring's."""
    assert {field.name for field in fields(Profile)} == {
        "name", "kind", "region", "endpoint", "instance_id", "id", "source", "proxy", "colour",
        "is_production", "account",
    }  # fmt: skip


def test_a_change_keeps_the_place_and_a_removal_takes_it(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "profiles.json")
    profiles.put(KEY)
    profiles.put(ROLE)
    profiles.put(replace(KEY, name="Renamed"))
    assert [one.name for one in profiles.all] == ["Renamed", "Role"]
    assert profiles.standing_on(KEY) == [ROLE]
    assert [one.id for one in profiles.chain(ROLE)] == ["2", "1"]
    profiles.remove(KEY)
    assert [one.name for one in Profiles(tmp_path / "profiles.json").all] == ["Role"]
    assert profiles.find("1") is None
    assert profiles.find(None) is None


def test_a_circle_of_roles_is_walked_once(tmp_path: Path) -> None:
    profiles = Profiles(tmp_path / "profiles.json")
    profiles.put(replace(ROLE, source="3"))
    profiles.put(replace(ROLE, id="3", name="Other", source="2"))
    assert [one.id for one in profiles.chain(profiles.all[0])] == ["2", "3"]


def test_what_is_kept_for_this_run_is_not_written(tmp_path: Path) -> None:
    file = tmp_path / "profiles.json"
    profiles = Profiles(file)
    profiles.put(KEY)
    profiles.put(replace(KEY, name="Changed for this run"), is_written=False)
    profiles.put(ROLE, is_written=False)
    assert [one.name for one in profiles.all] == ["Changed for this run", "Role"]
    assert list(Profiles(file).all) == [KEY]
    profiles.put(ROLE)
    assert list(Profiles(file).all) == [KEY, ROLE]


def test_a_full_disk_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    profiles = Profiles(tmp_path / "profiles.json")
    profiles.put(KEY)

    def fail(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("console.profiles.write_json", fail)
    with pytest.raises(OSError, match="No space"):
        profiles.put(ROLE)
    with pytest.raises(OSError, match="No space"):
        profiles.remove(KEY)
    assert list(profiles.all) == [KEY]


@pytest.mark.parametrize(
    ("stored", "read"),
    [
        ("not json", []),
        ("[]", []),
        ('{"profiles": {}}', []),
        ('{"profiles": [1, null, {}, {"id": "1"}, {"id": "1", "name": "x", "kind": "root"}]}', []),
        ('{"profiles": [{"id": "sandbox", "name": "Mine", "kind": "sandbox", "region": "x"}]}', []),
        ('{"profiles": [{"id": "1", "name": "Key", "kind": "access_key", "region": "eu-central-1"}]}', [KEY]),
        (
            json.dumps(
                {
                    "profiles": [
                        {"id": "1", "name": "Key", "kind": "access_key", "region": "eu-central-1"}
                        | {"colour": "plaid", "is_production": "yes", "proxy": 3, "secret": "x"}
                    ]
                }
            ),
            [KEY],
        ),
    ],
)
def test_of_a_spoilt_index_what_is_right_is_read(tmp_path: Path, stored: str, read: list[Profile]) -> None:
    (tmp_path / "profiles.json").write_text(stored, "utf-8")
    assert list(Profiles(tmp_path / "profiles.json").all) == read


def test_an_id_tells_nothing() -> None:
    ids = {new_id() for _ in range(100)}
    assert len(ids) == 100
    assert all(len(one) == 32 and set(one) <= set("0123456789abcdef") for one in ids)
