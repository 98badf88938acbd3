"""By how much two runs differ, in a sentence or two: who is furthest apart, and whether that may be chance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from gui.i18n import sentences, tr
from gui.judges import by
from gui.results import figures as fig
from gui.results.pairing import Both

_SAME = {"rse": 0.0005, "ice": 0.0005}  # below, the figures that are shown are the same
_CLOSE = 0.02  # points of similarity that nobody need explain


def change(rse: Sequence[Both], ice: Sequence[Both], runs: tuple[int, int]) -> str:
    """What two runs (their numbers, as the pairs have them) say differently; nothing where they share nothing."""
    told = [_of_similarity(_whole(rse), runs), _of_identity([b for b in ice if b.score == "loose"], runs)]
    return sentences(*filter(None, told))


def _whole(rse: Sequence[Both]) -> list[Both]:
    """The means over the sets, and where there are none that both have, the sets."""
    both = _in_both(rse)
    return [each for each in both if each.there.prompt_set is None] or both


def _in_both(found: Sequence[Both]) -> list[Both]:
    return [each for each in found if each.difference is not None]


def _of_similarity(found: Sequence[Both], runs: tuple[int, int]) -> str:
    if not found:
        return ""
    most = _furthest(found)
    if abs(most.difference or 0.0) < _SAME["rse"]:
        return tr("All scores of similarity are the same in both runs.")
    if abs(most.difference or 0.0) < _CLOSE:
        return tr(
            "No score of similarity differs by more than {n} between the runs.",
            n=fig.score(abs(most.difference or 0.0)),
        )
    said = tr(
        "Similarity differs most for {model} beside {reference}: {first} of 5 in run {one} and {second} in run "
        "{other}, by {judge}.",
        reference=most.there.reference,
        **_names(most, fig.score, runs),
    )
    limit = tr("Similarity has no direction: it does not tell which model learnt from which.")
    return sentences(said, _chance(most), limit)


def _of_identity(found: Sequence[Both], runs: tuple[int, int]) -> str:
    both = _in_both(found)
    if not both:
        return ""
    most = _furthest(both)
    if abs(most.difference or 0.0) < _SAME["ice"]:
        return tr("As many answers contradict the facts in both runs.")
    said = tr(
        "Contradictions of the facts differ most for {model}: {first} % of its answers in run {one} and {second} % "
        "in run {other}, by {judge}.",
        **_names(most, fig.percent, runs),
    )
    return sentences(said, _chance(most))


def _furthest(found: Sequence[Both]) -> Both:
    return max(found, key=lambda each: abs(each.difference or 0.0))


def _names(most: Both, show: Callable[[float | None], str], runs: tuple[int, int]) -> dict[str, Any]:
    return {
        "model": most.there.model,
        "judge": by(most.there.judge),
        "first": show(most.value(most.first)),
        "second": show(most.value(most.second)),
        "one": runs[0],
        "other": runs[1],
    }


def _chance(most: Both) -> str:
    """Whether the intervals meet: where they do, the same may lie behind both figures."""
    ends = [(side.low, side.high) for side in (most.first, most.second)]
    if (lacking := ends.count((None, None))) == len(ends):
        return tr("There are too few prompts for an interval, so this may be chance.")
    if lacking:
        return tr("One of the runs has too few prompts for an interval, so this may be chance.")
    (low, high), (other_low, other_high) = ((_or(a, -1.0), _or(b, 6.0)) for a, b in ends)
    if low <= other_high and other_low <= high:
        return tr("The two 95 % intervals overlap, so this may be chance.")
    return tr("The two 95 % intervals do not overlap, so chance alone is unlikely to explain it.")


def _or(end: float | None, otherwise: float) -> float:
    return otherwise if end is None else end
