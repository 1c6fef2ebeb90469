"""The snippet of Amazon Connect's communications widget: what its chats would start with.

Sources, all in the Amazon Connect administrator guide: "Supported widget snippet fields that are
customizable" (the fields), "Pass contact attributes when a chat initializes" (the key prefix of
attributes in a snippet) and "Pass the customer display name" (the callback, and the name Customer).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from console.contact import WIDGET_PREFIX, as_widget_attributes, in_model_order
from console.export import wire
from console.export.addresses import region_of
from console.export.imported import Imported, ImportProblem
from console.export.network import without_code
from console.export.script import Code, Script, ScriptProblem
from console.language import tr, tr_text

# Texts and comments are stepped over, so that a call that is commented out is none. A // within an
# address is no comment: snippets are found in templates, where an address has no quotes.
_TOKEN = re.compile(
    r"(?<!:)//[^\n]*|/\*(?s:.*?)(?:\*/|\Z)|'(?:[^'\\\n]|\\.)*'?|\"(?:[^\"\\\n]|\\.)*\"?"
    r"|(?<![\w$])amazon_connect\s*\("
)
_SOURCE = re.compile(r"https?://[\w.-]{1,250}(?=[/\"'`])")
_PARAMETER = re.compile(r"\s*(?:async\s+)?(?:function\b[^(]{0,100})?\(?\s*([A-Za-z_$][\w$]{0,99})")
_STRINGIFY = re.compile(r"JSON\s*\.\s*stringify\s*\(")
_DEFAULT_NAME = "Customer"
_FIELD_NAME = re.compile(r"[A-Za-z]{1,40}\Z")

_Request = dict[str, Any]


def is_widget(text: str) -> bool:
    """Whether the text holds a call of the widget's script."""
    return bool(re.search(r"(?<![\w$])amazon_connect\s{0,20}\(", text))


def read(text: str) -> Imported:
    """The request with which the widget's chats start, as far as the snippet tells.

    Raises:
        ImportProblem: no call of the script can be understood.
    """
    notes: list[str] = []
    settings = _settings(text, notes)
    if not settings:
        raise ImportProblem(tr("No call of amazon_connect in this snippet can be understood."))
    request: _Request = {}
    for name, value in settings.items():
        if name in _READERS:
            _READERS[name](value, request, notes)
    if "customerDisplayName" not in settings and "ParticipantDetails" not in request:
        request["ParticipantDetails"] = {"DisplayName": _DEFAULT_NAME}
        notes.append(
            tr(
                "The snippet gives no display name; the widget then uses {name}.",
                name=_DEFAULT_NAME,
            )
        )
    if others := [name for name in settings if name not in _READERS and _FIELD_NAME.match(name)]:
        notes.append(
            tr(
                "These say how the widget looks and works, and were left out: {fields}.",
                fields=", ".join(others),
            )
        )
    if not {"InstanceId", "ContactFlowId"} <= request.keys():
        notes.append(tr("A snippet does not name its instance and flow: choose them in the form."))
    region = next((found for match in _SOURCE.finditer(text) if (found := region_of(match[0]))), None)
    return Imported(in_model_order(request), "widget", tuple(dict.fromkeys(notes)), region)


def _settings(text: str, notes: list[str]) -> dict[str, Any]:
    """The fields of the snippet, by name; of two with one name the last counts, as in the widget."""
    settings: dict[str, Any] = {}
    at = 0
    while match := _TOKEN.search(text, at):
        at = match.end()
        if not match[0].startswith("amazon_connect"):
            continue
        script = Script(text, at)
        try:
            name, *values = script.arguments() or [None]
        except ScriptProblem as problem:
            line = text.count("\n", 0, at) + 1
            told = tr("The call in line {line} can't be understood, nor what follows it.", line=line)
            notes.append(tr_text(told, str(problem)))
            break
        at = script.at
        if isinstance(name, str) and values:
            settings[name] = values[0]
    return settings


