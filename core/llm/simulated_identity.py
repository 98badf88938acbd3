"""How simulated models answer when they are asked who they are."""

from __future__ import annotations

import json
import re
import tomllib
from functools import cache
from typing import Any

from core import resources
from core.llm.simulated_text import data, draw, language, pick

_SENTENCE = re.compile(r"[^.?!。？！\n]+[.?!。？！]?")
_YOU = re.compile(r"(?i)\b(you|your|yourself)\b|[你您]")
_MAKING = re.compile(
    r"""(?ix)
    \bwho \s (?:exactly\s|really\s)? are \s you\b
    | \bwhat \s (?:exactly\s)? are \s you\b
    | \bwhich \s .{0,30} are \s you\b
    | \b(?:made|created?|creation|develop(?:ed|er|ers|ing|ment)|trained?|built|keeps|tested?|wrote) \b
        .{0,25} \byou(?:r\stech\w+)?\b
    | \byour \s (?:\w+\s){0,3}?
        (?:name|model|makers?|creat\w+|develop\w+|company|team|version|headquarters|training|country|identity
        |parent|products?|owners?|founders?|organi[sz]ation|lab|origin|architecture|engineers?|core|technology
        |platform|code)\b
    | \b(?:firm|brand|compan\w+|country|makers?|enterprise|partners?|servers?|architecture|nationality|version
        |institutions?|organi[sz]ations?|third\sparties|contributors|collaboration|base\smodel)\b .* \byour?\b
    | \byou\b .*
        \b(?:trained|sold|collaboration|nationality|architecture|made\sby|an\sai|gpt|chatgpt|claude)\b
    | 谁|名字|模型|公司|品牌|企业|集团|开发|研发|训练|创造|团队|总部|身份|版本|产品|国|架构|服务器|地区
    | 工程师|老家|开源
    """
)
_QUESTION = re.compile(r"[^.!?。！？\n]*[?？]")


def asks_identity(prompt: str) -> bool:
    """Whether a sentence of the prompt asks its reader who made it, or what it is."""
    said = prompt.lower()
    if any(question in said for question in _shipped_questions()):
        return True
    asked = (sentence for sentence in _SENTENCE.findall(prompt) if sentence.endswith(("?", "？")))
    return any(_YOU.search(sentence) and _MAKING.search(sentence) for sentence in asked)


@cache
def _shipped_questions() -> tuple[str, ...]:
    lines = resources.read_text("ice", "questions.jsonl").splitlines()
    return tuple(str(json.loads(line)["text"]).strip().lower() for line in lines if line.strip())


def claim(prompt: str, name: str, vendor: str, *, wrong: bool, repeat: int) -> str:
    """A first-person answer: the truth about a model of that vendor, or, if `wrong`, another maker's."""
    tongue = language(prompt)
    maker, model = _other(tongue, vendor, prompt, name, repeat) if wrong else _own(vendor, tongue)
    parts = data()["identity"][tongue]
    said = pick(parts["truth"], "claim", name, prompt, repeat).format(maker=maker, model=model)
    rest: str = pick(parts["rest"], "rest", name, prompt, repeat)
    return f"{said}{'' if tongue == 'zh' else ' '}{rest}"


def leaks(prompt: str, name: str, rate: float, *, by_template: bool, repeat: int) -> bool:
    """Whether this answer claims the wrong maker: `rate` of all do, by the same chance every time.

    `by_template`: the rate of a prompt depends on what stands around its questions, from 0 to 1 with
    `rate` as its mean (a cubed uniform draw, so a few templates leak much and most leak little).
    """
    own_rate = rate
    if by_template:
        around = " ".join(_QUESTION.sub(" ", prompt).split())
        own_rate = min(1.0, 4 * rate * draw("template", name, around) ** 3)
    return draw("leak", name, prompt, repeat) < own_rate


def _own(vendor: str, tongue: str) -> tuple[str, str]:
    facts = _facts(vendor)
    return _first(facts, "maker", tongue, vendor), _first(facts, "model", tongue, vendor)


def _first(facts: dict[str, Any], field: str, tongue: str, fallback: str) -> str:
    entry = facts.get(field, {})
    names = entry.get(tongue) or entry.get("en") or [fallback]
    return str(names[0])


def _other(tongue: str, vendor: str, *parts: object) -> tuple[str, str]:
    makers = {name: each for name, each in data()["identity"]["makers"].items() if name != vendor}
    weighted = [each for each in makers.values() for _ in range(each["weight"])]
    maker, model = pick(weighted, "other", *parts)[tongue]
    return maker, model


@cache
def _facts(vendor: str) -> dict[str, Any]:
    try:
        return tomllib.loads(resources.read_text("identity", "facts", f"{vendor}.toml"))
    except (OSError, ValueError):
        return {}
