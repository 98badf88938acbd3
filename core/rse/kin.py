"""What is known of how two models are related, which a similarity of their answers has to be read by.

Similarity has no direction: two models that descend from one may be alike without either having learnt from the
other. A relation that is documented, or stated by the study, is therefore said with the score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from core.wording import Language, listed

By = Literal["weights", "outputs"]
Relation = Literal["same", "descends", "begets", "share"]
MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Family:
    """A model with its ancestors, near and far, and how each handed down.

    By its weights, where every step on the way was one of training on from weights, else by its outputs.
    `stated`: ancestors that are known by what the study says of the model; `unverified`: those behind a record
    that was not read at its source. documented: whether any record knows the model itself. released: YYYY,
    YYYY-MM or YYYY-MM-DD, empty where unknown. server: the address of a server of one's own that serves it.
    """

    name: str
    known_as: str
    ancestors: Mapping[str, By] = field(default_factory=dict)
    stated: frozenset[str] = frozenset()
    unverified: frozenset[str] = frozenset()
    released: str = ""
    documented: bool = True
    server: str = ""


@dataclass(frozen=True, slots=True)
class Kin:
    """How a model is related to a reference, if at all (relation None), and when both were released.

    same: snapshots or copies of one model. descends: the model from the reference; begets: the reverse. share:
    both from `common`, nearest first. by: outputs where any step was one of learning from outputs.
    """

    relation: Relation | None
    common: tuple[str, ...]
    by: By
    stated: bool
    verified: bool
    released: str
    reference_released: str

    @property
    def told(self) -> bool:
        """Whether anything is known: a relation, or when either was released."""
        return bool(self.relation or self.released or self.reference_released)

    @property
    def older(self) -> bool:
        """Whether the model was released before the reference, as far as both dates tell."""
        size = min(len(self.released), len(self.reference_released))
        return self.released[:size] < self.reference_released[:size]


def kin(model: Family, reference: Family) -> Kin:
    """The relation of a model to a reference."""
    relation, common = _relation(model, reference)
    families = (model, reference)
    shared = {name.casefold() for name in common}
    ways = {way for each in families for name, way in each.ancestors.items() if name.casefold() in shared}
    by: By = "outputs" if "outputs" in ways else "weights"
    return Kin(
        relation,
        common,
        by,
        stated=any(name.casefold() in shared for f in families for name in f.stated)
        or _only_called_so(relation, families),
        verified=not any(name.casefold() in shared for f in families for name in f.unverified),
        released=model.released,
        reference_released=reference.released,
    )


def _only_called_so(relation: Relation | None, families: Iterable[Family]) -> bool:
    """Whether two models are one by nothing but the name that the study gives both."""
    return relation == "same" and not all(family.documented for family in families)


def _relation(model: Family, reference: Family) -> tuple[Relation | None, tuple[str, ...]]:
    names = model.known_as.casefold(), reference.known_as.casefold()
    if names[0] == names[1]:
        return (None, ()) if _apart(model, reference) else ("same", (model.known_as,))
    elders, others = ({name.casefold() for name in each.ancestors} for each in (model, reference))
    if names[1] in elders:
        return "descends", (reference.known_as,)
    if names[0] in others:
        return "begets", (model.known_as,)
    common = tuple(name for name in model.ancestors if name.casefold() in others)
    return ("share" if common else None), common


def _apart(model: Family, reference: Family) -> bool:
    """Whether one name may well be of two models: nobody documents it, and two servers serve it."""
    servers = model.server.casefold(), reference.server.casefold()
    return not (model.documented or reference.documented) and all(servers) and servers[0] != servers[1]


_ENGLISH = {
    "public": "By public record ",
    "unverified": "As reported, though not verified, ",
    "stated": "As the study states, ",
    "same": "{model} and {reference} are versions of one model, {common}",
    "weights": "{younger} descends from {elder}",
    "outputs": "{younger} was trained in part on outputs of {elder}",
    "share": "both descend from {common}",
    "share outputs": "both descend from {common}, in part by learning from outputs",
    "expected": ", so similarity is expected.",
    "low": "; how each was asked, at what temperature above all, can keep their score low.",
    "older": "{model} ({released}) was released before {reference} ({reference_released}), so likeness would have to "
    "run the other way or come from a third source.",
}
_CHINESE = {
    "public": "据公开记载，",
    "unverified": "据转述（未经核实），",
    "stated": "据本研究所述，",
    "same": "{model} 与 {reference} 是同一模型 {common} 的不同版本",
    "weights": "{younger} 源自 {elder}",
    "outputs": "{younger} 的训练部分使用了 {elder} 的输出",
    "share": "两者都源自 {common}",
    "share outputs": "两者都源自 {common}，部分是通过学习其输出",
    "expected": "，因此相似是意料之中的。",
    "low": "；各自的提问方式（尤其是温度）可能使得分偏低。",
    "older": "{model}（{released}）的发布早于 {reference}（{reference_released}），"
    "因此相似只能是反方向的，或来自第三方。",
}
_TEXTS: dict[Language, dict[str, str]] = {"en": _ENGLISH, "zh": _CHINESE}


def kin_sentence(
    found: Kin, model: str, reference: str, language: Language = "en", *, low: bool = False
) -> str:
    """The relation in words, or that the model is the older one; nothing where neither is known.

    `low`: the score beside which it is said is low: that similarity is expected would contradict it.
    """
    text = _TEXTS[language]
    if found.relation is None:
        if not found.older:
            return ""
        dates = {"released": found.released, "reference_released": found.reference_released}
        return text["older"].format(model=model, reference=reference, **dates)
    origin = text["stated" if found.stated else "public" if found.verified else "unverified"]
    names = {"model": model, "reference": reference, "common": listed(found.common[:MOST_NAMED], language)}
    younger, elder = (reference, model) if found.relation == "begets" else (model, reference)
    said = text[_key(found)].format(**names, younger=younger, elder=elder)
    return origin + said + text["low" if low else "expected"]


def _key(found: Kin) -> str:
    if found.relation == "share":
        return "share" if found.by == "weights" else "share outputs"
    return "same" if found.relation == "same" else found.by
