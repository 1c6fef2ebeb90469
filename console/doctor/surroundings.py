"""Checks of what lies between this computer and AWS: region, addresses, proxy, certificates, clock."""

from __future__ import annotations

from console.aws.regions import Way, regions_offering
from console.credentials import check_region
from console.doctor.case import Case
from console.doctor.findings import Diagnosis
from console.errors import ClockSkewed, ProxyFailed, TlsFailed, seconds_text
from console.language import tr, tr_text

SIGNATURE_HOLDS_S = 300
"""A signature older or younger than this is refused (Signature Version 4)."""
_NEARLY_S = 240


async def region_offers_connect(case: Case) -> Diagnosis:
    """Whether the SDK's list of regions has the profile's for Amazon Connect."""
    region = check_region(case.profile.region)
    if case.profile.endpoint:
        return Diagnosis(
            "holds", tr("The profile has its own endpoint; requests are signed for {region}.", region=region)
        )
    offering = await case.workers.call(lambda: regions_offering("connect", region))
    if region in offering:
        return Diagnosis("holds", tr("Amazon Connect is offered in {region}.", region=region))
    elsewhere = (
        tr("It is offered in {regions}.", regions=", ".join(offering))
        if offering
        else tr("It is offered in no region of this part of AWS.")
    )
    return Diagnosis(
        "fails",
        tr("Amazon Connect is not offered in {region}, as far as this program knows.", region=region),
        tr_text(elsewhere, tr("Choose the region in which the instance was made.")),
    )


async def connect_is_reached(case: Case) -> Diagnosis:
    """Whether anything answers at Amazon Connect's address."""
    return _reached(await case.knock_at("connect"))


async def participant_service_is_reached(case: Case) -> Diagnosis:
    """Whether anything answers at the address that a chat is held with."""
    return _reached(await case.knock_at("participant.connect"))


def _reached(way: Way) -> Diagnosis:
    sentence = tr("{address} answers ({time}).", address=way.address, time=seconds_text(way.took_s))
    return Diagnosis("holds", sentence)


async def proxy_and_certificates_serve(case: Case) -> Diagnosis:
    """Which proxy and which certificate authorities are in use, and whether one of them is in the way."""
    for found in case.ways.values():
        if isinstance(found, ProxyFailed | TlsFailed):
            raise found
    way = next((found for found in case.ways.values() if isinstance(found, Way)), None)
    if way is None:
        return Diagnosis("unknown", tr("Not known, because nothing was reached."), tr("See the lines above."))
    if case.route.is_local:
        sentence = tr("The endpoint is on this computer: neither a proxy nor encryption stands between.")
        return Diagnosis("holds", sentence)
    return Diagnosis("holds", tr_text(_through(way, case), _trusted(way)))


def _through(way: Way, case: Case) -> str:
    if not way.proxy:
        return tr("No proxy is in use.")
    if case.route.proxy:
        return tr("Calls go through the proxy {proxy} of the profile.", proxy=way.proxy)
    return tr("Calls go through the proxy {proxy} of this system's settings.", proxy=way.proxy)


def _trusted(way: Way) -> str:
    if way.certificates:
        return tr("Certificates are checked against the file {file}.", file=way.certificates)
    return tr("Certificates are checked against the SDK's own list.")


async def clock_is_right(case: Case) -> Diagnosis:
    """How far this computer's clock is off, by the answer of STS."""
    if isinstance(case.doubt, ClockSkewed):
        raise case.doubt
    ahead = case.identity.clock_ahead_s if case.identity else None
    if ahead is None:
        return Diagnosis("unknown", tr("Not known, because STS gave no answer with the time."))
    if abs(ahead) < 1:
        return Diagnosis("holds", tr("This computer's clock is that of AWS."), facts={"ahead_s": ahead})
    time = seconds_text(abs(ahead))
    if abs(ahead) < _NEARLY_S:
        harmless = (
            tr("This computer's clock is {time} ahead of AWS's, which does no harm.", time=time)
            if ahead > 0
            else tr("This computer's clock is {time} behind AWS's, which does no harm.", time=time)
        )
        return Diagnosis("holds", harmless, facts={"ahead_s": ahead})
    longest = seconds_text(SIGNATURE_HOLDS_S)
    sentence = (
        tr(
            "This computer's clock is {time} ahead of AWS's, and a signature holds for {longest}.",
            time=time,
            longest=longest,
        )
        if ahead > 0
        else tr(
            "This computer's clock is {time} behind AWS's, and a signature holds for {longest}.",
            time=time,
            longest=longest,
        )
    )
    advice = tr("Set the clock of this computer, best from the network.")
    return Diagnosis("fails", sentence, advice, facts={"ahead_s": ahead})
