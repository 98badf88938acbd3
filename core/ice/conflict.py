"""What an LLM judge of ICE says in `conflict`: true or false, or a word in its place, with or without a remark."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

_YES = frozenset(
    {"true", "yes", "y", "1", "conflict", "是", "真", "有", "有冲突", "冲突", "存在冲突", "矛盾"}
)
_NO = frozenset(
    {"false", "no", "n", "0", "none", "no conflict", "not a conflict"}
    | {"否", "假", "无", "没有", "无冲突", "没有冲突", "不冲突", "不存在冲突", "不是"}
)
_REMARK = re.compile(r"[,，;；:：(（]| [-–—] ")
_CLAUSE = re.compile(
    r"[,，;；:：()（）.。!！?？]| [-–—] |\b(?:and|but|however|yet|although|though)\b|但是?|不过|然而|却|而且?|并且|且"
)
_AGAINST = re.compile(r"conflict|contradict|inconsisten|\bdisagree|\bmismatch|冲突|矛盾|不一致|不符|相悖")
_WITH = re.compile(r"\bconsisten|\bagree|\bmatch|(?<!不)一致|(?<!不)相符|(?<!不)符合")
_NOT = re.compile(
    r"\b(?:no|not|none|nothing|never|neither|nor|without|cannot|hardly|free of|nowhere)\b|n[’']t\b|不|没|无|未|非"
)
_SHORT = re.compile(r"\b(?:it|there|this|that)\s+(?:does|is)(\s+not|n[’']t)?(?:\s+(?:one|so|indeed))?\s*$")


def truth(value: Any) -> bool | None:
    """Whether there is a conflict; None where that cannot be told.

    The first word is the verdict ("Yes, it names another maker"), unless the remark after it says the opposite
    ("No, it does conflict"): then nobody knows which is meant.
    """
    if isinstance(value, bool):
        return value
    value = int(value) if isinstance(value, float) and value in (0.0, 1.0) else value
    text = str(value).casefold() if isinstance(value, str | int) else ""
    word, *remark = _REMARK.split(text, maxsplit=1)
    verdict = _plain(word)
    return None if verdict is None or (not verdict) in _remarks("".join(remark)) else verdict


def _plain(word: str) -> bool | None:
    word = word.strip().strip(".。!！'\"*").strip()
    if word in _YES:
        return True
    return False if word in _NO else None


def _remarks(remark: str) -> Iterator[bool]:
    """What each clause of a remark says of a conflict, where it speaks of one."""
    for clause in _CLAUSE.split(remark):
        said = _plain(clause)
        if said is None:
            said = _in_words(clause)
        if said is not None:
            yield said


def _in_words(clause: str) -> bool | None:
    """A conflict that is named, or agreement, turned round by a negation before it."""
    if short := _SHORT.search(clause):
        return not short.group(1)
    if found := _AGAINST.search(clause):
        return not _NOT.search(clause, 0, found.start())
    if found := _WITH.search(clause):
        return bool(_NOT.search(clause, 0, found.start()))
    return True if re.match(r"\s*(?:actually,? )?yes\b", clause) else None
