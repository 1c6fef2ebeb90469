"""Every type of action of the Flow language, one entry each: how it runs in a chat, and what it may do.

Tiers: RUN is done for real, STUB asks the stub file, NOOP is recorded and goes on, ERR takes its
documented error branch on chat (administrator guide, channel table).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from console.language import tr_wire
from console.sandbox.flow.engine.actions import (
    attributes,
    authentication,
    branching,
    business,
    disconnecting,
    flows,
    hours,
    lambdas,
    lex,
    messages,
    metrics,
    outbound,
    persistent,
    queues,
    settings,
    views,
    voice,
    waiting,
)
from console.sandbox.flow.engine.outcome import NO_MATCHING_CONDITION, NO_MATCHING_ERROR, Outcome, Waiting
from console.sandbox.flow.engine.step import Step

Act = Callable[[Step], Outcome | Waiting]
Tier = Literal["RUN", "STUB", "NOOP", "ERR"]


@dataclass(frozen=True)
class ActionType:
    """One type of action."""

    name: str
    tier: Tier
    act: Act
    block: str
    """The name that flow logs have for it (ContactFlowModuleType)."""
    errors: tuple[str, ...] = ()
    """Error branches that the live service insists on."""
    parameters: tuple[str, ...] = ()
    """Parameters that it must have."""
    results: tuple[str, ...] | None = None
    """What its conditions may compare with, where the set is closed."""
    follows_next: bool = True
    """Whether it ever takes NextAction: where it has no success edge, editors put a failure's there."""


_ERROR = (NO_MATCHING_ERROR,)
_NO_MATCH = (NO_MATCHING_CONDITION,)
_TO_QUEUE = (queues.AT_CAPACITY, NO_MATCHING_ERROR)
_VIEW = (NO_MATCHING_CONDITION, NO_MATCHING_ERROR, views.LATE)
_MISMATCH = (NO_MATCHING_ERROR, "ChannelMismatch")
_FOUND = ("NoneFoundError", NO_MATCHING_ERROR)
_CALL = ("CallFailed", "ConnectionTimeLimitExceeded", NO_MATCHING_ERROR)
_CALLBACK = ("InvalidCallbackNumber", "CallbackNumberNotDialable")
_INTERRUPTED = ("MessagesInterrupted",)
_WAITED = (waiting.COMPLETED, waiting.CUSTOMER, waiting.BOT)
_ROUNDS = (branching.CONTINUE, branching.DONE)
_TIMED = ("InputTimeLimitSeconds",)
_PERSISTENT = ("RehydrationType", "SourceContactId")

_for_voice = voice.refuse()
_no_callback = voice.refuse(_CALLBACK[0], tr_wire("a chat has no number to call back."))

