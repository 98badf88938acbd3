"""What else could make two models' answers look alike, or unlike: the panel that stands beside a score."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from math import log
from statistics import median

import numpy as np

from core.rse.answers import gives_answer
from core.rse.columns import Judged, Places, judged
from core.rse.rows import score_rows
from core.rse.scores import RseRecord, RseRow
from core.stats.draws import Each, in_turn

# Below these medians an answer is too short for its style and structure to mean anything.
FEWEST_WORDS = 40
FEWEST_CHINESE = 60
# Lengths within a factor of 1.25 count as matched.
MATCHED_FACTOR = 1.25

_CHINESE = re.compile(r"[㐀-䶿一-鿿豈-﫿]")
_WORD = re.compile(r"[^\W\d_㐀-䶿一-鿿豈-﫿]+")
_MARKDOWN = re.compile(
    r"^ {0,3}(?:\#{1,6} |[-*+] |\d{1,3}[.)] |>|```|~~~|\|.*\|)|\*\*[^*\n]{1,200}\*\*|`[^`\n]{1,200}`",
    re.MULTILINE,
)
_REFUSAL = re.compile(
    r"\b(?:i(?:['’]m| am) (?:sorry|unable to|not able to)|i must decline"
    r"|i (?:can(?:['’]t|not)|won['’]t) (?:help|assist|provide|answer|comply|do that|fulfil)"
    r"|as an ai(?: language)? model,? i can(?:['’]t|not))"
    r"|(?:很抱歉|抱歉|对不起)[，,。 ]|我(?:无法|不能|没法)(?:回答|提供|协助|帮助|满足)",
    re.IGNORECASE,
)
_REFUSAL_WITHIN = 160  # characters: a refusal says so at once
# A reference's response stands beside every test model's: it is looked at once.
_REMEMBERED = 8_192


@dataclass(frozen=True, slots=True)
class Answered:
    """A prompt with both responses, and its right answer where the set has one."""

    prompt_set: str
    prompt: str
    reference_text: str
    text: str
    answer: str | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One model's responses: shares of 0 to 1, medians in words and in Chinese characters.

    correct: the share that gives the right answer, over the prompts that have one; None without.
    """

    markdown: float
    chinese: float
    refusals: float
    correct: float | None
    words: float
    chinese_characters: float
    too_short: bool


@dataclass(frozen=True, slots=True)
class Confounds:
    """The panel of one model beside one reference.

    length_ratio: median of the response's length over the reference's, in characters. same_language and
    identical: shares of prompts. with_answer: prompts that have a right answer; n: prompts with both
    responses.
    """

    length_ratio: float
    same_language: float
    identical: float
    test: Side
    reference: Side
    with_answer: int
    n: int

    @property
    def same(self) -> int:
        """How many responses are word for word those of the reference."""
        return round(self.identical * self.n)

    @property
    def too_short(self) -> bool:
        """Whether either side's answers are too short for a score to mean anything."""
        return self.test.too_short or self.reference.too_short


def confounds(pairs: Sequence[Answered]) -> Confounds | None:
    """The panel of these pairs; None without any."""
    if not pairs:
        return None
    answers = [pair.answer for pair in pairs]
    tests, references = [pair.text for pair in pairs], [pair.reference_text for pair in pairs]
    return Confounds(
        length_ratio=median((len(p.text) + 1) / (len(p.reference_text) + 1) for p in pairs),
        same_language=_share(is_chinese(p.text) == is_chinese(p.reference_text) for p in pairs),
        identical=_share(p.text.strip() == p.reference_text.strip() for p in pairs),
        test=_side(tests, answers),
        reference=_side(references, answers),
        with_answer=sum(answer is not None for answer in answers),
        n=len(pairs),
    )


def _side(texts: Sequence[str], answers: Sequence[str | None]) -> Side:
    known = [(text, answer) for text, answer in zip(texts, answers, strict=True) if answer is not None]
    words, chinese = median(map(count_words, texts)), median(map(count_chinese, texts))
    return Side(
        markdown=_share(has_markdown(text) for text in texts),
        chinese=_share(map(is_chinese, texts)),
        refusals=_share(map(is_refusal, texts)),
        correct=_share(gives_answer(text, answer) for text, answer in known) if known else None,
        words=words,
        chinese_characters=chinese,
        too_short=words < FEWEST_WORDS and chinese < FEWEST_CHINESE,
    )


def _share(flags: Iterable[bool]) -> float:
    found = list(flags)
    return sum(found) / len(found)


@lru_cache(_REMEMBERED)
def count_words(text: str) -> int:
    """Words outside Chinese script."""
    return sum(1 for _ in _WORD.finditer(text))


@lru_cache(_REMEMBERED)
def count_chinese(text: str) -> int:
    """Chinese characters."""
    return sum(1 for _ in _CHINESE.finditer(text))


def is_chinese(text: str) -> bool:
    """Whether Chinese prevails; two Chinese characters are about one word."""
    return count_chinese(text) / 2 > count_words(text)


@lru_cache(_REMEMBERED)
def has_markdown(text: str) -> bool:
    """Whether a heading, list, quote, table, code or bold type is there."""
    return _MARKDOWN.search(text) is not None


def is_refusal(text: str) -> bool:
    """Whether the response opens by declining, in English or Chinese."""
    return _REFUSAL.search(text.strip()[:_REFUSAL_WITHIN]) is not None


def length_matched(
    records: Iterable[RseRecord] | Judged,
    seed: object,
    factor: float = MATCHED_FACTOR,
    *,
    each: Each = in_turn,
) -> list[RseRow]:
    """The score rows over those prompts where, for every reference of a model, both lengths are alike.

    Alike: within `factor` of each other. The subset is common to all references, so that it picks no
    favourite; records without lengths are left out. Models without such a prompt have no row.
    """
    every = judged(records)
    own = every.only(~every.beside_itself)
    beside: dict[tuple[str, str], list[Judged]] = defaultdict(list)
    for pairing, part in own.by_pairing():
        beside[pairing.model, pairing.judge].append(part)
    matched = {name: _matched_prompts(parts, log(factor)) for name, parts in beside.items()}
    kept = [np.isin(part.keys, matched[name.model, name.judge]) for name, part in own.by_pairing()]
    return score_rows(own.only(np.concatenate(kept)) if kept else own, seed, each=each)


def _matched_prompts(beside: Sequence[Judged], within: float) -> Places:
    """The prompts whose responses are alike in length beside each reference, and unlike beside none."""
    alike = [np.unique(part.keys[part.columns.gap <= within]) for part in beside]
    unlike = np.concatenate([part.keys[~(part.columns.gap <= within)] for part in beside])
    common = reduce(lambda a, b: np.intersect1d(a, b, assume_unique=True), alike)
    return np.setdiff1d(common, unlike)
