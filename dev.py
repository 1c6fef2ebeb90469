#!/usr/bin/env python3
"""Sets the project up and runs it: one command on a fresh machine, standard library only.

    python3 dev.py run [--] [arguments of main.py]
    python3 dev.py test [arguments of pytest]
    python3 dev.py check
    python3 dev.py languages [--check]
    python3 dev.py bench [--bundle FOLDER] [--json FILE] [--soak MINUTES]
    python3 dev.py package [--only FORM] [--into FOLDER] [--prove]
    python3 dev.py release --tag TAG [--packages FOLDER [--publish]]

The packages of requirements.lock are installed into `.venv` beside this file, with uv where it is
on PATH and with pip where not, and again only when the lock, the Python or the place changes.
All words of dev.py, pip and uv go to standard error: standard output belongs to what is started.

This file keeps to the syntax of Python 3.8, so that an old Python can say what is missing.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import os
import platform
import re
import shutil
import signal
import subprocess
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, NoReturn

SCRIPT = Path(__file__).resolve()
ROOT = SCRIPT.parent
WINDOWS = os.name == "nt"
OLDEST, NEWEST = (3, 11), (3, 13)
SCHEME = "1"  # part of every stamp: raise it when an environment has to be made differently

# sonames that Qt asks for, and the Debian package of each
ALWAYS_NEEDED = {
    "libGL.so.1": "libgl1", "libEGL.so.1": "libegl1", "libX11.so.6": "libx11-6",
    "libxkbcommon.so.0": "libxkbcommon0", "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0", "libzstd.so.1": "libzstd1",
}  # fmt: skip
NEEDED_UNDER_X11 = {
    "libX11-xcb.so.1": "libx11-xcb1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0", "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1", "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0", "libxcb-xkb.so.1": "libxcb-xkb1",
}  # fmt: skip

# settings that would send the packages elsewhere; those that name an index or a proxy are left alone
DIVERTING_SETTINGS = (
    "PIP_CONSTRAINT", "PIP_DRY_RUN", "PIP_NO_BINARY", "PIP_PREFIX", "PIP_PYTHON", "PIP_REPORT",
    "PIP_REQUIREMENT", "PIP_ROOT", "PIP_TARGET",
    "UV_BREAK_SYSTEM_PACKAGES", "UV_CONSTRAINT", "UV_NO_BINARY", "UV_PYTHON", "UV_SYSTEM_PYTHON",
)  # fmt: skip

OF_SIGNING = ("SIGN_", "NOTARY_")  # how variables begin that shipping/signing.py reads

# what pip and uv write when they fail -> what it means; the first that fits is told
REASONS = (
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch",
        "a downloaded file is not the one that the lock was made from, so it was refused",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate",
        "the certificate of the package registry is not trusted here; where a proxy signs it, "
        "PIP_CERT or SSL_CERT_FILE names the right one",
    ),
    (
        r"NewConnectionError|NameResolutionError|ConnectTimeout|ReadTimeout|ProxyError|Connection refused"
        r"|Network is unreachable|dns error|error sending request|tcp connect error|operation timed out"
        r"|network was disabled",
        "the package registry cannot be reached; is there a network, and does it need HTTPS_PROXY?",
    ),
    (r"No space left on device", "the disk is full"),
    (
        r"No matching distribution|Could not find a version|not found in the package registry"
        r"|no wheels|no usable wheels|has no available|no version of",
        "the package registry lacks a locked package for this Python and this system",
    ),
)


class MissingError(Exception):
    """Something that this machine lacks, as one sentence for the user."""


class Python(NamedTuple):
    """One interpreter: where it is, which it is, and what an environment could be made with."""

    path: str
    version: tuple[int, int, int]
    build: str
    has_wheels: bool
    has_ensurepip: bool

    @property
    def name(self) -> str:
        """As the user reads it: `Python 3.11.7 (/usr/bin/python3.11)`."""
        return f"Python {'.'.join(map(str, self.version))} ({self.path})"

    @property
    def suits(self) -> bool:
        """Whether the locked packages are made for it (64-bit CPython with its global lock)."""
        return OLDEST <= self.version[:2] <= NEWEST and self.has_wheels


class Environment(NamedTuple):
    """A virtual environment in the checkout and the lock that fills it."""

    folder: Path
    lock: Path

    def tool(self, name: str) -> str:
        """The path of one of its programs, `python` among them."""
        return str(self.folder / ("Scripts/" + name + ".exe" if WINDOWS else "bin/" + name))

    @property
    def stamp(self) -> Path:
        """The file that says what the environment was made of; written last, removed first."""
        return self.folder / "dev-stamp"

    def digest(self, python: Python) -> str:
        """What the stamp holds: lock, Python, and place (programs in a moved environment are broken)."""
        made_of = (SCHEME, python.build, str(self.folder), self.lock.read_text("utf-8"))
        return hashlib.sha256("\0".join(made_of).encode()).hexdigest()

    def is_ready_for(self, python: Python) -> bool:
        """Whether it is whole, and was made from today's lock by this Python."""
        try:
            stamped = self.stamp.read_text("utf-8")
        except OSError:
            return False
        return stamped == self.digest(python) and Path(self.tool("python")).exists()