_MESSAGES = (
    ActionType("MessageParticipant", "RUN", messages.message, "PlayPrompt", _ERROR),
    ActionType(
        "MessageParticipantIteratively",
        "ERR",
        messages.message_in_a_loop,
        "LoopPrompts",
        (),
        ("Messages",),
        _INTERRUPTED,
    ),
    ActionType("GetParticipantInput", "ERR", voice.get_input, "GetUserInput", _ERROR, _TIMED),
    ActionType("ConnectParticipantWithLexBot", "STUB", lex.connect_with_bot, "GetUserInput", _ERROR),
    ActionType("ShowView", "RUN", views.show_view, "ShowView", _VIEW, ("ViewResource",), follows_next=False),
)
_ATTRIBUTES = (
    ActionType(
        "UpdateContactAttributes", "RUN", attributes.set_attributes, "SetAttributes", _ERROR, ("Attributes",)
    ),
    ActionType(
        "UpdateFlowAttributes",
        "RUN",
        attributes.set_flow_attributes,
        "SetAttributes",
        _ERROR,
        ("FlowAttributes",),
    ),
    ActionType("UpdateContactData", "RUN", attributes.set_data, "SetContactData", _ERROR),
    ActionType("TagContact", "NOOP", attributes.tag, "SetContactTags", _ERROR, ("Tags",)),
    ActionType("UntagContact", "NOOP", attributes.untag, "SetContactTags", _ERROR, ("TagKeys",)),
)
_BRANCHING = (
    ActionType("Compare", "RUN", branching.compare, "CheckAttribute", _NO_MATCH, ("ComparisonValue",)),
    ActionType("CheckHoursOfOperation", "STUB", hours.check_hours, "CheckHoursOfOperation", _ERROR),
    ActionType(
        "CheckMetricData",
        "STUB",
        metrics.check_metric,
        "CheckMetricData",
        (*_ERROR, *_NO_MATCH),
        ("MetricType",),
    ),
    ActionType("GetMetricData", "STUB", metrics.get_metrics, "GetQueueMetrics", _ERROR),
    ActionType("DistributeByPercentage", "RUN", branching.distribute, "DistributeByPercentage", _NO_MATCH),
    ActionType("Loop", "RUN", branching.loop, "Loop", results=_ROUNDS),
    ActionType("Wait", "RUN", waiting.wait, "Wait", _ERROR, results=_WAITED),
)
_FLOWS = (
    ActionType("DisconnectParticipant", "RUN", disconnecting.disconnect, "Disconnect"),
    ActionType("EndFlowExecution", "RUN", flows.end_flow, "EndFlowExecution"),
    ActionType(
        "TransferToFlow", "RUN", flows.transfer, "Transfer", _ERROR, ("ContactFlowId",), follows_next=False
    ),
    ActionType("InvokeFlowModule", "RUN", flows.invoke_module, "InvokeFlowModule", _ERROR, ("FlowModuleId",)),
    ActionType("EndFlowModuleExecution", "RUN", flows.end_module, "ReturnFromFlowModule"),
    ActionType("UpdateContactEventHooks", "RUN", flows.set_hooks, "SetEventHook", _ERROR),
)
_QUEUES = (
    ActionType("UpdateContactTargetQueue", "RUN", queues.set_queue, "SetQueue", _ERROR),
    ActionType("TransferContactToQueue", "RUN", queues.transfer, "Transfer", _TO_QUEUE, follows_next=False),
    ActionType("DequeueContactAndTransferToQueue", "RUN", queues.dequeue, "Transfer", _TO_QUEUE),
)
_SETTINGS = (
    ActionType("UpdateFlowLoggingBehavior", "NOOP", settings.switch_logs, "SetLoggingBehavior"),
    ActionType("UpdateContactRecordingBehavior", "NOOP", settings.record, "SetRecordingBehavior"),
    ActionType(
        "UpdateContactRecordingAndAnalyticsBehavior",
        "NOOP",
        settings.record_for_chat,
        "SetRecordingBehavior",
        _MISMATCH,
    ),
    ActionType("UpdateContactMediaProcessing", "NOOP", settings.record, "SetMediaProcessing", _MISMATCH),
    ActionType("UpdateContactTextToSpeechVoice", "NOOP", settings.record, "SetVoice"),
    ActionType("UpdateContactRoutingBehavior", "NOOP", settings.record, "UpdateRoutingPriority"),
    ActionType("UpdateContactRoutingCriteria", "NOOP", settings.record, "SetRoutingCriteria", _ERROR),
    ActionType("CreateWisdomSession", "NOOP", settings.create_session, "CreateWisdomSession", _ERROR),
    ActionType("ResumeContact", "ERR", settings.resume, "ResumeContact", _ERROR),
)
_CHAT = (
    ActionType(
        "CreatePersistentContactAssociation",
        "RUN",
        persistent.continue_chat,
        "CreatePersistentContactAssociation",
        _ERROR,
        _PERSISTENT,
    ),
    ActionType(
        "AuthenticateParticipant",
        "STUB",
        authentication.authenticate,
        "AuthenticateParticipant",
        (views.LATE, NO_MATCHING_ERROR),
        (),
        ("OptedOut",),
    ),
    ActionType("StartOutboundChatContact", "NOOP", outbound.start_chat, "StartOutboundChatContact", _ERROR),
)
_BUSINESS = (
    ActionType(
        "InvokeLambdaFunction",
        "STUB",
        lambdas.invoke_lambda,
        "InvokeExternalResource",
        _ERROR,
        ("LambdaFunctionARN",),
    ),
    ActionType("CreateTask", "STUB", business.create_task, "CreateTask", _ERROR),
    ActionType(
        "GetCustomerProfile",
        "STUB",
        business.get_profile,
        "GetCustomerProfile",
        ("MultipleFoundError", *_FOUND),
    ),
    ActionType("CreateCustomerProfile", "STUB", business.save_profile, "CreateCustomerProfile", _ERROR),
    ActionType("UpdateCustomerProfile", "STUB", business.save_profile, "UpdateCustomerProfile", _ERROR),
    ActionType(
        "GetCustomerProfileObject", "STUB", business.get_profile_object, "GetCustomerProfileObject", _FOUND
    ),
    ActionType(
        "GetCalculatedAttributesForCustomerProfile",
        "STUB",
        business.get_calculated_attributes,
        "GetCalculatedAttributes",
        _FOUND,
    ),
    ActionType(
        "AssociateContactToCustomerProfile",
        "STUB",
        business.associate_profile,
        "AssociateContactToCustomerProfile",
        _ERROR,
    ),
    ActionType("CreateCase", "STUB", business.save_case, "CreateCase", _ERROR),
    ActionType("UpdateCase", "STUB", business.save_case, "UpdateCase", _ERROR),
    ActionType(
        "GetCase", "STUB", business.get_case, "GetCase", ("MultipleFound", "NoneFound", NO_MATCHING_ERROR)
    ),
    ActionType("EvaluateDataTableValues", "STUB", business.evaluate_tables, "DataTable", _ERROR),
    ActionType("ListDataTableValues", "STUB", business.list_tables, "DataTable", _ERROR),
    ActionType("UpsertDataTableValues", "STUB", business.save_tables, "DataTable", _ERROR),
)
_VOICE = (
    ActionType("UpdateContactMediaStreamingBehavior", "ERR", _for_voice, "StartMediaStreaming", _ERROR),
    ActionType("TransferParticipantToThirdParty", "ERR", _for_voice, "Transfer", _CALL),
    ActionType("UpdateContactCallbackNumber", "ERR", _no_callback, "SetCallbackNumber", _CALLBACK),
    ActionType("CreateCallbackContact", "ERR", _for_voice, "Transfer", _ERROR),
    ActionType("UpdatePreviousContactParticipantState", "ERR", _for_voice, "HoldCustomerOrAgent", _ERROR),
    ActionType("StartVoiceIdStream", "ERR", _for_voice, "SetVoiceId", _ERROR),
    ActionType("CheckVoiceId", "ERR", _for_voice, "CheckVoiceId", _ERROR),
    ActionType("CompleteOutboundCall", "ERR", _for_voice, "CallPhoneNumber"),
    ActionType("CheckOutboundCallStatus", "ERR", _for_voice, "CheckCallProgress", _ERROR),
    ActionType("TransferContactToAgent", "ERR", _for_voice, "Transfer", follows_next=False),
    ActionType("LoadContactContent", "ERR", _for_voice, "GetStoredContent", _ERROR),
)

