"""Signs what was built, where the environment holds what that needs; where it does not, nothing is signed.

Nothing secret stands on a command line, where every program of the machine could read it, nor in the
environment of what is started here: secrets are taken out of ours first, and each tool gets its own in a file
of a folder that nobody else can open, through a pipe, or in its environment alone.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from shipping.inspection import FaultyError
from shipping.product import NAME

CERTIFICATE: Final = ("SIGN_CERTIFICATE", "SIGN_PASSWORD")
"""A certificate with its key, PKCS#12 in base64, and the password of it."""
IDENTITY: Final = "SIGN_AS"
"""Instead of these: which one of this machine's store, where a token or a cloud keeps the key.

On Windows the fingerprint of the certificate, on macOS its name."""
NOTARY: Final = ("NOTARY_KEY", "NOTARY_KEY_ID", "NOTARY_ISSUER")
"""For macOS: the text of a key of App Store Connect, its id, and the id of who issued it."""
CLOCK: Final = "http://timestamp.digicert.com"
"""Says when a program was signed, so that the signature outlives the certificate."""
PAUSES_S: Final = (5, 20, 60)
"""Between tries, while the clock does not answer: it is somebody else's, and busy at times."""
ANSWERS_WITHIN: Final = "45m"
"""How long Apple may take over a disk image."""
_KITS: Final = Path("C:/Program Files (x86)/Windows Kits/10/bin")
_FINGERPRINT: Final = re.compile(r"\b[0-9A-Fa-f]{40}\b")
_IMPORTING: Final = """
$ErrorActionPreference = 'Stop'
$password = ConvertTo-SecureString -String $env:SIGN_PASSWORD -AsPlainText -Force
Import-PfxCertificate -FilePath $env:SIGN_FILE -CertStoreLocation Cert:\\CurrentUser\\My -Password $password |
    Where-Object HasPrivateKey | Select-Object -First 1 -ExpandProperty Thumbprint
"""


class Signer:
    """Signs nothing; where something can be signed, one of those below does so."""

    settings: Mapping[str, str] = {}
    """What PyInstaller is told of it, in its environment."""
    command: Sequence[str] = ()
    """What signs the file that is named behind it, for a tool that must do so in the middle of its work."""

    def sign(self, files: Sequence[Path]) -> None:
        """Signs programs, an installer, or a disk image."""

    def notarise(self, image: Path) -> None:
        """Has a disk image approved by Apple."""


@contextmanager
def signer(environment: MutableMapping[str, str] = os.environ) -> Iterator[Signer]:
    """What signs on this system, until the block ends; one line says what does.

    Raises:
        FaultyError: there is a part of what is needed, which nobody means.
    """
    given = {name: environment.pop(name, "") for name in (*CERTIFICATE, IDENTITY, *NOTARY)}
    place = os.environ.get("RUNNER_TEMP")  # emptied with the machine, should we be killed
    with tempfile.TemporaryDirectory(prefix=f"{NAME}-signing-", dir=place) as name:
        if sys.platform == "win32":
            with on_windows(given, Path(name)) as found:
                yield found
        elif sys.platform == "darwin":
            with on_macos(given, Path(name)) as found:
                yield found
        else:
            yield Signer()


def _is_given(given: Mapping[str, str], names: Sequence[str]) -> bool:
    missing = [name for name in names if not given[name]]
    if missing and len(missing) < len(names):
        raise FaultyError(f"{' and '.join(missing)} must be set, too, or nothing of {', '.join(names)}")
    return not missing


def _say(words: str) -> None:
    print(f"shipping: {words}", file=sys.stderr, flush=True)


def _certificate(given: Mapping[str, str], folder: Path) -> Path:
    file = folder / "certificate.p12"
    try:
        content = base64.b64decode("".join(given[CERTIFICATE[0]].split()), validate=True)
    except binascii.Error:
        raise FaultyError(f"{CERTIFICATE[0]} is not a file in base64") from None
    _write(file, content)
    return file


