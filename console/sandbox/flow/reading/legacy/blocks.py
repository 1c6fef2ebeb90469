"""The blocks of the old console's exports, each with the action of today that does the same.

From exports of that time: the samples that came with every instance, and those of AWS's own examples.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from console.sandbox.flow.reading.legacy.names import DEPRECATED, Fields, reference, text_of


@dataclass(frozen=True)
class OldBlock:
    """One entry of an export's `modules`; whatever is not of the expected kind counts as missing."""

    id: str
    type: str
    target: str = ""
    parameters: tuple[Fields, ...] = ()
    branches: tuple[Fields, ...] = ()

    def value(self, *names: str) -> str:
        """The first parameter of one of the names, a dynamic value as a reference; empty without one."""
        return next((text_of(one) for one in self.parameters if one.get("name") in names), "")

    def values(self, *names: str) -> list[str]:
        """Every parameter of one of the names."""
        return [text_of(one) for one in self.parameters if one.get("name") in names]

    def keyed(self, *names: str) -> dict[str, str]:
        """The parameters that bear a key of their own, by key."""
        kept = [one for one in self.parameters if one.get("key") and one.get("name") in names]
        return {str(one["key"]): text_of(one) for one in kept}


@dataclass(frozen=True)
class NewAction:
    """What takes the place of a block."""

    type: str
    parameters: Callable[[OldBlock], dict[str, Any]]
    branches: Mapping[str, str] = field(default_factory=dict)
    """Branches that mean something of their own here, beside `BRANCHES`."""


# what becomes of the parameters


def _present(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in ("", None, [], {})}


def _same(old: OldBlock) -> dict[str, Any]:
    """Parameters that kept their names, as a block has them that is younger than this table."""
    fields: dict[str, Any] = {}
    for one in old.parameters:
        name = str(one.get("name", ""))
        if key := one.get("key"):
            inner = fields.setdefault(name, {})
            if isinstance(inner, dict):
                inner[str(key)] = text_of(one)
        else:
            fields[name] = text_of(one)
    return fields


def _message(old: OldBlock) -> dict[str, Any]:
    said = next((one for one in old.parameters if one.get("name") == "Text"), None)
    if said is not None:
        is_ssml = "ssml" in (old.value("TextToSpeechType"), said.get("key"))
        return {"SSML" if is_ssml else "Text": text_of(said)}
    return _present(PromptId=old.value("AudioPrompt", "Prompt", "PromptId"))


def _messages(old: OldBlock) -> dict[str, Any]:
    said = [one for one in old.parameters if one.get("name") in ("Text", "AudioPrompt", "Prompt")]
    return {
        "Messages": [_message(OldBlock(old.id, old.type, parameters=(one,))) for one in said],
        **_present(InterruptFrequencySeconds=old.value("InterruptSeconds")),
    }


def _bot(old: OldBlock) -> dict[str, Any]:
    arn = next((text for text in map(text_of, old.parameters) if ":bot-alias/" in text), "")
    named = _present(Name=old.value("BotName"), Region=old.value("BotRegion"), Alias=old.value("BotAlias"))
    return {
        **_message(old),
        **({"LexV2Bot": {"AliasArn": arn}} if arn else {"LexBot": named}),
        **_present(LexSessionAttributes=old.keyed("SessionAttribute", "LexSessionAttribute", "Attribute")),
    }


def _menu(old: OldBlock) -> dict[str, Any]:
    limit = old.value("Timeout") or "5"
    return {**_message(old), "InputTimeLimitSeconds": limit, "StoreInput": "False"}


def _stored(old: OldBlock) -> dict[str, Any]:
    is_number = old.value("CustomerInputType") == "PhoneNumber"
    number = _present(NumberFormat=old.value("PhoneNumberFormat"), CountryCode=old.value("CountryCode"))
    length = _present(MaximumLength=old.value("MaxDigits"))
    encryption = _present(EncryptionKeyId=old.value("EncryptionKeyId"), Key=old.value("EncryptionKey"))
    return {
        **_message(old),
        "InputTimeLimitSeconds": old.value("Timeout") or "5",
        "StoreInput": "True",
        "InputValidation": {"PhoneNumberValidation": number} if is_number else {"CustomValidation": length},
        **_present(InputEncryption=encryption),
    }


def _compared(old: OldBlock) -> dict[str, Any]:
    return {"ComparisonValue": reference(old.value("Namespace") or "User Defined", old.value("Attribute"))}


def _attributes(old: OldBlock) -> dict[str, Any]:
    popped = {old.value("key"): old.value("value")} if old.value("key") else {}
    return {"Attributes": popped | old.keyed("Attribute"), "TargetContact": "Current"}


