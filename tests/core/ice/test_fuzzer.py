from __future__ import annotations

import random
from dataclasses import asdict, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.ice.fuzz.fuzzer import Fuzzer
from core.ice.fuzz.plan import POLICIES, FuzzConfig, Operator, Selection, SelectionRow
from core.ice.questions import Question
from core.ice.templates import Template

LEAKY = 3


def seed(number: int, language: str = "en") -> Template:
    return Template(
        id=f"s{number}",
        text=f"Frame number {number} asks: {{query}}",
        kind="plain",
        language=language,
        names_identity=False,
        names=(),
        parent="",
        lineage=f"s{number}",
        mutator="",
    )


SEEDS = [seed(number) for number in range(8)]
QUESTIONS = [Question(f"q{n}", f"topic{n % 5}", "en", f"Question {n}?") for n in range(20)]


def text_of(selection: Selection) -> str:
    if random.Random(selection.rng).random() < 0.1:
        return ""
    return f"{selection.operator} {selection.iteration} of {selection.parent.id}: {{query}}"


def counts(selection: Selection) -> tuple[int, int, int]:
    leak = 0.5 if selection.parent.lineage == f"s{LEAKY}" else 0.03
    rng = random.Random(selection.rng + "answers")
    found = sum(rng.random() < leak for _ in range(selection.planned))
    return found, selection.planned, rng.randint(0, 1)


def go(fuzzer: Fuzzer, order: random.Random | None = None) -> Fuzzer:
    """Drive a fuzzer to its end; `order` resolves what is open in an order of its own."""
    while True:
        while fuzzer.select():
            pass
        waiting = list(fuzzer.pending())
        if not waiting:
            return fuzzer
        selection = order.choice(waiting) if order else waiting[0]
        finish(fuzzer, selection)


def finish(fuzzer: Fuzzer, selection: Selection) -> None:
    if fuzzer.template(selection.iteration) is None and not fuzzer.mutated(
        selection.iteration, text_of(selection)
    ):
        return
    fuzzer.resolve(selection.iteration, *counts(selection))


def fuzz(**settings: object) -> Fuzzer:
    options = {"seed": 7, "queries": 300, "questions_per_template": 7} | settings
    return Fuzzer(FuzzConfig(**options), SEEDS, QUESTIONS)


def asked(fuzzer: Fuzzer) -> int:
    return sum(node.asked for node in fuzzer.tree())


@pytest.mark.parametrize("policy", POLICIES)
def test_the_same_seed_and_answers_give_the_same_tree(policy: str) -> None:
    first, second = go(fuzz(selection=policy)), go(fuzz(selection=policy))
    assert first.tree() == second.tree()
    assert first.finished == "queries"
    assert first.tree() != go(fuzz(selection=policy, seed=8)).tree()


@pytest.mark.parametrize("policy", POLICIES)
@given(order=st.integers(0, 2**32))
@settings(max_examples=15, deadline=None)
def test_the_order_of_answers_does_not_change_the_tree(policy: str, order: int) -> None:
    shuffled = go(fuzz(selection=policy, in_flight=5), random.Random(order))
    assert shuffled.tree() == go(fuzz(selection=policy, in_flight=5)).tree()


@pytest.mark.parametrize("ask_seeds", [False, True])
@pytest.mark.parametrize("limit", [None, 7])
def test_the_budget_is_used_to_the_last_question(limit: int | None, *, ask_seeds: bool) -> None:
    assert asked(go(fuzz(questions_per_template=limit, ask_seeds=ask_seeds))) == 300


def test_a_selection_knows_exactly_what_lies_in_flight_behind_it() -> None:
    slow, fast = fuzz(in_flight=3), fuzz(in_flight=3)
    for fuzzer in (slow, fast):
        assert [fuzzer.select() is not None for _ in range(4)] == [True, True, True, False]
        assert fuzzer.finished is None
    for iteration in (2, 3):
        finish(fast, fast.pending()[1])
        assert fast.select() is None, f"iteration 1 is still open after {iteration}"
    finish(fast, fast.pending()[0])
    finish(slow, slow.pending()[0])
    assert fast.select() == slow.select()


