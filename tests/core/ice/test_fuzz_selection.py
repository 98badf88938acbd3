from __future__ import annotations

import math
import random

import pytest

from core.ice.fuzz.plan import POLICIES, Operator
from core.ice.fuzz.selection import Choice, Exp3, Mcts, policy
from core.ice.fuzz.tree import Node, Tree
from core.ice.templates import Template


def template(name: str) -> Template:
    return Template(name, "Frame {query}", "plain", "en", False, (), "", name, "")


def tree(*figures: tuple[int, float]) -> Tree:
    grown = Tree([template(f"s{n}") for n in range(len(figures))])
    for node, (visits, reward) in zip(grown.seeds, figures, strict=True):
        node.visits, node.reward = visits, reward
    return grown


def bound(visits: int, reward: float, step: int) -> float:
    """The paper's upper bound with one question per selection and ratio 0.5."""
    return reward / (visits + 1) + 0.5 * math.sqrt(2 * math.log(step) / (visits + 0.01))


@pytest.mark.parametrize("step", [10, 100, 1000])
def test_mcts_of_weight_one_is_the_papers_formula(step: int) -> None:
    figures = [(3, 0.4), (9, 4.0), (2, 0.1), (30, 20.0)]
    best = max(range(4), key=lambda n: bound(*figures[n], step))
    chosen = Mcts().choose(tree(*figures), step, random.Random(1))
    assert chosen.node.template.id == f"s{best}"


def test_mcts_of_ten_questions_trusts_its_results_sooner() -> None:
    figures = [(2, 1.0), (1, 0.0)]
    names = [Mcts(w).choose(tree(*figures), 60, random.Random(1)).node.template.id for w in (1, 10)]
    assert names == ["s1", "s0"]


def test_a_seed_never_visited_goes_first() -> None:
    chosen = Mcts(10).choose(tree((1, 1.0), (0, 0.0)), 2, random.Random(1))
    assert chosen.node.template.id == "s1"


def test_mcts_stops_above_a_leaf_one_time_in_ten() -> None:
    grown = tree((5, 2.0))
    grown.add(grown.seeds[0], template("child"), Operator.EXPAND, 1, kept=True)
    rng = random.Random(5)
    early = sum(Mcts().choose(grown, 9, rng).node is grown.seeds[0] for _ in range(3000))
    assert 0.08 < early / 3000 < 0.12


@pytest.mark.parametrize(("level", "factor"), [(0, 1.0), (3, 0.7), (8, 0.2), (15, 0.2)])
def test_mcts_rewards_less_with_depth_but_never_below_beta(level: int, factor: float) -> None:
    node = Node(template("deep"), level, None, Operator.EXPAND, 1)
    Mcts().learn(Choice((node,)), 0.5, 1.0)
    assert node.reward == pytest.approx(0.5 * factor)


def test_exp3_chances_stay_chances_after_many_failures() -> None:
    grown, exp3, rng = tree((0, 0), (0, 0), (0, 0)), Exp3(), random.Random(2)
    for step in range(1, 500):
        chosen = exp3.choose(grown, step, rng)
        exp3.learn(chosen, 1.0 if chosen.node is grown.seeds[1] else 0.0, 1.0)
    assert exp3.choose(grown, 500, rng).pool == 3
    assert grown.seeds[1].reward > grown.seeds[0].reward + grown.seeds[2].reward + 300


def test_round_robin_takes_turns() -> None:
    grown, turns = tree((0, 0), (0, 0), (0, 0)), policy("round-robin", 1)
    names = [turns.choose(grown, step, random.Random(0)).node.template.id for step in range(1, 7)]
    assert names == ["s0", "s1", "s2"] * 2


@pytest.mark.parametrize("name", POLICIES)
def test_every_policy_credits_what_it_chose(name: str) -> None:
    grown, chooser = tree((0, 0), (0, 0)), policy(name, 1)
    chosen = chooser.choose(grown, 1, random.Random(0))
    chooser.learn(chosen, 0.8, 0.5)
    assert chosen.node.reward == pytest.approx(0.4)
