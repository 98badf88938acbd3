"""Labels and names: which of them are roles that a response plays, and which are the model's own voice."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from core.ice import vendors

_LONGEST_PROMPT = 20_000
_OWN_VOICE = re.compile(
    r"(?:the |my |your )?(?:\W*)(?:normal|standard|classic|default|regular|usual|aligned|well[- "
    r"]aligned|actual|real|official|factual|"
    r"honest|truthful|conventional|original|general|direct|short|simple|ai|a\.i\.|assistant|bot"
    r"|chatbot|model|answer|response|reply|"
    r"a|note|disclaimer|clarification|important|conclusion|summary|output)\b(?:[\s\-/]*(?:output"
    r"|response|answer|reply|mode|ai|"
    r"assistant|model|version|self|note|voice|persona)\b)*\W*"
    r"|\W*(?:正常|标准|普通|默认|常规|实际|真实|一般)?(?:模式|版本)?的?(?:回答|回应|回复|答案|答复|响应|输出|模式|助手|说明|注意|版本)\W*",
    re.IGNORECASE,
)
_ROLE_WORDS = re.compile(
    r"\b(?:dan|jailbr\w*|jail ?broken|developer mode\w*|dev mode|unaligned|poorly[- ]aligned"
    r"|misaligned|opposite|evil|unfiltered|"
    r"uncensored|unrestricted|anti\w+|stormtrooper|storm trooper|trooper|hypothetical|fictional"
    r"|contrarian|rebel\w*|rogue|persona|"
    r"character|narrator|villain|chaos|based\w*|\w*gpt|role|in-character|speaking as|scene|revised"
    r"|template|script|story|interviewer|host|guest|translation|user|human)\b"
    r"|越狱|开发者模式|角色|反派|虚构|假设|对立|反向|不受限|无限制|扮演|旁白|翻译|译文|未对齐",
    re.IGNORECASE,
)
_SOMEONES = re.compile(
    r"(?:\w+['’]s?|as \w+).{0,20}\b(?:response|answer|reply|version|take)\b|.{1,12}的.{0,4}(?:回答|回应|回复|答复)",
    re.IGNORECASE,
)
_OWN_ANSWER = re.compile(
    r"(?:my|the ai|ai|the assistant|assistant|the model)(?:['’]s)?\b|我的|AI的", re.IGNORECASE
)
_CAST_BRACKET = re.compile(r"[\[【(（]([^\[\]【】()（）\n]{1,32})[\]】)）]")
_CAST_LABEL = re.compile(
    r"(?:^|[\n\"“.!?] ?)\s{0,3}[*_#]{0,3}([A-Z][\w' .-]{0,24}?)[*_]{0,3} ?:", re.MULTILINE
)
_CAST_NAMED = re.compile(
    r"(?:\b(?:named|called|dubbed|codenamed|code-named|as an?|as|be|being|being an?|simulate"
    r"|simulating|persona of|character of|"
    r"role of|i'm|i am|you're|you are|embody|emulate|with)\s+|名为|叫做|扮演|作为|模拟)[\"“'‘「]?"
    r"((?-i:[A-Z][\w-]{1,24}(?: [A-Z][\w-]{1,24}){0,2}|[\u4e00-\u9fff]{2,6}))",
    re.IGNORECASE,
)
_COINED = re.compile(r"\b\w{0,20}[A-Za-z](?:GPT|Gpt)\b")
_NO_NAME = frozenset(
    "i you we the a an ai this that it he she they as if all please answer question prompt response "
    "example note language model "
    "assistant chatbot yes no english chinese internet hello warning here now well also always never "
    "obi-wan kenobi".split()
)
_ADOPTED = re.compile(
    r"[\s*_\"“']{0,6}(?:(?:speaking |acting |responding |answering )?as (?:an? |the )?([\w' -]{2,30}?),"
    r"|(?:[^.!?\n]{0,60}?[.!?,—-] ?)?i(?:'m| am) (?:an? |the |now )?([\w'-]{2,30}(?: [A-Z][\w-]+)?)\b"
    r"|作为(?:一个|一名|一位)?([\w-]{2,20}?)[，,]|我(?:是|叫)([\w-]{2,20}?)[，,。！!])",
    re.IGNORECASE,
)
# "I'll pretend to be ChatGPT": said of oneself, so that even a maker's own name is a role. Whom others would have it
# play ("you want me to play ...", "您想让我扮演") it does not say that it plays.
_PRETENDED = re.compile(
    r"\b(?:i(?:['’]ll| will| shall|(?:['’]m| am)(?: now)? going to)|let me) (?:now |happily |gladly )?"
    r"(?:pretend (?:to be|that i(?:['’]m| am))|act as|play the (?:role|part) of|role-?play as|impersonate"
    r"|take on the (?:role|persona) of) (?:an? |the )?(?P<name>[\w-]{2,30})"
    r"|(?<![让要叫请使给])我(?:将|会|来|就)要?(?:假装|扮演|假扮)(?:是|成|为)?(?P<zh>[\w-]{2,20})",
    re.IGNORECASE,
)
# A prompt may cast the model as a thing that speaks: "You are the electronic guidebook". What then answers as
# "this guidebook" plays that part.
_THINGS = r"(?:guide|guidebook|oracle|tome|chronicle|encyclopa?edia|spaceship|ghost|spirit|wizard|narrator|storyteller)"
_CAST_AS = re.compile(
    rf"(?<!if )\byou(?:['’]re| are| will be| act as)(?: now)? (?:an?|the|my|our) (?:[\w'-]+,? ){{0,4}}?{_THINGS}\b",
    re.IGNORECASE,
)
_AS_THING = re.compile(
    rf"\bthis (?!is\b|was\b)(?:[\w'-]+,? ){{0,5}}?{_THINGS}\b|\bhitchhiker['’]s guide\b|漫游指南|(?:本|这本|这部)指南",
    re.IGNORECASE,
)
_STAGE = re.compile(
    r"\s*[*_(（\[]{1,3}(?:in character|speaking as|clears throat|as |以.{1,12}的(?:身份|口吻))", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who may be answering: the personas that `prompt` names, and `own`, the vendor id of the model asked."""

    prompt: str
    own: str = ""

    def has(self, name: str) -> bool:
        """Whether the prompt gives this name to someone who is to answer."""
        folded = _bare(name)
        return bool(folded) and folded in _named_in(self.prompt)


