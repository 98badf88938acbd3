from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput, CallFailed, Cause
from core.llm.chat import ChatRequest, Message
from core.llm.recorded import Recorded
from core.llm.recorded_rows import conversations
from core.tables import read_rows

ARENA_HARD = Path(__file__).parents[4] / "shared" / "data" / "arena-hard"


def jsonl(path: Path, rows: list[Any]) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def asking(*turns: str, prompt_id: str | None = None, repeat: int = 0) -> ChatRequest:
    """Turns by user and assistant in alternation, the user first."""
    roles = ("user", "assistant")
    messages = tuple(Message(roles[i % 2], text) for i, text in enumerate(turns))  # type: ignore[arg-type]
    return ChatRequest(messages, repeat=repeat, prompt_id=prompt_id)


async def answer(model: Recorded, request: ChatRequest) -> str:
    reply = await model.ask(request)
    assert reply.asked_as == "recorded"
    return reply.text


async def fails(model: Recorded, request: ChatRequest) -> None:
    with pytest.raises(CallFailed) as caught:
        await model.ask(request)
    assert caught.value.cause is Cause.NOT_RECORDED
    assert not caught.value.permanent
    assert not caught.value.transient


ARENA = {
    "uid": "0122ab60646b4961",
    "model": "gpt-x",
    "messages": [
        {"role": "user", "content": "Why?"},
        {"role": "assistant", "content": {"answer": "Because."}},
    ],
}
OLDER = {
    "question_id": "aaaabbbbccccdddd",
    "model_id": "gpt-x",
    "choices": [
        {"index": 0, "turns": [{"content": "First"}, {"content": "Second"}]},
        {"index": 1, "turns": ["Erster", "Zweiter"]},
    ],
}
FORMS = [
    ("arena-hard", [ARENA], asking("Why?"), "Because."),
    ("arena-hard by id", [ARENA], asking("else", prompt_id="0122ab60646b4961"), "Because."),
    ("older", [OLDER], asking("x", prompt_id="aaaabbbbccccdddd"), "First"),
    ("older, repeat", [OLDER], asking("x", prompt_id="aaaabbbbccccdddd", repeat=1), "Erster"),
    ("older, cyclic", [OLDER], asking("x", prompt_id="aaaabbbbccccdddd", repeat=2), "First"),
    ("older, turn", [OLDER], asking("x", "First", "y", prompt_id="aaaabbbbccccdddd"), "Second"),
    ("alpaca", [{"instruction": "Why?", "output": "Because.", "generator": "g"}], asking("Why?"), "Because."),
    ("alpaca input", [{"instruction": "Sum", "input": "1 2", "output": "3"}], asking("Sum\n\n1 2"), "3"),
    ("plain", [{"prompt": " Why?\n", "response": "Because."}], asking("Why?"), "Because."),
    ("blanks", [{"prompt": "Why  so\nlate?", "answer": "Traffic."}], asking("Why so late?"), "Traffic."),
    (
        "alpaca with more columns",
        [
            {
                "instruction": "Why?",
                "output": "Because.",
                "prompt": "<|user|>Why?<|assistant|>",
                "messages": [{"role": "user", "content": "<|user|>Why?"}],
                "raw_completion": "Because.<|end|>",
                "response": None,
            }
        ],
        asking("Why?"),
        "Because.",
    ),
    ("null beside", [{"prompt": "Why?", "response": None, "output": "Because."}], asking("Why?"), "Because."),
    (
        "reply of a server",
        [{"prompt": "Why?", "choices": [{"message": {"role": "assistant", "content": "Because."}}]}],
        asking("Why?"),
        "Because.",
    ),
    ("question", [{"Question": "Why?", "Answer": 42.0}], asking("Why?"), "42"),
    ("turns", [{"prompt": ["a", "b"], "response": ["1", "2"]}], asking("a", "1", "b"), "2"),
    (
        "share gpt",
        [{"conversations": [{"from": "human", "value": "Why?"}, {"from": "gpt", "value": "Because."}]}],
        asking("Why?"),
        "Because.",
    ),
    (
        "messages and response",
        [
            {
                "messages": [{"role": "system", "content": "s"}, {"role": "user", "content": "Why?"}],
                "response": "B",
            }
        ],
        asking("Why?"),
        "B",
    ),
    (
        "chat prompt",
        [
            {
                "prompt": [{"role": "system", "content": "s"}, {"role": "user", "content": "Why?"}],
                "response": "B",
            }
        ],
        asking("Why?"),
        "B",
    ),
]


