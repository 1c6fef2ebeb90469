"""No answer came."""

from __future__ import annotations

from typing import ClassVar

from console.errors.calls import Call, CallError, Template
from console.language import tr


class NotReached(CallError):
    """No answer came. `reason` is what the network said, in its own words."""

    code = "not_reached"
    says: ClassVar[Template] = tr("{operation} did not reach {endpoint} ({effort}): {reason}.")
    advises = tr("Check the network and try again.")

    def __init__(self, call: Call, reason: str = "", **details: object) -> None:
        self.reason = reason.strip().rstrip(".")
        super().__init__(call, {"reason": self.reason, **details})


class TimedOut(NotReached):
    """No connection came about within the time that we wait."""

    code = "timed_out"
    says = tr("No connection to {endpoint} within {connect_time} ({effort}).")
    advises = tr("Check the network: VPN, firewall, proxy.")


class AnswerTimedOut(TimedOut):
    """The connection stood, but no answer came within the time that we wait."""

    code = "answer_timed_out"
    may_have_happened = True
    says = tr("{endpoint} did not answer {operation} within {read_time} ({effort}).")


class NoConnection(NotReached):
    """Nobody accepts the connection, or there is no way there."""

    code = "no_connection"
    says = tr("{endpoint} accepts no connection ({effort}): {reason}.")
    advises = tr("Check the network, and that the endpoint of the profile is right and runs.")


class ConnectionLost(NoConnection):
    """The connection broke off before the answer came; the service may have done its part."""

    code = "connection_lost"
    may_have_happened = True
    says = tr("The connection to {endpoint} broke off before {operation} was answered ({effort}): {reason}.")


class DnsFailed(NotReached):
    """The endpoint's name has no address."""

    code = "dns_failed"
    says = tr("No address is known for {endpoint} ({effort}): {reason}.")
    advises = tr(
        "Check that this computer is online, and the region ({region}): {service} is not offered in "
        "all of them."
    )


class ProxyFailed(NotReached):
    """A proxy stands between and did not let the call through.

    `proxy` is its address without a password, empty where it is the system's and not known.
    """

    code = "proxy_failed"
    says: ClassVar[Template] = {
        "proxy": tr("The proxy {proxy} did not let {operation} through ({effort}): {reason}."),
        "": tr("The proxy of the system did not let {operation} through ({effort}): {reason}."),
    }
    advises = tr(
        "The proxy is the profile's; where that has none, it comes from the system's settings or from "
        "HTTPS_PROXY. Check its address, its user and its password, or except the endpoint by NO_PROXY."
    )

    def __init__(self, call: Call, reason: str = "", *, proxy: str) -> None:
        self.proxy = proxy
        super().__init__(call, reason, proxy=proxy)


class TlsFailed(NotReached):
    """The encryption could not be agreed on, most often because the certificate is not trusted."""

    code = "tls_failed"
    says = tr("The encrypted connection to {endpoint} failed ({effort}): {reason}.")
    advises = tr(
        "If your network inspects encrypted traffic, let AWS_CA_BUNDLE name its certificate file. "
        "A wrong clock of this computer can be the reason, too."
    )
