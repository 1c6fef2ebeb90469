"""The flows that ship are read without a check; these tests are the check."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console.paths import resource
from console.sandbox.flow.library.folder import Folder
from console.sandbox.flow.library.shipped import GREETING, read_shipped
from console.sandbox.flow.reading.forms import MODULE, read_file
from tests.conftest import PLAIN_FLOWS

SHIPPED = resource("flows")


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.json")), ids=lambda path: path.stem)
def test_every_shipped_file_is_without_a_problem(path: Path) -> None:
    loaded = read_file(path)
    assert loaded.kind in ("flow", "module")
    assert loaded.errors == ()


@pytest.mark.parametrize("folder", [SHIPPED, PLAIN_FLOWS], ids=["ours", "plain"])
def test_they_are_read_as_any_folder_of_flows_is(folder: Path) -> None:
    served = [change.now for change in Folder(folder).look() if change.now is not None]
    assert {flow.name: flow for flow in read_shipped(folder)} == {one.flow.name: one.flow for one in served}
    modules = {one.flow.name for one in served if one.is_module}
    assert modules == {flow.name for flow in read_shipped(folder) if flow.type == MODULE}


def test_the_greeting_comes_first(tmp_path: Path) -> None:
    for name in ("a.json", GREETING, "z.json"):
        document = json.loads((PLAIN_FLOWS / GREETING).read_bytes())
        document["Metadata"]["name"] = name
        (tmp_path / name).write_text(json.dumps(document), "utf-8")
    assert [flow.name for flow in read_shipped(tmp_path)] == [GREETING, "a.json", "z.json"]


def test_a_folder_must_be_one(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no folder of flows"):
        read_shipped(tmp_path / "nothing")
