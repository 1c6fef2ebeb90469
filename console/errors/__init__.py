"""What can go wrong, each with a plain sentence and what to do next.

    ConsoleError                  code · sentence · advice · facts · request_id
    ├── RequestProblems           the request breaks limits or rules; nothing was sent
    ├── MessageUnfit              a message can't be sent in this chat; nothing was sent
    │   ├── MessageTooLarge       it has too many bytes
    │   └── ContentTypeNotAsked   the chat was started without its content type
    ├── AttachmentUnfit           a file breaks a limit of attachments; nothing was sent
    ├── NotRejoinable             a chat of an earlier run can't be joined again
    ├── DownloadRefused           an attachment can't be written to the file that was chosen
    ├── ProfileProblem            keys, region, endpoint or certificates of the profile can't be used
    │   ├── SignInNeeded          somebody has to sign in first
    │   │   └── CodeNeeded        ... with the code of an MFA device
    │   └── SignInRefused         signing in was tried, and did not come about
    ├── VaultError                the keyring of the operating system
    │   ├── VaultUnavailable      there is none, or it does not answer
    │   ├── VaultLocked           it is locked
    │   ├── VaultCorrupt          what it holds can't be read
    │   └── VaultTooLarge         it has no room for so much
    ├── ServiceError              the service answered, and refused
    │   ├── Throttled             the rate of calls is used up (429)
    │   ├── QuotaFull             a quota is full (429 LimitExceededException)
    │   ├── InvalidInput          a value or a combination is refused (400)
    │   │   ├── DurationRefused   ... and a custom duration may be the reason
    │   │   ├── StartUrlRefused   ... Identity Center knows no such start URL
    │   │   └── AttachmentRefused  ... no such attachment, or no more of them
    │   ├── NotFound              no such instance, flow or contact
    │   │   ├── FlowNotPublished  ... or only a saved flow, never published
    │   │   └── LogGroupMissing   ... or no such log group
    │   ├── AccessDenied          the keys may not do this
    │   │   ├── RoleRefused       ... or may not assume a role
    │   │   ├── CodeRefused       ... or the code of an MFA device does not hold
    │   │   └── RoleNotAssigned   ... or Identity Center does not give the role
    │   ├── KeyUnknown            no such access key
    │   ├── SignatureWrong        the secret key does not fit
    │   │   └── SignatureMissing  ... or no signature arrived
    │   ├── ClockSkewed           this computer's clock is off
    │   ├── CredentialsExpired    the session of the keys is over
    │   │   ├── SignInOver        ... or the sign-in at Identity Center
    │   │   └── RegistrationOver  ... or this program's registration there
    │   ├── ChatOver              the chat has ended, or the participant has left it
    │   ├── Conflict              not as the chat stands now (409)
    │   ├── TransferRefused       the storage of attachments refused a file
    │   ├── ServiceFault          the service failed on its side (5xx)
    │   │   └── AnswerGarbled     it said yes, but the answer can't be read
    │   └── Unexpected            anything else, told as received
    └── NotReached                no answer came
        ├── TimedOut              too slow to connect
        │   └── AnswerTimedOut    ... or connected, and too slow to answer
        ├── NoConnection          refused, or no way there
        │   └── ConnectionLost    ... or broken off before the answer came
        ├── DnsFailed             the name is not known
        ├── ProxyFailed           the proxy did not let it through
        ├── SocketRefused         the websocket of a chat was not opened
        └── TlsFailed             the certificate or the encryption is not accepted

A sentence is a template filled with facts, so that it can be said in another language. Sentences,
facts and messages hold no secret.
"""

from console.errors.calls import Call, retold, seconds_text
from console.errors.chatting import (
    AttachmentRefused,
    AttachmentUnfit,
    ChatOver,
    Conflict,
    ContentTypeNotAsked,
    DownloadRefused,
    MessageTooLarge,
    MessageUnfit,
    NotRejoinable,
    SocketRefused,
    TransferRefused,
)
from console.errors.console_error import ConsoleError, RequestProblems
from console.errors.profile import CodeNeeded, ProfileProblem, SignInNeeded, SignInRefused
from console.errors.refusals import (
    AccessDenied,
    AnswerGarbled,
    ClockSkewed,
    CredentialsExpired,
    DurationRefused,
    FlowNotPublished,
    InvalidInput,
    KeyUnknown,
    LogGroupMissing,
    NotFound,
    QuotaFull,
    Refusal,
    ServiceError,
    ServiceFault,
    SignatureMissing,
    SignatureWrong,
    Throttled,
    Unexpected,
)
from console.errors.signing_in import (
    CodeRefused,
    RegistrationOver,
    RoleNotAssigned,
    RoleRefused,
    SignInOver,
    StartUrlRefused,
    sign_in_declined,
    sign_in_too_late,
)
from console.errors.unreached import (
    AnswerTimedOut,
    ConnectionLost,
    DnsFailed,
    NoConnection,
    NotReached,
    ProxyFailed,
    TimedOut,
    TlsFailed,
)
from console.errors.vault import VaultCorrupt, VaultError, VaultLocked, VaultTooLarge, VaultUnavailable

__all__ = [
    "AccessDenied",
    "AnswerGarbled",
    "AnswerTimedOut",
    "AttachmentRefused",
    "AttachmentUnfit",
    "Call",
    "ChatOver",
    "ClockSkewed",
    "CodeNeeded",
    "CodeRefused",
    "Conflict",
    "ConnectionLost",
    "ConsoleError",
    "ContentTypeNotAsked",
    "CredentialsExpired",
    "DnsFailed",
    "DownloadRefused",
    "DurationRefused",
    "FlowNotPublished",
    "InvalidInput",
    "KeyUnknown",
    "LogGroupMissing",
    "MessageTooLarge",
    "MessageUnfit",
    "NoConnection",
    "NotFound",
    "NotReached",
    "NotRejoinable",
    "ProfileProblem",
    "ProxyFailed",
    "QuotaFull",
    "Refusal",
    "RegistrationOver",
    "RequestProblems",
    "RoleNotAssigned",
    "RoleRefused",
    "ServiceError",
    "ServiceFault",
    "SignInNeeded",
    "SignInOver",
    "SignInRefused",
    "SignatureMissing",
    "SignatureWrong",
    "SocketRefused",
    "StartUrlRefused",
    "Throttled",
    "TimedOut",
    "TlsFailed",
    "TransferRefused",
    "Unexpected",
    "VaultCorrupt",
    "VaultError",
    "VaultLocked",
    "VaultTooLarge",
    "VaultUnavailable",
    "retold",
    "seconds_text",
    "sign_in_declined",
    "sign_in_too_late",
]
