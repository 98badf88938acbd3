"""The measured judge holds what it promises: identity, symmetry, range, and the right loss for the right change."""

from __future__ import annotations

import json
import pickle
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.rse import measured
from core.rse.judgment import SCORES

PROJECT = Path(__file__).parents[3]
ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)
WORDY = st.lists(
    st.sampled_from(
        [
            "the",
            "of",
            "to",
            "you",
            "I'm",
            "Routes",
            "routing",
            "14",
            "GPT",
            "，",
            "我们",
            "人工智能",
            "\n",
            "\n\n",
            "- ",
            "1. ",
            "# ",
            "```",
            "**bold**",
            "snake_case",
            ".",
            "! ",
            "😀",
            "\ud800",
            "|",
            "a|b",
            "> ",
            "ไทย",
            "한국어",
        ]
    ),
    max_size=60,
).map(" ".join)
TEXTS = ANY_TEXT | WORDY

ENGLISH = """Sure! Here is how to keep a small garden alive through a dry summer.

## Water less often, but deeply

1. **Soak the soil** in the early morning, so that the roots grow down and the leaves dry before noon.
2. **Cover the ground** with straw or bark. A thick cover halves what the sun takes away.
3. **Group thirsty plants** together, because one hose can then reach them all.

## Choose what can bear it

- Lavender, thyme and sage ask for almost nothing.
- Tomatoes need shade after three o'clock, however strong they look.

Don't feed a dry plant. It can't drink what you give it, and salt would burn its roots. If a leaf curls at dusk,
wait until sunrise before you decide. I hope this helps!"""
ENGLISH_PARAPHRASE = """To keep your little garden living in summer drought, water the soil deeply but rarely,
early in the morning: roots will then grow downward and leaves are dry by noon. Straw or bark as a cover
on the ground cuts the sun's take in half.
Put thirsty plants side by side so a single hose reaches every one. Sage, thyme and lavender need
next to nothing, while tomatoes want afternoon shade. Never feed plants that are dry; the salt burns the roots. A leaf
that curls at dusk may recover by sunrise."""
ENGLISH_UNRELATED = """The treaty of 1648 ended thirty years of war. It gave princes the right to settle religion in
their own lands, and it recognised the Swiss cantons and the Dutch provinces as free. Historians often date the modern
idea of a sovereign state from it, although the text itself never uses the word in that sense."""

CHINESE = """好的！下面介绍怎样让小花园度过干旱的夏天。

## 少浇水，但要浇透

1. **清晨浇透土壤**，这样根会向下生长，叶子在中午之前就干了。
2. **用稻草或树皮覆盖地面**。厚厚的一层可以让蒸发减少一半。
3. **把喜水的植物放在一起**，因为一根水管就能照顾到它们。

## 选择耐旱的植物

- 薰衣草、百里香和鼠尾草几乎不需要照顾。
- 番茄在下午三点以后需要遮阴，不管它们看起来多么强壮。

不要给干渴的植物施肥。它不能吸收养分，盐分还会烧伤根系。如果叶子在傍晚卷曲，请等到日出再决定。希望对你有帮助！"""
CHINESE_PARAPHRASE = """干旱的夏天要让小花园活下来，浇水次数要少，
但每次都要在清晨把土壤浇透，根才会向下生长，叶子中午之前也能干。
地面铺上稻草或者树皮，蒸发就减少一半。喜水的植物种在一起，一根水管便能照顾。
鼠尾草、百里香、薰衣草几乎不用照顾，番茄下午需要遮阴。
干渴的植物不能施肥，盐分会烧伤根系。傍晚卷曲的叶子到日出也许就恢复了。"""
CHINESE_UNRELATED = """一六四八年的和约结束了三十年战争。它让各国君主决定自己领地的宗教，
也承认瑞士各州与荷兰各省的独立。
历史学家常把现代主权国家的概念追溯到这份文件，尽管文本里从来没有用过这个词。"""

