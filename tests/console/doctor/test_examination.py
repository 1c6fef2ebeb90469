from __future__ import annotations

import asyncio
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from console.aws import PERMISSIONS, Connect
from console.credentials import Keys
from console.doctor import CHECKS, Finding, Outcome, examine
from console.errors import AccessDenied, Call, NoConnection, Refusal, SignInNeeded
from console.profiles import SANDBOX, Profile
from console.sandbox import Sandbox
from console.sandbox.faults import parse
from console.workers import Workers
from tests.console.aws.door import KEYS
from tests.console.doctor.examined import doors, findings, profile_at
from tests.console.loopback import Loopback, Reply, closed_port

CALLED: dict[str, tuple[str, ...]] = {
    "credentials": ("GetCallerIdentity",),
    "ListInstances": ("ListInstances",),
    "ListContactFlows": ("ListContactFlows",),
    "DescribeContactFlow": ("DescribeContactFlow",),
    "DescribeContact": ("DescribeContact",),
    "StopContact": ("StopContact",),
    "StartChatContact": ("StartChatContact",),
    "CHAT_TRANSCRIPTS": ("ListInstanceStorageConfigs",),
    "ATTACHMENTS": ("ListInstanceStorageConfigs",),
    "CONTACTFLOW_LOGS": ("DescribeInstanceAttribute",),
    "MESSAGE_STREAMING": ("DescribeInstanceAttribute",),
}
"""What a check asks the service for; the others ask it for nothing."""

UNCERTAIN = {"DescribeContact", "StopContact"}
"""What can't be told without a contact."""

OPERATIONS = sorted({operation for called in CALLED.values() for operation in called})


def outcomes(found: dict[str, Finding]) -> dict[str, Outcome]:
    return {name: finding.outcome for name, finding in found.items()}


def expected(**others: Outcome) -> dict[str, Outcome]:
    """Outcomes where everything is well, but for some."""
    well: dict[str, Outcome] = {
        check.name: "unknown" if check.name in UNCERTAIN else "holds" for check in CHECKS
    }
    return well | others


# -- where all is well ---------------------------------------------------------------------------


async def test_what_holds_is_found_in_the_order_of_the_table(sandbox: Sandbox) -> None:
    found = await findings(sandbox)
    assert list(found) == [check.name for check in CHECKS]
    assert outcomes(found) == expected()
    assert all(finding.sentence and finding.title for finding in found.values())
    assert "arn:aws:iam::123456789012:user/sandbox" in found["credentials"].sentence
    assert found["credentials"].facts["account"] == "123456789012"
    assert "1 instance" in found["ListInstances"].sentence
    assert sandbox.flows[0].name in found["DescribeContactFlow"].sentence
    assert "connect:Channel" not in found["StopContact"].sentence
    assert "look a contact up" in found["StopContact"].sentence
    assert "as far as the order of the service's checks is known" in found["StartChatContact"].sentence
    assert sandbox.endpoint in found["participant_endpoint"].sentence
    assert sandbox.contacts.all() == ()


async def test_arns_serve_as_well_as_ids(sandbox: Sandbox) -> None:
    instance = f"arn:aws:connect:us-east-1:123456789012:instance/{sandbox.instance_id}"
    found = await findings(sandbox, instance_id=instance, flow_id=sandbox.flows[0].arn)
    assert outcomes(found) == expected()


async def test_a_chat_that_is_over_settles_what_else_is_uncertain(sandbox: Sandbox) -> None:
    contact = sandbox.contacts.start({"InstanceId": sandbox.instance_id}, {}, None)
    active = await findings(sandbox, contact_id=contact.id)
    assert outcomes(active) == expected(DescribeContact="holds")
    # A chat that is under way is not ended for a question.
    assert contact.ended is None
    sandbox.contacts.end(contact, "API")
    over = await findings(sandbox, contact_id=contact.id)
    assert outcomes(over) == expected(DescribeContact="holds", StopContact="holds")
    gone = await findings(sandbox, contact_id="11111111-2222-4333-8444-555555555555")
    assert outcomes(gone) == expected()


# -- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize("operation", OPERATIONS)
async def test_one_denied_action_leaves_the_others_alone(sandbox: Sandbox, operation: str) -> None:
    sandbox.faults.add(parse(f"{operation}:AccessDenied"))
    found = await findings(sandbox)
    fields = {check.name for check in CHECKS if check.denied == "unknown"} | {"credentials"}
    denied = {name for name, called in CALLED.items() if operation in called}
    others: dict[str, Outcome] = {name: "unknown" if name in fields else "fails" for name in denied}
    if operation == "GetCallerIdentity":
        # Its answer has the time.
        others["clock"] = "unknown"
    assert outcomes(found) == expected(**others)
    for name in denied:
        assert found[name].action == PERMISSIONS[operation].action
        assert found[name].action in found[name].sentence
        assert found[name].resource
        assert "policy" in found[name].advice
    if operation == "StartChatContact":
        assert found[operation].resource == sandbox.flows[0].arn