PROGRAM = Environment(ROOT / ".venv", ROOT / "requirements.lock")
ANCHORS = Environment(ROOT / ".venv-anchors", ROOT / "tests" / "anchors.lock")
PACKAGING = Environment(ROOT / ".venv-package", ROOT / "shipping" / "build.lock")


def say(words: str) -> None:
    """Tells the user something, on standard error."""
    print("dev.py: " + words, file=sys.stderr, flush=True)


def myself() -> Python:
    """The running Python; inside a virtual environment the one that it was made from."""
    ours = sys.version_info[:3]
    return Python(
        path=getattr(sys, "_base_executable", None) or sys.executable,
        version=(ours[0], ours[1], ours[2]),
        build=sys.version,
        has_wheels=platform.python_implementation() == "CPython"
        and sys.maxsize > 2**32
        and not sysconfig.get_config_var("Py_GIL_DISABLED"),
        has_ensurepip=importlib.util.find_spec("ensurepip") is not None,
    )


def asked(command: Sequence[str]) -> Python | None:
    """What another Python says of itself; None where it does not start (a version manager's stub)."""
    try:
        answer = subprocess.run(
            [*command, "-I", str(SCRIPT), "_describe"],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60,
        )  # fmt: skip
        if answer.returncode:
            return None
        told = json.loads(answer.stdout)
    except (OSError, subprocess.SubprocessError, ValueError):
        return None
    told["version"] = tuple(told["version"])
    return Python(**told)


def pythons() -> Iterator[Python]:
    """The running Python, then python3.13, 3.12 and 3.11 as far as they start."""
    yield myself()
    launcher = shutil.which("py") if WINDOWS else None
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        command = [found] if found else [launcher, f"-3.{minor}"] if launcher else None
        python = asked(command) if command else None
        if python:
            yield python


def prepare(environment: Environment) -> str:
    """The path of the environment's Python, after making the environment where it is not ready.

    Raises MissingError with one sentence where it cannot be made.
    """
    uv = shutil.which("uv")
    without_ensurepip = None
    for python in pythons():
        if not python.suits:
            continue
        if environment.is_ready_for(python):
            return environment.tool("python")
        if uv or python.has_ensurepip:
            with alone() as held:
                if not environment.is_ready_for(python):  # another dev.py may just have made it
                    build(environment, python, uv, held)
            return environment.tool("python")
        without_ensurepip = without_ensurepip or python
    if without_ensurepip:
        raise MissingError(
            without_ensurepip.name + " has no ensurepip, without which no environment can be made: "
            "sudo apt install python3-venv (on Debian and Ubuntu)"
        )
    raise MissingError(
        "64-bit CPython 3.11, 3.12 or 3.13 is needed: this is "
        f"{platform.python_implementation()} {platform.python_version()}, "
        "and no python3.13, python3.12 or python3.11 starts here"
    )


@contextlib.contextmanager
def alone() -> Iterator[int]:
    """Keeps a second dev.py waiting; yields the descriptor that holds the lock.

    The lock lies on this file itself, so nothing is left behind.
    """
    with SCRIPT.open("rb+") as held:
        if not locked(held.fileno(), wait=False):
            say("waiting for another dev.py that is setting up this checkout")
            locked(held.fileno(), wait=True)
        yield held.fileno()


