"""How two models are related, and what is said of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from core.rse.confounds import Confounds, Side
from core.rse.kin import By, Family, Kin, kin, kin_sentence
from core.rse.nearest import NearestRow, Ranked
from core.rse.reading import read_nearest, read_rse
from core.rse.scores import RseRow
from core.stats.bootstrap import MINIMUM
from core.wording import Language

ROW = RseRow("m", "r", "measured", None, 3.0, 3.0, 3.0, 3.0, 2.9, 3.1, 500, 0, 0)
SIDE = Side(0.5, 0.0, 0.0, None, 200.0, 0.0, False)
PANEL = Confounds(9.0, 1.0, 0.0, SIDE, SIDE, 0, 500)


def a_family(name: str, **ancestors: By) -> Family:
    return Family(name, name, ancestors)


@pytest.mark.parametrize(
    ("model", "reference", "relation", "common", "by"),
    [
        (a_family("m"), a_family("r"), None, (), "weights"),
        (a_family("m", base="weights"), a_family("r", other="weights"), None, (), "weights"),
        (a_family("m", base="weights"), a_family("r", base="weights"), "share", ("base",), "weights"),
        (a_family("m", base="weights"), a_family("r", base="outputs"), "share", ("base",), "outputs"),
        (a_family("m", r="outputs"), a_family("r"), "descends", ("r",), "outputs"),
        (a_family("m", r="weights", base="weights"), a_family("r", base="weights"), "descends", ("r",), "weights"),
        (a_family("m"), a_family("r", m="weights"), "begets", ("m",), "weights"),
        (Family("m", "GPT-4"), Family("r", "gpt-4"), "same", ("GPT-4",), "weights"),
        (a_family("m", Base="outputs"), a_family("base"), "descends", ("base",), "outputs"),
        (a_family("Base"), a_family("r", base="outputs"), "begets", ("Base",), "outputs"),
        (a_family("m", Base="weights"), a_family("r", base="outputs"), "share", ("Base",), "outputs"),
    ],
)  # fmt: skip
def test_relations(
    model: Family, reference: Family, relation: str | None, common: tuple[str, ...], by: str
) -> None:
    found = kin(model, reference)
    assert (found.relation, found.common, found.by) == (relation, common, by)
    assert found.verified
    assert not found.stated


UNSURE = "As reported, though not verified, "
SHARE = Kin("share", ("base", "b2", "b3", "b4"), "weights", False, True, "", "")


@pytest.mark.parametrize(
    ("found", "english", "chinese"),
    [
        (
            SHARE,
            "By public record both descend from base, b2, b3, so similarity is expected.",
            "据公开记载，两者都源自 base、b2、b3，因此相似是意料之中的。",
        ),
        (
            replace(SHARE, by="outputs", verified=False, common=("base",)),
            f"{UNSURE}both descend from base, in part by learning from outputs, so similarity is expected.",
            "据转述（未经核实），两者都源自 base，部分是通过学习其输出，因此相似是意料之中的。",
        ),
        (
            replace(SHARE, relation="descends", common=("r",), by="outputs"),
            "By public record m was trained in part on outputs of r, so similarity is expected.",
            "据公开记载，m 的训练部分使用了 r 的输出，因此相似是意料之中的。",
        ),
        (
            replace(SHARE, relation="begets", common=("m",), stated=True),
            "As the study states, r descends from m, so similarity is expected.",
            "据本研究所述，r 源自 m，因此相似是意料之中的。",
        ),
        (
            replace(SHARE, relation="same", common=("GPT-4",)),
            "By public record m and r are versions of one model, GPT-4, so similarity is expected.",
            "据公开记载，m 与 r 是同一模型 GPT-4 的不同版本，因此相似是意料之中的。",
        ),
        (replace(SHARE, relation=None, common=()), "", ""),
    ],
)
def test_a_relation_in_words(found: Kin, english: str, chinese: str) -> None:
    assert kin_sentence(found, "m", "r") == english
    assert kin_sentence(found, "m", "r", "zh") == chinese


@pytest.mark.parametrize(
    ("mine", "theirs", "older"),
    [
        ("2024-09", "2025-01", True),
        ("2025-01", "2024-09", False),
        ("2024", "2024-09-19", False),  # the same as far as both tell
        ("2023", "2024-09-19", True),
        ("2024-09-18", "2024-09-19", True),
        ("", "2024", False),
        ("2024", "", False),
    ],
)
def test_which_is_older(mine: str, theirs: str, older: bool) -> None:
    found = Kin(None, (), "weights", False, True, mine, theirs)
    assert found.older is older
    said = kin_sentence(found, "m", "r")
    assert said.startswith(f"m ({mine}) was released before r ({theirs})") if older else said == ""


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_relation_is_the_first_limit_of_a_score(language: Language) -> None:
    said = kin_sentence(SHARE, "m", "r", language)
    assert read_rse(ROW, kin=SHARE, panel=PANEL, language=language).endswith(said)
    few = read_rse(replace(ROW, n=10, low=None, high=None), kin=SHARE, language=language)
    before, after = few.split(said)
    assert "3.00" in before, "no other limit comes before the relation"
    assert str(MINIMUM) in after, "the limit that readings share comes last"
    assert str(MINIMUM) not in before
    assert "30" in few, "that there are few prompts is said too"


def test_an_older_model_is_said_where_nothing_weighs_more() -> None:
    old = Kin(None, (), "weights", False, True, "2023", "2024")
    assert "was released before r (2024)" in read_rse(ROW, kin=old)
    assert "was released before" not in read_rse(ROW, kin=old, panel=PANEL)
    assert "no direction" in read_rse(ROW, kin=replace(old, released="2025"))


def test_a_ranking_says_how_its_first_is_related() -> None:
    ranking = (Ranked("x", 1.2, 0.97, None), Ranked("y", 0.1, 0.02, 0.001))
    row = NearestRow("m", "measured", None, "y", None, ranking, 500)
    descends = replace(SHARE, relation="descends", common=("x",))
    assert read_nearest(row, "en", descends).endswith(
        "By public record m descends from x, so similarity is expected."
    )
    assert read_nearest(row).endswith("Closest of those given does not mean derived from it.")