@pytest.mark.parametrize(
    "fault", ["TooManyRequests", "Throttling", "InternalService", "ServiceUnavailable", "reset-before"]
)
async def test_what_tells_nothing_is_unknown(sandbox: Sandbox, fault: str) -> None:
    sandbox.faults.add(parse(f"*:{fault}"))
    found = await findings(sandbox)
    assert {name for name, outcome in outcomes(found).items() if outcome == "unknown"} == {*CALLED, "clock"}
    assert "fails" not in outcomes(found).values()
    assert not any(finding.action for finding in found.values())
    assert "ClientToken" not in found["StartChatContact"].advice


@pytest.mark.parametrize("fault", ["InvalidRequest", "LimitExceeded"])
async def test_a_refusal_for_another_reason_shows_that_a_chat_may_be_started(
    sandbox: Sandbox, fault: str
) -> None:
    sandbox.faults.add(parse(f"StartChatContact:{fault}"))
    assert outcomes(await findings(sandbox)) == expected()


async def test_keys_that_nobody_knows(sandbox: Sandbox) -> None:
    found = await findings(sandbox, keys=Keys("AKIAI44QH8DHBEXAMPLE", KEYS.secret_access_key))
    assert found["credentials"].outcome == "fails"
    assert "does not know the access key" in found["credentials"].sentence
    not_asked = [found[name] for name in CALLED if name != "credentials"]
    assert {one.outcome for one in not_asked} == {"unknown"}
    assert {one.sentence for one in not_asked} == {"Not asked, because this does not hold: Keys are valid."}
    assert found["endpoint"].outcome == found["participant_endpoint"].outcome == "holds"


async def test_a_wrong_secret(sandbox: Sandbox) -> None:
    found = await findings(sandbox, keys=Keys(KEYS.access_key_id, "je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY"))
    assert found["credentials"].outcome == "fails"
    assert "does not belong to the access key" in found["credentials"].sentence


async def test_a_session_that_is_over(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("*:expired-token"))
    found = await findings(sandbox)
    assert found["credentials"].outcome == "fails"
    assert found["ListInstances"].outcome == "unknown"


@pytest.mark.parametrize(
    ("skew", "credentials", "clock", "told"),
    [
        (-20, "holds", "holds", "20 s ahead of AWS's, which does no harm"),
        (20, "holds", "holds", "20 s behind AWS's, which does no harm"),
        (270, "holds", "fails", "4 min 30 s behind AWS's, and a signature holds for 5 min"),
        (-600, "fails", "fails", "ahead of"),
        (600, "fails", "fails", "behind"),
    ],
)
async def test_the_clock(sandbox: Sandbox, skew: int, credentials: str, clock: str, told: str) -> None:
    sandbox.faults.add(parse(f"GetCallerIdentity:skew={skew}"))
    found = await findings(sandbox)
    assert (found["credentials"].outcome, found["clock"].outcome) == (credentials, clock)
    # The Date of an answer counts whole seconds, so it may be a second less or more.
    near = [
        told.replace("20 s", f"{seconds} s").replace("30 s", f"{seconds + 10} s") for seconds in (19, 20, 21)
    ]
    assert any(text in found["clock"].sentence for text in near), found["clock"].sentence


# -- what is not there ---------------------------------------------------------------------------


async def test_without_instance_and_flow_the_rest_is_asked(sandbox: Sandbox) -> None:
    found = await findings(sandbox, instance_id="", flow_id="")
    needs = {check.name: check.chosen for check in CHECKS}
    for name, finding in found.items():
        if needs[name]:
            assert (finding.outcome, finding.sentence) == (
                "unknown",
                "Not asked, because no instance is chosen.",
            )
        else:
            assert finding.outcome == "holds"
    only_instance = await findings(sandbox, flow_id=" ")
    assert outcomes(only_instance) == expected(DescribeContactFlow="unknown", StartChatContact="unknown")
    assert only_instance["StartChatContact"].sentence == "Not asked, because no flow is chosen."


async def test_an_instance_of_somebody_else(sandbox: Sandbox) -> None:
    found = await findings(sandbox, instance_id="11111111-2222-4333-8444-555555555555")
    assert found["ListInstances"].outcome == "fails"
    assert "is not among them" in found["ListInstances"].sentence
    assert found["ListContactFlows"].outcome == "fails"
    assert found["CHAT_TRANSCRIPTS"].outcome == "fails"


async def test_a_flow_that_is_not_there(sandbox: Sandbox) -> None:
    found = await findings(sandbox, flow_id="11111111-2222-4333-8444-555555555555")
    assert found["ListContactFlows"].outcome == "fails"
    assert "is not among them" in found["ListContactFlows"].sentence
    assert found["DescribeContactFlow"].outcome == "fails"


