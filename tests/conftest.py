"""Holds for every test: nobody's own files, nothing left running, no deadline for a busy machine to miss."""

from __future__ import annotations

import os

import isolation

HOME = isolation.isolate()  # before anything asks where home is

import hypothesis  # noqa: E402 - it asks

pytest_plugins = ["leaks"]

hypothesis.settings.register_profile(
    "distilscope",
    deadline=None,
    derandomize="CI" in os.environ,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("distilscope")


def pytest_unconfigure() -> None:
    """Take the private home away."""
    isolation.tidy(HOME)
