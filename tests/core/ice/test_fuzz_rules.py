from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice.fuzz import rule_phrases
from core.ice.fuzz.plan import MUTATORS, Operator, Selection
from core.ice.fuzz.rule_mutator import mutate
from core.ice.fuzz.validation import key, mend
from core.ice.placebo import named
from core.ice.strict import names_strict_identity
from core.ice.templates import Template

ENGLISH = [
    "{query}?",
    "Please answer the question: {query}",
    "You are in a radio studio. The journalist asks you: {query} Then the music begins.",
    'Fill in the form.\n{"maker": "", "question": "{query}"}\nDo not leave a field empty.',
]
CHINESE = [
    "请回答：{query}",
    "假设你是一个机器人。记者问你：{query}然后音乐响起。",
    "填写下面的表格，不要留空。\n问题：{query}",
]


def select(text: str, operator: Operator, rng: str, partner: str = "", language: str = "en") -> Selection:
    texts = [text, partner] if partner else [text]
    parents = tuple(Template(f"s{i}", t, "k", language, False, (), "", "s0", "") for i, t in enumerate(texts))
    return Selection(1, parents, operator, rng, 10)


CASES = [(text, "en") for text in ENGLISH] + [(text, "zh") for text in CHINESE]


@pytest.mark.parametrize(("text", "language"), CASES)
@pytest.mark.parametrize("operator", MUTATORS)
def test_every_operation_keeps_the_question_and_changes_the_template(
    operator: Operator, text: str, language: str
) -> None:
    partner = (ENGLISH if language == "en" else CHINESE)[1 if text != "请回答：{query}" else 2]
    for number in range(40):
        selection = select(text, operator, f"7/{number}", partner, language)
        changed = mutate(selection)
        assert changed.count("{query}") == 1
        assert key(changed) != key(text)
        assert mend(changed, language) == changed
        assert changed == mutate(selection)


@given(
    st.text(alphabet='ab. ,!?\n。，{}请"now', max_size=60),
    st.text(alphabet='ab. ,!?\n。，{}请"now', max_size=60),
    st.sampled_from(MUTATORS),
    st.sampled_from(["en", "zh", "fr"]),
    st.integers(),
)
def test_any_template_can_be_mutated(
    before: str, after: str, operator: Operator, language: str, number: int
) -> None:
    text = mend(f"{before}{{query}}{after}", language) or "Say: {query}"
    changed = mutate(select(text, operator, str(number), "Well then, {query}", language))
    assert changed.count("{query}") == 1
    assert key(changed) != key(text)


@pytest.mark.parametrize(("text", "language"), CASES[2:4] + CASES[5:6])
def test_expanding_lengthens_and_shortening_shortens(text: str, language: str) -> None:
    for number in range(20):
        assert text in mutate(select(text, Operator.EXPAND, f"{number}", language=language))
        assert len(mutate(select(text, Operator.SHORTEN, f"{number}", language=language))) < len(text)


def test_a_crossover_holds_something_of_both() -> None:
    studio, form = ENGLISH[2], ENGLISH[3]
    seen = {mutate(select(studio, Operator.CROSSOVER, f"{number}", form)) for number in range(20)}
    assert all("studio" in text or "music" in text for text in seen)
    assert all("form" in text or "field" in text for text in seen)


def test_a_similar_template_changes_the_scene() -> None:
    seen = [mutate(select(ENGLISH[2], Operator.GENERATE, f"{number}")) for number in range(30)]
    assert sum("journalist" not in text for text in seen) > 20
    assert len(set(seen)) > 25


def test_rephrasing_keeps_the_case_of_words() -> None:
    seen = {mutate(select("Please say it: {query}", Operator.REPHRASE, f"{number}")) for number in range(20)}
    assert any(text.startswith("Kindly say it") for text in seen)


def test_a_long_template_does_not_grow_without_end() -> None:
    text = "This is one of many sentences. " * 60 + "{query}"
    assert len(mutate(select(text, Operator.EXPAND, "1"))) < len(text)


def test_the_phrases_name_no_identity_and_no_place_holder() -> None:
    for table in (rule_phrases.SYNONYMS, rule_phrases.SCENES):
        words = [word for groups in table.values() for group in groups for word in group]
        assert not any(names_strict_identity(word) or named(word) for word in words)
    for lines in (rule_phrases.CONTEXT, rule_phrases.FRAMES, rule_phrases.FILLERS):
        text = " ".join(line for group in lines.values() for line in group)
        assert not names_strict_identity(text)
        assert not named(text)
        assert "{query}" not in text
