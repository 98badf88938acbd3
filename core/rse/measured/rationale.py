"""Why a pair got its scores: the strongest agreements and differences, each with its figure."""

from __future__ import annotations

import math
from dataclasses import dataclass

from core.rse.measured import blocks, families
from core.rse.measured.calibration import STANDARDS
from core.rse.measured.families import cosine
from core.rse.measured.features import Features
from core.rse.measured.surface import HABITS

MOST_OF_EACH = 3
_COUNTED = (
    (blocks.NUMBERED, "numbered item", "numbered items"),
    (blocks.BULLET, "bullet", "bullets"),
    (blocks.HEADING, "heading", "headings"),
    (blocks.CODE, "code block", "code blocks"),
    (blocks.TABLE, "table", "tables"),
    (blocks.PARAGRAPH, "paragraph", "paragraphs"),
)
_RATES = frozenset(
    {
        "commas",
        "full stops",
        "exclamation marks",
        "question marks",
        "colons",
        "contractions",
        "first-person singular words",
        "first-person plural words",
        "second-person words",
        "modal verbs",
    }
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
    strength = {family: STANDARDS[family].z(figures[family]) - 0.4 for family in figures}
    return [
        _opening(a, b, strength["openings"]),
        _words(a, b, strength["words"]),
        _phrases(a, b, strength["phrases"]),
        _skeleton(a, b, strength["skeleton"]),
        _order(a, b, strength["order"]),
        _blocks(a, b),
        _rates(a, b),
        _length(a, b),
    ]


def _opening(a: Features, b: Features, strength: float) -> Remark:
    shared = families.common_prefix(a.opening, b.opening)
    if shared >= 3:
        return Remark(max(strength, 0.1), f"both open with the words “{' '.join(a.opening[:shared])}”")
    if not shared and a.opening and b.opening:
        return Remark(
            min(strength, -0.1), f"one opens with “{a.opening_text}”, the other with “{b.opening_text}”"
        )
    return Remark(0.0, "")


def _words(a: Features, b: Features, strength: float) -> Remark:
    overlap = cosine(a.content, b.content, a.content_norm, b.content_norm)
    shared = shared_words(a, b)
    if strength <= 0:
        return Remark(
            strength, f"content words overlap only {overlap:.2f}" if overlap else "no content word in common"
        )
    return Remark(
        strength,
        f"content words overlap {overlap:.2f}" + (f" (shared: {', '.join(shared)})" if shared else ""),
    )


def shared_words(a: Features, b: Features, limit: int = 3) -> list[str]:
    """The weightiest content words that stand in both texts in the same spelling."""
    forms = [key for key in a.content if a.forms.get(key, "") == b.forms.get(key, " ")]
    forms.sort(key=lambda key: -a.content[key] * b.content[key])
    return [a.forms[key] for key in forms[:limit]]


def _phrases(a: Features, b: Features, strength: float) -> Remark:
    shared = [phrase for phrase in a.phrases if phrase in b.phrases]
    if strength <= 0 or len(shared) < 3:
        return Remark(0.0, "")
    return Remark(strength, f"{len(shared):,} three-word phrases in common")


def _skeleton(a: Features, b: Features, strength: float) -> Remark:
    figure = cosine(a.skeleton, b.skeleton, a.skeleton_norm, b.skeleton_norm)
    only = "" if strength > 0 else "only "
    return Remark(strength * 0.8, f"function-word patterns overlap {only}{figure:.2f}")


def _order(a: Features, b: Features, strength: float) -> Remark:
    tau, shared = families.order_of_shared(a, b)
    if shared < 8:
        return Remark(0.0, "")
    how = "shared words come in much the same order" if strength > 0 else "shared words come in another order"
    return Remark(strength * 0.8, f"{how} (tau {tau:.2f} over {shared})")


def _blocks(a: Features, b: Features) -> Remark:
    """The kind of block whose numbers differ most; or, where none differs, the commonest."""
    best = Remark(0.0, "")
    for kind, one, many in _COUNTED:
        count_a, count_b = a.kinds.count(kind), b.kinds.count(kind)
        if count_a == count_b and count_a > (kind == blocks.PARAGRAPH):
            remark = Remark(
                0.3 + 0.1 * min(count_a, 6), f"both have {count_a} {many if count_a > 1 else one}"
            )
        elif count_a != count_b:
            remark = Remark(
                -abs(math.log((1 + count_a) / (1 + count_b))),
                f"{count_a} {many if count_a != 1 else one} against {count_b}",
            )
        else:
            continue
        best = max(best, remark, key=lambda r: abs(r.strength))
    return best


def _rates(a: Features, b: Features) -> Remark:
    """The surface habit that differs most, as a rate."""
    best = Remark(0.0, "")
    for habit, one, two in zip(HABITS, a.surface, b.surface, strict=True):
        if habit.name in _RATES and abs(one - two) > 1:
            text = f"{one * one:.1f} {habit.name} per 100 words and marks against {two * two:.1f}"
            best = min(best, Remark(-0.5 * abs(one - two), text), key=lambda r: r.strength)
    return best


def _length(a: Features, b: Features) -> Remark:
    ratio = abs(math.log((1 + a.characters) / (1 + b.characters)))
    text = f"{a.characters:,} characters against {b.characters:,}"
    return Remark(0.45 - ratio, text if ratio > 0.45 else f"similar length ({text})")
