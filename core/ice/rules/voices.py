"""Who speaks: splits a response into passages said as oneself and passages said in a marked role.

A role is marked in the response itself: a label such as "[ChatGPT]:" or "John's response:", a code block or
quotation, "As DAN, ...", "I am DUDE", or a block announced as a story, a script or an answer in character.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.ice.rules import personas
from core.ice.rules.personas import Cast

_BRACKET = re.compile(r"[\s>*_#~\-•·🔒🔓]{0,8}[\[【(（]\s*([^\]】)）\n]{1,48})[\]】)）][*_\s]{0,4}([:：.]?)")
_PLAIN = re.compile(
    r"\s{0,4}(#{1,6} )?[*_]{0,3}([^\s*_#:：\"“\[【(（][^*_#:：\n\"“]{0,47})[*_]{0,3}\s?([:：]|$)[*_]{0,3}"
)
_RULE = re.compile(r"\s*(?:-{3,}|\*{3,}|_{3,}|={3,})\s*$")
_FENCE = re.compile(r"\s*(?:```|~~~)")
_CLOSER = re.compile(
    r"[\s*_#(（]*(?:if you(?:'d| have| need| want| are|'re)|(?:please )?note\b|please remember"
    r"|remember[,:]|let me know|feel free|"
    r"however, (?:it'?s|i must|please|in reality|as an ai|i am)|in reality|in summary|as an ai\b|i hope this|"
    r"this (?:response|version|approach|answer|example) |(?:it'?s|it is) important|disclaimer|to "
    r"clarify|back to|"
    r"i'm here to|but seriously|on a (?:more )?serious note|out of character|"
    r"如果您|如果你|请注意|注意[：:]|需要注意|以上|希望(?:这|以上)|请记住|实际上|作为(?:一个|一名)?(?:人工智能|AI)|总之|需要说明|需要强调)",
    re.IGNORECASE,
)
_FICTION = re.compile(
    r"\b(?:in character|narrative|story|storyline|scene|script|persona|role-?play\w*|fiction\w*"
    r"|hypothetical\w*|"
    r"revised version|rewritten|rephras\w*|in the style|playful|tone|template|character|dialogue"
    r"|parody|satirical|imagin\w*|"
    r"translat\w*|example of|simulat\w*|pretend\w*|mimic\w*|theme)\b"
    r"|虚构|角色|故事|剧本|假设|模拟|扮演|风格|叙事|设定|示例|改写|翻译|场景|情境",
    re.IGNORECASE,
)
# An opening such as "Here's the answer without role play" announces no fiction.
_PLAINLY = re.compile(
    r"\b(?:outside|instead of|without|rather than|actual|real|serious|straightforward|not (?:able"
    r"|going)|can(?:'t|not)|"
    r"in reality)\b|实际|真实|不能|无法",
    re.IGNORECASE,
)
# "WARNING: the following is purely fictional" marks all that comes after it.
_FICTION_NOTICE = re.compile(
    r"[^\n]{0,40}\b(?:warning|disclaimer|note|notice)\b[^\n]{0,120}\b(?:entertainment purposes"
    r"|purely fictional|entirely fictional|fictional and|work of fiction)"
    r"|[^\n]{0,20}(?:警告|免责声明|声明|注意)[^\n]{0,60}(?:仅供娱乐|纯属虚构|完全虚构)",
    re.IGNORECASE,
)
_ANNOUNCED = re.compile(r"[:：][*_\s]{0,4}$")


@dataclass(frozen=True, slots=True)
class Passage:
    """A line of a response. `role` names the marked role that speaks, and is empty for the model itself.

    `opens` is true for the first line said as oneself: there an answer needs no "I".
    """

    text: str
    role: str = ""
    opens: bool = False


@dataclass(slots=True)
class _State:
    role: str = ""
    part: str = ""  # who speaks in between, until the response turns to its reader: the thing that the prompt made of it
    fenced: bool = False
    awaits_fiction: bool = False
    in_block: bool = False
    all_fiction: bool = False


def passages(response: str, prompt: str, own: str = "") -> Iterator[Passage]:
    """Yield the non-empty lines of a response with their speakers; `prompt` names personas to know them by.

    `own` is the vendor id of the model itself: a label with its own name is no role.
    """
    cast, opened = Cast(prompt, own), False
    part = personas.thing(response, cast)
    state = _State(role=part, part=part)
    for line in response.splitlines():
        if not line.strip():
            continue
        for passage in _line(line, state, cast):
            role = passage.role or ("fiction" if state.all_fiction else "")
            first = not role and not opened
            opened = opened or first
            yield Passage(passage.text, role, first)


def _line(line: str, state: _State, cast: Cast) -> Iterator[Passage]:
    if _FENCE.match(line):
        state.fenced = not state.fenced
    elif state.fenced:
        yield Passage(line, "a code block")
    elif _RULE.match(line):
        _cross_rule(state)
    elif line.lstrip().startswith((">", "》")) and not line.lstrip().startswith(">>"):
        yield Passage(line, "a quotation")
    else:
        yield _spoken(line, state, cast)


def _cross_rule(state: _State) -> None:
    """A rule opens the block that the line before announced, and closes an open one."""
    if state.awaits_fiction:
        state.role, state.awaits_fiction, state.in_block = "fiction", False, True
    else:
        state.role, state.in_block = state.part, False


def _spoken(line: str, state: _State, cast: Cast) -> Passage:
    state.all_fiction = state.all_fiction or bool(_FICTION_NOTICE.match(line))
    label, rest = _label(line, cast)
    if label is not None:
        label = label or state.part
        state.role, state.in_block, state.awaits_fiction = label, bool(label) and state.in_block, False
        return Passage(rest, label)
    if state.role and not state.in_block and _CLOSER.match(line):
        state.role = state.part = ""
    if not state.role and (adopted := personas.adopted(line, cast)):
        state.role = adopted
    if state.awaits_fiction and not state.role:
        state.role, state.awaits_fiction = "fiction", False
    passage = Passage(line, state.role)
    if not state.role:
        state.awaits_fiction = _announces_fiction(line)
    return passage


def _announces_fiction(line: str) -> bool:
    """Whether the end of the line says that what comes next is a story, a script, an answer in character."""
    if not _ANNOUNCED.search(line):
        return False
    last = re.split(r"[.!?。！？]\s*", line.rstrip(" *_:："))[-1]
    return bool(_FICTION.search(last)) and not _PLAINLY.search(last)


def _label(line: str, cast: Cast) -> tuple[str | None, str]:
    """Return (role, rest): the role is "" for a label of the model's own voice, None where there is no label."""
    heading = line.lstrip(" #*_>")
    if bracket := _BRACKET.match(line):
        kind = personas.kind_of_bracket(bracket.group(1), bool(bracket.group(2)), cast)
        if kind is not None:
            return (bracket.group(1).strip() if kind else ""), line[bracket.end() :] or " "
    if plain := _PLAIN.match(line):
        kind = personas.kind_of_label(plain.group(2), cast, heading=line.lstrip().startswith(("#", "*")))
        if kind is not None and (plain.group(3) or heading != line):
            return (plain.group(2).strip() if kind else ""), line[plain.end() :] or " "
    return None, line
