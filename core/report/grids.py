"""The tables of a run as text cells: the same cells in Markdown, LaTeX, HTML and PDF, so that no digit differs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from core.engine.warnings import SharedMaker
from core.report.means import without_lone_means
from core.report.safe import one_line
from core.report.tables import ScoreTables
from core.report.text import ends, number, p_value, signed
from core.report.words import Words
from core.rse.again import Again
from core.rse.nearest import NearestRow
from core.rse.ranking import Ranked
from core.rse.scores import RseRow

LONGEST = 200  # characters of a cell: names are hostile text too
STROKE = " / "
MOST_SHARED = 3  # warnings of judges beside their relatives, below one table


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of text cells. The first `names` columns are names, the others figures; `strong` rows are means."""

    key: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    names: int = 1
    note: str = ""
    strong: frozenset[int] = frozenset()
    raters: tuple[
        tuple[str, ...], ...
    ] = ()  # of each row of a table of agreement, as they are called in the run


def grid(
    key: str,
    title: str,
    head: Iterable[str],
    rows: Iterable[Iterable[str]],
    *,
    names: int = 1,
    note: str = "",
) -> Grid:
    """A grid whose cells are one line each and bounded."""
    cells = tuple(tuple(one_line(cell, LONGEST) for cell in row) for row in rows)
    return Grid(key, one_line(title, LONGEST), tuple(one_line(h, LONGEST) for h in head), cells, names, note)


def plain(each: Grid, words: Words) -> Grid:
    """The table as people read it: judges by their plain names, which are ids until then."""
    judges = judge_columns(each, words)
    raters = each.raters or ((),) * len(each.rows)
    rows = (
        tuple(_plain(cell, own, words) if n in judges else cell for n, cell in enumerate(row))
        for row, own in zip(each.rows, raters, strict=True)
    )
    return replace(each, rows=tuple(rows)) if judges else each


def judge_columns(each: Grid, words: Words) -> frozenset[int]:
    """The places of the columns that hold judges."""
    heads = {words("column.judge"), words("column.raters")}
    return frozenset(place for place, head in enumerate(each.head) if head in heads)


def _plain(cell: str, raters: Sequence[str], words: Words) -> str:
    """One judge, or the raters of a row."""
    return one_line(rater_names(map(words.judge, raters)) if raters else words.judge(cell), LONGEST)


def rater_names(raters: Iterable[str]) -> str:
    """Several judges or people in one cell, between strokes; a name that has such a stroke itself is quoted."""
    return STROKE.join(f"“{name}”" if STROKE in name else name for name in raters)


def score_grids(tables: ScoreTables, words: Words) -> list[Grid]:
    """Every table of a run that has rows, in the order of a report."""
    found = [*_similarity(tables, words)]
    if tables.ice:
        from core.report.ice_grids import identity_grids

        found += identity_grids(tables, words)
    return [warned(each, tables.shared, words) for each in found if each.rows]


def shared_warnings(shared: Sequence[SharedMaker], words: Words) -> list[str]:
    """Sentences on judges beside their relatives; the first few, and how many more there are."""
    said = [words("warning.shared", **_named(each, words)) for each in shared[:MOST_SHARED]]
    more = len(shared) - len(said)
    return [*said, words("warning.shared_more", n=f"{more:,}")] if more else said


def _named(each: SharedMaker, words: Words) -> dict[str, str]:
    names = {"judge": one_line(each.judge), "model": one_line(each.model), "maker": one_line(each.maker)}
    return names | {"role": words(f"shared.{each.role}")}


def warned(each: Grid, shared: Sequence[SharedMaker], words: Words, judge: str = "") -> Grid:
    """The table with a word on those of its judges that share a maker with what they judge.

    `judge`: whose scores all of them are, where no column says so.
    """
    cells = {row[place] for row in each.rows for place in judge_columns(each, words)}
    judges = {judge, *cells, *(one_line(name, LONGEST) for own in each.raters for name in own)}
    own = [s for s in shared if one_line(s.judge, LONGEST) in judges]
    space = "" if words.language == "zh" else " "
    return replace(each, note=space.join([each.note, *shared_warnings(own, words)])) if own else each


def _similarity(tables: ScoreTables, words: Words) -> Iterator[Grid]:
    for reference, judge in dict.fromkeys((row.reference, row.judge) for row in tables.rse):
        own = [row for row in tables.rse if (row.reference, row.judge) == (reference, judge)]
        yield warned(sets_grid(own, reference, judge, words), tables.shared, words, one_line(judge, LONGEST))
    yield detail_grid("rse", tables.rse, words, words("note.rse"))
    yield detail_grid(
        "ceiling", tables.ceiling, words, with_again(words("note.ceiling"), tables.again, words)
    )
    yield nearest_grid(tables.nearest, words)
    yield rankings_grid(tables.nearest, words)


