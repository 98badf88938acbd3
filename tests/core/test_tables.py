"""Rows out of files of every kind, and what is said of what cannot be read."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core import table_json
from core.errors import BadInput
from core.tables import Reading, Table, read_rows, stream_rows, text_of

ENDINGS = (".jsonl", ".json", ".csv", ".tsv", ".txt", ".xlsx", ".parquet", ".dat")
# JSON text as files hold it: what json.dumps of any text gives can be read back.
TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"]), min_size=1)
per_example_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def written(folder: Path, name: str, content: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def attempt(path: Path, *, strict: bool = False) -> Table | BadInput:
    try:
        return read_rows(path, strict=strict)
    except BadInput as error:
        return error


def test_jsonl_gives_rows_lines_and_columns_in_order(tmp_path):
    path = written(tmp_path, "a.jsonl", '{"b": 1, "a": 2}\n\n{"c": "x"}\n')
    table = read_rows(path)
    assert table.rows == [{"b": 1, "a": 2}, {"c": "x"}]
    assert table.lines == [1, 3]
    assert table.columns == ("b", "a", "c")
    assert table.problems == []


def test_a_broken_line_37_is_named_in_a_strict_reading(tmp_path):
    good = jsonl(*({"prompt": str(number)} for number in range(36)))
    path = written(tmp_path, "q.jsonl", good + '{"prompt": "cut of\n' + jsonl({"prompt": "later"}))
    with pytest.raises(BadInput) as caught:
        read_rows(path, strict=True)
    assert caught.value.line == 37
    assert str(caught.value).startswith(f"{path}:37: not valid JSON")
    assert "\n" not in str(caught.value)


def test_a_broken_line_37_is_counted_and_the_rest_is_kept_otherwise(tmp_path):
    good = jsonl(*({"prompt": str(number)} for number in range(36)))
    path = written(tmp_path, "q.jsonl", good + '{"prompt": "cut of\n' + jsonl({"prompt": "later"}))
    table = read_rows(path)
    assert len(table.rows) == 37
    assert [problem.line for problem in table.problems] == [37]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("array.json", '[{"q": "one"},\n {"q": "two"}]'),
        ("array.jsonl", '[{"q": "one"}, {"q": "two"}]\n'),
        ("wrapped.json", '{"version": 1, "data": [{"q": "one"}, {"q": "two"}]}'),
        ("pretty.json", '{\n  "version": 1,\n  "data": [\n {"q": "one"}, {"q": "two"}]\n}'),
        ("lines.json", '{"q": "one"}\n{"q": "two"}'),
        ("page.json", '{"features": [{"a": 1}], "rows": [{"row_idx": 4, "row": {"q": "one"}}, {"row": {"q": "two"}, "row_idx": 5}]}'),  # noqa: E501
        ("columns.json", '{"q": ["one", "two"], "n": [1, 2]}'),
        ("pandas.json", '{"q": {"0": "one", "1": "two"}, "n": {"0": 1, "1": 2}}'),
        ("by-id.json", '{"a": {"q": "one"}, "b": {"q": "two", "n": 1}}'),
        ("plain.csv", "q\none\ntwo\n"),
        ("windows.csv", "q\r\none\r\ntwo\r\n"),
        ("tabs.tsv", "q\tn\none\t1\ntwo\t2\n"),
        ("semicolons.csv", "q;n\none;1\ntwo;2\n"),
        ("unknown.dat", '{"q": "one"}\n{"q": "two"}\n'),
    ],
)  # fmt: skip
def test_every_shape_of_text_gives_the_same_rows(tmp_path, name, content):
    table = read_rows(written(tmp_path, name, content), strict=True)
    assert [row["q"] for row in table.rows] == ["one", "two"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"]
)
@pytest.mark.parametrize("ending", [".jsonl", ".json", ".csv", ".txt"])
def test_encodings_are_told_apart(tmp_path, encoding, ending):
    words = "请解释一下什么是通货膨胀"
    content = {
        ".jsonl": jsonl({"text": words}),
        ".json": json.dumps([{"text": words}], ensure_ascii=False),
        ".csv": f"text\n{words}\n",
        ".txt": f"{words}\n",
    }[ending]
    if encoding in {"utf-16-le", "utf-16-be"}:
        # Without a mark only the zeros of Western text tell UTF-16.
        words, content = "How do tides work?", content.replace(words, "How do tides work?")
    path = written(tmp_path, f"a{ending}", content.encode(encoding))
    assert read_rows(path, strict=True).rows == [{"text": words}]


WIDE = ("utf-16-le", "utf-16-be", "utf-32-le")
IN_OTHER_ENCODINGS = {
    "天空為什麼是藍色的？請解釋一下，並說明理由。": ("big5", *WIDE),
    "天空为什么是蓝色的？请解释一下。": ("gb18030", *WIDE),
    "空はなぜ青いのですか。説明してください。": ("shift_jis", "euc_jp", *WIDE),
    "하늘은 왜 파란가요? 설명해 주세요.": ("cp949", *WIDE),
    "Почему небо голубое? Объясни.": ("cp1251", "koi8-r", *WIDE),
    "El niño": ("latin-1",),
    "5 × 3 ± 2° and ½": ("cp1252",),
    "He said “yes” — no": ("gb18030", "cp1252"),
    "It’s late": ("cp1252",),
}


@pytest.mark.parametrize("ending", [".jsonl", ".csv", ".txt"])
@pytest.mark.parametrize(
    ("words", "encoding"), [(words, each) for words, every in IN_OTHER_ENCODINGS.items() for each in every]
)
def test_old_encodings_are_told_by_the_language_in_them(tmp_path, words, encoding, ending):
    """Big5 and Shift-JIS decode as GB18030 too: that bytes fit says nothing."""
    content = {".jsonl": jsonl({"text": words}), ".csv": f"id,text\n1,{words}\n", ".txt": f"{words}\n"}[
        ending
    ]
    table = read_rows(written(tmp_path, f"a{ending}", content.encode(encoding)), strict=True)
    assert table.rows[0]["text"] == words


def test_an_encoding_can_be_named_and_has_to_fit(tmp_path):
    path = written(tmp_path, "a.csv", "text\n天空\n".encode("big5"))
    assert next(stream_rows(Reading(path, as_encoding="Big5"))).values == {"text": "天空"}
    for name, said in (
        ("shift-nothing", "no encoding"),
        ("hex", "no encoding"),
        ("utf-16", "not in the encoding"),
    ):
        with pytest.raises(BadInput, match=said):
            list(stream_rows(Reading(path, as_encoding=name)))


def test_what_a_mark_promises_and_the_bytes_do_not_keep_is_told(tmp_path):
    path = written(tmp_path, "a.txt", b"\xff\xfe" + "one\ntwo".encode("utf-16-le") + b"\x00")
    table = read_rows(path)
    assert len(table.rows) == 2
    assert "utf-16" in str(table.problems[0])
    with pytest.raises(BadInput, match="damaged"):
        read_rows(path, strict=True)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"text": "one"}\n{"text": "t\x00wo"}\n{"text": "three"}\n'),
        ("a.csv", b"text\none\nt\x00wo\nthree\n"),
        ("a.txt", b"one\n" + b"\x00" * 9_000 + b"\nthree\n"),
    ],
)
def test_zero_bytes_cost_their_line_only(tmp_path, name, content):
    table = read_rows(written(tmp_path, name, content))
    assert [row["text"] for row in table.rows] == ["one", "three"]
    assert [problem.line for problem in table.problems] == [3 if name == "a.csv" else 2]


def test_western_csv_from_an_old_spreadsheet_is_read(tmp_path):
    table = read_rows(written(tmp_path, "a.csv", "text\ncafé à la crème\n".encode("cp1252")))
    assert table.rows == [{"text": "café à la crème"}]
    assert table.encoding == "cp1252"


def test_one_broken_byte_in_utf8_is_named_by_line_and_not_taken_for_another_encoding(tmp_path):
    content = jsonl(*({"text": "你好，世界"} for _ in range(9))).encode() + b'{"text": "\xff"}\n'
    path = written(tmp_path, "a.jsonl", content)
    table = read_rows(path)
    assert len(table.rows) == 9
    assert [problem.line for problem in table.problems] == [10]
    with pytest.raises(BadInput, match="UTF-8") as caught:
        read_rows(path, strict=True)
    assert caught.value.line == 10


def test_csv_cells_may_hold_line_ends_and_lines_still_count(tmp_path):
    table = read_rows(written(tmp_path, "a.csv", 'q,n\n"one\nmore",1\nshort,2\n'), strict=True)
    assert table.rows == [{"q": "one\nmore", "n": "1"}, {"q": "short", "n": "2"}]
    assert table.lines == [2, 4]


def test_csv_rows_that_do_not_fit_the_header_are_no_silent_loss(tmp_path):
    path = written(tmp_path, "a.csv", "q,n\none,1,2\ntwo\nthree,3,\n")
    table = read_rows(path)
    assert table.rows == [{"q": "two", "n": None}, {"q": "three", "n": "3"}]
    assert [problem.line for problem in table.problems] == [2]
    with pytest.raises(BadInput) as caught:
        read_rows(path, strict=True)
    assert caught.value.line == 2


def test_commas_in_a_single_column_belong_to_the_text(tmp_path):
    table = read_rows(written(tmp_path, "a.csv", "prompt\nCompare tea, coffee and milk\n"), strict=True)
    assert table.rows == [{"prompt": "Compare tea, coffee and milk"}]


def test_a_quote_left_open_is_an_error_with_its_line(tmp_path):
    with pytest.raises(BadInput) as caught:
        read_rows(written(tmp_path, "a.csv", 'q,n\none,1\n"two,2\n'), strict=True)
    assert caught.value.line == 3


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_a_quote_left_open_costs_its_own_line_only(tmp_path, line_end):
    lines = ["q,n", "one,1", '"two,2', "three,3", '"four, or more",4', "five,5", 'six,"6', "seven,7", ""]
    table = read_rows(written(tmp_path, "a.csv", line_end.join(lines)))
    assert [row["q"] for row in table.rows] == ["one", "three", "four, or more", "five", "seven"]
    assert table.lines == [2, 4, 5, 6, 8]
    assert [problem.line for problem in table.problems] == [3, 7]


def test_columns_of_one_name_are_kept_apart(tmp_path):
    table = read_rows(written(tmp_path, "a.csv", "q,q,\n1,2,3\n"))
    assert table.rows == [{"q": "1", "q (2)": "2", "column 3": "3"}]


@pytest.mark.parametrize("name", ["missing.jsonl", "."])
def test_what_is_no_file_is_bad_input(tmp_path, name):
    with pytest.raises(BadInput):
        read_rows(tmp_path / name)


def test_a_picture_named_csv_is_refused(tmp_path):
    with pytest.raises(BadInput, match="not a text file"):
        read_rows(written(tmp_path, "a.csv", bytes(range(256)) * 4))


@pytest.mark.parametrize("ending", [".jsonl", ".json"])
def test_json_that_is_too_deep_or_too_long_is_a_problem_and_no_crash(tmp_path, ending):
    deep, number = '{"a": ' + "[" * 100_000, "1" * 5000
    with pytest.raises(BadInput):
        read_rows(written(tmp_path, f"deep{ending}", deep), strict=True)
    with pytest.raises(BadInput):
        read_rows(written(tmp_path, f"long{ending}", f'{{"a": {number}}}'), strict=True)
    folded = '{"a": ' + "[" * 700 + '"\\ud800"' + "]" * 700 + "}"
    read_rows(written(tmp_path, f"folded{ending}", folded))


def test_half_a_surrogate_pair_is_replaced_since_no_database_can_hold_it(tmp_path):
    table = read_rows(
        written(tmp_path, "a.jsonl", '{"q": "a\\ud83d", "w": ["\\uDE00"], "e": "\\ud83d\\ude00"}\n')
    )
    assert table.rows == [{"q": "a\ufffd", "w": ["\ufffd"], "e": "😀"}]


def test_a_broken_byte_in_one_document_is_named_and_the_rest_is_read(tmp_path):
    content = '{"data": [{"q": "你好"},\n {"q": "再见吧'.encode() + b'\xff"}]}'
    table = read_rows(written(tmp_path, "a.json", content))
    assert table.rows == [{"q": "你好"}, {"q": "再见吧\ufffd"}]
    assert [problem.line for problem in table.problems] == [2]


def test_one_of_several_lists_is_not_taken_in_silence(tmp_path):
    path = written(tmp_path, "a.json", '{"train": [{"q": "one"}], "test": [{"q": "two"}]}')
    with pytest.raises(BadInput, match="not test"):
        read_rows(path, strict=True)
    table = read_rows(path)
    assert table.rows == [{"q": "one"}]
    assert len(table.problems) == 1


def test_one_row_in_a_file_of_its_own_is_one_row(tmp_path):
    row = {"question_id": 1, "turns": ["one", "two"]}
    assert read_rows(written(tmp_path, "a.json", json.dumps(row))).rows == [row]
    assert read_rows(written(tmp_path, "b.json", json.dumps(row, indent=1))).rows == [row]


def test_a_long_array_is_streamed_over_the_borders_of_its_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(table_json, "CHUNK", 7)
    rows = [{"q": "x" * length, "n": 10**length} for length in range(12)]
    path = written(tmp_path, "a.json", json.dumps(rows, indent=1))
    table = read_rows(path, strict=True)
    assert table.rows == rows
    assert table.lines == [2 + 4 * number for number in range(12)]


def test_an_array_that_breaks_off_keeps_what_came_before_and_says_where(tmp_path):
    path = written(tmp_path, "a.json", '[{"q": "one"},\n{"q": "two"},\n{"q": ')
    table = read_rows(path)
    assert len(table.rows) == 2
    assert table.problems[0].line == 3


def test_only_so_many_problems_are_kept_but_all_are_counted(tmp_path):
    reading = Reading(written(tmp_path, "a.jsonl", "x\n" * 1500))
    assert list(stream_rows(reading)) == []
    assert reading.unreadable == 1500
    assert len(reading.problems) == 1000


@pytest.mark.parametrize(("cell", "text"), [(3.0, "3"), (2.5, "2.5"), (None, ""), ("a", "a"), (7, "7")])
def test_cells_as_text(cell, text):
    assert text_of(cell) == text


def test_not_a_number_is_an_empty_cell():
    assert text_of(float("nan")) == ""


def test_rows_may_lie_one_object_deeper(tmp_path):
    for name, rows in (("prompts", [{"text": "one"}]), ("rows", [{"text": "one"}, {"text": "two"}])):
        path = written(tmp_path, "a.json", json.dumps({"version": 3, "data": {name: rows}}))
        assert read_rows(path, strict=True).rows == rows


def test_a_structure_is_no_text():
    assert text_of({"a": 1}) is None
    assert text_of([1]) is None


@per_example_folder
@given(content=st.binary(max_size=400), ending=st.sampled_from(ENDINGS), strict=st.booleans())
def test_any_bytes_give_rows_or_bad_input(tmp_path, content, ending, strict):
    found = attempt(written(tmp_path, f"any{ending}", content), strict=strict)
    if isinstance(found, BadInput):
        assert "\n" not in str(found)
    else:
        assert len(found.rows) == len(found.lines)


@per_example_folder
@given(
    content=st.text(alphabet='[]{}",:;\t\n\r\\ud8aé中1 ', max_size=80), ending=st.sampled_from(ENDINGS[:5])
)
def test_any_near_miss_of_a_table_gives_rows_or_bad_input(tmp_path, content, ending):
    found = attempt(written(tmp_path, f"near{ending}", content))
    if isinstance(found, BadInput):
        assert "\n" not in str(found)
    else:
        # Nothing that a database could not hold.
        assert json.dumps(found.rows, ensure_ascii=False).encode()


@per_example_folder
@given(
    texts=st.lists(TEXT, min_size=1, max_size=5), ending=st.sampled_from([".jsonl", ".json", ".csv", ".tsv"])
)
def test_what_was_written_is_what_is_read(tmp_path, texts, ending):
    rows = [{"text": text, "n": str(number)} for number, text in enumerate(texts)]
    buffer = io.StringIO(newline="")
    if ending == ".jsonl":
        buffer.write(jsonl(*rows))
    elif ending == ".json":
        json.dump(rows, buffer)
    else:
        writer = csv.writer(buffer, delimiter="\t" if ending == ".tsv" else ",")
        writer.writerows([["text", "n"], *(row.values() for row in rows)])
    path = written(tmp_path, f"round{ending}", buffer.getvalue())
    assert read_rows(path, strict=True).rows == rows
