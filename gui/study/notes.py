"""What the study page says above its steps: the newest of what is still true."""

from __future__ import annotations

from collections.abc import Callable

from core.errors import DistilScopeError
from gui.i18n import sentences, tr
from gui.messages import said
from gui.study.draft import Draft
from gui.widgets.banner import Act, Banner

Message = tuple[str, str, tuple[Act, ...]]  # the text, the kind of banner, its buttons
Says = Callable[[], Message | None]  # None once it is not true any more

_SIMILARITY = (
    "This study measures response similarity alone. Whether the models say who they really are can be measured "
    "too."
)


class Notes:
    """Asks again, whenever something may have changed, what is to be said."""

    def __init__(self, banner: Banner) -> None:
        self._banner = banner
        self._said: list[Says] = []  # the newest last

    def say(self, says: Says) -> None:
        """Say this, above all that was said before, for as long as it is true."""
        self._said = [each for each in self._said if each != says] + [says]
        self.again()

    def drop(self, says: Says) -> None:
        """Somebody has read it."""
        self._said = [each for each in self._said if each is not says]
        self.again()

    def clear(self) -> None:
        """What was said is about another study, or has had its time."""
        self._said = []
        self.again()

    def again(self) -> None:
        """Say what is still true, in the language in use."""
        found = [(says, message) for says in self._said if (message := says()) is not None]
        self._said = [says for says, _message in found]
        if not found:
            self._banner.hide()
            return
        text, kind, acts = found[-1][1]
        self._banner.say(text, kind, *acts)


def unfinished(draft: Draft, step: int) -> Message | None:
    """What a step lacks, by its number from 0: no warning, as nothing is wrong with it."""
    missing = draft.missing()
    if missing is None or missing[0] != step:
        return None
    return sentences(tr("This step is not finished yet."), tr(missing[1])), "info", ()


def only_similarity(draft: Draft, in_sight: Callable[[], bool], choose: Callable[[], object]) -> Says:
    """What is measured, for who came from another page and has not seen the first step."""
    act = (tr("Choose what to measure"), choose)

    def told() -> Message | None:
        alone = draft.rse_on and not draft.ice_on and in_sight()
        return (tr(_SIMILARITY), "info", (act,)) if alone else None

    return told


def refusal(draft: Draft, error: DistilScopeError) -> Says:
    """What is wrong with a study, until something of it is changed."""
    before = draft.copied()
    return lambda: (said(error), "bad", ()) if draft == before else None
