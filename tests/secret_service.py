"""A real Secret Service for tests: a session bus of its own and gnome-keyring on it, no screen, no systemd.

Nothing here reaches the bus of whoever runs the tests. `secret_service` is shared by the whole run and
empty and unlocked at the start of each test; `own_secret_service` may be killed.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import pytest

TOOLS = ("dbus-daemon", "gnome-keyring-daemon")
PASSWORD = "a password for tests"
BOUND_S = 10.0
ADDRESS = "DBUS_SESSION_BUS_ADDRESS"
PROMPTER = "org.gnome.keyring.SystemPrompter"
"""Who asks for passwords on a GNOME desktop. On these buses nobody does, unless a test starts it."""

# Nothing can be activated on this bus: neither a keyring that was killed, nor a window that asks.
_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:dir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default"><allow send_destination="*"/><allow receive_sender="*"/><allow own="*"/></policy>
</busconfig>
"""
_LOGIN = "/org/freedesktop/secrets/collection/login"
_UNLOCKING = "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"


class PrivateSession:
    """A session bus with a keyring that nobody else sees. `environment` is for programs started in it."""

    def __init__(self, folder: Path) -> None:
        self._runtime = folder / "run"
        self._runtime.mkdir(mode=0o700)
        home = folder / "home"
        home.mkdir()
        self.environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith(_OF_THE_USER)},
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(self._runtime),
            "XDG_DATA_HOME": str(home / "data"),
            "LANG": "C.UTF-8",
        }
        self._bus = self._started_bus(folder / "bus.conf")
        self.address = self.environment[ADDRESS]
        self._keyring: subprocess.Popen[bytes] | None = None

    def start_keyring(self, *, has_collection: bool = True) -> None:
        """Starts gnome-keyring, with its default collection made and unlocked, or with none at all."""
        options = ["--foreground", "--components=secrets", f"--control-directory={self._runtime / 'keyring'}"]
        if has_collection:
            options.append("--unlock")
        self._keyring = subprocess.Popen(
            [*_MORTAL, "gnome-keyring-daemon", *options], env=self.environment,
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        assert self._keyring.stdin is not None
        with self._keyring.stdin as password:
            password.write(PASSWORD.encode() if has_collection else b"")
        self._wait(self._is_open if has_collection else self._is_there, "the keyring comes up")

    @property
    def is_locked(self) -> bool:
        """Whether the default collection is locked."""
        with self._collection() as collection:
            return bool(collection.is_locked())

    def lock(self) -> None:
        """Locks the default collection, as a desktop does when its screen is locked."""
        with self._collection() as collection:
            collection.lock()
        self._wait(lambda: self.is_locked, "the keyring is locked")

    def unlock(self) -> None:
        """Unlocks it as if its owner had typed the password, by gnome-keyring's private interface."""
        from secretstorage.defines import SS_PATH
        from secretstorage.util import DBusAddressWrapper, format_secret, open_session

        with self._connected() as bus:
            secret = format_secret(open_session(bus), PASSWORD.encode(), "text/plain")
            door = DBusAddressWrapper(SS_PATH, _UNLOCKING, bus)
            door.call("UnlockWithMasterPassword", "o(oayays)", _LOGIN, secret)
        self._wait(lambda: not self.is_locked, "the keyring is unlocked")

    def secrets(self) -> dict[str, str]:
        """Every secret of the default collection, by its service."""
        with self._collection() as collection:
            return {
                item.get_attributes().get("service", ""): item.get_secret().decode()
                for item in collection.get_all_items()
            }

    def put(self, service: str, secret: str) -> None:
        """Puts a secret under a service, as another program could."""
        with self._collection() as collection:
            attributes = {"service": service, "username": "secret", "application": "a test"}
            collection.create_item(service, attributes, secret.encode(), replace=True)

    def empty(self) -> None:
        """Forgets every secret."""
        with self._collection() as collection:
            for item in list(collection.get_all_items()):
                item.delete()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The keyring is there, and answers nothing."""
        assert self._keyring is not None
        self._keyring.send_signal(signal.SIGSTOP)
        try:
            yield
        finally:
            self._keyring.send_signal(signal.SIGCONT)

    def is_owned(self, name: str) -> bool:
        """Whether a program has this name on the bus."""
        from secretstorage.util import DBusAddressWrapper

        with self._connected() as bus:
            door = DBusAddressWrapper("/org/freedesktop/DBus", "org.freedesktop.DBus", bus)
            door.bus_name = "org.freedesktop.DBus"
            return bool(door.call("NameHasOwner", "s", name)[0])

    def kill_keyring(self) -> None:
        """The keyring is gone from one moment to the next; the bus stays."""
        if self._keyring is not None:
            _end(self._keyring, signal.SIGKILL)
            self._wait(lambda: not self._is_there(), "the keyring is gone")

    def kill_bus(self) -> None:
        """The whole session is gone."""
        _end(self._bus, signal.SIGKILL)

    def close(self) -> None:
        """Ends both programs."""
        for program in filter(None, (self._keyring, self._bus)):
            _end(program, signal.SIGTERM)

    def _started_bus(self, settings: Path) -> subprocess.Popen[bytes]:
        settings.write_text(_BUS.format(folder=self._runtime))
        ours, theirs = os.pipe()
        options = (f"--config-file={settings}", f"--print-address={theirs}", "--nofork", "--nopidfile")
        bus = subprocess.Popen(
            [*_MORTAL, "dbus-daemon", *options], pass_fds=(theirs,), env=self.environment,
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(theirs)
        with os.fdopen(ours) as told:
            self.environment[ADDRESS] = told.readline().strip()
        assert self.environment[ADDRESS], "dbus-daemon told no address"
        return bus

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        import secretstorage

        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(ADDRESS, self.address)
            bus = secretstorage.dbus_init()
        with closing(bus):
            yield bus

    @contextmanager
    def _collection(self) -> Iterator[Any]:
        """The default collection; an error where there is none, since making one asks the user."""
        import secretstorage

        with self._connected() as bus:
            yield secretstorage.Collection(bus)

    def _is_open(self) -> bool:
        with suppress(Exception):
            return not self.is_locked
        return False

    def _is_there(self) -> bool:
        return self.is_owned("org.freedesktop.secrets")

    def _wait(self, holds: Callable[[], bool], what: str) -> None:
        pause = threading.Event()
        for _ in range(int(BOUND_S * 100)):
            if holds():
                return
            assert self._keyring is None or self._keyring.poll() is None or "gone" in what, "it ended"
            pause.wait(0.01)
        pytest.fail(f"waited {BOUND_S:.0f} s until {what}")


class SilentPrompter:
    """Stands where the desktop's password window would, is told of each question, and answers none."""

    def __init__(self, session: PrivateSession) -> None:
        jeepney = pytest.importorskip("jeepney")
        blocking = pytest.importorskip("jeepney.io.blocking")
        self.told: list[str] = []
        self._jeepney = jeepney
        self._bus = blocking.open_dbus_connection(session.address)
        blocking.Proxy(jeepney.message_bus, self._bus).RequestName(PROMPTER)
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        while not self._is_over.is_set():
            with suppress(TimeoutError, ConnectionError):
                message = self._bus.receive(timeout=0.02)
                if message.header.message_type == self._jeepney.MessageType.method_call:
                    self.told.append(message.header.fields[self._jeepney.HeaderFields.member])
                    self._bus.send(self._jeepney.new_method_return(message))

    def close(self) -> None:
        """Goes away."""
        self._is_over.set()
        self._thread.join(BOUND_S)
        self._bus.close()


# Where it can be had: programs that end with the tests, even if those are killed.
_MORTAL = ("setpriv", "--pdeathsig", "KILL") if shutil.which("setpriv") else ()

# What would lead a program to the user's own session, or to a screen where it could ask.
_OF_THE_USER = (ADDRESS, "DISPLAY", "WAYLAND_DISPLAY", "XDG_", "GNOME_KEYRING_", "HOME", "KEYRING_PROPERTY_")


def _end(program: subprocess.Popen[bytes], number: int) -> None:
    if program.poll() is None:
        program.send_signal(number)
    try:
        program.wait(BOUND_S)
    except subprocess.TimeoutExpired:
        program.kill()
        program.wait(BOUND_S)


def require_tools(*names: str) -> None:
    """Fails, or skips the test, where one of these programs is not installed."""
    missing = [name for name in names if not shutil.which(name)]
    if missing and os.environ.get("REQUIRE_TOOLS"):
        pytest.fail(f"not installed: {missing}")
    if missing or sys.platform in ("win32", "darwin"):
        pytest.skip(f"not installed: {missing}")


@contextmanager
def private_session() -> Iterator[PrivateSession]:
    """A session bus of its own, on which no keyring runs yet."""
    require_tools(*TOOLS)
    # A short path: the name of a socket has 107 bytes at most.
    with tempfile.TemporaryDirectory(prefix="bus-") as folder:
        session = PrivateSession(Path(folder))
        try:
            yield session
        finally:
            session.close()


@pytest.fixture(scope="session")
def shared_session() -> Iterator[PrivateSession]:
    """The session of the whole run; for tests, `secret_service` is what they want."""
    with private_session() as session:
        session.start_keyring()
        yield session


@pytest.fixture
def secret_service(
    shared_session: PrivateSession, monkeypatch: pytest.MonkeyPatch
) -> Iterator[PrivateSession]:
    """This process stands in a session whose keyring is unlocked and empty. Not to be killed."""
    monkeypatch.setenv(ADDRESS, shared_session.address)
    yield shared_session
    if shared_session.is_locked:
        shared_session.unlock()
    shared_session.empty()


@pytest.fixture
def own_session(monkeypatch: pytest.MonkeyPatch) -> Iterator[PrivateSession]:
    """This process stands in a session of one test, on which no keyring runs yet."""
    with private_session() as session:
        monkeypatch.setenv(ADDRESS, session.address)
        yield session


@pytest.fixture
def own_secret_service(own_session: PrivateSession) -> PrivateSession:
    """This process stands in a session of one test, with a keyring that may be killed."""
    own_session.start_keyring()
    return own_session


@pytest.fixture
def silent_prompter(own_session: PrivateSession) -> Iterator[SilentPrompter]:
    """Nobody answers the questions of this session's keyring."""
    prompter = SilentPrompter(own_session)
    yield prompter
    prompter.close()
