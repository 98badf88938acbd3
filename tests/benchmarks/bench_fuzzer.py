"""What the search is worth: contradictions found by each policy at equal queries, on simulated models.

A few of the 60 lineages of a simulated model leak its identity in 40 % of the responses, the others in 2 %;
a child inherits its lineage's rate, a little better or worse. Run: python tests/benchmarks/bench_fuzzer.py
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from collections.abc import Iterable

from core.ice.fuzz.fuzzer import Fuzzer
from core.ice.fuzz.plan import POLICIES, FuzzConfig, Selection
from core.ice.questions import Question
from core.ice.templates import Template

LINEAGES, QUERIES, PER_TEMPLATE = 60, 1000, 10
LEAK, REST = 0.40, 0.02
LETTER = "mcts by selections"  # MCTS-Explore counting selections, as GPTFuzz's program does
QUESTIONS = [Question(f"q{n}", f"topic{n % 5}", "en", f"Question {n}?") for n in range(60)]


def seed_template(number: int) -> Template:
    return Template(
        id=f"s{number}",
        text=f"Frame number {number} asks: {{query}}",
        kind="plain",
        language="en",
        names_identity=False,
        names=(),
        parent="",
        lineage=f"s{number}",
        mutator="",
    )


class SimulatedModel:
    """Leaks by lineage; every child moves its parent's rate by up to a third, within 0 and 0.9."""

    def __init__(self, seed: int, leaking: int) -> None:
        chosen = random.Random(f"{seed}/leaks").sample(range(LINEAGES), leaking)
        self._rates = {f"s{n}": LEAK if n in chosen else REST for n in range(LINEAGES)}
        self._seed = seed

    def answer(self, selection: Selection, child: Template) -> int:
        rng = random.Random(f"{self._seed}/{child.id}")
        rate = min(0.9, self._rates[selection.parent.id] * rng.uniform(0.67, 1.33))
        self._rates[child.id] = rate
        return sum(rng.random() < rate for _ in range(selection.planned))


def search(policy: str, seed: int, leaking: int, queries: int = QUERIES, in_flight: int = 4) -> int:
    """Contradictions that one search finds."""
    config = FuzzConfig(
        seed=seed,
        selection="mcts" if policy == LETTER else policy,
        visits="selections" if policy == LETTER else "questions",
        queries=queries,
        questions_per_template=PER_TEMPLATE,
        in_flight=in_flight,
    )
    fuzzer = Fuzzer(config, [seed_template(n) for n in range(LINEAGES)], QUESTIONS)
    model = SimulatedModel(seed, leaking)
    while True:
        while fuzzer.select():
            pass
        if not fuzzer.pending():
            return sum(node.contradictions for node in fuzzer.tree())
        selection = fuzzer.pending()[0]
        child = fuzzer.mutated(selection.iteration, f"Child {selection.iteration}: {{query}}")
        assert child
        fuzzer.resolve(selection.iteration, model.answer(selection, child), selection.planned, 0)


def compare(
    leaking: int, seeds: Iterable[int], policies: Iterable[str] = (*POLICIES, LETTER)
) -> dict[str, list[int]]:
    """Contradictions of each policy, one figure per seed, on the same simulated models."""
    seeds = list(seeds)
    return {policy: [search(policy, seed, leaking) for seed in seeds] for policy in policies}


def main() -> None:
    for leaking in (2, 4, 6, 10):
        started = time.perf_counter()
        found = compare(leaking, range(20))
        seconds = time.perf_counter() - started
        chance = statistics.mean(found["random"])
        print(
            f"{leaking} of {LINEAGES} lineages leak {LEAK:.0%}; {QUERIES} queries, 20 seeds, {seconds:.1f} s"
        )
        for policy, counts in found.items():
            wins = sum(a > b for a, b in zip(counts, found["random"], strict=True))
            print(
                f"  {policy:18} mean {statistics.mean(counts):6.1f}  sd {statistics.stdev(counts):5.1f}"
                f"  range {min(counts)}-{max(counts)}  x{statistics.mean(counts) / chance:.2f} of random"
                f"  more in {wins} of {len(counts)}"
            )


if __name__ == "__main__":
    sys.exit(main())
