"""Where a bundle is unpacked: nothing beside the folder is touched."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import pytest
from studies import SMALLEST, parse

from core.errors import BadInput
from core.report.bundle import pack
from core.report.bundle_open import unpack


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    return pack(parse(SMALLEST), tmp_path / "s.zip").path


@pytest.mark.parametrize("good", [True, False])
def test_what_lies_beside_the_folder_is_left_alone(bundle: Path, tmp_path: Path, good: bool) -> None:
    if not good:
        bundle.write_text("no bundle", encoding="utf-8")
    mine = tmp_path / "foo.part" / "thesis.txt"
    mine.parent.mkdir()
    mine.write_text("mine", encoding="utf-8")
    with contextlib.nullcontext() if good else pytest.raises(BadInput, match="cannot be opened"):
        unpack(bundle, tmp_path / "foo")
    assert mine.read_text("utf-8") == "mine"
    assert (tmp_path / "foo").exists() is good
    assert [each for each in tmp_path.glob("*.part") if each.name != "foo.part"] == []


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right of their own there")
def test_nothing_is_written_through_a_link_beside_the_folder(bundle: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (tmp_path / "foo.part").symlink_to(outside)
    unpack(bundle, tmp_path / "foo")
    assert list(outside.iterdir()) == []
    assert not (tmp_path / "foo").is_symlink()
    assert (tmp_path / "foo.part").is_symlink()


def test_a_folder_of_a_bundle_has_the_rights_of_every_other(bundle: Path, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    unpack(bundle, tmp_path / "foo")
    assert (tmp_path / "foo").stat().st_mode == (tmp_path / "plain").stat().st_mode
