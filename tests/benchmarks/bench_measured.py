"""How fast the measured judge is, beside difflib's quick ratio on the same pairs in the same run.

    python tests/benchmarks/bench_measured.py [PAIRS]

Every text is new to the judge (no features are reused), 1,500 characters long, made from a seeded vocabulary.
"""

from __future__ import annotations

import difflib
import random
import sys
import time
from collections.abc import Callable

from core.rse import measured

CHARACTERS = 1500
SYLLABLES = ("ba", "co", "den", "fi", "gor", "lam", "me", "nu", "pri", "ra", "sol", "ti", "ver", "wa")
FUNCTION = (
    "the",
    "of",
    "to",
    "and",
    "a",
    "in",
    "is",
    "you",
    "it",
    "that",
    "for",
    "can",
    "with",
    "on",
    "as",
    "this",
)
STARTS = ("", "", "- ", "1. ", "## ", "\n", "\n")


def text(dice: random.Random, vocabulary: list[str]) -> str:
    parts: list[str] = []
    while sum(map(len, parts)) < CHARACTERS:
        words = [
            dice.choice(FUNCTION if dice.random() < 0.45 else vocabulary) for _ in range(dice.randint(6, 22))
        ]
        parts.append(f"{dice.choice(STARTS)}{' '.join(words).capitalize()}{dice.choice('...!?')}\n")
    return "".join(parts)[:CHARACTERS]


def pairs(number: int) -> list[tuple[str, str]]:
    dice = random.Random(11)
    vocabulary = ["".join(dice.choices(SYLLABLES, k=dice.randint(1, 4))) for _ in range(6000)]
    return [(text(dice, vocabulary), text(dice, vocabulary)) for _ in range(number)]


def timed(work: Callable[[], object]) -> float:
    """CPU seconds that `work` takes: other programs on the machine do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def quick_ratios(some: list[tuple[str, str]]) -> list[float]:
    return [difflib.SequenceMatcher(None, one, two, autojunk=False).quick_ratio() for one, two in some]


def main(number: int) -> None:
    some = pairs(number)
    features = [(measured.features(one), measured.features(two)) for one, two in some]
    whole = timed(lambda: measured.judge_many(some)) / number * 1e3
    alone = timed(lambda: [measured.compare(one, two) for one, two in features]) / number * 1e3
    baseline = timed(lambda: quick_ratios(some)) / number * 1e3
    print(f"{number} pairs of {CHARACTERS} characters")
    print(
        f"measured judge, both texts new: {whole:.2f} ms a pair ({whole * 10:.0f} s of CPU for 10,000 pairs)"
    )
    print(f"measured judge, compare alone:  {alone:.2f} ms a pair")
    print(
        f"difflib quick_ratio:            {baseline:.2f} ms a pair; measured judge {whole / baseline:.2f} times as long"
    )
    growth(some)


def growth(some: list[tuple[str, str]]) -> None:
    """Time per character as texts grow: level while linear, then falling once only the two ends are read."""
    block = "\n\n".join(one for one, _ in some[:100])
    for characters in (1_500, 15_000, 120_000, 1_000_000):
        long = (block * (characters // len(block) + 1))[:characters]
        seconds = timed(lambda long=long: measured.judge(long, long[::-1]))  # type: ignore[misc]
        rate = seconds / characters * 1e9
        print(f"one pair of {characters:>9,} characters: {seconds * 1e3:7.1f} ms, {rate:6.0f} ns a character")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000)
