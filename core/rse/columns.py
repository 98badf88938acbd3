"""Many judgments as columns: a million are scored from arrays, where objects would take minutes and gigabytes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import log, nan
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from core.rse.judgment import DIMENSIONS, SCORES
from core.rse.scores import Array, Pairing, Prompt, RseRecord

ORDERS = ("", "AB", "BA")
Places = NDArray[np.int64]
Flags = NDArray[np.bool_]
_SET = 40  # bits of a prompt's key below those of its set
_PROMPT = (1 << _SET) - 1
_NONE = (nan,) * len(SCORES)


class Columns(NamedTuple):
    """What is known of each judgment. Models, judges and sets are places in lists of names, prompts are numbers.

    number: the judgment's own, which rises as they were made; order: the place in ORDERS of which response came first.
    scores: style, structure, content and overall, components: those of the three dimensions, both NaN where a
    judgment has no score; gap: the absolute log of the ratio of both lengths, NaN where one is unknown.
    """

    model: Places
    reference: Places
    judge: Places
    prompt_set: Places
    prompt: Places
    number: Places
    repeat: Places
    order: Places
    answered: Flags
    scores: Array
    components: Array
    gap: Array


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgments sorted by the names of model, reference, judge and set, then by prompt."""

    models: tuple[str, ...]
    judges: tuple[str, ...]
    sets: tuple[str, ...]
    columns: Columns

    def __len__(self) -> int:
        return len(self.columns.model)

    def only(self, chosen: Flags | slice) -> Judged:
        """Those that are chosen."""
        return replace(self, columns=Columns._make(own[chosen] for own in self.columns))

    @property
    def names(self) -> tuple[tuple[str, ...], ...]:
        """Of models, judges and sets."""
        return self.models, self.judges, self.sets

    @property
    def beside_itself(self) -> Flags:
        """Which are of a reference that was asked again."""
        return np.asarray(self.columns.model == self.columns.reference)

    def judged_by(self, judge: str) -> Flags:
        """Which are by that judge."""
        place = self.judges.index(judge) if judge in self.judges else -1
        return np.asarray(self.columns.judge == place)

    @property
    def keys(self) -> Places:
        """Names the prompts of all sets, in order."""
        return np.asarray(self.columns.prompt_set << _SET | self.columns.prompt)

    def by_pairing(self) -> Iterator[tuple[Pairing, Judged]]:
        """Those of each model, reference and judge, in order."""
        for part in self._split(*self.columns[:3]):
            model, reference, judge = (int(own[0]) for own in part.columns[:3])
            yield Pairing(self.models[model], self.models[reference], self.judges[judge]), part

    def pairings(self) -> list[tuple[Pairing, Judged]]:
        """`by_pairing`, in the order in which they were first judged."""
        return sorted(self.by_pairing(), key=lambda found: int(found[1].columns.number.min()))

    def records(self) -> Iterator[RseRecord]:
        """An object for each, as they were made: for what is told of few. Lengths and components are left out."""
        for row in sorted(zip(*(own.tolist() for own in self.columns[:-2]), strict=True), key=itemgetter(5)):
            model, reference, judge, prompt_set, prompt, _, repeat, order, answered, scores = row
            told = scores[0] == scores[0]  # a missing score is not equal to itself
            style, structure, content, overall = scores if told else (None,) * len(SCORES)
            yield RseRecord(
                self.models[model], self.models[reference], self.judges[judge], self.sets[prompt_set],
                f"{prompt:07d}", repeat, style, structure, content, overall,
                "scored" if told else "unscored" if answered else "no_answer", ORDERS[order],
            )  # fmt: skip

    def by_set(self) -> Iterator[tuple[str, Judged]]:
        """Those of each prompt set, of one pairing."""
        for part in self._split(self.columns.prompt_set):
            yield self.sets[int(part.columns.prompt_set[0])], part

    def _split(self, *names: Places) -> Iterator[Judged]:
        ends = [0, *(np.flatnonzero(np.any([own[1:] != own[:-1] for own in names], axis=0)) + 1), len(self)]
        return (self.only(slice(start, end)) for start, end in pairwise(ends) if end > start)


class ByPrompt(NamedTuple):
    """A row of values for each prompt, in order of the prompts' keys."""

    keys: Places
    values: Array

    def at(self, keys: Places) -> Array:
        """The rows of these prompts, all of which are there."""
        return np.asarray(self.values[np.searchsorted(self.keys, keys)])

    def by_name(self) -> dict[Prompt, Array]:
        """The rows by names that are sorted as the prompts are."""
        names = ((f"{key >> _SET:07d}", f"{key & _PROMPT:013d}") for key in self.keys.tolist())
        return dict(zip(names, self.values, strict=True))

    def of_set(self, number: int) -> ByPrompt:
        """Those of one set."""
        start, end = np.searchsorted(self.keys, [number << _SET, (number + 1) << _SET])
        return ByPrompt(self.keys[start:end], self.values[start:end])


