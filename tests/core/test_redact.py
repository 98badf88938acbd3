from __future__ import annotations

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import redact as module
from core.redact import HIDDEN, RedactingFilter, forget, redact, remember

SHAPES = [
    "sk-proj-AbCdEf0123456789AbCdEf",
    "sk-ant-api03-AbCdEf0123456789",
    "AIzaSyA0123456789abcdefghijklmnopqrstu",
    "xai-AbCdEf0123456789AbCdEf",
    "gsk_AbCdEf0123456789AbCdEf",
    "hf_AbCdEf0123456789AbCdEf",
    "eyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK",
    "0123456789abcdef0123456789abcdef.AbCdEf0123456789",
]


@pytest.mark.parametrize("key", SHAPES)
def test_key_shapes_are_hidden(key: str) -> None:
    assert key not in redact(f"Incorrect API key provided: {key}. See the docs.")
    assert "See the docs." in redact(f"Incorrect API key provided: {key}. See the docs.")


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdef0123456789abcdef",
        '{"x-api-key": "abcdef0123456789abcdef"}',
        "api-key=abcdef0123456789abcdef",
        "https://h/v1/models?key=abcdef0123456789abcdef&alt=json",
    ],
)
def test_labelled_keys_of_any_shape_are_hidden(text: str) -> None:
    assert "abcdef0123456789abcdef" not in redact(text)


@pytest.mark.parametrize(
    "text",
    [
        "The key finding is that responses are similar.",
        "gpt-4o-2024-08-06 answered 200 prompts",
        "sha256:0f6abc84de4600fde987d9db70f838f4ecdbd27a2f1f4058c12aa322a6f791b2",
        "keyring:openai",
        "a task-management-and-planning-system, risk-assessment-included",
        "Check the API key under Models",
    ],
)
def test_ordinary_text_is_left_alone(text: str) -> None:
    assert redact(text) == text


@given(st.text(min_size=6, max_size=40), st.text(max_size=20), st.text(max_size=20))
def test_a_known_key_is_hidden_wherever_it_stands(key: str, before: str, after: str) -> None:
    remember(key)
    try:
        hidden = redact(f"{before}{key}{after}")
    finally:
        forget(key)
    assert (
        key not in hidden
        or key in HIDDEN
        or key in redact(before + after)
        or key in f"{HIDDEN}{after}{before}"
    )


@pytest.mark.parametrize("piece", ["eyJ", "bearer ", "bearer" + " " * 5000, "eyJaaaaaaaaaa.", "sk-", "0a"])
def test_a_long_text_that_is_nearly_keys_is_soon_read(piece: str) -> None:
    """Read anew from each place where a key might begin, three million characters would take hours."""
    text = piece * (3_000_000 // len(piece))
    assert redact(text + " ").endswith(" ")


def test_a_token_is_hidden_within_a_longer_run_of_letters() -> None:
    assert "SflKxwRJSMeK" not in redact("neyJeyJhbGciOiJI.eyJzdWIiOiIx.SflKxwRJSMeK")
    assert redact("eyJhbGciOiJI.eyJzdWIiOiIx.no") == "eyJhbGciOiJI.eyJzdWIiOiIx.no"


def test_short_texts_are_never_taken_for_keys() -> None:
    remember("abc")
    assert redact("abc") == "abc"


def test_logs_arguments_and_tracebacks_are_clean() -> None:
    key = "canary-key-without-any-shape"
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(RedactingFilter())
    logger = logging.getLogger("test of redaction")
    logger.addHandler(handler)
    logger.propagate = False
    remember(key)
    try:
        logger.warning("asked with %s", key)
        try:
            raise ValueError(f"bad header {key}")
        except ValueError:
            logger.exception("failed")
    finally:
        forget(key)
        logger.removeHandler(handler)
    text = stream.getvalue()
    assert key not in text
    assert text.count(HIDDEN) >= 2
    assert "Traceback" in text


def test_installing_twice_adds_one_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    handler = logging.NullHandler()
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    module.install()
    module.install()
    assert len(handler.filters) == 1
