"""The tree of templates that a run's search grew for one model, rebuilt from its stored selections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from core.engine.ice_plan import IcePlan
from core.errors import BadInput
from core.ice import questions
from core.ice.fuzz.fuzzer import Fuzzer
from core.ice.fuzz.plan import SelectionRow
from core.ice.fuzz.tree import TreeNode
from core.ice.strict import DEFAULT
from core.ice.templates import Template
from core.report import asked_templates
from core.store.reader import Reader
from core.store.runs import selections
from core.study import Study


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A template and what it has earned. `parent` is "" for a seed; `visits` None where nothing was searched.

    `asked` and `contradictions` are by the run's first judge. `operator` is how it was made, "seed" for a seed.
    """

    template: Template
    parent: str
    operator: str
    level: int
    visits: int | None
    asked: int
    contradictions: int


@dataclass(frozen=True, slots=True)
class SearchTree:
    """The templates of one model, parents before their children.

    `searched` says whether there was a search. `replayed` is false where its stored steps do not follow from
    the program's present questions (another version of it ran): then visits are unknown.
    """

    model: str
    judge: str
    searched: bool
    replayed: bool
    rows: tuple[TreeRow, ...]


def of_model(reader: Reader, run: int, model: str) -> SearchTree:
    """The tree of one model of a run; flat where the run asked a fixed set of templates."""
    known = asked_templates.templates(reader, run, model)
    steps = _steps(reader, run, model)
    judge = asked_templates.first_judge(reader, run, model)
    if steps:
        nodes = _replayed(reader.study(run), asked_templates.seeds(reader, run), steps)
        if nodes is not None:
            return SearchTree(model, judge, True, True, tuple(_from_nodes(nodes, known)))
    counts = asked_templates.asked(reader, run, model)
    return SearchTree(model, judge, bool(steps), False, tuple(_from_counts(known, counts)))


def _steps(reader: Reader, run: int, model: str) -> list[SelectionRow]:
    sql = "SELECT id FROM run_model WHERE run_id = ? AND name = ?"
    found = reader.db.execute(sql, (run, model)).fetchone()
    kept = selections(reader.db, run, int(found[0])) if found else []
    return [SelectionRow(**row) for row in kept]


def _replayed(
    study: Study, seeds: tuple[Template, ...], steps: Sequence[SelectionRow]
) -> tuple[TreeNode, ...] | None:
    try:
        fuzzer = Fuzzer(IcePlan(study, (), seeds, {}, DEFAULT).fuzz_config(), seeds, _questions(study))
        fuzzer.replay(steps)
    except BadInput:
        return None
    return fuzzer.final_tree()


def _questions(study: Study) -> tuple[questions.Question, ...]:
    named = study.ice.questions
    every = questions.read(study.resolve(named)) if named else questions.load()
    return tuple(q for q in every if q.language in study.ice.languages)


def _from_nodes(nodes: Sequence[TreeNode], known: Sequence[Template]) -> Iterator[TreeRow]:
    templates = {template.id: template for template in known}
    for node in nodes:
        if node.id in templates:
            yield TreeRow(
                template=templates[node.id],
                parent=node.parent,
                operator=node.operator,
                level=node.level,
                visits=node.visits,
                asked=node.asked,
                contradictions=node.contradictions,
            )


def _from_counts(known: Sequence[Template], counts: Mapping[str, tuple[int, int]]) -> Iterator[TreeRow]:
    levels: dict[str, int] = {}
    for template in known:
        parent = template.parent if template.parent in levels else ""
        levels[template.id] = levels[parent] + 1 if parent else 0
        asked, found = counts.get(template.id, (0, 0))
        operator = template.mutator or "seed"
        yield TreeRow(template, parent, operator, levels[template.id], None, asked, found)
