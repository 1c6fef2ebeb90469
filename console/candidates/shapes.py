"""What can be told by its look alone, where no name stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from console.candidates.documents import Settings
from console.candidates.names import KEY_ID, PROFILE, SECRET, TOKEN

_KEY_ID = re.compile(r"(?<![A-Za-z0-9/+=])A[KS]IA[A-Z0-9]{12,28}(?![A-Za-z0-9/+=])")
_SECRET = re.compile(r"(?<![A-Za-z0-9/+=])(?![0-9a-f]{40}\b)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])")
_TOKEN = re.compile(r"(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{100,}={0,2}")
# A full stop or a comma at the end belongs to the sentence.
_ROLE = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:role/(?:[\w+=,.@-]+/)*[\w+=,.@-]*[\w+@-]", re.ASCII)
_MFA = re.compile(r"arn:aws[a-z-]*:iam::\d{12}:mfa/[\w+=,.@/-]*[\w+@-]", re.ASCII)
_SWITCH = re.compile(r"https://(?:[a-z0-9-]{1,20}\.)?signin\.aws\.amazon\.com/switchrole\?[!-~]+")
# d-1234567890.awsapps.com/start, start.us-gov-home.awsapps.com/directory/x, ssoins-x.portal.us-east-1.app.aws
_START = re.compile(
    r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)*\.awsapps\.(?:com|cn)/(?:start|directory/[a-z0-9-]+)"
    r"|https://[a-z0-9-]+\.portal\.(?P<region>[a-z0-9-]+)\.app\.aws",
    re.IGNORECASE,
)
_TEMPORARY = "ASIA"


def read_shapes(text: str) -> list[Settings]:
    """Access keys with their secrets, roles, and start URLs of Identity Center that stand in a text."""
    return [*_keys(text), *_roles(text), *_links(text), *_sign_ons(text)]


def filled(settings: Settings, text: str) -> Settings:
    """The settings of a key with what they lack of it, where the text holds just one that looks right."""
    if KEY_ID not in settings and SECRET not in settings:
        return settings
    wanted = {KEY_ID: _KEY_ID, SECRET: _SECRET}
    if settings.get(KEY_ID, "").startswith(_TEMPORARY):
        wanted[TOKEN] = _TOKEN
    found = {name: set(look.findall(text)) for name, look in wanted.items()}
    return {**{name: texts.pop() for name, texts in found.items() if len(texts) == 1}, **settings}


def _keys(text: str) -> Iterator[Settings]:
    """Key ids with the secrets and tokens that follow each other in the same order."""
    ids = dict.fromkeys(_KEY_ID.findall(text))
    secrets, tokens = iter(dict.fromkeys(_SECRET.findall(text))), iter(dict.fromkeys(_TOKEN.findall(text)))
    for key_id in ids:
        found = {KEY_ID: key_id, SECRET: next(secrets, "")}
        if key_id.startswith(_TEMPORARY):
            found[TOKEN] = next(tokens, "")
        yield found


def _roles(text: str) -> Iterator[Settings]:
    devices = set(_MFA.findall(text))
    serial = {"mfa_serial": devices.pop()} if len(devices) == 1 else {}
    for arn in dict.fromkeys(_ROLE.findall(text)):
        yield {"role_arn": arn, **serial}


def _links(text: str) -> Iterator[Settings]:
    """Links that switch the role in AWS's console."""
    for link in dict.fromkeys(_SWITCH.findall(text)):
        asked = parse_qs(urlsplit(link).query)
        account, role = (asked.get(name, [""])[0] for name in ("account", "roleName"))
        arn = f"arn:aws:iam::{account}:role/{role}"
        if _ROLE.fullmatch(arn):
            yield {"role_arn": arn, PROFILE: asked.get("displayName", [""])[0]}


def _sign_ons(text: str) -> Iterator[Settings]:
    for match in {match[0]: match for match in _START.finditer(text)}.values():
        yield {"sso_start_url": match[0], "sso_region": match["region"] or ""}
