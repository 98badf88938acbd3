"""`distilscope export` and `templates`: scores, judgments and templates of a run as files."""

from __future__ import annotations

import argparse

from core.commands.show import opened
from core.whole_file import refuse_workspace


def export(args: argparse.Namespace) -> int:
    """Write the scores or the judgments of a run."""
    from core.report import exports

    with opened(args) as (reader, run):
        write = exports.write_judgments if args.judgments else exports.write_scores
        write(reader, run, args.out, args.language)
    print(f"{args.out}")
    return 0


def templates(args: argparse.Namespace) -> int:
    """Write the templates of a run, for a study in paired mode."""
    from core.ice.templates import write
    from core.report.found_templates import found_templates

    refuse_workspace(args.out)
    with opened(args) as (reader, run):
        found = found_templates(reader, run, args.model)
    write(found, args.out)
    print(f"{args.out}: {len(found):,} templates")
    return 0