def locked(descriptor: int, wait: bool) -> bool:
    """Takes the lock, which ends with the last process that holds the descriptor; says whether."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, 1 << 30, os.SEEK_SET)  # far behind the text, which stays readable
        while True:
            try:
                msvcrt.locking(descriptor, msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
            except OSError:
                if wait:
                    continue  # LK_LOCK gives up after ten seconds
                return False
            return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


def build(environment: Environment, python: Python, uv: str | None, held: int) -> None:
    """Makes the environment anew: with uv where there is one, with pip where not or where uv fails."""
    name, why = environment.folder.name, ""
    for installer, commands in ways(environment, python, uv):
        if why:
            say(why)
        say(f"setting up {name} with {python.name} and {installer}; this can take some minutes")
        remove(environment)
        failed = next(filter(None, (heard(command, held) for command in commands)), "")
        if not failed:
            environment.stamp.write_text(environment.digest(python), "utf-8")
            say(f"{name} is ready")
            return
        meaning = (told for sign, told in REASONS if re.search(sign, failed))
        why = f"{installer} could not fill {name}: {next(meaning, 'its own words stand above')}"
    raise MissingError(why)


def ways(environment: Environment, python: Python, uv: str | None) -> Iterator[tuple[str, list[list[str]]]]:
    """The installers that are here, the faster first, each with its commands."""
    folder, target, lock = str(environment.folder), environment.tool("python"), str(environment.lock)
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    hashed = [*quiet, "--require-hashes", "--only-binary", ":all:"]
    if uv:
        make = [uv, "venv", *quiet, "--python", python.path, folder]
        yield "uv", [make, [uv, "pip", "sync", *hashed, "--python", target, lock]]
    if python.has_ensurepip:
        make = [python.path, "-I", "-m", "venv", folder]  # a child: Debian's patches act on `-m venv` only
        pip = [target, "-I", "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        yield "pip", [make, [*pip, "--progress-bar", "off", *hashed, "-r", lock]]


def remove(environment: Environment) -> None:
    """Clears the place, the stamp first, so that what is left of a half-done removal is not trusted."""
    if environment.folder.is_symlink():
        # What it leads to is another checkout's, its stamp included.
        environment.folder.unlink()
        return
    with contextlib.suppress(FileNotFoundError):
        environment.stamp.unlink()
    if environment.folder.exists():
        shutil.rmtree(str(environment.folder))


def heard(command: Sequence[str], held: int) -> str:
    """Runs one step of the installation, its words to standard error; the words where it failed, else ""."""
    settings = {name: value for name, value in os.environ.items() if name not in DIVERTING_SETTINGS}
    settings["PIP_USER"] = "0"
    words = []
    with subprocess.Popen(
        command, cwd=str(ROOT), env=settings, universal_newlines=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        pass_fds=() if WINDOWS else (held,),  # an installer that outlives us keeps the lock
    ) as child:  # fmt: skip
        try:
            for line in child.stdout or ():
                sys.stderr.write(line)
                sys.stderr.flush()
                words.append(line)
        except BaseException:
            child.terminate()
            raise
    return ("".join(words) or "no words") if child.returncode else ""


def lacking(needed: dict[str, str]) -> list[str]:
    """Those of the libraries that this system cannot load."""
    try:
        import ctypes
    except ImportError:  # a Python built without libffi: Qt itself will say what is missing
        return []
    lost = []
    for soname in needed:
        try:
            ctypes.CDLL(soname)
        except OSError:
            lost.append(soname)
    return lost


def require_libraries(environment: Environment) -> None:
    """Looks once for what Qt needs from a Linux system; raises MissingError, or warns of what X11 lacks."""
    found = environment.folder / "dev-libraries"
    if not sys.platform.startswith("linux") or found.exists():
        return
    absent = lacking(ALWAYS_NEEDED)
    if absent:
        raise MissingError(on_debian("Qt needs", absent, ALWAYS_NEEDED))
    absent = lacking(NEEDED_UNDER_X11)
    if not absent:
        found.touch()
    elif os.environ.get("DISPLAY"):
        say(on_debian("under X11 no window will open without", absent, NEEDED_UNDER_X11))


def on_debian(what: str, absent: Sequence[str], packages: dict[str, str]) -> str:
    """The sentence about missing libraries, with the command that brings them."""
    wanted = " ".join(packages[soname] for soname in absent)
    return f"{what} {', '.join(absent)}: sudo apt install {wanted} (on Debian and Ubuntu)"


def become(command: list[str]) -> NoReturn:
    """Starts a program in our place: its signals, its streams and its exit status are its own."""
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execv(command[0], command)
    with subprocess.Popen(command) as child:  # exec on Windows would detach the console
        while True:
            try:
                sys.exit(child.wait())
            except KeyboardInterrupt:  # the program has got it, too, and decides
                continue


def run(arguments: list[str]) -> NoReturn:
    """Starts main.py with the arguments, in the caller's folder."""
    python = prepare(PROGRAM)
    require_libraries(PROGRAM)
    become([python, str(ROOT / "main.py"), *arguments])


