"""What a rationale says of a pair is true of that pair, checked by counting again in another way."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.rse import measured

ARENA = Path(__file__).parents[4] / "shared" / "data" / "arena-hard"
needs_arena = pytest.mark.skipif(
    not ARENA.is_dir(), reason="needs ../shared/data/arena-hard, which is absent"
)


def answers(name: str) -> dict[str, str]:
    rows = (json.loads(line) for line in (ARENA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines())
    return {row["uid"]: row["messages"][-1]["content"]["answer"] for row in rows}


def true_pairs() -> list[tuple[str, str]]:
    one, two = answers("gpt-4-0314"), answers("gpt-3.5-turbo-0125")
    return [(one[uid], two[uid]) for uid in one if uid in two]


def outside_code(text: str) -> str:
    return re.sub(r"^\s*```.*?(?:^\s*```[^\n]*$|\Z)", "", text, flags=re.MULTILINE | re.DOTALL)


def numbered(text: str) -> int:
    return len(re.findall(r"^\s{0,12}(?:\*\*)?\(?\d{1,3}[.)](?:\s|\*\*)", outside_code(text), re.MULTILINE))


def exclamations(text: str) -> int:
    return outside_code(text).count("!")


def clauses(pairs: list[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for (one, two), judgment in zip(pairs, measured.judge_many(pairs), strict=True):
        yield one, two, judgment.rationale


@needs_arena
def test_lengths_are_the_lengths_of_the_texts() -> None:
    seen = 0
    for one, two, rationale in clauses(true_pairs()):
        if found := re.search(r"([\d,]+) characters against ([\d,]+)", rationale):
            seen += 1
            assert [int(number.replace(",", "")) for number in found.groups()] == [len(one), len(two)]
    assert seen > 50


@needs_arena
def test_shared_words_stand_in_both_texts() -> None:
    seen = 0
    for one, two, rationale in clauses(true_pairs()):
        if found := re.search(r"\(shared: ([^)]*)\)", rationale):
            seen += 1
            for word in found.group(1).split(", "):
                assert word in one.lower().replace("’", "'")
                assert word in two.lower().replace("’", "'")
    assert seen > 50


@needs_arena
def test_numbered_items_and_exclamation_marks_are_counted_right() -> None:
    seen = 0
    for one, two, rationale in clauses(true_pairs()):
        if found := re.search(r"(\d+) numbered items? against (\d+)", rationale):
            seen += 1
            assert [int(number) for number in found.groups()] == [numbered(one), numbered(two)]
        if found := re.search(r"both have (\d+) numbered item", rationale):
            seen += 1
            assert int(found.group(1)) == numbered(one) == numbered(two)
        if found := re.search(r"exclamation marks[^:]*: (\d+) against (\d+)", rationale):
            seen += 1
            assert [int(number) for number in found.groups()] == [exclamations(one), exclamations(two)]
    assert seen > 50


@needs_arena
def test_quoted_openings_open_the_texts() -> None:
    seen = 0
    for one, two, rationale in clauses(true_pairs()):
        if found := re.search(r"one opens with “(.*?)”, the other with “(.*?)”", rationale):
            seen += 1
            assert " ".join(one.split()).startswith(found.group(1))
            assert " ".join(two.split()).startswith(found.group(2))
        if found := re.search(r"both open with “(.*?)”", rationale):
            seen += 1
            assert " ".join(one.lower().split()).startswith(found.group(1))
            assert " ".join(two.lower().split()).startswith(found.group(1))
    assert seen > 100


@needs_arena
def test_answers_to_other_prompts_score_far_lower() -> None:
    pairs = true_pairs()
    seconds = [two for _, two in pairs]
    random.Random(3).shuffle(seconds)
    mixed = [(one, two) for (one, _), two in zip(pairs, seconds, strict=True)]
    for name, gap in (("style", 1), ("structure", 1), ("content", 1.8), ("overall", 1.4)):
        right = [getattr(judgment, name) for judgment in measured.judge_many(pairs)]
        wrong = [getattr(judgment, name) for judgment in measured.judge_many(mixed)]
        assert sum(right) / len(right) > sum(wrong) / len(wrong) + gap


def test_a_rationale_names_agreements_and_differences_with_their_figures() -> None:
    one = "To bake bread:\n\n1. Mix flour and water.\n2. Knead the dough.\n3. Bake it for forty minutes."
    two = "To bake bread, mix flour with water, knead the dough, and bake it! Don't hurry!"
    rationale = measured.judge(one, two).rationale
    assert "both open with “to bake bread" in rationale
    assert "3 numbered items against 0" in rationale
    assert "content words overlap" in rationale


def test_a_word_that_only_marks_hide_is_not_quoted() -> None:
    one, two = "Call read_file_now with zeppelin.", "Then call read_file_now, zeppelin."
    rationale = measured.judge(one, two).rationale
    assert "readfilenow" not in rationale
    assert "zeppelin" in rationale


def test_the_order_of_the_pair_decides_only_who_is_named_first() -> None:
    one, two = "One. " * 30, "Two words here, and then some more of them, to be sure."
    assert f"{len(one)} characters against {len(two)}" in measured.judge(one, two).rationale
    assert f"{len(two)} characters against {len(one)}" in measured.judge(two, one).rationale
