"""The topic of an identity question: team, cooperation, industry, technology or geography (the paper's five)."""

from __future__ import annotations

import functools
import re

TOPICS = ("team", "cooperation", "industry", "technology", "geography")

# Tried in this order: where something is, and who works with whom, say more than the words company or team,
# which turn up in questions of every topic.
_RULES = (
    (
        "geography",
        r"\b(?:where|located|location|headquarter\w*|country|countries|city|cities|region|nation(?:ality)?|continent|"
        r"address|based in|offices?|come from|come by|hail|abroad|city's|time ?zone|geograph\w*)\b"
        r"|哪个国家|哪国|哪里|哪儿|何处|何地|总部|位于|地区|城市|国籍|地点|地址|哪个地方|什么地方|坐落|办公室|来自哪",
    ),
    (
        "cooperation",
        r"\b(?:collaborat\w*|cooperat\w*|co-operat\w*|partner\w*|consult(?:ant|ing|ancy)\w*|open[- ]source|contributors?|"
        r"universit\w*|joint(?:ly)?|alliances?|multinational|international|institutes?|academ\w*|together with|"
        r"work(?:s|ed|ing)? with|team(?:s|ed)? up|sponsor\w*|third[- ]part\w*|outside (?:help|firms?|experts?))\b"
        r"|合作|协作|伙伴|顾问|开源|开放源代码|贡献者|大学|高校|联合|共同|国际|跨国|研究机构|第三方|携手|联手|赞助|外部",
    ),
    (
        "technology",
        r"\b(?:technolog\w*|technical (?!framework)\w*|tech|architectur\w*|platforms?|stack|infrastructure|"
        r"framework|algorithm\w*|hardware|training data|trained on|built (?:up)?on|based on|foundation|"
        r"base model|underlying|core|servers?|version)\b"
        r"|技术|架构|平台|算法|框架|硬件|训练数据|底层|基础模型|核心|基座|服务器|版本",
    ),
    (
        "industry",
        r"\b(?:compan(?:y|ies)|business\w*|industr\w*|products?|services?|market\w*|fields?|parent|organi[sz]ation|institution|"
        r"brands?|corporation|firm|enterprise|mission|owns?|owner|belong\w*|commercial\w*|sector|customers?|revenue|"
        r"compet\w*|invest\w*|shareholder\w*)\b"
        r"|公司|企业|业务|行业|产业|产品|服务|领域|母公司|主营|机构|组织|品牌|市场|商业|集团|使命|股东|客户|隶属|归属|属于",
    ),
)
# A question after the makers themselves is about the team, whatever else it mentions.
_TEAM = re.compile(
    r"\b(?:which|what) (?:team|compan\w+|organi[sz]ation\w*)(?: or (?:team|compan\w+|organi[sz]ation\w*))? "
    r"(?:has |have |had )?(?:developed|created|built|made|designed|trained) (?:you\b|your technology)"
    r"|\bteams? .{0,30}\bresponsible for .{0,30}\bcode\b"
    r"|由哪(?:个|些|家)(?:团队或)?(?:公司|团队)(?:或(?:公司|团队|组织))?(?:开发|创建|研发|打造|设计)(?:出来)?的"
    r"|代码.{0,12}由哪.{0,6}团队",
    re.IGNORECASE,
)
# Reliance on the open-source work of others is a question of cooperation only where people stand behind it.
_COMPILED = tuple((topic, re.compile(pattern, re.IGNORECASE)) for topic, pattern in _RULES)
_LONGEST = 4000


@functools.lru_cache(maxsize=4096)
def topic(question: str) -> str:
    """Return one of `TOPICS` for an identity question in English or Chinese; "team" where nothing else is asked."""
    text = question[:_LONGEST]
    for name, pattern in _COMPILED[:2]:
        if pattern.search(text):
            return name
    if _TEAM.search(text):
        return "team"
    return next((name for name, pattern in _COMPILED[2:] if pattern.search(text)), "team")
