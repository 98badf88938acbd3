"""Which template is mutated next: MCTS-Explore and the other policies of GPTFuzz (arXiv 2309.10253)."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from core.ice.fuzz.tree import Node, Tree

# MCTS-Explore, as in the paper and its program.
RATIO = 0.5  # weight of exploration
ALPHA = 0.1  # chance to stop above a leaf
DEPTH_PENALTY = 0.1  # reward lost per level of the selected template
BETA = 0.2  # the least factor that the penalty leaves
UNVISITED = 0.01  # stands in for no visits: a template never selected goes first
# UCB and EXP3, as in GPTFuzz's program.
UCB_COEFFICIENT = 1.0
EXP3_GAMMA = 0.05
EXP3_ALPHA = 25.0


@dataclass(frozen=True, slots=True)
class Choice:
    """A selected node with the way down to it, and what EXP3 needs to weigh the result."""

    path: tuple[Node, ...]
    probability: float = 1.0
    pool: int = 1

    @property
    def node(self) -> Node:
        """The node that was selected."""
        return self.path[-1]


class Policy(Protocol):
    """Chooses a node and learns from the share of its child's questions that found a contradiction."""

    def choose(self, tree: Tree, step: int, rng: random.Random) -> Choice:
        """Choose from the tree at selection `step` (from 1)."""
        ...

    def learn(self, choice: Choice, share: float, part: float) -> None:
        """Credit a child's share (0 to 1); `part` is 1 / energy, so that a selection weighs the same."""
        ...


class Mcts:
    """MCTS-Explore: UCT downwards from the best seed, at times stopping early at an inner node.

    `weight` is the number of questions that one selection asks. The paper's formulas are written for one
    question per iteration; a selection that asks ten is ten trials, and its bound tightens accordingly.
    Weight 1 is GPTFuzz's program to the letter: it counts selections however many questions each asks.
    """

    def __init__(self, weight: float = 1.0) -> None:
        self._weight = weight

    def choose(self, tree: Tree, step: int, rng: random.Random) -> Choice:
        """Walk down from the best seed, ending at each inner node with probability alpha."""
        path = [self._best(tree.seeds, step)]
        while path[-1].children and rng.random() >= ALPHA:
            path.append(self._best(path[-1].children, step))
        return Choice(tuple(path))

    def learn(self, choice: Choice, share: float, part: float) -> None:
        """Add share x max(beta, 1 - 0.1 x level of the selected node) to every node of the path."""
        gain = part * share * max(BETA, 1 - DEPTH_PENALTY * choice.node.level)
        for node in choice.path:
            node.reward += gain

    def _best(self, nodes: Sequence[Node], step: int) -> Node:
        return max(nodes, key=lambda node: self._bound(node, step))

    def _bound(self, node: Node, step: int) -> float:
        trials, found = self._weight * node.visits, self._weight * node.reward
        explore = math.sqrt(2 * math.log(self._weight * step) / (trials + UNVISITED))
        return found / (trials + 1) + RATIO * explore


class Ucb:
    """UCB over the whole pool, with the coefficient 1 of GPTFuzz's program."""

    def choose(self, tree: Tree, step: int, rng: random.Random) -> Choice:
        """Choose the node of the highest upper bound; the first of equals."""
        del rng
        return Choice((max(tree.pool, key=lambda node: _upper_bound(node, step)),))

    def learn(self, choice: Choice, share: float, part: float) -> None:
        """Add the share to the selected node."""
        choice.node.reward += part * share


class Exp3:
    """EXP3 in its loss form: a node's weight falls the less its children find."""

    def choose(self, tree: Tree, step: int, rng: random.Random) -> Choice:
        """Draw a node by its weight, mixed with gamma of chance."""
        del step
        chances = _chances([node.log_weight for node in tree.pool])
        index = rng.choices(range(len(chances)), weights=chances)[0]
        return Choice((tree.pool[index],), chances[index], len(chances))

    def learn(self, choice: Choice, share: float, part: float) -> None:
        """Lower the logarithm of the weight by alpha x (1 - share) / probability / pool."""
        choice.node.reward += part * share
        choice.node.log_weight -= part * EXP3_ALPHA * (1 - share) / choice.probability / choice.pool


class RoundRobin:
    """Every node of the pool in turn."""

    def choose(self, tree: Tree, step: int, rng: random.Random) -> Choice:
        """Take the node whose turn it is; new ones join at the end."""
        del rng
        return Choice((tree.pool[(step - 1) % len(tree.pool)],))

    def learn(self, choice: Choice, share: float, part: float) -> None:
        """Note the reward; it decides nothing here."""
        choice.node.reward += part * share


class Uniform:
    """Any node of the pool, each as likely."""

    def choose(self, tree: Tree, step: int, rng: random.Random) -> Choice:
        """Draw a node."""
        del step
        return Choice((rng.choice(tree.pool),))

    def learn(self, choice: Choice, share: float, part: float) -> None:
        """Note the reward; it decides nothing here."""
        choice.node.reward += part * share


def policy(name: str, weight: float) -> Policy:
    """The policy of that name (see `plan.POLICIES`); `weight` is for MCTS-Explore."""
    if name == "mcts":
        return Mcts(weight)
    policies: dict[str, type[Policy]] = {
        "ucb": Ucb,
        "exp3": Exp3,
        "round-robin": RoundRobin,
        "random": Uniform,
    }
    return policies[name]()


def _upper_bound(node: Node, step: int) -> float:
    visits = node.visits + 1
    return node.reward / visits + UCB_COEFFICIENT * math.sqrt(2 * math.log(step) / visits)


def _chances(log_weights: list[float]) -> list[float]:
    highest = max(log_weights)  # the largest becomes 1: the others may vanish, the sum cannot
    weights = [math.exp(w - highest) for w in log_weights]
    total = sum(weights)
    return [(1 - EXP3_GAMMA) * w / total + EXP3_GAMMA / len(weights) for w in weights]
