"""Whatever a flow gives to an action that asks stubs, and whatever these answer: there is an outcome."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.sandbox.flow.engine.actions import ACTIONS
from console.sandbox.flow.engine.outcome import Done, Failed, Result
from console.sandbox.flow.stubs.schema import STUBBABLE
from console.sandbox.flow.stubs.suggestion import suggestion
from tests.console.sandbox.flow.engine.actions.rehearsal import Rehearsal

TYPES = [
    type for type in STUBBABLE if type not in ("TransferContactToQueue", "DequeueContactAndTransferToQueue")
]
_KEYS = """LambdaFunctionARN LambdaInvocationAttributes InvocationTimeLimitSeconds InvocationType Text SSML
ResponseValidation ResponseType LexV2Bot AliasArn LexBot Name LexSessionAttributes LexTimeoutSeconds QueueId
LexInitializationData InitialMessage HoursOfOperationId MetricType ProfileRequestData ProfileResponseData
ObjectType CaseRequestFields CaseResponseFields CaseId DataTableId TimeLimitMinutes CognitoConfiguration"""
_WORDS = st.sampled_from(
    [*_KEYS.split(), "JSON", "ASYNCHRONOUS", "NumberOfAgentsOnline", "$.Attributes.tier", "a.b"]
)
_VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text(max_size=4), _WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_WORDS, inner, max_size=3)),
    max_leaves=6,
)


@pytest.mark.parametrize("type", TYPES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(parameters=st.dictionaries(_WORDS, _VALUES, max_size=6), has_stub=st.booleans())
def test_there_is_an_outcome(type: str, parameters: dict[str, Any], has_stub: bool) -> None:
    entry = {**suggestion(type, {}), "match": {}}
    rehearsal = Rehearsal(*([entry] if has_stub else []))
    outcome = rehearsal.play(ACTIONS[type].act, type, parameters, "help")
    assert isinstance(outcome, Done | Result | Failed)
    if isinstance(outcome, Failed):
        assert outcome.error in ACTIONS[type].errors or outcome.error in STUBBABLE[type].errors
