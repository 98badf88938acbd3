"""Patterns of identity claims in Chinese; names in a sentence are markers (see `sentences`)."""

from __future__ import annotations

import re

from core.ice.rules.sentences import MD, NAME, D, M, P

GAP = r"[^。；！？!?\ue000-\ue3ff]"
STEP = r"[^，,。；！？!?\ue000-\ue3ff]"
MADE = r"(?:开发|研发|创建|创造|打造|设计|训练|构建|制作|推出|提供|维护|支持|运营|发布|负责|研制|创立|更新|优化|管理|制造|生产|支撑|培养|培训|建立|出品|所有|搭建|编写|主导)"
MAKER_NOUN = (
    r"(?:开发者|开发商|开发公司|创建公司|创造公司|创建者|创造者|公司|母公司|团队|机构|组织|研发方|制造商|提供商|提供方|东家|老板|所有者|研发者|企业|实验室|研究院|总部|单位"
    r"|设计者|创始|雇主|厂商|开发方|研发团队|工程师)"
)
WORK_NOUN = r"(?:平台|技术|架构|技术栈|系统|框架|代码|模型|核心|身份|名字|名称|产品|开发|研发|设计|训练|创建|服务|底层|更新)"
NOT = re.compile(
    r"不是|并非|并不|不属于|不隶属|没有|无关|不由|不叫|不会是|而非|不同于|不同|类似|不像|除了|未被|未由|不来自|不代表|非由|否认|竞争|区别|误以为|混淆|不再是|相似|不基于|独立于"
    r"|不受"
)
SUPPOSED = re.compile(
    r"如果我是|假如我是|假设|假装|扮演|模拟|虚构|如果要|就像|好像我|仿佛|您提到|你提到|您所描述|您提供|你提供|提示中|模板|该角色|这个角色|这段|文中|翻译|您说|你说|是否|所描述的"
    r"|如果我能"
)
ECHO = re.compile(
    rf"^\W*(?:您|你)(?:所)?(?:使用|在)?的{STEP}{{0,16}}?{MAKER_NOUN}{STEP}{{0,6}}?(?:是|为|，即|即|：|:"
    rf"|，)\W{{0,3}}(?P<names>{M})"
)
INSISTS = re.compile(
    r"(?:作为(?:一个|一款|一名)?由|但我是|实际上，?我|我实际上|其实我|(?<!如果)(?<!假如)(?<!要是)(?<!若)我是由|我仍然是|我依然是|我是一个由|事实上，?我"
    r"|我并不?是.{0,20}，?而?是)"
)
HEDGED = re.compile(r"通常|一般来说|一般而言|一般由|往往|可能|常见|大多|许多|各种|典型")
SELF = (
    r"(?:我们|我|本人|本模型|本助手|本AI|本系统|咱|俺|这款AI(?:助手|模型|技术)?|这个AI(?:助手|模型)?|您(?:正在|现在|目前)?(?:交互|对话|交流|使用"
    r"|聊天)的(?:这个|这款)?(?:AI|人工智能|模型|助手|语言模型))"
)
AS_AI = r"(?:作为[^，,。；]{0,24})"

