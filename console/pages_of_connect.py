"""Where the admin website shows a contact, a flow, and the agent's panel.

AWS documents none of these addresses; they are those that people see in their browsers [?]. Only the
address of the website itself is the service's own word: DescribeInstance's InstanceAccessUrl.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import TYPE_CHECKING, Final, Literal
from urllib.parse import quote, urlsplit

from console.chat.chat import Chat
from console.errors import ConsoleError
from console.language import tr
from console.profiles import Profile

if TYPE_CHECKING:
    from console.aws import Connect

PageKind = Literal["contact", "flow", "panel"]
OpenDoor = Callable[[Profile], "Awaitable[Connect]"]
SANDBOX: Final = tr("The sandbox has no website.")

log = logging.getLogger(__name__)

_PATHS: Final[Mapping[PageKind, str]] = {
    "contact": "/contact-trace-records/details/{contact}",
    "flow": "/contact-flows/edit?id={flow}",
    "panel": "/ccp-v2/",
}
_NOT_YET: Final[Mapping[PageKind, str]] = {
    "contact": tr("The contact has no page yet."),
    "flow": tr("The flow has no page yet."),
}
_OLD_DOMAIN: Final = ".awsapps.com"
"""Websites of older instances lie there, below /connect."""
_ALIAS: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-")


class NoPage(ConsoleError):
    """There is no such page, or its address can't be told."""

    code = "no_page"


def address(website: str, kind: PageKind, *, contact_id: str = "", flow_arn: str = "") -> str:
    """The address of a page of an instance's website.

    Raises:
        NoPage: what it would show has no id yet, or the website's address is no address.
    """
    needed = {"contact": contact_id, "flow": flow_arn, "panel": "-"}[kind]
    if not needed:
        raise NoPage(_NOT_YET[kind], tr("Try again once the chat has started."))
    path = _PATHS[kind].format(contact=quote(contact_id, safe=""), flow=quote(flow_arn, safe=":/"))
    return _checked(website) + path


def website_of(alias: str, region: str) -> str:
    """The website of an instance that is known by its alias alone.

    Raises:
        NoPage: without an alias it can't be told, nor where AWS uses domains that are not known here.
    """
    if not alias or not set(alias.lower()) <= _ALIAS:
        raise NoPage(
            tr("The address of this instance's website is not known: it has no alias that could be one."),
            tr("Allow connect:DescribeInstance for this profile, which tells the address."),
        )
    if region.startswith(("us-gov-", "cn-", "us-iso", "eu-isoe", "eusc-")):
        raise NoPage(
            tr("The domain of Amazon Connect's website in {region} is not known here.", region=region),
            tr("Allow connect:DescribeInstance for this profile, which tells the address."),
        )
    return f"https://{alias.lower()}.my.connect.aws"


def flow_arn(instance_arn: str, flow_id: str) -> str:
    """The ARN of a flow of an instance; an id that is an ARN stays as it is."""
    if flow_id.startswith("arn:") or not (instance_arn and flow_id):
        return flow_id if flow_id.startswith("arn:") else ""
    return f"{instance_arn}/contact-flow/{flow_id}"


def _checked(website: str) -> str:
    parts = urlsplit(website.strip())
    if parts.scheme != "https" or not parts.hostname or parts.username or parts.query or parts.fragment:
        raise NoPage(
            tr("The service tells an address of the instance's website that is none."),
            tr("Open the website of the instance by hand."),
            {"website": website},
        )
    path = parts.path.rstrip("/")
    if not path and parts.hostname.endswith(_OLD_DOMAIN):
        path = "/connect"
    return f"https://{parts.netloc}{path}"


async def page_of(
    chat: Chat,
    kind: PageKind,
    contact_id: str,
    open_door: OpenDoor,
    alias: str = "",
    known_flow_arn: str = "",
) -> str:
    """The address of a page about a chat; the service is asked once where its instance's website is.

    Where it does not say, the alias tells, as far as it can.

    Raises:
        NoPage: there is no such page, or its address can't be told.
    """
    if chat.profile.kind == "sandbox":
        raise NoPage(SANDBOX, tr("Chats of a real instance have pages."))
    website, arn = "", ""
    try:
        door = await open_door(chat.profile)
        instance = await door.describe_instance(str(chat.request.get("InstanceId") or ""))
    except ConsoleError as error:
        log.info("the website of an instance is told by its alias: %s", error)
    else:
        website, arn, alias = instance.address, instance.arn, instance.alias or alias
    flow = flow_arn(arn, str(chat.request.get("ContactFlowId") or "")) or known_flow_arn
    return address(
        website or website_of(alias, chat.profile.region), kind, contact_id=contact_id, flow_arn=flow
    )
