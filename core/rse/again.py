"""A reference that was asked again, and how often it said the same once more."""

from __future__ import annotations

from dataclasses import dataclass

# From this share on the ceiling is 5 by itself: a greedy model, or recordings that hold every answer twice.
ALL_BUT_ALL = 0.9


@dataclass(frozen=True, slots=True)
class Again:
    """Of n prompts that both times were answered, on how many the two answers are word for word the same."""

    same: int
    n: int

    @property
    def says_nothing(self) -> bool:
        """Whether the ceiling only shows that a text is like itself."""
        return self.n > 0 and self.same >= ALL_BUT_ALL * self.n
