"""The five views that Amazon Connect brings, from their inputs to a card.

Inputs, actions and answers are those of the administrator guide's page on managed views. Where it says
nothing of an answer, ours follows the nearest that it has: a link back sends its label, as the button of
a confirmation does. Previous, Cancel and Edit send the action that they name; one that the view has under
their own name; or Step, the only action of a form that fits.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from console.chat.interactive.card import (
    Buttons,
    Card,
    Choice,
    Choices,
    Part,
    Step,
    Steps,
    Submit,
    Text,
)
from console.chat.interactive.reading import is_true, mapping, mappings, sequence, text
from console.chat.interactive.replies import of_view
from console.chat.views.contents import bar, detail_sections, form_sections, label_of, said
from console.language import tr_in

Json = Mapping[str, Any]
Draw = Callable[["Frame"], Card]
SELECTED: Final = "ActionSelected"
MANAGED: Final[dict[str, Draw]] = {}
"""What draws a view, by the type of its one component."""


@dataclass(frozen=True)
class Frame:
    """What a view is drawn from: its inputs, the actions that it has, and what there is to note."""

    inputs: Json
    actions: Sequence[str] = ()
    notes: list[str] = field(default_factory=list)

    def card(self, *parts: Part, subtitle: str = "SubHeading") -> Card:
        """A card with what all views have."""
        return Card(
            "ViewResource",
            said(self.inputs.get("Heading")),
            said(self.inputs.get(subtitle)),
            parts=(*bar(self.inputs.get("AttributeBar")), *parts),
            notes=tuple(dict.fromkeys(self.notes)),
        )

    def action(self, name: str) -> str:
        """The action that an input names, or that goes by its name."""
        asked = self.inputs.get(name)
        told = text(asked, "Action") if isinstance(asked, Mapping) else ""
        if told or name in self.actions or "Step" not in self.actions:
            return told or name
        return "Step"


def managed(*components: str) -> Callable[[Draw], Draw]:
    """Puts a function into the table, under the names that its component goes by."""

    def keep(draw: Draw) -> Draw:
        MANAGED.update(dict.fromkeys(components, draw))
        return draw

    return keep


@managed("DetailsView", "DetailView")
def detail(frame: Frame) -> Card:
    """Something to read, and what can be done about it."""
    actions = tuple(_action(label_of(one)) for one in sequence(frame.inputs.get("Actions")) if label_of(one))
    body = tuple(detail_sections(frame.inputs.get("Sections")))
    return frame.card(*body, *_buttons(*actions, *_link(frame, "Back")), subtitle="Description")


def _action(label: str) -> Submit:
    return Submit(label, SELECTED, more={"actionName": label})


@managed("ListView")
def items(frame: Frame) -> Card:
    """A list, of which each item with an id can be chosen."""
    choices = []
    for one in mappings(frame.inputs.get("Items")):
        name, title = text(one, "Id"), said(one.get("Heading"))
        reply = of_view(SELECTED, {"actionName": name}, title or name) if name else None
        choices.append(Choice(title or name, said(one.get("Description")), reply=reply))
    return frame.card(Choices(tuple(choices)), *_buttons(*_link(frame, "Back")))


@managed("CardsView")
def cards(frame: Frame) -> Card:
    """Cards that open, each with what can be done about it."""
    given = mappings(frame.inputs.get("Cards"))
    choices = tuple(filter(None, (_card(one) for one in given)))
    return frame.card(
        Choices(choices, "tiles"), *_buttons(*_link(frame, "NoMatchFound"), *_link(frame, "Back"))
    )


def _card(value: Json) -> Choice | None:
    summary, about = mapping(value.get("Summary")), mapping(value.get("Detail"))
    name, title = text(summary, "Id"), said(summary.get("Heading"))
    if not name and not title:
        return None
    known = {"Id": name} if name else {}
    labels = [label_of(one) for one in sequence(about.get("Actions")) if label_of(one)]
    actions = tuple(Submit(one, SELECTED, more={"actionName": one, **known}) for one in labels)
    opened = Card(
        "ViewResource",
        said(about.get("Heading")) or title,
        said(about.get("Description")),
        parts=(*detail_sections(about.get("Sections")), *_buttons(*actions)),
    )
    reply = None if about else of_view(SELECTED, {"actionName": title or name, **known}, title or name)
    return Choice(
        title or name,
        said(summary.get("Description")),
        status=said(summary.get("Status")),
        reply=reply,
        detail=opened if about else None,
    )


@managed("ConfirmationView")
def confirmation(frame: Frame) -> Card:
    """That something was done, and the way on."""
    asked = frame.inputs.get("Next")
    sent = {"Label": label_of(asked, "Next")}
    onward = Submit(_titled(asked, "Next"), frame.action("Next"), more=sent, look="primary")
    graphic = is_true(mapping(frame.inputs.get("Graphic")).get("Include"))
    return frame.card(*([Text("", "success")] if graphic else []), *_buttons(onward))


@managed("FormWithSteps", "FormView")
def form(frame: Frame) -> Card:
    """Fields in sections, perhaps one step of several."""
    steps = _steps(frame)
    sections = frame.inputs.get("Sections")
    now = next((one.title for one in steps if one.state == "now"), "") or _first_heading(sections)
    body = tuple(form_sections(sections, _form_button(frame, "Edit", now), frame.notes))
    return frame.card(
        *([Steps(steps)] if steps else []),
        *_error(frame.inputs.get("ErrorText")),
        *body,
        *_buttons(*_form_buttons(frame, steps, now)),
    )


def _first_heading(sections: object) -> str:
    return next((heading for one in mappings(sections) if (heading := text(one, "Heading"))), "")


def _form_buttons(frame: Frame, steps: Sequence[Step], now: str) -> Iterator[Submit]:
    """Next is always there; the others where the flow gave them, in the order of a form's foot."""
    yield _form_button(frame, "Next", now)
    before = next((one.title for one in reversed(steps) if one.state == "done"), now)
    for name, step in (("Previous", before), ("Cancel", now), ("Back", now)):
        if frame.inputs.get(name):
            yield _form_button(frame, name, step)