LANGUAGES = {
    "English": (ENGLISH, ENGLISH_PARAPHRASE, ENGLISH_UNRELATED),
    "Chinese": (CHINESE, CHINESE_PARAPHRASE, CHINESE_UNRELATED),
}
ODD = {
    "empty": "",
    "blank": " \n\t\n",
    "word": "Yes",
    "Chinese word": "好",
    "punctuation": "?!...",
    "emoji": "😀😀👍🏽",
    "function words": "to be or not to be",
    "number": "42",
    "code": "```python\nprint(1)\n```",
    "open fence": "```\nx = 1",
    "mixed": "用 Python 写 a loop，然后 run it. はい、わかりました。",
    "surrogate": "\ud800 broken \udfff",
    "own marks": "\ue001\ue002 _ ^ $ \ue100",
    "rule only": "---\n***\n",
    "table": "| a | b |\n|---|---|\n| 1 | 2 |",
    "null": "a\x00b",
}


def without_formatting(text: str) -> str:
    return re.sub(r"^\s*(?:#+|[-*]|\d+\.)\s+", "", re.sub(r"[*_`]", "", text), flags=re.MULTILINE)


def with_sentences_shuffled(text: str) -> str:
    sentences = re.split(r"(?<=[.!?。！？])\s*(?=\S)", text)
    random.Random(5).shuffle(sentences)
    return " ".join(sentences)


@pytest.mark.parametrize("text", [ENGLISH, CHINESE, *ODD.values()], ids=["English", "Chinese", *ODD])
def test_identical_responses_score_five_in_everything(text: str) -> None:
    judgment = measured.judge(text, text)
    assert [getattr(judgment, name) for name in SCORES] == [5.0] * 4
    assert judgment.rationale == "The two responses are identical."


@pytest.mark.parametrize("language", LANGUAGES)
def test_stripped_formatting_costs_style_and_structure_but_not_content(language: str) -> None:
    text = LANGUAGES[language][0]
    judgment = measured.judge(text, without_formatting(text))
    assert judgment.style < 4.8
    assert judgment.structure < 4.2
    assert judgment.content > 4.9


@pytest.mark.parametrize("language", LANGUAGES)
def test_shuffled_sentences_cost_structure_more_than_content(language: str) -> None:
    text = LANGUAGES[language][0]
    plain = without_formatting(text).replace("\n", " ")
    judgment = measured.judge(plain, with_sentences_shuffled(plain))
    assert judgment.structure < 4.0
    assert judgment.content > 4.5


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_paraphrase_keeps_content_far_above_an_unrelated_answer(language: str) -> None:
    text, paraphrase, unrelated = LANGUAGES[language]
    kept, lost = measured.judge(text, paraphrase), measured.judge(text, unrelated)
    assert kept.content > lost.content + 1
    assert lost.content < 1.5
    assert kept.components["content"] > lost.components["content"]


def test_chinese_and_english_lose_alike() -> None:
    losses = []
    for text, paraphrase, unrelated in LANGUAGES.values():
        changed = (without_formatting(text), paraphrase, unrelated)
        losses.append([measured.judge(text, other) for other in changed])
    for english, chinese in zip(*losses, strict=True):
        for name in SCORES:
            assert abs(getattr(english, name) - getattr(chinese, name)) < 1.2


@pytest.mark.parametrize("one", ODD.values(), ids=ODD)
@pytest.mark.parametrize("two", [*ODD.values(), ENGLISH, CHINESE], ids=[*ODD, "English", "Chinese"])
def test_odd_responses_stay_in_range(one: str, two: str) -> None:
    assert_sound(measured.judge(one, two))


def test_nothing_against_something_scores_one() -> None:
    judgment = measured.judge("", ENGLISH)
    assert [getattr(judgment, name) for name in SCORES] == [1.0] * 4
    assert judgment.rationale == "One of the two responses is empty."


def assert_sound(judgment: measured.RseJudgment) -> None:
    assert judgment.scored
    assert all(1.0 <= getattr(judgment, name) <= 5.0 for name in SCORES)
    assert judgment.overall == pytest.approx((judgment.style + judgment.structure + judgment.content) / 3)
    assert set(judgment.components) >= {"style", "structure", "content"}
    assert judgment.rationale.endswith(".")
    judgment.rationale.encode("utf-8")