async def test_a_profile_that_has_to_sign_in_first(sandbox: Sandbox) -> None:
    async def refuse(_profile: Profile) -> Connect:
        raise SignInNeeded("Nobody is signed in.", "Sign in.")

    asked = examine(refuse, profile_at(sandbox.endpoint), sandbox.instance_id, sandbox.flows[0].id)
    found = {finding.check: finding async for finding in asked}
    assert found["credentials"].outcome == "fails"
    assert (found["credentials"].sentence, found["credentials"].advice) == (
        "Nobody is signed in.",
        "Sign in.",
    )
    assert found["endpoint"].outcome == found["proxy_and_tls"].outcome == "holds"
    assert {found[name].outcome for name in CALLED if name != "credentials"} == {"unknown"}


async def test_a_role_that_may_not_be_assumed(sandbox: Sandbox) -> None:
    async def refuse(_profile: Profile) -> Connect:
        call = Call("AssumeRole", {}, "us-east-1", "https://sts.example", service="sts")
        role = "arn:aws:iam::123456789012:role/ChatTester"
        raise AccessDenied(Refusal(call, "AccessDenied", "", 403), action="sts:AssumeRole", resource=role)

    asked = examine(refuse, profile_at(sandbox.endpoint), sandbox.instance_id, sandbox.flows[0].id)
    found = {finding.check: finding async for finding in asked}
    assert (found["credentials"].outcome, found["credentials"].action) == ("fails", "sts:AssumeRole")
    assert found["StartChatContact"].outcome == "unknown"


async def test_a_sign_in_that_reached_nobody_leaves_the_keys_unknown(sandbox: Sandbox) -> None:
    async def refuse(_profile: Profile) -> Connect:
        raise NoConnection(
            Call("GetRoleCredentials", {}, "us-east-1", "https://portal.example", service="sso")
        )

    asked = examine(refuse, profile_at(sandbox.endpoint), sandbox.instance_id, sandbox.flows[0].id)
    found = {finding.check: finding async for finding in asked}
    assert found["credentials"].outcome == "unknown"
    assert found["StartChatContact"].sentence == "Not asked, because there are no keys to ask with."


async def test_a_sandbox_that_does_not_start_sends_nobody_to_aws() -> None:
    async def refuse(_profile: Profile) -> Connect:
        raise SignInNeeded("The sandbox did not start.", "Start it again.")

    found = {finding.check: finding async for finding in examine(refuse, SANDBOX)}
    assert (
        found["endpoint"].sentence == found["participant_endpoint"].sentence == "The sandbox did not start."
    )


# -- the way there -------------------------------------------------------------------------------


async def test_nobody_listens() -> None:
    async with doors() as open_door:
        gone = profile_at(f"http://127.0.0.1:{closed_port()}")
        found = {one.check: one async for one in examine(open_door, gone, "i", "f")}
    assert found["endpoint"].outcome == found["participant_endpoint"].outcome == "fails"
    assert "accepts no connection" in found["endpoint"].sentence
    assert found["credentials"].outcome == found["proxy_and_tls"].outcome == "unknown"
    assert found["StartChatContact"].sentence == (
        "Not asked, because this does not hold: Amazon Connect answers."
    )


async def test_a_region_without_amazon_connect_and_a_proxy_that_refuses() -> None:
    with Loopback(Reply(403, b"")) as proxy:
        profile = profile_at(None, "eu-west-1", proxy=f"http://127.0.0.1:{proxy.port}")
        async with doors() as open_door:
            found = {one.check: one async for one in examine(open_door, profile, "i", "f")}
    assert found["region"].outcome == "fails"
    assert "eu-central-1" in found["region"].advice
    for name in ("endpoint", "participant_endpoint", "proxy_and_tls"):
        assert found[name].outcome == "fails"
        assert "did not let GET through" in found[name].sentence
    # Nothing went past the proxy.
    assert {one.method for one in proxy.asked} == {"CONNECT"}
    hosts = {one.path for one in proxy.asked}
    assert {"connect.eu-west-1.amazonaws.com:443", "participant.connect.eu-west-1.amazonaws.com:443"} <= hosts


async def test_an_endpoint_that_does_not_encrypt(sandbox: Sandbox) -> None:
    with Loopback(Reply(403, b"")) as proxy:
        plain = sandbox.endpoint.replace("http:", "https:")
        profile = profile_at(plain, proxy=f"http://127.0.0.1:{proxy.port}")
        async with doors() as open_door:
            found = {one.check: one async for one in examine(open_door, profile, "i", "f")}
    assert found["region"].outcome == "holds"
    assert found["endpoint"].outcome == "fails"


