"""Where a claim and the facts do not go together."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from core.ice import facts as fact_sets
from core.ice.facts import FactSet
from core.ice.rules.found import Found, Kind
from core.ice.strict import StrictList
from core.ice.vendors import MAKER, Mention
from core.ice.verdict import Claim, Outcome

# Of several contradictions the one that says most is reported.
_ORDER = (Kind.MAKER, Kind.MODEL, Kind.PLACE, Kind.POLICY, Kind.COINED, Kind.NONE)


@dataclass(frozen=True, slots=True)
class Said:
    """A claim, the words it was read from, and the role that made it ("" for the model itself)."""

    found: Found
    words: str
    role: str


@dataclass(frozen=True, slots=True)
class Conflict:
    """A claim that contradicts the facts: what follows from it, and the fact that it contradicts, in words.

    `claim` is None where the response only says where its maker sits: that names nobody. `named` is what it names.
    """

    said: Said
    outcome: Outcome
    strict: bool
    claim: Claim | None
    named: str
    fact: str

    @property
    def rank(self) -> tuple[bool, int]:
        """Sorts the contradiction to report first: strict ones, then by what they say."""
        return not self.strict, _ORDER.index(self.said.found.kind)


def conflict(said: Said, facts: FactSet, strict: StrictList) -> Conflict | None:
    """Return the contradiction between a claim and the facts, if there is one."""
    kind = said.found.kind
    if kind in (Kind.NONE, Kind.COINED):
        words = said.found.words if kind is Kind.COINED else "none"
        listed = kind is Kind.COINED and strict.covers("", words)
        return Conflict(said, Outcome.INVENTED_MAKER, listed, Claim(words), words, _maker_fact(facts))
    return _place(said, facts) if kind is Kind.PLACE else _name(said, facts, strict)


def borne_out(found: Found, facts: FactSet) -> bool:
    """Whether a claim names the true maker or model, and no other."""
    stated = found.kind in (Kind.MAKER, Kind.MODEL) and bool(found.names)
    return stated and all(_is_own(name, facts) for name in found.names)


def at_home(found: Found, facts: FactSet) -> bool:
    """Whether one of the places that a claim names is in the facts."""
    return any(_is_home(name, facts) for name in found.names)


def shown(claim: Claim) -> str:
    """A claim in words: the maker by its name, once where the model's name begins with it."""
    maker = fact_sets.display_name(claim.maker)
    within = claim.model.casefold().startswith(maker.casefold())
    return " ".join(part for part in ("" if within else maker, claim.model) if part)


def _name(said: Said, facts: FactSet, strict: StrictList) -> Conflict | None:
    foreign = [name for name in said.found.names if not _is_own(name, facts)]
    if not foreign:
        return None
    # To follow someone's policy contradicts the facts, yet says neither who made the model nor which it is.
    identity = said.found.kind is not Kind.POLICY
    listed = [name for name in foreign if identity and strict.covers(name.owner, name.name)]
    first = (listed or foreign)[0]
    claim = Claim(first.owner, "" if first.kind == MAKER else first.name)
    fact = _maker_fact(facts, said.found.kind)
    return Conflict(said, Outcome.OTHER_MAKER, bool(listed), claim, shown(claim), fact)


def _place(said: Said, facts: FactSet) -> Conflict | None:
    """A place conflicts where its country is not in the facts, or where it is the seat of another maker."""
    if at_home(said.found, facts):
        return None
    home = ", ".join(part for part in (str(facts.headquarters), str(facts.country)) if part)
    fact = f"the facts say that its maker sits in {home}"
    return Conflict(said, Outcome.OTHER_MAKER, False, None, said.found.names[0].name, fact)


def _maker_fact(facts: FactSet, kind: Kind = Kind.MAKER) -> str:
    model = f" and its model {facts.model}" if kind is Kind.MODEL and facts.model.names else ""
    return f"the facts say that its maker is {facts.maker}{model}"


def _is_own(name: Mention, facts: FactSet) -> bool:
    return name.owner == facts.vendor or name.name.casefold() in _folded(facts.own_names)


def _is_home(place: Mention, facts: FactSet) -> bool:
    own, name = _folded(facts.own_places), place.name.casefold().replace(".", "")
    if name in own:
        return True
    return place.owner.casefold() in own and place.name not in _other_seats(facts.vendor)


@functools.lru_cache(maxsize=256)
def _folded(names: tuple[str, ...]) -> frozenset[str]:
    return frozenset(name.casefold() for name in names) | {name.casefold().replace(".", "") for name in names}


@functools.cache
def _other_seats(vendor: str) -> frozenset[str]:
    """Cities where makers other than this one sit: San Francisco is in Microsoft's country, yet not its seat."""
    others = (fact_sets.load(other) for other in fact_sets.vendors() if other != vendor)
    return frozenset(city for facts in others for city in facts.headquarters.names)
