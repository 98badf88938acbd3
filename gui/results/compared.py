"""What two runs are compared in, and what only one of them has, in a sentence above their tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from gui.i18n import sentences, tr
from gui.judges import called
from gui.results.pairing import Both

_NAMED = 3  # names of a kind; of more the number is told
_KINDS: tuple[tuple[str, Callable[[Any], str | None]], ...] = (
    ("models: {names}", lambda row: row.model),
    ("references: {names}", lambda row: getattr(row, "reference", None)),
    ("judges: {names}", lambda row: called(row.judge)),
    ("prompt sets: {names}", lambda row: getattr(row, "prompt_set", None)),
)


def compared(rse: Sequence[Both], ice: Sequence[Both]) -> str:
    """What both runs have, what one has alone, and what else differs; nothing where they share nothing."""
    every = [*rse, *ice]
    shared = [both.first for both in every if both.first and both.second]
    if not shared:
        return ""
    told = [tr("Both runs have, and are compared in, {parts}.", parts=_parts(_names(shared)))]
    if alone := _alone(every, shared):
        told.append(tr("Only one of them has {parts}.", parts=alone))
    return sentences(*told, *_other_means(rse), *_other_numbers(rse))


def _other_means(rse: Sequence[Both]) -> list[str]:
    """Whether there is a mean without its like in the other run, which has such scores as well."""
    first, second = ([getattr(each, side) for each in rse] for side in ("first", "second"))
    lone = [each.there for each in rse if each.there.prompt_set is None and None in (each.first, each.second)]
    shared = {_whose(own) for own in first if own} & {_whose(own) for own in second if own}
    unlike = any(_whose(own) in shared for own in lone)
    return [tr("Means over different prompt sets are not compared.")] if unlike else []


def _whose(row: Any) -> tuple[str, str, str]:
    return row.model, row.reference, row.judge


def _other_numbers(rse: Sequence[Both]) -> list[str]:
    found = (each for each in rse if each.first and each.second and each.first.n != each.second.n)
    sets = dict.fromkeys(name for each in found if (name := each.there.prompt_set))
    return [tr("The numbers of prompts differ: {names}.", names=_listed(sets))] if sets else []


def _alone(every: Iterable[Both], shared: Sequence[Any]) -> str:
    both, either = _names(shared), _names([each.there for each in every])
    return _parts(
        [
            [name for name in all_names if name not in there]
            for all_names, there in zip(either, both, strict=True)
        ]
    )


def _names(rows: Sequence[Any]) -> list[list[str]]:
    """The names of each kind."""
    return [list(dict.fromkeys(name for row in rows if (name := of(row)))) for _words, of in _KINDS]


def _parts(names: Sequence[Sequence[str]]) -> str:
    kinds = zip(_KINDS, names, strict=True)
    return tr("; ").join(tr(words, names=_listed(found)) for (words, _of), found in kinds if found)


def _listed(names: Iterable[str]) -> str:
    found = list(names)
    return tr(", ").join(found) if len(found) <= _NAMED else str(len(found))
