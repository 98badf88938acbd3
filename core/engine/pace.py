"""How far each model of a run is, and how long it still takes at the pace measured so far."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

SPAN = 30.0  # seconds; a model that takes longer is judged by its last answers
_FEWEST = 5  # of these


@dataclass(slots=True)
class Share:
    """One model's part of a run: tasks (answers, and judgments where it judges) in all and done, and those of them
    that it was really asked for in this sitting."""

    total: int = 0
    done: int = 0
    fresh: int = 0

    @property
    def left(self) -> int:
        """Tasks that are still to be done."""
        return max(0, self.total - self.done)


class Shares:
    """The shares of the models that have to be asked; recorded ones, and built-in judges, have none."""

    def __init__(self) -> None:
        self._of: dict[str, Share] = {}

    def __iter__(self) -> Iterator[tuple[str, Share]]:
        return iter(self._of.items())

    def expect(self, tasks: Mapping[str, int], done_before: Iterable[str]) -> None:
        """Add a part of the run: how many tasks each model has in it, and the keys of those that are done."""
        stroked = sorted((name for name in tasks if "|" in name), key=len, reverse=True)
        done = Counter(_whose(key, stroked) for key in done_before)
        for name, total in tasks.items():
            share = self._of.setdefault(name, Share())
            share.total, share.done = share.total + total, share.done + done[name]

    def forget(self, model: str, tasks: int | None = None) -> int:
        """Take away tasks that turned out not to be there, or all that are left; returns how many."""
        share = self._of.get(model, Share())
        gone = share.left if tasks is None else min(tasks, share.left)
        share.total -= gone
        return gone

    def count(self, model: str, *, fresh: bool) -> None:
        """Count one task that is done."""
        if (share := self._of.get(model)) is not None:
            share.done += 1
            share.fresh += fresh


def _whose(key: str, stroked: Sequence[str]) -> str:
    """The model of a task by its key, which strokes part; `stroked`: names that hold one, longest first."""
    after = key.partition("|")[2]
    return next((name for name in stroked if after.startswith(f"{name}|")), after.partition("|")[0])


class Pace:
    """How fast one model works, over the last half minute or its last answers. Times are in seconds by any clock."""

    def __init__(self, now: float) -> None:
        self._marks: deque[tuple[float, int]] = deque([(now, 0)])

    def note(self, now: float, fresh: int, *, waiting: bool) -> None:
        """Note how many answers there were by now; `waiting`: it is not being asked just now, or the run is paused."""
        if fresh > self._marks[-1][1]:
            self._marks.append((now, fresh))
            while len(self._marks) > _FEWEST and self._marks[1][0] < now - SPAN:
                self._marks.popleft()
        elif waiting and len(self._marks) == 1:
            self._marks[0] = now, fresh  # its first answer is not slower for a wait before it

    @property
    def each(self) -> float | None:
        """Seconds from one answer to the next; None before the first one."""
        (then, before), (now, after) = self._marks[0], self._marks[-1]
        return (now - then) / (after - before) if after > before else None

    def left(self, now: float, tasks: int) -> float | None:
        """How long so many tasks still take; None where nothing was measured yet."""
        if (each := self.each) is None:
            return None
        under_way = min(each, now - self._marks[-1][0])  # the next answer is on its way already
        return tasks * each - under_way
