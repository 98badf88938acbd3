"""What results are worded with, whichever metric they are of: judges by plain names, shares, sentences."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Literal

Language = Literal["en", "zh"]

# The judges that come with the program; in files and on the command line they keep their ids.
_JUDGES: dict[Language, dict[str, str]] = {
    "en": {
        "measured": "Measured judge (built in)",
        "rules": "Rules judge (built in)",
        "published": "Judge of the published log",
    },
    "zh": {
        "measured": "测量评判者（内置）",
        "rules": "规则评判者（内置）",
        "published": "已发表日志的评判者",
    },
}


def judge_name(judge: str, language: Language = "en") -> str:
    """What a judge is called in tables and on charts; a model that judges keeps its own name."""
    return _JUDGES[language].get(judge, judge)


def judge_subject(judge: str, language: Language = "en") -> str:
    """A judge as the subject of a sentence in which nothing else says that it is a judge."""
    known = _JUDGES[language].get(judge)
    if language == "zh":
        return known or f"评判者 {judge} "
    return f"the {known[0].lower()}{known[1:]}" if known else f"the judge {judge}"


def named(model: str) -> str:
    """A model's name in a sentence: between quotes where it has a comma, which would break the sentence up."""
    return f"“{model}”" if "," in model or "，" in model else model


def capital(text: str) -> str:
    """The text as a sentence begins with it."""
    return text[:1].upper() + text[1:]


def share(value: float, language: Language = "en", digits: int = 0) -> str:
    """A share of 0 to 1 in per cent."""
    text = f"{round(100 * value, digits) + 0.0:.{digits}f}"  # + 0.0: no minus before a zero
    return f"{text}%" if language == "zh" else f"{text} %"


def listed(names: Iterable[str], language: Language = "en") -> str:
    """Names one after the other."""
    return ("、" if language == "zh" else ", ").join(names)


def joined(sentences: Iterable[str], language: Language = "en") -> str:
    """Sentences one after the other, without those that are empty."""
    return ("" if language == "zh" else " ").join(sentence for sentence in sentences if sentence)


def once(said: list[str], language: Language, names: Iterable[str] = ()) -> list[str]:
    """The readings with a last sentence that several share, which is a limit, said once at their end.

    names: what may stand in them with a full stop of its own, such as "v0.1. Beta", which ends no sentence.
    """
    stop = "。" if language == "zh" else ". "
    whole = {name: name.replace(stop, _NO_STOP) for name in names if stop in name}
    found = _limits_last([_replaced(text, whole) for text in said], stop)
    return [text.replace(_NO_STOP, stop) for text in found]


_NO_STOP = "\0"  # in the place of a full stop within a name, while sentences are told apart


def _replaced(text: str, instead: Mapping[str, str]) -> str:
    for name in sorted(instead, key=len, reverse=True):
        text = text.replace(name, instead[name])
    return text


def _limits_last(said: list[str], stop: str) -> list[str]:
    parts = [text.rstrip(stop).rpartition(stop) for text in said]
    counts = Counter(last for first, _, last in parts if first)
    shared = [last for last, count in counts.items() if count > 1]
    end = stop.rstrip()
    shown = [
        f"{first}{end}" if last in shared and first else text
        for text, (first, _, last) in zip(said, parts, strict=True)
    ]
    return [*shown, *(f"{last}{end}" for last in shared)]