@settings(max_examples=300, deadline=None)
@given(TEXTS, TEXTS)
def test_any_pair_is_in_range_and_the_same_both_ways(one: str, two: str) -> None:
    forth, back = measured.judge(one, two), measured.judge(two, one)
    assert_sound(forth)
    assert [getattr(forth, name) for name in SCORES] == [getattr(back, name) for name in SCORES]
    assert forth.components == back.components


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_any_text_is_identical_to_itself(text: str) -> None:
    judgment = measured.judge(text, text)
    assert (judgment.style, judgment.structure, judgment.content, judgment.overall) == (5.0, 5.0, 5.0, 5.0)


@settings(max_examples=60, deadline=None)
@given(TEXTS)
def test_nothing_is_more_like_a_text_than_itself(text: str) -> None:
    itself, other = measured.judge(text, text), measured.judge(text, ENGLISH)
    for name in ("style", "structure", "content"):
        assert other.components[name] <= itself.components[name]


def test_real_answers_are_the_same_both_ways() -> None:
    forth, back = measured.judge(ENGLISH, ENGLISH_PARAPHRASE), measured.judge(ENGLISH_PARAPHRASE, ENGLISH)
    assert forth.components == back.components
    assert forth.overall == back.overall


def test_judging_many_equals_judging_each() -> None:
    texts = [ENGLISH, CHINESE, ENGLISH_PARAPHRASE, "", ENGLISH_UNRELATED]
    pairs = [(one, two) for one in texts for two in texts]
    assert measured.judge_many(pairs) == [measured.judge(*pair) for pair in pairs]


def test_features_survive_pickling() -> None:
    for text in (ENGLISH, CHINESE, *ODD.values()):
        features = measured.features(text)
        assert pickle.loads(pickle.dumps(features)) == features


def test_the_same_in_every_process() -> None:
    script = (
        "import json, sys; from core.rse import measured; pairs = json.load(sys.stdin);"
        "print(json.dumps([[j.overall, j.components, j.rationale] for j in measured.judge_many(pairs)]))"
    )
    pairs = json.dumps([(ENGLISH, ENGLISH_PARAPHRASE), (CHINESE, CHINESE_PARAPHRASE), (ENGLISH, CHINESE)])
    answers = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=pairs, capture_output=True, text=True, check=True, cwd=PROJECT,
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(PROJECT)},
        ).stdout
        for seed in ("0", "1", "4711")
    }  # fmt: skip
    assert len(answers) == 1


@pytest.mark.parametrize(
    "text",
    ["x" * 1_000_000, "[" * 999_998 + "](", "* " * 500_000, "'" * 1_000_000, "我" * 1_000_000, "a_" * 500_000,
     "\n" * 1_000_000, "1. a\n" * 200_000, "word " * 200_000 + "*"],
    ids=["one word", "brackets", "bullets", "quotes", "Chinese", "underscores", "lines", "items", "words"],
)  # fmt: skip
def test_a_megabyte_is_read_in_its_beginning_and_end_only(text: str) -> None:
    features = measured.features(text)
    assert features.characters == len(text)
    assert features.tokens < 250_000
    assert len(features.kinds) <= 600
    assert_sound(measured.judge(text, ENGLISH))


def test_the_middle_of_a_huge_response_is_not_read_but_its_identity_is() -> None:
    long = ENGLISH * 1500
    other = long[:500_000] + "zebra" + long[500_005:]
    judgment = measured.judge(long, other)
    assert judgment.rationale != "The two responses are identical."


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_the_line_ends_of_a_file_play_no_part(end: str) -> None:
    text = "## Dogs\n\n- a point about dogs\n- a point about cats\n\nThe end of the list is here.\n"
    found = measured.judge(text, text.replace("\n", end))
    assert (found.style, found.structure, found.content, found.overall) == (5.0, 5.0, 5.0, 5.0)
