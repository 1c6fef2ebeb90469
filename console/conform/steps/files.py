"""Files: announced, put, scanned, fetched; and those that are refused. Views, too, which have a token."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from console.conform.facts import Facts, NotPlayed, Word
from console.conform.stage import Stage, ahead, outcome
from console.conform.step import Play, Step
from console.conform.words import FILE, NOWHERE

CONTENT = b"A file of the script.\n"
TOO_LARGE = 20 * 1024 * 1024 + 1
FIVE_MINUTES_S = 300.0


async def _announce(
    stage: Stage, name: str = FILE, kind: str = "text/plain", size: int = len(CONTENT)
) -> Any:
    return await stage.ask(
        stage.live("the chat"),
        "StartAttachmentUpload",
        AttachmentName=name,
        ContentType=kind,
        AttachmentSizeInBytes=size,
        ClientToken=str(uuid4()),
    )


async def _start(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    answer = await outcome(_announce(stage))
    if isinstance(answer, Facts):
        return answer
    talk.sent["file"] = answer
    upload = answer["UploadMetadata"]
    headers = upload.pop("HeadersToInclude", {})
    talk.sent["file headers"] = {"Url": upload["Url"], "Headers": headers}
    return Facts(
        answer={**answer, "UploadMetadata": dict(upload)},
        headers=Word(", ".join(sorted(name.lower() for name in headers if name.lower() in HEADERS))),
        expiry_in_five_minutes=ahead(upload.get("UrlExpiry"), FIVE_MINUTES_S),
    )


HEADERS = ("content-type", "content-length", "content-disposition")
"""The headers that are told by name; what a storage adds of its own is no matter of chats."""


def _file(stage: Stage) -> str:
    file = stage.live("the chat").sent.get("file")
    if file is None:
        raise NotPlayed("no file could be announced")
    return str(file["AttachmentId"])


async def _too_early(stage: Stage) -> Facts:
    talk, file = stage.live("the chat"), _file(stage)
    completed = stage.ask(talk, "CompleteAttachmentUpload", AttachmentIds=[file], ClientToken=str(uuid4()))
    return Facts(
        completed=await outcome(completed),
        fetched=await outcome(stage.ask(talk, "GetAttachment", AttachmentId=file)),
    )


async def _put(stage: Stage) -> Facts:
    talk, file = stage.live("the chat"), _file(stage)
    where = talk.sent["file headers"]
    await stage.ground.participant.storage.put(where["Url"], where["Headers"], CONTENT, lambda _count: None)
    asked = {"AttachmentIds": [file], "ClientToken": str(uuid4())}
    answer = await outcome(stage.ask(talk, "CompleteAttachmentUpload", **asked))
    await talk.ear.socket.until(
        lambda: _statuses(stage)[-1:] in (["APPROVED"], ["REJECTED"]), stage.pace.scan_s
    )
    heard = [item for item in talk.ear.items if item.get("Type") == "ATTACHMENT"]
    kept = [item for item in await stage.transcript(talk) if item.get("Type") == "ATTACHMENT"]
    return Facts(
        answer=answer,
        statuses=_statuses(stage),
        heard=heard[-1] if heard else Word("nothing came"),
        kept=kept[-1] if kept else Word("nothing is kept"),
    )


def _statuses(stage: Stage) -> list[Any]:
    """The statuses that the socket has told of the file, in their order."""
    items = stage.talk("the chat").ear.items
    return [one.get("Status") for item in items for one in item.get("Attachments") or ()]


async def _fetch(stage: Stage) -> Facts:
    answer = await outcome(stage.ask(stage.live("the chat"), "GetAttachment", AttachmentId=_file(stage)))
    if isinstance(answer, Facts):
        return answer
    return Facts(answer=answer, expiry_in_five_minutes=ahead(answer.get("UrlExpiry"), FIVE_MINUTES_S))


def _refused(**more: Any) -> Play:
    async def play(stage: Stage) -> Facts:
        _file(stage)
        answer = await outcome(_announce(stage, **more))
        return answer if isinstance(answer, Facts) else Facts(taken=True)

    return play


async def _types(stage: Stage) -> Facts:
    _file(stage)
    announced = {
        "named as none, typed as text": _announce(stage, "conform.exe"),
        "named as text, typed as none": _announce(stage, kind="application/x-unheard-of"),
        "without an end": _announce(stage, "conform"),
    }
    answers = {name: await outcome(asked) for name, asked in announced.items()}
    return Facts({name: one if isinstance(one, Facts) else True for name, one in answers.items()})


async def _unknown(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    return Facts(answer=await outcome(stage.ask(talk, "GetAttachment", AttachmentId=NOWHERE)))


async def _view(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    return Facts(answer=await outcome(stage.ask(talk, "DescribeView", ViewToken="conform")))


async def _sign_in(stage: Stage) -> Facts:
    asked = {"SessionId": NOWHERE, "RedirectUri": "https://example.com/"}
    talk = stage.live("the chat")
    return Facts(answer=await outcome(stage.ask(talk, "GetAuthenticationUrl", **asked)))


STEPS = (
    Step("file.start", "A file is announced", _start, settles=("upload-url-expiry",)),
    Step(
        "file.too-early",
        "It is completed and fetched before it was put",
        _too_early,
        settles=("attachment-not-approved",),
    ),
    Step("file.put", "It is put, completed and scanned", _put, settles=("attachment-in-progress",)),
    Step("file.fetch", "It is fetched", _fetch, settles=("download-url-expiry",)),
    Step("file.types", "Names and types of files that are none", _types, settles=("attachment-type",)),
    Step("file.too-large", "A file of more than 20 MB", _refused(size=TOO_LARGE)),
    Step("file.unknown", "A file that is not there", _unknown),
    Step("view.unknown-token", "A view by a token that was never given", _view),
    Step("sign-in.unknown-session", "A sign-in that nobody was asked for", _sign_in),
)
