"""The life of a chat, from the first word of its flow to its end, over a clock that is moved by hand."""

from __future__ import annotations

from typing import Any

import pytest

from console.sandbox.contacts import EndReason
from console.sandbox.flow.life.life import MOST_WAITS
from console.sandbox.flow.life.stay import WHISPER_S
from console.sandbox.participant.items import TYPING, Item
from tests.console.sandbox.flow.stage import (
    OTHER_QUEUE,
    QUEUE,
    Stage,
    act,
    document,
    hook,
    queue_stub,
    say,
    to_queue,
)

SYSTEM = "SYSTEM SYSTEM_MESSAGE: "
BYE = act("bye", "DisconnectParticipant")
ENDED = ["participant.left CUSTOMER Customer", "chat.ended"]
ALEX = {"DisplayName": "Alex", "acceptAfterSeconds": 5, "typesForSeconds": 0, "script": ["Hi, Alex here."]}


def wait(identifier: str, seconds: int, back: str, done: str) -> dict[str, Any]:
    on = {"CustomerReturned": back, "WaitCompleted": done}
    return act(identifier, "Wait", on=on, TimeLimitSeconds=str(seconds), Events=["CustomerReturned"])


INBOUND = document(*to_queue("full"), say("full", "All of us are busy.", "bye"), BYE)
HOOKED = document(
    hook("a", "CustomerQueue", "queue", "b"),
    hook("b", "CustomerRemaining", "survey", "queue"),
    *to_queue("full"),
    say("full", "All of us are busy.", "bye"),
    BYE,
)
LOOP = document(
    say("hold", "Please hold.", "wait"), wait("wait", 30, "heard", "hold"), say("heard", "Soon.", "wait")
)
SURVEY = document(
    say("ask", "How were we?", "listen"),
    wait("listen", 60, "thanks", "bye"),
    say("thanks", "Thanks.", "bye"),
    BYE,
)


def with_agent(**agent: Any) -> dict[str, Any]:
    return {"stubs": [queue_stub(Name="Support", agent={**ALEX, **agent})]}


# the inbound flow


@pytest.mark.parametrize("ending", [BYE, act("bye", "EndFlowExecution"), say("bye", "Last words.")])
def test_a_flow_that_is_over_ends_the_chat(ending: dict[str, Any]) -> None:
    visit = Stage(inbound=document(say("hello", "Hello.", "bye"), ending)).start()
    assert visit.news()[0] == SYSTEM + "Hello."
    assert visit.reason == "CONTACT_FLOW_DISCONNECT"
    assert visit.chat.customer.has_left


def test_the_customer_hears_that_they_were_let_go() -> None:
    visit = Stage(inbound=document(BYE)).start()
    assert visit.news() == ENDED


def test_a_chat_waits_and_goes_on_when_the_customer_writes() -> None:
    stage = Stage(inbound=document(wait("wait", 900, "back", "gone"), say("back", "There you are.", "wait"),
                                   say("gone", "Goodbye.", "bye"), BYE))  # fmt: skip
    visit = stage.start()
    stage.wait(899)
    visit.say("me again")
    assert visit.news() == ["CUSTOMER Customer: me again", SYSTEM + "There you are."]
    stage.wait(899)
    assert visit.news() == []
    stage.wait(1)
    assert visit.news() == [SYSTEM + "Goodbye.", *ENDED]


def test_a_chat_whose_flow_is_gone_says_nothing_and_stays() -> None:
    stage = Stage()
    visit = stage.start("no-flow")
    visit.say("anybody there?")
    assert visit.news() == ["CUSTOMER Customer: anybody there?"]
    assert visit.reason is None


def test_a_flow_has_no_part_in_a_chat_that_an_agent_has_taken_before() -> None:
    stage = Stage(inbound=document(say("hello", "Hello.", "bye"), BYE))
    contact = stage.contacts.start({"ContactFlowId": stage.flows.all[0].flow.id}, {})
    stage.chats.add(contact.id, "AGENT", "Jane")
    chat = stage.chats.of(contact.id)
    chat.join(chat.customer)
    assert [item.content for item in chat.transcript if item.content] == []
    assert contact.ended is None


def test_two_chats_go_their_own_ways() -> None:
    stage = Stage(with_agent(), inbound=HOOKED, queue=LOOP, survey=SURVEY)
    one, two = stage.start(), stage.start()
    one.say("me first")
    stage.wait(5)
    assert one.news()[-1] == "AGENT Alex: Hi, Alex here."
    two.chat.leave(two.chat.customer)
    assert (one.reason, two.reason) == (None, "CUSTOMER_DISCONNECT")
    assert len(stage.center.queues._waiting) == 0