def _form_button(frame: Frame, name: str, step: str) -> Submit:
    asked = frame.inputs.get(name)
    details = asked.get("Details") if isinstance(asked, Mapping) else None
    more = {**({"StepName": step} if step else {}), **({"Details": details} if details else {})}
    is_next = name == "Next"
    look = _FORM_LOOKS.get(name, "plain")
    return Submit(_titled(asked, name), frame.action(name), "FormData", more, is_next, look)


_FORM_LOOKS: Final[Mapping[str, Any]] = {"Next": "primary", "Back": "link"}


def _steps(frame: Frame) -> tuple[Step, ...]:
    wizard = frame.inputs.get("Wizard")
    selected = said(wizard.get("Selected")) if isinstance(wizard, Mapping) else ""
    within = wizard.get("Steps") or wizard.get("Items") if isinstance(wizard, Mapping) else wizard
    given = [one for one in mappings(within) if said(one.get("Heading"))]
    titles = [said(one.get("Heading")) for one in given]
    marked = [at for at, one in enumerate(given) if is_true(one.get("Selected")) or titles[at] == selected]
    now = marked[0] if marked else 0
    return tuple(_step(frame, one, at - now) for at, one in enumerate(given))


def _step(frame: Frame, value: Json, place: int) -> Step:
    title = said(value.get("Heading"))
    back = Submit(title, frame.action("Step"), "FormData", {"StepName": title}, look="link")
    return Step(
        title,
        said(value.get("Description")),
        "done" if place < 0 else "later" if place else "now",
        is_true(value.get("Optional")),
        back if place < 0 else None,
    )


def _error(value: object) -> tuple[Part, ...]:
    if not isinstance(value, Mapping):
        shown = said(value)
    else:
        head = said(value.get("Header")) or said(value.get("Heading"))
        shown = "\n".join(filter(None, (head, said(value.get("Content")))))
    return (Text(shown, "problem"),) if shown else ()


def _link(frame: Frame, name: str) -> tuple[Submit, ...]:
    asked = frame.inputs.get(name)
    label = label_of(asked, name if asked else "")
    if not label:
        return ()
    look: Any = "link" if name == "Back" else "plain"
    return (Submit(_titled(asked, name), frame.action(name), more={"Label": label}, look=look),)


_BUTTON: Final = "button of a view"
_TITLES: Final[Mapping[str, str]] = {
    "Next": tr_in(_BUTTON, "Next"),
    "Previous": tr_in(_BUTTON, "Previous"),
    "Back": tr_in(_BUTTON, "Back"),
    "Cancel": tr_in(_BUTTON, "Cancel"),
    "Edit": tr_in(_BUTTON, "Edit"),
}


def _titled(asked: object, name: str) -> str:
    """What a button shows: the label that the flow gave, else its name."""
    return label_of(asked) or _TITLES.get(name, name)


def _buttons(*submits: Submit) -> tuple[Part, ...]:
    return (Buttons(submits),) if submits else ()
