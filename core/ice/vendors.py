"""Finds the names of makers, models, products and places in a text, in time linear in its length."""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from core.ice import facts, places

MAKER, MODEL, PRODUCT, PLACE = "maker", "model", "product", "place"
_WORD = re.compile(r"[A-Za-z]+|\d+")
_JOINT = re.compile(r"[ \t.\-–·_'’+/]{0,2}")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
# Ordinary words and first names: they name a vendor only when written as a name is.
_ORDINARY = frozenset(
    "meta phi grok gemini copilot claude bard cohere apple amazon granite mistral sora whisper codex react "
    "messenger surface windows android bing lark oculus aya coral dolly watson skylark seed llama kimi "
    "gemma falcon apollo tongyi moonshot colossus alphabet vicuna instagram jordan turkey chile".split()
)
# Short names that are other words, or parts of words, in any other case than this.
_EXACT = frozenset("FAIR AWS LG US UK USA UAE TII GLM PRC MSR QQ ERNIE KEG Ai2 AI2".split())
_TAIL = frozenset("o v b s k x mini turbo pro plus max flash sonnet haiku opus".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text from `start` up to `end`; `owner` is the vendor id, for a place its country."""

    start: int
    end: int
    owner: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class _Entry:
    words: tuple[str, ...]
    owner: str
    kind: str
    name: str


class Lexicon:
    """Names by their first word (Latin) or first character (Chinese), the longest first."""

    def __init__(self, entries: Iterable[tuple[str, str, str]]) -> None:
        self._latin: defaultdict[str, list[_Entry]] = defaultdict(list)
        self._chinese: defaultdict[str, list[_Entry]] = defaultdict(list)
        for owner, kind, name in entries:
            self._add(owner, kind, name)
        for table in (self._latin, self._chinese):
            for found in table.values():
                found.sort(key=lambda entry: (len(entry.words), len(entry.name)), reverse=True)

    def find(self, text: str) -> list[Mention]:
        """Return the names in `text` in order of place; they do not overlap."""
        found = self._find_latin(text)
        if not text.isascii():
            found = sorted(
                found + self._find_chinese(text), key=lambda mention: (mention.start, -mention.end)
            )
        return _disjoint(found)

    def _add(self, owner: str, kind: str, name: str) -> None:
        if _CHINESE.match(name):
            self._chinese[name[0]].append(_Entry((name,), owner, kind, name))
            return
        words = tuple(word.casefold() for word in _WORD.findall(name))
        if words:
            self._latin[words[0]].append(_Entry(words, owner, kind, name))

    def _find_latin(self, text: str) -> list[Mention]:
        words = list(_WORD.finditer(text))
        folded = [word.group().casefold() for word in words]
        found, skip = [], 0
        for at, word in enumerate(folded):
            if at >= skip and word in self._latin and (hit := self._longest(text, words, folded, at)):
                found.append(hit[0])
                skip = at + hit[1]
        return found

    def _longest(
        self, text: str, words: list[re.Match[str]], folded: list[str], at: int
    ) -> tuple[Mention, int] | None:
        for entry in self._latin[folded[at]]:
            count = len(entry.words)
            if tuple(folded[at : at + count]) != entry.words:
                continue
            start, end = words[at].start(), words[at + count - 1].end()
            if _joined(text, words[at : at + count]) and _standing_alone(text, start, end, entry):
                return Mention(start, end, entry.owner, entry.kind, text[start:end]), count
        return None

    def _find_chinese(self, text: str) -> list[Mention]:
        found, end = [], 0
        for match in _CHINESE.finditer(text):
            start = match.start()
            for entry in self._chinese.get(match.group(), ()) if start >= end else ():
                if text.startswith(entry.name, start):
                    end = start + len(entry.name)
                    found.append(Mention(start, end, entry.owner, entry.kind, entry.name))
                    break
        return found


@functools.cache
def lexicon() -> Lexicon:
    """The names of every shipped vendor, and the places."""
    entries: list[tuple[str, str, str]] = []
    for vendor in facts.vendors():
        entries += of_facts(facts.load(vendor))
    return Lexicon([*entries, *((country, PLACE, name) for name, country in places.COUNTRY_OF.items())])


@functools.lru_cache(maxsize=64)
def lexicon_with(own: facts.FactSet) -> Lexicon:
    """The same with one vendor's own names added, for a fact set that does not ship with the program."""
    shipped = own.vendor in facts.vendors() and facts.load(own.vendor) == own
    if shipped:
        return lexicon()
    entries = [entry for entry in of_facts(own) if not _is_place(entry)]
    known = {entry[2].casefold() for entry in entries}
    for vendor in facts.vendors():
        entries += [entry for entry in of_facts(facts.load(vendor)) if entry[2].casefold() not in known]
    own_places = dict.fromkeys(own.own_places, own.country.names[0])
    everywhere = {**places.COUNTRY_OF, **own_places}
    return Lexicon([*entries, *((country, PLACE, name) for name, country in everywhere.items())])


def of_facts(fact_set: facts.FactSet) -> list[tuple[str, str, str]]:
    """Return (vendor, kind, name) of each name in a fact set; a parent company speaks for its vendor."""
    groups = (
        (MAKER, fact_set.maker.names + fact_set.parent.names),
        (MODEL, fact_set.model.names),
        (PRODUCT, fact_set.product.names),
    )
    return [(fact_set.vendor, kind, name) for kind, names in groups for name in names]


def _is_place(entry: tuple[str, str, str]) -> bool:
    return entry[1] == PLACE


def _joined(text: str, words: list[re.Match[str]]) -> bool:
    """Whether the words of a name stand together, with at most a blank, dot or hyphen between two of them."""
    return all(_JOINT.fullmatch(text, left.end(), right.start()) for left, right in pairwise(words))


def _standing_alone(text: str, start: int, end: int, entry: _Entry) -> bool:
    """Whether the hit is a name of its own: not a piece of AntiGPT or Anti-GPT, nor an ordinary word."""
    before, after = text[max(0, start - 2) : start], text[end : end + 12]
    if before[-1:].isascii() and (before[-1:].isalnum() or before[-1:] == "_"):
        return False
    if before[-1:] == "-" and before[:1].isascii() and before[:1].isalpha():
        return False
    # GPT-4REAL is no GPT-4, and no GPT.
    tail = re.match(r"(?:[-.]?\d+)*([A-Za-z]+)", after)
    if tail and tail.group(1).casefold() not in _TAIL:
        return False
    return _cased(text[start:end], entry) and not (entry.words == ("meta",) and re.match(r"-[a-z]", after))


def _cased(written: str, entry: _Entry) -> bool:
    if entry.name in _EXACT or (entry.kind == PLACE and len(entry.name.replace(".", "")) <= 3):
        return written.replace(".", "") == entry.name.replace(".", "")
    ordinary = len(entry.words) == 1 and entry.words[0] in _ORDINARY
    return not (ordinary or entry.kind == PLACE) or written[:1].isupper()


def _disjoint(found: list[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in found:
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
