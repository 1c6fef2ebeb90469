"""Whether a newer version is out: one question to whoever published this copy, when a person asks it.

The source names nobody to ask. A release writes its own address into what it packages (`releases.json`); a
copy that was made elsewhere has none and asks nobody. The question is GitHub's documented one for the latest
release of a repository. It tells the name and the version of this program, and nothing of who asks; nothing
is fetched but the answer, and nothing is installed.
"""

from __future__ import annotations

import asyncio
import json
import re
import time
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal
from urllib.parse import urljoin, urlsplit

from console.errors import ConsoleError, seconds_text
from console.language import tr
from console.outside import MOST_TOLD, cause_of, pieces, pool, reason_of
from console.paths import APPLICATION, resource, version
from console.workers import Workers

if TYPE_CHECKING:
    from urllib3 import BaseHTTPResponse

FILE: Final = "releases.json"
"""Beside the resources of a packaged program: who published it."""
MOST_BYTES: Final = 1024 * 1024
"""Of an answer. GitHub takes notes of 125,000 characters, which JSON may write with six bytes each; the seven
files of a release are told with some two thousand bytes each."""
WHOLE_S: Final = 20.0
REDIRECTS: Final = 3
LONGEST_NAME: Final = 60
_LOCAL: Final = "127.0.0.1"
_ADDRESS: Final = re.compile(r"https?://[A-Za-z0-9.-]+(:\d{1,5})?(/[A-Za-z0-9._~+-]+)+")
_VERSION: Final = re.compile(
    r"v?(?P<numbers>\d{1,9}(?:\.\d{1,9}){0,5})(?:[-_.]?(?P<stage>dev|alpha|a|beta|b|rc|c|pre|post)[-_.]?(?P<nth>\d{0,9}))?",
    re.ASCII | re.IGNORECASE,
)
_STAGES: Final = {
    "dev": 0,
    "a": 1,
    "alpha": 1,
    "b": 2,
    "beta": 2,
    "c": 3,
    "rc": 3,
    "pre": 3,
    "": 4,
    "post": 5,
}
Standing = Literal["newer", "same", "older"]
Order = tuple[tuple[int, ...], int, int]


class NewVersionUnknown(ConsoleError):
    """It can't be told whether a newer version is out."""

    code = "new_version_unknown"


@dataclass(frozen=True)
class Releases:
    """Who published this copy: the page of the repository, and where its API answers for it.

    Raises:
        ValueError: one of them is no address that may be asked or opened.
    """

    page: str
    api: str

    def __post_init__(self) -> None:
        for address in (self.page, self.api):
            if not is_address(address):
                raise ValueError(f"{address!r} is no address of a repository: https, a host and a path")

    @property
    def host(self) -> str:
        """Who is asked."""
        return urlsplit(self.api).netloc


@dataclass(frozen=True)
class Newest:
    """The newest version that was published, and how it stands to ours: newer, the same, or older."""

    name: str
    standing: Standing
    published: datetime | None
    page: str


def is_address(address: str) -> bool:
    """Whether this is a page below a host: by https, or by http on this computer, with nothing else in it."""
    scheme, _, rest = address.partition("://")
    steps = rest.split("/")
    plain = _ADDRESS.fullmatch(address) is not None and not {".", ".."} & set(steps)
    return plain and (scheme == "https" or steps[0].partition(":")[0] == _LOCAL)


