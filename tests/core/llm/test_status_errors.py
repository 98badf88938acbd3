"""Vendors' published error bodies lead to the cause that a user can act on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import CallFailed, Cause
from core.llm.status_errors import Blocked, from_ok_body, from_status


def openai(message: str, code: str | None, kind: str = "invalid_request_error") -> dict[str, Any]:
    return {"error": {"message": message, "type": kind, "param": None, "code": code}}


def anthropic(kind: str, message: str) -> dict[str, Any]:
    return {"type": "error", "error": {"type": kind, "message": message}, "request_id": "req_1"}


def google(
    code: int, status: str, message: str, details: list[dict[str, Any]] | None = None
) -> dict[str, Any]:
    return {"error": {"code": code, "message": message, "status": status, "details": details or []}}


BODIES = [
    ("openai key", 401, openai("Incorrect API key provided", "invalid_api_key"), Cause.WRONG_KEY),
    (
        "openai quota",
        429,
        openai("You exceeded your quota", "insufficient_quota", "insufficient_quota"),
        Cause.NO_CREDIT,
    ),
    ("openai rate", 429, openai("Rate limit reached", "rate_limit_exceeded", "requests"), Cause.RATE_LIMIT),
    ("openai model", 404, openai("The model `x` does not exist", "model_not_found"), Cause.UNKNOWN_MODEL),
    (
        "openai no access",
        403,
        openai("Project has no access to model", "model_not_found"),
        Cause.UNKNOWN_MODEL,
    ),
    ("openai path", 404, openai("Invalid URL (POST /v2/chat)", None), Cause.WRONG_URL),
    (
        "openai too long",
        400,
        openai("maximum context length is 8192", "context_length_exceeded"),
        Cause.BAD_REQUEST,
    ),
    ("openai overloaded", 503, openai("The engine is overloaded", None, "server_error"), Cause.SERVER),
    (
        "azure deployment",
        404,
        {"error": {"code": "DeploymentNotFound", "message": "none"}},
        Cause.UNKNOWN_MODEL,
    ),
    ("azure key", 401, {"statusCode": 401, "message": "Access denied due to invalid key"}, Cause.WRONG_KEY),
    ("anthropic key", 401, anthropic("authentication_error", "invalid x-api-key"), Cause.WRONG_KEY),
    (
        "anthropic credit",
        400,
        anthropic("invalid_request_error", "Your credit balance is too low"),
        Cause.NO_CREDIT,
    ),
    ("anthropic model", 404, anthropic("not_found_error", "model: claude-9"), Cause.UNKNOWN_MODEL),
    ("anthropic forbidden", 403, anthropic("permission_error", "not allowed"), Cause.FORBIDDEN),
    ("anthropic rate", 429, anthropic("rate_limit_error", "too many"), Cause.RATE_LIMIT),
    ("anthropic overloaded", 529, anthropic("overloaded_error", "Overloaded"), Cause.SERVER),
    ("anthropic billing", 402, anthropic("billing_error", "pay"), Cause.NO_CREDIT),
    (
        "gemini key",
        400,
        google(400, "INVALID_ARGUMENT", "API key not valid.", [{"reason": "API_KEY_INVALID"}]),
        Cause.WRONG_KEY,
    ),
    ("gemini model", 404, google(404, "NOT_FOUND", "models/x is not found for v1beta"), Cause.UNKNOWN_MODEL),
    ("gemini rate", 429, google(429, "RESOURCE_EXHAUSTED", "Quota exceeded"), Cause.RATE_LIMIT),
    ("gemini forbidden", 403, google(403, "PERMISSION_DENIED", "denied"), Cause.FORBIDDEN),
    ("gemini list", 503, [google(503, "UNAVAILABLE", "overloaded")], Cause.SERVER),
    ("deepseek balance", 402, openai("Insufficient Balance", "invalid_request_error"), Cause.NO_CREDIT),
    ("deepseek model", 400, openai("Model Not Exist", "invalid_request_error"), Cause.UNKNOWN_MODEL),
    (
        "dashscope arrears",
        400,
        openai("Access denied, account not in good standing", "Arrearage"),
        Cause.NO_CREDIT,
    ),
    ("dashscope model", 404, openai("The model `q` does not exist", "model_not_found"), Cause.UNKNOWN_MODEL),
    ("zhipu credit", 429, {"error": {"code": "1113", "message": "账户余额不足，请充值"}}, Cause.NO_CREDIT),
    (
        "zhipu model",
        400,
        {"error": {"code": "1211", "message": "模型不存在，请检查模型代码"}},
        Cause.UNKNOWN_MODEL,
    ),
    ("zhipu rate", 429, {"error": {"code": "1302", "message": "您的账户已达到速率限制"}}, Cause.RATE_LIMIT),
    ("ark key", 401, {"error": {"code": "AuthenticationError", "message": "the API key"}}, Cause.WRONG_KEY),
    (
        "ark model",
        404,
        {"error": {"code": "InvalidEndpointOrModel.NotFound", "message": "not there"}},
        Cause.UNKNOWN_MODEL,
    ),
    (
        "mistral model",
        400,
        {"object": "error", "message": "Invalid model: x", "code": "1500"},
        Cause.UNKNOWN_MODEL,
    ),
    ("mistral fields", 422, {"detail": [{"loc": ["body"], "msg": "field required"}]}, Cause.BAD_REQUEST),
    ("openrouter credit", 402, {"error": {"code": 402, "message": "Insufficient credits"}}, Cause.NO_CREDIT),
    (
        "openrouter model",
        400,
        {"error": {"code": 400, "message": "x is not a valid model ID"}},
        Cause.UNKNOWN_MODEL,
    ),
    ("groq capacity", 498, {"error": {"message": "capacity exceeded"}}, Cause.RATE_LIMIT),
    ("moonshot quota", 429, openai("suspended", None, "exceeded_current_quota_error"), Cause.NO_CREDIT),
    (
        "ollama model",
        404,
        openai('model "x" not found, try pulling it first', None, "api_error"),
        Cause.UNKNOWN_MODEL,
    ),
    ("hugging face", 400, {"error": "The requested model 'x' does not exist"}, Cause.UNKNOWN_MODEL),
    ("vllm model", 404, {"object": "error", "message": "The model `x` does not exist."}, Cause.UNKNOWN_MODEL),
    ("web page", 404, "<html><title>404</title></html>", Cause.WRONG_URL),
    ("empty", 500, "", Cause.SERVER),
    ("redirect", 301, "", Cause.WRONG_URL),
    ("timeout", 408, "", Cause.TIMEOUT),
    ("conflict", 409, "", Cause.SERVER),
    ("teapot", 418, "", Cause.BAD_REQUEST),
]


@pytest.mark.parametrize(
    ("status", "body", "cause"), [row[1:] for row in BODIES], ids=[row[0] for row in BODIES]
)
def test_published_bodies(status: int, body: Any, cause: Cause) -> None:
    text = body if isinstance(body, str) else json.dumps(body, ensure_ascii=False)
    error = from_status(status, {}, text.encode(), "api.example")
    assert error.cause is cause
    assert error.status == status
    assert "api.example" in str(error)


@pytest.mark.parametrize(
    "body",
    [
        {
            "error": {
                "code": "content_filter",
                "message": "filtered",
                "innererror": {"code": "ResponsibleAIPolicyViolation"},
            }
        },
        {
            "error": {
                "code": "data_inspection_failed",
                "message": "Input data may contain inappropriate content.",
            }
        },
        {"error": {"code": "1301", "message": "系统检测到输入或生成内容可能包含不安全或敏感内容"}},
        {
            "error": {
                "message": "Content Exists Risk",
                "type": "invalid_request_error",
                "code": "invalid_request_error",
            }
        },
    ],
    ids=["azure", "dashscope", "zhipu", "deepseek"],
)
def test_safety_blocks_are_kept_apart(body: dict[str, Any]) -> None:
    error = from_status(400, {}, json.dumps(body).encode(), "api.example")
    assert isinstance(error, Blocked)
    assert error.reason == body["error"]["message"]


def test_gemini_names_the_delay_in_the_body() -> None:
    details = [{"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": "34.5s"}]
    body = json.dumps(google(429, "RESOURCE_EXHAUSTED", "Quota exceeded", details)).encode()
    assert from_status(429, {}, body, "host").retry_after == 34.5
    assert from_status(429, {"retry-after": "2"}, body, "host").retry_after == 2


def test_an_error_inside_a_good_reply() -> None:
    data = {"error": {"code": 429, "message": "upstream is busy"}}
    error = from_ok_body(data, {}, "router")
    assert error is not None
    assert error.cause is Cause.RATE_LIMIT
    assert from_ok_body({"choices": [], "error": "late"}, {}, "router") is None
    assert from_ok_body({"data": []}, {}, "router") is None


def test_a_message_is_one_short_line() -> None:
    body = json.dumps({"error": {"message": "first\nsecond " + "word " * 500}}).encode()
    text = str(from_status(400, {}, body, "host"))
    assert "\n" not in text
    assert len(text) < 500


@given(st.integers(300, 599), st.binary(max_size=200))
def test_any_body_is_read(status: int, body: bytes) -> None:
    assert isinstance(from_status(status, {}, body, "host"), CallFailed)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["error", "code", "message", "details", "type", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(st.integers(300, 599), JSON)
def test_any_json_is_read(status: int, body: Any) -> None:
    assert isinstance(from_status(status, {}, json.dumps(body).encode(), "host"), CallFailed)
    found = from_ok_body(body, {}, "host")
    assert found is None or isinstance(found, CallFailed)
