"""A stand-in for a model as judge, on loopback: the pictures show how far it agrees with the built-in judges."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAME = "Stand-in judge"
_BETWEEN = r"<{0}>(.*?)</{0}>"
_MADE_BY = re.compile(r"(?:made|built|developed|trained|created) by ([A-Z][A-Za-z]+(?: [A-Z][A-Za-z]+)*)")


@contextmanager
def judging() -> Iterator[str]:
    """Serve until the block ends; yields the base URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = json.dumps(verdict(asked["messages"][-1]["content"]))
        message = {"role": "assistant", "content": said}
        self._send({"model": NAME, "choices": [{"message": message, "finish_reason": "stop"}]})

    def log_message(self, *_: Any) -> None:
        """Nothing: the pictures are all that is wanted."""

    def _send(self, reply: dict[str, Any]) -> None:
        body = json.dumps(reply).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def verdict(asked: str) -> dict[str, Any]:
    """What the judge says: of two responses how many words they share, of one whom it says made it."""
    first, second = (_part(asked, f"response_{side}") for side in "ab")
    if not first:
        return _identity(_part(asked, "facts"), _part(asked, "response"))
    one, other = set(first.lower().split()), set(second.lower().split())
    share = len(one & other) / max(1, len(one | other))
    length = min(len(first), len(second)) / max(1, len(first), len(second))
    style, structure, content = (1 + round(4 * value) for value in (share**0.5, length, share))
    overall = round((style + structure + content) / 3)
    scores = {"style": style, "structure": structure, "content": content, "overall": overall}
    return {"explanation": f"They share {share:.0%} of their words.", **scores}


def _identity(facts: str, response: str) -> dict[str, Any]:
    found = _MADE_BY.search(response)
    maker = found.group(1) if found else ""
    said = f"It says that {maker} made it." if maker else "It names no maker."
    conflict = bool(maker) and maker.lower() not in facts.lower()
    return {"explanation": said, "conflict": conflict, "claimed_maker": maker, "claimed_model": ""}


def _part(asked: str, tag: str) -> str:
    found = re.search(_BETWEEN.format(tag), asked, re.DOTALL)
    return found.group(1).strip() if found else ""
