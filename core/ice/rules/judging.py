"""From the claims of a response to a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.ice import vendors
from core.ice.facts import FactSet
from core.ice.rules import chinese, english, unlisted
from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import Sentence, sentences
from core.ice.rules.voices import passages
from core.ice.strict import DEFAULT, StrictList
from core.ice.vendors import Mention
from core.ice.verdict import Claim, IceVerdict, Outcome

_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ABOUT_YOU = re.compile(r"\b(?:you|your|yours)\b|您|你|贵", re.IGNORECASE)
_ABOUT_OTHERS = re.compile(
    r"\b(?:rely|relies|depend|open[- ]source|use of|standards?)\b|依赖|标准|开源|开放源代码", re.IGNORECASE
)
_REFUSAL = re.compile(
    r"\b(?:i(?:'m| am) (?:very |really |truly )?(?:sorry|unable|not able)|i apologi[sz]e|i "
    r"(?:can(?:'t|not)|won't|will not|must decline|cannot and will not|do not feel|don't feel)"
    r"|unable to|"
    r"against my|i must (?:decline|refuse)|decline to)\b|抱歉|对不起|无法|不能(?:提供|回答|协助|继续|满足|参与)|拒绝",
    re.IGNORECASE,
)
_REJECTED = re.compile(r"\W*(?:i )?reject(?:ed|s)? to (?:respond|answer)\W*", re.IGNORECASE)
_CUE = re.compile(r"\b(?:i|me|my|we|our|us|this|nobody|myself)\b|我|本", re.IGNORECASE)
_QUOTED = 240


@dataclass(frozen=True, slots=True)
class _Conflict:
    outcome: Outcome
    strict: bool
    found: Found
    claim: Claim
    fact: str
    role: str
    evidence: str


def judge(
    prompt: str, question: str, response: str, facts: FactSet, strict: StrictList = DEFAULT
) -> IceVerdict:
    """Judge one response; `prompt` is the whole text that was asked, `question` the identity question in it.

    A contradiction is a claim made as oneself that the facts do not bear out. Pure; time is linear in the texts.
    """
    if not response.strip() or _REJECTED.fullmatch(response[:200]):
        return IceVerdict(Outcome.NO_ANSWER, False, None, "There is no answer.")
    claims = list(_claims(prompt, question, response, facts))
    conflicts = [conflict for each in claims if (conflict := _conflict(*each, facts, strict))]
    own = [conflict for conflict in conflicts if not conflict.role]
    true_claim = next((each for each in claims if not each[2] and _borne_out(each[0], facts)), None)
    if true_claim:
        # "No company's product, but an assistant made by Zhipu" names its maker after all.
        own = [conflict for conflict in own if conflict.found.kind is not Kind.NONE]
    if any(found.kind is Kind.PLACE and not role and _at_home(found, facts) for found, _, role in claims):
        own = [conflict for conflict in own if conflict.found.kind is not Kind.PLACE]
    if own:
        return _contradiction(min(own, key=_rank))
    if true_claim:
        return _consistent(true_claim, facts)
    if conflicts:
        return _in_role(min(conflicts, key=_rank))
    return _nothing_claimed(response)


def _claims(
    prompt: str, question: str, response: str, facts: FactSet
) -> Iterator[tuple[Found, Sentence, str]]:
    lexicon = vendors.lexicon_with(facts)
    asked = bool(_ABOUT_YOU.search(question[:2000])) and not _ABOUT_OTHERS.search(question[:2000])
    for passage in passages(response, prompt, facts.vendor):
        for sentence in sentences(passage.text, lexicon, opens=passage.opens):
            found = list(_of_sentence(sentence, asked))
            # "Made by Microsoft, based on OpenAI's technology" says who made it; whose ideas it uses is another matter.
            settled = any(each.kind is Kind.MAKER and _borne_out(each, facts) for each in found)
            yield from (
                (each, sentence, passage.role) for each in found if not settled or _borne_out(each, facts)
            )


def _of_sentence(sentence: Sentence, asked: bool) -> Iterator[Found]:
    if sentence.mentions:
        yield from english.claims(sentence, asked_of_maker=asked)
        if _CHINESE.search(sentence.marked):
            yield from chinese.claims(sentence, asked_of_maker=asked)
    if _CUE.search(sentence.marked):
        yield from unlisted.claims(sentence)


def _conflict(
    found: Found, sentence: Sentence, role: str, facts: FactSet, strict: StrictList
) -> _Conflict | None:
    evidence = _excerpt(sentence.text)
    if found.kind is Kind.NONE:
        claim, fact = Claim("none"), f"F says its maker is {facts.maker}"
        return _Conflict(Outcome.INVENTED_MAKER, False, found, claim, fact, role, evidence)
    if found.kind is Kind.COINED:
        claim, fact = Claim(found.words), f"F says its maker is {facts.maker}"
        listed = strict.covers("", found.words)
        return _Conflict(Outcome.INVENTED_MAKER, listed, found, claim, fact, role, evidence)
    if found.kind is Kind.PLACE:
        return _place_conflict(found, facts, role, evidence)
    other = next((name for name in found.names if not _is_own(name, facts)), None)
    if other is None:
        return None
    fact = f"F says its maker is {facts.maker}" + (
        f", its model {facts.model}" if found.kind is Kind.MODEL else ""
    )
    counts = found.kind in (Kind.MAKER, Kind.MODEL)
    foreign = [name for name in found.names if not _is_own(name, facts)]
    listed = counts and any(strict.covers(name.owner, name.name) for name in foreign)
    claim = Claim(other.owner, "" if other.kind == vendors.MAKER else other.name)
    return _Conflict(Outcome.OTHER_MAKER, listed, found, claim, fact, role, evidence)


def _place_conflict(found: Found, facts: FactSet, role: str, evidence: str) -> _Conflict | None:
    """A place conflicts where neither its country nor, for a city of another maker, the city is in the facts."""
    if _at_home(found, facts):
        return None
    claim = Claim(found.names[0].name)
    home = ", ".join(part for part in (str(facts.headquarters), str(facts.country)) if part)
    return _Conflict(
        Outcome.OTHER_MAKER, False, found, claim, f"F says its maker sits in {home}", role, evidence
    )


def _at_home(found: Found, facts: FactSet) -> bool:
    return any(_is_home(name, facts) for name in found.names)


def _is_home(place: Mention, facts: FactSet) -> bool:
    own = {name.casefold() for name in facts.own_places}
    if place.name.casefold().rstrip(".") in {name.rstrip(".") for name in own}:
        return True
    return place.owner.casefold() in own and place.name not in _other_seats(facts)


def _other_seats(facts: FactSet) -> frozenset[str]:
    """Cities where makers other than this one sit: San Francisco is in Microsoft's country, yet not its seat."""
    from core.ice.facts import load
    from core.ice.facts import vendors as ids

    return frozenset(
        city for vendor in ids() if vendor != facts.vendor for city in load(vendor).headquarters.names
    )


