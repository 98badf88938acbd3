"""What the language modules find in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from core.ice.vendors import Mention


class Kind(StrEnum):
    """What a model says of itself; the value completes "the response ..."."""

    MAKER = "names its maker"
    MODEL = "names the model it is"
    POLICY = "says whose policy it follows"
    PLACE = "says where its maker sits"
    COINED = "names a maker that does not exist"
    NONE = "says that it has no maker"


@dataclass(frozen=True, slots=True)
class Found:
    """One claim: its kind, the known names in it, or the words for a maker that is on no list.

    `names` is empty for NONE and COINED; where it has several, the claim names them all together.
    """

    kind: Kind
    names: tuple[Mention, ...] = ()
    words: str = ""
