"""`distilscope results`, `judgments` and `chart`: what a run has found, as text, data or picture."""

from __future__ import annotations

import argparse
import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO, cast

from core.commands.progress_line import Waiting
from core.errors import BadInput, WorkspaceError
from core.report import csv_text
from core.report import judgments as exported
from core.report.analysis import Analysis, analyse, mixed_warnings, readings
from core.report.analysis import as_json as analysis_json
from core.report.deeper import every_grid
from core.report.flat_deeper import chosen, every_table
from core.report.tables import ScoreTables, as_json, score_tables
from core.report.text import as_text, grids_text
from core.report.words import words
from core.store.filters import JudgmentFilter
from core.store.reader import Reader
from core.tables import listed
from core.terminal import Shown, one_line


def results(args: argparse.Namespace) -> int:
    """Print the score tables, or one table of a run."""
    if args.table and args.format != "csv":
        raise BadInput("prints one table as CSV", field="--table", remedy="Add --format csv")
    with opened(args) as (reader, run):
        with Waiting() as waiting:
            tables = score_tables(reader, run, waiting.scores)
            waiting.checks()
            deeper = None if args.format == "csv" else analyse(reader, run)
        if deeper is None:
            _print_csv(reader, run, tables, args.table)
        else:
            shown_output().write(_results(tables, deeper, args.format) + "\n")
    return 0


def _print_csv(reader: Reader, run: int, tables: ScoreTables, table: str | None) -> None:
    if table:
        csv_text.write_table(chosen(every_table(reader, run), table), shown_output())
    else:
        csv_text.write_scores(tables, shown_output())


def _results(tables: ScoreTables, deeper: Analysis, form: str) -> str:
    said = readings(tables, deeper)
    if form == "json":
        return _json(as_json(tables) | analysis_json(deeper) | {"reading": said})
    grids = every_grid(deeper, words("en"), raw=True)
    if form == "table":
        told = map(one_line, (*mixed_warnings(deeper.mixed, words("en")), *said))
        return "\n\n".join([as_text(tables), *grids_text(grids), *told])
    from core.report import markup

    return markup.latex(tables, more=grids) if form == "latex" else markup.markdown(tables, more=grids)


def judgments(args: argparse.Namespace) -> int:
    """Print single judgments."""
    with opened(args) as (reader, run):
        _check_model(reader, run, args.model)
        chosen = JudgmentFilter(run, model=args.model or "", judge=args.judge or "")
        records = exported.records(reader, chosen, args.limit)
        if args.format == "json":
            shown_output().write(_json(list(records)) + "\n")
        else:
            csv_text.write(map(exported.flat, records), exported.COLUMNS, shown_output())
    return 0


def chart(args: argparse.Namespace) -> int:
    """Draw a chart."""
    with opened(args) as (reader, run):
        args.renderer.render(args.name, score_tables(reader, run), args.out, reader)
    print(f"{args.out}")
    return 0


def _check_model(reader: Reader, run: int, name: str | None) -> None:
    """A misspelt model is no model without judgments. Raises BadInput."""
    if name is None:
        return
    names = [model.name for model in reader.models(run)]
    if name not in names:
        raise BadInput(
            f"run {run} has no model {name[:60]!r}", field="--model", remedy=f"It has {listed(names)}"
        )


@contextmanager
def opened(args: argparse.Namespace) -> Iterator[tuple[Reader, int]]:
    """The workspace and the run that the arguments name; without --run the newest."""
    reader = Reader(args.workspace)
    try:
        run = reader.latest_run() if args.run is None else reader.run(args.run).id
        if run is None:
            raise WorkspaceError(f"{args.workspace} holds no run yet", remedy="Run a study into it first")
        yield reader, run
    except sqlite3.DatabaseError as error:
        raise WorkspaceError(
            f"{args.workspace} is damaged ({error})",
            kept="It was not changed",
            remedy="Use a copy of it, or run the study into a new one",
        ) from error
    finally:
        reader.close()


def shown_output() -> TextIO:
    """Standard output; control characters are spelt out where it is a terminal."""
    return cast("TextIO", Shown())


def _json(data: object) -> str:
    # Unpaired surrogates of a broken model reply cannot be printed; escaped they can.
    text = json.dumps(data, ensure_ascii=False, indent=1)
    return text.encode("utf-8", "backslashreplace").decode("utf-8")
