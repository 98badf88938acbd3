"""Error replies of the vendors, each with the cause that it must lead to.

The rows stand in error_bodies.json. `source` names where the body was read, or the page whose words for the
status stand here in the vendor's shape. docs/catalog-sources.md lists them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from core.errors import Cause


@dataclass(frozen=True)
class ErrorReply:
    """One error reply. `blocked`: a safety system refused the prompt, which is an answer and no fault."""

    provider: str
    case: str
    status: int
    cause: str
    body: Any
    source: str
    blocked: bool = False
    host: str = "api.example"

    @property
    def meant(self) -> Cause:
        """The cause that a user is told."""
        return Cause[self.cause]

    @property
    def sent(self) -> bytes:
        """The body as it comes over the wire."""
        return json.dumps(self.body, ensure_ascii=False).encode()

    def __str__(self) -> str:
        """Return the test's name."""
        return f"{self.provider}: {self.case}"


@cache
def error_replies() -> tuple[ErrorReply, ...]:
    """Return every reply, in the order of the catalog."""
    text = Path(__file__).with_suffix(".json").read_text(encoding="utf-8")
    return tuple(ErrorReply(**row) for row in json.loads(text))
