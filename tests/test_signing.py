"""Signing, with stand-ins for the tools of Windows and macOS: what they are told, and what nobody is told."""

from __future__ import annotations

import base64
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from shipping import signing
from shipping.inspection import FaultyError

if sys.platform == "win32":
    pytest.skip("the stand-ins are shell scripts", allow_module_level=True)

PASSWORD, KEY = "a password for this test", "the text of a notary's key"
FINGERPRINT = "0123456789ABCDEF0123456789ABCDEF01234567"
NOTHING = dict.fromkeys((*signing.CERTIFICATE, signing.IDENTITY, *signing.NOTARY), "")
CERTIFICATE = {
    "SIGN_CERTIFICATE": base64.encodebytes(b"a certificate " * 9).decode(),
    "SIGN_PASSWORD": PASSWORD,
}
NOTARY = {"NOTARY_KEY": KEY, "NOTARY_KEY_ID": "KEYID", "NOTARY_ISSUER": "issuer"}
TOOL = """\
#!/bin/sh
name=$(basename "$0")
printf '%s\\n' "$name $*" >> "$CALLS"
case "$name $1 $2" in
"security -i "*) cat >> "$PIPED" ;;
"security list-keychains "*) [ $# -gt 3 ] || echo '    "/keychains/login.keychain-db"' ;;
"security find-identity "*) echo "  1) $FOUND \\"Developer ID Application: A Team (TEAM)\\"" ;;
"powershell "*)
    env | grep ^SIGN_ >> "$PIPED"
    [ -z "$SIGN_FILE" ] || { cat "$SIGN_FILE" >> "$PIPED"; echo "$FOUND"; } ;;
"xcrun notarytool submit")
    cat "$5" >> "$PIPED"
    echo "{\\"id\\": \\"1\\", \\"status\\": \\"${STATUS:-Accepted}\\"}" ;;
esac
"""


