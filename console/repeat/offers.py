"""Finds in what a flow offers now what the customer chose before: titles and names count, ids may differ."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from console.chat.interactive import Card, Input, Pages, Reply, Slots, Submit, choices_in, replies_in
from console.chat.interactive.reading import mapping, text
from console.chat.views import inputs_in, problems, reply_to, sent_values, submits_in, was_sent
from console.language import tr, tr_in, tr_text
from console.repeat.script import Turn

_FAMILIES: Final[Mapping[str, str]] = {"ListPicker": "picker", "Panel": "picker", "QuickReply": "picker"}
"""Templates whose answer is the same text, so that one may take the place of another."""
_OFFERED_NOW: Final[Mapping[str, str]] = {
    "ListPicker": tr("The flow offers a list picker now."),
    "Panel": tr("The flow offers a panel now."),
    "QuickReply": tr("The flow offers a quick reply now."),
    "TimePicker": tr("The flow offers a time picker now."),
    "Carousel": tr("The flow offers a carousel now."),
    "ViewResource": tr("The flow offers a view now."),
    "": tr("The flow offers a card now."),
}
_CHOSEN_BEFORE: Final[Mapping[str, str]] = {
    "ListPicker": tr("Before, {chosen} was chosen in a list picker."),
    "Panel": tr("Before, {chosen} was chosen in a panel."),
    "QuickReply": tr("Before, {chosen} was chosen in a quick reply."),
    "TimePicker": tr("Before, {chosen} was chosen in a time picker."),
    "Carousel": tr("Before, {chosen} was chosen in a carousel."),
    "ViewResource": tr("Before, {chosen} was chosen in a view."),
    "": tr("Before, {chosen} was chosen in a card."),
}
_NO_LONGER: Final[Mapping[str, str]] = {
    "ListPicker": tr("The list picker no longer offers {chosen}."),
    "Panel": tr("The panel no longer offers {chosen}."),
    "QuickReply": tr("The quick reply no longer offers {chosen}."),
    "TimePicker": tr("The time picker no longer offers {chosen}."),
    "Carousel": tr("The carousel no longer offers {chosen}."),
    "ViewResource": tr("The view no longer offers {chosen}."),
    "": tr("The card no longer offers {chosen}."),
}
"""Of each template, and of every other one: sentences about a card of that kind."""
_CHOOSING: Final = ("actionName", "Id")
"""What tells apart the things to choose in a view, beside their action."""
_GOING_ALONG: Final = frozenset({*_CHOOSING, "Label", "StepName", "Details", "FormData"})
"""What stands beside the fields in the answer to a view."""
_MOST_SHOWN: Final = 5


class NotOfferedError(Exception):
    """The flow does not offer what the customer answered; the text says it to a person."""


@dataclass(frozen=True)
class _Offer:
    """One thing to choose, under the title of the list that it stands in."""

    title: str
    reply: Reply
    under: str = ""
    paging: str = ""
    """The action of one that only asks for more choices."""


def same_choice(turn: Turn, cards: Iterable[Card]) -> Reply:
    """What chooses the same as a turn did, in the first of the open cards that offers it.

    Raises:
        NotOfferedError: none of them does.
    """
    assert turn.card is not None
    open_cards = list(cards)
    wanted = next((one for one in _offers(turn.card) if one.reply.content == turn.content), None)
    for card in open_cards:
        if wanted is not None and _family(card) == _family(turn.card):
            found = _matching(wanted, list(_offers(card)))
            if found is not None:
                return found
    raise NotOfferedError(_why_no_choice(turn, turn.card, open_cards))


def _family(card: Card) -> str:
    return _FAMILIES.get(card.template, card.template)


def _offers(card: Card) -> Iterator[_Offer]:
    for part in card.parts:
        if isinstance(part, Pages):
            for page in part.cards:
                yield from (_Offer(one.title, one.reply, page.title) for one in choices_in(page) if one.reply)
        elif isinstance(part, Slots):
            yield from (_Offer(one.date, one.reply) for one in part.items)
    for one in choices_in(card) if card.template != "Carousel" else ():
        if one.reply is not None:
            paging = text(mapping(one.reply.content), "action") if one.is_paging else ""
            yield _Offer(one.title, one.reply, paging=paging)


def _matching(wanted: _Offer, offers: Sequence[_Offer]) -> Reply | None:
    if wanted.paging:
        return next((one.reply for one in offers if one.paging == wanted.paging), None)
    same = [one for one in offers if one.title == wanted.title and not one.paging]
    exact = [one for one in same if one.under == wanted.under] or same
    # The same title in several lists says nothing, unless its list is there still.
    is_clear = len(same) == 1 or (bool(exact) and exact[0].under == wanted.under)
    return exact[0].reply if is_clear and exact else None


def _why_no_choice(turn: Turn, before: Card, cards: Sequence[Card]) -> str:
    chosen = _quoted(turn.words)
    chosen_before = _of(before, _CHOSEN_BEFORE).format(chosen=chosen)
    if not cards:
        return tr_text(tr("The flow offers nothing to choose from."), chosen_before)
    card = cards[0]
    if _family(card) != _family(before):
        return tr_text(_of(card, _OFFERED_NOW), chosen_before)
    return tr_text(_of(card, _NO_LONGER).format(chosen=chosen), _offered(one.title for one in _offers(card)))


def _of(card: Card, sentences: Mapping[str, str]) -> str:
    return sentences.get(card.template, sentences[""])


def _offered(titles: Iterable[str]) -> str:
    """What there is to choose from, as a sentence."""
    quoted = list(dict.fromkeys(map(_quoted, titles)))
    shown = tr_in("between the items of a list", ", ").join(quoted[:_MOST_SHOWN])
    if not quoted:
        return tr("It offers nothing.")
    if len(quoted) > _MOST_SHOWN:
        return tr("It offers {titles}, and more.", titles=shown)
    return tr("It offers {titles}.", titles=shown)


# -- views ----------------------------------------------------------------------------------------


def same_action(turn: Turn, card: Card) -> Reply:
    """What does the same in a view as a turn did, with the same values in the fields of the same names.

    Raises:
        NotOfferedError: the action is gone, a field or an option of it is, or it asks for more now.
    """
    if (chosen := _same_item(turn, card)) is not None:
        return chosen
    submit = _same_submit(turn, list(submits_in(card)))
    values, inputs = _typed(turn.content, submit), list(inputs_in(card))
    if submit.gathers == "nothing":
        inputs = []
    _check_fields(inputs, values)
    if submit.checks and (found := problems(inputs, values)):
        name, problem = next(iter(found.items()))
        raise NotOfferedError(
            tr(
                "The form asks for {field} now: {problem}",
                field=_quoted(_label(inputs, name)),
                problem=problem,
            )
        )
    return reply_to(submit, inputs, values)


def _same_item(turn: Turn, card: Card) -> Reply | None:
    offered = list(replies_in(card))
    exact = (one for one in offered if one.content == turn.content)
    wanted = _chosen_in(turn.content)
    same = (one for one in offered if wanted[1:] != ("", "") and _chosen_in(one.content) == wanted)
    return next(exact, None) or next(same, None)


def _chosen_in(content: str) -> tuple[str, ...]:
    told = mapping(content)
    data = mapping(told.get("data"))
    return (text(told, "action"), *(text(data, name) for name in _CHOOSING))


def _same_submit(turn: Turn, submits: Sequence[Submit]) -> Submit:
    wanted = _chosen_in(turn.content)
    same = [one for one in submits if (one.action, *(text(one.more, name) for name in _CHOOSING)) == wanted]
    exact = [one for one in same if was_sent(one, turn.content)]
    if exact or same:
        return (exact or same)[0]
    chosen = _quoted(turn.words.partition("\n")[0])
    gone = _NO_LONGER["ViewResource"].format(chosen=chosen)
    raise NotOfferedError(tr_text(gone, _offered(one.title for one in submits)))


def _typed(content: str, submit: Submit) -> dict[str, Any]:
    beside = _GOING_ALONG | submit.more.keys()
    is_form = bool(mapping(mapping(mapping(content).get("data")).get("FormData")))
    return {name: value for name, value in sent_values(content).items() if is_form or name not in beside}


def _check_fields(inputs: Sequence[Input], values: Mapping[str, Any]) -> None:
    known = {one.name: one for one in inputs}
    for name, value in values.items():
        if name not in known:
            raise NotOfferedError(tr("The form no longer has the field “{name}”.", name=name))
        one = known[name]
        if one.parts:
            _check_fields(one.parts, mapping(value))
        elif one.options and (gone := _gone(one, value)):
            raise NotOfferedError(
                tr(
                    "The field {field} no longer offers {chosen}.",
                    field=_quoted(one.label or one.name),
                    chosen=_quoted(gone),
                )
            )


def _gone(one: Input, value: Any) -> str:
    offered = {option.value for option in one.options}
    chosen = value if isinstance(value, list) else [value]
    return next((str(each) for each in chosen if isinstance(each, str) and each not in offered), "")


def _label(inputs: Sequence[Input], name: str) -> str:
    labels = {one.name: one.label for one in inputs}
    return labels.get(name) or name


def _quoted(words: str, most: int = 60) -> str:
    flat = " ".join(words.split())
    return tr("“{words}”", words=f"{flat[: most - 1]}…" if len(flat) > most else flat)
