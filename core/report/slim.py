"""Tables without columns that hold nothing, or the same in each row, since width is dear on paper and screens."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from itertools import takewhile

from core.report.grids import Grid
from core.report.words import Words

NOTHING = "–"
MANY = 2  # rows of which one can say the same: a single one is always like itself
_PAIR = 2  # columns of names that say what a row is about, where all are names


def for_paper(each: Grid, words: Words) -> Grid:
    """The table as it is printed; what is left out of it is said below."""
    return folded(slim(found_only(each, words), words), words)


def found_only(each: Grid, words: Words) -> Grid:
    """The table of groups without those in which nothing was found, if there is something in others."""
    kept = [n for n, row in enumerate(each.rows) if any(_count(cell) for cell in row[each.names :])]
    if each.key != "ice-groups" or not 0 < len(kept) < len(each.rows):
        return each
    rows = tuple(each.rows[n] for n in kept)
    return _below(replace(each, rows=rows), words("note.found_only"), words)


def _count(cell: str) -> bool:
    """Whether a share with its counts, as 5.0 (1/20), is of more than nothing."""
    return cell != NOTHING and "(0/" not in cell


def slim(each: Grid, words: Words) -> Grid:
    """The table without columns of figures that are empty in all rows; a line below says which these were."""
    lacks = {words("column.unscored"), words("column.no_answer")}  # of which none is as good as nothing
    empty = [
        n
        for n in _droppable(each)
        if _all(each, n, NOTHING.__eq__) or (each.head[n] in lacks and _all(each, n, "0".__eq__))
    ]
    if not empty:
        return each
    names = words("text.and_then").join(each.head[n] for n in empty)
    return _below(_without(each, empty), words("note.nothing_there", names=names), words)


def folded(each: Grid, words: Words) -> Grid:
    """The table with those names that are the same in all rows once, below it."""
    same = same_columns(each)
    return replace(_without(each, same), note=whole_note(each, words)) if same else each


def same_columns(each: Grid) -> frozenset[int]:
    """The columns of names, the first apart, that say the same in all rows."""
    if len(each.rows) < MANY:
        return frozenset()
    return frozenset(n for n in range(1, each.names) if _all(each, n, each.rows[0][n].__eq__))


def whole_note(each: Grid, words: Words) -> str:
    """The table's note, with what all rows have in common."""
    said = [words("case.label", name=each.head[n], value=each.rows[0][n]) for n in sorted(same_columns(each))]
    line = f"{' · '.join(said)}{words('text.stop')}" if said else ""
    return _below(each, line, words, first=True).note


def repeated(each: Grid) -> list[int]:
    """Of each row, how many of its first names are those of the row above."""
    above = [(), *each.rows][: len(each.rows)]
    return [
        sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(row[: each.names], last, strict=False)))
        for row, last in zip(each.rows, above, strict=True)
    ]


def _droppable(each: Grid) -> range:
    return range(_PAIR if each.names == len(each.head) else each.names, len(each.head))


def _all(each: Grid, column: int, wanted: Callable[[str], object]) -> bool:
    return bool(each.rows) and all(wanted(row[column]) for row in each.rows)


def _without(each: Grid, columns: Collection[int]) -> Grid:
    kept = [n for n in range(len(each.head)) if n not in columns]
    return replace(
        each,
        head=tuple(each.head[n] for n in kept),
        rows=tuple(tuple(row[n] for n in kept) for row in each.rows),
        names=sum(n < each.names for n in kept),
    )


def _below(each: Grid, line: str, words: Words, *, first: bool = False) -> Grid:
    """The table with a sentence more in its note."""
    said = [line, each.note] if first else [each.note, line]
    space = "" if words.language == "zh" else " "
    return replace(each, note=space.join(filter(None, said)))
