"""What the command line needs that has to do with a screen: handed in by gui.main, so that core never imports Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.report.tables import ScoreTables
    from core.store.reader import Reader


class WindowOpener(Protocol):
    """Opens the window."""

    def open_window(self, workspace: Path | None) -> int:
        """Show the window until it is closed; returns the exit status."""
        ...


class ChartRenderer(Protocol):
    """Draws charts into files, also where there is no display."""

    def speak(self, language: str) -> None:
        """Draw with the words of this language, en or zh, from now on."""
        ...

    def names(self) -> tuple[str, ...]:
        """The charts that can be drawn."""
        ...

    def render(self, name: str, tables: ScoreTables, out: Path, reader: Reader) -> None:
        """Draw one chart as .png, .svg or .pdf; raises BadInput for an unknown name, format or an empty chart."""
        ...


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a printed page that is not to be split, as HTML.

    keep: it stands on the page of the piece after it, as a heading does. gap: points left free above it where it
    does not begin a page. repeat: HTML that is put above it where it does, as the head of a table is.
    """

    html: str
    keep: bool = False
    gap: float = 0.0
    repeat: str = ""


class PdfPrinter(Protocol):
    """Prints HTML of the plainest kind on pages, also where there is no display."""

    def print_pieces(
        self, pieces: Sequence[Piece], out: Path, *, style: str, title: str, footer: str
    ) -> None:
        """Print the pieces from top to bottom. Pictures are `data:` addresses, `style` is CSS.

        footer: text at the foot of each page, left of the page's number. Raises BadInput where the file
        cannot be written.
        """
        ...
