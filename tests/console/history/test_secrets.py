"""No secret reaches the file, not even before it is tidied, nor an export."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from console.history import FORMATS, End, History
from console.history.reading import chat
from console.history.store import opened
from console.redaction import remember
from tests.console.history.kept import AT, begin, message
from tests.leaks.canaries import Canary, Haystack

TOKEN = Canary("participant token", "QVFJREFIZ-participant-token-of-a-test-AAAAB0zI")
CONNECTION = Canary("connection token", "QVFJREFIZ-connection-token-of-a-test-BBBBB1zJ")
ADDRESS = Canary("websocket", "WebsocketQueryOfATestThatLetsInWhoeverHasIt")
BEARER = Canary("bearer", "BearerOfATest0123456789abcdefghijklmnop")
CANARIES = (TOKEN, CONNECTION, ADDRESS, BEARER)
URL = f"wss://127.0.0.1:9/socket?X-Amz-Signature={ADDRESS.text}"


async def test_no_secret_is_in_any_file(history: History, tmp_path: Path) -> None:
    remember(TOKEN.text)
    request: dict[str, Any] = {
        "Attributes": {"note": f"the token is {TOKEN.text}", "ParticipantToken": CONNECTION.text, "url": URL},
        "ParticipantDetails": {"DisplayName": f"Ann {TOKEN.text}"},
    }
    key = begin(history, request=request)
    inner = json.dumps({"ConnectionToken": CONNECTION.text})
    for number, raw in enumerate(
        (
            message(f"It is {TOKEN.text}"),
            message(inner),
            message(f"see {URL}"),
            message("", ConnectionCredentials={"ConnectionToken": CONNECTION.text}),
            message("", Headers={"X-Amz-Bearer": BEARER.text}, Websocket={"Url": URL}),
            message(f"Authorization: Bearer {BEARER.text}"),
        )
    ):
        history.record_item("c1", {**raw, "Id": f"m{number}"}, AT)
    body = {"Type": "Form", "Props": {"Note": f"It is {TOKEN.text}", "ConnectionToken": CONNECTION.text}}
    history.record_view("c1", "m0", {"Content": {"Template": {"Body": [body]}}})
    history.record_outcome(key, End("failed", AT, problem=f"refused {TOKEN.text}"))
    await history.flush()
    assert "m0" in (await history.chat("c1")).views
    for name, form in FORMATS.items():
        await history.export(key, name, tmp_path / f"export{form.suffix}")
    files = [file for file in tmp_path.iterdir() if file.is_file()]
    assert {"history.sqlite3", "history.sqlite3-wal"} <= {file.name for file in files}
    for file in files:
        content = Haystack(file.read_bytes())
        assert [one.name for one in CANARIES if one.is_in(content)] == [], file.name


@pytest.mark.parametrize("name", FORMATS)
async def test_a_secret_that_is_known_later_is_not_exported(history: History, name: str) -> None:
    late = Canary("late", "QVFJREFIZ-token-that-was-remembered-too-late-CCC")
    begin(history)
    history.record_item("c1", message(f"It is {late.text}"), AT)
    await history.flush()
    remember(late.text)
    connection = opened(history.file)
    content = FORMATS[name].write(chat(connection, "c1", AT))
    connection.close()
    assert not late.is_in(Haystack(content.encode()))
    assert "It is" in content
