"""The words of the window for what the console only names: sections, fields, states, choices."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from console.history import Outcome

SECTIONS = {
    "destination": ("Destination", "route", "the instance and the flow that the chat starts in"),
    "customer": ("Customer", "user-round", "who is chatting, as agent and flow see them"),
    "message": ("First message", "message-square-text", "optional; sent by the customer at once"),
    "content_types": ("Content types", "shapes", "what the customer’s client can show"),
    "duration": ("Duration", "timer", ""),
    "earlier": ("Earlier chat", "link-2", "continue a conversation or link to one"),
    "attributes": ("Attributes", "braces", "contact attributes that the flow can read"),
    "advanced": ("Advanced", "sliders-horizontal", ""),
}
"""Of each section: its title, its icon, and a line that explains it."""

FIELDS = {
    "InstanceId": "Instance",
    "ContactFlowId": "Flow",
    "Attributes": "Attributes",
    "ParticipantDetails.DisplayName": "Display name",
    "ParticipantDetails": "Customer",
    "CustomerId": "Customer ID",
    "InitialMessage": "First message",
    "InitialMessage.Content": "Message",
    "InitialMessage.ContentType": "Type",
    "ClientToken": "Client token",
    "ChatDurationInMinutes": "Duration",
    "SupportedMessagingContentTypes": "Content types",
    "PersistentChat": "Continue a past chat",
    "PersistentChat.RehydrationType": "What comes back",
    "PersistentChat.SourceContactId": "Source contact ID",
    "RelatedContactId": "Related contact ID",
    "SegmentAttributes": "Segment attributes",
    "ParticipantConfiguration": "Bot replies",
    "ParticipantConfiguration.ResponseMode": "Response mode",
    "DisconnectOnCustomerExit": "Disconnect when the customer leaves",
    "ConnectionTypes": "Connection types",
    "ChatStreamingConfiguration": "Streaming",
    "ChatStreamingConfiguration.StreamingEndpointArn": "Streaming endpoint ARN",
}

CHOICES = {
    "ENTIRE_PAST_SESSION": "Entire past session",
    "FROM_SEGMENT": "From a segment",
    "INCREMENTAL": "Incremental",
    "COMPLETE": "Complete",
    "AGENT": "Agent",
    "WEBSOCKET": "Websocket",
    "CONNECTION_CREDENTIALS": "Connection credentials",
}

CONTENT_TYPES = {
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
    "application/json": "application/json",
    "application/vnd.amazonaws.connect.message.interactive": "interactive message",
    "application/vnd.amazonaws.connect.message.interactive.response": "interactive response",
}

CONTENT_TYPE_SETS = {"plain": "Plain", "rich": "Rich text", "widget": "As the hosted widget"}

MESSAGE_TYPES = {
    "text/plain": "Plain text",
    "text/markdown": "Markdown",
    "application/json": "JSON",
    "application/vnd.amazonaws.connect.message.interactive.response": "Interactive response",
}

PLACEHOLDERS = {
    "ParticipantDetails.DisplayName": "as the agent sees the customer",
    "CustomerId": "from your CRM, optional",
    "InitialMessage.Content": "Hello, I need help with an order",
    "InstanceId": "id or ARN",
    "ContactFlowId": "id, ARN or the address of the flow’s page",
    "PersistentChat.SourceContactId": "contact id of the past chat",
    "RelatedContactId": "contact id",
    "ClientToken": "a new one for each start",
    "ChatStreamingConfiguration.StreamingEndpointArn": "arn:aws:sns:…",
}
"""What stands in an empty field, by its path."""

NOTES = {
    "ClientToken": "Left empty, each start makes its own and keeps it over retries. "
    "The same token again gives the first chat again.",
}
"""What stands below a field, by its path."""

EARLIER = {"none": "None", "continue": "Continue a past chat", "link": "Link a related contact"}

REHYDRATION_NEEDS = {
    "ENTIRE_PAST_SESSION": "The source is the first contact of the past chat (its initial contact ID); "
    "everything up to its newest ended contact comes back.",
    "FROM_SEGMENT": "The source is any contact of the past chat; it comes back with all before it.",
}
REHYDRATION_WAIT = "The source must have ended, and its transcript takes 30 to 60 seconds to be there."
RELATED_NOTE = "The new contact gets a copy of the related contact’s properties; its transcript stays there."

OUTCOMES: dict[Outcome, str] = {
    "open": "Open",
    "ended": "Ended",
    "stopped": "Stopped",
    "failed": "Not started",
    "cancelled": "Cancelled",
    "unseen": "End not seen",
}
"""What became of a past contact."""

SEGMENT_KINDS = {
    "": "JSON",
    "ValueString": "Text",
    "ValueInteger": "Number",
    "ValueArn": "ARN",
    "ValueList": "List",
    "ValueMap": "Map",
}
"""Of each member that can hold a segment attribute's value: its short name."""

