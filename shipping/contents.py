"""What goes into the bundle: lists of what is allowed, so that nothing new comes in by itself.

PyInstaller collects everything that a library might need: 400 services of AWS, every plugin of Qt, and what
those plugins pull from the machine that builds. A place in the bundle is written with `/` on every system.
"""

from __future__ import annotations

from fnmatch import fnmatch
from typing import Final

from console import credentials, licences, new_version
from console.sandbox import json_protocol

SERVICES: Final = frozenset({*credentials.SERVICES, *json_protocol.SERVICES})
"""The services whose models are read: those that are called, and those that the sandbox also answers for."""
SERVICE_FILES: Final = (
    "service-2.json*",
    "endpoint-rule-set-1.json*",
    "paginators-1.json*",
    "waiters-2.json*",
)
"""Without the examples and what only boto3's resources read."""
AWS_FILES: Final = ("endpoints.json", "partitions.json", "sdk-default-configuration.json", "_retry.json")

QT_PLUGINS: Final = {
    "platforms": ("*qxcb*", "*qwayland*", "*qoffscreen*", "*qwindows.*", "*qcocoa*"),
    "wayland-shell-integration": ("*xdg-shell*",),
    "wayland-decoration-client": ("*",),
    # Dead keys, and input methods.
    "platforminputcontexts": ("*compose*", "*ibus*"),
    # Light or dark, and file dialogs. GTK's own theme would bring 46 libraries of the building machine.
    "platformthemes": ("*xdgdesktopportal*",),
    "iconengines": ("*svgicon*",),
    # Pictures that people send: as Amazon Connect allows them, and those of pages.
    "imageformats": ("*qsvg*", "*qjpeg*", "*qico*", "*qgif*", "*qwebp*"),
    "styles": ("*",),
}
"""A folder of plugins and what of it is shipped; a folder that isn't named stays behind."""
LANGUAGES: Final = ("de", "ja")
"""Languages beside English: the window's own texts, and Qt's, which stand on the buttons of its dialogs."""

OF_THE_SYSTEM: Final = ("libstdc++.so.6", "libgcc_s.so.1")
"""Libraries that PyInstaller would ship although a newer one of the system must win: its graphics drivers
are written for that one, and fail beside an older (PyInstaller issues 5573 and 6993)."""
TOO_LARGE: Final = ("opengl32sw.dll", "d3dcompiler_*.dll")
"""For Windows: 20 MB to draw OpenGL without a graphics card, which a window of widgets never does."""

RESOURCES: Final = ("style.qss", "flows", "fonts", "icons", "presets", "stubs", "languages")
"""What of resources/ is shipped, as far as it is there; the pictures of the README are not."""
MADE: Final = (licences.LIST, new_version.FILE)
"""What is written while the bundle is built, and read beside the resources."""

EXCLUDED: Final = (
    "PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtOpenGLWidgets",
    "boto3.dynamodb", "boto3.ec2", "boto3.s3", "awscrt", "keyrings", "gi", "keyring.backends.chainer",
    "keyring.backends.libsecret", "keyring.backends.kwallet", "curses", "ensurepip", "idlelib", "lib2to3",
    "pip", "pydoc_data", "pytest", "readline", "setuptools", "pkg_resources", "test", "tkinter", "turtle",
    "turtledemo", "unittest", "venv", "trio", "uvloop", "wsproto", "httptools", "watchfiles",
)  # fmt: skip
"""Modules that a library asks for where they are there, and that nothing here runs."""

KEYRING: Final = {
    "linux": ("keyring.backends.SecretService", "secretstorage", "jeepney.io.blocking"),
    "darwin": ("keyring.backends.macOS", "keyring.backends.macOS.api"),
    "win32": (
        "keyring.backends.Windows", "win32ctypes.core", "win32ctypes.core.ctypes", "win32ctypes.core.cffi",
        "win32ctypes.pywin32", "win32ctypes.pywin32.win32cred", "win32ctypes.pywin32.pywintypes",
    ),
}  # fmt: skip
"""What reaches the keyring of a system; it is imported by name, which PyInstaller can't see."""


def is_shipped(place: str) -> bool:
    """Whether a file that PyInstaller would collect goes into the bundle."""
    parts = place.replace("\\", "/").split("/")
    name = parts[-1]
    if parts[0] in ("botocore", "boto3"):
        return _is_shipped_of_aws(parts)
    if "plugins" in parts[:-2] and parts[0] == "PySide6":
        return _matches(name, QT_PLUGINS.get(parts[parts.index("plugins") + 1], ()))
    if name.endswith(".qm"):
        return name in {f"qtbase_{language}.qm" for language in LANGUAGES}
    if parts[:2] == ["resources", "languages"]:
        # What is read, and not the tables that translators write.
        return parts[2:] in [[f"{language}.mo"] for language in LANGUAGES]
    if name == "dateutil-zoneinfo.tar.gz" or any(part.endswith(".dist-info") for part in parts):
        return False  # nothing asks for a time zone by name, for a version or for an entry point
    return not _matches(name, (*OF_THE_SYSTEM, *TOO_LARGE))


def _is_shipped_of_aws(parts: list[str]) -> bool:
    if parts[:2] == ["botocore", "data"]:
        if len(parts) == 3:
            return parts[2] in AWS_FILES
        return parts[2] in SERVICES and _matches(parts[-1], SERVICE_FILES)
    return parts[0] == "botocore" and parts[1:] == ["cacert.pem"]


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(name, pattern) for pattern in patterns)
