"""Why a pair got its scores: the strongest agreements and differences, each with its figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.rse.measured import blocks, families
from core.rse.measured.calibration import STANDARDS
from core.rse.measured.families import cosine
from core.rse.measured.measurements import Features, common_start
from core.rse.measured.surface import HABITS

MOST_OF_EACH = 3
# An agreement starts here, between unrelated models (0) and the same model asked again (1).
AGREEMENT = 0.4
_COUNTED = (
    (blocks.NUMBERED, "numbered item", "numbered items"),
    (blocks.BULLET, "bullet", "bullets"),
    (blocks.HEADING, "heading or bold line", "headings or bold lines"),
    (blocks.CODE, "code block", "code blocks"),
    (blocks.TABLE, "table", "tables"),
    (blocks.PARAGRAPH, "plain paragraph", "plain paragraphs"),
)
_COUNTED_HABITS = frozenset(
    (
        "exclamation marks",
        "question marks",
        "contractions",
        "first-person singular words",
        "second-person words",
    )
)


@dataclass(frozen=True, slots=True)
class Remark:
    """One true sentence part; `strength` is above 0 for an agreement, below for a difference."""

    strength: float
    text: str


def explain(a: Features, b: Features, figures: dict[str, float]) -> str:
    """One or two sentences on a pair, in the order given, every figure taken from that pair."""
    if a.digest == b.digest:
        return "The two responses are identical."
    if not a.tokens or not b.tokens:
        return "One of the two responses is empty." if a.tokens or b.tokens else "Both responses are empty."
    remarks = [remark for remark in _remarks(a, b, figures) if remark.text]
    alike = sorted((r for r in remarks if r.strength > 0), key=lambda r: -r.strength)[:MOST_OF_EACH]
    unlike = sorted((r for r in remarks if r.strength <= 0), key=lambda r: r.strength)[:MOST_OF_EACH]
    named = (("Similar: ", alike), ("Different: ", unlike))
    return " ".join(head + "; ".join(remark.text for remark in some) + "." for head, some in named if some)


def _remarks(a: Features, b: Features, figures: dict[str, float]) -> list[Remark]:
    strength = {family: STANDARDS[family].z(figures[family]) - AGREEMENT for family in figures}
    return [
        _opening(a, b, strength["openings"]),
        _closing(a, b, figures["closings"], strength["closings"]),
        _words(a, b, strength["words"]),
        _phrases(a, b, strength["phrases"]),
        _skeleton(a, b, strength["skeleton"]),
        _order(a, b),
        _blocks(a, b),
        _habits(a, b),
        _length(a, b),
    ]


def _opening(a: Features, b: Features, strength: float) -> Remark:
    shared = families.common_prefix(a.opening, b.opening)
    if shared >= 3:
        return Remark(
            max(strength, 0.1), f"both open with {_common_start(a, b) or f'the same {shared} words'}"
        )
    if not shared and a.opening_text and b.opening_text:
        text = f"one opens with “{a.opening_text}”, the other with “{b.opening_text}”"
        return Remark(min(strength, -0.1), text)
    return Remark(0.0, "")


def _common_start(a: Features, b: Features) -> str:
    start = common_start(a.opening_text.lower(), b.opening_text.lower())
    return f"“{start}”" if len(start) >= 4 else ""


def _closing(a: Features, b: Features, figure: float, strength: float) -> Remark:
    """Whether the last sentences begin alike; nothing where one sentence is all there is."""
    shared = families.common_prefix(a.last_sentence, b.last_sentence)
    if shared < 3 or a.last_sentence == a.opening:
        return Remark(0.0, "")
    return Remark(max(strength, 0.1), f"the last sentences begin alike ({figure:.2f})")


def _words(a: Features, b: Features, strength: float) -> Remark:
    overlap = cosine(a.content, b.content, a.content_norm, b.content_norm)
    if strength <= 0:
        text = f"content words overlap only {overlap:.2f}" if overlap else "no content word in common"
        return Remark(strength, text)
    shared = ", ".join(shared_words(a, b))
    return Remark(
        strength, f"content words overlap {overlap:.2f}" + (f" (shared: {shared})" if shared else "")
    )


def shared_words(a: Features, b: Features, limit: int = 3) -> list[str]:
    """The weightiest content words that stand in both texts in the same spelling."""
    keys = [key for key in a.forms if a.forms[key] == b.forms.get(key)]
    keys.sort(key=lambda key: -a.content[key] * b.content[key])
    return [a.forms[key] for key in keys[:limit]]


def _phrases(a: Features, b: Features, strength: float) -> Remark:
    shared = sum(1 for phrase in a.phrases if phrase in b.phrases)
    return Remark(strength, f"{shared:,} three-word phrases in common" if strength > 0 and shared > 2 else "")


def _skeleton(a: Features, b: Features, strength: float) -> Remark:
    figure = cosine(a.skeleton, b.skeleton, a.skeleton_norm, b.skeleton_norm)
    if figure < 0.2:
        strength = min(strength, -0.1)
    only = "" if strength > 0 else "only "
    return Remark(strength * 0.8, f"function-word patterns overlap {only}{figure:.2f}")


def _order(a: Features, b: Features) -> Remark:
    tau, shared = families.order_of_shared(a, b)
    if shared < 8 or 0.25 < tau < 0.55:
        return Remark(0.0, "")
    order = "much the same order" if tau > 0 and tau >= 0.55 else "a different order"
    strength = STANDARDS["order"].z(tau) - AGREEMENT
    return Remark(strength * 0.8, f"the words they share come in {order} (tau {tau:.2f} over {shared} words)")


def _blocks(a: Features, b: Features) -> Remark:
    """The kind of block that differs most in number or, where that says more, is used equally often."""
    remarks = [_block(one, many, a.kinds.count(kind), b.kinds.count(kind)) for kind, one, many in _COUNTED]
    return max(remarks, key=lambda remark: abs(remark.strength))


def _block(one: str, many: str, count_a: int, count_b: int) -> Remark:
    name = one if count_a == 1 else many
    if count_a != count_b:
        return Remark(-abs(math.log((1 + count_a) / (1 + count_b))), f"{count_a} {name} against {count_b}")
    return Remark(0.15 * min(count_a, 6), f"both have {count_a} {name}") if count_a else Remark(0.0, "")


def _habits(a: Features, b: Features) -> Remark:
    """The countable habit whose rate differs most, told by its counts where these point the same way."""
    best = Remark(0.0, "")
    for habit, rate_a, rate_b in zip(HABITS, a.surface, b.surface, strict=True):
        count_a, count_b = _count(rate_a, a), _count(rate_b, b)
        if (
            habit.name in _COUNTED_HABITS
            and abs(rate_a - rate_b) > 0.8
            and _agree(count_a - count_b, rate_a - rate_b)
        ):
            outside = " (outside code)" if blocks.CODE in a.kinds + b.kinds else ""
            text = f"{habit.name}{outside}: {count_a} against {count_b}"
            best = min(best, Remark(-0.5 * abs(rate_a - rate_b), text), key=lambda remark: remark.strength)
    return best


def _count(root_rate: float, side: Features) -> int:
    return round(root_rate * root_rate * side.skeleton_size / 100)


def _agree(counts: int, rates: float) -> bool:
    return counts * rates > 0


def _length(a: Features, b: Features) -> Remark:
    ratio = abs(math.log((1 + a.characters) / (1 + b.characters)))
    text = f"{a.characters:,} characters against {b.characters:,}"
    return Remark(0.4 - ratio, text if ratio >= 0.4 else f"similar length ({text})")
