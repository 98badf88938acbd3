"""The glossary says the same in both languages, in a sentence or two, and knows the columns of the tables."""

from __future__ import annotations

import re

import pytest

from core.glossary import meaning, terms
from core.report.words import words
from core.wording import Language, judge_name

ASKED_FOR = (
    "loose", "strict", "hard", "n", "interval", "ceiling", "floor", "stability", "affinity", "lineages", "alpha",
    "measured", "rules", "rse", "ice", "claim", "templates", "reference", "control", "judge", "mutator",
)  # fmt: skip


def test_both_languages_have_the_same_terms_in_the_same_order() -> None:
    english, chinese = terms("en"), terms("zh")
    assert list(english) == list(chinese)
    assert all(each.title and each.text and each.group for each in (*english.values(), *chinese.values()))
    assert [re.search("[\u4e00-\u9fff]", each.text) is None for each in chinese.values()].count(True) == 0


@pytest.mark.parametrize("key", ASKED_FOR)
def test_the_words_that_people_ask_for_are_there(key: str) -> None:
    assert key in terms("en")
    assert meaning(key, "zh")


def test_each_is_a_sentence_or_two_of_readable_length() -> None:
    for each in terms("en").values():
        assert 1 <= len(re.findall(r"[.](?:\s|$)", each.text)) <= 3, each.key
        assert len(each.text) < 230, each.key
        assert each.text.endswith(".")
    assert all(len(each.text) < 100 and each.text.endswith("。") for each in terms("zh").values())


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_column_is_called_in_the_glossary_as_in_the_tables(language: Language) -> None:
    said = words(language)
    for key in ("loose", "strict", "hard", "hard_unnamed", "ceiling", "floor", "stability", "affinity", "lineages",
                "overall", "style", "structure", "content", "n", "unscored", "asked", "answered"):  # fmt: skip
        assert said(f"column.{key}") == terms(language)[key].title, key
    for judge in ("measured", "rules"):
        assert terms(language)[judge].title == judge_name(judge, language)


def test_what_is_no_term_means_nothing() -> None:
    assert meaning("nonsense") == ""
