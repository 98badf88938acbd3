"""What two runs say of the same thing, and why they may have nothing of the kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from gui.i18n import sentences, tr

_KEYS = {"rse": ("model", "reference", "judge", "prompt_set"), "ice": ("model", "judge")}
# What has to be the same, and what is said where nothing is.
_PARTS: dict[str, tuple[tuple[Callable[[Any], Any], str], ...]] = {
    "rse": (
        (lambda row: (row.model, row.reference), "no model beside the same reference"),
        (lambda row: row.judge, "no judge"),
        (lambda row: row.prompt_set, "no prompt set"),
    ),
    "ice": ((lambda row: row.model, "no model"), (lambda row: row.judge, "no judge")),
}


@dataclass(frozen=True)
class Both:
    """What two runs say of one score; a side is None where that run has no such row."""

    first: Any
    second: Any
    score: str
    words: str = ""

    @property
    def there(self) -> Any:
        """A side that exists, for the names."""
        return self.first or self.second

    def value(self, side: Any) -> float | None:
        """The score of one side."""
        return None if side is None else getattr(side, self.score)

    @property
    def difference(self) -> float | None:
        """The first less the second."""
        one, other = self.value(self.first), self.value(self.second)
        return None if one is None or other is None else one - other


def pairs(first: Sequence[Any], second: Sequence[Any], metric: str) -> list[tuple[Any, Any]]:
    """Rows that speak of the same thing in both runs, in the order of the first; then what only one has.

    Means are of the same thing where they are over the same prompt sets.
    """
    ours, theirs = (_by_key(rows, metric) for rows in (first, second))
    found = [(ours.get(key), theirs.get(key)) for key in dict.fromkeys((*ours, *theirs))]
    return sorted(found, key=lambda pair: None in pair)


def apart(first: Any, second: Any) -> str:
    """Why two runs (ScoreTables) cannot be compared, or only with care, and what would help; else nothing."""
    both = {metric: (getattr(first, metric), getattr(second, metric)) for metric in _KEYS}
    measured = {metric: sides for metric, sides in both.items() if all(sides)}
    if not measured:
        missing = [tr("no metric")]
    elif any(None not in pair for metric, sides in measured.items() for pair in pairs(*sides, metric)):
        return _other_prompts(*both["rse"])
    else:
        missing = [tr(words) for metric, sides in measured.items() for words in _missing(metric, *sides)]
    what = tr(", ").join(dict.fromkeys(missing)) or tr("no model that one judge scored on the same prompts")
    return sentences(
        tr("These two runs have no score in common: they share {what}.", what=what),
        tr(
            "Runs can be compared where models, references, judges and prompt sets have the same names: "
            "repeat one of the two, or start a copy of its study."
        ),
    )


def _other_prompts(first: Sequence[Any], second: Sequence[Any]) -> str:
    """That the means of two runs are of other prompts, where they have no set in common."""
    ours, theirs = ({row.prompt_set for row in rows} - {None} for rows in (first, second))
    if not ours or not theirs or ours & theirs:
        return ""
    return tr("These two runs share no prompt set: their means are over different prompts.")


def _missing(metric: str, first: Sequence[Any], second: Sequence[Any]) -> list[str]:
    return [words for of, words in _PARTS[metric] if not ({*map(of, first)} & {*map(of, second)}) - {None}]


def without_unpaired_lone_means(
    found: Sequence[tuple[Any, Any]], first: Sequence[Any], second: Sequence[Any]
) -> list[tuple[Any, Any]]:
    """Pairs without the means of one set that stand beside nothing: the set's own row says the same."""
    sides = list(zip((sets_of(first), sets_of(second)), (0, 1), strict=True))

    def is_lone(pair: tuple[Any, Any]) -> bool:
        return None in pair and any(
            pair[side] is not None
            and pair[side].prompt_set is None
            and len(sets.get(_whose(pair[side]), ())) == 1
            for sets, side in sides
        )

    return [pair for pair in found if not is_lone(pair)]


def sets_of(rows: Sequence[Any]) -> dict[tuple[Any, ...], frozenset[str]]:
    """The prompt sets with scores that each mean is over, by model, reference and judge."""
    found: dict[tuple[Any, ...], set[str]] = {}
    for row in rows:
        if row.prompt_set is not None and row.n:
            found.setdefault(_whose(row), set()).add(row.prompt_set)
    return {whose: frozenset(sets) for whose, sets in found.items()}


def _whose(row: Any) -> tuple[Any, ...]:
    return row.model, row.reference, row.judge


def _by_key(rows: Sequence[Any], metric: str) -> dict[tuple[Any, ...], Any]:
    sets = sets_of(rows) if metric == "rse" else {}
    return {(*_key(row, metric), *_over(row, metric, sets)): row for row in rows}


def _over(row: Any, metric: str, sets: dict[tuple[Any, ...], frozenset[str]]) -> tuple[frozenset[str], ...]:
    """Of a mean, the sets that it is over."""
    return (sets.get(_whose(row), frozenset()),) if metric == "rse" and row.prompt_set is None else ()


def _key(each: Any, metric: str) -> tuple[Any, ...]:
    return tuple(getattr(each, name) for name in _KEYS[metric])
