"""Who a model is: the fact set F of each vendor, in our own words and with a source for each fact."""

from __future__ import annotations

import difflib
import functools
import hashlib
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from core import resources
from core.errors import BadInput
from core.textfile import refuse_device

_FOLDER = ("identity", "facts")
REQUIRED = ("maker", "country")  # kinds that no fact set does without


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact: its names or aliases in English and Chinese, and where it can be looked up."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()
    source: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in either language."""
        return self.en + self.zh

    def __str__(self) -> str:
        return next(iter(self.names), "")


@dataclass(frozen=True, slots=True)
class FactSet:
    """What is true of the models of one vendor. The first name of each fact is the one to show."""

    vendor: str
    maker: Fact
    model: Fact
    product: Fact
    country: Fact
    headquarters: Fact
    parent: Fact

    @property
    def version(self) -> str:
        """The first 12 hex digits of the SHA-256 of the facts as `to_toml` writes them."""
        return hashlib.sha256(to_toml(self).encode()).hexdigest()[:12]

    @property
    def own_names(self) -> tuple[str, ...]:
        """Names under which a model of this vendor may truly speak of itself or its maker."""
        return self.maker.names + self.model.names + self.product.names + self.parent.names

    @property
    def own_places(self) -> tuple[str, ...]:
        """The country and the cities of the headquarters."""
        return self.country.names + self.headquarters.names


KINDS = tuple(field.name for field in fields(FactSet) if field.name != "vendor")


@functools.cache
def vendors() -> list[str]:
    """The vendor ids that ship with facts, in alphabetical order."""
    entries = resources.path(*_FOLDER).iterdir()
    return sorted(entry.name[:-5] for entry in entries if entry.name.endswith(".toml"))


@functools.cache
def load(vendor: str) -> FactSet:
    """Return the shipped facts of a vendor id; raises BadInput, naming near matches, where there are none."""
    known = vendors()
    if vendor not in known:
        near = _named(vendor) or difflib.get_close_matches(vendor.lower(), known, n=3, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}?" if near else f"Known vendors: {', '.join(known)}."
        raise BadInput(f"no facts for the vendor {vendor[:60]!r}", field="facts", remedy=hint)
    return parse(resources.read_text(*_FOLDER, f"{vendor}.toml"), f"{vendor}.toml")


def _named(name: str) -> list[str]:
    """The vendors of whose models, products or makers this is a name: people write gemini for google."""
    wanted = name.strip().casefold()
    return [each for each in vendors() if wanted in {own.casefold() for own in (each, *load(each).own_names)}]


def load_file(path: Path) -> FactSet:
    """Return the facts in a TOML file; raises BadInput naming the file and the field that is wrong."""
    refuse_device(Path(path))
    try:
        text = Path(path).read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadInput(f"cannot be read ({error.strerror})", path=path) from error
    except UnicodeDecodeError as error:
        raise BadInput("is not UTF-8 text", path=path, remedy="Save it as UTF-8.") from error
    return parse(text, path)


def parse(text: str, path: Path | str = "") -> FactSet:
    """Return the facts written in TOML; `path` is only for the message of a BadInput."""
    try:
        table = tomllib.loads(text)
    except (ValueError, RecursionError) as error:  # a number of thousands of digits is one too
        raise BadInput(f"is not valid TOML: {error}", path=path) from error
    unknown = sorted(set(table) - {"vendor", *KINDS})
    if unknown:
        known = ", ".join(("vendor", *KINDS))
        raise BadInput("is not a known fact", path=path, field=unknown[0], remedy=f"Known: {known}.")
    return FactSet(_vendor(table, path), **{kind: _fact(table, kind, path) for kind in KINDS})


def to_toml(facts: FactSet) -> str:
    """Write facts as `load_file` reads them; the text is canonical, so equal facts give equal text."""
    lines = [f"vendor = {_quoted(facts.vendor)}"]
    for kind in KINDS:
        fact: Fact = getattr(facts, kind)
        lines += ["", f"[{kind}]", f"en = {_array(fact.en)}", f"zh = {_array(fact.zh)}"]
        lines += [f"source = {_quoted(fact.source)}"]
    return "\n".join(lines) + "\n"


def _vendor(table: dict[str, Any], path: Path | str) -> str:
    vendor = table.get("vendor")
    if not isinstance(vendor, str) or not vendor.strip():
        raise BadInput("must be a vendor id, such as openai", path=path, field="vendor")
    return vendor.strip()


def _fact(table: dict[str, Any], kind: str, path: Path | str) -> Fact:
    entry = table.get(kind, {})
    if not isinstance(entry, dict):
        raise BadInput("must be a table with en, zh and source", path=path, field=kind)
    fact = Fact(_names(entry, kind, "en", path), _names(entry, kind, "zh", path), _source(entry, kind, path))
    lacks = _lacks(kind, fact)
    if "names" in lacks:
        raise BadInput("needs at least one name", path=path, field=kind)
    if fact.names and "source" in lacks:
        raise BadInput("needs a source", path=path, field=f"{kind}.source")
    return fact


def lacking(facts: FactSet) -> list[tuple[str, str]]:
    """All that a fact set still needs, in its order: pairs of "vendor" or a kind, and "names" or "source"."""
    own = [] if facts.vendor.strip() else [("vendor", "names")]
    return own + [(kind, part) for kind in KINDS for part in _lacks(kind, getattr(facts, kind))]


def _lacks(kind: str, fact: Fact) -> list[str]:
    """A required fact needs a name, and each that has one or must have one needs a source."""
    needed = {"names": kind in REQUIRED, "source": bool(fact.names) or kind in REQUIRED}
    there = {"names": bool(fact.names), "source": bool(fact.source)}
    return [part for part, is_needed in needed.items() if is_needed and not there[part]]


def _names(entry: dict[str, Any], kind: str, language: str, path: Path | str) -> tuple[str, ...]:
    names = entry.get(language, [])
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadInput("must be a list of texts", path=path, field=f"{kind}.{language}")
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def _source(entry: dict[str, Any], kind: str, path: Path | str) -> str:
    source = entry.get("source", "")
    if not isinstance(source, str):
        raise BadInput("must be text", path=path, field=f"{kind}.source")
    return source.strip()


def _array(names: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(name) for name in names)}]"


def _quoted(text: str) -> str:
    escaped = "".join(_escaped(char) for char in text)
    return f'"{escaped}"'


def _escaped(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return f"\\u{ord(char):04x}" if ord(char) < 32 or ord(char) == 127 else char


def display_name(claimed: str) -> str:
    """How a claimed maker is shown: the maker's name for a vendor id, else the claim's own words."""
    return str(load(claimed).maker) if claimed in vendors() else claimed


def claim_in_words(claimed: str) -> str:
    """A claim for people to read; where a judge wrote a vendor id and a model, the maker's name and the model."""
    first, _space, rest = claimed.partition(" ")
    return f"{display_name(first)} {rest}" if rest and first in vendors() else display_name(claimed)


def claim_shown_as(name: str) -> str:
    """The claim that is shown by this name, as it is stored: the vendor id of a maker's name, else the name itself."""
    return _by_display_name().get(name, name)


@functools.cache
def _by_display_name() -> dict[str, str]:
    return {display_name(each): each for each in vendors()}
