from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.engine.references import MISSING
from console.sandbox.flow.traces.trace import Entered
from tests.console.sandbox.flow.rehearsal import END, Stage, action, flow


def done(stage: Stage, type: str, **parameters: Any) -> Entered:
    stage.play(flow(action("it", type, parameters, "end", NoMatchingError="end"), END))
    return stage.entry("it")


def test_contact_attributes_are_set_where_the_api_reads_them() -> None:
    stage = Stage(attributes={"name": "Ann", "old": "x"})
    stage.state.external = {"n": 5, "deep": {"a": True}}
    told = {"tier": "GOLD", "$.Attributes.name": "$.External.n", "deep": "$.External.deep", "old": "x"}
    entry = done(stage, "UpdateContactAttributes", Attributes=told, TargetContact="Current")
    assert stage.contact.attributes == {
        "name": "Ann",
        "old": "x",
        "tier": "GOLD",
        "Ann": "5",
        "deep": '{"a":true}',
    }
    assert entry.attributes == {"tier": "GOLD", "Ann": "5", "deep": '{"a":true}'}


def test_too_many_attributes_set_none() -> None:
    stage = Stage(attributes={"a": "x" * 30_000})
    entry = done(stage, "UpdateContactAttributes", Attributes={"b": "1", "c": "y" * 3_000})
    assert entry.error == "NoMatchingError"
    assert set(stage.contact.attributes) == {"a"}
    assert entry.attributes == {}


@pytest.mark.parametrize("type", ["UpdateContactAttributes", "UpdateFlowAttributes"])
@pytest.mark.parametrize("attributes", [None, "x", ["a"]])
def test_attributes_that_are_no_object_are_an_error(type: str, attributes: Any) -> None:
    entry = done(Stage(), type, Attributes=attributes, FlowAttributes=attributes)
    assert entry.error == "NoMatchingError"


def test_attributes_of_a_related_contact_are_not_this_ones() -> None:
    stage = Stage()
    entry = done(stage, "UpdateContactAttributes", Attributes={"a": "b"}, TargetContact="Related")
    assert (stage.contact.attributes, stage.state.related_attributes) == ({}, {"a": "b"})
    assert entry.facts == {"related_attributes": {"a": "b"}}


def test_flow_attributes_are_wrapped_or_plain() -> None:
    stage = Stage()
    told = {"fn": {"Value": "arn:$.AwsRegion:x"}, "n": {"Value": 5}, "plain": "p"}
    done(stage, "UpdateFlowAttributes", FlowAttributes=told)
    assert stage.state.flow_attributes == {"fn": "arn:us-east-1:x", "n": "5", "plain": "p"}


def test_contact_data_can_be_read_again() -> None:
    stage = Stage()
    done(
        stage,
        "UpdateContactData",
        Name="Order",
        Description="Late",
        LanguageCode="de-DE",
        CustomerId="$.Channel 1",
        WisdomSessionArn="arn:w",
        References={"r": {"Type": "URL", "Value": "https://example.com"}},
        SegmentAttributes={"connect:Subtype": {"ValueString": "connect:Guide"}},
        IsVoiceIdStreamingEnabled="FALSE",
    )
    found = [
        stage.state.find(path)
        for path in (
            ("Name",),
            ("Description",),
            ("LanguageCode",),
            ("CustomerId",),
            ("Wisdom", "SessionArn"),
            ("References", "r", "Value"),
            ("SegmentAttributes", "connect:Subtype"),
        )
    ]
    assert found == ["Order", "Late", "de-DE", "CHAT 1", "arn:w", "https://example.com", "connect:Guide"]


def test_data_of_a_related_contact_changes_nothing_here() -> None:
    stage = Stage()
    done(stage, "UpdateContactData", Name="Order", TargetContact="Related")
    assert stage.state.find(("Name",)) is MISSING


def test_tags_are_set_and_taken_off() -> None:
    stage = Stage()
    done(stage, "TagContact", Tags={"team": "blue", "tier": "$.Channel"})
    assert stage.state.find(("Tags", "tier")) == "CHAT"
    done(stage, "UntagContact", TagKeys=["tier", "none"])
    assert stage.state.tags == {"team": "blue"}


@pytest.mark.parametrize(
    ("type", "parameters"),
    [
        ("TagContact", {"Tags": {}}),
        ("TagContact", {"Tags": {f"t{number}": "x" for number in range(7)}}),
        ("TagContact", {}),
        ("UntagContact", {}),
        ("UntagContact", {"TagKeys": []}),
    ],
)
def test_wrong_tags_are_an_error(type: str, parameters: dict[str, Any]) -> None:
    assert done(Stage(), type, **parameters).error == "NoMatchingError"
