from __future__ import annotations

import os
import ssl
import subprocess
import sys
from pathlib import Path

import pytest

from console import frozen
from console.credentials import trusted_certificates

BUNDLE = {
    "LD_LIBRARY_PATH": "/bundle/_internal",
    "QT_PLUGIN_PATH": "/bundle/_internal/PySide6/Qt/plugins",
    "QML2_IMPORT_PATH": "/bundle/_internal/PySide6/Qt/qml",
    "_PYI_ARCHIVE_FILE": "/bundle/program",
}


@pytest.mark.parametrize(
    "users", [{}, {"LD_LIBRARY_PATH": "/of/the/user"}], ids=["the user had none", "the user had one"]
)
def test_the_environment_is_what_it_was_before_the_bundle(users: dict[str, str]) -> None:
    kept = {f"{name}_ORIG": value for name, value in users.items()}
    environment = {"HOME": "/home/ada"} | BUNDLE | kept
    frozen.restore(environment)
    assert environment == {"HOME": "/home/ada"} | users


def test_the_packaged_program_restores_it_before_anything_is_started() -> None:
    """main.py does it itself, so that no place that starts a program can forget to."""
    play = "import sys, main; sys.frozen = True; main.main(sys.argv[1:])"
    look = "import os; print(os.environ.get('LD_LIBRARY_PATH'), os.environ.get('QT_PLUGIN_PATH'))"
    script = f"import atexit; atexit.register(lambda: exec({look!r})); {play}"
    told = subprocess.run(
        [sys.executable, "-c", script, "flow", "--help"],
        cwd=Path(__file__).parents[2], env=os.environ | BUNDLE | {"LD_LIBRARY_PATH_ORIG": "/of/the/user"},
        capture_output=True, text=True, timeout=30, check=True,
    )  # fmt: skip
    assert told.stdout.splitlines()[-1] == "/of/the/user None"


def test_the_packaged_program_trusts_the_authorities_that_it_brings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert not frozen.is_frozen()
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    file = trusted_certificates({})
    assert isinstance(file, str)
    assert len(ssl.create_default_context(cafile=file).get_ca_certs()) > 100
    own = Path(__file__)
    assert trusted_certificates({"SSL_CERT_FILE": str(own)}) == str(own)
