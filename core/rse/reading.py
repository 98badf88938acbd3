"""RSE results in plain words, by rules over the figures: two or three sentences, the limits among them.

Similarity is described, never explained: no sentence says where it comes from.
"""

from __future__ import annotations

from typing import Literal

from core.rse.confounds import Confounds
from core.rse.nearest import NearestRow, Ranked
from core.rse.place import Place
from core.rse.scores import RseRow
from core.stats.bootstrap import MINIMUM

Language = Literal["en", "zh"]
SIGNIFICANT = 0.05
# Upper ends of the bands that a score from 1 to 5 is worded in; the last band has none.
_BANDS = ((1.75, "very unlike"), (2.5, "unlike"), (3.5, "somewhat similar to"), (4.25, "similar to"))
_TOP_BAND = "very similar to"
_MANY = 0.2  # a share that colours the score

_ENGLISH = {
    "nothing": "No response of {model} could be compared with {reference}.",
    "score": "By the judge {judge}, the responses of {model} are {band} those of {reference}: {overall:.2f} "
    "on a scale of 1 to 5{interval}, over {n} prompts.",
    "interval": " (95 % interval {low:.2f} to {high:.2f})",
    "placed": "Between unrelated models (0 %) and {reference} asked again (100 %) this is {place:.0%}"
    " ({low:.0%} to {high:.0%}).",
    "unplaced": "Unrelated models and {reference} asked again score too close together to place it between them.",
    "few": "With fewer than {minimum} prompts no interval can be given; read the figure as a first impression.",
    "short": "Many answers are so short that style and structure mean little.",
    "refusals": "Refusals make up {share:.0%} of the answers on one side, which moves the score by itself.",
    "language": "Only {share:.0%} of the answer pairs are in the same language, which lowers the score.",
    "length": "The answers differ much in length (the median ratio is {ratio:.2f}), which moves the score by itself.",
    "unscored": "{missing} judgments are missing, so those that are there may not be typical.",
    "limit": "Similarity has no direction and several causes: shared training data, one right answer, like length.",
    "nearest": "Of the {count} references given, the responses of {model} are closest to those of {first} by the "
    "judge {judge}, which comes first in {stability:.0%} of the resamples of {n} prompts{against}.",
    "nearest unresampled": "Of the {count} references given, the response of {model} is closest to that of {first} by "
    "the judge {judge}, on one prompt{against}.",
    "clear": " and differs clearly from every other",
    "unclear": ", though not clearly ahead of {others}",
    "above": "It is closer to it than any of the unrelated models measured",
    "below": "It is not closer to it than unrelated models are",
    "no floor": "No floor was measured, so unrelated models might come out the same",
    "length same": "; answer length alone names the same one.",
    "length other": "; answer length alone would name {length}.",
    "length unknown": ".",
    "nearest limit": "Closest of those given does not mean derived from it.",
}
_CHINESE = {
    "nothing": "{model} 没有可与 {reference} 比较的回答。",
    "score": "评判者 {judge} 认为，{model} 的回答与 {reference} 的回答{band}："
    "按 1 到 5 分为 {overall:.2f} 分{interval}，共 {n} 个提示。",
    "interval": "（95% 区间 {low:.2f} 至 {high:.2f}）",
    "placed": "以无关模型为 0%、{reference} 重答为 100%，它位于 {place:.0%}（{low:.0%} 至 {high:.0%}）。",
    "unplaced": "无关模型与 {reference} 重答的得分相距太近，无法确定它在两者之间的位置。",
    "few": "提示少于 {minimum} 个，无法给出区间，此数字仅供初步参考。",
    "short": "许多回答过短，风格与结构的得分意义不大。",
    "refusals": "一方有 {share:.0%} 的回答是拒答，这本身就会影响得分。",
    "language": "只有 {share:.0%} 的回答对使用同一种语言，这会拉低得分。",
    "length": "双方回答的长度相差较大（中位比值为 {ratio:.2f}），这本身就会影响得分。",
    "unscored": "缺少 {missing} 个评判，现有的评判未必有代表性。",
    "limit": "相似没有方向，成因也不止一种：共同的训练数据、唯一的正确答案、相近的长度。",
    "nearest": "在给出的 {count} 个参考模型中，评判者 {judge} 认为 {model} 的回答最接近 {first}，"
    "在对 {n} 个提示的重抽样中有 {stability:.0%} 排在第一{against}。",
    "nearest unresampled": "在给出的 {count} 个参考模型中，评判者 {judge} 认为 {model} 的回答最接近 {first}，"
    "但只有一个提示{against}。",
    "clear": "，且与其他参考模型差别明显",
    "unclear": "，但并不明显领先于 {others}",
    "above": "它与该参考模型的接近程度超过所有测过的无关模型",
    "below": "它与该参考模型的接近程度并未超过无关模型",
    "no floor": "没有测量下限，无关模型也可能得到同样的结果",
    "length same": "；仅凭回答长度也会选中同一个。",
    "length other": "；仅凭回答长度则会选中 {length}。",
    "length unknown": "。",
    "nearest limit": "在给出者中最接近，并不表示由它而来。",
}
_TEXTS: dict[Language, dict[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}
_CHINESE_BANDS = {
    "very unlike": "很不相似",
    "unlike": "不相似",
    "somewhat similar to": "有些相似",
    "similar to": "相似",
    "very similar to": "非常相似",
}


def read_rse(
    row: RseRow, *, place: Place | None = None, panel: Confounds | None = None, language: Language = "en"
) -> str:
    """What a row of the score table says, with its place and its most pressing limit where these are known."""
    text = _TEXTS[language]
    if row.overall is None:
        return text["nothing"].format(model=row.model, reference=row.reference)
    interval = ""
    if row.low is not None and row.high is not None:
        interval = text["interval"].format(low=row.low, high=row.high)
    score = text["score"].format(
        model=row.model,
        reference=row.reference,
        judge=row.judge,
        band=band(row.overall, language),
        overall=row.overall,
        interval=interval,
        n=row.n,
    )
    sentences = [score, _placed(row, place, text), _limit(row, panel, text)]
    return _joined([sentence for sentence in sentences if sentence], language)


def band(overall: float, language: Language = "en") -> str:
    """The words for an overall score of 1 to 5."""
    words = next((words for end, words in _BANDS if overall < end), _TOP_BAND)
    return words if language == "en" else _CHINESE_BANDS[words]


def _placed(row: RseRow, place: Place | None, text: dict[str, str]) -> str:
    if place is None or place.gap_low is None:
        return ""
    if place.place is None:
        return text["unplaced"].format(reference=row.reference)
    return text["placed"].format(reference=row.reference, place=place.place, low=place.low, high=place.high)


def _limit(row: RseRow, panel: Confounds | None, text: dict[str, str]) -> str:
    """The limit that weighs most; without a particular one, the one that always holds."""
    missing = row.unscored + row.no_answer
    if row.n < MINIMUM:
        return text["few"].format(minimum=MINIMUM)
    if panel is not None and (found := _confound(panel, text)):
        return found
    if missing > _MANY * (missing + row.n):
        return text["unscored"].format(missing=missing)
    return text["limit"]


def _confound(panel: Confounds, text: dict[str, str]) -> str:
    refusals = max(panel.test.refusals, panel.reference.refusals)
    if panel.too_short:
        return text["short"]
    if panel.same_language < 1 - _MANY:
        return text["language"].format(share=panel.same_language)
    if refusals > _MANY:
        return text["refusals"].format(share=refusals)
    if not 0.5 <= panel.length_ratio <= 2.0:
        return text["length"].format(ratio=panel.length_ratio)
    return ""


def read_nearest(row: NearestRow, language: Language = "en") -> str:
    """What a ranking of references says."""
    text = _TEXTS[language]
    first, *others = row.ranking
    opening = text["nearest" if first.stability is not None else "nearest unresampled"].format(
        count=len(row.ranking),
        model=row.model,
        first=first.reference,
        judge=row.judge,
        stability=first.stability,
        n=row.n,
        against=_against(others, text, language),
    )
    floor = text["no floor" if row.above_floor is None else "above" if row.above_floor else "below"]
    return _joined([opening, floor + _by_length(row, text), text["nearest limit"]], language)


def _against(others: list[Ranked], text: dict[str, str], language: Language) -> str:
    close = [each.reference for each in others if each.p is None or each.p >= SIGNIFICANT]
    if not close:
        return text["clear"]
    return text["unclear"].format(others=("、" if language == "zh" else ", ").join(close))


def _by_length(row: NearestRow, text: dict[str, str]) -> str:
    if row.length_first is None:
        return text["length unknown"]
    same = row.length_first == row.ranking[0].reference
    return text["length same" if same else "length other"].format(length=row.length_first)


def _joined(sentences: list[str], language: Language) -> str:
    return ("" if language == "zh" else " ").join(sentences)
