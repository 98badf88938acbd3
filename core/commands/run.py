"""`distilscope run`: a study, headless; progress on stderr, the score table on stdout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from core import study_file
from core.commands.progress_line import ProgressLine
from core.engine.options import RunOptions
from core.engine.runtime import RunHandle, Runtime
from core.errors import BadInput
from core.events import RunEnded
from core.study import Study
from core.terminal import Terminated, one_line

EXIT = {
    "completed": 0, "imported": 0, "degraded": 1, "error": 1, "paused": 3, "cancelled": 130, "interrupted": 130
}  # fmt: skip


def run(args: argparse.Namespace) -> int:
    """Run or resume the study, then print its scores."""
    options = RunOptions(
        again=args.again,
        retry_errors=args.retry_errors,
        rejudge=args.rejudge,
        max_cost=args.max_cost,
        max_calls=args.max_calls,
        concurrency=args.concurrency,
        stop_at_first_429=args.stop_at_first_429,
    )
    with blaming(args.study):
        return run_and_print(study_file.read(args.study), args.workspace, options, quiet=args.quiet)


@contextmanager
def blaming(path: Path) -> Iterator[None]:
    """What names no file of its own is wrong in the study file."""
    try:
        yield
    except BadInput as error:
        if error.path is not None:
            raise
        raise BadInput(error.what, path=path, field=error.field, remedy=error.remedy) from error


def run_and_print(study: Study, workspace: Path, options: RunOptions, *, quiet: bool = False) -> int:
    """Run until the end, a cap or an interrupt; the exit status says which."""
    runtime = Runtime(ProgressLine(quiet=quiet))
    try:
        handle = runtime.start(study, workspace, options)
        ended = _wait(handle)
    finally:
        runtime.close()
    if ended.run:
        print_scores(workspace, ended.run)
    if not quiet or ended.status not in ("completed", "imported"):
        print(one_line(f"run {ended.run}: {ended.status}. {ended.message}"), file=sys.stderr)
    return EXIT[ended.status]


def print_scores(workspace: Path, run_id: int) -> None:
    """The score tables of a run, on stdout."""
    from core.report.tables import score_tables
    from core.report.text import as_text
    from core.store.reader import Reader

    reader = Reader(workspace)
    try:
        print(as_text(score_tables(reader, run_id)))
    finally:
        reader.close()


def _wait(handle: RunHandle) -> RunEnded:
    """Wait in short steps, so that Ctrl+C is heard on every system; then cancel and wait for the end."""
    try:
        while True:
            try:
                return handle.result(timeout=0.5)
            except TimeoutError:
                if handle.done():
                    raise
    except Terminated:
        handle.interrupt()
    except KeyboardInterrupt:
        handle.cancel()
    return handle.result()