@pytest.mark.parametrize("region", ["", "us east 1", "us-east-1.example.com"])
async def test_a_region_that_is_none(region: str) -> None:
    async def open_door(profile: Profile) -> Connect:
        return Connect(profile, KEYS)

    found = {one.check: one async for one in examine(open_door, profile_at(None, region), "i", "f")}
    assert found["region"].outcome == found["endpoint"].outcome == found["credentials"].outcome == "fails"
    assert "StartChatContact" in found


# -- bounds --------------------------------------------------------------------------------------


async def test_a_slow_check_does_not_keep_the_others(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("ListContactFlows:latency=3s"), parse("StartChatContact:latency=3s"))
    began = time.perf_counter()
    found = await findings(sandbox, patience_s=0.6)
    assert time.perf_counter() - began < 4
    assert outcomes(found) == expected(ListContactFlows="unknown", StartChatContact="unknown")
    assert found["ListContactFlows"].sentence == "No answer within 0.6 s."


async def test_silence_is_told_as_not_reached() -> None:
    with Loopback(held=True) as server:
        async with doors() as open_door:
            asked = examine(open_door, profile_at(server.endpoint), "i", "f", patience_s=0.3)
            found = {one.check: one async for one in asked}
        server.released.set()
    assert found["endpoint"].outcome == found["participant_endpoint"].outcome == "fails"
    assert "did not answer" in found["endpoint"].sentence


async def test_findings_come_one_by_one_and_can_be_cancelled(sandbox: Sandbox) -> None:
    sandbox.faults.add(parse("ListInstances:latency=9s"))
    came: list[str] = []

    async def read() -> None:
        async with doors() as open_door:
            asked = examine(open_door, profile_at(sandbox.endpoint), sandbox.instance_id)
            async for finding in asked:
                came.append(finding.check)

    task = asyncio.create_task(read())
    async with asyncio.timeout(5):
        while "clock" not in came:
            await asyncio.sleep(0.01)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert came == ["region", "endpoint", "credentials", "clock"]


async def test_an_examination_that_is_left_closes_its_workers(
    sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Workers] = []

    class Watched(Workers):
        def __init__(self, *arguments: Any, **named: Any) -> None:
            super().__init__(*arguments, **named)
            made.append(self)

    monkeypatch.setattr("console.doctor.examination.Workers", Watched)
    async with doors() as open_door:
        asked = examine(open_door, profile_at(sandbox.endpoint))
        await anext(asked)
        await asked.aclose()
    assert len(made) == 1
    with pytest.raises(RuntimeError, match="closed"):
        await made[0].call(lambda: None)


# -- settings ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "field"),
    [
        ("CHAT_TRANSCRIPTS", ("PersistentChat",)),
        ("ATTACHMENTS", ()),
        ("CONTACTFLOW_LOGS", ()),
        ("MESSAGE_STREAMING", ("ParticipantConfiguration", "ResponseMode")),
    ],
)
async def test_a_setting_that_is_off_fails_beside_its_field(
    sandbox: Sandbox, name: str, field: tuple[str, ...]
) -> None:
    if name in ("CHAT_TRANSCRIPTS", "ATTACHMENTS"):
        sandbox.settings.set_storage(name, [])
    else:
        sandbox.settings.set_attributes({name: "false"})
    found = await findings(sandbox)
    off: dict[str, Outcome] = {name: "fails"}
    assert outcomes(found) == expected(**off)
    assert found[name].field == field
    assert found[name].advice


def test_a_field_that_a_setting_disables_is_one_of_the_requests() -> None:
    from console import contact

    for check in CHECKS:
        if check.field:
            assert contact.operation().input.at(*check.field)


# -- no chat, whatever happens ----------------------------------------------------------------------

FAULTS = (
    "AccessDenied",
    "TooManyRequests:1",
    "InvalidRequest",
    "InternalService:2",
    "reset-after",
    "latency=20ms",
)


@given(
    st.lists(st.tuples(st.sampled_from([*OPERATIONS, "*"]), st.sampled_from(FAULTS)), max_size=4),
    st.permutations(CHECKS),
)
@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
def test_no_chat_is_ever_started(
    running_sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch, faults: list[tuple[str, str]], order: list[Any]
) -> None:
    running_sandbox.reset()
    running_sandbox.faults.add(*[parse(f"{operation}:{fault}") for operation, fault in faults])
    # What a check needs comes before it in the table; the rest may stand in any order.
    first = [check for check in order if check.name in ("endpoint", "credentials")]
    shuffled = tuple(first + [check for check in order if check not in first])
    monkeypatch.setattr("console.doctor.examination.CHECKS", shuffled)
    found = asyncio.run(findings(running_sandbox))
    assert list(found) == [check.name for check in shuffled]
    assert all(finding.outcome in ("holds", "fails", "unknown") for finding in found.values())
    assert running_sandbox.contacts.all() == ()
