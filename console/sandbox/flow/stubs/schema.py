"""The one table of what can be stubbed: an action's type, and what its stub may hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

ANY: Final = "any"
NUMBER: Final = "number"
Loads = Literal["", "object", "objects", "json"]


@dataclass(frozen=True)
class Stubbable:
    """What the stub of one type of action may hold."""

    resource: str = ""
    """The parameter that names the resource: each has a queue of responses of its own."""
    match: tuple[str, ...] = ()
    """Further parameters that `match` may name; Identifier, the action's own, is always one."""
    value: tuple[str, ...] | str | None = None
    """What a Value may be: some texts, `ANY` text, a `NUMBER`; None: there is none."""
    loads: Loads = ""
    """What LoadedData may be: an object, a list of objects as well, any JSON; empty: there is none."""
    errors: tuple[str, ...] = ("NoMatchingError",)
    holds: tuple[str, ...] = ()
    """What may stand beside or instead of Responses, by its key."""


_PROFILE = ("ProfileRequestData",)
_QUEUES = ("QueueId", "QueueName", "AgentId")
_TO_QUEUE = Stubbable(
    "QueueId", _QUEUES[1:], None, errors=("QueueAtCapacity", "NoMatchingError"), holds=("Queue",)
)
_DATA_TABLE = Stubbable("DataTableId", loads="object")

STUBBABLE: Final[Mapping[str, Stubbable]] = {
    "InvokeLambdaFunction": Stubbable(
        "LambdaFunctionARN",
        ("Parameters", "InvocationType"),
        loads="json",
        errors=("NoMatchingError", "TimeLimitExceeded"),
        holds=("Command", "URL"),
    ),
    "ConnectParticipantWithLexBot": Stubbable(
        "AliasArn",
        ("LexV2Bot", "LexBot", "Name", "Alias", "Region", "LexSessionAttributes"),
        value=ANY,
        loads="object",
        errors=("InputTimeLimitExceeded", "NoMatchingCondition", "NoMatchingError"),
        holds=("Turns", "Intents"),
    ),
    # Any other text is the name of an override.
    "CheckHoursOfOperation": Stubbable("HoursOfOperationId", _QUEUES[:2], value=ANY, holds=("Schedule",)),
    "CheckMetricData": Stubbable("QueueId", ("MetricType", *_QUEUES[1:]), value=NUMBER),
    "GetMetricData": Stubbable("QueueId", ("QueueChannel", *_QUEUES[1:]), loads="object"),
    "TransferContactToQueue": _TO_QUEUE,
    "DequeueContactAndTransferToQueue": _TO_QUEUE,
    "AuthenticateParticipant": Stubbable(
        match=("CognitoConfiguration", "CustomerProfilesConfiguration"),
        value=("AUTHENTICATED", "OptedOut"),
        errors=("TimeLimitExceeded", "NoMatchingError"),
    ),
    "CreateTask": Stubbable(match=("Name", "ContactFlowId", "TaskTemplateId"), loads="object"),
    "GetCustomerProfile": Stubbable(
        match=_PROFILE, loads="objects", errors=("MultipleFoundError", "NoneFoundError", "NoMatchingError")
    ),
    "CreateCustomerProfile": Stubbable(match=_PROFILE, loads="object"),
    "UpdateCustomerProfile": Stubbable(match=_PROFILE, loads="object"),
    "GetCustomerProfileObject": Stubbable(
        match=_PROFILE, loads="object", errors=("NoneFoundError", "NoMatchingError")
    ),
    "GetCalculatedAttributesForCustomerProfile": Stubbable(
        match=_PROFILE, loads="object", errors=("NoneFoundError", "NoMatchingError")
    ),
    "AssociateContactToCustomerProfile": Stubbable(match=_PROFILE),
    "CreateCase": Stubbable(
        "CaseTemplateId",
        ("CaseRequestFields",),
        loads="object",
        errors=("ContactNotLinked", "NoMatchingError"),
    ),
    "UpdateCase": Stubbable(
        "CaseId", ("CaseRequestFields",), loads="object", errors=("ContactNotLinked", "NoMatchingError")
    ),
    "GetCase": Stubbable(
        match=("CustomerId", "CaseRequestFields"),
        loads="objects",
        errors=("MultipleFound", "NoneFound", "ContactNotLinked", "NoMatchingError"),
    ),
    "EvaluateDataTableValues": _DATA_TABLE,
    "ListDataTableValues": _DATA_TABLE,
    "UpsertDataTableValues": _DATA_TABLE,
}
"""Every action that waits for an answer from outside of the flow."""

ALSO: Final[Mapping[str, str]] = {"DequeueAndTransferToQueue": "DequeueContactAndTransferToQueue"}
"""Other names of types: AWS's testing language has one that its flow language has not."""
