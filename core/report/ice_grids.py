"""The identity tables as text cells: shares with what they are shares of, groups, outcomes, and who is claimed."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from core.ice.scores import IceRow, Tally
from core.report.grids import Grid, grid
from core.report.safe import one_line
from core.report.tables import ScoreTables
from core.report.text import number, percent, percents
from core.report.words import Words

MAKERS, LONGEST_MAKER = 6, 28  # columns of the claims, and characters of a claimed name
_GROUPS = ("topics", "languages", "kinds", "named")
_VERDICTS = ("loose", "strict", "hard")


def identity_grids(tables: ScoreTables, words: Words) -> Iterator[Grid]:
    """Every identity table of a run, in the order of a report; some may have no rows."""
    note = words("note.search") if tables.found_by_search else words("note.ice")
    yield ice_grid("ice", tables.ice, words, note)
    yield counts_grid("ice_counts", tables.ice, words)
    yield topics_grid(tables.ice, words)
    yield groups_grid(tables.ice, words)
    yield outcomes_grid(tables.ice, words)
    yield from claims_grids(tables.ice, words)
    yield ice_grid("placebo", tables.placebo, words, words("note.placebo"))
    yield counts_grid("placebo_counts", tables.placebo, words)


def ice_grid(key: str, rows: Sequence[IceRow], words: Words, note: str) -> Grid:
    """Loose, strict and hard shares in per cent, with everything that they are shares of."""
    names = ("model", "judge", "loose", "interval", "strict", "hard", "hard_unnamed", "answered", "asked",
             "no_answer", "unscored", "templates", "lineages")  # fmt: skip
    head = [words(f"column.{name}") for name in names]
    if any(row.bound for row in rows):
        note = (" " if words.language == "en" else "").join([note, words("note.ice_bound")])
    return grid(key, words(f"table.{key}"), head, map(_ice, rows), names=2, note=note)


def _ice(row: IceRow) -> list[str]:
    counts = (row.answered, row.asked, row.no_answer, row.unscored, row.templates, row.lineages)
    shares = [percent(row.loose), percents(row.low, row.high)]
    shares += [percent(v) for v in (row.strict, row.hard, row.hard_unnamed)]
    return [row.model, row.judge, *shares, *(f"{count:,}" for count in counts)]


def topics_grid(rows: Sequence[IceRow], words: Words) -> Grid:
    """Loose contradictions by topic, in per cent of what was answered, with the counts."""
    topics = sorted({topic for row in rows for topic in row.topics})
    head = [
        words("column.model"),
        words("column.judge"),
        *(words.get(f"topic.{t}", t or "–") for t in topics),
    ]
    body = ([row.model, row.judge, *(_share(row.topics.get(topic)) for topic in topics)] for row in rows)
    return grid("ice-topics", words("table.ice_topics"), head, body if topics else (), names=2,
                note=words("note.ice_topics"))  # fmt: skip


def counts_grid(key: str, rows: Sequence[IceRow], words: Words) -> Grid:
    """How much the shares rest on; and the shares over all that was asked, where a published log counted so."""
    published = (
        [f"{name}_published" for name in _VERDICTS]
        if any(r.answered and r.loose_published is not None for r in rows)
        else []
    )
    head = [words(f"column.{name}") for name in ("model", "judge", "unnamed", "effective", *published)]
    body = (
        [
            r.model,
            r.judge,
            f"{r.unnamed:,}",
            number(r.effective, 1),
            # Nothing got a verdict: a zero of all asked would be read as none found.
            *(percent(getattr(r, name) if r.answered else None) for name in published),
        ]
        for r in rows
    )
    return grid(key, words(f"table.{key}"), head, body, names=2, note=words("note.ice_counts"))


def groups_grid(rows: Sequence[IceRow], words: Words) -> Grid:
    """Loose, strict and hard contradictions by topic, language, kind of template and naming."""
    head = [words(f"column.{name}") for name in ("model", "judge", "by", "group", *_VERDICTS)]
    body = (
        [
            row.model,
            row.judge,
            words(f"by.{by}"),
            _group(by, group, words),
            *(_share(tally, v) for v in _VERDICTS),
        ]
        for row in rows
        for by in _GROUPS
        for group, tally in getattr(row, by).items()
    )
    return grid("ice-groups", words("table.ice_groups"), head, body, names=4, note=words("note.ice_groups"))


def _group(by: str, group: str, words: Words) -> str:
    return words.get(f"{by}.{group}" if by != "topics" else f"topic.{group}", group or "–")


def outcomes_grid(rows: Sequence[IceRow], words: Words) -> Grid:
    """How many responses had each outcome."""
    found = [
        name
        for name in dict.fromkeys(o for r in rows for o in r.outcomes)
        if any(r.outcomes.get(name) for r in rows)
    ]
    head = [
        words("column.model"),
        words("column.judge"),
        *(words.get(f"outcome.{name}", name) for name in found),
    ]
    body = ([r.model, r.judge, *(f"{r.outcomes.get(name, 0):,}" for name in found)] for r in rows)
    return grid(
        "ice-outcomes", words("table.ice_outcomes"), head, body, names=2, note=words("note.ice_outcomes")
    )


def claims_grids(rows: Sequence[IceRow], words: Words) -> Iterator[Grid]:
    """Who the models claim to come from, over all that they answered, and in contradictions only."""
    counts: list[tuple[str, Callable[[IceRow], dict[str, int]]]] = [
        ("claims", lambda row: row.claims), ("claims_in_conflict", lambda row: row.claims_in_conflict)
    ]  # fmt: skip
    for key, of in counts:
        total: dict[str, int] = {}
        for row in rows:
            for maker, count in of(row).items():
                total[maker] = total.get(maker, 0) + count
        makers = sorted(total, key=lambda maker: (-total[maker], maker))[:MAKERS]
        rest = [words("column.others")] if len(total) > len(makers) else []
        head = [
            words("column.model"),
            words("column.judge"),
            *(one_line(m, LONGEST_MAKER) for m in makers),
            *rest,
        ]
        body = ([row.model, row.judge, *_claimed(of(row), makers, bool(rest))] for row in rows)
        yield grid(
            key, words(f"table.{key}"), head, body if makers else (), names=2, note=words(f"note.{key}")
        )


def _claimed(counts: dict[str, int], makers: Sequence[str], rest: bool) -> list[str]:
    shown = [counts.get(maker, 0) for maker in makers]
    return [f"{count:,}" for count in ([*shown, sum(counts.values()) - sum(shown)] if rest else shown)]


def _share(tally: Tally | None, verdict: str = "loose") -> str:
    if tally is None or not tally.answered:
        return "–"
    hits = getattr(tally, verdict)
    return f"{percent(hits / tally.answered)} ({hits}/{tally.answered})"
