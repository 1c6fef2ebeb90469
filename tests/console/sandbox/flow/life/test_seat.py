"""A person as the agent of a chat: offered, accepted, taken over, transferred, left; over a moved clock."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.flow.life.desk import Answers
from console.sandbox.flow.life.seat import Seat
from console.sandbox.flow.life.stay import ARRIVES_S, RINGS_S
from console.sandbox.participant.party import Participant
from tests.console.sandbox.flow.stage import (
    OTHER_QUEUE,
    QUEUE,
    Stage,
    Visit,
    act,
    document,
    hook,
    queue_stub,
    say,
    to_queue,
)

SYSTEM = "SYSTEM SYSTEM_MESSAGE: "
BYE = act("bye", "DisconnectParticipant")
KIM = {"DisplayName": "Kim", "typesForSeconds": 0, "acceptAfterSeconds": 3, "script": ["Kim here."]}
ALEX: dict[str, Any] = {
    "DisplayName": "Alex",
    "acceptAfterSeconds": 5,
    "typesForSeconds": 0,
    "script": ["Hi, Alex here.", "One.", "Two."],
    "handsOverTo": KIM,
}
INBOUND = document(
    hook("a", "CustomerQueue", "queue", "b"),
    hook("b", "CustomerRemaining", "survey", "c"),
    hook("c", "AgentWhisper", "agent_whisper", "d"),
    hook("d", "CustomerWhisper", "customer_whisper", "queue"),
    *to_queue("full"),
    say("full", "All of us are busy.", "bye"),
    BYE,
)
FLOWS = {
    "inbound": INBOUND,
    "queue": document(say("hold", "Please hold.")),
    "survey": document(say("ask", "How were we?", "bye"), BYE),
    "agent_whisper": document(say("a", "About $.Attributes.order, for $.Agent.FirstName.")),
    "customer_whisper": document(say("c", "$.Agent.FirstName is coming.")),
}
STUBS = {
    "stubs": [
        queue_stub(Name="Support", agent=ALEX, capacity=2),
        queue_stub(OTHER_QUEUE, Name="Returns", capacity=1),
    ]
}


class Ear:
    """A client that hears what is pushed."""

    is_subscribed = True

    def __init__(self) -> None:
        self.heard: list[str] = []

    def push(self, text: str) -> None:
        self.heard.append(text)

    def close(self, code: int, reason: str) -> None: ...


def begun(answers: Answers = "you") -> tuple[Stage, Visit, Seat]:
    """A chat that waits in the queue, and its seat."""
    stage = Stage(STUBS, **FLOWS)
    stage.center.desk.answers = answers
    visit = stage.start()
    visit.news()
    return stage, visit, Seat(visit.life, stage.center)


def arrived(visit: Visit, person: Participant) -> Ear:
    """The person's client connects, as its socket does when it subscribes."""
    ear = Ear()
    person.listen(ear)
    visit.chat.join(person)
    return ear


def seated(name: str = "") -> tuple[Stage, Visit, Seat, Participant]:
    """A chat whose agent is a person."""
    stage, visit, seat = begun()
    person = seat.accept(name)
    arrived(visit, person)
    visit.news()
    return stage, visit, seat, person


def test_a_contact_is_offered_to_a_person_and_the_script_stays_away() -> None:
    stage, visit, seat = begun()
    told = seat.told()
    assert (told["standing"], told["queue"], told["agent"], told["rings_s"]) == (
        "ringing",
        "Support",
        "Alex",
        RINGS_S,
    )
    stage.wait(10)
    assert (seat.told()["waits_s"], seat.told()["rings_s"], visit.news()) == (10, 10, [])


def test_who_does_not_answer_misses_the_contact_and_can_take_it_later() -> None:
    stage, visit, seat = begun()
    stage.wait(int(RINGS_S))
    assert (seat.standing, seat.told()["missed"], stage.center.queues.size(QUEUE)) == ("waiting", 1, 1)
    with pytest.raises(LookupError, match="not offered"):
        seat.reject()
    arrived(visit, seat.accept())
    assert visit.news()[-1] == "participant.joined AGENT Alex"
    assert (seat.standing, seat.told()["waits_s"], stage.center.queues.size(QUEUE)) == ("you", None, 0)


