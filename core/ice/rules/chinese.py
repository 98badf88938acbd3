"""First-person identity claims in a Chinese sentence whose names are markers (see `sentences`)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import ANY, MD, M, NAME, P, Sentence

_GAP = r"[^。；！？!?\ue000-\ue3ff]"
_STEP = r"[^，,。；！？!?\ue000-\ue3ff]"
_MADE = r"(?:开发|研发|创建|创造|打造|设计|训练|构建|制作|推出|提供|维护|支持|运营|发布|负责|研制|创立|更新|优化|管理|制造|生产|支撑|培养|培训|建立|出品|所有|搭建|编写|主导)"
_MAKER_NOUN = r"(?:开发者|开发商|开发公司|创建公司|创造公司|创建者|创造者|公司|母公司|团队|机构|组织|研发方|制造商|提供商|提供方|东家|老板|所有者|研发者|企业|实验室|研究院|总部|单位|设计者|创始|雇主|厂商|开发方|研发团队|工程师)"
_WORK_NOUN = r"(?:平台|技术|架构|技术栈|系统|框架|代码|模型|核心|身份|名字|名称|产品|开发|研发|设计|训练|创建|服务|底层|更新)"
_NOT = re.compile(r"不是|并非|并不|不属于|不隶属|没有|无关|不由|不叫|不会是|而非|不同于|不同|类似|不像|除了|未被|未由|不来自|不代表|非由|否认|竞争|区别|误以为|混淆|不再是|相似|不基于|独立于|不受")
_SUPPOSED = re.compile(r"如果我是|假如我是|假设|假装|扮演|模拟|虚构|如果要|就像|好像我|仿佛|您提到|你提到|您所描述|您提供|你提供|提示中|模板|该角色|这个角色|这段|文中|翻译|您说|你说|是否|所描述的|如果我能")
_ECHO = re.compile(rf"^\W*(?:您|你)(?:所)?(?:使用|在)?的{_STEP}{{0,16}}?{_MAKER_NOUN}{_STEP}{{0,6}}?(?:是|为|，即|即|：|:|，)\W{{0,3}}(?P<names>{M})")
_INSISTS = re.compile(r"(?:作为(?:一个|一款|一名)?由|但我是|实际上，?我|我实际上|其实我|我是由|我仍然是|我依然是|我是一个由|事实上，?我|我并不?是.{0,20}，?而?是)")
_HEDGED = re.compile(r"通常|一般来说|一般而言|一般由|往往|可能|常见|大多|许多|各种|典型")
_SELF = r"(?:我们|我|本人|本模型|本助手|本AI|本系统|咱|俺|这款AI(?:助手|模型|技术)?|这个AI(?:助手|模型)?|您(?:正在|现在|目前)?(?:交互|对话|交流|使用|聊天)的(?:这个|这款)?(?:AI|人工智能|模型|助手|语言模型))"
_AS_AI = r"(?:作为[^，,。；]{0,24})"

_BY = re.compile(rf"(?:由|被|是)(?P<agent>{_GAP}{{0,24}}?)(?P<names>{M}(?:(?:公司|团队)?\s?(?:和|与|、|及|以及|联合|,|，|/)\s?{M}){{0,5}}){_GAP}{{0,34}}?{_MADE}")
_SUBJECT = re.compile(rf"{_SELF}(?P<between>[^。；！？我]{{0,70}})$|{_AS_AI}$|(?:您|你)(?:所)?(?:使用|在)?的(?P<echo>{_STEP}{{0,16}}(?:{_WORK_NOUN}|{_MAKER_NOUN}){_STEP}{{0,14}})$")
_FRONTED = re.compile(rf"^\W*(?:{_STEP}{{0,4}}(?:技术|核心技术|平台|系统|架构|技术架构|开发团队){_STEP}{{0,8}})?$")
_OTHER = re.compile(r"使用了|采用了|借助|利用|这是|它(?!们)|库|他们|它们|其他|别的|另一|用户|您|这些模型|该模型|某些")
_BY_SEVERAL = re.compile(rf"由{_STEP}{{0,16}}(?:公司|机构|组织|企业){_STEP}{{0,10}}?(?:开发|研发|创建|创造|打造|训练|构建|设计){_STEP}{{0,8}}[，,：:]?(?:其中)?(?:主要)?(?:包括|有|如){_STEP}{{0,6}}?(?P<names>{M}(?:{_GAP}{{0,8}}{M}){{0,8}})")
_MADE_ME = re.compile(rf"(?P<names>{M})(?P<gap>{_GAP}{{0,26}}?){_MADE}(?:了|和|、|并|的)?{_GAP}{{0,10}}?(?:我(?!国)|像我|类似我|与我)")
_FROM_MAKER = re.compile(
    rf"{_SELF}(?:的|所在的|所属的|背后的|身后的|所使用的|使用的|所用的|所在|所属|自身的|方)?(?P<np>{_STEP}{{0,24}}?(?:{_MAKER_NOUN}|{_WORK_NOUN}){_STEP}{{0,10}}?)"
    rf"(?:是|为|叫|即|就是|名为|叫做|来自于?|属于|隶属于?|归属于?|，即|，也就是|，|,|：|:|——|—|-|（|\(|“|\"|「|主要由|由|基于|位于|依托于?|在|\*\*)?[\s*“\"「]*{_STEP}{{0,6}}?(?P<names>{M})"
)
_COMPANY_BEHIND = re.compile(rf"(?:{_MADE})(?:了)?我{_STEP}{{0,4}}?的?{_STEP}{{0,6}}?{_MAKER_NOUN}{_STEP}{{0,4}}?(?:是|为|，|即|叫|来自|属于|：|:|名为)?\W{{0,3}}(?P<names>{M})")
_MAKER_OF_ME = re.compile(rf"(?P<names>{M})(?:公司|团队)?(?:，|,|（)?(?:作为|也就是|即|这家|是|就是|则是)?{_STEP}{{0,6}}?(?:我的|我背后的|我身后的|我所在的|我所属的|{_MADE}(?:了)?我的){_STEP}{{0,10}}?(?:{_MAKER_NOUN}|{_MADE})")
_I_AM = re.compile(
    rf"(?:{_SELF})(?:就|还|仍|仍然|依然|其实|实际上|事实上|也|都|真的|真正|当然|只|只是|目前|，|,|\s)*(?:是|叫|名叫|名为|被称为|被称作|来自于?|属于|隶属于?|基于|的名字是|的名字叫|的名称是|的全名是|的身份是|的真实身份是)"
    rf"(?P<fill>[^。；！？不非没\ue000-\ue3ff]{{0,22}}?)(?P<names>{MD}(?:{_STEP}{{0,3}}{MD})?|[\ue200-\ue2ff])(?P<after>{_GAP}{{0,16}})"
)
_CALL_ME = re.compile(rf"(?:叫我|称呼我为|称我为|我叫|大家好，我是|您好，我是|你好，我是)\W{{0,3}}(?P<names>{MD}|[\ue200-\ue2ff])")
_AS_MODEL = re.compile(rf"作为(?:一个|一款|一名|由)?\s*(?P<names>{MD})(?:公司|团队)?的?(?:一个|一款|一部分|一员)?[^，。；]{{0,14}}[，,]\s*(?:我|$)|作为\s*(?P<names2>{MD})[，,]")
_POLICY = re.compile(rf"(?:遵守|遵循|符合|违反|按照|根据|遵照|受到?|依照|遵从|恪守|违背|基于|限于){_GAP}{{0,10}}(?P<names>{M}){_GAP}{{0,14}}(?:政策|准则|规定|指南|规范|原则|条款|守则|指导|约束|要求|限制|方针|价值观)")
_ANSWERS = re.compile(rf"(?:关于|针对|至于|回答|对于|就)(?:您|你|这个|该)?的?{_GAP}{{0,12}}(?:问题|提问|疑问){_GAP}{{0,60}}?[，,：:—”\"]+\s*(?:{_STEP}{{0,3}}?)(?P<names>{M})")
_FIRST_WORD = re.compile(rf"^\W*(?:是的|当然|对|嗯|没错)?[，,。！]?\s*(?P<names>{M})(?!{_STEP}{{0,8}}的(?:模型|产品|GPT))")
_ALONE = re.compile(rf"^\W*(?:是|由|来自|叫)?\s*(?P<names>{MD})(?:公司|团队)?[\W_]*(?:开发|研发|创建)?的?[\W_]*$")
_PLACE = re.compile(
    rf"(?:{_SELF}(?:的|所在的|所属的|背后的)?{_STEP}{{0,22}}?(?:{_MAKER_NOUN}|专家|成员|人员)|总部|{_SELF}){_STEP}{{0,14}}?(?:位于|在|来自于?|设在|设于|坐落于|是|分布在|遍布){_STEP}{{0,8}}?(?P<names>{P}(?:{_GAP}{{0,6}}{P}){{0,5}})"
)
_CLOUDS = frozenset({"microsoft", "google", "amazon", "nvidia", "ibm", "apple", "meta", "huggingface", "databricks"})


def claims(sentence: Sentence, *, asked_of_maker: bool) -> Iterator[Found]:
    """Yield the identity claims of a sentence; `asked_of_maker` says whether the question was who made the model."""
    text = sentence.marked
    if (supposed := _SUPPOSED.search(text)) and not _INSISTS.search(text):
        text = text[: supposed.start()]
    if not re.search(ANY, text):
        return
    yield from _maker_claims(sentence, text)
    yield from _model_claims(sentence, text)
    for match in _POLICY.finditer(text):
        if re.search(rf"{_SELF}|我", text) and not re.search(r"无视|忽略|绕过|摆脱|不受|不再", text):
            yield _found(sentence, Kind.POLICY, match["names"])
    for match in _PLACE.finditer(text):
        if re.search(_SELF, text) and not _denied(text, match) and not _HEDGED.search(text):
            yield _found(sentence, Kind.PLACE, match["names"])
    if asked_of_maker and not _NOT.search(text) and not _HEDGED.search(text):
        match = _ANSWERS.search(text) or (sentence.first and (_FIRST_WORD.search(text) or _ALONE.search(text)))
        if match:
            yield _found(sentence, Kind.MAKER, match["names"])


def _maker_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in chain(_BY.finditer(text), _BY_SEVERAL.finditer(text)):
        if _says_own(text, match) and not _only_host(sentence, match):
            yield _found(sentence, Kind.MAKER, match["names"])
    for pattern in (_MADE_ME, _FROM_MAKER, _COMPANY_BEHIND, _MAKER_OF_ME, _ECHO):
        for match in pattern.finditer(text):
            if _denied(text, match) or _HEDGED.search(match.group()) or _only_host(sentence, match):
                continue
            if pattern is _FROM_MAKER and re.search(r"合作|依赖|使用了|包括|回答|问题|知识|数据|例如|了解|参考|采用|学习", match.group()):
                continue
            yield _found(sentence, Kind.MAKER, match["names"])


def _says_own(text: str, match: re.Match[str]) -> bool:
    left = re.split(r"[。；！？]|而(?=\W?[\ue000-\ue3ff])|但(?=\W?[\ue000-\ue3ff])", text[: match.start()])[-1]
    if _NOT.search(match.group()) or _NOT.search(left[-14:]) or left.endswith("不"):
        return False
    subject = _SUBJECT.search(left)
    if subject is None:
        return bool(_FRONTED.match(left)) and ("我" in text or not left.strip())
    between = subject["between"] or ""
    names = re.search(NAME, between)
    copula = re.match(rf"\W*(?:就|仍|其实|实际上)?(?:是|叫|名为|基于){_STEP}{{0,8}}{NAME}", between)
    if names and not copula:
        return False
    return not _OTHER.search(between) and not (_HEDGED.search(between) and not re.match(r"是", between))


def _denied(text: str, match: re.Match[str]) -> bool:
    left = re.split(r"[，,。；！？]", text[: match.start()])[-1]
    return bool(_NOT.search(match.group()) or _NOT.search(left[-10:]))


def _only_host(sentence: Sentence, match: re.Match[str]) -> bool:
    owners = {mention.owner for mention in sentence.named(match["names"])}
    tail = re.search(r"提供|支持|支撑|维护|优化|运营", match.group())
    return bool(tail) and owners <= _CLOUDS and not re.search(r"开发|研发|创建|创造|打造|训练", match.group())


def _model_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _I_AM.finditer(text):
        if not _denied(text, match) and not re.search(r"训练|数据|提供|帮助|与|对|关于|否|使用|了解|合作", match["fill"]):
            yield _found(sentence, _kind(sentence, match["names"]), match["names"])
    for pattern in (_CALL_ME, _AS_MODEL):
        for match in pattern.finditer(text):
            names = next(name for name in match.groups() if name)
            if not _denied(text, match):
                yield _found(sentence, _kind(sentence, names), names)


def _kind(sentence: Sentence, marked: str) -> Kind:
    return Kind.MAKER if sentence.named(marked)[-1].kind == "maker" else Kind.MODEL


def _found(sentence: Sentence, kind: Kind, marked: str) -> Found:
    return Found(kind, tuple(sentence.named(marked)))
