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
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from urllib.parse import quote, urlsplit

from console import shape
from console.errors import ProfileProblem
from console.frozen import is_frozen, shipped_certificates
from console.language import tr, tr_count, tr_list
from console.redaction import clean, remember, short_key_id

if TYPE_CHECKING:
    from botocore.loaders import Loader
    from botocore.session import Session

_log = logging.getLogger(__name__)

KEY_ID = "AWS_ACCESS_KEY_ID"
SECRET = "AWS_SECRET_ACCESS_KEY"
TOKEN = "AWS_SESSION_TOKEN"
REGIONS = ("AWS_REGION", "AWS_DEFAULT_REGION")
CERTIFICATES = ("AWS_CA_BUNDLE", "SSL_CERT_FILE")
SERVICES = ("connect", "connectparticipant", "logs", "sts", "sso", "sso-oidc")
"""The services that this program speaks to, as botocore names them."""

_KEY_ID = re.compile(r"\w{16,128}", re.ASCII)  # STS's accessKeyIdType
_PRINTABLE = re.compile(r"[!-~]+")
_REGION = re.compile(r"[a-z]{2,}(-[a-z]+)+-\d{1,2}")
_HOST = re.compile(r"(?!-)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*", re.IGNORECASE)
_TEMPORARY = "ASIA"


@dataclass(frozen=True)
class Keys:
    """An access key, with its session token where it is temporary. Its repr shows no secret.

    `expires_at` is when AWS ends it, aware; None where that is not known, or never.
    """

    access_key_id: str = field(repr=False)
    secret_access_key: str = field(repr=False)
    session_token: str | None = field(default=None, repr=False)
    expires_at: datetime | None = None

    def __repr__(self) -> str:
        kind = "temporary" if self.session_token else "long-lived"
        return f"Keys({short_key_id(self.access_key_id)}, {kind})"


def from_environment(environ: Mapping[str, str]) -> tuple[Keys, str | None]:
    """The keys and the region that the AWS_* variables hold; the region is None where none is set.

    Blanks and quotes around a value, a common slip, are left out and the log says so.

    Raises:
        ProfileProblem: a variable is missing or can't be right; its facts name it as `variable`.
    """
    key_id = _variable(environ, KEY_ID, _KEY_ID, tr("at least 16 letters and digits"))
    secret = _variable(environ, SECRET, _PRINTABLE, tr("one word without blanks"))
    token = _variable(environ, TOKEN, _PRINTABLE, tr("one word without blanks"))
    regions = [_variable(environ, name, _REGION, tr("a region such as eu-central-1")) for name in REGIONS]
    missing = [name for name, value in ((KEY_ID, key_id), (SECRET, secret)) if value is None]
    if key_id is None or secret is None:
        variables = tr_list(missing)
        said = tr_count(
            "{variables} is not set.", "{variables} are not set.", len(missing), variables=variables
        )
        raise _unusable(missing[0], said)
    if token is None and key_id.startswith(_TEMPORARY):
        raise _unusable(
            TOKEN,
            tr(
                "{variable} is not set, and a key that begins with {prefix} needs it.",
                variable=TOKEN,
                prefix=_TEMPORARY,
            ),
        )
    return Keys(key_id, secret, token), next(filter(None, regions), None)


def _variable(environ: Mapping[str, str], name: str, right: re.Pattern[str], wanted: str) -> str | None:
    given = environ.get(name, "")
    value = given.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        value = value[1:-1].strip()
    if value != given:
        _log.warning("%s stands in quotes or between blanks; they were left out.", name)
    if value and not right.fullmatch(value):
        raise _unusable(
            name, tr("{variable} does not look right: it should be {wanted}.", variable=name, wanted=wanted)
        )
    return value or None


def _unusable(variable: str, sentence: str) -> ProfileProblem:
    return ProfileProblem(
        sentence,
        tr("Set it in the environment that starts this program, start it again and load the keys."),
        {"variable": variable},
    )


def check_region(region: str) -> str:
    """The region, if it has the form of one. Whether Amazon Connect is offered there is AWS's to say.

    Raises:
        ProfileProblem: it does not; a host name built from it could be anybody's.
    """
    if _REGION.fullmatch(region):
        return region
    sentence = tr("“{region}” is not a region.", region=region) if region else tr("No region is set.")
    advice = tr("Give a region such as us-east-1; the Environment profile takes it from AWS_REGION.")
    raise ProfileProblem(sentence, advice, {"region": region})


def check_endpoint(url: str) -> str:
    """The endpoint as scheme, host and port: https, or http on 127.0.0.1.

    Raises:
        ProfileProblem: it is anything else, such as http elsewhere, or has a path, a query or a user.
    """
    scheme, host, port = _origin(url, _no_endpoint)
    if scheme == "http" and host != "127.0.0.1":
        raise _no_endpoint(url, tr("http is for 127.0.0.1 alone; elsewhere requests must be encrypted"))
    return f"{scheme}://{host}" + (f":{port}" if port else "")