CHAT_STATES = {
    "starting": ("Starting…", "info"),
    "started": ("Started", "ok"),
    "failed": ("Not started", "danger"),
    "cancelled": ("Cancelled", "plain"),
    "stopping": ("Stopping…", "info"),
    "stopped": ("Stopped", "plain"),
    "ended": ("Ended", "plain"),
}
"""Of each state of a chat: its words and the kind of its pill."""

ROLES = {
    "CUSTOMER": ("Customer", "user-round", "blue"),
    "AGENT": ("Agent", "headset", "violet"),
    "SYSTEM": ("System", "workflow", "teal"),
    "CUSTOM_BOT": ("Bot", "bot", "green"),
    "SUPERVISOR": ("Supervisor", "shield-check", "amber"),
}
"""Of each role of a participant: its word, its icon, and the colour of its avatar."""

DISPLAY_NAMES = {"SYSTEM_MESSAGE": "System", "BOT": "Bot"}
"""Names that the service gives to those who have none, in words."""

SESSION_STATES = {
    "connecting": ("Connecting…", "info"),
    "connected": ("Connected", "ok"),
    "reconnecting": ("Reconnecting…", "warn"),
    "ended": ("Ended", "plain"),
    "failed": ("Not connected", "danger"),
}
"""Of each state of a participant's session: its words and the kind of its pill."""

PROFILE_KINDS = {
    "sandbox": ("local", "flask-conical", "sandbox"),
    "environment": ("variables", "terminal", "environment"),
    "access_key": ("access key", "key-round", "blue"),
    "role": ("role", "user-cog", "violet"),
    "identity_center": ("Identity Center", "building-2", "teal"),
    "console_login": ("console sign-in", "log-in", "amber"),
}
"""Of each kind of profile: its short name, its icon, and the colour of one that was given none."""

KINDS_OF_CREDENTIALS = {
    "access_key": ("Access key", "a key of an IAM user, or temporary keys with their session token"),
    "role": ("Assumed role", "stands on another profile’s keys, with an MFA code where the role wants one"),
    "identity_center": ("Identity Center", "sign in with the browser, then choose account and role"),
    "console_login": ("Console sign-in", "uses the session that aws login left on this computer"),
}
"""Of each kind of profile that a user adds: its title, and what it is."""

CREDENTIAL_FIELDS = {
    "name": ("Name", ""),
    "colour": ("Colour", ""),
    "region": ("Region", ""),
    "instance_id": ("Default instance", "An instance’s id or ARN; a new chat starts there."),
    "is_production": ("Production", "Marked everywhere, and asked about once before its first chat."),
    "endpoint": ("Endpoint", "Empty: AWS’s own. Otherwise https, or http on 127.0.0.1."),
    "proxy": ("Proxy", "Empty: as this computer’s environment says."),
    "proxy_user": ("Proxy user", ""),
    "proxy_password": ("Proxy password", ""),
    "account": (
        "Remember the account number in the list",
        "The list of profiles is a plain file. Without this, account numbers are in the keyring alone.",
    ),
    "access_key_id": ("Access key ID", ""),
    "secret_access_key": ("Secret access key", ""),
    "session_token": ("Session token", "Only with temporary keys: their ID begins with ASIA."),
    "source": ("Stands on", "The profile whose keys assume the role."),
    "role_arn": ("Role ARN", ""),
    "external_id": ("External ID", "Where the trust policy of the role asks for one."),
    "mfa_serial": ("MFA device", "Its ARN or serial number; six digits are asked for when keys are fetched."),
    "session_name": ("Session name", "What CloudTrail shows as the one who acted."),
    "duration_s": ("Keys last", ""),
    "start_url": ("Start URL", "The address of the AWS access portal."),
    "sso_region": ("Region of Identity Center", ""),
    "account_id": ("Account", ""),
    "role_name": ("Role", ""),
    "login_session": ("Login session", "The value of login_session in ~/.aws/config."),
}
"""Of each field of a profile: its label, and a line below it."""

