"""The charts of a run as data that a report holds within itself."""

from __future__ import annotations

import base64
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from core.errors import BadInput
from core.faces import ChartRenderer
from core.report.tables import ScoreTables
from core.report.words import Words
from core.store.reader import Reader
from core.whole_file import NotWritten

_TYPES = {"svg": "image/svg+xml", "png": "image/png"}
# The radar and the tree say once more what the bars and the tables say; a report has the clearer ones.
LEFT_OUT = frozenset({"ice-radar"})


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart: its name, what it shows, and the picture as a `data:` address."""

    name: str
    title: str
    source: str


def pictures(
    renderer: ChartRenderer | None,
    tables: ScoreTables,
    reader: Reader,
    words: Words,
    form: Literal["svg", "png"] = "svg",
) -> tuple[Picture, ...]:
    """Every chart that has anything to show; none without a renderer."""
    if renderer is None:
        return ()
    with tempfile.TemporaryDirectory(prefix="distilscope-") as folder:
        return tuple(_drawn(renderer, tables, reader, words, Path(folder), form))


def _drawn(
    renderer: ChartRenderer, tables: ScoreTables, reader: Reader, words: Words, folder: Path, form: str
) -> Iterator[Picture]:
    for name in renderer.names():
        out = folder / f"{name}.{form}"
        try:
            if name not in LEFT_OUT:
                renderer.render(name, tables, out, reader)
        except NotWritten:
            raise  # a full disk: a report that lacks its charts in silence would be no report
        except BadInput:
            continue  # this run has nothing for it
        if out.is_file():
            data = base64.b64encode(out.read_bytes()).decode("ascii")
            yield Picture(name, words.get(f"chart.{name}", name), f"data:{_TYPES[form]};base64,{data}")
