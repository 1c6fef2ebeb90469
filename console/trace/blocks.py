"""What flow logs call a block (ContactFlowModuleType), and the action's Type in the Flow language.

Flow logs keep the names of the old flow designer (administrator guide, flow logs); which action each
became is known from exports of both forms. One name can stand for several actions: then the
parameters tell which one it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

TYPES: Final[Mapping[str, str]] = {
    "PlayPrompt": "MessageParticipant",
    "PlayAudio": "MessageParticipant",
    "LoopPrompts": "MessageParticipantIteratively",
    "GetUserInput": "GetParticipantInput",
    "StoreUserInput": "GetParticipantInput",
    "StoreCustomerInput": "GetParticipantInput",
    "SetAttributes": "UpdateContactAttributes",
    "SetScreenPop": "UpdateContactAttributes",
    "SetContactData": "UpdateContactData",
    "SetContactTags": "TagContact",
    "CheckAttribute": "Compare",
    "GetQueueMetrics": "GetMetricData",
    "CheckQueueStatus": "CheckMetricData",
    "CheckStaffing": "CheckMetricData",
    "Disconnect": "DisconnectParticipant",
    "EndFlow": "EndFlowExecution",
    "ReturnFromFlowModule": "EndFlowModuleExecution",
    "SetEventHook": "UpdateContactEventHooks",
    "SetQueue": "UpdateContactTargetQueue",
    "SetWorkingQueue": "UpdateContactTargetQueue",
    "TransferToFlow": "TransferToFlow",
    "CustomerInQueue": "TransferContactToQueue",
    "SetLoggingBehavior": "UpdateFlowLoggingBehavior",
    "SetRecordingBehavior": "UpdateContactRecordingBehavior",
    "SetCallRecordingBehavior": "UpdateContactRecordingBehavior",
    "SetMediaProcessing": "UpdateContactMediaProcessing",
    "SetVoice": "UpdateContactTextToSpeechVoice",
    "UpdateRoutingPriority": "UpdateContactRoutingBehavior",
    "ChangeRoutingPriority": "UpdateContactRoutingBehavior",
    "SetRoutingCriteria": "UpdateContactRoutingCriteria",
    "InvokeExternalResource": "InvokeLambdaFunction",
    "GetCalculatedAttributes": "GetCalculatedAttributesForCustomerProfile",
    "StartMediaStreaming": "UpdateContactMediaStreamingBehavior",
    "SetCallbackNumber": "UpdateContactCallbackNumber",
    "CheckCallProgress": "CheckOutboundCallStatus",
    "CallPhoneNumber": "CompleteOutboundCall",
    "GetStoredContent": "LoadContactContent",
    "SetVoiceId": "StartVoiceIdStream",
    "HoldCustomerOrAgent": "UpdatePreviousContactParticipantState",
}
"""By the block's name. Names that the Flow language still has are not here: they stay."""

_BY_PARAMETER: Final[Mapping[str, tuple[tuple[str, str], ...]]] = {
    "GetUserInput": (
        ("BotAliasArn", "ConnectParticipantWithLexBot"),
        ("LexV2Bot", "ConnectParticipantWithLexBot"),
        ("LexBot", "ConnectParticipantWithLexBot"),
        ("BotName", "ConnectParticipantWithLexBot"),
    ),
    "SetAttributes": (("FlowAttributes", "UpdateFlowAttributes"),),
    "Transfer": (
        ("ContactFlowId", "TransferToFlow"),
        ("QueueId", "TransferContactToQueue"),
        ("Queue", "TransferContactToQueue"),
        ("PhoneNumber", "TransferParticipantToThirdParty"),
    ),
    "SetContactTags": (("TagKeys", "UntagContact"),),
}
"""By the block's name and a parameter that it has."""


def type_of(block: str, parameters: Mapping[str, Any]) -> str:
    """The Type of a block of the log; the block's own name where none is known."""
    for parameter, kind in _BY_PARAMETER.get(block, ()):
        if parameter in parameters:
            return kind
    return TYPES.get(block, block)
