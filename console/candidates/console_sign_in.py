"""Console sign-in: the keys that `aws login` left behind, read and nothing else.

The keys last 15 minutes, and the AWS CLI and the SDKs renew them for up to 12 hours (reference guide
of the AWS SDKs, "Login credentials provider"). Renewing takes a proof signed with the session's
private key (DPoP, ES256), for which botocore needs awscrt; we leave it to the AWS CLI.

Where the file lies and what it holds: botocore's LoginTokenLoader and LoginCredentialFetcher.
"""

from __future__ import annotations

import hashlib
import json
import stat
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from console.candidates.aws_files import named_path, shown_path
from console.candidates.entries import expiry_text
from console.candidates.secrecy import hold, shown
from console.credentials import Keys
from console.errors import ProfileProblem, SignInNeeded
from console.kinds import KINDS
from console.language import tr

_LARGEST = 100_000
_AGAIN = tr(
    "Run `aws login` again with the profile of this sign-in. While its session lasts, up to 12 hours, any "
    "other command of the AWS CLI with that profile renews the keys, too."
)


def read_login_session(
    home: Path, environ: Mapping[str, str], login_session: str, now: datetime
) -> tuple[Keys, datetime]:
    """The keys of a console sign-in and the moment when they end.

    Blocks on the disk. AWS_LOGIN_CACHE_DIRECTORY is read in place of ~/.aws/login/cache.

    Raises:
        SignInNeeded: nobody signed in, or the keys are over.
        ProfileProblem: no session is named, or its file can't be read.
    """
    folder = named_path(environ.get("AWS_LOGIN_CACHE_DIRECTORY", ""), home, environ)
    session = login_session.strip()
    if not session:
        raise ProfileProblem(
            tr("The profile does not say which console sign-in it stands on."),
            tr("Give it the value of login_session in ~/.aws/config, which `aws login` writes."),
        )
    name = hashlib.sha256(session.encode("utf-8", "surrogatepass")).hexdigest()
    path = (folder or home / ".aws" / "login" / "cache") / f"{name}.json"
    facts = {"login_session": shown(session), "file": shown_path(path, home)}
    keys, expires_at = _keys(_token(path, facts), facts)
    if expires_at <= now:
        ended = f"{expires_at:%Y-%m-%d %H:%M} UTC"
        sentence = tr("The keys of the console sign-in ended at {ended}.", ended=ended)
        raise SignInNeeded(sentence, _AGAIN, facts)
    return keys, expires_at


def _token(path: Path, facts: Mapping[str, str]) -> dict[str, Any]:
    """The `accessToken` of the file: an access key, its secret and its token. The rest is left there."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise ProfileProblem(tr("{file} is not a file.", file=facts["file"]), _AGAIN, facts)
        with path.open("rb") as file:
            stored = json.loads(file.read(_LARGEST))
    except FileNotFoundError:
        sentence = tr("This computer holds no console sign-in of this name.")
        raise SignInNeeded(sentence, _AGAIN, facts) from None
    except OSError as fault:
        reason = fault.strerror or tr("the disk failed")
        sentence = tr("The console sign-in can't be read: {reason}.", reason=reason)
        raise ProfileProblem(sentence, tr("Check {file}.", file=facts["file"]), facts) from None
    except (ValueError, RecursionError):
        raise _garbled(facts) from None
    token = stored.get("accessToken") if isinstance(stored, dict) else None
    if not isinstance(token, dict):
        raise _garbled(facts)
    # The session renews itself with what stands beside the keys, so that is secret as well.
    hold(*(text for name in _RENEWAL if isinstance(text := stored.get(name), str)))
    return token


_RENEWAL = ("refreshToken", "idToken", "dpopKey")


def _keys(token: Mapping[str, Any], facts: Mapping[str, str]) -> tuple[Keys, datetime]:
    entry = {field: token.get(name) for field, name in _NAMES.items()}
    texts = {field: text for field, text in entry.items() if isinstance(text, str) and text}
    hold(texts.get("secret_access_key"), texts.get("session_token"))
    moment = expiry_text(token.get("expiresAt", ""))
    if len(texts) < len(entry) or KINDS["access_key"].problems(texts) or not moment:
        raise _garbled(facts)
    keys = Keys(texts["access_key_id"], texts["secret_access_key"], texts["session_token"])
    return keys, datetime.fromisoformat(moment)


_NAMES = {
    "access_key_id": "accessKeyId", "secret_access_key": "secretAccessKey", "session_token": "sessionToken",
}  # fmt: skip


def _garbled(facts: Mapping[str, str]) -> SignInNeeded:
    return SignInNeeded(tr("What `aws login` left behind can't be read."), _AGAIN, facts)
