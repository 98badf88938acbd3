"""Prompt sets: recognised by themselves, cleaned, counted."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from core.engine import plan
from core.errors import BadInput
from core.prompts import read
from core.prompts.model import Prompt, PromptSet
from core.study import ModelSpec, PromptSetSpec, Study

ARENA_HARD = Path(__file__).parents[3].parent / "shared" / "data" / "arena-hard" / "question.jsonl"
per_example_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def written(folder: Path, name: str, content: str) -> Path:
    (folder / name).write_text(content, encoding="utf-8")
    return folder / name


def jsonl(*rows: object) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def only(folder: Path, *rows: object) -> tuple[PromptSet, Prompt]:
    found = read.load(written(folder, "set.jsonl", jsonl(*rows)))
    return found, found.prompts[0]


def test_arena_hard_of_both_versions(tmp_path):
    _, old = only(
        tmp_path, {"uid": "u1", "category": "arena-hard-v0.1", "cluster": "c", "prompt": "What is a tide?"}
    )
    assert old == Prompt("u1", ("What is a tide?",), category="arena-hard-v0.1", language="en")
    found, new = only(
        tmp_path,
        {
            "uid": "u2",
            "category": "hard_prompt",
            "subcategory": "coding",
            "language": "Chinese",
            "prompt": "写一个函数",
        },
    )
    assert (new.id, new.category, new.language) == ("u2", "hard_prompt", "zh")
    assert found.notes.form == "ArenaHard"


def test_arena_hard_with_turns_of_content(tmp_path):
    row = {"question_id": "q1", "category": "c", "turns": [{"content": "First?"}, {"content": "Second?"}]}
    found, prompt = only(tmp_path, row)
    assert prompt.turns == ("First?", "Second?")
    assert prompt.id == "q1"
    assert found.multi_turn


def test_mt_bench(tmp_path):
    found, prompt = only(
        tmp_path, {"question_id": 81, "category": "writing", "turns": ["Write.", "Rewrite."]}
    )
    assert prompt == Prompt("81", ("Write.", "Rewrite."), category="writing", language="en")
    assert found.notes.form == "MT-Bench"


def test_arena_hard_as_it_was_first_published_is_known_by_its_clusters(tmp_path):
    row = {"question_id": "q1", "category": "c", "cluster": "ABC", "turns": [{"content": "Sing"}]}
    found, prompt = only(tmp_path, row)
    assert found.notes.form == "ArenaHard"
    assert prompt.turns == ("Sing",)


def test_numina_math_takes_the_last_boxed_answer(tmp_path):
    row = {
        "source": "olympiads",
        "problem": "What is the sum?",
        "solution": r"First \boxed{1}, then \(\boxed{\frac{3}{4}}\).",
        "messages": [
            {"role": "user", "content": "What is the sum?"},
            {"role": "assistant", "content": "..."},
        ],
    }
    found, prompt = only(tmp_path, row)
    assert (prompt.turns, prompt.answer) == (("What is the sum?",), r"\frac{3}{4}")
    assert (found.notes.form, prompt.category) == ("NuminaMath-CoT", "olympiads")


@pytest.mark.parametrize(
    ("role", "content", "user"), [("from", "value", "human"), ("role", "content", "user")]
)
def test_sharegpt_keeps_only_the_users_turns(tmp_path, role, content, user):
    said = [("system", "Be brief."), (user, "One?"), ("gpt", "1"), (user, "Two?"), ("assistant", "2")]
    row = {"id": "a_0", "conversations": [{role: who, content: what} for who, what in said]}
    found, prompt = only(tmp_path, row)
    assert prompt == Prompt("a_0", ("One?", "Two?"))
    assert found.notes.form == "ShareGPT"


def test_sharegpt_as_one_array_in_a_file(tmp_path):
    rows = [{"id": str(n), "conversations": [{"from": "human", "value": f"Question {n}?"}]} for n in range(3)]
    found = read.load(written(tmp_path, "sharegpt.json", json.dumps(rows, indent=2)))
    assert [prompt.turns for prompt in found.prompts] == [(f"Question {n}?",) for n in range(3)]


def test_alpaca_adds_the_input_to_the_instruction(tmp_path):
    found, prompt = only(tmp_path, {"instruction": "Translate.", "input": "Guten Tag", "output": "Good day"})
    assert prompt.turns == ("Translate.\n\nGuten Tag",)
    assert found.notes.form == "AlpacaEval"
    _, bare = only(tmp_path, {"instruction": "Sing.", "dataset": "x", "output": ""})
    assert (bare.turns, bare.category) == (("Sing.",), "x")


def test_a_prompt_may_be_a_list_of_messages(tmp_path):
    _, prompt = only(
        tmp_path, {"prompt": [{"role": "system", "content": "x"}, {"role": "user", "content": "Hi?"}]}
    )
    assert prompt.turns == ("Hi?",)


@pytest.mark.parametrize("column", ["Prompt", "question", "text", "query", "问题", "提示"])
@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl", ".json"])
def test_plain_tables_with_a_prompt_like_column(tmp_path, column, ending):
    rows = [{"n": "1", column: "Why, then?"}, {"n": "2", column: "为什么？"}]
    mark = "\t" if ending == ".tsv" else ";"
    content = {
        ".jsonl": jsonl(*rows),
        ".json": json.dumps(rows),
    }.get(ending, "\n".join(mark.join(cells) for cells in [rows[0], *(row.values() for row in rows)]))
    found = read.load(written(tmp_path, f"a{ending}", content))
    assert [(p.turns, p.language) for p in found.prompts] == [(("Why, then?",), ""), (("为什么？",), "zh")]


def test_a_spreadsheet_of_prompts(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate([["id", "prompt"], [1, "What is this?"], [2, "为什么？"], [3, 42]]):
            sheet.write_row(number, 0, cells)
    found = read.load(tmp_path / "a.xlsx")
    assert [(p.id, p.turns) for p in found.prompts] == [
        ("1", ("What is this?",)),
        ("2", ("为什么？",)),
        ("3", ("42",)),
    ]


def test_that_there_are_other_sheets_is_told_and_one_can_be_chosen(tmp_path):
    with xlsxwriter.Workbook(tmp_path / "a.xlsx") as book:
        for name in ("first", "second"):
            book.add_worksheet(name).write_column(0, 0, ["prompt", f"Who is {name}?"])
    found = read.load(tmp_path / "a.xlsx")
    assert [p.text for p in found.prompts] == ["Who is first?"]
    assert "only the sheet 'first' was read, of 2 in the file" in str(found.notes)
    assert [p.text for p in read.load(tmp_path / "a.xlsx", sheet="second").prompts] == ["Who is second?"]
    assert read.preview(tmp_path / "a.xlsx", sheet="second").sheets == ("second", "first")


def test_a_study_names_sheet_and_encoding(tmp_path):
    """And keeps the fingerprint that it had before there was this choice, where it makes none."""
    (tmp_path / "a.csv").write_bytes("prompt\n天空\n".encode("big5"))
    models = tuple(ModelSpec(role, role=role, provider="simulated") for role in ("reference", "test"))
    study = Study("s", models=models, prompt_sets=(PromptSetSpec("p", path="a.csv"),), base_dir=tmp_path)
    assert {"sheet", "encoding"}.isdisjoint(study.canonical()["prompt_sets"][0])
    told = replace(study, prompt_sets=(replace(study.prompt_sets[0], encoding="big5"),))
    assert told.fingerprint() != study.fingerprint()
    assert [p.text for p in plan.make(told).sets[0].prompts] == ["天空"]
    with pytest.raises(BadInput, match="utf-32"):
        plan.make(replace(study, prompt_sets=(replace(study.prompt_sets[0], encoding="utf-32"),)))


def test_conversations_in_columns_of_a_column_store(tmp_path):
    columns = {"from": ["human", "gpt", "human"], "value": ["Hi?", "Yes", "And?"]}
    assert only(tmp_path, {"conversations": columns})[1].turns == ("Hi?", "And?")


def test_of_a_file_without_any_prompt_the_first_flaw_is_told(tmp_path):
    for content in ('{"prompt": {"a": 1}}\n', '{"prompt": \n'):
        with pytest.raises(BadInput, match=r"line [12]: "):
            read.load(written(tmp_path, "a.jsonl", content), strict=False)


def test_conversations_in_a_cell_of_a_csv_file(tmp_path):
    cell = json.dumps([{"from": "human", "value": "Hi?"}, {"from": "gpt", "value": "Yes"}]).replace('"', '""')
    found = read.load(written(tmp_path, "a.csv", f'id,conversations\n7,"{cell}"\n'))
    assert found.prompts[0].turns == ("Hi?",)


def test_a_column_can_be_picked(tmp_path):
    path = written(tmp_path, "a.csv", "prompt,frage\nx,Warum?\ny,Wozu?\n")
    assert [prompt.turns for prompt in read.load(path, column="frage").prompts] == [("Warum?",), ("Wozu?",)]
    with pytest.raises(BadInput, match="prompt, frage"):
        read.load(path, column="missing")


def test_a_file_without_a_prompt_like_column_names_its_columns(tmp_path):
    with pytest.raises(BadInput, match="the columns are a, b"):
        read.load(written(tmp_path, "a.csv", "a,b\n1,2\n"))


def test_many_columns_with_odd_names_still_make_one_line(tmp_path):
    header = ",".join(f'"a\n{number}"' for number in range(200))
    with pytest.raises(BadInput) as caught:
        read.load(written(tmp_path, "a.csv", f"{header}\n{','.join('x' * 200)}\n"))
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 500


def test_repeated_and_empty_prompts_are_left_out_and_counted(tmp_path):
    rows = [{"prompt": text} for text in ("One?", " One? ", "", "  ", "Two?", None)]
    found = read.load(written(tmp_path, "set.jsonl", jsonl(*rows)), name="mine")
    assert [prompt.turns for prompt in found.prompts] == [("One?",), ("Two?",)]
    assert (found.notes.rows, found.notes.duplicates, found.notes.empty) == (6, 1, 3)
    assert found.notes.lines() == ("1 duplicate prompt left out", "3 empty prompts left out")
    assert found.name == "mine"


def test_repeated_ids_are_made_distinct(tmp_path):
    found, _ = only(tmp_path, {"id": "a", "prompt": "One?"}, {"id": "a", "prompt": "Two?"})
    assert [prompt.id for prompt in found.prompts] == ["a", "a-2"]
    assert found.notes.renamed == 1


def test_ids_of_prompts_without_one_depend_on_the_text_alone(tmp_path):
    first = read.load(written(tmp_path, "a.jsonl", jsonl({"prompt": "One?"}, {"prompt": "Two?"})))
    second = read.load(written(tmp_path, "b.csv", "prompt\nTwo?\nOne?\n"))
    assert {p.turns: p.id for p in first.prompts} == {p.turns: p.id for p in second.prompts}


def test_a_broken_line_37_ends_a_study_and_is_counted_in_a_preview(tmp_path):
    rows = [json.dumps({"prompt": f"Question {n}?"}) for n in range(60)]
    rows[36] = rows[36][:-3]
    path = written(tmp_path, "q.jsonl", "\n".join(rows))
    with pytest.raises(BadInput) as caught:
        read.load(path)
    assert caught.value.line == 37
    lenient = read.load(path, strict=False)
    assert len(lenient) == 59
    assert lenient.notes.unreadable == 1
    assert lenient.notes.lines() == ("1 row could not be read",)
    assert lenient.notes.problems[0].line == 37


def test_a_prompt_that_is_a_structure_is_a_problem_with_its_line(tmp_path):
    path = written(tmp_path, "q.jsonl", jsonl({"prompt": "One?"}, {"prompt": {"a": 1}}))
    with pytest.raises(BadInput) as caught:
        read.load(path)
    assert caught.value.line == 2
    assert read.load(path, strict=False).notes.unreadable == 1


@pytest.mark.parametrize("content", ["", "\n\n", "prompt\n", "prompt\n \n"])
@pytest.mark.parametrize("ending", [".csv", ".txt"])
def test_an_empty_set_is_bad_input(tmp_path, content, ending):
    with pytest.raises(BadInput, match="no prompt found"):
        read.load(
            written(tmp_path, f"a{ending}", content if ending == ".csv" else content.removeprefix("prompt"))
        )


def test_the_hash_is_the_files(tmp_path):
    path = written(tmp_path, "q.jsonl", jsonl({"prompt": "One?"}))
    assert read.load(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_preview_reads_ten_rows_and_no_more(tmp_path):
    good = jsonl(*({"n": n, "prompt": f"Question {n}?"} for n in range(20)))
    shown = read.preview(written(tmp_path, "q.jsonl", good + "broken\n"))
    assert (shown.columns, shown.form) == (("n", "prompt"), "column prompt")
    assert len(shown.rows) == len(shown.prompts) == 10
    assert shown.problems == ()


def test_a_preview_of_a_file_without_a_known_column_asks_for_one(tmp_path):
    path = written(tmp_path, "q.csv", "a,b\n1,Warum?\n")
    assert read.preview(path).form == ""
    assert read.preview(path, column="b").prompts[0].turns == ("Warum?",)


@pytest.mark.skipif(not ARENA_HARD.exists(), reason="the recorded ArenaHard prompts are not on this machine")
def test_the_real_arena_hard_has_its_500_prompts():
    found = read.load(ARENA_HARD)
    assert len(found) == 500
    assert found.notes.lines() == ()
    assert found.prompts[0].id == "328c149ed45a41c0b9d6f14659e63599"
    assert Counter(prompt.language for prompt in found.prompts)["en"] > 480


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["content", "value", "role", "from"]), inner, max_size=3)
    ),
    max_leaves=6,
)
COLUMNS = st.sampled_from(
    [
        "prompt",
        "turns",
        "conversations",
        "messages",
        "instruction",
        "input",
        "problem",
        "solution",
        "uid",
        "id",
    ]
)


@per_example_folder
@given(rows=st.lists(st.dictionaries(COLUMNS, VALUES, max_size=4), max_size=5), strict=st.booleans())
@example(rows=[{"conversations": [{"from": "human"}]}, {"prompt": "x"}], strict=False)
def test_any_values_under_known_columns_give_a_set_or_bad_input(tmp_path, rows, strict):
    path = written(tmp_path, "any.jsonl", "".join(json.dumps(row) + "\n" for row in rows))
    try:
        found = read.load(path, strict=strict)
    except BadInput as error:
        found = None
        message = str(error)
        assert "\n" not in message
    if found:
        assert all(turn.strip() == turn != "" for prompt in found.prompts for turn in prompt.turns)
        assert len({prompt.id for prompt in found.prompts}) == len(found)
        assert found.notes.rows == len(rows)
        assert json.dumps([prompt.text for prompt in found.prompts], ensure_ascii=False).encode()


@per_example_folder
@given(content=st.binary(max_size=200), ending=st.sampled_from([".jsonl", ".json", ".csv", ".txt", ".xlsx"]))
def test_any_bytes_give_a_set_or_bad_input(tmp_path, content, ending):
    (tmp_path / f"any{ending}").write_bytes(content)
    try:
        found = read.load(tmp_path / f"any{ending}", column="text")
        assert len(found) > 0
        assert read.preview(tmp_path / f"any{ending}").columns
    except BadInput as error:
        assert "\n" not in str(error)  # noqa: PT017 - either outcome is right
