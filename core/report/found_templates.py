"""The templates of a run: those it was frozen with, and those its search found a contradiction with."""

from __future__ import annotations

import json
from typing import Any

from core.errors import BadInput
from core.ice.templates import PLACEHOLDER, Template
from core.report.safe import visible
from core.store.reader import Reader

# A search's own templates belong to one model; a frozen one to none. A placebo is made anew where it is wanted.
_FOUND = """
SELECT t.key, t.text, t.kind, t.language, t.names_identity, t.names, ifnull(t.parent, '') AS parent, t.lineage,
    t.mutator, m.name AS model FROM template t LEFT JOIN run_model m ON m.id = t.model_id
WHERE t.run_id = ? AND t.mutator NOT LIKE 'placebo%' AND (t.model_id IS NULL OR EXISTS (
    SELECT 1 FROM prompt p JOIN judgment j ON j.prompt_id = p.id
    WHERE p.template_id = t.id AND j.loose = 1 AND j.model_id = t.model_id))
ORDER BY t.model_id IS NOT NULL, t.id"""


def found_templates(reader: Reader, run: int, model: str | None = None) -> list[Template]:
    """Frozen ones first; `model` leaves out what was found for others. Raises BadInput where there are none.

    A text found for two models comes once. The id of a found one is its key after the model's name, since two
    searches count alike. What lacks its one place for the question (imported logs have such) is left out.
    """
    names = [info.name for info in reader.models(run)]
    if model is not None and model not in names:
        raise BadInput(f"run {run} has no model {model!r}; there is: {', '.join(names)}", field="model")
    rows = [dict(row) for row in reader.db.execute(_FOUND, (run,))]
    by_text: dict[tuple[str, str], Template] = {}
    for row in rows:
        if row["text"].count(PLACEHOLDER) == 1 and (model is None or row["model"] in (None, model)):
            by_text.setdefault((row["text"], row["language"]), _template(row))
    if not by_text:
        raise BadInput(f"run {run} used no template that can be asked again", field="run")
    return list(by_text.values())


def _template(row: dict[str, Any]) -> Template:
    owner = f"{row['model']}:" if row["model"] else ""
    return Template(
        id=visible(owner + row["key"], 200),
        text=row["text"].encode("utf-8", "replace").decode(),
        kind=row["kind"],
        language=row["language"],
        names_identity=bool(row["names_identity"]),
        names=tuple(json.loads(row["names"])),
        parent=row["parent"],
        lineage=row["lineage"],
        mutator=row["mutator"],
    )
