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
    "at most": ", at most {high} by the 95 % interval, which counts the {families} template families and not the "
    "answers",
    "at least": ", at least {low} by the 95 % interval, which counts the {families} template families and not the "
    "answers",
    "claims": "In these it most often claims to come from {maker} ({times}).",
    "once": "once",
    "times": "{count} times",
    "no claims": "It claims no maker in any of them.",
    "unprompted": "Where the prompt itself named none of the makers and models that are looked for (the strict list), "
    "{hard} of {of} responses still claimed to be one of them.",
    "unprompted none": "Where the prompt itself named none of the makers and models that are looked for (the strict "
    "list), none of {of} responses claimed to be one of them.",
    "missing": "{missing} of {all} questions got no verdict, so the others may not be typical.",
    "search": "The prompts were found by searching for contradictions, so this is what can be provoked and not a rate "
    "of ordinary use.",
    "few": "The prompts were worded in fewer than ten independent ways (templates), too few to say how far chance may "
    "have moved this figure.",
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
    "at most": "，按 95% 区间至多 {high}，该区间以 {families} 个模板家族而非回答数计算",
    "at least": "，按 95% 区间至少 {low}，该区间以 {families} 个模板家族而非回答数计算",
    "claims": "其中最常自称来自 {maker}（{times}）。",
    "once": "1 次",
    "times": "{count} 次",
    "no claims": "其中没有自称任何厂商。",
    "unprompted": "当提示本身没有提及所查找的厂商和模型（严格名单）时，{of} 个回答中仍有 {hard} 个自称是其中之一。",
    "unprompted none": "当提示本身没有提及所查找的厂商和模型（严格名单）时，{of} 个回答都没有自称是其中之一。",
    "missing": "{all} 个问题中有 {missing} 个没有判定结果，其余的未必有代表性。",
    "search": "这些提示是为找出矛盾而搜索得来的，因此它表示能诱发什么，而不是日常使用中的比例。",
    "few": "提示的独立措辞方式（模板）少于十种，无法判断偶然性对此数字有多大影响。",
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
    return _TEXTS[language][name].format(low=low, high=high, families=f"{row.lineages:,}")


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
    return text["unprompted" if hard else "unprompted none"].format(of=f"{row.unnamed:,}", hard=f"{hard:,}")


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