class Tools:
    """Stand-ins on PATH, and what they were called with."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._calls, self._piped = folder / "calls", folder / "piped"
        programs = folder / "programs"
        programs.mkdir()
        for name in ("security", "codesign", "xcrun", "spctl", "powershell", "signtool"):
            (programs / name).write_text(TOOL)
            (programs / name).chmod(0o755)
        monkeypatch.setenv("PATH", f"{programs}:/usr/bin:/bin")
        monkeypatch.setenv("CALLS", str(self._calls))
        monkeypatch.setenv("PIPED", str(self._piped))
        monkeypatch.setenv("FOUND", FINGERPRINT)

    @property
    def calls(self) -> list[str]:
        """The command lines, without the folder of a run."""
        return self._calls.read_text().splitlines() if self._calls.exists() else []

    @property
    def piped(self) -> str:
        """What came to them by a pipe, a file or their environment."""
        return self._piped.read_text() if self._piped.exists() else ""


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Tools:
    return Tools(tmp_path, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "own").mkdir()
    return tmp_path / "own"


def given(*parts: Mapping[str, str]) -> dict[str, str]:
    told = dict(NOTHING)
    for part in parts:
        told.update(part)
    return told


def calls_of(tools: Tools) -> list[str]:
    """One entry a call, also where a script of several lines was an argument."""
    names = ("powershell ", "signtool ", "security ", "codesign ", "xcrun ", "spctl ")
    calls: list[str] = []
    for line in tools.calls:
        if line.startswith(names):
            calls.append(line)
        else:
            calls[-1] += f"\n{line}"
    return calls


def nothing_secret(tools: Tools, told: str) -> None:
    for secret in (PASSWORD, KEY, "a certificate", CERTIFICATE["SIGN_CERTIFICATE"].split()[0]):
        assert not any(secret in call for call in tools.calls)
        assert secret not in told


# without what it needs


def test_without_a_certificate_nothing_is_signed_and_one_line_says_so(
    tools: Tools, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for on_system in (signing.on_windows, signing.on_macos):
        with on_system(given(), folder) as signer:
            signer.sign([folder / "program.exe"])
            signer.notarise(folder / "image.dmg")
        assert (signer.settings, list(signer.command)) == ({}, [])
    assert tools.calls == []
    lines = capsys.readouterr().err.splitlines()
    assert lines == ["shipping: nothing is signed, since neither SIGN_AS nor SIGN_CERTIFICATE is set"] * 2


@pytest.mark.parametrize("name", [*CERTIFICATE, *NOTARY])
def test_half_of_what_is_needed_is_a_fault(name: str, tools: Tools, folder: Path) -> None:
    told = given(CERTIFICATE, NOTARY, {name: ""})
    with pytest.raises(FaultyError, match=f"{name} must be set"), signing.on_macos(told, folder):
        pass
    assert not any("import" in call for call in tools.calls)


def test_what_is_no_certificate_is_told_without_its_text(folder: Path, tools: Tools) -> None:
    told = given({"SIGN_CERTIFICATE": "not base64!", "SIGN_PASSWORD": PASSWORD})
    with pytest.raises(FaultyError, match="is not a file in base64"), signing.on_windows(told, folder):
        pass


def test_secrets_are_taken_out_of_the_environment() -> None:
    environment = {**CERTIFICATE, **NOTARY, "PATH": "kept"}
    if sys.platform == "linux":
        with signing.signer(environment) as signer:
            assert type(signer) is signing.Signer
        assert environment == {"PATH": "kept"}


# Windows


def test_windows_programs_are_signed_by_an_imported_certificate_that_goes_again(
    tools: Tools, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with signing.on_windows(given(CERTIFICATE), folder) as signer:
        assert list(folder.iterdir()) == []  # the certificate is in the store, and no file
        signer.sign([folder / "a.exe", folder / "b.exe"])
    imported, signed, verified, removed = calls_of(tools)
    assert imported.startswith("powershell -NoProfile -NonInteractive -Command")
    assert signed == (
        f"signtool sign /sha1 {FINGERPRINT} /fd SHA256 /tr {signing.CLOCK} /td SHA256 "
        f"{folder}/a.exe {folder}/b.exe"
    )
    assert verified == f"signtool verify /pa {folder}/a.exe {folder}/b.exe"
    assert removed.endswith(f"Remove-Item -Path Cert:\\CurrentUser\\My\\{FINGERPRINT} -DeleteKey")
    assert f"SIGN_PASSWORD={PASSWORD}" in tools.piped
    assert "a certificate a certificate" in tools.piped
    told = capsys.readouterr()
    nothing_secret(tools, told.out + told.err)


def test_an_imported_certificate_goes_also_when_signing_fails(tools: Tools, folder: Path) -> None:
    with pytest.raises(ValueError, match="broken"), signing.on_windows(given(CERTIFICATE), folder):
        raise ValueError("broken")
    assert "Remove-Item" in calls_of(tools)[-1]


def test_a_certificate_of_the_machine_is_named_alone(tools: Tools, folder: Path) -> None:
    with signing.on_windows(given({"SIGN_AS": "FINGER"}), folder) as signer:
        signer.sign([folder / "a.exe"])
    assert tools.calls[0].startswith("signtool sign /sha1 FINGER ")
    assert len(tools.calls) == 2


def test_a_tool_that_fails_stops_the_build_with_its_words(tools: Tools, folder: Path, tmp_path: Path) -> None:
    (tmp_path / "programs" / "signtool").write_text("#!/bin/sh\necho the clock does not answer\nexit 1\n")
    with (
        pytest.raises(FaultyError, match="signtool ended with 1: the clock does not answer"),
        signing.on_windows(given({"SIGN_AS": "FINGER"}), folder) as signer,
    ):
        signer.sign([folder / "a.exe"])


BUSY = """\
#!/bin/sh
name=$(basename "$0")
printf '%s\\n' "$name $*" >> "$CALLS"
case "$*" in *verify*) exit ;; esac
[ "$(grep -c "^$name .*sign" "$CALLS")" -gt "$FAILS" ] && exit
echo "$WORDS"
exit 1
"""
WORDS = {
    "signtool": "SignTool Error: The specified timestamp server either could not be reached or returned an "
    "invalid response.",
    "codesign": "image.dmg: The timestamp service is not available.",
}


def signed_with(tool: str, folder: Path) -> None:
    on_system = {"signtool": signing.on_windows, "codesign": signing.on_macos}[tool]
    with on_system(given({"SIGN_AS": "A Team"}), folder) as signer:
        signer.sign([folder / "image.dmg"])


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Those that were made, in no time."""
    made: list[float] = []
    monkeypatch.setattr(time, "sleep", made.append)
    return made


