"""The figures behind a computed score are told apart from the score, in words."""

from __future__ import annotations

from core.rse.measured.calibration import IDENTICAL
from core.rse.measured.families import FAMILIES
from gui.i18n import language
from gui.inspector.components import LIKENESS, SCALE, component_lines

FIGURES = {"style": 1.685, "structure": 1.7483, **dict.fromkeys(FAMILIES, 0.9333)}


def test_parts_stand_under_what_their_scale_means() -> None:
    lines = component_lines(FIGURES)
    assert lines[:3] == [f"{SCALE}:", "  style: 1.69", "  structure: 1.75"]
    assert lines[3] == f"{LIKENESS}:"
    assert len(lines) == 4 + len(FAMILIES)
    assert not any(name in line for line in lines for name in ("skeleton", "surface", "blocks"))


def test_the_scale_says_that_it_goes_on_at_both_ends() -> None:
    reached = sorted(IDENTICAL.values())
    assert f"identical texts reach {reached[0]:.1f} to {reached[-1]:.1f}" in SCALE
    assert "less than 0 and more than 1 are possible" in SCALE


def test_in_chinese_no_part_keeps_its_english_name() -> None:
    language.choose("zh_CN")
    try:
        assert not any(
            char.isascii() and char.isalpha() for line in component_lines(FIGURES) for char in line
        )
    finally:
        language.choose("en")


def test_a_judge_without_parts_has_no_lines() -> None:
    assert component_lines({}) == []
