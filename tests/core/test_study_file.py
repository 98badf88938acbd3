from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core import study_file
from core.errors import BadInput
from core.study import (
    IceMode,
    IceSpec,
    JudgeOn,
    Kind,
    ModelRole,
    ModelSpec,
    PromptSetSpec,
    RseSpec,
    Selection,
    Study,
)

SMALLEST = """
[study]
name = "one"

[[model]]
name = "a"
role = "reference"
provider = "simulated"

[[model]]
name = "b"
role = "test"
provider = "simulated"

[[prompt_set]]
name = "math"
bundled = "math"
"""
FULL = """
[study]
name = "full"
metrics = ["rse", "ice"]
seed = 11
tolerance = 0.25

[[model]]
name = "r"
role = "reference"
provider = "recorded"
path = "r.jsonl"
model = "r-0314"
notes = "from the archive"

[[model]]
name = "t"
role = "test"
provider = "openai-compatible"
base_url = "http://127.0.0.1:1/v1"
model = "served"
key = "keyring:openai"
params = { temperature = 0.5, max_tokens = 64, stop = ["END"] }
kind = "base"
system = "Be brief."
facts = "openai"
vendor = "openai"
allow_http = true
price = { input = 1, output = 2.5 }
requests_per_minute = 60
tokens_per_minute = 9000

[[model]]
name = "azure"
role = "control"
provider = "azure"
deployment = "d"
api_version = "2024-10-21"
key = "env:AZURE"

[[model]]
name = "s"
role = "test"
provider = "simulated"
closeness = 1
leak = 0.5
leak_by_template = true

[[model]]
name = "l"
role = "mutator"
provider = "local"
builtin = "smollm2-135m"

[[model]]
name = "j"
role = "judge"
provider = "simulated"

[[prompt_set]]
name = "p"
path = "p.csv"
column = "question"
sample = 3

[rse]
judges = ["measured", "j"]
repeats = 2
ceiling = true
floor = false
judge_on = "last"
rubric = "rubric.md"

[ice]
judges = ["rules", "j"]
queries = 50
mode = "paired"
selection = "ucb"
questions_per_template = 5
templates_in_flight = 2
templates = "t.jsonl"
questions = "q.jsonl"
languages = ["en"]
max_iterations = 9
max_contradictions = 8
max_rejects = 7
placebo = true
strict = ["openai", "google"]
repeats = 3
"""


def parse(text: str) -> Study:
    return study_file.parse(text, Path("/studies/study.toml"))


def outcome(text: str) -> Study | None:
    """The study; None where it is refused in one line."""
    return None if _refusal(text) else parse(text)


def _refusal(text: str) -> str:
    try:
        parse(text)
    except BadInput as error:
        return str(error) if "\n" not in str(error) else pytest.fail("more than one line")
    return ""


def refused(text: str) -> BadInput:
    with pytest.raises(BadInput) as caught:
        parse(text)
    assert "\n" not in str(caught.value)
    assert str(caught.value).startswith("/studies/study.toml")
    return caught.value


def test_the_smallest_study_has_the_documented_defaults() -> None:
    study = parse(SMALLEST)
    assert (study.metrics, study.seed, study.tolerance) == (("rse",), 7, 0.1)
    assert study.rse == RseSpec(judges=("measured",), repeats=1)
    assert (study.ice.judges, study.ice.queries, study.ice.mode) == (("rules",), 1000, "fuzz")
    assert study.model("a").served_name == "a"
    assert study.model("a").key is None
    assert study.base_dir == Path("/studies")


