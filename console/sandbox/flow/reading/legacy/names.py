"""The names of the old console's exports, and what each is called today."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

Fields = Mapping[str, Any]

BRANCHES: Final[Mapping[str, str]] = {
    "Success": "next",
    "Error": "error NoMatchingError",
    "NoMatch": "error NoMatchingCondition",
    "Timeout": "error InputTimeLimitExceeded",
    "AtCapacity": "error QueueAtCapacity",
    "InvalidNumber": "error InvalidPhoneNumber",
    "CallFailed": "error CallFailed",
    "CallFailure": "error CallFailed",
    "TimeLimitExceeded": "error TimeLimitExceeded",
    "MultipleFound": "error MultipleFound",
    "NoneFound": "error NoneFound",
    "ContactNotLinked": "error ContactNotLinked",
    "True": "result True",
    "False": "result False",
    "Looping": "result ContinueLooping",
    "Complete": "result DoneLooping",
    "CustomerReturn": "result CustomerReturned",
    "CustomerReturned": "result CustomerReturned",
}
"""What a branch becomes: the next action, an error, or a condition on a result."""

OPERATORS: Final[Mapping[str, str]] = {
    "Equals": "Equals",
    "GreaterThan": "NumberGreaterThan",
    "GreaterThanOrEqualTo": "NumberGreaterOrEqualTo",
    "LessThan": "NumberLessThan",
    "LessThanOrEqualTo": "NumberLessOrEqualTo",
    "StartsWith": "TextStartsWith",
    "EndsWith": "TextEndsWith",
    "Contains": "TextContains",
}
"""The operators of a branch, and those of today."""

DEPRECATED: Final[Mapping[str, str]] = {
    "PlayAudio": "PlayPrompt",
    "StoreCustomerInput": "StoreUserInput",
    "GetCustomerInput": "GetUserInput",
    "SetScreenPop": "SetAttributes",
    "SetContactAttributes": "SetAttributes",
    "CheckContactAttributes": "CheckAttribute",
    "SetWorkingQueue": "SetQueue",
    "ChangeRoutingPriority": "UpdateRoutingPriority",
    "CheckQueueMetrics": "CheckQueueStatus",
    "SetContactFlow": "SetEventHook",
    "SetWhisperFlow": "SetEventHook",
    "SetQueueFlow": "SetEventHook",
    "SetHoldFlow": "SetEventHook",
    "SetDisconnectFlow": "SetEventHook",
    "TransferToFlow": "Transfer Flow",
    "TransferToQueue": "Transfer Queue",
    "TransferToPhoneNumber": "Transfer PhoneNumber",
    "TransferToAgent": "Transfer Agent",
    "CustomerInQueue": "Transfer Queue",
    "SetRecordingBehavior": "SetCallRecordingBehavior",
    "Resume": "EndFlow",
}
"""Blocks that were renamed while the old console was in use."""

_NAMESPACES: Final[Mapping[str, str]] = {
    "userdefined": "$.Attributes",
    "external": "$.External",
    "flow": "$.FlowAttributes",
    "lex": "$.Lex",
    "lexslots": "$.Lex.Slots",
    "lexattributes": "$.Lex.SessionAttributes",
    "lexsessionattributes": "$.Lex.SessionAttributes",
    "queuemetrics": "$.Metrics.Queue",
    "agentmetrics": "$.Metrics.Agents",
    "agent": "$.Agent",
    "customer": "$.Customer",
    "customerprofiles": "$.Customer",
    "case": "$.Case",
    "cases": "$.Case",
    "views": "$.Views",
    "segmentattributes": "$.SegmentAttributes",
    "system": "$",
}
_SYSTEM: Final[Mapping[str, str]] = {
    "storedcustomerinput": "$.StoredCustomerInput",
    "channel": "$.Channel",
    "contactid": "$.ContactId",
    "initialcontactid": "$.InitialContactId",
    "previouscontactid": "$.PreviousContactId",
    "relatedcontactid": "$.RelatedContactId",
    "customernumber": "$.CustomerEndpoint.Address",
    "customerendpointaddress": "$.CustomerEndpoint.Address",
    "customerendpointtype": "$.CustomerEndpoint.Type",
    "customercallbacknumber": "$.CustomerEndpoint.Address",
    "dialednumber": "$.SystemEndpoint.Address",
    "systemendpointaddress": "$.SystemEndpoint.Address",
    "systemendpointtype": "$.SystemEndpoint.Type",
    "customerid": "$.CustomerId",
    "instancearn": "$.InstanceARN",
    "awsregion": "$.AwsRegion",
    "initiationmethod": "$.InitiationMethod",
    "language": "$.LanguageCode",
    "languagecode": "$.LanguageCode",
    "name": "$.Name",
    "description": "$.Description",
    "queuename": "$.Queue.Name",
    "queuearn": "$.Queue.ARN",
    "queueoutboundnumber": "$.Queue.OutboundCallerId.Address",
    "texttospeechvoice": "$.TextToSpeechVoiceId",
    "initialmessage": "$.Media.InitialMessage",
    "agentusername": "$.Agent.UserName",
    "agentfirstname": "$.Agent.FirstName",
    "agentlastname": "$.Agent.LastName",
    "agentarn": "$.Agent.ARN",
}


def text_of(parameter: Fields) -> str:
    """The value of a parameter as the language of today writes it: a text, or a reference."""
    value = parameter.get("value")
    text = "" if value is None else value if isinstance(value, str) else str(value)
    namespace = parameter.get("namespace")
    return reference(str(namespace), text) if namespace else text


def reference(namespace: str, name: str) -> str:
    """A name of one of the old console's namespaces as a reference."""
    if name.startswith("$."):
        return name
    root = _NAMESPACES.get(_letters(namespace), f"$.{_letters(namespace).capitalize()}")
    if root == "$" and (known := _SYSTEM.get(_letters(name))):
        return known
    plain = re.fullmatch(r"[\w.-]+", name, re.ASCII)
    return f"{root}.{name}" if plain else f"{root}.['{name}']"


def is_namespace(namespace: str) -> bool:
    """Whether the table knows a namespace."""
    return _letters(namespace) in _NAMESPACES


def _letters(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())