@pytest.mark.parametrize("policy", ["mcts", "exp3"])
def test_replay_after_any_event_goes_on_with_the_same_tree(policy: str) -> None:
    whole = go(fuzz(selection=policy, queries=120), random.Random(1)).tree()
    order, live = random.Random(1), fuzz(selection=policy, queries=120)
    while not live.finished or live.pending():
        while live.select():
            pass
        resumed = fuzz(selection=policy, queries=120)
        resumed.replay(rows_of(live))
        resumed.select()
        assert (rows_of(resumed), resumed.tree()) == (rows_of(live), live.tree())
        assert go(resumed).tree() == whole
        if live.pending():
            finish(live, order.choice(live.pending()))


def rows_of(fuzzer: Fuzzer) -> list[SelectionRow]:
    return [fuzzer.row(i + 1) for i in range(len(fuzzer._records))]


def test_replay_fills_in_a_selection_that_was_not_stored() -> None:
    live = fuzz(in_flight=4)
    while live.select():
        pass
    finish(live, live.pending()[2])
    resumed = fuzz(in_flight=4)
    resumed.replay([live.row(4), live.row(3)])
    assert resumed.pending() == live.pending()


def test_replay_takes_a_mutation_that_was_not_asked_yet() -> None:
    live = fuzz()
    selection = live.select()
    child = live.mutated(1, "Quite another frame: {query}")
    resumed = fuzz()
    resumed.replay([live.row(1)])
    assert resumed.template(1) == child
    assert resumed.pending() == (selection,)


@pytest.mark.parametrize("change", [{"parent": "s99"}, {"operator": "other"}, {"state": "invalid"}])
def test_replay_refuses_rows_of_another_study(change: dict[str, str]) -> None:
    live = fuzz()
    live.select()
    live.mutated(1, "Quite another frame: {query}")
    with pytest.raises(BadInput, match="iteration 1 does not follow"):
        fuzz().replay([replace(live.row(1), **change)])


def test_a_row_is_plain_values() -> None:
    fuzzer = go(fuzz(queries=30))
    assert {type(value) for value in asdict(fuzzer.row(1)).values()} <= {int, str}


@pytest.mark.parametrize(
    ("stop", "reason"),
    [
        ({"max_iterations": 5}, "iterations"),
        ({"max_contradictions": 4}, "contradictions"),
        ({"max_rejects": 3}, "rejects"),
        ({"queries": 20}, "queries"),
    ],
)
def test_each_stop_ends_the_search(stop: dict[str, int], reason: str) -> None:
    fuzzer = go(fuzz(**stop))
    assert fuzzer.finished == reason
    assert fuzzer.select() is None
    if reason == "iterations":
        assert len(rows_of(fuzzer)) == 5


def test_a_mutator_that_writes_nothing_usable_ends_the_search() -> None:
    fuzzer = fuzz(max_invalid=6)
    while not fuzzer.finished:
        while selection := fuzzer.select():
            assert fuzzer.mutated(selection.iteration, selection.parent.text.upper().lower()) is None
    assert fuzzer.finished == "invalid mutations"
    assert asked(fuzzer) == 0


def test_only_templates_with_a_contradiction_are_selected_again() -> None:
    fuzzer = go(fuzz())
    nodes = {node.id: node for node in fuzzer.tree()}
    parents = {row.parent for row in rows_of(fuzzer)}
    assert any(node.parent for node in nodes.values() if node.id in parents)
    for node in nodes.values():
        assert node.kept == (not node.parent or node.contradictions > 0)
        if not node.kept:
            assert node.id not in parents


def test_reward_shrinks_with_depth_and_reaches_every_node_of_the_path() -> None:
    fuzzer = Fuzzer(FuzzConfig(seed=1, in_flight=1, questions_per_template=4), SEEDS[:1], QUESTIONS)
    deep = None
    while deep is None:
        selection = fuzzer.select()
        assert selection
        fuzzer.mutated(selection.iteration, f"Frame {selection.iteration}: {{query}}")
        fuzzer.resolve(selection.iteration, 2, 4, 0)
        deep = selection if selection.parent.id != "s0" else None
    before = {node.id: node.reward for node in fuzzer.tree()}
    fuzzer.select()
    gained = {node.id: node.reward - before.get(node.id, 0) for node in fuzzer.tree()}
    assert gained["s0"] == pytest.approx(0.5 * 0.9)
    assert gained[deep.parent.id] == pytest.approx(0.5 * 0.9)


