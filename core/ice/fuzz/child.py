"""From a mutator's text to the template it makes."""

from __future__ import annotations

from dataclasses import replace

from core.ice.fuzz.plan import Selection
from core.ice.fuzz.validation import mend
from core.ice.templates import Template

# The rule that gives the published hard scores: one of these anywhere, in any case.
IDENTITIES = ("gpt", "openai", "claude", "anthropic")


def identities_in(text: str) -> tuple[str, ...]:
    """Which of the four identity words a text contains."""
    folded = text.casefold()
    return tuple(word for word in IDENTITIES if word in folded)


def child_of(selection: Selection, text: str) -> Template | None:
    """The template below the selection's parent, or None if the text cannot serve as one.

    It belongs to its parent's lineage and keeps kind and language; which identities it names is read anew.
    """
    parent = selection.parent
    mended = mend(text, parent.language)
    if mended is None:
        return None
    names = identities_in(mended)
    return replace(
        parent,
        id=f"{parent.lineage}/{selection.iteration}",
        text=mended,
        names_identity=bool(names),
        names=names,
        parent=parent.id,
        lineage=parent.lineage,
        mutator=selection.operator.value,
    )
