"""Checks of what lies between this computer and AWS: region, addresses, proxy, certificates, clock."""

from __future__ import annotations

from console.aws.regions import Way, regions_offering
from console.credentials import check_region
from console.doctor.case import Case
from console.doctor.findings import Diagnosis
from console.errors import ClockSkewed, ProxyFailed, TlsFailed, seconds_text

SIGNATURE_HOLDS_S = 300
"""A signature older or younger than this is refused (Signature Version 4)."""
_NEARLY_S = 240


async def region_offers_connect(case: Case) -> Diagnosis:
    """Whether the SDK's list of regions has the profile's for Amazon Connect."""
    region = check_region(case.profile.region)
    if case.profile.endpoint:
        return Diagnosis("holds", f"The profile has its own endpoint; requests are signed for {region}.")
    offering = await case.workers.call(lambda: regions_offering("connect", region))
    if region in offering:
        return Diagnosis("holds", f"Amazon Connect is offered in {region}.")
    where = ", ".join(offering) or "no region of this part of AWS"
    return Diagnosis(
        "fails",
        f"Amazon Connect is not offered in {region}, as far as this program knows.",
        f"It is offered in {where}. Choose the region in which the instance was made.",
    )


async def connect_is_reached(case: Case) -> Diagnosis:
    """Whether anything answers at Amazon Connect's address."""
    return _reached(await case.knock_at("connect"))


async def participant_service_is_reached(case: Case) -> Diagnosis:
    """Whether anything answers at the address that a chat is held with."""
    return _reached(await case.knock_at("participant.connect"))


def _reached(way: Way) -> Diagnosis:
    return Diagnosis("holds", f"{way.address} answers ({seconds_text(way.took_s)}).")


async def proxy_and_certificates_serve(case: Case) -> Diagnosis:
    """Which proxy and which certificate authorities are in use, and whether one of them is in the way."""
    for found in case.ways.values():
        if isinstance(found, ProxyFailed | TlsFailed):
            raise found
    way = next((found for found in case.ways.values() if isinstance(found, Way)), None)
    if way is None:
        return Diagnosis("unknown", "Not known, because nothing was reached.", "See the lines above.")
    if case.route.is_local:
        sentence = "The endpoint is on this computer: neither a proxy nor encryption stands between."
        return Diagnosis("holds", sentence)
    source = "of the profile" if case.route.proxy else "of this system's settings"
    through = f"Calls go through the proxy {way.proxy} {source}." if way.proxy else "No proxy is in use."
    trusted = f"the file {way.certificates}" if way.certificates else "the SDK's own list"
    return Diagnosis("holds", f"{through} Certificates are checked against {trusted}.")


async def clock_is_right(case: Case) -> Diagnosis:
    """How far this computer's clock is off, by the answer of STS."""
    if isinstance(case.doubt, ClockSkewed):
        raise case.doubt
    ahead = case.identity.clock_ahead_s if case.identity else None
    if ahead is None:
        return Diagnosis("unknown", "Not known, because STS gave no answer with the time.")
    if abs(ahead) < 1:
        return Diagnosis("holds", "This computer's clock is that of AWS.", facts={"ahead_s": ahead})
    way = "ahead of" if ahead > 0 else "behind"
    off = f"This computer's clock is {seconds_text(abs(ahead))} {way} AWS's"
    if abs(ahead) < _NEARLY_S:
        return Diagnosis("holds", f"{off}, which does no harm.", facts={"ahead_s": ahead})
    return Diagnosis(
        "fails",
        f"{off}, and a signature holds for {seconds_text(SIGNATURE_HOLDS_S)}.",
        "Set the clock of this computer, best from the network.",
        facts={"ahead_s": ahead},
    )
