"""Starting: what StartChatContact refuses, what it answers, and what a client token does."""

from __future__ import annotations

from typing import Any

from console.conform.facts import Facts, NotPlayed
from console.conform.stage import Stage, ahead, outcome, refusal
from console.conform.step import Play, Step
from console.conform.words import FIRST, NAME, NOWHERE
from console.errors import ServiceError

MAIN_TYPES = ("text/plain", "text/markdown", "application/json")
ATTRIBUTES = {"conform": "yes", "kept": "yes"}


def _started_with(**more: Any) -> Play:
    async def play(stage: Stage) -> Facts:
        return await stage.try_start(**more)

    return play


async def _flow_as_arn(stage: Stage) -> Facts:
    flows = await stage.control("ListContactFlows", ContactFlowTypes=["CONTACT_FLOW"], MaxResults=1000)
    arn = next(
        (one["Arn"] for one in flows["ContactFlowSummaryList"] if one["Id"] == stage.ground.flow_id), None
    )
    if arn is None:
        raise NotPlayed("the flow is not listed")
    return await stage.try_start(ContactFlowId=arn)


async def _instance_as_arn(stage: Stage) -> Facts:
    described = await stage.control("DescribeInstance")
    return await stage.try_start(InstanceId=described["Instance"]["Arn"])


async def _main(stage: Stage) -> Facts:
    _, answer = await stage.start(
        "the chat",
        SupportedMessagingContentTypes=list(MAIN_TYPES),
        InitialMessage={"ContentType": "text/plain", "Content": FIRST},
        Attributes=ATTRIBUTES,
    )
    return Facts(answer=answer)


async def _other_body(stage: Stage) -> Facts:
    main = stage.talk("the chat")
    again = {**main.request, "ParticipantDetails": {"DisplayName": f"{NAME} 2"}}
    try:
        talk, _ = await stage.start("", **again)
    except ServiceError as error:
        return refusal(error)
    return Facts(
        same_contact=talk.contact_id == main.contact_id,
        same_token=talk.participant_token == main.participant_token,
    )


async def _with_connection(stage: Stage) -> Facts:
    _talk, answer = await stage.start(
        "the second chat", ConnectionTypes=["WEBSOCKET", "CONNECTION_CREDENTIALS"]
    )
    credentials = answer.get("ConnectionCredentials") or {}
    return Facts(answer=answer, expiry_hours=ahead(credentials.get("Expiry"), 3600))


async def _connection_again(stage: Stage) -> Facts:
    talk = stage.talk("the second chat")
    first, second = [await outcome(stage.start("", **talk.request)) for _ in range(2)]
    if isinstance(first, Facts) or isinstance(second, Facts):
        return Facts(first=first, second=second)
    one, other = first[1], second[1]
    return Facts(
        has_connection="Websocket" in other,
        same_connection=one.get("ConnectionCredentials") == other.get("ConnectionCredentials"),
    )


REFUSED = (
    Step(
        "start.no-plain-text",
        "A chat without text/plain",
        _started_with(SupportedMessagingContentTypes=["text/markdown"]),
    ),
    Step(
        "start.unknown-type",
        "A chat with a content type that chats have not",
        _started_with(SupportedMessagingContentTypes=["text/plain", "text/html"]),
    ),
    Step("start.duration", "A chat of one minute too many", _started_with(ChatDurationInMinutes=10_081)),
    Step(
        "start.attribute-key",
        "An attribute with a space in its key",
        _started_with(Attributes={"a key": "yes"}),
    ),
    Step(
        "start.attributes-too-large",
        "Attributes of more than 32,768 bytes",
        _started_with(Attributes={"conform": "x" * 32_768}),
    ),
    Step("start.unknown-flow", "A flow that is not there", _started_with(ContactFlowId=NOWHERE)),
    Step("start.unknown-instance", "An instance that is not there", _started_with(InstanceId=NOWHERE)),
    Step(
        "start.two-mistakes",
        "A wrong attribute key for a flow that is not there: which is told first",
        _started_with(Attributes={"a key": "yes"}, ContactFlowId=NOWHERE),
        settles=("check-order",),
    ),
    Step(
        "start.two-pasts",
        "A persistent chat with a related contact",
        _started_with(
            PersistentChat={"RehydrationType": "FROM_SEGMENT", "SourceContactId": NOWHERE},
            RelatedContactId=NOWHERE,
        ),
    ),
    Step("start.flow-as-arn", "A flow named by its ARN", _flow_as_arn, settles=("flow-id-as-arn",)),
    Step(
        "start.instance-as-arn",
        "An instance named by its ARN",
        _instance_as_arn,
        settles=("instance-id-as-arn",),
    ),
)
"""Nothing of this should start a chat; what does is stopped at once."""

STARTED = (
    Step("start.chat", "The chat itself", _main, vital=True),
    Step(
        "start.same-token",
        "Its client token again, with another name",
        _other_body,
        settles=("client-token-other-body",),
    ),
    Step("start.with-connection", "A second chat, whose connection comes with the answer", _with_connection),
    Step(
        "start.connection-again",
        "Its client token again: is the connection another",
        _connection_again,
        settles=("connection-types-replayed",),
    ),
)
