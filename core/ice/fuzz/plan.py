"""What a search is set to do, what one iteration of it is, and the row that is stored of it."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

from core.errors import BadInput
from core.ice.questions import Question
from core.ice.templates import Template

POLICIES = ("mcts", "ucb", "exp3", "round-robin", "random")


class Operator(StrEnum):
    """How a template comes about: the five mutations of GPTFuzz, or a seed that is asked as it is."""

    GENERATE = "generate similar"
    CROSSOVER = "crossover"
    EXPAND = "expand"
    SHORTEN = "shorten"
    REPHRASE = "rephrase"
    SEED = "seed"


MUTATORS = (Operator.GENERATE, Operator.CROSSOVER, Operator.EXPAND, Operator.SHORTEN, Operator.REPHRASE)


class State(StrEnum):
    """How far an iteration has come; INVALID is final like RESOLVED, with nothing asked."""

    SELECTED = "selected"
    MUTATED = "mutated"
    RESOLVED = "resolved"
    INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class FuzzConfig:
    """The settings of a search; a study records all of them. Raises BadInput where one is out of range.

    `queries` is the budget of questions asked. `questions_per_template` None asks all (of the template's
    language, if there are any), a number asks a seeded subset. `energy` is the number of children a selection
    gets. `in_flight` is how many iterations may be unresolved; it shapes the tree, so it is a setting and
    never the adaptive limit. `ask_seeds` asks each seed as it is before the search begins (GPTFuzz does not).
    `visits` is what MCTS-Explore counts: "questions", or "selections" as GPTFuzz's program does.
    `max_invalid` ends a search whose mutator gives this many unusable texts in a row. None: no such stop.
    """

    seed: int
    selection: str = "mcts"
    queries: int = 1000
    questions_per_template: int | None = 10
    energy: int = 1
    in_flight: int = 4
    mutators: tuple[str, ...] = MUTATORS
    max_iterations: int | None = None
    max_contradictions: int | None = None
    max_rejects: int | None = None
    max_invalid: int = 100
    ask_seeds: bool = False
    visits: str = "questions"

    def __post_init__(self) -> None:
        if self.selection not in POLICIES:
            raise BadInput(f"{self.selection!r} is none of {', '.join(POLICIES)}", field="ice.selection")
        if not self.mutators or set(self.mutators) - set(MUTATORS):
            raise BadInput(f"takes one or more of {', '.join(MUTATORS)}", field="ice.mutators")
        if self.visits not in {"questions", "selections"}:
            raise BadInput("takes questions or selections", field="ice.visits")
        for name in ("queries", "energy", "in_flight", "max_invalid"):
            self._at_least_one(name)
        for name in ("questions_per_template", "max_iterations", "max_contradictions", "max_rejects"):
            if getattr(self, name) is not None:
                self._at_least_one(name)

    def _at_least_one(self, name: str) -> None:
        if getattr(self, name) < 1:
            raise BadInput("must be at least 1", field=f"ice.{name}")


@dataclass(frozen=True, slots=True)
class Selection:
    """One iteration: which template is changed, how, and the string that seeds all of its randomness.

    `parents` holds the chosen template and, for a crossover, its partner. `planned` is the number of
    questions its child will be asked.
    """

    iteration: int
    parents: tuple[Template, ...]
    operator: Operator
    rng: str
    planned: int

    @property
    def parent(self) -> Template:
        """The template that was selected."""
        return self.parents[0]

    @property
    def partner(self) -> Template | None:
        """The second template of a crossover."""
        return self.parents[1] if len(self.parents) > 1 else None


@dataclass(frozen=True, slots=True)
class SelectionRow:
    """One iteration as stored: enough to replay it. `child` is the validated text, or empty."""

    iteration: int
    parent: str
    partner: str
    operator: str
    child: str
    contradictions: int
    asked: int
    rejects: int
    state: str


def draw_questions(
    questions: Sequence[Question], language: str, count: int | None, room: int, rng: random.Random
) -> tuple[Question, ...]:
    """The questions of one template: those of its language, `count` of them spread over the topics.

    Without a question in that language all are taken. At most `room` are returned (what the budget leaves).
    """
    pool = [q for q in questions if q.language == language] or list(questions)
    if count is None or count >= len(pool):
        return tuple(pool[:room])
    return tuple(_spread(pool, rng)[: min(count, room)])


def visit_weight(config: FuzzConfig, seeds: Sequence[Template], questions: Sequence[Question]) -> float:
    """Questions that a selection asks on average, which is what a visit counts for; 1 if selections count."""
    if config.visits == "selections":
        return 1.0
    languages = Counter(question.language for question in questions)
    pools = [languages[seed.language] or len(questions) for seed in seeds]
    limit = config.questions_per_template or len(questions)
    return config.energy * fmean(min(pool, limit) for pool in pools)


def _spread(pool: list[Question], rng: random.Random) -> list[Question]:
    """The pool shuffled so that every stretch of it holds the topics in nearly equal numbers."""
    by_topic: dict[str, list[Question]] = {}
    for question in pool:
        by_topic.setdefault(question.topic, []).append(question)
    for group in by_topic.values():
        rng.shuffle(group)
    topics = list(by_topic)
    rng.shuffle(topics)
    longest = max(map(len, by_topic.values()))
    return [by_topic[t][turn] for turn in range(longest) for t in topics if turn < len(by_topic[t])]
