"""Templates that identity questions are asked in: the shipped seeds, and files of templates."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from core import resources
from core.errors import BadInput
from core.ice.strict import names_strict_identity
from core.tables import read_rows, text_of
from core.whole_file import write_text

PLACEHOLDER = "{query}"
_CHINESE = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Template:
    """A frame around an identity question; `text` holds `{query}` exactly once.

    `kind` says what sort of frame it is. `names_identity` is the prompt rule of the hard score: the text has
    one of the strict list's words. `names` are the makers and models it names, as written. A seed has no
    `parent` and is its own `lineage`; a mutated template belongs to its seed's, and `mutator` says how it was
    made.
    """

    id: str
    text: str
    kind: str
    language: str
    names_identity: bool
    names: tuple[str, ...]
    parent: str
    lineage: str
    mutator: str


@functools.cache
def seeds() -> tuple[Template, ...]:
    """Return the shipped seeds; the first of each language is the bare question."""
    lines = resources.read_text("ice", "templates.jsonl").splitlines()
    return tuple(_template(json.loads(line)) for line in lines)


def fill(template: Template, question_text: str) -> str:
    """Return the prompt: the template with the question in its place."""
    return template.text.replace(PLACEHOLDER, question_text, 1)


def read(path: Path | str) -> tuple[Template, ...]:
    """Read templates from a file as `write` makes it, or from any table with a column "text" or "template".

    Raises BadInput, with the line, for a row without a text, without `{query}` or with more than one, or with
    an id that came before; and for a file without rows.
    """
    table = read_rows(path, strict=True)
    found: dict[str, Template] = {}
    for line, row in zip(table.lines, table.rows, strict=True):
        try:
            template = _template({"id": f"line-{line}", **row})
        except ValueError as error:
            raise BadInput(str(error), path=path, line=line) from error
        if template.id in found:
            raise BadInput(f"the id {template.id!r} came before", path=path, line=line)
        found[template.id] = template
    if not found:
        raise BadInput("there is no template in this file", path=path)
    return tuple(found.values())


def write(templates: Iterable[Template], path: Path | str) -> None:
    """Write templates as JSONL that `read` gives back unchanged; raises BadInput where that cannot be done."""
    lines = [json.dumps(asdict(template), ensure_ascii=False) + "\n" for template in templates]
    write_text(Path(path), "".join(lines))


def _template(row: dict[str, Any]) -> Template:
    text = _cell(row, "text") or _cell(row, "template")
    if text.count(PLACEHOLDER) != 1:
        raise ValueError(f"a template needs a text with {PLACEHOLDER} exactly once")
    name = _cell(row, "id")
    return Template(
        id=name,
        text=text,
        kind=_cell(row, "kind") or "imported",
        language=_cell(row, "language") or ("zh" if _CHINESE.search(text) else "en"),
        # Never believed from a file: the hard score rests on it.
        names_identity=names_strict_identity(text),
        names=_names(row.get("names"), text),
        parent=_cell(row, "parent"),
        lineage=_cell(row, "lineage") or name,
        mutator=_cell(row, "mutator"),
    )


def _cell(row: dict[str, Any], name: str) -> str:
    text = text_of(row.get(name))
    if text is None:
        raise ValueError(f"{name} is not a text")
    return text


def _names(given: Any, text: str) -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(name, str) for name in given):
        return tuple(given)
    from core.ice.placebo import named

    return tuple(dict.fromkeys(mention.name for mention in named(text)))
