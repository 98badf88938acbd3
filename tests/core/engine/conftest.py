from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from engine import Engine

from tests.loopback import LoopbackServer


@pytest.fixture
def engine() -> Iterator[Engine]:
    with Engine() as made:
        yield made


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    with LoopbackServer() as made:
        yield made


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return tmp_path / "w.distilscope"


@pytest.fixture(autouse=True)
def retries_do_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    """A try after a fault comes at once; what the server asks for by Retry-After is still waited for."""
    from core.llm import retry

    monkeypatch.setattr(retry.RetryPolicy.__init__, "__defaults__", (5, 0.0, 0.0, False, lambda: 0.0))
