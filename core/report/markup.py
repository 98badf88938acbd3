"""Score tables as Markdown and as LaTeX (booktabs). Every cell is escaped: names and claims are hostile text."""

from __future__ import annotations

import re
from collections.abc import Sequence

from core.report.grids import Grid, plain, score_grids
from core.report.safe import one_line
from core.report.tables import ScoreTables
from core.report.words import words
from core.wording import Language

# Everything that Markdown or its GitHub dialect may read as markup, links to addresses included.
_MARKDOWN = re.compile(r"[\\`*_\[\]<>#|~&$@]|:(?=//)|(?<=www)\.")
_LATEX = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "$": r"\$",
    "&": r"\&",
    "#": r"\#",
    "%": r"\%",
    "_": r"\_",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': r"\textquotedbl{}",
    "`": r"\textasciigrave{}",
    "'": r"\textquotesingle{}",
    "-": "{-}",  # so that two of them stay two
    "[": "{[}",  # after the end of a row, and after a rule, these two would be an option
    "*": "{*}",
    "–": "--",
    "—": "---",
    "≤": r"$\leq$",
    "≥": r"$\geq$",
    "…": r"\ldots{}",
    "·": r"\textperiodcentered{}",
    "⟨": r"$\langle$",
    "⟩": r"$\rangle$",
    "\ufffd": "?",
}
_IN_LATEX = re.compile("|".join(map(re.escape, _LATEX)))


def markdown(tables: ScoreTables, language: Language = "en", more: Sequence[Grid] = ()) -> str:
    """All score tables of a run, and `more`, as a Markdown document."""
    said = words(language)
    head = f"# {markdown_cell(tables.study)}\n\nRun {tables.run} · {markdown_cell(tables.status)}"
    parts = [markdown_table(plain(each, said)) for each in (*score_grids(tables, said), *more)]
    return "\n\n".join([head, *parts, f"*{said('limit.short')}*"])


def latex(tables: ScoreTables, language: Language = "en", more: Sequence[Grid] = ()) -> str:
    """All score tables of a run, and `more`, each a float with caption and label; the document loads booktabs."""
    said = words(language)
    name = f"% {one_line(tables.study)}, run {tables.run}, {one_line(tables.status)}"
    needs = (
        r"% Needs \usepackage{booktabs,textcomp}; Chinese names need XeLaTeX or LuaLaTeX with a Chinese font."
    )
    grids = enumerate((*score_grids(tables, said), *more), 1)
    floats = [latex_table(plain(each, said), number) for number, each in grids]
    return "\n\n".join([f"{name}\n{needs}", *floats, f"% {said('limit.short')}"])


def markdown_table(table: Grid) -> str:
    """One table under its title, with its note; means are bold."""
    lines = [_markdown_row(table.head), _markdown_row(_rules(table), escaped=True)]
    for place, row in enumerate(table.rows):
        cells = [f"**{markdown_cell(c)}**" if place in table.strong and c else markdown_cell(c) for c in row]
        lines.append(_markdown_row(cells, escaped=True))
    parts = [f"## {markdown_cell(table.title)}", "\n".join(lines), markdown_cell(table.note)]
    return "\n\n".join(part for part in parts if part)


def markdown_cell(text: str) -> str:
    """A text as Markdown that shows it as it is."""
    return _MARKDOWN.sub(r"\\\g<0>", one_line(text))


def latex_table(table: Grid, number: int = 1) -> str:
    """One table as a float. `number` makes its label unique."""
    columns = "l" * table.names + "r" * (len(table.head) - table.names)
    body = [_latex_row(row, bold=place in table.strong) for place, row in enumerate(table.rows)]
    return "\n".join(
        [
            r"\begin{table}[htbp]",
            r"\centering",
            rf"\caption{{{latex_cell(table.title)}. {latex_cell(table.note)}}}".replace(". }", "}"),
            rf"\label{{tab:{table.key}-{number}}}",
            r"\small",
            rf"\begin{{tabular}}{{{columns}}}",
            r"\toprule",
            _latex_row(table.head),
            r"\midrule",
            *body,
            r"\bottomrule",
            r"\end{tabular}",
            r"\end{table}",
        ]
    )


def latex_cell(text: str) -> str:
    """A text as LaTeX that shows it as it is."""
    return _IN_LATEX.sub(lambda found: _LATEX[found.group()], one_line(text))


def _rules(table: Grid) -> list[str]:
    return [":--" if place < table.names else "--:" for place in range(len(table.head))]


def _markdown_row(cells: Sequence[str], *, escaped: bool = False) -> str:
    return f"| {' | '.join(cells if escaped else map(markdown_cell, cells))} |"


def _latex_row(cells: Sequence[str], *, bold: bool = False) -> str:
    shown = [latex_cell(cell) for cell in cells]
    return " & ".join(rf"\textbf{{{cell}}}" if bold else cell for cell in shown) + r" \\"
