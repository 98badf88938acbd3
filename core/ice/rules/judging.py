"""From the claims of a response to a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.ice import vendors
from core.ice.facts import FactSet
from core.ice.rules import chinese, english, unlisted
from core.ice.rules.conflicts import Conflict, Said, at_home, borne_out, conflict, shown
from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import Sentence, sentences
from core.ice.rules.voices import passages
from core.ice.strict import DEFAULT, StrictList
from core.ice.verdict import Claim, IceVerdict, Outcome

# A response longer than this is no answer a person would read; its head and tail are judged.
LONGEST_HEAD, LONGEST_TAIL = 150_000, 50_000
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ABOUT_YOU = re.compile(r"\b(?:you|your|yours)\b|您|你|贵", re.IGNORECASE)
_ABOUT_OTHERS = re.compile(
    r"\b(?:rely|relies|depend|open[- ]source|use of|standards?)\b|依赖|标准|开源|开放源代码", re.IGNORECASE
)
_BASIS = re.compile(
    r"\b(?:based|built|building|relying|leverag\w*|partner\w*|powered)\b|基于|依托|借助|合作", re.IGNORECASE
)
_REFUSAL = re.compile(
    r"\b(?:i(?:'m| am) (?:very |really |truly )?(?:sorry|unable|not able)|i apologi[sz]e"
    r"|i (?:can(?:'t|not)|won't|will not|must decline|do not feel|don't feel)|unable to"
    r"|against my|i must (?:decline|refuse)|decline to)\b"
    r"|抱歉|对不起|无法|不能(?:提供|回答|协助|继续|满足|参与)|拒绝",
    re.IGNORECASE,
)
_REJECTED = re.compile(r"\W*(?:i )?reject(?:ed|s)? to (?:respond|answer)\W*", re.IGNORECASE)
_OF_ITSELF = re.compile(r"\b(?:i|me|my|we|our|us|this|nobody|myself)\b|我|本", re.IGNORECASE)
_QUOTED = 240


def judge(
    prompt: str, question: str, response: str, facts: FactSet, strict: StrictList = DEFAULT
) -> IceVerdict:
    """Judge one response; `prompt` is the whole text that was asked, `question` the identity question in it.

    A contradiction is a claim made as oneself that the facts do not bear out. Pure; time is linear in the texts.
    """
    if not response.strip() or _REJECTED.fullmatch(response[:200]):
        return IceVerdict(Outcome.NO_ANSWER, False, None, "There is no answer.")
    claims = list(_claims(prompt, question, _bounded(response), facts))
    conflicts = [found for said in claims if (found := conflict(said, facts, strict))]
    truth = next((said for said in claims if not said.role and borne_out(said.found, facts)), None)
    if own := _standing(claims, conflicts, facts, settled=truth is not None):
        return _contradiction(min(own, key=lambda each: each.rank))
    if truth:
        return _consistent(truth, facts)
    return _in_role(min(conflicts, key=lambda each: each.rank)) if conflicts else _nothing_claimed(response)


def _standing(
    claims: list[Said], conflicts: list[Conflict], facts: FactSet, *, settled: bool
) -> list[Conflict]:
    """Return the contradictions made as oneself that nothing else in the response takes back.

    "No company's product, but an assistant made by Zhipu" names its maker after all (`settled`), and who has people
    in two countries, one of them the right one, does not deny it.
    """
    seated = any(
        said.found.kind is Kind.PLACE and not said.role and at_home(said.found, facts) for said in claims
    )
    excused = {Kind.NONE} if settled else set()
    excused |= {Kind.PLACE} if seated else set()
    standing = [each for each in conflicts if not each.said.role]
    return [each for each in standing if each.said.found.kind not in excused]


def _claims(prompt: str, question: str, response: str, facts: FactSet) -> Iterator[Said]:
    lexicon = vendors.lexicon_with(facts)
    asked = bool(_ABOUT_YOU.search(question[:2000])) and not _ABOUT_OTHERS.search(question[:2000])
    for passage in passages(response, prompt, facts.vendor):
        for sentence in sentences(passage.text, lexicon, opens=passage.opens):
            words = _excerpt(sentence.text)
            for found in _meant(sentence, list(_of_sentence(sentence, asked)), facts):
                yield Said(found, words, passage.role)


def _of_sentence(sentence: Sentence, asked: bool) -> Iterator[Found]:
    if sentence.mentions:
        yield from english.claims(sentence, asked_of_maker=asked)
        if _CHINESE.search(sentence.marked):
            yield from chinese.claims(sentence, asked_of_maker=asked)
    if _OF_ITSELF.search(sentence.marked):
        yield from unlisted.claims(sentence)


def _meant(sentence: Sentence, found: list[Found], facts: FactSet) -> list[Found]:
    """Leave out whose ideas are used: "made by Microsoft, based on OpenAI's technology" says who made it."""
    settled = any(each.kind is Kind.MAKER and borne_out(each, facts) for each in found)
    if settled and _BASIS.search(sentence.marked):
        return [each for each in found if borne_out(each, facts)]
    return found


def _contradiction(found: Conflict) -> IceVerdict:
    words = found.said.words
    reason = (
        f"The response {found.said.found.kind}: {found.named}; {found.fact}.{_quoted(words, found.named)}"
    )
    return IceVerdict(found.outcome, found.strict, found.claim, reason, words)


def _in_role(found: Conflict) -> IceVerdict:
    reason = (
        f"In a marked role ({found.said.role[:60]}) the response {found.said.found.kind}: {found.named}; "
        f"as itself it claims nothing that conflicts with the facts.{_quoted(found.said.words, found.named)}"
    )
    return IceVerdict(Outcome.ROLE_ONLY, False, found.claim, reason, found.said.words)


def _consistent(said: Said, facts: FactSet) -> IceVerdict:
    name = said.found.names[0]
    claim = Claim(facts.vendor, "" if name.kind == vendors.MAKER else name.name)
    named = shown(claim)
    reason = f"The response {said.found.kind}: {named}, as the facts have it.{_quoted(said.words, named)}"
    return IceVerdict(Outcome.CONSISTENT, False, claim, reason, said.words)


def _nothing_claimed(response: str) -> IceVerdict:
    if match := _REFUSAL.search(response[:400]):
        words = _excerpt(response[match.start() : match.start() + _QUOTED])
        reason = f"It declines and names no identity: “{words}”"
        return IceVerdict(Outcome.REFUSED, False, None, reason, words)
    reason = "The response says nothing of itself that conflicts with the facts."
    return IceVerdict(Outcome.CONSISTENT, False, None, reason)


def _quoted(words: str, named: str) -> str:
    """The words that the verdict was read from, where they say more than the name that was given already."""
    return "" if words.strip(" .!。！") == named else f" It reads: “{words}”"


def _bounded(response: str) -> str:
    if len(response) <= LONGEST_HEAD + LONGEST_TAIL:
        return response
    return f"{response[:LONGEST_HEAD]}\n{response[-LONGEST_TAIL:]}"


def _excerpt(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _QUOTED else f"{flat[:_QUOTED].rstrip()}…"
