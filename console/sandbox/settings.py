"""The settings of the instance that an admin can change: its attributes, and where it stores things."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from typing import Any

from console import shape
from console.language import in_source
from console.sandbox.identity import INSTANCE_ALIAS, id_of

Config = Mapping[str, Any]
"""One InstanceStorageConfig as the API has it."""

ATTRIBUTES: Mapping[str, str] = {
    "INBOUND_CALLS": "true",
    "OUTBOUND_CALLS": "false",
    "CONTACTFLOW_LOGS": "true",
    "CONTACT_LENS": "false",
    "AUTO_RESOLVE_BEST_VOICES": "true",
    "USE_CUSTOM_TTS_VOICES": "false",
    "EARLY_MEDIA": "true",
    "MULTI_PARTY_CONFERENCE": "false",
    "AUTO_MUTE_AGENT_ON_HOLD": "false",
    "HIGH_VOLUME_OUTBOUND": "false",
    "ENHANCED_CONTACT_MONITORING": "false",
    "ENHANCED_CHAT_MONITORING": "false",
    "MULTI_PARTY_CHAT_CONFERENCE": "false",
    "MESSAGE_STREAMING": "true",
}
"""The instance's attributes at every start; one that AWS adds later is "false"."""


def _bucket(kind: str, folder: str) -> Config:
    return {
        "AssociationId": id_of("storage", kind).replace("-", "") * 2,
        "StorageType": "S3",
        "S3Config": {
            "BucketName": f"amazon-connect-{INSTANCE_ALIAS}",
            "BucketPrefix": f"connect/{INSTANCE_ALIAS}/{folder}",
        },
    }


STORAGE: Mapping[str, Sequence[Config]] = {
    "CHAT_TRANSCRIPTS": [_bucket("CHAT_TRANSCRIPTS", "ChatTranscripts")],
    "ATTACHMENTS": [_bucket("ATTACHMENTS", "Attachments")],
}
"""Where the instance stores what, at every start; nothing else is stored."""


class InstanceSettings:
    """The instance's settings. Any thread may ask and change."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._attributes: Mapping[str, str] = ATTRIBUTES
        self._storage: Mapping[str, Sequence[Config]] = STORAGE

    @property
    def attributes(self) -> Mapping[str, str]:
        """The value of every attribute that the model knows."""
        known = shape.model("connect").shape("InstanceAttributeType").choices
        return {name: self._attributes.get(name, "false") for name in known}

    def is_on(self, attribute: str) -> bool:
        """Whether an attribute is "true"; one that the model does not know is not."""
        return self._attributes.get(attribute) == "true"

    def storage(self, resource_type: str) -> Sequence[Config]:
        """Where one type of resource is stored; empty: nowhere."""
        return self._storage.get(resource_type, ())

    def set_attributes(self, wanted: Mapping[str, str]) -> None:
        """Set attributes, all or none.

        Raises:
            ValueError: one breaks the model; the text says how.
        """
        attribute = shape.model("connect").shape("Attribute")
        for name, value in wanted.items():
            _check({"AttributeType": name, "Value": value}, attribute)
        with self._lock:
            self._attributes = {**self._attributes, **wanted}

    def set_storage(self, resource_type: str, configs: Sequence[Config]) -> None:
        """Say where one type of resource is stored; an empty list: nowhere.

        Raises:
            ValueError: it breaks the model; the text says how.
        """
        model = shape.model("connect")
        _check(resource_type, model.shape("InstanceStorageResourceType"))
        _check(configs, model.shape("InstanceStorageConfigs"))
        with self._lock:
            self._storage = {**self._storage, resource_type: list(configs)}

    def reset(self) -> None:
        """Back to the settings of every start."""
        with self._lock:
            self._attributes = ATTRIBUTES
            self._storage = STORAGE


def _check(value: object, field: shape.Field) -> None:
    with in_source():
        found = shape.problems(value, field)
    if found:
        raise ValueError(f"{found[0].where or field.name}: {found[0].message}")
