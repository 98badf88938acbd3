from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import hostile
import pytest

from core.store.reader import Reader


@pytest.fixture(scope="session")
def rse_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.similarity_run(tmp_path_factory.mktemp("rse"))


@pytest.fixture(scope="session")
def ice_workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return hostile.identity_run(tmp_path_factory.mktemp("ice"))


@pytest.fixture
def rse_reader(rse_workspace: Path) -> Iterator[Reader]:
    reader = Reader(rse_workspace)
    yield reader
    reader.close()


@pytest.fixture
def ice_reader(ice_workspace: Path) -> Iterator[Reader]:
    reader = Reader(ice_workspace)
    yield reader
    reader.close()


@pytest.fixture(params=["rse_reader", "ice_reader"])
def any_reader(request: pytest.FixtureRequest) -> Reader:
    reader: Reader = request.getfixturevalue(request.param)
    return reader
