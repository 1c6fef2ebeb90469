"""A folder of flows that is being worked on: what is read, read again, left out, and gone."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from console.sandbox.flow.library.folder import Change, Folder
from tests.console.sandbox.flow.stage import act, document, say

HELLO = document(say("a", "Hello.", "b"), act("b", "DisconnectParticipant"))
BROKEN = document(say("a", "Hello.", "nowhere"))
_edits = iter(range(1, 10_000))


def put(path: Path, content: Mapping[str, Any] | str) -> Path:
    """Write a file, later than every file before."""
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    moment = 1_700_000_000 + next(_edits)
    os.utime(path, (moment, moment))
    return path


def told(changes: list[Change]) -> list[tuple[str | None, str | None]]:
    return [
        (one.was.flow.name if one.was else None, one.now.flow.name if one.now else None) for one in changes
    ]


def test_a_folder_is_read_once_and_then_what_has_changed(tmp_path: Path) -> None:
    put(tmp_path / "b.json", HELLO)
    put(tmp_path / "a.json", document(*HELLO["Actions"], name="Menu", type="customerQueue"))
    put(tmp_path / "notes.txt", "no flow")
    folder = Folder(tmp_path)
    first = folder.look()
    assert told(first) == [(None, "Menu"), (None, "b")]
    assert [one.now.flow.type for one in first if one.now] == ["CUSTOMER_QUEUE", "CONTACT_FLOW"]
    assert folder.look() == []
    put(tmp_path / "b.json", document(say("a", "Hello again.")))
    put(tmp_path / "c.json", HELLO)
    (tmp_path / "a.json").unlink()
    assert told(folder.look()) == [("Menu", None), ("b", "b"), (None, "c")]


def test_a_broken_edit_keeps_what_was_read_before(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = put(tmp_path / "flow.json", HELLO)
    folder = Folder(tmp_path)
    folder.look()
    for broken in ("{", BROKEN, '"text"', ""):
        caplog.clear()
        put(path, broken)
        assert folder.look() == []
        assert "what was read before still runs: flow.json: " in caplog.text
        assert folder.look() == []
    assert "nowhere" not in caplog.text
    put(path, document(say("a", "Mended.")))
    assert told(folder.look()) == [("flow", "flow")]


def test_what_never_was_sound_is_left_out_or_runs_as_far_as_it_goes(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(tmp_path / "half.json", BROKEN)
    put(tmp_path / "none.json", '{"a": 1}')
    folder = Folder(tmp_path)
    assert told(folder.look()) == [(None, "half")]
    assert "left out: none.json" in caplog.text
    assert "runs as far as it goes: half.json" in caplog.text
    assert "nowhere" in caplog.text
    put(tmp_path / "half.json", document(say("a", "Still.", "elsewhere")))
    assert told(folder.look()) == [("half", "half")], "it was broken before, too"


def test_names_stay_apart(tmp_path: Path) -> None:
    named = document(*HELLO["Actions"], name="Menu")
    put(tmp_path / "a.json", named)
    put(tmp_path / "b.json", named)
    put(tmp_path / "c.json", document(*HELLO["Actions"], name="Greeting"))
    folder = Folder(tmp_path, ["Greeting"])
    assert told(folder.look()) == [(None, "Menu"), (None, "Menu (b)"), (None, "Greeting (c)")]
    put(tmp_path / "a.json", document(say("a", "Other."), name="Menu"))
    assert told(folder.look()) == [("Menu", "Menu")]


def test_an_exported_flow_keeps_the_id_that_others_know_it_by(tmp_path: Path) -> None:
    arn = "arn:aws:connect:us-east-1:111122223333:instance/i/contact-flow/0f1e"
    answer = {"Name": "Survey", "Type": "CONTACT_FLOW", "Content": json.dumps(HELLO)}
    put(tmp_path / "a.json", {"ContactFlow": {**answer, "Id": "0f1e"}})
    put(tmp_path / "b.json", {"ContactFlow": {**answer, "Name": "Other", "Arn": arn}})
    put(tmp_path / "c.json", {"ContactFlowModule": {**answer, "Name": "Part", "Id": "99aa"}})
    put(tmp_path / "d.json", HELLO)
    served = [one.now for one in Folder(tmp_path).look() if one.now]
    assert [(one.flow.name, one.origin, one.is_module) for one in served] == [
        ("Survey", "0f1e", False), ("Other", "0f1e", False), ("Part", "99aa", True), ("d", "", False),
    ]  # fmt: skip


def test_what_is_no_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="is no folder of flows"):
        Folder(tmp_path / "missing")
