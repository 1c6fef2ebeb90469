"""From settings to what the vault holds, checked by the rules of `console.kinds`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from console.candidates.names import EXPIRES, KEY_ID, SECRET, TOKEN
from console.credentials import check_endpoint, check_region
from console.errors import ProfileProblem
from console.kinds import KINDS
from console.language import tr
from console.profiles import Kind

SETTING_OF: Mapping[Kind, Mapping[str, str]] = {
    "access_key": {"access_key_id": KEY_ID, "secret_access_key": SECRET, "session_token": TOKEN},
    "role": {
        "role_arn": "role_arn", "external_id": "external_id", "session_name": "role_session_name",
        "duration_s": "duration_seconds", "mfa_serial": "mfa_serial",
    },
    "identity_center": {
        "start_url": "sso_start_url", "sso_region": "sso_region", "account_id": "sso_account_id",
        "role_name": "sso_role_name",
    },
    "console_login": {"login_session": "login_session"},
}  # fmt: skip
"""Per kind of credentials, the setting that each field of its entry comes from."""

_MISSING: Mapping[str, str] = {
    "access_key_id": tr("The access key id is missing."),
    "secret_access_key": tr("The secret access key is missing."),
    "session_token": tr("The session token is missing, and a key that begins with ASIA needs it."),
    "role_arn": tr("The ARN of the role is missing."),
    "start_url": tr("The start URL of Identity Center is missing."),
    "sso_region": tr("The region of Identity Center is missing."),
    "account_id": tr("Its account and role are chosen after signing in."),
    "role_name": tr("Its account and role are chosen after signing in."),
    "login_session": tr("login_session is empty."),
}
# No key and no token of AWS's holds one of these, and none has a dash or an underscore.
_PLACEHOLDER = re.compile(r"[<>{}\[\]$%*…•]|\.\.\.|^(?:your|my|insert|replace|change)[-_ ]", re.IGNORECASE)
_EPOCH = re.compile(r"\d{9,13}(?:\.\d{1,9})?")
_MILLISECONDS = 10**11


@dataclass(frozen=True)
class Checked:
    """An entry without what is wrong in it, what is wrong, and what is missing; each a sentence."""

    entry: dict[str, str] = field(repr=False)
    problems: tuple[str, ...] = ()
    missing: Mapping[str, str] = field(default_factory=dict)


def checked(kind: Kind, settings: Mapping[str, str]) -> Checked:
    """What settings give for a kind of credentials."""
    names = SETTING_OF[kind]
    given = {name: text for name, setting in names.items() if (text := settings.get(setting, "").strip())}
    problems = {
        name: tr("{setting} holds a placeholder, not a value.", setting=names[name])
        for name in names.keys() & given.keys()
        if names[name] in (KEY_ID, SECRET, TOKEN) and is_placeholder(given[name])
    }
    missing = {}
    for problem in KINDS[kind].problems(given):
        name = str(problem.path[0])
        if problem.code == "required":
            missing[name] = _MISSING[name]
        else:
            problems.setdefault(name, f"{names[name]}: {problem.message}")
    entry = {name: text for name, text in given.items() if name not in problems}
    return Checked(entry, tuple(problems[name] for name in names if name in problems), missing)


def is_placeholder(text: str) -> bool:
    """Whether a text stands where a key should be put: `<your key>`, `$SECRET`, `xxxxxxxx`."""
    return bool(_PLACEHOLDER.search(text)) or len(set(text.lower())) < 3


def region_of(settings: Mapping[str, str]) -> tuple[str, str]:
    """The region and, where it is none, a note."""
    for setting in ("region", "default_region"):
        if text := settings.get(setting, ""):
            try:
                return check_region(text), ""
            except ProfileProblem:
                return "", tr("Its {setting} is not a region and was left out.", setting=setting)
    return "", ""


def endpoint_of(settings: Mapping[str, str], endpoints: Mapping[str, str]) -> tuple[str, str]:
    """The endpoint for Amazon Connect and, where it can't be used, a note.

    What `services` says for Amazon Connect counts before the profile's endpoint_url, as in the
    reference guide of the AWS SDKs ("Service-specific endpoints").
    """
    if settings.get("ignore_configured_endpoint_urls", "").lower() == "true":
        return "", ""
    of_service = endpoints.get(settings.get("services", "")) or settings.get("endpoint_url_connect")
    text = of_service or settings.get("endpoint_url", "")
    try:
        return (check_endpoint(text) if text else ""), ""
    except ProfileProblem:
        return "", tr("Its endpoint_url was left out: only https, or http on 127.0.0.1, can be used.")


def remarks(settings: Mapping[str, str], kind: Kind) -> Iterator[str]:
    """What a user should know of settings that this program doesn't take over."""
    if settings.get("ca_bundle"):
        yield tr("Its ca_bundle is not taken over: let AWS_CA_BUNDLE name that file.")
    if kind == "access_key" and settings.get("mfa_serial"):
        yield tr("It names an MFA device: add a role on these keys to be asked for its code.")


def expiry_text(value: object) -> str:
    """A moment as ISO 8601 in UTC, from ISO 8601 or seconds or milliseconds since the epoch; else empty."""
    text = str(value).strip()
    try:
        if _EPOCH.fullmatch(text):
            seconds = float(text)
            moment = datetime.fromtimestamp(seconds / 1000 if seconds > _MILLISECONDS else seconds, UTC)
        else:
            moment = datetime.fromisoformat(re.sub(r"\s*UTC$", "+00:00", text))
        # Without an offset AWS means UTC.
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def with_expiry(entry: Mapping[str, str], settings: Mapping[str, str]) -> dict[str, str]:
    """The entry of temporary keys with `expires_at`, where the settings say when they end."""
    moment = expiry_text(settings.get(EXPIRES, "")) if "session_token" in entry else ""
    return {**entry, "expires_at": moment} if moment else dict(entry)
