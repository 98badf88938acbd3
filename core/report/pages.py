"""What the HTML and the print template share: their environment, which lets no text through as markup."""

from __future__ import annotations

from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateNotFound
from markupsafe import Markup

from core import resources
from core.glossary import Term, terms
from core.ice.facts import display_name
from core.report.cases import Case
from core.report.grids import Grid
from core.report.reasons import said
from core.report.report_data import ReportData
from core.report.safe import one_line, visible
from core.report.text import number
from core.report.words import Words
from core.store.judgments import JudgmentRow

FOLDER = "report"
_LEADING = frozenset({"rse-sets", "nearest", "ice"})  # tables that answer the question; the others go deeper


class _Shipped(BaseLoader):
    """Templates that ship with the program, wherever that is installed."""

    def get_source(self, environment: Environment, template: str) -> Any:
        del environment
        try:
            return resources.read_text(FOLDER, template), template, lambda: True
        except FileNotFoundError as error:
            raise TemplateNotFound(template) from error


def environment() -> Environment:
    """Everything that is put into a page is escaped, and its unseen characters are spelt out."""
    made = Environment(
        loader=_Shipped(),
        autoescape=True,
        finalize=_harmless,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["short"] = shortened
    return made


def leading(data: ReportData) -> list[Grid]:
    """The tables that a reader needs first."""
    return [each for each in data.scores if each.key in _LEADING]


def in_full(data: ReportData) -> list[Grid]:
    """The tables of scores that stand further back."""
    return [each for each in data.scores if each.key not in _LEADING]


def about(case: Case, words: Words) -> str:
    """The line under a case's title: metric, reference, judge, prompt set, and its number in the workspace."""
    row = case.detail.row
    parts = [row.metric.upper()]
    for name, value in (
        ("reference", row.reference),
        ("judge", words.judge(row.judge)),
        ("prompt_set", row.prompt_set),
    ):
        parts += (
            [words("case.label", name=words(f"column.{name}"), value=one_line(value, 80))] if value else []
        )
    return " · ".join([*parts, words("case.id", id=row.id)])


def words_used(data: ReportData) -> list[Term]:
    """The words of the glossary that this report needs, in the glossary's order."""
    grids = (*data.scores, *data.published, *data.deeper, *data.confounds)
    heads = (data.words.term(head) for each in grids if each.rows for head in each.head)
    keys = {found.key for found in heads if found}
    for metric, rows in (("rse", data.tables.rse), ("ice", data.tables.ice)):
        keys |= {metric, *(row.judge for row in rows)} if rows else set()
    if data.tables.ice:
        keys |= {"claim", "strict_list"} | ({"search"} if data.tables.found_by_search else set())
    return [term for key, term in terms(data.words.language).items() if key in keys]


def shortened(text: str, limit: int, words: Words) -> str:
    """A long text cut, with the number of characters that are left out."""
    if len(text) <= limit:
        return text
    return f"{text[:limit].rstrip()}… {words('case.cut', n=f'{len(text) - limit:,}')}"


def texts_of(case: Case, words: Words) -> list[tuple[str, str]]:
    """The texts of a case under their headings: prompt, template, both responses, the judge's reason."""
    found = case.detail
    several = len(found.prompt) > 1
    texts = [
        (words("case.prompt") + (f" · {words('case.turn', n=n)}" if several else ""), turn)
        for n, turn in enumerate(found.prompt, 1)
    ]
    if found.reference_response is not None and found.row.reference:
        texts.append((words("case.response_of", model=found.row.reference), found.reference_response))
    texts.append((words("case.response_of", model=found.row.model), found.response or "–"))
    texts.append(
        (words("case.reason", judge=words.by(found.row.judge)), said(found.rationale, words.language) or "–")
    )
    return texts


def scores_of(case: Case, words: Words) -> list[tuple[str, str]]:
    """The scores of a case, or what it claims, as they stand in the tables."""
    row = case.detail.row
    if row.metric == "rse":
        return [(words(f"column.{name}"), number(getattr(row, name))) for name in _SCORES]
    claimed = [(words("case.claim"), _claim(row.claim))] if row.claim else []
    return [(words("case.outcome"), _outcome(row, words)), *claimed]


def _claim(claim: str) -> str:
    """With the maker's name in place of a vendor id."""
    maker, space, model = claim.partition(" ")
    return display_name(maker) + space + model


def _outcome(row: JudgmentRow, words: Words) -> str:
    return words.get(f"outcome.{row.outcome}", row.outcome)


def other_score(row: JudgmentRow, words: Words) -> str:
    """What another judgment of the same response says, in a few words."""
    repeat = f" ({words('fact.repeat')} {row.repeat + 1})" if row.repeat else ""
    return (number(row.overall) if row.metric == "rse" else _outcome(row, words)) + repeat


_SCORES = ("overall", "style", "structure", "content")


def _harmless(value: Any) -> Any:
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
