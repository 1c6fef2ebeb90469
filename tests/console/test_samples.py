"""Sample chats: each is a request that the sandbox takes as it is, and stands in a sentence of its own."""

from __future__ import annotations

from console import contact
from console.samples import samples
from console.sandbox import Sandbox


def test_each_starts_a_flow_of_the_sandbox_that_has_its_name() -> None:
    with Sandbox() as sandbox:
        flows = {flow.id: flow.name for flow in sandbox.flows}
        for sample in samples():
            assert sample.request["InstanceId"] == sandbox.instance_id
            assert flows[sample.request["ContactFlowId"]] == sample.name
        assert flows[samples()[0].request["ContactFlowId"]] == sandbox.flows[0].name


def test_nothing_is_wrong_with_them() -> None:
    assert len(samples()) >= 5
    for sample in samples():
        assert contact.problems(sample.request) == []
        assert sample.about.endswith(".")
