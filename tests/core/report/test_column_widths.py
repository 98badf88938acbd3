"""The columns of a printed table: no figure is broken, no short word either, however long the names are."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from core.report.column_widths import LINE, SIDES, SIZES, ems, size, widths
from core.report.grids import Grid, grid

LONG = "a-model-whose-name-is-much-longer-than-any-name-ought-to-be-instruct-preview-2025-01-20"
HEAD = ("Model", "Reference", "Judge", "Prompt set", "Style", "Structure", "Content", "Overall", "95 %", "n")
FIGURES = ("4.123", "4.123", "4.123", "4.123", "4.05–4.31", "1,234")
BOLD = 1.1  # bold digits of the widest font that is usual


def room(each: Grid, column: int) -> float:
    """Ems within a cell."""
    points = size(each)
    return (widths(each)[column] / 100 * LINE - SIDES) / points


def full(*names: str) -> Grid:
    return grid("rse", "", HEAD, [[*names, *FIGURES]], names=4)


def test_figures_and_their_heads_stay_whole_beside_long_names() -> None:
    made = full(LONG, LONG, LONG, LONG)
    for column, head in enumerate(HEAD[4:], 4):
        assert room(made, column) >= BOLD * max(map(ems, head.split())), head
        assert room(made, column) >= BOLD * ems(made.rows[0][column]), head


def test_a_built_in_judge_is_not_broken_within_a_word() -> None:
    for judge in ("Measured judge (built in)", "measured", "instructions"):
        made = full(LONG, LONG, judge, "reasoning")
        assert room(made, 2) >= max(map(ems, judge.split()))
        assert room(made, 3) >= ems("reasoning")


def test_long_names_have_more_room_than_short_ones() -> None:
    shares = widths(full(LONG, "gpt-4", "measured", "math"))
    assert shares[0] > 2 * shares[1]


def test_the_longest_column_has_the_room_that_makes_rows_low() -> None:
    head = ("Model", "Judge", "Prompt set", "No.", "End", "Prompt", "Overall")
    row = [
        "Simulated near copy",
        "Measured judge (built in)",
        "reasoning",
        "12",
        "Least similar",
        "word " * 16,
    ]
    made = grid("extremes", "", head, [[*row, "4.000"]], names=6)
    lines = [ems(cell) / room(made, n) for n, cell in enumerate(made.rows[0][:6])]
    assert max(lines) < 2.2, "a prompt of two lines, and none of five beside short names"


def test_letters_are_as_large_as_fits() -> None:
    assert size(full("m", "r", "measured", "math")) == SIZES[0]
    assert size(full(LONG, LONG, LONG, LONG)) < SIZES[0]
    many = grid("sets", "", ["Model", *(f"set {k}" for k in range(20))], [["m", *["4.123"] * 20]])
    assert size(many) < 7


def test_chinese_heads_keep_three_letters_beside_each_other() -> None:
    made = grid("ice", "", ["模型", *["已回答", "强（未提名）", "p（Holm）"]], [[LONG, "20", "0", "0.01"]])
    assert room(made, 1) >= 3
    assert room(made, 2) >= 3
    assert room(made, 3) >= ems("p（Holm）")


@given(
    st.integers(1, 8), st.integers(0, 14), st.lists(st.text(max_size=120), min_size=22, max_size=22),
)  # fmt: skip
def test_columns_share_the_whole_line(names: int, figures: int, texts: list[str]) -> None:
    count = names + figures
    shares = widths(grid("x", "", texts[:count], [texts[:count]], names=names))
    assert len(shares) == count
    assert abs(sum(shares) - 100) < 0.2
    assert min(shares) > 0
