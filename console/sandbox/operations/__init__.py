"""What the sandbox answers: one function per operation, named as AWS names the operation.

Each takes the world, an input that fits the model and its documented rules, and the caller, and gives
the output as the model has it. `ANSWERED` is the one table of them.
"""

from __future__ import annotations

from collections.abc import Mapping

from console.sandbox.operations import attachments, chats, flows, identity_center, instance, logs, sts, views
from console.sandbox.operations import participant as participants
from console.sandbox.operations.answer import Answer, all_flows, contact, everything, flow, participant, role
from console.sandbox.operations.answer import instance as the_instance

__all__ = ["ANSWERED", "NAMES", "Answer"]

# Resources as the service authorization reference has them.
ANSWERED: Mapping[tuple[str, str], Answer] = {
    (answer.service, answer.name): answer
    for answer in (
        Answer("connect", "StartChatContact", chats.start_chat_contact, flow),
        Answer("connect", "StopContact", chats.stop_contact, contact),
        Answer("connect", "DescribeContact", chats.describe_contact, contact),
        Answer("connect", "GetContactAttributes", chats.get_contact_attributes, contact),
        Answer("connect", "ListInstances", instance.list_instances, everything),
        Answer("connect", "DescribeInstance", instance.describe_instance, the_instance),
        Answer("connect", "DescribeInstanceAttribute", instance.describe_instance_attribute, the_instance),
        Answer("connect", "ListInstanceAttributes", instance.list_instance_attributes, the_instance),
        Answer("connect", "ListInstanceStorageConfigs", instance.list_instance_storage_configs, the_instance),
        Answer("connect", "ListContactFlows", flows.list_contact_flows, all_flows),
        Answer("connect", "DescribeContactFlow", flows.describe_contact_flow, flow),
        Answer("connect", "ListContactFlowVersions", flows.list_contact_flow_versions, flow),
        Answer("connect", "ListContactFlowAliases", flows.list_contact_flow_aliases, flow),
        Answer("connect", "DescribeContactFlowAlias", flows.describe_contact_flow_alias, flow),
        *(
            Answer("connectparticipant", name, act, participant)
            for name, act in (
                ("CreateParticipantConnection", participants.create_participant_connection),
                ("SendMessage", participants.send_message),
                ("SendEvent", participants.send_event),
                ("GetTranscript", participants.get_transcript),
                ("DisconnectParticipant", participants.disconnect_participant),
                ("StartAttachmentUpload", attachments.start_attachment_upload),
                ("CompleteAttachmentUpload", attachments.complete_attachment_upload),
                ("GetAttachment", attachments.get_attachment),
                ("DescribeView", views.describe_view),
                ("GetAuthenticationUrl", views.get_authentication_url),
                ("CancelParticipantAuthentication", views.cancel_participant_authentication),
            )
        ),
        Answer("sts", "GetCallerIdentity", sts.get_caller_identity, everything),
        Answer("sts", "AssumeRole", sts.assume_role, role),
        Answer("sts", "GetSessionToken", sts.get_session_token, everything),
        Answer("logs", "FilterLogEvents", logs.filter_log_events, logs.group),
        Answer("sso-oidc", "RegisterClient", identity_center.register_client, everything),
        Answer(
            "sso-oidc", "StartDeviceAuthorization", identity_center.start_device_authorization, everything
        ),
        Answer("sso-oidc", "CreateToken", identity_center.create_token, everything),
        Answer("sso", "ListAccounts", identity_center.list_accounts, everything),
        Answer("sso", "ListAccountRoles", identity_center.list_account_roles, everything),
        Answer("sso", "GetRoleCredentials", identity_center.get_role_credentials, everything),
        Answer("sso", "Logout", identity_center.logout, everything),
    )
}
"""Every operation that the sandbox answers, by service and name."""

NAMES = frozenset(name for _, name in ANSWERED)
"""The names alone: what a fault may be asked for."""
