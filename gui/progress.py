"""How far something long is that somebody may give up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from core.errors import DistilScopeError


class GivenUp(DistilScopeError):
    """Somebody gave it up."""


@dataclass
class Progress:
    """Where it stands: written by its thread, looked at by the window. `given_up` makes what is raised then."""

    given_up: Callable[[], GivenUp]
    done: int = 0
    total: int = 0
    stopped: bool = False

    def tell(self, done: int, total: int) -> None:
        """Note how far it is. Raises GivenUp where nobody wants it any more."""
        self.done, self.total = done, total
        if self.stopped:
            raise self.given_up()
