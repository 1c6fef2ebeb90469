"""How each type of action is played once: its parameters, what the customer says, and where it leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

ARN = "arn:aws:connect:us-east-1:123456789012:instance/i"
LAMBDA = "arn:aws:lambda:us-east-1:123456789012:function:lookup"
ANSWER = '{"templateType":"ViewResource","version":"1.0","action":"Next","data":{"FormData":{"a":"b"}}}'
ERRORS = (
    "NoMatchingError",
    "NoMatchingCondition",
    "InvalidCallbackNumber",
    "ChannelMismatch",
    "NoneFoundError",
)


@dataclass(frozen=True)
class Case:
    """How a type is played, the result that the trace shows, and the edge that is taken."""

    result: str
    edge: str
    parameters: dict[str, Any] = field(default_factory=dict)
    conditions: tuple[str, ...] = ()
    says: tuple[str, ...] = ()
    answer: dict[str, Any] | None = None
    """What the stub of this type holds."""


def executed(**result: Any) -> dict[str, Any]:
    """A stub's answer."""
    return {"Responses": [{"Type": "ExecutionResult", "ExecutionResult": result}]}


DONE = ("Done", "NextAction")
FAILED = ("Error NoMatchingError", "NoMatchingError")
PROFILE = {"ProfileRequestData": {"IdentifierName": "_phone", "IdentifierValue": "1"}}

