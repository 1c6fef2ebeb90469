"""The entry that somebody would write for an action that no stub fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from console.sandbox.flow.stubs.schema import NUMBER, STUBBABLE

LONGEST: Final = 500
"""Characters of what a resource is called; a flow may put anything there."""


def _result(**result: Any) -> dict[str, Any]:
    return {"Responses": [{"Type": "ExecutionResult", "ExecutionResult": result}]}


_AGENT = {"DisplayName": "Alex", "acceptAfterSeconds": 5, "script": ["Hello, Alex here."]}
_EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "InvokeLambdaFunction": _result(LoadedData={"name": "value"}),
    "ConnectParticipantWithLexBot": {"Intents": {"(?i)help": "HelpIntent"}},
    "CheckHoursOfOperation": _result(Value="InHours"),
    "GetMetricData": _result(LoadedData={"Queue": {"Size": 0}}),
    "TransferContactToQueue": {"Queue": {"Name": "Support", "agent": _AGENT}},
    "DequeueContactAndTransferToQueue": {"Queue": {"Name": "Support", "agent": _AGENT}},
    "GetCustomerProfile": _result(LoadedData={"FirstName": "Ann"}),
    "GetCase": _result(LoadedData={"title": "A case"}),
}


def suggestion(action_type: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """An entry for `stubs` that fits an action with these facts, with an answer to be changed."""
    kind = STUBBABLE[action_type]
    named = {} if not kind.resource else {kind.resource: str(facts.get(kind.resource) or "*")[:LONGEST]}
    entry: dict[str, Any] = {"ActionType": action_type}
    if named:
        entry["match"] = named
    if action_type in _EXAMPLES:
        return entry | dict(_EXAMPLES[action_type])
    if kind.value is None:
        return entry | (_result(LoadedData={}) if kind.loads else _result())
    return entry | _result(Value="1" if kind.value == NUMBER else kind.value[0])