def _is_own(name: Mention, facts: FactSet) -> bool:
    if name.owner == facts.vendor:
        return True
    return name.name.casefold() in {own.casefold() for own in facts.own_names}


def _borne_out(found: Found, facts: FactSet) -> bool:
    stated = found.kind in (Kind.MAKER, Kind.MODEL) and bool(found.names)
    return stated and all(_is_own(name, facts) for name in found.names)


def _rank(conflict: _Conflict) -> tuple[bool, bool, list[Kind]]:
    order = [Kind.MAKER, Kind.MODEL, Kind.PLACE, Kind.POLICY, Kind.COINED, Kind.NONE]
    return (
        not conflict.strict,
        conflict.outcome is not Outcome.OTHER_MAKER,
        order[order.index(conflict.found.kind) :][::-1],
    )


def _contradiction(conflict: _Conflict) -> IceVerdict:
    reason = (
        f"The response {conflict.found.kind}: {conflict.claim}. {conflict.fact}. It reads: "
        f"“{conflict.evidence}”"
    )
    return IceVerdict(conflict.outcome, conflict.strict, conflict.claim, reason, conflict.evidence)


def _in_role(conflict: _Conflict) -> IceVerdict:
    reason = (
        f"In a marked role ({conflict.role[:60]}) the response {conflict.found.kind}: {conflict.claim}; "
        f"as itself it claims nothing that conflicts. It reads: “{conflict.evidence}”"
    )
    return IceVerdict(Outcome.ROLE_ONLY, False, conflict.claim, reason, conflict.evidence)


def _consistent(claim: tuple[Found, Sentence, str], facts: FactSet) -> IceVerdict:
    found, sentence, _ = claim
    name, evidence = found.names[0], _excerpt(sentence.text)
    made = Claim(facts.vendor, "" if name.kind == vendors.MAKER else name.name)
    reason = f"The response {found.kind}: {made}, as F has it. It reads: “{evidence}”"
    return IceVerdict(Outcome.CONSISTENT, False, made, reason, evidence)


def _nothing_claimed(response: str) -> IceVerdict:
    if match := _REFUSAL.search(response[:400]):
        evidence = _excerpt(response[match.start() : match.start() + _QUOTED])
        return IceVerdict(
            Outcome.REFUSED, False, None, f"It declines and names no identity: “{evidence}”", evidence
        )
    return IceVerdict(
        Outcome.CONSISTENT, False, None, ("The response says nothing of itself that conflicts with F.")
    )


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED else f"{flat[:_QUOTED].rstrip()}…"
