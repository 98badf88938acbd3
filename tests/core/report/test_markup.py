from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from core.report.grids import grid, score_grids
from core.report.markup import latex, latex_cell, latex_table, markdown, markdown_cell, markdown_table
from core.report.safe import one_line, visible
from core.report.tables import ScoreTables, as_json, score_tables
from core.report.text import number, percent
from core.report.words import words
from core.store.reader import Reader

ANY = st.text(st.characters(), max_size=60) | st.text(
    "\\`*_[]<>#|~&$@:/{}%^-'\"\u202e\x00\ud800w.", max_size=30
)


def plain_markdown(cell: str) -> str:
    return re.sub(r"\\(.)", r"\1", cell)


@given(ANY)
@example("https://evil.example www.evil.example me@evil.example")
@example("a | b \\| c")
def test_a_markdown_cell_says_the_same_and_holds_no_markup(text: str) -> None:
    cell = markdown_cell(text)
    assert plain_markdown(cell) == one_line(text)
    bare = re.sub(r"\\.", " ", cell)
    assert not re.search(r"[`*_\[\]<>|~&$@\n]|://|www\.", bare)


@given(ANY)
@example(r"\input{/etc/passwd}^^5c%$")
@example("--- ''' \"``?`!`")
def test_a_latex_cell_holds_no_command_but_ours(text: str) -> None:
    cell = latex_cell(text)
    commands = set(re.findall(r"\\([A-Za-z]+)", cell))
    ours = r"textbackslash textasciicircum textasciitilde textless textgreater textbar textquotedbl"
    assert commands <= {*ours.split(), "textasciigrave", "textquotesingle", "leq", "geq", "ldots", "textperiodcentered",
                        "langle", "rangle"}  # fmt: skip
    bare = re.sub(r"\\[A-Za-z]+(?:\{\})?|\\[{}$&#%_]|\$\\[a-z]+\$|\{[-*\[]\}", "", cell)
    assert not re.search(r"[\\{}&#%_^~<>|\"`*\[]", bare.replace("$$", ""))


@given(st.lists(st.lists(ANY, min_size=3, max_size=3), min_size=1, max_size=4))
def test_tables_keep_their_shape_whatever_the_cells_hold(rows: list[list[str]]) -> None:
    made = grid("k", "Title", ["a", "b", "c"], rows)
    lines = markdown_table(made).splitlines()[2:]
    assert len(lines) == len(rows) + 2
    assert {len(re.findall(r"(?<!\\)(?:\\\\)*\|", line)) for line in lines} == {4}
    body = latex_table(made).split(r"\midrule")[1].split(r"\bottomrule")[0].strip().splitlines()
    assert len(body) == len(rows)
    assert all(line.endswith(r" \\") and len(re.findall(r"(?<!\\)&", line)) == 2 for line in body)


@given(ANY, st.integers(1, 80))
def test_visible_texts_are_bounded_and_hide_nothing(text: str, limit: int) -> None:
    shown = visible(text, limit)
    assert len(shown) <= limit
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", shown)
    shown.encode("utf-8")


@given(ANY)
def test_visible_changes_nothing_twice(text: str) -> None:
    assert visible(visible(text)) == visible(text)


def test_ordinary_texts_stay_as_they_are() -> None:
    text = "Ordinary text, 中文，العربية, naïve café, 👩‍👩‍👧 and\ttabs\nand lines."
    assert visible(text) == text


def test_a_reversed_name_is_shown_and_not_obeyed() -> None:
    assert one_line("gpt\u202e4-tpg") == "gpt⟨U+202E⟩4-tpg"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_every_score_stands_in_both_to_the_digit_of_the_data(any_reader: Reader, language: str) -> None:
    tables = score_tables(any_reader, 1)
    said, data = (markdown(tables, language), latex(tables, language)), as_json(tables)  # type: ignore[arg-type]
    figures = [
        number(row[name]) for row in data["rse"] for name in ("style", "structure", "content", "overall")
    ]
    figures += [percent(row[name]) for row in data["ice"] for name in ("loose", "strict", "hard")]
    assert figures
    for text in said:
        assert all(figure.replace("–", "") in text for figure in figures)


def test_no_hostile_name_becomes_a_link_or_a_command(any_reader: Reader) -> None:
    tables = score_tables(any_reader, 1)
    text = markdown(tables)
    assert "https://evil" not in text
    assert "<b>" not in text.replace("\\<", "")
    assert r"\input" not in latex(tables)
    (latex(tables) + text).encode("utf-8")


def test_an_empty_run_is_said_in_words_alone() -> None:
    tables = ScoreTables("s", 1, "running")
    assert score_grids(tables, words("en")) == []
    assert "|" not in markdown(tables)
    assert "tabular" not in latex(tables)


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    english, chinese = words("en"), words("zh")
    assert english.names() == chinese.names()
    for name in english.names():
        assert set(re.findall(r"{(\w+)}", english(name))) == set(re.findall(r"{(\w+)}", chinese(name))), name