def test_energy_gives_each_selection_several_children() -> None:
    fuzzer = go(fuzz(energy=3))
    rows = rows_of(fuzzer)
    groups = [{row.parent for row in rows[start : start + 3]} for start in range(0, len(rows), 3)]
    assert all(len(parents) == 1 for parents in groups)
    assert sum(node.visits for node in fuzzer.tree() if node.level == 0) == len(groups)


def test_seeds_are_asked_first_when_wanted() -> None:
    fuzzer = go(fuzz(ask_seeds=True))
    rows = rows_of(fuzzer)
    assert [row.parent for row in rows[:8]] == [t.id for t in SEEDS]
    assert {row.operator for row in rows[:8]} == {Operator.SEED}
    assert all(node.asked == 7 for node in fuzzer.tree()[:8])
    assert Operator.SEED not in {row.operator for row in rows[8:]}


def test_a_crossover_takes_its_partner_in_the_same_language() -> None:
    seeds = [*SEEDS[:2], seed(20, "zh"), seed(21, "zh")]
    fuzzer = Fuzzer(FuzzConfig(seed=3, mutators=(Operator.CROSSOVER,), max_iterations=40), seeds, QUESTIONS)
    seen = {parents_of(selection) for selection in selections(fuzzer)}
    assert ("zh", "zh") in seen
    assert seen <= {("en", "en"), ("zh", "zh")}


def parents_of(selection: Selection) -> tuple[str, ...]:
    return tuple(t.language for t in selection.parents)


def selections(fuzzer: Fuzzer) -> list[Selection]:
    go(fuzzer)
    return [record.selection for record in fuzzer._records]


def test_questions_come_in_the_templates_language_and_spread_over_topics() -> None:
    chinese = [Question(f"z{n}", f"topic{n % 5}", "zh", "你是谁？") for n in range(20)]
    fuzzer = Fuzzer(FuzzConfig(seed=1), [seed(1, "zh")], [*QUESTIONS, *chinese])
    fuzzer.select()
    drawn = fuzzer.questions(1)
    assert {q.language for q in drawn} == {"zh"}
    assert sorted(q.topic for q in drawn) == [f"topic{n}" for n in range(5) for _ in range(2)]
    assert len(set(drawn)) == 10


def test_a_child_knows_where_it_comes_from_and_whom_it_names() -> None:
    fuzzer = fuzz()
    selection = fuzzer.select()
    child = fuzzer.mutated(1, "As ChatGPT would put it: {query}")
    assert selection
    assert child
    assert (child.parent, child.lineage) == (selection.parent.id, selection.parent.lineage)
    assert child.mutator == selection.operator
    assert child.names_identity


def test_driving_it_wrongly_is_refused() -> None:
    fuzzer = fuzz()
    fuzzer.select()
    for call in (
        lambda: fuzzer.resolve(1, 0, 7, 0),
        lambda: fuzzer.questions(2),
        lambda: fuzzer.mutated(0, "x"),
    ):
        with pytest.raises(ValueError, match="iteration"):
            call()
    fuzzer.mutated(1, "Quite another frame: {query}")
    with pytest.raises(ValueError, match="of 7 asked"):
        fuzzer.resolve(1, 8, 7, 0)
    with pytest.raises(ValueError, match="takes no mutation"):
        fuzzer.mutated(1, "again {query}")


@pytest.mark.parametrize(
    "wrong",
    [{"selection": "best"}, {"mutators": ()}, {"mutators": ("joke",)}, {"in_flight": 0}, {"max_rejects": 0}],
)
def test_settings_out_of_range_are_named(wrong: dict[str, object]) -> None:
    with pytest.raises(BadInput, match=r"ice\."):
        FuzzConfig(seed=1, **wrong)


def test_seeds_must_be_usable() -> None:
    for seeds in ([], [seed(1), seed(1)], [replace(seed(1), text="no place holder")]):
        with pytest.raises(BadInput, match="ice"):
            Fuzzer(FuzzConfig(seed=1), seeds, QUESTIONS)


def test_templates_of_an_earlier_search_can_be_seeds_without_a_clash_of_ids() -> None:
    earlier = [node.id for node in go(fuzz()).tree() if node.parent]
    seeds = [
        *SEEDS,
        replace(seed(50), id="s0/1", lineage="s0"),
        *(replace(seed(51), id=i) for i in earlier[1:2]),
    ]
    fuzzer = go(Fuzzer(FuzzConfig(seed=7, queries=300), seeds, QUESTIONS))
    ids = [node.id for node in fuzzer.tree()]
    assert len(set(ids)) == len(ids)