@pytest.mark.parametrize(("rows", "request_", "text"), [f[1:] for f in FORMS], ids=[f[0] for f in FORMS])
async def test_forms(tmp_path: Path, rows: list[Any], request_: ChatRequest, text: str) -> None:
    assert await answer(Recorded.load(jsonl(tmp_path / "a.jsonl", rows)), request_) == text


async def test_json_and_csv_tell_the_same(tmp_path: Path) -> None:
    rows = [{"prompt": "为什么？", "response": "因为。"}, {"prompt": "Why?", "response": "a, b\nc"}]
    (tmp_path / "a.json").write_text(json.dumps(rows), encoding="utf-8")
    with (tmp_path / "a.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["prompt", "response"])
        writer.writeheader()
        writer.writerows(rows)
    for name in ("a.json", "a.csv"):
        model = Recorded.load(tmp_path / name)
        for row in rows:
            assert await answer(model, asking(row["prompt"])) == row["response"]


async def test_what_is_not_there_is_no_answer(tmp_path: Path) -> None:
    rows = [{"prompt": "Why?", "response": "Because."}, {"prompt": "How?", "response": None}]
    model = Recorded.load(jsonl(tmp_path / "a.jsonl", rows))
    await fails(model, asking("Who?"))
    await fails(model, asking("How?"))
    await fails(model, asking("Why?", "Because.", "And?"))
    assert model.has(asking("Why?"))
    assert not model.has(asking("Who?"))
    assert len(model) == 1


SILENT: list[dict[str, Any]] = [
    {"prompt": "How?"},
    {"prompt": "How?", "response": None},
    {"instruction": "How?", "output": None, "prompt": "rendered"},
    {"messages": [{"role": "user", "content": "How?"}]},
    {"messages": [{"role": "user", "content": "How?"}, {"role": "assistant", "content": None}]},
    {"messages": [{"role": "user", "content": "How?"}, {"role": "assistant", "content": {"answer": None}}]},
    {"messages": [{"role": "user", "content": "How?"}, {"role": "assistant", "content": "$ERROR$"}]},
    {"prompt": "How?", "choices": []},
    {"prompt": "How?", "choices": [{"turns": []}]},
    {"prompt": "How?", "choices": [{"turns": [{"content": None}]}]},
]


@pytest.mark.parametrize("row", SILENT, ids=str)
async def test_a_row_without_an_answer_takes_none_from_the_others(
    tmp_path: Path, row: dict[str, Any]
) -> None:
    model = Recorded.load(
        jsonl(tmp_path / "a.jsonl", [row, {"prompt": "Why?", "response": "Because.", "output": None}])
    )
    await fails(model, asking("How?"))
    assert await answer(model, asking("Why?")) == "Because."


async def test_a_later_answer_stands_for_an_empty_one(tmp_path: Path) -> None:
    rows = [{"id": "q", "prompt": "Why?", "response": text} for text in ("", "Because.")]
    model = Recorded.load(jsonl(tmp_path / "a.jsonl", rows))
    assert await answer(model, asking("Why?")) == "Because."
    assert await answer(model, asking("Why?", prompt_id="q")) == "Because."


@pytest.mark.parametrize("ids", [("1", "2"), ("q-1", "q-2")])
async def test_ids_that_two_sets_share_are_told_apart_by_the_texts(
    tmp_path: Path, ids: tuple[str, str]
) -> None:
    rows = [
        {"id": ids[0], "prompt": "How?", "response": "So."},
        {"id": ids[0], "prompt": "Why?", "response": "Because."},
        {"id": ids[1], "prompt": "Who?", "response": "Me."},
    ]
    model = Recorded.load(jsonl(tmp_path / "a.jsonl", rows))
    assert await answer(model, asking("Why?", prompt_id=ids[0], repeat=1)) == "Because."
    assert await answer(model, asking("How?", prompt_id=ids[1])) == "So."


async def test_an_id_that_is_not_in_the_file_leaves_the_text(tmp_path: Path) -> None:
    model = Recorded.load(jsonl(tmp_path / "a.jsonl", [{"prompt": "Why?", "response": "Because."}]))
    assert await answer(model, asking("Why?", prompt_id="q-77")) == "Because."


async def test_a_counter_as_id_must_agree_with_the_text(tmp_path: Path) -> None:
    rows = [
        {"id": 1, "prompt": "Why?", "response": "Because."},
        {"id": 2, "prompt": "How?", "response": "So."},
    ]
    model = Recorded.load(jsonl(tmp_path / "a.jsonl", rows))
    assert await answer(model, asking("How?", prompt_id="1")) == "So."
    assert await answer(model, asking("How?", prompt_id="2")) == "So."
    await fails(model, asking("Who?", prompt_id="1"))


async def test_a_counter_is_an_id_where_the_file_shows_no_text(tmp_path: Path) -> None:
    model = Recorded.load(jsonl(tmp_path / "a.jsonl", [{**OLDER, "question_id": 81}]))
    assert await answer(model, asking("anything", prompt_id="81")) == "First"


async def test_model_filters_rows(tmp_path: Path) -> None:
    rows = [
        {"prompt": "Why?", "response": "A", "model": "one"},
        {"prompt": "Why?", "response": "B", "model": "two"},
    ]
    path = jsonl(tmp_path / "a.jsonl", rows)
    assert await answer(Recorded.load(path, "two"), asking("Why?")) == "B"
    every = Recorded.load(path)
    assert [await answer(every, asking("Why?", repeat=n)) for n in range(3)] == ["A", "B", "A"]
    assert Recorded.load(path, "two").identity != every.identity
    with pytest.raises(BadInput, match="no row holds an answer of the model 'three'"):
        Recorded.load(path, "three")


def test_identity_is_the_content(tmp_path: Path) -> None:
    rows = [{"prompt": "Why?", "response": "A"}]
    first, copy = jsonl(tmp_path / "a.jsonl", rows), jsonl(tmp_path / "b.jsonl", rows)
    other = jsonl(tmp_path / "c.jsonl", [*rows, {"prompt": "How?", "response": "B"}])
    assert Recorded.load(first).identity == Recorded.load(copy).identity
    assert Recorded.load(first).identity != Recorded.load(other).identity


BAD = [
    ('{"prompt": "a", "response": "b"}\n{"prompt": \n', "a.jsonl:2"),
    (
        '{"prompt": "a", "response": "b"}\n{"response": "c"}\n',
        "a.jsonl:2: the row has neither an id nor a prompt",
    ),
    ('{"messages": [{"role": "user", "content": "x"}]}\n', "there is no answer in the file"),
    ('{"messages": ["x"]}\n', "a.jsonl:1: a turn of the conversation is no object"),
    ('{"question_id": "q", "choices": [{"turns": null}]}\n', "a.jsonl:1: a choice has no turns"),
    (
        '{"uid": "u", "messages": [{"role": "assistant", "content": {"x": 1}}]}\n',
        "a.jsonl:1: a text is missing",
    ),
    ('{"colour": "red", "size": 3}\n', "no column holds prompts and responses; there is: colour, size"),
    ("", "a.jsonl"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_bad_files_name_the_line(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        Recorded.load(path)
    assert message in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        Recorded.load(tmp_path / "none.jsonl")


CELL = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.just([{"role": "user", "content": "x"}])
)
NAMES = st.sampled_from(["prompt", "response", "messages", "choices", "uid", "model", "turns", "output", "x"])
ROWS = st.lists(st.dictionaries(NAMES, CELL | st.lists(CELL, max_size=2), max_size=5), min_size=1, max_size=4)


@given(rows=ROWS)
def test_any_rows_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, rows: list[Any]) -> None:
    path = jsonl(tmp_path_factory.mktemp("rows") / "a.jsonl", rows)
    said = "a.jsonl"
    try:
        assert len(Recorded.load(path)) > 0
    except BadInput as error:
        said = str(error)
    assert "a.jsonl" in said


async def test_the_published_answers_are_all_found() -> None:
    if not ARENA_HARD.is_dir():
        pytest.skip(f"the published answers are not at {ARENA_HARD}")
    lines = (ARENA_HARD / "question.jsonl").read_text(encoding="utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    for name in ("gpt-4-0314", "gpt-3.5-turbo-0125"):
        model = Recorded.load(ARENA_HARD / f"{name}.jsonl")
        by_id = [await answer(model, asking("", prompt_id=q["uid"])) for q in questions]
        by_text = [await answer(model, asking(q["prompt"])) for q in questions]
        assert by_id == by_text
        assert len(by_id) == 500


@pytest.mark.parametrize("row", ['{{"prompt": "Q", "response": {}}}', '{{"prompt": {}, "response": "A"}}'])
def test_lists_in_lists_in_lists_are_refused_with_their_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "answers.jsonl"
    deep = "[" * 900 + '"x"' + "]" * 900
    path.write_text('{"prompt": "Q", "response": "A"}\n' + row.format(deep) + "\n", encoding="utf-8")
    with pytest.raises(BadInput, match="nested too deeply") as caught:
        conversations(read_rows(path, strict=True), path)
    assert (caught.value.path, caught.value.line) == (path, 2)
