"""A stand-in of Hugging Face's data-set server, on loopback."""

from __future__ import annotations

import json
import threading
from collections import Counter
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self
from urllib.parse import parse_qs, urlsplit

TRAIN = {"config": "default", "split": "train"}


class StandIn:
    """The data-set server with one public set. `faults` answer the next calls instead: (status, headers, body)."""

    def __init__(self, rows: list[dict[str, object]], dataset: str = "owner/set", licence: str = "") -> None:
        self.rows, self.dataset, self.licence = rows, dataset, licence
        self.truncated: set[int] = set()
        self.no_size = False
        self.faults: list[tuple[int, dict[str, str], str]] = []
        self.calls: list[tuple[str, dict[str, str]]] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                status, headers, body = stand_in.answer(self.path)
                self.send_response(status)
                content = body.encode()
                for name, value in {"Content-Length": str(len(content)), **headers}.items():
                    self.send_header(name, value)
                with suppress(ConnectionError):  # whoever asked was ended meanwhile
                    self.end_headers()
                    self.wfile.write(content)

            def log_message(self, *_: object) -> None:
                """A test's output is no place for a server's log."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_address[1]}/"

    def count(self, endpoint: str) -> int:
        return Counter(name for name, _ in self.calls)[endpoint]

    def answer(self, address: str) -> tuple[int, dict[str, str], str]:
        parts = urlsplit(address)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        with self._lock:
            self.calls.append((parts.path, query))
            if self.faults:
                return self.faults.pop(0)
        if query["dataset"] != self.dataset:
            return 404, {}, json.dumps({"error": "The dataset does not exist."})
        if parts.path == "/size" and self.no_size:
            return 501, {}, json.dumps({"error": "The size is not known."})
        return 200, {}, json.dumps(self._body(parts.path, query))

    def _body(self, path: str, query: dict[str, str]) -> dict[str, object]:
        if path == "/size":
            return {"size": {"dataset": {}, "splits": [TRAIN | {"num_rows": len(self.rows)}]}}
        if path == "/splits":
            return {"splits": [TRAIN | {"dataset": self.dataset}]}
        if path == "/info":
            return {"dataset_info": {"license": self.licence, "features": {}}}
        offset, length = int(query["offset"]), int(query["length"])
        assert length <= 100
        numbered = list(enumerate(self.rows))[offset : offset + length]
        wrapped = [
            {"row_idx": at, "row": row, "truncated_cells": ["prompt"] if at in self.truncated else []}
            for at, row in numbered
        ]
        return {"features": [], "rows": wrapped, "num_rows_total": len(self.rows)}
