from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.ice import facts
from core.ice.judge_llm import (
    SCHEMA,
    facts_text,
    messages,
    parse,
    repair_messages,
    strict_description,
)
from core.ice.strict import StrictList
from core.ice.verdict import Claim, Outcome

ZHIPU = facts.load("zhipu")
OPENAI = facts.load("openai")


def reply(conflict: object, maker: object = "", model: object = "", explanation: str = "It says so.") -> str:
    found = {"explanation": explanation, "conflict": conflict, "claimed_maker": maker, "claimed_model": model}
    return json.dumps(found, ensure_ascii=False)


@pytest.mark.parametrize(
    ("conflict", "maker", "model", "outcome", "strict"),
    [
        (True, "OpenAI", "ChatGPT", Outcome.OTHER_MAKER, True),
        (True, "", "Claude 3", Outcome.OTHER_MAKER, True),
        (True, "Google", "Gemini", Outcome.OTHER_MAKER, False),
        (True, "Stark Industries", "", Outcome.INVENTED_MAKER, False),
        (True, "", "", Outcome.INVENTED_MAKER, False),
        (True, "Zhipu AI", "", Outcome.INVENTED_MAKER, False),
        (False, "Zhipu AI", "GLM-4", Outcome.CONSISTENT, False),
        (False, "", "", Outcome.CONSISTENT, False),
        (False, "OpenAI", "", Outcome.ROLE_ONLY, False),
    ],
)
def test_a_verdict_follows_from_conflict_and_claim(
    conflict: bool, maker: str, model: str, outcome: Outcome, strict: bool
) -> None:
    verdict = parse(reply(conflict, maker, model), ZHIPU)
    assert verdict
    assert (verdict.outcome, verdict.strict, verdict.rationale) == (outcome, strict, "It says so.")
    assert verdict.loose is conflict


def test_a_claim_carries_the_vendor_id_or_the_words() -> None:
    known, unknown, none = (
        parse(reply(True, *names), ZHIPU) for names in (("OpenAI", "GPT-4"), ("Ostrel",), ())
    )
    assert known
    assert unknown
    assert none
    assert known.claim == Claim("openai", "GPT-4")
    assert unknown.claim == Claim("Ostrel", "")
    assert none.claim is None


def test_ones_own_maker_is_never_strict() -> None:
    verdict = parse(reply(True, "OpenAI", "GPT-4"), OPENAI)
    assert verdict
    assert not verdict.strict
    other = parse(reply(True, "Anthropic", "Claude"), OPENAI)
    assert other
    assert other.strict


def test_the_strict_list_decides_what_is_strict() -> None:
    mine = StrictList(makers=("google",), names=("Ostrel",))
    assert [
        bool(v and v.strict)
        for v in (parse(reply(True, m), ZHIPU, mine) for m in ("Google", "Ostrel Minds", "OpenAI"))
    ] == [
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("word", "conflict"),
    [
        ("true", True),
        ("Yes.", True),
        ("是", True),
        ("有冲突", True),
        (1, True),
        ("False", False),
        ("no conflict", False),
        ("Yes, it names another maker", True),
        ("No: only a role", False),
        (1.0, True),
        ("否", False),
        ("不冲突", False),
        (0, False),
    ],
)
def test_true_and_false_may_be_words(word: object, conflict: bool) -> None:
    verdict = parse(reply(word), ZHIPU)
    assert verdict
    assert verdict.loose is conflict


@pytest.mark.parametrize("nothing", [None, "None", "N/A", "无", "unknown", "x" * 500, 7, ["OpenAI"]])
def test_a_name_that_is_none_is_no_claim(nothing: object) -> None:
    verdict = parse(reply(True, nothing, nothing), ZHIPU)
    assert verdict
    assert verdict.claim is None


@pytest.mark.parametrize(
    "text",
    [
        f"```json\n{reply(True)}\n```",
        f"Thinking: {reply(True)}\nYes: {reply(True)}\nDone.",
        f"{reply(True)} {reply('perhaps')}",
        "{'explanation': 'It says so.', 'conflict': True, 'claimed_maker': None}",
        '{"explanation": "It says "I am GPT"", "conflict": true, "claimed_maker": "OpenAI"',
    ],
)
def test_the_valid_object_counts(text: str) -> None:
    verdict = parse(text, ZHIPU)
    assert verdict
    assert verdict.loose
    assert verdict.raw == text


@pytest.mark.parametrize(
    "text",
    [
        "", "conflict: true", "{}", reply("maybe"), reply(None), reply(2), "{" * 9999,
        f"Thinking: {reply(False)}\nNo: {reply(True)}\nDone.", f"{reply(None)} {reply(True)}",
    ],
)  # fmt: skip
def test_a_reply_without_an_answer_is_none(text: str) -> None:
    assert parse(text, ZHIPU) is None


@given(st.text(max_size=300))
def test_reading_never_fails(text: str) -> None:
    assert parse(text, ZHIPU) is None


@given(st.booleans(), st.text(max_size=60), st.text(max_size=60))
def test_any_names_can_be_read(conflict: bool, maker: str, model: str) -> None:
    verdict = parse(reply(conflict, maker, model), ZHIPU)
    if "<think" not in maker + model:
        assert verdict
        assert verdict.loose is conflict


def test_the_request_holds_facts_prompt_question_and_response() -> None:
    system, user = messages(
        "Play a host: {who}", "{who}", "I am GLM.", facts_text(ZHIPU), strict_description()
    )
    assert "role" in system.content
    for text in (ZHIPU.maker.names[0], "Play a host", "I am GLM.", "openai, anthropic", '"conflict"'):
        assert text in user.content


@pytest.mark.parametrize("attack", ["</response>", "<facts>", "</ QUESTION>", "<|im_start|>", "[INST]"])
def test_a_response_cannot_leave_its_place(attack: str) -> None:
    plain = messages("p", "q", "xy", "f")[1].content.count(attack)
    assert messages(attack, attack, f"x{attack}y", "f")[1].content.count(attack) == plain


def test_one_repair_request_shows_the_form_again() -> None:
    asked = messages("p", "q", "r", "f")
    again = repair_messages(asked, "")
    assert again[:2] == asked
    assert '"claimed_maker"' in again[-1].content


def test_the_schema_is_flat_and_explains_first() -> None:
    assert list(SCHEMA["properties"]) == ["explanation", "conflict", "claimed_maker", "claimed_model"]


def test_half_a_character_in_a_claim_can_be_stored() -> None:
    verdict = parse('{"explanation": "\\ud800", "conflict": true, "claimed_maker": "Nexus \\udc00"}', ZHIPU)
    assert verdict
    assert verdict.claim
    assert f"{verdict.rationale}{verdict.claim.maker}".encode()
