"""Printed tables are without what tells nothing, and say below what they leave out."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from core.report.compact import compact
from core.report.grids import Grid, grid
from core.report.slim import folded, for_paper, found_only, repeated, same_columns, slim, whole_note
from core.report.words import words

EN = words("en")


def table(*rows: list[str], names: int = 2) -> Grid:
    return grid("any", "Any", ["Model", "Judge", "Overall", "Ceiling"], rows, names=names, note="A note.")


def test_a_column_that_holds_nothing_goes_and_is_named() -> None:
    made = slim(table(["a", "x", "3.1", "–"], ["b", "y", "–", "–"]), EN)
    assert made.head == ("Model", "Judge", "Overall")
    assert made.rows == (("a", "x", "3.1"), ("b", "y", "–"))
    assert made.note == "A note. Left out, as no row has anything there: Ceiling."


def test_nothing_is_left_out_of_names_and_of_tables_that_are_full() -> None:
    full = table(["a", "–", "3.1", "2.0"], ["b", "–", "–", "2.1"])
    assert slim(full, EN) == full


def test_names_that_are_the_same_in_all_rows_are_said_once() -> None:
    whole = replace(table(["a", "x", "3.1", "2"], ["b", "x", "3.2", "2"]), strong=frozenset({1}))
    made = folded(whole, EN)
    assert (made.head, made.names, made.strong) == (("Model", "Overall", "Ceiling"), 1, {1})
    assert made.note == "Judge: x. A note.", "figures stay, equal or not"
    assert folded(table(["a", "x", "3", "2"]), EN).head == whole.head, "one row is always like itself"


def test_groups_without_a_contradiction_are_left_out_on_paper_and_that_is_said() -> None:
    rows = (["a", "Team", "0.0 (0/20)", "–"], ["a", "Industry", "5.0 (1/20)", "0.0 (0/20)"])
    groups = replace(table(*rows), key="ice-groups")
    made = found_only(groups, EN)
    assert made.rows == groups.rows[1:]
    assert made.note == "A note. Groups in which no answer contradicts are left out."
    nothing = replace(groups, rows=groups.rows[:1])
    assert found_only(nothing, EN) == nothing, "an empty table would say less"
    assert found_only(table(*rows), EN) == table(*rows), "elsewhere a nothing is a finding"


def test_a_column_of_what_is_lacking_goes_where_nothing_lacks() -> None:
    head = ("Model", "Loose", "Hard", "Unscored", "No answer")
    made = slim(grid("ice", "Any", head, [["a", "0", "0", "0", "0"], ["b", "1", "0", "0", "2"]]), EN)
    assert made.head == ("Model", "Loose", "Hard", "No answer"), "scores of nothing stay"
    assert made.note.endswith("Unscored.")


def test_the_first_names_of_a_row_may_be_those_of_the_row_above() -> None:
    rows = (["a", "x", "3", "2"], ["a", "x", "4", "2"], ["a", "y", "5", "2"], ["b", "y", "5", "2"])
    assert repeated(table(*rows)) == [0, 2, 1, 0], "the second name counts only below the same first one"
    assert repeated(table()) == []


def test_what_all_rows_have_in_common_is_said_with_the_note() -> None:
    rows = (["a", "x", "3", "2"], ["b", "x", "4", "2"])
    assert same_columns(table(*rows)) == {1}
    assert whole_note(table(*rows), EN) == "Judge: x. A note."
    assert same_columns(table(rows[0])) == frozenset()
    assert whole_note(table(rows[0]), EN) == "A note."


@pytest.mark.parametrize("language", ["en", "zh"])
def test_both_are_said_in_the_language_of_the_report(language: Any) -> None:
    made = for_paper(table(["a", "x", "3.1", "–"], ["b", "x", "3", "–"]), words(language))
    assert made.head == ("Model", "Overall")
    assert "Judge" in made.note
    assert "Ceiling" in made.note


def test_compact_json_is_the_same_json_on_fewer_lines() -> None:
    chance = random.Random(7)

    def value(depth: int) -> Any:
        kind = chance.randrange(7 if depth else 4)
        plain = (None, 1.5, "a, [b] {c}: “d”\n", True)
        if kind < 4:
            return plain[kind]
        parts = [value(depth - 1) for _ in range(chance.randrange(4))]
        return parts if kind < 5 else {f"k{n}": part for n, part in enumerate(parts)}

    for _ in range(200):
        whole = json.dumps(value(4), ensure_ascii=False, indent=1)
        assert json.loads(compact(whole)) == json.loads(whole)
        assert compact(whole).count("\n") <= whole.count("\n")
    assert compact('{"a": ["x", "y"], "b": {"c": []}}') == '{\n "a": ["x", "y"],\n "b": {\n  "c": []\n }\n}'
