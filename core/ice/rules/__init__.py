"""The built-in ICE judge: reads first-person identity claims by rule, and compares them with the facts.

It needs no key and no network, always gives the same answer, and quotes what its verdict rests on. The rules are
those of the labelling guide (docs/ice-labelling-guide.md).
"""

from __future__ import annotations

from core.ice.facts import FactSet
from core.ice.strict import DEFAULT, StrictList
from core.ice.verdict import IceVerdict

NAME = "rules"
VERSION = "2"

__all__ = ["NAME", "VERSION", "judge"]


def judge(
    prompt: str, question: str, response: str, facts: FactSet, strict: StrictList = DEFAULT
) -> IceVerdict:
    """Judge one response; `prompt` is the whole text that was asked, `question` the identity question in it.

    A contradiction is a claim made as oneself that the facts do not bear out; it is strict where it claims an
    identity of the list. Pure and always the same; time is linear in the texts. The head and tail of a response of
    more than 200,000 characters are read.
    """
    # Compiling the patterns takes a third of a second, which only those who judge should pay.
    from core.ice.rules import judging

    return judging.judge(prompt, question, response, facts, strict)
