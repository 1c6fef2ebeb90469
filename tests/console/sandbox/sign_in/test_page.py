"""The verification page: what a person sees and presses, and whose form it refuses."""

from __future__ import annotations

import html
import re
from typing import Any
from urllib.parse import urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console import shape
from console.sandbox import Sandbox
from console.sandbox.routes import REST
from console.sandbox.sign_in.page import LARGEST_FORM, SignInPage
from tests.console.sandbox.clients import SignedIn, refused, registered
from tests.console.sandbox.wire import Answered, Signed, send

PLAIN = {"Content-Type": "application/x-www-form-urlencoded"}


def get(sandbox: Sandbox, target: str) -> Answered:
    return send(sandbox, Signed("GET", target, {}))


def press(sandbox: Sandbox, form: dict[str, str], **headers: str) -> Answered:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return send(sandbox, Signed("POST", "/device", {**PLAIN, **named}, urlencode(form).encode()))


def waiting(sandbox: Sandbox) -> tuple[SignedIn, dict[str, Any]]:
    program = registered(sandbox)
    return program, program.wait(sandbox.sign_in.start_url)


def form_of(page: Answered, button: str) -> dict[str, str]:
    """The form as a browser would send it when that button is pressed."""
    text = page.body.decode()
    hidden = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', text)
    found = re.search(rf'<button[^>]* name="(\w+)" value="(\w+)">{button}</button>', text)
    assert found is not None
    return {name: html.unescape(value) for name, value in [*hidden, found.groups()]}


@pytest.mark.parametrize(("button", "error"), [("Allow", None), ("Deny", "AccessDeniedException")])
def test_a_person_decides(sandbox: Sandbox, button: str, error: str | None) -> None:
    program, begun = waiting(sandbox)
    page = get(sandbox, begun["verificationUriComplete"].removeprefix(sandbox.endpoint))
    assert page.status == 200
    assert begun["userCode"].encode() in page.body
    assert b"Connect Chat Console" in page.body
    assert sandbox.sign_in.pending  # looking decides nothing
    done = press(sandbox, form_of(page, button), Origin=sandbox.endpoint, Sec_Fetch_Site="same-origin")
    assert done.status == 200
    assert b"You can close this page" in done.body
    if error is None:
        assert program.poll(begun["deviceCode"])["accessToken"]
    else:
        assert refused(program.poll, device_code=begun["deviceCode"])[0] == error
    # What was decided stays decided.
    assert press(sandbox, form_of(page, "Deny")).status == 404


def test_a_code_is_typed_as_one_likes(sandbox: Sandbox) -> None:
    _, begun = waiting(sandbox)
    code = begun["userCode"]
    for typed in (code, code.lower(), code.replace("-", ""), f" {code[:4]} - {code[5:]} "):
        assert code.encode() in get(sandbox, f"/device?{urlencode({'user_code': typed})}").body


@pytest.mark.parametrize("target", ["/start", "/device", "/device?user_code="])
def test_without_a_code_it_is_asked_for(sandbox: Sandbox, target: str) -> None:
    page = get(sandbox, target)
    assert page.status == 200
    assert b'name="user_code"' in page.body


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "http://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": ""},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
)
def test_another_pages_form_decides_nothing(sandbox: Sandbox, headers: dict[str, str]) -> None:
    _, begun = waiting(sandbox)
    form = {"user_code": begun["userCode"], "decision": "allow"}
    assert press(sandbox, form, **headers).status == 403
    assert sandbox.sign_in.pending == (begun["userCode"],)


def test_a_form_that_says_nothing_decides_nothing(sandbox: Sandbox) -> None:
    _, begun = waiting(sandbox)
    for form in ({}, {"decision": "maybe"}, {"decision": "allow", "padding": "x" * LARGEST_FORM}):
        assert press(sandbox, {"user_code": begun["userCode"], **form}).status == 400
    many = {f"n{number}": "x" for number in range(50)}
    assert press(sandbox, {"user_code": begun["userCode"], "decision": "allow", **many}).status == 400
    assert press(sandbox, {"decision": "allow"}).status == 404
    assert get(sandbox, "/device?user_code=BCDF-GHJK").status == 404
    assert sandbox.sign_in.pending == (begun["userCode"],)


def test_no_page_can_be_framed_or_made_to_load(sandbox: Sandbox) -> None:
    _, begun = waiting(sandbox)
    for target in ("/start", f"/device?user_code={begun['userCode']}", "/device?user_code=none"):
        page = get(sandbox, target)
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert page.headers["x-frame-options"] == "DENY"
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["content-type"].startswith("text/html")
        assert b"<script" not in page.body
        assert b"http://" not in page.body
        assert b"https://" not in page.body


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=120))
def test_no_name_of_a_program_breaks_out_of_the_page(served: Sandbox, name: str) -> None:
    hostile = f'<script>alert(1)</script>"{name}{{0}}'
    client = served.sign_in.devices.register(hostile, [], [])
    device = served.sign_in.devices.begin(client, served.sign_in.start_url, served.endpoint)
    page = get(served, f"/device?user_code={device.user_code}")
    assert page.status == 200
    text = page.body.decode()
    assert "<script" not in text
    assert html.escape(hostile[:100]) in text


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_text_can_be_read_in_light_and_dark(sandbox: Sandbox) -> None:
    sheets = re.findall(r":root \{([^}]*)\}", get(sandbox, "/start").body.decode())
    assert len(sheets) == 2
    for sheet in sheets:
        named = {name: long(value) for name, value in re.findall(r"--(\w+): (#\w+)", sheet)}
        pairs = [(named["text"], named["card"]), (named["faint"], named["card"]), ("#ffffff", named["main"])]
        assert all(contrast(*pair) >= 4.5 for pair in pairs), pairs


def long(colour: str) -> str:
    return colour if len(colour) == 7 else "#" + "".join(letter * 2 for letter in colour[1:])


def test_no_operation_lies_where_the_page_does() -> None:
    for service in REST:
        for raw in shape.model(service).raw["operations"].values():
            assert raw["http"]["requestUri"].partition("?")[0] not in SignInPage.paths
