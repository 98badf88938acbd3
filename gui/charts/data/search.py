"""Rows of how contradictions came up over the queries, and of the templates they came under."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, NamedTuple

from core.ice.verdict import LOOSE, OUTSIDE
from gui.charts.data.types import ChartData, ice_caption, judges_line
from gui.i18n import tr

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader

_IN_ORDER = """
SELECT m.name AS model, j.judge, j.outcome FROM judgment j JOIN run_model m ON m.id = j.model_id
JOIN prompt p ON p.id = j.prompt_id WHERE j.run_id = ? AND j.metric = 'ice'
ORDER BY m.id, j.judge, p.position, j.repeat, j.id"""
_ASKED = """
SELECT m.name AS model, t.id AS template, j.outcome, count(*) AS count FROM judgment j
JOIN run_model m ON m.id = j.model_id JOIN prompt p ON p.id = j.prompt_id JOIN template t ON t.id = p.template_id
WHERE j.run_id = ? AND j.metric = 'ice' AND j.judge = ? GROUP BY m.id, t.id, j.outcome ORDER BY m.id, t.id"""


class Step(NamedTuple):
    """How many contradictions a model had shown by its n-th answered query."""

    model: str
    judge: str
    query: int
    contradictions: int


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


def progress(reader: Reader, tables: ScoreTables) -> ChartData:
    """Contradictions, added up over the queries in their order."""
    queries: Counter[tuple[str, str]] = Counter()
    found: Counter[tuple[str, str]] = Counter()
    rows = []
    for model, judge, outcome in reader.db.execute(_IN_ORDER, (tables.run,)):
        if outcome in OUTSIDE or outcome == "error":
            continue
        queries[model, judge] += 1
        found[model, judge] += outcome in LOOSE
        rows.append(Step(model, judge, queries[model, judge], found[model, judge]))
    subtitle = judges_line([judge for _, judge in queries], list(queries.values()), tr("answers a model"))
    return ChartData(
        "ice-progress",
        tables.run,
        tr("Contradictions of identity over queries"),
        subtitle,
        ice_caption(tables),
        tr("Answered queries"),
        tr("Contradictions so far"),
        tuple(rows),
    )


def tree(reader: Reader, tables: ScoreTables) -> ChartData:
    """The templates of each model with what came of them, by the first judge of the run."""
    judge = next((row.judge for row in tables.ice if row.answered), "")
    known = {
        row["id"]: row for row in reader.db.execute("SELECT * FROM template WHERE run_id = ?", (tables.run,))
    }
    answered: Counter[tuple[str, int]] = Counter()
    loose: Counter[tuple[str, int]] = Counter()
    for model, template, outcome, count in reader.db.execute(_ASKED, (tables.run, judge)):
        counts = outcome not in OUTSIDE and outcome != "error"
        answered[model, template] += count * counts
        loose[model, template] += count * (outcome in LOOSE)
    rows = tuple(
        _node(model, judge, known, template, answered, loose)
        for model, template in _with_ancestors(answered, known)
    )
    return ChartData(
        "template-tree",
        tables.run,
        tr("Templates and what came of them"),
        _tree_line(judge, rows),
        _tree_caption(tables),
        "",
        "",
        rows,
    )


def _tree_caption(tables: ScoreTables) -> str:
    words = tr("Each circle is a template, the larger the more answers it got; below it what was made of it.")
    return f"{words} {ice_caption(tables)}"


def _tree_line(judge: str, rows: tuple[Node, ...]) -> str:
    counts = Counter(row.model for row in rows)
    return judges_line([judge], list(counts.values()), tr("templates a model"))


def _with_ancestors(asked: Counter[tuple[str, int]], known: dict[int, Any]) -> list[tuple[str, int]]:
    """Every template asked, and those it descends from."""
    found = dict.fromkeys(asked)
    for model, template in list(asked):
        above = _parent(known, template)
        while above is not None and (model, above) not in found:
            found[model, above] = None
            above = _parent(known, above)
    models = list(dict.fromkeys(model for model, _ in asked))
    return sorted(found, key=lambda node: (models.index(node[0]), node[1]))


def _parent(known: dict[int, Any], template: int) -> int | None:
    """The template that this one was made from: of the same model, or one that all share."""
    row = known[template]
    if not row["parent"]:
        return None
    same = [i for i, other in known.items() if other["key"] == row["parent"] and i != template]
    return next((i for i in same if known[i]["model_id"] == row["model_id"]), same[0] if same else None)


def _node(
    model: str,
    judge: str,
    known: dict[int, Any],
    template: int,
    answered: Counter[tuple[str, int]],
    loose: Counter[tuple[str, int]],
) -> Node:
    row, level, above = known[template], 0, _parent(known, template)
    while above is not None and level < len(known):
        level, above = level + 1, _parent(known, above)
    parent = row["parent"] or "" if level else ""
    at = (model, template)
    return Node(
        model,
        judge,
        row["key"],
        parent,
        row["lineage"],
        row["kind"],
        row["mutator"],
        level,
        answered[at],
        loose[at],
    )
