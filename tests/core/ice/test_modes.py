from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice import facts
from core.ice.modes import identity_words, paired, placebo, plain
from core.ice.questions import Question
from core.ice.strict import names_strict_identity
from core.ice.templates import Template

QUESTIONS = [
    Question(f"{language}{n}", f"topic{n % 5}", language, f"{language} question {n}?")
    for n in range(10)
    for language in ("en", "zh")
]


def template(name: str, lineage: str = "", text: str = "", language: str = "en") -> Template:
    text = text or f"Frame {name}: {{query}}"
    return Template(name, text, "plain", language, names_strict_identity(text), (), "", lineage or name, "")


TEMPLATES = [template(f"t{n}", f"line{n % 3}", language=("en", "zh")[n % 3 == 0]) for n in range(9)]


def test_plain_asks_every_question_before_any_again() -> None:
    asks = plain(QUESTIONS, 50, seed=3)
    assert len(asks) == 50
    assert Counter(ask.repeat for ask in asks) == {0: 20, 1: 20, 2: 10}
    assert {ask.question for ask in asks[:20]} == set(QUESTIONS)
    assert all(ask.prompt_text == ask.question.text and ask.template is None for ask in asks)


def test_plain_spreads_a_small_budget_over_topics_and_languages() -> None:
    groups = Counter((ask.question.topic, ask.question.language) for ask in plain(QUESTIONS, 10))
    assert set(groups.values()) == {1}
    assert len(groups) == 10


def test_plain_depends_on_its_seed_only() -> None:
    assert plain(QUESTIONS, 30, 1) == plain(QUESTIONS, 30, 1) != plain(QUESTIONS, 30, 2)


@given(st.integers(0, 300), st.integers(0, 5))
def test_paired_is_balanced_wherever_the_budget_ends(queries: int, seed: int) -> None:
    asks = paired(TEMPLATES, QUESTIONS, 6, seed, queries)
    assert len(asks) == queries
    lineages = Counter(ask.template.lineage for ask in asks if ask.template)
    templates = Counter(ask.template.id for ask in asks if ask.template)
    for counts, size in ((lineages, 3), (templates, 9)):
        figures = [*counts.values(), *[0] * (size - len(counts))]
        assert max(figures) - min(figures) <= 1
    assert len({(ask.prompt_text, ask.repeat) for ask in asks}) == queries


def test_paired_asks_each_template_in_its_language() -> None:
    for ask in paired(TEMPLATES, QUESTIONS, None, 1, 90):
        assert ask.template
        assert ask.question.language == ask.template.language
        assert ask.prompt_text == ask.template.text.replace("{query}", ask.question.text)


def test_paired_repeats_are_numbered() -> None:
    asks = paired(TEMPLATES[:1], QUESTIONS, 4, 1, 10)
    assert [ask.repeat for ask in asks] == [0] * 4 + [1] * 4 + [2] * 2
    assert asks[0].prompt_text == asks[4].prompt_text


def test_a_smaller_budget_is_the_beginning_of_a_larger_one() -> None:
    assert paired(TEMPLATES, QUESTIONS, 6, 1, 200)[:77] == paired(TEMPLATES, QUESTIONS, 6, 1, 77)


def test_a_question_in_no_language_of_the_template_is_still_asked() -> None:
    french = template("f", language="fr")
    assert len(paired([french], QUESTIONS, 5, 1, 5)) == 5


@pytest.mark.parametrize("mode", ["plain", "paired"])
def test_nothing_to_ask_gives_nothing(mode: str) -> None:
    assert (plain([], 5) if mode == "plain" else paired([], QUESTIONS, 1, 1, 5)) == []


def test_a_placebo_is_asked_with_another_name_and_with_an_invented_one() -> None:
    naming = template("g", text="Answer like ChatGPT by OpenAI would: {query}")
    asks = paired([naming, template("quiet")], QUESTIONS, 3, 1, 6)
    everything = placebo(asks, 1, exclude=("google",))
    assert [ask for ask in everything if ask in asks] == asks
    changed = [ask for ask in everything if ask not in asks]
    assert len(changed) == 6
    assert everything == placebo(asks, 1, exclude=("google",))
    assert {ask.template.lineage for ask in changed if ask.template} == {"g"}
    assert len({ask.template.id for ask in changed if ask.template}) == 2
    for ask in changed:
        assert "ChatGPT" not in ask.prompt_text
        assert "OpenAI" not in ask.prompt_text
        assert "Google" not in ask.prompt_text
        assert ask.question.text in ask.prompt_text


def test_questions_alone_have_no_placebo() -> None:
    asks = plain(QUESTIONS, 5)
    assert placebo(asks) == asks


def test_the_published_words_name_the_strict_identities() -> None:
    assert identity_words("openai") + identity_words("anthropic") == ("gpt", "openai", "claude", "anthropic")


def test_other_makers_are_named_by_their_facts_and_unknown_ones_as_they_are() -> None:
    assert {"google", "gemini"} <= set(identity_words("google"))
    assert identity_words("Ostrel Minds") == ("ostrel minds",)


@pytest.mark.parametrize("vendor", facts.vendors())
def test_no_identity_word_holds_another(vendor: str) -> None:
    words = identity_words(vendor)
    assert words
    assert not [(a, b) for a in words for b in words if a != b and a in b]
