"""The Amazon Connect Flow language in tables: limits, operators, errors, references.

Sources: AWS's Flow language pages and admin guide, and what the live service accepts. What each action
type does stands in `actions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

VERSION: Final = "2019-10-30"
MODULE: Final = "MODULE"
"""The type of a module, which the API gives no type."""
TYPES: Final[Mapping[str, str]] = {
    "contactFlow": "CONTACT_FLOW",
    "customerQueue": "CUSTOMER_QUEUE",
    "customerHold": "CUSTOMER_HOLD",
    "customerWhisper": "CUSTOMER_WHISPER",
    "agentHold": "AGENT_HOLD",
    "agentWhisper": "AGENT_WHISPER",
    "outboundWhisper": "OUTBOUND_WHISPER",
    "agentTransfer": "AGENT_TRANSFER",
    "queueTransfer": "QUEUE_TRANSFER",
    "campaign": "CAMPAIGN",
    "contactFlowModule": MODULE,
    "module": MODULE,
}
"""The type in a document's Metadata, and the same type as the API names it."""
LONGEST_CONTENT: Final = 256_000
"""Characters of a flow's content at most (DescribeContactFlow)."""
MOST_ACTIONS: Final = 250
LONGEST_IDENTIFIER: Final = 50
FORBIDDEN_CHARACTERS: Final = "%:(\\/)=$,;[]{}"
"""Characters that no Identifier may have."""
FORBIDDEN_IDENTIFIERS: Final = frozenset(
    [
        "__proto__",
        "constructor",
        "__defineGetter__",
        "__defineSetter__",
        "toString",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "valueOf",
    ]
)
MOST_CONDITIONS: Final = 50
DEEPEST_CONDITION: Final = 5

OPERATORS: Final = frozenset(
    [
        "Equals",
        "TextStartsWith",
        "TextEndsWith",
        "TextContains",
        "NumberGreaterThan",
        "NumberGreaterOrEqualTo",
        "NumberLessThan",
        "NumberLessOrEqualTo",
        "NumericLessThan",
        "KeyExists",
    ]
)
"""Operators of a condition; KeyExists is undocumented and accepted, NumericLessThan on one page alone."""

ERRORS: Final = frozenset(
    [
        "NoMatchingError",
        "NoMatchingCondition",
        "QueueAtCapacity",
        "InputTimeLimitExceeded",
        "TimeLimitExceeded",
        "InvalidCallbackNumber",
        "CallbackNumberNotDialable",
        "InvalidPhoneNumber",
        "CallFailed",
        "ConnectionTimeLimitExceeded",
        "MultipleFoundError",
        "NoneFoundError",
        "MultipleFound",
        "NoneFound",
        "ContactNotLinked",
        "ChannelMismatch",
        "InFlightRedactionConfigurationFailed",
        "ParticipantNotFound",
    ]
)
"""Every ErrorType that an action of the language has."""

_ANYTHING: Final = None
_ENDPOINT: Final = frozenset({"Address", "Type", "DisplayName"})

ROOTS: Final[Mapping[str, frozenset[str] | None]] = {
    "Attributes": _ANYTHING,
    "FlowAttributes": _ANYTHING,
    "External": _ANYTHING,
    "LambdaInvocation": frozenset({"ResultData", "InvocationId"}),
    "StoredCustomerInput": frozenset(),
    "Lex": frozenset(
        {
            "IntentName",
            "Slots",
            "SessionAttributes",
            "IntentConfidence",
            "SentimentResponse",
            "DialogState",
            "AlternativeIntents",
        }
    ),
    "Views": frozenset({"Action", "ViewResultData"}),
    "Channel": frozenset(),
    "ContactId": frozenset(),
    "InitialContactId": frozenset(),
    "PreviousContactId": frozenset(),
    "RelatedContactId": frozenset(),
    "InstanceARN": frozenset(),
    "AwsRegion": frozenset(),
    "InitiationMethod": frozenset(),
    "CustomerEndpoint": _ENDPOINT,
    "SystemEndpoint": _ENDPOINT,
    "CustomerId": frozenset(),
    "LanguageCode": frozenset(),
    "Name": frozenset(),
    "Description": frozenset(),
    "References": _ANYTHING,
    "Tags": _ANYTHING,
    "Media": _ANYTHING,
    "SegmentAttributes": _ANYTHING,
    "Queue": frozenset({"Name", "ARN", "OutboundCallerId"}),
    "Agent": frozenset({"UserName", "FirstName", "LastName", "ARN"}),
    "Metrics": frozenset({"Queue", "Agents", "Contact"}),
    "Customer": _ANYTHING,
    "Case": _ANYTHING,
    "Loop": _ANYTHING,
    "Modules": frozenset({"Input", "Result", "ResultData"}),
    "Wisdom": _ANYTHING,
    "Task": _ANYTHING,
    "DataTables": _ANYTHING,
    "DataTableList": _ANYTHING,
    "TextToSpeechVoiceId": frozenset(),
    "MediaStreams": _ANYTHING,
    "Email": _ANYTHING,
    "Capabilities": _ANYTHING,
    "AgenticCX": _ANYTHING,
}
"""What a reference can begin with, and what can come next: None for anything, empty for nothing."""

LIKELY_PARAMETERS: Final[Mapping[str, Mapping[str, str]]] = {
    "GetParticipantInput": {
        "MaxDigits": "InputValidation.CustomValidation.MaximumLength",
        "Timeout": "InputTimeLimitSeconds",
        "TimeoutAudio": "",
        "DTMF": "Transitions.Conditions",
    },
    "Wait": {"WaitTimeSeconds": "TimeLimitSeconds"},
    "TransferContactToQueue": {"QueueId": "an UpdateContactTargetQueue before it"},
    "ConnectParticipantWithLexBot": {
        "BotName": "LexBot.Name",
        "BotAlias": "LexBot.Alias",
        "ConversationalAI": "",
    },
    "InvokeLambdaFunction": {
        "FunctionArn": "LambdaFunctionARN",
        "LambdaFunctionArn": "LambdaFunctionARN",
        "TimeoutSeconds": "InvocationTimeLimitSeconds",
    },
}
"""Parameters that do not exist and are met all the same, and where it belongs; empty for nowhere."""

ENDING: Final = frozenset(["DisconnectParticipant", "EndFlowExecution", "EndFlowModuleExecution"])
"""Types after which the flow is over, so that nothing can follow them."""

WAITING: Final = frozenset(["Wait", "ShowView", "ConnectParticipantWithLexBot", "AuthenticateParticipant"])
"""Types that wait for the customer or the clock."""

HOOKS: Final = frozenset(
    [
        "AgentHold",
        "AgentWhisper",
        "CustomerHold",
        "CustomerQueue",
        "CustomerRemaining",
        "CustomerWhisper",
        "DefaultAgentUI",
        "DisconnectAgentUI",
        "PauseContact",
        "ResumeContact",
    ]
)
"""What UpdateContactEventHooks can hang a flow on."""
