"""The proxies of this computer's environment: which of them, if any, stands on the way to an address."""

from __future__ import annotations

import ipaddress
import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import SplitResult, unquote, urlsplit
from urllib.request import getproxies

from core.errors import CallFailed, Cause
from core.llm.endpoint import is_host

_SETTINGS = "the system's proxy setting"
_PORTS = {"http": 80, "https": 443}
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True, slots=True)
class Proxy:
    """A proxy that can be used. `source` is the variable that names it; `address` may hold a password."""

    source: str
    address: str = field(repr=False)

    @property
    def host(self) -> str:
        """Its name, without user and password."""
        return urlsplit(self.address).hostname or ""


class Proxies:
    """What HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY say, or else the system; read when first needed."""

    def on_the_way(self, url: str) -> Proxy | None:
        """The proxy for a valid address, None for a straight way. Raises CallFailed where it cannot be used."""
        target = urlsplit(url)
        host = target.hostname or ""
        # A proxy for the outside world must never see what is meant for this machine, nor stand in its way.
        if is_this_machine(host):
            return None
        named = next((name for name in (target.scheme, "all") if self._settings.get(name, "").strip()), None)
        if named is None or self._spared(target):
            return None
        return _usable(named, self._settings[named].strip(), host)

    @cached_property
    def _settings(self) -> dict[str, str]:
        return getproxies()

    @cached_property
    def _exceptions(self) -> tuple[_Exception, ...]:
        return tuple(_exceptions(self._settings.get("no", "")))

    def _spared(self, target: SplitResult) -> bool:
        return any(each.covers(target) for each in self._exceptions)


@dataclass(frozen=True, slots=True)
class _Exception:
    """One entry of NO_PROXY: a network, or a name (`*` is any; one that begins with a dot is what is below it)."""

    host: str
    scheme: str = ""
    port: int | None = None
    network: _Network | None = None

    def covers(self, target: SplitResult) -> bool:
        """Whether an address is asked without a proxy."""
        if self.scheme not in ("", "all", target.scheme):
            return False
        if self.port is not None and self.port != (target.port or _PORTS.get(target.scheme)):
            return False
        return self._names(target.hostname or "")

    def _names(self, host: str) -> bool:
        if self.network is not None:
            return (address := _address(host)) is not None and address in self.network
        return self.host in ("*", host) or host.endswith("." + self.host.removeprefix("."))


def is_this_machine(host: str) -> bool:
    """Whether a host is loopback, however it is written; no name is looked up."""
    address = _address(host)
    if address is None:
        return host.rstrip(".").lower() == "localhost"
    address = getattr(address, "ipv4_mapped", None) or address
    return address.is_loopback or address.is_unspecified


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _exceptions(listed: str) -> Iterator[_Exception]:
    """What NO_PROXY lists. An entry that cannot be read is passed over: other programs may understand it."""
    for entry in filter(None, map(str.strip, listed.split(","))):
        scheme, _, rest = entry.lower().rpartition("://")
        try:
            yield _exception(scheme, rest)
        except ValueError:
            continue


def _exception(scheme: str, rest: str) -> _Exception:
    """One entry; raises ValueError."""
    if rest == "*":
        return _Exception(rest, scheme)
    try:
        network = ipaddress.ip_network(rest.removeprefix("[").removesuffix("]"), strict=False)
        return _Exception("", scheme, network=network)
    except ValueError:
        parts = urlsplit(f"//{rest.removeprefix('*')}")
    if not parts.hostname:
        raise ValueError(rest)
    dot = "." if parts.hostname.startswith(".") else ""
    return _Exception(dot + parts.hostname.lstrip(".").encode("idna").decode(), scheme, parts.port)


def _usable(named: str, value: str, target: str) -> Proxy:
    proxy = Proxy(_variable(named), value if "://" in value else f"http://{value}")
    scheme = proxy.address.partition("://")[0].lower()
    if scheme.startswith("socks"):
        raise _refused(
            f"SOCKS proxies are not supported, and {proxy.source} names one for {target}",
            "Set an HTTP proxy instead, such as http://host:port",
        )
    if scheme not in _PORTS or not _is_address(proxy.address):
        raise no_proxy_at_all(proxy, target)
    if not _can_be_sent(proxy.address):
        raise _refused(
            f"the user name or the password in {proxy.source} has characters that no proxy can be sent",
            f"Correct {proxy.source}; such characters are those beyond Latin-1, and a colon in the user name",
        )
    return proxy


def no_proxy_at_all(proxy: Proxy, target: str) -> CallFailed:
    """The failure that an address which nothing can be reached by means; `target` is the host behind it."""
    return _refused(
        f"what {proxy.source} holds for {target} is not the address of an HTTP proxy",
        "An HTTP proxy looks like http://host:port",
    )


def _is_address(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.port != 0 and is_host(parts.hostname or "") and address.isprintable()
    except ValueError:
        return False


def _can_be_sent(address: str) -> bool:
    """Whether user and password fit a header, which is Latin-1 and parts them by a colon."""
    parts = urlsplit(address)
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    try:
        return ":" not in user and f"{user}{password}".encode("latin-1") is not None
    except UnicodeEncodeError:
        return False


def _refused(what: str, remedy: str) -> CallFailed:
    failed = CallFailed(Cause.PROXY, what, remedy=remedy)
    failed.stops_account = True  # nothing about it changes by asking again
    return failed


def _variable(named: str) -> str:
    """The name of the environment variable, a lower case one before the other; or that it was none."""
    names = (f"{named}_proxy", f"{named}_proxy".upper())
    return next((name for name in names if os.environ.get(name)), _SETTINGS)
