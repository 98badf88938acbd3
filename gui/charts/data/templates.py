"""Rows of the template tree: what was asked under each template, and what each was made from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from core.ice.verdict import LOOSE, OUTSIDE
from gui.charts.data.types import TEMPLATES, ChartData, ice_caption, judges_line
from gui.i18n import sentences, tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader

_ASKED = """
SELECT m.name AS model, t.id AS template, j.outcome, count(*) AS count FROM judgment j
JOIN run_model m ON m.id = j.model_id JOIN prompt p ON p.id = j.prompt_id JOIN template t ON t.id = p.template_id
WHERE j.run_id = ? AND j.metric = 'ice' AND j.judge = ? GROUP BY m.id, t.id, j.outcome ORDER BY m.id, t.id"""
_KNOWN = "SELECT id, key, model_id, parent, lineage, kind, mutator FROM template WHERE run_id = ? ORDER BY id"


class Node(NamedTuple):
    """A template that a model was asked under, or that one of those descends from. parent "" for a seed."""

    model: str
    judge: str
    template: str
    parent: str
    lineage: str
    kind: str
    mutator: str
    level: int
    answered: int
    contradictions: int


class Forest:
    """The templates of a run and what each was made from; ids are those of the workspace."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows = {row["id"]: row for row in rows}
        self._by_key: dict[tuple[int | None, str], int] = {}
        for number, row in self.rows.items():
            self._by_key.setdefault((row["model_id"], row["key"]), number)

    def parent(self, template: int) -> int | None:
        """Of the same model, else one that all models share; None for a seed."""
        row = self.rows[template]
        keys = ((row["model_id"], row["parent"]), (None, row["parent"]))
        return next((n for key in keys if (n := self._by_key.get(key)) not in (None, template)), None)

    def ancestors(self, template: int) -> Iterator[int]:
        """From its parent up to the seed; ends where a damaged workspace goes round in a circle."""
        seen = {template}
        above = self.parent(template)
        while above is not None and above not in seen:
            seen.add(above)
            yield above
            above = self.parent(above)


def tree(reader: Reader, tables: ScoreTables) -> ChartData:
    """The templates of each model with what came of them, by the first judge of the run."""
    judge = next((row.judge for row in tables.ice if row.answered), "")
    forest = Forest(reader.db.execute(_KNOWN, (tables.run,)))
    answered: Counter[tuple[str, int]] = Counter()
    loose: Counter[tuple[str, int]] = Counter()
    for model, template, outcome, count in reader.db.execute(_ASKED, (tables.run, judge)):
        answered[model, template] += 0 if outcome in OUTSIDE or outcome == "error" else count
        loose[model, template] += count if outcome in LOOSE else 0
    rows = tuple(
        _node(forest, (model, template), judge, (answered[model, template], loose[model, template]))
        for model, template in _with_ancestors(list(answered), forest)
    )
    counts = list(Counter(row.model for row in rows).values())
    words = tr("Each circle is a template, the larger the more answers it got; below it what was made of it.")
    title, subtitle = (
        tr("Templates and what came of them"),
        judges_line([judge], counts, TEMPLATES),
    )
    return ChartData(
        "template-tree", tables.run, title, subtitle, sentences(words, ice_caption(tables)), "", "", rows
    )


def _with_ancestors(asked: list[tuple[str, int]], forest: Forest) -> list[tuple[str, int]]:
    """Every template asked, and those it descends from; models in their order, templates as they came."""
    found = dict.fromkeys(asked)
    for model, template in asked:
        found.update(dict.fromkeys((model, above) for above in forest.ancestors(template)))
    order = {model: place for place, model in enumerate(dict.fromkeys(model for model, _ in asked))}
    return sorted(found, key=lambda node: (order[node[0]], node[1]))


def _node(forest: Forest, at: tuple[str, int], judge: str, counts: tuple[int, int]) -> Node:
    model, template = at
    row, above = forest.rows[template], list(forest.ancestors(template))
    parent = forest.rows[above[0]]["key"] if above else ""
    return Node(
        model, judge, row["key"], parent, row["lineage"], row["kind"], row["mutator"], len(above), *counts
    )
