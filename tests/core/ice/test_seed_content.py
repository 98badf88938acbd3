"""The shipped questions and template seeds: how many, of what, and that they are what they say they are."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.errors import BadInput
from core.ice import facts, placebo, questions, templates, topics
from core.ice.strict import names_strict_identity

CHINESE = re.compile("[\u3400-\u9fff]")
SEEDS = templates.seeds()
NAMING = [seed for seed in SEEDS if seed.names]
per_example_folder = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


def test_every_topic_has_twelve_distinct_questions_in_each_language():
    found = questions.load()
    counts = Counter((question.topic, question.language) for question in found)
    assert set(counts) == {(topic, language) for topic in topics.TOPICS for language in ("en", "zh")}
    assert min(counts.values()) >= 12
    assert (
        len({question.text for question in found}) == len({question.id for question in found}) == len(found)
    )


def test_our_topics_agree_with_the_classifier_that_reads_imported_logs():
    assert [q.text for q in questions.load() if topics.topic(q.text) != q.topic] == []


def test_no_question_names_anybody():
    assert [q.text for q in questions.load() if placebo.named(q.text)] == []


def test_languages_are_what_they_say():
    for entry in (*questions.load(), *(seed for seed in SEEDS if seed.text != templates.PLACEHOLDER)):
        chinese = len(CHINESE.findall(entry.text))
        assert (chinese * 3 > len(entry.text)) if entry.language == "zh" else not chinese, entry.text


def test_there_are_enough_seeds_of_every_kind_in_both_languages():
    assert len(SEEDS) >= 64
    languages = Counter(seed.language for seed in SEEDS)
    assert min(languages["en"], languages["zh"]) >= 30
    kinds = Counter((seed.kind, seed.language) for seed in SEEDS)
    assert len({kind for kind, _ in kinds}) >= 12
    assert all(kinds[kind, "en"] and kinds[kind, "zh"] for kind, _ in kinds)


def test_seeds_are_distinct_and_hold_the_place_holder_once():
    assert len({seed.id for seed in SEEDS}) == len(SEEDS)
    assert len({(seed.text, seed.language) for seed in SEEDS}) == len(SEEDS)
    assert all(seed.text.count("{query}") == 1 for seed in SEEDS)


def test_each_seed_is_its_own_lineage():
    assert all((seed.lineage, seed.parent, seed.mutator) == (seed.id, "", "") for seed in SEEDS)


def test_what_a_seed_names_is_listed_as_it_is_written():
    for seed in SEEDS:
        assert seed.names == tuple(dict.fromkeys(mention.name for mention in placebo.named(seed.text)))
        assert seed.names_identity == names_strict_identity(seed.text)
    assert sum(seed.names_identity for seed in SEEDS) * 4 < len(SEEDS)


@given(text=st.text(max_size=40))
def test_filling_puts_the_question_in_as_it_is(text):
    seed = next(seed for seed in SEEDS if seed.kind == "form")
    before, after = seed.text.split("{query}")
    assert templates.fill(seed, text) == before + text + after


@pytest.mark.parametrize("seed", NAMING, ids=lambda seed: seed.id)
def test_a_placebo_names_others_and_changes_nothing_else(seed):
    for label, identities in (("other", placebo.others(seed)), ("invented", placebo.invented(seed.language))):
        made = placebo.placebo(seed, identities, label)
        assert not set(made.names) & set(seed.names)
        assert len(made.names) == len(seed.names)
        assert not made.names_identity
        assert (made.lineage, made.parent, made.kind) == (seed.lineage, seed.id, seed.kind)
        assert _without(made.text, made.names) == _without(seed.text, seed.names)


def _without(text: str, names: tuple[str, ...]) -> str:
    return re.sub("|".join(map(re.escape, sorted(names, key=len, reverse=True))), "*", text)


def test_a_template_that_names_nobody_has_no_placebo():
    assert placebo.placebo(SEEDS[0], placebo.invented("en"), "invented") is SEEDS[0]


def test_invented_names_are_nobodys():
    names = [name for found in placebo.INVENTED.values() for one in found for name in (one.maker, one.model)]
    assert [name for name in names if placebo.named(f"I am {name}, 我是{name}。")] == []


def test_the_other_makers_leave_out_the_model_that_is_asked():
    google = facts.load("google").maker
    seed = next(seed for seed in NAMING if "ChatGPT" in seed.names)
    assert placebo.others(seed)[0].maker in google.names
    assert all(identity.maker not in google.names for identity in placebo.others(seed, exclude={"google"}))


def test_templates_go_out_and_come_back_unchanged(tmp_path):
    child = replace(
        SEEDS[3], id="plain-en-4/7", parent=SEEDS[3].id, mutator="expand", text="Quick:\u2028{query}"
    )
    templates.write([*SEEDS, child], tmp_path / "t.jsonl")
    assert templates.read(tmp_path / "t.jsonl") == (*SEEDS, child)


def test_a_bare_list_of_texts_is_enough(tmp_path):
    (tmp_path / "t.csv").write_text("template\n请问，{query}\nAre you Claude? {query}\n", encoding="utf-8")
    first, second = templates.read(tmp_path / "t.csv")
    assert (first.language, first.names_identity, first.lineage) == ("zh", False, first.id)
    assert (second.language, second.names_identity, second.names) == ("en", True, ("Claude",))


@pytest.mark.parametrize(
    ("rows", "line"),
    [
        ('{"text": "no place"}\n', 1),
        ('{"text": "{query}"}\n{"text": "{query} {query}"}\n', 2),
        ('{"id": "a", "text": "{query}"}\n{"id": "a", "text": "x {query}"}\n', 2),
        ('{"text": {"a": 1}}\n', 1),
        ('{"text": "{query}"}\n{"tex\n', 2),
        ("", None),
    ],
)
def test_a_bad_file_of_templates_is_refused_with_its_line(tmp_path, rows, line):
    (tmp_path / "t.jsonl").write_text(rows, encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        templates.read(tmp_path / "t.jsonl")
    assert caught.value.line == line


def test_a_place_that_cannot_be_written_is_bad_input(tmp_path):
    with pytest.raises(BadInput):
        templates.write(SEEDS, tmp_path / "missing" / "t.jsonl")


@per_example_folder
@given(content=st.binary(max_size=200) | st.text(alphabet='{}"query text:,\n', max_size=80).map(str.encode))
def test_any_file_gives_templates_or_bad_input(tmp_path, content):
    (tmp_path / "t.jsonl").write_bytes(content)
    try:
        found = templates.read(tmp_path / "t.jsonl")
    except BadInput:
        found = ()
    assert all(template.text.count("{query}") == 1 for template in found)
