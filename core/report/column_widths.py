"""How wide the columns of a printed table are: figures have what they need and are never broken, names share the rest.

The printer's letters are not at hand here, so their widths are estimated; all are those of a wide font, in ems.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from core.report.grids import Grid

LINE, SIDES = 493.0, 4.5  # points: of a line, and of the two sides of a cell
SIZES = (8.0, 7.5, 7.0, 6.5, 6.0, 5.5)  # points of letters; the largest at which a table fits
_ROOMY, _SHORTEST = (
    13.0,
    7.0,
)  # ems that a column of names should have, and must have, if it has so much to say
_SMALL = 6.5  # points below which letters are made no smaller for the sake of names
_LONGEST = 60.0  # ems beyond which a name is wrapped anyway
_BOLD, _WIDE, _SPARE = 1.1, 1.0, 0.25
_STEP = 0.5  # ems by which columns of names are widened in turn
_EMS = {letter: ems for letters, ems in (
    ("ijl|.,:;'!()[]{}/\\ ·", 0.40), ("-–ftrI\"", 0.50), ("0123456789", 0.64), ("mwMW@%+<>=≤≥…", 0.98),
    ("ABCDEFGHKLNOPQRSTUVXYZ", 0.72),
) for letter in letters}  # fmt: skip
_LETTER = 0.65
# Where a line may end: behind a space, behind a hyphen that no digit follows, and beside letters of a script without
# spaces.
_PIECES = re.compile(r"[⺀-鿿가-힯]|(?:[^\s⺀-鿿가-힯-]|-(?=\d))+-?|-")


def size(grid: Grid) -> float:
    """The size of a table's letters in points."""
    figures, pieces = sum(_needed(grid)), _pieces(grid)
    wanted = [_wanted(column) for column in _columns(grid)[: grid.names]]
    roomy, tight = (
        next((points for points in SIZES if figures + names <= _room(grid, points)), SIZES[-1])
        for names in (sum(min(each, _ROOMY) for each in wanted), sum(min(each, _SHORTEST) for each in pieces))
    )
    return max(roomy, min(tight, _SMALL))


def widths(grid: Grid) -> list[float]:
    """The share of each column in per cent."""
    points = size(grid)
    figures = _needed(grid)
    room = max(_room(grid, points) - sum(figures), 2.0 * grid.names)
    names = _shared(room, _pieces(grid), [_wanted(column) for column in _columns(grid)[: grid.names]])
    wide = [each + SIDES / points for each in (*names, *figures)]
    return _per_cent(wide)


def _room(grid: Grid, points: float) -> float:
    """Ems of a line without the sides of its cells."""
    return LINE / points - len(grid.head) * SIDES / points


def _columns(grid: Grid) -> list[tuple[str, ...]]:
    return list(zip(grid.head, *grid.rows, strict=True))


def _needed(grid: Grid) -> list[float]:
    """What each column of figures needs: its figures are not wrapped, its head is, between words."""
    return [
        max(_head(head), *(ems(cell) * _BOLD for cell in cells), 0.0) + _SPARE
        for head, *cells in _columns(grid)[grid.names :]
    ]


def _head(text: str) -> float:
    """What a head of figures needs; of a script without spaces three letters stand side by side."""
    return max(_longest_piece(text), min(ems(text), 3.0)) * _BOLD


def _pieces(grid: Grid) -> list[float]:
    """What each column of names needs so that no word is broken."""
    return [
        max(_longest_piece(head) * _BOLD, *map(_bold_piece, cells), 0.0) + _SPARE
        for head, *cells in _columns(grid)[: grid.names]
    ]


def _bold_piece(cell: str) -> float:
    return _longest_piece(cell) * _BOLD


def _wanted(column: Sequence[str]) -> float:
    """What a column of names would like, so that none is wrapped."""
    return min(_LONGEST, max(ems(cell) * _BOLD for cell in column) + _SPARE)


def _shared(room: float, least: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """Room for columns: each what its longest word needs, within reason; what is left goes to whichever has the
    most lines, since that one makes the rows high."""
    given = _fairly(room, [min(each, _ROOMY) for each in least])
    while (left := room - sum(given)) > 0 and (lines := _lines(given, wanted)) and max(lines) > 1:
        given[lines.index(max(lines))] += min(left, _STEP)
    left = max(0.0, room - sum(given))
    return [each + left / len(given) for each in given]


def _lines(given: Sequence[float], wanted: Sequence[float]) -> list[float]:
    """How many lines the longest name of each column takes."""
    return [want / has for has, want in zip(given, wanted, strict=True)]


def _fairly(room: float, wishes: Sequence[float]) -> list[float]:
    """Shares of a room, none larger than wished: what small wishes leave over goes to the large ones."""
    given = [0.0] * len(wishes)
    order = sorted(range(len(wishes)), key=lambda place: wishes[place])
    for done, place in enumerate(order):
        given[place] = min(wishes[place], (room - sum(given)) / (len(wishes) - done))
    return given


def _per_cent(wide: Sequence[float]) -> list[float]:
    """Tenths that add up to a hundred: half a per cent is half a digit, and a figure that lacks it is broken in two."""
    ends = [round(100 * sum(wide[:count]) / sum(wide), 1) for count in range(len(wide) + 1)]
    return [round(after - before, 1) for before, after in pairwise(ends)]


def _longest_piece(text: str) -> float:
    return max(map(ems, _PIECES.findall(text)), default=0.0)


def ems(text: str) -> float:
    """How wide a text is, in sizes of its font."""
    return sum(_WIDE if letter > "⹿" else _EMS.get(letter, _LETTER) for letter in text)
