"""What one contact's flows know: what actions write, and what each `$.` reference means in a chat.

The state goes with the chat through all its flows; flow attributes and loops alone are of one flow. The
names behind `$` are those of the administrator guide's page on contact attributes; those of other
channels are known and empty.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from console.sandbox.flow.engine.references import MISSING, Path, descend
from console.sandbox.identity import INSTANCE_ARN, REGION
from console.sandbox.participant.chat import Chat
from console.sandbox.participant.items import Item

DEFAULT_LANGUAGE = "en-US"
"""LanguageCode as long as no flow sets one, as in AWS's example of a Lambda event."""


@dataclass(frozen=True)
class Queue:
    """The working queue: one of the instance, or an agent's own."""

    id: str
    """As the flow names it: an id or an ARN."""
    name: str
    is_agent: bool = False

    @property
    def arn(self) -> str:
        """The queue's ARN."""
        kind = "agent" if self.is_agent else "queue"
        return self.id if self.id.startswith("arn:") else f"{INSTANCE_ARN}/{kind}/{self.id}"

    @property
    def plain_id(self) -> str:
        """The queue's id, as DescribeContact tells it."""
        return self.id.rpartition("/")[2]


@dataclass(slots=True)
class Scope:
    """What belongs to one flow alone, and to one module."""

    attributes: dict[str, str] = field(default_factory=dict)
    """`$.FlowAttributes`"""
    counts: dict[tuple[str, str], int] = field(default_factory=dict)
    """How often a loop, by flow and action, has gone round."""
    loops: dict[str, dict[str, Any]] = field(default_factory=dict)
    """`$.Loop`, by the names of loops."""


