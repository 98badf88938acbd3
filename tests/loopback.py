"""A model server on loopback that speaks every wire format and can misbehave in every way."""

from __future__ import annotations

import asyncio
import json
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

from aiohttp import web

Kind = Literal["status", "stall", "cut", "nonsense", "close", "page"]


@dataclass(frozen=True)
class Fault:
    """What happens to one call instead of an answer."""

    kind: Kind
    status: int = 500
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_status(cls, status: int, body: Any = None, **headers: str) -> Fault:
        """An error reply; in the names of headers write `_` for `-`."""
        return cls("status", status, body, {name.replace("_", "-"): value for name, value in headers.items()})

    @classmethod
    def rate_limit(cls, retry_after: str | None = None) -> Fault:
        """A 429 as OpenAI sends it."""
        body = {"error": {"message": "Rate limit reached", "type": "requests", "code": "rate_limit_exceeded"}}
        return cls("status", 429, body, {} if retry_after is None else {"Retry-After": retry_after})


STALL, CUT, NONSENSE, CLOSE, PAGE = (Fault(kind) for kind in ("stall", "cut", "nonsense", "close", "page"))


@dataclass(frozen=True)
class Call:
    """One request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: Any
    prompt: str

    @property
    def fingerprint(self) -> str:
        """Equal for calls with equal bodies."""
        return json.dumps(self.body, sort_keys=True)


def echo(prompt: str) -> str:
    """The default answer."""
    return f"You said: {prompt}"


class LoopbackServer:
    """A server in a thread of its own, ended with the `with` block.

    `answer` makes the answer's text out of the last user turn. `delay` is in seconds. `key`, if any, is demanded
    in one of the vendors' headers. `faults` are used up one per call, before any answer; `fault_of` may choose
    one for a call. `message` and `choice` are laid over the reply (OpenAI's shape); `reply` replaces it whole.
    """

    def __init__(
        self,
        answer: Callable[[str], str] = echo,
        *,
        delay: float = 0.0,
        key: str = "",
        models: tuple[str, ...] = ("stand-in",),
        tls: ssl.SSLContext | None = None,
        port: int = 0,
    ) -> None:
        self.answer, self.delay, self.key, self.models = answer, delay, key, models
        self.calls: list[Call] = []
        self.faults: list[Fault] = []
        self.fault_of: Callable[[Call], Fault | None] = lambda _: None
        self.headers: dict[str, str] = {}
        self.message: dict[str, Any] = {}
        self.choice: dict[str, Any] = {}
        self.reply: Any = None  # instead of the whole reply, whatever the wire format
        self.in_flight = self.most_in_flight = 0
        self.port = port  # 0: any that is free
        self._tls = tls
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, name="loopback server")

    def __enter__(self) -> Self:
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join()

    @property
    def url(self) -> str:
        """Scheme, host and port."""
        return f"{'https' if self._tls else 'http'}://127.0.0.1:{self.port}"

    @property
    def base_url(self) -> str:
        """The base URL of an OpenAI-compatible server."""
        return f"{self.url}/v1"

    def counts(self) -> Counter[str]:
        """How often each body came."""
        return Counter(call.fingerprint for call in self.calls if call.method == "POST")

    def _serve(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop, self._done = asyncio.get_running_loop(), asyncio.Event()
        app = web.Application(client_max_size=64 * 1024 * 1024)
        app.router.add_route("*", "/{tail:.*}", self._handle)
        runner = web.AppRunner(app, handler_cancellation=True, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", self.port, ssl_context=self._tls, backlog=512)
        await site.start()
        self.port = runner.addresses[0][1]
        self._ready.set()
        await self._done.wait()
        await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        raw = await request.read()
        body = json.loads(raw) if raw else None
        call = Call(
            request.method, request.path, dict(request.query), dict(request.headers), body, last_turn(body)
        )
        self.calls.append(call)
        self.in_flight += 1
        self.most_in_flight = max(self.most_in_flight, self.in_flight)
        try:
            return await self._respond(request, call)
        finally:
            self.in_flight -= 1

    async def _respond(self, request: web.Request, call: Call) -> web.StreamResponse:
        if self.delay:
            await asyncio.sleep(self.delay)
        fault = self.fault_of(call) or (self.faults.pop(0) if self.faults and call.method == "POST" else None)
        if fault is not None:
            return await self._misbehave(request, fault)
        if self.key and self.key not in presented_keys(call):
            return web.json_response(WRONG_KEY, status=401)
        data = self.reply if self.reply is not None else self._data(call)
        if data is None:
            return web.json_response({"error": {"message": "no such path"}}, status=404)
        return web.json_response(data, headers=self.headers)

    async def _misbehave(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        if fault.kind == "status" and isinstance(fault.body, bytes):
            return web.Response(status=fault.status, body=fault.body, headers=fault.headers)
        if fault.kind == "status":
            text = fault.body if isinstance(fault.body, str) else json.dumps(fault.body or {})
            return web.Response(status=fault.status, text=text, headers=fault.headers)
        if fault.kind == "page":
            return web.Response(text="<!doctype html><title>Welcome</title>", content_type="text/html")
        if fault.kind == "stall":
            await asyncio.Event().wait()
        return await self._break_off(request, fault)

    async def _break_off(self, request: web.Request, fault: Fault) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000", "Content-Type": "application/json"})
        assert request.transport is not None
        if fault.kind == "nonsense":
            request.transport.write(b"\x00\x01 this is not HTTP\r\n\r\n")
        if fault.kind == "cut":
            await response.prepare(request)
            await response.write(b'{"choices": [{"message": {"content": "cut o')
        request.transport.close()
        return response

    def _data(self, call: Call) -> Any:
        if call.method == "GET":
            return self._listing(call.path)
        text = self.answer(call.prompt)
        if call.path.endswith("/chat/completions"):
            return chat_reply(text, call, self.message, self.choice)
        if call.path.endswith("/completions"):
            return completion_reply(text, call)
        if call.path.endswith("/messages"):
            return anthropic_reply(text, call)
        return gemini_reply(text, call) if call.path.endswith(":generateContent") else None

    def _listing(self, path: str) -> Any:
        if path.endswith("/v1beta/models"):
            methods = ["generateContent"]
            return {
                "models": [
                    {"name": f"models/{m}", "supportedGenerationMethods": methods} for m in self.models
                ]
            }
        if path.endswith("/models"):
            return {"object": "list", "data": [{"id": m, "object": "model"} for m in self.models]}
        return None


WRONG_KEY = {
    "error": {
        "message": "Incorrect API key provided.",
        "type": "invalid_request_error",
        "param": None,
        "code": "invalid_api_key",
    }
}


def presented_keys(call: Call) -> set[str]:
    """The keys in the headers of a call."""
    headers = {name.lower(): value for name, value in call.headers.items()}
    named = {headers.get(name, "") for name in ("x-api-key", "x-goog-api-key", "api-key")}
    return named | {headers.get("authorization", "").removeprefix("Bearer ")}


def last_turn(body: Any) -> str:
    """The last user turn of a body in any wire format."""
    if not isinstance(body, dict):
        return ""
    if isinstance(body.get("prompt"), str):
        return str(body["prompt"])
    turns = body.get("messages") or body.get("contents") or []
    users = [turn for turn in turns if turn.get("role") == "user"]
    return _text(users[-1]) if users else ""


def _text(turn: dict[str, Any]) -> str:
    if isinstance(turn.get("content"), str):
        return str(turn["content"])
    return "".join(part.get("text", "") for part in turn.get("parts", turn.get("content", [])))


def _tokens(call: Call, text: str) -> tuple[int, int]:
    return len(call.prompt.split()) + 3, max(1, len(text.split()))


def chat_reply(text: str, call: Call, message: dict[str, Any], choice: dict[str, Any]) -> dict[str, Any]:
    """OpenAI chat completions."""
    given, written = _tokens(call, text)
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1,
        "model": f"{call.body.get('model')}-snapshot",
        "choices": [
            {
                "index": 0,
                "message": {"role": "assistant", "content": text, "refusal": None, **message},
                "finish_reason": "stop",
                **choice,
            }
        ],
        "usage": {"prompt_tokens": given, "completion_tokens": written, "total_tokens": given + written},
    }


def completion_reply(text: str, call: Call) -> dict[str, Any]:
    """OpenAI text completions."""
    given, written = _tokens(call, text)
    return {
        "id": "cmpl-1",
        "object": "text_completion",
        "created": 1,
        "model": call.body.get("model"),
        "choices": [{"text": text, "index": 0, "logprobs": None, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": given, "completion_tokens": written, "total_tokens": given + written},
    }


def anthropic_reply(text: str, call: Call) -> dict[str, Any]:
    """Anthropic messages."""
    given, written = _tokens(call, text)
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": call.body.get("model"),
        "content": [{"type": "text", "text": text}],
        "stop_reason": "end_turn",
        "stop_sequence": None,
        "usage": {"input_tokens": given, "output_tokens": written},
    }


def gemini_reply(text: str, call: Call) -> dict[str, Any]:
    """Gemini generateContent."""
    given, written = _tokens(call, text)
    content = {"role": "model", "parts": [{"text": text}]}
    return {
        "candidates": [{"content": content, "finishReason": "STOP", "index": 0}],
        "usageMetadata": {"promptTokenCount": given, "candidatesTokenCount": written},
        "modelVersion": call.path.rsplit("/", 1)[-1].split(":")[0],
    }


def main() -> None:
    """Serve until the standard input ends; the first line printed is the base URL."""
    import sys

    with LoopbackServer(delay=float(sys.argv[1])) as server:
        server.calls = _Forgetful()
        print(server.base_url, flush=True)  # noqa: T201 - the caller reads it
        sys.stdin.read()


class _Forgetful(list[Call]):
    """Keeps no call: a benchmark makes many."""

    def append(self, call: Call, /) -> None:
        return


if __name__ == "__main__":
    main()
