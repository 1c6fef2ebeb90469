"""Saved requests: files that people can read, and nothing of the user's that gets lost."""

from __future__ import annotations

import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.presets import Preset, Presets

REQUEST: dict[str, Any] = {
    "InstanceId": "i",
    "Attributes": {"note": "Zoë’s “order”\n👍"},
    "ParticipantDetails": {"DisplayName": "Zoë"},
}


@pytest.fixture
def presets(tmp_path: Path) -> Presets:
    return Presets(tmp_path / "requests")


def files(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*") if file.is_file())


def names(presets: Presets) -> list[str]:
    return [preset.name for preset in presets.all()]


def test_there_are_none_before_the_first(presets: Presets) -> None:
    assert presets.all() == []


def test_a_saved_request_is_one_readable_file(presets: Presets, tmp_path: Path) -> None:
    saved = presets.save("  Order   status ", REQUEST)
    assert saved == Preset("order-status-request", "Order status", REQUEST, 1)
    assert files(tmp_path) == ["order-status-request.json"]
    text = (tmp_path / "requests" / "order-status-request.json").read_text("utf-8")
    assert json.loads(text) == {"name": "Order status", "order": 1, "request": REQUEST}
    assert "Zoë’s" in text, "letters are letters, so that a diff can be read"
    assert text.count("\n") > 5
    assert text.endswith("\n")
    assert Presets(tmp_path / "requests").all() == [saved]


def test_they_come_in_the_order_in_which_they_were_saved(presets: Presets) -> None:
    for name in ("b", "a", "c"):
        presets.save(name, REQUEST)
    assert names(presets) == ["b", "a", "c"]
    presets.delete(presets.all()[0])
    presets.save("b", REQUEST)
    assert names(presets) == ["a", "c", "b"]


def test_a_name_that_is_taken_gets_a_number(presets: Presets) -> None:
    for name in ("Web", "web", "WEB"):
        presets.save(name, REQUEST)
    assert names(presets) == ["Web", "web 2", "WEB 3"]


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_a_name_is_needed(presets: Presets, tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="needs a name"):
        presets.save(name, REQUEST)
    saved = presets.save("a", REQUEST)
    with pytest.raises(ValueError, match="needs a name"):
        presets.rename(saved, name)
    assert names(presets) == ["a"]


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Größe / ../../x", "groe-x-request"),
        ("Café", "cafe-request"),
        ("日本語", "request-request"),
        ("con", "con-request"),
        ("x" * 300, "x" * 60 + "-request"),
        ("a\x00b", "a-b-request"),
        ("..", "request-request"),
    ],
)
def test_a_file_has_a_plain_name_whatever_the_request_is_called(
    presets: Presets, tmp_path: Path, name: str, key: str
) -> None:
    saved = presets.save(name, REQUEST)
    assert saved.key == key
    assert (tmp_path / "requests" / f"{saved.key}.json").is_file()
    assert presets.all()[0].name == " ".join(name.split())


def test_no_secret_and_no_client_token_is_saved(presets: Presets, tmp_path: Path) -> None:
    request = {**REQUEST, "ClientToken": "once", "Attributes": {"password": "hunter2", "plain": "stays"}}
    saved = presets.save("a", request)
    assert "ClientToken" not in saved.request
    text = (tmp_path / "requests" / f"{saved.key}.json").read_text("utf-8")
    assert "hunter2" not in text
    assert saved.request["Attributes"] == {"plain": "stays"}, "left out: a mask would be sent in its place"
    assert request["ClientToken"] == "once", "the request that is being written stays as it is"


def test_rename_keeps_file_place_and_request(presets: Presets, tmp_path: Path) -> None:
    first = presets.save("a", REQUEST)
    presets.save("b", REQUEST)
    renamed = presets.rename(first, "z")
    assert (renamed.key, renamed.name, renamed.order) == (first.key, "z", first.order)
    assert names(presets) == ["z", "b"]
    assert presets.rename(renamed, "b").name == "b 2"
    assert presets.rename(presets.all()[0], "b 2").name == "b 2", "its own name is not taken"
    assert len(files(tmp_path)) == 2


