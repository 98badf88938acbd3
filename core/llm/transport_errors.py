"""Turns a fault of the connection into a `CallFailed` with the cause that a user can act on.

httpx-aiohttp reports a refused connection, an unknown host, a bad certificate and a dead proxy alike
as a timeout; the aiohttp error behind it (`__cause__`) tells them apart.
"""

from __future__ import annotations

import errno
import socket
import ssl
import zlib
from collections.abc import Iterator

import aiohttp
import httpx

from core.errors import CallFailed, Cause
from core.llm.proxies import Proxy

_UNREACHABLE = {
    errno.ENETUNREACH,
    errno.ENETDOWN,
    errno.EHOSTUNREACH,
    getattr(errno, "WSAENETUNREACH", -1),
    getattr(errno, "WSAEHOSTUNREACH", -1),
}
# The resolver could not be reached at all: the machine, not the address, is the likelier fault.
_NO_RESOLVER = {socket.EAI_AGAIN, getattr(socket, "EAI_FAIL", socket.EAI_AGAIN)}

_WORDS = {
    Cause.NO_NETWORK: (
        "there is no network connection to {host}",
        "Check this computer's network connection",
    ),
    Cause.DNS: ("the host {host} is not known", "Check the base URL for a spelling mistake"),
    Cause.REFUSED: ("nothing answers at {host}", "Start the server, or check the port in the base URL"),
    Cause.PROXY: ("the proxy on the way to {host} does not answer", "Check the system's proxy settings"),
    Cause.CERTIFICATE: (
        "the certificate of {host} is not trusted",
        "If your network inspects traffic, add its certificate to the system's or name it in SSL_CERT_FILE",
    ),
    Cause.TIMEOUT: ("{host} did not answer in time", "Try again, or lower the number of calls at once"),
    Cause.WRONG_URL: (
        "the address of {host} cannot be used",
        "Check the base URL, also whether it is http or https",
    ),
    Cause.BAD_REQUEST: (
        "the request to {host} cannot be sent",
        "Check the model's address, key and settings",
    ),
    Cause.SERVER: ("{host} closed the connection before its answer was complete", ""),
    Cause.BAD_REPLY: ("{host} sent something that is no HTTP answer", "Check the base URL"),
}
_UNPACKED = "Try again; if it stays so, the server or a proxy on the way packs its answers wrongly"


def from_transport(error: BaseException, host: str, proxy: Proxy | None = None) -> CallFailed:
    """The failure that a connection fault means; the message names `host`, or the proxy where it is at fault."""
    if isinstance(error, zlib.error):
        return CallFailed(Cause.BAD_REPLY, f"the answer of {host} cannot be unpacked", remedy=_UNPACKED)
    cause = next(filter(None, map(_cause, _chain(error))), Cause.SERVER)
    blamed = _of_proxy(error, cause, host, proxy) if proxy is not None else None
    return blamed or failure(cause, host)


def _of_proxy(error: BaseException, cause: Cause, host: str, proxy: Proxy) -> CallFailed | None:
    """The failure where it is plainly the proxy's, which is the one to name then."""
    what = f"the proxy {proxy.host} on the way to {host}"
    refused = next((each for each in _chain(error) if isinstance(each, aiohttp.ClientHttpProxyError)), None)
    if refused is not None:
        remedy = f"Check the address, user name and password in {proxy.source}"
        return CallFailed(Cause.PROXY, f"{what} answered {refused.status}", remedy=remedy)
    if cause is Cause.DNS:  # the host itself is looked up by the proxy
        remedy = f"Check {proxy.source} for a spelling mistake"
        return CallFailed(Cause.PROXY, f"{what} is not known", remedy=remedy)
    return None


def failure(cause: Cause, host: str, detail: str = "") -> CallFailed:
    """A `CallFailed` in this module's words for the cause."""
    what, remedy = _WORDS[cause]
    return CallFailed(cause, what.format(host=host) + (f" ({detail})" if detail else ""), remedy=remedy)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what caused it, the innermost first."""
    links: list[BaseException] = []
    while error is not None and error not in links:
        links.append(error)
        error = error.__cause__
    # An aiohttp error knows more than the bare OSError below it, and than the httpx error above it.
    links.sort(key=lambda link: not isinstance(link, aiohttp.ClientError))
    return iter(links)


def _cause(error: BaseException) -> Cause | None:
    if isinstance(
        error, (aiohttp.ClientProxyConnectionError, aiohttp.ClientHttpProxyError, httpx.ProxyError)
    ):
        return Cause.PROXY
    if isinstance(error, (aiohttp.ClientSSLError, ssl.SSLError)):
        return _tls(error)
    if isinstance(error, (aiohttp.ClientConnectorDNSError, socket.gaierror)):
        return _resolver(error)
    if isinstance(error, (aiohttp.InvalidURL, httpx.InvalidURL, httpx.UnsupportedProtocol)):
        return Cause.WRONG_URL
    return _stream(error) or _unsent(error)


def _unsent(error: BaseException) -> Cause | None:
    """What failed on this computer before anything was sent; nothing about it changes by asking again."""
    if isinstance(error, UnicodeError):
        return Cause.WRONG_URL  # a host whose name cannot be looked up
    return Cause.BAD_REQUEST if isinstance(error, ValueError) else None


def _stream(error: BaseException) -> Cause | None:
    if isinstance(error, aiohttp.ServerDisconnectedError):
        return Cause.SERVER
    # aiohttp's timeouts are OSErrors too, so they come first.
    if isinstance(error, (TimeoutError, aiohttp.ServerTimeoutError, httpx.ReadTimeout)):
        return Cause.TIMEOUT
    if isinstance(error, aiohttp.ClientResponseError):
        return Cause.BAD_REPLY
    return _os(error) if isinstance(error, OSError) else None


def _os(error: OSError) -> Cause | None:
    # Windows has numbers of its own, which Python turns into the right class.
    if isinstance(getattr(error, "os_error", error), ConnectionRefusedError):
        return Cause.REFUSED
    if error.errno == errno.ECONNREFUSED:
        return Cause.REFUSED
    if error.errno in _UNREACHABLE:
        return Cause.NO_NETWORK
    return Cause.TIMEOUT if error.errno == errno.ETIMEDOUT else None


def _resolver(error: BaseException) -> Cause:
    inner = getattr(error, "os_error", error)
    return Cause.NO_NETWORK if getattr(inner, "errno", None) in _NO_RESOLVER else Cause.DNS


def _tls(error: BaseException) -> Cause:
    text = str(getattr(error, "os_error", error)).upper()
    # A plain http server behind an https address answers in clear text.
    clear_text = ("WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE", "PACKET_LENGTH")
    return Cause.WRONG_URL if any(word in text for word in clear_text) else Cause.CERTIFICATE