def test_who_rejects_leaves_the_contact_in_its_place() -> None:
    stage, _, seat = begun()
    seat.reject()
    stage.wait(60)
    assert (seat.standing, seat.told()["missed"], stage.center.queues.size(QUEUE)) == ("waiting", 1, 1)


def test_the_agent_hears_the_whisper_before_they_join_and_the_customer_theirs() -> None:
    stage, visit, seat = begun()
    visit.chat.contact.attributes = {"order": "A-1"}
    person = seat.accept("Jo")
    assert (visit.news(), seat.standing, person.is_active) == (
        ["participant.invited AGENT Jo"],
        "joining",
        False,
    )
    ear = arrived(visit, person)
    assert "About A-1, for Jo." in ear.heard[0]
    assert visit.news() == [SYSTEM + "Jo is coming.", "participant.joined AGENT Jo"]
    assert (seat.standing, person.is_active, seat.told()["participant_id"]) == ("you", True, person.id)
    stage.wait(200)
    visit.say("hello?")
    assert visit.news() == ["CUSTOMER Customer: hello?"], "no script answers for a person"


def test_an_agent_whose_client_does_not_come_joins_all_the_same() -> None:
    stage, visit, seat = begun()
    seat.accept()
    stage.wait(int(ARRIVES_S))
    assert visit.news()[-1] == "participant.joined AGENT Alex"


def test_while_a_whisper_waits_the_agent_has_not_joined() -> None:
    pause = act("a", "Wait", on={"WaitCompleted": "b"}, TimeLimitSeconds="30")
    stage = Stage(STUBS, **{**FLOWS, "agent_whisper": document(pause, say("b", "Ready?"))})
    stage.center.desk.answers = "you"
    visit = stage.start()
    seat = Seat(visit.life, stage.center)
    person = seat.accept()
    arrived(visit, person)
    visit.chat.join(person)  # a second socket, a call
    assert (seat.standing, person.is_active) == ("joining", False)
    stage.wait(30)
    assert (seat.standing, person.is_active) == ("you", True)


def test_an_agent_who_goes_before_joining_leaves_the_contact_in_the_queue() -> None:
    stage, visit, seat = begun()
    seat.accept()
    seat.leave()
    assert visit.news() == [
        "participant.invited AGENT Alex",
        "participant.left AGENT Alex",
        SYSTEM + "Please hold.",
    ]
    assert (seat.standing, stage.center.queues.size(QUEUE)) == ("ringing", 1)
    arrived(visit, seat.accept())
    assert seat.standing == "you"


@pytest.mark.parametrize("own", [False, True])
def test_who_answers_is_changed_while_the_contact_waits(own: bool) -> None:
    stage, visit, seat = begun("script")
    desk = stage.center.desk

    def choose(answers: Answers) -> None:
        if own:
            desk.choose(visit.chat.id, answers)
        else:
            desk.answers = answers
        visit.life.stay.attend()

    stage.wait(4)
    choose("you")
    stage.wait(10)
    assert (seat.standing, visit.news()) == ("ringing", [])
    choose("script")
    stage.wait(5)
    assert visit.news()[-1] == "AGENT Alex: Hi, Alex here."
    assert seat.standing == "script"


def test_a_script_is_taken_over_without_a_trace_and_given_back() -> None:
    stage, visit, seat = begun("script")
    stage.wait(5)
    assert visit.news()[-1] == "AGENT Alex: Hi, Alex here."
    person = seat.take_over()
    assert seat.take_over() is person
    visit.say("first")
    visit.chat.hear(person, "I see.", "text/plain")
    assert visit.news() == ["CUSTOMER Customer: first", "AGENT Alex: I see."]
    seat.give_back()
    visit.say("second")
    assert visit.news() == ["CUSTOMER Customer: second", "AGENT Alex: One."]
    with pytest.raises(LookupError, match="not the agent"):
        seat.end()


