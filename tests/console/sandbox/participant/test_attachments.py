"""Files: announced, put, scanned, shown, fetched; and everything that can be wrong about them."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from console.sandbox import Sandbox
from console.sandbox.participant import attachments
from console.sandbox.participant.attachments import LARGEST, TYPES
from tests.console.sandbox.clients import refused
from tests.console.sandbox.participant.visitor import Visitor, start

FILE = b"a note\n"


def http_call(
    method: str, url: str, headers: Mapping[str, str], body: bytes | None = None
) -> tuple[int, bytes, Mapping[str, str]]:
    host, _, target = url.removeprefix("http://").partition("/")
    connection = http.client.HTTPConnection(host, timeout=10)
    connection.request(method, f"/{target}", body, dict(headers))
    response = connection.getresponse()
    answer = response.status, response.read(), {name.lower(): value for name, value in response.getheaders()}
    connection.close()
    return answer


def announce(visitor: Visitor, content: bytes = FILE, name: str = "note.txt", **members: Any) -> Any:
    given = {
        "ContentType": "text/plain",
        "AttachmentName": name,
        "AttachmentSizeInBytes": len(content),
        "ClientToken": f"{name}-{len(content)}",
    }
    return visitor.call("start_attachment_upload", **given | members)


def upload(visitor: Visitor, content: bytes = FILE, name: str = "note.txt") -> str:
    """A file whose upload is completed."""
    begun = announce(visitor, content, name)
    where = begun["UploadMetadata"]
    assert http_call("PUT", where["Url"], where["HeadersToInclude"], content)[0] == 200
    done = visitor.call("complete_attachment_upload", AttachmentIds=[begun["AttachmentId"]], ClientToken="c")
    assert done == {}
    return str(begun["AttachmentId"])


def test_a_file_goes_all_the_way(visitor: Visitor) -> None:
    with visitor.greeted() as line:
        attachment_id = upload(visitor)
        (waiting,) = [item for item in visitor.transcript() if item["Type"] == "ATTACHMENT"]
        assert waiting["Attachments"][0]["Status"] == "IN_PROGRESS"
        shown, answer = line.items(2)
        assert shown == {
            "AbsoluteTime": waiting["AbsoluteTime"], "Id": waiting["Id"], "Type": "ATTACHMENT",
            "ParticipantId": visitor.participant_id, "DisplayName": "Zoë", "ParticipantRole": "CUSTOMER",
            "Attachments": [
                {
                    "AttachmentId": attachment_id, "AttachmentName": "note.txt",
                    "ContentType": "text/plain", "Status": "APPROVED",
                }
            ],
            "InitialContactId": visitor.contact_id, "ContactId": visitor.contact_id,
        }  # fmt: skip
        assert answer["ParticipantRole"] == "SYSTEM"
        (kept,) = [item for item in visitor.transcript() if item["Type"] == "ATTACHMENT"]
        assert kept["Attachments"] == shown["Attachments"]
        assert {"Content", "ContentType"}.isdisjoint(kept)
        found = visitor.call("get_attachment", AttachmentId=attachment_id)
        assert found["AttachmentSizeInBytes"] == len(FILE)
        ahead = datetime.fromisoformat(found["UrlExpiry"]) - datetime.now(UTC)
        assert timedelta(seconds=290) < ahead <= timedelta(seconds=300)
        status, body, headers = http_call("GET", found["Url"], {})
        assert (status, body, headers["content-type"]) == (200, FILE, "text/plain")
        assert headers["content-disposition"] == 'attachment; filename="note.txt"'
        inline = visitor.call("get_attachment", AttachmentId=attachment_id, UrlContentDisposition="INLINE")
        assert http_call("GET", inline["Url"], {})[2]["content-disposition"].startswith("inline")


def test_where_to_put_it(sandbox: Sandbox, visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    begun = announce(visitor)
    where = begun["UploadMetadata"]
    assert where["Url"].startswith(sandbox.endpoint + "/")
    assert len(where["Url"]) <= 2000
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", where["UrlExpiry"])
    assert where["HeadersToInclude"]["Content-Type"] == "text/plain"
    assert announce(visitor) == begun, "a retry announces nothing else"
    assert announce(visitor, ClientToken="another") != begun


def test_every_header_must_come_as_it_was_given(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    where = announce(visitor)["UploadMetadata"]
    for name in where["HeadersToInclude"]:
        for headers in (
            {other: value for other, value in where["HeadersToInclude"].items() if other != name},
            {**where["HeadersToInclude"], name: "changed"},
        ):
            status, body, _ = http_call("PUT", where["Url"], headers, FILE)
            assert (status, b"SignatureDoesNotMatch" in body) == (403, True)
    assert http_call("PUT", where["Url"], {**where["HeadersToInclude"], "X-Other": "x"}, FILE)[0] == 200


@pytest.mark.parametrize("content", [FILE + b"x", FILE[:-1], b"", b"x" * 2_000_000])
def test_the_size_must_be_the_one_announced(visitor: Visitor, content: bytes) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    begun = announce(visitor)
    where = begun["UploadMetadata"]
    assert http_call("PUT", where["Url"], where["HeadersToInclude"], content)[0] == 400
    code = refused(
        visitor.call,
        operation="complete_attachment_upload",
        AttachmentIds=[begun["AttachmentId"]],
        ClientToken="x",
    )
    assert code[:2] == ("ConflictException", 409)


@pytest.mark.parametrize("name", [f"a{ending}" for ending in sorted(TYPES)] + ["A.PDF", "é.txt", 'a"b.txt'])
def test_a_type_that_is_allowed(visitor: Visitor, name: str) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    where = announce(visitor, name=name)["UploadMetadata"]
    assert http_call("PUT", where["Url"], where["HeadersToInclude"], FILE)[0] == 200


@pytest.mark.parametrize(
    ("members", "error"),
    [
        ({"AttachmentName": "virus.exe"}, ("ValidationException", 400)),
        ({"AttachmentName": "txt"}, ("ValidationException", 400)),
        ({"AttachmentName": "a.txt.exe"}, ("ValidationException", 400)),
        ({"AttachmentName": "x" * 253 + ".txt"}, ("ValidationException", 400)),
        ({"AttachmentSizeInBytes": LARGEST + 1}, ("ValidationException", 400)),
        ({"AttachmentSizeInBytes": 0}, ("ValidationException", 400)),
        ({"ContentType": "text/plain\r\nX-Evil: 1"}, ("ValidationException", 400)),
        ({"ContentType": "nonsense"}, ("ValidationException", 400)),
        ({"ContentType": ""}, ("ValidationException", 400)),
    ],
)
def test_a_file_that_is_not_allowed(
    visitor: Visitor, members: dict[str, Any], error: tuple[str, int]
) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    assert refused(announce, visitor=visitor, **members)[:2] == error


def test_the_largest_file_that_is_allowed(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    assert announce(visitor, AttachmentSizeInBytes=LARGEST)["AttachmentId"]


def test_a_chat_has_so_many_files_at_most(visitor: Visitor, sandbox: Sandbox, service: Any) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    for number in range(35):
        announce(visitor, ClientToken=str(number))
    error = refused(announce, visitor=visitor, ClientToken="one more")
    assert error[:2] == ("ServiceQuotaExceededException", 402)
    other = start(sandbox, service)
    other.connect("CONNECTION_CREDENTIALS")
    announce(other)


def test_an_instance_that_stores_no_attachments(visitor: Visitor, sandbox: Sandbox) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    sandbox.settings.set_storage("ATTACHMENTS", [])
    assert refused(announce, visitor=visitor)[:2] == ("AccessDeniedException", 403)


def test_one_file_at_a_time_is_completed(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    for ids in ([], ["a", "b"], ["nobody"]):
        error = refused(
            visitor.call, operation="complete_attachment_upload", AttachmentIds=ids, ClientToken="x"
        )
        assert error[:2] == ("ValidationException", 400)


def test_completing_twice_shows_it_once(visitor: Visitor) -> None:
    with visitor.greeted() as line:
        attachment_id = upload(visitor)
        visitor.call("complete_attachment_upload", AttachmentIds=[attachment_id], ClientToken="again")
        line.items(2)
        assert line.is_silent()


def test_what_the_scan_rejects(visitor: Visitor, sandbox: Sandbox) -> None:
    sandbox.chats.attachments.scan = lambda one: "REJECTED" if one.name == "bad.txt" else "APPROVED"
    with visitor.greeted() as line:
        attachment_id = upload(visitor, name="bad.txt")
        assert line.item()["Attachments"][0]["Status"] == "REJECTED"
        assert line.is_silent(), "the flow does not hear of it"
        error = refused(visitor.call, operation="get_attachment", AttachmentId=attachment_id)
        assert error[:2] == ("ValidationException", 400)


def test_a_file_of_another_chat_is_not_to_be_had(visitor: Visitor, sandbox: Sandbox, service: Any) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    attachment_id = announce(visitor)["AttachmentId"]
    other = start(sandbox, service)
    other.connect("CONNECTION_CREDENTIALS")
    error = refused(other.call, operation="get_attachment", AttachmentId=attachment_id)
    assert error[:2] == ("ValidationException", 400)


def test_a_bot_gets_no_file(visitor: Visitor, sandbox: Sandbox, service: Any) -> None:
    with visitor.greeted() as line:
        attachment_id = upload(visitor)
        line.items(2)
        one = sandbox.chats.add(visitor.contact_id, "CUSTOM_BOT", "Robot")
        bot = Visitor(
            service,
            {"ContactId": visitor.contact_id, "ParticipantId": one.id, "ParticipantToken": one.token},
        )
        bot.connect()
        error = refused(bot.call, operation="get_attachment", AttachmentId=attachment_id)
        assert error[:2] == ("AccessDeniedException", 403)


def test_addresses_run_out(visitor: Visitor, sandbox: Sandbox) -> None:
    with visitor.greeted() as line:
        attachment_id = upload(visitor)
        line.items(2)
        found = visitor.call("get_attachment", AttachmentId=attachment_id, UrlExpiryInSeconds=5)
        begun = announce(visitor, name="late.txt")["UploadMetadata"]
        for seconds, status in ((4, 200), (1, 403)):
            sandbox.clock.move(seconds)
            assert http_call("GET", found["Url"], {})[0] == status
        sandbox.clock.move(900)
        assert http_call("PUT", begun["Url"], begun["HeadersToInclude"], FILE)[0] == 403
        for seconds in (4, 301):
            assert refused(
                visitor.call,
                operation="get_attachment",
                AttachmentId=attachment_id,
                UrlExpiryInSeconds=seconds,
            )[:2] == ("ValidationException", 400)


@pytest.mark.parametrize("token", ["x", "", "AAAA", "é"])
@pytest.mark.parametrize("method", ["GET", "PUT"])
def test_an_address_of_ones_own_making(sandbox: Sandbox, method: str, token: str) -> None:
    status, _, _ = http_call(method, f"{sandbox.endpoint}/participant-files/{quote(token)}", {}, b"x")
    assert status in (403, 404)


def test_an_upload_address_is_for_uploads_alone(visitor: Visitor) -> None:
    visitor.connect("CONNECTION_CREDENTIALS")
    where = announce(visitor)["UploadMetadata"]
    assert http_call("GET", where["Url"], {})[0] == 403


def test_memory_for_files_has_an_end(visitor: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MOST_BYTES", 250)
    with visitor.greeted() as line:
        first, second, third = (upload(visitor, b"x" * 100, f"{number}.txt") for number in range(3))
        line.items(6)
        error = refused(visitor.call, operation="get_attachment", AttachmentId=first)
        assert error[:2] == ("ValidationException", 400)
        for kept in (second, third):
            found = visitor.call("get_attachment", AttachmentId=kept)
            assert http_call("GET", found["Url"], {})[0] == 200
