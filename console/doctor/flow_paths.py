"""Whether a flow can ring an agent: every block that a chat can come to, and where those lead.

Read from the flow's content alone, by its edges. Each branch counts as possible, so what is called
reachable may in practice never happen, and what is not reachable can't. `DESTINATIONS` is the one
table of blocks that lead somewhere (developer guide, actions of the Flow language).
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from console.doctor.blocks import Block, Document, FlowUnreadable, read_document
from console.doctor.destinations import Destination, Kind, Reach
from console.errors import ConsoleError
from console.language import tr_in

DEEPEST = 1
"""How many flows one after the other are read behind the first."""
MOST_FLOWS = 10
"""How many flows are read at most: DescribeContactFlow allows two calls a second (service quotas)."""


@dataclass(frozen=True)
class Lead:
    """That a block leads to a kind of destination: its parameter, and where older exports name it."""

    kind: Kind
    parameter: tuple[str, ...] = ()
    older: str = ""


DESTINATIONS: Mapping[str, tuple[Lead, ...]] = {
    "DequeueContactAndTransferToQueue": (
        Lead("queue", ("QueueId",), "queue"),
        Lead("agent", ("AgentId",), "agent"),
    ),
    # Beta, and not for chat yet; whoever reads this wants to hear of it all the same.
    "TransferContactToAgent": (Lead("agent"),),
    "CreateTask": (Lead("work"),),
    "CreateCallbackContact": (Lead("work"),),
    "StartOutboundChatContact": (Lead("work"),),
    "TransferToFlow": (Lead("flow", ("ContactFlowId",), "ContactFlow"),),
    "InvokeFlowModule": (Lead("module", ("FlowModuleId",), "FlowModule"),),
    "InvokeLambdaFunction": (Lead("lambda", ("LambdaFunctionARN",)),),
    "UpdateContactMediaProcessing": (Lead("lambda", ("ChatProcessor", "LambdaProcessorARN")),),
    "ConnectParticipantWithLexBot": (
        Lead("bot", ("LexV2Bot", "AliasArn")),
        Lead("bot", ("LexBot", "Name")),
    ),
}
"""By the type of the block, for those whose parameters say where they lead."""

SET_QUEUE, TRANSFER_TO_QUEUE, SET_HOOKS = (
    "UpdateContactTargetQueue", "TransferContactToQueue", "UpdateContactEventHooks",
)  # fmt: skip
QUEUES = (Lead("queue", ("QueueId",), "queue"), Lead("agent", ("AgentId",), "agent"))
"""What the block that sets the working queue names, and what a transfer then leads to."""

# The flow that runs when the customer is left alone, by a bot as well: no agent is needed for it.
_DISCONNECT_HOOK = "CustomerRemaining"
_SPEAKS_OF_RINGING = re.compile(r"Transfer|Queue|Agent|Callback|Outbound\w*Contact")
# The first sets what a transfer uses; the other two end in their error branch on a chat.
_RINGS_NOBODY = {SET_QUEUE, "TransferParticipantToThirdParty", "UpdateContactCallbackNumber"}


def reach_of(content: str) -> Reach:
    """What a flow can come to, by its content as DescribeContactFlow gives it; never raises."""
    try:
        document = read_document(content)
    except FlowUnreadable as fault:
        return Reach(False, why=tr_in("a reason by itself, as a sentence", "{reason}.", reason=fault))
    found = [
        destination
        for identifier, setters in reachable(document).items()
        for destination in _destinations(document, document.blocks[identifier], setters)
    ]
    return Reach(True, destinations=tuple(dict.fromkeys(found)))


async def reach(
    describe: Callable[[str], Awaitable[str]],
    flow_id: str,
    *,
    depth: int = DEEPEST,
    most: int = MOST_FLOWS,
) -> Reach:
    """What a flow can come to, with the flows that it hands over to, `depth` of them in a row.

    `describe` gives the content of a flow by its id. A flow that can't be read stays unread; if that
    is the first, nothing is known. Flows that lead back to each other do no harm.
    """
    plain = flow_id.rpartition("/")[2]
    first = await _described(describe, plain)
    read = {plain: first}
    level = [first]
    for _step in range(depth):
        ahead = {one.plain_id: one for reached in level for one in reached.of_kind("flow")}
        level = []
        for flow, one in ahead.items():
            if flow and not one.is_chosen_at_run_time and flow not in read and len(read) < most:
                read[flow] = _told_of(one, await _described(describe, flow))
                level.append(read[flow])
    known = {flow: reached for flow, reached in read.items() if reached.is_known}
    destinations = [one for reached in known.values() for one in reached.destinations]
    return replace(first, destinations=tuple(destinations), flows_read=tuple(known))


async def _described(describe: Callable[[str], Awaitable[str]], flow_id: str) -> Reach:
    try:
        return reach_of(await describe(flow_id))
    except ConsoleError as error:
        return Reach(False, why=error.sentence)


def _told_of(way: Destination, below: Reach) -> Reach:
    """A flow's reach, its destinations under the name by which the flow before it calls it."""
    flow = way.name or way.plain_id
    return replace(below, destinations=tuple(replace(one, flow=flow) for one in below.destinations))


def reachable(document: Document) -> dict[str, set[str]]:
    """The blocks that a contact can come to, nearest first.

    With each come the blocks that may have set the working queue last by then; an empty id stands
    for none of this flow: a contact that comes from another flow brings its queue along.
    """
    found: dict[str, set[str]] = {document.start: {""}}
    ahead = {document.start: None}
    while ahead:
        block = document.blocks[next(iter(ahead))]
        del ahead[block.id]
        known = found[block.id]
        by_success = {block.id} if block.type == SET_QUEUE else known
        steps = [(target, by_success) for target in block.after_success]
        for target, setters in steps + [(target, known) for target in block.after_error]:
            if target in document.blocks and not setters <= found.get(target, set()):
                found[target] = found.get(target, set()) | setters
                ahead[target] = None
    return found


def _destinations(document: Document, block: Block, setters: set[str]) -> Iterator[Destination]:
    if block.type == TRANSFER_TO_QUEUE:
        for setter in sorted(setters):
            named = document.blocks[setter] if setter else block
            for one in _led(named, QUEUES):
                yield replace(one, block=block.id)
    elif block.type == SET_HOOKS:
        yield from _hooks(block)
    elif block.type in DESTINATIONS:
        yield from _led(block, DESTINATIONS[block.type])
    elif _SPEAKS_OF_RINGING.search(block.type) and block.type not in _RINGS_NOBODY:
        yield Destination("unknown", block.id, name=block.type)


def _led(block: Block, leads: tuple[Lead, ...]) -> Iterator[Destination]:
    """The destinations that a block names; if it names none, the first without an id."""
    named = [(lead, block.parameter(*lead.parameter)) for lead in leads if lead.parameter]
    for lead, identifier in [(lead, text) for lead, text in named if text] or [(leads[0], "")]:
        yield Destination(
            lead.kind, block.id, identifier, block.display_name(".".join(lead.parameter), lead.older)
        )


def _hooks(block: Block) -> Iterator[Destination]:
    hooks = block.parameters.get("EventHooks")
    for hook in hooks if isinstance(hooks, dict) else ():
        kind: Kind = "flow" if hook == _DISCONNECT_HOOK else "hook"
        yield Destination(kind, block.id, block.parameter("EventHooks", hook))
