"""Labels as tables: a blind task to be filled in, what was filled in, and all that people have said of a run."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from core.errors import BadInput
from core.ice.verdict import Outcome
from core.report.asked import moment
from core.report.label_task import choose_task
from core.rse.judge_llm import order
from core.rse.judgment import SCORES
from core.rse.scores import HIGHEST, LOWEST
from core.store import judgments
from core.store.labels import NewLabel
from core.store.reader import Reader
from core.tables import Row, read_rows, text_of
from core.terminal import one_line

LONGEST_NAME = 100  # characters

TASK = {
    "rse": ("judgment", "prompt", "response_1", "response_2", *SCORES, "reason"),
    "ice": ("judgment", "model", "prompt", "response", "outcome", "reason"),
}
SHOWN = ("judgment", "author", "model", "reference", "judge", "prompt_set", *SCORES, "outcome", "reason", "blind",
         "given", "replaced")  # fmt: skip
_LABELS = """
SELECT l.judgment_id AS judgment, l.author, m.name AS model, ref.name AS reference, j.judge,
    ifnull(s.name, '') AS prompt_set, l.style, l.structure, l.content, l.overall, l.outcome, l.reason, l.blind,
    l.created, l.replaced_by IS NOT NULL AS replaced
FROM label l JOIN judgment j ON j.id = l.judgment_id JOIN run_model m ON m.id = j.model_id
LEFT JOIN run_model ref ON ref.id = j.reference_id LEFT JOIN prompt_set s ON s.id = j.prompt_set_id
WHERE j.run_id = ? ORDER BY l.id"""


def task_rows(reader: Reader, run: int, count: int, metric: str = "rse") -> Iterator[dict[str, Any]]:
    """What is to be labelled, without what judges say.

    RSE: pairs without any name; which response is the reference's is not told. ICE: responses with the model's
    name, since who it is decides whether it contradicts the facts.
    """
    for judgment in choose_task(reader, run, count, metric):
        found = judgments.detail(reader, judgment, others=False)
        prompt = "\n\n".join(found.prompt)
        asked = {"judgment": judgment, "prompt": prompt}
        if metric == "ice":
            yield asked | {"model": found.row.model, "response": found.response or ""}
        else:
            yield asked | _pair(found, prompt)


def _pair(found: judgments.JudgmentDetail, prompt: str) -> dict[str, str]:
    pair = [found.reference_response or "", found.response or ""]
    first, second = pair if order(prompt, found.row.id) == "AB" else pair[::-1]
    return {"response_1": first, "response_2": second}


def filled_in(reader: Reader, run: int, path: Path, author: str) -> list[NewLabel]:
    """The labels of a table that was filled in; rows without an overall score (ICE: an outcome) are left out.

    Raises BadInput naming the line of a score or an outcome that is none, or of a judgment that the run does not
    have.
    """
    author = _named(author)
    table = read_rows(path, strict=True)
    given = next((name for name in ("overall", "outcome") if name in table.columns), "")
    if "judgment" not in table.columns or not given:
        raise BadInput(
            "this is no table of labels", path=path, remedy="Make one with: distilscope labels task"
        )
    metric = "rse" if given == "overall" else "ice"
    there = {int(row[0]) for row in reader.db.execute(_OF_RUN, (run, metric))}
    rows = (Row(line, values) for line, values in zip(table.lines, table.rows, strict=True))
    return [_label(row, there, path, author, metric) for row in rows if _cell(row, given)]


def _named(author: str) -> str:
    """The author's name as it is kept and shown: one short line, without what a terminal would obey."""
    name = one_line(author)
    if not name:
        raise BadInput("a label needs its author's name", field="--author")
    if len(name) > LONGEST_NAME:
        raise BadInput(f"an author's name has at most {LONGEST_NAME} characters", field="--author")
    return name


# As many digits as a row's number can have: int() takes other scripts' digits, and refuses thousands of them.
_NUMBER = re.compile("[0-9]{1,19}")
_OF_RUN = "SELECT id FROM judgment WHERE run_id = ? AND metric = ?"


def _label(row: Row, there: set[int], path: Path, author: str, metric: str) -> NewLabel:
    judgment = _cell(row, "judgment")
    if not _NUMBER.fullmatch(judgment) or int(judgment) not in there:
        raise BadInput(
            f"the run has no judgment {judgment[:20]!r}", path=path, line=row.line, field="judgment"
        )
    reason = _cell(row, "reason").removeprefix("'")
    if metric == "ice":
        outcome = _outcome(row, path)
        return NewLabel(int(judgment), author, outcome=outcome, reason=reason, blind=True)
    style, structure, content, overall = (_score(row, name, path) for name in SCORES)
    return NewLabel(int(judgment), author, style, structure, content, overall, reason=reason, blind=True)


def _outcome(row: Row, path: Path) -> str:
    text = _cell(row, "outcome")
    if text not in frozenset(Outcome):
        raise BadInput(
            f"{text[:40]!r} is no outcome", path=path, line=row.line, field="outcome",
            remedy="Say one of: " + ", ".join(Outcome),
        )  # fmt: skip
    return text


def _score(row: Row, name: str, path: Path) -> float | None:
    text = _cell(row, name).replace(",", ".")
    if not text:
        return None
    try:
        value = 0.0 if "_" in text else float(text)  # Python's own way to write 1_000
    except ValueError:
        value = 0.0
    if not LOWEST <= value <= HIGHEST:
        raise BadInput(f"{text[:20]!r} is no score of 1 to 5", path=path, line=row.line, field=name)
    return value


def _cell(row: Row, name: str) -> str:
    return (text_of(row.values.get(name)) or "").strip()


def label_rows(reader: Reader, run: int) -> Iterator[dict[str, Any]]:
    """Every label of a run, oldest first, those that a later one replaced among them."""
    for row in reader.db.execute(_LABELS, (run,)):
        told = dict(row)
        given = moment(told.pop("created"))
        yield told | {"blind": bool(row["blind"]), "replaced": bool(row["replaced"]), "given": given}
