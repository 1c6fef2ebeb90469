"""Where the admin website shows contact, flow and panel; refused politely where that can't be told."""

from __future__ import annotations

from typing import Any

import pytest

from console.chat.chat import Chat
from console.chat.clocks import utc_now
from console.pages_of_connect import NoPage, address, flow_arn, page_of, website_of
from console.profiles import SANDBOX, Profile
from console.sandbox import Sandbox, parse
from console.workspace import Workspace
from tests.console.test_workspace import KEYS, environment

ID = "11111111-2222-4333-8444-555555555555"
INSTANCE = "arn:aws:connect:eu-central-1:123456789012:instance/" + ID


def test_the_addresses_of_an_instance() -> None:
    site = website_of("Harbour-Bikes", "eu-central-1")
    assert address(site, "contact", contact_id=ID) == (
        f"https://harbour-bikes.my.connect.aws/contact-trace-records/details/{ID}"
    )
    assert address(site, "flow", flow_arn=flow_arn(INSTANCE, "f-1")) == (
        f"https://harbour-bikes.my.connect.aws/contact-flows/edit?id={INSTANCE}/contact-flow/f-1"
    )
    assert address(site, "panel") == "https://harbour-bikes.my.connect.aws/ccp-v2/"


def test_an_older_website_lies_below_its_folder() -> None:
    assert address("https://old.awsapps.com", "panel") == "https://old.awsapps.com/connect/ccp-v2/"
    assert address("https://old.awsapps.com/connect/", "panel") == "https://old.awsapps.com/connect/ccp-v2/"


@pytest.mark.parametrize("id_", ["../../logout", "a?b=c#d", "a b"])
def test_an_id_names_nothing_else(id_: str) -> None:
    made = address("https://a.my.connect.aws", "contact", contact_id=id_)
    tail = made.removeprefix("https://a.my.connect.aws/contact-trace-records/details/")
    assert not set(tail) & set("/?# ")


@pytest.mark.parametrize(
    "website",
    ["http://a.my.connect.aws", "javascript:alert(1)", "file:///etc/passwd", "https://", "https://u@a.b", ""],
)
def test_what_is_no_website_is_not_opened(website: str) -> None:
    with pytest.raises(NoPage):
        address(website, "panel")


@pytest.mark.parametrize(
    ("alias", "region"),
    [("", "us-east-1"), ("a/b", "us-east-1"), ("a", "us-gov-west-1"), ("a", "cn-north-1")],
)
def test_without_an_alias_or_in_another_partition_it_says_what_would_help(alias: str, region: str) -> None:
    with pytest.raises(NoPage) as caught:
        website_of(alias, region)
    assert "connect:DescribeInstance" in caught.value.advice


def test_what_has_no_id_has_no_page() -> None:
    with pytest.raises(NoPage, match="contact has no page yet"):
        address("https://a.my.connect.aws", "contact")
    assert flow_arn("", "f-1") == ""
    assert flow_arn("", f"{INSTANCE}/contact-flow/f") == f"{INSTANCE}/contact-flow/f"


def chat(sandbox: Sandbox, profile: Profile) -> Chat:
    request = {"InstanceId": sandbox.instance_id, "ContactFlowId": sandbox.flows[0].id}
    return Chat(1, request, profile, utc_now)


async def test_the_service_is_asked_for_the_website(workspace: Workspace, sandbox: Sandbox) -> None:
    profile = environment(sandbox)
    workspace.add_environment(profile, KEYS)
    of = chat(sandbox, profile)
    told = await page_of(of, "flow", "", workspace.open)
    assert told.endswith(f"/contact-flows/edit?id={_arn(sandbox)}/contact-flow/{sandbox.flows[0].id}")
    sandbox.faults.add(parse("DescribeInstance:AccessDenied"))
    told = await page_of(of, "contact", ID, workspace.open, alias="mine")
    assert told == f"https://mine.my.connect.aws/contact-trace-records/details/{ID}"
    with pytest.raises(NoPage, match="flow has no page"):
        await page_of(of, "flow", ID, workspace.open, alias="mine")
    with pytest.raises(NoPage, match="sandbox"):
        await page_of(chat(sandbox, SANDBOX), "panel", "", workspace.open)


def _arn(sandbox: Sandbox) -> Any:
    return f"arn:aws:connect:us-east-1:123456789012:instance/{sandbox.instance_id}"
