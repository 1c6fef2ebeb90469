"""Looks at what was built as its users would: away from the checkout, with nothing of it in reach."""

from __future__ import annotations

import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from shipping.product import NAME, ROOT

LARGEST: Final = {
    "": 150_000_000, ".app": 150_000_000,
    ".deb": 45_000_000, ".xz": 45_000_000, ".exe": 45_000_000,
    # Packed less well, so that the system itself can open them.
    ".zip": 65_000_000, ".dmg": 65_000_000,
}  # fmt: skip
"""Bytes that a bundle, and each form of package, may have; more stops the build."""
LISTED_ON: Final = ("debian", "12")
"""The system that the list of files is of: on another one the libraries that go along have other names."""
NOBODY: Final = 65_534
BOUND_S: Final = 120
_TOLD: Final = "told.json"
_OF_WINDOWS: Final = ("SYSTEMROOT", "SYSTEMDRIVE", "WINDIR", "COMSPEC", "NUMBER_OF_PROCESSORS")
"""Without which Windows opens no socket and starts no program."""
_LIST: Final = ROOT / "shipping" / "linux" / "bundle.txt"
_ASKING: Final = {
    "Version": "2019-10-30",
    "StartAction": "ask",
    "Actions": [
        {
            "Identifier": "ask",
            "Type": "InvokeLambdaFunction",
            "Parameters": {
                "LambdaFunctionARN": "arn:aws:lambda:us-east-1:123456789012:function:ask",
                "InvocationTimeLimitSeconds": "8",
            },
            "Transitions": {
                "NextAction": "end",
                "Errors": [{"NextAction": "end", "ErrorType": "NoMatchingError"}],
            },
        },
        {"Identifier": "end", "Type": "DisconnectParticipant", "Parameters": {}, "Transitions": {}},
    ],
}
"""A flow that runs a program of the system, so that one can be asked what it was given."""
_KEYRING: Final = """
printf 'only for this test' | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
exec "$0" --smoke-test="$1" --with-keyring
"""


class FaultyError(Exception):
    """What was built is not what is to be shipped; one sentence."""


def unlisted(places: Iterable[str], patterns: Sequence[str]) -> list[str]:
    """What is wrong with a list of files: those that no pattern names, and patterns that name none."""
    names = list(places)
    more = [f"{name} is not listed" for name in names if not any(fnmatchcase(name, one) for one in patterns)]
    less = [f"{one} is missing" for one in patterns if not any(fnmatchcase(name, one) for name in names)]
    return more + less


def listed(text: str) -> list[str]:
    """The patterns of a list: its lines without comments."""
    return [line for line in text.splitlines() if line and not line.startswith("#")]


def check_contents(bundle: Path) -> None:
    """Holds the bundle against its list of files; on another Linux than the list's it only tells."""
    places = (path.relative_to(bundle).as_posix() for path in _files(bundle))
    if wrong := unlisted(places, listed(_LIST.read_text("utf-8"))):
        words = f"{_LIST.name} does not tell the bundle: {'; '.join(wrong)}"
        if _system() == LISTED_ON:
            raise FaultyError(words)
        print(f"shipping: on this system {words}", file=sys.stderr)


def _system() -> tuple[str, str]:
    """This Linux by its name and its version."""
    told = platform.freedesktop_os_release()
    return told["ID"], told.get("VERSION_ID", "")


def check_size(built: Path) -> None:
    """That a bundle or a package is not larger than it may be."""
    most = LARGEST[built.suffix]
    if (size := size_of(built)) > most:
        raise FaultyError(f"{built.name} has {size:,} bytes, {size - most:,} more than it may")


def size_of(built: Path) -> int:
    """The bytes of a file, or of all files of a folder."""
    return sum(path.lstat().st_size for path in ([built] if built.is_file() else _files(built)))


def _files(folder: Path) -> Iterator[Path]:
    return (path for path in folder.rglob("*") if path.is_symlink() or path.is_file())


def check_start(program: Path) -> dict[str, Any]:
    """Plays the smoke test with an empty environment as somebody else; what it told."""
    with _away(program) as (folder, environment):
        told = folder / _TOLD
        _run([program, f"--smoke-test={told}"], folder, {**environment, "QT_QPA_PLATFORM": "offscreen"})
        return _held(told)


def check_window(program: Path) -> dict[str, Any] | None:
    """The same in a window, under an X server of its own; None where there is no Xvfb here."""
    if not tool_is_here("Xvfb"):
        return None
    with _away(program) as (folder, environment), screen() as display:
        told = folder / _TOLD
        shown = {"DISPLAY": display, "QT_QPA_PLATFORM": "xcb"}
        _run([program, f"--smoke-test={told}"], folder, environment | shown)
        return _held(told)


def check_keyring(program: Path) -> dict[str, Any] | None:
    """The same with a real Secret Service, which keeps 3,000 characters; None where there is none here."""
    if not tool_is_here("dbus-run-session", "gnome-keyring-daemon"):
        return None
    with _away(program) as (folder, environment):
        told, session = folder / _TOLD, folder / "session"
        session.mkdir(mode=0o700)
        _give_away(session)
        own = {"XDG_RUNTIME_DIR": str(session), "QT_QPA_PLATFORM": "offscreen"}
        command: list[str | Path] = ["dbus-run-session", "--", "bash", "-c", _KEYRING, program, told]
        _run(command, folder, environment | own)
        return _held(told)


