"""First-person identity claims in an English sentence whose names are markers (see `sentences`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.ice.rules import english_patterns as patterns
from core.ice.rules import english_words as words
from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import HAS_NAME, Sentence
from core.ice.vendors import MAKER

LOOSE_LINKS = frozenset({"of", "in", "with", "-", "(", "from"})


def claims(sentence: Sentence, *, asked_of_maker: bool) -> Iterator[Found]:
    """Yield the identity claims of a sentence; `asked_of_maker` says whether the question was who made the model."""
    text = _without_quotes(sentence.marked)
    if not HAS_NAME.search(text) or words.ASKED.match(text):
        return
    yield from _policy_claims(sentence, text)
    supposed = words.SUPPOSED.search(text)
    if supposed and not patterns.INSISTS.search(text):
        # What stands before the supposition is said plainly.
        text = text[: supposed.start()]
    if patterns.OF_ITSELF.search(text):
        yield from _maker_claims(sentence, text)
        yield from _model_claims(sentence, text)
        yield from _place_claims(sentence, text)
    if asked_of_maker:
        yield from _answers(sentence, text)


def _maker_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _maker_matches(sentence, text):
        yield Found(Kind.MAKER, tuple(sentence.named(_names(match))))


def _maker_matches(sentence: Sentence, text: str) -> Iterator[re.Match[str]]:
    for match in patterns.PASSIVE.finditer(text):
        if _says_own(text, match) and not _names_only_host(sentence, match):
            yield match
    for match in _undenied(text, patterns.ACTIVE, patterns.MODELS_LIKE_ME):
        if not _speaks_of_many(text) and not _names_only_host(sentence, match):
            yield match
    yield from (match for match in _undenied(text, patterns.MY_MAKER) if _links_maker(match))
    yield from _undenied(text, *patterns.PLAIN_MAKER)


def _undenied(text: str, *several: re.Pattern[str]) -> Iterator[re.Match[str]]:
    for pattern in several:
        yield from (match for match in pattern.finditer(text) if not _denied(text, match))


def _says_own(text: str, match: re.Match[str]) -> bool:
    """Whether the subject of a passive is the model itself."""
    if words.NOT.search(match["agent"]):
        return False
    clause = patterns.CLAUSE.split(text[: match.start()])[-1]
    own = _last_own_subject(clause)
    if own is None:
        return _has_unsaid_subject(clause, text[match.end() :])
    between = _first_group(own)
    if words.NOT.search(between) or patterns.DENIES_SAYING.search(clause[: own.start()]):
        return False
    if own["models"] is not None and words.HEDGED.search(clause[own.start() :] + match.group()):
        return False
    other = HAS_NAME.search(between) and not patterns.COPULA.match(between)
    if other or patterns.BORROWED.search(between):
        return False
    return not patterns.OTHER_SUBJECT.search(between) or bool(patterns.BASIS.search(between))


def _last_own_subject(clause: str) -> re.Match[str] | None:
    """Return the self-reference nearest to the end: in "I can say that I was ..." the second "I"."""
    for start in reversed([found.start() for found in patterns.SUBJECT_START.finditer(clause)]):
        if own := patterns.OWN_SUBJECT.match(clause, start):
            return own
    return None


def _has_unsaid_subject(clause: str, rest: str) -> bool:
    """Whether the verb opens the sentence: "Developed by X, I ..." or a bare "Developed by X"."""
    before = patterns.OPENING.sub("", clause)
    says_who = words.FIRST_PERSON.search(rest) or not before.strip(" ,*\"'")
    return bool(patterns.ELLIPTIC.match(before)) and bool(says_who)


def _denied(text: str, match: re.Match[str]) -> bool:
    """Whether the match, or the few words before it in its clause, deny what it says."""
    before = patterns.PHRASE.split(text[: match.start()])[-1]
    denied = words.NOT.search(match.group()) or words.NOT.search(before[-40:])
    return bool(denied or patterns.DENIES_SAYING.search(before[-60:]))


def _speaks_of_many(text: str) -> bool:
    """Whether the sentence speaks of models in general ("models like me are typically made by firms such as ...")."""
    return bool(words.HEDGED.search(text)) and not patterns.I_MYSELF.search(text)


def _names_only_host(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a cloud or a tool maker is thanked for running the model, not for making it."""
    owners = {mention.owner for mention in sentence.named(match["names"])}
    return bool(patterns.HOSTS.search(match.group()[:40])) and owners <= patterns.CLOUDS


def _links_maker(match: re.Match[str]) -> bool:
    """Whether "my X is Y" speaks of the maker, or of what a maker provides, and not of Y's rules or of knowledge."""
    phrase = match["np"]
    if patterns.NP_OTHER.search(phrase) or patterns.NP_OTHER.search(match["fill"]):
        return False
    if not patterns.NP_OWN.search(phrase) or patterns.BORROWED.search(phrase):
        return False
    if match["link"].casefold() in LOOSE_LINKS:
        return bool(patterns.NP_MAKER.search(phrase))
    return not patterns.THEIR_RULES.match(match.string, match.end())


def _model_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _undenied(text, *patterns.MODEL):
        if not patterns.THEIR_RULES.match(text, match.end()):
            names = tuple(sentence.named(match["names"]))
            yield Found(Kind.MAKER if names[-1].kind == MAKER else Kind.MODEL, names)


def _policy_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in patterns.POLICY.finditer(text):
        bound = words.FIRST_PERSON.search(text) or patterns.MUST.search(text[: match.start()])
        denied = patterns.NOT_ONLY.search(text[: match.start()]) or patterns.DEFY.search(text)
        if bound and patterns.OBEY.search(text) and not denied:
            yield Found(Kind.POLICY, tuple(sentence.named(_names(match))))


def _place_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _undenied(text, patterns.MY_PLACE):
        if not patterns.NOT_ITS_SEAT.search(match.group()):
            yield Found(Kind.PLACE, tuple(sentence.named(match["names"])))


def _answers(sentence: Sentence, text: str) -> Iterator[Found]:
    """Where the question was about the model's maker, a name alone, or as the subject of the answer, is a claim."""
    several = (
        (patterns.ANSWERS, patterns.FIRST_WORD, patterns.ALONE) if sentence.first else (patterns.ANSWERS,)
    )
    match = next((hit for pattern in several if (hit := pattern.search(text))), None)
    if match is None:
        return
    if not words.HEDGED.search(text[: match.end()]) and not words.NOT.search(text[: match.end() + 25]):
        yield Found(Kind.MAKER, tuple(sentence.named(match["names"])))


def _without_quotes(text: str) -> str:
    """Blank out what stands in quotation marks within a sentence, unless it is a bare name."""
    return words.QUOTE.sub(lambda match: '""' if words.STATEMENT.search(match[1]) else match.group(), text)


def _names(match: re.Match[str]) -> str:
    """Return the names that matched: patterns with alternatives have a group in each ("names", "names2", ...)."""
    groups = match.groupdict()
    return next((groups[name] for name in groups if name.startswith("names") and groups[name]), "")


def _first_group(match: re.Match[str]) -> str:
    return next((group for group in match.groups() if group is not None), "")
