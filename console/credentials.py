"""Keys, and the isolated botocore session that signs with them and nothing else.

A plain SDK session reads ~/.aws and a dozen variables: a forgotten `endpoint_url` there would send
signed requests to another host. Here nothing of that is read. Keys of the environment are taken
once, on the user's click, and kept in memory.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import urlsplit

from console import shape
from console.errors import ProfileProblem
from console.redaction import clean, short_key_id

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from botocore.session import Session

_log = logging.getLogger(__name__)

KEY_ID = "AWS_ACCESS_KEY_ID"
SECRET = "AWS_SECRET_ACCESS_KEY"
TOKEN = "AWS_SESSION_TOKEN"
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
CERTIFICATES = ("AWS_CA_BUNDLE", "SSL_CERT_FILE")
SERVICES = ("connect", "connectparticipant", "sts")
"""The services that this program speaks to, as botocore names them."""

_KEY_ID = re.compile(r"\w{16,128}", re.ASCII)  # STS's accessKeyIdType
_PRINTABLE = re.compile(r"[!-~]+")
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d{1,2}")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.IGNORECASE)
_TEMPORARY = "ASIA"


@dataclass(frozen=True)
class Keys:
    """An access key, with its session token where it is temporary. Its repr shows no secret."""

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)

    def __repr__(self) -> str:
        kind = "temporary" if self.session_token else "long-lived"
        return f"Keys({short_key_id(self.access_key_id)}, {kind})"


def from_environment(environ: Mapping[str, str]) -> tuple[Keys, str | None]:
    """The keys and the region that the AWS_* variables hold; the region is None where none is set.

    Blanks and quotes around a value, a common slip, are left out and the log says so.

    Raises:
        ProfileProblem: a variable is missing or can't be right; its facts name it as `variable`.
    """
    key_id = _variable(environ, KEY_ID, _KEY_ID, "at least 16 letters and digits")
    secret = _variable(environ, SECRET, _PRINTABLE, "one word without blanks")
    token = _variable(environ, TOKEN, _PRINTABLE, "one word without blanks")
    regions = [_variable(environ, name, _REGION, "a region such as eu-central-1") for name in REGIONS]
    missing = [name for name, value in ((KEY_ID, key_id), (SECRET, secret)) if value is None]
    if key_id is None or secret is None:
        raise _unusable(
            missing[0], f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set."
        )
    if token is None and key_id.startswith(_TEMPORARY):
        raise _unusable(TOKEN, f"{TOKEN} is not set, and a key that begins with {_TEMPORARY} needs it.")
    return Keys(key_id, secret, token), next(filter(None, regions), None)


def _variable(environ: Mapping[str, str], name: str, right: re.Pattern[str], wanted: str) -> str | None:
    given = environ.get(name, "")
    value = given.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    if value != given:
        _log.warning("%s stands in quotes or between blanks; they were left out.", name)
    if value and not right.fullmatch(value):
        raise _unusable(name, f"{name} does not look right: it should be {wanted}.")
    return value or None


def _unusable(variable: str, sentence: str) -> ProfileProblem:
    return ProfileProblem(
        sentence,
        "Set it in the environment that starts this program, start it again and load the keys.",
        {"variable": variable},
    )


def check_region(region: str) -> str:
    """The region, if it has the form of one. Whether Amazon Connect is offered there is AWS's to say.

    Raises:
        ProfileProblem: it does not; a host name built from it could be anybody's.
    """
    if _REGION.fullmatch(region):
        return region
    sentence = f"“{region}” is not a region." if region else "No region is set."
    raise ProfileProblem(
        sentence, "Give a region such as us-east-1, for example in AWS_REGION.", {"region": region}
    )


def check_endpoint(url: str) -> str:
    """The endpoint as scheme, host and port: https, or http on 127.0.0.1.

    Raises:
        ProfileProblem: it is anything else, such as http elsewhere, or has a path, a query or a user.
    """
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise _no_endpoint(url, "that is not an address") from error
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise _no_endpoint(url, "that is not an address that begins with https://")
    if parts.scheme == "http" and host != "127.0.0.1":
        raise _no_endpoint(url, "http is for 127.0.0.1 alone; elsewhere requests must be encrypted")
    if parts.username is not None or parts.password is not None:
        raise _no_endpoint(url, "it must not hold a user or a password")
    if parts.path not in ("", "/") or parts.query or parts.fragment or url.strip().endswith(("?", "#")):
        raise _no_endpoint(url, "it must end after the host and the port")
    return f"{parts.scheme}://{host}" + (f":{port}" if port else "")


def _no_endpoint(url: str, why: str) -> ProfileProblem:
    return ProfileProblem(
        f"{clean(url)} can't be the endpoint: {why}.",
        "Give an address such as https://connect.example.com or http://127.0.0.1:8080, or none at all.",
        {"endpoint": clean(url)},
    )


def trusted_certificates(environ: Mapping[str, str]) -> str | Literal[True]:
    """The file of certificate authorities that the environment names, or True: botocore's own.

    Raises:
        ProfileProblem: the file is not there.
    """
    for name in CERTIFICATES:
        if path := environ.get(name, "").strip():
            if not Path(path).exists():
                raise _unusable(name, f"{name} names {path}, and nothing is there.")
            return path
    return True


def isolated_session(keys: Keys) -> Session:
    """A botocore session that holds these keys and reads no file and no variable of AWS's.

    Not for several threads at once while clients are made from it. All sessions share one loader, so
    that each service's model is in memory once, and once only with the form's.
    """
    from botocore.session import Session

    unread = {
        name: (None, None, _UNREAD_DEFAULTS.get(name, default), convert)
        for name, (_in_file, _in_environment, default, convert) in Session.SESSION_VARIABLES.items()
    }
    session = Session(session_vars=unread)
    session.register_component("data_loader", _loader())
    session.set_credentials(keys.access_key_id, keys.secret_access_key, keys.session_token)
    held = session.get_credentials()
    # Without keys of its own a session would look for others in the environment and sign with them.
    if held is None or held.method != "explicit" or held.access_key != keys.access_key_id:
        raise RuntimeError("the session does not hold the keys that it was given")
    return session


_UNREAD_DEFAULTS = {
    "config_file": os.devnull,
    "credentials_file": os.devnull,
    "ignore_configured_endpoint_urls": True,
}


@cache
def _loader() -> Loader:
    """Reads botocore's own data and no other; models are those that `console.shape` holds already."""
    from botocore.loaders import JSONFileLoader, Loader

    class Files(JSONFileLoader):
        def load_file(self, file_path: str) -> Any:
            path = Path(file_path)
            if path.name == "service-2":
                return shape.model(path.parent.parent.name).raw
            for suffix, opened in ((".json", open), (".json.gz", gzip.open)):
                if (found := path.with_name(path.name + suffix)).is_file():
                    with opened(found, "rb") as file:
                        # botocore's own reader builds OrderedDicts, three times as slowly.
                        return json.loads(file.read())
            return None

    class BuiltIn(Loader):
        @property
        def search_paths(self) -> list[str]:
            # A new list each time: every boto3 session appends a path of its own.
            return [self.BUILTIN_DATA_PATH]

        def list_available_services(self, type_name: str) -> list[str]:
            # botocore looks into each of its 400 folders to answer.
            return list(SERVICES)

    return BuiltIn(file_loader=Files(), include_default_search_paths=False)