def check_children(program: Path) -> None:
    """That a program which is started from here gets the environment that the user has, and none of ours."""
    with _away(program) as (folder, environment):
        answer = folder / "environment"
        command = ["/bin/sh", "-c", f"env > {answer}; echo '{{}}'"]
        stubs = {"stubs": [{"ActionType": "InvokeLambdaFunction", "Command": command}]}
        (folder / "flow.json").write_text(json.dumps(_ASKING), "utf-8")
        (folder / "stubs.json").write_text(json.dumps(stubs), "utf-8")
        for before in ({}, {"LD_LIBRARY_PATH": "/of/the/user"}):
            files = (folder / "flow.json", "--stubs", folder / "stubs.json")
            _run([program, "flow", "run", *files], folder, environment | before)
            found = dict(line.partition("=")[::2] for line in answer.read_text("utf-8").splitlines())
            if found.get("LD_LIBRARY_PATH") != before.get("LD_LIBRARY_PATH") or "QT_PLUGIN_PATH" in found:
                raise FaultyError(f"a program that is started gets what is the bundle's: {found}")


@contextmanager
def screen() -> Iterator[str]:
    """An X server that ends with the block; the name of its display."""
    reader, writer = os.pipe()
    command = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL) as server:
        os.close(writer)
        with os.fdopen(reader) as told:
            number = told.readline().strip()
        try:
            if not number:
                raise FaultyError("Xvfb ended without a screen")
            yield f":{number}"
        finally:
            server.terminate()


@contextmanager
def _away(program: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    """A folder that belongs to whoever runs the program, and an environment with next to nothing in it."""
    if not program.is_file():
        raise FaultyError(f"{program} is missing")
    # On Windows a file that was just in use may not be gone at once.
    with tempfile.TemporaryDirectory(prefix=f"{NAME}-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        _give_away(folder)
        yield folder, _surroundings(name)


def _surroundings(folder: str) -> dict[str, str]:
    """The least that programs of this system start with; all that is the user's lies in the folder."""
    if sys.platform == "win32":
        kept = {name: os.environ[name] for name in _OF_WINDOWS if name in os.environ}
        own = dict.fromkeys(("USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP"), folder)
        return {**kept, **own, "PATH": f"{kept.get('SYSTEMROOT', '')}\\System32"}
    home = {"HOME": folder, "XDG_DATA_HOME": f"{folder}/data", "TMPDIR": folder, "PATH": "/usr/bin:/bin"}
    return home | {"LANG": "C.UTF-8"}


def _is_root() -> bool:
    return sys.platform != "win32" and os.getuid() == 0


def _give_away(folder: Path) -> None:
    """To whoever runs the program: not to root, who could write where nobody else can."""
    if _is_root():
        shutil.chown(folder, NOBODY, NOBODY)


def _run(command: Sequence[str | Path], folder: Path, environment: Mapping[str, str]) -> None:
    other: dict[str, Any] = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if _is_root() else {}
    done = subprocess.run(
        list(map(str, command)), cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True,
        text=True, errors="replace", timeout=BOUND_S, check=False, **other,
    )  # fmt: skip
    if done.returncode:
        told = "".join(file.read_text("utf-8") for file in folder.glob(_TOLD))
        words = (told or done.stdout + done.stderr).strip()
        raise FaultyError(f"{Path(command[0]).name} ended with {done.returncode}: {words}")


def _held(file: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(file.read_text("utf-8"))
    if not (told["ok"] and told["checks"] and all(told["checks"].values())):
        raise FaultyError(f"the smoke test failed: {told}")
    return told


def tool_is_here(*tools: str) -> bool:
    """Whether tools of the system are here; where REQUIRE_TOOLS asks for them, a missing one is a fault."""
    missing = [tool for tool in tools if shutil.which(tool) is None]
    if missing and os.environ.get("REQUIRE_TOOLS"):
        raise FaultyError(f"{', '.join(missing)} is missing")
    if missing:
        print(f"shipping: not tried, since {', '.join(missing)} is missing here", file=sys.stderr)
    return not missing


@contextmanager
def unpacked(package: Path) -> Iterator[Path]:
    """The command of a package or of the bundle itself, unpacked where everybody can read it."""
    with tempfile.TemporaryDirectory(prefix=f"{NAME}-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        if package.suffix == ".deb":
            subprocess.run(["dpkg-deb", "-x", str(package), name], check=True)
            yield folder / "usr/bin" / NAME
            return
        if package.is_dir():
            shutil.copytree(package, folder / package.name, symlinks=True)
        elif package.suffix == ".dmg":
            _copy_out(package, folder)
        elif package.suffix == ".zip":
            shutil.unpack_archive(package, folder)
        else:
            subprocess.run(["tar", "-xf", str(package), "-C", name], check=True)
        yield command_in(next(path for path in folder.iterdir() if path.is_dir()))


def _copy_out(image: Path, folder: Path) -> None:
    """The app of a disk image, as somebody drags it to the applications."""
    with tempfile.TemporaryDirectory() as shown:
        subprocess.run(
            ["hdiutil", "attach", "-quiet", "-nobrowse", "-mountpoint", shown, str(image)], check=True
        )
        try:
            (app,) = Path(shown).glob("*.app")
            shutil.copytree(app, folder / app.name, symlinks=True)
        finally:
            subprocess.run(["hdiutil", "detach", "-quiet", shown], check=True)


def command_in(bundle: Path) -> Path:
    """The program in a bundle, which is a folder, and on macOS an app."""
    if bundle.suffix == ".app":
        return bundle / "Contents" / "MacOS" / NAME
    return bundle / (f"{NAME}.exe" if sys.platform == "win32" else NAME)
