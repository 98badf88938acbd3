"""What is wrong in a study file is refused in one line that names the place."""

from __future__ import annotations

from pathlib import Path

import pytest
from studies import FULL, SMALLEST, parse, refused

from core import study_file
from core.errors import BadInput


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
