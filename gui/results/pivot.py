"""The paper's table: models by prompt sets and their mean, one block for each reference and judge."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from gui.i18n import tr
from gui.judges import by
from gui.results import figures as fig
from gui.results.cells import Cases, ScoreColumn
from gui.results.columns import INTERVAL, field, rse_cases

_SET = 2  # see SPARE in gui.results.columns: more than a dimension, less than what is missing


@dataclass(frozen=True)
class PivotRow:
    """One model in a block. `mean` is its row over all sets; `again`: it is the reference itself, asked again.

    role: of the model in the study.
    """

    mean: Any
    by_set: dict[str, Any]
    again: bool = False
    role: str = ""

    def __getattr__(self, name: str) -> Any:
        """The fields of the mean row."""
        return getattr(object.__getattribute__(self, "mean"), name)


@dataclass(frozen=True)
class Block:
    """The models beside one reference, by one judge."""

    reference: str
    judge: str
    sets: tuple[str, ...]
    rows: tuple[PivotRow, ...]

    @property
    def title(self) -> str:
        """What the block is, in the language in use."""
        return tr("Similarity to {reference}, by {judge}", reference=self.reference, judge=by(self.judge))


def blocks(
    rse: Sequence[Any], ceiling: Sequence[Any] = (), roles: Mapping[str, str] | None = None
) -> list[Block]:
    """The blocks of a run, in the order of its rows; the ceiling stands last in its block."""
    found = []
    for reference, judge in dict.fromkeys((row.reference, row.judge) for row in rse):
        own = [row for row in rse if (row.reference, row.judge) == (reference, judge)]
        top = [row for row in ceiling if (row.reference, row.judge) == (reference, judge)]
        sets = tuple(dict.fromkeys(row.prompt_set for row in (*own, *top) if row.prompt_set is not None))
        found.append(
            Block(reference, judge, sets, (*_pivot(own, roles or {}), *_pivot(top, roles or {}, again=True)))
        )
    return found


def columns(block: Block) -> list[ScoreColumn]:
    """A column a set, then the mean with its interval, the dimensions and the counts."""
    made = [ScoreColumn("Model", _model, name="model", cases=rse_cases, fixed=True)]
    made += [_of_set(name, len(block.sets) > 1) for name in block.sets]
    if len(block.sets) > 1:
        made.append(replace(field("Mean", "overall", fig.score, rse_cases), term="mean"))
    made += [
        ScoreColumn(
            INTERVAL,
            lambda r: fig.ends(r.low, r.high),
            lambda r: r.low,
            True,
            "",
            "interval",
            rse_cases,
        ),
        field("Style", "style", fig.score, rse_cases),
        field("Structure", "structure", fig.score, rse_cases),
        field("Content", "content", fig.score, rse_cases),
        field("n", "n", fig.whole, rse_cases),
    ]
    return [*made, *_missing(block.rows)]


def _missing(rows: Iterable[PivotRow]) -> list[ScoreColumn]:
    if not any(row.unscored or row.no_answer for row in rows):
        return []
    return [
        field(
            "Unscored",
            "unscored",
            fig.whole,
            lambda r: rse_cases(r, outcome="unscored") if r.unscored else None,
        ),
        field(
            "No answer",
            "no_answer",
            fig.whole,
            lambda r: rse_cases(r, outcome="no_answer") if r.no_answer else None,
        ),
    ]


def _model(row: PivotRow) -> str:
    if row.again:
        return tr("{name}, asked again (ceiling)", name=row.model)
    return tr("{name} (control)", name=row.model) if row.role == "control" else str(row.model)


def _of_set(name: str, of_several: bool) -> ScoreColumn:
    """One set of several gives way before the dimensions do: it is in the mean, and among every row."""

    def overall(row: PivotRow) -> float | None:
        return row.by_set[name].overall if name in row.by_set else None

    def cases(row: PivotRow) -> Cases | None:
        return rse_cases(row.by_set[name]) if name in row.by_set else None

    return ScoreColumn(
        name,
        lambda r: fig.score(overall(r)),
        overall,
        True,
        name,
        f"set:{name}",
        cases,
        literal=True,
        spare=_SET if of_several else 0,
    )


def _pivot(rows: Iterable[Any], roles: Mapping[str, str], again: bool = False) -> list[PivotRow]:
    by_model: dict[str, dict[str | None, Any]] = {}
    for row in rows:
        by_model.setdefault(row.model, {})[row.prompt_set] = row
    return [
        PivotRow(
            own[None],
            {name: row for name, row in own.items() if name is not None},
            again,
            roles.get(model, ""),
        )
        for model, own in by_model.items()
        if None in own
    ]