def test_every_field_is_read() -> None:
    study = parse(FULL)
    for spec in (*study.models, *study.prompt_sets, study.rse, study.ice):
        for field in fields(spec):
            assert type(getattr(spec, field.name)) is not list, "lists become tuples"
    t = study.model("t")
    assert t.params == {"temperature": 0.5, "max_tokens": 64, "stop": ["END"]}
    assert t.price == {"input": 1, "output": 2.5}
    assert study.model("s").closeness == 1.0
    assert study.ice.strict == ("openai", "google")
    assert study.rse.judges == ("measured", "j")
    changed = {
        field.name
        for kind in (ModelSpec, PromptSetSpec, RseSpec, IceSpec)
        for field in fields(kind)
        if any(
            getattr(spec, field.name) != study_file._default(kind, field.name)
            for spec in (*study.models, *study.prompt_sets, study.rse, study.ice)
            if isinstance(spec, kind)
        )
    }
    every = {f.name for kind in (ModelSpec, PromptSetSpec, RseSpec, IceSpec) for f in fields(kind)}
    assert changed == every - {"bundled"}, "this study gives every field a value of its own"


@pytest.mark.parametrize("text", [SMALLEST, FULL])
def test_what_is_written_reads_as_the_same_study(text: str) -> None:
    study = parse(text)
    assert parse(study_file.dumps(study)) == study


def test_writing_leaves_either_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    path = tmp_path / "study.toml"
    study_file.write(parse(SMALLEST), path)
    assert study_file.read(path) == parse(SMALLEST)
    assert [p.name for p in tmp_path.iterdir()] == ["study.toml"]


words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1).filter(
    lambda text: bool(text.strip())
)
json_values = st.recursive(
    st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | words,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=6,
)
sizes = st.integers(1, 10**6)
shares = st.floats(0, 1)