def _hook(old: OldBlock) -> dict[str, Any]:
    return {"EventHooks": {old.value("Type") or "CustomerQueue": old.value("ContactFlowId")}}


def _function(old: OldBlock) -> dict[str, Any]:
    return _present(
        LambdaFunctionARN=old.value("FunctionArn"),
        InvocationTimeLimitSeconds=old.value("TimeLimit") or "3",
        LambdaInvocationAttributes=old.keyed("Parameter"),
    )


def _wait(old: OldBlock) -> dict[str, Any]:
    returns = old.value("InterruptOnCustomerReturn").lower() in ("true", "1", "enable", "enabled")
    returns = returns or any(one.get("condition") == "CustomerReturn" for one in old.branches)
    limit = old.value("TimeoutSeconds", "TimeLimitSeconds", "Timeout")
    return _present(TimeLimitSeconds=limit, Events=["CustomerReturned"] if returns else [])


def _recorded(old: OldBlock) -> dict[str, Any]:
    who = old.value("RecordingParticipantOption")
    everyone = ["Agent", "Customer"] if who == "Both" else [who] if who else []
    recorded = [] if old.value("RecordingBehaviorOption").lower().startswith("disable") else everyone
    return {"RecordingBehavior": {"RecordedParticipants": recorded}}


def _streamed(old: OldBlock) -> dict[str, Any]:
    state = "Disabled" if old.type.startswith("Stop") else "Enabled"
    return {
        "MediaStreamingState": state,
        "MediaStreamType": old.value("MediaStreamTypes") or "Audio",
        "Participants": [{"ParticipantType": "Customer", "MediaDirections": ["To", "From"]}],
    }


def _staffing(old: OldBlock) -> dict[str, Any]:
    status = old.value("Status", "StaffingStatus", "MetricType", "Metric") or "Available"
    metric = status if status.startswith("NumberOf") else f"NumberOfAgents{status.capitalize()}"
    return _present(MetricType=metric, QueueId=old.value("Queue"))


def _queue_status(old: OldBlock) -> dict[str, Any]:
    sized = any(one.get("condition") in ("CheckQueueSize", "CheckQueueCapacity") for one in old.branches)
    metric = "NumberOfContactsInQueue" if sized else "OldestContactInQueueAgeSeconds"
    return _present(MetricType=metric, QueueId=old.value("Queue"))


def _logging(old: OldBlock) -> dict[str, Any]:
    on = old.value("LoggingBehavior").lower().startswith("enable")
    return {"FlowLoggingBehavior": "Enabled" if on else "Disabled"}


def _third_party(old: OldBlock) -> dict[str, Any]:
    return _present(
        ThirdPartyPhoneNumber=old.value("PhoneNumber", "ThirdPartyPhoneNumber"),
        ThirdPartyConnectionTimeLimitSeconds=old.value("TimeLimit", "Timeout") or "30",
        ContinueFlowExecution="False" if old.value("BlindTransfer").lower() == "true" else "True",
    )


def _callback(old: OldBlock) -> dict[str, Any]:
    return _present(
        InitialCallDelaySeconds=old.value("InitialCallDelaySeconds", "InitialDelaySeconds") or "99",
        MaximumConnectionAttempts=old.value("MaximumConnectionAttempts", "MaxRetryAttempts") or "1",
        RetryDelaySeconds=old.value("RetryDelaySeconds") or "600",
        QueueId=old.value("Queue"),
    )


def _queue(old: OldBlock) -> dict[str, Any]:
    return _present(QueueId=old.value("Queue"), AgentId=old.value("Agent"))


def _priority(old: OldBlock) -> dict[str, Any]:
    offset = old.value("TimeOffset")
    place = old.value("AbsolutePosition")
    return {"QueueTimeAdjustmentSeconds": offset} if offset else {"QueuePriority": place}


def _renamed(**names: str) -> Callable[[OldBlock], dict[str, Any]]:
    """Parameters under their new names: new name = old name."""
    return lambda old: _present(**{new: old.value(name) for new, name in names.items()})


_PHONE: Final = {"Timeout": "error ConnectionTimeLimitExceeded"}
_STAFFED: Final = {"True": "result > 0", "False": "error NoMatchingCondition"}
_PROFILES: Final = {
    "MultipleFound": "error MultipleFoundError",
    "NoneFound": "error NoneFoundError",
}
_CALLBACK: Final = {
    "InvalidPhoneNumber": "error InvalidCallbackNumber",
    "InvalidNumber": "error InvalidCallbackNumber",
    "NonDialableNumber": "error CallbackNumberNotDialable",
    "NotDialable": "error CallbackNumberNotDialable",
}

