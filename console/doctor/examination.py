"""One look at a profile, an instance and a flow: what works, what does not and why, check by check.

`CHECKS` is the one table. Checks run one after the other: Amazon Connect allows few calls a second,
which everybody in the account shares.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import partial

from console.aws import Connect, Patience
from console.doctor import rights, settings, starting, surroundings
from console.doctor.case import Case
from console.doctor.findings import Diagnosis, Finding, Outcome, judged
from console.errors import ConsoleError, seconds_text
from console.language import tr
from console.profiles import Profile
from console.workers import Workers

log = logging.getLogger(__name__)

PATIENCE_S = 10.0
"""How long a check may take."""


@dataclass(frozen=True)
class Check:
    """One line of the examination.

    `needs` are the checks without which it is not asked, `chosen` what must be chosen for it.
    `unanswered` is the outcome if no answer comes, `denied` if the keys may not look.
    """

    name: str
    title: str
    look: Callable[[Case], Awaitable[Diagnosis]]
    needs: tuple[str, ...] = ()
    chosen: tuple[str, ...] = ()
    unanswered: Outcome = "unknown"
    denied: Outcome = "fails"
    field: tuple[str, ...] = ()


_ASKED = ("endpoint", "credentials")
_INSTANCE, _FLOW = ("instance",), ("instance", "flow")

CHECKS: tuple[Check, ...] = (
    Check("region", tr("Region"), surroundings.region_offers_connect),
    Check("endpoint", tr("Amazon Connect answers"), surroundings.connect_is_reached, unanswered="fails"),
    Check("credentials", tr("Keys are valid"), rights.credentials_hold),
    Check("clock", tr("Clock"), surroundings.clock_is_right),
    Check("ListInstances", tr("May list instances"), rights.may_list_instances, _ASKED),
    Check("ListContactFlows", tr("May list flows"), rights.may_list_flows, _ASKED, _INSTANCE),
    Check("DescribeContactFlow", tr("May read the flow"), rights.may_describe_flow, _ASKED, _FLOW),
    Check("DescribeContact", tr("May describe contacts"), rights.may_describe_contact, _ASKED, _INSTANCE),
    Check("StopContact", tr("May stop contacts"), rights.may_stop_contact, _ASKED, _INSTANCE),
    Check("StartChatContact", tr("May start a chat"), starting.may_start_chat, _ASKED, _FLOW),
    Check(
        "participant_endpoint", tr("Participant service answers"),
        surroundings.participant_service_is_reached, unanswered="fails",
    ),
    Check(
        "proxy_and_tls", tr("Proxy and certificates"),
        surroundings.proxy_and_certificates_serve, unanswered="fails",
    ),
    *(
        Check(
            setting.name, setting.title, partial(settings.setting_is_on, setting=setting),
            _ASKED, _INSTANCE, denied="unknown", field=setting.field,
        )
        for setting in settings.SETTINGS
    ),
)  # fmt: skip
"""Every check, in the order in which they are made and told."""

_TITLES: Mapping[str, str] = {check.name: check.title for check in CHECKS}


async def examine(
    open_door: Callable[[Profile], Awaitable[Connect]],
    profile: Profile,
    instance_id: str = "",
    flow_id: str = "",
    *,
    contact_id: str = "",
    patience_s: float = PATIENCE_S,
) -> AsyncGenerator[Finding, None]:
    """The findings of all checks, each as soon as it is known, in the order of the table.

    Opening the door may wait for people, such as for a code; every check after that takes `patience_s`
    at most. Instance and flow are ids or ARNs, empty where none is chosen. With the `contact_id` of a
    chat of this instance that is over, more can be said for certain. No chat is started.

    Raises:
        RuntimeError: the doors are closed.
    """
    workers = Workers(2, name="doctor")
    patience = Patience(connect_s=patience_s / 3, read_s=patience_s / 3, attempts=1)
    case = Case(profile, _plain(instance_id), _plain(flow_id), _plain(contact_id), patience, workers)
    try:
        await _open(case, open_door)
        outcomes: dict[str, Outcome] = {}
        for check in CHECKS:
            diagnosis = _not_asked(check, case, outcomes) or await _looked(check, case, patience_s)
            outcomes[check.name] = diagnosis.outcome
            log.info("%s %s", check.name, diagnosis.outcome)
            yield Finding(**vars(diagnosis), check=check.name, title=check.title, field=check.field)
    finally:
        workers.close()


async def _open(case: Case, open_door: Callable[[Profile], Awaitable[Connect]]) -> None:
    try:
        case.door = await open_door(case.profile)
    except ConsoleError as error:
        case.refused = error
    else:
        # The sandbox's endpoint is known only now.
        case.profile = case.door.profile


def _not_asked(check: Check, case: Case, outcomes: Mapping[str, Outcome]) -> Diagnosis | None:
    """Why a check can't be made, if it can't."""
    for need in check.needs:
        if outcomes[need] == "fails":
            sentence = tr("Not asked, because this does not hold: {check}.", check=_TITLES[need])
            return Diagnosis("unknown", sentence, tr("Mend that first."))
    if "credentials" in check.needs and case.door is None:
        return Diagnosis(
            "unknown", tr("Not asked, because there are no keys to ask with."), tr("Sign in first.")
        )
    chosen = {"instance": case.instance_id, "flow": case.flow_id}
    for what in check.chosen:
        if not chosen[what]:
            return Diagnosis("unknown", *_NOT_CHOSEN[what])
    return None


_NOT_CHOSEN: Mapping[str, tuple[str, str]] = {
    "instance": (tr("Not asked, because no instance is chosen."), tr("Choose the instance.")),
    "flow": (tr("Not asked, because no flow is chosen."), tr("Choose the flow.")),
}


async def _looked(check: Check, case: Case, patience_s: float) -> Diagnosis:
    try:
        async with asyncio.timeout(patience_s):
            return await check.look(case)
    except TimeoutError:
        sentence = tr("No answer within {time}.", time=seconds_text(patience_s))
        return Diagnosis(check.unanswered, sentence, tr("Check the network, and examine again."))
    except ConsoleError as error:
        return judged(error, check.denied, check.unanswered)


def _plain(arn: str) -> str:
    return arn.strip().rpartition("/")[2]