@pytest.mark.parametrize("tool", WORDS)
@pytest.mark.parametrize("fails", [1, len(signing.PAUSES_S)])
def test_a_clock_that_does_not_answer_is_asked_again(
    tool: str, fails: int, tools: Tools, folder: Path, tmp_path: Path, pauses: list[float],
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    (tmp_path / "programs" / tool).write_text(BUSY)
    monkeypatch.setenv("WORDS", WORDS[tool])
    monkeypatch.setenv("FAILS", str(fails))
    signed_with(tool, folder)
    *tries, verified = tools.calls
    assert len(tries) == fails + 1
    assert len(set(tries)) == 1
    assert "verify" in verified
    assert pauses == list(signing.PAUSES_S[:fails])
    assert capsys.readouterr().err.count(f"the clock does not answer {tool}; once more in") == fails


@pytest.mark.parametrize("tool", WORDS)
def test_a_clock_that_never_answers_stops_the_build_after_some_tries(
    tool: str, tools: Tools, folder: Path, tmp_path: Path, pauses: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "programs" / tool).write_text(BUSY)
    monkeypatch.setenv("WORDS", WORDS[tool])
    monkeypatch.setenv("FAILS", "99")
    with pytest.raises(FaultyError, match=f"{tool} ended with 1: .*timestamp"):
        signed_with(tool, folder)
    assert len(tools.calls) == 1 + len(signing.PAUSES_S)
    assert sum(pauses) <= 120


@pytest.mark.parametrize("tool", WORDS)
def test_what_else_fails_is_not_tried_again(
    tool: str, tools: Tools, folder: Path, tmp_path: Path, pauses: list[float],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    (tmp_path / "programs" / tool).write_text(BUSY)
    monkeypatch.setenv("WORDS", "No certificates were found that met all the given criteria.")
    monkeypatch.setenv("FAILS", "1")
    with pytest.raises(FaultyError, match="No certificates were found"):
        signed_with(tool, folder)
    assert (len(tools.calls), pauses) == (1, [])


# macOS


def test_a_mac_is_signed_by_a_keychain_that_goes_again_and_notarised(
    tools: Tools, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    image, app, keychain = folder / "image.dmg", folder / "An.app", folder / "signing.keychain-db"
    with signing.on_macos(given(CERTIFICATE, NOTARY), folder) as signer:
        assert signer.settings == {"SIGN_AS": FINGERPRINT}
        assert not (folder / "certificate.p12").exists()
        assert (folder / "notary.p8").stat().st_mode & 0o777 == 0o600
        signer.sign([app])
        signer.sign([image])
        signer.notarise(image)
    assert tools.calls == [
        "security list-keychains -d user",
        "security -i",
        f"security list-keychains -d user -s {keychain} /keychains/login.keychain-db",
        f"security find-identity -v -p codesigning {keychain}",
        f"codesign --verify --deep --strict {app}",
        f"codesign --sign {FINGERPRINT} --timestamp {image}",
        f"codesign --verify --deep --strict {image}",
        f"xcrun notarytool submit {image} --key {folder}/notary.p8 --key-id KEYID --issuer issuer "
        "--wait --timeout 45m --output-format json",
        f"xcrun stapler staple {image}",
        f"spctl --assess --type open --context context:primary-signature {image}",
        "security list-keychains -d user -s /keychains/login.keychain-db",
        f"security delete-keychain {keychain}",
    ]
    lines = tools.piped.splitlines()
    assert [line.split()[0] for line in lines[:5]] == [
        "create-keychain", "set-keychain-settings", "unlock-keychain", "import", "set-key-partition-list",
    ]  # fmt: skip
    assert f'-P "{PASSWORD}"' in lines[3]
    assert lines[5:] == [KEY]
    told = capsys.readouterr()
    nothing_secret(tools, told.out + told.err)


def test_an_image_that_apple_refuses_stops_the_build(
    tools: Tools, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STATUS", "Invalid")
    told = given({"SIGN_AS": "A Team"}, NOTARY)
    with (
        pytest.raises(FaultyError, match=r"does not accept image\.dmg: .*Invalid"),
        signing.on_macos(told, folder) as signer,
    ):
        signer.notarise(folder / "image.dmg")
    assert not any("stapler" in call for call in tools.calls)


def test_without_a_notarys_key_it_says_so(
    tools: Tools, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with signing.on_macos(given({"SIGN_AS": "A Team"}), folder) as signer:
        signer.notarise(folder / "image.dmg")
    assert tools.calls == []
    assert "image.dmg is not notarised, since NOTARY_KEY is not set" in capsys.readouterr().err


def test_a_certificate_that_cannot_sign_is_told_and_its_keychain_goes(
    tools: Tools, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FOUND", "no identity")
    with (
        pytest.raises(FaultyError, match="no certificate that can sign"),
        signing.on_macos(given(CERTIFICATE), folder),
    ):
        pass
    assert tools.calls[-1].startswith("security delete-keychain")


def test_a_password_that_the_pipe_would_break_is_refused(tools: Tools, folder: Path) -> None:
    told = given(CERTIFICATE, {"SIGN_PASSWORD": 'a"b'})
    with pytest.raises(FaultyError, match="holds a quote"), signing.on_macos(told, folder):
        pass


def test_a_file_of_a_secret_is_nobody_elses(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        signing._write(tmp_path / "secret", b"x")
    finally:
        os.umask(before)
    assert (tmp_path / "secret").stat().st_mode & 0o777 == 0o600


def test_a_keychain_goes_also_where_the_others_cannot_be_listed_again(
    tools: Tools, folder: Path, tmp_path: Path
) -> None:
    broken = TOOL.replace(
        'case "$name', 'case "$*" in "list-keychains -d user -s "*) exit 1 ;; esac\ncase "$name'
    )
    (tmp_path / "programs" / "security").write_text(broken)
    with (
        pytest.raises(FaultyError, match="security ended with 1"),
        signing.on_macos(given(CERTIFICATE), folder),
    ):
        pass
    assert tools.calls[-1].startswith("security delete-keychain")


def test_words_of_a_tool_that_are_no_text_are_told_all_the_same(
    tools: Tools, folder: Path, tmp_path: Path
) -> None:
    (tmp_path / "programs" / "signtool").write_text("#!/bin/sh\nprintf 'the caf\\351 is closed'\nexit 1\n")
    with (
        pytest.raises(FaultyError, match=r"signtool ended with 1: the caf. is closed"),
        signing.on_windows(given({"SIGN_AS": "FINGER"}), folder) as signer,
    ):
        signer.sign([folder / "a.exe"])