@dataclass(slots=True, eq=False)
class FlowState:
    """What the flows of one chat have written. To be used under the lock of the timers."""

    chat: Chat
    scope: Scope = field(default_factory=Scope)
    external: Mapping[str, Any] | None = None
    """What the last Lambda function gave."""
    invocation_id: str = ""
    stored_input: str | None = None
    lex: Mapping[str, Any] = field(default_factory=dict)
    views: Mapping[str, Any] = field(default_factory=dict)
    """`Action` and `ViewResultData` of the last view."""
    queue: Queue | None = None
    hooks: dict[str, str] = field(default_factory=dict)
    """From a hook such as CustomerQueue to the flow, as the flow names it."""
    disabled_hooks: frozenset[str] = frozenset()
    customer: Mapping[str, Any] = field(default_factory=dict)
    """A customer profile."""
    case: Mapping[str, Any] = field(default_factory=dict)
    metrics: Mapping[str, Any] = field(default_factory=dict)
    modules: Mapping[str, Any] = field(default_factory=dict)
    """`Input` inside of a module, `Result` and `ResultData` after it."""
    data_tables: Mapping[str, Any] = field(default_factory=dict)
    data_table_list: Mapping[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    references: dict[str, Any] = field(default_factory=dict)
    language: str = DEFAULT_LANGUAGE
    customer_id: str = ""
    name: str = ""
    description: str = ""
    segment_attributes: dict[str, Any] = field(default_factory=dict)
    """As StartChatContact has them (`ValueString`, `ValueMap` …), or plain."""
    wisdom_session: str = ""
    task_id: str = ""
    agent: Mapping[str, Any] = field(default_factory=dict)
    """UserName, FirstName, LastName, ARN, while a whisper or a hold flow runs."""
    related_attributes: dict[str, str] = field(default_factory=dict)
    settings: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    """What was set that has no effect here, by the type of action."""
    initiation_method: str = "API"
    logs: bool = False
    """Whether flow logs are written."""
    heard: Item | None = None
    """The message that woke a Wait."""
    hidden: frozenset[str] = frozenset()
    """Texts that no trace may show: what was typed into a view marked as sensitive."""

    @property
    def attributes(self) -> Mapping[str, str]:
        """The contact's attributes; they live with the contact, where the API reads them, too."""
        return self.chat.contact.attributes

    @attributes.setter
    def attributes(self, attributes: Mapping[str, str]) -> None:
        self.chat.contact.attributes = attributes

    @property
    def flow_attributes(self) -> dict[str, str]:
        """The attributes of the flow that runs."""
        return self.scope.attributes

    def find(self, path: Path) -> Any:
        """What a reference leads to; MISSING where it leads nowhere."""
        root = ROOTS.get(path[0])
        return MISSING if root is None else descend(root(self), path[1:])


Root = Callable[[FlowState], Any]


def _request(state: FlowState) -> Mapping[str, Any]:
    return state.chat.contact.request


def _queue(state: FlowState) -> Mapping[str, Any]:
    return {} if state.queue is None else {"Name": state.queue.name, "ARN": state.queue.arn}


def _previous_contact(state: FlowState) -> str:
    return (*state.chat.contacts_until(state.chat.contact.id)[-2:-1], state.chat.contact.id)[0]


def _related_contact(state: FlowState) -> Any:
    return _request(state).get("RelatedContactId") or state.chat.contact.continued_from


def _segment_attributes(state: FlowState) -> Mapping[str, Any]:
    asked = _request(state).get("SegmentAttributes") or {}
    told = {"connect:Subtype": "connect:Chat", "connect:Direction": "INBOUND"}
    return {name: _plain(value) for name, value in {**told, **asked, **state.segment_attributes}.items()}


def _plain(value: Any) -> Any:
    """A value of a segment attribute without the member that says of which kind it is."""
    if isinstance(value, Mapping) and len(value) == 1:
        kind, inner = next(iter(value.items()))
        if kind == "ValueMap" and isinstance(inner, Mapping):
            return {name: _plain(member) for name, member in inner.items()}
        if kind == "ValueList" and isinstance(inner, list):
            return [_plain(member) for member in inner]
        return inner if str(kind).startswith("Value") else value
    return value


def _external(state: FlowState) -> Mapping[str, Any]:
    return state.external or {}


def _lambda(state: FlowState) -> Mapping[str, Any]:
    return {"ResultData": _external(state), "InvocationId": state.invocation_id or None}


def _voice(state: FlowState) -> Any:
    return state.settings.get("UpdateContactTextToSpeechVoice", {}).get("TextToSpeechVoice")


def _first_message(state: FlowState) -> Mapping[str, Any]:
    return {"InitialMessage": (_request(state).get("InitialMessage") or {}).get("Content")}


def _nothing(state: FlowState) -> None:
    return None


ROOTS: Mapping[str, Root] = {
    "Attributes": lambda state: state.attributes,
    "FlowAttributes": lambda state: state.scope.attributes,
    "External": _external,
    "LambdaInvocation": _lambda,
    "StoredCustomerInput": lambda state: state.stored_input,
    "Lex": lambda state: state.lex,
    "Views": lambda state: state.views,
    "Channel": lambda state: "CHAT",
    "ContactId": lambda state: state.chat.contact.id,
    "InitialContactId": lambda state: state.chat.contact.initial_id,
    "PreviousContactId": _previous_contact,
    "RelatedContactId": _related_contact,
    "InstanceARN": lambda state: INSTANCE_ARN,
    "AwsRegion": lambda state: REGION,
    "InitiationMethod": lambda state: state.initiation_method,
    # ours: chat-without-endpoint
    "CustomerEndpoint": _nothing,
    "SystemEndpoint": _nothing,
    "CustomerId": lambda state: state.customer_id or _request(state).get("CustomerId"),
    "LanguageCode": lambda state: state.language or None,
    "Name": lambda state: state.name or None,
    "Description": lambda state: state.description or None,
    "References": lambda state: state.references,
    "Tags": lambda state: state.tags,
    "Media": _first_message,
    "SegmentAttributes": _segment_attributes,
    "Queue": _queue,
    "Agent": lambda state: state.agent,
    "Metrics": lambda state: state.metrics,
    "Customer": lambda state: state.customer,
    "Case": lambda state: state.case,
    "Loop": lambda state: state.scope.loops,
    "Modules": lambda state: state.modules,
    "Wisdom": lambda state: {"SessionArn": state.wisdom_session or None},
    "Task": lambda state: {"ContactId": state.task_id or None},
    "DataTables": lambda state: state.data_tables,
    "DataTableList": lambda state: state.data_table_list,
    "TextToSpeechVoiceId": _voice,
    "MediaStreams": _nothing,
    "Email": _nothing,
    "Capabilities": _nothing,
    "AgenticCX": _nothing,
}
"""What stands behind `$`, by its first name."""

INVENTED_ROOTS: Mapping[str, str] = {
    "CustomerInput": "$.StoredCustomerInput",
    "CallbackNumber": "$.CustomerEndpoint.Address",
    "CustomerCallBackPhoneNumber": "$.CustomerEndpoint.Address",
}
"""Names that flows use and Amazon Connect does not have, and what is likely meant."""
