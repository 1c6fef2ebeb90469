"""A first run: nothing was done here yet, whatever else lies in the folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from console.first_run import is_first_run


def test_an_empty_folder_and_one_that_is_not_there(tmp_path: Path) -> None:
    assert is_first_run(tmp_path)
    assert is_first_run(tmp_path / "new")


@pytest.mark.parametrize("name", ["draft.json", "profiles.json", "history.sqlite3"])
def test_something_was_done_here(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    assert not is_first_run(tmp_path)


def test_a_log_and_settings_tell_nothing(tmp_path: Path) -> None:
    for name in ("console.log", "settings.json", "running.lock"):
        (tmp_path / name).touch()
    assert is_first_run(tmp_path)
