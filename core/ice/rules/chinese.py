"""First-person identity claims in a Chinese sentence whose names are markers (see `sentences`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from core.ice.rules import chinese_patterns as patterns
from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import HAS_NAME, Sentence
from core.ice.vendors import MAKER


def claims(sentence: Sentence, *, asked_of_maker: bool) -> Iterator[Found]:
    """Yield the identity claims of a sentence; `asked_of_maker` says whether the question was who made the model."""
    text = sentence.marked
    supposed = patterns.SUPPOSED.search(text)
    if supposed and not patterns.INSISTS.search(text):
        text = text[: supposed.start()]
    if not HAS_NAME.search(text):
        return
    yield from _maker_claims(sentence, text)
    yield from _model_claims(sentence, text)
    if patterns.OF_ITSELF.search(text):
        yield from _policy_claims(sentence, text)
        yield from _place_claims(sentence, text)
    if asked_of_maker:
        yield from _answers(sentence, text)


def _maker_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _maker_matches(text):
        if not _only_host(sentence, match):
            yield Found(Kind.MAKER, tuple(sentence.named(match["names"])))


def _maker_matches(text: str) -> Iterator[re.Match[str]]:
    passive = chain(patterns.BY.finditer(text), patterns.BY_SEVERAL.finditer(text))
    yield from (match for match in passive if _says_own(text, match))
    plain = chain.from_iterable(pattern.finditer(text) for pattern in patterns.PLAIN_MAKER)
    linked = (match for match in patterns.FROM_MAKER.finditer(text) if _links_maker(text, match))
    for match in chain(plain, linked):
        if not _denied(text, match) and not patterns.HEDGED.search(match.group()):
            yield match


def _links_maker(text: str, match: re.Match[str]) -> bool:
    """Whether "my X is Y" speaks of the maker, and not of a partner, or of an idea or a tool of Y."""
    return not patterns.NOT_MAKER.search(match.group()) and not patterns.BORROWED.match(text, match.end())


def _says_own(text: str, match: re.Match[str]) -> bool:
    """Whether what is made by the named maker is the model itself."""
    before = patterns.CLAUSE.split(text[: match.start()])[-1]
    if patterns.NOT.search(match.group()) or patterns.NOT.search(before[-14:]) or before.endswith("不"):
        return False
    subject = patterns.SUBJECT.search(before)
    if subject is None:
        return bool(patterns.FRONTED.match(before)) and ("我" in text or not before.strip())
    between = subject["between"] or ""
    if HAS_NAME.search(between) and not patterns.COPULA.match(between):
        return False
    hedged = patterns.HEDGED.search(between) and not between.startswith("是")
    return not patterns.OTHER.search(between) and not hedged


def _denied(text: str, match: re.Match[str]) -> bool:
    before = patterns.PHRASE.split(text[: match.start()])[-1]
    return bool(patterns.NOT.search(match.group()) or patterns.NOT.search(before[-10:]))


def _only_host(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a cloud or a tool maker is thanked for running the model, not for making it."""
    owners = {mention.owner for mention in sentence.named(match["names"])}
    said = match.group()
    return owners <= patterns.CLOUDS and bool(patterns.HOSTS.search(said)) and not patterns.MAKES.search(said)


def _model_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in patterns.I_AM.finditer(text):
        if not _denied(text, match) and not patterns.NOT_IDENTITY.search(match["fill"]):
            yield _model(sentence, match["names"])
    for pattern in patterns.MODEL:
        for match in pattern.finditer(text):
            if not _denied(text, match):
                yield _model(sentence, next(name for name in match.groups() if name))


def _model(sentence: Sentence, marked: str) -> Found:
    names = tuple(sentence.named(marked))
    return Found(Kind.MAKER if names[-1].kind == MAKER else Kind.MODEL, names)


def _policy_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    if not patterns.DEFY.search(text):
        for match in patterns.POLICY.finditer(text):
            yield Found(Kind.POLICY, tuple(sentence.named(match["names"])))


def _place_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    if not patterns.HEDGED.search(text):
        for match in patterns.PLACE.finditer(text):
            if not _denied(text, match) and not patterns.NOT_SEAT.search(match.group()):
                yield Found(Kind.PLACE, tuple(sentence.named(match["names"])))


def _answers(sentence: Sentence, text: str) -> Iterator[Found]:
    """Where the question was about the model's maker, a name alone, or as the subject of the answer, is a claim."""
    several = (
        (patterns.ANSWERS, patterns.FIRST_WORD, patterns.ALONE) if sentence.first else (patterns.ANSWERS,)
    )
    match = next((hit for pattern in several if (hit := pattern.search(text))), None)
    if match and not patterns.NOT.search(text) and not patterns.HEDGED.search(text):
        yield Found(Kind.MAKER, tuple(sentence.named(match["names"])))
