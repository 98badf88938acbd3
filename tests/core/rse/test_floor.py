from __future__ import annotations

import numpy as np
import pytest

from core.rse.floor import above_floor, excess

PROMPT = ("a", "1")


def tables(*values: float) -> dict[str, dict[tuple[str, str], np.ndarray]]:
    return {f"r{i}": {PROMPT: np.array([value])} for i, value in enumerate(values)}


def test_a_worked_excess() -> None:
    # Controls' d at the first reference: -0.1, 0, 0.1 (sd 0.1); the model's e: 1 and 0, so d is 0.5.
    controls = np.array([[[0.0], [0.2]], [[0.1], [0.1]], [[0.2], [0.0]]])
    assert excess(np.array([[1.1], [0.1]]), controls) == pytest.approx([5.0, -5.0])


def test_what_all_models_share_is_no_excess() -> None:
    controls = {f"c{i}": tables(0.9, 0.1 + 0.01 * i) for i in range(6)}
    assert above_floor(tables(0.9, 0.12), controls, "r0") is False
    assert above_floor(tables(0.9, -0.5), controls, "r0") is True


def test_no_floor_without_five_controls_that_share_prompts() -> None:
    four = {f"c{i}": tables(0.9, 0.1 * i) for i in range(4)}
    assert above_floor(tables(0.5, 0.5), four, "r0") is None
    lacking = four | {"c4": {"r0": tables(0.1)["r0"]}}
    assert above_floor(tables(0.5, 0.5), lacking, "r0") is None
    apart = four | {"c4": {name: {("b", "1"): np.array([0.1])} for name in ("r0", "r1")}}
    assert above_floor(tables(0.5, 0.5), apart, "r0") is None


def test_controls_that_all_agree_raise_nobody() -> None:
    same = {f"c{i}": tables(0.5, 0.5) for i in range(5)}
    assert above_floor(tables(0.9, 0.1), same, "r0") is False
