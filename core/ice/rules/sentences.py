"""Sentences of a passage with every known name replaced by one marker character, so that patterns stay short."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count

from core.ice.vendors import MAKER, MODEL, PLACE, PRODUCT, Lexicon, Mention

# Private-use characters: one block of 256 a kind, the place in the block is the place in the list of names.
_BLOCKS = {MAKER: 0xE000, MODEL: 0xE100, PRODUCT: 0xE200, PLACE: 0xE300}
M, D, R, P = (f"[{chr(start)}-{chr(start + 255)}]" for start in _BLOCKS.values())
MD = f"[{chr(0xE000)}-{chr(0xE1FF)}]"
NAME = f"[{chr(0xE000)}-{chr(0xE2FF)}]"
ANY = f"[{chr(0xE000)}-{chr(0xE3FF)}]"
HAS_NAME = re.compile(ANY)
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_MOST_NAMES = 256
_LONGEST = 1200
_END = re.compile(r"(?<=[.!?…])[\"”’'*_)\]]{0,3}\s+|(?<=[。！？；!?])[\"”’』」*_)]{0,3}")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its own words, and the same with markers for names. `mentions[i]` belongs to marker number i."""

    text: str
    marked: str
    mentions: tuple[Mention, ...]
    first: bool = False

    def mention(self, marker: str) -> Mention:
        """Return the name behind a marker character."""
        return self.mentions[(ord(marker) - 0xE000) % 256]

    def named(self, marked: str) -> list[Mention]:
        """Return the names in a piece of the marked text."""
        return [self.mention(char) for char in marked if "\ue000" <= char <= "\ue3ff"]


def sentences(text: str, lexicon: Lexicon, *, opens: bool = False) -> Iterator[Sentence]:
    """Yield the sentences of one line; the first is marked as such where the line `opens` the answer."""
    clean = _PRIVATE.sub(" ", text).replace("’", "'").replace("‘", "'")
    for start in range(0, len(clean), 20_000):
        piece = clean[start : start + 20_000]
        mentions = lexicon.find(piece)
        for number, (marked, found) in enumerate(_split(piece, mentions)):
            yield Sentence(_unmarked(marked, found), marked, tuple(found), opens and not number and not start)


def _split(text: str, mentions: list[Mention]) -> Iterator[tuple[str, list[Mention]]]:
    """Mark first and split then, since names such as U.S. hold full stops."""
    marked, at = [], 0
    for number, mention in enumerate(mentions):
        marked += [text[at : mention.start], chr(_BLOCKS[mention.kind] + number % _MOST_NAMES)]
        at = mention.end
    whole = "".join([*marked, text[at:]])
    used = 0
    for part in chain.from_iterable(map(_pieces, _END.split(whole))):
        number = len(HAS_NAME.findall(part)) if mentions else 0
        found, used = mentions[used : used + number], used + number
        if part.strip():
            yield (_renumbered(part, found) if found else part), found[:_MOST_NAMES]


def _pieces(part: str) -> Iterator[str]:
    """Cut a sentence without end into pieces, after a comma or blank where there is one."""
    start = 0
    while len(part) - start > _LONGEST:
        cut = max(part.rfind(mark, start + _LONGEST // 2, start + _LONGEST) for mark in ",，;；、 ")
        end = cut + 1 if cut >= 0 else start + _LONGEST
        yield part[start:end]
        start = end
    yield part[start:]


def _renumbered(part: str, found: list[Mention]) -> str:
    """Number the markers of one sentence from 0; beyond 256 names the rest goes unmarked."""
    numbers = count()

    def marker(_: re.Match[str]) -> str:
        number = next(numbers)
        return chr(_BLOCKS[found[number].kind] + number) if number < _MOST_NAMES else " "

    return HAS_NAME.sub(marker, part)


def _unmarked(marked: str, found: list[Mention]) -> str:
    if not found:
        return marked.strip()
    names = iter(found)
    return HAS_NAME.sub(lambda _: next(names).name, marked).strip()
