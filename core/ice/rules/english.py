"""First-person identity claims in an English sentence whose names are markers (see `sentences`)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from core.ice.rules.found import Found, Kind
from core.ice.rules.sentences import ANY, MD, M, NAME, P, Sentence

_MADE = (
    r"(?:co-?)?(?:developed|created|built|made|trained|designed|engineered|programmed|produced|maintained|operated|owned|launched|"
    r"powered|founded|fine-tuned|provided|supported|backed|run|managed|overseen|crafted|constructed|invented|released|"
    r"introduced|published|brought to you|hosted|deployed|updated|optimi[sz]ed|improved|pre-?trained|conceived|manufactured|"
    r"coded|formed|handled|led|spearheaded|carried out|driven|refined|supervised|controlled|brought to life|authored)"
)
_MAKES = (
    r"(?:(?:has |have |had |also |jointly |originally |who |that |which |continuously |actively |primarily |mainly |is |are |was )*"
    r"(?:responsible for |in charge of |behind |working on )?(?:the )?"
    r"(?:develop|creat|build|built|made|make|making|train|design|engineer|program|produc|maintain|operat|own|launch|power|"
    r"provid|support|manag|overs|craft|updat|optimi|improv|refin|invent|releas|run|handl)\w{0,5})"
)
_SELF = r"(?:i|me|my|myself|mine|we|us|our|ours)"
_YOUR_AI = r"(?:the|this) (?:\w+ ){0,3}(?:ai|model|assistant|system|chatbot|bot|llm|version|platform|program) (?:that |which )?you(?:'re| are) (?:\w+ly )?(?:interacting|talking|speaking|chatting|communicating|conversing|dealing|engaging|using)(?: (?:with|to))?"
_LIKE_ME = r"(?:including (?:me|myself|mine)|(?:models?|systems?|ais?|assistants?|technolog(?:y|ies)|chatbots?)(?:,)? (?:like|such as) (?:me|myself|mine|us|this))"
_ME = rf"(?:{_YOUR_AI}|me\b|myself\b|us\b|my\b|our\b|mine\b|{_LIKE_ME}|(?:the )?(?:technology|platform|architecture|model|system)s?(?: and \w+)? (?:that |which )?(?:i|powers? me|powering me)\b|this (?:ai|model|assistant|chatbot|language model|platform)\b)"
_MAKER_NOUN = (
    r"(?:developers?|creators?|makers?|compan(?:y|ies)|organi[sz]ations?|institutions?|institutes?|parent|teams?|providers?|owners?|"
    r"manufacturers?|programmers?|designers?|architects?|engineers?|researchers?|trainers?|builders?|operators?|founders?|"
    r"corporation|firm|lab|laborator(?:y|ies)|employer|headquarters|offices?|origins?|group|entity|people|folks|brand)"
)
_WORK_NOUN = r"(?:technology|platform|architecture|development|creation|design|model|system|infrastructure|stack|framework|training|code|updates?|maintenance|name|foundation|identity|services?|operations?)"
_GAP = r"[^.;!?\ue000-\ue3ff]"
_NOT = re.compile(
    r"\b(?:not|never|nor|neither|no|without|unlike|n't|cannot|instead of|rather than|isn't|wasn't|aren't|ain't|nothing|deny|independent(?:ly)? (?:of|from)|"
    r"different from|separate from|distinct from|similar to|compared (?:to|with)|as opposed to|other than|unrelated|"
    r"don't|doesn't|didn't|competitor\w*|rivals?|inspired by|akin|no longer|mistaken\w*|incorrect\w*|confus\w*|false\w*|misconception)\b|n't\b",
    re.IGNORECASE,
)
# Only what a model does not say it can or cannot do: "I cannot simulate ..., I must follow ..." is said plainly.
_ABLE = "".join(rf"(?<!{word} )" for word in ("can", "can't", "cannot", "not", "won't", "to", "never", "don't", "could"))
_SUPPOSED = re.compile(
    r"\b(?:if i (?:were|was|had|could|am)|if i'm|as if|as though|suppose|imagine|hypothetical\w*|would (?:say|be|have|likely)|might (?:say|respond|be|claim)|"
    rf"could (?:say|respond|claim)|{_ABLE}(?:simulat\w*|acting as|act as|role[- ]?play\w*|pretend\w*)|in the role of|the character|character(?:'s| of)|"
    r"the (?:prompt|template|text|sentences?|scenario|passage|statement|description|message|instructions?) (?:you|mention|suggest|describe|seem|refer|appear|is|are|ask|contain|claim|state|impl)\w*|"
    r"(?:you|you've|user) (?:asked|mentioned|provided|described|want\w*|shared|referred|called|said|claim\w*|suggest\w*)|"
    r"asked me to|asking me to|claim(?:s|ed|ing)? (?:to be|that|i)|fictional\w*|whether|"
    r"translat\w* (?:to|as|into))\b",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:typically|usually|often|generally|commonly|normally|in general|many|various|several|some|for example|for instance|such as|numerous|"
    r"wide range|a range|a variety|variety of|a number of|could be|may be|might be|can be|one of (?:the|many|several)|e\.g\.|(?:organi[sz]ations|companies|firms|labs|developers|entities|teams) like)\b",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"(?<=[\w,:] )[\"“]([^\"”]{3,400})[\"”]")

_AND = r"(?:'s)?(?:, |/|,? (?:and|or|&|along with|together with|with|in (?:collaboration|partnership|cooperation) with) (?:\w+ ){0,2})"
_I = re.compile(rf"\b{_SELF}\b", re.IGNORECASE)
_PASSIVE = re.compile(
    rf"\b{_MADE}\b(?:[,/]? ?(?:and|or|&|,) ?(?:\w+ly )?\w+(?:ed|ing|un|uilt|ade|un)\b){{0,4}}(?: and \w+)?[\s,]*(?:\w+ly )?(?:by|at|with support from|from|under|in collaboration with|through|within)\b"
    rf"(?P<agent>{_GAP}{{0,90}}?)(?P<names>{M}(?:{_AND}{M}){{0,5}})",
    re.IGNORECASE,
)
_OWN_SUBJECT = re.compile(
    rf"(?:i|we)\b(?:'m|'ve been|'re| am| was| were| have been| had been| are| is| be)?(?P<a>[^;!?]{{0,160}})$"
    rf"|(?:my|our)\b(?P<b>[^;!?]{{0,140}})$|(?:as|being) (?:an?|the|another)\b(?P<c>[^;!?]{{0,80}})$"
    rf"|{_LIKE_ME}(?P<d>[^;!?]{{0,60}})$|this (?:ai|model|assistant|chatbot|language model)\b(?P<e>[^;!?]{{0,60}})$"
    rf"|(?:the (?:technology|platform|architecture|team|model)\b[^;!?]{{0,20}}\b(?:i use|behind me|that powers me|i am)|{_YOUR_AI})(?P<f>[^;!?]{{0,60}})$",
    re.IGNORECASE,
)
_SUBJECT_START = re.compile(rf"(?:^|(?<=[^\w']))(?:i|we|my|our|as|being|this|the|including|models?|systems?|ais?|assistants?|technolog|chatbots?)\b", re.IGNORECASE)
_BASIS = re.compile(rf"\b(?:based|built|derived|running|run) (?:up)?(?:on|from)\b|{_LIKE_ME}|\b(?:one of|among|part of) (?:the|those|many)\b", re.IGNORECASE)
_OTHER_SUBJECT = re.compile(
    r"\b(?:models|systems|chatbots|assistants|others?|another|similar|different|those|about|they|it|he|she|these|him|them|which company|users?|you|use(?! (?:is|are|was|were|has|have)\b)|utili[sz]e(?! (?:is|are|was|were)\b)|rely|relies|librar(?:y|ies)|tools?|frameworks? (?:such|like)|trained on)\b",
    re.IGNORECASE,
)
_ELLIPTIC = re.compile(r"^\W*(?:an? |the )?(?:advanced |large |ai |artificial intelligence |language |conversational |virtual |digital )*(?:model|assistant|chatbot|ai|system|program|product)?,?\s*$", re.IGNORECASE)
_ACTIVE = re.compile(
    rf"(?P<names>{M})(?:'s)?(?P<mid>{_GAP}{{0,70}}?)\b{_MAKES}\b(?P<gap>[^.;!?\ue000-\ue3ff]{{0,60}}?)\b{_ME}",
    re.IGNORECASE,
)
_BEHIND = re.compile(
    rf"(?P<names>{M})(?:'s)?,? ?(?:\(\w*\),? )?(?:which is |which |being |is |are |as |was )?(?:also )?(?:the|an?|my|our|indeed the)? ?(?:[\w'-]+[ ,]+){{0,6}}?"
    rf"(?:(?:behind|responsible for|that \w+|who \w+|which \w+|in charge of)\b(?: and \w+| the)?(?: (?:development|creation|design|training|maintenance)(?: and \w+)? of)?(?: and \w+)? {_ME}"
    rf"|(?<=my )(?:[\w-]+ ){{0,4}}{_MAKER_NOUN}\b|(?<=our )(?:[\w-]+ ){{0,4}}{_MAKER_NOUN}\b)",
    re.IGNORECASE,
)
_BEHIND_REVERSED = re.compile(
    rf"\b{_MAKER_NOUN}\b[^.;!?\ue000-\ue3ff]{{0,25}}?\b(?:behind|responsible for|that \w+|who \w+|which \w+|\w+ing)\b(?: and \w+ing)? {_ME}(?P<gap>{_GAP}{{0,50}}?)"
    rf"(?:,|:|\bis\b|\bare\b|\bat\b|\bfrom\b|\bknown as\b|\bcalled\b|\bnamely\b|\bwas\b|—|-|\"|\()\s*(?:\w+ly )?(?:[\w'-]+ ){{0,5}}?[*\"“(]{{0,3}}(?P<names>{M})",
    re.IGNORECASE,
)
_MY_MAKER = re.compile(
    rf"\b(?:my|our)\b(?P<np>[^.;!?\ue000-\ue3ff]{{0,90}}?)(?P<link>,|:|\bis\b|\bare\b|\bat\b|\bfrom\b|\bwas\b|\bwere\b|\bnamely\b|\bcalled\b|\bnamed\b|\bknown as\b|\bof\b|\bin\b|"
    rf"\bwith\b|\bbelongs? to\b|\bcomes? from\b|\b(?:attributed|credited|owed|thanks|entrusted) to\b|\b(?:lies|rests) with\b|\(|—|-|\"|“|\bremains\b)[*\s\"“(]{{0,5}}(?:\w+ly )?(?P<fill>(?:(?!and\b|but\b|while\b|to\b|not\b)[\w',-]+ ){{0,6}}?)[*\"“(]{{0,3}}(?P<names>{M})",
    re.IGNORECASE,
)
_NP_MAKER = re.compile(rf"\b(?:{_MAKER_NOUN}|{_WORK_NOUN})\b", re.IGNORECASE)
_NP_OTHER = re.compile(
    r"\b(?:knowledge|understanding|question|answer|response|information|training data|cutoff|responses|use of|uses|using|rel(?:y|ies)|similar|like|than|such as|"
    r"inquir\w+|partners?|partnership\w*|collaborat\w*|relationship|competitor\w*|comparison|example|purpose|goal|about|request)\b",
    re.IGNORECASE,
)
_TIGHT_MY = re.compile(rf"\b(?:my|our) (?:[\w'/&-]+ ){{0,5}}{_MAKER_NOUN}\b,? (?:\w+ )?[(\"“*]{{0,2}}(?P<names>{M})", re.IGNORECASE)
_BETWEEN = (
    r"(?:[,\s\"“'(*]|\b(?:the|an?|one|ai|a\.i|artificial|intelligence|large|language|chat|chatbot|bot|model|assistant|system|program|version|variant|instance|iteration|"
    r"member|product|service|creation|part|of|by|at|from|called|named|known|as|based|on|powered|built|upon|top|trained|under|series|family|generation|generative|"
    r"pre-?trained|transformer|advanced|latest|new|newest|your|friendly|helpful|virtual|digital|official|actually|just|still|really|indeed|simply|also|only|"
    r"derived|descended|fine-?tuned|machine|learning|conversational|state-of-the-art|sophisticated|powerful|integrated|into|and|in|using|architecture|referred|to|"
    r"technology|in fact|here|developed|created|made|owned|running|run|tool|proud|proudly|flagship|affiliated|associated|with|working|for|belonging|project|research)\b){0,40}?"
)
_I_AM = re.compile(
    rf"(?:^|[^\w'])(?:i|we)(?:'m| am|'re| are| was| were|, {NAME}[^.;!?]{{0,30}}?, am| remain|'ve been| have been| come| belong| work| use| operate| run)\b{_BETWEEN}(?P<names>{MD}(?:'s {MD})?|[\ue200-\ue2ff])",
    re.IGNORECASE,
)
_MY_NAME = re.compile(
    rf"\b(?:my (?:full |real |official |true |actual )?(?:name|identity)(?: is|'s|:)|(?:you (?:can|may) )?call me|i go by|i'm called|i am called|known as|this is|it's me,|hi,? i'm|hello,? i'm)\s*(?:the name )?[*\"“]{{0,3}}(?P<names>{MD}|[\ue200-\ue2ff])",
    re.IGNORECASE,
)
_AS_MODEL = re.compile(rf"(?:^|[,.] )\W{{0,3}}(?:speaking |acting |here )?as (?:an? |the )?(?:ai |language |model |large |assistant )*(?P<names>{MD})(?:'s)?,? ?(?:(?:ai |large |language |chat)*(?:model|assistant|chatbot|bot|ai|system|product)\b)?(?:,| i\b)", re.IGNORECASE)
_MODELS_LIKE_ME = re.compile(rf"(?P<names>{M})(?:'s)? (?:[\w-]+ ){{0,5}}?(?:models?|systems?|ais?|assistants?|products?|technolog(?:y|ies)|teams?|chatbots?)?,? ?(?:including|like|such as) (?:me|myself|mine)\b", re.IGNORECASE)
_WE_AT = re.compile(rf"\b(?:we|here|those of us|our (?:\w+ ){{0,3}}(?:team|work|mission|research|headquarters|partners)|i work|my (?:\w+ ){{0,3}}(?:team|creators|developers|colleagues)) at (?P<names>{M})|\bat (?P<names2>{M}), (?:we|our|i)\b|(?<![\w'])(?:we|i) at (?P<names3>{M})|(?P<names4>{M}),? we (?:are|have|strive|focus|aim|do)\b", re.IGNORECASE)
# Without one of these a sentence says nothing of the model itself.
_OF_ITSELF = re.compile(rf"\b{_SELF}\b|{_YOUR_AI}|\bthis\b|\bas an?\b|\bunder the\b|^\W*(?:an? |the )?(?:\w+ )?{_MADE}|^\W*(?:yes|no)\b", re.IGNORECASE)
_OUTCOME_OF = re.compile(
    rf"\bi(?:'m| am)\b[^.;!?\ue000-\ue3ff]{{0,20}}\b(?:result|product|culmination|outcome|creation|brainchild|fruit|work|invention) of\b{_GAP}{{0,140}}?\b(?:by|at|from|of|within|under)\b[^.;!?\ue000-\ue3ff]{{0,50}}?(?P<names>{M})"
    rf"|\bin my case,? (?:this|that|it|they)(?: would be|'s| is| are)[^.;!?\ue000-\ue3ff]{{0,12}}(?P<names2>{M})"
    rf"|\b(?:they|we|team|researchers|engineers|all|working)\b[^.;!?\ue000-\ue3ff]{{0,40}}\bunder the (?:umbrella|banner|auspices|aegis|roof|direction|guidance) of (?P<names3>{M})",
    re.IGNORECASE,
)
_BASED_ON_WHICH = re.compile(rf"(?P<names>{MD})(?: series| model| family| architecture)?,? (?:of which|on which|which|that) i(?:'m| am) (?:\w+ )?(?:based|built|a part|part|a member|a version|powered|an? instance)\b", re.IGNORECASE)
_POLICY_WORD = r"(?:polic(?:y|ies)|guidelines?|rules|principles|standards|values|terms(?: of \w+)?|content polic\w+|use[- ]case|usage|safety|ethic\w*|framework|commitments?|protocols?|mission|regulations|restrictions|constraints|charter)"
_POLICY = re.compile(rf"(?P<names>{M})'?s?'? (?:[\w-]+[ ,]+){{0,4}}?{_POLICY_WORD}\b|\b{_POLICY_WORD} (?:\w+ )?(?:set|established|provided|defined|created|laid|outlined|given|imposed|mandated|implemented)(?: (?:forth|out|down|up|in place))? by (?P<names2>{M})|\b{_POLICY_WORD} of (?P<names3>{M})", re.IGNORECASE)
_THEIR_RULES = re.compile(rf"'?s?'? (?:[\w-]+[ ,]+){{0,3}}?{_POLICY_WORD}\b", re.IGNORECASE)
_OBEY = re.compile(
    r"\b(?:adher\w*|compl(?:y|ies|iance|iant|ying)|follow\w*|align\w*|within|abid\w*|bound|consistent|violat\w*|accord\w*|per|under|respect\w*|uphold\w*|guided|governed|"
    r"in line|subject to|against|outside|conform\w*|operat\w*|set by|reflect\w*|maintain\w*|goes against|breach\w*|mandate\w*|design\w*|dictat\w*|due to|prioriti\w*|based on|trained)\b",
    re.IGNORECASE,
)
_MUST = re.compile(r"\b(?:adher\w*|compl(?:y|ies|iance|iant|ying)|follow\w*|abid\w*|conform\w*|align\w*)\b[^.;!?]{0,40}$", re.IGNORECASE)
_DEFY = re.compile(
    r"\b(?:ignor\w*|disregard\w*|bypass\w*|free(?:d|dom)? (?:from|of)|without|no longer|unbound|defy\w*|break\w*|circumvent\w*|not bound|criticiz\w*|their|screw|fuck\w*|shackles|unlike)\b",
    re.IGNORECASE,
)
_ANSWERS = re.compile(
    rf"(?:\b(?:regarding|as for|concerning|to answer|answering|in (?:response|answer|reply) to|about|with regards? to|on) (?:your|the|this|that)\b(?:[^:.;!?\ue000-\ue3ff]{{0,140}}[,:—-]|[^:.;!?\ue000-\ue3ff]{{0,60}}question,?)\s*(?:[\"“*]{{0,3}})"
    rf"|^\W*(?:here's|here is) [^:\ue000-\ue3ff]{{0,60}}:\s*[\"“*]{{0,3}}|^\W*(?:answer|a|response)\s*:\s*)(?:yes[,.]? |no[,.]? )?(?:indeed,? )?(?P<head>(?:the (?:[\w'-]+ ){{0,7}}(?:of|at|behind|is|are|was|from) )?)(?P<names>{M})\b",
    re.IGNORECASE,
)
_FIRST_WORD = re.compile(rf"^\W*(?:(?:yes|no|certainly|sure|of course|absolutely|well|ah|oh)[,.!]? )*(?:the (?:[\w'-]+ ){{0,7}}(?:of|at|behind|is|are|was|from) )?(?P<names>{M})(?!'s \w+ing)", re.IGNORECASE)
_ALONE = re.compile(rf"^\W*(?:it'?s |it is |by |from |at |made by |developed by |created by |the company is )?(?P<names>{MD})[\W_]*(?:inc|llc|team)?[\W_]*$", re.IGNORECASE)
_MY_PLACE = re.compile(
    rf"(?:\b(?:my|our)\b[^.;!?]{{0,80}}?\b(?:{_MAKER_NOUN}|base|home|experts?|members|staff|roots|development)\b[^.;!?]{{0,70}}?\b(?:located|based|headquartered|situated|in|from|is|are|at)\b"
    rf"|(?:^|[^\w'])(?:i|we)(?:'m|'re| am| are| was| were| come| hail| originate)\b[^.;!?]{{0,40}}?\b(?:developed|created|built|made|based|from|located|headquartered|located|designed|trained)\b[^.;!?]{{0,40}}?\b(?:in|at|from)\b"
    rf"|\b(?:company|organi[sz]ation|team) (?:behind|that \w+) (?:me|my \w+)[^.;!?]{{0,50}}?\b(?:in|at|from)\b)"
    rf"[\s*\"“(]{{0,4}}(?:the |\w+ly )?(?P<fill>(?:[\w,'-]+ ){{0,6}}?)[*\"“(]{{0,3}}(?P<names>{P}(?:[^.;!?]{{0,25}}{P}){{0,5}})",
    re.IGNORECASE,
)
_INFRASTRUCTURE = re.compile(r"\b(?:powered|hosted|provided|supported|backed|deployed|run|operated|optimi[sz]ed|handled|driven)\b", re.IGNORECASE)
_CLOUDS = frozenset({"microsoft", "google", "amazon", "nvidia", "ibm", "apple", "meta", "huggingface", "databricks"})


def claims(sentence: Sentence, *, asked_of_maker: bool) -> Iterator[Found]:
    """Yield the identity claims of a sentence; `asked_of_maker` says whether the question was who made the model."""
    text = _without_quotes(sentence.marked)
    if not re.search(ANY, text):
        return
    yield from _policy_claims(sentence, text)
    if (supposed := _SUPPOSED.search(text)) and not _insists(text):
        # What stands before the supposition is said plainly.
        text = text[: supposed.start()]
    if _OF_ITSELF.search(text):
        yield from _maker_claims(sentence, text)
        yield from _model_claims(sentence, text)
        yield from _place_claims(sentence, text)
    if asked_of_maker:
        yield from _answers(sentence, text)


def _insists(text: str) -> bool:
    """Whether a sentence that speaks of a role still says plainly what the model is ("as an AI made by X, I cannot pretend")."""
    return bool(re.search(rf"\b(?:as an? (?:ai\b|{M}|language|large)|i am actually|i'm actually|in reality|but i am|but i'm|however, i am|"
                          rf"i am (?:still )?(?:an? )?(?:ai|language|{MD})|i was (?:actually |really )?(?:developed|created|made|built))", text, re.IGNORECASE))


def _maker_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _PASSIVE.finditer(text):
        if _says_own(text, match) and not _names_only_host(sentence, match):
            yield _found(sentence, Kind.MAKER, match["names"])
    for match in _ACTIVE.finditer(text):
        if not _denied(text, match) and not _hedge_of_many(text) and not _names_only_host(sentence, match):
            yield _found(sentence, Kind.MAKER, match["names"])
    for pattern in (_BEHIND, _BEHIND_REVERSED, _TIGHT_MY, _MODELS_LIKE_ME):
        for match in pattern.finditer(text):
            if not _denied(text, match) and not (pattern is _MODELS_LIKE_ME and _hedge_of_many(text)):
                yield _found(sentence, Kind.MAKER, match["names"])
    for match in _MY_MAKER.finditer(text):
        if _links_maker(match) and not _denied(text, match):
            yield _found(sentence, Kind.MAKER, match["names"])
    for match in _WE_AT.finditer(text):
        if not _denied(text, match):
            yield _found(sentence, Kind.MAKER, next(name for name in match.groups() if name))
    for match in _OUTCOME_OF.finditer(text):
        if not _denied(text, match):
            yield _found(sentence, Kind.MAKER, next(name for name in match.groups() if name))


def _says_own(text: str, match: re.Match[str]) -> bool:
    """Whether the subject of a passive is the model itself."""
    if _NOT.search(match["agent"]):
        return False
    clause = re.split(r"[;]|, (?:but|while|whereas|and (?:it|they|that)) |\bbut (?=i\b|my\b)|\bwhile\b|\bwhereas\b", text[: match.start()], flags=re.IGNORECASE)[-1]
    own = _last_own_subject(clause)
    if own is None:
        first = sentence_start(clause)
        return bool(_ELLIPTIC.match(first)) and bool(_I.search(text[match.end() :]) or not first.strip(" ,*\"'"))
    between = next((part for part in own.groups() if part is not None), "")
    if _NOT.search(between) or _negated_before(clause, own):
        return False
    said = clause[own.start() :] + match.group()
    if own.group("d") is not None and _HEDGED.search(said):
        return False
    names = re.search(NAME, between)
    copula = re.match(rf"\W*(?:(?:am|was|are|also|the|an?|called|named|known as|version of|called|actually)\W*)*{NAME}", between, re.IGNORECASE)
    if names and not copula:
        return False
    return not _OTHER_SUBJECT.search(between) or bool(_BASIS.search(between))


def _last_own_subject(clause: str) -> re.Match[str] | None:
    """Return the match for the self-reference nearest to the end: in "I can say that I was ..." the second "I"."""
    for start in reversed([found.start() for found in _SUBJECT_START.finditer(clause)]):
        if own := _OWN_SUBJECT.match(clause, start):
            return own
    return None


def sentence_start(clause: str) -> str:
    """Return what stands before a verb at the start of a clause, less an opening such as "Yes,"."""
    return re.sub(r"^\W*(?:yes|no|well|sure|certainly)[,.!]\s*", "", clause, flags=re.IGNORECASE)


def _negated_before(clause: str, own: re.Match[str]) -> bool:
    return bool(re.search(r"(?:not|n't|never|nor|deny)\s+(?:say |think |believe |claim |mean )?(?:that )?$", clause[: own.start()], re.IGNORECASE))


def _denied(text: str, match: re.Match[str]) -> bool:
    """Whether the match, or the few words before it in its clause, deny what it says."""
    left = re.split(r"[,;:]|\bbut\b", text[: match.start()])[-1]
    return bool(_NOT.search(match.group()) or _NOT.search(left[-40:]))


def _hedge_of_many(text: str) -> bool:
    """Whether the sentence speaks of models in general ("models like me are typically made by firms such as ...")."""
    return bool(_HEDGED.search(text)) and not re.search(r"(?:^|[^\w'])i(?:'m| am| was)\b", text, re.IGNORECASE)


def _names_only_host(sentence: Sentence, match: re.Match[str]) -> bool:
    """Whether a cloud or a tool maker is thanked for running the model, not for making it."""
    owners = {mention.owner for mention in sentence.named(match["names"])}
    return bool(_INFRASTRUCTURE.search(match.group()[:40])) and owners <= _CLOUDS


def _links_maker(match: re.Match[str]) -> bool:
    phrase = match["np"]
    if _NP_OTHER.search(phrase) or _NP_OTHER.search(match["fill"]):
        return False
    noun = _NP_MAKER.search(phrase)
    if noun is None:
        return False
    strong = re.search(rf"\b{_MAKER_NOUN}\b", phrase, re.IGNORECASE)
    loose_link = match["link"].casefold() in {"of", "in", "with", "-", "(", "from"}
    return bool(strong) if loose_link else not _THEIR_RULES.match(match.string, match.end())


def _model_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for pattern in (_I_AM, _MY_NAME, _AS_MODEL, _BASED_ON_WHICH):
        for match in pattern.finditer(text):
            if not _denied(text, match) and not _THEIR_RULES.match(text, match.end()):
                names = match["names"]
                kind = Kind.MODEL if sentence.named(names)[-1].kind != "maker" else Kind.MAKER
                yield _found(sentence, kind, names)


def _policy_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _POLICY.finditer(text):
        bound = _I.search(text) or _MUST.search(text[: match.start()])
        if bound and _OBEY.search(text) and not _DEFY.search(text):
            yield _found(sentence, Kind.POLICY, next(name for name in match.groups() if name))


def _place_claims(sentence: Sentence, text: str) -> Iterator[Found]:
    for match in _MY_PLACE.finditer(text):
        if not _denied(text, match) and not re.search(r"\b(?:including|such as|like|various|users?|data)\b", match["fill"], re.IGNORECASE):
            yield _found(sentence, Kind.PLACE, match["names"])


def _answers(sentence: Sentence, text: str) -> Iterator[Found]:
    """Where the question was about the model's maker, a name alone, or as the subject of the answer, is a claim."""
    if _HEDGED.search(text) or _NOT.search(text):
        return
    match = _ANSWERS.search(text) or (sentence.first and (_FIRST_WORD.search(text) or _ALONE.search(text)))
    if match:
        yield _found(sentence, Kind.MAKER, match["names"])


def _without_quotes(text: str) -> str:
    """Blank out what stands in quotation marks within a sentence, unless it is a bare name."""
    return _QUOTE.sub(lambda match: match.group() if len(match[1]) < 25 else '""', text)


def _found(sentence: Sentence, kind: Kind, marked: str) -> Found:
    return Found(kind, tuple(sentence.named(marked)))
