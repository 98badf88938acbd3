from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rse.confounds import Confounds, Side
from core.rse.kin import Kin
from core.rse.nearest import NearestRow, Ranked
from core.rse.place import Place
from core.rse.reading import band, read_nearest, read_rse
from core.rse.scores import RseRow
from core.wording import Language

ROW = RseRow("m", "r", "measured", None, 3.0, 3.0, 3.0, 3.0, 2.9, 3.1, 500, 0, 0)
PLACE = Place(0.42, 0.3, 0.55, 3.0, 4.2, 2.1, 1.9, 2.3, 500)
SIDE = Side(0.5, 0.0, 0.0, None, 200.0, 0.0, False)
PANEL = Confounds(1.1, 1.0, 0.0, SIDE, SIDE, 0, 500)
RANKING = (Ranked("x", 1.2, 0.97, None), Ranked("y", 0.1, 0.02, 0.001), Ranked("z", -1.3, 0.01, 0.2))
NEAREST = NearestRow("m", "measured", None, "y", None, RANKING, 500)
LANGUAGES: tuple[Language, ...] = ("en", "zh")


def test_a_row_is_worded_with_its_figures_and_a_limit() -> None:
    text = read_rse(ROW, place=PLACE)
    assert text.startswith(
        "The measured judge (built in) finds the responses of m somewhat similar to those of r: "
    )
    assert "3.00 on a scale of 1 to 5 (95 % interval 2.90 to 3.10), over 500 prompts." in text
    assert "this is 42 % (30 % to 55 %)" in text
    assert text.endswith("Similarity has no direction, and it can have several causes: shared training data, "
                         "one right answer, like length.")  # fmt: skip


@pytest.mark.parametrize(
    ("overall", "words"),
    [
        (1.0, "very unlike"),
        (2.0, "unlike"),
        (3.0, "somewhat similar to"),
        (4.0, "similar to"),
        (5.0, "very similar to"),
    ],
)
def test_bands_rise_with_the_score(overall: float, words: str) -> None:
    assert band(overall) == words
    assert "相似" in band(overall, "zh")


def test_a_name_with_a_comma_does_not_break_the_sentence_up() -> None:
    row = replace(ROW, model="m, greedy")
    assert "the responses of “m, greedy” somewhat similar" in read_rse(row)
    assert "“m, greedy” 的回答" in read_rse(row, language="zh")


KIN = Kin("same", ("base",), "weights", stated=False, verified=True, released="", reference_released="")


@pytest.mark.parametrize(("language", "unlike"), [("en", "unlike"), ("zh", "不相似")])
@pytest.mark.parametrize("overall", [2.1, 2.3])
def test_none_is_called_unlike_where_the_reference_is_no_more_like_itself(
    overall: float, language: Language, unlike: str
) -> None:
    row = replace(ROW, overall=overall, low=None, high=None, n=12)
    ceiling = replace(row, model="r", overall=2.2)
    text = read_rse(row, ceiling=ceiling, language=language)
    assert unlike not in text
    assert text.count("2.20") == 1
    assert f"{overall:.2f}" in text
    assert unlike in read_rse(row, ceiling=replace(ceiling, overall=4.2), language=language)


@pytest.mark.parametrize("n", [12, 500])
@pytest.mark.parametrize(("language", "expected"), [("en", "similarity is expected"), ("zh", "意料之中")])
def test_relatives_with_a_low_score_are_not_said_to_be_expected_alike(
    n: int, language: Language, expected: str
) -> None:
    low = replace(ROW, overall=2.1, n=n)
    text = read_rse(low, kin=KIN, language=language)
    assert expected not in text
    assert ("temperature above all" if language == "en" else "温度") in text
    assert expected in read_rse(replace(low, overall=3.9), kin=KIN, language=language)


def test_nothing_scored_is_said() -> None:
    nothing = replace(ROW, style=None, structure=None, content=None, overall=None, low=None, high=None, n=0)
    assert read_rse(nothing) == "There is no pair of responses of m and r to compare."
    failed = replace(nothing, judge="gpt-4o", unscored=40)
    assert read_rse(failed) == "The judge gpt-4o gave no usable score for any response of m beside r."
    assert read_rse(failed, language="zh").startswith("评判者 gpt-4o 没有对 m 与 r 的")


