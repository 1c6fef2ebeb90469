"""Checks of an instance's settings that are behind most of what does not work. One table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from console.doctor.case import Case
from console.doctor.findings import Diagnosis
from console.language import tr


@dataclass(frozen=True)
class Setting:
    """One setting: its name in the API, what it is for, and the request's field that needs it.

    `without` says what does not work while it is off.
    """

    name: str
    kind: Literal["storage", "attribute"]
    title: str
    when_on: str
    without: str
    advice: str
    field: tuple[str, ...] = ()


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "CHAT_TRANSCRIPTS",
        "storage",
        tr("Chat transcripts are stored"),
        tr("Chats can be continued later."),
        tr("No chat transcripts are stored, so a chat can't continue an earlier one."),
        tr(
            "In the AWS console, open the instance under Amazon Connect, and under Data storage enable chat "
            "transcripts."
        ),
        ("PersistentChat",),
    ),
    Setting(
        "ATTACHMENTS",
        "storage",
        tr("Attachments are stored"),
        tr("Files can be sent in a chat."),
        tr("No attachments are stored, so no files can be sent in a chat."),
        tr(
            "In the AWS console, open the instance under Amazon Connect, and under Data storage enable "
            "attachments."
        ),
    ),
    Setting(
        "CONTACTFLOW_LOGS",
        "attribute",
        tr("Flow logs are on"),
        tr("A flow with a logging block writes to CloudWatch what it does."),
        tr("Flow logs are off, so nothing tells afterwards which way a chat took through its flow."),
        tr("In the AWS console, open the instance under Amazon Connect, and under Flows enable flow logs."),
    ),
    Setting(
        "MESSAGE_STREAMING",
        "attribute",
        tr("Message streaming is on"),
        tr(
            "Answers can come piece by piece; a Lex bot's alias must allow lex:RecognizeMessageAsync as well."
        ),
        tr("Message streaming is off, so answers can't come piece by piece."),
        tr(
            "Switch on the instance attribute MESSAGE_STREAMING (UpdateInstanceAttribute), and allow "
            "lex:RecognizeMessageAsync in the policy of the bot's alias."
        ),
        ("ParticipantConfiguration", "ResponseMode"),
    ),
)
"""From the API's documentation of these settings and the administrator guide."""


async def setting_is_on(case: Case, setting: Setting) -> Diagnosis:
    """Whether a setting of the chosen instance is on."""
    door = case.opened()
    if setting.kind == "storage":
        is_on = bool(await door.list_instance_storage_configs(case.instance_id, setting.name))
    else:
        value = await door.describe_instance_attribute(case.instance_id, setting.name)
        is_on = value.strip().lower() == "true"
    if is_on:
        return Diagnosis("holds", setting.when_on)
    return Diagnosis("fails", setting.without, setting.advice)
