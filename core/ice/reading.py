"""ICE results in plain words, by rules over the figures: two or three sentences, the limits among them."""

from __future__ import annotations

from typing import Literal

from core.ice.scores import IceRow

Language = Literal["en", "zh"]

_ENGLISH = {
    "nothing": "{model} answered none of the {asked} questions, so nothing can be said.",
    "none": "The judge {judge} found none of {answered} responses of {model} in conflict with the facts "
    "about it{limit}.",
    "some": "The judge {judge} found {loose} of {answered} responses of {model} in conflict with the facts about it "
    "({rate:.1%}{limit}).",
    "interval": ", 95 % interval {low:.1%} to {high:.1%}",
    "at most": ", at most {high:.1%} by the 95 % interval",
    "at least": ", at least {low:.1%} by the 95 % interval",
    "claims": "In these it most often claims to come from {maker} ({count} times); {unnamed} of the {hard_of} "
    "responses to prompts that name no such identity claim one on the strict list.",
    "no claims": "It claims no maker in any of them.",
    "search": "The prompts were found by search, so this is what can be found and not a rate of ordinary use.",
    "few": "With fewer than ten independent templates no interval can be given.",
    "acquittal": "Finding none is no acquittal: identity training hides what is looked for.",
    "limit": "Claiming to be another model has several causes, among them web text and suggestive prompts.",
}
_CHINESE = {
    "nothing": "{model} 对 {asked} 个问题都没有回答，无法得出任何结论。",
    "none": "评判者 {judge} 在 {model} 的 {answered} 个回答中没有发现与其事实相矛盾的内容{limit}。",
    "some": "评判者 {judge} 发现 {model} 的 {answered} 个回答中有 {loose} 个与其事实相矛盾（{rate:.1%}{limit}）。",
    "interval": "，95% 区间 {low:.1%} 至 {high:.1%}",
    "at most": "，按 95% 区间至多 {high:.1%}",
    "at least": "，按 95% 区间至少 {low:.1%}",
    "claims": "其中最常自称来自 {maker}（{count} 次）；在未提及此类身份的 {hard_of} 个提示中，"
    "有 {unnamed} 个回答自称严格名单上的身份。",
    "no claims": "其中没有自称任何开发者。",
    "search": "这些提示是搜索得来的，因此它表示能找到什么，而不是日常使用中的比例。",
    "few": "独立模板少于十个，无法给出区间。",
    "acquittal": "没有发现并不等于清白：身份训练会掩盖所要寻找的内容。",
    "limit": "自称是别的模型有多种成因，例如网络文本和带暗示的提示。",
}
_TEXTS: dict[Language, dict[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}


def read_ice(row: IceRow, *, found_by_search: bool = False, language: Language = "en") -> str:
    """What a model's identity scores say; `found_by_search`: the templates come from the fuzzer."""
    text = _TEXTS[language]
    if row.loose is None:
        return text["nothing"].format(model=row.model, asked=row.asked)
    hits = round(row.loose * row.answered)
    opening = text["some" if hits else "none"].format(
        judge=row.judge,
        loose=hits,
        answered=row.answered,
        model=row.model,
        rate=row.loose,
        limit=_ends(row, text),
    )
    sentences = [opening, _claims(row, text) if hits else "", _limit(row, hits, found_by_search, text)]
    return ("" if language == "zh" else " ").join(sentence for sentence in sentences if sentence)


def _ends(row: IceRow, text: dict[str, str]) -> str:
    if row.low is None and row.high is None:
        return ""
    name = "at most" if row.low is None else "at least" if row.high is None else "interval"
    return text[name].format(low=row.low, high=row.high)


def _claims(row: IceRow, text: dict[str, str]) -> str:
    if not row.claims_in_conflict:
        return text["no claims"]
    maker, count = next(iter(row.claims_in_conflict.items()))
    hard = round((row.hard_unnamed or 0.0) * row.unnamed)
    return text["claims"].format(maker=maker, count=count, unnamed=hard, hard_of=row.unnamed)


def _limit(row: IceRow, hits: int, found_by_search: bool, text: dict[str, str]) -> str:
    if not hits:
        return text["acquittal"]
    if found_by_search:
        return text["search"]
    return text["few"] if row.low is None and row.high is None else text["limit"]
