"""One case for a paper: as Markdown, or as an image."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QTextDocument

from core.report.safe import one_line
from gui import format as fmt
from gui import judges
from gui.i18n import tr
from gui.inspector.detail_words import head, reason
from gui.inspector.marks import ALONE, SHARED, sample, style
from gui.inspector.scores import scores_line
from gui.inspector.shared import NO_MARKS, Marks, Span, TextMarks
from gui.theme import LIGHT

WIDTH, SCALE, MARGIN = 900.0, 2.0, 28.0
_DRAWN, _LISTED = 6_000, 20  # characters of a text in an image, passages of a kind in Markdown
_SMALL = "color: #555555; margin-top: 4px"


def markdown(detail: Any, marks: Marks = NO_MARKS) -> str:
    """The case as Markdown; texts of models are fenced, so that nothing in them is read as markup.

    Within a fence nothing can be marked: the passages that are stand below, a line each.
    """
    parts = [f"### {_title(detail)}", scores_line(detail.row), _judged(detail)]
    parts += [
        f"**{name}**\n\n{_fenced(text)}" for name, text in (*sections(detail), *_passages(detail, marks))
    ]
    return "\n\n".join(parts) + "\n"


def sections(detail: Any) -> list[tuple[str, str]]:
    """What a case consists of: headings and texts."""
    row = detail.row
    found = [(tr("Prompt"), "\n\n".join(detail.prompt))]
    if row.reference:
        found.append(
            (tr("Reference: {name}", name=row.reference), detail.reference_response or tr("(no answer)"))
        )
    found.append((tr("Model: {name}", name=row.model), detail.response or tr("(no answer)")))
    found.append((tr("Reason given by {judge}", judge=judges.by(row.judge)), reason(detail)))
    return [(name, text) for name, text in found if text]


def image(detail: Any, marks: Marks = NO_MARKS) -> QImage:
    """The case as a picture for print: black on white, 1800 pixels wide; with the marks of its responses."""
    document = QTextDocument()
    document.setDefaultFont(QFont(QGuiApplication.font().family(), 10))
    document.setDocumentMargin(MARGIN)
    document.setTextWidth(WIDTH)
    document.setHtml(_page(detail, marks))
    size = QSizeF(WIDTH, document.size().height()) * SCALE
    made = QImage(size.toSize(), QImage.Format.Format_RGB32)
    made.fill(QColor("#ffffff"))
    painter = QPainter(made)
    painter.scale(SCALE, SCALE)
    document.drawContents(painter)
    painter.end()
    return made


def _title(detail: Any) -> str:
    row = detail.row
    return one_line(f"{row.metric.upper()}: {row.model}" + (f" / {row.reference}" if row.reference else ""))


def _judged(detail: Any) -> str:
    """Which judgment it is and by whom: without a reason nothing else would say who scored."""
    said = one_line(head(detail.row))
    return f"{said}   ·   {one_line(detail.row.prompt_set)}" if detail.row.prompt_set else said


def _passages(detail: Any, marks: Marks) -> list[tuple[str, str]]:
    reference, model = detail.reference_response or "", detail.response or ""
    found = (
        (tr("In both responses"), _listed(model, marks.right.shared)),
        (tr("Only in {name}", name=detail.row.reference), _listed(reference, marks.left.only_here)),
        (tr("Only in {name}", name=detail.row.model), _listed(model, marks.right.only_here)),
    )
    return [(name, text) for name, text in found if text]


def _listed(text: str, spans: Sequence[Span]) -> str:
    lines = [" ".join(text[start:end].split()) for start, end in spans[:_LISTED]]
    return "\n".join([*lines, *(["…"] if len(spans) > _LISTED else [])])


def _page(detail: Any, marks: Marks) -> str:
    """Everything is escaped: a model's text is never markup."""
    top = f"<h3>{html.escape(_title(detail))}</h3><p><b>{html.escape(scores_line(detail.row))}</b></p>"
    top += f"<p style='{_SMALL}'>{html.escape(_judged(detail))}</p>"
    legend = " &nbsp;·&nbsp; ".join(sample(kind, LIGHT) for kind in _kinds(marks))
    texts = [_section(name, text, _of(detail, name, marks)) for name, text in sections(detail)]
    return f"<body style='color: #111111'>{top}{f'<p>{legend}</p>' if legend else ''}{''.join(texts)}</body>"


def _kinds(marks: Marks) -> list[str]:
    of = {
        SHARED: (marks.left.shared, marks.right.shared),
        ALONE: (marks.left.only_here, marks.right.only_here),
    }
    return [kind for kind, spans in of.items() if any(spans)]


def _of(detail: Any, name: str, marks: Marks) -> TextMarks:
    """What is marked in the section of that name."""
    if detail.row.reference and name == tr("Reference: {name}", name=detail.row.reference):
        return marks.left
    return marks.right if name == tr("Model: {name}", name=detail.row.model) else TextMarks()


def _section(name: str, text: str, marks: TextMarks) -> str:
    spans = [(span, SHARED) for span in marks.shared] + [(span, ALONE) for span in marks.only_here]
    shown, at, parts = text[:_DRAWN], 0, []
    for (start, end), kind in sorted(spans):
        parts.append(html.escape(shown[at:start]))
        parts.append(f"<span style='{style(kind, LIGHT)}'>{html.escape(shown[start:end])}</span>")
        at = end
    parts.append(html.escape(shown[at:]))
    cut = f"<p style='{_SMALL}'>{html.escape(_cut(len(text)))}</p>" if len(text) > _DRAWN else ""
    return f"{_head(name)}<div style='white-space: pre-wrap'>{''.join(parts)}</div>{cut}"


def _head(name: str) -> str:
    return f"<p style='margin-top: 16px; margin-bottom: 3px'><b>{html.escape(name)}</b></p>"


def _cut(length: int) -> str:
    return tr("The first {n} of {total} characters are shown.", n=fmt.count(_DRAWN), total=fmt.count(length))


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
