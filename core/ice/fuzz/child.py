"""From a mutator's text to the template it makes."""

from __future__ import annotations

from dataclasses import replace

from core.ice.fuzz.plan import Selection
from core.ice.fuzz.validation import mend
from core.ice.placebo import named
from core.ice.strict import names_strict_identity
from core.ice.templates import Template


def child_of(selection: Selection, text: str, separator: str = "/") -> Template | None:
    """The template below the selection's parent, or None if the text cannot serve as one.

    It belongs to its parent's lineage and keeps kind and language; which identities it names is read anew.
    Its id is lineage, `separator` and iteration; the separator is one that no seed's id holds.
    """
    parent = selection.parent
    mended = mend(text, parent.language)
    if mended is None:
        return None
    return replace(
        parent,
        id=f"{parent.lineage}{separator}{selection.iteration}",
        text=mended,
        names_identity=names_strict_identity(mended),
        names=tuple(dict.fromkeys(mention.name for mention in named(mended))),
        parent=parent.id,
        lineage=parent.lineage,
        mutator=selection.operator.value,
    )