def set_of(keys: Places) -> Places:
    """The sets that prompts are of."""
    return np.asarray(keys >> _SET)


def prompt_means(keys: Places, values: Array) -> ByPrompt:
    """Each prompt that has values (in its first column), with the mean over its repeats, whatever their order."""
    there = ~np.isnan(values[:, 0])
    keys, values = keys[there], values[there]
    first = np.flatnonzero(np.concatenate([[True], keys[1:] != keys[:-1]])) if len(keys) else np.arange(0)
    counts = np.diff(np.concatenate([first, [len(keys)]]))
    found = values[first]
    for count in np.unique(counts[counts > 1]).tolist():
        places = np.flatnonzero(counts == count)
        repeats = values[first[places][:, None] + np.arange(count)]
        found[places] = np.sort(repeats, axis=1).mean(axis=1)
    return ByPrompt(keys[first], found)


def judged(
    records: Iterable[RseRecord] | Judged, number: Callable[[str], int] | None = None, *, partly: bool = False
) -> Judged:
    """Records as columns. number: of a prompt by its name, rising with it; None: its place among the names.

    partly: with what there is of a record's scores, as of people's labels; a judge's count together or not at all.
    """
    if isinstance(records, Judged):
        return records
    own = list(records)
    models, both = _numbered([r.model for r in own] + [r.reference for r in own])
    judges, judge = _numbered([r.judge for r in own])
    sets, prompt_set = _numbered([r.prompt_set for r in own])
    prompts = [r.prompt for r in own]
    columns = Columns(
        both[: len(own)], both[len(own) :], judge, prompt_set,
        _numbered(prompts)[1] if number is None else np.array([number(name) for name in prompts], dtype=np.int64),
        np.arange(len(own)),
        np.array([r.repeat for r in own], dtype=np.int64),
        np.array([ORDERS.index(r.order) for r in own], dtype=np.int64),
        np.array([r.outcome != "no_answer" for r in own], dtype=np.bool_),
        _table([(r.given if partly else r.scores) or _NONE for r in own], len(SCORES)),
        _table([components_of(r) or _NONE[:3] for r in own], len(DIMENSIONS)),
        gaps(_lengths([r.chars for r in own]), _lengths([r.reference_chars for r in own])),
    )  # fmt: skip
    return in_order(models, judges, sets, columns)


def in_order(models: Sequence[str], judges: Sequence[str], sets: Sequence[str], columns: Columns) -> Judged:
    """Judgments in any order, with names listed in any order, also more than once."""
    ranks = [_numbered(names)[1] for names in (models, models, judges, sets)]
    named = [own[places] for own, places in zip(ranks, columns[:4], strict=True)]
    order = np.lexsort((columns.prompt, *reversed(named)))
    found = Columns._make(own[order] for own in (*named, *columns[4:]))
    return Judged(_once(models), _once(judges), _once(sets), found)


def joined(first: Judged, second: Judged) -> Judged:
    """Both together; their prompts are numbered alike."""
    own = second.columns
    moved = own._replace(
        model=own.model + len(first.models),
        reference=own.reference + len(first.models),
        judge=own.judge + len(first.judges),
        prompt_set=own.prompt_set + len(first.sets),
    )
    columns = Columns._make(map(np.concatenate, zip(first.columns, moved, strict=True)))
    models, judges, sets = ((*a, *b) for a, b in zip(first.names, second.names, strict=True))
    return in_order(models, judges, sets, columns)


def components_of(record: RseRecord) -> tuple[float, ...] | None:
    """The judge's components of the three dimensions, or its scores where it gives no components."""
    scores, measured = record.scores, record.components
    if scores is None:
        return None
    if measured and all(name in measured for name in DIMENSIONS):
        return tuple(measured[name] for name in DIMENSIONS)
    return scores[: len(DIMENSIONS)]


def gaps(chars: Array, reference_chars: Array) -> Array:
    """How far apart two lengths are, as the absolute log of their ratio; NaN where one is unknown."""
    ratios = (chars + 1) / (reference_chars + 1)
    return np.array([abs(log(ratio)) for ratio in ratios.tolist()], dtype=np.float64)


def _lengths(chars: Sequence[int | None]) -> Array:
    return np.array([nan if each is None else each for each in chars], dtype=np.float64)


def _numbered(names: Sequence[str]) -> tuple[list[str], Places]:
    """The names in order, and the place of each."""
    there = sorted(set(names))
    places = {name: place for place, name in enumerate(there)}
    return there, np.array([places[name] for name in names], dtype=np.int64)


def _once(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(sorted(set(names)))


def _table(rows: Sequence[tuple[float | None, ...]], width: int) -> Array:
    return np.array(rows, dtype=np.float64).reshape(len(rows), width)