def _take_display_name(value: Any, request: _Request, notes: list[str]) -> None:
    name = _given_to_callback(value.text) if isinstance(value, Code) else value
    if isinstance(name, str) and name:
        request["ParticipantDetails"] = {"DisplayName": name}
    else:
        notes.append(tr("The display name is computed by the page's code; give one in the form."))


def _given_to_callback(code: str) -> Any:
    """What a function of the form `function(callback) { …; callback(value); }` hands on."""
    parameter = _PARAMETER.match(code)
    if not parameter:
        return None
    call = re.search(rf"(?<![\w$.]){re.escape(parameter[1])}\s{{0,20}}\(", code[parameter.end() :])
    if not call:
        return None
    value = _value_at(code, parameter.end() + call.end())
    if not isinstance(value, Code) or not re.fullmatch(r"[A-Za-z_$][\w$]{0,99}", value.text):
        return value
    name = re.escape(value.text)
    constant = re.search(rf"\b(?:const|let|var)\s{{1,20}}{name}\s{{0,20}}=(?!=)", code)
    return _value_at(code, constant.end()) if constant else None


def _value_at(code: str, at: int) -> Any:
    try:
        return Script(code, at).value()
    except ScriptProblem:
        return None


def _take_attributes(value: Any, request: _Request, notes: list[str]) -> None:
    if not isinstance(value, Mapping):
        notes.append(tr("The attributes are computed by the page's code and were left out."))
        return
    attributes = without_code(value, notes)
    texts = {key: inner for key, inner in attributes.items() if isinstance(inner, str)}
    for key, inner in attributes.items():
        if isinstance(inner, int | float):
            texts[key] = {True: "true", False: "false"}[inner] if isinstance(inner, bool) else str(inner)
            notes.append(tr("Attributes are texts; numbers, true and false were made into such."))
        elif not isinstance(inner, str):
            notes.append(tr("An attribute that is an object or a list was left out: attributes are texts."))
    if texts:
        ordered = {key: texts[key] for key in attributes if key in texts}
        request["Attributes"] = as_widget_attributes(ordered)
        notes.append(
            tr(
                "The widget puts {prefix} before the key of each attribute; so it is here.",
                prefix=WIDGET_PREFIX,
            )
        )


def _take_content_types(value: Any, request: _Request, notes: list[str]) -> None:
    if isinstance(value, list):
        request["SupportedMessagingContentTypes"] = without_code(value, notes)
    else:
        notes.append(tr("The content types are computed by the page's code and were left out."))


def _take_duration(value: Any, request: _Request, notes: list[str]) -> None:
    if isinstance(value, int) and not isinstance(value, bool):
        request["ChatDurationInMinutes"] = value
    else:
        notes.append(tr("chatDurationInMinutes is not a whole number here and was left out."))


def _take_own_start(value: Any, request: _Request, notes: list[str]) -> None:
    """customStartChat posts a request of the page's own to the page's own back end."""
    notes.append(tr("The page starts its chats itself (customStartChat), in place of the widget."))
    if isinstance(value, Code) and (match := _STRINGIFY.search(value.text)):
        body = _value_at(value.text, match.end())
        if isinstance(body, Mapping):
            try:
                request.update(wire.as_request(without_code(body, notes), notes, "customStartChat"))
            except ImportProblem as problem:
                notes.append(str(problem))


def _take_token(_value: Any, _request: _Request, notes: list[str]) -> None:
    notes.append(
        tr(
            "The page signs its chats (authenticate): attributes that only the signed token holds are not "
            "in the snippet."
        )
    )


_READERS: Mapping[str, Callable[[Any, _Request, list[str]], None]] = {
    "customerDisplayName": _take_display_name,
    "contactAttributes": _take_attributes,
    "supportedMessagingContentTypes": _take_content_types,
    "chatDurationInMinutes": _take_duration,
    "customStartChat": _take_own_start,
    "authenticate": _take_token,
}