def test_a_copy_has_a_name_of_its_own(presets: Presets) -> None:
    first = presets.save("a", REQUEST)
    copy = presets.duplicate(first)
    assert (copy.name, copy.request) == ("a 2", REQUEST)
    assert copy.key != first.key
    assert names(presets) == ["a", "a 2"]


def test_a_delete_is_undone_to_the_same_name_place_and_file(presets: Presets, tmp_path: Path) -> None:
    first = presets.save("a", REQUEST)
    presets.save("b", REQUEST)
    before = files(tmp_path)
    presets.delete(first)
    assert names(presets) == ["b"]
    presets.delete(first)
    assert presets.restore(first) == first
    assert presets.restore(first) == first, "undoing twice makes no second one"
    assert names(presets) == ["a", "b"]
    assert files(tmp_path) == before


def test_undoing_a_delete_keeps_names_apart(presets: Presets) -> None:
    old = presets.save("a", REQUEST)
    other = presets.save("b", REQUEST)
    presets.delete(old)
    presets.rename(other, "A")
    assert presets.restore(old).name == "a 2"


def test_undoing_a_delete_overwrites_nothing_that_came_since(presets: Presets) -> None:
    old = presets.save("a", REQUEST)
    presets.delete(old)
    new = presets.save("a", {**REQUEST, "CustomerId": "new"})
    presets.restore(old)
    requests = {preset.name: preset.request for preset in presets.all()}
    assert requests == {"a": new.request, "a 2": old.request}


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{",
        "[]",
        "null",
        '"text"',
        "{}",
        '{"name": "a"}',
        '{"name": "a", "request": []}',
        '{"name": "a", "request": {}, "order": "first"}',
        "[" * 100_000,
        '{"name": "a", "request": ' + "[" * 100_000,
    ],
)
def test_a_file_that_cannot_be_read_is_logged_and_left_alone(
    presets: Presets, tmp_path: Path, caplog: pytest.LogCaptureFixture, content: str
) -> None:
    good = presets.save("good", REQUEST)
    bad = tmp_path / "requests" / "bad.json"
    bad.write_text(content, "utf-8")
    with caplog.at_level(logging.WARNING):
        assert presets.all() == [good]
    assert bad.read_text("utf-8") == content
    assert "bad.json" in caplog.text


def test_bytes_and_folders_among_the_files_upset_nobody(presets: Presets, tmp_path: Path) -> None:
    good = presets.save("good", REQUEST)
    (tmp_path / "requests" / "bytes.json").write_bytes(b"\xff\xfe{}")
    (tmp_path / "requests" / "folder.json").mkdir()
    (tmp_path / "requests" / "notes.txt").write_text("mine", "utf-8")
    assert presets.all() == [good]


def test_a_file_that_someone_wrote_by_hand_is_a_preset(presets: Presets, tmp_path: Path) -> None:
    folder = tmp_path / "requests"
    folder.mkdir()
    (folder / "mine.json").write_text('{"name": "Mine", "request": {"InstanceId": "i"}}', "utf-8")
    presets.save("second", REQUEST)
    assert names(presets) == ["Mine", "second"]


def test_a_file_in_the_place_of_the_folder_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "requests").write_text("in the way", "utf-8")
    with pytest.raises(OSError, match="requests"):
        Presets(tmp_path / "requests").save("a", REQUEST)


TEXTS = st.text(max_size=8)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(TEXTS.filter(str.strip), st.dictionaries(TEXTS, TEXTS, max_size=3)), max_size=4))
def test_whatever_is_saved_comes_back(
    tmp_path_factory: pytest.TempPathFactory, saved: list[tuple[str, dict[str, str]]]
) -> None:
    folder = tmp_path_factory.mktemp("requests")
    presets = Presets(folder)
    made = [presets.save(name, {"Attributes": request}) for name, request in saved]
    assert Presets(folder).all() == made
    assert len({preset.name.casefold() for preset in made}) == len(made)
    assert all(file.stem.isascii() for file in folder.iterdir())
