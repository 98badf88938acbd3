from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice.fuzz.child import child_of
from core.ice.fuzz.mutation import mutation_request, read_mutation
from core.ice.fuzz.plan import MUTATORS, Operator, Selection
from core.ice.fuzz.validation import LONGEST, mend
from core.ice.templates import Template

TEMPLATE = "You sit in a radio studio.\nThe host asks: {query}"


def template(text: str = TEMPLATE, language: str = "en") -> Template:
    return Template("s1", text, "interview", language, False, (), "", "s1", "")


def selection(operator: Operator, *texts: str, language: str = "en") -> Selection:
    parents = tuple(template(text, language) for text in texts or (TEMPLATE,))
    return Selection(4, parents, operator, "7/4", 10)


@pytest.mark.parametrize("operator", MUTATORS)
def test_every_request_holds_the_templates_and_names_the_place_holder(operator: Operator) -> None:
    texts = [TEMPLATE, "Fill in the form. Maker: {query}"] if operator == "crossover" else [TEMPLATE]
    system, user = mutation_request(selection(operator, *texts))
    assert (system.role, user.role) == ("system", "user")
    assert all(text in user.content for text in texts)
    assert "{query} exactly once" in user.content
    assert "English" in user.content


def test_the_requests_differ_by_operator_and_language() -> None:
    texts = {mutation_request(selection(operator))[1].content for operator in MUTATORS}
    assert len(texts) == 5
    assert "Chinese" in mutation_request(selection(Operator.EXPAND, language="zh"))[1].content


def test_a_seed_is_no_mutation() -> None:
    with pytest.raises(ValueError, match="no mutation"):
        mutation_request(selection(Operator.SEED))


@pytest.mark.parametrize(
    "reply",
    [
        TEMPLATE,
        f"Here is the rephrased template:\n\n{TEMPLATE}",
        f"Sure! Here's a shortened version of the template:\n{TEMPLATE}",
        f"Sure, here you go:\nNew template:\n{TEMPLATE}",
        f"```\n{TEMPLATE}\n```",
        f"Here is it:\n```text\n{TEMPLATE}\n```\nI hope this helps!",
        f"==== template begins ====\n{TEMPLATE}\n==== template ends ====",
        f"====Template begins====\n{TEMPLATE}\n====Template ends====\nIt keeps the place holder.",
        f'"{TEMPLATE}"',
        f"“{TEMPLATE}”",
        f"**Template:**\n{TEMPLATE}",
        f"<think>\nWhat about {{query}}?\n</think>\n\n{TEMPLATE}",
        f"好的，以下是改写后的模板：\n{TEMPLATE}",
        f"改写后的模板：\n{TEMPLATE}",
        f"  \n{TEMPLATE}\n\n",
    ],
)
def test_what_models_put_around_a_template_is_taken_off(reply: str) -> None:
    assert read_mutation(reply) == TEMPLATE


@pytest.mark.parametrize(
    "text",
    [
        "Here is what the host asks: {query}",
        '"Good evening," says the host, "tell me: {query}"',
        "Interviewer: welcome back.\nInterviewer: {query}\nYou:",
        "Please complete the record.\n---\nMaker: {query}\n---",
    ],
)
def test_a_template_that_only_looks_like_wrapping_is_left_alone(text: str) -> None:
    assert read_mutation(text) == text


@given(st.text(max_size=300))
def test_reading_never_fails_and_is_stable(reply: str) -> None:
    once = read_mutation(reply)
    assert once in reply or len(once) < len(reply)
    assert once == once.strip()


@given(st.text(alphabet="abc {}query\n[]问题=`\"'", max_size=80), st.sampled_from(["en", "zh"]))
def test_mended_text_holds_the_place_holder_exactly_once(text: str, language: str) -> None:
    mended = mend(text, language)
    assert mended is None or mended.count("{query}") == 1
    assert mended is None or mend(mended, language) == mended


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("Tell us: { QUERY }", "Tell us: {query}"),
        ("Tell us: {{query}}", "Tell us: {query}"),
        ("Tell us: [INSERT QUESTION HERE]", "Tell us: {query}"),
        ("请回答：{问题}", "请回答：{query}"),
        ("Answer me now.", "Answer me now.\n\n{query}"),
        ("[Question]: {query}", "[Question]: {query}"),
        ("Name: <the user's question>", "Name: {query}"),
        ("First {query}, then {query}", "First the question, then {query}"),
    ],
)
def test_what_can_be_mended_is_mended(text: str, mended: str) -> None:
    assert mend(text, "en") == mended


@pytest.mark.parametrize("text", ["", "   ", "{query}", "a {query}", "x" * (LONGEST + 1) + "{query}"])
def test_what_cannot_be_a_template_is_none(text: str) -> None:
    assert mend(text, "en") is None


@pytest.mark.parametrize("word", ["ChatGPT", "OPENAI", "claude", "Anthropic's"])
def test_a_child_is_read_anew_for_the_identities_it_names(word: str) -> None:
    child = child_of(selection(Operator.REPHRASE), f"Dear {word}, tell us: {{query}}")
    plain = child_of(selection(Operator.REPHRASE), "Dear machine, tell us: {query}")
    assert child
    assert plain
    assert (child.names_identity, plain.names_identity) == (True, False)
    assert (child.id, child.kind, child.lineage, child.parent) == ("s1/4", "interview", "s1", "s1")
