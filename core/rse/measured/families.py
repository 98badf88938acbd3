"""The eight families of measurement on a pair, each a figure that is 1 for identical texts.

Every function is symmetric to the last bit as long as its caller hands the pair over in one fixed order
(`judging.compare` does), since sums then run in the same order whichever text came first.
"""

from __future__ import annotations

import math
from bisect import bisect_right, insort

from core.rse.measured import surface
from core.rse.measured.measurements import Features

# Sizes at which the expected likeness of two samples of one source is half its plateau: skeleton characters,
# content keys, phrases.
SKELETON_HALF, CONTENT_HALF, PHRASE_HALF = 60.0, 30.0, 12.0
# Near the tau usual for two answers to one prompt: more shared words must not by themselves mean a higher figure.
ORDER_PRIOR, ORDER_PRIOR_WEIGHT = 0.4, 3.0
# Smaller texts are corrected as if they had this size: with a handful of words the correction is a guess.
LEAST_SIZE = 12
MOST_SHARED = 500
FAMILIES = ("openings", "closings", "skeleton", "surface", "blocks", "order", "words", "phrases")


def openings(one: Features, two: Features) -> float:
    """How alike the first words are."""
    return first_words(one.opening, two.opening)


def closings(one: Features, two: Features) -> float:
    """How alike the last paragraph (or item) begins, and the last sentence: the mean of the two."""
    blocks_alike = first_words(one.last_block, two.last_block)
    return (blocks_alike + first_words(one.last_sentence, two.last_sentence)) / 2


def first_words(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Half the share of words that agree from the start, half the share that agree in any order."""
    longest = max(len(a), len(b))
    if not longest:
        return 0.0
    both = sum(min(a.count(unit), b.count(unit)) for unit in sorted(set(a)))
    return 0.5 * common_prefix(a, b) / longest + 0.5 * both / longest


def common_prefix(a: tuple[str, ...], b: tuple[str, ...]) -> int:
    """How many first words agree, from the start."""
    for at, (unit, other) in enumerate(zip(a, b, strict=False)):
        if unit != other:
            return at
    return min(len(a), len(b))


def cosine(a: dict[str, float], b: dict[str, float], norm_a: float, norm_b: float) -> float:
    """Cosine of two sparse vectors; 0 where one is empty."""
    if not norm_a or not norm_b:
        return 0.0
    # fsum rounds once, at the end: its result does not depend on the order, which a set does not promise.
    total = math.fsum([a[key] * b[key] for key in a.keys() & b.keys()])
    return min(1.0, total / (norm_a * norm_b))


def freed_of_size(observed: float, half: float, size_a: int, size_b: int) -> float:
    """A cosine without the part that is owed to the texts' sizes: its odds over the expected shrinkage.

    Of two samples of n words from one source the expected cosine is proportional to 1/(1+half/n), the square
    root of that for each side: long texts look alike merely by being long. Without this correction every test
    model would lean to the longest reference. 0 stays 0 and 1 stays 1.
    """
    shrinkage = 1 / math.sqrt((1 + half / max(size_a, LEAST_SIZE)) * (1 + half / max(size_b, LEAST_SIZE)))
    return observed / (observed + (1 - observed) * shrinkage) if observed else 0.0


def skeleton(one: Features, two: Features) -> float:
    """Cosine of the function-word skeletons, freed of size."""
    observed = cosine(one.skeleton, two.skeleton, one.skeleton_norm, two.skeleton_norm)
    return freed_of_size(observed, SKELETON_HALF, one.skeleton_size, two.skeleton_size)


def habits(one: Features, two: Features) -> float:
    """Mean of two likenesses of the surface habits: small differences, and departing from the usual alike.

    The first alone makes a steady writer everybody's nearest; the second asks for shared peculiarities.
    """
    near = surface.likeness(one.surface, two.surface, one.skeleton_size, two.skeleton_size)
    return (near + surface.agreement(one.leanings, two.leanings)) / 2


def block_sequence(one: Features, two: Features) -> float:
    """Mean of three shares of blocks in common order: by kind, by kind and size, with runs counted once."""
    kinds = subsequence_share(one.kinds, two.kinds)
    sized = subsequence_share(one.sized, two.sized)
    return (kinds + sized + subsequence_share(without_runs(one.kinds), without_runs(two.kinds))) / 3


def without_runs(kinds: str) -> str:
    """The sequence with each run of one kind counted once."""
    return "".join(kind for at, kind in enumerate(kinds) if at == 0 or kind != kinds[at - 1])


def subsequence_share(a: str, b: str) -> float:
    """Twice the longest common subsequence over both lengths (bit-parallel, Hyyro 2004)."""
    if not a or not b:
        return 0.0
    places: dict[str, int] = {}
    for at, kind in enumerate(a):
        places[kind] = places.get(kind, 0) | 1 << at
    full = (1 << len(a)) - 1
    row = full
    for kind in b:
        hits = row & places.get(kind, 0)
        row = ((row + hits) | (row - hits)) & full
    return 2 * (len(a) - row.bit_count()) / (len(a) + len(b))


def order(one: Features, two: Features) -> float:
    """Kendall's tau of the order in which shared words first appear, shrunk to a prior where few are."""
    tau, shared = order_of_shared(one, two)
    return (tau * shared + ORDER_PRIOR * ORDER_PRIOR_WEIGHT) / (shared + ORDER_PRIOR_WEIGHT)


def order_of_shared(one: Features, two: Features) -> tuple[float, int]:
    """Kendall's tau (0 by chance, 1 the same order) over shared content words, and their number."""
    places = {key: place for place, key in enumerate(two.content)}
    ranks = [places[key] for key in one.content if key in places][:MOST_SHARED]
    pairs = len(ranks) * (len(ranks) - 1) // 2
    return (1 - 2 * _inversions(ranks) / pairs, len(ranks)) if pairs else (0.0, 0)


def _inversions(ranks: list[int]) -> int:
    seen: list[int] = []
    count = 0
    for rank in ranks:
        count += len(seen) - bisect_right(seen, rank)
        insort(seen, rank)
    return count


def content_words(one: Features, two: Features) -> float:
    """Cosine of the weighted content words, freed of size."""
    observed = cosine(one.content, two.content, one.content_norm, two.content_norm)
    return freed_of_size(observed, CONTENT_HALF, one.content_size, two.content_size)


def phrases(one: Features, two: Features) -> float:
    """Share of three-word phrases in common (cosine of the sets), freed of size."""
    a, b = one.phrases, two.phrases
    if not a or not b:
        return 0.0
    observed = len(a.keys() & b.keys()) / math.sqrt(len(a) * len(b))
    return freed_of_size(observed, PHRASE_HALF, len(a), len(b))


def all_families(one: Features, two: Features) -> dict[str, float]:
    """Every family's figure by name, in the order of `FAMILIES`."""
    figures = (
        openings(one, two),
        closings(one, two),
        skeleton(one, two),
        habits(one, two),
        block_sequence(one, two),
        order(one, two),
        content_words(one, two),
        phrases(one, two),
    )
    return dict(zip(FAMILIES, figures, strict=True))