CASES: dict[str, Case] = {
    "MessageParticipant": Case(*DONE, {"Text": "Hello"}),
    "MessageParticipantIteratively": Case(*FAILED, {"Messages": [{"Text": "Please hold."}]}),
    "GetParticipantInput": Case(*FAILED, {"Text": "1 or 2?", "InputTimeLimitSeconds": "5"}),
    "ConnectParticipantWithLexBot": Case(
        "Book",
        "Equals Book",
        {"Text": "Hi", "LexV2Bot": {"AliasArn": "arn:aws:lex:us-east-1:123456789012:bot-alias/B/T"}},
        ("Book",),
        ("book",),
        {"Turns": [{"default": True, "close": {"IntentName": "Book", "state": "Fulfilled"}}]},
    ),
    "ShowView": Case("Next", "Equals Next", {"ViewResource": {"Id": "form"}}, ("Next",), (ANSWER,)),
    "UpdateContactAttributes": Case(*DONE, {"Attributes": {"tier": "GOLD"}}),
    "UpdateFlowAttributes": Case(*DONE, {"FlowAttributes": {"tries": {"Value": "0"}}}),
    "UpdateContactData": Case(*DONE, {"LanguageCode": "de-DE"}),
    "TagContact": Case(*DONE, {"Tags": {"team": "blue"}}),
    "UntagContact": Case(*DONE, {"TagKeys": ["team"]}),
    "Compare": Case("CHAT", "Equals CHAT", {"ComparisonValue": "$.Channel"}, ("CHAT",)),
    "CheckHoursOfOperation": Case(
        "True",
        "Equals True",
        {"HoursOfOperationId": f"{ARN}/operating-hours/h"},
        ("True", "False"),
        (),
        executed(Value="InHours"),
    ),
    "CheckMetricData": Case(
        "1",
        "NumberGreaterThan 0",
        {"MetricType": "NumberOfAgentsAvailable", "QueueId": f"{ARN}/queue/q"},
        ("NumberGreaterThan:0",),
        (),
        executed(Value="1"),
    ),
    "GetMetricData": Case(
        *DONE, {"QueueId": f"{ARN}/queue/q"}, (), (), executed(LoadedData={"Queue": {"Size": 2}})
    ),
    "DistributeByPercentage": Case("73", "NumberLessThan 80", {}, ("NumberLessThan:50", "NumberLessThan:80")),
    "Loop": Case("DoneLooping", "Equals DoneLooping", {"LoopCount": "0"}, ("ContinueLooping", "DoneLooping")),
    "Wait": Case("WaitCompleted", "Equals WaitCompleted", {"TimeLimitSeconds": "9"}, ("WaitCompleted",)),
    "DisconnectParticipant": Case("Ended: the flow disconnects the customer", ""),
    "EndFlowExecution": Case("Ended: the flow ends here", ""),
    "TransferToFlow": Case("Transferred to other", "", {"ContactFlowId": "other"}),
    "InvokeFlowModule": Case("Yes", "Equals Yes", {"FlowModuleId": "module"}, ("Yes",)),
    "EndFlowModuleExecution": Case("Ended: the module returns", ""),
    "UpdateContactEventHooks": Case(*DONE, {"EventHooks": {"CustomerQueue": "other"}}),
    "UpdateContactTargetQueue": Case(*DONE, {"QueueId": f"{ARN}/queue/q"}),
    "TransferContactToQueue": Case("Ended: the contact is in the queue", "", {"QueueId": f"{ARN}/queue/q"}),
    "DequeueContactAndTransferToQueue": Case(*FAILED, {"QueueId": f"{ARN}/queue/q"}),
    "UpdateFlowLoggingBehavior": Case(*DONE, {"FlowLoggingBehavior": "Enabled"}),
    "UpdateContactRecordingBehavior": Case(*DONE, {"RecordingBehavior": {"RecordedParticipants": []}}),
    "UpdateContactRecordingAndAnalyticsBehavior": Case(
        "Error ChannelMismatch", "ChannelMismatch", {"VoiceBehavior": {"VoiceAnalyticsBehavior": {}}}
    ),
    "UpdateContactMediaProcessing": Case(*DONE, {"ChatProcessor": {"ProcessingEnabled": "true"}}),
    "UpdateContactTextToSpeechVoice": Case(*DONE, {"TextToSpeechVoice": "Joanna"}),
    "UpdateContactRoutingBehavior": Case(*DONE, {"QueuePriority": "1"}),
    "UpdateContactRoutingCriteria": Case(*DONE, {"RoutingCriteria": {"Steps": []}}),
    "CreateWisdomSession": Case(
        *DONE, {"WisdomAssistantArn": "arn:aws:wisdom:us-east-1:123456789012:assistant/a"}
    ),
    "ResumeContact": Case(*FAILED),
    "CreatePersistentContactAssociation": Case(
        *FAILED, {"RehydrationType": "ENTIRE_PAST_SESSION", "SourceContactId": "none"}
    ),
    "AuthenticateParticipant": Case(
        *DONE, {"TimeLimitMinutes": "3"}, (), (), executed(Value="AUTHENTICATED")
    ),
    "StartOutboundChatContact": Case(*DONE, {"ContactSubtype": "connect:SMS"}),
    "InvokeLambdaFunction": Case(
        *DONE, {"LambdaFunctionARN": LAMBDA}, (), (), executed(LoadedData={"tier": "GOLD"})
    ),
    "CreateTask": Case(*DONE, {"Name": "Call back"}, (), (), executed(LoadedData={})),
    "GetCustomerProfile": Case(
        "Error NoneFoundError",
        "NoneFoundError",
        PROFILE,
        (),
        (),
        {"Responses": [{"Type": "Error", "Error": {"Value": "NoneFoundError"}}]},
    ),
    "CreateCustomerProfile": Case(*DONE, PROFILE, (), (), executed(LoadedData={"ProfileId": "p"})),
    "UpdateCustomerProfile": Case(*DONE, PROFILE, (), (), executed(LoadedData={"ProfileId": "p"})),
    "GetCustomerProfileObject": Case(
        *DONE,
        {"ProfileRequestData": {"ProfileId": "p", "ObjectType": "Asset", "UseLatest": "true"}},
        (),
        (),
        executed(LoadedData={"Asset": {"Price": "1"}}),
    ),
    "GetCalculatedAttributesForCustomerProfile": Case(
        *DONE, {"ProfileRequestData": {"ProfileId": "p"}}, (), (), executed(LoadedData={"calls": "1"})
    ),
    "AssociateContactToCustomerProfile": Case(
        *FAILED, {"ProfileRequestData": {"ProfileId": "p", "ContactId": "$.ContactId"}}
    ),
    "CreateCase": Case(
        *DONE, {"CaseTemplateId": "t", "CaseRequestFields": {}}, (), (), executed(LoadedData={"case_id": "c"})
    ),
    "UpdateCase": Case(*DONE, {"CaseId": "c", "CaseRequestFields": {}}, (), (), executed(LoadedData={})),
    "GetCase": Case(
        *DONE,
        {"CaseRequestFields": {"status": "open"}, "CaseResponseFields": ["status"]},
        (),
        (),
        executed(LoadedData={"case_id": "c", "status": "open"}),
    ),
    "EvaluateDataTableValues": Case(
        *DONE, {"DataTableId": "d"}, (), (), executed(LoadedData={"Q": {"A": "1"}})
    ),
    "ListDataTableValues": Case(*DONE, {"DataTableId": "d"}, (), (), executed(LoadedData={"x": []})),
    "UpsertDataTableValues": Case(*DONE, {"DataTableId": "d"}, (), (), executed(LoadedData={})),
    "UpdateContactMediaStreamingBehavior": Case(*FAILED, {"MediaStreamingState": "Enabled"}),
    "TransferParticipantToThirdParty": Case(*FAILED, {"ThirdPartyPhoneNumber": "+15555550100"}),
    "UpdateContactCallbackNumber": Case("Error InvalidCallbackNumber", "InvalidCallbackNumber"),
    "CreateCallbackContact": Case(*FAILED, {"InitialCallDelaySeconds": "5"}),
    "UpdatePreviousContactParticipantState": Case(*FAILED),
    "StartVoiceIdStream": Case(*FAILED),
    "CheckVoiceId": Case(*FAILED),
    "CompleteOutboundCall": Case(*FAILED),
    "CheckOutboundCallStatus": Case(*FAILED),
    "TransferContactToAgent": Case(*FAILED),
    "LoadContactContent": Case(*FAILED),
}
