"""More sockets than one: two at once, six at once, another token, and a way back after a loss."""

from __future__ import annotations

from console.conform.facts import Facts, Word
from console.conform.stage import Stage, outcome
from console.conform.step import Step
from console.conform.talk import Ear, told
from console.conform.words import AWAY, BESIDE, HELLO

MOST_SOCKETS = 5
"""Sockets of one participant at most (Amazon Connect's feature specifications)."""


async def _two(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    first = talk.ear
    second = await stage.listen(talk, await stage.connect(talk))
    is_subscribed = await second.greet(stage.pace.answer_s)
    repeated = len(second.items)
    answer = await stage.say(talk, BESIDE)
    heard = [await ear.item(stage.pace.answer_s, Id=str(answer["Id"])) for ear in (first, second)]
    return Facts(
        subscribed=is_subscribed,
        repeated=repeated,
        first_heard=heard[0] is not None,
        second_heard=heard[1] is not None,
    )


async def _refresh(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    old = talk.token
    await stage.connect(talk)
    new = talk.token
    talk.token = old
    by_old = await outcome(stage.say(talk, HELLO))
    talk.token = new
    by_new = await outcome(stage.say(talk, HELLO))
    return Facts(another=new != old, old_holds=by_old, new_holds=by_new)


async def _back(stage: Stage) -> Facts:
    talk = stage.live("the chat")
    last = (await stage.transcript(talk))[-1]
    for ear in talk.ears:
        await ear.socket.close()
    said = await stage.say(talk, AWAY)
    ear = await stage.listen(talk, await stage.connect(talk))
    await ear.greet(stage.pace.answer_s)
    await stage.quiet()
    since = await stage.ask(
        talk,
        "GetTranscript",
        StartPosition={"Id": last["Id"]},
        ScanDirection="FORWARD",
        SortOrder="ASCENDING",
        MaxResults=100,
    )
    missed = next((one for one in since["Transcript"] if one.get("Id") == said["Id"]), None)
    is_repeated = any(item.get("Id") == said["Id"] for item in ear.items)
    return Facts(repeated_on_socket=is_repeated, in_transcript=told(missed))


async def _six(stage: Stage) -> Facts:
    talk = stage.talk("the second chat")
    ears: list[Ear] = []
    for _ in range(MOST_SOCKETS + 1):
        ears.append(await stage.listen(talk, await stage.connect(talk)))
        await ears[-1].greet(stage.pace.answer_s)
    await ears[0].socket.until(lambda: ears[0].socket.is_closed, stage.pace.quiet_s)
    closed = [number for number, ear in enumerate(ears, 1) if ear.socket.is_closed]
    codes = sorted({ear.socket.close_code or 0 for ear in ears if ear.socket.is_closed})
    return Facts(closed=closed, codes=codes)


async def _used_address(stage: Stage) -> Facts:
    talk = stage.talk("the second chat")
    connection = await stage.connect(talk)
    found = []
    for _ in range(2):
        ear = await stage.listen(talk, connection)
        found.append(await ear.greet(stage.pace.answer_s))
    return Facts(first=found[0], second=found[1])


async def _wrong_address(stage: Stage) -> Facts:
    talk = stage.talk("the second chat")
    connection = await stage.connect(talk)
    url = str(connection["Websocket"]["Url"])
    # The end of the address is the credential: another one is nobody's.
    await stage.listen(talk, {"Websocket": {"Url": url[:-12] + "conform00000"}})
    return Facts(opened=Word("opened"))


STEPS = (
    Step("socket.two", "Two sockets at once", _two),
    Step("socket.token-refresh", "Another token while the first holds", _refresh),
    Step("socket.back", "Back after a loss: what was said meanwhile", _back),
    Step("socket.six", "A sixth socket of one participant", _six, settles=("sixth-socket",)),
    Step("socket.same-address", "Two sockets at one address", _used_address),
    Step("socket.wrong-address", "A socket at an address that nobody was given", _wrong_address),
)