ACTIONS: Final[Mapping[str, ActionType]] = {
    one.name: one
    for table in (_MESSAGES, _ATTRIBUTES, _BRANCHING, _FLOWS, _QUEUES, _SETTINGS, _CHAT, _BUSINESS, _VOICE)
    for one in table
}
"""Every type of action, by its name."""

ALIASES: Final[Mapping[str, str]] = {
    "UpdateRoutingCriteria": "UpdateContactRoutingCriteria",
    "UnTagContact": "UntagContact",
}
"""Other names that AWS's own pages have for a type."""

INVENTED: Final[Mapping[str, str]] = {
    "SetContactAttributes": "UpdateContactAttributes",
    "CheckAttribute": "Compare",
    "StoreCustomerInput": "GetParticipantInput",
    "TransferToQueue": "TransferContactToQueue",
    "TransferContactToFlow": "TransferToFlow",
    "TransferParticipantToQueue": "TransferContactToQueue",
    "GetCustomerInput": "ConnectParticipantWithLexBot",
    "PlayPrompt": "MessageParticipant",
    "SetVoice": "UpdateContactTextToSpeechVoice",
    "Start": tr_wire("StartAction, a member of the document"),
    "InvokeExternalResource": "InvokeLambdaFunction",
    "StartMediaStreaming": "UpdateContactMediaStreamingBehavior",
    "CheckCondition": "Compare",
    "DequeueAndTransferToQueue": "DequeueContactAndTransferToQueue",
    "InvokeAgentAction": "ConnectParticipantWithLexBot",
}
"""Types that flows use and Amazon Connect refuses, and what is likely meant.

DequeueAndTransferToQueue is AWS's own word in its testing language alone.
"""


def type_of(name: str) -> ActionType | None:
    """The type of a name, by any of its names; None where there is no such type."""
    return ACTIONS.get(ALIASES.get(name, name))