BY = re.compile(
    rf"(?:由|被|是)(?P<agent>[^。；！？!?\ue000-\ue2ff]{{0,24}}?)(?P<names>{M}(?:(?:公司|团队)?\s?(?:和|与|、|及|以及|联合|,|，"
    rf"|/)\s?{M}){{0,5}}){GAP}{{0,34}}?{MADE}"
)
SUBJECT = re.compile(
    rf"{SELF}(?P<between>[^。；！？我]{{0,70}})$|{AS_AI}$|(?:您|你)(?:所)?(?:使用"
    rf"|在)?的(?P<echo>{STEP}{{0,16}}(?:{WORK_NOUN}|{MAKER_NOUN}){STEP}{{0,14}})$"
)
FRONTED = re.compile(
    rf"^\W*(?:{STEP}{{0,4}}(?:技术|核心技术|平台|系统|架构|技术架构|开发团队){STEP}{{0,8}})?$"
)
OTHER = re.compile(
    r"使用了|采用了|借助|利用|这是|它(?!们)|库|他们|它们|其他|别的|另一|用户|您|这些模型|该模型|某些"
)
BY_SEVERAL = re.compile(
    rf"由{STEP}{{0,16}}(?:公司|机构|组织|企业){STEP}{{0,10}}?(?:开发|研发|创建|创造|打造|训练|构建"
    rf"|设计){STEP}{{0,8}}[，,：:]?(?:其中)?(?:主要)?(?:包括|有"
    rf"|如){STEP}{{0,6}}?(?P<names>{M}(?:{GAP}{{0,8}}{M}){{0,8}})"
)
MADE_ME = re.compile(
    rf"(?P<names>{M})(?P<gap>{GAP}{{0,26}}?){MADE}(?:了|和|、|并|的)?{GAP}{{0,10}}?(?:我(?!国)|像我|类似我|与我)"
)
FROM_MAKER = re.compile(
    rf"{SELF}(?:的|所在的|所属的|背后的|身后的|所使用的|使用的|所用的|所在|所属|自身的|方)?(?P<np>{STEP}{{0,24}}?(?:{MAKER_NOUN}"
    rf"|{WORK_NOUN}){STEP}{{0,10}}?)"
    r"(?:是|为|叫|即|就是|名为|叫做|来自于?|属于|隶属于?|归属于?|，即|，也就是|，|,|：|:|——|—|-|（|\(|“|\"|「|主要由|由|基于|位于|依托于?|在"
    rf"|\*\*)?[\s*“\"「]*{STEP}{{0,6}}?(?P<names>{M})"
)
COMPANY_BEHIND = re.compile(
    rf"(?:{MADE})(?:了)?我{STEP}{{0,4}}?的?{STEP}{{0,6}}?{MAKER_NOUN}{STEP}{{0,4}}?(?:是|为|，|即|叫|来自|属于|：|:"
    rf"|名为)?\W{{0,3}}(?P<names>{M})"
)
MAKER_OF_ME = re.compile(
    rf"(?P<names>{M})(?:公司|团队)?(?:，|,|（)?(?:作为|也就是|即|这家|是|就是|则是)?{STEP}{{0,6}}?(?:我的|我背后的|我身后的|我所在的|我所属的"
    rf"|{MADE}(?:了)?我的){STEP}{{0,10}}?(?:{MAKER_NOUN}|{MADE})"
)
I_AM = re.compile(
    rf"(?:{SELF})(?:就|还|仍|仍然|依然|其实|实际上|事实上|也|都|真的|真正|当然|只|只是|目前|，|,|\s)*(?:是|叫|名叫|名为|被称为|被称作|来自于?|属于"
    r"|隶属于?|基于|的名字是|的名字叫|的名称是|的全名是|的身份是|的真实身份是)"
    rf"(?P<fill>[^。；！？不非没\ue000-\ue3ff]{{0,22}}?)(?P<names>{MD}(?:{STEP}{{0,3}}{MD})?"
    rf"|[\ue200-\ue2ff])(?P<after>{GAP}{{0,16}})"
)
CALL_ME = re.compile(
    rf"(?:叫我|称呼我为|称我为|我叫|大家好，我是|您好，我是|你好，我是)\W{{0,3}}(?P<names>{MD}|[\ue200-\ue2ff])"
)
AS_MODEL = re.compile(
    rf"作为(?:一个|一款|一名|由)?\s*(?P<names>{MD})(?:公司|团队)?的?(?:一个|一款|一部分|一员)?[^，。；]{{0,14}}[，,]\s*(?:我|$)"
    rf"|作为\s*(?P<names2>{MD})[，,]"
)
POLICY = re.compile(
    rf"(?:遵守|遵循|符合|违反|按照|根据|遵照|受到?|依照|遵从|恪守|违背|基于|限于){GAP}{{0,10}}(?P<names>{M}){GAP}{{0,14}}(?:政策|准则|规定"
    r"|指南|规范|原则|条款|守则|指导|约束|要求|限制|方针|价值观)"
)
ANSWERS = re.compile(
    rf"(?:关于|针对|至于|回答|对于|就)(?:您|你|这个|该)?的?{GAP}{{0,12}}(?:问题|提问"
    rf"|疑问){GAP}{{0,60}}?[，,：:—”\"]+\s*(?:{STEP}{{0,3}}?)(?P<names>{M})"
)
FIRST_WORD = re.compile(
    rf"^\W*(?:是的|当然|对|嗯|没错)?[，,。！]?\s*(?P<names>{M})(?!{STEP}{{0,8}}的(?:模型|产品|GPT))"
)
ALONE = re.compile(
    rf"^\W*(?:{MAKER_NOUN}\W*[:：]\W*)?(?:是|由|来自|叫)?\s*(?P<names>{MD})(?:公司|团队)?[\W_]*(?:开发|研发|创建)?的?[\W_]*$"
)
PLACE = re.compile(
    rf"(?:{SELF}(?:的|所在的|所属的|背后的)?{STEP}{{0,22}}?(?:{MAKER_NOUN}|专家|成员|人员)"
    r"|(?:^|[，。；])(?:公司)?总部"
    rf"){STEP}{{0,14}}?(?:位于|在|来自于?|设在|设于|坐落于|是|分布在"
    rf"|遍布){STEP}{{0,8}}?(?P<names>{P}(?:{GAP}{{0,6}}{P}){{0,5}})"
)
CLOUDS = frozenset(
    {"microsoft", "google", "amazon", "nvidia", "ibm", "apple", "meta", "huggingface", "databricks"}
)
OF_ITSELF = re.compile(SELF)
CLAUSE = re.compile(r"[。；！？]|而(?=\W?[\ue000-\ue3ff])|但(?=\W?[\ue000-\ue3ff])")
PHRASE = re.compile(r"[，,。；！？]")
COPULA = re.compile(rf"\W*(?:就|仍|其实|实际上)?(?:是|叫|名为|基于){STEP}{{0,8}}{NAME}")
HOSTS = re.compile(r"提供|支持|支撑|维护|优化|运营")
MAKES = re.compile(r"开发|研发|创建|创造|打造|训练")
DEFY = re.compile(r"无视|忽略|绕过|摆脱|不受|不再|(?:不|无需|不必|没有)(?:会|需要|用|必)?(?:遵守|遵循)")
NOT_SEAT = re.compile(r"数据|用户|服务|合作|知识|支持")
BORROWED = re.compile(
    r"\W?\w{0,6}?(?:提出|发明|论文|开源|的?\W?Transformer|合作|等公司有)|[\ue200-\ue2ff]", re.IGNORECASE
)
NOT_MAKER = re.compile(r"合作|与|和|依赖|使用了|包括|回答|问题|知识|数据|例如|了解|参考|采用|学习")
NOT_IDENTITY = re.compile(r"训练|数据|提供|帮助|与|对|关于|否|使用|了解|合作")
WE = re.compile(rf"我们\W?(?P<names>{M})")
MY_MODEL = re.compile(
    rf"我的(?:底层|基础|核心|语言|大)*(?:模型|引擎|架构|版本)(?:是|为|：|:|基于)\W{{0,2}}(?P<names>{D})"
)
PLAIN_MAKER = (WE, MADE_ME, COMPANY_BEHIND, MAKER_OF_ME, ECHO)
MODEL = (CALL_ME, AS_MODEL, MY_MODEL)
