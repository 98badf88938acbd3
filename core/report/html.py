"""The report as one HTML file: it loads nothing, runs no script, and shows hostile texts as texts."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path

from markupsafe import Markup

from core import resources
from core.faces import ChartRenderer
from core.report.pages import (
    FOLDER,
    about,
    environment,
    in_full,
    leading,
    other_score,
    scores_of,
    texts_of,
    words_used,
)
from core.report.pictures import Picture, pictures
from core.report.report_data import ReportData, gather
from core.report.slim import repeated, same_columns, whole_note
from core.store.reader import Reader
from core.whole_file import refuse_workspace, write_text
from core.wording import Language

LONGEST_TEXT = 4000  # characters of a text in a case
_SECTIONS = (
    "question", "method", "scores", "charts", "warnings", "limits", "cases", "full", "deeper", "confounds",
    "published", "models", "sets", "judges", "words", "manifest",
)  # fmt: skip
_LANGUAGES = {"en": "en", "zh": "zh-Hans"}


def write(
    reader: Reader, run: int, out: Path, renderer: ChartRenderer | None = None, language: Language = "en"
) -> None:
    """Write the report of a run. Raises BadInput where the file cannot be written."""
    refuse_workspace(out)
    data = gather(reader, run, language)
    write_text(out, page(data, pictures(renderer, data.tables, reader, data.words)))


def page(data: ReportData, charts: tuple[Picture, ...] = ()) -> str:
    """The whole page. Its policy names the style by its hash, so that no other style and no script can act."""
    style = resources.read_text(FOLDER, "report.css")
    sections = [name for name in _SECTIONS if _there(name, data, charts)]
    text: str = (
        environment()
        .get_template("report.html.jinja")
        .render(
            data=data,
            words=data.words,
            charts=charts,
            sections=sections,
            style_markup=Markup(style),  # noqa: S704 (our own file)
            policy=policy(style),
            language=_LANGUAGES[data.words.language],
            texts_of=texts_of,
            about=about,
            scores_of=scores_of,
            other_score=other_score,
            terms=words_used(data),
            longest=LONGEST_TEXT,
            leading=leading,
            in_full=in_full,
            same_columns=same_columns,
            repeated=repeated,
            whole_note=whole_note,
        )
    )
    return text


def policy(style: str) -> str:
    """The content security policy of a page with this style and `data:` pictures, and nothing else."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return (
        f"default-src 'none'; img-src data:; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    )


def _there(section: str, data: ReportData, charts: tuple[Picture, ...]) -> bool:
    """Whether the page has this section; some are left out where there is nothing for them."""
    optional = {
        "charts": charts,
        "full": in_full(data),
        "published": data.published,
        "deeper": data.deeper,
        "confounds": data.confounds,
        "cases": data.cases,
        "sets": data.sets,
    }
    return bool(optional.get(section, True))
