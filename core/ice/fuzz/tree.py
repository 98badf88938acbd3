"""The template tree: seeds at the top, below them the mutated templates, with what each has earned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from core.ice.fuzz.plan import Operator
from core.ice.templates import Template


@dataclass(slots=True, eq=False)
class Node:
    """A template in the tree. `children` are those that were kept; `log_weight` belongs to EXP3."""

    template: Template
    level: int
    parent: Node | None
    operator: Operator
    iteration: int
    kept: bool = True
    visits: int = 0
    reward: float = 0.0
    log_weight: float = 0.0
    contradictions: int = 0
    asked: int = 0
    children: list[Node] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class TreeNode:
    """A node as others see it. Templates without a contradiction are listed too, with `kept` false."""

    id: str
    parent: str
    lineage: str
    operator: str
    iteration: int
    level: int
    visits: int
    reward: float
    contradictions: int
    asked: int
    kept: bool
    text: str


class Tree:
    """All templates of a search. `pool` holds those that can be selected: seeds and kept children."""

    def __init__(self, seeds: Sequence[Template]) -> None:
        self.seeds = [Node(seed, 0, None, Operator.SEED, 0) for seed in seeds]
        self.pool = list(self.seeds)
        self._all = list(self.seeds)

    def add(
        self, parent: Node, template: Template, operator: Operator, iteration: int, *, kept: bool
    ) -> Node:
        """Put a mutated template below its parent; only a kept one can be selected later."""
        node = Node(template, parent.level + 1, parent, operator, iteration, kept)
        self._all.append(node)
        if kept:
            parent.children.append(node)
            self.pool.append(node)
        return node

    def view(self) -> tuple[TreeNode, ...]:
        """Every template asked or to be selected, in the order it came."""
        return tuple(map(_view, self._all))


def _view(node: Node) -> TreeNode:
    return TreeNode(
        id=node.template.id,
        parent=node.parent.template.id if node.parent else "",
        lineage=node.template.lineage,
        operator=node.operator,
        iteration=node.iteration,
        level=node.level,
        visits=node.visits,
        reward=node.reward,
        contradictions=node.contradictions,
        asked=node.asked,
        kept=node.kept,
        text=node.template.text,
    )
