from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from console import contact, shape
from console.aws import Connect
from console.doctor.case import Case
from console.doctor.starting import may_start_chat, refused_request
from console.errors import AccessDenied
from console.sandbox import rules
from console.sandbox.refusal import RefusalError
from console.workers import Workers
from tests.conftest import until
from tests.console.aws.door import HASTY, KEYS, STARTED
from tests.console.doctor.examined import profile_at
from tests.console.loopback import Loopback, Reply, refusal, result

INSTANCE = "11111111-2222-4333-8444-555555555555"
FLOW = "66666666-7777-4888-9999-000000000000"


@asynccontextmanager
async def case_at(server: Loopback, workers: Workers | None = None) -> AsyncIterator[Case]:
    profile = profile_at(server.endpoint)
    door = Connect(profile, KEYS, workers, patience=HASTY)
    yield Case(profile, INSTANCE, FLOW, "", HASTY, Workers(1), door)
    door.close()


# -- the request that must be refused ------------------------------------------------------------


def test_the_request_fits_the_model_and_breaks_four_documented_rules() -> None:
    request = refused_request(INSTANCE, FLOW)
    assert shape.problems(request, contact.operation().input) == []
    broken = {problem.path[0] for problem in contact.problems(request) if problem.blocks}
    assert broken == {"SupportedMessagingContentTypes", "RelatedContactId", "Attributes"}
    assert request["PersistentChat"]["SourceContactId"] != request["RelatedContactId"]


@pytest.mark.parametrize("mended", ["SupportedMessagingContentTypes", "RelatedContactId", "Attributes", ""])
def test_each_rule_by_itself_suffices(mended: str) -> None:
    request = refused_request(INSTANCE, FLOW)
    request.pop(mended, None)
    with pytest.raises(RefusalError):
        rules.check(request)


def test_the_request_names_the_real_instance_and_flow_and_contacts_that_nobody_has() -> None:
    one, other = refused_request(INSTANCE, FLOW), refused_request(INSTANCE, FLOW)
    assert (one["InstanceId"], one["ContactFlowId"]) == (INSTANCE, FLOW)
    assert one["RelatedContactId"] != other["RelatedContactId"]


# -- answers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reply", "outcome", "told"),
    [
        (refusal(400, "InvalidParameterException", "no"), "holds", "wrong on purpose"),
        (refusal(400, "InvalidRequestException", "no"), "holds", "wrong on purpose"),
        (refusal(404, "ResourceNotFoundException", "no"), "holds", "wrong on purpose"),
        (refusal(429, "LimitExceededException", "full"), "holds", "wrong on purpose"),
    ],
)
async def test_a_refusal_of_the_request_itself(reply: Reply, outcome: str, told: str) -> None:
    with Loopback(reply) as server:
        async with case_at(server) as case:
            diagnosis = await may_start_chat(case)
    assert diagnosis.outcome == outcome
    assert told in diagnosis.sentence
    assert len(server.asked) == 1


def denied(resource: str) -> Reply:
    message = (
        "User: arn:aws:iam::123456789012:user/ada is not authorized to perform: "
        f"connect:StartChatContact on resource: {resource}"
    )
    return refusal(403, "AccessDeniedException", message)


ROOT = f"arn:aws:connect:us-east-1:123456789012:instance/{INSTANCE}"


async def test_a_flow_that_is_denied() -> None:
    with Loopback(denied(f"{ROOT}/contact-flow/{FLOW}")) as server:
        async with case_at(server) as case:
            with pytest.raises(AccessDenied):
                await may_start_chat(case)


async def test_contacts_that_are_denied_say_nothing_of_the_flow() -> None:
    with Loopback(denied(f"{ROOT}/contact/{FLOW}")) as server:
        async with case_at(server) as case:
            diagnosis = await may_start_chat(case)
    assert diagnosis.outcome == "unknown"
    assert diagnosis.action == "connect:StartChatContact"
    assert diagnosis.resource == f"{ROOT}/contact/{FLOW}"


# -- a service that starts a chat all the same ---------------------------------------------------


async def test_a_chat_that_starts_against_all_documents_is_stopped_and_told() -> None:
    with Loopback(result(STARTED), result({})) as server:
        async with case_at(server) as case:
            diagnosis = await may_start_chat(case)
    assert [one.path for one in server.asked] == ["/contact/chat", "/contact/stop"]
    assert server.asked[1].json == {"InstanceId": INSTANCE, "ContactId": STARTED["ContactId"]}
    assert diagnosis.outcome == "holds"
    assert f"started the chat {STARTED['ContactId']}; it was stopped at once" in diagnosis.sentence


async def test_a_chat_that_cannot_be_stopped_either_is_told_loudly(caplog: pytest.LogCaptureFixture) -> None:
    with Loopback(result(STARTED), refusal(403, "AccessDeniedException")) as server:
        async with case_at(server) as case:
            diagnosis = await may_start_chat(case)
    assert diagnosis.outcome == "fails"
    assert "could not be stopped" in diagnosis.sentence
    assert STARTED["ContactId"] in diagnosis.advice
    assert STARTED["ParticipantToken"] not in caplog.text


async def test_a_chat_that_starts_after_the_check_was_given_up_is_stopped() -> None:
    with Loopback(result(STARTED), result({}), held=True) as server:
        async with case_at(server) as case:
            task = asyncio.create_task(may_start_chat(case))
            await until(lambda: server.asked, "the start")
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            server.released.set()
            await until(lambda: len(server.asked) == 2, "the stop")
    assert server.asked[1].path == "/contact/stop"


async def test_a_stop_goes_on_when_the_check_is_given_up_meanwhile() -> None:
    workers, may_go_on = Workers(1), threading.Event()
    with Loopback(result(STARTED), result({}), held=True) as server:
        async with case_at(server, workers=workers) as case:
            check = asyncio.create_task(may_start_chat(case))
            await until(lambda: server.asked, "the start")
            # The one worker is kept busy, so that the stop has to wait for it.
            busy = asyncio.create_task(workers.call(lambda: may_go_on.wait(5)))
            server.released.set()
            await until(lambda: any(one.get_name().startswith("stop ") for one in asyncio.all_tasks()))
            check.cancel()
            await asyncio.wait([check])
            assert check.cancelled()
            may_go_on.set()
            await until(lambda: len(server.asked) == 2, "the stop")
            await busy
    workers.close()
    assert server.asked[1].path == "/contact/stop"


async def test_an_answer_that_is_lost_does_not_speak_of_trying_again() -> None:
    with Loopback(Reply(500, b"")) as server:
        async with case_at(server) as case:
            diagnosis = await may_start_chat(case)
    assert diagnosis.outcome == "unknown"
    assert "ClientToken" not in diagnosis.advice
