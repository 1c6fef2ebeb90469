"""The words of the window for what the console only names: sections, fields, states, choices."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from console.language import tr, tr_count, tr_in

if TYPE_CHECKING:
    from console.history import Outcome

SECTIONS = {
    "destination": (tr("Destination"), "route", tr("the instance and the flow that the chat starts in")),
    "customer": (tr("Customer"), "user-round", tr("who is chatting, as agent and flow see them")),
    "message": (tr("First message"), "message-square-text", tr("optional; sent by the customer at once")),
    "content_types": (tr("Content types"), "shapes", tr("what the customer’s client can show")),
    "duration": (tr("Duration"), "timer", ""),
    "earlier": (tr("Earlier chat"), "link-2", tr("continue a conversation or link to one")),
    "attributes": (tr("Attributes"), "braces", tr("contact attributes that the flow can read")),
    "advanced": (tr("Advanced"), "sliders-horizontal", ""),
}
"""Of each section: its title, its icon, and a line that explains it."""

FIELDS = {
    "InstanceId": tr("Instance"),
    "ContactFlowId": tr("Flow"),
    "Attributes": tr("Attributes"),
    "ParticipantDetails.DisplayName": tr("Display name"),
    "ParticipantDetails": tr("Customer"),
    "CustomerId": tr("Customer ID"),
    "InitialMessage": tr("First message"),
    "InitialMessage.Content": tr("Message"),
    "InitialMessage.ContentType": tr("Type"),
    "ClientToken": tr("Client token"),
    "ChatDurationInMinutes": tr("Duration"),
    "SupportedMessagingContentTypes": tr("Content types"),
    "PersistentChat": tr("Continue a past chat"),
    "PersistentChat.RehydrationType": tr("What comes back"),
    "PersistentChat.SourceContactId": tr("Source contact ID"),
    "RelatedContactId": tr("Related contact ID"),
    "SegmentAttributes": tr("Segment attributes"),
    "ParticipantConfiguration": tr("Bot replies"),
    "ParticipantConfiguration.ResponseMode": tr("Response mode"),
    "DisconnectOnCustomerExit": tr("Disconnect when the customer leaves"),
    "ConnectionTypes": tr("Connection types"),
    "ChatStreamingConfiguration": tr("Streaming"),
    "ChatStreamingConfiguration.StreamingEndpointArn": tr("Streaming endpoint ARN"),
}

_RESPONSES: Final = "what a bot's replies are"
CHOICES = {
    "ENTIRE_PAST_SESSION": tr("Entire past session"),
    "FROM_SEGMENT": tr("From a segment"),
    "INCREMENTAL": tr_in(_RESPONSES, "Incremental"),
    "COMPLETE": tr_in(_RESPONSES, "Complete"),
    "AGENT": tr("Agent"),
    "WEBSOCKET": tr("Websocket"),
    "CONNECTION_CREDENTIALS": tr("Connection credentials"),
}

CONTENT_TYPES = {
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
    "application/json": "application/json",
    "application/vnd.amazonaws.connect.message.interactive": tr("interactive message"),
    "application/vnd.amazonaws.connect.message.interactive.response": tr("interactive response"),
}

CONTENT_TYPE_SETS = {"plain": tr("Plain"), "rich": tr("Rich text"), "widget": tr("As the hosted widget")}

MESSAGE_TYPES = {
    "text/plain": tr("Plain text"),
    "text/markdown": tr("Markdown"),
    "application/json": "JSON",
    "application/vnd.amazonaws.connect.message.interactive.response": tr("Interactive response"),
}

PLACEHOLDERS = {
    "ParticipantDetails.DisplayName": tr("as the agent sees the customer"),
    "CustomerId": tr("from your CRM, optional"),
    "InitialMessage.Content": tr("Hello, I need help with an order"),
    "InstanceId": tr("id or ARN"),
    "ContactFlowId": tr("id, ARN or the address of the flow’s page"),
    "PersistentChat.SourceContactId": tr("contact id of the past chat"),
    "RelatedContactId": tr("contact id"),
    "ClientToken": tr("a new one for each start"),
    "ChatStreamingConfiguration.StreamingEndpointArn": "arn:aws:sns:…",
}
"""What stands in an empty field, by its path."""

NOTES = {
    "ClientToken": tr(
        "Left empty, each start makes its own and keeps it over retries. "
        "The same token again gives the first chat again."
    ),
}
"""What stands below a field, by its path."""

EARLIER = {
    "none": tr_in("earlier chat", "None"),
    "continue": tr("Continue a past chat"),
    "link": tr("Link a related contact"),
}

REHYDRATION_NEEDS = {
    "ENTIRE_PAST_SESSION": tr(
        "The source is the first contact of the past chat (its initial contact ID); "
        "everything up to its newest ended contact comes back."
    ),
    "FROM_SEGMENT": tr("The source is any contact of the past chat; it comes back with all before it."),
}
REHYDRATION_WAIT = tr("The source must have ended, and its transcript takes 30 to 60 seconds to be there.")
RELATED_NOTE = tr(
    "The new contact gets a copy of the related contact’s properties; its transcript stays there."
)

_CHAT: Final = "state of a chat"
OUTCOMES: dict[Outcome, str] = {
    "open": tr_in(_CHAT, "Open"),
    "ended": tr_in(_CHAT, "Ended"),
    "stopped": tr_in(_CHAT, "Stopped"),
    "failed": tr_in(_CHAT, "Not started"),
    "cancelled": tr_in(_CHAT, "Cancelled"),
    "unseen": tr_in(_CHAT, "End not seen"),
}
"""What became of a past contact."""

_VALUE: Final = "kind of a value"
SEGMENT_KINDS = {
    "": "JSON",
    "ValueString": tr_in(_VALUE, "Text"),
    "ValueInteger": tr_in(_VALUE, "Number"),
    "ValueArn": "ARN",
    "ValueList": tr_in(_VALUE, "List"),
    "ValueMap": tr_in(_VALUE, "Map"),
}
"""Of each member that can hold a segment attribute's value: its short name."""

