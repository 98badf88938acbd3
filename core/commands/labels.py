"""`distilscope labels`: a blind task as a table, what was filled in, and what people have said."""

from __future__ import annotations

import argparse
import json

from core.commands.show import opened, shown_output
from core.errors import BadInput
from core.report import csv_text, labelled
from core.whole_file import refuse_workspace

_ASKED = {"rse": "pair", "ice": "response"}
_DONE = {"rse": "scored", "ice": "labelled"}


def labels(args: argparse.Namespace) -> int:
    """Make a task, take one up, or show the labels of a run."""
    return {"task": _task, "add": _add, "show": _show}[args.way](args)


def _task(args: argparse.Namespace) -> int:
    if args.out.suffix.lower() != ".csv":
        raise BadInput("a task is written as .csv", path=args.out)
    refuse_workspace(args.out)
    with opened(args) as (reader, run):
        rows = list(labelled.task_rows(reader, run, args.sample, args.metric))
    what = _ASKED[args.metric]
    if not rows:
        raise BadInput(f"there is no {what} left that nobody has labelled", path=args.workspace)
    csv_text.save(rows, labelled.TASK[args.metric], args.out)
    print(f"{args.out}: {len(rows):,} {what}s to be {_DONE[args.metric]}")
    return 0


def _add(args: argparse.Namespace) -> int:
    from core.store import labels as kept
    from core.store.writer import Writer

    with opened(args) as (reader, run):
        found = labelled.filled_in(reader, run, args.file, args.author)
    writer = Writer(args.workspace)
    try:
        for given in [kept.add(writer, each) for each in found]:
            given.result()
    finally:
        writer.close()
    print(f"{len(found):,} labels by {args.author}")
    return 0


def _show(args: argparse.Namespace) -> int:
    with opened(args) as (reader, run):
        rows = labelled.label_rows(reader, run)
        if args.format == "json":
            print(json.dumps(list(rows), indent=1))
        else:
            csv_text.write(rows, labelled.SHOWN, shown_output())
    return 0