def optional(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def a_model(name: str, role: str) -> st.SearchStrategy[ModelSpec]:
    params = st.dictionaries(
        words.filter(lambda w: "key" not in w and "auth" not in w), json_values, max_size=3
    )
    return st.builds(
        ModelSpec, st.just(name), st.just(role), st.sampled_from(["simulated", "openai", "local"]),
        model=optional(words), path=optional(words), builtin=optional(words), base_url=optional(words),
        key=optional(st.from_regex(r"\A(keyring|env|session):[A-Z_]{1,12}\Z")), params=params,
        kind=st.sampled_from(get_args(Kind)), system=optional(words), facts=optional(words),
        vendor=optional(words), closeness=optional(shares), leak=optional(shares),
        leak_by_template=st.booleans(), allow_http=st.booleans(), deployment=optional(words),
        api_version=optional(words), price=st.just({}) | st.just({"input": 1.5, "output": 2.0}),
        requests_per_minute=optional(sizes), tokens_per_minute=optional(sizes), notes=words | st.just(""),
    )  # fmt: skip


@st.composite
def studies(draw: st.DrawFn) -> Study:
    names = draw(st.lists(words, min_size=3, max_size=5, unique=True))
    roles = ["reference", "test", "judge", *draw(st.lists(st.sampled_from(get_args(ModelRole)), max_size=2))]
    models = tuple(draw(a_model(n, r)) for n, r in zip(names, roles, strict=False))
    judges = [m.name for m in models if m.role == "judge" and m.name not in {"measured", "rules"}]
    sets = draw(st.lists(words, min_size=1, max_size=3, unique=True))
    rse = st.builds(
        RseSpec, st.sampled_from([("measured",), ("measured", *judges), tuple(judges) or ("measured",)]),
        st.integers(1, 100), st.booleans(), st.booleans(), st.sampled_from(get_args(JudgeOn)), optional(words),
    )  # fmt: skip
    ice = st.builds(
        IceSpec, st.sampled_from([("rules",), ("rules", *judges)]), sizes, st.sampled_from(get_args(IceMode)),
        st.sampled_from(get_args(Selection)), sizes, sizes, optional(words), optional(words),
        st.just(("zh",)) | st.just(("en", "zh")), optional(sizes), optional(sizes), optional(sizes),
        st.booleans(), st.lists(words, unique=True, max_size=3).map(tuple), st.integers(1, 9),
    )  # fmt: skip
    return Study(
        draw(words),
        draw(st.sampled_from([("rse",), ("ice",), ("rse", "ice")])),
        draw(st.integers(0, 2**63 - 1)),
        models,
        tuple(
            PromptSetSpec(
                name, *draw(st.sampled_from([("file.csv", None), (None, "math")])), draw(optional(sizes))
            )
            for name in sets
        ),
        draw(rse),
        draw(ice),
        draw(shares),
    )


@given(studies())
@settings(max_examples=40)
def test_any_study_survives_being_written_and_read(study: Study) -> None:
    assert parse(study_file.dumps(study)) == study


@given(
    st.text()
    | st.sampled_from([SMALLEST, FULL]).flatmap(lambda t: st.integers(0, len(t)).map(lambda n: t[:n]))
)
def test_any_text_is_a_study_or_a_refusal(text: str) -> None:
    assert outcome(text) is None or study_file.dumps(parse(text))


@given(st.sampled_from(FULL.splitlines()), json_values)
def test_any_value_in_any_place_is_read_or_refused(line: str, value: Any) -> None:
    import tomlkit

    key = line.partition("=")[0].strip()
    if "=" not in line:
        return
    text = FULL.replace(
        line, f"{key} = {tomlkit.item(value).as_string()}" if not isinstance(value, dict) else ""
    )
    study = outcome(text)
    assert study is None or parse(study_file.dumps(study)) == study


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("seed = 11", "sede = 11", 5, "unknown key; did you mean 'seed'?"),
        ("seed = 11", "banana = 11", 5, "allowed: name, metrics, seed"),
        ("sample = 3", "smaple = 3", None, "did you mean 'sample'?"),
        ("[rse]", "[rsee]", None, "did you mean 'rse'?"),
        ("seed = 11", 'seed = "11"', 5, "must be a whole number, not '11'"),
        ("seed = 11", "seed = 1.5", 5, "must be a whole number"),
        ("seed = 11", "seed = true", 5, "must be a whole number"),
        ("seed = 11", "seed = -1", 5, "must be"),
        ("tolerance = 0.25", "tolerance = 2", 6, "must be between 0 and 1"),
        ("tolerance = 0.25", "tolerance = nan", 6, "must be between 0 and 1"),
        ('name = "full"', "name = 3", 3, "must be text in quotes"),
        ('metrics = ["rse", "ice"]', 'metrics = "rse"', 4, "must be a list of strings"),
        ('metrics = ["rse", "ice"]', 'metrics = ["bleu"]', 4, "choose one of rse, ice"),
        ('metrics = ["rse", "ice"]', "metrics = []", 4, "choose rse, ice, or both"),
        ('role = "control"', 'role = "teacher"', None, "choose one of reference, test, control"),
        ('kind = "base"', 'kind = "chatty"', None, "choose one of chat, base"),
        ("ceiling = true", 'ceiling = "yes"', None, "must be true or false"),
        ("repeats = 2", "repeats = 0", None, "must be 1 to 100"),
        ("closeness = 1", "closeness = 1.5", None, "must be between 0 and 1"),
        ("requests_per_minute = 60", "requests_per_minute = 0", None, "must be 1 or more"),
        (
            'judges = ["measured", "j"]',
            'judges = ["measured", "nobody"]',
            None,
            "no judge is called 'nobody'",
        ),
        ('judges = ["measured", "j"]', 'judges = ["measured", "measured"]', None, "named twice"),
        ('judges = ["rules", "j"]', "judges = []", None, "at least one judge"),
        ('path = "p.csv"', "", None, "either path or bundled"),
        ('path = "p.csv"', 'path = "p.csv"\nbundled = "math"', None, "either path or bundled"),
        ('path = "r.jsonl"', "", None, "needs the file of its answers"),
        ('name = "t"', 'name = "r"', None, "two models have the name 'r'"),
        ('name = "p"', 'name = " "', None, "needs a name"),
        ('provider = "azure"', "", None, "is missing"),
        ("max_tokens = 64", 'max_tokens = "many"', None, "whole number"),
        ("max_tokens = 64", "max_tokens = 0", None, "whole number"),
        ("temperature = 0.5", 'temperature = "hot"', None, "number"),
        ("temperature = 0.5", "temperature = nan", None, "number"),
        ("temperature = 0.5", "temperature = 1979-05-27", None, ""),
        ("input = 1", 'input = "cheap"', None, "number"),
        ("input = 1", "input = -1", None, "number"),
        ("input = 1", "inptu = 1", None, "input"),
        ('path = "r.jsonl"', 'path = "r\\u0000.jsonl"', None, "NUL"),
        ("[study]", "study = 3\n[studi]", None, ""),
        ("[[prompt_set]]", "[prompt_set]", None, "[[prompt_set]]"),
        ("[study]", "", None, "unknown key"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(old: str, new: str, line: int | None, says: str) -> None:
    assert old in FULL
    error = refused(FULL.replace(old, new, 1))
    assert says in str(error)
    if line:
        assert error.line == line
        assert f":{line}:" in str(error)


def test_of_two_models_of_one_name_the_second_is_pointed_at() -> None:
    text = SMALLEST.replace('"b"', '"a"')
    assert refused(text).line == text[: text.rindex('name = "a"')].count("\n") + 1


def test_broken_toml_is_named_with_its_line() -> None:
    assert refused("[study]\nname = \n").line == 2
    assert refused('[study]\nname = "a"\nname = "b"\n').line == 3


SECRETS = [
    "sk-Zz9abcdefghijklmnopqrstuvwx",
    "AIzaSyA-abcdefghijklmnopqrstuvwxyz012",
    "f" * 32 + ".ABCDEFGHIJKLMNOP",
]


@pytest.mark.parametrize("secret", SECRETS)
@pytest.mark.parametrize(
    "where",
    [
        'key = "{}"', 'key = "env:{}"', 'key = "keyring:{}"', 'api_key = "{}"', 'params = {{ api_key = "{}" }}',
        'params = {{ headers = {{ Authorization = "Bearer {}" }} }}', 'base_url = "http://127.0.0.1/v1?key={}"',
        'base_url = "https://user:{}@example.org/v1"', 'key = ["{}"]', 'notes = "the key is {}"', "key = {}",
        '[study]\nkey = "{}"',
    ],
)  # fmt: skip
def test_a_literal_key_is_refused_wherever_it_stands_and_never_repeated(secret: str, where: str) -> None:
    text = SMALLEST.replace('role = "test"', 'role = "test"\n' + where.format(secret))
    assert secret not in str(refused(text))


@pytest.mark.parametrize(
    "key", ["keyring:openai", "env:OPENAI_API_KEY", "session:mine", "keyring:key-of-our-group-in-basel"]
)
def test_the_name_of_a_key_is_no_key(key: str) -> None:
    study = parse(SMALLEST.replace('role = "test"', f'role = "test"\nkey = "{key}"'))
    assert study.model("b").key == key


def test_relative_paths_start_where_the_file_lies(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    path = tmp_path / "deep" / "study.toml"
    path.write_text(SMALLEST.replace('bundled = "math"', 'path = "../p.jsonl"'), encoding="utf-8-sig")
    study = study_file.read(path)
    assert study.resolve(study.prompt_sets[0].path or "") == tmp_path / "p.jsonl"


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'[study]\nname = "\xc3\x28"', b"\x00", b"[" * 100_000])
def test_a_file_that_is_no_text_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "study.toml"
    path.write_bytes(content)
    with pytest.raises(BadInput, match=r"study\.toml"):
        study_file.read(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    for path in (tmp_path / "absent.toml", tmp_path):
        with pytest.raises(BadInput, match="cannot read the study file"):
            study_file.read(path)


def test_the_fingerprint_follows_what_is_measured_and_not_where_it_lies(tmp_path: Path) -> None:
    prints = []
    for name, prompt in (("x", "one"), ("y", "one"), ("z", "two")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "p.csv").write_text(f"prompt\n{prompt}\n", encoding="utf-8")
        text = SMALLEST.replace('bundled = "math"', 'path = "p.csv"')
        prints.append(study_file.parse(text, tmp_path / name / "study.toml").fingerprint())
    assert prints[0] == prints[1] != prints[2]
