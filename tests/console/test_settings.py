"""Preferences, and the JSON files that they and everything else of the user's are kept in."""

from __future__ import annotations

import json
import logging
import os
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.files import Damaged, damaged_in, read_json, write_json
from console.settings import Settings, read_settings, write_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "settings.json"


# -- settings -------------------------------------------------------------------------------------


def test_without_a_file_everything_is_at_its_default(file: Path) -> None:
    assert read_settings(file) == Settings()
    assert not file.parent.exists(), "reading writes nothing"


def test_only_what_differs_from_the_defaults_is_kept(file: Path) -> None:
    write_settings(file, Settings())
    assert json.loads(file.read_text("utf-8")) == {}
    changed = Settings(theme="dark", side_open=False)
    write_settings(file, changed)
    assert json.loads(file.read_text("utf-8")) == {"theme": "dark", "side_open": False}
    assert read_settings(file) == changed


@pytest.mark.parametrize("field", fields(Settings), ids=lambda field: field.name)
def test_every_setting_comes_back(file: Path, field: Any) -> None:
    others: dict[type, Any] = {bool: not field.default, int: 7, str: "other"}
    other = others[type(field.default)]
    changed = replace(Settings(), **{field.name: other})
    write_settings(file, changed)
    assert read_settings(file) == changed


@pytest.mark.parametrize(
    ("stored", "wanted"),
    [
        ({"theme": "dark", "colour": "pink"}, Settings(theme="dark")),
        ({"theme": 5, "rail_folded": True}, Settings(rail_folded=True)),
        ({"side_open": 0, "rail_folded": "yes", "theme": None}, Settings()),
    ],
)
def test_what_is_unknown_or_of_the_wrong_type_is_left_aside(
    file: Path, stored: dict[str, Any], wanted: Settings
) -> None:
    write_json(file, stored)
    assert read_settings(file) == wanted


SPOILT = ["", "{", "nonsense", '{"theme": "dark"', "[" * 100_000]


@pytest.mark.parametrize("text", SPOILT)
def test_a_spoilt_file_is_logged_and_the_defaults_hold(
    file: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    with caplog.at_level(logging.WARNING):
        assert read_settings(file) == Settings()
    assert "settings.json could not be read" in caplog.text
    write_settings(file, Settings(theme="dark"))
    assert read_settings(file) == Settings(theme="dark")


# -- files ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["[]", "null", "5", '"text"'])
def test_json_that_is_no_object_is_read_as_empty(
    file: Path, caplog: pytest.LogCaptureFixture, text: str
) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    with caplog.at_level(logging.WARNING):
        assert read_json(file) == {}
    assert "settings.json could not be read" in caplog.text


def test_what_is_no_file_of_text_is_read_as_empty(file: Path) -> None:
    assert read_json(file.parent) == {}
    file.parent.mkdir()
    assert read_json(file.parent) == {}
    file.write_bytes(b"\xff\xfe")
    assert read_json(file) == {}


def test_a_file_is_written_with_its_folders_and_can_be_read_by_people(file: Path) -> None:
    write_json(file, {"größe": "👍", "list": [1]})
    assert file.read_text("utf-8") == '{\n  "größe": "👍",\n  "list": [\n    1\n  ]\n}\n'
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"], "nothing is left beside it"


def test_half_a_character_comes_back_as_it_was(file: Path) -> None:
    content = {"typed": "a\ud83d", "whole": "👍"}
    write_json(file, content)
    assert read_json(file) == content


class _Spoilt:
    """Nothing that JSON has a word for."""


def test_a_write_that_fails_keeps_the_old_file_and_leaves_nothing_beside_it(file: Path) -> None:
    write_json(file, {"old": True})
    with pytest.raises(TypeError):
        write_json(file, {"new": _Spoilt()})
    assert read_json(file) == {"old": True}
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"]


def test_a_disk_that_fails_keeps_the_old_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_json(file, {"old": True})

    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_json(file, {"new": True})
    assert read_json(file) == {"old": True}
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"]


def test_a_folder_in_the_way_is_an_os_error(file: Path) -> None:
    file.mkdir(parents=True)
    with pytest.raises(OSError, match="settings"):
        write_json(file, {})
    assert [one.name for one in file.parent.iterdir()] == ["settings.json"]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=10,
)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(content=st.dictionaries(st.text(max_size=6), JSON, max_size=4))
def test_whatever_is_written_is_read_again(tmp_path: Path, content: dict[str, Any]) -> None:
    write_json(tmp_path / "any.json", content)
    assert read_json(tmp_path / "any.json") == content


def test_a_damaged_file_is_set_aside_before_another_takes_its_place(file: Path) -> None:
    file.parent.mkdir()
    damaged = '{"theme": "dark", oops'
    file.write_text(damaged, "utf-8")
    assert read_json(file) == {}
    write_json(file, {"new": True})
    assert read_json(file) == {"new": True}
    assert file.with_name("settings.json.damaged").read_text("utf-8") == damaged


def test_a_file_that_was_set_aside_before_stays(file: Path) -> None:
    file.parent.mkdir()
    for damaged in ("one", "two", "three"):
        file.write_text(damaged, "utf-8")
        assert read_json(file) == {}
    assert [one.aside and one.aside.name for one in damaged_in(file.parent)] == ["settings.json.damaged2"]
    assert damaged_in(file.parent) == (), "it is told once"
    kept = sorted(one.read_text("utf-8") for one in file.parent.iterdir())
    assert kept == ["one", "three", "two"]


def test_nothing_is_told_of_a_place_that_a_file_could_not_be_set_aside_to(
    file: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    file.parent.mkdir()
    file.write_text("{", "utf-8")
    monkeypatch.setattr(Path, "replace", refuse)
    assert read_json(file) == {}
    assert "could not be read" in caplog.text
    assert "damaged" not in caplog.text
    assert damaged_in(file.parent) == (Damaged(file, None),)
