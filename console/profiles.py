"""A profile: where chats are started, and with what kind of credentials. It never holds a secret.

The index of the user's own profiles is one JSON file. What signs requests lies in the keyring, under
the profile's id; the names of accounts and keys lie there, too.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any, Literal, get_args
from uuid import uuid4

from console.credentials import Keys, check_endpoint, check_region, from_environment
from console.files import read_json, write_json
from console.language import tr_in

log = logging.getLogger(__name__)

Kind = Literal["sandbox", "environment", "access_key", "role", "identity_center", "console_login"]
OWN_KINDS: tuple[Kind, ...] = ("access_key", "role", "identity_center", "console_login")
"""The kinds of profiles that a user adds."""
Colour = Literal["", "blue", "teal", "green", "amber", "violet", "rose"]
COLOURS: tuple[Colour, ...] = get_args(Colour)


@dataclass(frozen=True)
class Profile:
    """Where requests go, and how they are signed.

    The endpoint is https, or http on 127.0.0.1; None means AWS's own for the region. `source` is the
    id of the profile whose keys a role stands on. `proxy` is an address without a user; one that
    needs a password has it in the keyring. `account` is here only where the user allowed it.
    """

    name: str
    kind: Kind
    region: str
    endpoint: str | None = None
    instance_id: str | None = None
    id: str = ""
    source: str | None = None
    proxy: str | None = None
    colour: Colour = ""
    is_production: bool = False
    account: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether requests stay on this machine."""
        return (self.endpoint or "").startswith("http://127.0.0.1")

    @property
    def is_own(self) -> bool:
        """Whether the user made it, and can change and remove it."""
        return self.kind in OWN_KINDS


_NAMED = "name of a profile"
SANDBOX = Profile(tr_in(_NAMED, "Sandbox"), "sandbox", "us-east-1", id="sandbox")
"""The sandbox before it runs; its endpoint and instance are known once it listens."""

ENVIRONMENT = Profile(tr_in(_NAMED, "Environment"), "environment", "", id="environment")
"""The AWS_* variables before they are read."""

GIVEN = (SANDBOX, ENVIRONMENT)
"""The profiles that every user has. Their names are words of the window's language."""


def called(profile_id: str, kept: str) -> str:
    """What a profile is called that was kept under its name: one that is given, by today's language."""
    return next((one.name for one in GIVEN if one.id == profile_id), kept)


def read_environment(environ: Mapping[str, str]) -> tuple[Profile, Keys]:
    """The Environment profile and its keys, from the AWS_* variables as they are now.

    An endpoint is taken from AWS_ENDPOINT_URL_CONNECT or AWS_ENDPOINT_URL. The region may be missing:
    it is checked when the profile is used.

    Raises:
        ProfileProblem: a variable is missing or can't be right.
    """
    keys, region = from_environment(environ)
    endpoint = environ.get("AWS_ENDPOINT_URL_CONNECT") or environ.get("AWS_ENDPOINT_URL")
    return replace(ENVIRONMENT, region=region or "", endpoint=endpoint or None), keys


def environment_at(region: str, endpoint: str) -> Profile:
    """The Environment profile for a region and an endpoint; without an endpoint, AWS's own.

    Raises:
        ProfileProblem: the region is none, or the endpoint neither https nor on 127.0.0.1.
    """
    endpoint = endpoint.strip()
    return replace(
        ENVIRONMENT,
        region=check_region(region.strip()),
        endpoint=check_endpoint(endpoint) if endpoint else None,
    )


def new_id() -> str:
    """An id that tells nothing about its profile."""
    return uuid4().hex


class Profiles:
    """The user's own profiles, in the order in which they were added."""

    def __init__(self, file: Path) -> None:
        self._file = file
        stored = read_json(file).get("profiles")
        read = [_profile_in(one) for one in stored] if isinstance(stored, list) else []
        self._profiles = {one.id: one for one in read if one is not None}
        # What is kept for this run alone is not written, and does not take the place of what is.
        self._written = dict(self._profiles)

    @property
    def all(self) -> Sequence[Profile]:
        """Every profile of the user's own."""
        return tuple(self._profiles.values())

    def find(self, profile_id: str | None) -> Profile | None:
        """The profile with an id."""
        return self._profiles.get(profile_id or "")

    def put(self, profile: Profile, *, is_written: bool = True) -> None:
        """Adds a profile, or puts it in place of the one with its id.

        One that is not written is there until the program ends.

        Raises:
            OSError: the index could not be written; then nothing has changed.
        """
        if is_written:
            self._write(self._written | {profile.id: profile})
        self._profiles[profile.id] = profile

    def remove(self, profile: Profile) -> None:
        """Takes a profile off the index.

        Raises:
            OSError: the index could not be written; then nothing has changed.
        """
        self._write({key: one for key, one in self._written.items() if key != profile.id})
        self._profiles.pop(profile.id, None)

    def standing_on(self, profile: Profile) -> list[Profile]:
        """The roles that need this profile's keys."""
        return [one for one in self.all if one.source == profile.id]

    def chain(self, profile: Profile) -> list[Profile]:
        """The profile and those whose keys it stands on, one after the other; a loop ends it."""
        found = [profile]
        while (source := self.find(found[-1].source)) is not None and source not in found:
            found.append(source)
        return found

    def _write(self, profiles: dict[str, Profile]) -> None:
        if profiles != self._written:
            write_json(self._file, {"profiles": [_as_json(one) for one in profiles.values()]})
            self._written = profiles


_DEFAULTS = {field.name: field.default for field in fields(Profile)}


def _as_json(profile: Profile) -> dict[str, Any]:
    return {name: value for name, value in asdict(profile).items() if value != _DEFAULTS[name]}


def _profile_in(stored: object) -> Profile | None:
    """A profile as the index holds it; a spoilt one is left out, what it spoils is at its default."""
    if not isinstance(stored, dict):
        return None
    right: dict[str, Any] = {
        name: value
        for name, value in stored.items()
        if name in _DEFAULTS and isinstance(value, bool if name == "is_production" else str)
    }
    if right.get("colour") not in COLOURS:
        right.pop("colour", None)
    if right.get("kind") not in OWN_KINDS or not (right.get("id") and right.get("name")):
        log.warning("a profile of the index could not be read and is left out")
        return None
    return Profile(**{"region": "", **right})
