"""What a judgment's details are put in words with."""

from __future__ import annotations

from typing import Any

from core.report import reasons
from gui import format as fmt
from gui.i18n import core_language, tr
from gui.inspector.components import component_lines, scores_of
from gui.judges import called

_ORDERS = {
    "AB": "The judge read the reference's response first, then the model's.",
    "BA": "The judge read the model's response first, then the reference's.",
}
_SHOWN = 100_000  # characters of a reply: Qt lays out a megabyte for seconds
_PLACE = "{query}"  # as templates are written


def head(row: Any) -> str:
    """Which judgment it is, of which metric and by which judge."""
    names = {"metric": row.metric.upper(), "judge": called(row.judge)}
    return tr("Judgment {n} – {metric}, {judge}", n=fmt.count(row.id), **names)


def reason(detail: Any) -> str:
    """Why the judge gave its scores; those that the program wrote itself are in the language in use."""
    return reasons.said(detail.rationale, core_language())


def whole_reason(detail: Any) -> str:
    """The reason and what it rests on; that there is none, where a judge gave none."""
    given = reason(detail) or tr("The judge gave no reason.")
    return "\n\n".join(text for text in (given, evidence(detail)) if text)


def reply(detail: Any) -> str:
    """What the judge wrote; of a very long reply the beginning."""
    raw = detail.raw or tr("This judge computes; it writes no reply.")
    if len(raw) <= _SHOWN:
        return str(raw)
    figures = {"n": fmt.count(_SHOWN), "total": fmt.count(len(raw))}
    return f"{raw[:_SHOWN]}\n\n" + tr("The first {n} of {total} characters are shown.", **figures)


def evidence(detail: Any) -> str:
    """What the judge went by, beside its reason: words it read, figures behind its scores, which text came first."""
    quoted = f"“{detail.evidence}”" in detail.rationale  # the built-in judge quotes in its reason
    lines = [tr("Read from: “{words}”", words=detail.evidence)] if detail.evidence and not quoted else []
    lines += component_lines(detail.components, scores_of(detail.row))
    if detail.order in _ORDERS:
        lines.append(tr(_ORDERS[detail.order]))
    return "\n".join(lines)


def thinking(detail: Any) -> str:
    """What the models thought before they answered."""
    parts = ((tr("Reference"), detail.reference_thinking), (tr("Model"), detail.thinking))
    return "\n\n".join(f"{name}:\n{text}" for name, text in parts if text)


def template(detail: Any) -> str:
    """The template of an identity question, and the question that was put into it."""
    if not detail.template:
        return ""
    asked = tr("In the place of {query}: {text}", query=_PLACE, text=detail.question)
    return "\n\n".join((detail.template, *([asked] if detail.question else [])))
