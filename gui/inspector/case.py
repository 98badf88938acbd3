"""One case for a paper: as Markdown, or as an image."""

from __future__ import annotations

import html
import re
from typing import Any

from PySide6.QtCore import QSizeF
from PySide6.QtGui import QColor, QFont, QGuiApplication, QImage, QPainter, QTextDocument

from gui import judges
from gui.i18n import tr
from gui.inspector.scores import scores_line

WIDTH, SCALE, MARGIN = 900.0, 2.0, 28.0


def markdown(detail: Any) -> str:
    """The case as Markdown; texts of models are fenced, so that nothing in them is read as markup."""
    parts = [f"### {_title(detail)}", scores_line(detail.row)]
    parts += [f"**{name}**\n\n{_fenced(text)}" for name, text in sections(detail)]
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
    found.append((tr("Reason given by {judge}", judge=judges.by(row.judge)), detail.rationale))
    return [(name, text) for name, text in found if text]


def image(detail: Any) -> QImage:
    """The case as a picture for print: black on white, 1800 pixels wide."""
    document = QTextDocument()
    document.setDefaultFont(QFont(QGuiApplication.font().family(), 10))
    document.setDocumentMargin(MARGIN)
    document.setTextWidth(WIDTH)
    document.setHtml(_page(detail))
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
    return f"{row.metric.upper()}: {row.model}" + (f" / {row.reference}" if row.reference else "")


def _page(detail: Any) -> str:
    """Everything is escaped: a model's text is never markup."""
    head = f"<h3>{html.escape(_title(detail))}</h3><p><b>{html.escape(scores_line(detail.row))}</b></p>"
    parts = (
        f"<p><b>{html.escape(name)}</b></p>"
        f"<div style='white-space: pre-wrap'>{html.escape(text[:6000])}</div>"
        for name, text in sections(detail)
    )
    return f"<body style='color: #111111'>{head}{''.join(parts)}</body>"


def _fenced(text: str) -> str:
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}text\n{text}\n{fence}"
