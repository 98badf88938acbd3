"""The arithmetic under the measured judge: frozen scores, the five-point map, and each measure against a plain one."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.rse import measured
from core.rse.judgment import DIMENSIONS
from core.rse.measured import blocks, calibration, families, lexer, patterns, surface
from core.rse.measured.measurements import HEAD, TAIL, common_start

KINDS = st.text("PHNBC", max_size=25)

# Changing a weight, a list or a constant changes these: then VERSION must change with them.
FROZEN = [
    (
        "Sure! Paris is the capital of France.",
        "The capital of France is Paris, which lies on the Seine.",
        (3.042301446323987, 2.084249084249085, 4.301315807383586),
    ),
    (
        "# Tea\n\n1. Boil the water.\n2. Warm the pot.\n\nDon't stir it.",
        "Boil water and warm the pot:\n\n- add **two** spoons of tea\n- wait for 4 minutes",
        (2.005703025760156, 1.0, 3.686632821890878),
    ),
    (
        "首先，我们需要数据。其次，我们需要算法。",
        "我们首先需要数据，然后需要好的算法！",
        (3.145269292638938, 4.2317073170731705, 3.880642100588096),
    ),
]


@pytest.mark.parametrize(("one", "two", "scores"), FROZEN)
def test_scores_are_frozen(one: str, two: str, scores: tuple[float, float, float]) -> None:
    judgment = measured.judge(one, two)
    assert measured.VERSION == "2"
    assert (judgment.style, judgment.structure, judgment.content) == pytest.approx(scores, abs=1e-9)


@pytest.mark.parametrize("dimension", DIMENSIONS)
def test_the_points_of_the_map_are_met_exactly(dimension: str) -> None:
    knots = (*calibration.KNOTS[dimension], calibration.IDENTICAL[dimension])
    assert [calibration.score(dimension, knot) for knot in knots] == [1.0, 2.0, 3.0, 4.0, 5.0]
    assert calibration.score(dimension, knots[0] - 9) == 1.0
    assert calibration.score(dimension, knots[-1] + 9) == 5.0


@given(st.sampled_from(DIMENSIONS), st.floats(-3, 4), st.floats(-3, 4))
def test_the_map_never_falls(dimension: str, one: float, two: float) -> None:
    low, high = sorted((one, two))
    assert 1 <= calibration.score(dimension, low) <= calibration.score(dimension, high) <= 5


def test_a_component_is_nought_for_unrelated_models_and_one_for_the_same_again() -> None:
    unrelated = {family: standard.unrelated for family, standard in calibration.STANDARDS.items()}
    again = {family: standard.again for family, standard in calibration.STANDARDS.items()}
    for dimension in DIMENSIONS:
        assert calibration.component(dimension, unrelated) == pytest.approx(0)
        assert calibration.component(dimension, again) == pytest.approx(1)


def test_every_family_belongs_to_one_dimension() -> None:
    named = list(itertools.chain.from_iterable(calibration.DIMENSION_FAMILIES.values()))
    assert sorted(named) == sorted(families.FAMILIES) == sorted(calibration.STANDARDS)


@given(st.floats(0, 1), st.integers(0, 5000), st.integers(0, 5000))
def test_freeing_of_size_keeps_the_ends_and_the_order_of_the_pair(
    observed: float, one: int, two: int
) -> None:
    freed = families.freed_of_size(observed, 45, one, two)
    assert observed - 1e-12 <= freed <= 1 + 1e-12
    assert freed == families.freed_of_size(observed, 45, two, one)
    assert families.freed_of_size(0.0, 45, one, two) == 0.0
    assert families.freed_of_size(1.0, 45, one, two) == 1.0


def test_short_texts_are_lifted_more_than_long_ones() -> None:
    assert families.freed_of_size(0.3, 45, 20, 20) > families.freed_of_size(0.3, 45, 20, 900)
    assert families.freed_of_size(0.3, 45, 20, 900) > families.freed_of_size(0.3, 45, 900, 900)


def common_subsequence(one: str, two: str) -> int:
    row = [0] * (len(two) + 1)
    for kind in one:
        previous = row[:]
        for at, other in enumerate(two, 1):
            row[at] = previous[at - 1] + 1 if kind == other else max(previous[at], row[at - 1])
    return row[-1]


@given(KINDS, KINDS)
def test_common_blocks_equal_the_textbook_subsequence(one: str, two: str) -> None:
    expected = 2 * common_subsequence(one, two) / (len(one) + len(two)) if one and two else 0.0
    assert families.subsequence_share(one, two) == pytest.approx(expected)


@given(st.permutations(range(12)))
def test_inversions_equal_a_plain_count(ranks: list[int]) -> None:
    plain = sum(1 for at, rank in enumerate(ranks) for later in ranks[at + 1 :] if later < rank)
    assert families._inversions(ranks) == plain


def test_order_of_shared_words_runs_from_one_to_minus_one() -> None:
    words = "apple bridge candle dragon engine forest garden hammer"
    backwards = " ".join(reversed(words.split()))
    one, two = measured.features(words), measured.features(backwards)
    assert families.order_of_shared(one, one) == (1.0, 8)
    assert families.order_of_shared(one, two) == (-1.0, 8)


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("One.\nStill one.\n\nTwo.", "PP"),
        ("# Head\nText", "HP"),
        ("**Bold line**\n\ntext", "HP"),
        ("1. a\n2) b\n(3) c", "NNN"),
        ("- a\n  more of a\n* b\n• c", "BBB"),
        ("一、开始\n2、继续\n（三）结束", "NNN"),
        ("```py\n# not a heading\n\n1. no item\n```\nEnd", "CP"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "T"),
        ("> one\n> two\n\nsaid", "QP"),
        ("a\n\n---\n\nb", "PP"),
        ("3.14 is no item\n\n-5 neither", "PP"),
        ("", ""),
    ],
)
def test_lines_become_blocks(text: str, kinds: str) -> None:
    assert "".join(blocks.layout(text).kinds) == kinds


def test_marks_leave_no_trace_in_the_words() -> None:
    marked = (
        "## 2. **Routes**\n\n- Use `snake_case` and [the guide](https://example.org/a_b).\n1. _Then_ stop."
    )
    bare = "Routes\n\nUse snakecase and the guide.\nThen stop."
    one, two = measured.features(marked), measured.features(bare)
    assert one.content == two.content
    assert one.phrases == two.phrases
    assert one.opening == two.opening


def test_stems_meet() -> None:
    for word, other in (
        ("routes", "route"),
        ("routing", "routes"),
        ("cities", "city"),
        ("planted", "plants"),
    ):
        assert lexer.stem(word) == lexer.stem(other)
    assert lexer.stem("glass") == "glass"
    assert lexer.stem("bus") == "bus"


def test_the_skeleton_keeps_function_words_and_hides_content() -> None:
    one, two = measured.features("The cat sat on the mat."), measured.features("The dog lay on the rug.")
    assert one.skeleton == two.skeleton
    assert set(one.content).isdisjoint(two.content)


def test_chinese_is_cut_into_pairs_around_function_words() -> None:
    skeleton, keys, pairs = lexer.lex("我们需要数据和算法")
    assert keys == ("数据", "算法")
    assert skeleton == lexer.CODES["我们"] + lexer.CODES["需要"] + "_" + lexer.CODES["和"] + "_"
    assert pairs[:2] == ("我们", "们需")


def test_openings_count_six_words_or_nine_characters() -> None:
    assert lexer.opening("Well, it isn't 4 o'clock yet, is it?")[0] == (
        "well",
        "it",
        "isn't",
        "4",
        "o'clock",
        "yet",
    )
    assert "".join(lexer.opening("人工智能是计算机科学的一个分支")[0]) == "人工智能是计算机科"


def test_closings_are_the_last_block_and_its_last_sentence() -> None:
    text = "# Tea\n\nBoil it.\n\n- Warm the pot first. Then **enjoy**\n  your tea, said the old man!\n\n```\nx = 1\n```"
    found = measured.features(text)
    assert found.last_block == ("warm", "the", "pot", "first", "then", "enjoy")
    assert found.last_sentence == ("then", "enjoy", "your", "tea", "said", "the")
    chinese = measured.features("先烧水。\n\n请慢用！希望这些建议对您有所帮助。")
    assert "".join(chinese.last_sentence) == "希望这些建议对您有"
    assert "".join(chinese.last_block) == "请慢用希望这些建议"


def test_the_same_end_after_another_text_is_seen() -> None:
    end = "\n\nI hope this helps! Let me know if you have any other questions."
    one, two = "Paris is the capital." + end, "Water boils at 100 degrees at sea level." + end
    assert families.closings(measured.features(one), measured.features(two)) == 1.0
    without = families.closings(measured.features(one), measured.features(two.removesuffix(end)))
    assert without < 0.2
    assert "the last sentences begin alike (1.00)" in measured.judge(one, two).rationale


def test_a_text_without_words_has_no_closing() -> None:
    for text in ("", "```\n```", "---"):
        found = measured.features(text)
        assert found.last_block == found.last_sentence == ()
        assert families.closings(found, measured.features("Some words.")) == 0.0


def test_rarity_runs_from_commonplace_to_unlisted() -> None:
    weights = patterns.weights()
    code = lexer.CODES
    assert weights["_."] < weights[code["of"] + code["the"]] < weights[code["however"] + code["you"]] == 1.0
    assert weights["_" + code["的"]] < weights[code["首先"] + code["我们"]]
    assert len(patterns._rarities()) > 8000


def test_every_listed_pattern_is_one_the_lexer_can_make() -> None:
    known = set(lexer.WORD_OF) | set(patterns._MARK_NAMES)
    for gram in patterns._rarities():
        assert 2 <= len(gram) <= 3
        assert all(code in known or not code.isalpha() for code in gram)


def test_each_habit_has_one_place() -> None:
    features = measured.features('Don\'t! I can, we can; you can: (yes) - "no"?')
    habits = dict(zip((habit.name for habit in surface.HABITS), features.surface, strict=True))
    present = ["commas", "semicolons", "colons", "brackets", "dashes", "double quotes", "exclamation marks"]
    present += ["question marks", "contractions", "first-person singular words", "second-person words"]
    assert all(habits[name] > 0 for name in present)
    assert habits["headings"] == habits["bullets"] == habits["bold spans"] == habits["code share"] == 0


def test_only_the_two_ends_of_a_huge_response_are_read() -> None:
    middle = "zebra " * 50_000
    huge = measured.features("start " + "a " * HEAD + middle + "b " * TAIL + " finish")
    assert "start" in huge.content
    assert "finish" in huge.content
    assert "zebra" not in huge.content


def test_a_common_start_ends_with_a_whole_word() -> None:
    assert common_start("to bake bread:", "to bake bread, then") == "to bake bread"
    assert common_start("to bake breads", "to bake bread") == "to bake"
    assert common_start("same", "same words") == "same"
    assert common_start("", "x") == ""