def test(arguments: list[str]) -> NoReturn:
    """Runs the tests, without a screen unless QT_QPA_PLATFORM names one."""
    python = prepare(PROGRAM)
    require_libraries(PROGRAM)
    prepare_anchors()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.chdir(str(ROOT))
    # The whole suite on all cores, and one file more at a time, since many a test waits; in the order of the
    # folders: a file with few tests that take long would come last otherwise. Whoever names a test wants to
    # see that one, in this process.
    workers = str(min(os.cpu_count() or 1, 4) + 1)
    arguments = arguments or ["-n", workers, "--dist", "loadfile", "--no-loadscope-reorder"]
    become([python, "-m", "pytest", *arguments])


def prepare_anchors() -> list[str]:
    """What tests and bench compare with, in an environment of its own: its folder, or nothing."""
    try:
        prepare(ANCHORS)
    except MissingError as missing:
        say(f"going on without the AWS CLI and moto: {missing}")
        return []
    return [str(ANCHORS.folder)]


def check(arguments: list[str]) -> int:
    """Formatter, linter, types, import rules, languages, workflows: all of them, whatever the first says."""
    if arguments:
        say("check takes no arguments")
        return 2
    python = prepare(PROGRAM)
    failed = []
    for name, command in (
        ("format", [python, "-m", "ruff", "format", "--check", "."]),
        ("lint", [python, "-m", "ruff", "check", "."]),
        ("types", [python, "-m", "mypy"]),
        ("import rules", [PROGRAM.tool("lint-imports")]),
        ("languages", [python, "-m", "shipping.languages", "--check"]),
        # Their form, and what an attacker could make of them; without asking GitHub for anything.
        ("workflows", [PROGRAM.tool("zizmor"), "--offline", "--strict-collection", "--quiet", ".github"]),
    ):
        say(name)
        if subprocess.call(command, cwd=str(ROOT)):
            failed.append(name)
    say("failed: " + ", ".join(failed) if failed else "all checks hold")
    return 1 if failed else 0


def languages(arguments: list[str]) -> NoReturn:
    """Takes the texts of the sources into the files of the languages, and tells what is not translated."""
    python = prepare(PROGRAM)
    os.chdir(str(ROOT))
    become([python, "-m", "shipping.languages", *arguments])


def bench(arguments: list[str]) -> NoReturn:
    """Measures the program beside what a user would have instead; FILE is relative to the checkout."""
    python = prepare(PROGRAM)
    require_libraries(PROGRAM)
    anchors = prepare_anchors()
    os.chdir(str(ROOT))
    become([python, "-m", "tests.bench", *(["--anchors", *anchors] if anchors else []), *arguments])


def package(arguments: list[str]) -> NoReturn:
    """Builds what users install on this system; FOLDER is relative to the checkout.

    In an environment of its own: what only the tests need can't get into the bundle. What signs it is
    nothing for installers and other Pythons to inherit.
    """
    held = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith(OF_SIGNING)}
    python = prepare(PACKAGING)
    require_libraries(PACKAGING)
    os.environ.update(held)
    os.chdir(str(ROOT))
    become([python, "-m", "shipping", *arguments])


def release(arguments: list[str]) -> NoReturn:
    """Tells what is new in a version, sums and publishes its packages; needs no environment."""
    python = next((one for one in pythons() if one.suits), None)
    if python is None:
        raise MissingError("64-bit CPython 3.11, 3.12 or 3.13 is needed, and none starts here")
    os.chdir(str(ROOT))
    become([python.path, "-m", "shipping.release", *arguments])


def describe(_arguments: list[str]) -> int:
    """Answers another dev.py that asks which Python this is; the only words on standard output."""
    print(json.dumps(myself()._asdict()))
    return 0


VERBS: dict[str, Any] = {
    "run": run, "test": test, "check": check, "languages": languages, "bench": bench, "package": package,
    "release": release, "_describe": describe,
}  # fmt: skip


def main(arguments: Sequence[str]) -> int:
    """Does what the first argument says; 2 where there is no such verb, 1 where something is missing."""
    verb, rest = (arguments[0] if arguments else ""), list(arguments[1:])
    if verb not in VERBS:
        print((__doc__ or "").strip(), file=sys.stderr)
        return 0 if verb in ("-h", "--help") else 2
    if rest[:1] == ["--"]:
        del rest[0]
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # an installer ends with us
    try:
        return int(VERBS[verb](rest))
    except MissingError as missing:
        say(str(missing))
    except OSError as error:
        say(f"the environment cannot be made or started: {error}")
    except KeyboardInterrupt:
        say("interrupted; the next call takes up where it must")
        return 128 + signal.SIGINT
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
