"""CreatePersistentContactAssociation: the chat goes on where an earlier one ended."""

from __future__ import annotations

from console.language import tr_wire
from console.sandbox.contacts import Contact
from console.sandbox.flow.engine.outcome import NO_MATCHING_ERROR, Done, Failed, Outcome
from console.sandbox.flow.engine.step import Step
from console.sandbox.participant.items import REHYDRATED

WHOLE, FROM = "ENTIRE_PAST_SESSION", "FROM_SEGMENT"


def continue_chat(step: Step) -> Outcome:
    """Put the transcript of an earlier chat before this one's.

    The rules are those of PersistentChat at the start of a chat, which excludes this action.
    """
    contact = step.chat.contact
    if contact.continued_from is not None:
        return Failed(NO_MATCHING_ERROR, tr_wire("the chat continues an earlier one already."))
    source = step.outside.contacts.find(step.text("SourceContactId"))
    if source is None or source.initial_id == contact.initial_id:
        why = tr_wire("there is no earlier chat “{contact}”.", contact=step.text("SourceContactId"))
        return Failed(NO_MATCHING_ERROR, why)
    newest = step.outside.contacts.newest_of(source.initial_id) or source
    if wrong := _wrong(step.text("RehydrationType"), source, newest):
        return Failed(NO_MATCHING_ERROR, wrong)
    contact.continued_from = newest.id if step.text("RehydrationType") == WHOLE else source.id
    step.note(continued_from=contact.continued_from)
    step.chat.announce(REHYDRATED)
    return Done()


def _wrong(rehydration: str, source: Contact, newest: Contact) -> str:
    if rehydration not in (WHOLE, FROM):
        return tr_wire("RehydrationType must be {whole} or {part}.", whole=WHOLE, part=FROM)
    if newest.ended is None:
        return tr_wire("the chat {contact} has not ended yet.", contact=source.id)
    if rehydration == WHOLE and source.id != source.initial_id:
        return tr_wire(
            "{contact} is not the first contact of its chat, which {whole} asks for.",
            contact=source.id,
            whole=WHOLE,
        )
    return ""