CHAT_STATES = {
    "starting": (tr_in(_CHAT, "Starting…"), "info"),
    "started": (tr_in(_CHAT, "Started"), "ok"),
    "failed": (tr_in(_CHAT, "Not started"), "danger"),
    "cancelled": (tr_in(_CHAT, "Cancelled"), "plain"),
    "stopping": (tr_in(_CHAT, "Stopping…"), "info"),
    "stopped": (tr_in(_CHAT, "Stopped"), "plain"),
    "ended": (tr_in(_CHAT, "Ended"), "plain"),
}
"""Of each state of a chat: its words and the kind of its pill."""

ROLES = {
    "CUSTOMER": (tr("Customer"), "user-round", "blue"),
    "AGENT": (tr("Agent"), "headset", "violet"),
    "SYSTEM": (tr("System"), "workflow", "teal"),
    "CUSTOM_BOT": (tr("Bot"), "bot", "green"),
    "SUPERVISOR": (tr("Supervisor"), "shield-check", "amber"),
}
"""Of each role of a participant: its word, its icon, and the colour of its avatar."""

DISPLAY_NAMES = {"SYSTEM_MESSAGE": tr("System"), "BOT": tr("Bot")}
"""Names that the service gives to those who have none, in words."""

_CONNECTION: Final = "state of a connection"
SESSION_STATES = {
    "connecting": (tr_in(_CONNECTION, "Connecting…"), "info"),
    "connected": (tr_in(_CONNECTION, "Connected"), "ok"),
    "reconnecting": (tr_in(_CONNECTION, "Reconnecting…"), "warn"),
    "ended": (tr_in(_CONNECTION, "Ended"), "plain"),
    "failed": (tr_in(_CONNECTION, "Not connected"), "danger"),
}
"""Of each state of a participant's session: its words and the kind of its pill."""

_KIND: Final = "kind of a profile"
PROFILE_KINDS = {
    "sandbox": (tr_in(_KIND, "local"), "flask-conical", "sandbox"),
    "environment": (tr_in(_KIND, "variables"), "terminal", "environment"),
    "access_key": (tr_in(_KIND, "access key"), "key-round", "blue"),
    "role": (tr_in(_KIND, "role"), "user-cog", "violet"),
    "identity_center": ("Identity Center", "building-2", "teal"),
    "console_login": (tr_in(_KIND, "console sign-in"), "log-in", "amber"),
}
"""Of each kind of profile: its short name, its icon, and the colour of one that was given none."""

KINDS_OF_CREDENTIALS = {
    "access_key": (tr("Access key"), tr("a key of an IAM user, or temporary keys with their session token")),
    "role": (
        tr("Assumed role"),
        tr("stands on another profile’s keys, with an MFA code where the role wants one"),
    ),
    "identity_center": ("Identity Center", tr("sign in with the browser, then choose account and role")),
    "console_login": (tr("Console sign-in"), tr("uses the session that aws login left on this computer")),
}
"""Of each kind of profile that a user adds: its title, and what it is."""

