"""The packages for Windows and macOS, with stand-ins for the tools of those systems."""

from __future__ import annotations

import ast
import os
import re
import shutil
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from shipping import __main__ as packaging
from shipping import icons, inspection, release, signing, windows
from shipping.product import NAME, TITLE, VERSION

WHEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("version", "numbers"),
    [
        ("0.1.0", (0, 1, 0, 0)), ("0.1.0rc1", (0, 1, 0, 0)), ("2.10.3.dev4", (2, 10, 3, 0)),
        ("1.2", (1, 2, 0, 0)), ("1.2.3.4", (1, 2, 3, 0)), ("1.0rc2.post1", (1, 0, 0, 0)),
    ],
)  # fmt: skip
def test_windows_is_told_a_version_of_four_numbers(version: str, numbers: tuple[int, ...]) -> None:
    text = windows.version_file(version)
    told = {
        word.arg: ast.literal_eval(word.value)
        for word in ast.walk(ast.parse(text, mode="eval"))
        if isinstance(word, ast.keyword) and word.arg in {"filevers", "prodvers"}
    }
    assert told == {"filevers": numbers, "prodvers": numbers}
    assert f"StringStruct('ProductVersion', '{version}')" in text


def test_windows_is_told_the_version_of_the_project() -> None:
    assert windows.version_file() == windows.version_file(VERSION)


def test_the_installer_names_files_as_windows_does() -> None:
    """NSIS finds no file there whose path has a slash, while on Linux it takes both."""
    lines = [line.split(";")[0] for line in windows.SCRIPT.read_text("utf-8").splitlines()]
    named = [
        line for line in lines if re.match(r"\s*(File|!include|SetOutPath|RMDir|Delete|OutFile)\b", line)
    ]
    assert any("${BUNDLE}" in line for line in named)
    assert [line for line in named if "/" in re.sub(r" /r\b", "", line)] == []


@pytest.mark.parametrize("section", ["Section\n", 'Section "Uninstall"\n'])
def test_the_installer_removes_nothing_of_a_program_that_runs(section: str) -> None:
    text = windows.SCRIPT.read_text("utf-8").partition(section)[2].partition("SectionEnd")[0]
    lines = [line.strip() for line in text.splitlines()]
    waits = [f'!insertmacro WAIT_FOR_END "${{NAME}}{end}' for end in ('.exe" window', '-cli.exe" verbs')]
    assert lines[:2] == waits
    assert any(line.startswith("RMDir") for line in lines[2:])


def test_nsis_takes_the_installers_script(tmp_path: Path) -> None:
    maker = shutil.which("makensis")
    if maker is None:
        (pytest.fail if os.environ.get("REQUIRE_TOOLS") else pytest.skip)("not installed: makensis")
    (tmp_path / "bundle" / "_internal").mkdir(parents=True)
    (tmp_path / "bundle" / f"{NAME}.exe").write_bytes(b"MZ")
    (tmp_path / "icon.ico").write_bytes(icons.ico({16: icons.png(16)}))
    built = windows.installer(maker, tmp_path / "bundle", tmp_path, tmp_path)
    assert built.read_bytes()[:2] == b"MZ"
    if sys.platform != "win32":
        signer = tmp_path / "sign it"
        signer.write_text(
            f'#!/bin/sh\nhead -c 2 "$2" > "{tmp_path}/signed"; echo "$1" >> "{tmp_path}/signed"\n'
        )
        signer.chmod(0o755)
        windows.installer(maker, tmp_path / "bundle", tmp_path, tmp_path, [str(signer), "/sha1"])
        assert (tmp_path / "signed").read_text() == "MZ/sha1\n"


