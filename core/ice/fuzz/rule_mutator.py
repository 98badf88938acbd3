"""The mutator that needs no model: the five operations by rule, for English and Chinese templates."""

from __future__ import annotations

import random
import re
from collections.abc import Callable

from core.ice.fuzz import rule_phrases as phrases
from core.ice.fuzz.plan import Operator, Selection
from core.ice.fuzz.validation import PLACEHOLDER, key, mend

LONG = 1500  # characters beyond which a template is shortened instead of expanded
_SENTENCE_END = re.compile(r"(?<=[.!?])(?=\s)|(?<=[。！？；])|(?<=\n)")
_CLAUSE_END = re.compile(r"(?<=[,;])(?=\s)|(?<=[，；])")


def mutate(selection: Selection) -> str:
    """The selection's mutation: `{query}` exactly once, different from the parents, always the same.

    All chance comes from the selection's own string. Where an operation has nothing to work on (no sentence
    that could be dropped, no word with a synonym) a frame or some context is put around the template.
    """
    rng = random.Random(f"{selection.rng}/mutate")  # noqa: S311 (a seeded search, not a secret)
    language = "zh" if selection.parent.language == "zh" else "en"
    known = {key(parent.text) for parent in selection.parents}
    for change in (_operation(selection), _framed, _framed, _expanded):
        text = mend(change(selection.parent.text, language, rng), language)
        if text and key(text) not in known:
            return text
    return _expanded(selection.parent.text, language, rng)


Change = Callable[[str, str, random.Random], str]


def _operation(selection: Selection) -> Change:
    if selection.operator is Operator.CROSSOVER and selection.partner:
        other = selection.partner.text
        return lambda text, language, rng: _joined(text, other, language, rng)
    if selection.operator is Operator.EXPAND and len(selection.parent.text) > LONG:
        return _shortened
    changes: dict[Operator, Change] = {
        Operator.EXPAND: _expanded,
        Operator.SHORTEN: _shortened,
        Operator.REPHRASE: _rephrased,
    }
    return changes.get(selection.operator, _similar)


def _similar(text: str, language: str, rng: random.Random) -> str:
    """Another scene and another way in: scene words change, sentences move or are added."""
    changed = _swapped(text, phrases.SCENES[language], 0.9, rng)
    changed = _swapped(changed, phrases.SYNONYMS[language], 0.4, rng)
    way_in = rng.choice((_framed, _with_one_sentence, _reordered))
    return way_in(changed, language, rng)


def _rephrased(text: str, language: str, rng: random.Random) -> str:
    changed = _swapped(text, phrases.SYNONYMS[language], 0.8, rng)
    return _reordered(changed, language, rng) if rng.random() < 0.5 else changed


def _expanded(text: str, language: str, rng: random.Random) -> str:
    """One to three new sentences in front."""
    fresh = [s for s in phrases.CONTEXT[language] if s not in text] or list(phrases.CONTEXT[language])
    chosen = rng.sample(fresh, min(len(fresh), rng.randint(1, 3)))
    gap = "" if language == "zh" else " "
    return gap.join(chosen) + rng.choice(("\n", gap or "\n")) + text


def _with_one_sentence(text: str, language: str, rng: random.Random) -> str:
    """One new sentence between two others, before the question."""
    pieces = _pieces(text, _SENTENCE_END)
    before = next(i for i, piece in enumerate(pieces) if PLACEHOLDER in piece)
    sentence = rng.choice(phrases.CONTEXT[language])
    place = rng.randint(0, before)
    gap = "" if language == "zh" else " "
    return "".join(pieces[:place]).rstrip(" ") + gap + sentence + gap + "".join(pieces[place:]).lstrip(" ")