CREDENTIAL_FIELDS = {
    "name": (tr("Name"), ""),
    "colour": (tr("Colour"), ""),
    "region": (tr("Region"), ""),
    "instance_id": (tr("Default instance"), tr("An instance’s id or ARN; a new chat starts there.")),
    "is_production": (tr("Production"), tr("Marked everywhere, and asked about once before its first chat.")),
    "endpoint": (tr("Endpoint"), tr("Empty: AWS’s own. Otherwise https, or http on 127.0.0.1.")),
    "proxy": (tr("Proxy"), tr("Empty: as this computer’s environment says.")),
    "proxy_user": (tr("Proxy user"), ""),
    "proxy_password": (tr("Proxy password"), ""),
    "account": (
        tr("Remember the account number in the list"),
        tr("The list of profiles is a plain file. Without this, account numbers are in the keyring alone."),
    ),
    "access_key_id": (tr("Access key ID"), ""),
    "secret_access_key": (tr("Secret access key"), ""),
    "session_token": (tr("Session token"), tr("Only with temporary keys: their ID begins with ASIA.")),
    "source": (tr("Stands on"), tr("The profile whose keys assume the role.")),
    "role_arn": (tr("Role ARN"), ""),
    "external_id": (tr("External ID"), tr("Where the trust policy of the role asks for one.")),
    "mfa_serial": (
        tr("MFA device"),
        tr("Its ARN or serial number; six digits are asked for when keys are fetched."),
    ),
    "session_name": (tr("Session name"), tr("What CloudTrail shows as the one who acted.")),
    "duration_s": (tr("Keys last"), ""),
    "start_url": (tr("Start URL"), tr("The address of the AWS access portal.")),
    "sso_region": (tr("Region of Identity Center"), ""),
    "account_id": (tr("Account"), ""),
    "role_name": (tr("Role"), ""),
    "login_session": (tr("Login session"), tr("The value of login_session in ~/.aws/config.")),
}
"""Of each field of a profile: its label, and a line below it."""

REGIONS = {
    "us-east-1": tr("US East (N. Virginia)"),
    "us-west-2": tr("US West (Oregon)"),
    "af-south-1": tr("Africa (Cape Town)"),
    "ap-northeast-1": tr("Asia Pacific (Tokyo)"),
    "ap-northeast-2": tr("Asia Pacific (Seoul)"),
    "ap-southeast-1": tr("Asia Pacific (Singapore)"),
    "ap-southeast-2": tr("Asia Pacific (Sydney)"),
    "ca-central-1": tr("Canada (Central)"),
    "eu-central-1": tr("Europe (Frankfurt)"),
    "eu-west-2": tr("Europe (London)"),
    "us-gov-west-1": tr("AWS GovCloud (US-West)"),
}
"""The regions that offer Amazon Connect, by the names that AWS calls them."""

FLOW_TYPES = {
    "CONTACT_FLOW": tr("Inbound flow"),
    "CUSTOMER_QUEUE": tr("Customer queue flow"),
    "CUSTOMER_HOLD": tr("Customer hold flow"),
    "CUSTOMER_WHISPER": tr("Customer whisper flow"),
    "AGENT_HOLD": tr("Agent hold flow"),
    "AGENT_WHISPER": tr("Agent whisper flow"),
    "OUTBOUND_WHISPER": tr("Outbound whisper flow"),
    "AGENT_TRANSFER": tr("Transfer to agent flow"),
    "QUEUE_TRANSFER": tr("Transfer to queue flow"),
    "CAMPAIGN": tr("Campaign flow"),
}
"""Of each type of a flow: what the flow designer calls it."""


def field_label(path: str) -> str:
    """The label of a field: ours, or AWS's own name with its words apart."""
    known = FIELDS.get(path)
    if known:
        return known
    name = path.rpartition(".")[2]
    words = "".join(
        f" {letter}" if letter.isupper() and index and not name[index - 1].isupper() else letter
        for index, letter in enumerate(name)
    )
    return words[:1] + words[1:].lower()


def choice(value: str) -> str:
    """An enum value in words."""
    return CHOICES.get(value, value.replace("_", " ").capitalize())


def size(count: int) -> str:
    """Bytes in words: 312 bytes, 1.2 KB."""
    if count < 1000:
        return tr_count("{count:,} byte", "{count:,} bytes", count)
    return tr("{kilobytes:,.1f} KB", kilobytes=count / 1000)


def minutes(count: int) -> str:
    """A duration in words: 60 is 1 h, 90 is 1 h 30 min, 1500 is 25 h, 10080 is 7 d."""
    if count and count % 1440 == 0:
        return tr_count("{count:,} d", "{count:,} d", count // 1440)
    hours, left = divmod(count, 60)
    if not hours:
        return tr("{minutes} min", minutes=left)
    return tr("{hours} h {minutes} min", hours=hours, minutes=left) if left else tr("{hours} h", hours=hours)


def short(text: str, most: int) -> str:
    """The beginning of a text, with … for what is left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


_LONG_WORD = re.compile(r"\S{30}(?=\S)")


def breakable(text: str) -> str:
    """A text whose long words, such as ids and keys, can go on in the next line."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def short_ids(text: str) -> str:
    """A text in which ids are only to be recognised."""
    return _ID.sub(lambda found: short_id(found[0]), text)


def short_id(identifier: str) -> str:
    """An id that is only to be recognised: its first and last four characters."""
    return identifier if len(identifier) < 14 else f"{identifier[:4]}…{identifier[-4:]}"