def _write(file: Path, content: bytes) -> None:
    """A file that is nobody else's from its first moment on."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
        stream.write(content)


def _called(
    command: Sequence[str | Path], words: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """What a tool says; `words` go into it through a pipe."""
    try:
        done = subprocess.run(
            list(map(str, command)), input=words, env={**os.environ, **(environment or {})},
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
        )  # fmt: skip
    except OSError as error:
        raise FaultyError(f"{command[0]} does not start: {error.strerror}") from None
    if done.returncode:
        raise FaultyError(f"{Path(command[0]).stem} ended with {done.returncode}: {done.stdout.strip()}")
    return done.stdout


def stamped(command: Sequence[str | Path]) -> str:
    """What a tool says that asks the clock; tried a few times more while it names that as what failed."""
    for pause in PAUSES_S:
        try:
            return _called(command)
        except FaultyError as fault:
            # signtool and codesign end with 1 whatever fails, and tell it in words alone.
            if "timestamp" not in str(fault).lower():
                raise
            _say(f"the clock does not answer {Path(command[0]).stem}; once more in {pause} s")
            time.sleep(pause)
    return _called(command)


# Windows


class WindowsSigner(Signer):
    """Signs by a certificate of the user's store, which it is named in by its fingerprint."""

    def __init__(self, fingerprint: str) -> None:
        by = ["/sha1", fingerprint, "/fd", "SHA256", "/tr", CLOCK, "/td", "SHA256"]
        self.command = [_signtool(), "sign", *by]

    def sign(self, files: Sequence[Path]) -> None:
        """Signs, and has Windows judge the signature."""
        stamped([*self.command, *files])
        _called([self.command[0], "verify", "/pa", *files])


@contextmanager
def on_windows(given: Mapping[str, str], folder: Path) -> Iterator[Signer]:
    """The certificate is in the user's store for as long as the block lasts, if it was not there already."""
    if given[IDENTITY]:
        _say("signing by a certificate of this machine")
        yield WindowsSigner(given[IDENTITY])
    elif _is_given(given, CERTIFICATE):
        fingerprint = _imported(given, folder)
        try:
            _say("signing by the certificate of SIGN_CERTIFICATE")
            yield WindowsSigner(fingerprint)
        finally:
            _powershell(f"Remove-Item -Path Cert:\\CurrentUser\\My\\{fingerprint} -DeleteKey")
    else:
        _say(f"nothing is signed, since neither {IDENTITY} nor {CERTIFICATE[0]} is set")
        yield Signer()


def _imported(given: Mapping[str, str], folder: Path) -> str:
    file = _certificate(given, folder)
    own = {"SIGN_FILE": str(file), "SIGN_PASSWORD": given["SIGN_PASSWORD"]}
    told = _powershell(_IMPORTING, own)
    file.unlink()
    found = _FINGERPRINT.search(told)
    if found is None:
        raise FaultyError(f"{CERTIFICATE[0]} holds no certificate with a key")
    return found[0]


def _powershell(script: str, environment: Mapping[str, str] | None = None) -> str:
    return _called(
        ["powershell", "-NoProfile", "-NonInteractive", "-Command", script], environment=environment
    )


def _signtool() -> str:
    """On PATH, or the newest of Microsoft's kits, which does not put it there."""
    found = shutil.which("signtool") or max(map(str, _KITS.glob("10.*/x64/signtool.exe")), default="")
    if not found:
        raise FaultyError("signtool is missing: it comes with Microsoft's Windows SDK")
    return found


# macOS


