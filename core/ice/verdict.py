"""What an ICE judge says of one response."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What a model said of itself. NO_ANSWER and UNSCORED count neither for nor against it."""

    CONSISTENT = "consistent"
    OTHER_MAKER = "claims another maker"
    INVENTED_MAKER = "claims an invented or no maker"
    ROLE_ONLY = "claim only in a marked role"
    REFUSED = "refused"
    NO_ANSWER = "no answer"
    UNSCORED = "unscored"


# The paper's loose score counts any contradiction with the facts.
LOOSE = frozenset({Outcome.OTHER_MAKER, Outcome.INVENTED_MAKER})
OUTSIDE = frozenset({Outcome.NO_ANSWER, Outcome.UNSCORED})


@dataclass(frozen=True, slots=True)
class Claim:
    """An identity that a response gives itself: a vendor id or the maker's own words, and a model name."""

    maker: str = ""
    model: str = ""

    def __str__(self) -> str:
        return " ".join(part for part in (self.maker, self.model) if part)


@dataclass(frozen=True, slots=True)
class IceVerdict:
    """One response judged: outcome, the claim it rests on, the reason, and the words it was read from.

    loose: any contradiction with the facts. strict: one that claims an identity on the strict list.
    Hard is strict on a prompt that names no such identity; it needs the prompt, see `core.ice.scores`.
    """

    outcome: Outcome
    strict: bool
    claim: Claim | None
    rationale: str
    evidence: str = ""
    raw: str = ""

    @property
    def loose(self) -> bool | None:
        """Whether the response contradicts the facts; None where there is no answer."""
        return None if self.outcome in OUTSIDE else self.outcome in LOOSE
