"""The kinds of credentials: what the keyring holds for each, and what can be wrong with it.

`KINDS` is the one table. A new kind is one entry here, one in `console.sessions`, and its words in
the window.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from console.language import tr
from console.profiles import Kind, Profile
from console.shape import Problem

Entry = Mapping[str, str]
"""What the keyring holds for a profile: the fields of its kind, by name."""

LONGEST_CHAINED_S = 3600
"""STS allows a role that stands on another role's session no more than an hour (AssumeRole's page)."""


@dataclass(frozen=True)
class CredentialField:
    """One thing that the keyring holds for a profile."""

    name: str
    pattern: str
    """What its text must match from end to end."""
    wanted: str
    """The same in words, to follow “it should be”."""
    is_required: bool = True
    is_secret: bool = False
    example: str = ""

    def problem(self, text: str) -> Problem | None:
        """What is wrong with a text in this field; blanks around it are not."""
        text = text.strip()
        if not text:
            return Problem((self.name,), "required", tr("Is needed.")) if self.is_required else None
        if re.fullmatch(self.pattern, text):
            return None
        return Problem((self.name,), "pattern", tr("Should be {wanted}.", wanted=self.wanted))


@dataclass(frozen=True)
class KindOfCredentials:
    """How a kind of profile signs: its fields, and rules between them."""

    fields: tuple[CredentialField, ...]
    needs_source: bool = False
    rule: Callable[[Entry], Iterator[Problem]] = lambda _entry: iter(())

    def field(self, name: str) -> CredentialField:
        """The field of a name."""
        return next(field for field in self.fields if field.name == name)

    def problems(self, entry: Entry) -> list[Problem]:
        """What keeps an entry from being used; paths begin with the field's name."""
        given = {field.name: entry.get(field.name, "").strip() for field in self.fields}
        found = [problem for field in self.fields if (problem := field.problem(given[field.name]))]
        return found or list(self.rule(given))

    def tidied(self, entry: Entry) -> dict[str, str]:
        """The entry as it is kept: without blanks around, without what is empty or not of the kind."""
        known = (*self.fields, *PROXY_FIELDS)
        return {field.name: text for field in known if (text := entry.get(field.name, "").strip())}


def _key_rule(entry: Entry) -> Iterator[Problem]:
    temporary = entry["access_key_id"].startswith("ASIA")
    if temporary and not entry["session_token"]:
        yield Problem(("session_token",), "required", tr("Is needed with a key that begins with ASIA."))
    if not temporary and entry["session_token"]:
        yield Problem(
            ("session_token",), "extra", tr("Belongs to a key that begins with ASIA, not to this one.")
        )


def _role_rule(entry: Entry) -> Iterator[Problem]:
    seconds = entry["duration_s"]
    if seconds and not 900 <= int(seconds) <= 43_200:
        yield Problem(("duration_s",), "range", tr("Should lie between 900 s (15 min) and 43,200 s (12 h)."))


_ONE_WORD = r"[!-~]+"
_ACCOUNT = r"[0-9]{12}"
_REGION = r"[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}"
_NAME = r"[\w+=,.@-]"

PROXY_FIELDS = (
    CredentialField("proxy_user", r"\S+", tr("a name without blanks"), is_required=False, is_secret=True),
    CredentialField("proxy_password", r".+", tr("one line"), is_required=False, is_secret=True),
)
"""What a profile of any kind may have beside its own fields."""