def releases(file: Path | None = None) -> Releases | None:
    """Who published this copy; None where nobody did. Reads a file: not for the window's thread."""
    try:
        told = json.loads((file or resource(FILE)).read_bytes())
        return Releases(str(told["page"]), str(told["api"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def order(name: str) -> Order | None:
    """What versions are compared by: numbers, then dev, alpha, beta, rc, none, post. None: it is no version.

    As PEP 440 has it, for versions with one such stage and without epochs and local parts.
    """
    if (found := _VERSION.fullmatch(name)) is None:
        return None
    numbers = [int(one) for one in found["numbers"].split(".")]
    while numbers[1:] and numbers[-1] == 0:
        del numbers[-1]
    return tuple(numbers), _STAGES[(found["stage"] or "").lower()], int(found["nth"] or 0)


async def newest(whom: Releases, ours: str = "", authorities: str = "") -> Newest:
    """The newest version that was published. A question that is cancelled is left to its own bounds.

    Raises:
        NewVersionUnknown: nobody answered, or not in a way that tells it.
        ProfileProblem: the environment names a file of certificates that is not there.
    """
    thread = Workers(1, "new version")
    try:
        async with asyncio.timeout(WHOLE_S):
            return await thread.call(partial(_asked, whom, ours or version(), authorities))
    except TimeoutError:
        raise _too_slow(whom.host) from None
    finally:
        thread.close()


# -- on a worker --------------------------------------------------------------------------------------


def _asked(whom: Releases, ours: str, authorities: str) -> Newest:
    from urllib3.exceptions import HTTPError

    try:
        told = _answer(whom, ours, authorities)
    except (HTTPError, OSError, ValueError) as error:
        raise _unreached(whom.host, error) from error
    try:
        return _read(json.loads(told), whom, ours)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _strange(whom.host) from error


def _answer(whom: Releases, ours: str, authorities: str) -> bytes:
    url, until = f"{whom.api}/releases/latest", time.monotonic() + WHOLE_S
    headers = {
        "User-Agent": f"{APPLICATION}/{ours}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    with pool(url, headers, authorities) as asking:
        for _ in range(REDIRECTS + 1):
            answer = asking.request("GET", url, redirect=False, preload_content=False)
            try:
                target = answer.get_redirect_location()
                if not target:
                    return _body(answer, whom.host, until)
                # A repository that was renamed is led on from, on the same host.
                url = urljoin(url, target)
            finally:
                answer.close()
            if (at := urlsplit(url))[:2] != urlsplit(whom.api)[:2]:
                other = at.netloc[:MOST_TOLD]
                raise NewVersionUnknown(
                    tr("{host} leads on to {other}, which is not asked.", host=whom.host, other=other),
                    tr("Ask whoever gave you this program where it is published now."),
                )
    raise _strange(whom.host)


def _body(answer: BaseHTTPResponse, host: str, until: float) -> bytes:
    if answer.status != 200:
        raise _refused(answer, host)
    content = b""
    # Nothing packed was asked for: what comes packed all the same could be of any size.
    for piece in pieces(answer, unpacked=False):
        content += piece
        if len(content) > MOST_BYTES:
            raise _strange(host)
        if time.monotonic() > until:
            raise _too_slow(host)
    return content


def _read(told: Any, whom: Releases, ours: str) -> Newest:
    name, page = told["tag_name"], told.get("html_url")
    if not isinstance(name, str) or not name.isprintable() or not 0 < len(name) <= LONGEST_NAME:
        raise ValueError("a release has a name")
    if told.get("draft") or told.get("prerelease"):
        raise NewVersionUnknown(
            tr("{host} tells of a draft or a trial version alone.", host=whom.host),
            tr("There is nothing to do until a finished version is published."),
        )
    theirs, own = order(name), order(ours)
    if theirs is None or own is None:
        raise NewVersionUnknown(
            tr("The newest release is called {name}, which is no version to compare with.", name=name),
            tr("Ask whoever gave you this program what it is."),
        )
    standing: Standing = "same" if theirs == own else "newer" if theirs > own else "older"
    # Its own page only where it lies below the repository's: an answer must not lead a browser anywhere else.
    below = isinstance(page, str) and page.startswith(f"{whom.page}/") and is_address(page)
    return Newest(
        name[1:] if name[0] in "vV" else name,
        standing,
        _moment(told.get("published_at")),
        page if below else f"{whom.page}/releases",
    )


def _moment(told: object) -> datetime | None:
    """When it was published; None where that is not told in a way that a calendar can show."""
    try:
        when = datetime.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None
    return when if when and when.tzinfo and 2000 < when.year < 9000 else None


# -- why it can't be told -----------------------------------------------------------------------------


def _refused(answer: BaseHTTPResponse, host: str) -> NewVersionUnknown:
    if answer.status == 404:
        return NewVersionUnknown(
            tr("{host} knows no release of this program: there is none, or not for everybody.", host=host),
            tr("Ask whoever gave you this program."),
        )
    if answer.status == 429 or (answer.status == 403 and _is_limited(answer)):
        wait = _wait_s(answer)
        later = tr("Try again in {time}.", time=seconds_text(wait)) if wait else tr("Try again in an hour.")
        return NewVersionUnknown(
            tr("{host} takes no more questions from this network for the moment.", host=host), later
        )
    return NewVersionUnknown(
        tr("{host} did not say which version is the newest, but {status}.", host=host, status=answer.status),
        tr("Try again later."),
    )


def _is_limited(answer: BaseHTTPResponse) -> bool:
    return answer.headers.get("x-ratelimit-remaining") == "0" or "retry-after" in answer.headers


def _wait_s(answer: BaseHTTPResponse) -> float:
    """How long to wait, as GitHub tells it: by HTTP, or until a second of Unix's time. 0: not told."""
    from console.aws.dates import is_count, retry_after_s

    wait, reset = retry_after_s(answer.headers), answer.headers.get("x-ratelimit-reset", "")
    if not wait and is_count(reset):
        wait = int(reset) - time.time()
    return wait if wait and 0 < wait <= 86_400 else 0.0


def _strange(host: str) -> NewVersionUnknown:
    return NewVersionUnknown(
        tr("What {host} answered is no release.", host=host),
        tr("A network that wants you to sign in first can be the reason. Try again later."),
    )


def _too_slow(host: str) -> NewVersionUnknown:
    return NewVersionUnknown(
        tr("{host} did not answer within {time}.", host=host, time=seconds_text(WHOLE_S)),
        tr("Check the network: VPN, firewall, proxy."),
    )


def _unreached(host: str, error: Exception) -> NewVersionUnknown:
    from urllib3 import exceptions as of

    inner, reason = cause_of(error), reason_of(error)
    if isinstance(inner, of.NameResolutionError):
        return NewVersionUnknown(
            tr("No address is known for {host}.", host=host), tr("Check that this computer is online.")
        )
    if isinstance(inner, of.ProxyError):
        return NewVersionUnknown(
            tr("The proxy did not let the question to {host} through: {reason}.", host=host, reason=reason),
            tr("The proxy comes from the system's settings or from HTTPS_PROXY. Check them."),
        )
    if isinstance(inner, of.SSLError):
        return NewVersionUnknown(
            tr("The encrypted connection to {host} failed: {reason}.", host=host, reason=reason),
            tr(
                "If your network inspects encrypted traffic, let AWS_CA_BUNDLE name its certificate file. "
                "A wrong clock of this computer can be the reason, too."
            ),
        )
    if isinstance(inner, of.TimeoutError) and not isinstance(inner, of.NewConnectionError):
        return _too_slow(host)
    return NewVersionUnknown(
        tr("{host} can't be reached: {reason}.", host=host, reason=reason),
        tr("Check the network and try again."),
    )
