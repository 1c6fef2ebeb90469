"""Decisions of ours where AWS's documents are silent, in one list.

Each can be settled by playing the same case on a real instance. The code that acts on one says
`ours:` and its key beside it, so that whoever settles it finds both ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

OURS: Final[Mapping[str, str]] = {
    "client-token-other-body": "A ClientToken used before gives the original contact again even when the "
    "rest of the request differs; the log says so.",
    "client-token-after-end": "A ClientToken used before gives the original contact and the participant "
    "token of the first answer, even when that chat has ended.",
    "connection-types-replayed": "A ClientToken used before brings connection information of its own where "
    "ConnectionTypes asks for it: the first may have run out.",
    "flow-id-as-arn": "StartChatContact takes a flow's plain id alone; an ARN is a flow that does not exist. "
    "DescribeContactFlow takes both, as its page says.",
    "instance-id-as-arn": "An instance is named by its plain id; an ARN is an instance that does not exist.",
    "source-still-active": "PersistentChat from a chat that has not ended is an InvalidRequestException.",
    "source-not-initial": "ENTIRE_PAST_SESSION from a contact that is not the first of its session is an "
    "InvalidRequestException.",
    "related-attributes": "Of a related contact's attribute and the request's own with the same key, the "
    "request's own stands. (That they are copied is documented for every channel.)",
    "stop-ended-contact": "StopContact on a chat that has ended succeeds and changes nothing; on one that "
    "never was it is a ResourceNotFoundException, since ContactNotFoundException is for voice.",
    "unknown-fields": "A field that the service model lacks is an InvalidParameterException rather than "
    "passed over, so that a typing error shows.",
    "null-members": "A member that is null is an InvalidParameterException, as SDKs refuse it; leave it out.",
    "future-date": "A date of signature that lies ahead is told by the words “Signature expired”, too.",
    "unsigned-payload": "A body that the signature does not cover (UNSIGNED-PAYLOAD) is refused.",
    "next-token": "A NextToken that this list never gave is an InvalidParameterException.",
    "not-answered": "An operation that the model holds and the sandbox does not answer is a 501 "
    "NotImplementedException.",
    "chat-never-joined": "A chat that nobody joined within five minutes ends then, for the reason "
    "CUSTOMER_CONNECTION_NOT_ESTABLISHED that contact records have for it; joining it is a 403 "
    "AccessDeniedException from then on.",
    "joined-when": "A participant has joined once a socket of theirs is subscribed, with ConnectParticipant, "
    "with a connection that asks for no websocket, and with the first thing that they send. The flow speaks "
    "from the moment the customer has joined, so that its first words come over the socket.",
    "initial-message-first": "The initial message is the transcript's first item, before the customer has "
    "joined; like all that came before the subscription it does not come over the socket.",
    "absolute-time-once": "No two items of a chat have the same AbsoluteTime; the later is a millisecond "
    "later.",
    "attachment-in-progress": "A file that is being scanned stands in the transcript as IN_PROGRESS; the "
    "socket brings it once, when the scan is over.",
    "attachment-type": "Whether a file can be attached is told by the end of its name alone.",
    "attachment-not-approved": "GetAttachment of a file that is not approved is a ValidationException.",
    "attachments-not-stored": "Attachments to an instance that stores none are an AccessDeniedException.",
    "upload-url-expiry": "The URL of an upload lasts a quarter of an hour.",
    "download-url-expiry": "The URL of a download lasts five minutes where UrlExpiryInSeconds says nothing.",
    "authentication-too-late": "GetAuthenticationUrl after its minute is an AccessDeniedException.",
    "customer-exit": "When the customer leaves, the chat ends for everybody at once. Agents leave first, "
    "with an event of their own where DisconnectOnCustomerExit names them; others see the end alone.",
    "sixth-socket": "Of more than five sockets of a participant the oldest is closed; refusing the newest "
    "would have chatjs ask again without end.",
    "websocket-origin": "A websocket that a page of elsewhere opens is refused with 403, unless the sandbox "
    "was started to answer that page; clients that are no browser send no Origin.",
    "unknown-topic": "A frame that is no JSON or has a topic that the service does not know is answered with "
    "the error frame of its gateway, and the socket stays.",
    "start-position-included": "A page that starts at an item or a time holds what stands there, whichever "
    "way it goes.",
    "start-position-unknown": "A StartPosition at an item that the transcript does not hold is a "
    "ValidationException.",
    "max-results-zero": "MaxResults 0 means the default, as a number that is not set.",
    "transcript-kept": "Of one chat session the newest 10,000 items are kept, 8 MiB at most, and 256 MiB "
    "over all sessions.",
    "receipt-of-nothing": "A receipt for a message that the transcript does not hold is a "
    "ValidationException.",
    "replay-after-end": "A retry with the ClientToken of a call that was answered gets the same answer even "
    "when the chat has ended since.",
    "view-token": "The token of a view holds in the chat that showed it, as long as the chat; of more than a "
    "hundred the newest are known.",
    "view-stand-in": "A view of the customer's own is shown by a stand-in: its inputs as text, and a button "
    "for each action that the flow waits for.",
    "check-order": "The signature is checked first and the session behind it, then the form of the body, the "
    "caller's permissions, the faults, the model, the documented rules, the client token, instance and flow, "
    "earlier contacts, and the quota last.",
    "other-account": "The instance belongs to one account. Keys of the other account of Identity Center "
    "list no instance, and what they ask of this one is a ResourceNotFoundException.",
    "chained-session": "Keys of any session count as a chained role's, those of GetSessionToken too: a "
    "role that they assume lasts an hour at most. Users of AWS report it so; its documents speak of roles "
    "alone.",
    "session-policies": "Session policies and tags given to AssumeRole are checked against the model and "
    "change nothing.",
    "mfa-of-a-role": "A role has no MFA device: a code that its keys send is refused as one of an unknown "
    "device.",
    "mfa-code-twice": "The right MFA code can be used again at once; AWS takes each code once.",
    "start-url": "A start URL is the sandbox's own /start, or has the form of an access portal's; which "
    "portal does not matter, since there is one.",
    "slow-down": "A poll that comes before four fifths of the interval have passed is a SlowDownException "
    "while nobody has decided; the interval itself does not grow.",
    "refresh-token-once": "A refresh token can be used once and brings the next; the session ends eight "
    "hours after the sign-in, however often it is refreshed.",
    "authorization-code": "The authorization code grant is an UnsupportedGrantTypeException: a person "
    "signs in by the device flow alone.",
    "sso-no-access": "An account or role that is not assigned is a 403 ForbiddenException, as users of the "
    "portal report it; its model does not declare it.",
    "content-hash": "FlowContentSha256 is the hash of Content as UTF-8.",
    "flow-status": "A flow that was published once is listed as PUBLISHED, whatever was saved since.",
    "flow-that-cannot-run": "StartChatContact on a flow that was never published, or is archived, is an "
    "InvalidRequestException.",
    "alias-arn": "The ARN of an alias is the flow's, a colon and the alias's name; DescribeContactFlow "
    "takes it.",
    "version-at-publishing": "Each publishing makes a version.",
    "version-order": "Versions are listed newest first.",
    "stubs-of-a-chat": "Each chat begins with the first response of every resource in the stub file, and "
    "stays at the last; AWS's overrides are used once and then the real resource runs, which there is "
    "none of here.",
    "function-time-limit": "A Lambda function that is a local command or a URL has its time limit on the "
    "wall, however fast the sandbox's clock runs.",
    "external-after-error": "After an invocation that failed, $.External is empty.",
    "lambda-load-result": "An asynchronous invocation gives an InvocationId; its result is not loaded, "
    "since the JSON of Load Lambda result and of Wait's Lambda event is not published.",
    "lambda-json-object": "With the ResponseType JSON, a response that is no object takes the error branch.",
    "hours-override": "An override is the result of Check hours of operation where a condition names it; "
    "else its own hours decide.",
    "sign-in-for-real": "Where no stub answers Authenticate customer, the sandbox asks the customer to "
    "sign in.",
    "profile-fields": "Without ProfileResponseData all fields of a profile are loaded; its ProfileId and "
    "ProfileARN always are.",
    "lex-no-turn": "A message for which a bot's script has no turn closes it with FallbackIntent, Failed.",
    "lex-timeout": "Without LexTimeoutSeconds a bot waits five minutes for the customer, as Lex's "
    "sessions do.",
    "interactive-not-asked": "An interactive message of a bot is sent even where the chat did not ask for "
    "its content type.",
    "interactive-response-text": "Of an interactive.response a bot hears the text typed or the title "
    "chosen, and all of its JSON where it holds neither.",
    "template-limits": "Where documents tell two numbers of items for an interactive template, the larger "
    "is the limit.",
    "chat-without-endpoint": "A web chat has no endpoint: $.CustomerEndpoint and $.SystemEndpoint are empty.",
    "reference-without-value": "A reference that leads nowhere becomes empty text, and a warning.",
    "compare-nothing": "A value to compare that leads nowhere takes no condition, not even one for the "
    "empty text.",
    "nested-conditions": "And, Or and Not, which no page names, mean what they say in a condition; the "
    "trace warns.",
    "missing-error-edge": "An error without a branch of its own takes NoMatchingError; without that the "
    "flow stops, and in an inbound or disconnect flow the contact ends.",
    "type-of-a-walk": "What the end of a path means follows from the type of the flow that the walk began "
    "with, whatever the type of a flow that it transfers to.",
    "module-depth": "Modules nest five deep at most; the next is an error.",
    "loop-of-failures": "A flow that goes round because nothing stands in for a resource, or because an "
    "action fails on every chat, is stopped after 20 times, long before the cap on actions.",
    "loop-of-a-flow": "A loop counts for its action in its flow, anew in each run of the flow.",
    "loop-array": "The array of a Loop is read from LoopArray or Elements, its name from LoopName.",
    "related-contact": "What is set for the related contact is remembered with this chat, and changes no "
    "other contact.",
    "empty-message": "A message that is empty once its references are resolved is an error.",
    "message-markdown": "A flow's message is text/markdown where the client asked for that type and the "
    "text has markup, else text/plain.",
    "digits-by-text": "Where the stub file lets keys be typed, the customer has five minutes at least, and "
    "the first key of a menu counts.",
    "hook-of-unknown-flow": "A hook for a flow that is not here is set, with a warning; when its time "
    "comes, no flow runs.",
    "any-queue": "Every id and ARN of a queue is one of the instance; a name is an error.",
    "made-up-session": "CreateWisdomSession makes up the ARN of a session; nothing answers in it.",
    "view-not-supported": "A view for a client that did not list both interactive content types is an error.",
    "hidden-answer": "Of an answer that a view hides, the transcript keeps the action alone, and the trace "
    "masks what was typed.",
    "agent-by-hand": "An agent whom the control route brings takes the chat over from whatever flow runs, "
    "as one who accepts it from a queue does, and hears no whisper.",
    "agent-user": "The id of an agent's user, which DescribeContact tells, is made of the display name.",
    "agent-invited": "An agent is invited when they accept a contact, not while it is offered to them.",
    "agent-arrives": "Whispers begin when the client of an agent who accepted has connected, ten seconds "
    "after accepting at the latest.",
    "agent-not-joined": "What an agent sends while a whisper runs is an AccessDeniedException.",
    "agent-given-back": "A script that a person has taken over, and gives back, goes on with the customer's "
    "next message; its greeting is not said later.",
    "agent-to-queue": "A contact that its agent transfers to a queue waits there with the customer queue "
    "flow that it had before; no transfer flow runs.",
    "contact-missed": "A contact that was offered and not taken keeps its place in the queue, and is not "
    "offered again by itself.",
    "whisper-limit": "An agent joins two minutes after accepting even where a whisper still waits.",
    "type-of-hook": "A flow that was set for an event runs as a flow of that event's type, whatever type "
    "its file names.",
    "default-queue-flow": "A queue for which no flow was set is silent, unless the stub file names a flow.",
    "disconnect-flow-reason": "A chat whose disconnect flow comes to its end has AGENT_DISCONNECT as its "
    "reason: the agent's leaving is what ended it.",
    "module-version": "Of a module there is one version, whatever a reference names behind its colon.",
    "log-stream": "Flow logs have one log stream an hour.",
    "log-results": "An entry of a flow log has Results where an action had a result to compare, or an error.",
    "log-filter": "Filter patterns of logs are terms, and members of JSON compared by = and != and joined "
    "by && or ||; a term may hold a dash without quotes. Any other is an InvalidParameterException.",
}
"""What was decided, by the key that stands beside the code."""
