"""Profiles, cases, tasks and data tables: what the stub file holds of them, loaded as Connect does."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Mapping
from typing import Any, Final

from console.language import tr_wire
from console.sandbox.flow.engine.actions.stubbed import ask, loaded, new_id
from console.sandbox.flow.engine.outcome import Done, Failed, Happening, Wait, Waiting
from console.sandbox.flow.engine.references import MISSING, descend, text_of
from console.sandbox.flow.engine.step import Step
from console.sandbox.identity import ACCOUNT, REGION

Fields = Mapping[str, Any]

PROFILE_ARN: Final = f"arn:aws:profile:{REGION}:{ACCOUNT}:domains/sandbox/profiles/"
OBJECTS: Final = ("Asset", "Order", "Case", "ObjectAttributes")
"""What GetCustomerProfileObject writes to in `$.Customer`."""
DEEPEST: Final = 8
"""Dots of a field's name that lead into objects."""
_PROFILE: Final = ("ProfileRequestData",)
_CASE: Final = ("CaseTemplateId", "CaseId", "CustomerId", "CaseRequestFields")


def _ask(step: Step, names: Iterable[str]) -> Generator[Wait, Happening, Any]:
    """What the stub loads, or its failure."""
    stub = yield from ask(step, {name: step.value(name) for name in names})
    return stub if isinstance(stub, Failed) else loaded(stub)


# tasks


def create_task(step: Step) -> Waiting:
    """Make a task; its contact's id is `$.Task.ContactId`."""
    found = yield from _ask(step, ("Name", "ContactFlowId", "TaskTemplateId"))
    if isinstance(found, Failed):
        return found
    step.state.task_id = text_of(found.get("ContactId")) or new_id(step)
    return Done()


# profiles


def get_profile(step: Step) -> Waiting:
    """Find one profile; a list in the stub holds all that are found."""
    found = yield from _ask(step, _PROFILE)
    found = _one(found, "NoneFoundError", "MultipleFoundError")
    if isinstance(found, Failed):
        return found
    _take_profile(step, _nested(found))
    return Done()


def save_profile(step: Step) -> Waiting:
    """Make or change a profile: what was asked for, with what the stub says."""
    found = yield from _ask(step, _PROFILE)
    if isinstance(found, Failed):
        return found
    profile = _nested({**step.mapping("ProfileRequestData"), **found})
    profile.setdefault("ProfileId", new_id(step))
    _take_profile(step, profile)
    return Done()


def get_profile_object(step: Step) -> Waiting:
    """Load an object of a profile, such as an order."""
    found = yield from _ask(step, _PROFILE)
    if isinstance(found, Failed):
        return found
    kind = text_of(step.mapping("ProfileRequestData").get("ObjectType")).strip("_").title()
    if not found.keys() & set(OBJECTS):
        found = {kind if kind in OBJECTS else OBJECTS[-1]: found}
    step.state.customer = {**step.state.customer, **found}
    return Done()


def get_calculated_attributes(step: Step) -> Waiting:
    """Load a profile's calculated attributes."""
    found = yield from _ask(step, _PROFILE)
    if isinstance(found, Failed):
        return found
    attributes = found.get("CalculatedAttributes", found)
    step.state.customer = {**step.state.customer, "CalculatedAttributes": attributes}
    return Done()


def associate_profile(step: Step) -> Waiting:
    """Say that a profile belongs to the contact."""
    found = yield from _ask(step, _PROFILE)
    return found if isinstance(found, Failed) else Done()


def _take_profile(step: Step, profile: dict[str, Any]) -> None:
    """Write a profile to `$.Customer`: its id and what the action wants of it, all where it says nothing."""
    if "ProfileId" in profile:
        profile.setdefault("ProfileARN", PROFILE_ARN + text_of(profile["ProfileId"]))
    wanted = _names(step.value("ProfileResponseData"))
    taken = _picked(step, profile, ("ProfileId", "ProfileARN"), wanted)
    # ours: profile-fields
    step.state.customer = _merged(step.state.customer, taken)


# cases


def get_case(step: Step) -> Waiting:
    """Find one case; a list in the stub holds all that are found."""
    found = yield from _ask(step, _CASE)
    found = _one(found, "NoneFound", "MultipleFound")
    if isinstance(found, Failed):
        return _linked(step, found)
    wanted = _names(step.value("CaseResponseFields"))
    step.state.case = _picked(step, found, ("case_id",), wanted)
    return Done()


def save_case(step: Step) -> Waiting:
    """Make or change a case."""
    found = yield from _ask(step, _CASE)
    if isinstance(found, Failed):
        return _linked(step, found)
    case = {**step.mapping("CaseRequestFields"), **found}
    case.setdefault("case_id", step.text("CaseId") or new_id(step))
    is_same = case["case_id"] == step.state.case.get("case_id")
    step.state.case = {**step.state.case, **case} if is_same else case
    return Done()


def _linked(step: Step, failed: Failed) -> Failed:
    if failed.error == "ContactNotLinked" and not step.is_on("LinkContactToCase"):
        step.warn(tr_wire("ContactNotLinked happens with LinkContactToCase alone, which is off here."))
    return failed


# data tables


def evaluate_tables(step: Step) -> Waiting:
    """Load answers to queries: `$.DataTables.QUERY.ATTRIBUTE`."""
    found = yield from _ask(step, ("DataTableId",))
    if isinstance(found, Failed):
        return found
    step.state.data_tables = found
    return Done()


def list_tables(step: Step) -> Waiting:
    """Load rows: `$.DataTableList.ResultData`."""
    found = yield from _ask(step, ("DataTableId",))
    if isinstance(found, Failed):
        return found
    step.state.data_table_list = found if "ResultData" in found else {"ResultData": found}
    return Done()


def save_tables(step: Step) -> Waiting:
    """Write rows; nothing is loaded."""
    found = yield from _ask(step, ("DataTableId",))
    return found if isinstance(found, Failed) else Done()


# what is found


def _one(found: Any, none: str, many: str) -> Any:
    """The one that was found, or the error for none or more than one."""
    if not isinstance(found, list):
        return found
    if len(found) == 1:
        return found[0]
    if not found:
        return Failed(none, tr_wire("none is found"))
    return Failed(many, tr_wire("{found:,} are found", found=len(found)))


def _names(told: Any) -> list[str]:
    """Names of fields: exports have a list, the documents a map."""
    return [text_of(name) for name in told] if isinstance(told, list | Mapping) else []


def _picked(step: Step, found: Fields, always: Iterable[str], wanted: list[str]) -> dict[str, Any]:
    if not wanted:
        return dict(found)
    picked: dict[str, Any] = {name: found[name] for name in always if name in found}
    for name in wanted:
        value = found.get(name, descend(found, tuple(name.split("."))))
        if value is MISSING:
            step.warn(tr_wire("{name} is asked for, and the stub has no such field.", name=name))
        else:
            picked = _merged(picked, _nested({name: value}))
    return picked


def _nested(fields: Fields) -> dict[str, Any]:
    """Fields such as `Attributes.tier` as objects in objects."""
    made: dict[str, Any] = {}
    for name, value in fields.items():
        for part in reversed(name.split(".", DEEPEST)):
            value = {part: value}
        made = _merged(made, value)
    return made


def _merged(one: Fields, other: Fields) -> dict[str, Any]:
    """The fields of both; of objects with one name the fields of both."""
    made = dict(one)
    for name, value in other.items():
        before = made.get(name)
        if isinstance(before, Mapping) and isinstance(value, Mapping):
            made[name] = {**before, **value}
        else:
            made[name] = value
    return made