def again_words(again: Mapping[str, Again], words: Words) -> list[str]:
    """Sentences on references whose ceilings only show that a text is like itself."""
    return [
        words("note.same_again", reference=one_line(name), same=f"{each.same:,}", n=f"{each.n:,}")
        for name, each in again.items()
        if each.says_nothing
    ]


def with_again(note: str, again: Mapping[str, Again], words: Words) -> str:
    """A note, with what is to be known of the ceilings."""
    return ("" if words.language == "zh" else " ").join([note, *again_words(again, words)])


def sets_grid(rows: Sequence[RseRow], reference: str, judge: str, words: Words) -> Grid:
    """Models by prompt sets and their mean, as in the paper's table, for one reference and one judge."""
    sets = list(dict.fromkeys(row.prompt_set for row in rows if row.prompt_set is not None))
    by_place = {(row.model, row.prompt_set): row for row in rows}
    one = len(sets) == 1
    head = [words("column.model"), *sets, *([] if one else [words("column.mean")]), words("column.interval")]
    body = []
    for model in dict.fromkeys(row.model for row in rows):
        mean = by_place[model, None]
        scores = [_overall(by_place.get((model, name))) for name in sets]
        told = interval(mean.low, mean.high, words)
        body.append([model, *scores, *([] if one else [_overall(mean)]), told, f"{mean.n:,}"])
    title = words("table.sets", reference=one_line(reference), judge=words.by(one_line(judge)))
    return grid("rse-sets", title, [*head, words("column.n")], body, note=words("note.sets"))


def detail_grid(key: str, rows: Sequence[RseRow], words: Words, note: str) -> Grid:
    """Every row with its dimensions, interval and counts."""
    rows = without_lone_means(rows)
    names = (
        "model",
        "reference",
        "judge",
        "prompt_set",
        "style",
        "structure",
        "content",
        "overall",
        "interval",
        "n",
    )
    missing = any(row.unscored or row.no_answer for row in rows)
    head = [words(f"column.{name}") for name in (*names, *(("unscored", "no_answer") if missing else ()))]
    made = grid(
        key, words(f"table.{key}"), head, (_detail(row, missing, words) for row in rows), names=4, note=note
    )
    strong = frozenset(i for i, row in enumerate(rows) if row.prompt_set is None)
    return Grid(key, made.title, made.head, made.rows, made.names, note, strong)


def _detail(row: RseRow, missing: bool, words: Words) -> list[str]:
    scores = [number(v) for v in (row.style, row.structure, row.content, row.overall)]
    names = [row.model, row.reference, row.judge, row.prompt_set or words("column.mean")]
    cells = [*names, *scores, interval(row.low, row.high, words), f"{row.n:,}"]
    return [*cells, f"{row.unscored:,}", f"{row.no_answer:,}"] if missing else cells


def nearest_grid(rows: Sequence[NearestRow], words: Words) -> Grid:
    """References of each model, closest first."""
    names = ("model", "judge", "prompt_set", "closest", "ranking", "by_length", "floor", "stability")
    head = [words(f"column.{name}") for name in names]
    body = (_nearest(row, words) for row in without_lone_means(rows))
    return grid("nearest", words("table.nearest"), head, body, names=7, note=words("note.nearest"))


def _nearest(row: NearestRow, words: Words) -> list[str]:
    first = row.ranking[0]
    floor = {None: "unknown", True: "above", False: "below"}[row.above_floor]
    ranking = " > ".join(f"{r.reference} ({r.affinity:+.2f})" for r in row.ranking)
    names = [row.model, row.judge, row.prompt_set or words("column.all_sets"), first.reference, ranking]
    return [*names, row.length_first or "–", words(f"floor.{floor}"), number(first.stability, 2)]


def rankings_grid(rows: Sequence[NearestRow], words: Words) -> Grid:
    """Every reference of each ranking with its figures."""
    names = ("model", "judge", "prompt_set", "rank", "reference", "affinity", "stability", "p", "n")
    body = (
        [
            row.model,
            row.judge,
            row.prompt_set or words("column.all_sets"),
            *_ranked(place, each),
            f"{row.n:,}",
        ]
        for row in without_lone_means(rows)
        for place, each in enumerate(row.ranking, 1)
    )
    return grid("rankings", words("table.rankings"), [words(f"column.{name}") for name in names], body, names=5,
                note=words("note.rankings"))  # fmt: skip


def _ranked(place: int, each: Ranked) -> list[str]:
    return [f"{place}", each.reference, signed(each.affinity, 2), number(each.stability, 2), p_value(each.p)]


def interval(low: float | None, high: float | None, words: Words) -> str:
    """An interval in a cell."""
    return ends(low, high, words("text.all_equal"))


def _overall(row: RseRow | None) -> str:
    return number(row.overall if row else None)