def test_a_flow_without_an_end_is_stopped() -> None:
    visit = Stage(inbound=document(say("a", "Again.", "b"), say("b", "And again.", "a"))).start()
    assert visit.reason == "CONTACT_FLOW_DISCONNECT"


# the queue


def test_a_queue_flow_speaks_until_an_agent_accepts() -> None:
    stage = Stage(with_agent(acceptAfterSeconds=70), inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start()
    assert visit.news() == [SYSTEM + "Please hold."]
    visit.say("hurry")
    assert visit.news() == ["CUSTOMER Customer: hurry", SYSTEM + "Soon."]
    stage.wait(69)
    assert visit.news() == [SYSTEM + "Please hold."] * 2
    stage.wait(1)
    invited, joined, hello = visit.news()
    assert (invited, joined) == ("participant.invited AGENT Alex", "participant.joined AGENT Alex")
    assert hello == "AGENT Alex: Hi, Alex here."
    stage.wait(300)
    visit.say("are you the flow?")
    assert visit.news() == ["CUSTOMER Customer: are you the flow?"], "the flow has no part in it any more"
    entries, _ = stage.center.recording.entries(visit.chat.id)
    assert "Interrupted" in {entry.told().get("result") for entry in entries}


def test_without_an_agent_the_chat_waits_until_one_is_brought() -> None:
    stage = Stage(inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start()
    stage.wait(60)
    visit.news()
    assert (visit.life.phase, stage.center.queues.size(QUEUE)) == ("queue", 1)
    jane = visit.agent(has_joined=False)
    stage.wait(30)
    assert visit.news() == ["participant.invited AGENT Jane", SYSTEM + "Please hold."]
    visit.chat.join(jane)
    stage.wait(60)
    visit.say("hello Jane")
    assert visit.news() == ["participant.joined AGENT Jane", "CUSTOMER Customer: hello Jane"]
    assert (visit.life.phase, visit.life.walk, stage.center.queues.size(QUEUE)) == ("agent", None, 0)


def test_an_agent_who_is_brought_keeps_the_simulated_one_away() -> None:
    stage = Stage(with_agent(), inbound=INBOUND)
    visit = stage.start()
    visit.agent()
    stage.wait(20)
    assert visit.news() == ["participant.joined AGENT Jane"]


def test_a_full_queue_is_told_to_the_flow() -> None:
    stage = Stage({"stubs": [queue_stub(capacity=1)]}, inbound=INBOUND)
    first, second = stage.start(), stage.start()
    assert first.reason is None
    assert second.news() == [SYSTEM + "All of us are busy.", *ENDED]
    first.chat.leave(first.chat.customer)
    assert stage.start().reason is None


def test_a_stub_can_refuse_first_and_take_the_chat_then() -> None:
    refusal = {"Type": "Error", "Error": {"Value": "QueueAtCapacity"}}
    stub = {**queue_stub(Name="Support", agent=ALEX), "Responses": [refusal]}
    again = act("transfer2", "TransferContactToQueue")
    inbound = document(*to_queue("full"), say("full", "Once more.", "transfer2"), again)
    other = {
        "ActionType": "TransferContactToQueue",
        "match": {"QueueId": OTHER_QUEUE},
        "Responses": [refusal],
    }
    stage = Stage({"stubs": [other, stub]}, inbound=inbound)
    visit = stage.start()
    assert visit.news() == [SYSTEM + "Once more."]
    assert visit.life.state.queue is not None
    assert visit.life.state.queue.name == "Support"
    assert stage.center.queue_name(OTHER_QUEUE) is None
    stage.wait(5)
    assert visit.news()[-1] == "AGENT Alex: Hi, Alex here."


def test_a_queue_flow_can_end_the_chat_or_itself() -> None:
    quits = Stage(inbound=HOOKED, queue=document(say("a", "Sorry.", "bye"), BYE), survey=SURVEY).start()
    assert quits.news() == [SYSTEM + "Sorry.", *ENDED]
    stage = Stage(
        with_agent(), inbound=HOOKED, queue=document(say("a", "Wait.", "b"), act("b", "EndFlowExecution"))
    )
    stays = stage.start()
    assert stays.reason is None
    stage.wait(5)
    assert stays.news()[-1] == "AGENT Alex: Hi, Alex here."


def test_the_stub_file_names_the_queue_flow_that_no_hook_names() -> None:
    stage = Stage(
        {"defaults": {"customerQueueFlow": "lounge"}}, inbound=INBOUND, lounge=document(say("a", "Music."))
    )
    visit = stage.start()
    assert visit.news() == [SYSTEM + "Music."]
    assert visit.reason is None, "in a queue an end of the flow is none of the chat, whatever its file says"


def test_a_queue_flow_moves_the_chat_to_another_queue() -> None:
    stubs = {
        "stubs": [queue_stub(agent={**ALEX, "acceptAfterSeconds": 99}), queue_stub(OTHER_QUEUE, agent=ALEX)]
    }
    moving = document(
        wait("wait", 10, "wait", "move"),
        act("move", "DequeueContactAndTransferToQueue", "said", QueueId=OTHER_QUEUE),
        say("said", "Others may be faster: $.InitiationMethod", "wait"),
    )
    stage = Stage(stubs, inbound=HOOKED, queue=moving, survey=SURVEY)
    visit = stage.start()
    first = visit.chat.contact.id
    stage.wait(10)
    assert stage.center.queues.size(OTHER_QUEUE) == 1
    assert visit.news() == [SYSTEM + "Others may be faster: QUEUE_TRANSFER"]
    stage.wait(5)
    assert visit.news()[-1] == "AGENT Alex: Hi, Alex here."
    contact = visit.chat.contact
    assert (contact.initial_id, contact.previous_id, contact.initiation_method) == (
        first,
        first,
        "QUEUE_TRANSFER",
    )
    stage.wait(100)
    assert visit.news() == [], "nobody comes from the queue that was left"


def test_flows_that_send_a_chat_round_for_ever_are_stopped() -> None:
    again = document(act("again", "TransferContactToQueue"))
    stage = Stage(inbound=HOOKED, queue=again, survey=SURVEY)
    visit = stage.start()
    assert visit.reason == "CONTACT_FLOW_DISCONNECT"
    assert visit.trace().count("again") == MOST_WAITS


# whispers


def test_whispers_are_heard_by_those_they_are_for() -> None:
    inbound = document(
        hook("a", "AgentWhisper", "agent_whisper", "b"),
        hook("b", "CustomerWhisper", "customer_whisper", "queue"),
        *to_queue(),
    )
    stage = Stage(
        with_agent(FirstName="Alexandra"),
        inbound=inbound,
        agent_whisper=document(say("w", "A gold customer for $.Agent.FirstName.")),
        customer_whisper=document(say("w", "You talk with $.Agent.FirstName."), name="c"),
    )
    visit = stage.start()
    seen: list[str] = []

    class Ear:
        is_subscribed = True

        def push(self, text: str) -> None:
            seen.append(text)

        def close(self, code: int, reason: str) -> None:
            seen.append(reason)

    supervisor = visit.agent("Eve", has_joined=False)
    supervisor.ears.append(Ear())
    stage.wait(5)
    assert visit.news() == [
        "participant.invited AGENT Eve",
        "participant.invited AGENT Alex",
        SYSTEM + "You talk with Alexandra.",
        "participant.joined AGENT Alex",
        "AGENT Alex: Hi, Alex here.",
    ]
    assert any("A gold customer for Alexandra." in text for text in seen)
    assert not visit.life.state.agent, "outside of whispers a flow knows no agent"


def test_a_whisper_that_does_not_end_keeps_no_agent_away() -> None:
    long = document(say("one", "Just a moment.", "w"), wait("w", 3600, "one", "one"))
    inbound = document(hook("a", "CustomerWhisper", "long", "queue"), *to_queue())
    stage = Stage(with_agent(), inbound=inbound, long=long)
    visit = stage.start()
    stage.wait(5)
    visit.say("hello?")
    assert visit.news()[1:] == [SYSTEM + "Just a moment.", "CUSTOMER Customer: hello?"]
    stage.wait(int(WHISPER_S))
    assert visit.news() == ["participant.joined AGENT Alex", "AGENT Alex: Hi, Alex here."]


def test_a_whisper_that_is_switched_off_is_not_heard() -> None:
    off = {"CustomerWhisper": {"DisableExecution": "true"}}
    events = {"CustomerWhisper": "customer_whisper"}
    set_off = act("a", "UpdateContactEventHooks", "queue", EventHooks=events, EventHooksConfiguration=off)
    stage = Stage(
        with_agent(), inbound=document(set_off, *to_queue()), customer_whisper=document(say("w", "No."))
    )
    visit = stage.start()
    stage.wait(5)
    assert SYSTEM + "No." not in visit.news()


# the agent


def test_an_agent_types_answers_and_leaves_and_the_survey_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    agent = {
        "typesForSeconds": 2,
        "script": ["Hi.", "Let me look.", "All done."],
        "rules": {"(?i)bye": {"say": "Bye!", "then": "leave"}},
    }
    stage = Stage(with_agent(**agent), inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start()
    heard: list[Item] = []
    monkeypatch.setattr(visit.life, "see", heard.append)
    stage.wait(5)
    assert heard[-1].content_type == TYPING
    visit.news()
    stage.wait(2)
    visit.say("one")
    visit.say("two")
    stage.wait(4)
    said = ["AGENT Alex: Hi.", "CUSTOMER Customer: one", "CUSTOMER Customer: two"]
    assert visit.news() == [*said, "AGENT Alex: Let me look.", "AGENT Alex: All done."]
    visit.say("BYE")
    stage.wait(2)
    assert visit.news() == [
        "CUSTOMER Customer: BYE", "AGENT Alex: Bye!", "participant.left AGENT Alex", SYSTEM + "How were we?",
    ]  # fmt: skip
    assert visit.life.phase == "remaining"
    visit.say("splendid")
    assert visit.news() == ["CUSTOMER Customer: splendid", SYSTEM + "Thanks.", *ENDED]
    assert visit.reason == "AGENT_DISCONNECT"


def test_an_agent_leaves_by_the_clock_and_without_a_survey_the_chat_ends() -> None:
    stage = Stage(with_agent(leavesAfterSeconds=30), inbound=INBOUND)
    visit = stage.start()
    stage.wait(34)
    assert visit.reason is None
    stage.wait(1)
    assert visit.news()[-2:] == ["participant.left AGENT Alex", "chat.ended"]
    assert visit.reason == "AGENT_DISCONNECT"


def test_an_agent_who_closes_the_chat_leaves_no_survey() -> None:
    stage = Stage(with_agent(rules={"done": {"then": "end"}}), inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start()
    stage.wait(5)
    visit.say("done")
    assert visit.news()[-2:] == ["participant.left AGENT Alex", "chat.ended"]
    assert visit.reason == "AGENT_DISCONNECT"


def test_an_agent_hands_over_to_a_colleague() -> None:
    sam = {"DisplayName": "Sam", "acceptAfterSeconds": 3, "typesForSeconds": 0, "script": ["Sam here."]}
    stage = Stage(
        with_agent(handsOverTo=sam, handsOverAfterMessages=1, leavesAfterSeconds=900), inbound=INBOUND
    )
    visit = stage.start()
    first = visit.chat.contact
    stage.wait(5)
    visit.say("another one, please")
    assert visit.news()[-2:] == ["transfer.succeeded", "participant.left AGENT Alex"]
    assert len(stage.timers) == 2, "the end of the chat, and the colleague"
    stage.wait(3)
    assert visit.news() == [
        "participant.invited AGENT Sam", "participant.joined AGENT Sam", "AGENT Sam: Sam here.",
    ]  # fmt: skip
    contact = visit.chat.contact
    assert first.end_reason == "TRANSFERRED"
    assert (contact.initial_id, contact.previous_id, contact.initiation_method) == (
        first.id,
        first.id,
        "TRANSFER",
    )
    assert list(visit.chat.transcript)[-1].contact_id == contact.id != first.id


def test_the_disconnect_flow_can_queue_once_more() -> None:
    again = document(
        say("more", "More for you: $.InitiationMethod.", "transfer"),
        act("transfer", "TransferContactToQueue"),
    )
    stage = Stage(with_agent(leavesAfterSeconds=10), inbound=HOOKED, queue=LOOP, survey=again)
    visit = stage.start()
    first = visit.chat.contact.id
    stage.wait(15)
    assert visit.news()[-2:] == [SYSTEM + "More for you: API.", SYSTEM + "Please hold."]
    assert visit.chat.contact.initiation_method == "DISCONNECT"
    assert visit.chat.contact.previous_id == first
    stage.wait(5)
    assert visit.news()[-1] == "AGENT Alex: Hi, Alex here."
    assert visit.life.state.initiation_method == "DISCONNECT"


def test_the_disconnect_flow_goes_on_in_another_flow() -> None:
    onward = document(say("a", "One more thing.", "go"), act("go", "TransferToFlow", ContactFlowId="second"))
    stage = Stage(inbound=HOOKED, queue=LOOP, survey=onward, second=SURVEY)
    visit = stage.start()
    jane = visit.agent()
    visit.news()
    visit.chat.leave(jane)
    assert visit.news() == [
        "participant.left AGENT Jane",
        SYSTEM + "One more thing.",
        SYSTEM + "How were we?",
    ]


def test_a_second_agent_keeps_the_chat_alive() -> None:
    stage = Stage(with_agent(leavesAfterSeconds=10), inbound=INBOUND)
    visit = stage.start()
    stage.wait(5)
    jane = visit.agent()
    stage.wait(10)
    assert visit.reason is None
    visit.chat.leave(jane)
    assert visit.reason == "AGENT_DISCONNECT"


@pytest.mark.parametrize("asked_at", [0, 10])
def test_an_agent_who_was_sent_away_says_no_more(monkeypatch: pytest.MonkeyPatch, asked_at: int) -> None:
    stage = Stage(with_agent(typesForSeconds=3, script=["Hi.", "Well …"]), inbound=INBOUND)
    visit = stage.start()
    stage.wait(6)
    stage.chats.transfer(visit.chat.id, "Jane")
    seen: list[Item] = []
    monkeypatch.setattr(visit.life, "see", seen.append)
    stage.wait(asked_at)
    visit.say("who are you?")
    stage.wait(10)
    assert [item.content for item in seen] == ["who are you?"]


# ends


@pytest.mark.parametrize(("seconds", "phase"), [(0, "queue"), (5, "agent"), (30, "remaining")])
@pytest.mark.parametrize("exits", [None, ["AGENT"]])
def test_a_customer_can_leave_at_any_time(seconds: int, phase: str, exits: list[str] | None) -> None:
    stage = Stage(with_agent(leavesAfterSeconds=20), inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start("inbound", DisconnectOnCustomerExit=exits or [])
    stage.wait(seconds)
    assert visit.life.phase == phase
    visit.news()
    visit.chat.leave(visit.chat.customer)
    with_them = ["participant.left AGENT Alex"] if exits and phase == "agent" else []
    assert visit.news() == ["participant.left CUSTOMER Customer", *with_them, "chat.ended"]
    stage.wait(100)
    assert visit.news() == []
    assert (visit.reason, visit.life.walk) == ("CUSTOMER_DISCONNECT", None)
    assert len(stage.timers) == 0, "nothing of it is left to do"


@pytest.mark.parametrize("reason", ["EXPIRED", "API"])
def test_a_chat_that_is_ended_from_outside_stops_its_flow(reason: EndReason) -> None:
    stage = Stage(inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start(ChatDurationInMinutes=60)
    if reason == "EXPIRED":
        stage.wait(3_600)
    else:
        stage.contacts.end(visit.chat.contact, reason)
    assert visit.reason == reason
    assert visit.news()[-1] == "chat.ended"
    assert len(stage.timers) == 0


def test_a_chat_that_is_forgotten_stops_its_flow() -> None:
    stage = Stage(with_agent(), inbound=HOOKED, queue=LOOP, survey=SURVEY)
    visit = stage.start()
    stage.contacts.clear()
    assert visit.life.walk is None
    assert (len(stage.timers), stage.center.queues.size(QUEUE)) == (0, 0)


def test_a_bot_that_leaves_wakes_the_flow_that_waits_for_it() -> None:
    waits = act("wait", "Wait", on={"BotParticipantDisconnected": "gone"}, TimeLimitSeconds="60",
                Events=["BotParticipantDisconnected", "CustomerReturned"])  # fmt: skip
    stage = Stage(
        inbound=document(wait("first", 60, "wait", "wait"), waits, say("gone", "The bot is gone.", "first"))
    )
    visit = stage.start()
    bot = stage.chats.add(visit.chat.id, "CUSTOM_BOT", "Robo")
    visit.say("go on")
    visit.news()
    visit.chat.leave(bot)
    assert visit.news() == ["participant.left CUSTOM_BOT Robo", SYSTEM + "The bot is gone."]


def test_a_customer_signs_in_and_the_flow_goes_on() -> None:
    ask = act(
        "ask", "AuthenticateParticipant", "in", on={"OptedOut": "out"}, TimeLimitMinutes="3",
        errors={"TimeLimitExceeded": "late", "NoMatchingError": "bye"},
    )  # fmt: skip
    words = [say("in", "Welcome.", "bye"), say("out", "Your wish.", "bye"), say("late", "Too late.", "bye")]
    for outcome, told in (("succeeded", "Welcome."), ("cancelled", "Your wish."), ("timeout", "Too late.")):
        stage = Stage(inbound=document(ask, *words, BYE))
        stage.center.sign_ins = stage.chats.sign_ins
        visit = stage.start()
        session = next(iter(stage.chats.sign_ins._sessions.values()))
        stage.chats.sign_ins.finish(session, outcome)
        assert visit.news()[0] == SYSTEM + told
