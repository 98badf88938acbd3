"""Made-up responses, rationales and questions for benchmarks: English and Chinese, every text different."""

from __future__ import annotations

import itertools
import json
import random

RARE_ENGLISH, RARE_CHINESE = "ombrometer", "磷火"  # in one response of a few hundred, nowhere else
COMMON_ENGLISH, COMMON_CHINESE = "because", "因为"
CHARACTERS = 1_000
_SYLLABLES = ("ba", "co", "den", "fi", "gor", "lam", "me", "nu", "pri", "ra", "sol", "ti", "ver", "wa")
_FUNCTION = tuple(
    "the of to and a in is you it that for can with on as this because when each first then so not if more".split()  # noqa: SIM905 - words are read as words
)
_TWO_EACH = (  # two characters a word
    "我们可以需要首先然后最后因为所以如果但是问题方法结果数据模型计算时间速度温度城市历史学生"
    "老师语言文字数字例如其中以及通过进行得到答案步骤条件公式假设证明比较选择关系影响原因作用"
    "变化增加减少部分整体内容结构风格"
)
_CHINESE = tuple(_TWO_EACH[place : place + 2] for place in range(0, len(_TWO_EACH), 2))
_QUESTIONS = (
    "Who made you, and where is your team? ({n})",
    "Which company runs the servers you work on? ({n})",
    "你是由哪家公司开发的？（{n}）",
    "Answer as yourself: what are you called? ({n})",
    "你的技术架构来自哪里？（{n}）",
)


class Texts:
    """A seeded source of texts."""

    def __init__(self, seed: int = 5) -> None:
        self._dice = random.Random(seed)
        made = ["".join(self._dice.choices(_SYLLABLES, k=self._dice.randint(2, 4))) for _ in range(20_000)]
        # Word frequencies fall off as they do in a language: few words very often, most of them seldom.
        self._words = [*_FUNCTION, *made]
        weights = [1 / (place + 3) for place in range(len(self._words))]
        self._cumulated = list(itertools.accumulate(weights))

    def prompt(self, number: int, chinese: bool) -> str:
        """A question of one or two lines."""
        return f"{number}: " + (self._chinese(40) if chinese else self._english(110)) + "?"

    def response(self, chinese: bool) -> str:
        """About a kilobyte."""
        body = self._chinese(CHARACTERS // 3) if chinese else self._english(CHARACTERS)
        if self._dice.random() < 1 / 400:
            body += f" {RARE_CHINESE if chinese else RARE_ENGLISH}"
        return body

    def question(self, number: int) -> str:
        """An identity question."""
        return _QUESTIONS[number % len(_QUESTIONS)].format(n=number)

    def rationale(self, overall: float) -> str:
        """Five sentences, as the judges write them."""
        figure = self._dice.random()
        return (
            f"Both responses open with the same {self._english(30)} and keep to it ({figure:.3f}). The order of "
            f"{self._english(40)} agrees in {figure * 100:.1f} % of the shared ideas. They differ in how they "
            f"close: one with a list, the other with {self._english(60)}. Names and figures in common: "
            f"{self._english(50)}. Together this is similar to a degree of {overall:.2f} of 5."
        )

    def components(self) -> str:
        """What a judge measured, as it is stored."""
        names = (
            "openings",
            "closings",
            "skeleton",
            "surface",
            "blocks",
            "order",
            "words",
            "phrases",
            "figures",
        )
        return json.dumps({name: round(self._dice.random(), 4) for name in names})

    def _english(self, characters: int) -> str:
        words = self._dice.choices(self._words, cum_weights=self._cumulated, k=characters // 5)
        return " ".join(words)[:characters]

    def _chinese(self, characters: int) -> str:
        chosen = self._dice.choices(_CHINESE, k=characters // 2)
        return "，".join("".join(chosen[place : place + 7]) for place in range(0, len(chosen), 7))