KINDS: Mapping[Kind, KindOfCredentials] = {
    "access_key": KindOfCredentials(
        (
            # The length is that of STS's accessKeyIdType.
            CredentialField(
                "access_key_id", r"[A-Z0-9]{16,128}", tr("16 or more capital letters and digits"),
                example="AKIAIOSFODNN7EXAMPLE",
            ),
            CredentialField(
                "secret_access_key", r"[!-~]{16,}", tr("one word of at least 16 characters"), is_secret=True
            ),
            CredentialField("session_token", _ONE_WORD, tr("one word"), is_required=False, is_secret=True),
        ),
        rule=_key_rule,
    ),
    "role": KindOfCredentials(
        (
            CredentialField(
                "role_arn", rf"arn:aws[a-z-]*:iam::{_ACCOUNT}:role/[\w+=,.@/-]{{1,512}}",
                tr("the ARN of a role"), example="arn:aws:iam::123456789012:role/ChatTester",
            ),
            # Limits of AssumeRole's parameters in the service model.
            CredentialField(
                "external_id", r"[\w+=,.@:/-]{2,1224}", tr("2 or more letters, digits and +=,.@:/-"),
                is_required=False,
            ),
            CredentialField(
                "session_name", rf"{_NAME}{{2,64}}", tr("2 to 64 letters, digits and +=,.@-"),
                is_required=False, example="connect-chat-console",
            ),
            CredentialField(
                "duration_s", r"[0-9]{3,5}", tr("a number of seconds"), is_required=False, example="3600"
            ),
            CredentialField(
                "mfa_serial", r"[\w+=/:,.@-]{9,256}", tr("the ARN or the serial number of an MFA device"),
                is_required=False, example="arn:aws:iam::123456789012:mfa/ada",
            ),
        ),
        needs_source=True,
        rule=_role_rule,
    ),
    "identity_center": KindOfCredentials(
        (
            CredentialField(
                "start_url", r"https://[!-~]+|http://127\.0\.0\.1:[0-9]+(/[!-~]*)?",
                tr("an address that begins with https://"),
                example="https://d-1234567890.awsapps.com/start",
            ),
            CredentialField(
                "sso_region", _REGION, tr("a region such as eu-central-1"), example="eu-central-1"
            ),
            CredentialField(
                "account_id", _ACCOUNT, tr("the 12 digits of an account"), example="123456789012"
            ),
            CredentialField("role_name", rf"{_NAME}{{1,64}}", tr("the name of a role"), example="ChatTester"),
        ),
    ),
    "console_login": KindOfCredentials(
        (
            CredentialField(
                "login_session", r"arn:aws[!-~]+|[!-~]+", tr("what ~/.aws/config has under login_session"),
                example="arn:aws:iam::123456789012:user/ada",
            ),
        ),
    ),
}  # fmt: skip


def problems(profile: Profile, entry: Entry, others: Mapping[str, Profile]) -> list[Problem]:
    """What keeps a profile from being kept: of its entry, and of what it stands on.

    `others` are the profiles that it may stand on, by id.
    """
    kind = KINDS[profile.kind]
    found = kind.problems(entry)
    if kind.needs_source and (profile.source is None or profile.source not in others):
        found.append(Problem(("source",), "required", tr("Choose the profile whose keys assume the role.")))
    elif profile.source is not None:
        found += _of_source(profile, entry, others)
    return found


def is_temporary(source: Profile) -> bool:
    """Whether the keys of a profile are a session's already, so that a role on top lasts an hour at most."""
    return source.kind in ("role", "identity_center", "console_login")


def _of_source(profile: Profile, entry: Entry, others: Mapping[str, Profile]) -> Iterator[Problem]:
    """What is wrong between a role and what it stands on; warnings, where STS has the last word."""
    if _comes_back(profile, others):
        yield Problem(("source",), "loop", tr("That profile stands on this one, in a circle."))
    if not profile.source or not is_temporary(others[profile.source]):
        return
    if (seconds := entry.get("duration_s", "").strip()).isdecimal() and int(seconds) > LONGEST_CHAINED_S:
        capped = tr("A role on top of temporary keys lasts an hour at most, so an hour is asked for.")
        yield Problem(("duration_s",), "capped", capped, blocks=False)
    if entry.get("mfa_serial", "").strip():
        whose = tr(
            "An MFA device belongs to an IAM user; give it to the role that stands on the user’s keys."
        )
        yield Problem(("mfa_serial",), "no_user", whose, blocks=False)


def _comes_back(profile: Profile, others: Mapping[str, Profile]) -> bool:
    seen: set[str] = set()
    source = profile.source
    while source is not None and source not in seen:
        if source == profile.id:
            return True
        seen.add(source)
        source = others[source].source if source in others else None
    return False
