"""Publishing: notes out of the changelog, the packages of all systems, their sums, what `gh` is told."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from shipping import release
from shipping.product import NAME, ROOT, TITLE, VERSION

CHANGELOG = f"""\
# Changelog

## {VERSION}, 2026-12-01

The first version.

- A line.

## 0.0.1

Before.
"""
GH = """\
#!/bin/sh
printf '%s\\n' "$@" > "$CALLS"
while [ "$1" != --notes-file ]; do shift; done
cat "$2" >> "$CALLS"
exit "${STATUS:-0}"
"""


def packages(folder: Path) -> list[str]:
    folder.mkdir()
    names = sorted(form.format(name=NAME, version=VERSION) for form in release.PACKAGES)
    for name in names:
        (folder / name).write_bytes(name.encode())
    return names


# notes


def test_the_notes_of_a_version_are_its_section() -> None:
    assert release.notes(CHANGELOG) == "The first version.\n\n- A line."
    assert release.notes(CHANGELOG, "0.0.1") == "Before."


@pytest.mark.parametrize(
    ("changelog", "why"),
    [
        (CHANGELOG.replace(VERSION, "9.9.9"), f"says nothing of {VERSION}"),
        (CHANGELOG.replace("The first version.\n\n- A line.\n", ""), f"says nothing of {VERSION}"),
        (f"## Unreleased: {VERSION}\n\nSoon.\n", "still calls it “Unreleased: "),
        ("", "says nothing"),
    ],
)
def test_a_version_without_notes_is_not_ready(changelog: str, why: str) -> None:
    with pytest.raises(release.UnreadyError, match=why):
        release.notes(changelog)


def test_the_tag_is_the_version() -> None:
    release.check_tag(f"v{VERSION}")
    for tag in (VERSION, "v9.9.9", ""):
        with pytest.raises(release.UnreadyError, match=f"whose tag is v{VERSION}"):
            release.check_tag(tag)


# packages


def test_sums_are_those_of_all_packages(tmp_path: Path) -> None:
    names = packages(tmp_path / "dist")
    lines = release.sums(tmp_path / "dist").read_text().splitlines()
    assert lines == [f"{hashlib.sha256(name.encode()).hexdigest()}  {name}" for name in names]
    assert release.sums(tmp_path / "dist").read_text().splitlines() == lines  # the sums are no package


def test_a_release_lacks_nothing_and_holds_nothing_else(tmp_path: Path) -> None:
    names = packages(tmp_path / "dist")
    (tmp_path / "dist" / "other.deb").touch()
    with pytest.raises(release.UnreadyError, match=r"no package of .*: other\.deb"):
        release.packages(tmp_path / "dist")
    (tmp_path / "dist" / "other.deb").unlink()
    (tmp_path / "dist" / names[0]).unlink()
    with pytest.raises(release.UnreadyError, match=f"dist lacks {names[0]}"):
        release.packages(tmp_path / "dist")


# as it is called


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """What `dev.py release` reads, without the rest."""
    folder = tmp_path / "checkout"
    (folder / "shipping").mkdir(parents=True)
    for name in (
        "dev.py",
        "pyproject.toml",
        "shipping/__init__.py",
        "shipping/product.py",
        "shipping/release.py",
    ):
        (folder / name).write_bytes((ROOT / name).read_bytes())
    (folder / "CHANGELOG.md").write_text(CHANGELOG, "utf-8")
    return folder


def call(checkout: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(checkout / "dev.py"), "release", *arguments], cwd=checkout.parent,
        env={**os.environ, **more}, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_the_notes_are_told_without_an_environment(checkout: Path) -> None:
    told = call(checkout, "--tag", f"v{VERSION}")
    assert (told.returncode, told.stdout, told.stderr) == (0, "The first version.\n\n- A line.\n", "")
    assert not list(checkout.glob(".venv*"))
    told = call(checkout, "--tag", "v9.9.9")
    assert (told.returncode, told.stdout) == (1, "")
    assert "the tag is v9.9.9" in told.stderr


def test_publishing_tells_gh_the_tag_the_notes_and_the_files(checkout: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the stand-in for gh is a shell script")
    names = packages(checkout / "dist")
    (tmp_path / "programs").mkdir()
    program = tmp_path / "programs" / "gh"
    program.write_text(GH)
    program.chmod(0o755)
    own = {"PATH": f"{program.parent}:{os.environ['PATH']}", "CALLS": str(tmp_path / "calls")}
    arguments = ("--tag", f"v{VERSION}", "--packages", "dist", "--publish")
    done = call(checkout, *arguments, **own)
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert told[:6] == ["release", "create", f"v{VERSION}", "--verify-tag", "--title", f"{TITLE} {VERSION}"]
    assert told[6] == "--notes-file"
    assert told[8:15] == [f"dist/{name}" for name in (*names, release.SUMS)]
    assert told[15:] == ["The first version.", "", "- A line."]
    assert "gh ended with 4" in call(checkout, *arguments, **own, STATUS="4").stderr


def test_what_comes_before_a_version_is_no_latest_release(checkout: Path, tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("the stand-in for gh is a shell script")
    early = f"{VERSION}rc1"
    for name in ("pyproject.toml", "CHANGELOG.md"):
        text = (checkout / name).read_text("utf-8")
        (checkout / name).write_text(text.replace(VERSION, early, 1), "utf-8")
    for name in packages(checkout / "dist"):
        (checkout / "dist" / name).rename(checkout / "dist" / name.replace(VERSION, early))
    (tmp_path / "programs").mkdir()
    program = tmp_path / "programs" / "gh"
    program.write_text(GH)
    program.chmod(0o755)
    own = {"PATH": f"{program.parent}:{os.environ['PATH']}", "CALLS": str(tmp_path / "calls")}
    done = call(checkout, "--tag", f"v{early}", "--packages", "dist", "--publish", **own)
    assert done.returncode == 0, done.stderr
    told = (tmp_path / "calls").read_text("utf-8").splitlines()
    assert told[4:8] == ["--title", f"{TITLE} {early}", "--prerelease", "--notes-file"]


def test_nothing_is_published_without_packages(checkout: Path) -> None:
    done = call(checkout, "--tag", f"v{VERSION}", "--publish")
    assert done.returncode == 2
    assert "--publish needs --packages" in done.stderr
