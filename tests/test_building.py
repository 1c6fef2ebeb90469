"""`dev.py package` itself: what it is told, what stops it, and what nobody learns from it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from console.new_version import Releases, releases
from shipping import __main__ as packaging
from shipping import debian, inspection, publisher
from shipping.product import NAME


@pytest.fixture
def stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Building ends before the bundle, with git and the tools there; what git was given is in a file."""
    if sys.platform == "win32":
        pytest.skip("the stand-ins are shell scripts")
    for name in ("git", "strip", "objdump"):
        (tmp_path / name).write_text(f'#!/bin/sh\nenv > "{tmp_path}/given"\necho 1800000000\n')
        (tmp_path / name).chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    return tmp_path


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        (inspection.FaultyError("it is too large"), "shipping: failed: it is too large"),
        (debian.UnknownLibraryError("nobody knows it"), "shipping: failed: nobody knows it"),
        (
            subprocess.CalledProcessError(3, [Path("/usr/bin/hdiutil"), "create"]),
            "shipping: failed: hdiutil ended with 3: its own words stand above",
        ),
        (
            subprocess.TimeoutExpired([Path("/usr/bin/program"), "--smoke-test"], 120),
            "shipping: failed: program did not end within 120 s",
        ),
    ],
)
def test_what_stops_a_build_is_told_in_a_line(
    fault: Exception, words: str, stopped: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    def fail(*_: object) -> Path:
        raise fault

    monkeypatch.setattr(packaging, "_bundle", fail)
    assert packaging.main(["--into", str(stopped / "dist")]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == words


def test_nothing_is_started_with_the_secrets_of_signing(
    stopped: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> Path:
        raise inspection.FaultyError("so far")

    monkeypatch.setattr(packaging, "_bundle", fail)
    monkeypatch.setenv("NOTARY_KEY", "a secret")
    assert packaging.main(["--into", str(stopped / "dist")]) == 1
    told = (stopped / "given").read_text()
    assert "PATH=" in told
    assert "NOTARY_KEY" not in told


def test_a_screen_that_does_not_come_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    (tmp_path / "Xvfb").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "Xvfb").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with pytest.raises(inspection.FaultyError, match="Xvfb ended without a screen"), inspection.screen():
        pass


def test_words_that_are_no_text_do_not_hide_what_went_wrong(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    program = tmp_path / NAME
    program.write_text("#!/bin/sh\nprintf 'caf\\351 is closed\\n' >&2\nexit 7\n")
    program.chmod(0o755)
    tmp_path.chmod(0o755)
    with (
        pytest.raises(inspection.FaultyError, match=f"{NAME} ended with 7: caf. is closed"),
        inspection.unpacked(_folder_of(program)) as copy,
    ):
        inspection.check_start(copy)


def _folder_of(program: Path) -> Path:
    bundle = program.parent / "bundle"
    bundle.mkdir()
    shutil.copy(program, bundle / NAME)
    return bundle


@pytest.mark.parametrize("environment", [{}, {publisher.PAGE: "", publisher.API: ""}])
def test_a_package_that_nobody_publishes_knows_nobody_to_ask(
    environment: dict[str, str], tmp_path: Path
) -> None:
    file = publisher.write(tmp_path, environment)
    assert (file.name, file.read_bytes()) == ("releases.json", b'{"page": "", "api": ""}\n')
    assert releases(file) is None


def test_a_package_knows_who_publishes_it(tmp_path: Path) -> None:
    page, api = "https://git.example.com/a/b", "https://git.example.com/api/v3/repos/a/b"
    whom = releases(publisher.write(tmp_path, {publisher.PAGE: f"{page}/", publisher.API: api}))
    assert whom == Releases(page, api)


@pytest.mark.parametrize(
    "environment",
    [
        {publisher.PAGE: "https://git.example.com/a/b"},
        {publisher.API: "https://git.example.com/a/b"},
        {publisher.PAGE: "http://git.example.com/a/b", publisher.API: "https://git.example.com/a/b"},
        {publisher.PAGE: "https://git.example.com/a/b", publisher.API: "https://name@git.example.com/a/b"},
    ],
)
def test_half_or_wrong_words_about_the_publisher_stop_the_build(
    environment: dict[str, str], tmp_path: Path
) -> None:
    with pytest.raises(inspection.FaultyError, match="must both be right, or neither be set"):
        publisher.write(tmp_path, environment)
    assert not list(tmp_path.iterdir())