REGIONS = {
    "us-east-1": "US East (N. Virginia)",
    "us-west-2": "US West (Oregon)",
    "af-south-1": "Africa (Cape Town)",
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "ap-southeast-2": "Asia Pacific (Sydney)",
    "ca-central-1": "Canada (Central)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-west-2": "Europe (London)",
    "us-gov-west-1": "AWS GovCloud (US-West)",
}
"""The regions that offer Amazon Connect, by the names that AWS calls them."""

FLOW_TYPES = {
    "CONTACT_FLOW": "Inbound flow",
    "CUSTOMER_QUEUE": "Customer queue flow",
    "CUSTOMER_HOLD": "Customer hold flow",
    "CUSTOMER_WHISPER": "Customer whisper flow",
    "AGENT_HOLD": "Agent hold flow",
    "AGENT_WHISPER": "Agent whisper flow",
    "OUTBOUND_WHISPER": "Outbound whisper flow",
    "AGENT_TRANSFER": "Transfer to agent flow",
    "QUEUE_TRANSFER": "Transfer to queue flow",
    "CAMPAIGN": "Campaign flow",
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
    return f"{count:,} bytes" if count < 1000 else f"{count / 1000:,.1f} KB"


def minutes(count: int) -> str:
    """A duration in words: 60 is 1 h, 90 is 1 h 30 min, 1500 is 25 h, 10080 is 7 d."""
    if count and count % 1440 == 0:
        return f"{count // 1440} d"
    hours, left = divmod(count, 60)
    parts = [f"{hours} h" if hours else "", f"{left} min" if left or not hours else ""]
    return " ".join(part for part in parts if part)


def moment(when: datetime, now: datetime) -> str:
    """A moment in local time: the hour alone today, the day before it otherwise."""
    local, today = when.astimezone(), now.astimezone().date()
    if local.date() == today:
        return f"{local:%H:%M}"
    if abs(local.date() - today) < timedelta(days=7):
        return f"{local:%a} {local.day} {local:%b}, {local:%H:%M}"
    return f"{local.day} {local:%b %Y}, {local:%H:%M}"


def ago(when: datetime, now: datetime) -> str:
    """How long ago a moment was, as short as it can be said: now, 12 min, 3 h, then the day."""
    minutes_ago = (now - when) // timedelta(minutes=1)
    if minutes_ago < 60:
        return f"{minutes_ago} min" if minutes_ago > 0 else "now"
    local, days = when.astimezone(), (now.astimezone().date() - when.astimezone().date()).days
    if days == 0:
        return f"{minutes_ago // 60} h"
    if days < 7:
        return "yesterday" if days == 1 else f"{local:%a}"
    return f"{local.day} {local:%b}" if days < 300 else f"{local:%b %Y}"


def short(text: str, most: int) -> str:
    """The beginning of a text, with … for what is left out."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


_LONG_WORD = re.compile(r"\S{30}(?=\S)")


def breakable(text: str) -> str:
    """A text whose long words, such as ids and keys, can go on in the next line."""
    return _LONG_WORD.sub("\\g<0>\u200b", text)


def short_id(identifier: str) -> str:
    """An id that is only to be recognised: its first and last four characters."""
    return identifier if len(identifier) < 14 else f"{identifier[:4]}…{identifier[-4:]}"