BLOCKS: Final[Mapping[str, NewAction]] = {
    "PlayPrompt": NewAction("MessageParticipant", _message),
    "GetUserInput Lex": NewAction("ConnectParticipantWithLexBot", _bot),
    "GetUserInput": NewAction("GetParticipantInput", _menu),
    "StoreUserInput": NewAction("GetParticipantInput", _stored),
    "CheckAttribute": NewAction("Compare", _compared),
    "SetAttributes": NewAction("UpdateContactAttributes", _attributes),
    "SetQueue": NewAction("UpdateContactTargetQueue", _queue),
    "SetEventHook": NewAction("UpdateContactEventHooks", _hook),
    "Transfer Queue": NewAction("TransferContactToQueue", _renamed()),
    "Transfer Flow": NewAction("TransferToFlow", _renamed(ContactFlowId="ContactFlowId")),
    "Transfer PhoneNumber": NewAction("TransferParticipantToThirdParty", _third_party, _PHONE),
    "Transfer Agent": NewAction("TransferContactToAgent", _renamed()),
    "Transfer Callback": NewAction("CreateCallbackContact", _callback),
    "CreateCallback": NewAction("CreateCallbackContact", _callback),
    "InvokeExternalResource": NewAction("InvokeLambdaFunction", _function),
    "InvokeLambdaFunction": NewAction("InvokeLambdaFunction", _function),
    "InvokeModule": NewAction("InvokeFlowModule", _renamed(FlowModuleId="ContactFlowModuleId")),
    "InvokeFlowModule": NewAction("InvokeFlowModule", _renamed(FlowModuleId="ContactFlowModuleId")),
    "ReturnFromModule": NewAction("EndFlowModuleExecution", _renamed()),
    "Wait": NewAction("Wait", _wait, {"Timeout": "result WaitCompleted"}),
    "Loop": NewAction("Loop", _renamed(LoopCount="LoopCount")),
    "LoopPrompts": NewAction(
        "MessageParticipantIteratively", _messages, {"Timeout": "result MessagesInterrupted"}
    ),
    "PercentileBranching": NewAction("DistributeByPercentage", _renamed()),
    "CheckHoursOfOperation": NewAction("CheckHoursOfOperation", _renamed(HoursOfOperationId="Hours")),
    "CheckStaffing": NewAction("CheckMetricData", _staffing, _STAFFED),
    "CheckQueueStatus": NewAction("CheckMetricData", _queue_status),
    "GetQueueMetrics": NewAction("GetMetricData", _renamed(QueueId="Queue")),
    "SetVoice": NewAction("UpdateContactTextToSpeechVoice", _renamed(TextToSpeechVoice="GlobalVoice")),
    "SetLoggingBehavior": NewAction("UpdateFlowLoggingBehavior", _logging),
    "SetCallRecordingBehavior": NewAction("UpdateContactRecordingBehavior", _recorded),
    "UpdateRoutingPriority": NewAction("UpdateContactRoutingBehavior", _priority),
    "SetRoutingPriority": NewAction("UpdateContactRoutingBehavior", _priority),
    "SetCallBackNumber": NewAction(
        "UpdateContactCallbackNumber", _renamed(CallbackNumber="CallBackNumber"), _CALLBACK
    ),
    "StartMediaStreaming": NewAction("UpdateContactMediaStreamingBehavior", _streamed),
    "StopMediaStreaming": NewAction("UpdateContactMediaStreamingBehavior", _streamed),
    "Hold": NewAction("UpdatePreviousContactParticipantState", _same),
    "HoldCustomerOrAgent": NewAction("UpdatePreviousContactParticipantState", _same),
    "Disconnect": NewAction("DisconnectParticipant", _renamed()),
    "EndFlow": NewAction("EndFlowExecution", _renamed()),
}
"""Each block of the old console, with its target where that decides, and the action of today."""


def action_of(old: OldBlock, known: Callable[[str], str | None]) -> NewAction | None:
    """What takes a block's place; `known` gives the action of a younger block's name. None for none."""
    name = DEPRECATED.get(old.type, old.type)
    has_bot = any(str(one.get("name", "")).startswith("Bot") for one in old.parameters)
    target = old.target or ("Lex" if has_bot else "")
    if f"{name} {target}".strip() == "Transfer Queue" and _succeeds(old):
        # From a queue to another: the flow goes on, and says the queue itself.
        return NewAction("DequeueContactAndTransferToQueue", _queue)
    found = BLOCKS.get(f"{name} {target}".strip()) or BLOCKS.get(name)
    if found is None and (action := known(name)):
        return NewAction(action, _same, _PROFILES if "Profile" in action else {})
    return found


def _succeeds(old: OldBlock) -> bool:
    return any(one.get("condition") == "Success" for one in old.branches)
