"""`distilscope import`: published logs and recorded responses, each as a run of its own."""

from __future__ import annotations

import argparse
import sys

from core.commands.run import print_scores
from core.store.writer import Writer
from core.terminal import one_line


def import_(args: argparse.Namespace) -> int:
    """Import one file."""
    return _attack_log(args) if args.kind == "attack-log" else _responses(args)


def _attack_log(args: argparse.Namespace) -> int:
    from core.engine.import_log import ImportedLog, import_log

    log = ImportedLog.read(args.file, args.model, args.facts, args.strict)
    writer = Writer(args.workspace)
    try:
        run, known = import_log(writer, log)
    finally:
        writer.close()
    if log.unmatched:
        lines = ", ".join(str(line) for line in log.unmatched[:10])
        print(f"{args.strict}: no row of the log answers to line {lines}", file=sys.stderr)
    said = "was imported before, as" if known else "is"
    print(one_line(f"{args.file.name}, {len(log.rows):,} rows, {said} run {run}"), file=sys.stderr)
    print_scores(args.workspace, run)
    return 0


def _responses(args: argparse.Namespace) -> int:
    from core.engine.import_responses import Responses, import_responses

    read = Responses.read(args.file, args.model, args.prompt_set)
    writer = Writer(args.workspace)
    try:
        found = import_responses(writer, read)
    finally:
        writer.close()
    said = "were imported before, as" if found.known else "are"
    print(
        one_line(
            f"{found.responses:,} responses of {args.model} to {found.prompt_set} {said} run {found.run}"
        )
    )
    return 0
