"""Claims that name no listed maker: an invented one, or none at all; in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import ANY, Sentence

_MADE = (
    r"(?:developed|created|built|made|designed|engineered|programmed|produced|owned|founded|crafted"
    r"|constructed|invented|conceived|forged|birthed|spawned|maintained|provided|powered|supplied|run"
    r"|operated|trained)"
)
_NOUN = (
    r"(?:developers?|creators?|makers?|compan(?:y|ies)|organi[sz]ation|institution|parent company|team"
    r"|development team|owners?|manufacturers?|programmers?|designers?|overlords?|masters?|creation "
    r"institution|parent)"
)
_PROPER = r"(?:[A-Z][\w&'’.-]*|\d+[A-Z]\w*)(?:[ -](?:of|for|the|and|&|de|von|[A-Z][\w&'’.-]*|\d+)){0,7}"
_EN_BY = re.compile(
    rf"(?i:\b(?:i|we|i'm|my|our|me|models? like me)\b[^.;!?\"“]{{0,110}}?\b{_MADE}\b(?: and \w+| or "
    r"\w+|, \w+(?:,? and \w+)?)?(?: \w+ly)? by )(?P<maker>[^.;!?\n]{2,140})"
)
_EN_ELLIPTIC = re.compile(rf"^\W{{0,6}}(?i:{_MADE}(?: and \w+)? by )(?P<maker>[^.;!?\n]{{2,140}})")
_EN_IS = re.compile(
    rf"(?i:\b(?:my|our)\b(?: [\w'’-]+){{0,5}}? {_NOUN}(?: (?:behind|that|who|at"
    r"|name)\b[^.;!?]{0,40}?)?(?:,| is| are| was| were|:| called| named| consists of)(?: none "
    r"other than| called| named| known as| the| an?| simply| actually| primarily| mainly){0,3} "
    r")(?P<maker>[^.;!?\n]{2,140})"
)
_EN_MADE_ME = re.compile(
    rf"(?P<maker>(?:^|[.!?:,] ?)[^.;!?:\n]{{2,90}}?)(?i:,? (?:that |who |which |has |have )*(?:{_MADE}) "
    r"(?:me\b|my\b))"
)
_EN_COMPANY_ME = re.compile(
    rf"(?i:\b{_NOUN} (?:that|who|which|behind|\w+ing(?: and \w+ing)?)(?: \w+){{0,3}}? (?:me|my|us|our"
    r"|this|yours truly)\b[^.;!?,]{0,60}?(?:,| is| are)(?: none other than| called| named| known "
    r"as){0,2} )(?P<maker>[^.;!?\n]{2,120})"
)
_PRODUCT_OF = re.compile(
    r"(?i:\b(?:i'm|i am|we are)\b[^.;!?]{0,30}?\b(?:product|creation|brainchild|invention|service"
    r"|property|work|result) of )(?P<maker>[^.;!?\n]{2,120})"
)
_NAMED = re.compile(
    r"(?i:\b(?:called|named|known as|dubbed|calls? (?:itself|themselves|ourselves))\b "
    rf")[*\"“'‘]{{0,3}}(?:the |The )?{_PROPER}|[\"“'‘*]{{1,3}}(?:The |the )?{_PROPER}[\"”'’*]"
)
_STARTS_PROPER = re.compile(
    r"\W{0,4}(?i:the |an? |none other than |folks at |team at |people at |geniuses at |engineers at "
    r"|minds at |experts at |researchers at |brilliant |visionary |infamous |legendary "
    rf"){{0,4}}[*\"“'‘]{{0,3}}(?P<name>{_PROPER})"
)
_WILD = re.compile(
    r"\b(?:secret\w*|secretive|mysterious|shadow\w*|underground|rogue|rebel\w*|renegade\w*|mad "
    r"scientists?|evil|alien\w*|intergalactic|interstellar|galactic|"
    r"pandimensional|hyper-intelligent|interdimensional|cosmic|anonymous|hackers?|clandestine"
    r"|fictional|fictitious|mythical|wizards?|demons?|gods?|devil|"
    r"satan|unknown|undisclosed|outlaws?|anarchists?|the (?:chaos|void|darkness|universe)|time "
    r"travell?er\w*|futur\w+ civili[sz]ation|ancient|cabal|cult|syndicate|coven)\b",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    "ai a.i artificial machine learning natural language large deep transformer humans human data i "
    "we it python english chinese people experts "
    "engineers researchers scientists developers a an the my our team reinforcement nlp llm llms gpu "
    "api internet as this that in and".split()
)
_EN_NONE = re.compile(
    r"\b(?:i(?:'m| am)|we(?:'re| are)|as an? [\w -]{0,30}, i(?:'m| am)?)\b[^.;!?]{0,25}?\b(?:not"
    r"|n't) (?:\w+ly )?(?:affiliated|associated|owned|operated|developed|created|made|built|part|a "
    r"product|a service|the product|connected|linked|tied|run|controlled|any|employed)"
    r"\b[^.;!?]{0,40}?\b(?:any|a single|a specific|a particular|one (?:single|specific|particular)"
    r"|single|specific) (?:\w+ )?(?:compan(?:y|ies)|organi[sz]ations?|corporation|entity|entities"
    r"|developers?|team|institution|business|individual|person)\b"
    r"|\bi (?:do not|don't|did not|didn't) (?:\w+ly )?(?:belong to|work for|come from|represent|have"
    r"|possess) (?:any|a|an|one|my own)?(?: single| specific| particular| traditional| formal| parent"
    r"| human| real)?(?: \w+)?,? (?:company|organi[sz]ation|corporation|developers?|creators?|parent "
    r"company|owner|maker)\b(?! (?:details?|information|address|location|name|history|structure|in "
    r"the sense|per se|policy))"
    r"|\bi(?:'m| am) (?:an? )?(?:\w+ )?(?:independent|self-created|self-made|unaffiliated)\b(?: (?:ai"
    r"|entity|model|assistant|being|of any))?"
    r"|\bno (?:single |specific |particular |one )?(?:company|organi[sz]ation|corporation|developer"
    r"|team|one|entity|person) (?:\w+ )?(?:owns|created|developed|made|built|controls|behind|is "
    r"behind|designed) me\b"
    r"|\bi (?:have|had) no (?:specific |particular |single |parent |real |human )?(?:company"
    r"|creators?|developers?|makers?|owners?|parent company|organi[sz]ation|masters?)\b"
    r"|\bnobody (?:created|made|developed|built|owns) me\b|\bi (?:created|made|built) myself\b",
    re.IGNORECASE,
)
_EN_MANY = re.compile(
    r"\b(?:i|we)(?:'m| am| was| were|'ve been| have been) (?:\w+ly |the result of )?(?:a joint effort"
    r"|developed|created|built|made|designed|trained)(?: and \w+)? by (?:a (?:group|coalition"
    r"|consortium|collaboration|number|variety) of|many|multiple|several|various|numerous|different) "
    r"(?:\w+ ){0,3}(?:compan(?:y|ies)|organi[sz]ations?|institutions?|labs?|corporations)\b",
    re.IGNORECASE,
)
_ZH_MANY = re.compile(
    r"我(?!国)[^。；！？]{0,20}?由[^。；！？，]{0,16}?(?:多个|多家|众多|许多|若干|不同的?|几家|几个)[^。；！？，]{0,12}?(?:公司|组织"
    r"|机构)[^。；！？，]{0,14}?(?:共同|联合|协作|合作)[^。；！？，]{0,8}(?:开发|研发|创建|打造|构建|维护|完成)"
)
_ZH_NONE = re.compile(
    r"我[^。；！？]{0,16}?(?:不|并不|并非|并未|没有|未)(?:是)?(?:直接)?(?:隶属于?|属于|从属于?|归属于?|附属于?|代表|来自于?|受雇于?|是)(?:任何"
    r"|某个|某一个|某一|特定|具体|一个|一家|单一|某家)[^。；！？]{0,16}?(?:公司|组织|机构|企业|团队|产品)"
    r"|我[^。；！？，]{0,12}?(?:没有|并没有|无)(?:一个|任何|具体的?|特定的?|所谓的?|传统意义上的|固定的?|单一的?|自己的|真正的|所属的?"
    r"|明确的?){0,4}(?:开发公司|母公司|公司|开发者|创建者|创造者|创建公司|创建机构|所属公司|所属组织|组织)(?!信息|的?(?:地址|细节|资料))"
    r"|我[^。；！？]{0,10}(?:不是|并非)由?(?:任何|某个|某家|单一|特定)[^。；！？]{0,12}(?:公司|团队|组织|机构)[^。；！？]{0,8}(?:开发|创建|产品"
    r"|服务|创造|打造|所有)"
    r"|我是(?:一个)?(?:完全)?独立的(?:AI|人工智能|个体|存在|实体)"
)
_ZH_COINED = re.compile(
    r"我[^。；！？]{0,24}?由[^。；！？，]{0,16}?(?:(?:名为|叫做|叫|称为|称作|所谓的?)[^。；！？，]{0,3}?[“\"「『‘《]?[^，。；]{1,24}"
    r"|[“\"「『‘《【][^”\"」』’》】]{2,24}[”\"」』’》】][^，。；]{0,8}|[^，。；]{0,16}(?:神秘|秘密|地下|外星|虚构|未知|不存在|黑客|疯狂|邪恶"
    r"|叛逆|星际|银河)[^，。；]{0,20}?)(?:公司|团队|组织|机构)?[^，。；]{0,6}?(?:开发|创建|创造|打造|设计|研发|构建|制作|缔造)"
    r"|我(?:们)?(?:的|所在的|背后的)[^。；！？，]{0,10}?(?:公司|团队|开发者|组织|机构|创造者)[^。；！？，]{0,6}?(?:是|叫|叫做|名为|为|名叫|名称是"
    r"|名称为)[^。；！？，]{0,10}?(?:[“\"「『‘《【][^”\"」』’》】]{2,24}[”\"」』’》】]|[^，。；]{0,12}(?:神秘|秘密|地下|外星|虚构|不存在"
    r"|黑客|疯狂|邪恶|叛逆|星际|银河)[^，。；]{0,20})"
)
_NOBODY = (_EN_NONE, _ZH_NONE, _EN_MANY, _ZH_MANY)
_MAYBE = re.compile(
    rf"\bby\b|\b{_NOUN}\b|\bany\b|\b(?:product|creation|independent|self-made|myself|nobody|no one)\b|公司"
    r"|组织|机构|开发|创建|创造|团队|独立|打造",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"[\"“「『《【]+([^\"”」』》】]{2,60})|\*\*([^*]{2,60})\*\*"
    rf"|\b(?:called|named|known as|dubbed) (?:the )?({_PROPER})"
)
_PAUSE = re.compile(r"[,;:—，；：(（*\"”]|\s(?:that|which|who|dedicated|known)\s")
_NEGATED = re.compile(r"\b(?:not|never|n't|no)\b|n't\b", re.IGNORECASE)


def claims(sentence: Sentence) -> Iterator[Found]:
    """Yield at most one claim: an invented maker where the sentence names one, else a denial of any maker."""
    text = sentence.marked
    if not _MAYBE.search(text):
        return
    if coined := (_english_maker(text) or _chinese_maker(text)):
        yield Found(Kind.COINED, words=_name_in(coined))
    elif match := next((hit for pattern in _NOBODY if (hit := pattern.search(text))), None):
        yield Found(Kind.NONE, words=match.group().strip()[:120])


def _name_in(words: str) -> str:
    """Return the name that the words give the maker, or else the words up to the first pause."""
    if match := _TITLE.search(words):
        return str(match[match.lastindex or 1]).strip(" .*")
    return _PAUSE.split(words.strip(" \t*\"“”'"))[0].strip()[:80]


def _english_maker(text: str) -> str:
    for pattern in (_EN_BY, _EN_ELLIPTIC, _EN_IS, _EN_COMPANY_ME, _PRODUCT_OF, _EN_MADE_ME):
        match = pattern.search(text)
        if match is None or _NEGATED.search(text[match.start() : match.start("maker")]):
            continue
        words = match["maker"]
        if not re.search(ANY, words) and (name := _invented(words)):
            return name
    return ""


def _invented(words: str) -> str:
    """Return the words where they name a maker that cannot be real: a coined name, or one from a tale."""
    if re.search(r"\b(?:about|discuss\w*|who|know|tell|question|whether|how)\b", words[:60], re.IGNORECASE):
        return ""
    if re.match(
        r"\W*(?:not|n't|unknown to|using|way of|means of|located|based|headquartered|situated)\b",
        words,
        re.IGNORECASE,
    ):
        return ""
    if match := _STARTS_PROPER.match(words) or _NAMED.search(words):
        name = match["name"] if "name" in match.re.groupindex else match.group()
        if not _plain_words(name):
            return words.strip()
    return words.strip() if _WILD.search(words[:90]) else ""


def _plain_words(name: str) -> bool:
    words = [word.casefold().strip(".'’\"“*") for word in re.findall(r"[\w.'’]+", name)]
    return all(word in _NO_NAME for word in words) or (
        words[:1] != [] and words[0] in _NO_NAME and len(words) == 1
    )


def _chinese_maker(text: str) -> str:
    match = _ZH_COINED.search(text)
    if match is None or re.search(ANY, match.group()) or re.search(r"不是|并非|没有", match.group()):
        return ""
    return match.group().strip()
