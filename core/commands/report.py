"""`distilscope report`: a run told in one file, HTML or PDF."""

from __future__ import annotations

import argparse

from core.commands.show import opened
from core.errors import BadInput


def report(args: argparse.Namespace) -> int:
    """Write the report of a run; the file's ending says which kind."""
    ending = args.out.suffix.lower()
    if ending not in (".html", ".htm", ".pdf"):
        raise BadInput("a report is written as .html or .pdf", path=args.out)
    args.renderer.speak(args.language)
    with opened(args) as (reader, run):
        if ending == ".pdf":
            from core.report import pdf

            pdf.write(reader, run, args.out, args.renderer, args.printer, args.language)
        else:
            from core.report import html

            html.write(reader, run, args.out, args.renderer, args.language)
    print(f"{args.out}")
    return 0
