"""Tokens, estimated without a tokenizer: good to about a fifth, which a cost range allows for."""

from __future__ import annotations

import re

from core.llm.chat import ChatRequest

USUAL_ANSWER = 600  # tokens, where no max_tokens is given: the length of a common chat answer
LONGEST_ANSWER = 4_096  # tokens set aside for an answer without a limit
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_PER_MESSAGE = 4


def text_tokens(text: str) -> int:
    """About how many tokens a text is: a Chinese character is about 0.7, four other characters are one."""
    wide = 0 if text.isascii() else len(_CJK.findall(text))
    return round(wide * 0.7 + (len(text) - wide) / 4) + 1


def request_tokens(request: ChatRequest) -> int:
    """About how many tokens a request sends."""
    return sum(text_tokens(m.content) + _PER_MESSAGE for m in request.messages)


def output_bound(request: ChatRequest) -> int:
    """The most tokens a reply can have; without a limit, what a long answer has."""
    return int(request.params.get("max_tokens") or LONGEST_ANSWER)
