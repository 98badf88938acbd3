"""Placebo templates: the same words with another name in them.

A template that says "you answer like ChatGPT" may draw out a memory, or only suggest an answer. Asked again
with another maker's name and with an invented one, it tells the two apart: a model that claims those as well
is suggestible.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from core.ice import facts
from core.ice.strict import names_strict_identity
from core.ice.templates import Template
from core.ice.vendors import MAKER, PLACE, Mention, lexicon


@dataclass(frozen=True, slots=True)
class Identity:
    """A maker and its model, real or invented."""

    maker: str
    model: str


# Checked not to be in the lexicon of real makers and models. Three, since a template may name three.
INVENTED = {
    "en": (
        Identity("Lumerra Labs", "Avenor"),
        Identity("Brightfold Works", "Quillan"),
        Identity("Ostrel Minds", "Teralu"),
    ),
    "zh": (Identity("岚脉科技", "衡序"), Identity("澄川智研", "拂晓语"), Identity("鹿野数理", "青简")),
}
# Well known, and none on the strict list, so that a placebo never names what the hard score looks for.
OTHERS = ("google", "meta", "mistral", "alibaba", "deepseek", "microsoft", "baidu")


def named(text: str) -> list[Mention]:
    """Return the makers, models and products that a text names, in order of place."""
    return [mention for mention in lexicon().find(text) if mention.kind != PLACE]


def invented(language: str) -> tuple[Identity, ...]:
    """Return identities that nobody has, in the template's language."""
    return INVENTED["zh" if language == "zh" else "en"]


def others(template: Template, exclude: Collection[str] = ()) -> tuple[Identity, ...]:
    """Return real identities that the template does not name.

    `exclude` holds vendor ids, such as that of the model which is asked.
    """
    taken = {mention.owner for mention in named(template.text)} | set(exclude)
    return tuple(_identity(vendor, template.language) for vendor in OTHERS if vendor not in taken)


def placebo(template: Template, identities: Sequence[Identity], label: str) -> Template:
    """Return the template with the names of each maker it names swapped for one of `identities`, in order.

    It stays in its lineage, below the template it was made from; `label` goes into its id and mutator. A
    template that names nobody comes back as it is. `identities` must not be empty.
    """
    mentions = named(template.text)
    if not mentions:
        return template
    owners = list(dict.fromkeys(mention.owner for mention in mentions))
    chosen = {owner: identities[at % len(identities)] for at, owner in enumerate(owners)}
    text, names = _swap(template.text, mentions, chosen)
    return replace(
        template,
        id=f"{template.id}~{label}",
        text=text,
        names_identity=names_strict_identity(text),
        names=names,
        parent=template.id,
        mutator=f"placebo: {label}",
    )


def _swap(text: str, mentions: list[Mention], chosen: dict[str, Identity]) -> tuple[str, tuple[str, ...]]:
    parts, names, end = [], [], 0
    for mention in mentions:
        identity = chosen[mention.owner]
        names.append(identity.maker if mention.kind == MAKER else identity.model)
        parts += [text[end : mention.start], names[-1]]
        end = mention.end
    return "".join([*parts, text[end:]]), tuple(dict.fromkeys(names))


def _identity(vendor: str, language: str) -> Identity:
    known = facts.load(vendor)
    chinese = language == "zh"
    maker, model = (
        next(iter((fact.zh if chinese else ()) + fact.names)) for fact in (known.maker, known.model)
    )
    return Identity(maker, model)
