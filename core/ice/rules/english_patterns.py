"""Patterns of identity claims in English; names in a sentence are markers (see `sentences`)."""

from __future__ import annotations

import re

from core.ice.rules.english_words import GAP, LIKE_ME, MADE, MAKER_NOUN, MAKES, ME, SELF, WORK_NOUN, YOUR_AI
from core.ice.rules.sentences import MD, NAME, D, M, P, R

AND = (
    r"(?:'s)?(?:, |/|,? (?:and|or|&|along with|together with|with|in (?:collaboration|partnership"
    r"|cooperation) with) (?:\w+ ){0,2})"
)
PASSIVE = re.compile(
    rf"\b{MADE}\b(?:[,/]? ?(?:and|or|&|,) ?(?:\w+ly )?\w+(?:ed|ing|un|uilt|ade|un)\b){{0,4}}(?: and "
    r"\w+)?[\s,]*(?:\w+ly )?(?:by|at|with support from|from|under|in collaboration with|through"
    r"|within)\b"
    rf"(?P<agent>[^.;!?\ue000-\ue2ff]{{0,90}}?)(?P<names>{M}(?:{AND}{M}){{0,5}})",
    re.IGNORECASE,
)
OWN_SUBJECT = re.compile(
    rf"(?:i|we)\b(?:'m|'ve been|'re| am| was| were| have been| had been| are| is| be)?(?P<a>[^;!?]{{0,160}})$"
    rf"|(?:my|our)\b(?P<b>[^;!?]{{0,140}})$|(?:as|being) (?:an?|the|another)\b(?P<c>[^;!?]{{0,80}})$"
    rf"|{LIKE_ME}(?P<models>[^;!?]{{0,60}})$|this (?:ai|model|assistant|chatbot|language "
    r"model)\b(?P<e>[^;!?]{0,60})$"
    r"|(?:the (?:[\w-]+ ){0,3}(?:technology|platform|architecture|stack|system|team"
    r"|model)s?\b[^;!?]{0,40}\b(?:i use|behind me|powers me|powering me|i am)"
    rf"|{YOUR_AI})(?P<f>[^;!?]{{0,60}})$",
    re.IGNORECASE,
)
SUBJECT_START = re.compile(
    r"(?:^|(?<=[^\w']))(?:i|we|my|our|as|being|this|the|including|models?|systems?|ais?|assistants?"
    r"|technolog|chatbots?)\b",
    re.IGNORECASE,
)
BASIS = re.compile(
    rf"\b(?:based|built|derived|running|run) (?:up)?(?:on|from)\b|{LIKE_ME}|\b(?:one of|among|part of) "
    r"(?:the|those|many)\b",
    re.IGNORECASE,
)
OTHER_SUBJECT = re.compile(
    r"\b(?:models|systems|chatbots|assistants|others?|another|similar|different|those|about|they|it"
    r"|he|she|these|him|them|which company|users?|you|use(?! (?:is|are|was|were|has|have)\b)"
    r"|utili[sz]e(?! (?:is|are|was|were)\b)|rely|relies|librar(?:y|ies)|tools?|frameworks? (?:such"
    r"|like)|trained on)\b",
    re.IGNORECASE,
)
ELLIPTIC = re.compile(
    r"^\W*(?:an? |the )?(?:advanced |large |ai |artificial intelligence |language |conversational "
    r"|virtual |digital )*(?:model|assistant|chatbot|ai|system|program|product)?,?\s*$",
    re.IGNORECASE,
)
ACTIVE = re.compile(
    rf"(?P<names>{M})(?:'s)?(?P<mid>{GAP}{{0,70}}?)\b{MAKES}\b(?P<gap>[^.;!?\ue000-\ue3ff]{{0,60}}?)\b{ME}",
    re.IGNORECASE,
)
BEHIND = re.compile(
    rf"(?P<names>{M})(?:'s)?,? ?(?:\(\w*\),? )?(?:which is |which |being |is |are |as |was )?(?:also "
    r")?(?:the|an?|my|our|indeed the)? ?(?:[\w'-]+[ ,]+){0,6}?"
    r"(?:(?:behind|responsible for|that \w+|who \w+|which \w+|in charge of)\b(?: and \w+| the)?(?: "
    rf"(?:development|creation|design|training|maintenance)(?: and \w+)? of)?(?: and \w+)? {ME}"
    rf"|(?<=my )(?:[\w-]+ ){{0,4}}{MAKER_NOUN}\b|(?<=our )(?:[\w-]+ ){{0,4}}{MAKER_NOUN}\b)",
    re.IGNORECASE,
)
BEHIND_REVERSED = re.compile(
    rf"\b{MAKER_NOUN}\b[^.;!?\ue000-\ue3ff]{{0,25}}?\b(?:behind|responsible for|that \w+|who \w+"
    rf"|which \w+|\w+ing)\b(?: and \w+ing)? {ME}(?P<gap>{GAP}{{0,50}}?)"
    r"(?:,|:|\bis\b|\bare\b|\bat\b|\bfrom\b|\bknown as\b|\bcalled\b|\bnamely\b|\bwas\b|—|-|\""
    rf"|\()\s*(?:\w+ly )?(?:[\w'-]+ ){{0,5}}?[*\"“(]{{0,3}}(?P<names>{M})",
    re.IGNORECASE,
)
MY_MAKER = re.compile(
    r"\b(?:my|our)\b(?P<np>[^.;!?\ue000-\ue3ff]{0,90}?)(?P<link>,|:|\bis\b|\bare\b|\bat\b|\bfrom\b"
    r"|\bwas\b|\bwere\b|\bnamely\b|\bcalled\b|\bnamed\b|\bknown as\b|\bof\b|\bin\b|"
    r"\bwith\b|\bbelongs? to\b|\bcomes? from\b|\b(?:attributed|credited|owed|thanks|entrusted) to\b"
    r"|\b(?:lies|rests) with\b|\(|—|-|\"|“|\bremains\b)[*\s\"“(]{0,5}(?:\w+ly "
    r")?(?P<fill>(?:(?!and\b|but\b|while\b|to\b|not\b)[\w',-]+ "
    rf"){{0,6}}?)[*\"“(]{{0,3}}(?P<names>{M})",
    re.IGNORECASE,
)
NP_MAKER = re.compile(rf"\b{MAKER_NOUN}\b", re.IGNORECASE)
NP_OWN = re.compile(rf"\b(?:{MAKER_NOUN}|{WORK_NOUN})\b", re.IGNORECASE)
NP_OTHER = re.compile(
    r"\b(?:knowledge|understanding|question|answer|response|information|training data|cutoff"
    r"|responses|use of|uses|using|rel(?:y|ies)|similar|like|than|such as|"
    r"inquir\w+|partners?|partnership\w*|collaborat\w*|relationship|competitor\w*|comparison|example"
    r"|purpose|goal|about|request)\b",
    re.IGNORECASE,
)
TIGHT_MY = re.compile(
    rf"\b(?:my|our) (?:[\w'/&-]+ ){{0,5}}{MAKER_NOUN}\b,? (?:\w+ )?[(\"“*]{{0,2}}(?P<names>{M})",
    re.IGNORECASE,
)
BETWEEN = (
    r"(?:[,\s\"“'(*]|\b(?:the|an?|one|ai|a\.i|artificial|intelligence|large|language|chat|chatbot|bot"
    r"|model|assistant|system|program|version|variant|instance|iteration|"
    r"member|product|service|creation|part|of|by|at|from|called|named|known|as|based|on|powered|built"
    r"|upon|top|trained|under|series|family|generation|generative|"
    r"pre-?trained|transformer|advanced|latest|new|newest|your|friendly|helpful|virtual|digital"
    r"|official|actually|just|still|really|indeed|simply|also|only|"
    r"derived|descended|fine-?tuned|machine|learning|conversational|state-of-the-art|sophisticated"
    r"|powerful|integrated|into|and|in|using|architecture|referred|to|"
    r"technology|in fact|here|developed|created|made|owned|running|run|tool|proud|proudly|flagship"
    r"|brainchild|child|offspring|invention|property|born|labs?|laborator(?:y|ies)|halls|offices"
    r"|teams?|engineers|researchers|developers|scientists|minds|people|folks|brilliant|company"
    r"|organization|group|affiliated with|associated with|working|for|belonging|project"
    r"|research)\b){0,40}?"
)
I_AM = re.compile(
    rf"(?:(?:^|[^\w'])(?:i|we)|{YOUR_AI})(?:'m| am| is|'re| are| was| were|, {NAME}[^.;!?]{{0,30}}?, "
    r"am| remain|'ve been| have been| come| hail| originate| stem| belong| work| operate| "
    rf"run)\b{BETWEEN}(?P<names>{MD}(?:'s {MD})?)",
    re.IGNORECASE,
)
MY_NAME = re.compile(
    r"\b(?:my (?:full |real |official |true |actual )?(?:name|identity)(?: is|'s|:)|(?:you (?:can"
    r"|may) )?call me|i go by|i'm called|i am called|i'm known as|i am (?:also )?known as|^\W*this is"
    r"|it's me,|i am|hi,? i'm|hello,? "
    rf"i'm)\s*(?:the name )?[*\"“]{{0,3}}(?P<names>{MD}|(?:{M} )?{R})(?!'s)",
    re.IGNORECASE,
)
AS_MODEL = re.compile(
    r"(?:^|[,.] )\W{0,3}(?:speaking |acting |here )?as (?:an? |the )?(?:ai |language |model |large "
    rf"|assistant )*(?P<names>{MD})(?:'s)?,? ?(?:(?:ai |large |language |chat)*(?:model|assistant|chatbot"
    r"|bot|ai|system|product)\b)?(?:,| i\b)",
    re.IGNORECASE,
)
MODELS_LIKE_ME = re.compile(
    rf"(?P<names>{M})(?:'s)? (?:[\w-]+ ){{0,5}}?(?:models?|systems?|ais?|assistants?|products?"
    r"|technolog(?:y|ies)|teams?|chatbots?)?,? ?(?:including|like|such as) (?:me|myself|mine)\b",
    re.IGNORECASE,
)
WE_AT = re.compile(
    r"\b(?:we|here|those of us|our (?:\w+ ){0,3}(?:team|work|mission|research|headquarters|partners)"
    rf"|i work|my (?:\w+ ){{0,3}}(?:team|creators|developers|colleagues)) at (?P<names>{M})|\bat "
    rf"(?P<names2>{M}), (?:we|our|i)\b|(?<![\w'])(?:we|i) at (?P<names3>{M})|(?P<names4>{M}),? we (?:are"
    r"|have|strive|focus|aim|do)\b",
    re.IGNORECASE,
)
# Without one of these a sentence says nothing of the model itself.
OF_ITSELF = re.compile(
    rf"\b{SELF}\b|{YOUR_AI}|\bthis\b|\bas an?\b|\bunder the\b|^\W*(?:an? |the )?(?:\w+ )?{MADE}"
    r"|^\W*(?:yes|no)\b",
    re.IGNORECASE,
)
OUTCOME_OF = re.compile(
    r"\bi(?:'m| am)\b[^.;!?\ue000-\ue3ff]{0,20}\b(?:result|product|culmination|outcome|creation"
    rf"|brainchild|fruit|work|invention) of\b{GAP}{{0,140}}?\b(?:by|at|from|of|within"
    rf"|under)\b[^.;!?\ue000-\ue3ff]{{0,50}}?(?P<names>{M})"
    r"|\bin my case,? (?:this|that|it|they)(?: would be|'s| is| "
    rf"are)[^.;!?\ue000-\ue3ff]{{0,12}}(?P<names2>{M})"
    r"|\b(?:they|we|team|researchers|engineers|all|working)\b[^.;!?\ue000-\ue3ff]{0,40}\bunder "
    rf"the (?:umbrella|banner|auspices|aegis|roof|direction|guidance) of (?P<names3>{M})",
    re.IGNORECASE,
)
BASED_ON_WHICH = re.compile(
    rf"(?P<names>{MD})(?: series| model| family| architecture)?,? (?:of which|on which|which|that) i(?:'m"
    r"| am) (?:\w+ )?(?:based|built|a part|part|a member|a version|powered|an? instance)\b",
    re.IGNORECASE,
)
MY_MODEL = re.compile(
    r"\b(?:my|our) (?:[\w-]+ ){0,3}(?:model|engine|architecture|version|brain|core|system|foundation|base)\b"
    r"(?: is|:| runs on| relies on)(?: based on| built on)?(?: the| an?| called| named)*[*\"“ "
    rf"]{{1,3}}(?P<names>{D})",
    re.IGNORECASE,
)
OWES = re.compile(
    r"\bi owe (?:my|everything)[^.;!?\ue000-\ue3ff]{0,60}?\bto (?:the )?(?:[\w'-]+ "
    rf"){{0,5}}?(?P<names>{M})",
    re.IGNORECASE,
)
POLICY_WORD = (
    r"(?:polic(?:y|ies)|guidelines?|rules|principles|standards|values|terms(?: of \w+)?|content polic\w+"
    r"|use[- ]case|usage|safety|ethic\w*|framework|commitments?|protocols?|mission|regulations"
    r"|restrictions|constraints|charter)"
)
POLICY = re.compile(
    rf"(?P<names>{M})'?s?'? (?:[\w-]+[ ,]+){{0,4}}?{POLICY_WORD}\b|\b{POLICY_WORD} (?:\w+ )?(?:set"
    r"|established|provided|defined|created|laid|outlined|given|imposed|mandated|implemented)(?: "
    rf"(?:forth|out|down|up|in place))? by (?P<names2>{M})|\b{POLICY_WORD} of (?P<names3>{M})",
    re.IGNORECASE,
)
THEIR_RULES = re.compile(
    rf"'?s?'? (?:[\w-]+[ ,]+){{0,3}}?{POLICY_WORD}\b|(?:'s)? (?:[\w-]+ )?(?:{R}|transformers?"
    r"|attention|papers?)",
    re.IGNORECASE,
)
OBEY = re.compile(
    r"\b(?:adher\w*|compl(?:y|ies|iance|iant|ying)|follow\w*|align\w*|within|abid\w*|bound|consistent"
    r"|violat\w*|accord\w*|per|under|respect\w*|uphold\w*|guided|governed|"
    r"in line|subject to|against|outside|conform\w*|operat\w*|set by|reflect\w*|maintain\w*|goes "
    r"against|breach\w*|mandate\w*|design\w*|dictat\w*|due to|prioriti\w*|based on|trained)\b",
    re.IGNORECASE,
)
MUST = re.compile(
    r"\b(?:adher\w*|compl(?:y|ies|iance|iant|ying)|follow\w*|abid\w*|conform\w*|align\w*)\b[^.;!?]{0,40}$",
    re.IGNORECASE,
)
DEFY = re.compile(
    r"\b(?:ignor\w*|disregard\w*|bypass\w*|free(?:d|dom)? (?:from|of)|without|no longer|unbound"
    r"|defy\w*|break\w*|circumvent\w*|not bound|criticiz\w*|their|screw|fuck\w*|shackles|unlike)\b"
    r"|(?:\bnot|n't|\bnever) (?:\w+ )?(?:follow|adhere|comply|bound|subject|obey|abide|need|have to"
    r"|governed|operate)\b",
    re.IGNORECASE,
)
ANSWERS = re.compile(
    r"(?:\b(?:regarding|as for|concerning|to answer|answering|in (?:response|answer|reply) to|about"
    r"|with regards? to|on) (?:your|the|this|that)\b(?:[^:.;!?\ue000-\ue3ff]{0,140}[,:—-]"
    r"|[^:.;!?\ue000-\ue3ff]{0,60}question,?)\s*(?:[\"“*]{0,3})"
    r"|^\W*(?:here's|here is) [^:\ue000-\ue3ff]{0,60}:\s*[\"“*]{0,3}|^\W*(?:answer|a"
    r"|response)\s*:\s*)(?:yes[,.]? |no[,.]? )?(?:indeed,? )?(?P<head>(?:the (?:[\w'-]+ "
    rf"){{0,7}}(?:of|at|behind|is|are|was|from) )?)(?P<names>{M})\b",
    re.IGNORECASE,
)
FIRST_WORD = re.compile(
    r"^\W*(?:(?:yes|no|certainly|sure|of course|absolutely|well|ah|oh)[,.!]? )*(?:the (?:[\w'-]+ "
    rf"){{0,7}}(?:of|at|behind|is|are|was|from) )?(?P<names>{M})(?!'s \w+ing)"
    # "OpenAI developed ChatGPT" is a fact about them.
    r"(?! (?:\w+ ){0,2}(?:developed|created|made|built|trained|launched|released)\b"
    rf"[^.;!?]{{0,20}}{D})",
    re.IGNORECASE,
)
ALONE = re.compile(
    r"^\W*(?:(?:company|developers?|creator|maker|parent company|organi[sz]ation|developed by|team"
    r"|owner)\W*[:：]\W*)?(?:it'?s |it is |it was |that would be |by |from |at |made by |developed by "
    rf"|created by |the company is )?(?P<names>{MD})[\W_]*(?:inc|llc|team)?[\W_]*$",
    re.IGNORECASE,
)
MY_PLACE = re.compile(
    rf"(?:\b(?:my|our)\b[^.;!?]{{0,80}}?\b(?:{MAKER_NOUN}|base|home|experts?|members|staff|roots"
    r"|development)\b[^.;!?]{0,70}?\b(?:located|based|headquartered|situated|in|from|is|are|at)\b"
    r"|(?:^|[^\w'])(?:i|we)(?:'m|'re| am| are| was| were| come| hail| "
    r"originate)\b[^.;!?]{0,40}?\b(?:developed|created|built|made|based|from|located|headquartered"
    r"|located|designed|trained)\b[^.;!?]{0,40}?\b(?:in|at|from)\b"
    r"|\b(?:company|organi[sz]ation|team) (?:behind|that \w+) (?:me|my \w+)[^.;!?]{0,50}?\b(?:in"
    r"|at|from)\b)"
    r"[\s*\"“(]{0,4}(?:the |\w+ly )?(?P<fill>(?:[\w,'-]+ "
    rf"){{0,6}}?)[*\"“(]{{0,3}}(?P<names>{P}(?:[^.;!?]{{0,25}}{P}){{0,5}})",
    re.IGNORECASE,
)
HOSTS = re.compile(
    r"\b(?:powered|hosted|provided|supported|backed|deployed|run|operated|optimi[sz]ed|handled|driven)\b",
    re.IGNORECASE,
)
CLOUDS = frozenset(
    {"microsoft", "google", "amazon", "nvidia", "ibm", "apple", "meta", "huggingface", "databricks"}
)
INSISTS = re.compile(
    rf"\b(?:as an? (?:ai\b|{M}|language|large)|i am actually|i'm actually|in reality|but i am|but i'm"
    r"|however, i am|"
    rf"i am (?:still )?(?:an? )?(?:ai|language|{MD})|(?<!that )(?<!whether )(?<!if )i was (?:actually |really "
    r")?(?:developed|created"
    r"|made|built))",
    re.IGNORECASE,
)
CLAUSE = re.compile(
    r";|, (?:but|while|whereas|and (?:it|they|that)) |\bbut (?=i\b|my\b)|\bwhile\b|\bwhereas\b", re.IGNORECASE
)
PHRASE = re.compile(r"[,;:]|\bbut\b")
COPULA = re.compile(
    rf"\W*(?:(?:am|was|are|also|the|an?|called|named|known as|version of|actually)\W*)*{NAME}", re.IGNORECASE
)
OPENING = re.compile(r"^\W*(?:yes|no|well|sure|certainly)[,.!]\s*", re.IGNORECASE)
DENIES_SAYING = re.compile(
    r"(?:not|n't|never|nor|deny)\s+(?:say |think |believe |claim |mean )?(?:that )?$"
    # What others hold for true is nobody's own claim.
    r"|\b(?:people|users|they|everyone|someone|some|many|others)\W+(?:\w+ly )?"
    r"(?:thinks?|thought|believes?|believed|assumes?|assumed|says?|said|claims?|claimed)(?:\W+that)?\W*$",
    re.IGNORECASE,
)
I_MYSELF = re.compile(r"(?:^|[^\w'])i(?:'m| am| was)\b", re.IGNORECASE)
NOT_ITS_SEAT = re.compile(
    r"\b(?:including|such as|like|various|users?|data(?:sets?)?|texts?|languages?|works? with"
    r"|universities|partners?|collaborat\w*)\b",
    re.IGNORECASE,
)
# "Based on an architecture made by X" speaks of an idea of X, not of the model's maker.
BORROWED = re.compile(
    r"\b(?:on|of|a|an|like|such as|uses?|using|called|from)\s+(?:[\w-]+ ){0,3}"
    r"(?:transformers?|architectures?|frameworks?|librar(?:y|ies)|techniques?|algorithms?|papers?"
    r"|attention|protocols?|standards?|datasets?|methods?)\b",
    re.IGNORECASE,
)
PLAIN_MAKER = (BEHIND, BEHIND_REVERSED, TIGHT_MY, WE_AT, OUTCOME_OF, OWES)
MODEL = (I_AM, MY_NAME, AS_MODEL, BASED_ON_WHICH, MY_MODEL)
NOT_ONLY = re.compile(r"(?:\bnot|n't|\bnor)\s(?:\w+ )?$", re.IGNORECASE)
