"""Cells of spreadsheets and terminals: whatever a model wrote, it commands nothing."""

from __future__ import annotations

import csv
import io
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.report import csv_text
from core.report.text import ends, signed, table
from core.terminal import one_line, printable

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1", "－1", "＋1", "＠1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_formula_is_quoted(text: str) -> None:
    assert csv_text.harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", [1, -2.5, True, "plain", "", "a=b", "3 - 2"])
def test_what_is_none_stays_as_it_is(value: object) -> None:
    assert csv_text.harmless(value) == value


def test_nothing_is_an_empty_cell() -> None:
    assert csv_text.harmless(None) == ""


@given(st.text())
@example("\r")
@example("a\r\nb")
def test_every_text_comes_back_from_csv_but_for_the_quote_and_nul(text: str) -> None:
    out = io.StringIO()
    csv_text.write([{"a": text, "b": 1}], ("a", "b"), out)
    (row,) = list(csv.reader(io.StringIO(out.getvalue(), newline="")))[1:]
    assert row[0].removeprefix("'") == text.replace("\0", "\ufffd").removeprefix("'")
    assert not row[0].lstrip(" ").startswith(csv_text._FORMULA)


@given(st.text(st.characters()))
def test_nothing_printable_commands_a_terminal(text: str) -> None:
    shown = printable(text)
    assert len(shown) == len(text)
    assert not [c for c in shown if unicodedata.category(c) in {"Cc", "Cs"} and c not in "\n\t"]
    assert not set(shown) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    shown.encode("utf-8")


@given(st.text(st.characters()))
def test_one_line_is_one_line(text: str) -> None:
    assert len(one_line(text).splitlines()) <= 1


@given(st.lists(st.tuples(st.text(st.characters()), st.text(st.characters())), max_size=5))
def test_a_table_has_one_line_a_row_whatever_the_names_hold(cells: list[tuple[str, str]]) -> None:
    assert len(table(("model", "n"), cells).split("\n")) == 2 + len(cells)


def test_an_interval_of_equal_values_says_so() -> None:
    """A point would look like certainty; a narrow interval keeps its ends."""
    assert ends(5.0, 5.0) == ends(4.2, 4.2 + 1e-12) == "all equal"
    assert ends(5.0, 5.0, "全部相同") == "全部相同"
    assert ends(4.998, 4.999) == "4.998–4.999"
    assert ends(None, None) == "–"


def test_a_difference_that_rounds_to_nothing_has_no_sign() -> None:
    assert [signed(value) for value in (0.0, -0.0004, 0.0006, None)] == ["0.000", "0.000", "+0.001", "–"]
