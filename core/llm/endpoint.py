"""Where a model is reached: address, key and quirks. Each wire format speaks through one."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from core.errors import CallFailed, Cause, KeyUnavailable
from core.llm.quirks import Quirks

if TYPE_CHECKING:
    from core.llm.http import Answer, HttpClient

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# What people paste along with the base URL.
_TAILS = ("/chat/completions", "/completions", "/messages", "/models")
_LONGEST_KEY = 16 * 1024  # characters; servers take headers of 8 to 16 KiB
_LONGEST_LABEL = 63  # of a host name


def no_key() -> str | None:
    """The key of a server that wants none."""
    return None


@dataclass(slots=True)
class Endpoint:
    """One model on one server. `key` is called once, off the loop, when it is first needed."""

    http: HttpClient
    base_url: str
    model: str
    account: str = ""
    key: Callable[[], str | None] = no_key
    quirks: Quirks = field(default_factory=Quirks)
    allow_http: bool = False
    owns_http: bool = False
    _key: str | None = field(default=None, init=False, repr=False)
    _resolved: bool = field(default=False, init=False, repr=False)
    _refused: CallFailed | None = field(default=None, init=False, repr=False)
    _resolving: asyncio.Lock = field(default_factory=asyncio.Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        self.base_url = tidy(self.base_url)
        self.quirks = self.quirks.for_model(self.model)
        self.account = self.account or f"no key@{host_and_port(self.base_url)}"

    async def post(self, path: str, body: Mapping[str, Any]) -> Answer:
        """Send a request; raises CallFailed."""
        headers = await self._headers()
        return await self.http.post(self._url(path), body, headers)

    async def get(self, path: str) -> Answer:
        """Read a resource; raises CallFailed."""
        headers = await self._headers()
        return await self.http.get(self._url(path), headers)

    async def aclose(self) -> None:
        """Close the HTTP client where it is this endpoint's own."""
        if self.owns_http:
            await self.http.aclose()

    def _url(self, path: str) -> str:
        refuse_plain_http(self.base_url, self.allow_http)
        query = f"?{urlencode(self.quirks.query)}" if self.quirks.query else ""
        return f"{self.base_url}{quote(path, safe='/:@')}{query}"

    async def _headers(self) -> dict[str, str]:
        if not self._resolved:
            async with self._resolving:
                await self._resolve()
        headers = dict(self.quirks.headers)
        if self._key:
            bearer = self.quirks.auth == "bearer"
            headers["authorization" if bearer else self.quirks.auth] = (
                f"Bearer {self._key}" if bearer else self._key
            )
        return headers

    async def _resolve(self) -> None:
        """Look the key up, once for all calls that wait for it: a keyring may ask its user each time."""
        if self._refused is not None:
            raise self._refused
        if self._resolved:
            return
        try:
            # Whatever the keyring waits for must not hold the loop.
            key = None if self.key is no_key else await asyncio.to_thread(self.key)
        except KeyUnavailable as error:
            self._refused = CallFailed(Cause.MISSING_KEY, str(error))
            raise self._refused from None
        self._refused = self._refusal(key) if key else None
        if self._refused is not None:
            raise self._refused
        self._key, self._resolved = key, True

    def _refusal(self, key: str) -> CallFailed | None:
        """Why no call with this key could be sent."""
        if len(key) > _LONGEST_KEY:
            return _wrong_key(f"the key is {len(key):,} characters long, which no server takes")
        if not key.isascii() or not key.isprintable():
            return _wrong_key("the key holds characters that cannot stand in a key")
        parts = _parts(self.base_url)
        if self.quirks.auth == "bearer" and parts is not None and "@" in parts.netloc:
            return CallFailed(
                Cause.WRONG_URL,
                f"the base URL at {host_and_port(self.base_url)} holds a user name, and there is a key too",
                remedy="Take the user name and password out of the base URL, or name no key",
            )
        return None


def _wrong_key(what: str) -> CallFailed:
    return CallFailed(Cause.WRONG_KEY, what, remedy="Copy it again from the key page")


def tidy(base_url: str) -> str:
    """The base URL without blanks, a final slash or the path of a call that was pasted with it."""
    url = base_url.strip().rstrip("/")
    for tail in _TAILS:
        url = url.removesuffix(tail)
    return url.rstrip("/")


@lru_cache(maxsize=256)  # asked before each call
def refuse_plain_http(base_url: str, allowed: bool) -> None:
    """Raise CallFailed where key and prompts would cross a network in clear text, or nothing could be reached."""
    parts = _parts(base_url)
    if parts is None or parts.scheme not in ("http", "https") or not is_host(parts.hostname or ""):
        raise CallFailed(
            Cause.WRONG_URL,
            f"{_without_password(base_url)!r} is not an address",
            remedy="A base URL looks like https://host/v1",
        )
    if parts.scheme == "http" and not allowed and parts.hostname not in LOOPBACK:
        raise CallFailed(
            Cause.PLAIN_HTTP,
            f"{parts.hostname} is asked over plain http, where others can read the key and the prompts",
            remedy="Use https, or set allow_http for this model if you trust the network",
        )


def host_and_port(base_url: str) -> str:
    """What names the server in an address, without user and password; empty where it is none."""
    parts = _parts(base_url.strip())
    return parts.netloc.rpartition("@")[2] if parts else ""


def is_host(name: str) -> bool:
    """Whether a host may be called so: no part of a name is empty or too long to be looked up."""
    return all(0 < len(label) <= _LONGEST_LABEL for label in name.removesuffix(".").split("."))


def _parts(base_url: str) -> SplitResult | None:
    """The parts of an address; None where it has none or its port cannot be one."""
    try:
        parts = urlsplit(base_url)
        return parts if parts.port != 0 else None
    except ValueError:
        return None


def _without_password(base_url: str) -> str:
    # A password with a slash in it is no valid one, and still none to be shown.
    return re.sub(r"//.*@", "//", base_url, flags=re.DOTALL)
