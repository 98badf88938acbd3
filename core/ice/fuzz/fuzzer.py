"""The search itself: a state machine that is told what happened and says what to do next."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import replace

from core.ice.fuzz.child import child_of
from core.ice.fuzz.plan import (
    FuzzConfig,
    Operator,
    Selection,
    SelectionRow,
    State,
    draw_questions,
    visit_weight,
)
from core.ice.fuzz.record import Record, Result, check, mismatch, unused_separator
from core.ice.fuzz.selection import Choice, policy
from core.ice.fuzz.tree import Node, Tree, TreeNode
from core.ice.fuzz.validation import key
from core.ice.questions import Question
from core.ice.templates import Template


class Fuzzer:
    """GPTFuzz's loop (arXiv 2309.10253, algorithm 1) without its calls: select, mutate, ask, learn, again.

    Iterations count from 1. Selection i knows the results of iterations up to i - in_flight, no more and no
    less, so the tree depends on the seed and the answers but never on their speed. Only where the budget has
    no room for i while earlier iterations are open does it wait for these, and then knows them too.
    Raises BadInput for seeds or questions that cannot be used, ValueError where it is driven wrongly.
    """

    def __init__(self, config: FuzzConfig, seeds: Sequence[Template], questions: Sequence[Question]) -> None:
        check(seeds, questions)
        self.config = config
        self.finished: str | None = None
        self._questions = tuple(questions)
        self._tree = Tree(seeds)
        self._policy = policy(config.selection, visit_weight(config, seeds, questions))
        self._records: list[Record] = []
        self._applied = 0
        self._totals = Result()
        self._invalid_in_a_row = 0
        self._separator = unused_separator(seeds)
        self._known = {key(seed.text): 0 for seed in seeds}

    # What to do next.

    def select(self) -> Selection | None:
        """The next iteration; None if `finished` says why, or while earlier iterations are unresolved."""
        if self.finished or not self._may_select():
            self._settle()
            return None
        iteration = len(self._records) + 1
        rng = random.Random(self._rng(iteration))  # noqa: S311 (a seeded search, not a secret)
        choice = self._choose(iteration, rng)
        operator, parents = self._operation(iteration, choice.node, rng)
        questions = self._draw(parents[0].language, rng)
        selection = Selection(iteration, parents, operator, self._rng(iteration), len(questions))
        self._records.append(Record(selection, choice, questions, self._applied))
        if operator is Operator.SEED:
            self._records[-1].state = State.MUTATED
        return selection

    def pending(self) -> tuple[Selection, ...]:
        """Selections that are not resolved, in order: what is left to do after a replay."""
        return tuple(r.selection for r in self._records if r.result is None)

    def template(self, iteration: int) -> Template | None:
        """The template to ask: the mutated child (None until it is there), or the seed itself."""
        record = self._record(iteration)
        return record.selection.parent if record.selection.operator is Operator.SEED else record.child

    def questions(self, iteration: int) -> tuple[Question, ...]:
        """The questions to ask under this iteration's template."""
        return self._record(iteration).questions

    # What has happened.

    def mutated(self, iteration: int, text: str) -> Template | None:
        """Take the mutator's text; the child to ask, or None if the text cannot be used.

        In that case the iteration is resolved at once: nothing asked, one reject. It was unusable if it was
        empty, too short, too long, or (but for spaces and case) a template that this selection knew.
        """
        record = self._record(iteration)
        if record.state is not State.SELECTED:
            raise ValueError(f"iteration {iteration} is {record.state}, so it takes no mutation")
        child = child_of(record.selection, text, self._separator)
        if child is None or self._known.get(key(child.text), iteration) <= record.seen:
            record.result, record.state = Result(rejects=1), State.INVALID
            return None
        record.child, record.state = child, State.MUTATED
        return child

    def resolve(self, iteration: int, contradictions: int, asked: int, rejects: int) -> None:
        """Take an iteration's counts; iterations may be resolved in any order.

        `asked` counts against the budget. `rejects` are responses that refused or failed; only the stop
        `max_rejects` looks at them.
        """
        record = self._record(iteration)
        if record.state is not State.MUTATED:
            raise ValueError(f"iteration {iteration} is {record.state}, so it cannot be resolved")
        if not 0 <= contradictions <= asked or rejects < 0:
            raise ValueError(f"{contradictions} contradictions and {rejects} rejects of {asked} asked")
        record.result, record.state = Result(contradictions, asked, rejects), State.RESOLVED
        if self.finished:
            self._settle()

    # What is kept of it.

    def row(self, iteration: int) -> SelectionRow:
        """The iteration as it is stored; store it again whenever it has changed."""
        record = self._record(iteration)
        selection, result = record.selection, record.result or Result()
        return SelectionRow(
            iteration=iteration,
            parent=selection.parent.id,
            partner=selection.partner.id if selection.partner else "",
            operator=selection.operator.value,
            child=record.child.text if record.child else "",
            contradictions=result.contradictions,
            asked=result.asked,
            rejects=result.rejects,
            state=record.state.value,
        )

    def replay(self, rows: Iterable[SelectionRow]) -> None:
        """Go through stored rows as if they happened again; what was open is then in `pending`.

        Raises BadInput if the rows cannot come from this configuration, these seeds and these questions.
        """
        if self._records:
            raise ValueError("only a fresh fuzzer can replay")
        stored = {row.iteration: row for row in rows}
        for iteration in range(1, max(stored, default=0) + 1):
            if self.select() is None:
                raise mismatch(iteration)
            if iteration in stored:
                self._again(stored[iteration])

    def tree(self) -> tuple[TreeNode, ...]:
        """Every template with what it has earned, as far as results were taken into account."""
        return self._tree.view()

    def final_tree(self) -> tuple[TreeNode, ...]:
        """The tree with every result that is there; ends the search, which can select nothing after it."""
        self.finished = self.finished or "closed"
        self._settle()
        return self._tree.view()

    # How a selection is made.

    def _choose(self, iteration: int, rng: random.Random) -> Choice:
        fuzzed = iteration - self._warm_up
        if fuzzed <= 0:
            choice = Choice((self._tree.seeds[iteration - 1],))
        elif (fuzzed - 1) % self.config.energy:
            return self._records[-1].choice  # a further child of the same selection
        else:
            step = self._warm_up + (fuzzed - 1) // self.config.energy + 1
            choice = self._policy.choose(self._tree, step, rng)
        for node in choice.path:
            node.visits += 1  # at once, so that selections in flight spread out
        return choice

    def _operation(
        self, iteration: int, node: Node, rng: random.Random
    ) -> tuple[Operator, tuple[Template, ...]]:
        if iteration <= self._warm_up:
            return Operator.SEED, (node.template,)
        operator = Operator(rng.choice(self.config.mutators))
        if operator is not Operator.CROSSOVER:
            return operator, (node.template,)
        others = [n.template for n in self._tree.pool if n is not node]
        others = [t for t in others if t.language == node.template.language]
        if not others:
            return Operator.GENERATE, (node.template,)
        return operator, (node.template, rng.choice(others))

    def _draw(self, language: str, rng: random.Random) -> tuple[Question, ...]:
        count = self.config.questions_per_template
        return draw_questions(self._questions, language, count, self._room(), rng)

    # When a selection may be made.

    def _may_select(self) -> bool:
        iteration = len(self._records) + 1
        while self._applied < iteration - self.config.in_flight or self._room() < 1:
            if not self._apply_next():
                if self._applied == len(self._records):
                    self.finished = "queries"
                return False
        self.finished = self._stop(iteration)
        return self.finished is None

    def _stop(self, iteration: int) -> str | None:
        config, totals = self.config, self._totals
        reached = (
            ("iterations", iteration - 1, config.max_iterations),
            ("contradictions", totals.contradictions, config.max_contradictions),
            ("rejects", totals.rejects, config.max_rejects),
            ("invalid mutations", self._invalid_in_a_row, config.max_invalid),
        )
        return next((name for name, count, most in reached if most is not None and count >= most), None)

    def _room(self) -> int:
        """Questions left of the budget when all that is open is asked in full."""
        planned = sum(r.selection.planned for r in self._records[self._applied :])
        return self.config.queries - self._totals.asked - planned

    # How results enter the tree: in the order of selection.

    def _settle(self) -> None:
        while self.finished and self._apply_next():
            pass

    def _apply_next(self) -> bool:
        if self._applied == len(self._records):
            return False
        record = self._records[self._applied]
        if record.result is None:
            return False
        self._applied += 1
        self._apply(record, record.result)
        return True

    def _apply(self, record: Record, result: Result) -> None:
        self._count(result, invalid=record.state is State.INVALID)
        share = min(1.0, result.contradictions / len(record.questions))
        seed = record.selection.operator is Operator.SEED
        self._policy.learn(record.choice, share, 1.0 if seed else 1 / self.config.energy)
        node = record.choice.node if seed else self._grow(record, kept=result.contradictions > 0)
        if node is not None:
            node.contradictions += result.contradictions
            node.asked += result.asked

    def _grow(self, record: Record, *, kept: bool) -> Node | None:
        if record.child is None:
            return None
        selection = record.selection
        self._known.setdefault(key(record.child.text), selection.iteration)
        return self._tree.add(
            record.choice.node, record.child, selection.operator, selection.iteration, kept=kept
        )

    def _count(self, result: Result, *, invalid: bool) -> None:
        self._invalid_in_a_row = self._invalid_in_a_row + 1 if invalid else 0
        self._totals = replace(
            self._totals,
            contradictions=self._totals.contradictions + result.contradictions,
            asked=self._totals.asked + result.asked,
            rejects=self._totals.rejects + result.rejects,
        )

    # Small things.

    @property
    def _warm_up(self) -> int:
        return len(self._tree.seeds) if self.config.ask_seeds else 0

    def _rng(self, iteration: int) -> str:
        return f"{self.config.seed}/{iteration}"

    def _record(self, iteration: int) -> Record:
        if not 1 <= iteration <= len(self._records):
            raise ValueError(f"iteration {iteration} was not selected")
        return self._records[iteration - 1]

    def _again(self, row: SelectionRow) -> None:
        expected = self.row(row.iteration)
        if (row.parent, row.partner, row.operator) != (expected.parent, expected.partner, expected.operator):
            raise mismatch(row.iteration)
        if expected.state == State.SELECTED and row.state != State.SELECTED:
            child = self.mutated(row.iteration, row.child)
            if (child is None) != (row.state == State.INVALID):
                raise mismatch(row.iteration)
        if row.state == State.RESOLVED:
            self.resolve(row.iteration, row.contradictions, row.asked, row.rejects)
