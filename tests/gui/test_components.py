"""What a computed score is made from is told apart from the score, in words."""

from __future__ import annotations

import re

from core.rse.measured.calibration import DIMENSION_FAMILIES, KNOTS, STANDARDS, component, score
from core.rse.measured.families import FAMILIES
from gui.i18n import language
from gui.inspector.components import MADE_FROM, USUAL, component_lines

SCORES = {"style": 4.63, "structure": 4.74, "content": 4.56}
FIGURES = {"style": 1.685, "structure": 1.7483, **dict.fromkeys(FAMILIES, 0.9333)}


def test_each_score_stands_with_the_parts_that_feed_it() -> None:
    head, *lines, usual = component_lines(FIGURES, SCORES)
    assert (head, usual) == (f"{MADE_FROM}:", USUAL)
    assert [line.split(":")[0].strip() for line in lines] == ["Style 4.63", "Structure 4.74", "Content 4.56"]
    assert [line.count("0.93") for line in lines] == [len(some) for some in DIMENSION_FAMILIES.values()]
    assert not any(name in line for line in lines for name in ("skeleton", "surface", "blocks"))


def test_no_second_figure_is_called_by_the_name_of_a_score() -> None:
    said = "\n".join(component_lines(FIGURES, SCORES))
    assert re.findall(r"(?i)(?:style|structure|content)\W+([\d.]+)", said) == ["4.63", "4.74", "4.56"]
    assert "1.69" not in said
    assert "1.75" not in said


def test_beside_a_part_stands_what_is_usual_of_it() -> None:
    said = "\n".join(component_lines(FIGURES, SCORES))
    for standard in STANDARDS.values():
        assert f"0.93 ({standard.unrelated:.2f} – {standard.again:.2f})" in said


def test_what_is_said_of_the_usual_holds() -> None:
    for usual, reached in (("unrelated", 2), ("again", 4)):
        figures = {name: getattr(standard, usual) for name, standard in STANDARDS.items()}
        found = [round(score(dimension, component(dimension, figures)), 6) for dimension in KNOTS]
        assert found == [reached] * len(KNOTS)


def test_parts_of_another_version_keep_their_names() -> None:
    lines = component_lines({"style": 1.0, "rhythm": 0.5}, SCORES)
    assert lines == [f"{MADE_FROM}:", "  rhythm 0.50"]


def test_a_score_without_a_value_is_a_dash() -> None:
    assert component_lines({"blocks": 0.5}, {"structure": None})[1].startswith("  Structure –: ")


def test_in_chinese_no_part_keeps_its_english_name() -> None:
    language.choose("zh_CN")
    try:
        said = component_lines(FIGURES, SCORES)
        assert not any(char.isascii() and char.isalpha() for line in said for char in line)
    finally:
        language.choose("en")


def test_a_judge_without_parts_has_no_lines() -> None:
    assert component_lines({}, SCORES) == []
