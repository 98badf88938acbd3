"""The caps of a run that is taken up again: those it was started with, else those of the settings.

One that has reached its cap would pause at once: a higher one is asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gui import preferences as prefs
from gui.preferences import Preferences

if TYPE_CHECKING:
    from gui.context import Context

Options = dict[str, Any]


@dataclass(frozen=True)
class Standing:
    """What a run has spent, and its caps; 0 is none. `reached`: it paused at a cap."""

    max_cost: float = 0.0
    max_calls: int = 0
    cost: float = 0.0
    calls: int = 0
    reached: bool = False

    def options(self, preferences: Preferences) -> Options:
        """The caps, as RunOptions names them; what the run has none of is taken from the settings."""
        cost = self.max_cost or float(preferences.get(prefs.MAX_COST))
        calls = self.max_calls or int(preferences.get(prefs.MAX_CALLS))
        return {"max_cost": cost or None, "max_calls": calls or None}


def standing(reader: Any, run: int) -> Standing:
    """How a run of a workspace stands; blocking."""
    info, kept = reader.run(run), reader.manifest(run).get("caps")
    caps = kept if isinstance(kept, dict) else {}
    cost, calls = _figure(caps.get("max_cost")), int(_figure(caps.get("max_calls")))
    return Standing(cost, calls, info.cost, info.calls, info.status == "paused")


def with_caps(context: Context, left: Standing, then: Callable[[Options], object]) -> None:
    """Call `then` with the caps of a run; where it has reached one, once a higher one is given."""
    options = left.options(context.preferences)
    if not left.reached or not any(options.values()):
        then(options)
        return
    from gui.cap_dialog import CapDialog  # seldom needed

    dialog = CapDialog(left, options, context.stack)
    dialog.given.connect(then)
    dialog.open()


def _figure(value: object) -> float:
    """A cap as it stands in a workspace, which may hold anything."""
    return value if isinstance(value, int | float) and 0 < value < float("inf") else 0.0
