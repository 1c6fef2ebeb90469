"""The report of a problem: all that helps, and nothing that is nobody's business."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from console import problem_report
from console.redaction import remember

WINDOW = {"Qt": "6.0", "Theme": "dark"}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(Path, "home", lambda: Path("/home/priya"))
    (tmp_path / "settings.json").write_text(json.dumps({"theme": "dark"}))
    return tmp_path


def text_of(folder: Path) -> str:
    return problem_report.as_text(problem_report.parts(folder, WINDOW))


def test_versions_settings_and_every_log_are_in_it_oldest_first(folder: Path) -> None:
    for name in ("console.log.1", "console.log", "crash.log"):
        (folder / name).write_text(f"a line of {name}\n")
    text = text_of(folder)
    assert '"theme": "dark"' in text
    assert "PySide6-Essentials: 6." in text
    assert "Theme: dark" in text
    places = [text.index(f"a line of {name}") for name in ("console.log.1", "console.log\n", "crash.log")]
    assert places == sorted(places)


def test_what_is_secret_or_personal_is_taken_out(folder: Path) -> None:
    remember("a-remembered-token-of-this-run")
    (folder / "console.log").write_text(
        "token a-remembered-token-of-this-run\n"
        'participantToken="AQ-fake-token"\n'
        "arn:aws:connect:us-east-1:210987654321:instance/abc\n"
        "mail from priya.rao@corp.example, file /home/priya/flows/a.json\n"
        "key AKIAIOSFODNN7EXAMPLE at 1700000000000\n"
    )
    text = text_of(folder)
    for gone in ("a-remembered", "AQ-fake", "210987654321", "priya", "AKIAIOSFODNN7EXAMPLE"):
        assert gone not in text
    assert "~/flows/a.json" in text
    assert "1700000000000" in text


def test_of_a_long_log_the_end_is_taken_in_whole_lines(folder: Path) -> None:
    line = "x" * 99 + "\n"
    (folder / "console.log").write_text("FIRST\n" + line * 5_000 + "LAST\n")
    text = text_of(folder)
    assert "FIRST" not in text
    assert text.rstrip().endswith("LAST")
    assert len(text) < problem_report.MOST_BYTES + 2_000
    assert all(len(one) in (0, 99) for one in text.partition("== console.log ==\n")[2].splitlines()[:-1])


def test_an_empty_folder_gives_a_report_all_the_same(tmp_path: Path) -> None:
    assert "settings.json ==\n(empty)" in text_of(tmp_path)
