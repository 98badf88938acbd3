"""Writes the answers of simulated models: readable, about nothing, as close to the reference's as asked for.

An answer is a row of decisions (layout, opening, points, closing). Each decision is the reference's own where
a number drawn for that place of that prompt lies below `closeness`, else the model's. The draws do not depend
on the model, so a closer model shares all that a more distant one shares, and more.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from core import resources

REFERENCE = "reference"
_POINTS = 5
_HAN = re.compile(r"[\u4e00-\u9fff]")
_HAN_RUN = re.compile(r"[\u4e00-\u9fff]{2,8}")
_WORD = re.compile(r"[A-Za-z][A-Za-z-]{3,}")
_DULL = frozenset(
    """about after also answer because before could describe does each explain from give have help into list
    make many more most must only other over please should some such tell than that their them then there
    these they this three very want what when where which while will with would write your""".split()  # noqa: SIM905 - read more easily
)


@dataclass(frozen=True, slots=True)
class Decision:
    """What is written at one place of an answer: the point's head and text."""

    head: str
    text: str


def language(text: str) -> str:
    """`zh` where a fifth or more of the letters are Chinese, else `en`."""
    han = len(_HAN.findall(text))
    return "zh" if han * 5 >= max(1, sum(char.isalpha() for char in text)) else "en"


def draw(*parts: object) -> float:
    """A number in [0, 1) that depends on the parts alone, on every machine alike."""
    digest = hashlib.sha256("\x1f".join(map(str, parts)).encode("utf-8", "replace")).digest()
    return int.from_bytes(digest[:7], "big") / 2.0**56


def pick(options: list[Any], *parts: object) -> Any:
    """One of the options, by the parts alone."""
    return options[int(draw(*parts) * len(options))]


def compose(prompt: str, name: str, closeness: float, repeat: int = 0) -> str:
    """The answer of the simulated model `name` to a prompt.

    `closeness` in 0 (unrelated) to 1 (the reference's own answer). Another `repeat` varies its own part.
    """
    voice = _voice(name, closeness)
    own = f"{name}#{repeat}"
    write = _Writer(prompt, language(prompt), lambda place: draw("share", prompt, place) < closeness)
    layout = write.choose("layout", own, voice, lambda each: each["layouts"])
    opening = write.text("openings", own, voice)
    points = [write.point(place, own, voice) for place in range(_POINTS)]
    return _laid_out(layout, opening, points, write.text("closings", own, voice))


def _voice(name: str, closeness: float) -> str:
    others = [each for each in voices() if each != REFERENCE]
    return REFERENCE if closeness >= 1 else str(pick(others, "voice", name))


@dataclass(frozen=True, slots=True)
class _Writer:
    prompt: str
    tongue: str
    shared: Callable[[str], bool]

    def choose(self, place: str, own: str, voice: str, options: Callable[[dict[str, Any]], list[Any]]) -> Any:
        if self.shared(place):
            return pick(options(voices()[REFERENCE]), REFERENCE, self.prompt, place)
        return pick(options(voices()[voice]), own, self.prompt, place)

    def text(self, place: str, own: str, voice: str) -> str:
        return self._filled(self.choose(place, own, voice, lambda each: list(each[self.tongue][place])))

    def point(self, place: int, own: str, voice: str) -> Decision:
        """The points stand in an order that a draw for the whole prompt starts, so none comes twice."""
        shared = self.shared(f"point {place}")
        points = voices()[REFERENCE if shared else voice][self.tongue]["points"]
        start = int(draw(REFERENCE if shared else own, self.prompt, "first point") * len(points))
        head, text = points[(start + place) % len(points)]
        return Decision(head, self._filled(text))

    def _filled(self, text: str) -> str:
        topic = topic_of(self.prompt, self.tongue)
        return text.replace("{topic}", topic).replace("{Topic}", topic[:1].upper() + topic[1:])


def topic_of(prompt: str, tongue: str) -> str:
    """A few words of the prompt that stand for what it is about."""
    if tongue == "zh":
        found = _HAN_RUN.search(prompt)
        return f"「{found[0]}」" if found else "这个问题"
    words = [word for word in _WORD.findall(prompt) if word.lower() not in _DULL]
    longest = sorted(dict.fromkeys(words), key=lambda word: (-len(word), word))[:2]
    return " and ".join(word.lower() for word in words if word in longest[:2])[:60] or "this question"


def _laid_out(layout: str, opening: str, points: list[Decision], closing: str) -> str:
    if layout == "prose":
        middle = " ".join(point.text for point in points[:3]), " ".join(point.text for point in points[3:])
        return "\n\n".join([opening, *middle, closing])
    lines = [_LAYOUTS[layout](number, point) for number, point in enumerate(points, 1)]
    gap = "\n" if layout == "bullets" else "\n\n"
    return "\n\n".join([opening, gap.join(lines), closing])


_LAYOUTS: dict[str, Callable[[int, Decision], str]] = {
    "numbered": lambda number, point: f"{number}. **{point.head}**: {point.text}",
    "headings": lambda _, point: f"## {point.head}\n\n{point.text}",
    "bullets": lambda _, point: f"- {point.head}: {point.text}",
}


@cache
def data() -> dict[str, Any]:
    """The texts that answers are made of."""
    loaded: dict[str, Any] = json.loads(resources.read_text("catalog", "simulated.json"))
    return loaded


def voices() -> dict[str, Any]:
    """The reference's manner of writing and the others."""
    voices: dict[str, Any] = data()["voices"]
    return voices
