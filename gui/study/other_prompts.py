"""What the review says of recorded answers that belong to other prompts than those that are chosen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from core.report.safe import one_line
from gui import format as fmt
from gui.i18n import sentences, tr

_NONE = "The answers of {name} belong to other prompts: none of the {n} that are chosen is among them."
_SOME = (
    "The file of {name} has answers to {k} of the {n} prompts that are chosen; only these can be compared."
)
_WHAT_TO_DO = "Tick the prompt set that the answers belong to, or add it."


def warnings(lacking: Iterable[Any]) -> Iterator[str]:
    """A text for each recorded model whose answers leave prompts out, and what can be done."""
    for model in lacking:
        text, counts = _SOME if model.answered else _NONE, (model.answered, model.prompts)
        k, n = map(fmt.count, counts)
        yield sentences(tr(text, name=one_line(model.name), k=k, n=n), tr(_WHAT_TO_DO))
