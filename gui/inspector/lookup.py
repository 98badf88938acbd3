"""What is read of one judgment; called on a thread that reads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from gui.i18n import language, tr
from gui.identity.words import FACTS
from gui.inspector.shared import compare

_NAMES = 3  # of each fact; all are in the tool tip
ALL_NAMES = 1_000
_ABBREVIATION = 3


def look(reader: Any, run: int, judgment: int) -> tuple[Any, Any, Any, Any]:
    """The judgment, what is marked in its texts, its labels, and for ICE the facts on its model."""
    from core.store import judgments, labels

    detail = judgments.detail(reader, judgment)
    marks = compare(detail.reference_response or "", detail.response or "")
    facts = _facts(reader.study(run), detail.row.model) if detail.row.metric == "ice" else None
    return detail, marks, labels.of_judgment(reader, judgment), facts


def _facts(study: Any, name: str) -> Any:
    """Those that ship with the program: a file of one's own may have changed since the run."""
    from core.ice import facts

    vendor = next((model.facts for model in study.models if model.name == name), None)
    return facts.load(vendor) if vendor in facts.vendors() else None


def facts_line(facts: Any, most: int = _NAMES) -> str:
    """The facts that a response is compared with, in one line; each by its first names."""
    found = ((word, _names(getattr(facts, kind), most)) for kind, word in FACTS.items())
    return "  ·  ".join(tr("{name}: {value}", name=tr(word), value=names) for word, names in found if names)


def _names(fact: Any, most: int) -> str:
    chinese = language.code.startswith("zh")
    names = _apart((fact.zh if chinese else fact.en) or fact.names)
    return ("、" if chinese else ", ").join(names[:most]) + (" …" if len(names) > most else "")


def _apart(names: Sequence[str]) -> list[str]:
    """Without abbreviations and other spellings of what stands there already."""
    words = [name for name in names if len(name) > _ABBREVIATION or not name.isupper()] or names
    return list({"".join(name.casefold().split()): name for name in reversed(words)}.values())[::-1]
