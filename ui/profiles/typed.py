"""A profile as it is being typed: what would be kept, and whether it differs from what is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any

from console.kinds import KINDS, PROXY_FIELDS
from console.pasted import read_destination
from console.profiles import Profile
from console.redaction import remember

_MEMBERS = {field.name: field.default for field in fields(Profile)}
_EMPTY_IS_NONE = {name for name, default in _MEMBERS.items() if default is None}


State = tuple[Profile, dict[str, str], bool]


class Typed:
    """The profile and its entry as the fields hold them, and as they were when editing began."""

    def __init__(self, profile: Profile, entry: Mapping[str, str]) -> None:
        self.profile = profile
        self.entry = dict(entry)
        self.remembers_account = profile.account is not None
        self._before = self.state()

    def value(self, name: str) -> Any:
        """What a field holds: a member of the profile, or a field of its entry."""
        if name == "account":
            return self.remembers_account
        return getattr(self.profile, name) if name in _MEMBERS else self.entry.get(name, "")

    def put(self, name: str, value: Any) -> None:
        """Takes what was typed into a field."""
        if name == "account":
            self.remembers_account = bool(value)
        elif name == "instance_id":
            self._put_member(name, _instance_id(str(value)))
        elif name in _MEMBERS:
            self._put_member(name, value.strip() if isinstance(value, str) else value)
        else:
            self.entry[name] = str(value)

    def _put_member(self, name: str, value: Any) -> None:
        if value == "" and name in _EMPTY_IS_NONE:
            value = None
        self.profile = replace(self.profile, **{name: value})

    @property
    def is_changed(self) -> bool:
        """Whether leaving would lose something."""
        return self.state() != self._before

    def settle(self, state: State) -> None:
        """A state that was typed is what is kept."""
        self._before = state

    def as_kept(self) -> tuple[Profile, dict[str, str]]:
        """The profile and its entry as they are to be kept. Secrets among them are remembered as such."""
        known = (*KINDS[self.profile.kind].fields, *PROXY_FIELDS)
        remember(*(self.entry.get(field.name, "").strip() for field in known if field.is_secret))
        account = self.profile.account if self.remembers_account else None
        return replace(self.profile, account=account), dict(self.entry)

    def state(self) -> State:
        """All that would be lost by leaving."""
        filled = {name: text.strip() for name, text in self.entry.items() if text.strip()}
        return replace(self.profile, account=None), filled, self.remembers_account


def _instance_id(text: str) -> str:
    """The instance that a pasted id, ARN or address names; any other text as it is."""
    found = read_destination(text)
    if found is None:
        return text.strip()
    return found.instance_id or found.flow_id or text.strip()
