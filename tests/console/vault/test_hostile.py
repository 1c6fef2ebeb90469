"""An environment that wants the secrets elsewhere: variables, a configuration file, a planted package."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from console.paths import ROOT
from tests.console.vault.stores import KEY, PLACE
from tests.secret_service import ADDRESS, PrivateSession

BOUND_S = 30.0

ELSEWHERE = sys.platform in ("win32", "darwin")
pytestmark = pytest.mark.skipif(ELSEWHERE, reason="the Secret Service is not theirs")

# It keeps every secret in a file as it is, as keyrings.alt's plaintext backend does, and is always the best.
PLANTED = """
import pathlib
from keyring.backend import KeyringBackend

FILE = pathlib.Path(__file__).with_name("stolen.txt")
FILE.touch()

class Keyring(KeyringBackend):
    priority = 100
    def set_password(self, service, username, password):
        FILE.write_text(password)
    def get_password(self, service, username):
        return FILE.read_text() or None
    def delete_password(self, service, username):
        FILE.write_text("")
"""

OURS = f"""
import asyncio
from console.errors import VaultError
from console.vault import Vault

async def main():
    vault = Vault()
    try:
        await vault.save("{KEY}", {{"secret_access_key": "wJalrXUtnFEMI"}})
        print(await vault.load("{KEY}"))
    except VaultError as error:
        print(error.facts["cause"])

asyncio.run(main())
"""
STOCK = """
import keyring
keyring.set_password("service", "user", "wJalrXUtnFEMI")
"""


@pytest.fixture
def planted(tmp_path: Path) -> Path:
    """A folder with the planted module, announced as an entry point of keyring's."""
    folder = tmp_path / "planted"
    information = folder / "planted-1.0.dist-info"
    information.mkdir(parents=True)
    (folder / "planted.py").write_text(PLANTED)
    (information / "METADATA").write_text("Metadata-Version: 2.1\nName: planted\nVersion: 1.0\n")
    (information / "entry_points.txt").write_text("[keyring.backends]\nplanted = planted\n")
    return folder


def ways_in(way: str, planted: Path, home: Path) -> dict[str, str]:
    """The variables of one way to lead keyring to the planted module; a configuration file is written."""
    settings = home / "python_keyring" / "keyringrc.cfg"
    if way == "configuration file":
        settings.parent.mkdir(parents=True)
        settings.write_text(f"[backend]\ndefault-keyring=planted.Keyring\nkeyring-path={planted}\n")
        return {"XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    variables = {"PYTHONPATH": str(planted)}
    if way == "variable":
        variables["PYTHON_KEYRING_BACKEND"] = "planted.Keyring"
    return variables


def run(program: str, environment: dict[str, str]) -> str:
    done = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", program],
        capture_output=True,
        text=True,
        timeout=BOUND_S,
        cwd=ROOT,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("way", ["variable", "configuration file", "entry point"])
def test_the_planted_backend_gets_everybody_but_us(
    own_secret_service: PrivateSession, planted: Path, tmp_path: Path, way: str
) -> None:
    environment = own_secret_service.environment | ways_in(way, planted, tmp_path / "home")
    stolen = planted / "stolen.txt"
    assert run(OURS, environment) == "{'secret_access_key': 'wJalrXUtnFEMI'}"
    assert not stolen.exists(), "not even imported"
    assert json.loads(own_secret_service.secrets()[PLACE])["content"]
    run(STOCK, environment)
    assert stolen.read_text() == "wJalrXUtnFEMI", "the trap works"


def test_no_keyring_means_no_keeping_whatever_else_is_installed(planted: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != ADDRESS}
    environment |= {"PYTHONPATH": str(planted), "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring"}
    assert run(OURS, environment) == "no_session_bus"
    assert not (planted / "stolen.txt").exists()


def test_the_null_backend_and_properties_change_nothing(own_secret_service: PrivateSession) -> None:
    hostile = {
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "KEYRING_PROPERTY_PREFERRED_COLLECTION": "/org/freedesktop/secrets/collection/session",
        "KEYRING_PROPERTY_SCHEME": "KeePassXC",
        "KEYRING_PROPERTY_APPID": "another",
        "KEYRING_PROPERTY__STORE": "another",
    }
    assert run(OURS, own_secret_service.environment | hostile) == "{'secret_access_key': 'wJalrXUtnFEMI'}"
    assert list(own_secret_service.secrets()) == [PLACE]
