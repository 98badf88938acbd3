"""Surface habits of a response: punctuation, formatting, sentence length, person, contractions.

Rates are per 100 tokens and enter as square roots, which makes the noise of a count about the same at every
rate.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass

from core.rse.measured import lexer, words
from core.rse.measured.blocks import BULLET, HEADING, NUMBERED, Layout

# Variance of a square root of a rate per 100 tokens, for one token (Poisson: 25), halved: rare marks have less.
NOISE = 12.0
_SENTENCE_END = re.compile("[.!?\ue001-\ue007]+")
_CONTRACTIONS = frozenset(word for word in words.ENGLISH if "'" in word)


@dataclass(frozen=True, slots=True)
class Habit:
    """One surface measurement: its name and the difference at which likeness falls to 1/e."""

    name: str
    scale: float
    counted: bool = True


HABITS = (
    Habit("commas", 0.45),
    Habit("full stops", 0.45),
    Habit("exclamation marks", 0.5),
    Habit("question marks", 0.5),
    Habit("colons", 0.5),
    Habit("semicolons", 0.35),
    Habit("brackets", 0.6),
    Habit("dashes", 0.6),
    Habit("double quotes", 0.7),
    Habit("contractions", 0.6),
    Habit("first-person singular words", 0.7),
    Habit("first-person plural words", 0.6),
    Habit("second-person words", 0.7),
    Habit("modal verbs", 0.6),
    Habit("connectives", 0.5),
    Habit("function words", 0.4),
    Habit("numbers", 0.8),
    Habit("emoji", 0.4),
    Habit("bold spans", 0.7),
    Habit("inline code spans", 0.8),
    Habit("headings", 0.5),
    Habit("numbered items", 0.7),
    Habit("bullets", 0.7),
    Habit("lines", 0.7),
    Habit("code share", 0.3, False),
    Habit("mean sentence length", 0.3, False),
    Habit("spread of sentence length", 0.3, False),
    Habit("mean word length", 0.05, False),
    Habit("length", 0.6, False),
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


def likeness(first: tuple[float, ...], second: tuple[float, ...], size_first: int, size_second: int) -> float:
    """Mean over the habits of exp(-difference/scale), in 0 to 1; short texts have wider scales."""
    noise = NOISE / max(size_first, 1) + NOISE / max(size_second, 1)
    total = math.fsum(
        math.exp(-abs(one - two) / math.sqrt(habit.scale * habit.scale + (noise if habit.counted else 0.0)))
        for habit, one, two in zip(HABITS, first, second, strict=True)
    )
    return total / len(HABITS)