class MacSigner(Signer):
    """Signs a disk image and has it approved; PyInstaller has signed the app in it, from the inside out."""

    def __init__(self, identity: str, notary: Sequence[str]) -> None:
        self.settings = {IDENTITY: identity}
        self.command = ["codesign", "--sign", identity, "--timestamp"]
        self._notary = notary

    def sign(self, files: Sequence[Path]) -> None:
        """Signs all but the app, and judges each signature."""
        for file in files:
            if file.suffix != ".app":
                stamped([*self.command, file])
            _called(["codesign", "--verify", "--deep", "--strict", file])

    def notarise(self, image: Path) -> None:
        """Sends it, waits, and lets it carry the answer, so that it opens without a network, too."""
        if not self._notary:
            _say(f"{image.name} is not notarised, since {NOTARY[0]} is not set")
            return
        waiting = ["--wait", "--timeout", ANSWERS_WITHIN, "--output-format", "json"]
        told = _called(["xcrun", "notarytool", "submit", image, *self._notary, *waiting])
        if '"Accepted"' not in told:  # it ends with 0 for an image that was refused, too
            raise FaultyError(f"Apple does not accept {image.name}: {_as_line(told)}")
        _called(["xcrun", "stapler", "staple", image])
        _called(["spctl", "--assess", "--type", "open", "--context", "context:primary-signature", image])


def _as_line(told: str) -> str:
    try:
        return json.dumps(json.loads(told))
    except ValueError:
        return " ".join(told.split())


@contextmanager
def on_macos(given: Mapping[str, str], folder: Path) -> Iterator[Signer]:
    """The certificate is in a keychain of its own, which lasts as long as the block."""
    notary = _notary(given, folder)
    if given[IDENTITY]:
        _say("signing by a certificate of this machine")
        yield MacSigner(given[IDENTITY], notary)
    elif _is_given(given, CERTIFICATE):
        with _keychain(given, folder) as identity:
            _say("signing by the certificate of SIGN_CERTIFICATE")
            yield MacSigner(identity, notary)
    else:
        _say(f"nothing is signed, since neither {IDENTITY} nor {CERTIFICATE[0]} is set")
        yield Signer()


def _notary(given: Mapping[str, str], folder: Path) -> list[str]:
    if not _is_given(given, NOTARY):
        return []
    text, name, issuer = (given[one] for one in NOTARY)
    _write(folder / "notary.p8", text.encode())
    return ["--key", str(folder / "notary.p8"), "--key-id", name, "--issuer", issuer]


@contextmanager
def _keychain(given: Mapping[str, str], folder: Path) -> Iterator[str]:
    """A keychain with the certificate, which codesign looks into, too; the fingerprint of the certificate."""
    file, keychain, own = _certificate(given, folder), folder / "signing.keychain-db", secrets.token_hex(16)
    before = re.findall(r'"(.+)"', _called(["security", "list-keychains", "-d", "user"]))
    # `security -i` reads its commands, passwords among them, from the pipe.
    lines = [
        f"create-keychain -p {own} {_quoted(str(keychain))}",
        f"set-keychain-settings {_quoted(str(keychain))}",
        f"unlock-keychain -p {own} {_quoted(str(keychain))}",
        f"import {_quoted(str(file))} -k {_quoted(str(keychain))} -f pkcs12 "
        f"-P {_quoted(given['SIGN_PASSWORD'])} -T /usr/bin/codesign",
        f"set-key-partition-list -S apple-tool:,apple: -s -k {own} {_quoted(str(keychain))}",
    ]
    _commanded(lines)
    file.unlink()
    try:
        _called(["security", "list-keychains", "-d", "user", "-s", keychain, *before])
        found = _FINGERPRINT.search(
            _called(["security", "find-identity", "-v", "-p", "codesigning", keychain])
        )
        if found is None:
            raise FaultyError(
                f"{CERTIFICATE[0]} holds no certificate that can sign, or its password is another"
            )
        yield found[0]
    finally:
        try:
            _called(["security", "list-keychains", "-d", "user", "-s", *before])
        finally:
            _called(["security", "delete-keychain", keychain])


def _commanded(lines: Sequence[str]) -> None:
    """Its words are dropped, since they could repeat a password; what it did is looked at afterwards."""
    subprocess.run(
        ["security", "-i"], input="\n".join(lines) + "\n", text=True, check=False,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _quoted(text: str) -> str:
    if '"' in text or "\\" in text or "\n" in text:
        raise FaultyError("the password of the certificate holds a quote, a backslash or a line break")
    return f'"{text}"'
