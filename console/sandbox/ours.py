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
    "connection-types-refused": "ConnectionTypes is refused with InvalidRequestException as long as this "
    "sandbox has no participant service: that there is an error is documented, which one is not.",
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
    "chat-never-joined": "A chat that nobody joined within five minutes stays active until its duration is "
    "over or it is stopped.",
    "check-order": "The signature is checked first, then the form of the body, the faults, the model, the "
    "documented rules, the client token, instance and flow, earlier contacts, and the quota last.",
}
"""What was decided, by the key that stands beside the code."""
