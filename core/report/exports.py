"""A run's scores or judgments as a file; its ending says which kind."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path

from core.errors import BadInput
from core.report.grids import Grid
from core.report.tables import score_tables
from core.store.filters import JudgmentFilter
from core.store.reader import Reader
from core.whole_file import replacing
from core.wording import Language

Writer = Callable[[Reader, int, Path, Language], None]


def write_scores(reader: Reader, run: int, out: Path, language: Language = "en") -> None:
    """Write the score tables as .xlsx (with the judgments), .csv, .zip, .json, .md, .tex, .txt, .parquet or .dta.

    A .csv holds the scores alone; a .zip holds every table of the run as a CSV file.

    Raises BadInput for another ending and where nothing can be written.
    """
    _write(_SCORES, reader, run, out, language)


def write_judgments(reader: Reader, run: int, out: Path, language: Language = "en") -> None:
    """Write every judgment with its texts, as .csv, .json, .jsonl, .parquet or .dta. Raises BadInput."""
    _write(_JUDGMENTS, reader, run, out, language)


def _write(writers: Mapping[str, Writer], reader: Reader, run: int, out: Path, language: Language) -> None:
    writer = writers.get(out.suffix.lower())
    if writer is None:
        raise BadInput(
            "of this ending is not written", path=out, remedy=f"Choose one of {', '.join(writers)}"
        )
    with replacing(out) as draft:
        writer(reader, run, draft, language)


def _text(out: Path, text: str) -> None:
    # Halves of characters in a broken reply cannot be encoded; spelt out they can.
    out.write_bytes(text.encode("utf-8", "backslashreplace") + b"\n")


def _xlsx(reader: Reader, run: int, out: Path, language: Language) -> None:
    from core.report import xlsx

    xlsx.write(reader, score_tables(reader, run), out, language=language)


def _csv(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import csv_text

    with csv_text.to_write(out) as file:
        csv_text.write_scores(score_tables(reader, run), file)


def _zip(reader: Reader, run: int, out: Path, language: Language) -> None:
    from core.report import csv_text
    from core.report.flat_deeper import every_table

    csv_text.write_all(every_table(reader, run, language), out)


def _json(reader: Reader, run: int, out: Path, language: Language) -> None:
    from core.report import analysis
    from core.report.tables import as_json

    tables, deeper = score_tables(reader, run), analysis.analyse(reader, run)
    said = {"reading": analysis.readings(tables, deeper, language)}
    _text(out, json.dumps(as_json(tables) | analysis.as_json(deeper) | said, ensure_ascii=False, indent=1))


def _beside(reader: Reader, run: int, language: Language) -> list[Grid]:
    """The tables that stand beside the scores."""
    from core.report.analysis import analyse
    from core.report.deeper import every_grid
    from core.report.words import words

    return every_grid(analyse(reader, run), words(language))


def _markdown(reader: Reader, run: int, out: Path, language: Language) -> None:
    from core.report.markup import markdown

    _text(out, markdown(score_tables(reader, run), language, _beside(reader, run, language)))


def _latex(reader: Reader, run: int, out: Path, language: Language) -> None:
    from core.report.markup import latex

    _text(out, latex(score_tables(reader, run), language, _beside(reader, run, language)))


def _plain(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report.text import as_text, grids_text

    _text(out, "\n\n".join([as_text(score_tables(reader, run)), *grids_text(_beside(reader, run, "en"))]))


def _judgments_csv(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import csv_text, judgments

    rows = map(judgments.flat, judgments.records(reader, JudgmentFilter(run)))
    with csv_text.to_write(out) as file:
        csv_text.write(rows, judgments.COLUMNS, file)


def _judgments_json(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import judgments

    _text(out, json.dumps(list(judgments.records(reader, JudgmentFilter(run))), ensure_ascii=False, indent=1))


def _judgments_jsonl(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import judgments

    with out.open("wb") as file:
        for record in judgments.records(reader, JudgmentFilter(run)):
            file.write(json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n")


def _scores_parquet(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import frames

    frames.write_parquet(frames.scores_frame(score_tables(reader, run)), out)


def _scores_stata(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import frames

    frames.write_stata(frames.scores_frame(score_tables(reader, run)), out)


def _judgments_parquet(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import frames

    frames.write_parquet(frames.judgments_frame(reader, run), out)


def _judgments_stata(reader: Reader, run: int, out: Path, _language: Language) -> None:
    from core.report import frames

    frames.write_stata(frames.judgments_frame(reader, run), out)


_SCORES: dict[str, Writer] = {
    ".xlsx": _xlsx,
    ".csv": _csv,
    ".zip": _zip,
    ".json": _json,
    ".md": _markdown,
    ".tex": _latex,
    ".txt": _plain,
    ".parquet": _scores_parquet,
    ".dta": _scores_stata,
}
_JUDGMENTS: dict[str, Writer] = {
    ".csv": _judgments_csv,
    ".json": _judgments_json,
    ".jsonl": _judgments_jsonl,
    ".parquet": _judgments_parquet,
    ".dta": _judgments_stata,
}
