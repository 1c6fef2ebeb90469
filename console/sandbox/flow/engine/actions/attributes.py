"""What a flow writes about its contact: attributes, data, tags."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.language import tr_wire
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Done, Failed, Outcome
from console.sandbox.flow.engine.references import text_of
from console.sandbox.flow.engine.step import Step
from console.sandbox.rules import MOST_ATTRIBUTE_BYTES

MOST_TAGS = 6
"""Tags of one TagContact at most (Flow language)."""
RELATED = "Related"


def set_attributes(step: Step) -> Outcome:
    """Set contact attributes, all of them or, where they become too large, none."""
    given = step.value("Attributes")
    if not isinstance(given, Mapping):
        return Failed(NO_MATCHING_ERROR, tr_wire("Attributes must be an object."))
    is_related = step.text("TargetContact") == RELATED
    known = step.state.related_attributes if is_related else step.state.attributes
    attributes = {**known, **{name: text_of(value) for name, value in given.items()}}
    size = sum(_bytes(name) + _bytes(value) for name, value in attributes.items())
    if size > MOST_ATTRIBUTE_BYTES:
        why = tr_wire("attributes take {size:,} bytes; {most:,} fit.", size=size, most=MOST_ATTRIBUTE_BYTES)
        return Failed(NO_MATCHING_ERROR, why)
    if is_related:
        # ours: related-contact
        step.state.related_attributes = attributes
        step.note(related_attributes=attributes)
    else:
        step.state.attributes = attributes
    return Done()


def set_flow_attributes(step: Step) -> Outcome:
    """Set attributes of this flow alone; exports wrap each value as `{"Value": …}`."""
    given = step.value("FlowAttributes")
    if not isinstance(given, Mapping):
        return Failed(NO_MATCHING_ERROR, tr_wire("FlowAttributes must be an object."))
    set_now = {name: text_of(_unwrapped(value)) for name, value in given.items()}
    step.state.flow_attributes.update(set_now)
    step.note(flow_attributes=set_now)
    return Done()


_TEXTS: Mapping[str, str] = {
    "Name": "name",
    "Description": "description",
    "LanguageCode": "language",
    "CustomerId": "customer_id",
    "WisdomSessionArn": "wisdom_session",
}
"""Parameters of UpdateContactData that are texts, and where the state has them."""


def set_data(step: Step) -> Outcome:
    """Set what is known of the contact; voice authentication is passed over."""
    given = {name: step.value(name) for name in step.action.parameters}
    if step.text("TargetContact") == RELATED:
        # ours: related-contact
        step.note(related=given)
        return Done()
    for parameter, field in _TEXTS.items():
        if parameter in given:
            setattr(step.state, field, text_of(given[parameter]))
    # The live service refuses these two, which its pages have: they are taken.
    step.state.references.update(step.mapping("References"))
    step.state.segment_attributes.update(step.mapping("SegmentAttributes"))
    step.note(data=given)
    return Done()


def tag(step: Step) -> Outcome:
    """Tag the contact."""
    tags = {name: text_of(value) for name, value in step.mapping("Tags").items()}
    if not 0 < len(tags) <= MOST_TAGS:
        return Failed(NO_MATCHING_ERROR, tr_wire("Tags must hold 1 to {most} tags.", most=MOST_TAGS))
    step.state.tags.update(tags)
    step.note(tags=dict(step.state.tags))
    return Done()


def untag(step: Step) -> Outcome:
    """Take tags off the contact."""
    keys = step.value("TagKeys")
    if not isinstance(keys, list) or not keys:
        return Failed(NO_MATCHING_ERROR, tr_wire("TagKeys must be a list of keys."))
    for key in keys:
        step.state.tags.pop(text_of(key), None)
    step.note(tags=dict(step.state.tags))
    return Done()


def _unwrapped(value: Any) -> Any:
    return value.get("Value") if isinstance(value, Mapping) else value


def _bytes(text: str) -> int:
    # What a customer types may hold half of a character.
    return len(text.encode(errors="surrogatepass"))
