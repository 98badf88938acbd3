"""Surface habits of a response: punctuation, formatting, sentence length, person, contractions.

Rates are per 100 tokens and enter as square roots, which makes the noise of a count about the same at every
rate.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from operator import mul

from core.rse.measured import lexer, words
from core.rse.measured.blocks import BULLET, HEADING, NUMBERED, Layout

# Variance of a square root of a rate per 100 tokens, for one token (Poisson: 25), halved: rare marks have less.
NOISE = 12.0
_SENTENCE_END = re.compile("[.!?\ue001-\ue007]+")
_CONTRACTIONS = frozenset(word for word in words.ENGLISH if "'" in word)


@dataclass(frozen=True, slots=True)
class Habit:
    """One surface measurement: its name, the difference at which likeness falls to 1/e, its usual value and spread.

    `counted` is false where the value is not the square root of a rate.
    """

    name: str
    scale: float
    usual: float
    spread: float
    counted: bool = True


HABITS = (
    Habit("commas", 0.45, 1.8, 1.0),
    Habit("full stops", 0.45, 1.9, 0.8),
    Habit("exclamation marks", 0.5, 0.3, 0.7),
    Habit("question marks", 0.5, 0.2, 0.6),
    Habit("colons", 0.5, 1.0, 1.0),
    Habit("semicolons", 0.35, 0, 0.25),
    Habit("brackets", 0.6, 0.5, 0.9),
    Habit("dashes", 0.6, 0.6, 1.1),
    Habit("double quotes", 0.7, 0.3, 0.95),
    Habit("contractions", 0.6, 0.8, 1.0),
    Habit("first-person singular words", 0.7, 0.7, 1.2),
    Habit("first-person plural words", 0.6, 0.2, 0.7),
    Habit("second-person words", 0.7, 1.1, 0.95),
    Habit("modal verbs", 0.6, 1.1, 0.9),
    Habit("connectives", 0.5, 0.25, 0.7),
    Habit("function words", 0.4, 6.0, 1.3),
    Habit("numbers", 0.8, 0.4, 1.0),
    Habit("emoji", 0.4, 0.05, 0.45),
    Habit("bold spans", 0.7, 0.15, 0.65),
    Habit("inline code spans", 0.8, 0.3, 0.9),
    Habit("headings", 0.5, 0.05, 0.4),
    Habit("numbered items", 0.7, 0.4, 0.9),
    Habit("bullets", 0.7, 0.2, 0.75),
    Habit("lines", 0.7, 1.8, 0.8),
    Habit("code share", 0.3, 0.1, 0.4, False),
    Habit("mean sentence length", 0.3, 2.8, 0.6, False),
    Habit("spread of sentence length", 0.3, 1.9, 0.75, False),
    Habit("mean word length", 0.05, 1.8, 0.4, False),
    Habit("length", 0.6, 6.5, 1.1, False),
)
_GROUPS = (
    ",",
    ".",
    "!",
    "?",
    ":",
    ";",
    "([",
    "-",
    '"',
    lexer.codes_of(_CONTRACTIONS),
    lexer.codes_of(words.FIRST_SINGULAR),
    lexer.codes_of(words.FIRST_PLURAL),
    lexer.codes_of(words.SECOND_PERSON),
    lexer.codes_of(words.MODAL_WORDS),
    lexer.codes_of(words.CONNECTIVE_WORDS),
    lexer.codes_of(words.FUNCTION_WORDS),
    lexer.NUMBER,
    lexer.EMOJI,
)
_GROUPS_OF = {
    code: tuple(place for place, group in enumerate(_GROUPS) if code in group) for code in "".join(_GROUPS)
}


def measure(raw: str, skeleton: str, tokens: list[str], found: Layout) -> tuple[float, ...]:
    """The habits of one response, in the order of `HABITS`."""
    rates = [0] * len(_GROUPS)
    for code, count in Counter(skeleton).items():
        for group in _GROUPS_OF.get(code, ()):
            rates[group] += count
    rates += _formatting(raw, found)
    size = max(len(skeleton), 1)
    return (*(math.sqrt(100 * rate / size) for rate in rates), *_shapes(skeleton, tokens, found))


def _formatting(raw: str, found: Layout) -> list[int]:
    kinds = Counter(found.kinds)
    return [
        raw.count("**") // 2,
        raw.count("`") // 2,
        kinds[HEADING],
        kinds[NUMBERED],
        kinds[BULLET],
        len(found.prose),
    ]


def _shapes(skeleton: str, tokens: list[str], found: Layout) -> tuple[float, ...]:
    """Code share, then logarithms: mean and spread of sentence length, word length, length."""
    lengths = [len(sentence) for sentence in _SENTENCE_END.split(skeleton) if sentence]
    mean = sum(lengths) / len(lengths) if lengths else 0.0
    spread = math.sqrt(sum((length - mean) ** 2 for length in lengths) / len(lengths)) if lengths else 0.0
    code = sum(map(len, found.code))
    prose = sum(map(len, found.prose))
    letters = [len(token) for token in tokens if token[0].isalpha()]
    word = sum(letters) / len(letters) if letters else 0.0
    share = code / (code + prose) if code else 0.0
    return share, math.log1p(mean), math.log1p(spread), math.log1p(word), math.log1p(code + prose)


def leanings(habits: tuple[float, ...]) -> tuple[float, ...]:
    """Where the habits depart from the usual, as a vector of length 1."""
    apart = [
        _clipped((value - habit.usual) / habit.spread) for habit, value in zip(HABITS, habits, strict=True)
    ]
    length = math.sqrt(math.fsum(value * value for value in apart)) or 1.0
    return tuple(value / length for value in apart)


def _clipped(value: float) -> float:
    return max(-3.0, min(3.0, value))


def agreement(first: tuple[float, ...], second: tuple[float, ...]) -> float:
    """Whether two responses depart from the usual in the same habits: cosine of their leanings, in 0 to 1."""
    return min(1.0, max(0.0, 0.5 + 0.5 * math.fsum(map(mul, first, second))))


def likeness(first: tuple[float, ...], second: tuple[float, ...], size_first: int, size_second: int) -> float:
    """Mean over the habits of exp(-difference/scale), in 0 to 1; short texts have wider scales."""
    noise = NOISE / max(size_first, 1) + NOISE / max(size_second, 1)
    total = math.fsum(
        math.exp(-abs(one - two) / math.sqrt(habit.scale * habit.scale + (noise if habit.counted else 0.0)))
        for habit, one, two in zip(HABITS, first, second, strict=True)
    )
    return total / len(HABITS)
