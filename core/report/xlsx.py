"""Scores and judgments as a spreadsheet: figures as numbers, texts as texts and never as formulas or links."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.report import judgments
from core.report.asked import moment
from core.report.safe import visible
from core.report.tables import ScoreTables
from core.report.words import Words, words
from core.rse.nearest import NearestRow
from core.rse.reading import Language
from core.store.filters import JudgmentFilter
from core.store.reader import Reader

LONGEST_CELL = 32_000  # characters; Excel takes 32,767
MOST_ROWS = 1_000_000  # Excel takes 1,048,576
_SHARE, _SCORE, _COUNT = "0.0%", "0.000", "#,##0"
_RSE = {
    "model": "", "reference": "", "judge": "", "prompt_set": "", "style": _SCORE, "structure": _SCORE,
    "content": _SCORE, "overall": _SCORE, "low": _SCORE, "high": _SCORE, "n": _COUNT, "unscored": _COUNT,
    "no_answer": _COUNT,
}  # fmt: skip
_ICE = {
    "model": "", "judge": "", "loose": _SHARE, "low": _SHARE, "high": _SHARE, "strict": _SHARE, "hard": _SHARE,
    "hard_unnamed": _SHARE, "answered": _COUNT, "asked": _COUNT, "no_answer": _COUNT, "unscored": _COUNT,
    "templates": _COUNT, "lineages": _COUNT, "effective": "0.0",
}  # fmt: skip
_TOPICS = {
    "model": "",
    "judge": "",
    "topic": "",
    "answered": _COUNT,
    "loose": _COUNT,
    "strict": _COUNT,
    "hard": _COUNT,
}
_CLAIMS = {"model": "", "judge": "", "maker": "", "claims": _COUNT, "in_conflict": _COUNT}
_NEAREST = {
    "model": "", "judge": "", "prompt_set": "", "place": _COUNT, "reference": "", "affinity": _SCORE,
    "stability": "0.00", "p": "0.0000", "length_first": "",
}  # fmt: skip
_WIDTHS = {"prompt": 50, "template": 40, "reference_response": 60, "response": 60, "rationale": 60}

Rows = Iterable[Mapping[str, Any]]
Sheet = tuple[str, Mapping[str, str], Rows]


def write(
    reader: Reader, tables: ScoreTables, out: Path, *, language: Language = "en", with_judgments: bool = True
) -> None:
    """Write a workbook of every table of a run, and of its judgments. Raises BadInput where that cannot be done."""
    from xlsxwriter import Workbook
    from xlsxwriter.exceptions import FileCreateError

    # Before anything is read: the library finds out at the very end, and then leaves its temporary files open.
    with _named(out), out.open("ab"):
        pass
    # Without the three, a text that begins with = or names an address would become a formula or a link.
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "nan_inf_to_errors": True,
    }
    book = Workbook(str(out), options)
    book.set_properties({"title": visible(tables.study, 200), "comments": "DistilScope"})
    sheets = [*_sheets(tables), *([_judgments(reader, tables.run)] if with_judgments else [])]
    _about(book, reader, tables, words(language))
    for sheet in sheets:
        _fill(book, *sheet)
    with _named(out, FileCreateError):
        book.close()


@contextmanager
def _named(out: Path, *more: type[Exception]) -> Iterator[None]:
    """An error of the file system, with the file's name."""
    errors: tuple[type[Exception], ...] = (OSError, *more)
    try:
        yield
    except errors as error:
        reason = getattr(error, "strerror", None) or error
        raise BadInput(f"cannot be written ({reason})", path=out) from error


