"""The one HTTP client: every call to a server goes through it, and every fault leaves it as `CallFailed`."""

from __future__ import annotations

import asyncio
import json
import os
import ssl
import time
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, cast

import aiohttp
import httpx
import truststore
from httpx_aiohttp import AiohttpTransport

from core.errors import CallFailed, Cause
from core.llm import status_errors, transport_errors
from core.llm.bodies import unpacker
from core.llm.proxies import Proxies, Proxy, no_proxy_at_all

TIMEOUT = 180.0  # seconds for one whole call
CONNECT_TIMEOUT = 30.0
BODY_LIMIT = 20 * 1024 * 1024  # bytes; a chat reply is a few thousand
_UNLIMITED = 0  # aiohttp's word for it; how many calls run at once is the limiter's business
_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_JSON = {
    "content-type": "application/json",
    "accept": "application/json",
    "accept-encoding": "gzip, deflate",
    "user-agent": "DistilScope",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A server's answer of status 2xx: its decoded JSON, its headers and how long it took in seconds."""

    data: Any
    headers: Mapping[str, str]
    seconds: float


class HttpClient:
    """One pool of connections; belongs to the asyncio loop that first uses it. Close it with `aclose`."""

    def __init__(self, *, timeout: float = TIMEOUT, body_limit: int = BODY_LIMIT) -> None:
        self._timeout, self._body_limit = timeout, body_limit
        self._limits = httpx.Timeout(timeout, connect=CONNECT_TIMEOUT, pool=None).as_dict()
        self._ways: _Ways | None = None

    async def post(self, url: str, body: Mapping[str, Any], headers: Mapping[str, str]) -> Answer:
        """Send JSON and read JSON; raises CallFailed. `headers` may hold a key, which no error repeats."""
        return await self._ask("POST", url, _encode(_ENCODER.encode(body)), {**_JSON, **headers})

    async def get(self, url: str, headers: Mapping[str, str]) -> Answer:
        """Read JSON; raises CallFailed."""
        return await self._ask("GET", url, b"", {**_JSON, **headers})

    async def aclose(self) -> None:
        """Close every connection; a later call opens new ones."""
        ways, self._ways = self._ways, None
        if ways is not None:
            await ways.aclose()

    async def _ask(self, method: str, url: str, content: bytes, headers: Mapping[str, str]) -> Answer:
        started = time.perf_counter()
        host = _host(url)
        try:
            async with asyncio.timeout(self._timeout):
                status, answered, body = await self._exchange(method, url, content, headers, host)
        except (
            httpx.HTTPError,
            httpx.InvalidURL,
            aiohttp.ClientError,
            zlib.error,
            OSError,
            ValueError,
        ) as error:
            # Without `from`, a traceback would print the request with the key in its headers.
            proxy = self._ways.proxy(url) if self._ways else None
            raise transport_errors.from_transport(error, host, proxy) from None
        if not 200 <= status < 300:
            raise status_errors.from_status(status, answered, body, host)
        data = _decode(body, host)
        if failed := status_errors.from_ok_body(data, answered, host):
            raise failed
        return Answer(data, answered, time.perf_counter() - started)

    async def _exchange(
        self, method: str, url: str, content: bytes, headers: Mapping[str, str], host: str
    ) -> tuple[int, Mapping[str, str], bytes]:
        # Made by hand and given to the transport itself: defaults, auth, redirects and cookies, none of which
        # is wanted here, add a quarter to what a call costs. aiohttp adds Host and Content-Length.
        stream = httpx.ByteStream(content)
        request = httpx.Request(
            method, _parsed(url), headers=headers, stream=stream, extensions={"timeout": self._limits}
        )
        request.read()
        response = await self._open().transport(url).handle_async_request(request)
        try:
            return response.status_code, _plain(response.headers), await self._body(response, host)
        finally:
            await response.aclose()

    async def _body(self, response: httpx.Response, host: str) -> bytes:
        unpacked = unpacker(response.headers.get("content-encoding", ""))
        parts, left = [], self._body_limit
        async for piece in cast("httpx.AsyncByteStream", response.stream):
            part = unpacked(piece, left + 1)
            left -= len(part)
            if left < 0:
                raise CallFailed(
                    Cause.BAD_REPLY, f"the answer of {host} is larger than {self._body_limit:,} bytes"
                )
            parts.append(part)
        return b"".join(parts)

    def _open(self) -> _Ways:
        if self._ways is None:
            self._ways = _Ways()
        return self._ways


class _Ways:
    """What addresses are reached through: nothing, or a proxy. Each way has a pool of connections of its own."""

    def __init__(self) -> None:
        self._context, self._proxies = ssl_context(), Proxies()
        self._by_proxy: dict[Proxy | None, AiohttpTransport] = {}
        self._by_url: dict[str, AiohttpTransport] = {}

    def transport(self, url: str) -> AiohttpTransport:
        """The way to an address; raises CallFailed where the proxy on it cannot be used."""
        way = self._by_url.get(url)
        if way is None:
            way = self._by_url[url] = self._way(url)
        return way

    def proxy(self, url: str) -> Proxy | None:
        """The proxy on the way to an address that was asked."""
        way = self._by_url.get(url)
        return next((proxy for proxy, each in self._by_proxy.items() if each is way), None)

    async def aclose(self) -> None:
        """Close every connection."""
        for way in self._by_proxy.values():
            await way.aclose()

    def _way(self, url: str) -> AiohttpTransport:
        proxy = self._proxies.on_the_way(str(_parsed(url)))
        if proxy not in self._by_proxy:
            given = _given(proxy, _host(url)) if proxy else None
            context = self._context
            self._by_proxy[proxy] = AiohttpTransport(
                verify=context, proxy=given, client=lambda: _session(context)
            )
        return self._by_proxy[proxy]


def _given(proxy: Proxy, target: str) -> httpx.Proxy:
    """The proxy as the transport takes it."""
    try:
        given, whole = httpx.Proxy(proxy.address), httpx.URL(proxy.address)
    except (httpx.InvalidURL, ValueError):
        raise no_proxy_at_all(proxy, target) from None
    # aiohttp takes user and password out of the address; the other way to tell it warns at each call.
    given.url, given.auth = whole, None
    return given


def ssl_context() -> ssl.SSLContext:
    """Trust what the system trusts, and what SSL_CERT_FILE or SSL_CERT_DIR add."""
    context: ssl.SSLContext = truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    file, folder = (os.environ.get(name) for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"))
    file = file if file and Path(file).is_file() else None
    folder = folder if folder and Path(folder).is_dir() else None
    if file or folder:
        context.load_verify_locations(file, folder)
    return context


def _session(context: ssl.SSLContext) -> aiohttp.ClientSession:
    connector = aiohttp.TCPConnector(limit=_UNLIMITED, ssl=context, keepalive_timeout=15)
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar())


def _plain(headers: httpx.Headers) -> dict[str, str]:
    """The same in lower case; httpx would search its list anew for each name."""
    return {name.lower().decode("latin-1"): value.decode("latin-1") for name, value in headers.raw}


@lru_cache(maxsize=256)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)


@lru_cache(maxsize=256)
def _host(url: str) -> str:
    try:
        parsed = _parsed(url)
    except (httpx.InvalidURL, TypeError, ValueError):
        return "the base URL"
    return f"{parsed.host}:{parsed.port}" if parsed.port else parsed.host or "the base URL"


def _encode(text: str) -> bytes:
    # A lone surrogate in a prompt is no valid UTF-8; the server gets a question mark for it.
    return text.encode("utf-8", "replace")


def _decode(body: bytes, host: str) -> Any:
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        page = body.lstrip()[:1] == b"<"
        what = f"{host} sent {'a web page' if page else 'text that is not JSON'} instead of an answer"
        raise CallFailed(
            Cause.WRONG_URL if page else Cause.BAD_REPLY,
            what,
            remedy="Check the base URL; it usually ends in /v1",
        ) from None
