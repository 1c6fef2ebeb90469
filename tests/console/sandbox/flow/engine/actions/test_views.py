from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from console.sandbox.flow.engine.outcome import Heard, TimedOut
from console.sandbox.rules import INTERACTIVE
from tests.console.sandbox.flow.rehearsal import END, PLAIN, Stage, action, flow

FORM = "arn:aws:connect:us-east-1:aws:view/form:1"
DATA = {
    "Heading": "Hi $.Attributes.name",
    "Actions": '["Create a task"]',
    "Sections": [{"Type": "FormSection", "Items": [{"Name": "email"}]}],
    "AttributeBar": "$.External.bar",
}


def answer(action: str, data: Any = None, **more: Any) -> str:
    return json.dumps(
        {"templateType": "ViewResource", "version": "1.0", "action": action, "data": data, **more}
    )


def shown(stage: Stage, *says: str, **parameters: Any) -> tuple[str, str | None]:
    """The edge that a view takes, and what was said before the end."""
    told = {"ViewResource": {"Id": FORM}, "ViewData": DATA, "InvocationTimeLimitSeconds": "300", **parameters}
    errors = {"NoMatchingCondition": "none", "NoMatchingError": "error", "TimeLimitExceeded": "late"}
    ends = [{**END, "Identifier": one} for one in ("next", "none", "error", "late", "done")]
    stage.play(
        flow(action("it", "ShowView", told, "error", {"Next": "next", "Done": "done"}, **errors), *ends), says
    )
    return stage.entry("it").edge, stage.entry("it").next


def test_a_view_is_shown_and_its_answer_can_be_read() -> None:
    stage = Stage(attributes={"name": "Ann"})
    stage.state.external = {"bar": [{"Label": "a"}]}
    form = {"FormData": {"email": "a@example.com", "extras": ["x"]}, "StepName": "You"}
    assert shown(stage, answer("Next", form)) == ("Equals Next", "next")
    item = next(item for item in stage.chat.transcript if item.content_type == INTERACTIVE)
    assert item.author is not None
    assert (item.author.role, item.author.display_name) == ("SYSTEM", "BOT")
    message = json.loads(item.content or "")
    content = message["data"]["content"]
    assert (message["templateType"], content["viewId"]) == ("ViewResource", FORM)
    assert content["viewData"]["Heading"] == "Hi Ann"
    assert content["viewData"]["AttributeBar"] == [{"Label": "a"}]
    assert content["viewData"]["Actions"] == '["Create a task"]'
    assert stage.chat.views[content["viewToken"]].id == "form"
    assert stage.state.find(("Views", "Action")) == "Next"
    assert stage.state.find(("Views", "ViewResultData", "FormData", "extras", "0")) == "x"


def test_text_that_is_typed_instead_fits_no_condition() -> None:
    stage = Stage()
    assert shown(stage, "I have a question") == ("NoMatchingCondition", "none")
    assert stage.state.views == {"Action": " ", "ViewResultData": {"content": "I have a question"}}


@pytest.mark.parametrize(
    "text",
    ["{", "{}", '{"action": 5}', '{"templateType": "ListPicker", "action": "Next"}', answer("next"), "[1]"],
)
def test_an_answer_of_another_form_fits_no_condition(text: str) -> None:
    assert shown(Stage(), text)[0] == "NoMatchingCondition"


def test_no_answer_in_time_is_an_error_of_its_own() -> None:
    stage = Stage()
    told = {"ViewResource": {"Id": FORM}, "InvocationTimeLimitSeconds": "300"}
    script = flow(action("it", "ShowView", told, None, None, TimeLimitExceeded="end"), END)
    assert stage.play(script) is None
    stage.play(script, [TimedOut()])
    assert stage.entry("it").edge == "TimeLimitExceeded"
    assert stage.clock.moved_s == 300


def test_without_a_limit_a_view_waits_for_ever_and_files_are_no_answer() -> None:
    stage = Stage()
    script = flow(action("it", "ShowView", {"ViewResource": {"Id": FORM}}, None, {"Next": "end"}), END)
    file = replace(stage.say("x"), type="ATTACHMENT", content=None)
    stage.play(script, [Heard(file), answer("Next")])
    assert stage.entry("it").edge == "Equals Next"
    assert [wait.seconds for wait in stage.waits] == [None, None]


@pytest.mark.parametrize("types", [PLAIN, (*PLAIN, INTERACTIVE)])
def test_a_client_that_can_not_show_a_view_is_an_error(types: tuple[str, ...]) -> None:
    stage = Stage(types=types)
    assert shown(stage, answer("Next")) == ("NoMatchingError", "error")
    assert stage.said == []


def test_a_whisper_shows_no_view() -> None:
    stage = Stage()
    told = {"ViewResource": {"Id": FORM}}
    stage.play(
        flow(action("it", "ShowView", told, None, None, NoMatchingError="end"), END, type="CUSTOMER_WHISPER")
    )
    assert stage.entry("it").edge == "NoMatchingError"
    assert stage.waits == []


@pytest.mark.parametrize(
    "parameters",
    [
        {"ViewResource": {}},
        {"ViewResource": "form"},
        {"ViewData": "x"},
        {"ViewData": {"Heading": "x" * 17_000}},
    ],
)
def test_a_view_that_can_not_be_made_is_an_error(parameters: dict[str, Any]) -> None:
    assert shown(Stage(), answer("Next"), **parameters) == ("NoMatchingError", "error")


@pytest.mark.parametrize(
    "view_id", ["confirmation", "confirmation:1", "arn:aws:connect:us-west-2:aws:view/confirmation:$LATEST"]
)
def test_a_managed_view_has_its_own_actions_and_warns_of_missing_inputs(view_id: str) -> None:
    stage = Stage()
    shown(stage, answer("Next"), ViewResource={"Id": view_id, "Version": "Latest"}, ViewData={})
    (view,) = stage.chat.views.values()
    assert view.actions == ("Next",)
    assert stage.warnings == "The view confirmation needs the input Next.".replace("confirmation", view.name)


def test_a_view_of_the_customers_own_has_the_actions_that_the_flow_waits_for() -> None:
    stage = Stage()
    own = "arn:aws:connect:us-east-1:123456789012:instance/i/view/mine:$LATEST"
    assert shown(stage, answer("Done", {"email": "e"}), ViewResource={"Id": own})[1] == "done"
    (view,) = stage.chat.views.values()
    assert view.actions == ("Next", "Done")


def test_an_answer_that_is_hidden_is_in_no_transcript_and_no_trace() -> None:
    stage = Stage()
    secret = {"FormData": {"card": "4111 1111 1111 1111", "cvc": 123, "pins": ["0815"], "ok": True}}
    ends = [
        action(
            "save",
            "UpdateContactAttributes",
            {"Attributes": {"c": "$.Views.ViewResultData.FormData.card"}},
            "end",
        ),
        END,
    ]
    hide = {"ViewResource": {"Id": "form"}, "SensitiveDataConfiguration": {"HideResponseOn": ["TRANSCRIPT"]}}
    stage.play(flow(action("it", "ShowView", hide, None, {"Next": "save"}), *ends), [answer("Next", secret)])
    told = "".join(item.content or "" for item in stage.chat.transcript)
    traced = json.dumps([entry.told() for entry in stage.trace.entries], ensure_ascii=False)
    assert not {"4111", "0815"} & set((told + traced).replace(chr(34), " ").split())
    assert '"123"' not in traced
    assert '"action": "Next"' in told
    # The flow itself has what was typed.
    assert stage.contact.attributes == {"c": "4111 1111 1111 1111"}