def test_a_person_who_accepted_gives_the_chat_to_the_script_which_does_not_greet() -> None:
    _, visit, seat, _ = seated("Jo")
    seat.give_back()
    visit.say("hello")
    assert visit.news() == ["CUSTOMER Customer: hello", "AGENT Jo: One."]


def test_who_leaves_leaves_the_customer_to_the_disconnect_flow() -> None:
    _, visit, seat, _ = seated()
    seat.leave()
    assert visit.news()[:2] == ["participant.left AGENT Alex", SYSTEM + "How were we?"]
    assert visit.reason == "AGENT_DISCONNECT"


def test_who_ends_the_contact_ends_it_for_everybody() -> None:
    _, visit, seat, _ = seated()
    seat.end()
    assert visit.news() == ["participant.left AGENT Alex", "chat.ended"]
    assert (visit.reason, seat.standing) == ("AGENT_DISCONNECT", "over")


def test_the_chat_goes_to_a_colleague_who_answers_by_the_script() -> None:
    stage, visit, seat, _ = seated()
    assert seat.told()["colleagues"] == ["Kim"]
    seat.transfer_to_colleague("Kim")
    assert visit.news() == ["transfer.succeeded", "participant.left AGENT Alex"]
    stage.wait(3)
    assert visit.news()[-2:] == ["participant.joined AGENT Kim", "AGENT Kim: Kim here."]
    assert (seat.standing, visit.chat.contact.initiation_method) == ("script", "TRANSFER")


def test_the_chat_goes_to_a_queue_and_rings_there() -> None:
    stage, visit, seat, person = seated()
    assert seat.told()["queues"] == ["Support", "Returns"]
    seat.transfer_to_queue("Returns")
    assert visit.news() == ["transfer.succeeded", "participant.left AGENT Alex", SYSTEM + "Please hold."]
    told = seat.told()
    assert (told["standing"], told["queue"], told["agent"]) == ("ringing", "Returns", "")
    assert stage.center.queues.size(OTHER_QUEUE) == 1
    assert person.has_left
    arrived(visit, seat.accept("Robin"))
    assert visit.news()[-1] == "participant.joined AGENT Robin"


def test_a_full_queue_takes_no_transfer_and_the_agent_stays() -> None:
    stage, visit, seat, person = seated()
    other = stage.start()
    arrived(other, Seat(other.life, stage.center).accept())
    Seat(other.life, stage.center).transfer_to_queue("Returns")
    with pytest.raises(ValueError, match="“Returns” is full; it has room for 1"):
        seat.transfer_to_queue("Returns")
    assert visit.news() == ["transfer.failed AGENT Alex"]
    assert person.is_active


def test_what_cannot_be_done_is_told() -> None:
    _, visit, seat = begun("script")
    for wrong in (seat.reject, seat.take_over, seat.give_back, seat.leave, seat.end):
        with pytest.raises(LookupError):
            wrong()
    with pytest.raises(LookupError, match="Known: Alex, Kim"):
        seat.transfer_to_colleague("Nobody")
    with pytest.raises(LookupError, match="no queue"):
        seat.transfer_to_queue("Nowhere")
    with pytest.raises(ValueError, match="characters"):
        seat.accept("x" * 257)
    visit.chat.end()
    with pytest.raises(LookupError):
        seat.accept()


def test_an_agent_brought_by_hand_is_nobodys_script() -> None:
    _, visit, seat = begun()
    invited = seat.accept()
    visit.agent()
    assert (seat.standing, seat.told()["is_person"]) == ("other", False)
    visit.chat.join(invited)
    assert invited.is_active, "whoever was invited may come still"


def test_the_fault_that_sends_agents_away_sends_a_person_away() -> None:
    _, visit, seat, person = seated()
    visit.chat.lose_agents()
    assert person.has_left
    assert visit.news()[:2] == ["participant.left AGENT Alex", SYSTEM + "How were we?"]
    assert seat.standing == "over"
