"""What the command line needs that has to do with a screen: handed in by gui.main, so that core never imports Qt."""

from __future__ import annotations

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

    def names(self) -> tuple[str, ...]:
        """The charts that can be drawn."""
        ...

    def render(self, name: str, tables: ScoreTables, out: Path, reader: Reader) -> None:
        """Draw one chart as .png, .svg or .pdf; raises BadInput for an unknown name, format or an empty chart."""
        ...