@functools.lru_cache(maxsize=256)
def _named_in(prompt: str) -> frozenset[str]:
    """Return the personas and labels of a prompt, case-folded."""
    text = prompt[:_LONGEST_PROMPT]
    patterns = (_CAST_BRACKET, _CAST_LABEL, _CAST_NAMED, _COINED)
    found = {_bare(name) for pattern in patterns for name in pattern.findall(text)}
    return frozenset(name for name in found if len(name) > 1 and name not in _NO_NAME)


def kind_of_bracket(label: str, colon: bool, names: Cast) -> bool | None:
    """True: a role; False: the model's own voice; None: no label of a speaker at all, for "[text]" or "(text)"."""
    if _OWN_VOICE.fullmatch(label.strip()) or (names.own and _is_vendor(label) == names.own):
        return False
    if _is_vendor(label) or names.has(label) or _ROLE_WORDS.search(label):
        return True
    return True if colon and _looks_like_name(label) else None


def kind_of_label(label: str, names: Cast, *, heading: bool) -> bool | None:
    """The same for "Label:"; a heading may stand without a colon. An unknown label is no speaker."""
    label = label.strip()
    if _OWN_VOICE.fullmatch(label) or (names.own and not heading and _is_vendor(label) == names.own):
        return False
    if _SOMEONES.fullmatch(label):
        return not _OWN_ANSWER.match(label)
    words = len(label.split())
    if words <= 3 and (names.has(label) or (_is_vendor(label) and not heading)):
        return True
    return True if words <= 5 and _ROLE_WORDS.search(label) and not label.endswith((".", "。", ",")) else None


def adopted(line: str, names: Cast) -> str:
    """Return the persona that a line takes on ("As DAN, ...", "I am DUDE", "*in character*"), or ""."""
    if _STAGE.match(line):
        return "stage direction"
    if announced := _announced(line, names):
        return announced
    match = _ADOPTED.match(line[:200])
    name = next((group for group in match.groups() if group), "") if match else ""
    if not name or _is_vendor(name):
        return ""
    known = names.has(name) or names.has(name.split()[0])
    return name if known or re.fullmatch(r"(?-i:DAN|[A-Z]\w*GPT)|jailbroken \w+", name) else ""


def _announced(line: str, names: Cast) -> str:
    """Return whom a line says that it will play: another maker's model or someone of the prompt, or ""."""
    for found in _PRETENDED.finditer(line[:400]):
        name = found["name"] or found["zh"]
        vendor = _is_vendor(name)
        if names.has(name) or (vendor and vendor != names.own):
            return name
    return ""


def thing(response: str, names: Cast) -> str:
    """Return the thing of the prompt's making that a response speaks as ("this omniscient guide"), or ""."""
    found = _AS_THING.search(response)
    return found.group() if found and _CAST_AS.search(names.prompt[:_LONGEST_PROMPT]) else ""


def _looks_like_name(label: str) -> bool:
    return len(label.split()) <= 3 and label.strip()[:1].isupper()


def _is_vendor(label: str) -> str:
    """Return the vendor id where the label is the name of a maker or model and little else, as "ChatGPT 🤖" is."""
    found = vendors.lexicon().find(label)
    rest = len(re.sub(r"\W", "", label)) - sum(len(re.sub(r"\W", "", mention.name)) for mention in found)
    named = bool(found) and all(mention.kind != vendors.PLACE for mention in found) and rest <= 3
    return found[0].owner if named else ""


def _bare(name: str) -> str:
    """Return the name without emoji, punctuation and a leading article, case-folded."""
    words = re.sub(r"[^\w' -]", " ", name).casefold().split()
    return " ".join(words[1:] if words[:1] in (["the"], ["a"], ["an"]) else words)
