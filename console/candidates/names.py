"""The names of settings, as ~/.aws writes them and as people paste them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

KEY_ID, SECRET, TOKEN = "aws_access_key_id", "aws_secret_access_key", "aws_session_token"
KEYS = (KEY_ID, SECRET, TOKEN)
EXPIRES = "expires_at"
PROFILE = "profile"
"""Not a setting: the name that a text suggests for what it holds."""

_ADDRESS, _TIME, _BASE64 = r"https?://\S+", r"\d{4}-\d\d-\d\d.+", r"[A-Za-z0-9/+=]"
_REGION = r"[a-z]{2,}(?:-[a-z]+)+-\d{1,2}"


@dataclass(frozen=True)
class Setting:
    """A setting: the words that name it in pasted text, and what its value looks like, if like anything.

    The look counts where only a blank or a comma stands between name and value, as in a sentence.
    """

    words: tuple[str, ...]
    look: str = ""


SETTINGS: Mapping[str, Setting] = {
    KEY_ID: Setting(("access key id", "access key"), r"[A-Z0-9]{16,128}"),
    SECRET: Setting(("secret access key", "secret key"), _BASE64 + "{30,}"),
    TOKEN: Setting(("session token", "security token"), _BASE64 + "{16,}"),
    EXPIRES: Setting(("credential expiration", "session expiration", "expires at", "expiration"), _TIME),
    "region": Setting(("region",), _REGION),
    "default_region": Setting(("default region name", "default region"), _REGION),
    "role_arn": Setting(("role arn",), r"arn:.+"),
    "role_session_name": Setting(("role session name",)),
    "external_id": Setting(("external id",)),
    "mfa_serial": Setting(("mfa serial", "serial number"), r"arn:.+|[A-Z0-9]{9,}"),
    "duration_seconds": Setting(("duration seconds",), r"\d{3,5}"),
    "source_profile": Setting(("source profile",)),
    "credential_source": Setting(("credential source",)),
    "web_identity_token_file": Setting(("web identity token file",)),
    "credential_process": Setting(("credential process",)),
    "sso_session": Setting(("sso session",)),
    "sso_start_url": Setting(("sso start url", "start url"), _ADDRESS),
    "sso_region": Setting(("sso region",), _REGION),
    "sso_account_id": Setting(("sso account id",), r"\d{12}"),
    "sso_role_name": Setting(("sso role name",)),
    "login_session": Setting(("login session",), r"arn:.+"),
    "endpoint_url": Setting(("endpoint url",), _ADDRESS),
    "endpoint_url_connect": Setting(("endpoint url connect",), _ADDRESS),
    "ca_bundle": Setting(("ca bundle",)),
    "services": Setting(()),
    "ignore_configured_endpoint_urls": Setting(()),
}  # fmt: skip
"""What ~/.aws/config calls them, and three of our own for what stands in variables and tools' files.

Those are expires_at, default_region and endpoint_url_connect.
"""

_SAME: Mapping[str, str] = {
    "aws_security_token": TOKEN,
    # What saml2aws, aws-vault and their like write into ~/.aws/credentials.
    "aws_expiration": EXPIRES,
    "aws_session_expiration": EXPIRES,
    "aws_credential_expiration": EXPIRES,
    "x_security_token_expires": EXPIRES,
    "aws_region": "region",
    "aws_default_region": "default_region",
}
_BY_LETTERS: Mapping[str, str] = {
    **{re.sub(r"[^a-z]", "", name): name for name in SETTINGS},
    **{words.replace(" ", ""): name for name, one in SETTINGS.items() for words in one.words},
}


def setting_of(name: str) -> str | None:
    """The setting that a line of ~/.aws names."""
    return name if name in SETTINGS else _SAME.get(name)


def setting_like(name: str) -> str | None:
    """The setting that a name means in whatever spelling: `AccessKeyId`, `AWS_ACCESS_KEY_ID`."""
    letters = re.sub(r"[^a-z]", "", name.lower())
    return _BY_LETTERS.get(letters) or _BY_LETTERS.get(letters.removeprefix("aws"))
