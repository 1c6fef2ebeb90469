"""Signature Version 4, verified as the service does it: from the request as received.

Written from AWS's description of the algorithm ("Create a signed AWS API request"), with hmac alone,
so that a bug of an SDK's signer does not cancel out here. Both forms are understood: the
`Authorization` header and the presigned query.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from urllib.parse import quote, unquote

from console.sandbox.identity import KeyPair
from console.sandbox.received import Received
from console.sandbox.refusal import RefusalError

ALGORITHM = "AWS4-HMAC-SHA256"
TOLERANCE = timedelta(minutes=5)
STAMP = "%Y%m%dT%H%M%SZ"
LONGEST_PRESIGNED_S = 7 * 24 * 3600


@dataclass(frozen=True)
class _Claim:
    """What a request says of its own signature."""

    access_key_id: str
    day: str
    region: str
    service: str
    terminator: str
    signed_headers: tuple[str, ...]
    signature: str
    stamp: str
    token: str | None
    lifetime: timedelta
    presigned: bool

    @property
    def scope(self) -> str:
        return f"{self.day}/{self.region}/{self.service}/{self.terminator}"


KeysOf = Callable[[str], KeyPair | None]
"""Finds the keys of an access key id."""


def verify(received: Received, service: str, region: str, keys_of: KeysOf, now: datetime) -> str:
    """Check that a request was signed with known keys, for this service and region, about now.

    Gives the access key id of who signed it.

    Raises:
        RefusalError: MissingAuthenticationTokenException without a signature, UnrecognizedClientException
            for an unknown key or another session token, InvalidSignatureException for everything else.
    """
    claim = _claim(received)
    keys = keys_of(claim.access_key_id)
    if keys is None or not _same(claim.token or "", keys.session_token or ""):
        raise RefusalError(
            "UnrecognizedClientException",
            "The access key id or session token in the request belongs to nobody here.",
        )
    _check_scope(claim, service, region)
    _check_signed_headers(claim, received)
    _check_date(claim, now)
    text = "\n".join((ALGORITHM, claim.stamp, claim.scope, _canonical_hash(claim, received)))
    key = _signing_key(keys.secret_access_key, claim.day, claim.region, claim.service)
    if not _same(hmac.new(key, text.encode(), sha256).hexdigest(), claim.signature):
        raise _invalid(
            "The signature of the request is not the one that its content and the secret key of this "
            "access key give. Check the secret key, and that nothing changed the request on its way."
        )
    return claim.access_key_id


def _claim(received: Received) -> _Claim:
    authorization = received.header("authorization")
    if authorization is not None:
        scheme, _, rest = authorization.strip().partition(" ")
        if scheme != ALGORITHM:
            raise _invalid(f"The Authorization header must use {ALGORITHM}.")
        parts = {
            name.strip(): value.strip()
            for name, _, value in (part.partition("=") for part in rest.split(","))
        }
        claimed: Mapping[str, str | None] = {
            "Credential": parts.get("Credential"),
            "SignedHeaders": parts.get("SignedHeaders"),
            "Signature": parts.get("Signature"),
            "Date": received.header("x-amz-date"),
            "Security-Token": received.header("x-amz-security-token"),
        }
        return _claim_of(claimed, TOLERANCE, presigned=False)
    query = {unquote(name): unquote(value) for name, value in received.pairs}
    if query.get("X-Amz-Algorithm") != ALGORITHM:
        raise RefusalError("MissingAuthenticationTokenException", "The request carries no signature.")
    expires = query.get("X-Amz-Expires", "")
    # isdigit alone lets through digits of other scripts, and int() refuses very long numbers.
    if not (expires.isascii() and expires.isdigit() and len(expires) <= 6):
        raise _invalid("X-Amz-Expires must be a number of seconds.")
    if not 1 <= int(expires) <= LONGEST_PRESIGNED_S:
        raise _invalid(f"X-Amz-Expires must lie between 1 and {LONGEST_PRESIGNED_S} seconds.")
    claimed = {name: query.get(f"X-Amz-{name}") for name in _CLAIMED}
    return _claim_of(claimed, timedelta(seconds=int(expires)), presigned=True)


_CLAIMED = ("Credential", "SignedHeaders", "Signature", "Date", "Security-Token")


def _claim_of(claimed: Mapping[str, str | None], lifetime: timedelta, *, presigned: bool) -> _Claim:
    credential, headers = claimed["Credential"], claimed["SignedHeaders"]
    signature, stamp = claimed["Signature"], claimed["Date"]
    if credential is None or headers is None or signature is None:
        raise _invalid("The signature must name its Credential, SignedHeaders and Signature.")
    if stamp is None:
        raise _invalid("The signature must name its date, in X-Amz-Date.")
    parts = credential.rsplit("/", 4)
    if len(parts) != 5:
        raise _invalid("Credential must read key/date/region/service/aws4_request.")
    access_key_id, day, region, service, terminator = parts
    return _Claim(
        access_key_id=access_key_id,
        day=day,
        region=region,
        service=service,
        terminator=terminator,
        signed_headers=tuple(headers.split(";")),
        signature=signature,
        stamp=stamp,
        token=claimed["Security-Token"],
        lifetime=lifetime,
        presigned=presigned,
    )


def _check_scope(claim: _Claim, service: str, region: str) -> None:
    wanted = {"region": (claim.region, region), "service": (claim.service, service)}
    wanted["terminator"] = (claim.terminator, "aws4_request")
    for name, (is_, should) in wanted.items():
        if is_ != should:
            raise _invalid(f"The {name} in Credential must be “{should}”; it is “{is_[:100]}”.")
    if claim.day != claim.stamp[:8]:
        raise _invalid("The day in Credential is not the day of X-Amz-Date.")


def _check_signed_headers(claim: _Claim, received: Received) -> None:
    needed = ("host",) if claim.presigned else ("host", "x-amz-date")
    for name in needed:
        if name not in claim.signed_headers:
            raise _invalid(f"SignedHeaders must include {name}.")
    present = {name for name, _ in received.headers}
    missing = [name for name in claim.signed_headers if name not in present]
    if missing:
        raise _invalid(f"SignedHeaders names {missing[0][:100]}, which the request lacks.")


def _check_date(claim: _Claim, now: datetime) -> None:
    signed_at = _moment(claim.stamp)
    if signed_at is None:
        raise _invalid("X-Amz-Date must read like 20261122T143000Z.")
    clock = now.strftime(STAMP)
    if signed_at + claim.lifetime < now:
        limit = (now - claim.lifetime).strftime(STAMP)
        raise _invalid(f"Signature expired: {claim.stamp} is before {limit} (the clock here says {clock}).")
    if signed_at - TOLERANCE > now:
        # ours: future-date
        limit = (now + TOLERANCE).strftime(STAMP)
        raise _invalid(
            f"Signature expired: {claim.stamp} is not yet current, it lies after {limit} "
            f"(the clock here says {clock})."
        )


@lru_cache(maxsize=64)
def _moment(stamp: str) -> datetime | None:
    try:
        return datetime.strptime(stamp, STAMP).replace(tzinfo=UTC) if len(stamp) == 16 else None
    except ValueError:
        return None


def _canonical_hash(claim: _Claim, received: Received) -> str:
    pairs = sorted(pair for pair in received.pairs if pair[0] != "X-Amz-Signature" or not claim.presigned)
    query = "&".join(f"{name}={value}" for name, value in pairs)
    headers = "".join(f"{name}:{_header(received, name)}\n" for name in sorted(claim.signed_headers))
    signed = ";".join(claim.signed_headers)
    payload = sha256(received.body).hexdigest()
    announced = received.header("x-amz-content-sha256")
    if announced is not None and not _same(announced, payload):
        # ours: unsigned-payload. It lands here, too: only S3 knows it, and the body would be anybody's.
        raise _invalid("X-Amz-Content-Sha256 is not the hash of the body.")
    canonical = "\n".join((received.method, canonical_path(received.path), query, headers, signed, payload))
    # Headers were decoded as Latin-1, so this gives back the very bytes that came.
    return sha256(canonical.encode("latin-1")).hexdigest()


def canonical_path(path: str) -> str:
    """The path as it is signed: dot segments and double slashes resolved, then encoded once more.

    Every service but S3 signs the encoded path encoded a second time.
    """
    kept: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            del kept[-1:]
        elif segment not in ("", "."):
            kept.append(segment)
    tail = "/" if path.endswith("/") and kept else ""
    return quote("/" + "/".join(kept) + tail, safe="/~")


def _header(received: Received, name: str) -> str:
    return ",".join(" ".join(value.split()) for one, value in received.headers if one == name)


@lru_cache(maxsize=64)
def _signing_key(secret: str, day: str, region: str, service: str) -> bytes:
    key = f"AWS4{secret}".encode()
    for part in (day, region, service, "aws4_request"):
        key = hmac.new(key, part.encode(), sha256).digest()
    return key


def _same(one: str, other: str) -> bool:
    return hmac.compare_digest(one.encode(), other.encode())


def _invalid(message: str) -> RefusalError:
    return RefusalError("InvalidSignatureException", message)
