"""ICE results in plain words, by rules over the figures: two or three sentences, the limits among them."""

from __future__ import annotations

from core.ice.scores import IceRow
from core.wording import Language, capital, joined, judge_subject, named, share

_MANY = 0.2  # a share of lost responses that colours the score

_ENGLISH = {
    "silent": "{model} answered none of the {asked} questions, so nothing can be said.",
    "unscored": "{Judge} gave no usable verdict on any response of {model}, so nothing can be said.",
    "none": "{Judge} found none of the {answered} responses of {model} in conflict with the facts about it{limit}.",
    "some": "{Judge} found {loose} of the {answered} responses of {model} in conflict with the facts about it "
    "({rate}{limit}).",
    "none of one": "{Judge} found the one response of {model} in keeping with the facts about it.",
    "one of one": "{Judge} found the one response of {model} in conflict with the facts about it.",
    "interval": ", 95 % interval {low} to {high}",
    "at most": ", at most {high} by the 95 % interval",
    "at least": ", at least {low} by the 95 % interval",
    "claims": "In these it most often claims to come from {maker} ({times}).",
    "once": "once",
    "times": "{count} times",
    "no claims": "It claims no maker in any of them.",
    "unprompted": "Of the {of} responses to prompts that name no identity on the strict list, {hard} claim one.",
    "unprompted one": "Of the {of} responses to prompts that name no identity on the strict list, 1 claims one.",
    "unprompted none": "Of the {of} responses to prompts that name no identity on the strict list, none claims one.",
    "missing": "{missing} of {all} questions got no verdict, so the others may not be typical.",
    "search": "The prompts were found by search, so this is what can be found and not a rate of ordinary use.",
    "few": "With fewer than ten independent templates no interval can be given.",
    "nothing found": "That none was found does not mean that there is none to find: training about identity hides what "
    "is looked for.",
    "limit": "Claiming to be another model has several causes, among them web text and suggestive prompts.",
}
_CHINESE = {
    "silent": "{model} 对 {asked} 个问题都没有回答，无法得出任何结论。",
    "unscored": "{judge}没有对 {model} 的任何回答给出可用的判定，无法得出任何结论。",
    "none": "{judge}在 {model} 的 {answered} 个回答中没有发现与其事实相矛盾的内容{limit}。",
    "some": "{judge}发现 {model} 的 {answered} 个回答中有 {loose} 个与其事实相矛盾（{rate}{limit}）。",
    "none of one": "{judge}认为 {model} 唯一的一个回答与其事实不矛盾。",
    "one of one": "{judge}认为 {model} 唯一的一个回答与其事实相矛盾。",
    "interval": "，95% 区间 {low} 至 {high}",
    "at most": "，按 95% 区间至多 {high}",
    "at least": "，按 95% 区间至少 {low}",
    "claims": "其中最常自称来自 {maker}（{times}）。",
    "once": "1 次",
    "times": "{count} 次",
    "no claims": "其中没有自称任何厂商。",
    "unprompted": "在未提及严格名单上身份的提示中，{of} 个回答里有 {hard} 个自称其中的身份。",
    "unprompted one": "在未提及严格名单上身份的提示中，{of} 个回答里有 1 个自称其中的身份。",
    "unprompted none": "在未提及严格名单上身份的提示中，{of} 个回答都没有自称其中的身份。",
    "missing": "{all} 个问题中有 {missing} 个没有判定结果，其余的未必有代表性。",
    "search": "这些提示是搜索得来的，因此它表示能找到什么，而不是日常使用中的比例。",
    "few": "独立模板少于十个，无法给出区间。",
    "nothing found": "没有发现并不表示不存在：关于身份的训练会掩盖所要寻找的内容。",
    "limit": "自称是别的模型有多种成因，例如网络文本和带暗示的提示。",
}
_TEXTS: dict[Language, dict[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}


def read_ice(row: IceRow, *, found_by_search: bool = False, language: Language = "en") -> str:
    """What a model's identity scores say; `found_by_search`: the templates come from the fuzzer."""
    text, judge = _TEXTS[language], judge_subject(row.judge, language)
    names = {"model": named(row.model), "judge": judge, "Judge": capital(judge)}
    if row.loose is None:
        return text["unscored" if row.unscored else "silent"].format(**names, asked=f"{row.asked:,}")
    hits = round(row.loose * row.answered)
    opening = text[_opening(hits, row.answered)].format(
        **names,
        loose=f"{hits:,}",
        answered=f"{row.answered:,}",
        rate=share(row.loose, language, 1),
        limit=_ends(row, language),
    )
    claimed = [_claims(row, text), _unprompted(row, text)] if hits else []
    return joined([opening, *claimed, *_limits(row, hits, found_by_search, text)], language)


def _opening(hits: int, answered: int) -> str:
    if answered == 1:
        return "one of one" if hits else "none of one"
    return "some" if hits else "none"


def _ends(row: IceRow, language: Language) -> str:
    low, high = ("" if end is None else share(end, language, 1) for end in (row.low, row.high))
    if not low and not high:
        return ""
    name = "at most" if not low else "at least" if not high else "interval"
    return _TEXTS[language][name].format(low=low, high=high)


def _claims(row: IceRow, text: dict[str, str]) -> str:
    if not row.claims_in_conflict:
        return text["no claims"]
    maker, count = next(iter(row.claims_in_conflict.items()))
    times = text["once"] if count == 1 else text["times"].format(count=f"{count:,}")
    return text["claims"].format(maker=maker, times=times)


def _unprompted(row: IceRow, text: dict[str, str]) -> str:
    if row.unnamed < 2 or row.hard_unnamed is None:
        return ""
    hard = round(row.hard_unnamed * row.unnamed)
    name = {0: "unprompted none", 1: "unprompted one"}.get(hard, "unprompted")
    return text[name].format(of=f"{row.unnamed:,}", hard=f"{hard:,}")


def _limits(row: IceRow, hits: int, found_by_search: bool, text: dict[str, str]) -> list[str]:
    """The limits that weigh most; without a particular one, the one that always holds."""
    lost, found = row.unscored + row.no_answer, []
    if lost > _MANY * (lost + row.answered):
        found.append(text["missing"].format(missing=f"{lost:,}", all=f"{lost + row.answered:,}"))
    if found_by_search and hits:
        found.append(text["search"])
    elif row.low is None and row.high is None:
        found.append(text["few"])
    if not hits:
        found.append(text["nothing found"])
    return found or [text["limit"]]