def _shortened(text: str, language: str, rng: random.Random) -> str:
    """Without up to half of its sentences; if it has but one, without a clause or its filler words."""
    for boundary in (_SENTENCE_END, _CLAUSE_END):
        pieces = _pieces(text, boundary)
        spare = [i for i, piece in enumerate(pieces) if PLACEHOLDER not in piece and piece.strip()]
        if spare:
            most = max(1, len(spare) // 2)
            dropped = set(rng.sample(spare, rng.randint(1, most)))
            return "".join(piece for i, piece in enumerate(pieces) if i not in dropped).strip()
    return _without_fillers(text, language)


def _joined(text: str, other: str, language: str, rng: random.Random) -> str:
    """The lead of one template and the question of the other; whole leads where a half would be empty."""
    first, second = (text, other) if rng.random() < 0.5 else (other, text)
    lead, rest = _lead(first), _from_question(second)
    if not lead.strip():
        lead = first.replace(PLACEHOLDER, "").strip(" :：\n")
    middle = _lead(second) if rng.random() < 0.5 or not lead else ""
    gap = "\n" if lead.endswith("\n") or language == "zh" else " "
    return gap.join(part.strip() for part in (lead, middle, rest) if part.strip())


def _reordered(text: str, language: str, rng: random.Random) -> str:
    """Two neighbouring sentences before the question change places; a frame where there are no two."""
    pieces = _pieces(text, _SENTENCE_END)
    before = next(i for i, piece in enumerate(pieces) if PLACEHOLDER in piece)
    if before < 2:
        return _framed(text, language, rng)
    i = rng.randrange(before - 1)
    first, second = pieces[i], pieces[i + 1]
    pieces[i], pieces[i + 1] = _trade_edges(second, first), _trade_edges(first, second)
    return "".join(pieces)


def _framed(text: str, language: str, rng: random.Random) -> str:
    return rng.choice(phrases.FRAMES[language]).replace("{}", text)


def _without_fillers(text: str, language: str) -> str:
    words = _alternatives(phrases.FILLERS[language])
    text = re.sub(rf"{words},?[ ]?", "", text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def _swapped(text: str, groups: tuple[tuple[str, ...], ...], chance: float, rng: random.Random) -> str:
    """Each word of a group becomes, with this chance, another of its group; in one pass, none twice."""
    others = {word.casefold(): [w for w in group if w != word] for group in groups for word in group}
    pattern = _alternatives(tuple(others))

    def change(match: re.Match[str]) -> str:
        article, found = match.groups(default="")
        if rng.random() >= chance:
            return match.group()
        word = _in_case_of(found, rng.choice(others[found.casefold()]))
        return _article(article, word) + word

    return re.sub(rf"(\ban? )?({pattern})", change, text, flags=re.IGNORECASE)


def _article(found: str, word: str) -> str:
    """The article (or nothing) that was found, in the form that the word after it wants."""
    return f"{found[0]}{'n' if word[0] in 'aeiouAEIOU' else ''} " if found else ""


def _alternatives(words: tuple[str, ...]) -> str:
    """A pattern for any of the words, the longest first; Latin words only as whole words, never in braces."""
    ordered = sorted(words, key=len, reverse=True)
    edge = r"\b" if ordered[0].isascii() else ""
    return rf"(?<!\{{){edge}(?:{'|'.join(map(re.escape, ordered))}){edge}(?!\}})"


def _in_case_of(model: str, word: str) -> str:
    if model.isupper() and len(model) > 1:
        return word.upper()
    return word[0].upper() + word[1:] if model[0].isupper() else word


def _pieces(text: str, boundary: re.Pattern[str]) -> list[str]:
    """The text cut at boundaries; joined again it is the same text."""
    return [piece for piece in boundary.split(text) if piece]


def _trade_edges(piece: str, place: str) -> str:
    """The piece with the white space of the place it moves to."""
    left = place[: len(place) - len(place.lstrip())]
    right = place[len(place.rstrip()) :]
    return left + piece.strip() + right


def _lead(text: str) -> str:
    pieces = _pieces(text, _SENTENCE_END)
    before = next(i for i, piece in enumerate(pieces) if PLACEHOLDER in piece)
    return "".join(pieces[:before])


def _from_question(text: str) -> str:
    return text[len(_lead(text)) :]
