"""What a class must not see: ids, account numbers and tokens, in whatever text they stand."""

from __future__ import annotations

from string import ascii_letters, digits
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from console.presenting import Presenting, masked
from console.redaction import MASK

ID = "4fe3c2b1-1a2b-4c3d-8e4f-0123456789ab"
PROSE = st.text(alphabet=ascii_letters + " .,:;/()\"'{}äß☃", max_size=20)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (f"Contact {ID}", f"Contact {MASK}"),
        (ID.upper(), MASK),
        (ID.replace("-", ""), MASK),
        ("the account 123456789012.", f"the account {MASK}."),
        ("1234-5678-9012", MASK),
        (
            f"arn:aws:connect:us-east-1:123456789012:instance/{ID}/contact-flow/{ID}",
            f"arn:aws:connect:us-east-1:{MASK}:instance/{MASK}/contact-flow/{MASK}",
        ),
        ("arn%3Aaws%3Aconnect%3Aus-east-1%3A123456789012%3A", f"arn%3Aaws%3Aconnect%3Aus-east-1%3A{MASK}%3A"),
        ("Instance 4fe3…89ab", f"Instance {MASK}"),
        ("4fe3c2b1-1a2b…", MASK),
        ("…8e4f-0123456789ab", MASK),
        ("AKIAIOSFODNN7EXAMPLE", MASK),
        ("AKIA…MPLE", MASK),
        ("https://d-9067642ac7.awsapps.com/start", f"https://{MASK}.awsapps.com/start"),
        ("Root=1-5759e988-bd862e3fe1be46a994272793", f"Root={MASK}"),
        ("x-amz-apigw-id: JvTE1GmSIAMFtRg=", f"x-amz-apigw-id: {MASK}"),
        ("Q" + "aB3" * 20, MASK),
    ],
)
def test_what_leads_to_an_account_is_masked(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Where is my order HB-1042? It was 12.345678901234 kg.",
        "until Tue 24 Nov, 01:56",
        "1700000000000",
        "application/vnd.amazonaws.connect.message.interactive.response",
        "us-east-1",
        "Reading…",
        "24:59:58",
        "Ready. 4 fields set, request 377 bytes",
        "https://example.com/help",
        "Amazon Connect lets a contact be continued once.",
    ],
)
def test_what_a_lesson_is_about_stays(text: str) -> None:
    assert masked(text) == text


def test_a_place_to_break_does_not_hide_an_id_from_the_mask() -> None:
    assert masked(f"{ID[:30]}\u200b{ID[30:]}") == MASK
    whole = "A long word that may break:\u200b so it stays"
    assert masked(whole) == whole


@given(PROSE, st.uuids(), PROSE)
@settings(max_examples=60)
def test_no_id_is_left_in_any_text(before: str, id_: UUID, after: str) -> None:
    shown = masked(f"{before}{id_}{after}")
    assert str(id_) not in shown
    assert str(id_)[-12:] not in shown


@given(PROSE, st.text(alphabet=digits, min_size=12, max_size=12), PROSE)
@settings(max_examples=60)
def test_no_account_number_is_left_in_any_text(before: str, account: str, after: str) -> None:
    assert account not in masked(f"{before.rstrip('.')} {account} {after}")


def test_it_masks_only_while_somebody_presents_and_knows_how_the_lesson_began() -> None:
    presenting, request = Presenting(), {"Attributes": {"a": "b"}}
    assert presenting.shown(ID) == ID
    presenting.begin(request, "Order status")
    request["Attributes"]["a"] = "changed later"
    assert presenting.shown(ID) == MASK
    assert presenting.beginning is not None
    assert presenting.beginning.request == {"Attributes": {"a": "b"}}
    assert presenting.beginning.name == "Order status"
    presenting.end()
    assert presenting.shown(ID) == ID
