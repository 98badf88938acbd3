"""Score tables for a terminal: aligned, with n and interval beside every score."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from core.terminal import one_line

if TYPE_CHECKING:  # numpy comes with these, and the window needs the wording of figures before that
    from core.ice.scores import IceRow
    from core.report.grids import Grid
    from core.report.tables import ScoreTables
    from core.rse.nearest import NearestRow
    from core.rse.scores import RseRow

_RSE_HEAD = (
    "model", "reference", "judge", "prompt set", "style", "structure", "content", "overall", "95 %", "n"
)  # fmt: skip
_LEFT = ("model", "role", "reference", "judge", "prompt set", "closest", "ranking")
_POINT = 1e-9  # width of an interval below which only rounding keeps its ends apart
NOT_PROOF = "Scores say how similar responses are, and what models claim to be; neither shows where a model comes from."


def as_text(tables: ScoreTables) -> str:
    """All tables of a run, as text of fixed width."""
    parts = [f"{one_line(tables.study)} · run {tables.run} · {tables.status}"]
    from core.report.grids import again_words, shared_warnings
    from core.report.words import words

    if tables.rse:
        parts.append("RSE, 1 very dissimilar to 5 very similar\n" + rse_text(tables.rse))
    if tables.ceiling:
        told = again_words(tables.again, words("en"))
        parts.append("\n".join(["Ceiling: the reference asked again", rse_text(tables.ceiling), *told]))
    if tables.nearest:
        parts.append("Closest of the references given\n" + nearest_text(tables.nearest))
    if tables.ice:
        search = "; found by search, so these are no rates" if tables.found_by_search else ""
        parts.append(f"ICE, share of answered identity questions in %{search}\n" + ice_text(tables.ice))
    if tables.placebo:
        parts.append("ICE with other names put into the templates\n" + ice_text(tables.placebo))
    return "\n\n".join([*parts, *shared_warnings(tables.shared, words("en")), NOT_PROOF])


def rse_text(rows: Sequence[RseRow]) -> str:
    """The RSE table."""
    missing = any(row.unscored or row.no_answer for row in rows)
    head = [*_RSE_HEAD, "unscored", "no answer"] if missing else list(_RSE_HEAD)
    return table(head, [_rse_cells(row, missing) for row in rows])


def ice_text(rows: Sequence[IceRow]) -> str:
    """The ICE table."""
    head = ("model", "judge", "loose", "95 %", "strict", "hard", "answered", "asked", "unscored", "templates")
    return table(head, [_ice_cells(row) for row in rows])


def nearest_text(rows: Sequence[NearestRow]) -> str:
    """The references of each model, closest first."""
    head = ("model", "judge", "prompt set", "closest", "stability", "by length alone", "floor", "ranking")
    return table(head, [_nearest_cells(row) for row in rows])


def table(head: Sequence[str], rows: Iterable[Sequence[str]], names: int | None = None) -> str:
    """Columns of their widest cell, names (the first `names`, or those known by their head) to the left."""
    lines = [list(head), *([one_line(cell) for cell in row] for row in rows)]
    widths = [max(_width(line[i]) for line in lines) for i in range(len(head))]
    left = [name in _LEFT if names is None else place < names for place, name in enumerate(head)]
    text = ["  ".join(_pad(*each) for each in zip(ln, widths, left, strict=True)) for ln in lines]
    text.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(line.rstrip() for line in text)


def number(value: float | None, digits: int = 3) -> str:
    """A figure of fixed precision, or a dash."""
    return "–" if value is None else f"{value:.{digits}f}"


def interval(low: float | None, high: float | None, digits: int = 2) -> str:
    """An interval, or a dash where it is hidden; with room about the dash where a minus stands beside it."""
    if low is None or high is None:
        return "–"
    if high > low and f"{low:.{digits}f}" == f"{high:.{digits}f}":
        digits += 1  # a narrow interval is no point
    dash = " – " if low < 0 else "–"
    return f"{low:.{digits}f}{dash}{high:.{digits}f}"


def ends(low: float | None, high: float | None, equal: str = "all equal") -> str:
    """The interval of a score. Of values that are all equal it is a point, which would look like certainty: it is
    said instead, in the words given."""
    spread = low is None or high is None or abs(high - low) >= _POINT
    return interval(low, high) if spread else equal


def signed(value: float | None, digits: int = 3) -> str:
    """A difference, with its sign, or a dash; what rounds to nothing has no sign."""
    if value is None:
        return "–"
    shown = f"{value:+.{digits}f}"
    return shown if float(shown) else shown[1:]


def p_value(value: float | None) -> str:
    """A p value, or a dash; tiny ones are said to be tiny."""
    if value is None:
        return "–"
    return "<0.001" if value < 0.001 else f"{value:.3f}"


def grids_text(grids: Sequence[Grid]) -> list[str]:
    """Tables of cells, each under its title."""
    return [f"{each.title}\n{table(each.head, each.rows, names=each.names)}" for each in grids]


def _rse_cells(row: RseRow, missing: bool) -> list[str]:
    names = [row.model, row.reference, row.judge, row.prompt_set or "mean of the sets"]
    scores = [number(v) for v in (row.style, row.structure, row.content, row.overall)]
    cells = [*names, *scores, ends(row.low, row.high), str(row.n)]
    return [*cells, str(row.unscored), str(row.no_answer)] if missing else cells


def _ice_cells(row: IceRow) -> list[str]:
    loose, strict, hard = (percent(v) for v in (row.loose, row.strict, row.hard))
    counts = [str(n) for n in (row.answered, row.asked, row.unscored, row.templates)]
    return [row.model, row.judge, loose, percents(row.low, row.high), strict, hard, *counts]


def _nearest_cells(row: NearestRow) -> list[str]:
    first = row.ranking[0]
    floor = {None: "not measured", True: "above", False: "not above"}[row.above_floor]
    ranking = " > ".join(f"{r.reference} ({r.affinity:+.2f})" for r in row.ranking)
    names = [row.model, row.judge, row.prompt_set or "all", first.reference]
    return [*names, number(first.stability, 2), row.length_first or "–", floor, ranking]


def percent(value: float | None) -> str:
    """A share of 0 to 1 in per cent with one decimal, or a dash."""
    return "–" if value is None else f"{100 * value:.1f}"


def percents(low: float | None, high: float | None) -> str:
    """An interval of a share in per cent, an end alone where only one is known, or a dash."""
    if low is None and high is not None:
        return f"≤{percent(high)}"
    if low is not None and high is None:
        return f"≥{percent(low)}"
    return "–" if low is None else f"{percent(low)}–{percent(high)}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int, left: bool) -> str:
    space = " " * (width - _width(text))
    return text + space if left else space + text
