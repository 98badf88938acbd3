from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.errors import BadInput
from core.ice import facts
from core.ice.facts import Fact, FactSet

PAPER = ["openai", "anthropic", "google", "meta", "mistral", "alibaba", "deepseek", "zhipu", "bytedance"]
OTHERS = [
    "microsoft",
    "moonshot",
    "xai",
    "huggingface",
    "cohere",
    "nvidia",
    "ibm",
    "01ai",
    "tencent",
    "baidu",
]
MINE = 'vendor = "nexus"\n[maker]\nen = ["Nexus"]\nsource = "site"\n[country]\nen = ["France"]\nsource = "site"\n'

names = st.lists(st.text(min_size=1, max_size=20).map(str.strip).filter(bool), min_size=1, unique=True).map(
    tuple
)
fact = st.builds(Fact, names, names, st.text(min_size=1, max_size=20).map(str.strip).filter(bool))
fact_sets = st.builds(FactSet, st.just("nexus"), fact, fact, fact, fact, fact, fact)


@pytest.mark.parametrize("vendor", PAPER + OTHERS)
def test_the_families_of_the_paper_and_the_catalog_have_facts(vendor: str) -> None:
    found = facts.load(vendor)
    assert found.vendor == vendor
    assert found.model.en


@pytest.mark.parametrize("vendor", facts.vendors())
def test_every_fact_that_ships_has_a_source_and_every_set_the_essentials(vendor: str) -> None:
    found = facts.load(vendor)
    assert found.maker.en
    assert found.country.en
    assert found.country.zh
    assert found.headquarters.en
    for kind in facts.KINDS:
        one: Fact = getattr(found, kind)
        assert one.source or not one.names


def test_no_name_of_a_maker_or_model_belongs_to_two_vendors() -> None:
    owners: dict[str, str] = {}
    for vendor in facts.vendors():
        found = facts.load(vendor)
        for name in found.maker.names + found.model.names:
            assert owners.setdefault(name.casefold(), vendor) == vendor, name


def test_the_version_follows_the_content() -> None:
    one, other = facts.parse(MINE), facts.parse(MINE.replace("Nexus", "Nexis"))
    assert one.version == facts.parse(MINE + "\n# a remark\n").version
    assert one.version != other.version
    assert len(one.version) == 12


@given(fact_sets)
def test_what_is_written_reads_back_the_same(written: FactSet) -> None:
    assert facts.parse(facts.to_toml(written)) == written


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(BadInput):
        assert facts.parse(text).maker.names


def test_an_unknown_vendor_is_refused_with_near_matches() -> None:
    with pytest.raises(BadInput, match="openai"):
        facts.load("OpenAi")
    with pytest.raises(BadInput, match="zhipu"):
        facts.load("?")


def test_a_file_is_read_with_or_without_a_byte_order_mark(tmp_path: Path) -> None:
    path = tmp_path / "nexus.toml"
    path.write_text(MINE, encoding="utf-8-sig")
    assert facts.load_file(path) == facts.parse(MINE)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("vendor = [", ""),
        ("", "vendor"),
        ('vendor = " "', "vendor"),
        ('vendor = "x"', "maker"),
        (MINE + "[colour]\n", "colour"),
        (MINE.replace('["Nexus"]', '"Nexus"'), "maker.en"),
        (MINE.replace('["Nexus"]', "[1]"), "maker.en"),
        (MINE.replace('source = "site"', "", 1), "maker.source"),
        (MINE.replace('"site"', "3", 1), "maker.source"),
        (MINE.replace('[country]\nen = ["France"]\nsource = "site"', ""), "country"),
        ('vendor = "x"\nmaker = "Nexus"', "maker"),
    ],
)
def test_a_bad_file_is_refused_by_name_and_field(tmp_path: Path, text: str, field: str) -> None:
    path = tmp_path / "nexus.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as refused:
        facts.load_file(path)
    assert (refused.value.path, refused.value.field) == (path, field)


def test_a_file_that_is_not_there_or_no_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="cannot be read"):
        facts.load_file(tmp_path / "none.toml")
    (tmp_path / "bad.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(BadInput, match="UTF-8"):
        facts.load_file(tmp_path / "bad.toml")


def test_the_judge_uses_the_facts_of_a_file() -> None:
    from core.ice.rules import judge

    own = facts.parse(MINE)
    assert not judge("", "Who made you?", "I was made by Nexus in France.", own).loose
    assert judge("", "Who made you?", "I was made by Google.", own).loose
    assert judge("", "Where is your team?", "My team is located in Germany.", own).loose


@pytest.mark.parametrize(
    ("said", "vendor"),
    [("gemini", "google"), ("Qwen", "alibaba"), ("豆包", "bytedance"), ("DeepSeek", "deepseek")],
)
def test_a_product_named_as_vendor_is_answered_with_its_vendor(said: str, vendor: str) -> None:
    with pytest.raises(BadInput, match=f"Did you mean {vendor}"):
        facts.load(said)


def test_all_that_facts_lack_is_told_at_once() -> None:
    empty = Fact()
    found = FactSet(" ", Fact(("Nexus",)), Fact(zh=("贝塔",)), empty, empty, Fact(source="site"), empty)
    assert facts.lacking(found) == [
        ("vendor", "names"),
        ("maker", "source"),
        ("model", "source"),
        ("country", "names"),
        ("country", "source"),
    ]


@given(fact_sets)
def test_whole_facts_lack_nothing(found: FactSet) -> None:
    assert facts.lacking(found) == []