def check_proxy(url: str) -> str:
    """The address of a proxy as scheme, host and port, as in `http://proxy.example.com:3128`.

    Raises:
        ProfileProblem: it is anything else; a user and a password have fields of their own.
    """
    scheme, host, port = _origin(url, _no_proxy)
    if not port:
        raise _no_proxy(url, tr("it must name its port"))
    return f"{scheme}://{host}:{port}"


def _origin(url: str, refused: Callable[[str, str], ProfileProblem]) -> tuple[str, str, int | None]:
    """Scheme, host and port of an address that has nothing else."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        raise refused(url, tr("that is not an address")) from error
    if parts.scheme not in ("http", "https") or not _HOST.fullmatch(host):
        raise refused(url, tr("that is not an address that begins with http:// or https://"))
    if parts.username is not None or parts.password is not None:
        raise refused(url, tr("it must not hold a user or a password"))
    if parts.path not in ("", "/") or parts.query or parts.fragment or url.strip().endswith(("?", "#")):
        raise refused(url, tr("it must end after the host and the port"))
    return parts.scheme, host, port


def _no_endpoint(url: str, why: str) -> ProfileProblem:
    return ProfileProblem(
        tr("{address} can't be the endpoint: {why}.", address=clean(url), why=why),
        tr("Give an address such as https://connect.example.com or http://127.0.0.1:8080, or none at all."),
        {"endpoint": clean(url)},
    )


def _no_proxy(url: str, why: str) -> ProfileProblem:
    return ProfileProblem(
        tr("{address} can't be the proxy: {why}.", address=clean(url), why=why),
        tr("Give an address such as http://proxy.example.com:3128, or none for the system's proxy."),
        {"proxy": clean(url)},
    )


@dataclass(frozen=True)
class Proxy:
    """A proxy on the way to AWS, with the user and the password that it may want."""

    address: str
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)

    def checked(self) -> Proxy:
        """The proxy as it can be used.

        Raises:
            ProfileProblem: its address is none, or its user or password can't be sent.
        """
        address = check_proxy(self.address)
        # Basic authentication (RFC 7617) ends the user at the first colon; botocore sends ASCII alone.
        if not f"{self.user or ''}{self.password or ''}".isascii() or ":" in (self.user or ""):
            raise ProfileProblem(
                tr(
                    "The user or the password of the proxy {address} can't be sent: only "
                    "ASCII characters can, and a user without a colon.",
                    address=address,
                ),
                tr("Correct the proxy's user and password in the profile."),
                {"proxy": address},
            )
        remember(self.password)
        return replace(self, address=address)

    @property
    def url(self) -> str:
        """The address with user and password in it: a secret."""
        if not self.user:
            return self.address
        scheme, _, rest = self.address.partition("://")
        password = f":{quote(self.password, safe='')}" if self.password else ""
        return f"{scheme}://{quote(self.user, safe='')}{password}@{rest}"


def trusted_certificates(environ: Mapping[str, str]) -> str | Literal[True]:
    """The file of certificate authorities that the environment names, or True: botocore's own.

    The packaged program names botocore's file: OpenSSL would look where the machine has them that built it.

    Raises:
        ProfileProblem: the file is not there.
    """
    for name in CERTIFICATES:
        if path := environ.get(name, "").strip():
            if not Path(path).exists():
                raise _unusable(
                    name, tr("{variable} names {path}, and nothing is there.", variable=name, path=path)
                )
            return path
    return shipped_certificates() if is_frozen() else True


def isolated_session(keys: Keys) -> Session:
    """A botocore session that holds these keys and reads no file and no variable of AWS's.

    Not for several threads at once while clients are made from it. All sessions share one loader, so
    that each service's model is in memory once, and once only with the form's.
    """
    session = _unread_session()
    session.set_credentials(keys.access_key_id, keys.secret_access_key, keys.session_token)
    held = session.get_credentials()
    # Without keys of its own a session would look for others in the environment and sign with them.
    if held is None or held.method != "explicit" or held.access_key != keys.access_key_id:
        raise RuntimeError("the session does not hold the keys that it was given")
    return session


def unsigned_session() -> Session:
    """A session like an isolated one that holds no keys and finds none anywhere."""
    from botocore.credentials import CredentialResolver

    session = _unread_session()
    session.register_component("credential_provider", CredentialResolver(providers=[]))
    if session.get_credentials() is not None:
        raise RuntimeError("the session found keys that nobody gave it")
    return session


def _unread_session() -> Session:
    """A session that reads nothing; it would still look for keys if it is given none."""
    from botocore.session import Session
    from botocore.tokens import TokenProviderChain

    unread = {
        name: (None, None, _UNREAD_DEFAULTS.get(name, default), convert)
        for name, (_in_file, _in_environment, default, convert) in Session.SESSION_VARIABLES.items()
    }
    session = Session(session_vars=unread)
    session.register_component("data_loader", _loader())
    # Bearer tokens would come from AWS_BEARER_TOKEN_… and from ~/.aws/sso/cache.
    session.register_component("token_provider", TokenProviderChain(providers=[]))
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
