"""The two modes without a search: questions alone, and one frozen set of templates for every model."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice, zip_longest
from typing import TypeVar, cast

from core.ice import facts
from core.ice import placebo as placebos
from core.ice.questions import Question
from core.ice.templates import Template, fill

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to put to a model; `repeat` counts from 0 when the same prompt is asked again."""

    template: Template | None
    question: Question
    prompt_text: str
    repeat: int = 0


def plain(questions: Sequence[Question], queries: int, seed: int = 0) -> list[Ask]:
    """Ask the questions as they are: all of them before any is asked again, in a seeded order.

    Topics and languages take turns, so that any number of queries holds them in nearly equal shares.
    """
    ordered = _taking_turns(list(questions), lambda q: (q.topic, q.language), f"{seed}/plain")
    return [Ask(None, q, q.text, turn) for turn, q in islice(_again_and_again(ordered), queries)]


def paired(
    templates: Sequence[Template],
    questions: Sequence[Question],
    per_template: int | None,
    seed: int,
    queries: int,
) -> list[Ask]:
    """Ask questions under frozen templates; nothing in it depends on the model, so all models get the same.

    Each template has up to `per_template` questions (None: all) of its own language, where there are any;
    with more queries than there are pairs, all are asked again. Lineages take turns, and inside a lineage its
    templates do: wherever the budget ends, neither two lineages nor two templates of a lineage differ by more
    than one query, unless one has run out of pairs while others have not.
    """
    lanes: defaultdict[str, list[list[Ask]]] = defaultdict(list)
    for template in templates:
        lanes[template.lineage].append(_lane(template, questions, per_template, seed))
    by_lineage = [_round_robin(lane) for lane in lanes.values()]
    once = _round_robin(_shuffled(by_lineage, f"{seed}/lineages"))
    return [
        Ask(ask.template, ask.question, ask.prompt_text, turn)
        for turn, ask in islice(_again_and_again(once), queries)
    ]


def placebo(asks: Sequence[Ask], seed: int = 0, exclude: Collection[str] = ()) -> list[Ask]:
    """The asks, and after each whose template names a maker the same with other names in it.

    There are two of these: with another real maker's name, drawn by the seed for each template, and with an
    invented one. `exclude` holds vendor ids that are not put in, such as that of the model which is asked.
    They come on top of the budget that the asks were planned for.
    """
    changed = {
        ask.template.id: _placebos(ask.template, seed, exclude) for ask in asks if ask.template is not None
    }
    return [one for ask in asks for one in (ask, *_asked_instead(ask, changed))]


def identity_words(maker: str) -> tuple[str, ...]:
    """The words by which a prompt names a maker on the strict list: of a vendor id, or of a name as it is.

    For openai and anthropic they are those of the published rule; for other vendors the names in their facts,
    without names that hold a shorter one and without those too short to be told from parts of words.
    """
    published = {"openai": ("gpt", "openai"), "anthropic": ("claude", "anthropic")}
    if maker in published or maker not in facts.vendors():
        return published.get(maker, (maker.casefold(),))
    names = {name.casefold() for name in facts.load(maker).own_names}
    names = {name for name in names if len(name) > (3 if name.isascii() else 1)}
    return tuple(sorted(n for n in names if not any(other in n for other in names - {n})))


def _placebos(template: Template, seed: int, exclude: Collection[str]) -> tuple[Template, ...]:
    if not placebos.named(template.text):
        return ()
    others = _shuffled(placebos.others(template, exclude), f"{seed}/{template.id}/other")
    sets = (("other", others), ("invented", placebos.invented(template.language)))
    return tuple(placebos.placebo(template, names, label) for label, names in sets if names)


def _asked_instead(ask: Ask, changed: Mapping[str, tuple[Template, ...]]) -> list[Ask]:
    others = changed[ask.template.id] if ask.template else ()
    return [Ask(t, ask.question, fill(t, ask.question.text), ask.repeat) for t in others]


def _lane(
    template: Template, questions: Sequence[Question], per_template: int | None, seed: int
) -> list[Ask]:
    """What is asked under one template, in order."""
    pool = [q for q in questions if q.language == template.language] or list(questions)
    ordered = _taking_turns(pool, lambda q: q.topic, f"{seed}/{template.id}")
    return [Ask(template, q, fill(template, q.text)) for q in ordered[:per_template]]


def _taking_turns(
    questions: list[Question], group: Callable[[Question], object], seed: str
) -> list[Question]:
    groups: defaultdict[object, list[Question]] = defaultdict(list)
    for question in _shuffled(questions, seed):
        groups[group(question)].append(question)
    return _round_robin(list(groups.values()))


def _round_robin(lists: Sequence[Sequence[T]]) -> list[T]:
    """The first of each, then the second of each, until all have run out."""
    missing = object()
    turns = zip_longest(*lists, fillvalue=missing)
    return [cast("T", thing) for turn in turns for thing in turn if thing is not missing]


def _shuffled(things: Sequence[T], seed: str) -> list[T]:
    return random.Random(seed).sample(things, len(things))  # noqa: S311 (a seeded plan, not a secret)


def _again_and_again(things: Sequence[T]) -> Iterator[tuple[int, T]]:
    return ((turn, thing) for turn in count() for thing in things) if things else iter(())