def _sheets(tables: ScoreTables) -> Iterator[Sheet]:
    all_of: list[Sheet] = [
        ("RSE", _RSE, [row.as_json() for row in tables.rse]),
        ("Ceiling", _RSE, [row.as_json() for row in tables.ceiling]),
        ("Nearest", _NEAREST, [place for row in tables.nearest for place in _places(row)]),
        ("ICE", _ICE, [row.as_json() for row in tables.ice]),
        ("ICE topics", _TOPICS, list(_by_topic(tables))),
        ("ICE claims", _CLAIMS, list(_by_claim(tables))),
        ("ICE placebo", _ICE, [row.as_json() for row in tables.placebo]),
    ]
    return (sheet for sheet in all_of if sheet[2])


def _judgments(reader: Reader, run: int) -> Sheet:
    columns = dict.fromkeys(judgments.COLUMNS, "") | dict.fromkeys(
        ("style", "structure", "content", "overall"), _SCORE
    )
    return (
        "Judgments",
        columns,
        map(judgments.flat, judgments.records(reader, JudgmentFilter(run), MOST_ROWS)),
    )


def _places(row: NearestRow) -> Iterator[dict[str, Any]]:
    for place, ranked in enumerate(row.ranking, 1):
        own = {name: getattr(row, name) for name in ("model", "judge", "prompt_set", "length_first")}
        yield (
            own
            | {name: getattr(ranked, name) for name in ("reference", "affinity", "stability", "p")}
            | {"place": place}
        )


def _by_topic(tables: ScoreTables) -> Iterator[dict[str, Any]]:
    for row in tables.ice:
        for topic, tally in row.topics.items():
            counts = {name: getattr(tally, name) for name in ("answered", "loose", "strict", "hard")}
            yield {"model": row.model, "judge": row.judge, "topic": topic} | counts


def _by_claim(tables: ScoreTables) -> Iterator[dict[str, Any]]:
    for row in tables.ice:
        for maker, count in row.claims.items():
            conflict = row.claims_in_conflict.get(maker, 0)
            yield {
                "model": row.model,
                "judge": row.judge,
                "maker": maker,
                "claims": count,
                "in_conflict": conflict,
            }


def _about(book: Any, reader: Reader, tables: ScoreTables, said: Words) -> None:
    info = reader.run(tables.run)
    sheet, bold = book.add_worksheet("About"), book.add_format({"bold": True})
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 90)
    lines = [
        (said("fact.study"), info.study),
        (said("fact.run"), str(info.id)),
        (said("fact.status"), said.get(f"status.{info.status}", info.status)),
        (said("fact.started"), moment(info.started)),
        (said("fact.ended"), moment(info.ended)),
        ("RSE", said("note.rse")),
        ("ICE", said("note.search" if tables.found_by_search else "note.ice")),
        ("", said("limit.short")),
    ]
    for number, (name, value) in enumerate(lines):
        sheet.write_string(number, 0, name, bold)
        sheet.write_string(number, 1, visible(value, LONGEST_CELL))


def _fill(book: Any, title: str, columns: Mapping[str, str], rows: Rows) -> None:
    sheet = book.add_worksheet(title)
    bold = book.add_format({"bold": True, "bottom": 1})
    formats = [book.add_format({"num_format": f}) if f else None for f in columns.values()]
    for column, name in enumerate(columns):
        sheet.set_column(column, column, _WIDTHS.get(name, 18 if not columns[name] else 10))
        sheet.write_string(0, column, name, bold)
    sheet.freeze_panes(1, 1)
    last = 0
    for last, row in enumerate(rows, 1):
        for column, name in enumerate(columns):
            _cell(sheet, (last, column), row.get(name), formats[column])
    sheet.autofilter(0, 0, last, len(columns) - 1)


def _cell(sheet: Any, at: tuple[int, int], value: Any, form: Any) -> None:
    write: Callable[..., Any]
    if value is None:
        return
    if isinstance(value, bool):
        write = sheet.write_boolean
    elif isinstance(value, (int, float)):
        write = sheet.write_number
    else:
        write, value = sheet.write_string, visible(str(value), LONGEST_CELL)
    write(*at, value, *([form] if form else []))
