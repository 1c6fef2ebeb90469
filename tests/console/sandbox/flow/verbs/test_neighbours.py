"""Flows and modules that lie beside a file, found by what references call them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.sandbox.flow.verbs.neighbours import Neighbours
from console.sandbox.identity import flow_arn, id_of
from tests.console.sandbox.flow.rehearsal import action

SURVEY = "0f1e2d3c-1111-2222-3333-444455556666"


def flow(name: str, *actions: dict[str, Any]) -> dict[str, Any]:
    found = [*actions, action("End", "DisconnectParticipant")]
    return {
        "Version": "2019-10-30",
        "StartAction": found[0]["Identifier"],
        "Metadata": {"name": name},
        "Actions": found,
    }


def described(name: str, id: str, *actions: dict[str, Any]) -> dict[str, Any]:
    """What DescribeContactFlow answers."""
    return {"ContactFlow": {"Id": id, "Name": name, "Content": json.dumps(flow(name, *actions))}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files: dict[str, Any] = {
        "survey.json": described("Rate us", SURVEY),
        "main menu.json": flow("Menu"),
        "invented.json": flow("Invented", action("a", "PlayPrompt", {}, "End")),
    }
    for name, value in files.items():
        (tmp_path / name).write_text(json.dumps(value), "utf-8")
    (tmp_path / "broken.json").write_bytes(b"\xff{")
    (tmp_path / "folder.json").mkdir()
    (tmp_path / "gone.json").symlink_to(tmp_path / "nowhere")
    return tmp_path


@pytest.mark.parametrize(
    ("reference", "file"),
    [
        (SURVEY, "survey.json"),
        (f"arn:aws:connect:eu-west-1:111122223333:instance/i/contact-flow/{SURVEY}", "survey.json"),
        (f"{SURVEY}:$LATEST", "survey.json"),
        ("Rate us", "survey.json"),
        ("Menu", "main menu.json"),
        ("main menu", "main menu.json"),
        (flow_arn(id_of("contact-flow", "Menu")), "main menu.json"),
        ("Invented", None),
        ("broken", None),
        ("Nobody", None),
        ("", None),
    ],
)
def test_a_file_is_found_by_every_name_of_its_flow(folder: Path, reference: str, file: str | None) -> None:
    assert Neighbours([folder]).find(reference) == (None if file is None else folder / file)


def test_the_first_folder_comes_first_and_one_that_is_none_is_empty(folder: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "menu.json").write_text(json.dumps(flow("Menu")), "utf-8")
    assert Neighbours([tmp_path / "none", other, folder]).find("Menu") == other / "menu.json"


def test_nothing_is_read_before_it_is_wanted(folder: Path) -> None:
    beside = Neighbours([folder])
    (folder / "late.json").write_text(json.dumps(flow("Late")), "utf-8")
    assert beside.find("Late") == folder / "late.json"
