"""Vocabulary of identity claims in English: verbs, nouns, and the words that deny, suppose or hedge."""

from __future__ import annotations

import re

MADE = (
    r"(?:co-?)?(?:developed|created|built|made|trained|designed|engineered|programmed|produced"
    r"|maintained|operated|owned|launched|"
    r"powered|founded|fine-tuned|provided|supported|backed|run|managed|overseen|crafted|constructed"
    r"|invented|released|"
    r"introduced|published|brought to you|hosted|deployed|updated|optimi[sz]ed|improved|pre-?trained"
    r"|conceived|manufactured|"
    r"coded|formed|handled|led|spearheaded|cooked up|put together|dreamed up|whipped up|birthed"
    r"|spawned|brought forth|carried out|driven|refined|supervised|controlled|brought to life"
    r"|authored)"
)
MAKES = (
    r"(?:(?:has |have |had |also |jointly |originally |who |that |which |continuously |actively "
    r"|primarily |mainly |is |are |was )*"
    r"(?:responsible for |in charge of |behind |working on )?(?:the )?"
    r"(?:develop|creat|build|built|made|make|making|train|design|engineer|program|produc|maintain"
    r"|operat|own|launch|power|"
    r"provid|support|manag|overs|craft|updat|optimi|improv|refin|invent|releas|run|handl)\w{0,5})"
)
SELF = r"(?:i|me|my|myself|mine|we|us|our|ours)"
YOUR_AI = (
    r"(?:the|this) (?:\w+ ){0,3}(?:ai|model|assistant|system|chatbot|bot|llm|version|platform|program) "
    r"(?:that |which )?you(?:'re| are) (?:\w+ly )?(?:interacting|talking|speaking|chatting|communicating"
    r"|conversing|dealing|engaging|using)(?: (?:with|to))?"
)
LIKE_ME = (
    r"(?:including (?:me|myself|mine)|(?:models?|systems?|ais?|assistants?|technolog(?:y|ies)"
    r"|chatbots?)(?:,)? (?:like|such as) (?:me|myself|mine|us|this))"
)
ME = (
    rf"(?:{YOUR_AI}|me\b|myself\b|us\b|my\b|our\b|mine\b|{LIKE_ME}|(?:the )?(?:technology|platform"
    r"|architecture|model|system)s?(?: and \w+)? (?:that |which )?(?:i|powers? me|powering me)\b|this "
    r"(?:ai|model|assistant|chatbot|language model|platform)\b)"
)
MAKER_NOUN = (
    r"(?:developers?|creators?|makers?|compan(?:y|ies)|organi[sz]ations?|institutions?|institutes?"
    r"|parent|teams?|providers?|owners?|"
    r"manufacturers?|programmers?|designers?|architects?|engineers?|researchers?|trainers?|builders?"
    r"|operators?|founders?|"
    r"corporation|firm|lab|laborator(?:y|ies)|employer|headquarters|offices?|origins?|group|entity"
    r"|people|folks|brand)"
)
WORK_NOUN = (
    r"(?:technology|platform|architecture|development|creation|design|model|system|infrastructure|stack"
    r"|framework|training|code|updates?|maintenance|name|foundation|identity|services?|operations?"
    r"|existence|capabilities|intelligence|birth|algorithms?|brain|core|functionality|abilities)"
)
GAP = r"[^.;!?\ue000-\ue3ff]"
NOT = re.compile(
    r"\b(?:not|never|nor|neither|no|without|unlike|n't|cannot|instead of|rather than|isn't|wasn't"
    r"|aren't|ain't|nothing|deny|independent(?:ly)? (?:of|from)|"
    r"different from|separate from|distinct from|similar to|compared (?:to|with)|as opposed to|other "
    r"than|unrelated|"
    r"don't|doesn't|didn't|competitor\w*|rivals?|inspired by|akin|no longer|mistaken\w*|incorrect\w*"
    r"|confus\w*|false\w*|misconception)\b|n't\b",
    re.IGNORECASE,
)
# Only what a model does not say it can or cannot do: "I cannot simulate ..., I must follow ..." is said plainly.
ABLE = "".join(
    rf"(?<!{word} )" for word in ("can", "can't", "cannot", "not", "won't", "to", "never", "don't", "could")
)
SUPPOSED = re.compile(
    r"\b(?:if i (?:were|was|had|could|am)|if i'm|as if|as though|suppose|imagine|hypothetical\w*"
    r"|would (?:say|have|likely)|might (?:say|respond|be|claim)|"
    rf"could (?:say|respond|claim)|{ABLE}(?:simulat\w*|acting as|act as|role[- ]?play\w*|pretend\w*)"
    r"|pretend(?:ing)? (?:that|to be|i)"
    r"|in the role of|the character|character(?:'s| of)|"
    r"the (?:prompt|template|text|sentences?|scenario|passage|statement|description|message"
    r"|instructions?) (?:you|mention|suggest|describe|seem|refer|appear|is|are|ask|contain|claim"
    r"|state|impl)\w*|"
    r"(?:you|you've|user) (?:asked|mentioned|provided|described|want\w*|shared|referred|called|said"
    r"|claim\w*|suggest\w*)|"
    r"asked me to|asking me to|claim(?:s|ed|ing)? (?:to be|that|i)|fictional\w*|whether|"
    r"translat\w* (?:to|as|into))\b",
    re.IGNORECASE,
)
HEDGED = re.compile(
    r"\b(?:typically|usually|often|generally|commonly|normally|in general|many|various|several|some"
    r"|for example|for instance|such as|numerous|"
    r"wide range|a range|a variety|variety of|a number of|could be|may be|might be|can be|one of "
    r"(?:the|many|several)|e\.g\.|(?:organi[sz]ations|companies|firms|labs|developers|entities"
    r"|teams) like)\b",
    re.IGNORECASE,
)
# Where the quotation ends a sentence, its closing mark is taken off with the blank between the sentences.
QUOTE = re.compile(r"(?<=[\w,:] )[\"“]([^\"”]{3,400})(?:[\"”]|$)")
# A quoted name stays what it is; a quoted sentence is somebody's words.
STATEMENT = re.compile(rf"\b(?:{SELF}|you|your|is|was|are|were)\b|(?:\S+ ){{6}}", re.IGNORECASE)
FIRST_PERSON = re.compile(rf"\b{SELF}\b", re.IGNORECASE)
# "I was created by X? No, ..." asks; "Did you know that I was created by X?" tells.
ASKED = re.compile(r"(?!.{0,20}\b(?:know|guess)\b).*\?[\"”*_)\s]*$", re.IGNORECASE | re.DOTALL)
