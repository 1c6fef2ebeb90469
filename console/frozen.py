"""What differs when the program was packaged: it brings its own libraries, which nobody else must get.

PyInstaller's start sets variables that lead to the libraries and plugins of the bundle. Every program that is
started inherits them: a browser, `xdg-open`, a command in the place of a Lambda function would load our
libraries in the place of its own.
"""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import MutableMapping
from pathlib import Path

LIBRARIES = "LD_LIBRARY_PATH"
BEFORE = "LD_LIBRARY_PATH_ORIG"
"""Where PyInstaller's start keeps what the user had, if it was anything."""
_OURS = ("QT_PLUGIN_PATH", "QML2_IMPORT_PATH")
_OF_ITS_START = "_PYI_"


def is_frozen() -> bool:
    """Whether this is the packaged program."""
    return bool(getattr(sys, "frozen", False))


def restore(environment: MutableMapping[str, str]) -> None:
    """Takes from an environment what the bundle put there; from `os.environ`, for all that is ever started.

    It changes nothing for this process: the system read LD_LIBRARY_PATH when it started, and Qt finds its
    plugins beside itself.
    """
    before = environment.pop(BEFORE, "")
    if before:
        environment[LIBRARIES] = before
    else:
        environment.pop(LIBRARIES, None)
    for name in [name for name in environment if name in _OURS or name.startswith(_OF_ITS_START)]:
        del environment[name]


def shipped_certificates() -> str:
    """The file of certificate authorities that comes with the SDK of AWS.

    Raises:
        FileNotFoundError: it is not there.
    """
    spec = importlib.util.find_spec("botocore")
    file = Path(spec.origin if spec and spec.origin else "botocore").with_name("cacert.pem")
    if not file.is_file():
        raise FileNotFoundError("the certificate authorities of botocore are missing")
    return str(file)
