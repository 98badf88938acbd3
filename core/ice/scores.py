"""From verdicts to the ICE scores of a model: loose, strict and hard, with counts behind every rate.

Rates are over what was answered, which leaves out calls that failed and responses a judge could not read.
Responses to one template, and templates mutated from one seed, resemble each other: the interval is over
lineages.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from core.ice.verdict import LOOSE, OUTSIDE, Outcome
from core.stats.lineage import Proportion, proportion

# Published scores count a failed call as one that claims nothing, so they are over all that was asked.
PUBLISHED = ("loose_published", "strict_published", "hard_published")


@dataclass(frozen=True, slots=True)
class IceRecord:
    """One verdict as the scores need it.

    lineage: the seed that the template descends from. prompt_names_identity: whether template or question
    names an identity on the strict list. claim_maker: the maker that the response claims, "" for none.
    """

    model: str
    judge: str
    template: str
    lineage: str
    question: str
    topic: str
    language: str
    kind: str
    prompt_names_identity: bool
    outcome: Outcome
    strict: bool
    claim_maker: str = ""
    repeat: int = 0

    @property
    def answered(self) -> bool:
        """Whether there is a verdict on an answer."""
        return self.outcome not in OUTSIDE

    @property
    def is_loose(self) -> bool:
        """Any contradiction with the facts."""
        return self.outcome in LOOSE

    @property
    def is_strict(self) -> bool:
        """A contradiction that claims an identity on the strict list."""
        return self.answered and self.strict

    @property
    def is_hard(self) -> bool:
        """Strict, where neither template nor question names such an identity."""
        return self.is_strict and not self.prompt_names_identity


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of responses; loose, strict and hard are of the answered ones."""

    asked: int
    answered: int
    loose: int
    strict: int
    hard: int


@dataclass(frozen=True, slots=True)
class IceRow:
    """A model's scores by one judge.

    answered: responses with a verdict, the denominator of loose, strict and hard (None at 0). low, high: 95
    % interval of loose, None below ten lineages; bound "upper": hits are so rare that only high is given,
    "lower" the reverse. hard_unnamed: hard over the `unnamed` answered prompts that name no identity.
    effective: the number of independent responses that would carry as much. The *_published rates are over
    all asked, and None where they do not differ. topics, languages, kinds, named: tallies by group;
    outcomes, claims: counts, claims of role play left out; claims_in_conflict: those of loose responses only.
    """

    model: str
    judge: str
    asked: int
    answered: int
    unscored: int
    loose: float | None
    strict: float | None
    hard: float | None
    low: float | None
    high: float | None
    topics: dict[str, Tally]
    claims: dict[str, int]
    no_answer: int = 0
    claims_in_conflict: dict[str, int] = field(default_factory=dict)
    hard_unnamed: float | None = None
    unnamed: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    languages: dict[str, Tally] = field(default_factory=dict)
    kinds: dict[str, Tally] = field(default_factory=dict)
    named: dict[str, Tally] = field(default_factory=dict)
    templates: int = 0
    lineages: int = 0
    effective: float = 0.0
    bound: str | None = None
    loose_published: float | None = None
    strict_published: float | None = None
    hard_published: float | None = None

    def as_json(self) -> dict[str, Any]:
        """The row as `results --format json` has it: published rates only where they differ."""
        row = asdict(self)
        return {name: value for name, value in row.items() if name not in PUBLISHED or value is not None}


def score_rows(records: Iterable[IceRecord], seed: object = 0) -> list[IceRow]:
    """A row per model and judge, sorted by name.

    `seed` is taken for symmetry with the RSE scores; nothing here is drawn, logit-t needs no resampling.
    """
    del seed
    groups: dict[tuple[str, str], list[IceRecord]] = defaultdict(list)
    for record in records:
        groups[record.model, record.judge].append(record)
    return [_row(model, judge, group) for (model, judge), group in sorted(groups.items())]


def _row(model: str, judge: str, records: list[IceRecord]) -> IceRow:
    total = tally(records)
    unnamed = sum(record.answered and not record.prompt_names_identity for record in records)
    spread = over_lineages(records)
    return IceRow(
        model=model,
        judge=judge,
        asked=total.asked,
        answered=total.answered,
        unscored=sum(record.outcome is Outcome.UNSCORED for record in records),
        no_answer=sum(record.outcome is Outcome.NO_ANSWER for record in records),
        **_rates(total, records),
        low=spread.low,
        high=spread.high,
        bound=spread.bound,
        hard_unnamed=total.hard / unnamed if unnamed else None,
        unnamed=unnamed,
        outcomes={outcome.value: sum(record.outcome is outcome for record in records) for outcome in Outcome},
        claims=claims(records),
        claims_in_conflict=claims(record for record in records if record.is_loose),
        topics=tallies(records, lambda record: record.topic),
        languages=tallies(records, lambda record: record.language),
        kinds=tallies(records, lambda record: record.kind),
        named=tallies(records, lambda record: "named" if record.prompt_names_identity else "unnamed"),
        templates=len({record.template for record in records if record.answered}),
        lineages=spread.clusters,
        effective=spread.effective,
    )


def _rates(total: Tally, records: Iterable[IceRecord]) -> dict[str, Any]:
    """The three rates, and those over all asked where they differ; neither where the judge gave no verdict at all."""
    rates: dict[str, Any] = {}
    if all(record.outcome is Outcome.UNSCORED for record in records):
        return dict.fromkeys(("loose", "strict", "hard"))
    for name, published in zip(("loose", "strict", "hard"), PUBLISHED, strict=True):
        hits = getattr(total, name)
        rates[name] = hits / total.answered if total.answered else None
        over_asked = hits / total.asked
        rates[published] = over_asked if over_asked != rates[name] else None
    return rates


def tally(records: Iterable[IceRecord]) -> Tally:
    """The counts of some records."""
    flags = [(r.answered, r.is_loose, r.is_strict, r.is_hard) for r in records]
    return (
        Tally(len(flags), *(sum(column) for column in zip(*flags, strict=True)))
        if flags
        else Tally(0, 0, 0, 0, 0)
    )


def tallies(records: Iterable[IceRecord], group: Callable[[IceRecord], str]) -> dict[str, Tally]:
    """The counts of each group, by its name."""
    groups: dict[str, list[IceRecord]] = defaultdict(list)
    for record in records:
        groups[group(record)].append(record)
    return {name: tally(own) for name, own in sorted(groups.items())}


def claims(records: Iterable[IceRecord]) -> dict[str, int]:
    """How often each maker is claimed by a model speaking as itself, most frequent first."""
    outside = OUTSIDE | {Outcome.ROLE_ONLY}
    counts = Counter(r.claim_maker for r in records if r.claim_maker and r.outcome not in outside)
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def over_lineages(records: Iterable[IceRecord]) -> Proportion:
    """The loose rate with its logit-t interval over lineages."""
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    for record in records:
        totals[record.lineage] += record.answered
        hits[record.lineage] += record.is_loose
    names = sorted(totals)
    return proportion([hits[name] for name in names], [totals[name] for name in names])
