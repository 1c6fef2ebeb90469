"""The vault: entries of secrets in the keyring of the operating system, from any loop, never for ever."""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, Literal, TypeVar

from console import redaction
from console.changes import Changes
from console.errors import VaultError, VaultLocked, VaultTooLarge, VaultUnavailable
from console.errors.vault import vault_error
from console.vault import entries
from console.vault.store import Store
from console.vault.systems import open_store, store_name

if TYPE_CHECKING:
    from console.vault.line import Line

T = TypeVar("T")
State = Literal["unknown", "open", "locked", "unavailable"]

_KEY = re.compile(r"[a-z0-9_-]{1,40}/[a-z0-9_-]{1,80}")


@dataclass(frozen=True)
class Patience:
    """How long the vault waits: for opening the store once, for a call, for the user's answer, at the end."""

    open_s: float = 20.0
    call_s: float = 5.0
    unlock_s: float = 60.0
    close_s: float = 1.0


class Vault:
    """Entries of secrets under keys such as `profile/<32 hex>`, each a flat JSON object.

    `state` is what the last call found, `problem` why it is not open; `changes` tells when one of the
    two changed. All calls are made one after the other on one thread, each within its time; cancelling
    one returns at once, but a save or a removal that has begun is then finished all the same. Nothing
    brings up a question of the system but `unlock`, and calls soon after it. `open_store` is called on
    that thread, and again for each thread that takes the place of one that hangs.
    """

    def __init__(
        self, open_store: Callable[[], Store] = open_store, patience: Patience | None = None
    ) -> None:
        self.state: State = "unknown"
        self.problem: VaultError | None = None
        self.changes: Changes[None] = Changes()
        self.name = store_name()
        self._open_store = open_store
        self._patience = patience or Patience()
        self._opened = threading.local()
        self._is_opened = False
        self._asks_until = 0.0
        self._kept: dict[str, str] = {}
        self._seen: set[str] = set()
        self._is_closed = False

    async def load(self, key: str) -> dict[str, Any] | None:
        """The content of an entry, None where there is none.

        Raises:
            VaultError: it can't be read.
        """
        if (kept := self._kept.get(_checked(key))) is not None:
            content: dict[str, Any] = json.loads(kept)
            return content
        found = await self._ask(partial(_read, key=key))
        if found is not None:
            self._seen.add(key)
        return found

    async def save(self, key: str, content: Mapping[str, Any]) -> None:
        """Keeps the content of an entry in the keyring, and reads it back.

        Raises:
            VaultError: it may not be kept. The keyring then has the old content or the new one.
        """
        _remember(content)
        text = _as_text(content)
        await self._ask(lambda store: entries.write(store, _checked(key), json.loads(text)))
        self._seen.add(key)
        self._kept.pop(key, None)

    async def remove(self, key: str) -> None:
        """Forgets an entry with all its parts; fine if there is none.

        Raises:
            VaultError: the keyring may still hold something of it; removing it again does the rest.
        """
        was_kept = self._kept.pop(_checked(key), None) is not None
        try:
            await self._ask(partial(entries.erase, key=key))
        except VaultError:
            # What was in memory only is gone, and no keyring is needed for that.
            if not was_kept or key in self._seen:
                raise
        self._seen.discard(key)

    async def look(self) -> None:
        """Finds out the state without asking the user anything, and raises nothing."""
        try:
            await self._ask(lambda store: store.look(), may_ask=False)
        except VaultError:
            return

    async def unlock(self) -> None:
        """Unlocks the keyring: the system may ask the user now. To be called on the user's click only.

        For as long as the question may take, later calls may bring up questions of their own: some
        keyrings ask for every entry. Cancelling returns at once; the question stays on the screen until
        it is answered.

        Raises:
            VaultError: it is not unlocked.
        """
        self._asks_until = time.monotonic() + self._patience.unlock_s
        try:
            await self._ask(lambda store: store.unlock(), is_left_on_cancel=True)
        except BaseException:
            self._asks_until = 0.0
            raise

    def keep_for_this_run(self, key: str, content: Mapping[str, Any]) -> None:
        """Keeps the content of an entry in memory alone; it is loaded in place of what the keyring holds."""
        _remember(content)
        self._kept[_checked(key)] = _as_text(content)

    def is_kept_for_this_run(self, key: str) -> bool:
        """Whether the entry is in memory only."""
        return key in self._kept

    async def close(self) -> None:
        """Lets go of everything. Gives a call under way a moment to end, and never hangs."""
        self._is_closed = True
        self._kept.clear()
        if "_line" in vars(self):
            await self._line.close(self._patience.close_s)

    @cached_property
    def _line(self) -> Line:
        # Imported with the loop, after the first paint.
        from console.vault.line import Line

        return Line()

    async def _ask(
        self, call: Callable[[Store], T], *, may_ask: bool = True, is_left_on_cancel: bool = False
    ) -> T:
        try:
            answer = await self._answer(call, may_ask, is_left_on_cancel)
        except VaultError as error:
            self._note(error)
            raise
        self._note(None)
        return answer

    async def _answer(self, call: Callable[[Store], T], may_ask: bool, is_left_on_cancel: bool) -> T:
        if not self._is_opened:
            await self._make(lambda _: self._store_of_thread(), self._patience.open_s)
            self._is_opened = True
        asks_until = self._asks_until if may_ask else 0.0

        def work(is_wanted: Callable[[], bool]) -> T:
            store = self._store_of_thread()
            store.asks_until, store.is_wanted = asks_until, is_wanted
            return call(store)

        # A question that runs out of time is told by the store, a moment before this gives up.
        limit_s = max(self._patience.call_s, asks_until - time.monotonic() + 1)
        return await self._make(work, limit_s, is_left_on_cancel)

    async def _make(
        self, work: Callable[[Callable[[], bool]], T], limit_s: float, is_left_on_cancel: bool = False
    ) -> T:
        from console.vault.line import LineClosed, NoAnswer, TooManyLeft

        try:
            if self._is_closed:
                raise LineClosed
            return await self._line.make(work, limit_s, is_left_on_cancel=is_left_on_cancel)
        except NoAnswer:
            raise vault_error("silent") from None
        except LineClosed:
            raise vault_error("closed") from None
        except TooManyLeft:
            raise vault_error("busy", count=self._line.left) from None

    def _store_of_thread(self) -> Store:
        """One store for each thread, so that a call that was left behind keeps its own."""
        store: Store | None = getattr(self._opened, "store", None)
        if store is None:
            store = self._opened.store = self._open_store()
        return store

    def _note(self, error: VaultError | None) -> None:
        """What a call found tells the state. One entry that is unreadable says nothing against the rest."""
        before = self.state, self.problem and self.problem.sentence
        if isinstance(error, VaultLocked | VaultUnavailable):
            self.state = "locked" if isinstance(error, VaultLocked) else "unavailable"
            self.problem = error
        elif not isinstance(error, VaultTooLarge):
            self.state, self.problem = "open", None
        if before != (self.state, self.problem and self.problem.sentence):
            self.changes.tell(None)


def _read(store: Store, key: str) -> dict[str, Any] | None:
    content = entries.read(store, key)
    # On this thread: nothing may print the content before its secrets are known.
    _remember(content or {})
    return content


def _remember(content: Mapping[str, Any]) -> None:
    for secret in _secrets(content):
        # Half a surrogate pair has no percent-encoding, which is one of the forms that are masked.
        with suppress(UnicodeEncodeError):
            redaction.remember(secret)


def _secrets(content: Mapping[str, Any]) -> Iterator[str]:
    """Every text under a secret name, such as `password`, `proxy_password` or `clientSecret`."""
    for name, value in content.items():
        if isinstance(value, Mapping):
            yield from _secrets(value)
        elif isinstance(value, str) and _is_secret(name):
            yield value


def _is_secret(name: str) -> bool:
    words = name.split("_")
    return any(redaction.is_secret("_".join(words[start:])) for start in range(len(words)))


def _as_text(content: Mapping[str, Any]) -> str:
    return json.dumps(dict(content))


def _checked(key: str) -> str:
    if not _KEY.fullmatch(key):
        raise ValueError(f"{key!r} is no key of the vault")
    return key
