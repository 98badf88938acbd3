"""RSE results in plain words, by rules over the figures: two or three sentences, the limits among them.

Similarity is described, never explained: no sentence says where it comes from.
"""

from __future__ import annotations

from core.rse.again import Again
from core.rse.confounds import Confounds
from core.rse.doubt import Doubt, doubt_sentence
from core.rse.kin import Kin, kin_sentence
from core.rse.nearest import NearestRow
from core.rse.place import Place
from core.rse.ranking import Ranked
from core.rse.scores import RseRow
from core.stats.bootstrap import MINIMUM
from core.wording import Language, capital, joined, judge_subject, listed, named, share

SIGNIFICANT = 0.05
_UNLIKE = 2.5  # below it a score is worded as unlikeness
# Upper ends of the bands that a score from 1 to 5 is worded in; the last band has none.
_BANDS = ((1.75, "very unlike"), (_UNLIKE, "unlike"), (3.5, "somewhat similar to"), (4.25, "similar to"))
_TOP_BAND = "very similar to"
_MANY = 0.2  # a share that colours the score

_ENGLISH = {
    "silent": "There is no pair of responses of {model} and {reference} to compare.",
    "unscored": "{Judge} gave no usable score for any response of {model} beside {reference}.",
    "score": "{Judge} finds the responses of {model} {band} those of {reference}: {overall:.2f} on a scale of 1 to 5"
    "{interval}, over {n} prompts.",
    "score one": "{Judge} finds the one response of {model} {band} that of {reference}: {overall:.2f} on a scale of "
    "1 to 5.",
    "reached": "{Judge} finds the responses of {model} about as similar to those of {reference} as its own are when it "
    "is asked again ({ceiling:.2f}): {overall:.2f} on a scale of 1 to 5{interval}, over {n} prompts.",
    "short of": "{Judge} finds the responses of {model} not quite as similar to those of {reference} as its own are "
    "when it is asked again ({ceiling:.2f}): {overall:.2f} on a scale of 1 to 5{interval}, over {n} prompts.",
    "ceiling": "Asked again, {reference} scores {ceiling:.2f} beside itself on average, as its own answers vary; "
    "another model may still score more, by chance or where it varies less.",
    "ceiling same": "Asked again, {reference} gave {same} of {n} answers word for word as before: this ceiling of "
    "{ceiling:.2f} says nothing of how much its answers vary.",
    "identical": "{same} of {n} responses are word for word the same.",
    "identical one": "{same} of {n} responses is word for word the same.",
    "interval": " (95 % interval {low:.2f} to {high:.2f})",
    "no spread": " (without any spread, so that there is no interval)",
    "placed": "On a scale from unrelated models (0 %) to {reference} asked again (100 %) this is {place} "
    "({low} to {high}).",
    "unplaced": "Unrelated models and {reference} asked again score too close together to place it between them.",
    "few": "With fewer than {minimum} prompts no interval can be given; read the figure as a first impression.",
    "short": "Many answers are so short that style and structure mean little.",
    "refusals": "Refusals make up {share} of the answers on one side, which moves the score by itself.",
    "language": "Only {share} of the answer pairs are in the same language, which lowers the score.",
    "length": "The answers differ much in length (the median ratio is {ratio:.2f}), which moves the score by itself.",
    "missing": "{missing} of {all} judgments are missing, so those that are there may not be typical.",
    "limit": "Similarity has no direction, and it can have several causes: shared training data, one right answer, "
    "like length.",
    "nearest": "Of the {count} references given, {judge} finds the responses of {model} closest to those of {first}, "
    "which comes first in {stability} of the resamples of {n} prompts{against}.",
    "nearest unresampled": "Of the {count} references given, {judge} finds the response of {model} closest to that of "
    "{first}, but on one prompt only{against}.",
    "clear": " and is clearly ahead of every other",
    "unclear": ", though not clearly ahead of {others}",
    "above": "{model} is closer to {first} than any unrelated model that was measured",
    "below": "{model} is no closer to {first} than unrelated models are",
    "no floor": "Too few unrelated models were measured to tell whether one might come out just as close",
    "length same": "; answer length alone would name the same reference.",
    "length other": "; answer length alone would name {length}.",
    "length unknown": ".",
    "nearest limit": "Closest of those given does not mean derived from it.",
}
_CHINESE = {
    "silent": "{model} 与 {reference} 没有可以比较的成对回答。",
    "unscored": "{judge}没有对 {model} 与 {reference} 的任何一对回答给出可用的分数。",
    "score": "{judge}认为，{model} 的回答与 {reference} 的回答{band}：按 1 到 5 分为 {overall:.2f} 分{interval}，"
    "共 {n} 个提示。",
    "score one": "{judge}认为，{model} 唯一的一个回答与 {reference} 的回答{band}：按 1 到 5 分为 {overall:.2f} 分。",
    "reached": "{judge}认为，{model} 的回答与 {reference} 的回答的相似程度，与 {reference} 再次回答时和自身的相似程度"
    "（{ceiling:.2f}）相当：按 1 到 5 分为 {overall:.2f} 分{interval}，共 {n} 个提示。",
    "short of": "{judge}认为，{model} 的回答与 {reference} 的回答的相似程度，略低于 {reference} 再次回答时和自身的"
    "相似程度（{ceiling:.2f}）：按 1 到 5 分为 {overall:.2f} 分{interval}，共 {n} 个提示。",
    "ceiling": "{reference} 再次回答时与自身相比平均得 {ceiling:.2f} 分，因为它自己的回答也有变化；"
    "其他模型仍可能得分更高，或出于偶然，或因变化较小。",
    "ceiling same": "{reference} 再次回答时，{n} 个回答中有 {same} 个与之前逐字相同：{ceiling:.2f} 的上限说明不了它的"
    "回答有多大变化。",
    "identical": "{n} 对回答中有 {same} 对逐字相同。",
    "identical one": "{n} 对回答中有 {same} 对逐字相同。",
    "interval": "（95% 区间 {low:.2f} 至 {high:.2f}）",
    "no spread": "（得分没有差别，因此没有区间）",
    "placed": "以无关模型为 0%、{reference} 再次回答为 100%，它位于 {place}（{low} 至 {high}）。",
    "unplaced": "无关模型与 {reference} 再次回答的得分相距太近，无法确定它在两者之间的位置。",
    "few": "提示少于 {minimum} 个，无法给出区间，此数字仅供初步参考。",
    "short": "许多回答过短，风格与结构的得分意义不大。",
    "refusals": "一方有 {share} 的回答是拒答，这本身就会影响得分。",
    "language": "只有 {share} 的回答对使用同一种语言，这会拉低得分。",
    "length": "双方回答的长度相差较大（中位比值为 {ratio:.2f}），这本身就会影响得分。",
    "missing": "{all} 条评判中缺少 {missing} 条，现有的评判未必有代表性。",
    "limit": "相似没有方向，成因也可能不止一种：共同的训练数据、唯一的正确答案、相近的长度。",
    "nearest": "在给出的 {count} 个参考模型中，{judge}认为 {model} 的回答最接近 {first}，"
    "在对 {n} 个提示的重抽样中有 {stability} 排在第一{against}。",
    "nearest unresampled": "在给出的 {count} 个参考模型中，{judge}认为 {model} 的回答最接近 {first}，"
    "但只有一个提示{against}。",
    "clear": "，且明显领先于其他参考模型",
    "unclear": "，但并不明显领先于 {others}",
    "above": "{model} 与 {first} 的接近程度超过所有测过的无关模型",
    "below": "{model} 与 {first} 的接近程度并未超过无关模型",
    "no floor": "测量的无关模型太少，无法判断它们是否也会同样接近",
    "length same": "；仅凭回答长度也会选中同一个参考模型。",
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


def read_rse(  # noqa: PLR0913 - a sentence may come of each, and callers name them
    row: RseRow,
    *,
    place: Place | None = None,
    ceiling: RseRow | None = None,
    again: Again | None = None,
    panel: Confounds | None = None,
    kin: Kin | None = None,
    doubt: Doubt | None = None,
    language: Language = "en",
) -> str:
    """What a row of the score table says, with its place and its most pressing limits where these are known.

    `ceiling`: the reference asked again, beside itself. A model that comes up to it is as like the reference as can
    be seen, however low the figure, and is not called unlike; nor is one that falls short of it, where on few prompts
    the reference would be unlike itself in the same words. `again`: how often it then said the same; a ceiling of
    repeated texts is said to be none. `doubt`: signs in the judge's own scores that it should not be relied on.
    """
    text, judge = _TEXTS[language], judge_subject(row.judge, language)
    names = {
        "model": named(row.model),
        "reference": named(row.reference),
        "judge": judge,
        "Judge": capital(judge),
    }
    if row.overall is None:
        return text["unscored" if row.unscored else "silent"].format(**names)
    interval = ""
    if row.low is not None and row.high is not None:
        kind = "no spread" if row.low == row.high else "interval"
        interval = text[kind].format(low=row.low, high=row.high)
    trivial = again is not None and again.says_nothing
    kind = _kind(row, None if trivial else ceiling)
    said = text[kind].format(
        **names,
        band=band(row.overall, language),
        overall=row.overall,
        interval=interval,
        n=f"{row.n:,}",
        ceiling=ceiling.overall if ceiling else None,
    )
    same = _same(panel, language)
    placed = "" if trivial else _placed(row, place, language)
    if kind in {"score", "score one"} and not placed:
        placed = _ceiling(row.reference, ceiling, again, language)
    doubted = doubt_sentence(doubt, language) if doubt else ""
    return joined([said, same, doubted, placed, *_limits(row, kind, panel, kin, language)], language)


def _kind(row: RseRow, ceiling: RseRow | None) -> str:
    """Which sentence the score is said in; a ceiling is given only where it tells something."""
    if row.n == 1:
        return "score one"
    if _reached(row, ceiling):
        return "reached"
    return "short of" if _hardly_less(row, ceiling) else "score"


def _hardly_less(row: RseRow, ceiling: RseRow | None) -> bool:
    """Whether so few prompts cannot tell a score from a ceiling that would be worded as the same unlikeness."""
    if ceiling is None or ceiling.overall is None or ceiling.low is not None or row.overall is None:
        return False
    return ceiling.overall < _UNLIKE and band(ceiling.overall) == band(row.overall)


def _same(panel: Confounds | None, language: Language) -> str:
    """That responses are word for word those of the reference, where any are."""
    if panel is None or not panel.same:
        return ""
    kind = "identical one" if panel.same == 1 else "identical"
    return _TEXTS[language][kind].format(same=f"{panel.same:,}", n=f"{panel.n:,}")


def _ceiling(reference: str, ceiling: RseRow | None, again: Again | None, language: Language) -> str:
    """What the reference scores beside itself, or that this tells nothing."""
    if ceiling is None or ceiling.overall is None:
        return ""
    figures = {"reference": named(reference), "ceiling": ceiling.overall}
    if again is not None and again.says_nothing:
        return _TEXTS[language]["ceiling same"].format(**figures, same=f"{again.same:,}", n=f"{again.n:,}")
    return _TEXTS[language]["ceiling"].format(**figures)


def _reached(row: RseRow, ceiling: RseRow | None) -> bool:
    """Whether a score lies in the interval of the ceiling, or above."""
    if ceiling is None or ceiling.overall is None or row.overall is None:
        return False
    return row.overall >= (ceiling.overall if ceiling.low is None else ceiling.low)


def band(overall: float, language: Language = "en") -> str:
    """The words for an overall score of 1 to 5."""
    words = next((words for end, words in _BANDS if overall < end), _TOP_BAND)
    return words if language == "en" else _CHINESE_BANDS[words]


def _placed(row: RseRow, place: Place | None, language: Language) -> str:
    text = _TEXTS[language]
    if place is None or place.gap_low is None:
        return ""
    if place.place is None or place.low is None or place.high is None:
        return text["unplaced"].format(reference=named(row.reference))
    ends = {"low": share(place.low, language), "high": share(place.high, language)}
    return text["placed"].format(reference=named(row.reference), place=share(place.place, language), **ends)


def _limits(
    row: RseRow, kind: str, panel: Confounds | None, kin: Kin | None, language: Language
) -> list[str]:
    """The limits that weigh most, a known relation first; without a particular one, the one that always holds."""
    text, lost = _TEXTS[language], row.unscored + row.no_answer
    missing = ""
    if lost > _MANY * (lost + row.n):
        missing = text["missing"].format(missing=f"{lost:,}", all=f"{lost + row.n:,}")
    low = kind != "reached" and row.overall is not None and row.overall < _UNLIKE
    told = kin_sentence(kin, named(row.model), named(row.reference), language, low=low) if kin else ""
    related, older = (told, "") if kin and kin.relation else ("", told)
    if row.n < MINIMUM:
        # Last, where readings of several models say it once for all of them.
        return [missing, related, text["few"].format(minimum=MINIMUM)]
    return [related or (_confound(panel, language) if panel else "") or missing or older or text["limit"]]


def _confound(panel: Confounds, language: Language) -> str:
    text, refusals = _TEXTS[language], max(panel.test.refusals, panel.reference.refusals)
    if panel.too_short:
        return text["short"]
    if panel.same_language < 1 - _MANY:
        return text["language"].format(share=share(panel.same_language, language))
    if refusals > _MANY:
        return text["refusals"].format(share=share(refusals, language))
    if not 0.5 <= panel.length_ratio <= 2.0:
        return text["length"].format(ratio=panel.length_ratio)
    return ""


def read_nearest(row: NearestRow, language: Language = "en", kin: Kin | None = None) -> str:
    """What a ranking of references says; `kin`: how the model is related to the first."""
    text, (first, *others) = _TEXTS[language], row.ranking
    names = {"model": named(row.model), "first": named(first.reference)}
    opening = text["nearest" if first.stability is not None else "nearest unresampled"].format(
        **names,
        count=len(row.ranking),
        judge=judge_subject(row.judge, language),
        stability=share(first.stability or 0.0, language),
        n=f"{row.n:,}",
        against=_against(others, text, language),
    )
    floor = text["no floor" if row.above_floor is None else "above" if row.above_floor else "below"]
    related = kin_sentence(kin, names["model"], names["first"], language) if kin and kin.relation else ""
    said = [opening, floor.format(**names) + _by_length(row, text), related or text["nearest limit"]]
    return joined(said, language)


def _against(others: list[Ranked], text: dict[str, str], language: Language) -> str:
    close = [named(each.reference) for each in others if each.p is None or each.p >= SIGNIFICANT]
    return text["unclear"].format(others=listed(close, language)) if close else text["clear"]


def _by_length(row: NearestRow, text: dict[str, str]) -> str:
    if row.length_first is None:
        return text["length unknown"]
    same = row.length_first == row.ranking[0].reference
    return text["length same" if same else "length other"].format(length=named(row.length_first))