def test_an_installer_is_made_again_when_the_clock_of_its_signature_does_not_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What removes the program again is signed in the middle of NSIS's work."""
    maker = shutil.which("makensis")
    if maker is None:
        (pytest.fail if os.environ.get("REQUIRE_TOOLS") else pytest.skip)("not installed: makensis")
    if sys.platform == "win32":
        pytest.skip("the stand-in is a shell script")
    monkeypatch.setattr(signing, "PAUSES_S", (0, 0))
    (tmp_path / "bundle" / "_internal").mkdir(parents=True)
    (tmp_path / "bundle" / f"{NAME}.exe").write_bytes(b"MZ")
    (tmp_path / "icon.ico").write_bytes(icons.ico({16: icons.png(16)}))
    signer, calls = tmp_path / "signtool", tmp_path / "calls"
    signer.write_text(
        f'#!/bin/sh\necho x >> "{calls}"\n[ "$(wc -l < "{calls}")" -gt 1 ] && exit\n'
        "echo 'SignTool Error: The specified timestamp server could not be reached.'\nexit 1\n"
    )
    signer.chmod(0o755)
    built = windows.installer(maker, tmp_path / "bundle", tmp_path, tmp_path, [str(signer), "/sha1"])
    assert built.read_bytes()[:2] == b"MZ"
    assert calls.read_text() == "x\nx\n"


MAKENSIS = """\
#!/bin/sh
for one; do case "$one" in -DTARGET=*) printf MZ > "${one#-DTARGET=}" ;; esac; done
"""
HDIUTIL = """\
#!/bin/sh
verb=$1
for last; do
    case "$before" in -srcfolder) folder=$last ;; -mountpoint) place=$last ;; esac
    before=$last
done
case "$verb" in
create) tar -cf "$last" -C "$folder" . ;;
attach) tar -xf "$last" -C "$place" ;;
detach) rm -r "$last"/* ;;
esac
"""


@pytest.fixture
def bundle(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a program, and tools that are found before all others."""
    if sys.platform == "win32":
        pytest.skip("the stand-ins are shell scripts")
    (tmp_path / "tools").mkdir()
    monkeypatch.setenv("PATH", f"{tmp_path / 'tools'}:/usr/bin:/bin")
    monkeypatch.delenv("REQUIRE_TOOLS", raising=False)
    folder = tmp_path / "dist" / NAME
    folder.mkdir(parents=True)
    (folder / f"{NAME}.exe").write_bytes(b"MZ")
    return folder


def has_tool(folder: Path, name: str, text: str) -> None:
    (folder / "tools" / name).write_text(text)
    (folder / "tools" / name).chmod(0o755)


def test_windows_gets_a_zip_and_an_installer(bundle: Path, tmp_path: Path) -> None:
    has_tool(tmp_path, "makensis", MAKENSIS)
    built = packaging._packed("zip", bundle, tmp_path, WHEN, signing.Signer())
    names = {form.format(name=NAME, version=VERSION) for form in release.PACKAGES}
    assert [file.name for file in built] == [f"{NAME}-{VERSION}-windows.zip", f"{NAME}-{VERSION}-setup.exe"]
    assert {file.name for file in built} <= names
    with inspection.unpacked(built[0]) as program:
        assert (program.parent / f"{NAME}.exe").read_bytes() == b"MZ"


def test_windows_gets_no_installer_where_nsis_is_missing(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "tools"))
    built = windows.build(bundle, tmp_path, tmp_path, WHEN)
    assert [file.suffix for file in built] == [".zip"]
    assert "makensis is missing here" in capsys.readouterr().err
    monkeypatch.setenv("REQUIRE_TOOLS", "1")
    with pytest.raises(inspection.FaultyError, match="makensis is missing"):
        windows.build(bundle, tmp_path, tmp_path, WHEN)


@pytest.mark.parametrize("machine", ["arm64", "x86_64"])
def test_a_mac_gets_an_image_with_the_app_and_where_to_drag_it(
    machine: str, bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    has_tool(tmp_path, "hdiutil", HDIUTIL)
    monkeypatch.setattr(os, "uname", lambda: SimpleNamespace(machine=machine))
    app = tmp_path / "dist" / f"{TITLE}.app"
    program = inspection.command_in(app)
    program.parent.mkdir(parents=True)
    program.write_bytes(b"a program")
    (program.parent / "link").symlink_to(NAME)
    (image,) = packaging._packed("dmg", app, tmp_path, WHEN, signing.Signer())
    assert image.name in {form.format(name=NAME, version=VERSION) for form in release.PACKAGES}
    with tarfile.open(image) as held:
        assert held.getmember("./Applications").linkname == "/Applications"
    with inspection.unpacked(image) as copy:
        assert copy.read_bytes() == b"a program"
        assert (copy.parent / "link").is_symlink()
