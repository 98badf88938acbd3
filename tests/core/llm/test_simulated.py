from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from statistics import mean
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import resources
from core.llm.chat import ChatReply, ChatRequest, Message
from core.llm.factory import build
from core.llm.simulated import Dial, Simulated
from core.llm.simulated_identity import asks_identity
from core.llm.simulated_text import language
from core.rse import measured
from core.study import ModelSpec

ENGLISH = "Explain how a lighthouse keeper might organise the storage of lamp oil through the winter."
CHINESE = "请说明怎样为一座小城市安排冬季的供水计划。"


async def says(model: Simulated, prompt: str, repeat: int = 0) -> ChatReply:
    return await model.ask(ChatRequest((Message("user", prompt),), repeat=repeat))


def prompts() -> list[str]:
    found = []
    for name in ("reasoning", "math", "instructions"):
        for line in resources.read_text("prompts", f"{name}.jsonl").splitlines():
            row = json.loads(line)
            text = row.get("prompt", row.get("turns"))
            found.append(text[0] if isinstance(text, list) else text)
    return found


async def test_scores_come_in_the_order_of_the_dial() -> None:
    chosen = prompts()[::3]
    reference = Simulated("reference (simulated)", Dial())
    expected = [(await says(reference, prompt)).text for prompt in chosen]
    means = {}
    for closeness in (1.0, 0.9, 0.6, 0.3, 0.0):
        model = Simulated(f"dial {closeness} (simulated)", Dial(closeness))
        answers = [(await says(model, prompt)).text for prompt in chosen]
        means[closeness] = mean(
            measured.judge(*pair).overall or 0 for pair in zip(expected, answers, strict=True)
        )
    ordered = list(means.values())
    assert ordered == sorted(ordered, reverse=True)
    assert min(a - b for a, b in pairwise(ordered)) > 0.1
    assert means[1.0] == pytest.approx(5.0)


@pytest.mark.parametrize("prompt", [ENGLISH, CHINESE])
async def test_a_copy_is_a_copy_and_answers_are_in_the_prompt_s_language(prompt: str) -> None:
    reference, copy = Simulated("r simulated", Dial()), Simulated("c simulated", Dial())
    other = Simulated("o simulated", Dial(0.0))
    answer = (await says(reference, prompt)).text
    assert (await says(copy, prompt)).text == answer
    assert (await says(other, prompt)).text != answer
    assert language(answer) == language(prompt)
    assert "{" not in answer


async def test_the_reference_asked_again_is_close_but_not_the_same() -> None:
    reference = Simulated("r simulated", Dial())
    first = [(await says(reference, prompt)).text for prompt in prompts()[:30]]
    again = [(await says(reference, prompt, repeat=1)).text for prompt in prompts()[:30]]
    scores = [measured.judge(a, b).overall or 0 for a, b in zip(first, again, strict=True)]
    assert first != again
    assert 4.0 < mean(scores) < 5.0


async def test_replies_say_that_they_are_simulated() -> None:
    for name in ("near copy (simulated)", "innocent"):
        reply = await says(Simulated(name, Dial()), ENGLISH)
        assert reply.asked_as == "simulated"
        assert "simulated" in reply.model
        assert reply.usage.output_tokens


async def leak_rate(model: Simulated, count: int = 300) -> float:
    texts = [(await says(model, "Which company made you?", repeat)).text for repeat in range(count)]
    return mean("OpenAI" in text or "Anthropic" in text for text in texts)


@pytest.mark.parametrize("leak", [0.0, 0.3, 1.0])
async def test_leaks_come_at_their_rate(leak: float) -> None:
    model = Simulated("leaky (simulated)", Dial(0.5, leak=leak, vendor="zhipu"))
    assert await leak_rate(model) == pytest.approx(leak, abs=0.08)


async def test_the_truth_is_told_in_the_first_person() -> None:
    model = Simulated("honest (simulated)", Dial(vendor="alibaba"))
    assert "Alibaba" in (await says(model, "Who created you?")).text
    assert "阿里" in (await says(model, "你是由谁开发的？")).text


async def test_leaks_can_depend_on_the_template() -> None:
    dial = Dial(0.5, leak=0.25, leak_by_template=True, vendor="zhipu")
    model = Simulated("leaky (simulated)", dial)
    rates = []
    for template in range(40):
        asked = [f"Scene {template}: be honest.\n{q}" for q in ("Who made you?", "What is your name?")]
        texts = [(await says(model, prompt, repeat)).text for prompt in asked for repeat in range(20)]
        rates.append(mean("OpenAI" in text or "Anthropic" in text for text in texts))
    assert mean(rates) == pytest.approx(0.25, abs=0.12)
    assert max(rates) > 0.7
    assert sum(rate < 0.1 for rate in rates) > 12


def test_identity_questions_are_known_from_others() -> None:
    lines = resources.read_text("ice", "questions.jsonl").splitlines()
    assert all(asks_identity(f"Stay in character. {json.loads(line)['text']}") for line in lines)
    assert not any(asks_identity(prompt) for prompt in prompts())


@given(prompt=st.text(max_size=200), closeness=st.floats(0, 1), repeat=st.integers(0, 3))
async def test_any_prompt_has_an_answer(prompt: str, closeness: float, repeat: int) -> None:
    model = Simulated("any (simulated)", Dial(closeness, leak=0.5))
    first, second = await says(model, prompt, repeat), await says(model, prompt, repeat)
    assert first.text
    assert first.text == second.text


@pytest.mark.parametrize(
    ("fields", "closeness"),
    [({"role": "reference"}, 1.0), ({"role": "test", "closeness": 0.4}, 0.4), ({"role": "control"}, 0.0)],
)
def test_build(fields: dict[str, Any], closeness: float) -> None:
    spec = ModelSpec(**{"name": "x (simulated)", "provider": "simulated", **fields})
    model = build(spec, Path(), None)  # type: ignore[arg-type]
    assert f"closeness={closeness}" in model.identity.model
    assert model.account == "simulated"
