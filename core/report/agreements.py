"""How far the judges of a run agree: with each other, with themselves, with people, and with the measured judge."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import combinations
from typing import Any

import numpy as np

from core.rse.judgment import SCORES
from core.rse.scores import RseRecord
from core.stats.agreement import Agreement, agreement, spearman
from core.store import labels
from core.store.reader import Reader
from core.study import MEASURED

Unit = tuple[str, str, str, str]  # model, reference, prompt set, prompt
Ratings = dict[Unit, tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """Agreement of `raters` on one dimension. kind: judges, repeats or people."""

    kind: str
    raters: tuple[str, ...]
    dimension: str
    figures: Agreement

    def as_json(self) -> dict[str, Any]:
        """The row as `results --format json` has it."""
        return {"kind": self.kind, "raters": list(self.raters), "dimension": self.dimension, **asdict(self.figures)}


@dataclass(frozen=True, slots=True)
class Correlation:
    """Spearman's correlation of a judge's overall scores with those of the measured judge."""

    judge: str
    spearman: float | None
    n: int


def agreements(records: Sequence[RseRecord], people: Mapping[str, Ratings], seed: object) -> list[AgreementRow]:
    """Every pair of LLM judges, each judge's repeats, and each judge beside each person."""
    by_judge = {judge: ratings(records, judge) for judge in sorted({r.judge for r in records})}
    asked = [judge for judge in by_judge if judge != MEASURED]
    rows: list[AgreementRow] = []
    for first, second in combinations(asked, 2):
        rows += _rows("judges", (first, second), [by_judge[first], by_judge[second]], seed)
    for judge in asked:
        turns = sorted({r.repeat for r in records if r.judge == judge})
        if len(turns) > 1:
            names = tuple(f"{judge}, repeat {turn + 1}" for turn in turns)
            rows += _rows("repeats", names, [ratings(records, judge, turn) for turn in turns], seed)
    for judge in asked:
        for person, said in people.items():
            rows += _rows("people", (person, judge), [said, by_judge[judge]], seed)
    return rows


def correlations(records: Sequence[RseRecord]) -> list[Correlation]:
    """Each LLM judge beside the measured one, over what both scored."""
    measured = ratings(records, MEASURED)
    return [_correlation(judge, ratings(records, judge), measured) for judge in _asked(records)] if measured else []


def ratings(records: Iterable[RseRecord], judge: str, repeat: int = 0) -> Ratings:
    """A judge's scores by what was judged."""
    chosen = (r for r in records if r.judge == judge and r.repeat == repeat)
    return {_unit(r): r.scores for r in chosen if r.scores is not None}


def people_of(reader: Reader, run: int, units: Mapping[int, Unit]) -> dict[str, Ratings]:
    """Each author's labels by what was judged; only labels with all four scores count."""
    said: dict[str, Ratings] = {}
    for kept in labels.of_run(reader, run):
        scores = tuple(getattr(kept.label, name) for name in SCORES)
        if None not in scores and kept.label.judgment in units:
            said.setdefault(kept.label.author, {})[units[kept.label.judgment]] = scores
    return said


def _asked(records: Iterable[RseRecord]) -> list[str]:
    return sorted({r.judge for r in records} - {MEASURED})


def _rows(kind: str, raters: tuple[str, ...], said: Sequence[Ratings], seed: object) -> Iterator[AgreementRow]:
    shared = sorted(set.intersection(*(set(each) for each in said)))
    if not shared:
        return
    for place, dimension in enumerate(SCORES):
        matrix = np.array([[each[unit][place] for unit in shared] for each in said])
        yield AgreementRow(kind, raters, dimension, agreement(matrix, seed=seed))


def _correlation(judge: str, said: Ratings, measured: Ratings) -> Correlation:
    shared = sorted(set(said) & set(measured))
    at = SCORES.index("overall")
    both = [[each[unit][at] for unit in shared] for each in (said, measured)]
    return Correlation(judge, spearman(*both) if len(shared) > 1 else None, len(shared))


def _unit(record: RseRecord) -> Unit:
    return record.model, record.reference, record.prompt_set, record.prompt
