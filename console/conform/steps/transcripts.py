"""The transcript: pages in both directions, where they start, and what they cannot start at."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.conform.facts import Facts, Word
from console.conform.stage import Stage, outcome
from console.conform.step import Play, Step
from console.conform.talk import told
from console.conform.words import NOWHERE

PAGE = 5
MOST_PAGES = 40
Item = Mapping[str, Any]


async def _by_default(stage: Stage) -> Facts:
    answer = await stage.ask(stage.live("the chat"), "GetTranscript")
    items = answer["Transcript"]
    return Facts(
        items=len(items),
        newest_first=_times(items) == sorted(_times(items), reverse=True),
        members=sorted(map(Word, answer)),
        next_token="NextToken" in answer,
    )


async def _items(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    items = await stage.transcript(talk)
    hello = talk.sent.get("hello", {}).get("Id")
    return Facts(ours=told(next((item for item in items if item.get("Id") == hello), None)))


async def _pages(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    pages: list[list[Item]] = []
    more: dict[str, Any] = {}
    ended_by = Word("too many pages")
    while len(pages) < MOST_PAGES:
        answer = await stage.ask(
            talk, "GetTranscript", MaxResults=PAGE, SortOrder="ASCENDING", ScanDirection="BACKWARD", **more
        )
        pages.append(list(answer["Transcript"]))
        if not (token := answer.get("NextToken")):
            ended_by = Word("an empty token" if token == "" else "no token")
            break
        more = {"NextToken": token}
    ids = [item.get("Id") for page in pages for item in page]
    order = [time for page in reversed(pages) for time in _times(page)]
    return Facts(
        first_page=len(pages[0]),
        every_item_once=len(set(ids)) == len(ids),
        pages_go_back=order == sorted(order),
        ended_by=ended_by,
    )


async def _from_start(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    items = await stage.transcript(talk)
    start = {"StartPosition": {"Id": items[0]["Id"]}, "SortOrder": "ASCENDING", "MaxResults": 2}
    page = await stage.ask(talk, "GetTranscript", ScanDirection="FORWARD", **start)
    rest = await outcome(
        stage.ask(
            talk, "GetTranscript", ScanDirection="FORWARD", **start, NextToken=page.get("NextToken") or "-"
        )
    )
    second = [] if isinstance(rest, Facts) else _ids(rest["Transcript"])
    return Facts(
        items=len(page["Transcript"]),
        next_token=bool(page.get("NextToken")),
        next_goes_on=second == _ids(items)[2:4],
    )


async def _position(stage: Stage) -> Facts:
    """Whether a page that starts at an item holds it, both ways and by each kind of position."""
    talk = stage.live("the chat")
    items = await stage.transcript(talk)
    middle = items[len(items) // 2]
    found = Facts()
    for way in ("BACKWARD", "FORWARD"):
        for name in ("Id", "AbsoluteTime"):
            asked = {"StartPosition": {name: middle[name]}, "ScanDirection": way, "MaxResults": 100}
            answer = await outcome(stage.ask(talk, "GetTranscript", **asked))
            is_refused = isinstance(answer, Facts)
            found[f"{way.lower()} from {name}"] = (
                answer if is_refused else middle["Id"] in _ids(answer["Transcript"])
            )
    return found


async def _most_recent(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    newest = _ids(await stage.transcript(talk))
    found = Facts()
    for way in ("BACKWARD", "FORWARD"):
        asked = {"StartPosition": {"MostRecent": 3}, "ScanDirection": way, "SortOrder": "ASCENDING"}
        answer = await outcome(stage.ask(talk, "GetTranscript", MaxResults=3, **asked))
        if isinstance(answer, Facts):
            found[way.lower()] = answer
        else:
            ids = _ids(answer["Transcript"])
            found[way.lower()] = Facts(items=len(ids), are_the_newest=ids == newest[-3:])
    return found


def _asking(**members: Any) -> Play:
    async def play(stage: Stage) -> Facts:
        answer = await outcome(stage.ask(stage.live("the chat"), "GetTranscript", **members))
        return answer if isinstance(answer, Facts) else Facts(items=len(answer["Transcript"]))

    return play


async def _of_the_chat(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    answer = await stage.ask(talk, "GetTranscript", ContactId=talk.contact_id, MaxResults=2)
    return Facts(items=len(answer["Transcript"]))


def _ids(items: list[Item]) -> list[Any]:
    return [item.get("Id") for item in items]


def _times(items: list[Item]) -> list[str]:
    return [str(item.get("AbsoluteTime")) for item in items]


STEPS = (
    Step("transcript.default", "The transcript as it comes by default", _by_default),
    Step("transcript.item", "How it holds our message", _items),
    Step("transcript.pages", "All pages back to the start", _pages),
    Step("transcript.forward", "Pages forward from the first item", _from_start),
    Step(
        "transcript.position",
        "Whether a page holds what it starts at",
        _position,
        settles=("start-position-included",),
    ),
    Step("transcript.most-recent", "Pages from the third newest item", _most_recent),
    Step(
        "transcript.unknown-start",
        "A page that starts at an item which is not there",
        _asking(StartPosition={"Id": NOWHERE}),
        settles=("start-position-unknown",),
    ),
    Step(
        "transcript.wrong-time",
        "A page that starts at a time that is none",
        _asking(StartPosition={"AbsoluteTime": "x"}),
    ),
    Step("transcript.empty-start", "A page with an empty start", _asking(StartPosition={}, MaxResults=2)),
    Step("transcript.future", "A page forward from now", _asking(ScanDirection="FORWARD")),
    Step("transcript.zero", "A page of no items", _asking(MaxResults=0), settles=("max-results-zero",)),
    Step("transcript.too-many", "A page of 101 items", _asking(MaxResults=101)),
    Step("transcript.unknown-token", "A page by a token that was never given", _asking(NextToken="conform")),
    Step("transcript.of-the-chat", "The items of the chat's own contact", _of_the_chat),
    Step("transcript.other-contact", "The items of a contact that is not there", _asking(ContactId=NOWHERE)),
)
