"""When two calls are the same call."""

from __future__ import annotations

import hashlib
import json

from core.llm.chat import ChatRequest, ModelIdentity

_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, default=str)


def cache_key(identity: ModelIdentity, request: ChatRequest, epoch: int) -> str:
    """SHA-256 over wire format, base URL, model, messages, parameters, repeat number and epoch."""
    return hashlib.sha256(as_text(identity, request, epoch).encode("utf-8", "surrogatepass")).hexdigest()


def as_text(identity: ModelIdentity, request: ChatRequest, epoch: int) -> str:
    """The same in words: what is hashed."""
    parts = {
        "wire": identity.wire,
        "base_url": identity.base_url,
        "model": identity.model,
        **asked(request),
        "repeat": request.repeat,
        "epoch": epoch,
        # A recorded model may answer by id: the same text under another id can have another answer.
        "prompt_id": request.prompt_id if identity.wire == "recorded" else None,
    }
    return _ENCODER.encode(parts)


def asked(request: ChatRequest) -> dict[str, object]:
    """The part of a request that decides the reply, as plain data for the record."""
    return {
        "messages": [[m.role, m.content] for m in request.messages],
        "params": dict(request.params),
        "json_schema": request.json_schema and dict(request.json_schema),
    }