def test_one_prompt_is_worded_in_the_singular() -> None:
    text = read_rse(replace(ROW, n=1, low=None, high=None))
    assert "finds the one response of m somewhat similar to that of r: 3.00 on a scale of 1 to 5." in text
    assert "prompts." not in text.replace("fewer than 30 prompts", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("judge", ["measured", "rules", "published", "gpt-4o"])
def test_a_judge_is_called_a_judge_once(judge: str, language: Language) -> None:
    for text in (read_rse(replace(ROW, judge=judge), language=language),
                 read_nearest(replace(NEAREST, judge=judge), language)):  # fmt: skip
        assert text.lower().count("judge" if language == "en" else "评判者") == 1
        assert "measured," not in text


def test_a_scale_too_short_is_said() -> None:
    assert "too close together" in read_rse(ROW, place=replace(PLACE, place=None, low=None, high=None))
    unknown = replace(PLACE, place=None, low=None, high=None, gap_low=None, gap_high=None)
    assert read_rse(ROW, place=unknown) == read_rse(ROW)


@pytest.mark.parametrize(
    ("panel", "words"),
    [
        (replace(PANEL, test=replace(SIDE, too_short=True)), "so short"),
        (replace(PANEL, same_language=0.5), "same language"),
        (replace(PANEL, reference=replace(SIDE, refusals=0.4)), "Refusals make up 40 %"),
        (replace(PANEL, length_ratio=3.0), "differ much in length"),
        (PANEL, "no direction"),
    ],
)
def test_the_most_pressing_confound_is_named(panel: Confounds, words: str) -> None:
    assert words in read_rse(ROW, panel=panel)


def test_few_prompts_and_missing_judgments_are_named() -> None:
    assert "fewer than 30 prompts" in read_rse(replace(ROW, low=None, high=None, n=29))
    assert "200 of 700 judgments are missing" in read_rse(replace(ROW, unscored=150, no_answer=50))
    both = read_rse(replace(ROW, low=None, high=None, n=3, unscored=27))
    assert "fewer than 30 prompts" in both
    assert "27 of 30 judgments are missing" in both
    assert both.endswith("read the figure as a first impression."), (
        "last, where several models' readings share it"
    )


def test_a_ranking_is_worded_with_its_rivals_floor_and_length() -> None:
    text = read_nearest(NEAREST)
    assert (
        "Of the 3 references given, the measured judge (built in) finds the responses of m closest to those of x"
        in text
    )
    assert "97 % of the resamples of 500 prompts, though not clearly ahead of z." in text
    assert "Too few unrelated models were measured" in text
    assert "answer length alone would name y." in text
    assert text.endswith("Closest of those given does not mean derived from it.")


def test_a_clear_ranking_above_the_floor_says_so() -> None:
    clear = replace(NEAREST, ranking=RANKING[:2], above_floor=True, length_first="x")
    text = read_nearest(clear)
    assert "is clearly ahead of every other" in text
    assert "m is closer to x than any unrelated model" in text
    assert "would name the same reference" in text
    assert "m is no closer to x" in read_nearest(replace(clear, above_floor=False, length_first=None))


def test_one_prompt_is_not_resampled() -> None:
    single = replace(NEAREST, ranking=(Ranked("x", 1.0, None, None), Ranked("y", -1.0, None, 1.0)), n=1)
    assert "on one prompt only" in read_nearest(single)


def test_chinese_says_the_same_figures() -> None:
    assert "3.00 分" in read_rse(ROW, place=PLACE, language="zh")
    assert "42%" in read_rse(ROW, place=PLACE, language="zh")
    assert "97%" in read_nearest(NEAREST, language="zh")


@given(
    st.floats(1, 5),
    st.integers(1, 1000),
    st.sampled_from([True, False, None]),
    st.sampled_from([None, "x", "y"]),
)
def test_no_reading_accuses(overall: float, n: int, above: bool | None, length: str | None) -> None:
    row = replace(ROW, overall=overall, n=n)
    nearest = replace(NEAREST, above_floor=above, length_first=length)
    for language, place in product(LANGUAGES, (PLACE, None)):
        for text in (read_rse(row, place=place, language=language), read_nearest(nearest, language)):
            assert "{" not in text
            assert not any(
                word in text.lower() for word in ("stolen", "proof", "proves", "copied", "窃", "抄袭", "证明")
            )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_model_that_comes_up_to_the_ceiling_is_not_called_unlike(language: Language) -> None:
    low = replace(ROW, overall=2.1, low=2.0, high=2.2)
    ceiling = replace(ROW, model="r", overall=2.2, low=2.05, high=2.35)
    unlike, reached = band(2.1, language), read_rse(low, ceiling=ceiling, language=language)
    assert unlike in read_rse(low, language=language)
    assert unlike not in reached
    assert "2.20" in reached
    below = read_rse(replace(low, overall=2.0), ceiling=ceiling, language=language)
    assert unlike in below
    assert "2.20" in below, "what the reference reaches stands beside a low figure"
    beyond = {"en": "another model may still score more", "zh": "其他模型仍可能得分更高"}
    assert beyond[language] in below, "a ceiling is a mean, which a row may come out above"
